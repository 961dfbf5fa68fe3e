"""A sheet of anybody's as records: its own titles are the names, and the types follow from what is in the columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity, UsageError, blocking
from congvan.grids.grid import HEAD_LINES, Grid, GridCell, GridRow
from congvan.model.lists.foot import foot_of, is_row_of_total
from congvan.model.lists.head import free_name
from congvan.model.lists.rows import SheetRow, rows_below, sheet_file
from congvan.values.columns.base import ColumnOptions
from congvan.values.columns.dates import shown_text
from congvan.values.columns.naming import type_for
from congvan.values.columns.table import TYPES
from congvan.values.columns.titles import meaning

Cell = str | int | Decimal | None
"""A value of a record; None where the cell is empty."""


@dataclass(slots=True)
class TableRecord:
    """A row of a sheet: its values by name, and its place."""

    values: dict[str, Cell]
    place: Place


@dataclass(slots=True)
class SheetTable:
    """A sheet as records. `titles`: by name; `types`: by name; `problems`: what was left out, as warnings."""

    titles: dict[str, str]
    types: dict[str, str]
    records: list[TableRecord]
    problems: list[Problem] = field(default_factory=list)


def read_table(data: bytes, file: str, sheet: str = "") -> SheetTable:
    """Read a sheet of an XLSX file, the first with a row of titles unless named, or a CSV file.

    `Họ và tên` is `ho_va_ten`. Rows of totals and who signs below are left out, with a warning for each. Raises
    `ProblemsFound`; UsageError: there is no such sheet.
    """
    read = sheet_file(data, file)
    if wrong := blocking(read.problems):
        raise ProblemsFound(wrong)
    known = [grid for grid in read.grids if sheet in ("", grid.name)]
    if sheet and not known:
        names = ", ".join(grid.name for grid in read.grids)
        raise UsageError(
            Problem(Message("sheet-unknown", name=sheet), Place(file), Message("known-names", known=names))
        )
    titled = next(((grid, line) for grid in known if (line := _title_row(grid)) is not None), None)
    if titled is None:
        raise ProblemsFound(Problem(Message("table-titles"), Place(file)))
    return _table(*titled)


def _title_row(grid: Grid) -> GridRow | None:
    """Return the first row of texts alone that is at least half as wide as the widest."""
    widest = max((len(line.cells) for line in grid.lines), default=0)
    for line in grid.lines[:HEAD_LINES]:
        if len(line.cells) * 2 > widest and all(cell.kind == "text" and cell.text for cell in line.cells.values()):
            return line
    return None


def _table(grid: Grid, line: GridRow) -> SheetTable:
    taken: set[str] = set()
    titles = {free_name(cell.text, taken, reserved=()): (n, cell.text) for n, cell in line.cells.items()}
    problems: list[Problem] = []
    rows = list(rows_below(grid, line, {name: n for name, (n, _title) in titles.items()}, problems))
    named = {name: title for name, (_n, title) in titles.items()}
    rows = list(_entries(rows, named, problems))
    if not rows:
        raise ProblemsFound(Problem(Message("table-empty"), grid.place(line.number)))
    if uncomputed := [
        Problem(Message("formula-unread"), row.place(name))
        for row in rows
        for name, cell in row.values.items()
        if cell.kind == "formula" and not cell.text
    ]:
        raise ProblemsFound(uncomputed)
    texts = {name: [text for row in rows if (text := _text(row.values.get(name)))] for name in named}
    types = {name: type_for(title, texts[name]) if texts[name] else "text" for name, title in named.items()}
    records = [
        TableRecord({name: _value(row.values.get(name), types[name]) for name in named}, row.place()) for row in rows
    ]
    return SheetTable(named, types, records, problems)


def _entries(rows: Sequence[SheetRow], titles: Mapping[str, str], problems: list[Problem]) -> Iterator[SheetRow]:
    """Yield the rows that are records; report the totals and the signatures that are none."""
    names = [name for name, title in titles.items() if meaning(title) in ("person", "body")]
    foot = foot_of(rows, names)
    for row in rows[len(rows) - foot :][:1]:
        problems.append(
            Problem(Message("row-foot", text=row.first, count=foot), row.place(), severity=Severity.WARNING)
        )
    for row in rows[: len(rows) - foot]:
        if is_row_of_total(row):
            problems.append(Problem(Message("row-total", text=row.first), row.place(), severity=Severity.WARNING))
        elif any(_text(cell) for cell in row.values.values()):
            yield row


def _text(cell: GridCell | None) -> str:
    """Return the text of a cell as it is seen: a number with its noughts, a day as one."""
    if cell is None:
        return ""
    return cell.shown.text if cell.shown and cell.shown.is_padded(cell.text) else shown_text(cell)


def _value(cell: GridCell | None, type_: str) -> Cell:
    """Return the value of a cell: numbers as numbers, days as ISO 8601, all else as its text."""
    text = _text(cell)
    if not text:
        return None
    value = TYPES[type_].read(GridCell(text), ColumnOptions()).value if type_ != "text" else text
    return Decimal(str(value)) if isinstance(value, float) else value
