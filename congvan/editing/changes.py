"""A change to a data file as a plain value: made, written down, and carried past the changes of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from congvan.project.yaml_editor import Edited, stored
from congvan.project.yaml_entries import add_entries, move_entry, remove_entry, remove_key
from congvan.project.yaml_reader import KeyPath, Value

Kind = Literal["set", "unset", "add", "remove", "move"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a value `set`, a key `unset`, entries `add`ed before `path`, one `remove`d or `move`d to number `to`.

    `path`: of the value, the key or the entry. `value`: what is set, the entry removed, or the list of those added.
    `old`: what stood there; None: nothing did.
    """

    kind: Kind
    path: KeyPath
    value: Any = None
    old: Value = None
    to: int = 0

    def made(self, data: bytes, file: str, above: Sequence[str] = ()) -> Edited:
        """Return a YAML file with the change made; a new key stands below the last of the keys `above`."""
        if self.kind == "set":
            return stored(data, {self.path: self.value}, file=file, after=above)
        if self.kind == "unset":
            return remove_key(data, self.path, file=file)
        *around, index = self.path
        if self.kind == "add":
            return add_entries(data, tuple(around), int(index), self.value, file=file)
        if self.kind == "remove":
            return remove_entry(data, self.path, file=file)
        return move_entry(data, self.path, self.to, file=file)

    def undone(self) -> Change:
        """Return the change that gives the values back which stood there before."""
        if self.kind in ("set", "unset"):
            kind: Kind = "unset" if self.old is None else "set"
            return Change(kind, self.path, self.old, self.value)
        if self.kind == "add":
            return Change("remove", self.path, self.value[0])
        if self.kind == "remove":
            return Change("add", self.path, [self.value])
        return Change("move", (*self.path[:-1], self.to), self.value, to=int(self.path[-1]))

    def plain(self) -> dict[str, Any]:
        """Return the change as plain values."""
        return {"kind": self.kind, "path": list(self.path), "value": self.value, "old": self.old, "to": self.to}


def change_of(plain: dict[str, Any]) -> Change:
    """Return a change from its plain values."""
    return Change(plain["kind"], tuple(plain["path"]), plain["value"], plain["old"], plain["to"])


def carried(path: KeyPath, changes: Iterable[Change]) -> KeyPath | None:
    """Return where a value stands after the changes of others; None if its entry was removed."""
    for each in changes:
        moved = _past(path, each)
        if moved is None:
            return None
        path = moved
    return path


def carried_place(path: KeyPath, changes: Iterable[Change]) -> KeyPath | None:
    """Return where a new entry goes after the changes of others: behind the one that it was to follow."""
    for each in changes:
        *around, index = path
        listed = carried(tuple(around), [each])
        if listed is None:
            return None
        before = int(index) - 1
        follows = carried((*around, before), [each]) if before >= 0 else None
        if follows is not None:
            path = (*listed, int(follows[-1]) + 1)
        elif each.kind == "remove" and each.path == (*around, before):
            path = (*listed, before)
        else:
            path = (*listed, int(index))
    return path


def _past(path: KeyPath, change: Change) -> KeyPath | None:
    """Return where a path leads after a change."""
    depth = len(change.path) - 1
    if change.kind in ("set", "unset") or len(path) <= depth or path[:depth] != change.path[:depth]:
        return path
    index, at = path[depth], change.path[depth]
    if not isinstance(index, int) or not isinstance(at, int):
        return path
    if change.kind == "remove" and index == at:
        return None
    return (*path[:depth], _number_after(index, at, change), *path[depth + 1 :])


def _number_after(index: int, at: int, change: Change) -> int:
    """Return the number of an entry after a change of its list."""
    if change.kind == "add":
        return index + len(change.value) if index >= at else index
    if change.kind == "remove":
        return index - 1 if index > at else index
    if index == at:
        return change.to
    if at < index <= change.to:
        return index - 1
    return index + 1 if change.to <= index < at else index


def aligned(before: Value, after: Value, path: KeyPath) -> KeyPath | None:
    """Return where a value stands in a file that somebody changed with an editor; None if that is not certain.

    Entries are the same if they have the same id, else if they are equal and no other is.
    """
    found: list[str | int] = []
    for step in path:
        if isinstance(step, str):
            before = before.get(step) if isinstance(before, dict) else None
            after = after.get(step) if isinstance(after, dict) else None
            found.append(step)
            continue
        if not isinstance(before, list) or not isinstance(after, list) or step >= len(before):
            return None
        names, others = [_name(each) for each in before], [_name(each) for each in after]
        name = names[step]
        if names.count(name) == others.count(name) == 1:
            index = others.index(name)
        elif len(before) == len(after) and names[:step] + names[step + 1 :] == others[:step] + others[step + 1 :]:
            index = step
        else:
            return None
        before, after = before[step], after[index]
        found.append(index)
    return tuple(found)


def _name(entry: Value) -> str:
    """Return what tells an entry from the others of its list."""
    if isinstance(entry, dict) and isinstance(entry.get("id"), str):
        return f"id {entry['id']}"
    return repr(entry)
