"""Facts of a text: its numbers and symbols, and the periods that it names, however they are spelt."""

from __future__ import annotations

import datetime

import pytest

from congvan.forms.calendar import Period
from congvan.returns.reading.texts_around.stated import (
    SaidTime,
    days_outside,
    is_day_alone,
    is_meant,
    is_of_the_sender,
    other_days,
    other_unit,
    said_times,
    tokens,
)
from congvan.returns.reading.words import plain


def facts(text: str) -> list[str]:
    return [each.key for each in tokens(text) if each.is_fact]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ngày 05 tháng 8 năm 2026", "5/8/2026"),
        ("ngày 5-8-2026", "2026-08-05"),
        ("Quý III", "quý 3"),
        ("Phụ lục IV", "PHỤ LỤC 04"),
        ("Số 12/SKHCN-CĐS", "số 012 /SKHCN–CĐS"),
    ],
)
def test_spellings_of_the_same_facts(one: str, other: str) -> None:
    assert facts(one) == facts(other) != []


def test_words_are_no_facts() -> None:
    assert facts("Biểu danh sách tổ/nhóm của ông VI VĂN IV") == []
    assert [each.key for each in tokens("số…/SM")] == ["so", "…", "/sm"]


@pytest.mark.parametrize(
    ("unit", "text", "said"),
    [
        ("week", "Báo cáo tuần thứ 34 năm 2026", {(34, 2026)}),
        ("week", "Tuần 3 tháng 10", set()),
        ("month", "THÁNG 9/2026", {(9, 2026)}),
        ("month", "ngày 5 tháng 9 năm 2026", set()),
        ("month", "tháng 8 và tháng 9 năm 2026", {(8, 0), (9, 2026)}),
        ("quarter", "Quý IV/2026", {(4, 2026)}),
        ("year", "năm 2026", {(0, 2026)}),
        ("day", "ngày 21 tháng 8 năm 2026", {(821, 2026)}),
    ],
)
def test_periods_that_a_text_names(unit: str, text: str, said: set[tuple[int, int]]) -> None:
    assert said_times(unit, plain(text)) == said


@pytest.mark.parametrize(("name", "said"), [("t9 2026", {(9, 2026)}), ("bao cao t9", {(9, 0)}), ("xa t 9a", set())])
def test_names_of_sheets_and_files_are_short(name: str, said: set[tuple[int, int]]) -> None:
    assert said_times("month", name, short=True) == said
    assert said_times("month", name) == set()


def test_the_period_of_an_answer() -> None:
    august = Period("2026-08", "Tháng 8/2026", datetime.date(2026, 8, 1), datetime.date(2026, 8, 31))
    week = Period("2026-t34", "Tuần 34", datetime.date(2026, 8, 17), datetime.date(2026, 8, 23))
    assert is_meant("month", SaidTime(8), august)
    assert not is_meant("month", SaidTime(8, 2025), august)
    assert is_meant("week", SaidTime(34, 2026), week)
    assert not is_meant("week", SaidTime(35), week)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Lạng Sơn, ngày 5 tháng 9 năm 2026", True),
        ("Số: 12/BC-UBND", True),
        ("Số hộ nghèo năm 2026", False),
        ("Báo cáo tuần 34", False),
    ],
)
def test_the_number_and_day_of_the_paper_of_the_sender(text: str, own: bool) -> None:
    assert is_of_the_sender(plain(text)) is own


@pytest.mark.parametrize(
    ("unit", "text", "other"),
    [
        ("week", "bao cao thang 8", True),
        ("week", "bao cao tuan 2 thang 8", False),
        ("week", "bao cao ngay 20/8/2026", False),
        ("month", "bao cao quy iii", True),
        ("quarter", "bao cao quy iii nam 2026", False),
        ("", "bao cao thang 8", False),
    ],
)
def test_a_report_by_another_unit(unit: str, text: str, other: bool) -> None:
    assert other_unit(unit, text) is other


def test_a_day_alone_is_no_more_than_that() -> None:
    assert all(map(is_day_alone, ("ngay 30 thang 3 nam 2026", "ngay 16/3/2026.", "16.3.2026")))
    assert not any(map(is_day_alone, ("tu ngay 16/3/2026", "ngay 16/3", "bao cao ngay 16/3/2026")))


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("tuan 37 (07/9–13/9)", False),
        ("tuan 37 (tu ngay 7/9 den ngay 13/9/2026)", False),
        ("tuan 37 (14/9–20/9)", True),
        ("tu 01/01 den 13/9", False),
    ],
)
def test_days_of_another_week_beside_the_number_of_a_week(words: str, other: bool) -> None:
    week = Period("2026-t37", "Tuần 37", datetime.date(2026, 9, 7), datetime.date(2026, 9, 13))
    assert other_days("week", words, week) is other


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("Từ ngày 24/8/2026 đến ngày 30/8/2026", True),
        ("Từ ngày 17/8/2026 đến 23/8/2026", False),
        ("Số liệu từ 01/01/2026 đến 23/8/2026", False),
        ("Kế hoạch từ 1/1/2026 đến 31/12/2026", False),
        ("(10/8–16/8/2026)", True),
        ("17/8/2026", False),
    ],
)
def test_first_and_last_days_of_another_period(text: str, outside: bool) -> None:
    week = Period("2026-t34", "Tuần 34", datetime.date(2026, 8, 17), datetime.date(2026, 8, 23))
    assert days_outside(plain(text), week) is outside
