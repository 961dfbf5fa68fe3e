"""Rows that are alike: openpyxl draws the first and the last of them, the others are written after the first one.

Why: openpyxl takes 35 µs for a cell, and a long list is its one row over and over. What rows share is known before they
are drawn: the row of the template, its cells, the looks and heights that the record sets. The last of them shows that
it is so: written after the first one it has to be as it was drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvan.formats.xlsx.sizes import RowHeight
from congvan.formats.xlsx.structure import CellLook, SheetStructure

FEW = 8
"""Rows that are alike from which on some are repeated."""


class NotAlike(Exception):
    """Raised where rows that should be alike were drawn otherwise."""


class UndrawnRows:
    """The rows of a sheet that are not drawn: `like` tells for each the one that it is like.

    `last`: the last row of each kind, which is drawn too, with the first one.
    """

    def __init__(self, sheet: Any, layout: SheetStructure) -> None:
        """`sheet`: of the template, as it was loaded."""
        self.like: dict[int, int] = {}
        self.last: dict[int, int] = {}
        self._values = [slots.first for slots in layout.slots]
        for rows in _alike(sheet, layout):
            if len(rows) >= FEW:
                self.like.update(dict.fromkeys(rows[1:-1], rows[0]))
                self.last[rows[-1]] = rows[0]

    def shift(self, row: int, like: int) -> int:
        """Return how much larger the numbers of a row's values are than those of another."""
        return self._values[row - 1] - self._values[like - 1]


def moved(height: RowHeight, shift: int) -> RowHeight:
    """Return the height of another row, whose values have numbers so much larger."""
    texts = [(text[0] + shift if isinstance(text[0], int) else text[0], *text[1:]) for text in height.texts]
    return RowHeight(height.least, tuple(texts))


def _alike(sheet: Any, layout: SheetStructure) -> list[list[int]]:
    """Return the rows of a finished sheet that differ in their numbers and values alone."""
    odd = {row for (row, _column), cell in sheet._cells.items() if _is_odd(cell)}
    looks = _looks_by_row(layout.looks)
    over = {n for (row, _), look in layout.looks.items() if look.rows > 1 for n in range(row, row + look.rows)}
    alike: dict[Any, list[int]] = {}
    for number, row in enumerate(layout.grid.rows, 1):
        if row.source in odd or number in over:
            continue
        flow = None if row.flow is None else tuple([(cell.column, cell.source, cell.span) for cell in row.flow])
        key = row.source, flow, layout.heights.get(number), looks.get(number)
        alike.setdefault(key, []).append(number)
    return [*alike.values()]


def _is_odd(cell: Any) -> bool:
    """Whether a cell of the template brings more than its own text and look."""
    return cell.data_type == "f" or bool(cell.comment) or bool(cell.hyperlink)


def _looks_by_row(looks: Mapping[tuple[int, int], CellLook]) -> dict[int, tuple[tuple[int, str, str], ...]]:
    """Return what a record sets of the cells of each row; a validation is no matter of the cell."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for (row, column), look in looks.items():
        found.setdefault(row, []).append((column, look.format, look.align))
    return {row: tuple(each) for row, each in found.items()}
