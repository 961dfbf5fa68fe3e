"""When a sheet is due: a deadline of the dispatch, a day, a day of each period; holidays before or after."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator

from congvan.forms.form import DispatchForm
from congvan.model.forms.periods import HOLIDAYS, DueSpec
from congvan.model.forms.scalars import DAYS, time_of, weekday_of
from congvan.model.lists.entries import Entry, EntryList
from congvan.values.columns.dates import day_of

ZONE = datetime.timezone(datetime.timedelta(hours=7))
"""Vietnam keeps the same time all year."""
END_OF_DAY = datetime.time(23, 59, 59)
Days = frozenset[datetime.date]
_ENDS = ("valid_from", "valid_to")
_ONE_DAY = datetime.timedelta(days=1)
_LONGEST = 30  # days in a row that may all be holidays


def due_once(form: DispatchForm) -> datetime.datetime | None:
    """Return when a form without periods is due; None where nothing is said."""
    due = form.spec.due
    if due is None:
        return None
    deadline = next((each for each in form.dispatch.deadlines if each.id == due.deadline), None)
    day = deadline.date if deadline else due.date
    if deadline and deadline.time and due.time is None:
        due = due.model_copy(update={"time": time_of(deadline.time)})
    return _at(due, day, holidays(form)) if day else None


def period_due(
    form: DispatchForm, first: datetime.date, last: datetime.date, free: Days, hour: datetime.time | None = None
) -> datetime.datetime:
    """Return when the sheet of a period is due; at its end where nothing is said. `free`: the holidays; `hour`: of this
    period alone.
    """
    due = form.spec.due or DueSpec()
    if hour is not None:
        due = due.model_copy(update={"time": hour})
    if due.deadline or due.date:
        return due_once(form) or datetime.datetime.combine(last, END_OF_DAY, ZONE)
    return _at(due, _day_of(due.day or "+0", first, last), free)


def _day_of(said: str, first: datetime.date, last: datetime.date) -> datetime.date:
    """Return the day of a period: so many days after it, a day of its last month, the last such day of the week."""
    if said.startswith("+"):
        return last + int(said[1:]) * _ONE_DAY
    if re.fullmatch(r"\d+", said):
        return last.replace(day=min(int(said), calendar.monthrange(last.year, last.month)[1]))
    back = (last.weekday() - (weekday_of(said) or 0)) % 7
    return max(last - back * _ONE_DAY, first)


def _at(due: DueSpec, day: datetime.date, free: Days) -> datetime.datetime:
    if due.holiday != "same":
        step = _ONE_DAY if due.holiday == "after" else -_ONE_DAY
        for _ in range(_LONGEST):
            if day.weekday() < 5 and day not in free:
                break
            day += step
    return datetime.datetime.combine(day, due.time or END_OF_DAY, ZONE)


def holidays(form: DispatchForm) -> Days:
    """Return the days of the list of holidays: from valid_from to valid_to, and those of its fields of type date."""
    listed = form.dataset.lists.get(HOLIDAYS)
    return frozenset(day for entry in listed.whole.entries for day in _days(entry, listed)) if listed else frozenset()


def _days(entry: Entry, listed: EntryList) -> Iterator[datetime.date]:
    """Yield the days that an entry of a list of days stands for."""
    first, last = entry.valid_from or entry.valid_to, entry.valid_to or entry.valid_from
    if first and last:
        yield from (first + n * _ONE_DAY for n in range(min((last - first).days, 366) + 1))
    fields = listed.head.fields
    dated = [name for name, field in fields.items() if field.type == "date" and name not in _ENDS] if fields else None
    for name in entry.values if dated is None else dated:  # a list without fields has any key
        said = entry.values.get(name) or ()
        if isinstance(said, str | list | tuple):
            for text in (said,) if isinstance(said, str) else said:
                if day := day_of(str(text)):
                    yield day


def named_day(day: datetime.date) -> str:
    """Return a day with its weekday: thứ Sáu 04/9."""
    return f"{DAYS[day.weekday()]} {short_day(day)}"


def short_day(day: datetime.date) -> str:
    """Return a day without its year as offices write it: 04/9, 17/8, 05/02."""
    return f"{day.day:02d}/{day.month:02d}" if day.month < 3 else f"{day.day:02d}/{day.month}"
