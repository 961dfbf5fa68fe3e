"""Pages of a checked paper as pictures, and where on them each finding is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from congvan.core import libreoffice
from congvan.core.opc.sniff import kind_of
from congvan.core.threads import one_at_a_time
from congvan.core.units import mm_to_pt
from congvan.nd30.check import RuleResult
from congvan.nd30.model.view import Box, Paragraph
from congvan.nd30.opening import read_view

WIDTH = 620
"""Pixels of the width of a picture."""
MAX_PICTURES = 3
"""Pages of one paper that are pictured: those with findings."""
GREYS = 8

FoundPlace = tuple[int, Box | None]
"""A page, 0 if unknown, and the box on it."""


MARK_MM = 14.0
"""The width and height of a mark with its number, beside a page."""
_MOST_COLUMNS = 3
_AROUND_MM = 0.8  # from words to the frame around them


class PageMark(NamedTuple):
    """The number of a finding, left of the picture of its page, and the frame around its words, in mm: where the mark's
    centre is from the corner of the page; left, top, width and height of the frame."""

    number: int
    x: float
    y: float
    frame: tuple[float, float, float, float]


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


def marks_of(page: int, height: float, places: Sequence[FoundPlace]) -> list[PageMark]:
    """Return the marks of a page: as high as what they mark, where no other is.

    Why beside the page: on it they would hide its letters.
    """
    marks: list[PageMark] = []
    found = [(box.y0, number, box) for number, (at, box) in enumerate(places, 1) if at == page and box is not None]
    for _top, number, box in sorted(found, key=lambda each: each[:2]):
        wanted = min(max((box.y0 + box.y1) / 2, MARK_MM / 2), height - MARK_MM / 2)
        x, y = _free_place(wanted, height, marks)
        frame = (box.x0 - _AROUND_MM, box.y0 - _AROUND_MM)
        size = (box.x1 - box.x0 + 2 * _AROUND_MM, box.y1 - box.y0 + 2 * _AROUND_MM)
        marks.append(PageMark(number, x, y, frame + size))
    return marks


def _free_place(wanted: float, height: float, marks: Sequence[PageMark]) -> tuple[float, float]:
    """Return where a mark that should be at a height hides no other: in the next column, or else lower or higher."""
    steps = sorted((step * MARK_MM for step in range(-30, 31)), key=abs)
    heights = [y for step in steps if MARK_MM / 2 <= (y := wanted + step) <= height - MARK_MM / 2]
    for y in heights:
        for column in range(_MOST_COLUMNS):
            x = -MARK_MM * (column + 0.5)
            if all(abs(x - each.x) >= MARK_MM - 1 or abs(y - each.y) >= MARK_MM - 1 for each in marks):
                return x, y
    return -MARK_MM / 2, wanted


def margin_of(marks: Sequence[PageMark]) -> float:
    """Return the width of the margin that marks take beside their page, in mm."""
    return max((MARK_MM / 2 - each.x for each in marks), default=0.0)


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
