"""The scalar types: what a clerk may type, what is refused and by which code; what was typed stays."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from congvan.model import field_types
from congvan.model.field_types import DateWithGaps, issue_date
from tests.model.refusals import refused

GOOD: list[tuple[Any, Any, Any]] = [
    (field_types.Text, "02", "02"),
    (field_types.Id, "cao-loc", "cao-loc"),
    (field_types.Id, "a" * 80, "a" * 80),
    (field_types.Name, "so_nguoi2", "so_nguoi2"),
    (field_types.Phone, "0934.531.666", "0934.531.666"),
    (field_types.Phone, "+84 942 215 080", "+84 942 215 080"),
    (field_types.Phone, "0205 3812 345", "0205 3812 345"),
    (field_types.Count, "02", "02"),
    (field_types.Count, "999999", "999999"),
    (field_types.Integer, "-17", -17),
    (field_types.Integer, 17, 17),
    (field_types.Decimal, "12.5", 12.5),
    (field_types.Decimal, "-3", -3.0),
    (field_types.Decimal, 2.5, 2.5),
    (field_types.YesNo, "true", True),
    (field_types.YesNo, "false", False),
    (field_types.YesNo, True, True),
    (field_types.Date, "2020-08-19", datetime.date(2020, 8, 19)),
    (field_types.Date, "19/8/2020", datetime.date(2020, 8, 19)),
    (field_types.IssueDate, "9/8/2020", DateWithGaps(day="9", month="8", year="2020")),
    (field_types.Date, datetime.date(2020, 8, 19), datetime.date(2020, 8, 19)),
    (field_types.IssueDate, "2020-08-09", DateWithGaps(day="9", month="8", year="2020")),
    (
        field_types.IssueDate,
        {"day": "blank", "month": "8", "year": "2020"},
        DateWithGaps(day="blank", month="8", year="2020"),
    ),
    (
        field_types.IssueDate,
        {"day": "01", "month": "1", "year": "1900"},
        DateWithGaps(day="01", month="1", year="1900"),
    ),
    (
        field_types.IssueDate,
        {"day": "31", "month": "12", "year": "2999"},
        DateWithGaps(day="31", month="12", year="2999"),
    ),
    (field_types.Number, "3424", "3424"),
    (field_types.Number, "blank", "blank"),
]
BAD: list[tuple[Any, Any, str, str]] = [
    (field_types.Text, "", "text-empty", "empty"),
    (field_types.Text, " \n", "text-empty", "empty"),
    (field_types.Id, "Cao-Loc", "id-form", "cao-loc"),
    (field_types.Id, "cao--loc", "id-form", "not an id"),
    (field_types.Id, "a" * 81, "id-long", "80"),
    (field_types.Name, "2so", "name-form", "so_nguoi"),
    (field_types.Name, "so-nguoi", "name-form", "so_nguoi"),
    (field_types.Phone, "chín", "phone-form", "not a phone number"),
    (field_types.Phone, "0934.531.66", "phone-number", "not a Vietnamese"),
    (field_types.Phone, "942215080", "phone-zero", "lacks"),
    (field_types.Phone, "0000000000", "phone-number", "not a Vietnamese"),
    (field_types.Count, "-1", "count-form", "whole number"),
    (field_types.Count, "1000000", "count-form", "whole number"),
    (field_types.Integer, "1.5", "integer-form", "whole number"),
    (field_types.Decimal, "1,5", "decimal-form", "12.5"),
    (field_types.Decimal, "1.", "decimal-form", "12.5"),
    (field_types.YesNo, "yes", "yesno-form.meant", "true"),
    (field_types.YesNo, "nhiều", "yesno-form", "true"),
    (field_types.Date, "31/9/2020", "date-form.unreal", "there is no day"),
    (field_types.Date, "2020-02-30", "date-form.unreal", "there is no day"),
    (field_types.Date, "19/8/20", "date-form.short-year", "two digits"),
    (field_types.IssueDate, "2020-02-30", "date-form.unreal", "there is no day"),
    (field_types.IssueDate, {"day": "30", "month": "2", "year": "2020"}, "date-form.unreal", "there is no day"),
    (field_types.IssueDate, {"day": "0", "month": "2", "year": "2020"}, "date-part", "1 to 31"),
    (field_types.IssueDate, {"day": "32", "month": "blank", "year": "2020"}, "date-part", "1 to 31"),
    (field_types.IssueDate, {"day": "blank", "month": "13", "year": "2020"}, "date-part", "1 to 12"),
    (field_types.IssueDate, {"day": "blank", "month": "0", "year": "2020"}, "date-part", "1 to 12"),
    (field_types.IssueDate, {"day": "blank", "month": "1", "year": "1899"}, "date-part", "1900 to 2999"),
    (field_types.IssueDate, {"day": "blank", "month": "1", "year": "3000"}, "date-part", "1900 to 2999"),
    (field_types.IssueDate, {"day": "x", "month": "1", "year": "2020"}, "date-part", "day"),
    (field_types.IssueDate, {"day": "1", "month": "1"}, "missing", "required"),
    (field_types.Number, "12a", "number-form", "digits"),
    (field_types.Number, "123456", "number-form", "digits"),
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
        assert said.startswith((f"“{typed}” is ", f"“{typed}” lacks "))


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
    assert issue_date("9/8/2020") == issue_date("2020-08-09") == DateWithGaps(day="9", month="8", year="2020")
    with pytest.raises(ValueError):
        issue_date("2020-13-01")
