"""Who receives a dispatch: bodies for the entries of lists, by the heads of the lists, and the lines of Kính gửi."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from congvan.model.lists.entries import EntryList, ReceivingBody, distinct
from congvan.model.lists.older import older_groups

if TYPE_CHECKING:
    from congvan.model.dispatch import Receiver

Lists = Mapping[str, EntryList]
"""The lists of a project by their names."""

OVERRIDING = "bodies"
"""The list whose entries may give a body of another list another name and address."""


class Addressees(NamedTuple):
    """Those of a list whom one line of Kính gửi addresses: the list, and the first part of their ids (None: any)."""

    listed: str
    prefix: str | None


def addressees(line: Receiver) -> Addressees | None:
    """Return the list that a line addresses; None for a line that names its bodies, or none."""
    if line.each:
        return Addressees(line.each, line.prefix)
    meant = older_groups().get(line.group or "")
    return Addressees(*meant) if meant else None


def member_ids(lists: Lists, line: Receiver) -> list[str]:
    """Return the ids of the bodies that one line of Kính gửi addresses."""
    if line.to:
        return [line.to]
    wanted = addressees(line)
    if wanted is None:
        return list(line.members or ())
    listed = lists.get(wanted.listed)
    bodies = listed.receivers if listed else ()
    return list(dict.fromkeys(body.id for body in bodies if wanted.prefix in (None, body.prefix)))


def receiving(lists: Lists) -> Iterator[tuple[EntryList, ReceivingBody]]:
    """Yield every body that receives for an entry, with its list; those that may override others come last."""
    overriding = lists.get(OVERRIDING)
    for listed in sorted(distinct(lists.values()), key=lambda listed: listed is overriding):
        yield from ((listed, body) for body in listed.receivers)


def bodies_by_id(lists: Lists) -> dict[str, str]:
    """Return the name of every possible receiver, by id."""
    return {body.id: body.name for _listed, body in receiving(lists)}


def addresses_by_id(lists: Lists) -> Mapping[str, str]:
    """Return the address of every possible receiver, by id; "" where none is known."""
    return {body.id: body.address for _listed, body in receiving(lists)}
