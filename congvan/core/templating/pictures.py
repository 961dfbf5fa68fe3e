"""Pictures of records: `{{ khach.anh|anh(30) }}` in a DOCX template shows a file below templates/.

The filter makes a plain record of a name; the bytes are those that the run has read. Pages made of a DOCX show it too;
a template of HTML names the file itself: `<img src="asset:{{ khach.anh }}">`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from congvan.core.messages import Message
from congvan.core.text import did_you_mean

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp")
_WIDEST = 1000  # mm
_files: ContextVar[Mapping[str, bytes] | None] = ContextVar("pictures", default=None)


@contextmanager
def pictures_given(files: Mapping[str, bytes]) -> Iterator[None]:
    """Context manager: within it pictures are found among these files, by their paths below templates/."""
    token = _files.set(files)
    try:
        yield
    finally:
        _files.reset(token)


def picture(name: Any, width_mm: float = 0, height_mm: float = 0, alt: Any = "") -> Any:
    """Return the record of a picture; an empty name stays an empty text. One measure keeps the proportions.

    `alt`: words that a voice says for it.
    """
    text = str(name)
    if not text:
        return ""
    for measure in (width_mm, height_mm):
        if not isinstance(measure, int | float) or not 0 <= measure <= _WIDEST:
            raise ValueError(Message("picture-size", size=measure, most=_WIDEST))
    return {"_docx": "image", "file": text, "width_mm": width_mm, "height_mm": height_mm, "words": str(alt)}


def picture_bytes(name: str) -> bytes:
    """Return the bytes of a picture. Raises `ValueError` with a message for one that is not there."""
    files = _files.get() or {}
    data = files.get(name.removeprefix("templates/"))
    if data is None:
        known = [each for each in files if each.lower().endswith(SUFFIXES)]
        near = did_you_mean(name, known)
        if near:
            raise ValueError(Message("picture-not-there.near", name=name, near=near))
        raise ValueError(Message("picture-not-there", name=name))
    return data
