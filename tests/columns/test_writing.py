"""How a file writes numbers and days settles what one cell of it means."""

from __future__ import annotations

import pytest

from congvan.columns.base import ColumnOptions, State
from congvan.columns.table import TYPES
from congvan.columns.writing import Writing, writing_of
from congvan.grids.grid import GridCell


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["66,67", "1.850.000"], ","),
        (["8.200", "92,3 %"], ","),
        (["12.75", "1,250.00"], "."),
        (["1,590,024", "80.0%"], "."),
        (["66,67", "12.75", "1.850.000"], ""),
        (["1.1", "12,375"], ""),
        (["12.375", "20/8/2026", "205/65R16"], ""),
    ],
)
def test_the_sign_before_decimals(texts: list[str], sign: str) -> None:
    assert writing_of(map(GridCell, texts)).decimal_sign == sign


@pytest.mark.parametrize(
    ("cells", "days_first"),
    [
        ([("46138", "date"), ("46125", "date")], True),  # 26/4 and 13/4
        ([("46117", "date")], False),  # 5/4
        ([("46138", "date"), ("25/4/2026", "text")], False),  # what takes the month first leaves 25/4 a text
    ],
)
def test_whether_day_cells_hold_days_as_they_were_typed(cells: list[tuple[str, str]], days_first: bool) -> None:
    assert writing_of(GridCell(text, kind) for text, kind in cells) == Writing("", days_first)


@pytest.mark.parametrize(
    ("type_", "text", "writing", "state", "value"),
    [
        ("integer", "252.177", Writing(","), State.MENDED, 252_177),
        ("integer", "252.177", Writing("."), State.DOUBTFUL, 252_177),
        ("integer", "94,561", Writing("."), State.MENDED, 94_561),
        ("money", "1,251", Writing("."), State.MENDED, 1_251),
        ("decimal", "1.500", Writing(","), State.DOUBTFUL, 1500),
    ],
)
def test_a_whole_number_is_read_as_the_others(
    type_: str, text: str, writing: Writing, state: State, value: float
) -> None:
    options = ColumnOptions(decimal_sign=writing.decimal_sign)
    assert TYPES[type_].reading(GridCell(text), options)[:2] == (value, state)


def test_a_day_is_read_as_the_others() -> None:
    found = TYPES["date"].reading(GridCell("46117", "date"), ColumnOptions(days_first=True))
    assert (found.state, found.value) == (State.MENDED, "2026-04-05")
