"""What is owed of each form: fixed by the ids of the day on which the dispatch got its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from congvan.forms.calendar import Period
from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.keys import FormKeys
from congvan.forms.obligations import Obligation, obligations
from congvan.forms.senders import Sender
from congvan.ledger.store import Change, Event
from congvan.model.dataset import Dataset
from congvan.model.field_types import BLANK
from congvan.model.validity import as_of
from congvan.returns.records.fold import FoldedRecords
from congvan.returns.records.identity import keys_of


def owed(form: DispatchForm, records: FoldedRecords, period: Period | None = None) -> list[Obligation]:
    """Return what is owed of a form, in one of its periods: of entries that came later nothing, of those that went
    still.
    """
    now = list(obligations(form, period.id) if period else obligations(_once(form)))
    issued = records.issued.get((form.dispatch_id, form.id))
    if issued is None:
        return now
    fixed = set(issued)
    kept = [each for each in now if keys_of(each.keys.entries) in fixed]
    lost = sorted(fixed - {keys_of(each.keys.entries) for each in kept}) if period is None else []
    due = now[0].due if now else None
    names = [each.name for each in form.dimensions]
    gone = (FormKeys({name: dict(keys).get(name, "") for name in names}) for keys in lost)
    return [*kept, *(Obligation(form, keys, Sender(), 1, due) for keys in gone)]


def _once(form: DispatchForm) -> DispatchForm:
    """Return a form without its periods."""
    if form.spec.period is None:
        return form
    return replace(form, spec=form.spec.model_copy(update={"period": None}))


def fix_owed(change: Change, dataset: Dataset, records: FoldedRecords) -> None:
    """Store what is owed of every dispatch that has its number, once: later edits of lists change nothing of it."""
    for dispatch_id, dispatch in dataset.dispatches.items():
        if not dispatch.forms or dispatch.number in (None, BLANK):
            continue
        missing = [
            form for form in forms_of(as_of(dataset, dispatch_id), dispatch_id).values() if not _is_fixed(form, records)
        ]
        if missing:
            change.add(Event("issued", dispatch_id, issued_body(missing), dispatch_id))


def _is_fixed(form: DispatchForm, records: FoldedRecords) -> bool:
    return (form.dispatch_id, form.id) in records.issued


def issued_body(forms: Iterable[DispatchForm]) -> dict[str, Any]:
    """Return the body of the event that fixes what is owed of forms."""
    fixed: dict[str, Sequence[Mapping[str, str]]] = {}
    for form in forms:
        entries = dict.fromkeys(keys_of(each.keys.entries) for each in obligations(_once(form)))
        fixed[form.id] = [dict(keys) for keys in entries]
    return {"forms": fixed}
