"""What is owed of each form: fixed by the ids of the day on which the dispatch got its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.forms.calendar import Period
from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.keys import FormKeys
from congvan.forms.obligations import Obligation, obligations
from congvan.forms.senders import Sender
from congvan.forms.successors import heirs
from congvan.forms.versions import changed_columns, columns_sent
from congvan.model.dataset import Dataset
from congvan.model.field_types import BLANK
from congvan.model.validity import as_of
from congvan.returns.ledger.store import Change, Event
from congvan.returns.records.fold import FoldedRecords
from congvan.returns.records.identity import keys_of


def owed(form: DispatchForm, records: FoldedRecords, period: Period | None = None) -> list[Obligation]:
    """Return what is owed of a form, in one of its periods: of entries that came later nothing, unless in the place of
    one that was there; of those that went still.
    """
    now = list(obligations(form, period.id) if period else obligations(_once(form)))
    issued = records.issued.get((form.dispatch_id, form.id))
    if issued is None:
        return now
    fixed, names = set(issued), [each.name for each in form.dimensions]
    sheets = {keys: FormKeys({name: dict(keys).get(name, "") for name in names}) for keys in fixed}
    heirs_now = (
        {keys_of(after.entries) for keys in sheets.values() if (after := heirs(form, keys))} if period else set()
    )
    kept = [each for each in now if keys_of(each.keys.entries) in fixed | heirs_now]
    lost = sorted(fixed - {keys_of(each.keys.entries) for each in kept}) if period is None else []
    due = now[0].due if now else None
    return [*kept, *(Obligation(form, sheets[keys], Sender(), 1, due) for keys in lost)]


def _once(form: DispatchForm) -> DispatchForm:
    """Return a form without its periods."""
    if form.spec.period is None:
        return form
    return replace(form, spec=form.spec.model_copy(update={"period": None}))


def fix_owed(change: Change, dataset: Dataset, records: FoldedRecords) -> bool:
    """Store what is owed of every dispatch that has its number, once: later edits of lists change nothing of it.

    Of each version of a form the columns are kept too. Returns whether there was anything to store.
    """
    stored = False
    for dispatch_id, dispatch in dataset.dispatches.items():
        if not dispatch.forms or dispatch.number in (None, BLANK) or dispatch_id in records.damaged:
            continue
        forms = list(forms_of(as_of(dataset, dispatch_id), dispatch_id).values())
        missing = [form for form in forms if (dispatch_id, form.id) not in records.issued]
        new = [form for form in forms if _version_sent(form, records) < form.spec.version]
        if missing or new:
            change.add(Event("issued", dispatch_id, issued_body(missing, new), dispatch_id))
            stored = True
    return stored


def _version_sent(form: DispatchForm, records: FoldedRecords) -> int:
    """Return the last version of a form whose columns are known to have been sent out; 0 for none."""
    return int(records.sent.get((form.dispatch_id, form.id), {}).get("version", 0))


def issued_body(forms: Iterable[DispatchForm], new: Iterable[DispatchForm] = ()) -> dict[str, Any]:
    """Return the body of the event that fixes what is owed of forms, and the columns that their version has."""
    fixed: dict[str, Sequence[Mapping[str, str]]] = {}
    for form in forms:
        entries = dict.fromkeys(keys_of(each.keys.entries) for each in obligations(_once(form)))
        fixed[form.id] = [dict(keys) for keys in entries]
    return {"forms": fixed, "sent": {form.id: columns_sent(form) for form in new}}


def versions_kept(dataset: Dataset, records: FoldedRecords) -> Iterator[Problem]:
    """Warn of forms that were sent out and whose columns have changed since under the same version."""
    for dispatch_id, form_id in records.sent:
        forms = forms_of(as_of(dataset, dispatch_id), dispatch_id) if dispatch_id in dataset.dispatches else {}
        if form_id in forms:
            yield from changed_columns(forms[form_id], records.sent[dispatch_id, form_id])


def not_counted(dataset: Dataset) -> Iterator[Problem]:
    """Yield a warning for each dispatch that was left out: nothing is told of who owes what to it."""
    for name in dataset.known:
        if out := dataset.left_out(name):
            yield Problem(Message("left-out-forms", what=out.what), out.problems[0].place, severity=Severity.WARNING)


def damaged_records(dataset: Dataset, records: FoldedRecords) -> Iterator[Problem]:
    """Yield the error of each dispatch of which an event is damaged: nothing is told of it, whoever sent something."""
    for name in records.damaged.keys() & dataset.dispatches.keys():
        for problem in records.damaged[name].problems:
            yield problem._replace(place=dataset.dispatch_place(name))
