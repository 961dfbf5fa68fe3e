"""Choose entries of a list by an expression: which of them a line of Kính gửi addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from congvan.core.messages import Message
from congvan.core.text import did_you_mean
from congvan.model.lists.entries import Entry, EntryList
from congvan.values.expressions import ExpressionError, MappingScope, Scope, parse


def chosen(listed: EntryList, where: str, lists: Mapping[str, EntryList]) -> frozenset[str]:
    """Return the ids of the entries for which an expression holds. Raises `ExpressionError`.

    The entry is under the names of its list, its fields bare too; all lists are known by their names.
    """
    if where not in listed.chosen_before:
        listed.chosen_before[where] = frozenset(entry.id for entry in _chosen(listed, where, lists))
    return listed.chosen_before[where]


def _chosen(listed: EntryList, where: str, lists: Mapping[str, EntryList]) -> Iterator[Entry]:
    condition = parse(where)
    outer = MappingScope({name.replace("-", "_"): each.values for name, each in lists.items()})
    for entry, scope in zip(listed.entries, scopes(listed, outer), strict=True):
        try:
            if condition.holds(scope) is True:
                yield entry
        except ExpressionError as error:
            raise _with_near(error, _names(listed)[0], entry.values, where) from None


def scopes(listed: EntryList, outer: Scope | None = None) -> Iterator[Scope]:
    """Yield the names that a condition over each entry of a list may read."""
    for entry in listed.entries:
        yield MappingScope(dict.fromkeys(_names(listed), entry.values), outer=MappingScope(entry.values, outer=outer))


def _names(listed: EntryList) -> list[str]:
    return [name.replace("-", "_") for name in (listed.id, listed.head.also) if name]


def _with_near(error: ExpressionError, name: str, values: Mapping[str, Any], where: str) -> ExpressionError:
    """Return the error with the nearest name of the list as its remedy, where it has none."""
    said = str(error.message.values.get("name", ""))
    if error.hint is not None or not said:
        return error
    hint = did_you_mean(said, [*(f"{name}.{key}" for key in values), *values])
    if hint is None and re.search(rf"(?:==|!=)\s*{re.escape(said)}\b", where):
        hint = Message("expression-name.hint-quotes", text=said)
    if hint is None:
        hint = Message("expression-name.hint-known", known=", ".join(f"{name}.{key}" for key in values))
    return ExpressionError(error.message, error.offset, hint)
