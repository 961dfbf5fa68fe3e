"""Periods and when they are due: units of the calendar, lists of periods, holidays."""

from __future__ import annotations

import datetime

import pytest

from congvan.core.problems import ProblemsFound
from congvan.documents.common.facts import due_words
from congvan.forms.calendar import Calendar, Period
from congvan.returns.reading.texts_around.stated import find_period
from tests.forms.office import LISTS, form

COLUMNS = "    columns: [{id: luot, label: Lượt, type: integer}]\n"


def calendar(period: str, due: str = "", lists: dict[str, str] | None = None) -> Calendar:
    keys = f"    period: {period}\n" + (f"    due: {due}\n" if due else "")
    text = f"forms:\n  - id: tuan\n    name: Báo cáo\n    subject: Kết quả\n{keys}{COLUMNS}"
    return Calendar(form(text, {**LISTS, **(lists or {})}))


def shown(periods: tuple[Period, ...]) -> list[tuple[str, str]]:
    return [(each.id, each.name) for each in periods]


def test_weeks_are_those_of_iso_8601() -> None:
    weeks = calendar("{each: week, from: 17/8/2026, to: 6/9/2026}")
    assert shown(weeks.periods()) == [
        ("2026-t34", "Tuần 34 (17/8–23/8)"),
        ("2026-t35", "Tuần 35 (24/8–30/8)"),
        ("2026-t36", "Tuần 36 (31/8–06/9)"),
    ]
    days = [datetime.date(2024, 12, 1) + datetime.timedelta(days=n) for n in range(800)]
    for day in days:
        found = weeks.of(day)
        assert found is not None
        year, week, _weekday = day.isocalendar()
        assert found.id == f"{year}-t{week:02d}"
        assert weeks.find(found.id) == found


def test_a_week_may_start_on_any_day() -> None:
    weeks = calendar("{each: week, starts: thứ Bảy, from: 22/8/2026, to: 30/8/2026}")
    assert shown(weeks.periods()) == [("2026-t34", "Tuần 34 (22/8–28/8)"), ("2026-t35", "Tuần 35 (29/8–04/9)")]
    for each in weeks.periods():
        assert weeks.find(each.id) == each


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("{each: day, from: 28/8/2026, to: 31/8/2026, weekends: false}",
         [("2026-08-28", "Ngày 28/8/2026"), ("2026-08-31", "Ngày 31/8/2026")]),
        ("{each: month, from: 1/12/2026, to: 5/2/2027}",
         [("2026-12", "Tháng 12/2026"), ("2027-01", "Tháng 01/2027"), ("2027-02", "Tháng 02/2027")]),
        ("{each: quarter, from: 1/8/2026}", [("2026-q3", "Quý III/2026"), ("2026-q4", "Quý IV/2026")]),
        ("{each: year, from: 1/8/2026, to: 1/1/2027}", [("2026", "Năm 2026"), ("2027", "Năm 2027")]),
        ("{each: month, from: 8/2026, to: 2026-10}",
         [("2026-08", "Tháng 8/2026"), ("2026-09", "Tháng 9/2026"), ("2026-10", "Tháng 10/2026")]),
        ("{each: quarter, from: 2026-q2, to: 2026-q3}", [("2026-q2", "Quý II/2026"), ("2026-q3", "Quý III/2026")]),
        ("{each: year, from: 2026, to: 2027}", [("2026", "Năm 2026"), ("2027", "Năm 2027")]),
        ("{each: day}", []),
    ],
)  # fmt: skip  # a table: what belongs together on a line
def test_units(period: str, expected: list[tuple[str, str]]) -> None:
    made = calendar(period)
    assert shown(made.periods()) == expected
    for each in made.periods():
        assert made.find(each.id) == each
        assert made.of(each.first) == each == made.of(each.last)


def test_without_a_last_one_the_year_ends_them() -> None:
    weeks = calendar("{each: week, from: 29/12/2025}").periods()
    assert (weeks[0].id, weeks[-1].id, len(weeks)) == ("2026-t01", "2026-t53", 53)


SURVEYS = """\
list: {label: Đợt, one: đợt}
entries:
  - {id: 2025-d2, name: Cuối năm 2025, valid_from: 1/7/2025, valid_to: 31/12/2025}
  - {id: 2026-d1, name: Đầu năm 2026, valid_from: 1/1/2026, valid_to: 30/6/2026}
"""


