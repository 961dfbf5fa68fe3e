"""Check dates and numbers of dispatches against each other; each warning names both places involved."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import spoken
from congvan.model.field_types import BLANK
from congvan.model.forms.periods import end_of
from congvan.model.validity import possible_days
from congvan.values.columns.dates import day_in_figures

if TYPE_CHECKING:
    from congvan.model.dataset import Dataset
    from congvan.model.dispatch import Dispatch


FAR = 5
"""Years after its date of issue in which a dispatch asks for nothing: a slip of a digit."""


def check_dates(dataset: Dataset, names: Sequence[str]) -> Iterator[Problem]:
    """Warn about dates and numbers of these dispatches; of two with the same number, about the later in `names`."""
    chosen = frozenset(names)
    numbers_used: _NumberRegister = {}
    for name in (*(other for other in dataset.dispatches if other not in chosen), *names):
        _register_numbers(numbers_used, dataset.dispatches[name], name)
    for name in names:
        yield from _issue_date_warnings(dataset, name)
        yield from _numbers_used(dataset, name, numbers_used)


_NumberRegister = dict[tuple[str, str, int], list[tuple[str, tuple[str | int, ...]]]]
"""(kind, year, number) → the dispatches with that number, and the place where each states it."""


def _register_numbers(numbers_used: _NumberRegister, dispatch: Dispatch, name: str) -> None:
    """Register the numbers of a dispatch; those without a year are ignored."""
    if dispatch.date.year != BLANK:
        for number, place in _numbers(dispatch).items():
            numbers_used.setdefault((dispatch.kind, dispatch.date.year, number), []).append((name, place))


def _numbers_used(dataset: Dataset, name: str, numbers_used: _NumberRegister) -> Iterator[Problem]:
    """Warn if a dispatch of the same kind and year, registered before, has the same number (Điều 15.1: unique within a
    year).
    """
    dispatch = dataset.dispatches[name]
    for number, place in _numbers(dispatch).items():
        for other, other_place in numbers_used.get((dispatch.kind, dispatch.date.year, number), ()):
            if other == name:
                break
            called = Message("called.dispatch", name=spoken(dataset.dispatches[other].subject or other))
            following = next_numbers(dataset, int(dispatch.date.year)).get(dispatch.kind, number + 1)
            message = Message("number-used", number=number, year=dispatch.date.year, other=called, next=following)
            yield _warning(message, dataset.dispatch_place(name, *place), dataset.dispatch_place(other, *other_place))


def next_numbers(dataset: Dataset, year: int) -> dict[str, int]:
    """Return the number behind the highest of a year, by the kinds that have one: each kind counts by itself."""
    known: _NumberRegister = {}
    for name, dispatch in dataset.dispatches.items():
        _register_numbers(known, dispatch, name)
    found = sorted((kind, number + 1) for kind, of, number in known if of == str(year))
    return dict(found)


def _numbers(dispatch: Dispatch) -> dict[int, tuple[str | int, ...]]:
    """Return the numbers of a dispatch and its addressed copies, with the place of each."""
    numbers = [(dispatch.number, ("number",)), *((number, ("numbers", to)) for to, number in dispatch.numbers.items())]
    return {int(number): where for number, where in reversed(numbers) if number != BLANK}


def _issue_date_warnings(dataset: Dataset, name: str) -> Iterator[Problem]:
    """Warn if the date of issue is before that of a cited document or after a deadline."""
    dispatch, place = dataset.dispatches[name], functools.partial(dataset.dispatch_place, name)
    days = possible_days(dispatch.date)
    earliest, latest = days or (None, None)
    for i, each in enumerate(dispatch.deadlines):
        if each.date is None and each.time is None:
            yield Problem(Message("deadline-empty", what=each.what), place("deadlines", i), severity=Severity.WARNING)
    for i, cited in enumerate(dispatch.cites):
        if latest and cited.date > latest:
            message = Message("date-before-cited", what=cited.what, date=day_in_figures(cited.date))
            yield _warning(message, place("date"), place("cites", i, "date"))
    due: list[tuple[datetime.date | None, str, tuple[str | int, ...]]]
    due = [(each.date, each.what, ("deadlines", n, "date")) for n, each in enumerate(dispatch.deadlines)]
    due += [
        (form.due.date, form.name, ("forms", n, "due", "date")) for n, form in enumerate(dispatch.forms) if form.due
    ]
    periods = (
        (n, form, form.period) for n, form in enumerate(dispatch.forms) if form.period and not form.period.listed
    )
    due += [(end_of(of.last), form.name, ("forms", n, "period", "to")) for n, form, of in periods if of.last]
    for day, what, path in due:
        if earliest and day and day < earliest:
            message = Message("date-after-deadline", date=day_in_figures(day), what=what)
            yield _warning(message, place("date"), place(*path))
        elif latest and day and day.year - latest.year > FAR:
            message = Message("deadline-far", date=day_in_figures(day), years=day.year - latest.year)
            yield _warning(message, place(*path), place("date"))


def _warning(message: Message, place: Place, other: Place) -> Problem:
    return Problem(message, place, severity=Severity.WARNING, also=(other,))
