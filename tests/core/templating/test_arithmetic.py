"""Values of lists are texts: what a template compares and computes takes those that are numbers as numbers."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.templating.environment import jinja_environment

VALUES = {"ban": "7", "tien": "1.500.000", "le": "0,1", "ten": "xã Mẫu", "trong": "", "so": 3, "ma": "07"} | {
    "dong": "… "
}


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
        ("1 < ban < 5", False),
        ("'a' < ten < 'y' > ban", True),
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
        ("dong * 3", "… … … "),
        ("trong * 3", ""),
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


@pytest.mark.parametrize("expression", ["ten * 2", "2 * ten", "(ten ~ ban) * ban"])
def test_words_are_not_written_several_times(expression: str) -> None:
    with pytest.raises(ValueError, match="several times"):
        shown(expression)


def test_each_link_of_a_chain_is_computed_once_and_only_if_it_decides() -> None:
    asked: list[int] = []
    template = jinja_environment().from_string("{{ 1 < dem() < 5 }}{{ 8 < dem() < dem() }}")
    assert template.render(dem=lambda: asked.append(7) or 7) == "FalseFalse"
    assert asked == [7, 7]


@pytest.mark.parametrize(
    ("expression", "value", "right"),
    [
        ("so == 1.5", "1.5", "1,5"),
        ("1500 in [1, so]", "1,500.00", "1.500"),
        ("so > chin", "10.5", "10,5"),
        ("chin <= so", "-10.5", ""),
        ("so == 7", "1.5", ""),
        ("so == chin", "9.50", ""),
    ],
)
def test_a_number_with_a_decimal_point_is_told_where_the_answer_depends_on_it(
    expression: str, value: str, right: str
) -> None:
    if not right:
        assert shown(expression, so=value, chin="9.5") == "False"
        return
    with pytest.raises(ValueError) as caught:
        shown(expression, so=value, chin="9.5")
    assert caught.value.args[0].values["right"] == right
