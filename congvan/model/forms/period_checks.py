"""Checks of the periods of a form and of when it is due."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence

from congvan.core.messages import Message
from congvan.core.text import did_you_mean, fold
from congvan.model.forms.column_checks import read_bound
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.form import Form
from congvan.model.forms.periods import HOLIDAYS, UNITS, PeriodSpec, end_of, start_of
from congvan.model.forms.review import Review
from congvan.model.forms.scalars import name_of, time_of
from congvan.model.forms.sections import Section
from congvan.model.lists.entries import EntryList
from congvan.model.project.yaml_reader import KeyPath
from congvan.values.columns.table import TYPES
from congvan.values.expressions import ExpressionError, parse

_SAID = {"day": "ngày", "week": "tuần", "month": "tháng", "quarter": "quý", "year": "năm"}
"""What clerks call periods."""

MOST_DAYS = 3700
"""Ten years: more periods of days than that nobody means."""


def check_period(review: Review, form: Form, path: KeyPath) -> None:
    """Report periods that do not exist, or that are in the wrong order."""
    spec = form.period
    if spec is None:
        return
    at = (*path, "period")
    _check_base(review, form, spec, at)
    if not spec.listed:
        first = start_of(spec.first) if spec.first else None
        last = end_of(spec.last) if spec.last else None
        if first and last and (last - first).days > MOST_DAYS:
            review.say(Message("period-many", years=MOST_DAYS // 365), (*at, "to"))
        return
    listed = review.lists.get(spec.each)
    if listed is None:
        own = [name for name, each in review.lists.items() if _is_of_periods(each)]
        meant = {fold(word): unit for unit, word in _SAID.items()}.get(fold(spec.each))
        hint = did_you_mean(meant or spec.each, [*UNITS, *own]) or Message("period-each.hint")
        if own and hint.id == "period-each.hint":
            hint = Message("period-each.hint-lists", known=", ".join(own))
        review.say(Message("period-each", name=spec.each), (*at, "each"), hint)
        return
    if not _is_of_periods(listed):
        review.say(Message("period-days", list=listed.label), (*at, "each"))
        return
    _check_ends(review, spec, listed, at)


def _check_base(review: Review, form: Form, spec: PeriodSpec, at: KeyPath) -> None:
    """Report figures to begin with of columns that no so_far() sums, of unknown entries, or that are no figures."""
    columns = [each for section in form.all_sections for each in _cumulated(section)] if spec.base else []
    own = {*form.per.values(), *(section.rows.each for section in form.all_sections)}
    lists = [listed for name, listed in review.lists.items() if name in own]
    for name, said in spec.base.items():
        found = [each for each in columns if each.name == name_of(name)]
        here = (*at, "base", name)
        if len(found) != 1:
            hint = Message("period-base.hint-known", known=", ".join(each.id or "" for each in columns))
            unknown = hint if columns else Message("period-base.hint")
            said_of = Message("period-base-twice", name=name) if found else Message("period-base", name=name)
            review.say(said_of, here, None if found else unknown)
            continue
        type_ = TYPES[found[0].type]
        for entry, text in said.items() if isinstance(said, Mapping) else [("", said)]:
            place = (*here, entry) if entry else here
            if entry and not any(listed.whole.get(entry) for listed in lists):
                near = did_you_mean(entry, [each for listed in lists for each in listed.whole.ids])
                labels = ", ".join(listed.label for listed in lists)
                review.say(Message("period-entry", name=entry, list=labels), place, near)
            if not isinstance(read_bound(type_, text), int | float):
                review.say(Message("bound-type", key=text, type=type_.words), place)


def _cumulated(section: Section) -> Iterator[FormColumn]:
    """Yield the columns that so_far() sums in a section."""
    read: set[str] = set()
    for each in section.leaves:
        with contextlib.suppress(ExpressionError):
            calls = parse(each.value).calls if each.value else ()
            summed = (argument for call in calls if call.function == "so_far" for argument in call.arguments)
            read |= {name for argument in summed for name in argument.all_names}
    yield from (each for each in section.leaves if each.name in read)


def _is_of_periods(listed: EntryList) -> bool:
    """Whether the entries of a list have first and last days."""
    entries = listed.whole.entries
    return bool(entries) and all(entry.valid_from and entry.valid_to for entry in entries)


def _check_ends(review: Review, spec: PeriodSpec, listed: EntryList, at: KeyPath) -> None:
    ends = {"from": spec.first, "to": spec.last}
    found = {key: listed.whole.get(text) for key, text in ends.items() if text}
    for key, entry in found.items():
        if entry is None:
            hint = did_you_mean(ends[key] or "", listed.whole.ids)
            review.say(Message("period-entry", name=ends[key], list=listed.label), (*at, key), hint)
    first, last = found.get("from"), found.get("to")
    if first and last and first.valid_from and last.valid_from and last.valid_from < first.valid_from:
        review.say(Message("period-order"), (*at, "to"))


def check_due(review: Review, form: Form, path: KeyPath, deadlines: Sequence[str] | None) -> None:
    """Report a deadline that the dispatch does not have, days of periods without periods, and missing holidays."""
    due, at = form.due, (*path, "due")
    if due is None:
        return
    if due.deadline and deadlines is not None and due.deadline not in deadlines:
        hint = did_you_mean(due.deadline, deadlines) or Message("due-deadline.hint", known=", ".join(deadlines))
        if not deadlines:
            hint = Message("due-deadline.hint-none")
        review.say(Message("due-deadline", name=due.deadline), at, hint)
    if due.day and form.period is None:
        review.say(Message("due-form"), (*at, "day"))
    if not (due.deadline or due.day or due.date or form.period):
        review.say(Message("due-form"), at)
    if due.hours and not _has_hours(review, form, due.hours):
        hint = Message("due-hours.hint", name=due.hours)
        review.say(Message("due-hours", name=due.hours), (*at, "hours"), hint)
    if due.holiday != "same" and HOLIDAYS not in review.lists:
        review.say(Message("list-unknown", name=HOLIDAYS), (*at, "holiday"), Message("list-unknown.hint-holidays"))


def _has_hours(review: Review, form: Form, field: str) -> bool:
    """Whether every period of the list of a form has an hour in a field."""
    listed = review.lists.get(form.period.listed) if form.period and form.period.listed else None
    return listed is not None and all(time_of(str(each.values.get(field) or "")) for each in listed.whole.entries)
