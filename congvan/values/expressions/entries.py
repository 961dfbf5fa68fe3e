"""Entries of a list as rows of expressions: conditions that compare a field with a value find them by an index.

Why: `count(thon, thon.xa == xa)` is asked once for each of 65 entries; walking through 10,000 villages each time would
take a minute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from congvan.values.expressions.expression import Expression
from congvan.values.expressions.scopes import MappingScope
from congvan.values.expressions.tokens import ExpressionError
from congvan.values.expressions.tree import Call, Compared, NameRead, Node, conjuncts, walk
from congvan.values.expressions.values import UNKNOWN, Scope

Path = tuple[str, ...]


class Entries(list[Mapping[str, Any]]):
    """The values of the entries of a list, with an index for each field that conditions have asked for."""

    def __init__(self, values: list[Mapping[str, Any]]) -> None:
        super().__init__(values)
        self._indexes: dict[Path, Mapping[str, list[Mapping[str, Any]]]] = {}

    def rows(self, name: str, outer: Scope) -> EntryRows:
        """Return the entries as rows."""
        return EntryRows(self, (name,), outer)

    def by(self, path: Path) -> Mapping[str, list[Mapping[str, Any]]]:
        """Return the entries by the text, or by the id of the entry, at a path of fields; {} where it holds others."""
        if path not in self._indexes:
            index: dict[str, list[Mapping[str, Any]]] = {}
            for each in self:
                value = _at(each, path)
                if not isinstance(value, str):
                    index = {}
                    break
                index.setdefault(value, []).append(each)
            self._indexes[path] = index
        return self._indexes[path]


class EntryRows:
    """The rows of a list at one place: each entry known under the names of the list."""

    def __init__(self, entries: Entries, names: tuple[str, ...], outer: Scope) -> None:
        self._entries, self._outer = entries, outer
        self._names = tuple(dict.fromkeys((*names, *(name.rpartition(".")[2] for name in names))))

    def __iter__(self) -> Iterator[Scope]:
        return map(self._scope, self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _scope(self, entry: Mapping[str, Any]) -> Scope:
        return MappingScope(dict.fromkeys(self._names, entry), outer=self._outer)

    def narrowed(self, condition: Node, scope: Scope) -> Iterator[Scope]:
        """Yield the rows among which all are that a condition holds for."""
        for part in conjuncts(condition):
            found = self._by_index(part, scope)
            if found is not None:
                return map(self._scope, found)
        return iter(self)

    def chosen(self, condition: Expression, scope: Scope, *, in_doubt: bool = False) -> Iterator[Mapping[str, Any]]:
        """Yield the entries that a condition holds for; `in_doubt`: those too for which that can't be told yet."""
        found = self._by_index(condition.tree, scope)
        if found is not None:
            yield from found
            return
        wanted = (True, UNKNOWN) if in_doubt else (True,)
        for row in self.narrowed(condition.tree, scope):
            if condition.holds(row) in wanted:
                yield row.value(self._names[0])

    def _by_index(self, part: Node, scope: Scope) -> list[Mapping[str, Any]] | None:
        """Return the entries that `list.field == value` holds for; None for any other condition."""
        if not isinstance(part, Compared) or part.sign != "==":
            return None
        for side, other in ((part.left, part.right), (part.right, part.left)):
            path = self._path(side)
            if path is None or any(self._path(each) is not None or isinstance(each, Call) for each in walk(other)):
                continue
            try:
                value = Expression("", other).evaluate(scope)
            except ExpressionError:
                return None
            wanted = value.get("id") if isinstance(value, Mapping) else value
            if value is UNKNOWN or not isinstance(wanted, str) or _may_be_a_number(wanted):
                return None
            index = self._entries.by(path)
            return list(index.get(wanted, ())) if index else None
        return None

    def _path(self, node: Node) -> Path | None:
        """Return the fields that a name goes through from an entry; None for another name."""
        if not isinstance(node, NameRead):
            return None
        for name in self._names:
            if node.path == name:
                return ()
            if node.path.startswith(f"{name}."):
                return tuple(node.path[len(name) + 1 :].split("."))
        return None


def _may_be_a_number(text: str) -> bool:
    """Whether a text compares as a number, so that others than itself are equal to it: 02 and 2; true and Có."""
    return text == "" or text[0].isdigit() or text[0] == "-" or text.lower() in ("true", "false", "có", "không")


def _at(value: Any, path: Path) -> Any:
    """Return the value at a path of fields, the id where it is an entry; None for values that compare otherwise."""
    for step in path:
        if value == "":
            return ""
        if not isinstance(value, Mapping):
            return None
        value = value[step] if step in value else value.get(step.replace("_", "-"))
    return value.get("id") if isinstance(value, Mapping) else value
