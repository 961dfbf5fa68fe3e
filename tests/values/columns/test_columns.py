"""Types of values: what each reads from text and from the cells of spreadsheets, and what it asks about."""

from __future__ import annotations

import datetime

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.core.messages import template
from congvan.grids.grid import GridCell
from congvan.values.columns import phone_numbers
from congvan.values.columns.base import ColumnOptions, Referred, State, Value
from congvan.values.columns.citizen_ids import contradicted
from congvan.values.columns.dates import day_in_figures, day_of, shown_text, written_day, written_moment
from congvan.values.columns.table import REFERENCE, TYPES

READ, MENDED, DOUBTFUL, WRONG = State.READ, State.MENDED, State.DOUBTFUL, State.WRONG
CHOICES = ColumnOptions(choices=("Nam", "Nữ"))

CASES: list[tuple[str, str, str, State, Value]] = [
    ("text", "text", "8h00", READ, "8h00"),
    ("text", "number", "0.30000000000000004", READ, "0.3"),
    ("text", "date", "0.333333333333333", READ, "08h00"),
    ("text", "yes-no", "1", WRONG, ""),
    ("text", "error", "#N/A", WRONG, ""),
    ("name", "text", "Lò  Thị Mẫu", READ, "Lò Thị Mẫu"),
    ("name", "text", "12", WRONG, ""),
    ("name", "text", "Tổ 5", DOUBTFUL, "Tổ 5"),
    ("name", "text", "Nguyễn Văn A; Trần Thị B", DOUBTFUL, "Nguyễn Văn A; Trần Thị B"),
    ("name", "text", "an@mau.gov.vn", DOUBTFUL, "an@mau.gov.vn"),
    ("email", "text", "vt@mau.gov.vn", READ, "vt@mau.gov.vn"),
    ("email", "text", "a@mau.vn, b@mau.vn", WRONG, ""),
    ("email", "text", "mau.gov.vn", WRONG, ""),
    ("email", "text", "hồ@mau.gov.vn", WRONG, ""),
    ("email", "text", "vt@mau.gov.vn.", WRONG, ""),
    ("date", "text", "19/8/2020", READ, "2020-08-19"),
    ("date", "text", "19-08-2020", READ, "2020-08-19"),
    ("date", "text", "2020-08-19", READ, "2020-08-19"),
    ("date", "text", "19 / 8 / 2020", READ, "2020-08-19"),
    ("date", "text", "19 - 8- 2020", READ, "2020-08-19"),
    ("date", "text", "30/2/2020", WRONG, ""),
    ("date", "text", "19/8/20", WRONG, ""),
    ("date", "text", "giữa tháng", WRONG, ""),
    ("date", "number", "44062", MENDED, "2020-08-19"),
    ("date", "text", "36320", MENDED, "1999-06-09"),
    ("date", "number", "1985", WRONG, ""),
    ("date", "date", "44062", READ, "2020-08-19"),
    ("date", "date", "43955", DOUBTFUL, "2020-05-04"),
    ("year", "number", "1990.0", READ, 1990),
    ("year", "text", "19/8/1990", WRONG, ""),
    ("year", "text", "90", WRONG, ""),
    ("integer", "text", "1.500.000", READ, 1_500_000),
    ("integer", "text", "1.500", READ, 1500),
    ("integer", "text", "12.375", DOUBTFUL, 12_375),
    ("money", "text", "500.000®", READ, 500_000),
    ("integer", "text", "1,500,000", MENDED, 1_500_000),
    ("decimal", "text", "1,250.5", MENDED, 1250.5),
    ("integer", "text", "1,5", WRONG, ""),
    ("integer", "number", "12.375", WRONG, ""),
    ("integer", "number", "1E3", READ, 1000),
    ("integer", "text", "mười", WRONG, ""),
    ("integer", "yes-no", "1", WRONG, ""),
    ("decimal", "text", "1,5", READ, 1.5),
    ("decimal", "text", "1.500,25", READ, 1500.25),
    ("decimal", "text", "1.5", MENDED, 1.5),
    ("decimal", "text", "0,923", READ, 0.923),
    ("decimal", "text", "0.923", MENDED, 0.923),
    ("percent", "text", "58.7", MENDED, 58.7),
    ("percent", "text", "0.587", DOUBTFUL, 0.587),
    ("integer", "text", "1 500", READ, 1500),
    ("integer", "text", "1 2", WRONG, ""),
    ("integer", "text", "- 5", READ, -5),
    ("integer", "text", "1,234", DOUBTFUL, 1234),
    ("text", "text", "Như trên", WRONG, ""),
    ("name", "text", "nt", WRONG, ""),
    ("name", "text", "″", WRONG, ""),
    ("name", "text", "Đ/c Lê Văn Mẫu", READ, "Đ/c Lê Văn Mẫu"),
    ("decimal", "text", "1.500", DOUBTFUL, 1500),
    ("decimal", "text", "1,500", DOUBTFUL, 1.5),
    ("decimal", "number", "1.5", READ, 1.5),
    ("percent", "text", "92,3 %", READ, 92.3),
    ("percent", "text", "0,5 %", READ, 0.5),
    ("percent", "number", "0.923", DOUBTFUL, 0.923),
    ("money", "text", "1.500.000đ", READ, 1_500_000),
    ("money", "text", "1.500.000 đồng", READ, 1_500_000),
    ("money", "text", "1,5 triệu", WRONG, ""),
    ("money", "text", "384,000", MENDED, 384_000),
    ("money", "text", "384,500", DOUBTFUL, 384_500),
    ("cccd", "text", "020190000001", READ, "020190000001"),
    ("cccd", "number", "20190000001", MENDED, "020190000001"),
    ("cccd", "number", "99190000001", WRONG, ""),
    ("cccd", "text", "081234567", WRONG, ""),
    ("cccd", "text", "999190000001", WRONG, ""),
    ("cccd", "text", "không có", WRONG, ""),
    ("choice", "text", "nu", READ, "Nữ"),
    ("choice", "text", "Nam, Nữ", WRONG, ""),
    ("yes-no", "text", "Có", READ, "true"),
    ("yes-no", "yes-no", "0", READ, "false"),
    ("yes-no", "text", "có thể", WRONG, ""),
    ("mark", "text", "✓", READ, "x"),
    ("mark", "text", "không phải", READ, ""),
    ("mark", "text", "đang xem xét thêm", DOUBTFUL, "x"),
    ("mark", "text", "Không.", READ, ""),
    ("mark", "text", "☐", READ, ""),
    ("mark", "text", "☒", READ, "x"),
    ("mark", "text", "/", DOUBTFUL, "x"),
    ("mark", "text", "nt", DOUBTFUL, "x"),
    ("mark", "text", "Nhân viên", DOUBTFUL, "x"),
    ("yes-no", "text", "☐", WRONG, ""),
    ("yes-no", "text", "?", WRONG, ""),
    ("yes-no", "text", "Có?", WRONG, ""),
    ("yes-no", "text", "…", READ, ""),
    ("mark", "text", "?", DOUBTFUL, "x"),
    ("mark", "text", "x?", DOUBTFUL, "x"),
    ("choice", "text", "nử", READ, "Nữ"),
    ("percent", "percent", "0.923", READ, 92.3),
    ("percent", "text", "150 %", DOUBTFUL, 150),
    ("integer", "percent", "5", DOUBTFUL, 5),
    ("text", "percent", "0.923", READ, "92,3%"),
    ("name", "text", "Nguyễn Văn\nAn", READ, "Nguyễn Văn An"),
    ("name", "text", "Nguyễn Văn An và Trần Thị Bình", DOUBTFUL, "Nguyễn Văn An và Trần Thị Bình"),
    ("name", "text", "Phòng Văn hóa và Thông tin", DOUBTFUL, "Phòng Văn hóa và Thông tin"),
    ("date", "text", "ngày 5 tháng 4 năm 1990", READ, "1990-04-05"),
    ("date", "text", "ngày 5/4/1990", READ, "1990-04-05"),
    ("date", "text", "5/4/1990.", READ, "1990-04-05"),
    ("phone", "text", "098742943", WRONG, ""),
    ("phone", "text", "03656604853", WRONG, ""),
    ("phone", "text", "0511 3221434", WRONG, ""),
    ("phone", "text", "18001166", READ, "18001166"),
    ("phone", "text", "0012025550123", WRONG, ""),
    ("phone", "text", "０９１２３４５００１", MENDED, "0912345001"),
    ("ordinal", "number", "7", READ, ""),
    ("date", "text", "2026/05/06", READ, "2026-05-06"),
    ("date", "text", "2026/13/06", WRONG, ""),
    ("money", "text", "1.170.000.", READ, 1_170_000),
    ("integer", "text", "12.", WRONG, ""),
    ("phone", "text", "0934.531.666", READ, "0934.531.666"),
    ("phone", "number", "942215080", MENDED, "0942215080"),
    ("phone", "text", "094221508", WRONG, ""),
]


