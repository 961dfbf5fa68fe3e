"""Values of lists are texts: what a template compares and computes takes those that are numbers as numbers."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.templating.environment import jinja_environment

VALUES = {"ban": "7", "tien": "1.500.000", "le": "0,1", "ten": "xã Mẫu", "trong": "", "so": 3, "ma": "07"}


def shown(expression: str, **values: Any) -> str:
    return jinja_environment().from_string("{{ " + expression + " }}").render(VALUES | values)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("ban == 7", True),
        ("7 == ban", True),
        ("ban != 7", False),
        ("tien > 1000000", True),
        ("-1 < ban", True),
        ("le == 0.1", True),
        ("so >= 3", True),
        ("ten == 7", False),
        ("trong != 7", True),
        ("ma == '07'", True),
        ("ma == ban", False),
        ("1 < so < 5", True),
        ("'xã' in ten", True),
    ],
)
def test_a_text_is_compared_as_its_number(expression: str, result: bool) -> None:
    assert shown(expression) == str(result)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("ban * 3", "21"),
        ("so * ban", "21"),
        ("tien / 1000", "1500"),
        ("ban - 0.5", "6.5"),
        ("ban + 1", "8"),
        ("1 + ban", "8"),
        ("ten + ma", "xã Mẫu07"),
        ("'0' + ban", "07"),
        ("ban ~ ma", "707"),
        ("'-' * 3", "---"),
        ("'1' * 3", "111"),
        ("ban * ban", "49"),
        ("ten * 2", "xã Mẫuxã Mẫu"),
        ("so * 2 + 1", "7"),
    ],
)
def test_a_text_is_computed_with_as_its_number(expression: str, result: str) -> None:
    assert shown(expression) == result


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("ten > 7", "not a number"),
        ("ban < ten", "not a number"),
        ("trong < 7", "empty"),
        ("7 >= khong", "empty"),
        ("ban > trong", "empty"),
    ],
)
def test_which_is_larger_is_not_asked_of_words_and_of_nothing(expression: str, why: str) -> None:
    with pytest.raises(ValueError) as caught:
        shown(expression, khong=None)
    assert why in str(caught.value.args[0])


def test_nothing_is_divided_by_nought() -> None:
    with pytest.raises(ZeroDivisionError):
        shown("khong / khong", khong="0")


def test_two_texts_that_are_numbers_are_not_written_one_behind_the_other() -> None:
    with pytest.raises(ValueError, match="tong"):
        shown("ban + tien")
