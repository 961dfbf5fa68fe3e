"""A picture in Word is told where a table is empty: it may be a picture of it."""

from __future__ import annotations

import pytest

from congvan.grids.grid import GridFile
from congvan.returns.reading.texts_around.beside import pictures


@pytest.mark.parametrize(("count", "empty", "told"), [(1, ["so-lieu"], 1), (1, [], 0), (0, ["so-lieu"], 0)])
def test_a_picture_in_place_of_a_table(count: int, empty: list[str], told: int) -> None:
    assert len([*pictures(GridFile("a.docx", pictures=count), empty)]) == told
