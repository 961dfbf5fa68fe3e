"""Locate signers side by side above Nơi nhận: secretary and chair of minutes, parties of a contract (sheet 1.9)."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.nd30.components.document import DocumentComponents, LocatedSigner
from congvan.nd30.components.foot import ends_foot, is_recipients_label, split_signature_block
from congvan.nd30.model.kinds import SIGNED_BY_TWO, heading_kind
from congvan.nd30.model.view import PageGeometry, Paragraph

Columns = list[list[Paragraph]]


def take_co_signers(document: DocumentComponents, rest: list[Paragraph]) -> list[Paragraph]:
    """Fill in the co-signers and return the remaining paragraphs; all of them unless two or more are certain.

    They are certain where columns of short lines begin in capitals and end with names.
    """
    if not document.jointly_issued and not any(heading_kind(p.text) in SIGNED_BY_TWO for p in rest[:6]):
        return rest
    end = next((i for i, p in enumerate(rest) if i > 3 and (is_recipients_label(p) or ends_foot(p))), len(rest))
    laid_out = end > 0 and rest[end - 1].box is not None
    columns = _columns_on_page(document, rest[:end]) if laid_out else _columns_in_table(rest[:end])
    signers = [LocatedSigner(*split_signature_block(block)) for side in columns for block in _signature_blocks(side)]
    if (
        len(columns) < 2
        or not all(s.authority and s.name for s in signers)
        or not any(s.authority[0].text.isupper() for s in signers)
    ):
        return rest
    document.co_signers = signers
    taken = {id(p) for side in columns for p in side}
    return [p for p in rest if id(p) not in taken]


def _signature_blocks(column: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Split a column into the blocks of its signers, each ending with a name.

    Lines without title or name belong to the block above; of a repeated name (first as a stamp) the last one counts.
    """
    chunks: list[list[Paragraph]] = [[]]
    for paragraph in column:
        chunks[-1].append(paragraph)
        if split_signature_block([paragraph])[1] is not None:
            chunks.append([])
    blocks: list[list[Paragraph]] = []
    for chunk in chunks:
        authority, name = split_signature_block(chunk)
        if not blocks or (authority and name is not None):
            blocks.append(chunk)
        else:
            blocks[-1] = [*(blocks[-1][:-1] if name is not None else blocks[-1]), *chunk]
    return blocks


def _columns_on_page(document: DocumentComponents, above: Sequence[Paragraph]) -> Columns:
    """Group short lines of a page into columns, from the first level pair on, each by the nearest centre."""
    page = next((p for p in document.view.pages if p.number == above[-1].page), None)
    start = len(above)
    while page is not None and start > 0 and _fits_column(above[start - 1], page):
        start -= 1
    lines = [p for p in above[start:] if page is not None and p.box is not None]
    while len(lines) > 1 and not _on_same_line(lines[0], lines[1]):
        del lines[0]
    tops = [p.box.centre for p in lines if p.box is not None and (p is lines[0] or _on_same_line(lines[0], p))]
    columns: Columns = [[] for _top in tops]
    for paragraph in lines:
        if paragraph.box is not None:
            distances = [abs(paragraph.box.centre - top) for top in tops]
            columns[distances.index(min(distances))].append(paragraph)
    return columns


def _fits_column(paragraph: Paragraph, page: PageGeometry) -> bool:
    """Return whether a line fits in one of two or three columns."""
    box = paragraph.box
    if box is None or paragraph.page != page.number or paragraph.cell is not None or len(paragraph.text) > 70:
        return False
    return box.x1 < page.width / 2 + 5 or box.x0 > page.width / 2 - 5 or box.width < page.width / 3


def _on_same_line(one: Paragraph, other: Paragraph) -> bool:
    if one.box is None or other.box is None or abs(one.box.y0 - other.box.y0) > 2.5:
        return False
    return one.box.x1 < other.box.x0 or other.box.x1 < one.box.x0


def _columns_in_table(above: Sequence[Paragraph]) -> Columns:
    """Return the columns of the table without borders that precedes directly."""
    cells: list[Paragraph] = []
    for paragraph in reversed(above):
        cell = paragraph.cell
        if cell is None or cell.ruled or (cells and cells[0].cell is not None and cell.table != cells[0].cell.table):
            break
        cells.insert(0, paragraph)
    columns = sorted({p.cell.column for p in cells if p.cell is not None})
    return [[p for p in cells if p.cell is not None and p.cell.column == column] for column in columns]