@pytest.mark.parametrize(("type_", "kind", "text", "state", "value"), CASES)
def test_what_a_type_reads_from_a_cell(type_: str, kind: str, text: str, state: State, value: Value) -> None:
    found = TYPES[type_].reading(GridCell(text, kind), CHOICES)
    assert (found.state, found.value) == (state, value)
    assert (found.message is None) == (state is READ)
    if found.message is not None:
        assert template(found.message.id, "vi"), found.message.id
        assert (
            state is not WRONG
            or found.remedy
            or any(template(f"{ident}.hint", "vi") for ident in (found.message.id, found.message.code))
        ), f"{found.message.id} has no remedy"


@pytest.mark.parametrize("type_", TYPES)
def test_each_type_is_named_in_both_languages(type_: str) -> None:
    assert all(template(f"column-type.{type_}", language) for language in ("en", "vi"))


@pytest.mark.parametrize("type_", TYPES)
def test_an_empty_cell_has_no_value(type_: str) -> None:
    assert TYPES[type_].reading(GridCell(""), CHOICES).value == ""


@pytest.mark.parametrize(
    ("type_", "text", "low", "high", "code"),
    [
        ("integer", "0", 1, "", "column-bound.low"),
        ("integer", "7", 1, 6, "column-bound.high"),
        ("date", "1/1/2011", "", "2010-12-31", "column-bound.high"),
        ("integer", "6", 1, 6, None),
        ("date", "31/12/2010", "2010-12-31", "2010-12-31", None),
    ],
)
def test_a_value_beyond_its_bounds_is_asked_about(type_: str, text: str, low: Value, high: Value, code: str) -> None:
    found = TYPES[type_].reading(GridCell(text), ColumnOptions(low=low, high=high))
    assert (found.message.id if found.message else None) == code


