"""The periods of a form: days, weeks, months, quarters, years, or entries of a list; when each is due."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from congvan.core.text.numerals import roman
from congvan.forms.due_dates import Days, holidays, named_day, period_due, short_day
from congvan.forms.form import DispatchForm
from congvan.model.forms.periods import end_of, start_of
from congvan.model.forms.scalars import DAYS, time_of, weekday_of
from congvan.model.lists.entries import Entry, folded
from congvan.values.columns.dates import day_of

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)
MOST_PERIODS = 2000
"""Periods of one form that are enumerated: five years of days."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its id (`2026-t34`), its name (“Tuần 34 (17/8–23/8)”), its days, and when it is due."""

    id: str
    name: str
    first: Day
    last: Day
    due: datetime.datetime | None = None

    @property
    def values(self) -> dict[str, str]:
        """What texts and expressions see under `ky`."""
        due = f"{named_day(self.due.date())}/{self.due.year}" if self.due else ""
        return {
            "id": self.id,
            "name": self.name,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "due": due,
        }


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of the calendar: the first day of the one that a day falls into, the first of the next, id and name."""

    start: Callable[[Day], Day]
    after: Callable[[Day], Day]
    id: Callable[[Day], str]
    name: Callable[[Day], str]
    pattern: str
    of: Callable[[re.Match[str]], Day]


def _months(months: int, id_: Callable[[Day], str], name: Callable[[Day], str], pattern: str) -> _Unit:
    """Return a unit of several months, counted from January."""

    def start(day: Day) -> Day:
        return day.replace(month=(day.month - 1) // months * months + 1, day=1)

    def after(first: Day) -> Day:
        month = first.month + months
        return first.replace(year=first.year + (month - 1) // 12, month=(month - 1) % 12 + 1)

    def of(match: re.Match[str]) -> Day:
        number = int(match["n"] or 1) if "n" in match.groupdict() else 1
        return datetime.date(int(match["year"]), (number - 1) * months + 1, 1)

    return _Unit(start, after, id_, name, pattern, of)


def _week(starts: int) -> _Unit:
    """Return weeks that start on a day of the week; a week belongs to the year of its fourth day, as in ISO 8601."""

    def start(day: Day) -> Day:
        return day - datetime.timedelta(days=(day.weekday() - starts) % 7)

    def number(first: Day) -> tuple[int, int]:
        fourth = first + 3 * ONE_DAY
        return fourth.year, (fourth.timetuple().tm_yday - 1) // 7 + 1

    def name(first: Day) -> str:
        return f"Tuần {number(first)[1]} ({short_day(first)}–{short_day(first + 6 * ONE_DAY)})"

    def of(match: re.Match[str]) -> Day:
        fourth = datetime.date(int(match["year"]), 1, 4) + 7 * (int(match["n"]) - 1) * ONE_DAY
        return start(fourth)

    return _Unit(
        start,
        lambda first: first + 7 * ONE_DAY,
        lambda first: "{}-t{:02d}".format(*number(first)),
        name,
        r"(?P<year>\d{4})-t(?P<n>\d{2})",
        of,
    )


def _unit(each: str, starts: str) -> _Unit:
    if each == "week":
        return _week(weekday_of(starts) or 0)
    if each == "month":
        pattern = r"(?P<year>\d{4})-(?P<n>\d{2})"
        return _months(
            1,
            lambda day: f"{day:%Y-%m}",
            lambda day: f"Tháng {day.month:02d}/{day.year}" if day.month < 3 else f"Tháng {day.month}/{day.year}",
            pattern,
        )
    if each == "quarter":
        pattern = r"(?P<year>\d{4})-q(?P<n>[1-4])"
        return _months(
            3,
            lambda day: f"{day.year}-q{(day.month + 2) // 3}",
            lambda day: f"Quý {roman((day.month + 2) // 3)}/{day.year}",
            pattern,
        )
    if each == "year":
        return _months(12, lambda day: f"{day.year}", lambda day: f"Năm {day.year}", r"(?P<year>\d{4})")
    return _Unit(
        lambda day: day,
        lambda day: day + ONE_DAY,
        lambda day: day.isoformat(),
        lambda day: f"Ngày {short_day(day)}/{day.year}",
        r"(?P<day>\d{4}-\d{2}-\d{2})",
        lambda match: datetime.date.fromisoformat(match["day"]),
    )


class Calendar:
    """The periods of one form."""

    def __init__(self, form: DispatchForm) -> None:
        self.form = form
        self.spec = form.spec.period

    @cached_property
    def _unit(self) -> _Unit:
        return _unit(self.spec.each if self.spec else "day", self.spec.starts if self.spec else DAYS[0])

    @cached_property
    def _listed(self) -> tuple[Period, ...]:
        """The periods of a list that have days, in their order; those before `from` among them."""
        listed = self.form.dataset.lists.get(self.spec.listed) if self.spec and self.spec.listed else None
        dated = [entry for entry in listed.whole.entries if entry.valid_from and entry.valid_to] if listed else []
        return tuple(self._of_entry(entry) for entry in sorted(dated, key=lambda entry: entry.valid_from or Day.min))

    def _of_entry(self, entry: Entry) -> Period:
        assert entry.valid_from is not None
        assert entry.valid_to is not None
        return self._with_due(Period(entry.id, entry.heading, entry.valid_from, entry.valid_to), self._hour_of(entry))

    def _hour_of(self, entry: Entry) -> datetime.time | None:
        """Return the hour of a period that its entry says."""
        due = self.form.spec.due
        return time_of(str(entry.values.get(due.hours) or "")) if due and due.hours else None

    def _of_first(self, first: Day) -> Period:
        if first not in self._made:
            unit = self._unit
            made = Period(unit.id(first), unit.name(first), first, unit.after(first) - ONE_DAY)
            self._made[first] = self._with_due(made)
        return self._made[first]

    @cached_property
    def _made(self) -> dict[Day, Period]:
        return {}

    def _with_due(self, period: Period, hour: datetime.time | None = None) -> Period:
        return replace(period, due=period_due(self.form, period.first, period.last, self._free, hour))

    @cached_property
    def _free(self) -> Days:
        return holidays(self.form)

    def periods(self) -> tuple[Period, ...]:
        """Return the periods that the form states, in order; () for a form without, or without a first one.

        Without a last one they go on to the end of the year of the first.
        """
        return self._periods

    @cached_property
    def _periods(self) -> tuple[Period, ...]:
        return tuple(self._stated())

    def _stated(self) -> Iterator[Period]:
        spec = self.spec
        if spec is None:
            return
        if spec.listed:
            ids = [each.id for each in self._listed]
            first = ids.index(spec.first) if spec.first in ids else 0
            last = ids.index(spec.last) + 1 if spec.last in ids else None
            yield from self._listed[first:last]
            return
        begin = start_of(spec.first) if spec.first else None
        if begin is None:
            return
        start = self._unit.start(begin)
        end = end_of(spec.last) if spec.last else None
        year = self._unit.id(start)[:4]
        found = takewhile(lambda day: day <= end if end else self._unit.id(day)[:4] == year, self._from(start))
        for number, day in enumerate(found):
            if number >= MOST_PERIODS:
                return
            if self._counts(day):
                yield self._of_first(day)

    def _from(self, start: Day) -> Iterator[Day]:
        while True:
            yield start
            start = self._unit.after(start)

    def _counts(self, day: Day) -> bool:
        """Whether a day counts as a period: not at weekends where the form says so."""
        return not (self.spec and self.spec.each == "day" and not self.spec.weekends and day.weekday() > 4)

    def on(self, day: Day) -> list[Period]:
        """Return the periods of a list that a day falls into: two where reports are due twice a day."""
        return [each for each in self._listed if each.first <= day <= each.last]

    def of(self, day: Day) -> Period | None:
        """Return the period that a day falls into, stated or not; None if there is none, or several."""
        if self.spec is None:
            return None
        if self.spec.listed:
            found = self.on(day)
            return found[0] if len(found) == 1 else None
        return self._of_first(self._unit.start(day)) if self._counts(day) else None

    @cached_property
    def _by_id(self) -> Mapping[str, Period]:
        return {each.id: each for each in (*self._listed, *self._periods)}

    def find(self, text: str) -> Period | None:
        """Return the period that an id, a name or a day means, stated or not."""
        if self.spec is None or not text:
            return None
        if text in self._by_id:
            return self._by_id[text]
        said = folded(text)
        known = self._by_id.values()
        for short in (False, True):
            named = [each for each in known if said == folded(each.name.partition(" (")[0] if short else each.name)]
            if len(named) == 1:
                return named[0]
        if self.spec.listed:
            day = day_of(text)
            return self.of(day) if day else None
        if (meant := said_period(self.spec.each, said)) is not None:
            return self._said(meant)
        match = re.fullmatch(self._unit.pattern, text)
        try:
            day = self._unit.of(match) if match else day_of(text)
        except ValueError:
            return None
        found = self.of(day) if day else None
        return found if found and (match is None or found.id == text) else None

    def days_of(self, name: str) -> tuple[str, str]:
        """Return the first and the last day of a period, ISO 8601; "" for none."""
        period = self.find(name)
        return (period.first.isoformat(), period.last.isoformat()) if period is not None else ("", "")

    def _said(self, said: SaidPeriod) -> Period | None:
        """Return the only stated period of a number, or the one of a year, whose days are those that are said."""
        if not said.number:
            known = [each for each in self._periods if said.fits(each.first, each.last)]
            return known[0] if len(known) == 1 else None
        known = [each for each in self._periods if _number_of(each) == said.number]
        if said.year:
            known = [each for each in known if each.id.startswith(f"{said.year}-")]
            if not known and (other := self._of_number(said)) is not None:
                known = [other]
        return known[0] if len(known) == 1 and said.fits(known[0].first, known[0].last) else None

    def _of_number(self, said: SaidPeriod) -> Period | None:
        """Return a period that the form does not state, by number and year."""
        sign = {"week": "t", "quarter": "q"}.get(self.spec.each if self.spec else "", "")
        return self.find(f"{said.year}-{sign}{said.number:0{1 if sign == 'q' else 2}d}")

    def order(self, period: str) -> tuple[str, int, str]:
        """Return what periods are sorted by: their first days, those of one day as their list has them."""
        found = self.find(period)
        return found.first.isoformat() if found else "", self._places.get(period, 0), period

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {each.id: at for at, each in enumerate(self._listed)}

    def before(self, period: Period) -> Period | None:
        """Return the period before, stated or not."""
        if self.spec and self.spec.listed:
            at = self._places.get(period.id, 0)
            return self._listed[at - 1] if at else None
        day = period.first - ONE_DAY
        while not self._counts(day):
            day -= ONE_DAY
        return self.of(day)

    def year_before(self, period: Period) -> Period | None:
        """Return the period of the same number a year before; None if there is none."""
        if self.spec and self.spec.each == "week":
            year, week = period.id.split("-t")
            return self.find(f"{int(year) - 1}-t{week}")
        try:
            day = period.first.replace(year=period.first.year - 1)
        except ValueError:  # 29 February
            return None
        return self.of(day)

    @cached_property
    def _begin(self) -> Day | None:
        """The day from which so_far() sums."""
        stated = self.spec.cumulate if self.spec else None
        return stated or (self._periods[0].first if self._periods else None)

    def is_cumulated(self, period: Period) -> bool:
        """Whether so_far() sums a period, not before the day from which it does."""
        return self._begin is None or period.last >= self._begin

    @cached_property
    def first_cumulated(self) -> Period | None:
        """The first stated period that so_far() sums."""
        return next((each for each in self._periods if self.is_cumulated(each)), None)

    def cumulated(self, period: Period) -> tuple[Period, ...]:
        """Return the periods that so_far() sums before this one: from `cumulate`, else from the first stated."""
        begin = self._begin or period.first
        found: list[Period] = []
        each = self.before(period)
        while each and each.last >= begin and len(found) < MOST_PERIODS:
            found.append(each)
            each = self.before(each)
        return tuple(reversed(found))


def _number_of(period: Period) -> int:
    digits = re.sub(r"\D", "", period.id.rpartition("-")[2])
    return int(digits or 0)


def calendar_of(form: DispatchForm) -> Calendar:
    """Return the periods of a form, worked out once."""
    found: Calendar = form.memo.setdefault("calendar", Calendar(form))
    return found


# Periods as people write them: Tuần thứ 28 năm 2026, Tuần 28 (6/7-12/7), Tháng 7/2026, Quý III.

_DATE = r"(?:ngay )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?"
_SPAN = re.compile(rf"(?:tu )?{_DATE} ?(?:-|–|—|den) ?{_DATE}")
_WORDS = {"week": "tuan", "month": "thang", "quarter": "quy", "year": "nam"}
_QUARTERS = ("i", "ii", "iii", "iv")
_REST = re.compile(r"[\s(),.;:]*")


class SaidPeriod(NamedTuple):
    """A period as it is written: its number, its year, its first and last day as (day, month, year); 0 for unsaid, also
    for the number of one that is named by its days alone.
    """

    number: int
    year: int = 0
    days: tuple[tuple[int, int, int], ...] = ()

    def fits(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether the days are those of a period; without days any period fits."""
        return all(
            (day, month) == (meant.day, meant.month) and year in (0, meant.year)
            for (day, month, year), meant in zip(self.days, (first, last), strict=False)
        )


