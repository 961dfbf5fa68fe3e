"""What all acts that change a data file have in common: lock, read, find the place again, write down, replace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Exit, Place, Problem, ProblemsFound
from congvan.editing import history
from congvan.editing.changes import DataChange, aligned, carried, carried_place
from congvan.editing.findings import findings_of, unreadable
from congvan.editing.history import Record
from congvan.editing.shapes import keys_above, path_of, pointer
from congvan.model.project.assets import read_one
from congvan.model.project.atomic_write import replace_file
from congvan.model.project.csv_editor import parse_csv
from congvan.model.project.data_lock import writing
from congvan.model.project.yaml_editor import Edited
from congvan.model.project.yaml_reader import KeyPath, Value, YamlSource, lookup, scan


class EditConflict(ProblemsFound):
    """Somebody else changed the same value, or took its entry away; nothing was written."""

    exit_code = Exit.FAILED

    def __init__(self, message: Message, place: Place, *, before: Value, mine: Value, theirs: Value) -> None:
        super().__init__(Problem(message, place))
        self.values = {"before": before, "mine": mine, "theirs": theirs}


@dataclass(slots=True)
class OpenFile:
    """A data file while it is changed under the lock."""

    root: Path
    file: str
    data: bytes
    warnings: list[Problem] = field(default_factory=list)
    _source: YamlSource | None = None

    @property
    def source(self) -> YamlSource:
        """The file as it reads now."""
        if self._source is None:
            self._source = scan(self.data, self.file)
        return self._source

    @property
    def tree(self) -> Any:
        """The values of the file; of a CSV file its rows."""
        return tree_of(self.data, self.file) if self.file.endswith(".csv") else self.source.data

    def readable(self) -> None:
        """Raise `ProblemsFound` with what is wrong where the file cannot be read."""
        if self.file.endswith(".csv"):
            parse_csv(self.data, self.file)
        elif wrong := unreadable(self.source):
            raise ProblemsFound(wrong)

    def place(self, path: KeyPath) -> Place:
        """Return where a value is."""
        if self.file.endswith(".csv"):
            return Place(self.file, parse_csv(self.data, self.file).lines[int(path[0])])
        return self.source.place(path)

    def findings(self) -> list[Problem]:
        """Return what the file says to be wrong by itself, with what is to be reported of writing it."""
        return [*self.warnings, *([] if self.file.endswith(".csv") else findings_of(self.source))]

    @property
    def sha256(self) -> str:
        """The hash of the file as it is."""
        return history.digest(self.data)

    def value(self, path: KeyPath) -> Any:
        """Return the value at a path; None if there is none."""
        return lookup(self.tree, path)

    def path(self, given: KeyPath | str) -> KeyPath:
        """Return a path that is given as one, or as a pointer."""
        return path_of(given, self.tree) if isinstance(given, str) else tuple(given)

    def now(self, path: KeyPath, version: str, *, new_entry: bool = False) -> KeyPath | None:
        """Return where a value of a version that somebody saw is now; None if it is not there any more, or nobody
        can say. `new_entry`: the place of an entry that is to be added.
        """
        if version in ("", self.sha256) or not any(isinstance(step, int) for step in path):
            return path
        steps = history.since(self.root, self.file, version, self.sha256)
        if steps is not None:
            changes = [each.change for each in steps]
            return (carried_place if new_entry else carried)(path, changes)
        seen = history.remembered(version)
        if seen is None:
            return None
        before, after = tree_of(seen, self.file), self.tree
        if not new_entry:
            return aligned(before, after, path)
        *around, index = path
        follows = aligned(before, after, (*around, int(index) - 1)) if index else aligned(before, after, tuple(around))
        return None if follows is None else (*follows[: len(around)], int(follows[-1]) + 1 if index else 0)

    def make(self, change: DataChange, undoes: str = "", also: str = "") -> Record:
        """Make a change: write it down, then replace the file. Raises `ProblemsFound`."""
        above = self._above(change.path) if change.kind == "set" else ()
        return self.put(change.made(self.data, self.file, above), change, undoes, also)

    def _above(self, path: KeyPath) -> list[str]:
        """Return the keys above which a new one does not come: by the model, or as entries beside it have them."""
        if self.file.endswith(".csv") or (known := keys_above(self.file, path)):
            return [] if self.file.endswith(".csv") else known
        beside = self.value(path[:-2])
        for entry in beside if isinstance(beside, list) else ():
            if isinstance(entry, dict) and path[-1] in entry:
                keys = list(entry)
                return keys[: keys.index(path[-1])]
        return []

    def put(self, edited: Edited, change: DataChange, undoes: str = "", also: str = "") -> Record:
        """Write down a change that was made of the file, then replace it."""
        text = self.data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogatepass")
        record = history.new_record(
            self.file, change, self.data, edited.data, history.back(text, edited.splices), undoes, also
        )
        try:
            history.write_down(self.root, record)
            replace_file(self.root / self.file, edited.data)
        except OSError as error:
            why = error.strerror or str(error)
            raise EnvironmentFault(Problem(Message("data-unwritable", why=why), Place(self.file))) from None
        self.data, self._source = edited.data, None
        history.remember(self.data)
        return record

    def said(self, record: Record | None, path: KeyPath, **more: Any) -> dict[str, Any]:
        """Return what an act says of a file: its hash now, the value's path, and the record to undo."""
        told = {"file": self.file, "sha256": self.sha256, "path": pointer(path), "changed": record is not None}
        return {**told, "record": record.id if record else "", **more}


def tree_of(data: bytes, file: str) -> Any:
    """Return the values of a data file; of a CSV file its rows."""
    return parse_csv(data, file).rows if file.endswith(".csv") else scan(data, file).data


@contextmanager
def opened(root: Path, file: str) -> Iterator[OpenFile]:
    """Hold the lock of data/ and yield a file of it. Raises `ProblemsFound` for what is no data file."""
    parts = Path(file).parts
    if parts[:1] != ("data",) or ".." in parts or not file.endswith((".yaml", ".csv")):
        raise ProblemsFound(Problem(Message("edit-file", file=file), Place(file)))
    with writing(root) as warnings:
        yield OpenFile(root, file, read_one(root, file), warnings)