def test_periods_of_a_list() -> None:
    made = calendar("{each: dot, from: 2026-d1}", "{day: +10}", {"dot": SURVEYS})
    (period,) = made.periods()
    assert (period.id, period.name) == ("2026-d1", "Đầu năm 2026")
    assert period.due is not None
    assert period.due.date() == datetime.date(2026, 7, 10)
    before = made.before(period)
    assert before is not None
    assert before.id == "2025-d2"
    assert made.find("đầu năm 2026") == period


HOLIDAYS = """\
list: {label: Ngày nghỉ, one: ngày nghỉ, fields: {ngay: {type: date}}}
entries:
  - {id: quoc-khanh, name: Quốc khánh, valid_from: 2026-09-01, valid_to: 2026-09-02}
  - {id: gio-to, name: Giỗ Tổ, ngay: 26/4/2026}
"""


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("{day: thứ Sáu, time: 16h00}", "2026-09-04 16:00"),
        ("{day: thứ Tư, holiday: before}", "2026-08-31 23:59"),
        ("{day: thứ Tư, holiday: after}", "2026-09-03 23:59"),
        ("{day: +1, time: 10h00, holiday: after}", "2026-09-07 10:00"),
        ("{day: +0, holiday: after}", "2026-09-07 23:59"),
        ("", "2026-09-06 23:59"),
    ],
)
def test_due_days_of_a_week(due: str, expected: str) -> None:
    (week,) = calendar("{each: week, from: 31/8/2026, to: 6/9/2026}", due, {"ngay-nghi": HOLIDAYS}).periods()
    assert f"{week.due:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("each", "due", "expected"),
    [
        ("month", "{day: 25}", "2026-09-25"),
        ("month", "{day: 31}", "2026-09-30"),
        ("quarter", "{day: 15}", "2026-09-15"),
        ("month", "{day: thứ Sáu}", "2026-09-25"),
        ("year", "{day: +10}", "2027-01-10"),
    ],
)
def test_due_days_of_longer_periods(each: str, due: str, expected: str) -> None:
    made = calendar(f"{{each: {each}, from: 1/9/2026, to: 2/9/2026}}", due).periods()[0]
    assert f"{made.due:%Y-%m-%d}" == expected


def test_the_period_before_and_a_year_before() -> None:
    weeks = calendar("{each: week, from: 29/12/2025, cumulate: 12/1/2026}")
    week = weeks.find("2026-t05")
    assert week is not None
    before, year = weeks.before(week), weeks.year_before(week)
    assert before is not None
    assert year is not None
    assert (before.id, year.id) == ("2026-t04", "2025-t05")
    assert [each.id for each in weeks.cumulated(week)] == ["2026-t03", "2026-t04"]
    longest = weeks.find("2026-t53")
    assert longest is not None
    assert weeks.year_before(longest) is None


@pytest.mark.parametrize("text", ["Tuần 34", "tuan 34", "2026-t34", "19/8/2026", "Tuần 34 (17/8–23/8)"])
def test_a_period_is_found_by_what_a_clerk_says(text: str) -> None:
    found = calendar("{each: week, from: 17/8/2026, to: 6/9/2026}").find(text)
    assert found is not None
    assert found.id == "2026-t34"


def test_what_is_no_period() -> None:
    weeks = calendar("{each: week, from: 17/8/2026, to: 6/9/2026}")
    for text in ("", "2026-t60", "2026-t00", "34", "tuần", "30/2/2026", "2025-t53"):
        assert weeks.find(text) is None, text


TWICE = {
    "dot": """\
list: {label: Kỳ báo cáo, one: kỳ, fields: {gio: {type: text}}}
entries:
  - {id: sang-5, name: Trước 7h00 ngày 05/10/2026, valid_from: 5/10/2026, valid_to: 5/10/2026, gio: 7h00}
  - {id: chieu-5, name: Trước 16h00 ngày 05/10/2026, valid_from: 5/10/2026, valid_to: 5/10/2026, gio: 16h30}
  - {id: sang-6, name: Trước 7h00 ngày 06/10/2026, valid_from: 6/10/2026, valid_to: 6/10/2026, gio: 7h00}
"""
}


