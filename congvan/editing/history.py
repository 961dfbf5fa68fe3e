"""What was changed, so that it can be undone: `.congvan/history.jsonl` in the project, kept for thirty days.

A line is written and synced before its file is replaced: of a run that was killed between the two, the line tells of a
change that is not in the file, and is passed over. Each line has the hash of the file before and after, and the pieces
of text that were replaced, so that older versions of a file can be made again from the present one.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import secrets
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core.bootstrap.root import KEPT as KEPT_FOLDER
from congvan.core.bootstrap.root import kept_folder
from congvan.editing.changes import DataChange, change_of
from congvan.model.project.atomic_write import write_file
from congvan.model.project.splices import Splice, inverse, spliced
from congvan.model.project.yaml_editor import MARK

FILE = "history.jsonl"
KEPT = datetime.timedelta(days=30)
_LARGE = 4 << 20  # bytes from which on old lines are cleared away
_SEEN: OrderedDict[str, bytes] = OrderedDict()
_MOST_SEEN = 64


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """One change that was made: when, to which file, its hash before and after ("": there was none), the pieces, what
    it undoes, and the change of another file that was made with it and is taken back with it.
    """

    id: str
    time: str
    file: str
    before: str
    after: str
    change: DataChange
    splices: tuple[Splice, ...] = ()
    undoes: str = ""
    also: str = ""

    def line(self) -> str:
        """Return the record as a line of JSON."""
        names = ("id", "time", "file", "before", "after", "undoes", "also")
        plain: dict[str, Any] = {name: getattr(self, name) for name in names}
        plain |= {"change": self.change.plain(), "splices": [list(each) for each in self.splices]}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def new_record(
    file: str,
    change: DataChange,
    before: bytes | None,
    after: bytes | None,
    back: Sequence[Splice],
    undoes: str = "",
    also: str = "",
) -> Record:
    """Return the record of a change made now; `back`: the pieces that make the file what it was; None: no file."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
    was, became = ("" if each is None else digest(each) for each in (before, after))
    return Record(secrets.token_hex(6), now, file, was, became, change, tuple(back), undoes, also)


def write_down(root: Path, record: Record) -> None:
    """Append a record and sync it. Raises OSError."""
    path = Path(kept_folder(root), FILE)
    with path.open("ab") as file:
        if file.tell() > _LARGE:
            _clear_away(root, record.time)
    with path.open("ab") as file:
        torn = file.tell() and not _ends_with_line(path)
        file.write((b"\n" if torn else b"") + record.line().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _ends_with_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _clear_away(root: Path, now: str) -> None:
    """Write the history again without what is older than it is kept."""
    kept = [each for each in records(root) if not expired(each, now)]
    write_file(Path(kept_folder(root), FILE), "".join(f"{each.line()}\n" for each in kept).encode())


def expired(record: Record, now: str) -> bool:
    """Whether a record is older than it is kept."""
    then, today = datetime.datetime.fromisoformat(record.time), datetime.datetime.fromisoformat(now)
    return today - then > KEPT


def records(root: Path) -> list[Record]:
    """Return every record of a project, the oldest first; damaged lines are passed over."""
    path = root / KEPT_FOLDER / FILE
    if not path.exists():
        return []
    return [record for line in path.read_bytes().splitlines() if (record := _read(line)) is not None]


def _read(line: bytes) -> Record | None:
    try:
        plain = json.loads(line)
        pieces = tuple(Splice(*each) for each in plain["splices"])
        who, when, file, before, after = (str(plain[name]) for name in ("id", "time", "file", "before", "after"))
        more = (str(plain.get(name, "")) for name in ("undoes", "also"))
        return Record(who, when, file, before, after, change_of(plain["change"]), pieces, *more)
    except (ValueError, KeyError, TypeError):
        return None


def made(root: Path, file: str, current: str) -> list[Record]:
    """Return the records of a file whose changes it has had, the oldest first; `current`: its hash now, "" for none."""
    own = [each for each in records(root) if each.file == file]
    following = [*(each.before for each in own[1:]), current]
    pairs = zip(own, following, strict=False)
    return [each for each, after in pairs if after != each.before or each.before == each.after]


# -- older versions ----------------------------------------------------------------------------------------------------


def remember(data: bytes) -> str:
    """Keep a version of a file in memory while it is among the last ones shown; return its hash."""
    name = digest(data)
    _SEEN[name] = data
    _SEEN.move_to_end(name)
    while len(_SEEN) > _MOST_SEEN:
        _SEEN.popitem(last=False)
    return name


def remembered(name: str) -> bytes | None:
    """Return a version that was shown not long ago."""
    return _SEEN.get(name)


def since(root: Path, file: str, version: str, current: str) -> list[Record] | None:
    """Return the records that lead from a version of a file to the present one; None if somebody else changed it."""
    if version == current:
        return []
    found: list[Record] = []
    wanted = current
    for record in reversed(made(root, file, current)):
        if record.after != wanted:
            return None
        found.insert(0, record)
        if record.before == version:
            return found
        wanted = record.before
    return None


def older(data: bytes, steps: Sequence[Record]) -> bytes:
    """Return the version of a file before these changes."""
    mark = MARK if data.startswith(MARK) else b""
    text = data.removeprefix(MARK).decode("utf-8", "surrogatepass")
    for record in reversed(steps):
        text = spliced(text, record.splices)
    return mark + text.encode("utf-8", "surrogatepass")


def back(text: str, splices: Sequence[Splice]) -> list[Splice]:
    """Return the pieces to write down for pieces that are replaced in a text."""
    return inverse(text, splices)


def recent(root: Path) -> Iterator[Record]:
    """Yield the records that are not too old, the newest first."""
    now = datetime.datetime.now(datetime.UTC).isoformat()
    yield from (each for each in reversed(records(root)) if not expired(each, now))
