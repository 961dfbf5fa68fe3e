"""Read a born-digital PDF into grids: ruled tables by their lines, the text layer within them; no recognition of
pictures.

Why lines: the tables of forms are ruled, whoever printed them (this program, Word, LibreOffice), so a cell is the space
between lines and its text is what is there. A scan has no text layer and is none of this room's business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congvan.core.messages import Message
from congvan.core.opc.xml_stream import Unreadable
from congvan.core.problems import Place, Problem, Severity
from congvan.core.threads import one_at_a_time
from congvan.grids.cell_lines import CellLine, joined, joined_texts
from congvan.grids.grid import Grid, GridCell, GridFile, GridRow, MergedRange, RestOfRow, SeenText
from congvan.grids.pdf_pages.letters import Letter, letters_of, lines_of, text_of
from congvan.grids.pdf_pages.tables import RuledCell, RuledTable, near_of, tables_of

MOST_PAGES = 60
LEAST_TEXT = 20
"""Characters of a text layer at least; a scan may bear a stamp of its program."""
_FORM_ID = re.compile(r"(?<![\w/])(?!\d+/\d+/)[a-z0-9-]+/[a-z0-9-]+/[0-9]{1,4}(?:/[a-z0-9_]+=[a-z0-9-]+|/[a-z0-9-]+)*")
_SIGNED = re.compile(rb"/ByteRange\s*\[")
_PAGE_NUMBER = re.compile(r"(?i)\W*(?:(?:trang|page)\W*)?\d{1,3}(?:\s*/\s*\d{1,3})?\W*")
"""What may stand between the parts of a table on two pages."""


@dataclass(slots=True)
class _LastRow:
    """The last row of a page: its table as a grid, the lines of its cells, and those that reach its foot.

    `rooms`: the width of the lines of each cell. `paragraphs`: how many texts were before the end of the table.
    """

    table: RuledTable
    grid: Grid
    lines: dict[int, list[CellLine]]
    full: set[int]
    paragraphs: int
    rooms: dict[int, float] = field(default_factory=dict)


@one_at_a_time
def read(data: bytes, name: str) -> GridFile | None:
    """Return the tables and paragraphs of a PDF with a text layer; None for one without, or that can't be read.

    Raises `Unreadable` where it has a password.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise Unreadable("encrypted") from error
        return None
    try:
        returned = GridFile(name, signed=_SIGNED.search(data) is not None)
        size, last = 0, None
        for number in range(min(len(document), MOST_PAGES)):
            letters = list(letters_of(document[number]))
            last = _page(document[number], letters, returned, last)
            size += len(letters)
        return returned if size >= LEAST_TEXT and returned.grids else None
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def _page(page: Any, letters: Sequence[Letter], returned: GridFile, before: _LastRow | None) -> _LastRow | None:
    """Add the tables and paragraphs of a page; return the last row of its last table. `before`: of the page before."""
    tables = tables_of(page, near_of(letters))
    outside: list[Letter] = []
    for letter in letters:
        table = next((each for each in tables if each.holds(letter)), None)
        (table.letters if table is not None else outside).append(letter)
    blocks: list[tuple[float, RuledTable | str]] = [(table.ys[0], table) for table in tables]
    for line in lines_of(outside):
        blocks.append((line[0].top, text_of(line)))
        if any(letter.unseen for letter in line):
            message = Message("text-unseen", text=text_of(line)[:80])
            returned.problems.append(Problem(message, Place(returned.file), severity=Severity.WARNING))
    for _top, block in sorted(blocks, key=lambda each: -each[0]):
        if isinstance(block, str):
            if not returned.form_id and (found := _FORM_ID.search(block)):
                returned.form_id = found[0]
            returned.paragraphs.append(block[:2_000])
            returned.behind.append(len(returned.grids))
        else:
            before = _add_table(block, returned, before)
    return before


def _add_table(table: RuledTable, returned: GridFile, before: _LastRow | None) -> _LastRow | None:
    """Add a table as a grid, with what may be the rest of the row `before` it; return its last row."""
    grid, cells = _grid(table, returned.file, len(returned.grids) + 1)
    returned.grids.append(grid)
    if not grid.lines:
        return before
    between = returned.paragraphs[before.paragraphs :] if before else ()
    if before is not None and _is_as_wide(before.table, table) and all(map(_PAGE_NUMBER.fullmatch, between)):
        grid.rest = _rest_of(before, grid, table, cells)
    last = grid.lines[-1].number
    own = _LastRow(table, grid, *_lines_of_row(table, cells, last), len(returned.paragraphs))
    margin = _margin(table, cells)
    own.rooms = {each.first: _room(table, each, margin) for each in table.cells(last)}
    return own


def _is_as_wide(one: RuledTable, other: RuledTable) -> bool:
    """Whether two tables have the same columns."""
    near = max(one.near, other.near)
    return len(one.xs) == len(other.xs) and all(abs(a - b) <= near for a, b in zip(one.xs, other.xs, strict=True))