def test_two_periods_of_one_day_are_in_the_order_of_their_list_and_a_day_means_neither() -> None:
    twice = calendar("{each: dot}", lists=TWICE)
    assert sorted(["sang-6", "chieu-5", "sang-5"], key=twice.order) == ["sang-5", "chieu-5", "sang-6"]
    assert twice.find("5/10/2026") is None
    assert [each.id for each in twice.on(datetime.date(2026, 10, 5))] == ["sang-5", "chieu-5"]
    found = twice.find("6/10/2026")
    assert found is not None
    assert found.id == "sang-6"


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("16h ngày 05/10/2026", "chieu-5"),
        ("7 giờ 00, 5/10/2026", "sang-5"),
        ("ngày 05/10/2026", None),
        ("8h ngày 05/10/2026", None),
        ("ngày 06/10/2026", "sang-6"),
    ],
)
def test_of_two_periods_of_one_day_the_hour_tells_which(said: str, period: str | None) -> None:
    found = find_period(calendar("{each: dot}", lists=TWICE), said)
    assert (found.id if found else None) == period


def test_each_period_of_a_list_may_have_its_own_hour() -> None:
    made = calendar("{each: dot}", "{hours: gio}", TWICE)
    dues = [f"{each.due:%d %H:%M}" for each in made.periods()]
    assert dues == ["05 07:00", "05 16:30", "06 07:00"]
    assert due_words(made.form) == "7h00 và 16h30"


@pytest.mark.parametrize("period", ["{each: dot}", "{each: week, from: 17/8/2026}"])
def test_a_field_without_hours_is_reported(period: str) -> None:
    with pytest.raises(ProblemsFound) as stop:
        calendar(period, "{hours: phut}", TWICE)
    assert [each.code for each in stop.value.problems] == ["due-hours"]


FORM = """\
forms:
  - {{id: a, name: Báo cáo, subject: Kết quả, per: {{xa: xa}}, period: {{{period}}}, lines: ["{{{{ ky.name }}}}"],
     columns: [{{id: n, label: N, type: integer}}]}}
"""
WEEKS = "each: week, from: 29/6/2026, to: 6/9/2026"
YEARS = "each: week, from: 1/12/2025, to: 31/12/2026"
MONTHS = "each: month, from: 7/2026, to: 12/2026"
QUARTERS = "each: quarter, from: 1/1/2026, to: 31/12/2026"


@pytest.mark.parametrize(
    ("period", "said", "found"),
    [
        (WEEKS, "Tuần 28 (06/7–12/7)", "2026-t28"),
        (WEEKS, "tuần 28 (6/7 - 12/7)", "2026-t28"),
        (WEEKS, "Tuần thứ 28 năm 2026", "2026-t28"),
        (WEEKS, "Tuần 28/2026", "2026-t28"),
        (WEEKS, "Tuần 28 (từ ngày 06/07 đến ngày 12/07/2026)", "2026-t28"),
        (WEEKS, "Tuần 28: 6/7/2026-12/7/2026", "2026-t28"),
        (WEEKS, "Tuần 28 (13/7-19/7)", ""),
        (WEEKS, "Tuần 28 (6/7/2025-12/7/2025)", ""),
        (WEEKS, "Tuần 28 tháng 7", ""),
        (WEEKS, "Từ ngày 06/7/2026 đến ngày 12/7/2026", "2026-t28"),
        (WEEKS, "từ 6/7 đến 12/7", "2026-t28"),
        (WEEKS, "Từ ngày 06/7/2026 đến ngày 19/7/2026", ""),
        (WEEKS, "Tuần 28, năm 2025", "2025-t28"),
        (WEEKS, "Tuần 40", ""),
        (YEARS, "Tuần 50", ""),
        (YEARS, "Tuần 50/2026", "2026-t50"),
        (MONTHS, "tháng 7", "2026-07"),
        (MONTHS, "Tháng 07 năm 2026", "2026-07"),
        (MONTHS, "Tháng 7/2025", "2025-07"),
        (QUARTERS, "Quý III/2026", "2026-q3"),
        (QUARTERS, "quý 3 năm 2026", "2026-q3"),
        (QUARTERS, "Quý iv", "2026-q4"),
        (QUARTERS, "Quý V", ""),
    ],
)
def test_periods_are_read_as_they_are_written(period: str, said: str, found: str) -> None:
    each = Calendar(form(FORM.format(period=period))).find(said)
    assert (each.id if each else "") == found
