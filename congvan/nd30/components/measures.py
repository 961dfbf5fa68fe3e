"""Measures of paragraphs and components that several rules need: size, weight, case, centring, ruled lines, offsets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import Paragraph, Stroke, StyledRun
from congvan.nd30.model.widths import printed_centre

SIZE_SLACK = 0.26  # points; office programs round font sizes


def letter_share(ink: Sequence[StyledRun], test: Callable[[StyledRun], bool]) -> float:
    """Return the share (0 to 1) of the letters whose run passes the test."""
    total = sum(len(r.text.strip()) for r in ink)
    return sum(len(r.text.strip()) for r in ink if test(r)) / total if total else 0.0


def main_size(paragraph: Paragraph) -> float:
    """Return the font size in points of most letters of a paragraph; 0 when unknown."""
    weights: dict[float, int] = {}
    for run in paragraph.ink:
        weights[run.size] = weights.get(run.size, 0) + len(run.text)
    return max(weights, key=lambda s: weights[s]) if weights else 0.0


@lru_cache(maxsize=2048)
def is_capitals(text: str) -> bool:
    """Return whether a text is in capitals: at least 95 % of its letters."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.95 * len(letters)


def bold_share(paragraph: Paragraph) -> float:
    """Return the share (0 to 1) of the letters that are bold."""
    ink = paragraph.ink
    total = sum(len(r.text) for r in ink)
    return sum(len(r.text) for r in ink if r.bold) / total if total else 0.0


def is_style_known(paragraph: Paragraph) -> bool:
    """Return whether the weight and slant of a paragraph are known: in a PDF, not of letters in a face without name."""
    return paragraph.box is None or letter_share(paragraph.ink, lambda r: bool(r.family or r.bold or r.italic)) > 0.5


def is_off_centre(document: DocumentComponents, paragraph: Paragraph, slack: float = 6.0) -> bool | None:
    """Return whether a line is off the centre of the text width by more than `slack` mm; None if that is unknown."""
    if paragraph.box is not None:
        if paragraph.align == "centre":
            return False
        page = next((p for p in document.view.pages if p.number == paragraph.page), None)
        if page is None:
            return None
        left = page.left if page.left is not None else 30.0
        right = page.right if page.right is not None else 15.0
        middle = (left + page.width - right) / 2
        return any(abs(line.box.centre - middle) > slack for line in paragraph.lines if line.box is not None)
    if paragraph.cell is not None or not document.view.pages:
        return is_set_off_centre(paragraph, slack)
    page = next((p for p in document.view.pages if p.number == paragraph.section), document.view.pages[0])
    return is_set_off_centre(paragraph, slack, ((page.left or 0.0) + page.width - (page.right or 0.0)) / 2)


def is_set_off_centre(paragraph: Paragraph, slack: float, middle: float | None = None) -> bool | None:
    """Return whether a line of a DOCX is printed off the middle (mm; by default that of its cell); None if unknown.

    Blanks typed before the words count: a line moved with them is centred as far as its reader sees.
    """
    if paragraph.align in ("centre", ""):
        return False if paragraph.align else None
    if middle is None and paragraph.cell is not None:
        middle = (paragraph.cell.x0 + paragraph.cell.x1) / 2
    centre = printed_centre(paragraph)
    return True if centre is None or middle is None else abs(centre - middle) > slack


def strokes_below(
    document: DocumentComponents, lines: Sequence[Paragraph], anchors: Sequence[Paragraph | None], reach: float = 9.0
) -> list[Stroke]:
    """Return the drawn lines below the last of the lines.

    In a PDF they are found by position, at most `reach` mm below; in a DOCX by the paragraph that anchors them.
    """
    last = lines[-1]
    if last.box is not None:
        base = last.lines[-1].baseline
        return [
            s
            for s in document.view.strokes
            if s.page == last.page
            and -0.3 < s.y - base < reach
            and s.x0 < last.box.x1
            and s.x1 > last.box.x0
            and s.length < 130
            and abs((s.x0 + s.x1) / 2 - last.box.centre) < 25
        ]
    wanted = {p.ordinal for p in anchors if p is not None}
    return [s for s in document.view.strokes if s.anchor in wanted and s.kind != "border-top"]


def is_underlined(lines: Sequence[Paragraph]) -> bool:
    """Return whether more than half of the letters have the underline attribute."""
    ink = [r for p in lines for r in p.ink]
    return bool(ink) and sum(len(r.text) for r in ink if r.underline) > 0.5 * sum(len(r.text) for r in ink)


SAME_LINE_SLACK = 11.0  # points by which two cells of a row may be offset and still be on one line


def vertical_offset(document: DocumentComponents, one: Paragraph, two: Paragraph) -> float | None:
    """Return by how many points `two` is lower than `one` in the same row of a DOCX; None if that is unknown.

    Only the space right above them counts: a missing or taller line higher up has a rule of its own.
    """
    if one.down is None or two.down is None or one.cell is None or two.cell is None:
        return None
    for end in (one, two):
        own = (
            p
            for p in document.view.paragraphs
            if p.cell == end.cell and p.down is not None and p.down < (end.down or 0.0)
        )
        if any(p.unsure for p in own):
            return None
    apart, gap = two.down - one.down, (two.before or 0.0) - (one.before or 0.0)
    return min(apart, gap, key=abs) if apart * gap > 0 else 0.0


def in_opposite_column(paragraph: Paragraph, national_name: Paragraph | None) -> bool:
    """Return whether a paragraph is in the column beside the Quốc hiệu (the left one, unless they are swapped)."""
    if national_name is None:
        return True
    if paragraph.box is not None and national_name.box is not None:
        return paragraph.box.centre < national_name.box.x0 or paragraph.box.x0 > national_name.box.x1
    if (
        paragraph.cell is not None
        and national_name.cell is not None
        and paragraph.cell.table == national_name.cell.table
    ):
        return paragraph.cell.column != national_name.cell.column
    return paragraph.cell is None and national_name.cell is None
