"""Whose sets of signs are made: the common one, and one for each entry of the lists that `sets` names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from congvan.documents.base.context import ContentContext
from congvan.documents.signage.sign import COMMON, SignOwner
from congvan.documents.text.interpolate import merge
from congvan.model.dataset import SIGNAGE, Dataset
from congvan.model.lists.choosing import chosen
from congvan.model.lists.entries import Entry
from congvan.model.signage import Signage, SignItem, SignSet


def entries_of(wanted: SignSet, dataset: Dataset) -> Iterator[Entry]:
    """Yield the entries that get a set, in the order of their list."""
    listed = dataset.lists.get(wanted.each)
    if listed is None:
        return
    meant = chosen(listed, wanted.where, dataset.lists) if wanted.where else None
    yield from (entry for entry in listed.entries if meant is None or entry.id in meant)


def owner_names(signage: Signage, dataset: Dataset) -> Mapping[str, str]:
    """Return the names of all owners by their ids, the common set first under no name; an entry counts once."""
    names = {COMMON: ""} if common_items(signage) else {}
    for wanted in signage.sets:
        for entry in entries_of(wanted, dataset):
            names.setdefault(entry.id, _name(entry))
    return names


def common_items(signage: Signage) -> list[SignItem]:
    """Return the signs of the common set."""
    return [item for item in signage.items if signage.common is None or item.id in signage.common]


def items_by_owner(signage: Signage, dataset: Dataset) -> Mapping[str, list[SignItem]]:
    """Return the signs that each owner gets: those that its set names, else all."""
    found = {COMMON: common_items(signage)}
    for wanted in signage.sets:
        items = [item for item in signage.items if not wanted.items or item.id in wanted.items]
        for entry in entries_of(wanted, dataset):
            found.setdefault(entry.id, items)
    return found


def owners(signage: Signage, context: ContentContext) -> list[SignOwner]:
    """Return the owners with all that is on their signs; texts that fail are problems of the context."""
    dataset = context.dataset
    contacts = dataset.lists.get("contacts")
    found = contacts.get(signage.delivery.contact) if contacts and signage.delivery.contact else None
    contact: Mapping[str, Any] = found.values if found else {}
    unit = ", ".join(part for part in (contact.get("unit"), dataset.agency.name) if part)
    common = SignOwner(COMMON, deliver_to=unit, phone=contact.get("phone") or "", items=signage.common or ())
    sets = {COMMON: common} if common_items(signage) else {}
    for index, wanted in enumerate(signage.sets):
        for entry in entries_of(wanted, dataset):
            sets.setdefault(entry.id, _owner(wanted, index, entry, context))
    return list(sets.values())


def _owner(wanted: SignSet, index: int, entry: Entry, context: ContentContext) -> SignOwner:
    file = f"{SIGNAGE}{context.dispatch.signage}.yaml"
    facts = {**context.facts, **entry.values}

    def said(text: str, *path: str | int) -> str:
        place = context.dataset.place(file, "sets", index, *path)
        return merge(text, facts, context.problems, lambda _offset: place)

    name, address = _name(entry), str(entry.values.get("address") or "")
    return SignOwner(
        entry.id,
        name,
        address,
        ", ".join(part for part in (name, address) if part),
        str(entry.values.get("phone") or ""),
        tuple(said(line, "maker", number) for number, line in enumerate(wanted.maker)),
        said(wanted.message, "message") if wanted.message else "",
        wanted.items,
    )


def _name(entry: Entry) -> str:
    return str(entry.values.get("name") or entry.id)
