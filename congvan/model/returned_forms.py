"""Models of returned forms: a person on a roster, a health facility; and the settings of daily reports.

Why: rows of returned forms are validated by the same types as the data files; the rows keep their own places.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from congvan.model.field_types import Date, Fact, Id, Integer, Name, Phone, Text, YesNo, model_error, optional

LEAD = "dau-moi"
"""The id of the column that marks the district's lead contact (đầu mối)."""

Phrase = Annotated[str, AfterValidator(lambda value: _phrase(value))]


def _phrase(value: str) -> str:
    if len(value) > 200:
        raise model_error("text-long", most=200)
    return value


def _person_name(value: str) -> str:
    if not any(char.isalpha() for char in value):
        raise model_error("name-letters", value=value)
    return _phrase(value)


class Person(Fact):
    """A person named for a district: on a roster, or by a huyện đoàn for its teams."""

    name: Annotated[Text, AfterValidator(_person_name)]
    title: Phrase = ""
    phone: Phone | None = None
    district: Id
    lead: YesNo = False


class Facility(Fact):
    """A health facility that gets a team; the list comes from the health department."""

    id: Id
    name: Text
    district: Id
    address: Text | None = None
    teams: Integer = Field(default=1, ge=1, le=50, description="teams wanted here")
    days: tuple[Date, ...] = optional("days on which the team is there; default: one standing team", ())


class ReportField(Fact):
    """One field of the daily report, filled in for each district."""

    id: Name
    label: Text
    kind: Literal["number", "text"] = "number"
    cumulative: YesNo = optional("numbers: days add up; false: the last day's figure counts", True)
    mm: Integer = 22


def _time(value: Any) -> Any:
    if isinstance(value, str):
        match = re.fullmatch(r"([01]?[0-9]|2[0-3])[hg:]([0-5][0-9])", value)
        if not match:
            raise model_error("time-form", value=value)
        return datetime.time(int(match[1]), int(match[2]))
    return value


Time = Annotated[
    datetime.time, BeforeValidator(_time), WithJsonSchema({"type": "string", "pattern": "^\\d{1,2}[hg:]\\d{2}$"})
]
"""A time of day: 16h00."""


class DailyReports(Fact):
    """Settings of the daily reports: fields, first and last day, weekends, and time due."""

    form: Id = "bao-cao-ngay"
    version: Integer = 1
    first_day: Date | None = optional("left out: forms with a blank day are printed")
    last_day: Date | None = None
    weekends: YesNo = True
    before: Time = datetime.time(16, 0)
    utc_offset: Integer = optional("hours; Vietnam keeps +7 all year", 7)
    fields: tuple[ReportField, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> DailyReports:
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise model_error("report-days")
        if self.first_day and self.last_day and (self.last_day - self.first_day).days > 400:
            raise model_error("report-many")
        names = [field.id for field in self.fields]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise model_error("report-twice", name=twice)
        return self

    def days(self) -> list[datetime.date]:
        """Return the days on which reports are owed; [] if the first or last day is not set."""
        if self.first_day is None or self.last_day is None:
            return []
        count = (self.last_day - self.first_day).days + 1
        days = [self.first_day + datetime.timedelta(days=n) for n in range(count)]
        return [day for day in days if self.weekends or day.weekday() < 5]

    def deadline(self, day: datetime.date) -> datetime.datetime:
        """Return the time after which the report of a day is late."""
        zone = datetime.timezone(datetime.timedelta(hours=self.utc_offset))
        return datetime.datetime.combine(day, self.before, zone)
