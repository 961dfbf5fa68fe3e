"""The rows of a list as they are written, from YAML, CSV or XLSX: cells by field, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity, blocking
from congvan.core.text import nearest, presentable
from congvan.grids.grid import HEAD_LINES, Grid, GridCell, GridFile, GridRow
from congvan.model.lists.foot import foot_of, is_row_of_total
from congvan.model.lists.head import ListField, ListHead
from congvan.model.project.yaml_reader import KeyPath, YamlSource

MOST_ENTRIES = 50_000


class Row(Protocol):
    """One entry as written: its values by field, and where each is."""

    @property
    def values(self) -> Mapping[str, Any]: ...

    def place(self, *loc: str | int) -> Place: ...


@dataclass(frozen=True, slots=True)
class YamlRow:
    """An entry of a YAML file: values as typed, at a path of it."""

    values: Mapping[str, Any]
    source: YamlSource = field(repr=False, compare=False)
    path: KeyPath = ()

    def place(self, *loc: str | int) -> Place:
        """Return the place of a value, or of the entry."""
        return self.source.place((*self.path, *loc))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: cells by field. `first`: the first text of the row, whatever its column."""

    values: Mapping[str, GridCell]
    grid: Grid = field(repr=False, compare=False)
    number: int = 0
    columns: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    first: str = ""

    def place(self, *loc: str | int) -> Place:
        """Return the place of a cell, or of the row."""
        return self.grid.place(self.number, self.columns.get(str(loc[0]), 0) if loc else 0)


@dataclass(frozen=True, slots=True)
class SheetSource:
    """A list kept in a CSV or XLSX file: its bytes, and the head with its own place in YAML."""

    data: bytes
    name: str
    head: ListHead
    head_file: YamlSource

    def rows(self, problems: list[Problem]) -> list[SheetRow]:
        """Return the entries in the rows below the titles. Appends every problem of the file."""
        try:
            filled = sheet_file(self.data, self.name)
        except ProblemsFound as stop:
            problems += stop.problems
            return []
        problems += blocking(filled.problems)
        grid = self._grid(filled, problems)
        if grid is None:
            return []
        titled = _titles(grid, self.head)
        if titled is None:
            problems.append(self._no_titles(grid, filled))
            return []
        line, columns, twice = titled
        if twice:
            problems.append(Problem(Message("title-twice", title=twice[0]), grid.place(line.number, twice[1])))
        problems += self._missing_titles(grid, line, columns)
        if blocking(problems):
            return []
        rows = list(rows_below(grid, line, columns, problems))
        problems += _beside(grid, line)
        rows = self._entries(rows, problems)
        problems += [*_uncomputed(rows), *_lost_letters(rows)]
        if not rows:
            place = grid.place(line.number)
            problems.append(Problem(Message("source-rows-none"), place, severity=Severity.WARNING))
        return rows

    def _entries(self, rows: Sequence[SheetRow], problems: list[Problem]) -> list[SheetRow]:
        """Return the rows that are entries; say which are left out: totals, and the signatures below the table."""
        required = [name for name, each in self.head.all_fields().items() if each.required]
        foot = rows[len(rows) - foot_of(rows, required) :]
        for row in foot[:1]:
            message = Message("row-foot", text=row.first, count=len(foot))
            problems.append(Problem(message, row.place(), severity=Severity.WARNING))
        kept = []
        for row in rows[: len(rows) - len(foot)]:
            if is_row_of_total(row):
                message = Message("row-total", text=row.first)
                problems.append(Problem(message, row.place(), severity=Severity.WARNING))
            else:
                kept.append(row)
        return kept

    def _grid(self, filled: GridFile, problems: list[Problem]) -> Grid | None:
        """Return the sheet that the head names, or the first."""
        if self.head.sheet is None:
            if not filled.grids:
                problems.append(Problem(Message("source-empty"), Place(self.name)))
            return filled.grids[0] if filled.grids else None
        for grid in filled.grids:
            if grid.name == self.head.sheet:
                return grid
        names = ", ".join(grid.name for grid in filled.grids)
        hint = Message("sheet-unknown.hint", names=names) if names else Message("sheet-unknown.hint-csv")
        where = self.head_file.place(("list", "sheet"))
        problems.append(Problem(Message("sheet-unknown", name=self.head.sheet), where, hint))
        return None

    def _no_titles(self, grid: Grid, filled: GridFile) -> Problem:
        titled = next((each.name for each in filled.grids if _titles(each, self.head) is not None), "")
        if titled:
            hint = Message("titles-missing.hint-sheet", sheet=titled)
            return Problem(Message("titles-missing"), grid.place(1), hint)
        wanted = ", ".join(f"“{_label(name, each)}”" for name, each in self.head.all_fields().items() if each.required)
        place = grid.place(grid.lines[0].number) if grid.lines else Place(self.name)
        return Problem(Message("titles-missing"), place, Message("titles-missing.hint", titles=wanted))

    def _missing_titles(self, grid: Grid, line: GridRow, columns: Mapping[str, int]) -> Iterator[Problem]:
        """Report each field of the head without a column, with the titles that nobody asked for; none that may be empty
        where no title is near to its own stops the list.
        """
        free = {cell.text: n for n, cell in line.cells.items() if n not in columns.values()}
        for name, each in self.head.fields.items():
            if name in columns:
                continue
            label = _label(name, each)
            near = nearest(label, free)
            also = self.head_file.place(("list", "fields", name))
            known = ", ".join(cell.text for cell in line.cells.values())
            hint = Message("field-title.hint-label", title=near) if near else None
            hint = hint or Message("field-title.hint-known", known=known)
            place = grid.place(line.number, free[near] if near else 0)
            severity = Severity.ERROR if near or each.required else Severity.WARNING
            yield Problem(Message("field-title", title=label), place, hint, severity, also=(also,))


