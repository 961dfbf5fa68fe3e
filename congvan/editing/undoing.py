"""Take back what was changed: the last changes of a file, and what is in the bin for thirty days."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, UsageError
from congvan.editing import history
from congvan.editing.changes import WHOLE, DataChange
from congvan.editing.history import Record
from congvan.editing.saving import same
from congvan.editing.whole_files.lifecycle import begun, removed
from congvan.editing.writing import EditConflict, OpenFile, opened
from congvan.model.project.assets import read_one
from congvan.model.project.data_lock import writing
from congvan.model.project.splices import Splice
from congvan.model.project.yaml_editor import MARK, Edited
from congvan.model.project.yaml_reader import KeyPath


@dataclass(frozen=True, slots=True)
class UndoRequest:
    """`record`: the id of a change, as acts and the history give it; "" for the last one of `file`."""

    root: Path
    file: str
    record: str = ""


@act("undo")
def undo(request: UndoRequest, progress: Progress) -> Outcome:
    """Take a change back: byte for byte where nothing was changed since, else its value or entry alone.

    A value that was changed again since is a conflict. An undo can be undone.
    """
    if not (request.root / request.file).exists():
        return _file_again(request, progress)
    with opened(request.root, request.file) as file:
        done = history.made(request.root, file.file, file.sha256)
        record = _chosen(done, request)
        progress.check()
        try:
            back, path = _taken_back(file, record)
        except EditConflict as conflict:
            data = file.said(None, record.change.path, conflict=conflict.values)
            return Outcome("undo", problems=list(conflict.problems), data=data, exit_code=conflict.exit_code)
        problems = file.findings()
        return Outcome("undo", problems=problems, data=file.said(back, path, undoes=record.id))


def _file_again(request: UndoRequest, progress: Progress) -> Outcome:
    """Put a file back that was thrown away."""
    with writing(request.root) as warnings:
        record = _chosen(history.made(request.root, request.file, ""), request)
        progress.check()
        if record.change.kind != "discard" or (request.root / request.file).exists():
            raise UsageError(Problem(Message("undo-none"), Place(request.file)))
        back = begun(request.root, request.file, record.change.value.encode(), record.id)
    told = {"file": request.file, "sha256": back.after, "path": "", "changed": True, "record": back.id}
    return Outcome("undo", problems=list(warnings), data={**told, "undoes": record.id})


def _chosen(done: list[Record], request: UndoRequest) -> Record:
    """Return the change to take back: the one asked for, or the last that is not taken back itself."""
    undone = {each.undoes for each in done if each.undoes}
    for each in reversed(done):
        if each.id == request.record or (not request.record and not each.undoes and each.id not in undone):
            return each
    raise UsageError(Problem(Message("undo-none"), Place(request.file)))


def _taken_back(file: OpenFile, record: Record) -> tuple[Record, KeyPath]:
    if record.change.kind in WHOLE:
        return _gone_again(file, record), ()
    change = record.change.undone()
    if record.after == file.sha256:
        before = history.older(file.data, [record])
        also = _with_it(file.root, record)
        return file.put(Edited(before, list(record.splices)), change, record.id, also), change.path
    path = file.now(change.path, record.after, new_entry=change.kind == "add") if change.kind != "many" else None
    if path is None:
        raise _conflict(file, record, None)
    change = DataChange(change.kind, path, change.value, change.old, change.to)
    theirs = file.value(path)
    if change.kind in ("set", "unset") and not same(theirs, change.old):
        raise _conflict(file, record, theirs)
    if change.kind in ("remove", "move") and not same(theirs, change.value):
        raise _conflict(file, record, theirs)
    if change.kind == "add" and (put_back := _same_lines(file, record, path)):
        return put_back, path
    return file.make(change, record.id), path


def _with_it(root: Path, record: Record) -> str:
    """Take the change of another file back that was made with a change; return the record of that, "" where there is
    none, or the file was changed again since.
    """
    other = next((each for each in history.records(root) if record.also and each.id == record.also), None)
    if other is None:
        return ""
    file = OpenFile(root, other.file, read_one(root, other.file))
    with suppress(EditConflict):
        return _taken_back(file, other)[0].id
    return ""


def _gone_again(file: OpenFile, record: Record) -> Record:
    """Take a file away that was begun, where nothing was written into it since."""
    if record.change.kind != "begin" or record.after != file.sha256:
        raise _conflict(file, record, file.value(()))
    return removed(file.root, file.file, file.data, record.id)


def _same_lines(file: OpenFile, record: Record, path: KeyPath) -> Record | None:
    """Put a removed entry back with the bytes that it had, comments and all; None where its place is not certain."""
    steps = history.since(file.root, file.file, record.after, file.sha256)
    if steps is None or len(record.splices) != 1 or not file.file.endswith(".yaml"):
        return None
    at, end, lines = record.splices[0]
    for each in steps:
        moved = _moved(at, each.splices)
        if moved is None or at != end:
            return None
        at = end = moved
    mark = MARK if file.data.startswith(MARK) else b""
    text = file.data[len(mark) :].decode("utf-8", "surrogatepass")
    data = mark + (text[:at] + lines + text[at:]).encode("utf-8", "surrogatepass")
    wanted = copy.deepcopy(file.value(()))
    *around, index = path
    listed = wanted
    for step in around:
        listed = listed[step]
    listed.insert(index, record.change.value)
    if OpenFile(file.root, file.file, data).value(()) != wanted:
        return None
    return file.put(Edited(data, [Splice(at, at, lines)]), DataChange("add", path, [record.change.value]), record.id)


def _moved(at: int, pieces: Sequence[Splice]) -> int | None:
    """Return where a place of a text is after a change of which the pieces back are known; None within a piece."""
    moved = 0
    for piece in sorted(pieces):
        start = piece.start - moved
        if start + len(piece.new) <= at:
            moved += piece.end - piece.start - len(piece.new)
        elif start < at:
            return None
    return at + moved


def _conflict(file: OpenFile, record: Record, theirs: Any) -> EditConflict:
    change = record.change
    message = Message("edit-conflict.gone" if theirs is None else "edit-conflict.value")
    return EditConflict(message, Place(file.file), before=change.value, mine=change.old, theirs=theirs)


@dataclass(frozen=True, slots=True)
class Discarded:
    """Something in the bin: the record to undo, its file, where it stood, what it was, and when it was removed."""

    record: str
    file: str
    path: KeyPath
    value: Any
    time: str


def bin_of(root: Path) -> Iterator[Discarded]:
    """Yield what was removed in the last thirty days and not put back, the newest first."""
    done = list(history.recent(root))
    back = {each.undoes for each in done if each.undoes}
    for each in done:
        thrown = each.change.kind == "discard" and not (root / each.file).exists()
        taken_out = each.change.kind in ("remove", "unset") and not each.undoes
        if (thrown or taken_out) and each.id not in back:
            value = each.change.old if each.change.kind == "unset" else each.change.value
            yield Discarded(each.id, each.file, each.change.path, value, each.time)
