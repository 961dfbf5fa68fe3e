"""Who owes which sheets of a form: entries of its dimensions times its periods, as far as `owed` holds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound, Severity
from congvan.forms.answer_scopes import FormNames
from congvan.forms.blanks.rows import row_entries
from congvan.forms.blanks.scopes import BlankScope
from congvan.forms.calendar import Period
from congvan.forms.due_dates import due_once
from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.keys import PERIOD, FormKeys
from congvan.forms.owed import Bound, OwedBy
from congvan.forms.senders import Sender, sender_of
from congvan.forms.successors import heirs, in_period
from congvan.model.dataset import Dataset
from congvan.model.forms.scalars import name_of
from congvan.model.lists.choosing import scopes
from congvan.values.expressions import ExpressionError, parse
from congvan.values.expressions.unmet import unmet


@dataclass(frozen=True, slots=True)
class Obligation:
    """One sheet that is owed: by whom, how many rows at least, until when.

    `heir`: the keys under which an answer fulfils it too, where one entry came in the place of another.
    """

    form: DispatchForm
    keys: FormKeys
    sender: Sender
    rows: int = 1
    due: datetime.datetime | None = None
    heir: FormKeys | None = None


def obligations(form: DispatchForm, period: str = "") -> Iterator[Obligation]:
    """Yield what is owed of a form, in the order of its lists and periods; of one period where one is named.

    A period that the form does not state is owed where it is named: the next weeks of a report without an end.
    """
    try:
        yield from _obligations(form, period)
    except ExpressionError as error:
        raise form.refused(error, form.place("owed", "when")) from None


def _obligations(form: DispatchForm, period: str) -> Iterator[Obligation]:
    names = FormNames(form)
    owed = OwedBy(names)
    if form.spec.period is None:
        due = due_once(form)
        for bound in owed.entries():
            keys = _keys(form, bound)
            yield Obligation(form, keys, sender_of(form, keys), _rows(owed, bound, keys), due, heirs(form, keys))
        return
    named = names.calendar.find(period) if period else None
    periods = (named,) if named else () if period else names.calendar.periods()
    seen: set[FormKeys] = set()
    for bound in owed.entries():
        for each in periods:
            made = _of_period(owed, bound, each)
            if made is not None and made.keys not in seen:
                seen.add(made.keys)
                yield made


def _of_period(owed: OwedBy, bound: Bound, period: Period) -> Obligation | None:
    """Return what is owed in a period; None where an entry does not exist yet, or a condition does not hold."""
    form = owed.form
    there = {each.name: in_period(each.listed, bound[each.name], period) for each in form.dimensions}
    found = {name: entry for name, entry in there.items() if entry is not None}
    if len(found) < len(there) or not owed.in_period(found, period.values):
        return None
    keys = _keys(form, found, period.id)
    after = heirs(form, keys, period)
    return Obligation(form, keys, sender_of(form, keys), _rows(owed, found, keys), period.due, after)


def _keys(form: DispatchForm, bound: Bound, period: str = "") -> FormKeys:
    return FormKeys({each.name: bound[each.name].id for each in form.dimensions}, period)


def _rows(owed: OwedBy, bound: Bound, keys: FormKeys) -> int:
    """Return how many rows are owed: as stated, else all that are printed, else one."""
    stated = owed.rows(bound)
    if stated is not None:
        return stated
    for section in owed.form.sections:
        if section.spec.shape == "table":
            if section.each is not None and section.spec.rows.where is None:
                return len(section.each.entries)
            if section.each is not None:
                return len(row_entries(BlankScope(owed.names, keys), section))
            return len(section.spec.rows.typed) or 1
    return 1


def _awaits_a_list(form: DispatchForm) -> bool:
    """Whether the condition asks a list that has no entries yet: it is to come."""
    asked = parse(form.spec.owed.when).all_names if form.spec.owed.when else frozenset()
    lists = {name_of(name): listed for name, listed in form.dataset.lists.items()}
    return any(name in lists and not lists[name].entries for name in (each.partition(".")[0] for each in asked))


def owed_by_nobody(dataset: Dataset, dispatch_id: str) -> Iterator[Problem]:
    """Warn of every form that nobody owes on the day of the dispatch. `dataset`: as of that day."""
    for form in forms_of(dataset, dispatch_id).values():
        if form.dimensions and next(OwedBy(FormNames(form)).entries(), None) is None and not _awaits_a_list(form):
            where = dataset.dispatch_place(dispatch_id, *form.place("owed" if form.spec.owed.when else "per"))
            yield Problem(Message("owed-nobody", form=form.spec.name), where, severity=Severity.WARNING)


def rows_of_nobody(dataset: Dataset, dispatch_id: str) -> Iterator[Problem]:
    """Warn of rows of a form for entries of a list whose condition holds for none of them on any sheet that is owed.

    `dataset`: as of the day of the dispatch.
    """
    for form in forms_of(dataset, dispatch_id).values():
        for section in form.sections:
            where, listed = section.spec.rows.where, section.each
            if where is None or listed is None or not listed.entries or PERIOD in parse(where).all_names:
                continue
            names = FormNames(form)
            sheets = [BlankScope(names, _keys(form, bound)) for bound in OwedBy(names).entries()]
            try:
                met = any(row_entries(sheet, section) for sheet in sheets)
            except ProblemsFound:  # which is reported where the sheets are made
                continue
            if sheets and not met:
                message = Message("none-meets.rows", total=len(listed.entries), list=listed.label, form=form.spec.name)
                place = dataset.dispatch_place(dispatch_id, *form.section_path(section, "rows", "where"))
                yield unmet(message, place, parse(where), scopes(listed))