YEAR = datetime.date.today().year


@pytest.mark.parametrize(
    ("type_", "value", "code", "low", "high"),
    [
        ("integer", -3, "column-number.negative", -5, ""),
        ("money", -1500, "column-number.negative", -2000, ""),
        ("percent", -3.2, "column-number.negative", -100, ""),
        ("decimal", -3.25, "column-number.negative", -5, ""),
        ("integer", 12_000_000_000, "column-number.large", "", 10**11),
        ("decimal", 12_000_000_000.5, "column-number.large", "", 10**11),
        ("money", 15 * 10**12, "column-number.large", "", 10**14),
        ("date", f"{YEAR + 3}-01-02", "column-date.ahead", "", "2090-01-01"),
        ("date", "1895-01-02", "column-date.old", "1800-01-01", ""),
        ("date", f"{YEAR - 61}-05-05", "column-date.long-ago", "1800-01-01", ""),
        ("year", YEAR + 2, "column-date.ahead", "", 2090),
        ("year", 1895, "column-date.old", 1800, ""),
    ],
)
def test_an_unlikely_value_is_doubted_unless_the_column_has_a_bound(
    type_: str, value: Value, code: str, low: Value, high: Value
) -> None:
    (asked, bounded) = (TYPES[type_].doubt(value, each) for each in (ColumnOptions(), ColumnOptions((), low, high)))
    assert asked is not None
    assert (asked.id, bounded) == (code, None)


