"""A change to a data file as a plain value: made, written down, and carried past the changes of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from congvan.model.project.csv_editor import add_rows, move_row, remove_row, set_cell, set_cells
from congvan.model.project.splices import difference
from congvan.model.project.yaml_editor import MARK, Edited, stored
from congvan.model.project.yaml_entries import add_entries, move_entry, remove_entry, remove_key
from congvan.model.project.yaml_reader import KeyPath, Value

Kind = Literal["set", "unset", "add", "remove", "move", "many", "begin", "discard"]
WHOLE = ("begin", "discard")
"""Kinds of changes of a file as a whole (`whole_files.lifecycle`)."""


@dataclass(frozen=True, slots=True)
class DataChange:
    """One change: a value `set`, a key `unset`, entries `add`ed before `path`, one `remove`d or `move`d to number `to`;
    or `many`, one after the other; the file itself `begin`s or is `discard`ed.

    `path`: of the value, the key or the entry; of a CSV file, numbers of row and column. `value`: what is set, the
    entry removed, the list of those added, the changes of many, the text of the file. `old`: what stood there; None:
    nothing did.
    """

    kind: Kind
    path: KeyPath
    value: Any = None
    old: Value = None
    to: int = 0

    def made(self, data: bytes, file: str, above: Sequence[str] = ()) -> Edited:
        """Return a file with the change made; a new key of YAML is below the last of the keys `above`."""
        if self.kind == "many":
            return _made_all(data, file, self.value, above)
        if file.endswith(".csv"):
            return self._made_in_rows(data, file)
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

    def _made_in_rows(self, data: bytes, file: str) -> Edited:
        row = int(self.path[0])
        if self.kind == "set":
            return set_cell(data, row, int(self.path[1]), str(self.value), file=file)
        if self.kind == "add":
            return add_rows(data, row, self.value, file=file)
        return remove_row(data, row, file=file) if self.kind == "remove" else move_row(data, row, self.to, file=file)

    def each(self) -> Iterator[DataChange]:
        """Yield the change, or those of which it is made."""
        if self.kind == "many":
            yield from map(change_of, self.value)
        else:
            yield self

    def undone(self) -> DataChange:
        """Return the change that gives the values back which stood there before."""
        if self.kind == "many":
            back = [change.undone().plain() for change in reversed(list(self.each()))]
            return DataChange("many", (), back)
        if self.kind in ("set", "unset"):
            kind: Kind = "unset" if self.old is None else "set"
            return DataChange(kind, self.path, self.old, self.value)
        if self.kind == "add":
            return DataChange("remove", self.path, self.value[0])
        if self.kind == "remove":
            return DataChange("add", self.path, [self.value])
        return DataChange("move", (*self.path[:-1], self.to), self.value, to=int(self.path[-1]))

    def plain(self) -> dict[str, Any]:
        """Return the change as plain values."""
        return {"kind": self.kind, "path": list(self.path), "value": self.value, "old": self.old, "to": self.to}


def change_of(plain: dict[str, Any]) -> DataChange:
    """Return a change from its plain values."""
    return DataChange(plain["kind"], tuple(plain["path"]), plain["value"], plain["old"], plain["to"])


def _made_all(data: bytes, file: str, changes: Iterable[dict[str, Any]], above: Sequence[str]) -> Edited:
    """Return the file with many changes made, and the one piece of its text in which they all lie."""
    changed, cells = data, dict[KeyPath, Any]()
    for each in map(change_of, changes):
        if each.kind == "set":
            cells[each.path] = each.value
            continue
        changed, cells = _with_values(changed, file, cells, above), {}
        changed = each.made(changed, file, above).data
    changed = _with_values(changed, file, cells, above)
    old, new = (each.removeprefix(MARK).decode("utf-8", "surrogatepass") for each in (data, changed))
    return Edited(changed, [difference(old, new)])


def _with_values(data: bytes, file: str, values: dict[KeyPath, Any], above: Sequence[str]) -> bytes:
    """Return the file with values set, all at once."""
    if not values:
        return data
    if file.endswith(".csv"):
        return set_cells(
            data, {(int(path[0]), int(path[1])): str(each) for path, each in values.items()}, file=file
        ).data
    return stored(data, values, file=file, after=above).data


def carried(path: KeyPath, changes: Iterable[DataChange]) -> KeyPath | None:
    """Return where a value is after the changes of others; None if its entry was removed."""
    for change in changes:
        for each in change.each():
            moved = _past(path, each)
            if moved is None:
                return None
            path = moved
    return path


def carried_place(path: KeyPath, changes: Iterable[DataChange]) -> KeyPath | None:
    """Return where a new entry goes after the changes of others: behind the one that it was to follow."""
    for each in (single for change in changes for single in change.each()):
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


def _past(path: KeyPath, change: DataChange) -> KeyPath | None:
    """Return where a path leads after a change."""
    depth = len(change.path) - 1
    if change.kind in ("set", "unset", *WHOLE) or len(path) <= depth or path[:depth] != change.path[:depth]:
        return path
    index, at = path[depth], change.path[depth]
    if not isinstance(index, int) or not isinstance(at, int):
        return path
    if change.kind == "remove" and index == at:
        return None
    return (*path[:depth], _number_after(index, at, change), *path[depth + 1 :])


def _number_after(index: int, at: int, change: DataChange) -> int:
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
    """Return where a value is in a file that somebody changed with an editor; None if that is not certain.

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
