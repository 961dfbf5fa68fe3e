"""What comes back and what daily reports ask: people, facilities, days, moments; and the forms of a copy."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator

from congvan.model.kinds.blocks import CertifiedCopy, known_kind
from congvan.model.returned_forms import DailyReports, Facility, Person, ReportField
from tests.model import refusals

FIELD = {"id": "so_luot", "label": "Số lượt"}
COPY = {"id": "s", "number": "blank", "date": "2020-08-20", "signer": "a"}


def reports(**more: Any) -> DailyReports:
    return DailyReports.model_validate({"fields": [FIELD], **more})


def refused(model: Any, value: Any) -> tuple[str, str]:
    (found,) = refusals.refused(model, value).items()
    return found


@pytest.mark.parametrize(
    ("typed", "hour", "minute"), [("16h00", 16, 0), ("7g30", 7, 30), ("07:05", 7, 5), ("23:59", 23, 59), ("0h00", 0, 0)]
)
def test_a_time_of_day(typed: str, hour: int, minute: int) -> None:
    assert reports(before=typed).before == datetime.time(hour, minute)


@pytest.mark.parametrize("typed", ["24h00", "16h60", "16", "16h0", "chiều"])
def test_what_is_no_time_of_day(typed: str) -> None:
    code, words = refused(DailyReports, {"fields": [FIELD], "before": typed})
    assert code == "time-form"
    assert f"“{typed}” is not a time of day" in words


def test_the_days_on_which_reports_are_owed() -> None:
    span = {"first_day": "2020-08-20", "last_day": "2020-08-24"}  # Thursday to Monday
    assert [day.day for day in reports(**span).days()] == [20, 21, 22, 23, 24]
    assert [day.day for day in reports(**span, weekends="false").days()] == [20, 21, 24]
    assert [day.day for day in reports(first_day="2020-08-20", last_day="2020-08-20").days()] == [20]
    assert reports().days() == reports(first_day="2020-08-20").days() == reports(last_day="2020-08-20").days() == []


def test_a_report_is_late_after_its_moment() -> None:
    day = datetime.date(2020, 8, 20)
    assert reports().deadline(day).isoformat() == "2020-08-20T16:00:00+07:00"
    assert reports(before="9h30", utc_offset="0").deadline(day).isoformat() == "2020-08-20T09:30:00+00:00"


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ({"first_day": "2020-08-21", "last_day": "2020-08-20"}, "report-days", "is before the first"),
        ({"first_day": "2020-01-01", "last_day": "2021-02-05"}, "report-many", "exceeds 400 days"),
        ({"fields": [FIELD, {"id": "b", "label": "B"}, FIELD]}, "report-twice", "two fields are named “so_luot”"),
        ({"fields": []}, "too_short", ""),
    ],
)
def test_what_reports_may_not_ask(more: dict[str, Any], code: str, words: str) -> None:
    found, said = refused(DailyReports, {"fields": [FIELD], **more})
    assert found == code
    assert words in said
    assert len(reports(first_day="2020-01-01", last_day="2021-02-04").days()) == 401


@pytest.mark.parametrize(
    ("model", "value", "code", "words"),
    [
        (Person, {"name": "123", "district": "a"}, "name-letters", "“123” is not a person's name"),
        (Person, {"name": "A" * 201, "district": "a"}, "text-long", "longer than 200"),
        (Person, {"name": "A", "title": "b" * 201, "district": "a"}, "text-long", "longer than 200"),
        (Facility, {"id": "a", "name": "A", "district": "b", "teams": "0"}, "greater_than_equal", ""),
        (Facility, {"id": "a", "name": "A", "district": "b", "teams": "51"}, "less_than_equal", ""),
        (ReportField, {"id": "a", "label": "A", "kind": "date"}, "literal_error", ""),
        (
            Annotated[str, AfterValidator(known_kind)],
            "cong-van-mat",
            "kind-unknown",
            "“cong-van-mat” is not one of the 29 kinds of document of Decree 30",
        ),
        (CertifiedCopy, {**COPY, "form": "trich-sao"}, "extract-missing", "extract: [Điều 2]"),
        (
            CertifiedCopy,
            {**COPY, "form": "sao-y", "extract": ["Điều 2"]},
            "extract-form",
            "only a TRÍCH SAO can copy a part",
        ),
        (
            CertifiedCopy,
            {**COPY, "form": "sao"},
            "copy-form-unknown",
            "“sao” is not a form of copy; ['sao-y', 'sao-luc'",
        ),
    ],
)
def test_what_is_refused(model: Any, value: Any, code: str, words: str) -> None:
    found, said = refused(model, value)
    assert found == code
    assert words in said


def test_what_is_taken() -> None:
    assert Person(name="A" * 200, district="a", title="b" * 200).lead is False
    assert Facility(id="a", name="A", district="b").teams == 1
    assert CertifiedCopy.model_validate({**COPY, "form": "sao-y"}).medium == "paper"
    assert CertifiedCopy.model_validate({**COPY, "form": "trich-sao", "extract": ["Điều 2"]}).extract == ("Điều 2",)
