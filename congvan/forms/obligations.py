"""Who owes which sheets of a form: entries of its dimensions times its periods, as far as `owed` holds."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from congvan.forms.calendar import Calendar, Period
from congvan.forms.due_dates import due_once
from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys
from congvan.forms.senders import Sender, sender_of


@dataclass(frozen=True, slots=True)
class Obligation:
    """One sheet that is owed: by whom, how many rows at least, until when.

    `successors`: per dimension whose entry has come to an end, the id of the one that came in its place; an answer
    under either fulfils it.
    """

    form: DispatchForm
    keys: FormKeys
    sender: Sender
    rows: int = 1
    due: datetime.datetime | None = None


def obligations(form: DispatchForm, period: str = "") -> Iterator[Obligation]:
    """Yield what is owed of a form, in the order of its lists; of one period where one is named."""
    calendar = Calendar(form)
    periods: tuple[Period | None, ...] = (None,)
    if form.spec.period:
        periods = tuple(each for each in calendar.periods() if period in ("", each.id))
    for keys in _sheets(form):
        sender = sender_of(form, keys)
        for each in periods:
            due = each.due if each else due_once(form)
            yield Obligation(form, FormKeys(keys.entries, each.id if each else ""), sender, 1, due)


def _sheets(form: DispatchForm) -> Iterator[FormKeys]:
    """Yield the entries of all dimensions, one sheet each."""
    names = [each.name for each in form.dimensions]
    for entries in itertools.product(*(each.listed.ids for each in form.dimensions)):
        yield FormKeys(dict(zip(names, entries, strict=True)))
