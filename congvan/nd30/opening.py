"""Open a paper of any readable format and measure it as a view; one that is classified is closed again at once."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from congvan.core import libreoffice
from congvan.core.cache import Cache
from congvan.core.messages import Message
from congvan.core.opc.sniff import kind_of
from congvan.core.problems import Place, Problem, reason_of
from congvan.nd30.components.secrecy import is_classified
from congvan.nd30.model.view import PageGeometry, View

MAX_BYTES = 64 * 1024 * 1024
CLASSIFIED = "classified"
"""Why a view is unreadable that bears a mark of secrecy: nothing else of it is kept."""
_WORD_STREAM = "WordDocument".encode("utf-16-le")
FROM_DOC = "from-doc"
"""The kind of the cache entries that hold a converted .doc."""


def open_file(path: Path, cache: Cache | None = None) -> View | Problem:
    """Return the view of a file, or the problem of reading it: one that can't be opened, or is classified."""
    try:
        data = read_bytes(path)
    except OSError as error:
        return Problem(Message("check-unreadable", why=reason_of(error)), Place(str(path)))
    view = View("", unreadable="too-large") if data is None else read_view(data, cache)
    return Problem(Message("classified"), Place(str(path))) if view.unreadable == CLASSIFIED else view


def read_bytes(path: Path) -> bytes | None:
    """Return the bytes of a file; None if it is larger than `MAX_BYTES`. Raises OSError."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(Message("acts.regular-file"))
    return path.read_bytes() if status.st_size <= MAX_BYTES else None


def read_view(data: bytes, cache: Cache | None = None, template: bytes = b"") -> View:
    """Measure a file, with the reader for the format that its first bytes show.

    `cache`: keeps what LibreOffice made of a .doc, by the hash of its content; nothing of a classified paper.
    `template`: the DOCX that a PDF was made from.
    """
    kind = kind_of(data)
    if kind == "old-office" and _WORD_STREAM in data and libreoffice.program():
        return _read_doc(data, cache)
    return _measured(data, kind, template)


def _measured(data: bytes, kind: str, template: bytes = b"") -> View:
    """Return the view of a PDF or DOCX; a classified one without its content."""
    if kind == "pdf":
        from congvan.nd30.pdf.reader import read_pdf

        view = read_pdf(data, _declared_pages(template))
    elif kind in ("zip", "encrypted", "old-office"):
        from congvan.nd30.docx.reader import read_docx

        view = read_docx(data)
    else:
        view = View("", unreadable="empty" if kind == "empty" else "not-word")
    return View(view.format, unreadable=CLASSIFIED) if is_classified(view) else view


@lru_cache(16)
def _declared_pages(template: bytes) -> tuple[PageGeometry, ...]:
    from congvan.nd30.docx.reader import declared_pages

    return declared_pages(template) if template else ()


def _read_doc(data: bytes, cache: Cache | None) -> View:
    """Return the view of a .doc of old Word as LibreOffice turns it into a DOCX."""
    key = hashlib.sha256(data).hexdigest()
    kept = cache.get(FROM_DOC, key) if cache is not None else None
    try:
        docx = kept or libreoffice.convert(data, "doc", "docx")
    except libreoffice.ConversionFailed:
        return View("docx", unreadable="not-converted")
    view = _measured(docx, "zip")
    if cache is not None and not kept and view.unreadable != CLASSIFIED:
        cache.put(FROM_DOC, key, docx)
    return replace(view, converted=True)