def sheet_file(data: bytes, name: str) -> GridFile:
    """Return the cells of a CSV or XLSX file. Raises `ProblemsFound`."""
    from congvan.grids.intake import FileRefused  # lists of YAML need no readers of sheets

    try:
        return _sheet_file(data, name)
    except FileRefused as refused:
        (problem,) = refused.problems
        if problem.code == "file-old-office":
            problem = Problem(Message("source-kind.old"), Place(name))
        elif problem.code != "file-encoding":  # its remedy is for who gets it from others
            problem = problem._replace(remedy=Message("source-kind.hint"))
        raise ProblemsFound(problem) from None


def _sheet_file(data: bytes, name: str) -> GridFile:
    from congvan.core.opc.reader import Limits
    from congvan.grids import csv, xlsx
    from congvan.grids.intake import OfficePackage, kind_of, unreadable_as_refused

    limits = Limits(entries=2_000, total=256 << 20, part=4 << 20, ratio=200, thin=256 << 10)
    kind = kind_of(data, name)
    if kind == "csv" and name.endswith(".csv"):
        return csv.read(data, name, MOST_ENTRIES)
    if kind != "zip" or not name.endswith(".xlsx"):
        raise ProblemsFound(Problem(Message("source-kind"), Place(name)))
    with unreadable_as_refused(name):
        package = OfficePackage(data, name, limits)
        if package.kind != "xlsx":
            raise ProblemsFound(Problem(Message("source-kind"), Place(name)))
        return xlsx.read(package, MOST_ENTRIES)


def _beside(grid: Grid, titles: GridRow) -> Iterator[Problem]:
    """Report the first cell beyond the titled columns of a CSV file: a text that was cut by the mark between cells."""
    last = max(titles.cells, default=0)
    if grid.name:  # a sheet may have notes beside its table
        return
    for line in grid.lines:
        beyond = [number for number in line.cells if number > last]
        if line.number > titles.number and beyond:
            yield Problem(Message("cell-beyond"), grid.place(line.number, beyond[0]), severity=Severity.WARNING)
            return


def _lost_letters(rows: Sequence[SheetRow]) -> Iterator[Problem]:
    """Report texts that lost letters when a program saved them: Nguy?n."""
    doubted = [(row, name, cell) for row in rows for name, cell in row.values.items() if "?" in cell.text]
    if doubted:
        from congvan.core.text.legacy_encodings import lost_letters

        for row, name, cell in doubted:
            if lost_letters(cell.text):
                message = Message("cell-letters-lost", text=presentable(cell.text, 80))
                yield Problem(message, row.place(name), Message("source-letters.hint"))


def _uncomputed(rows: Sequence[SheetRow]) -> Iterator[Problem]:
    """Report formulas that were never computed."""
    for row in rows:
        for field_, cell in row.values.items():
            if cell.kind == "formula" and not cell.text:
                yield Problem(Message("formula-unread"), row.place(field_))


def _label(name: str, field_: ListField) -> str:
    return field_.label or name


def _titles(grid: Grid, head: ListHead) -> tuple[GridRow, dict[str, int], tuple[str, int] | None] | None:
    """Return the row of titles, the column of each field, and a title that occurs twice; None if there is no such row.

    It is the row of the first lines that names most fields, the name or all the fields of the id among them.
    """
    best: tuple[GridRow, dict[str, int], tuple[str, int] | None] | None = None
    for line in grid.lines[:HEAD_LINES]:
        columns: dict[str, int] = {}
        twice = None
        texts = {number: cell.text for number, cell in line.cells.items() if cell.kind == "text"}
        for number, name in head.fields_of(texts).items():
            if name in columns:
                twice = twice or (texts[number], number)
            else:
                columns[name] = number
        if "name" in columns and (best is None or len(columns) > len(best[1])):
            best = (line, columns, twice)
    return best


def merged_down(grid: Grid) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield (row, column) of each cell that is merged with one above, and the row of that one."""
    for merge in grid.merges:
        if merge.left == merge.right:
            yield from (((row, merge.left), merge.top) for row in range(merge.top + 1, merge.bottom + 1))


def rows_below(grid: Grid, titles: GridRow, columns: Mapping[str, int], problems: list[Problem]) -> Iterator[SheetRow]:
    """Yield every row below the titles that has a value in a known column; a merged cell counts for all its rows."""
    merged = dict(islice(merged_down(grid), MOST_ENTRIES))
    by_number = {line.number: line for line in grid.lines} if merged else {}
    wanted, hidden = set(columns.values()), 0
    for line in grid.lines:
        if line.number <= titles.number or wanted.isdisjoint(line.cells):
            continue
        hidden += line.hidden
        values = {}
        for name, number in columns.items():
            cell = line.cells.get(number)
            if cell is None and (line.number, number) in merged:
                cell = by_number[merged[line.number, number]].cells.get(number)
            if cell is not None:
                values[name] = cell
        first = next((cell.text for cell in line.cells.values() if cell.text), "")
        yield SheetRow(values, grid, line.number, columns, first)
    if hidden:
        message = Message("rows-hidden", count=hidden)
        problems.append(Problem(message, grid.place(titles.number), severity=Severity.NOTE))
