"""Determine which parts of a table style (first row, bands, corners …) are active in a cell.

Source: ECMA-376-1, 17.7.6.6 and 17.4.55; the order is Office's own ([MS-OI29500] 2.1.252), where rows override columns.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from congvan.nd30.docx.styles import child_of, has_border, value

_LOOK = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}


def table_look(settings: Any | None) -> frozenset[str]:
    """Return the parts of its style that a table enables (w:tblLook): by name, or as bits in older files."""
    look = child_of(settings, "tblLook")
    if look is None:
        return frozenset()
    bits = int(value(look), 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", value(look)) else 0
    named = {name: value(look, name).lower() for name in _LOOK}
    return frozenset(n for n, bit in _LOOK.items() if (named[n] in ("1", "true", "on") if named[n] else bits & bit))


def active_parts(look: Collection[str], row: int, rows: int, column: int, columns: int) -> tuple[str, ...]:
    """Return the active parts in a cell, later ones overriding; row and column from 1, bands are one row or column."""
    top, foot = "firstRow" in look and row == 1, "lastRow" in look and row == rows
    left, right = "firstColumn" in look and column == 1, "lastColumn" in look and column == columns
    parts = (
        ("band1Horz", "noHBand" not in look and not top and not foot and (row - ("firstRow" in look)) % 2),
        ("band2Horz", "noHBand" not in look and not top and not foot and (row - ("firstRow" in look)) % 2 == 0),
        ("band1Vert", "noVBand" not in look and not left and not right and (column - ("firstColumn" in look)) % 2),
        ("band2Vert", "noVBand" not in look and not left and not right and (column - ("firstColumn" in look)) % 2 == 0),
        ("firstCol", left),
        ("lastCol", right),
        ("firstRow", top),
        ("lastRow", foot),
        ("nwCell", top and left),
        ("neCell", top and right),
        ("swCell", foot and left),
        ("seCell", foot and right),
    )
    return tuple(name for name, here in parts if here)


def own_borders_drawn(settings: Any | None) -> bool | None:
    """Return whether the table's own borders are drawn; None if it sets none and its style decides."""
    borders = child_of(settings, "tblBorders")
    return None if borders is None else has_border(borders, ("insideV", "left", "start", "right", "end"))


def is_cell_ruled(borders: Any | None, table_ruled: bool) -> bool:
    """Return whether a cell has a vertical border: its own settings override those of its table, side by side.

    `borders`: the cell's w:tcBorders, None if it sets none.
    """
    if borders is None:
        return table_ruled
    own = {part.tag.rpartition("}")[2] for part in borders}
    whole = bool(own & {"left", "start"}) and bool(own & {"right", "end"})
    return has_border(borders, ("left", "right", "start", "end")) or (table_ruled and not whole)
