"""`import LIST FILE`: a list that somebody else keeps, as an Excel or CSV file beside its head in data/lists/.

The whole project is read with the new file first; with any error in it, nothing is written. What it replaces is kept in
the office's database, so that the import can be taken back. Other lists, and other dispatches, are left alone.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound, UsageError, blocking, reason_of
from congvan.core.text import did_you_mean
from congvan.model.lists.entries import EntryList, folded
from congvan.model.lists.sourced import changed_files, given_file, place_of
from congvan.model.loader import load_sound
from congvan.model.project import assets
from congvan.model.project.assets import Assets
from congvan.model.project.atomic_write import replace_file, write_file
from congvan.model.project.data_lock import writing
from congvan.returns.ledger.database import location
from congvan.returns.ledger.store import Event, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportListRequest:
    """`listed`: id or label of the list; `file`: the Excel or CSV file, "" to `undo` the last import."""

    root: Path
    listed: str
    file: str = ""
    database: str | None = None
    who: str = ""
    undo: bool = False


@act("import")
def import_list(request: ImportListRequest, progress: Progress) -> Outcome:
    """Copy the file of a list to its place in data/lists/, if the project can be read with it."""
    with writing(request.root) as warnings, Store.open(location(request.root, request.database)) as store:
        files = assets.read(request.root)
        before = load_sound(files)
        listed = _named(before.lists, request.listed)
        target, data = _taken_back(store, listed) if request.undo else _given(request, listed)
        changes = changed_files(files, listed, target, data)
        after = load_sound(Assets({**files, **changes}))
        progress.check()
        problems = [*warnings, *(each for each in after.warnings if each.place.file == target)]
        if wrong := [*blocking(problems), *(each for each in after.faults if each not in before.faults)]:
            raise ProblemsFound(wrong)
        _write(request.root, files, changes)
        _remember(store, listed, target, files.get(target), data, request.who)
    count = len(after.lists[listed.id].entries)
    remark = Message("list-imported", file=target, count=count, label=listed.label)
    return Outcome("import", problems=problems, remarks=[remark], data={"list": listed.id, "count": count})


def _named(known: Mapping[str, EntryList], text: str) -> EntryList:
    """Return the list that a text means: its id or its label."""
    if text in known:
        return known[text]
    found = [each for each in {each.id: each for each in known.values()}.values() if folded(each.label) == folded(text)]
    if len(found) == 1:
        return found[0]
    hint = did_you_mean(text, list(known)) or Message("known-names", known=", ".join(known))
    raise UsageError(Problem(Message("usage-list-unknown", name=text), remedy=hint))


def _given(request: ImportListRequest, listed: EntryList) -> tuple[str, bytes]:
    """Return where the file goes, and its bytes."""
    if not request.file:
        raise UsageError(Problem(Message("usage-list-file")))
    ending, data = given_file(request.root, request.file)
    return place_of(listed, ending), data


def _write(root: Path, files: Assets, changes: dict[str, bytes]) -> None:
    for name, data in changes.items():
        try:
            (replace_file if name in files else write_file)(root / name, data)
        except OSError as error:
            why = reason_of(error)
            raise EnvironmentFault(Problem(Message("data-unwritable", why=why), Place(name))) from None


def _remember(store: Store, listed: EntryList, target: str, before: bytes | None, data: bytes, who: str) -> None:
    """Keep what was replaced, and what replaced it."""
    with store.change() as change:
        hashes = []
        for content in (before, data):
            hashes.append(hashlib.sha256(content).hexdigest() if content is not None else "")
            if content is not None:
                change.keep(hashes[-1], target, Path(target).suffix[1:], content)
        body = {"list": listed.id, "file": target, "before": hashes[0], "after": hashes[1]}
        body["at"] = datetime.datetime.now().isoformat(timespec="minutes")
        change.add(Event("imported", listed.id, body, who=who))


def _taken_back(store: Store, listed: EntryList) -> tuple[str, bytes]:
    """Return the file as it was before the last import."""
    events = [each for each in store.events() if each.kind == "imported" and each.body["list"] == listed.id]
    last = next((each.body for each in reversed(events) if each.body.get("before")), None)
    data = store.file(last["before"]) if last else None
    if last is None or data is None:
        raise UsageError(Problem(Message("import-undo", label=listed.label)))
    return str(last["file"]), data


@dataclass(frozen=True, slots=True)
class ReplacedFile:
    """A file of a list that an import replaced: the list's id, the file, when it was replaced (ISO, "" for unknown)."""

    listed: str
    file: str
    at: str


def replaced_files(root: Path, database: str | None = None) -> list[ReplacedFile]:
    """Return the files that `--undo` would put back, of each list the last. Raises `ProblemsFound`."""
    store = Store.existing(root, database)
    if store is None:
        return []
    with store:
        bodies = [each.body for each in store.events() if each.kind == "imported" and each.body.get("before")]
    last = {body["list"]: ReplacedFile(body["list"], str(body["file"]), str(body.get("at", ""))) for body in bodies}
    return list(last.values())
