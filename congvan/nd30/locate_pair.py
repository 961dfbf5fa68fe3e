"""Two who sign side by side above Nơi nhận: secretary and chair of minutes, the parties of a contract (sheet 1.9)."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.nd30.kinds import SIGNED_BY_TWO, heading_kind
from congvan.nd30.locate_foot import ends_foot, is_copies, signer_of
from congvan.nd30.part import Part, Signer
from congvan.nd30.view import Page, Paragraph

Sides = tuple[list[Paragraph], list[Paragraph]]


def take_pair(part: Part, rest: list[Paragraph]) -> list[Paragraph]:
    """Fills the two signers and returns the paragraphs without theirs; all of them where nothing shows a pair for
    certain: two blocks of short lines, of which the first are in capitals and the last are names."""
    if not any(heading_kind(p.text) in SIGNED_BY_TWO for p in rest[:6]):
        return rest
    end = next((i for i, p in enumerate(rest) if i > 3 and (is_copies(p) or ends_foot(p))), len(rest))
    laid_out = end > 0 and rest[end - 1].box is not None
    sides = _on_page(part, rest[:end]) if laid_out else _in_table(rest[:end])
    pair = [Signer(*signer_of(side)) for side in sides if side]
    if (
        len(pair) < 2
        or not all(s.authority and s.name for s in pair)
        or not any(s.authority[0].text.isupper() for s in pair)
    ):
        return rest
    part.pair = pair
    taken = {id(p) for side in sides for p in side}
    return [p for p in rest if id(p) not in taken]


def _on_page(part: Part, above: Sequence[Paragraph]) -> Sides:
    """The short lines left and right of the middle of the page, from the two that stand level on."""
    page = next((p for p in part.view.pages if p.number == above[-1].page), None)
    start = len(above)
    while page is not None and start > 0 and _one_side(above[start - 1], page):
        start -= 1
    lines = [p for p in above[start:] if page is not None and p.box is not None]
    while len(lines) > 1 and not _level(lines[0], lines[1]):
        del lines[0]
    half = page.width / 2 if page is not None else 0.0
    left = [p for p in lines if p.box is not None and p.box.centre < half]
    return left, [p for p in lines if p not in left]


def _one_side(paragraph: Paragraph, page: Page) -> bool:
    box = paragraph.box
    if box is None or paragraph.page != page.number or paragraph.cell is not None or len(paragraph.text) > 70:
        return False
    return box.x1 < page.width / 2 + 5 or box.x0 > page.width / 2 - 5


def _level(one: Paragraph, other: Paragraph) -> bool:
    if one.box is None or other.box is None or abs(one.box.y0 - other.box.y0) > 2.5:
        return False
    return one.box.x1 < other.box.x0 or other.box.x1 < one.box.x0


def _in_table(above: Sequence[Paragraph]) -> Sides:
    """The two columns of the table without lines that stands right above."""
    cells: list[Paragraph] = []
    for paragraph in reversed(above):
        cell = paragraph.cell
        if cell is None or cell.ruled or (cells and cells[0].cell is not None and cell.table != cells[0].cell.table):
            break
        cells.insert(0, paragraph)
    columns = sorted({p.cell.column for p in cells if p.cell is not None})
    if len(columns) != 2:
        return [], []
    left = [p for p in cells if p.cell is not None and p.cell.column == columns[0]]
    return left, [p for p in cells if p not in left]
