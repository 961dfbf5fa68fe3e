"""Numbers in words, read back by a parser that knows nothing of how they were written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from congvan.core.templating.numbers import grouped, in_words, money, number_of, plain_number

DIGITS = {
    **dict(zip(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], range(10), strict=True)),
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
}
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def read(words: str) -> int:
    """The number that words say: an independent reader, word by word."""
    billions = total = group = digit = 0
    for word in words.split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word in SCALES:
            total, group, digit = total + (group + digit) * SCALES[word], 0, 0
        elif word == "tỷ":
            billions, total, group, digit = (billions + total + group + digit) * 10**9, 0, 0, 0
        else:
            assert word in ("linh", "lẻ"), word
    return billions + total + group + digit


@given(st.one_of(st.integers(0, 10**18 - 1), st.integers(0, 9999), st.integers(0, 17).map(lambda n: 10**n + 5)))
@example(0)
@example(10**18 - 1)
@example(1_000_000_000_000)
def test_words_are_read_back_as_the_number(number: int) -> None:
    assert read(in_words(number)) == number
    assert read(in_words(grouped(number))) == number
    assert read(in_words(number, zero_tens="lẻ")) == number


@given(st.integers(0, 10**18 - 1))
def test_words_keep_the_rules_of_reading(number: int) -> None:
    words = in_words(number).split()
    for before, word in zip(["", *words], words, strict=False):
        assert not (before == "mươi" and word in ("một", "bốn", "năm")), words
        assert not (before == "mười" and word in ("mốt", "tư", "năm")), words
        assert before != "linh" or word not in ("mốt", "lăm", "bốn"), words
    assert words[0] not in ("linh", "mươi", "trăm", "mốt", "tư", "lăm")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (40, "bốn mươi"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (104, "một trăm linh tư"),
        (115, "một trăm mười lăm"),
        (1005, "một nghìn không trăm linh năm"),
        (1050, "một nghìn không trăm năm mươi"),
        (10_000, "mười nghìn"),
        ("1.500.000", "một triệu năm trăm nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_000_000_000, "hai tỷ"),
        (1_005_000_000, "một tỷ không trăm linh năm triệu"),
        (3_500_000_000_000, "ba nghìn năm trăm tỷ"),
        (-7, "âm bảy"),
        ("1,5", "một phẩy năm"),
        ("0,05", "không phẩy không năm"),
        ("1,25", "một phẩy hai mươi lăm"),
        (2.0, "hai"),
    ],
)
def test_numbers_are_read_as_vietnamese_reads_them(value: object, words: str) -> None:
    assert in_words(value) == words


def test_a_unit_stands_behind() -> None:
    assert in_words(1_500_000, "đồng") == "một triệu năm trăm nghìn đồng"
    assert in_words(105, zero_tens="lẻ") == "một trăm lẻ năm"
    assert money("1500000", "đồng") == "1.500.000\u00a0đồng"


@given(st.integers(-(10**18), 10**18))
def test_points_are_read_back(number: int) -> None:
    assert number_of(grouped(number)) == number
    assert all(len(part) == 3 for part in grouped(number).split(".")[1:])


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_decimal_commas_are_read_back(number: Decimal) -> None:
    assert number_of(grouped(str(number).replace(".", ","))) == number
    assert "." not in grouped(number).partition(",")[2]


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (1234.5, None, "1.234,5"),
        (1234.5, 2, "1.234,50"),
        (0.125, 2, "0,13"),
        (2.5, 0, "3"),
        (-0.4, 0, "0"),
        (1e15, 0, "1.000.000.000.000.000"),
    ],
)
def test_decimals_are_rounded_half_up(value: float, digits: int | None, shown: str) -> None:
    assert grouped(value, digits) == shown


@pytest.mark.parametrize("value", ["", "x", "1.5", "1,500.00", "1.50.000", "1,", "٣", True, None, [1], float("nan")])
def test_what_is_no_vietnamese_number_is_told(value: object) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        number_of(value)


def test_beyond_a_billion_billions_is_told() -> None:
    with pytest.raises(ValueError, match="too large"):
        in_words(10**18)


def test_content_holds_whole_numbers_as_whole() -> None:
    assert (plain_number(Decimal("2.0")), plain_number(Decimal("2.5"))) == (2, 2.5)


class Scalar:
    """What a number of numpy has."""

    ndim = 0

    def __init__(self, held: float) -> None:
        self.held = held

    def item(self) -> float:
        return self.held


def test_a_number_of_numpy_is_a_number() -> None:
    assert (number_of(Scalar(1_500_000)), money(Scalar(12_000))) == (Decimal(1_500_000), money(12_000))
    with pytest.raises(ValueError, match="is not a number"):
        number_of(Scalar(float("nan")))
