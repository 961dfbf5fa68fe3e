"""What a format shows of a value: told where it is another value, and only there."""

from __future__ import annotations

import pytest

from congvan.grids.number_formats import shown_day, shown_number, shown_text

ACCOUNTS = '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("General", "12.5"),
        ("#,##0", "1200000"),
        ("0.00", "12.5"),
        ('#,##0" người"', "12"),
        ('0" m2"', "5"),
        ("#,##0 [$₫-42A]", "5000"),
        ("#,##0_);[Red](#,##0)", "-5"),
        (ACCOUNTS, "-12"),
        (ACCOUNTS, "0"),
        ("0;-0;;@", "0"),
        ("0.0%", "0.923"),
        ('"0"#', "912345001"),
        (r"0000\.000\.000", "912345001"),
        ("0.00E+00", "12300"),
        ("# ?/?", "12.5"),
        ("@", "5"),
        ("0.0", "abc"),
        ("0.0", "1e400"),
    ],
)
def test_a_format_that_shows_the_number_says_nothing(code: str, number: str) -> None:
    assert shown_number(code, number) is None


def test_noughts_before_a_number_are_seen_and_are_the_same_number() -> None:
    seen = shown_number("0000000000", "912345001")
    assert seen is not None
    assert (seen.text, seen.is_padded("912345001"), seen.is_padded("12345001")) == ("0912345001", True, False)
    assert shown_number("000", "912345001") is None


@pytest.mark.parametrize(
    ("code", "number", "text", "places"),
    [
        ('0"000"', "12", "12000", -1),
        ('"1"0', "5", "15", -1),
        ("#,##0,", "12000", "12", -1),
        ("#,##0.0,,", "1250000", "1,3", -1),
        ('0" triệu"', "12", "12 triệu", -1),
        (r"0\.0", "125", "12,5", -1),
        ("#,##0;#,##0", "-5", "5", -1),
        (";;;", "5", "", -1),
        ("[White]0", "5", "", -1),
        ('"x"', "5", "x", -1),
        ("0.0", "12.46", "12,5", 1),
        ("#,##0", "1234.4", "1.234", 0),
        ("0%", "0.923", "92%", 0),
        ("0.00E+00", "12345", "12.300", 2),
    ],
)
def test_a_format_that_shows_another_number_is_told(code: str, number: str, text: str, places: int) -> None:
    assert shown_number(code, number) == (text, places)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("dd/mm/yyyy", None),
        ("[$-42A]dd mmmm yyyy;@", None),
        ('"ngày" dd "tháng" mm "năm" yyyy', None),
        ("mm/yyyy", "6/2020"),
        ("d-mmm", "18/6"),
        ("h:mm", "12:00"),
    ],
)
def test_a_part_of_a_day_is_told(code: str, text: str | None) -> None:
    shown = shown_day(code, "44000.5")
    assert (shown and shown.text) == text


def test_a_text_that_a_format_hides() -> None:
    assert shown_text(";;;", "Nguyễn Văn An") == ("", -1)
    assert shown_text("0;0;0;@", "x") is None
    assert shown_text(";;", "x") is None


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ('[>10]"nhiều";0', "12", "nhiều"),
        ('[>10]"nhiều";0', "5", None),
        ("[Red][>100]0;0", "120", None),
        ('[<10]0;[<100]"vừa";"lớn"', "112", "lớn"),
        ("[<>12]0", "12", ""),
        ('[>=1000]#,##0,"k";0', "12000", "12k"),
        ("# ?/?", "12.37", "12 3/8"),
        ("?/100", "12.37", None),
        ("-0", "12", "-12"),
        ('"khoảng "0', "12", "khoảng 12"),
        ('0" chục"', "12", "12 chục"),
    ],
)
def test_a_format_with_conditions_or_words_that_change_the_number_is_told(
    code: str, number: str, text: str | None
) -> None:
    found = shown_number(code, number)
    assert (found.text if found else None) == text
