"""PDF by LibreOffice of the DOCX of each record: the way out for templates that the converter can't follow.

One process converts many files, a file alone takes ten times as long. What differs from run to run (time, ID) is
removed: one version of LibreOffice and one set of fonts give the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from congvan.core import libreoffice
from congvan.core.cache import Cache
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.core.templating.bare_tags import BareTag
from congvan.formats.docx import template as docx


def compile_template(
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
) -> LibreOfficePages:
    """Compile a DOCX template; `assets` is not used. ProblemsFound: as `formats.docx.template`."""
    return LibreOfficePages(docx.compile_template(template, name=name, strict=strict, cache=cache))


class LibreOfficePages:
    """A DOCX template whose documents LibreOffice converts."""

    def __init__(self, template: docx.DocxTemplate) -> None:
        self._template = template
        self._pages: Mapping[bytes, bytes] = {}
        self.ways = template.ways

    def names(self) -> frozenset[str]:
        """Return the dotted paths that the template reads from its context."""
        return self._template.names()

    def bare_tags(self) -> Sequence[BareTag]:
        """Return the values that the template always prints into its running text."""
        return self._template.bare_tags()

    def render(self, context: Mapping[str, Any]) -> bytes:
        """Render one record. EnvironmentFault: LibreOffice is not installed, or makes no PDF of it."""
        place = Place(file=self._template.name)
        if not libreoffice.program():
            raise EnvironmentFault(Problem(Message("libreoffice-missing", command=libreoffice.APT), place))
        document = self._template.render(context)
        try:
            return _without_times(self._pages.get(_digest(document)) or libreoffice.convert(document, "docx", "pdf"))
        except libreoffice.ConversionFailed:
            raise EnvironmentFault(Problem(Message("libreoffice-failed"), place)) from None


def convert_together(records: Iterable[tuple[LibreOfficePages, Mapping[str, Any]]]) -> None:
    """Convert the documents of records in one process; `render` takes their pages from here.

    A record that can't be merged, or whose document LibreOffice makes nothing of, is left to `render`.
    """
    documents: dict[str, bytes] = {}
    templates: list[LibreOfficePages] = []
    for template, context in records:
        before = template.ways.counts.copy()  # `render` counts
        with contextlib.suppress(ProblemsFound):
            documents[f"{len(documents)}.docx"] = template._template.render(context)
        template.ways.counts = before
        templates.append(template)
    with contextlib.suppress(libreoffice.ConversionFailed):
        made = libreoffice.convert_all(documents, "pdf") if len(documents) > 1 else {}
        pages = {_digest(documents[name]): pdf for name, pdf in made.items()}
        for template in templates:
            template._pages = pages


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _without_times(data: bytes) -> bytes:
    """Return a PDF without what differs from run to run: times, XMP metadata, ID and checksum.

    ConversionFailed: it does not open.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for keys, name in (
                *((pdf.docinfo, name) for name in ("/CreationDate", "/ModDate")),
                *((pdf.trailer, name) for name in ("/ID", "/DocChecksum")),
                (pdf.Root, "/Metadata"),
            ):
                if name in keys:
                    del keys[name]
            pdf.save(found := io.BytesIO(), deterministic_id=True)
            return found.getvalue()
    except pikepdf.PdfError:
        raise libreoffice.ConversionFailed from None
