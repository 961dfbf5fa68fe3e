"""A large sign cut into sheets for an office printer.

All steps are multiples of `GRID`, a sixth of an inch: at 72, 96, 144, 150, 300 or 600 dots per inch a sheet begins on a
whole pixel of the sign, so the sheets put together give the sign pixel for pixel.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from congvan.signs.rect import Rect

GRID = 25.4 / 6  # mm; 12 pt
OVERLAP = 3 * GRID  # 12.7 mm: enough to glue
UNPRINTABLE = 10  # mm at each edge that an office printer leaves white, and where labels are
A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Tile:
    """A sheet: its row and column from 0, the part of the sign it shows, and where that begins on the sheet, in mm."""

    row: int
    column: int
    window: Rect
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tiling:
    """The division of a sign into tiles: sheet size in mm, rows and columns, tiles row by row."""

    sheet: tuple[float, float]
    rows: int
    columns: int
    tiles: tuple[Tile, ...]


def tile_sign(width: float, height: float) -> Tiling:
    """Divide a sign of `width` × `height` mm into A4 sheets, upright or landscape, whichever takes fewer."""
    options = [
        (len(each.tiles), each.sheet[0] > each.sheet[1], each)
        for each in (_lay(width, height, *A4), _lay(width, height, *A4[::-1]))
    ]
    return min(options, key=lambda option: option[:2])[2]


def _lay(width: float, height: float, across: float, down: float) -> Tiling:
    columns = _spans(width, across)
    rows = _spans(height, down)
    tiles = tuple(
        Tile(row, column, Rect(x, y, w, h), _start(columns, across), _start(rows, down))
        for row, (y, h) in enumerate(rows)
        for column, (x, w) in enumerate(columns)
    )
    return Tiling((across, down), len(rows), len(columns), tiles)


def _spans(length: float, sheet: float) -> list[tuple[float, float]]:
    """Where the windows of one direction begin and how long they are: as few as possible, about equal."""
    room = math.floor((sheet - 2 * UNPRINTABLE) / GRID) * GRID
    count = max(1, math.ceil((length - OVERLAP) / (room - OVERLAP) - 1e-9))
    window = min(room, math.ceil((length + (count - 1) * OVERLAP) / count / GRID - 1e-9) * GRID)
    return list(_walk(length, window, count))


def _walk(length: float, window: float, count: int) -> Iterator[tuple[float, float]]:
    for index in range(count):
        begin = index * (window - OVERLAP)
        yield begin, min(window, length - begin)


def _start(spans: list[tuple[float, float]], sheet: float) -> float:
    """Where every window of that direction begins on its sheet: the largest is centred, on the grid."""
    return math.floor((sheet - max(length for _begin, length in spans)) / 2 / GRID) * GRID
