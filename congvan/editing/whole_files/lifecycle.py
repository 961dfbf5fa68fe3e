"""Files of data/ as a whole: begun, and thrown away into the bin, from which they come back; each is written down."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Exit, Place, Problem, ProblemsFound, UsageError, blocking, reason_of
from congvan.editing import history
from congvan.editing.changes import DataChange
from congvan.editing.history import Record
from congvan.model.dataset import PAPERS, SIGNAGE
from congvan.model.lists.read import LISTS
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.model.project.assets import DISPATCHES, Assets, read_one
from congvan.model.project.atomic_write import write_file
from congvan.model.project.data_lock import writing
from congvan.model.project.splices import Splice
from congvan.model.project.yaml_reader import scan

DISCARDED = (LISTS, DISPATCHES, PAPERS, SIGNAGE)
"""Folders whose files can be thrown away: lists, drafts, papers beside a dispatch, signs."""


@dataclass(frozen=True, slots=True)
class DiscardRequest:
    """`file`: a list, a draft, a paper beside a dispatch or signs; `sha256`: its hash as it was shown, "" for any."""

    root: Path
    file: str
    sha256: str = ""


@act("discard")
def discard(request: DiscardRequest, progress: Progress) -> Outcome:
    """Throw a file away: it is in the bin for thirty days, and `undo` puts it back.

    Refused where something still needs it, or where it is a paper that has its number.
    """
    place = Place(request.file)
    if not (request.file.endswith(".yaml") and f"{Path(request.file).parent.as_posix()}/" in DISCARDED):
        raise UsageError(Problem(Message("discard-file", file=request.file), place))
    with writing(request.root) as warnings:
        data = read_one(request.root, request.file)
        if request.sha256 not in ("", history.digest(data)):
            raise _Changed(Problem(Message("discard-changed"), place))
        if request.file.startswith(DISPATCHES) and _numbered(data, request.file):
            raise ProblemsFound(Problem(Message("discard-numbered"), place))
        if needed := _needed(assets.read(request.root), request.file):
            raise ProblemsFound([Problem(Message("discard-needed"), place), *needed])
        progress.check()
        record = removed(request.root, request.file, data)
    told = {"file": request.file, "sha256": "", "path": "", "changed": True, "record": record.id}
    return Outcome("discard", problems=list(warnings), data=told)


class _Changed(ProblemsFound):
    """Somebody has changed the file since it was shown."""

    exit_code = Exit.FAILED


def _numbered(data: bytes, file: str) -> bool:
    said = scan(data, file).data
    number = said.get("number") if isinstance(said, Mapping) else None
    return number not in (None, "", "blank")


def _needed(files: Assets, file: str) -> list[Problem]:
    """Return the errors that the project has without the file and not with it."""
    before = _errors(files)
    without = Assets({name: files[name] for name in files if name != file})
    return [each for each in _errors(without) if each not in before]


def _errors(files: Assets) -> list[Problem]:
    try:
        load(files)
    except ProblemsFound as stop:
        return blocking(stop.problems)
    return []


def begun(root: Path, file: str, data: bytes, undoes: str = "") -> Record:
    """Write a new file, and write it down; the lock of data/ is held. Raises `ProblemsFound`."""
    change = DataChange("begin", (), data.decode("utf-8"))
    record = history.new_record(file, change, None, data, [Splice(0, len(change.value), "")], undoes)
    try:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        history.write_down(root, record)
        write_file(root / file, data)
    except OSError as error:
        raise _unwritten(file, error) from None
    history.remember(data)
    return record


def removed(root: Path, file: str, data: bytes, undoes: str = "") -> Record:
    """Take a file away, and write down what it held; the lock of data/ is held. Raises `ProblemsFound`."""
    try:
        text = data.decode("utf-8")
        record = history.new_record(file, DataChange("discard", (), text), data, None, [Splice(0, 0, text)], undoes)
        history.write_down(root, record)
        os.unlink(root / file)
    except UnicodeDecodeError:
        raise ProblemsFound(Problem(Message("edit-file", file=file), Place(file))) from None
    except OSError as error:
        raise _unwritten(file, error) from None
    return record


def _unwritten(file: str, error: OSError) -> EnvironmentFault:
    return EnvironmentFault(Problem(Message("data-unwritable", why=reason_of(error)), Place(file)))
