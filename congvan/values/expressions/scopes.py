"""Scopes over plain values: those of texts, lists and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from congvan.values.expressions.values import UNKNOWN, Before, Scope, Unknown

ROWS = "rows_"
"""The name under which the values of a text hold the rows at hand."""
EARLIER = "earlier_"
"""The name under which a row of answers holds what gives it in an earlier period."""


@runtime_checkable
class HasRows(Protocol):
    """A value that knows its rows itself."""

    def rows(self, name: str, outer: Scope) -> Iterable[Scope]: ...


class MappingScope:
    """A scope over values by name; hyphens and underscores are alike.

    A name with dots goes from entry to entry. A value that is a list of entries has rows, each known under the name of
    the list alone. `rows`: the rows at hand. `outer`: where other names are looked up.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        rows: Iterable[Scope] | Unknown | None = None,
        outer: Scope | None = None,
        earlier: Callable[[Before], Scope | None] | None = None,
    ) -> None:
        self._values, self._rows, self._outer, self._earlier = values, rows, outer, earlier

    def value(self, name: str) -> Any:
        """Return the value of a dotted name. Raises KeyError."""
        first, _dot, rest = name.partition(".")
        if name in self._values:
            return self._values[name]
        try:
            found = _step(self._values, first)
        except KeyError:
            if self._outer is None:
                raise
            return self._outer.value(name)
        for step in rest.split(".") if rest else ():
            if found is UNKNOWN or found == "":
                return found
            if not isinstance(found, Mapping):
                raise KeyError(name)
            found = _step(found, step)
        return found

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows of a list of entries, or those at hand."""
        if name is None:
            return self._rows if self._rows is not None or self._outer is None else self._outer.rows(None)
        found = self.row_source(name)
        if isinstance(found, HasRows):
            return found.rows(name, self)
        if found is not None:
            last = name.rpartition(".")[2]
            return [MappingScope({name: each, last: each}, outer=self) for each in found]
        return self._outer.rows(name) if self._outer is not None else None

    def row_source(self, name: str) -> Any:
        """Return the list of entries that a name stands for, the innermost; None for none. An entry hides no list."""
        try:
            found = self.value(name)
        except KeyError:
            return None
        if isinstance(found, HasRows):
            return found
        if isinstance(found, list | tuple) and all(isinstance(each, Mapping) for each in found):
            return found
        return self._outer.row_source(name) if isinstance(self._outer, MappingScope) else None

    def previous(self, before: Before) -> Scope | None:
        """Return the scope of an earlier period, where one was given."""
        if self._earlier is not None:
            return self._earlier(before)
        return self._outer.previous(before) if self._outer is not None else None


def row_scopes(rows: Sequence[Mapping[str, Any]], name: str, outer: Scope | None) -> list[Scope]:
    """Return a scope for each row: its values bare, and the row under a name, if there is one."""
    return [MappingScope({**row, name: row} if name else row, outer=outer) for row in rows]


def _step(values: Mapping[str, Any], name: str) -> Any:
    if name in values:
        return values[name]
    return values[name.replace("_", "-")]
