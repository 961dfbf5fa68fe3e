"""Group the lines of a PDF page into paragraphs, with the formatting that their positions show.

A line is joined to the one above only if that is certain: it starts at the left edge of the text area, below a line
that reaches the right edge. Everything else (head, foot, lists, centred lines, cells) stays a paragraph of one line,
and is grouped later by its text (`locate`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from congvan.core.fonts.times_metrics import SINGLE
from congvan.nd30.model.view import Box, CellPosition, Paragraph, TextLine

if TYPE_CHECKING:
    from congvan.nd30.pdf.page import PageContents


class Edges(Protocol):
    """Left and right edge of the text area in mm; `known`: whether the right edge was measured, not guessed."""

    @property
    def left(self) -> float: ...

    @property
    def right(self) -> float: ...

    @property
    def known(self) -> bool: ...


_STARTS_ANEW = re.compile(r"\s*(?:- |Nơi nhận|Điều \d|\((?:Kèm theo|Ban hành) )")
_CLOSED = re.compile(r"\s*\((?:Kèm theo|Ban hành) .*\)\s*", re.DOTALL)
"""The line under the title of an appendix, whole: what follows is another paragraph, however wide the line is."""
_POINTS_PER_MM = 72 / 25.4
_SHIFTED = 6.0  # mm by which a paragraph of the text may be indented as a whole


def paragraphs_of(contents: PageContents, rows: Sequence[TextLine], edges: Edges) -> list[Paragraph]:
    """Return the paragraphs of a page, in the order of their first lines."""
    alone, pitch = _lines_alone(rows), usual_pitch(rows)
    groups: list[list[TextLine]] = []
    for line in rows:
        if (
            groups
            and _continues(groups[-1], line, alone, edges, contents)
            and not _starts_paragraph(groups[-1][-1], line, pitch)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    paragraphs: list[Paragraph] = []
    for group in groups:
        paragraphs.append(_paragraph(group, paragraphs[-1] if paragraphs else None, edges, contents))
    return paragraphs


def main_size(line: TextLine) -> float:
    """Return the font size of most of a line's text, in points; 0 when unknown."""
    weights: dict[float, int] = {}
    for run in line.runs:
        if not run.raised:
            weights[run.size] = weights.get(run.size, 0) + len(run.text)
    return max(weights, key=lambda s: weights[s]) if weights else 0.0


def _lines_alone(rows: Sequence[TextLine]) -> set[int]:
    """Return the numbers of the lines without another line beside them."""
    beside = {
        number
        for step in (1, 2, 3)
        for above, below in zip(rows, rows[step:], strict=False)
        if below.baseline - above.baseline <= 1.5 and below.number - above.number <= 3
        for number in (above.number, below.number)
    }
    return {row.number for row in rows} - beside


def _continues(
    group: Sequence[TextLine], line: TextLine, alone: Collection[int], edges: Edges, contents: PageContents
) -> bool:
    last = group[-1]
    if last.box is None or line.box is None:
        return False
    size = main_size(last) or 13.0
    step = (line.baseline - last.baseline) * _POINTS_PER_MM
    return (
        _starts_where_lines_go_on(last.box, line.box, edges.left)
        and last.box.x1 > edges.right - 18
        and last.box.x0 < edges.left + 33
        and 0 < step < 3.0 * size
        and abs(size - (main_size(line) or 13.0)) < 1.01
        and not _STARTS_ANEW.match(line.text)
        and not _CLOSED.fullmatch(" ".join(each.text for each in group))
        and line.number in alone
        and last.number in alone
        and cell_of(line, contents) is None
    )


def _starts_where_lines_go_on(above: Box, box: Box, left: float) -> bool:
    """Return whether a line starts at the left edge, or at one a few mm off that the whole paragraph has."""
    if abs(box.x0 - left) < 1.5:
        return True
    return 0 < box.x0 - left < _SHIFTED and (abs(above.x0 - box.x0) < 0.5 or 8 < above.x0 - box.x0 < 14)


def usual_pitch(rows: Sequence[TextLine]) -> float:
    """Return the line pitch of the text in mm: the smallest distance that is frequent below its full lines."""
    wide = [
        (a, b) for a, b in pairwise(rows) if a.box is not None and a.box.width > 110 and main_size(a) == main_size(b)
    ]
    steps = Counter(round(b.baseline - a.baseline, 1) for a, b in wide if 3 < b.baseline - a.baseline < 14)
    often = [step for step, count in steps.items() if 3 * count >= max(steps.values())]
    return min(often, default=6.0)


