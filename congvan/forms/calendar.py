"""The periods of a form: days, weeks, months, quarters, years, or entries of a list; when each is due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from congvan.forms.form import DispatchForm
from congvan.model.forms.periods import PeriodSpec
from congvan.model.forms.scalars import DAYS

ZONE = datetime.timezone(datetime.timedelta(hours=7))
"""Vietnam keeps the same time all year."""
END_OF_DAY = datetime.time(23, 59, 59)
MOST_PERIODS = 1500


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its id (`2026-t34`), its name (“Tuần 34 (17/8–23/8)”), its days, and when it is due."""

    id: str
    name: str
    first: datetime.date
    last: datetime.date
    due: datetime.datetime | None = None

    @property
    def values(self) -> dict[str, str]:
        """What texts see under `ky`."""
        due = f"{self.due:%Y-%m-%d}" if self.due else ""
        return {
            "id": self.id,
            "name": self.name,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "due": due,
        }


class Calendar:
    """The periods of one form."""

    def __init__(self, form: DispatchForm) -> None:
        self.form = form
        self.spec: PeriodSpec | None = form.spec.period

    @cached_property
    def _periods(self) -> tuple[Period, ...]:
        return tuple(self._all())

    def periods(self) -> tuple[Period, ...]:
        """Return the periods that the form states, in order; () for a form without, or without a first day."""
        return self._periods

    def _all(self) -> Iterator[Period]:
        return iter(())

    def of(self, day: datetime.date) -> Period | None:
        """Return the period that a day falls into; None if there is none."""
        return next((each for each in self._periods if each.first <= day <= each.last), None)

    def find(self, text: str) -> Period | None:
        """Return the period that an id, a name or a day means."""
        return next((each for each in self._periods if text in (each.id, each.name)), None)

    def before(self, period: Period) -> Period | None:
        """Return the period before."""
        return self.of(period.first - datetime.timedelta(days=1))

    def year_before(self, period: Period) -> Period | None:
        """Return the same period of the year before."""
        return self.of(period.first - datetime.timedelta(days=364))


def named_day(day: datetime.date) -> str:
    """Return a day with its weekday: thứ Sáu 04/9."""
    return f"{DAYS[day.weekday()]} {short(day)}"


def short(day: datetime.date) -> str:
    """Return a day without its year as offices write it: 04/9, 17/8, 05/02."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}"
