"""Pages of a checked paper as pictures, and where on them each finding is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from congvan import libreoffice
from congvan.lazy import NamedTuple
from congvan.nd30.check import RuleResult
from congvan.nd30.model.view import Box, Paragraph
from congvan.nd30.opening import read_view
from congvan.opc.sniff import kind_of
from congvan.threads import one_at_a_time
from congvan.units import mm_to_pt

WIDTH = 620
"""Pixels of the width of a picture."""
MAX_PICTURES = 3
"""Pages of one paper that are pictured: those with findings."""
GREYS = 8

FoundPlace = tuple[int, Box | None]
"""A page, 0 if unknown, and the box on it."""


class PageImage(NamedTuple):
    """A page as a picture; width and height of the page in mm."""

    page: int
    png: bytes
    width: float
    height: float


def placed(path: Path, findings: Sequence[RuleResult]) -> tuple[list[FoundPlace], bytes]:
    """Return where on the page each finding is, and the paper as PDF; b"" where it can't be had.

    A finding of a DOCX is where LibreOffice prints the words at its place.
    """
    pdf, own = _as_pdf(path)
    if own or not pdf:
        return [(result.page, result.location.box) for result in findings], pdf
    view = read_view(pdf)
    if view.unreadable:
        return [(0, None)] * len(findings), b""
    return [where_printed(result.location.text, view.paragraphs) for result in findings], pdf


def where_printed(words: str, printed: Sequence[Paragraph]) -> FoundPlace:
    """Return where the paragraph is printed that begins with these words."""
    start = words[:40]
    found = next((p for p in printed if p.text == words or (len(words) > 5 and p.text.startswith(start))), None)
    found = found or next((p for p in printed if len(p.text) > 5 and words.startswith(p.text)), None)
    return (found.page, found.box) if found is not None else (0, None)


@one_at_a_time
def pictures(pdf: bytes, places: Sequence[FoundPlace]) -> list[PageImage]:
    """Return pictures of the pages with findings; of the first if no place is known."""
    import pypdfium2

    wanted = sorted({page for page, _box in places if page}) or [1]
    if not pdf:
        return []
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return []
    images = []
    with document:
        document.init_forms()  # a number stamped into a form field is drawn too
        for number in [page for page in wanted if page <= len(document)][:MAX_PICTURES]:
            page = document[number - 1]
            width, height = page.get_size()
            bitmap = page.render(scale=WIDTH / width, grayscale=True)
            image = bitmap.to_pil().quantize(GREYS)
            out = io.BytesIO()
            image.save(out, "PNG", optimize=True)
            bitmap.close()
            page.close()
            images.append(PageImage(number, out.getvalue(), width / mm_to_pt(1), height / mm_to_pt(1)))
    return images


def _as_pdf(path: Path) -> tuple[bytes, bool]:
    """Return a paper as PDF, b"" where it can't be had, and whether it is one itself."""
    try:
        data = path.read_bytes()
        if kind_of(data) == "pdf":
            return data, True
        made = libreoffice.convert(data, path.suffix.lstrip(".").lower(), "pdf") if libreoffice.program() else b""
    except (OSError, libreoffice.ConversionFailed):
        return b"", False
    return made, False
