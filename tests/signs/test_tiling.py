"""Sheets cover the sign, overlap, fit the printer and begin on whole pixels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.signs.rect import face
from congvan.signs.tiling import A4, OVERLAP, UNPRINTABLE, tile_sign

sides = st.floats(min_value=50, max_value=1500)


@given(sides, sides)
def test_sheets_cover_the_sign_and_overlap(width: float, height: float) -> None:
    found = tile_sign(width, height)
    whole = face(width, height)
    assert max(tile.window.right for tile in found.tiles) == pytest.approx(width)
    assert max(tile.window.bottom for tile in found.tiles) == pytest.approx(height)
    at = {(tile.row, tile.column): tile for tile in found.tiles}
    assert len(at) == found.rows * found.columns
    for (row, column), tile in at.items():
        assert whole.holds(tile.window)
        assert tile.window.w > 0
        assert tile.window.h > 0
        if after := at.get((row, column + 1)):
            assert tile.window.right - after.window.x == pytest.approx(OVERLAP)
        if below := at.get((row + 1, column)):
            assert tile.window.bottom - below.window.y == pytest.approx(OVERLAP)


@given(sides, sides)
def test_sheets_leave_the_edge_that_printers_leave(width: float, height: float) -> None:
    found = tile_sign(width, height)
    assert sorted(found.sheet) == sorted(A4)
    for tile in found.tiles:
        assert tile.x + tile.window.w <= found.sheet[0] - UNPRINTABLE + 4.3
        assert tile.y + tile.window.h <= found.sheet[1] - UNPRINTABLE + 4.3
        assert min(tile.x, tile.y) >= UNPRINTABLE - 4.3


@pytest.mark.parametrize("dpi", [72, 96, 144, 150, 300])
def test_sheets_begin_on_whole_pixels(dpi: int) -> None:
    for tile in tile_sign(420, 594).tiles:
        for place in (tile.x, tile.y, tile.window.x, tile.window.y):
            pixels = place * dpi / 25.4
            assert abs(pixels - round(pixels)) < 1e-6 or dpi % 6
