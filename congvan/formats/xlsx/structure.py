"""The structure that a record gave, read: which template row and cell stands where, and which value goes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from congvan.formats.xlsx.compiler import MARKER, Slot
from congvan.formats.xlsx.reader import Source
from congvan.formats.xlsx.references import Grid, OutCell, OutRow, text_of_rect
from congvan.messages import Message
from congvan.problems import Place, Problem, ProblemsFound

MAX_OUT_ROWS = 1_000_000


@dataclass(slots=True)
class Filled:
    """A cell to be filled: where it stands in the finished workbook, and its slots by value."""

    row: int
    column: int
    slots: list[tuple[int, Slot]]


@dataclass(slots=True)
class Layout:
    """A structure that was read: the grid of a sheet, its filled cells, and the measures that the record gave."""

    grid: Grid
    filled: list[Filled] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)  # mm by column
    heights: dict[int, float] = field(default_factory=dict)  # least mm by row
    page: int | None = None


def lay_out(structure: bytes, source: Source, max_rows: Sequence[int], name: str) -> list[Layout]:
    """Read the structure; the values are counted off in the program's order."""
    layouts: list[Layout] = []
    index = len(source.slots)
    path: list[tuple[int, int]] = []
    turns = count()
    for found in MARKER.finditer(structure):
        letter, number = found.group(1), found.group(2)
        if letter == b"S":
            rows = source.sheets[int(number)]
            layout = Layout(Grid(max_rows[int(number)]))
            layouts.append(layout)
        elif letter == b"(":
            if path and path[-1][0] == int(number):
                path.pop()
            path.append((int(number), next(turns)))
        elif letter == b")":
            if path and path[-1][0] == int(number):
                path.pop()
        elif letter == b"R":
            row_number, column, span, row_depth = int(number), 0, 1, len(path)
            template_row = rows[row_number]
            layout.grid.rows.append(OutRow(row_number, tuple(path), [] if template_row.flows else None))
            at = len(layout.grid.rows)
            if at > MAX_OUT_ROWS:
                raise ProblemsFound(Problem(Message("workbook-extent.sheet-grows"), Place(file=name)))
            if not template_row.flows:
                for column_, slots in template_row.slots.items():
                    numbered = list(enumerate(slots, index))
                    index += len(slots)
                    layout.filled.append(Filled(at, column_, numbered))
        elif letter == b"C":
            source_column = int(number)
            flow = layout.grid.rows[-1].flow
            if flow is None:  # a plain row names the column of a measure
                column = source_column
                continue
            column += span
            span = 1
            flow.append(OutCell(column, source_column, tuple(path[row_depth:])))
            slots = rows[row_number].slots.get(source_column, [])
            numbered = list(enumerate(slots, index))
            index += len(slots)
            at = len(layout.grid.rows)
            layout.filled.append(Filled(at, column, numbered))
        elif letter == b"#":
            span = int(number)
            assert layout.grid.rows[-1].flow
            layout.grid.rows[-1].flow[-1].span = span
        elif letter == b"W":
            layout.widths[column] = float(number)
        elif letter == b"H":
            layout.heights[len(layout.grid.rows)] = float(number)
        elif letter == b"P":
            layout.page = int(number)
    return layouts


def places_of(structure: bytes, source: Source, book: Any, name: str) -> list[tuple[int, str]]:
    """For each value of a structure: the sheet's index and the cell (or words) that it goes to."""
    layouts = lay_out(structure, source, [sheet.max_row for sheet in book.worksheets], name)
    places = [(slot.sheet, slot.where) for slot, _key in source.slots]
    for index, layout in enumerate(layouts):
        for each in layout.filled:
            places += [(index, text_of_rect((each.column, each.row, each.column, each.row)))] * len(each.slots)
    return places
