"""Measure the margins of a PDF page on its text: the edges of the full lines, the first and the lowest line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from congvan.nd30.model.view import PageGeometry, TextLine
from congvan.nd30.model.widths import line_bottom, line_top
from congvan.nd30.pdf.footnotes import split_footnotes
from congvan.nd30.pdf.page import PageContents
from congvan.nd30.pdf.paragraphs import cell_of

_FULL = 110.0  # mm; a longer line may be a full line of the text
_USUAL_LEFT = 30.0  # mm
_ALONE = 1.5  # line pitches of white space above a foot that no other page repeats
_LEAST_BOTTOM = 20.0  # mm; such a foot is in the margin
_DIVISION = re.compile(
    r"(?:\d{1,2}\.(?:\d{1,2}\.?)*|[IVX]{1,5}\.|[a-zđ]\)|\(\d{1,2}\)|(?:Điều|Mục) \d{1,3}\.|[-–+•])\s*[^\W\d]"
    r"|(?:Chương|Phần) [IVX]+\b"
)
"""How a division or an item of a list begins: never a foot."""
_INDENTED_FROM = 38.0  # mm; lines that begin so far from the edge may all be indented first lines


class TextEdges(NamedTuple):
    """Left and right edge of the text area in mm. `sure`: whether the left edge was measured, not guessed.

    `known`: whether the right edge was, so that a line that ends elsewhere is not justified.
    """

    left: float
    right: float
    sure: bool = True
    known: bool = True


def text_edges(
    rows: Sequence[TextLine], contents: PageContents, declared: Sequence[PageGeometry] = ()
) -> TextEdges | None:
    """Return the edges of the text area: as the template declares them, else the outermost positions where several long
    lines begin and end.

    The head, which is above the first full line and may be wider, and the cells of tables don't count.
    """
    if known := _declared_edges(contents.page, declared):
        return known
    first = next((i for i, r in enumerate(rows) if r.box is not None and r.box.width > _FULL), len(rows))
    wide = [r.box for r in rows[first:] if r.box is not None and r.box.width > 60 and cell_of(r, contents) is None]
    full = [b for b in wide if b.width > _FULL]
    if len(full) < 4:
        return _few_edges(rows[first:])
    least = max(3, round(0.12 * len(wide)))
    right = -_outermost(sorted(-b.x1 for b in wide), least)
    left = _outermost(sorted(b.x0 for b in wide), least)
    if _is_flush_right(rows[first:], left, right):
        return TextEdges(left, right, sure=False)
    return _left_edge(rows, left, right)


def _is_flush_right(rows: Sequence[TextLine], left: float, right: float) -> bool:
    """Return whether the short last lines of several paragraphs end at the right edge instead of starting at the
    left one."""
    pairs = [(a.box, b.box) for a, b in pairwise(rows) if a.box is not None and b.box is not None]
    last = [b for a, b in pairs if a.width > _FULL and b.width < 100 and abs(a.x1 - right) < 1.3]
    return sum(abs(b.x1 - right) < 1.3 and b.x0 > left + 20 for b in last) > 2


def _few_edges(rows: Sequence[TextLine]) -> TextEdges | None:
    """Return the edges that two or three full lines show, if two of them end at one place.

    They may all be first lines; then the left edge is where the lines below them go on.
    """
    boxes = [r.box for r in rows if r.box is not None]
    full = [b for b in boxes if b.width > _FULL]
    right = max((b.x1 for b in full), default=0.0)
    if sum(right - b.x1 < 1.3 for b in full) < 2:
        return None
    left = min(b.x0 for b in full)
    goes_on = [b.x0 for a, b in pairwise(boxes) if a.width > _FULL and 5 < left - b.x0 < 20]
    if left > _INDENTED_FROM:
        left = median(goes_on) if goes_on else _USUAL_LEFT
    return TextEdges(left, right, sure=False)


def _left_edge(rows: Sequence[TextLine], left: float, right: float) -> TextEdges:
    """Return the edges of a text whose long lines begin at `left`, which may be the indent of first lines.

    Continuation lines begin at the edge. Without any, every paragraph being one line, the edge is guessed from the
    usual indents, 12.7 and 10 mm.
    """
    pairs = [(a.box, b.box) for a, b in pairwise(rows) if a.box is not None and b.box is not None]
    goes_on = [b.x0 for a, b in pairs if abs(a.x0 - left) < 1.5 and a.width > _FULL and 5 < left - b.x0 < 20]
    if len(goes_on) > 1 and max(goes_on) - min(goes_on) < 1.5:
        return TextEdges(median(goes_on), right)
    end = max((a.x1 for a, _b in pairs if a.x0 < left + 20), default=right)  # without the head's right column
    indents = [a.x0 - left for a, b in pairs if abs(b.x0 - left) < 1.5 and a.x1 > end - 1.5]  # of full lines
    hangs = any(5 < indent < 20 for indent in indents)
    runs_full = sum(abs(indent) < 1.5 for indent in indents) > 1
    if left < _INDENTED_FROM or hangs or runs_full:
        return TextEdges(left, right)
    return TextEdges(goes_on[0] if goes_on else left - (12.7 if left - 12.7 > 29 else 10.0), right, sure=False)


def _outermost(values: Sequence[float], least: int) -> float:
    """Return the median of the first 1.5 mm that contain at least `least` of the sorted values."""
    for index, value in enumerate(values):
        near = [v for v in values[index:] if v - value <= 1.5]
        if len(near) >= least:
            return median(near)
    return values[0]


def _declared_edges(page: PageGeometry, declared: Sequence[PageGeometry]) -> TextEdges | None:
    """Return the edges of a page of known geometry: that of the declared pages of its size, if their margins agree."""
    alike = [p for p in declared if abs(p.width - page.width) < 1 and abs(p.height - page.height) < 1]
    sides = {(p.left, p.right) for p in alike if p.left is not None and p.right is not None}
    if len(sides) != 1:
        return None
    left, right = sides.pop()
    return TextEdges(left, page.width - right)


def usual_edges(edges: Sequence[TextEdges | None]) -> TextEdges | None:
    """Return the median edges of the pages that show them."""
    known = [e for e in edges if e is not None]
    return TextEdges(median(e.left for e in known), median(e.right for e in known)) if known else None


def guessed_edges(page: PageGeometry) -> TextEdges:
    """Return the edges of a page whose lines don't show them: the usual margins."""
    return TextEdges(_USUAL_LEFT, page.width - 15.0, sure=False, known=False)


