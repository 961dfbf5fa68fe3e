"""Read the structure of a record: the place of each template row and cell in the finished sheet, and its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.xlsx.compiler import ValueSlot
from congvan.formats.xlsx.reader import ParsedTemplate, TemplateRow
from congvan.formats.xlsx.references import FinishedCell, FinishedRow, SheetMap, text_of_rect
from congvan.formats.xlsx.settings import MARKER, unpacked

MAX_ROWS = 1_000_000


@dataclass(slots=True)
class RowSlots:
    """The cells of a finished row that values fill: the number of its first value; column and slots of each cell."""

    first: int
    cells: list[tuple[int, list[ValueSlot]]]

    def numbered(self) -> dict[int, list[tuple[int, ValueSlot]]]:
        """Return by column the slots of each cell with the numbers of their values."""
        found, number = {}, self.first
        for column, slots in self.cells:
            found[column] = list(enumerate(slots, number))
            number += len(slots)
        return found


@dataclass(slots=True)
class CellLook:
    """What a record sets of a cell besides its value; "" and 1: as the template's cell."""

    format: str = ""
    align: str = ""
    rule: str = ""
    rows: int = 1


@dataclass(slots=True)
class SheetStructure:
    """The structure of one sheet: its map, what fills its rows, and the sizes and looks that the record sets."""

    grid: SheetMap
    slots: list[RowSlots] = field(default_factory=list)  # of each row of the map
    widths: dict[int, float] = field(default_factory=dict)  # mm by column
    heights: dict[int, float] = field(default_factory=dict)  # least mm by row
    looks: dict[tuple[int, int], CellLook] = field(default_factory=dict)  # by row and column
    page: int | None = None
    landscape: bool | None = None


def read_structure(
    structure: bytes, source: ParsedTemplate, max_rows: Sequence[int], name: str
) -> list[SheetStructure]:
    """Return the structure of each sheet; values are numbered in the order in which the program yields them."""
    reader = _StructureReader(source, max_rows, name)
    for letter, number in MARKER.findall(structure):
        reader.read(letter, number)
    return reader.sheets


class _StructureReader:
    """Reads the markers of a structure in order; `compiler.marker` lists them."""

    def __init__(self, source: ParsedTemplate, max_rows: Sequence[int], name: str) -> None:
        self.sheets: list[SheetStructure] = []
        self._source, self._max_rows, self._name = source, max_rows, name
        self._index = len(source.slots)  # number of the next value
        self._path: list[tuple[int, int]] = []  # open rounds: (loop, round)
        self._rounds = count()
        self._rows: dict[int, TemplateRow] = {}
        self._plain: dict[int, tuple[TemplateRow, list[tuple[int, list[ValueSlot]]], int]] = {}  # their cells, values
        self._row = self._column = self._row_depth = 0
        self._span = 1

    def read(self, letter: bytes, number: bytes) -> None:
        """Apply one marker."""
        sheet = self.sheets[-1] if self.sheets else None
        if letter == b"R" and sheet is not None:  # most of them
            self._add_row(sheet, int(number))
        elif letter == b"S":
            self._rows = self._source.sheets[int(number)]
            self.sheets.append(SheetStructure(SheetMap(self._max_rows[int(number)])))
        elif letter == b"(" or letter == b")":
            loop = int(number)
            if self._path and self._path[-1][0] == loop:
                self._path.pop()
            if letter == b"(":
                self._path.append((loop, next(self._rounds)))
        elif sheet is None:
            return
        elif letter == b"C":
            self._add_cell(sheet, int(number))
        elif letter == b"#":
            self._span = int(number)
            assert sheet.grid.rows[-1].flow
            sheet.grid.rows[-1].flow[-1].span = self._span
        elif letter == b"W":
            sheet.widths[self._column] = float(number)
        elif letter == b"H":
            sheet.heights[len(sheet.grid.rows)] = float(number)
        elif letter == b"P":
            sheet.page = int(number)
        elif letter == b"L":
            sheet.landscape = bool(int(number))
        else:
            look = sheet.looks.setdefault((len(sheet.grid.rows), self._column), CellLook())
            _LOOKS[letter](look, number)

    def _add_row(self, sheet: SheetStructure, number: int) -> None:
        """Add a row of the template; a plain one brings all its cells. Raises `ProblemsFound` beyond
        `MAX_ROWS` rows.
        """
        self._row, self._column, self._span, self._row_depth = number, 0, 1, len(self._path)
        row, rows = self._rows[number], sheet.grid.rows
        rows.append(FinishedRow(number, tuple(self._path), [] if row.flows else None))
        if len(rows) > MAX_ROWS:
            raise ProblemsFound(Problem(Message("workbook-extent.sheet-grows"), Place(file=self._name)))
        if row.flows:
            sheet.slots.append(RowSlots(self._index, []))
            return
        if number not in self._plain or self._plain[number][0] is not row:
            self._plain[number] = row, [*row.slots.items()], sum(map(len, row.slots.values()))
        _row, cells, count = self._plain[number]
        sheet.slots.append(RowSlots(self._index, cells))
        self._index += count

    def _add_cell(self, sheet: SheetStructure, source_column: int) -> None:
        """Add the next cell of a flowing row; a plain row names the column of a width."""
        flow = sheet.grid.rows[-1].flow
        if flow is None:
            self._column = source_column
            return
        self._column += self._span
        self._span = 1
        flow.append(FinishedCell(self._column, source_column, tuple(self._path[self._row_depth :])))
        slots = self._rows[self._row].slots.get(source_column, [])
        sheet.slots[-1].cells.append((self._column, slots))
        self._index += len(slots)


def _set_rows(look: CellLook, number: bytes) -> None:
    look.rows = int(number)


def _set_text(name: str) -> Callable[[CellLook, bytes], None]:
    return lambda look, text: setattr(look, name, unpacked(text))


_LOOKS: Mapping[bytes, Callable[[CellLook, bytes], None]] = {
    b"V": _set_rows,
    b"N": _set_text("format"),
    b"A": _set_text("align"),
    b"D": _set_text("rule"),
}


def places_of(layouts: Sequence[SheetStructure], source: ParsedTemplate) -> list[tuple[int, str]]:
    """Return for each value of a structure the index of its sheet and its cell (or words)."""
    places = [(slot.sheet, slot.where) for slot, _key in source.slots]
    columns: dict[int, list[str]] = {}  # of the values of a row, by the list of its cells
    for index, layout in enumerate(layouts):
        for row, filled in enumerate(layout.slots, 1):
            letters = columns.get(id(filled.cells))
            if letters is None:
                letters = columns[id(filled.cells)] = [
                    text_of_rect((column, 1, column, 1))[:-1] for column, slots in filled.cells for _slot in slots
                ]
            places += [(index, f"{letter}{row}") for letter in letters]
    return places