def _starts_paragraph(last: TextLine, line: TextLine, pitch: float) -> bool:
    """Return whether a line starts a paragraph without indent: a sentence ends above, followed by extra space."""
    return last.text.rstrip().endswith((".", ";", ":")) and line.baseline - last.baseline > pitch + 0.7


def _paragraph(
    group: Sequence[TextLine], previous: Paragraph | None, edges: Edges, contents: PageContents
) -> Paragraph:
    first, box = group[0], group[0].box
    assert box is not None
    indent = box.x0 - _left_of(group, edges)
    size = main_size(first) or 13.0
    spacing = None
    if len(group) > 1:
        step = (group[-1].baseline - group[0].baseline) * _POINTS_PER_MM / (len(group) - 1)
        spacing = step / (SINGLE * size)
        full = [g.box.x1 for g in group[:-1] if g.box is not None]
        justified = all(abs(x - edges.right) < 1.3 for x in full)
        align = "justify" if justified else "left" if edges.known else ""
    else:
        align = _line_alignment(first, edges)
    return Paragraph(
        tuple(group),
        "body",
        align,
        first=indent,
        left=0.0 if len(group) > 1 else None,
        before=_before(previous, first, spacing),
        spacing=spacing,
        cell=cell_of(first, contents),
        new_page=previous is None,
    )


def _left_of(group: Sequence[TextLine], edges: Edges) -> float:
    """Return the left edge of a paragraph in mm: that of its second line, which may be indented as a whole."""
    second = group[1].box if len(group) > 1 else None
    return second.x0 if second is not None and abs(second.x0 - edges.left) >= 1.5 else edges.left


def _line_alignment(line: TextLine, edges: Edges) -> str:
    assert line.box is not None
    left, right = edges.left, edges.right
    middle = (left + right) / 2
    if abs(line.box.centre - middle) < 3.0 and line.box.x0 > left + 3:
        return "centre"
    if abs(line.box.x0 - left) < 1.5:
        return "left"
    return "right" if abs(line.box.x1 - right) < 1.5 and line.box.x0 > middle else ""


def _before(previous: Paragraph | None, here: TextLine, spacing: float | None) -> float | None:
    """Return the space between two paragraphs in points; None at the top of a page or beside another column."""
    if previous is None:
        return None
    above = previous.lines[-1]
    if above.box is None or here.box is None or here.baseline - above.baseline < 1.5:
        return None
    if here.box.x0 > above.box.x1 or above.box.x0 > here.box.x1:
        return None
    step = (here.baseline - above.baseline) * _POINTS_PER_MM
    pitch = (spacing or previous.spacing or 1.0) * SINGLE * (main_size(here) or 13.0)
    return step - pitch


def cell_of(line: TextLine, contents: PageContents) -> CellPosition | None:
    """Return the cell of a ruled table that a line is in, between two vertical lines; None if there is none."""
    if not contents.upright or line.box is None:
        return None
    middle, start, end = (line.box.y0 + line.box.y1) / 2, line.box.x0 + 0.5, line.box.x1 - 0.5
    rules = [x for x, y0, y1 in contents.upright if y0 - 0.5 <= middle <= y1 + 0.5]
    lefts, rights = [x for x in rules if x <= start], [x for x in rules if x >= end]
    if not lefts or not rights:
        return None
    return CellPosition(1, 0, 0, max(lefts), min(rights), ruled=True)


def join_pages(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join paragraphs that a page break splits."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        last = joined[-1] if joined else None
        if last is not None and paragraph.new_page and _is_split_by_page(last, paragraph):
            both = last.lines + paragraph.lines
            joined[-1] = replace(last, lines=both, align=last.align if len(last.lines) > 1 else paragraph.align)
        else:
            joined.append(paragraph)
    return joined


def _is_split_by_page(last: Paragraph, nxt: Paragraph) -> bool:
    above, here = last.lines[-1], nxt.lines[0]
    if last.cell or nxt.cell or above.box is None or here.box is None or nxt.first is None:
        return False
    text = nxt.text
    started = (text[:1].isupper() or re.match(r"\d+[.)]|[a-zđ]\)", text)) and last.text.endswith(
        (".", ";", ":", "!", "?", "./.")
    )
    return abs(nxt.first) < 1.5 and above.box.width > 100 and not started and not text.startswith(("-", "Phụ lục"))