def repeated_feet(pages: Sequence[Sequence[TextLine]]) -> frozenset[tuple[str, int]]:
    """Return what ends two pages or more at one height: the words of a line without figures, its baseline in mm."""
    last = Counter(_foot(rows[-1]) for rows in pages if rows)
    return frozenset(foot for foot, count in last.items() if count > 1 and foot[0].strip())


def _foot(line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d", "", line.text), round(line.baseline)


def take_feet(
    contents: PageContents, text: list[TextLine], low: list[TextLine], feet: frozenset[tuple[str, int]]
) -> tuple[list[TextLine], list[TextLine]]:
    """Return the text of a page and its running foot, with last lines that are one though the file does not mark them.

    Why: what an office prints below the text is not the text: the margins of the clause don't hold for it, nor does it
    go on from the last entry of Nơi nhận.
    """
    rows = [row for row in text if row.box is not None and row.runs]
    taken = {row.number for row in rows[len(_above_foot(contents, rows, feet)) :]}
    return [row for row in text if row.number not in taken], [row for row in text if row.number in taken] + low


def _above_foot(contents: PageContents, text: list[TextLine], feet: frozenset[tuple[str, int]]) -> list[TextLine]:
    """Return the lines of a page above its foot: a last line that other pages repeat, or one apart in the margin."""
    pitch, page = _pitch(text), contents.page
    while len(text) > 1 and not split_footnotes(contents, text)[1]:
        gap = line_top(text[-1]) - line_bottom(text[-2])
        box = text[-1].box
        is_name = box is not None and box.x0 > page.width / 2  # of who signs
        is_full = box is not None and box.width > _FULL and abs(_size(text[-1]) - _size(text[-2])) < 0.3
        is_text = is_name or is_full or _DIVISION.match(text[-1].text.strip()) is not None
        alone = not is_text and gap > _ALONE * pitch and page.height - line_bottom(text[-1]) < _LEAST_BOTTOM
        if not alone and _foot(text[-1]) not in feet:
            break
        text = text[:-1]
    return text


def _size(line: TextLine) -> float:
    return max(run.size for run in line.runs)


def page_with_margins(contents: PageContents, rows: Sequence[TextLine], edge: TextEdges | None) -> PageGeometry:
    """Return the page with its margins as measured on its text, a line being as high as its face at single spacing."""
    page = replace(contents.page, chars=sum(len(r.text) for r in rows))
    text = [r for r in rows if r.box is not None and r.runs]
    if not text:
        return page
    top = min(line_top(r) for r in text)
    low = max(line_bottom(r) for r in text)
    pitch = _pitch(text)
    left = edge.left if edge and edge.sure else None
    right = page.width - edge.right if edge and _is_justified(text, edge) else None
    return replace(page, left=left, right=right, top=top, bottom=page.height - low, slack=pitch)


def _pitch(rows: Sequence[TextLine]) -> float:
    steps = [b.baseline - a.baseline for a, b in pairwise(rows) if 3 < b.baseline - a.baseline < 14]
    return median(steps) if steps else 6.0


def _is_justified(rows: Sequence[TextLine], edge: TextEdges) -> bool:
    full = [r.box.x1 for r in rows if r.box is not None and r.box.width > _FULL]
    return sum(1 for x in full if abs(x - edge.right) < 0.6) >= max(3, 0.5 * len(full))