@pytest.mark.parametrize(
    ("type_", "value"),
    [("integer", 0), ("decimal", 2.5), ("date", f"{YEAR}-12-31"), ("year", YEAR + 1), ("date", ""), ("year", "")],
)
def test_a_likely_value_is_not_doubted(type_: str, value: Value) -> None:
    assert TYPES[type_].doubt(value, ColumnOptions()) is None


@pytest.mark.parametrize(
    ("title", "day", "asked"),
    [
        ("Ngày quyết định", "1926-05-05", True),
        ("Ngày quyết định", "1967-05-05", False),
        ("Ngày sinh", "1926-05-05", False),
        ("Ngày nhập ngũ", "1950-05-05", False),
    ],
)
def test_a_day_long_ago_is_doubted_where_the_title_asks_for_none(title: str, day: str, asked: bool) -> None:
    doubt = TYPES["date"].doubt(day, ColumnOptions(label=title, days=("2026-11-02", "2026-11-08")))
    assert (doubt.id if doubt else "") == ("column-date.long-ago" if asked else "")


def test_a_reference_is_one_entry_or_is_asked_about() -> None:
    known = {"cao loc": [Referred("xa-cao-loc", "Xã Cao Lộc"), Referred("huyen-cao-loc", "Huyện Cao Lộc")]}
    known["ba son"] = [Referred("xa-ba-son", "Xã Ba Sơn")]
    options = ColumnOptions(find=lambda text: known.get(text, []))
    assert REFERENCE.reading(GridCell("ba son"), options).value == "xa-ba-son"
    several = REFERENCE.reading(GridCell("cao loc"), options)
    assert several.state is WRONG
    assert several.remedy is not None
    assert "Xã Cao Lộc (xa-cao-loc), Huyện Cao Lộc (huyen-cao-loc)" in several.remedy.text("vi")
    assert REFERENCE.reading(GridCell("khác"), options).state is WRONG


@given(st.dates(datetime.date(1900, 3, 1), datetime.date(2999, 12, 31)))
def test_a_day_is_read_however_it_is_written(day: datetime.date) -> None:
    for text in (f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%d.%m.%Y}"):
        assert day_of(text) == day
    assert day_of(str(TYPES["date"].plain(day.isoformat()))) == day
    serial = (day - datetime.date(1899, 12, 30)).days
    assert TYPES["date"].reading(GridCell(str(serial), "date"), CHOICES).value == day.isoformat()


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_comes_back_as_it_was_typed_or_is_asked_about(number: int) -> None:
    grouped = f"{number:,}".replace(",", ".")
    for cell in (GridCell(str(number)), GridCell(str(number), "number"), GridCell(grouped)):
        assert TYPES["integer"].reading(cell, CHOICES).value == number
        assert TYPES["money"].reading(cell, CHOICES).value == number


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_a_mobile_number_taken_for_sure_is_one_by_the_library(text: str) -> None:
    real = phonenumbers.is_valid_number(phonenumbers.parse(text, "VN"))
    assert phone_numbers.valid(text) == real
    assert phone_numbers.flaw(text[1:]) == ("zero" if real else phone_numbers.flaw(text[1:]))


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("integer", 1500, "1.500"),
        ("decimal", 1.5, "1,5"),
        ("percent", 92.3, "92,3\u00a0%"),
        ("money", 1500000, "1.500.000"),
        ("year", 1990, "1990"),
        ("date", "1990-04-05", "05/04/1990"),
        ("yes-no", "true", "Có"),
        ("text", "8h00", "8h00"),
        ("money", "", ""),
    ],
)
def test_a_value_in_the_cell_of_a_table(type_: str, value: Value, expected: str) -> None:
    assert TYPES[type_].shown(value) == expected


def test_a_unit_and_a_title_are_no_part_of_a_value() -> None:
    counted = ColumnOptions(unit="hộ", label="Tổ trưởng")
    assert TYPES["integer"].reading(GridCell("1.500 hộ"), counted).value == 1500
    assert TYPES["mark"].reading(GridCell("tổ trưởng"), counted).state is READ