def _rest_of(
    before: _LastRow, grid: Grid, table: RuledTable, cells: Mapping[RuledCell, Sequence[Letter]]
) -> RestOfRow | None:
    """Return the first row of a table, below heads that are repeated, as what may be the rest of the row before it."""
    heads = [line.cells for line in before.grid.lines]
    if before.grid.rest is not None:
        heads = [line.cells for line in before.grid.lines if line.number < before.grid.rest.row]
    count = 0
    while count < min(len(heads), len(grid.lines)) and grid.lines[count].cells == heads[count]:
        count += 1
    if count == len(grid.lines) or not before.lines:
        return None
    line, above = grid.lines[count], before.grid.lines[-1]
    lines, _full = _lines_of_row(table, cells, line.number)
    if not lines:
        return None
    unseen = [n for each in (above, line) for n, cell in each.cells.items() if cell.shown is not None]
    is_sure = before.full.issuperset(lines)
    return RestOfRow(line.number, before.lines, lines, before.rooms, is_sure, frozenset(unseen))


def _lines_of_row(
    table: RuledTable, cells: Mapping[RuledCell, Sequence[Letter]], row: int
) -> tuple[dict[int, list[CellLine]], set[int]]:
    """Return the lines of the cells of a row, and the cells that have no room for another line below."""
    lines: dict[int, list[CellLine]] = {}
    full = set()
    for place in table.cells(row):
        if letters := cells.get(place):
            lines[place.first] = _cell_lines(letters)
            lowest = min(letters, key=lambda letter: letter.bottom)
            if lowest.bottom - table.ys[row] < lowest.top - lowest.bottom:
                full.add(place.first)
    return lines, full


def _grid(table: RuledTable, file: str, index: int) -> tuple[Grid, Mapping[RuledCell, Sequence[Letter]]]:
    """Return a table as a grid, and the letters of its cells."""
    grid = Grid(file, form="table", index=index, edges=tuple(map(round, table.xs)))
    cells, overlaid = table.by_cell()
    margin = _margin(table, cells)
    for row in range(1, len(table.ys)):
        line = GridRow(row)
        for place in table.cells(row):
            if place.last > place.first:
                grid.merges.append(MergedRange(row, place.first, row, place.last))
            if letters := cells.get(place):
                cell = _cell(letters, _room(table, place, margin))
                line.cells[place.first] = cell._replace(kind="overlaid") if place in overlaid else cell
        grid.add(line)
    _merge_down(table, grid)
    return grid, cells


def _room(table: RuledTable, place: RuledCell, margin: float) -> float:
    """Return the width that the lines of a cell may take."""
    return table.xs[place.last] - table.xs[place.first - 1] - 2 * margin


def _margin(table: RuledTable, cells: Mapping[RuledCell, Sequence[Letter]]) -> float:
    """Return the space between the lines of a table and its text: the least that a cell has at its left."""
    found = (min(each.left for each in letters) - table.xs[place.first - 1] for place, letters in cells.items())
    return min((each for each in found if each >= 0), default=0.0)


def _cell(letters: Sequence[Letter], room: float) -> GridCell:
    """Return a cell. `room`: the width that its lines may take."""
    seen = [letter for letter in letters if not letter.unseen]
    shown = SeenText(joined_texts(map(text_of, lines_of(seen)))) if len(seen) < len(letters) else None
    return _joined(_cell_lines(letters), room)._replace(shown=shown)


def _cell_lines(letters: Sequence[Letter]) -> list[CellLine]:
    return [
        CellLine(text_of(line), line[-1].right - line[0].left, line[0].right - line[0].left)
        for line in lines_of(letters)
    ]


def _joined(lines: Sequence[CellLine], room: float) -> GridCell:
    text, whole = joined(lines, room)
    return GridCell(text, whole=whole)


def _merge_down(table: RuledTable, grid: Grid) -> None:
    """Make cells that go over several rows one: those without a line between them and the one below."""
    for column in range(1, len(table.xs)):
        top = 1
        for row in range(1, len(table.ys) - 1):
            if table.is_ruled_below(row, column):
                _made_one(grid, MergedRange(top, column, row, column))
                top = row + 1
        _made_one(grid, MergedRange(top, column, len(table.ys) - 1, column))


def _made_one(grid: Grid, merged: MergedRange) -> None:
    """Give the uppermost row of a cell all its text, which is in its middle, above and below a line of others."""
    if merged.bottom == merged.top:
        return
    grid.merges.append(merged)
    lines = [line for line in grid.lines if merged.top <= line.number <= merged.bottom and merged.left in line.cells]
    cells = [line.cells.pop(merged.left) for line in lines]
    texts = [cell.text for cell in cells]
    first = next((line for line in grid.lines if line.number >= merged.top), None)
    if first is None or not texts:
        return
    if first.number > merged.top:  # an empty row, which was left out
        first = GridRow(merged.top)
        grid.lines.insert(next(n for n, line in enumerate(grid.lines) if line.number > merged.top), first)
    seen = [cell.text if cell.shown is None else cell.shown.text for cell in cells]
    first.cells[merged.left] = GridCell(
        joined_texts(texts), shown=SeenText(joined_texts(seen)) if seen != texts else None
    )