def said_period(unit: str, said: str) -> SaidPeriod | None:
    """Return the period that a text without marks and case names, by its days alone too; None for any other text."""
    word = _WORDS.get(unit)
    if word is None or unit == "year":
        return None
    if (alone := _SPAN.fullmatch(said)) is not None:
        return SaidPeriod(0, days=_days_of(alone))
    number = r"(\d{1,2}|[ivx]{1,4})" if unit == "quarter" else r"(\d{1,2})"
    found = re.match(rf"{word} (?:thu )?{number}(?: ?/ ?(\d{{4}})|[ ,]*(?:cua )?nam (\d{{4}}))?(?!\d)", said)
    if found is None:
        return None
    rest = said[found.end() :]
    span = _SPAN.search(rest)
    if _REST.fullmatch(rest if span is None else rest[: span.start()] + rest[span.end() :]) is None:
        return None
    days = _days_of(span) if span is not None else ()
    counted = int(found[1]) if found[1].isdecimal() else _QUARTERS.index(found[1]) + 1 if found[1] in _QUARTERS else 0
    return SaidPeriod(counted, int(found[2] or found[3] or 0), days)


def _days_of(span: re.Match[str]) -> tuple[tuple[int, int, int], ...]:
    """Return the first and the last day of a span; a year that is not said is 0."""
    first, last = ([int(each or 0) for each in span.groups()[at : at + 3]] for at in (0, 3))
    return (first[0], first[1], first[2]), (last[0], last[1], last[2])
