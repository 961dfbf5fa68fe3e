"""When a form is owed and due: once, or each day, week, month, quarter, year, or entry of a list of periods."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from congvan.model.field_types import Date, Id, Text, YesNo, model_error, optional
from congvan.model.forms.scalars import DAYS, ShortFact, TimeOfDay, Weekday, weekday_of
from congvan.values.columns.dates import day_of

UNITS = ("day", "week", "month", "quarter", "year")
"""Periods that need no list."""
HOLIDAYS = "ngay-nghi"
"""The list of holidays."""


_STARTS = (
    (re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])"), 1),
    (re.compile(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>\d{4})"), 1),
    (re.compile(r"(?P<year>\d{4})-q(?P<month>[1-4])"), 3),
    (re.compile(r"(?P<year>\d{4})"), 12),
)
"""How months, quarters and years are written, and how many months they have."""


def start_of(text: str) -> datetime.date | None:
    """Return the day that 31/8/2026 means, or the first of 8/2026, 2026-08, 2026-q3, 2026; None for anything else."""
    for written, months in _STARTS:
        if match := written.fullmatch(text.strip()):
            number = int(match["month"]) if "month" in match.groupdict() else 1
            return datetime.date(int(match["year"]), (number - 1) * months + 1, 1) if int(match["year"]) else None
    return day_of(text)


def end_of(text: str) -> datetime.date | None:
    """Return the day that 31/8/2026 means, or the last of 8/2026, 2026-q3, 2026; None for anything else."""
    first = start_of(text)
    months = next((months for written, months in _STARTS if written.fullmatch(text.strip())), 0)
    if first is None or not months:
        return first
    month = first.month + months
    after = first.replace(year=first.year + (month - 1) // 12, month=(month - 1) % 12 + 1)
    return after - datetime.timedelta(days=1)


class PeriodSpec(ShortFact):
    """The periods of a form: `{each: week, from: 31/8/2026, to: 27/12/2026}`.

    `first`, `last` are written `from`, `to`: days, or entries of the list of periods.
    """

    each: Text = Field(description="day, week, month, quarter, year, or the id of a list of periods")
    first: Text | None = Field(default=None, alias="from", description="the first day or entry")
    last: Text | None = Field(default=None, alias="to", description="the last day or entry")
    starts: Weekday = optional("the first day of a week", DAYS[0])
    weekends: YesNo = optional("for days: whether Saturdays and Sundays count", True)
    cumulate: Date | None = optional("the day from which so_far() sums; default: from")
    base: Mapping[Text, Text | Mapping[Id, Text]] = optional(
        "the figures so_far() begins with, by column: {muc: 120}, or of each entry: {muc: {xa-a: 120}}", {}
    )

    @model_validator(mode="before")
    @classmethod
    def _each_alone(cls, value: Any) -> Any:
        return {"each": value} if isinstance(value, str) else value

    @property
    def listed(self) -> str:
        """The id of the list of periods; "" for calendar units."""
        return "" if self.each in UNITS else self.each

    @model_validator(mode="after")
    def _days_in_order(self) -> PeriodSpec:
        if self.listed:
            return self
        ends = (("from", self.first, start_of), ("to", self.last, end_of))
        days = {key: read(text) for key, text, read in ends if text}
        for key, day in days.items():
            if day is None:
                raise model_error("date-form.period", at=key)
        first, last = days.get("from"), days.get("to")
        if first and last and last < first:
            raise model_error("period-order", at="to")
        return self


class DueSpec(ShortFact):
    """When an answer is due: a deadline of the dispatch, a date, or a day of the period with its hour."""

    deadline: Id | None = Field(default=None, exclude=True, description="id of a deadline of the dispatch")
    date: Date | None = optional("a day; for a form without periods")
    day: Text | None = optional("thứ Sáu; 5 (day of the month); +10 (days after the period)")
    time: TimeOfDay | None = optional("16h00; default: the end of the day")
    hours: Text | None = optional("the field of a list of periods that holds the hour of each: 7h00")
    holiday: Literal["before", "after", "same"] = optional("where the day is a holiday (list ngay-nghi)", "same")

    @model_validator(mode="before")
    @classmethod
    def _deadline_or_keys(cls, value: Any) -> Any:
        if isinstance(value, str):
            if day_of(value):
                return {"date": value}
            if not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", value):
                raise model_error("due-form")
            return {"deadline": value}
        return value

    @model_validator(mode="after")
    def _day_known(self) -> DueSpec:
        day = self.day
        if day and weekday_of(day) is None and not re.fullmatch(r"\+\d{1,3}|[12]?\d|3[01]", day):
            raise model_error("due-day", value=day, at="day")
        if self.date and self.day:
            raise model_error("due-form", at="day")
        return self
