"""Who receives a dispatch: bodies for the entries of lists, by the heads of the lists, and the lines of Kính gửi."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from congvan.model.lists.choosing import chosen
from congvan.model.lists.entries import EntryList, ReceivingBody, distinct
from congvan.values.expressions import ExpressionError

Lists = Mapping[str, EntryList]
"""The lists of a project by their names."""


RECEIVER_KEYS = ("id", "name", "heading", "sentence", "address", "line", "number", "via", "entry")
"""What templates know of every receiver, beside the fields of its entry."""


class AddressingLine(Protocol):
    """A line of Kính gửi: the body, bodies or list that it names."""

    @property
    def to(self) -> str | None: ...

    @property
    def each(self) -> str | None: ...

    @property
    def prefix(self) -> str | None: ...

    @property
    def where(self) -> str | None: ...

    @property
    def members(self) -> tuple[str, ...] | None: ...


class Addressees(NamedTuple):
    """Those of a list whom one line of Kính gửi addresses: the list, and the first part of their ids (None: any)."""

    listed: str
    prefix: str | None
    where: str | None = None


def addressees(line: AddressingLine) -> Addressees | None:
    """Return the list that a line addresses; None for a line that names its bodies, or none."""
    return Addressees(line.each, line.prefix, line.where) if line.each else None


def member_ids(lists: Lists, line: AddressingLine) -> list[str]:
    """Return the ids of the bodies that one line of Kính gửi addresses."""
    if line.to:
        return [line.to]
    wanted = addressees(line)
    if wanted is None:
        return list(line.members or ())
    listed = lists.get(wanted.listed)
    if listed is None:
        return []
    bodies = [body for body in listed.receivers if wanted.prefix in (None, body.prefix)]
    if wanted.where:
        try:
            there = chosen(listed, wanted.where, lists)
        except ExpressionError:  # reported where the dispatch is checked
            return []
        bodies = [body for body in bodies if body.entry in there]
    return list(dict.fromkeys(body.id for body in bodies))


def addressed_lists(lists: Lists, lines: Iterable[AddressingLine]) -> list[EntryList]:
    """Return the lists whose entries the lines of Kính gửi address, each once."""
    known = receiving_by_id(lists)
    found: dict[str, EntryList] = {}
    for line in lines:
        wanted = addressees(line)
        if wanted is not None and wanted.listed in lists:
            found.setdefault(lists[wanted.listed].id, lists[wanted.listed])
            continue
        for identifier in member_ids(lists, line):
            if identifier in known:
                found.setdefault(known[identifier][0].id, known[identifier][0])
    return list(found.values())


def receiving_by_id(lists: Lists) -> Mapping[str, tuple[EntryList, ReceivingBody]]:
    """Return every possible receiver by id, with the list of its entry."""
    return {body.id: (listed, body) for listed, body in receiving(lists)}


def receiver_values(listed: EntryList, body: ReceivingBody, line: int, number: str) -> dict[str, Any]:
    """Return what templates know of a receiver: its own values, the fields of its entry, and the entry."""
    entry = listed.get(body.entry)
    fields = entry.values if entry else {}
    own = (body.id, body.name, body.name, body.name, body.address, line, number, list(body.via), fields)
    return {**fields, **dict(zip(RECEIVER_KEYS, own, strict=True))}


def receiving(lists: Lists) -> Iterator[tuple[EntryList, ReceivingBody]]:
    """Yield every body that receives for an entry, with its list.

    Those named by themselves come last: they may give a body that a rule names another name and address.
    """
    every = [(listed, body) for listed in distinct(lists.values()) for body in listed.receivers]
    yield from (each for each in every if each[1].prefix)
    yield from (each for each in every if not each[1].prefix)


def bodies_by_id(lists: Lists) -> dict[str, str]:
    """Return the name of every possible receiver, by id."""
    return {body.id: body.name for _listed, body in receiving(lists)}
