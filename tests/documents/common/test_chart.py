"""The geometry of charts: bars in proportion, curves inside their field, words where there is room for them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.documents.common.chart import DOT, LETTER, PAGE, chart, number

COUNTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=90)


def curve(values: list[int], width: float = PAGE) -> dict[str, Any]:
    return chart("", "curve", [{"label": str(v), "value": v} for v in values], width)


@given(COUNTS)
def test_bars_are_as_long_as_their_figures(values: list[int]) -> None:
    rows = chart("", "bars", [{"label": "", "value": v, "of": 4} for v in values])["rows"]
    most = max(4, *values)
    for value, row in zip(values, rows, strict=True):
        whole, *part = row["bar"]["marks"]
        assert whole["width"] == pytest.approx(0.45 * PAGE * 4 / most, abs=0.01)
        assert [mark["width"] for mark in part] == (
            [pytest.approx(whole["width"] * value / 4, abs=0.02 * value)] if value else []
        )
        assert row["text"] == f"{number(value)}/4"


@given(COUNTS, st.sampled_from([60.0, PAGE]))
def test_a_curve_stays_in_its_field_and_its_words_have_room(values: list[int], width: float) -> None:
    shown = curve(values, width)
    plot = shown["plot"]
    dots = [mark for mark in plot["marks"] if mark["kind"] == "dot"]
    assert len(dots) == len(values)
    assert all(0 < dot["x"] < width and DOT <= dot["y"] <= plot["height"] - DOT for dot in dots)
    assert [dot["x"] for dot in dots] == sorted(dot["x"] for dot in dots)
    columns = shown["columns"]
    longest = max(len(column["text"]) for column in columns)
    assert len(columns) == 1 or len(columns) * longest * LETTER <= width


@given(COUNTS)
def test_the_words_under_a_curve_stand_under_their_points(values: list[int]) -> None:
    """But for the last column, which may be short of points."""
    shown = curve(values)
    places = [mark["x"] for mark in shown["plot"]["marks"] if mark["kind"] == "dot"]
    columns = shown["columns"]
    wide = PAGE / len(columns)
    shared = round(wide / (places[1] - places[0])) if len(places) > 1 else 1
    for n, column in enumerate(columns[:-1]):
        index = n * shared + shared // 2
        assert places[index] == pytest.approx((n + 0.5) * wide, abs=0.02)
        assert column["text"] == number(values[index])


def test_a_curve_says_the_figures_that_are_not_printed_below_it() -> None:
    assert curve([3, 4])["plot"]["words"] == "Biểu đồ đường của các số liệu ghi bên dưới"
    many = curve([1000 + n for n in range(90)])
    assert len(many["columns"]) < 90
    assert many["plot"]["words"].count(";") == 89


def test_nothing_is_said_to_be_nothing() -> None:
    assert chart("x", "bars", []) == {
        "title": "x",
        "kind": "empty",
        "words": "Chưa có số liệu",
    }
    zero = chart("", "bars", [{"label": "a", "value": 0}])
    assert zero["rows"] == [{"label": "a", "bar": "", "text": "0"}]


def test_a_chart_says_its_title_and_each_figure_once() -> None:
    bars = chart(
        "Lượt cài đặt", "bars", [{"label": "VNPT", "value": 1200, "of": 1500}, {"label": "Viettel", "value": 0}]
    )
    assert bars["said"] == "Biểu đồ Lượt cài đặt: VNPT 1.200 trên 1.500; Viettel 0"
    days = chart("Biểu đồ theo ngày", "curve", [{"label": f"{day}/8", "value": 1000 * day} for day in range(1, 32)])
    assert len(days["columns"]) < 31
    assert days["said"].startswith("Biểu đồ theo ngày: 1/8: 1.000; 2/8: 2.000; ")
    assert days["said"].count(";") == 30


def test_two_figures_have_bars_beside_each_other_under_a_legend() -> None:
    points = [{"label": "Xã A", "value": 60, "beside": 120}, {"label": "Xã B", "value": 3, "beside": 0}]
    made = chart("Số lượt", "bars", points, 100, ["Tuần này", "Tuần trước"])
    drawn = []
    for row in made["rows"]:
        bars = ["█░"[not mark["part"]] * round(mark["width"]) for mark in row["bar"]["marks"]] if row["bar"] else []
        drawn.append(f"{row['label']:5}{''.join(bars)} {row['text']}")
    assert drawn == [
        "     ██████ Tuần này",
        "     ░░░░░░ Tuần trước",
        f"Xã A {'█' * 22} 60",
        f"     {'░' * 45} 120",
        "Xã B █ 3",
        "      0",
    ]
    assert made["said"] == ("Biểu đồ Số lượt: Xã A: Tuần này 60, Tuần trước 120; Xã B: Tuần này 3, Tuần trước 0")


@pytest.mark.parametrize(("value", "said"), [(0, "0"), (12500, "12.500"), (0.5, "0,5"), (1234567, "1.234.567")])
def test_numbers_as_they_are_written(value: float, said: str) -> None:
    assert number(value) == said
