"""Periods of validity: which agency names, bodies and administrative units exist on the date of a dispatch.

A dispatch is built as of its own date: the agency has the name of that day, lists contain what existed then, and
addressing a body that no longer or not yet exists is an error that names its successor.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.model.directory import Agency
from congvan.model.field_types import DateWithGaps
from congvan.model.lists.choosing import scopes
from congvan.model.lists.entries import Entry, distinct
from congvan.model.lists.receiving import addressees, bodies_by_id, member_ids, receiving
from congvan.values.columns.dates import day_in_figures
from congvan.values.expressions import parse
from congvan.values.expressions.unmet import unmet

if TYPE_CHECKING:
    from congvan.model.dataset import Dataset


class Dated(Protocol):
    """What exists from a day to a day, and what came in its place."""

    @property
    def valid_from(self) -> datetime.date | None: ...

    @property
    def valid_to(self) -> datetime.date | None: ...

    @property
    def successors(self) -> tuple[str, ...]: ...


DayRange = tuple[datetime.date, datetime.date]
"""The first and last day that a date with blanks can mean."""


def possible_days(date: DateWithGaps) -> DayRange | None:
    """Return the days that a date of issue can mean; None if the year is blank."""
    last = date.last_possible
    if last is None:
        return None
    first = date.known or (last.replace(day=1) if date.month != "blank" else last.replace(month=1, day=1))
    return first, last


def exists(fact: Dated, days: DayRange | None) -> bool:
    """Whether a fact is valid on at least one of the days."""
    if days is None:
        return True
    begun = fact.valid_from is None or fact.valid_from <= days[1]
    return begun and (fact.valid_to is None or fact.valid_to >= days[0])


def agency_on(agency: Agency, days: DayRange | None) -> Agency:
    """Return the agency with its name, symbol and place on these days (None: the latest)."""
    changes: dict[str, object] = {}
    for period in sorted(agency.later, key=lambda period: period.valid_from):
        if days is None or period.valid_from <= days[1]:
            if period.name:
                changes["lines"] = None  # of the previous name
            changes |= period.model_dump(exclude={"valid_from"}, exclude_none=True)
    return agency.model_copy(update=changes) if changes else agency


def as_of(dataset: Dataset, dispatch_id: str) -> Dataset:
    """Return the dataset as of the date of a dispatch: names of that day, and only what existed."""
    days = possible_days(dataset.dispatches[dispatch_id].date)
    return dataclasses.replace(
        dataset,
        agency=agency_on(dataset.agency, days),
        lists={name: listed.on(days) for name, listed in dataset.lists.items()},
    )


def check_validity(dataset: Dataset, dispatch_id: str) -> Iterator[Problem]:
    """Yield an error for every addressed body that does not exist on the date of the dispatch."""
    dispatch = dataset.dispatches[dispatch_id]
    days = possible_days(dispatch.date)
    if days is None:
        return
    facts, names = _dated(dataset), bodies_by_id(dataset.lists)
    for identifier, loc in _addressed(dataset, dispatch_id):
        fact = facts.get(identifier)
        if fact is not None and not exists(fact, days):
            yield _not_valid(dataset, names[identifier], fact, days, dataset.dispatch_place(dispatch_id, *loc))
    yield from _lines_of_nobody(dataset, dispatch_id, days)
    unit = next((unit for unit in dataset.agency.units if unit.abbreviation == dispatch.unit), None)
    if unit is not None and not exists(unit, days):
        units = {other.id: f"{other.name} ({other.abbreviation})" for other in dataset.agency.units}
        successors = [units.get(name, name) for name in unit.successors]
        yield _problem(unit.name, unit, days, successors, dataset.dispatch_place(dispatch_id, "unit"))


def _lines_of_nobody(dataset: Dataset, dispatch_id: str, days: DayRange) -> Iterator[Problem]:
    """Yield an error for each line whose list or condition gives nobody on these days."""
    for key, index, line in dataset.dispatches[dispatch_id].lines():
        place = functools.partial(dataset.dispatch_place, dispatch_id, key, index)
        wanted = addressees(line)
        listed = dataset.lists.get(wanted.listed) if wanted else None
        if wanted is None or listed is None:
            continue
        there = listed.on(days)
        if line.where and not member_ids({**dataset.lists, wanted.listed: there}, line):
            message = Message("group-empty", total=len(there.entries), list=listed.label)
            yield unmet(message, place("where"), parse(line.where), scopes(there), Severity.ERROR)
        elif not line.where and member_ids(dataset.lists, line):
            yield from _empty(listed.entries, days, place("each"))


def _empty(members: Iterable[Dated], days: DayRange, place: Place) -> Iterator[Problem]:
    """Yield an error if no member of a group is valid on these days."""
    ended = [member.valid_to for member in members if member.valid_to is not None]
    if any(exists(member, days) for member in members):
        return
    hint = Message("body-gone.hint-ended-address", day=day_in_figures(max(ended))) if ended else None
    yield Problem(Message("body-gone.no-members"), place, hint)


def _addressed(dataset: Dataset, dispatch_id: str) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield every body id in receivers and copies, with its path."""
    for key, index, line in dataset.dispatches[dispatch_id].lines():
        if line.to:
            yield line.to, (key, index, "to")
        yield from ((member, (key, index, "members", n)) for n, member in enumerate(line.members or ()))


def _dated(dataset: Dataset) -> Mapping[str, Dated]:
    """Return, by the id of a body, the entry that it receives for, which has the validity."""
    found = ((body.id, listed.get(body.entry)) for listed, body in receiving(dataset.lists))
    return {identifier: entry for identifier, entry in found if entry is not None}


def _not_valid(dataset: Dataset, name: str, fact: Dated, days: DayRange, place: Place) -> Problem:
    """Return the problem for a body that is not valid; name its successors with their ids."""
    labels = {identifier: f"{own} ({identifier})" for identifier, own in bodies_by_id(dataset.lists).items()}
    for listed, body in receiving(dataset.lists):
        entry = listed.get(body.entry)
        if entry is not None and body.prefix and entry.id not in labels:
            labels[entry.id] = f"{entry.values['sentence']} ({body.id})"
    successors = fact.successors or tuple(dict.fromkeys(_successors_inside(dataset, fact)))
    return _problem(name, fact, days, [labels.get(identifier, identifier) for identifier in successors], place)


def _successors_inside(dataset: Dataset, fact: Dated) -> Iterator[str]:
    """Yield the successors of the entries that refer to an entry: of those within an entry that has none itself."""
    if not isinstance(fact, Entry):
        return
    for listed in distinct(dataset.lists.values()):
        for entry in listed.entries:
            if entry.successors and entry.refers_to(fact.id):
                yield from entry.successors


def _problem(name: str, fact: Dated, days: DayRange, successors: list[str], place: Place) -> Problem:
    if fact.valid_to is not None and fact.valid_to < days[0]:
        hint = Message("body-gone.hint-successor", names=", ".join(successors))
        hint = hint if successors else Message("body-gone.hint-address-current")
        return Problem(Message("body-gone.existed", name=name, day=day_in_figures(fact.valid_to)), place, hint)
    since = day_in_figures(fact.valid_from) if fact.valid_from else ""
    return Problem(Message("body-not-yet", name=name, day=since), place)
