"""The scalar types: what a clerk may type, what is refused and by which code; what was typed stays."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from congvan.model import base
from congvan.model.base import DateWithGaps, issue_date
from tests.model.refusals import refused

GOOD: list[tuple[Any, Any, Any]] = [
    (base.Text, "02", "02"),
    (base.Id, "cao-loc", "cao-loc"),
    (base.Id, "a" * 80, "a" * 80),
    (base.Name, "so_nguoi2", "so_nguoi2"),
    (base.Phone, "0934.531.666", "0934.531.666"),
    (base.Phone, "+84 942 215 080", "+84 942 215 080"),
    (base.Phone, "0205 3812 345", "0205 3812 345"),
    (base.Count, "02", "02"),
    (base.Count, "999999", "999999"),
    (base.Integer, "-17", -17),
    (base.Integer, 17, 17),
    (base.Decimal, "12.5", 12.5),
    (base.Decimal, "-3", -3.0),
    (base.Decimal, 2.5, 2.5),
    (base.YesNo, "true", True),
    (base.YesNo, "false", False),
    (base.YesNo, True, True),
    (base.Date, "2020-08-19", datetime.date(2020, 8, 19)),
    (base.Date, datetime.date(2020, 8, 19), datetime.date(2020, 8, 19)),
    (base.IssueDate, "2020-08-09", DateWithGaps(day="9", month="8", year="2020")),
    (base.IssueDate, {"day": "blank", "month": "8", "year": "2020"}, DateWithGaps(day="blank", month="8", year="2020")),
    (base.IssueDate, {"day": "01", "month": "1", "year": "1900"}, DateWithGaps(day="01", month="1", year="1900")),
    (base.IssueDate, {"day": "31", "month": "12", "year": "2999"}, DateWithGaps(day="31", month="12", year="2999")),
    (base.Number, "3424", "3424"),
    (base.Number, "blank", "blank"),
]
BAD: list[tuple[Any, Any, str, str]] = [
    (base.Text, "", "text-empty", "empty"),
    (base.Text, " \n", "text-empty", "empty"),
    (base.Id, "Cao-Loc", "id-form", "cao-loc"),
    (base.Id, "cao--loc", "id-form", "cao-loc"),
    (base.Id, "a" * 81, "id-long", "80"),
    (base.Name, "2so", "name-form", "so_nguoi"),
    (base.Name, "so-nguoi", "name-form", "so_nguoi"),
    (base.Phone, "chín", "phone-form", "no phone number"),
    (base.Phone, "0934.531.66", "phone-number", "no Vietnamese"),
    (base.Phone, "0000000000", "phone-number", "no Vietnamese"),
    (base.Count, "-1", "count-form", "whole number"),
    (base.Count, "1000000", "count-form", "whole number"),
    (base.Integer, "1.5", "integer-form", "whole number"),
    (base.Decimal, "1,5", "decimal-form", "12.5"),
    (base.Decimal, "1.", "decimal-form", "12.5"),
    (base.YesNo, "yes", "yesno-form", "true"),
    (base.Date, "19/8/2020", "date-form", "2020-08-19"),
    (base.Date, "2020-02-30", "date-form", "2020-08-19"),
    (base.Date, "2020-8-19", "date-form", "2020-08-19"),
    (base.IssueDate, "2020-02-30", "date-form", "2020-08-19"),
    (base.IssueDate, {"day": "30", "month": "2", "year": "2020"}, "date-form", "2020-08-19"),
    (base.IssueDate, {"day": "0", "month": "2", "year": "2020"}, "date-part", "1 to 31"),
    (base.IssueDate, {"day": "32", "month": "blank", "year": "2020"}, "date-part", "1 to 31"),
    (base.IssueDate, {"day": "blank", "month": "13", "year": "2020"}, "date-part", "1 to 12"),
    (base.IssueDate, {"day": "blank", "month": "0", "year": "2020"}, "date-part", "1 to 12"),
    (base.IssueDate, {"day": "blank", "month": "1", "year": "1899"}, "date-part", "1900 to 2999"),
    (base.IssueDate, {"day": "blank", "month": "1", "year": "3000"}, "date-part", "1900 to 2999"),
    (base.IssueDate, {"day": "x", "month": "1", "year": "2020"}, "date-part", "day"),
    (base.IssueDate, {"day": "1", "month": "1"}, "missing", "required"),
    (base.Number, "12a", "number-form", "digits"),
    (base.Number, "123456", "number-form", "digits"),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), GOOD)
def test_what_may_be_typed(kind: Any, typed: Any, kept: Any) -> None:
    value = TypeAdapter(kind).validate_python(typed)
    assert value == kept
    assert type(value) is type(kept)


@pytest.mark.parametrize(("kind", "typed", "code", "words"), BAD)
def test_what_is_refused_and_why(kind: Any, typed: Any, code: str, words: str) -> None:
    ((found, said),) = refused(kind, typed).items()
    assert found == code
    assert words in said.lower() or words in said
    assert "None" not in said
    if isinstance(typed, str) and said.startswith("“"):
        assert said.startswith(f"“{typed}” is ")


@pytest.mark.parametrize(
    ("day", "month", "year", "known", "last"),
    [
        ("19", "8", "2020", "2020-08-19", "2020-08-19"),
        ("blank", "8", "2020", None, "2020-08-31"),
        ("blank", "12", "2020", None, "2020-12-31"),
        ("blank", "2", "2020", None, "2020-02-29"),
        ("blank", "blank", "2020", None, "2020-12-31"),
        ("19", "blank", "2020", None, "2020-12-31"),
        ("19", "8", "blank", None, None),
        ("31", "12", "9999", "9999-12-31", "9999-12-31"),
        ("blank", "blank", "9999", None, "9999-12-31"),
    ],
)
def test_a_date_with_gaps_knows_the_last_day_it_can_be(
    day: str, month: str, year: str, known: str | None, last: str | None
) -> None:
    date = DateWithGaps(day=day, month=month, year=year)
    assert [d and d.isoformat() for d in (date.known, date.last_possible)] == [known, last]


def test_a_date_of_issue_from_the_command_line() -> None:
    assert issue_date(None) is None
    assert issue_date("2020-08-09") == DateWithGaps(day="9", month="8", year="2020")
    with pytest.raises(ValueError):
        issue_date("2020-13-01")
