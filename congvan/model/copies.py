"""What may differ between the copies of a dispatch: the receiver's own values, where the dispatch says so.

By default every receiver gets the same text with the same number. Copies under one number differ only where `varies`
says (Điều 15.1: a number belongs to one document); copies with numbers of their own may differ anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.text import did_you_mean
from congvan.model.forms.scalars import name_of
from congvan.model.lists.receiving import RECEIVER_KEYS, addressed_lists
from congvan.model.project.assets import DISPATCHES

if TYPE_CHECKING:
    from congvan.model.dataset import Dataset
    from congvan.model.project.yaml_reader import KeyPath

_TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAMED = re.compile(r"(?<![\w.])receiver(?:\.\w+)*")
NOT_PRINTED = frozenset(("varies", "notes_to_signer"))


class _Use(NamedTuple):
    """A name of the receiver in a text: the text's path, the offset of the name, the name without what it ends in."""

    path: KeyPath
    offset: int
    name: str


def check_copies(dataset: Dataset, dispatch_id: str) -> Iterator[Problem]:
    """Report where the text of a dispatch differs between copies that have to be equal, and `varies` that is wrong."""
    dispatch = dataset.dispatches[dispatch_id]
    uses = list(_uses(dataset, dispatch_id))
    if dispatch.numbering == "single" and uses:
        place = _place(dataset, dispatch_id, uses[0])
        yield Problem(Message("receiver-single", name=uses[0].name), place)
    if dispatch.numbering != "shared":
        return
    fields = _fields(dataset, dispatch_id)
    where = dataset.dispatch_place(dispatch_id, "varies" if dispatch.varies else "numbering")
    if not dispatch.varies:
        meant = list(dict.fromkeys(use.name for use in uses)) or [f"receiver.{name}" for name in fields[:3]]
        hint = Message("varies-missing.hint", names=", ".join(meant))
        yield Problem(Message("varies-missing"), where, hint)
        return
    known = [*(f"receiver.{name}" for name in fields), *(f"tables.{name_of(each.id)}" for each in dispatch.tables)]
    for index, name in enumerate(dispatch.varies):
        if name not in known:
            hint = did_you_mean(name, known) or Message("known-names", known=", ".join(known))
            place = dataset.dispatch_place(dispatch_id, "varies", index)
            yield Problem(Message("varies-unknown", name=name), place, hint)
    told: set[str] = set()
    for use in uses:
        if use.name not in dispatch.varies and use.name not in told:
            told.add(use.name)
            yield Problem(Message("varies-other", name=use.name), _place(dataset, dispatch_id, use), also=(where,))


def _fields(dataset: Dataset, dispatch_id: str) -> list[str]:
    """Return the names that every receiver of a dispatch has: those of bodies, and the fields of the lists."""
    lines = dataset.dispatches[dispatch_id].receivers
    heads = [listed.head for listed in addressed_lists(dataset.lists, lines)]
    fields = [name for head in heads for name in head.fields]
    known = [name for listed in addressed_lists(dataset.lists, lines) for name in (listed.values or [{}])[0]]
    return [*dict.fromkeys(("name", *fields, *RECEIVER_KEYS, *known))]


def _uses(dataset: Dataset, dispatch_id: str) -> Iterator[_Use]:
    """Yield each name of the receiver in the texts of a dispatch: `receiver.phong` of {{ receiver.phong }}."""
    source = dataset.sources.get(f"{DISPATCHES}{dispatch_id}.yaml")
    for path, text in texts_of(source.data if source else None):
        for tag in _TAG.finditer(text):
            bare = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), tag.group())
            for match in _NAMED.finditer(bare):
                yield _Use(path, tag.start() + match.start(), ".".join(match.group().split(".")[:2]))


def texts_of(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield the texts of a file of data with their paths, but those that are never printed."""
    if isinstance(value, str):
        yield path, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if path or key not in NOT_PRINTED:
            yield from texts_of(inner, (*path, key))


def _place(dataset: Dataset, dispatch_id: str, use: _Use) -> Place:
    source = dataset.sources[f"{DISPATCHES}{dispatch_id}.yaml"]
    return source.place_in(use.path, use.offset)
