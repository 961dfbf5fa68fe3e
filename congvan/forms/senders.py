"""Who sends a form back: the receiving body of an entry, or the entry itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys
from congvan.model.lists.entries import Entry, EntryList


@dataclass(frozen=True, slots=True)
class Sender:
    """Who owes an answer: the id and name of the body, the phone to call, the entry that it stands for."""

    id: str = ""
    name: str = ""
    phone: str = ""
    listed: str = ""
    entry: str = ""


def sender_of(form: DispatchForm, keys: FormKeys) -> Sender:
    """Return who sends a sheet back; an empty one where nobody is known."""
    if not form.dimensions:
        return Sender()
    path = (form.spec.sender or form.dimensions[-1].name).split(".")
    dimension = form.dimension(path[0])
    if dimension is None:
        return Sender()
    listed = dimension.listed
    entry = listed.get(keys.entry(path[0]))
    if entry is None:  # one that came later, in the place of another
        listed = listed.whole
        entry = listed.get(keys.entry(path[0]))
    return _sender(form, listed, entry, path[1:]) if entry else Sender()


def _sender(form: DispatchForm, listed: EntryList, entry: Entry, path: list[str]) -> Sender:
    """Follow a path from an entry: fields that refer to other lists, then the first part of a receiver's id."""
    while path:
        field = listed.head.all_fields().get(path[0])
        target = form.dataset.lists.get(field.refers_to) if field and field.refers_to else None
        value: Any = entry.values.get(path[0])
        referred = target.get(value["id"]) if target and isinstance(value, Mapping) else None
        if target is None or referred is None:
            break
        listed, entry, path = target, referred, path[1:]
    prefix = path[0] if path else ""
    bodies = [body for body in listed.receivers_by_entry.get(entry.id, ()) if prefix in ("", body.prefix)]
    phone = str(entry.values.get("phone") or "")
    if bodies:
        return Sender(bodies[0].id, bodies[0].name, phone, listed.id, entry.id)
    return Sender(entry.id, str(entry.values.get("name") or entry.heading), phone, listed.id, entry.id)
