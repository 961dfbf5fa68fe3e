"""The grid of a table: how wide its columns are, which cells of the file are which of it."""

from __future__ import annotations

import itertools
import math
from typing import Any

from congvan.core.units import number, points
from congvan.formats.docx_html.markup import attribute, cells_of, child, rows_of
from congvan.formats.docx_html.tables.layout import Cell

_SAME_WIDTH = 0.5  # points
_PERCENT = 50  # a fiftieth of one is the unit of `w:tblW`
_SHARES, _EXACT = 10000, 1e-6


def column_widths(table: Any, width: float) -> list[float]:
    """Return the columns of the grid, at the width that the table says."""
    grid = child(table, "tblGrid")
    columns = [points(attribute(each, name="w")) for each in (grid if grid is not None else ())]
    return _scaled(columns or [width], child(table, "tblPr"), width)


def _scaled(columns: list[float], properties: Any, width: float) -> list[float]:
    """Return the columns of the grid, as wide together as the table says it is (`w:tblW`)."""
    kind, text = attribute(properties, "tblW", "type") or "dxa", attribute(properties, "tblW", "w") or "0"
    if kind == "pct":
        total = _share(text) * width
    else:
        total = points(text) if kind == "dxa" else 0.0
    whole = sum(columns)
    if total <= 0 or whole <= 0 or abs(total - whole) < _SAME_WIDTH:
        return columns
    return [column * total / whole for column in columns]


def _share(text: str) -> float:
    """Return the share of its room that a table takes: LibreOffice has it in whole percents, and none above all."""
    percents = number(text.removesuffix("%")) if text.endswith("%") else number(text) / _PERCENT
    return min(percents // 1, 100) / 100


def in_shares(columns: list[float]) -> list[float]:
    """Return the columns as wide as LibreOffice has them: each ends at a whole ten-thousandth of the table, and of that
    at a whole twip, cut off."""
    total = sum(columns)
    if total <= 0:
        return columns
    ends = [round(_SHARES * end / total) for end in itertools.accumulate(columns[:-1])]
    edges = [0.0, *(math.floor(20 * total * end / _SHARES + _EXACT) / 20 for end in ends), total]
    return [end - begin for begin, end in itertools.pairwise(edges)]


def spanned_rows(table: Any) -> list[tuple[Any, list[Cell]]]:
    """Return the rows with their cells; a cell merged downwards is in its first row alone."""
    out = []
    open_: dict[int, Cell] = {}
    for row in rows_of(table):
        column = int(number(attribute(row, "trPr/gridBefore")))
        cells = []
        for element in cells_of(row):
            columns = int(number(attribute(element, "tcPr/gridSpan"), 1))
            merge = child(element, "tcPr/vMerge")
            if merge is not None and attribute(merge, default="continue") != "restart" and column in open_:
                open_[column].rows += 1
                open_[column].merged += (element,)
            else:
                cell = Cell(element, column, columns)
                cells.append(cell)
                open_[column] = cell
                if merge is None:
                    del open_[column]
            column += columns
        out.append((row, cells))
    return out
