"""Dates and numbers as the decree writes them."""

from __future__ import annotations

import pytest

from congvan.documents.base.facts import date_words, day, number_text
from congvan.documents.base.schema import Facts
from congvan.model.consistency import FACTS
from congvan.model.field_types import DateWithGaps, issue_date


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2020-01-05", "ngày 05 tháng 01 năm 2020"),
        ("2020-02-10", "ngày 10 tháng 02 năm 2020"),
        ("2020-03-09", "ngày 09 tháng 3 năm 2020"),
        ("2020-12-31", "ngày 31 tháng 12 năm 2020"),
    ],
)
def test_a_date_has_its_zeros_where_the_decree_wants_them(date: str, words: str) -> None:
    """Days below 10 and the months 1 and 2 (Appendix I, II.4.b)."""
    assert date_words(issue_date(date)) == words
    assert day(issue_date(date).known)["long"] == words


def test_a_gap_of_a_date_is_white_space_for_the_pen() -> None:
    gap = "\u00a0" * 5
    assert date_words(DateWithGaps(day="blank", month="2", year="blank")) == f"ngày{gap}tháng 02 năm{gap}"
    assert (number_text("blank"), number_text("9"), number_text("10")) == ("\u00a0" * 9, " 09", " 10")


def test_no_list_may_have_a_name_that_templates_know_already() -> None:
    assert set(FACTS) == set(Facts.__annotations__) - {"contacts", "districts", "enterprises"}  # lists themselves