@pytest.mark.parametrize(
    ("year", "sex", "code"),
    [(1990, "Nữ", None), (0, "", None), (1991, "Nữ", "column-cccd.year"), (1990, "Nam", "column-cccd.sex")],
)
def test_an_identity_number_tells_year_and_sex(year: int, sex: str, code: str | None) -> None:
    found = contradicted("020190000001", year, sex)
    assert (found.id if found else None) == code


def test_a_number_is_one_in_every_spelling() -> None:
    assert {phone_numbers.digits(text) for text in ("+84(0)912345001", "0912 345 001", "0084912345001")} == {
        "0912345001"
    }


def test_a_day_is_written_as_offices_write_it() -> None:
    assert [written_day(each) for each in ("2020-08-20", "2025-07-01", "2026-01-09", "20/8/2020", "2020-02-30")] == [
        "20/8/2020",
        "01/7/2025",
        "09/01/2026",
        "20/8/2020",
        "2020-02-30",
    ]
    assert day_in_figures(datetime.date(2026, 3, 5)) == "05/3/2026"
    moments = [written_moment(each) for each in ("2026-08-20T09:05:00+07:00", "2026-12-31 16:00", "2026-02-03", "?")]
    assert moments == ["9h05, 20/8/2026", "16h00, 31/12/2026", "03/02/2026", "?"]


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("date", "31108", "02/03/1985"),
        ("date", "1985-03-02", "02/03/1985"),
        ("date", "0.5", "0.5"),
        ("text", "2/3/85", "2/3/85"),
        ("number", "31108", "31108"),
    ],
)
def test_a_day_cell_is_quoted_as_the_spreadsheet_shows_it(kind: str, text: str, shown: str) -> None:
    assert shown_text(GridCell(text, kind)) == shown


def test_figures_that_a_form_may_hold_are_not_doubted() -> None:
    for type_, value in (("integer", 98_000_000), ("decimal", 331_236.5), ("money", 850 * 10**9), ("percent", 100)):
        assert TYPES[type_].doubt(value, ColumnOptions()) is None
    assert TYPES["integer"].doubt(5 * 10**9, ColumnOptions(label="Kinh phí (đồng)")) is None
    assert TYPES["integer"].doubt(5 * 10**9, ColumnOptions(label="Số cây", unit="cây")) is not None


@pytest.mark.parametrize(
    ("unit", "places", "kind", "text", "value", "code"),
    [
        ("triệu đồng", 2, "number", "125.5", 125.5, None),
        ("triệu đồng", 2, "text", "125,5 triệu", 125.5, None),
        ("triệu đồng", 2, "text", "1.250", 1250, None),
        ("triệu đồng", 1, "text", "39.252", 39_252, "column-number.two-ways"),
        ("nghìn đồng", 0, "text", "15.500 ngàn đồng", 15_500, None),
        ("nghìn đồng", 0, "number", "125.5", "", "column-number.whole"),
        ("nghìn đồng", 0, "text", "1.250.000đ", "", "column-money.unit"),
        ("nghìn đồng", 0, "text", "1,5 triệu", "", "column-money.multiple"),
    ],
)
def test_an_amount_in_the_unit_of_its_column(
    unit: str, places: int, kind: str, text: str, value: Value, code: str | None
) -> None:
    found = TYPES["money"].reading(GridCell(text, kind), ColumnOptions(label="Kinh phí", unit=unit, places=places))
    assert (found.value, found.message.id if found.message else None) == (value, code)


@pytest.mark.parametrize("type_", TYPES)
def test_a_letter_that_stands_for_no_is_one_where_there_is_a_yes_alone(type_: str) -> None:
    found = TYPES[type_].reading(GridCell("K"), ColumnOptions(choices=("Khá", "Tốt")))
    kept = {"yes-no": "false", "mark": "", "text": "K", "ordinal": ""}
    assert (found.value, found.state is State.WRONG) == (kept.get(type_, ""), type_ not in kept)
