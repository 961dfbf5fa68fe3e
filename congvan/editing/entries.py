"""Add, remove and move entries of lists: receivers, signers, forms and their columns, documents, signs, entries.

What others changed meanwhile stays: an entry is found again by what they did, and only one that they took away is lost
to this act, which says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.text import slug
from congvan.editing.changes import DataChange
from congvan.editing.history import Record
from congvan.editing.named import as_kept, body_line, names_nobody
from congvan.editing.renaming import LONGEST, free_id, with_ids
from congvan.editing.saving import same, tidied, typed
from congvan.editing.shapes import bare, is_model, keys_of, model_of, short_key, type_at
from congvan.editing.writing import EditConflict, OpenFile, opened
from congvan.model.forms.columns import FormColumn
from congvan.model.lists.read import LISTS
from congvan.model.project.yaml_reader import KeyPath


@dataclass(frozen=True, slots=True)
class AddRequest:
    """`path`: of the list in `file`; `index`: the new entry's number, None: the last; `value`: the entry."""

    root: Path
    file: str
    path: KeyPath | str
    value: Any
    index: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class RemoveRequest:
    """`path`: of the entry; `old`: what the page showed of it, None not to ask; `sha256`: of the file of the page."""

    root: Path
    file: str
    path: KeyPath | str
    old: Any = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """`path`: of the entry; `to`: its number in the list from 0, as the page shows the list."""

    root: Path
    file: str
    path: KeyPath | str
    to: int
    sha256: str = ""


@act("add")
def add(request: AddRequest, progress: Progress) -> Outcome:
    """Add an entry to a list; a list that is not there yet is written."""
    with opened(request.root, request.file) as file:
        file.readable()
        progress.check()
        given = file.path(request.path)
        value, _told_of = tidied(typed(request.value), "", (*given, 0))
        listed = file.now(given, request.sha256)
        if listed is None:
            raise _gone(file)
        value = as_kept(request.root, request.file, (*listed, 0), value)
        if isinstance(value, dict) and value.get("to") and short_key(request.file, (*listed, 0)) == "text":
            value = body_line(request.root, request.file, (*listed, 0, "to"), value, str(value["to"]))
        elif names_nobody(request.root, request.file, (*listed, 0), value):
            raise ProblemsFound(
                Problem(Message("body-unlisted", value=value), file.place(listed), Message("body-unlisted.hint"))
            )
        entries = file.value(listed)
        value = _with_id(file, listed, value, entries)
        if not isinstance(entries, list):
            return _told("add", file, file.make(DataChange("set", listed, [value], entries)), (*listed, 0))
        if request.index is None:
            place: KeyPath | None = (*listed, len(entries))
        else:
            place = file.now((*given, request.index), request.sha256, new_entry=True)
        if place is None:
            raise _gone(file)
        place = (*place[:-1], min(int(place[-1]), len(entries)))
        return _told("add", file, file.make(with_ids(file, DataChange("add", place, [value]))), place)


@act("remove")
def remove(request: RemoveRequest, progress: Progress) -> Outcome:
    """Remove an entry; it stays in the bin. One that somebody else changed meanwhile is a conflict."""
    with opened(request.root, request.file) as file:
        file.readable()
        progress.check()
        path = file.now(file.path(request.path), request.sha256)
        if path is None:  # removed already
            return Outcome("remove", data=file.said(None, file.path(request.path)))
        theirs = file.value(path)
        if request.old is not None and not same(theirs, request.old):
            problem = EditConflict(
                Message("edit-conflict.value"),
                file.place(path),
                before=request.old,
                mine=None,
                theirs=theirs,
            )
            data = file.said(None, path, conflict=problem.values)
            return Outcome("remove", problems=list(problem.problems), data=data, exit_code=problem.exit_code)
        return _told("remove", file, file.make(DataChange("remove", path, theirs)), path)


@act("move")
def move(request: MoveRequest, progress: Progress) -> Outcome:
    """Give an entry another place in its list."""
    with opened(request.root, request.file) as file:
        file.readable()
        progress.check()
        given = file.path(request.path)
        path = file.now(given, request.sha256)
        target = file.now((*given[:-1], request.to), request.sha256)
        entries = file.value(path[:-1]) if path else None
        if path is None or not isinstance(entries, list):
            raise _gone(file)
        to = min(int(target[-1]) if target is not None else request.to, len(entries) - 1)
        if to == path[-1]:
            return _told("move", file, None, path)
        return _told("move", file, file.make(DataChange("move", path, file.value(path), to=to)), (*path[:-1], to))


def _with_id(file: OpenFile, listed: KeyPath, value: Any, entries: Any) -> Any:
    """Return a new entry with an id made of its name, where it needs one and none was given: a column needs one unless
    it is a heading over others, an entry of a list unless its head makes them.
    """
    if file.file.startswith(LISTS):
        return _with_listed_id(file, listed, value, entries)
    model = bare(type_at(model_of(file.file), (*listed, 0)))
    info = keys_of(model).get("id") if is_model(model) else None
    if info is None or not isinstance(value, dict) or value.get("id"):
        return value
    if not info.is_required() and (model is not FormColumn or value.get("columns")):
        return value
    named = next((value[key] for key in NAMING if isinstance(value.get(key), str) and value[key]), "")
    if not named:
        return value
    taken = {each.get("id") for each in entries if isinstance(each, dict)} if isinstance(entries, list) else set()
    made = slug(named, _LONGEST)
    return {"id": next(each for each in chain([made], (f"{made}-{n}" for n in count(2))) if each not in taken), **value}


def _with_listed_id(file: OpenFile, listed: KeyPath, value: Any, entries: Any) -> Any:
    """Return a new entry of a list with an id of its own, unless the head of the list makes the ids."""
    if listed not in ((), ("entries",)) or not isinstance(value, dict) or value.get("id") or not value.get("name"):
        return value
    if file.value(("list", "id")):
        return value
    there = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
    taken = {str(each.get("id") or slug(str(each.get("name")), LONGEST)) for each in there}
    return {"id": free_id(str(value["name"]), taken), **value}


NAMING = ("name", "label", "what", "title", "subject")
"""Keys that an id is made of."""
_LONGEST = 40


def _gone(file: OpenFile) -> EditConflict:
    return EditConflict(Message("edit-conflict.gone"), Place(file.file), before=None, mine=None, theirs=None)


def _told(command: str, file: OpenFile, record: Record | None, path: KeyPath, **more: Any) -> Outcome:
    problems = file.findings()
    return Outcome(command, problems=problems, data=file.said(record, path, **more))
