"""How a file writes numbers and days settles what one cell of it means."""

from __future__ import annotations

import pytest

from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, State
from congvan.values.columns.table import TYPES
from congvan.values.columns.writing import Writing, writing_of


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
    ("texts", "sign"),
    [
        (["66,67"], ","),
        (["1.500", "8.200"], ""),
        (["12.75", "412.35"], ""),  # a point typed for the comma says nothing of 1.500
        (["12.75", "2,400.25"], "."),
        (["66,67", "12.75"], ""),
    ],
)
def test_the_sign_that_settles_groups_of_three_digits(texts: list[str], sign: str) -> None:
    assert writing_of(map(GridCell, texts)).fraction_sign == sign


@pytest.mark.parametrize(
    ("cells", "days_first"),
    [
        ([("46138", "date"), ("46125", "date")], True),  # 26/4 and 13/4
        ([("46117", "date")], False),  # 5/4
        ([("46138", "date"), ("25/4/2026", "text")], False),  # what takes the month first leaves 25/4 a text
    ],
)
def test_whether_day_cells_hold_days_as_they_were_typed(cells: list[tuple[str, str]], days_first: bool) -> None:
    assert writing_of(GridCell(text, kind) for text, kind in cells).days_first == days_first


def test_a_day_cell_of_the_period_tells_how_the_others_are_meant() -> None:
    cells = [GridCell("46117", "date")]  # 5/4/2026
    assert writing_of(cells, ("2026-04-01", "2026-04-30")).days_first
    assert not writing_of(cells, ("2026-05-01", "2026-05-31")).days_first
    assert not writing_of(cells, ("2026-04-01", "2026-05-31")).days_first  # 4/5 is of the period, too


@pytest.mark.parametrize(
    ("type_", "text", "writing", "state", "value"),
    [
        ("integer", "252.177", Writing(","), State.MENDED, 252_177),
        ("integer", "252.177", Writing("."), State.DOUBTFUL, 252_177),
        ("integer", "94,561", Writing("."), State.MENDED, 94_561),
        ("money", "1,251", Writing("."), State.MENDED, 1_251),
        ("decimal", "1.500", Writing(","), State.DOUBTFUL, 1500),
        ("decimal", "1.500", Writing(",", fraction_sign=","), State.MENDED, 1500),
        ("decimal", "12,375", Writing(",", fraction_sign=","), State.MENDED, 12.375),
        ("decimal", "1.250", Writing(".", fraction_sign="."), State.MENDED, 1.25),
    ],
)
def test_a_number_is_read_as_the_others(type_: str, text: str, writing: Writing, state: State, value: float) -> None:
    options = ColumnOptions(decimal_sign=writing.decimal_sign, fraction_sign=writing.fraction_sign)
    assert TYPES[type_].reading(GridCell(text), options)[:2] == (value, state)


def test_an_amount_with_decimals_is_read_as_the_others() -> None:
    options = ColumnOptions(label="Kế hoạch vốn", unit="triệu đồng", places=1, decimal_sign=",", fraction_sign=",")
    assert TYPES["money"].reading(GridCell("39.252"), options)[:2] == (39_252, State.MENDED)


def test_a_day_is_read_as_the_others() -> None:
    found = TYPES["date"].reading(GridCell("46117", "date"), ColumnOptions(days_first=True))
    assert (found.state, found.value) == (State.MENDED, "2026-04-05")


def test_bounds_leave_one_reading() -> None:
    found = TYPES["decimal"].reading(GridCell("12.345"), ColumnOptions(low=8, high=24))
    assert found[:2] == (12.345, State.MENDED)


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("2026-11-05", State.MENDED),  # 11/5 lies outside the week
        ("2026-05-11", State.DOUBTFUL),
        ("2026-11-20", State.READ),
        ("2025-11-06", State.DOUBTFUL),
    ],
)
def test_a_day_cell_of_the_period_is_read(cell: str, state: State) -> None:
    options = ColumnOptions(days=("2026-11-02", "2026-11-08"))
    assert TYPES["date"].reading(GridCell(cell, "date"), options).state is state


@pytest.mark.parametrize(
    ("day", "asked"),
    [("2025-11-06", True), ("2016-11-06", True), ("2025-11-20", False), ("1980-11-06", False), ("2026-11-06", False)],
)
def test_a_slip_of_the_year_is_asked_about(day: str, asked: bool) -> None:
    doubt = TYPES["date"].doubt(day, ColumnOptions(days=("2026-11-02", "2026-11-08")))
    assert (doubt is not None and doubt.id == "column-date.other-year") == asked


WEEK, QUARTER = ("2026-11-16", "2026-11-22"), ("2026-07-01", "2026-09-30")


@pytest.mark.parametrize(
    ("days", "day", "titles", "bounds", "told"),
    [
        (WEEK, "2026-11-22", "Ngày phát hiện", {}, ""),
        (WEEK, "2026-11-23", "Ngày phát hiện", {}, "later"),
        (WEEK, "2026-09-01", "Ngày phát hiện", {}, "earlier"),
        (WEEK, "2026-10-20", "Ngày khởi phát", {}, ""),  # what is reported now may have begun before
        (WEEK, "1985-09-01", "Ngày sinh", {}, ""),
        (WEEK, "2026-11-30", "Ngày sinh", {}, "later"),
        (WEEK, "2026-12-20", "Ngày dự sinh", {}, ""),
        (WEEK, "2026-12-20", "Hạn đăng kiểm", {}, ""),
        (WEEK, "2026-12-20", "Thời hạn Ngày", {}, ""),  # under a heading
        (WEEK, "2026-12-20", "Dự kiến hoàn thành", {}, ""),
        (WEEK, "2020-03-01", "Ngày thành lập", {}, ""),
        (WEEK, "2026-12-20", "Ngày thành lập", {}, "later"),
        (WEEK, "2026-12-20", "Ngày phát hiện", {"high": "2030-12-31"}, ""),
        (WEEK, "2020-03-01", "Ngày phát hiện", {"low": "2020-01-01"}, ""),
        (QUARTER, "2026-10-05", "Ngày kiểm tra", {}, "later"),
        (QUARTER, "2025-10-05", "Ngày kiểm tra", {}, ""),
        (("", ""), "2026-12-20", "Ngày phát hiện", {}, ""),
    ],
)
def test_a_day_outside_the_period_is_told_unless_its_column_asks_for_such_days(
    days: tuple[str, str], day: str, titles: str, bounds: dict[str, str], told: str
) -> None:
    remark = TYPES["date"].remark
    assert remark is not None
    found = remark(day, ColumnOptions(days=days, titles=titles, low=bounds.get("low", ""), high=bounds.get("high", "")))
    assert (found.id if found else "") == (f"column-date.{told}" if told else "")
