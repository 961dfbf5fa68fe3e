"""Detect by stat data alone whether anything changed since a build, before anything heavy is imported.

Why: reading and hashing everything takes a tenth of a second, this a few milliseconds. Its only answer is “nothing has
changed”; otherwise the content hashes decide. The record is kept in the cache, never in outputs/; one that is damaged,
or of other options or another version of the program, is ignored.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import NamedTuple

_HEAD, _END = "congvan freshness 1", "end"
_RACY, _COARSE = 10_000_000, 2_000_000_000  # ns within which a second edit may be invisible, by clock resolution


class Snapshot(NamedTuple):
    """Stat data of the inputs before they were read: lines of the record, and whether they are reliable."""

    root: str
    lines: tuple[str, ...]
    settled: bool


def snapshot(root: str, inputs: Iterable[str]) -> Snapshot:
    """Take stat data of the inputs of a build; to be called before the first of them is read.

    `inputs`: files and folders, absolute or below `root`; folders recursively, so that added and removed files are
    noticed too. Missing ones are recorded as missing.
    """
    now = time.time_ns()
    lines, settled = [], True
    for path in inputs:
        for below in _below(os.path.join(root, path)):
            status = _status("f", below)
            lines.append(_written("f", below, status))
            changed = max(status.st_mtime_ns, status.st_ctime_ns) if status is not None else 0
            margin = _COARSE if changed % 1_000_000_000 == 0 else _RACY
            settled = settled and changed + margin < now and "\n" not in below
    return Snapshot(root, tuple(lines), settled)


def remember(record: str, before: Snapshot, outputs: Iterable[str], about: str, note: str = "") -> None:
    """Record that these inputs gave these outputs (paths absolute or below root).

    `about`: the program's version and the options of the run; `note`: text to show the next time. A record that cannot
    be written is not an error: the next run then compares content hashes.
    """
    if not before.settled:  # edited just now: another edit in the same clock tick would go unnoticed
        _drop(record)
        return
    lines = [_HEAD, _escape(about), _escape(note), *before.lines]
    lines += [_line("l", os.path.join(before.root, path)) for path in outputs]
    temp = f"{record}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(record), exist_ok=True)
        with open(temp, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write("\n".join([*lines, _END]))
        os.replace(temp, record)
    except OSError:
        _drop(temp)


def recall(record: str, about: str) -> str | None:
    """Return the note of the last such run if nothing has changed since, else None."""
    try:
        with open(record, encoding="utf-8", errors="surrogateescape") as file:
            head, its_about, note, *lines = file.read().split("\n")
    except (OSError, ValueError):
        return None
    if head != _HEAD or its_about != _escape(about) or not lines or lines.pop() != _END:
        return None
    for line in lines:
        kind, *rest = line.split(" ", 5)
        if kind not in ("f", "l") or len(rest) < 5 or _line(kind, rest[4]) != line:
            return None
    try:
        return note.encode("ascii").decode("unicode_escape")
    except UnicodeError:
        return None


def _escape(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")


def record_for(cache: str, about: str) -> str:
    """Return the record's file for a run with these options."""
    from zlib import crc32

    return os.path.join(cache, "freshness", f"{crc32(about.encode('utf-8', 'surrogatepass')):08x}")


def _below(path: str) -> Iterable[str]:
    """Yield the path and, for a folder, everything below it except hidden folders and __pycache__."""
    yield path
    if os.path.isdir(path):
        for where, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if name[0] != "." and name != "__pycache__")
            yield from (os.path.join(where, name) for name in [*folders, *sorted(files)])


def _line(kind: str, path: str) -> str:
    """Return the record line of a path; kind "f" follows links, "l" (an output) does not."""
    return _written(kind, path, _status(kind, path))


def _status(kind: str, path: str) -> os.stat_result | None:
    try:
        return os.stat(path, follow_symlinks=kind == "f")
    except (OSError, ValueError):  # ValueError: an invalid path in a damaged record
        return None


def _written(kind: str, path: str, status: os.stat_result | None) -> str:
    if status is None:
        return f"{kind} - - - - {path}"
    return f"{kind} {status.st_ino} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {path}"


def _drop(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
