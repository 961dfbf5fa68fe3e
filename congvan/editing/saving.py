"""Save one value of a data file: its bytes alone change, and what somebody else saved meanwhile stays."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.text import nfc
from congvan.editing.changes import DataChange
from congvan.editing.chips import chips_of, is_body, without_chips
from congvan.editing.drafts import drop
from congvan.editing.findings import unreadable
from congvan.editing.named import as_kept, as_shown, body_line, names_nobody
from congvan.editing.pasted_body import listed, saved_text
from congvan.editing.renaming import body_names, tell_papers, with_ids
from congvan.editing.shapes import model_of, short_key, type_at
from congvan.editing.views.kinds import kind_of
from congvan.editing.writing import EditConflict, OpenFile, opened
from congvan.model.dataset import PAPERS
from congvan.model.project import assets
from congvan.model.project.assets import DISPATCHES
from congvan.model.project.splices import difference
from congvan.model.project.yaml_editor import MARK, Edited
from congvan.model.project.yaml_reader import KeyPath, Value, scan
from congvan.values.columns.dates import day_of, written_day

_GAPS = re.compile(r"(?=.*(?:…|\.{3}))(\d{1,2}|…|\.{3})/(\d{1,2}|…|\.{3})/(\d{4}|…|\.{3})")


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """`path`: of the value in `file`, or its pointer “/signers/0/name”, “.” for the text of a file that can't be read;
    `old`: what the form showed, "" for nothing;
    `new`: what is there instead, "" to leave the key out; `sha256`: of the file that the form was made of;
    `drafts`: names of what was typed there, forgotten now.
    """

    root: Path
    file: str
    path: KeyPath | str
    old: Any = ""
    new: Any = ""
    sha256: str = ""
    drafts: Sequence[str] = ()


@act("save")
def save(request: SaveRequest, progress: Progress) -> Outcome:
    """Store a value. Another value of the file changed meanwhile stays; the same one is a conflict, reported and not
    written: `Outcome.data["conflict"]` has `before`, `mine` and `theirs`.
    """
    with opened(request.root, request.file) as file:
        progress.check()
        if file.path(request.path) == () and file.file.endswith(".yaml") and unreadable(file.source):
            return _mended(file, request)
        file.readable()
        names = body_names(request.root, request.file)
        request = _with_codes(file, request)
        try:
            given, told = tidied(request.new, request.old, file.path(request.path))
            record, path = _saved(file, replace(request, new=given))
        except EditConflict as conflict:
            data = file.said(None, file.path(request.path), conflict=conflict.values)
            return Outcome("save", problems=list(conflict.problems), data=data, exit_code=conflict.exit_code)
        _drop_drafts(request)
        merged = request.sha256 not in ("", record.before) if record else False
        renamed, follow = tell_papers(request.root, request.file, names)
        kept = as_shown(request.root, request.file, path, file.value(path)) if told else ""
        data = file.said(record, path, value=file.value(path), merged=merged, follow=follow, kept=kept)
        return Outcome("save", problems=file.findings(), remarks=[*changes_of(told), *renamed], data=data)


def _with_codes(file: OpenFile, request: SaveRequest) -> SaveRequest:
    """Return a request whose text has the codes of facts for the chips that the form shows."""
    old, new, path = request.old, request.new, file.path(request.path)
    there = file.value(file.now(path, request.sha256) or path)
    if not all(isinstance(each, str) for each in (old, new)) or not set("‹›") & {*old, *new}:
        return request
    chips = chips_of(assets.read(request.root), request.file)
    kept = there if isinstance(there, str) else ""
    old, new = str(typed(old)), str(typed(new))
    try:
        before = without_chips(old, chips, old, kept)
    except ProblemsFound:  # somebody else has changed it: a conflict
        before = old
    return replace(request, old=before, new=without_chips(new, chips, old, kept))


def tidied(value: Value, before: Value, path: KeyPath) -> tuple[Value, tuple[Message, ...]]:
    """Return a value whose texts are as papers hold them, and what was changed: a page refuses no tab."""
    if isinstance(value, str) and path:
        old = before if isinstance(before, str) else ""
        made = saved_text(str(typed(value)), old, body=is_body(path))
        return made.text, made.told
    if isinstance(value, list):
        pairs = [tidied(each, "", path) for each in value]
        return [each for each, _told in pairs], tuple(told for _each, those in pairs for told in those)
    if isinstance(value, dict):
        named = {key: tidied(each, "", (*path, key)) for key, each in value.items()}
        return {key: each for key, (each, _told) in named.items()}, tuple(
            told for _each, those in named.values() for told in those
        )
    return value, ()


def changes_of(told: Sequence[Message]) -> list[Message]:
    """Return what is said of texts that were changed as they were saved."""
    return [Message("save-tidied", changes=listed(told))] if told else []


def _drop_drafts(request: SaveRequest) -> None:
    with contextlib.suppress(OSError):
        drop(request.root, request.drafts)


def _mended(file: OpenFile, request: SaveRequest) -> Outcome:
    """Write the whole text of a file that can't be read, if it can be read as it is given; nothing else of it has a
    place that could be saved.
    """
    shown = file.data.removeprefix(MARK).decode("utf-8")
    text = str(typed(request.new))
    if request.sha256 != file.sha256:
        raise ProblemsFound(Problem(Message("edit-conflict.value"), Place(file.file)))
    if wrong := unreadable(scan(text.encode(), file.file)):
        raise ProblemsFound(wrong)
    record = file.put(Edited(text.encode(), [difference(shown, text)]), DataChange("set", (), text, shown))
    _drop_drafts(request)
    return Outcome("save", problems=file.findings(), data=file.said(record, (), value=text, merged=False, follow={}))


def _saved(file: OpenFile, request: SaveRequest) -> tuple[Any, KeyPath]:
    given = file.path(request.path)
    old, new = (_as_date(file, given, typed(each)) for each in (request.old, request.new))
    written = old  # as it is in the file where the name is in the list only now
    old, new = (as_kept(request.root, file.file, given, each) for each in (old, new))
    path = file.now(given, request.sha256)
    if path is None:
        raise EditConflict(
            Message("edit-conflict.gone"), Place(file.file), before=request.old, mine=request.new, theirs=None
        )
    if path[-1] == "to" and short_key(file.file, path[:-1]) == "text":
        return _saved_line(file, path, (old, written), new)
    if names_nobody(request.root, request.file, given, new):
        message = Message("body-unlisted", value=new)
        raise ProblemsFound(Problem(message, file.place(path), Message("body-unlisted.hint")))
    old, new = _as_kept(file.value(path), old, new)
    path, change = change_to(file, path, old, new)
    theirs = file.value(path)
    if same(theirs, new):
        return None, path
    if not same(theirs, old) and not same(theirs, written):
        place = file.place(path)
        raise EditConflict(Message("edit-conflict.value"), place, before=old, mine=new, theirs=theirs)
    return (file.make(with_ids(file, with_followers(file, change))) if change is not None else None), path


def _saved_line(file: OpenFile, path: KeyPath, old: tuple[Value, Value], new: Value) -> tuple[Any, KeyPath]:
    """Save whom a line of Kính gửi or Nơi nhận names: a body of a list, else what was typed as its words."""
    there = file.value(path[:-1])
    line = {"text": there} if isinstance(there, str) else dict(there or {})
    theirs = line.get("to") or ("" if line.keys() & {"each", "members"} else line.get("text"))
    made = body_line(file.root, file.file, path, line, str(new)) if new else ""
    if same(there, made):
        return None, path
    if not any(same(theirs, each) for each in old):
        raise EditConflict(
            Message("edit-conflict.value"), file.place(path), before=old[1], mine=new, theirs=theirs or ""
        )
    beside = {key: value for key, value in line.items() if key != "to"}
    if not made or (isinstance(made, dict) and {**beside, "to": made.get("to")} == made):  # its value alone
        change = change_to(file, path, old[0], made["to"] if isinstance(made, dict) else "")[1]
    else:
        change = DataChange("set", path[:-1], made, there)
    return (file.make(change) if change is not None else None), path


def with_followers(file: OpenFile, change: DataChange) -> DataChange:
    """Return a change with those of the values that follow it: the drafting unit that keeps a copy is the one that the
    symbol has, as long as it was.
    """
    follower = _FOLLOWS.get(change.path) if change.kind == "set" and file.file.startswith(_OF_DISPATCHES) else None
    there = file.value(follower) if follower else None
    if follower is None or there is None or not same(there, change.old):
        return change
    every = [change, DataChange("set", follower, change.value, there)]
    return DataChange("many", (), [each.plain() for each in every])


_OF_DISPATCHES = (DISPATCHES, PAPERS)
_FOLLOWS: Mapping[KeyPath, KeyPath] = {("unit",): ("archive", "unit")}


def _as_date(file: OpenFile, path: KeyPath, value: Value) -> Value:
    """Return a date of issue as its file has it: “…/8/2020” is a mapping with a gap, as forms show it."""
    match = _GAPS.fullmatch(value) if isinstance(value, str) else None
    if match is None or kind_of(type_at(model_of(file.file), path), None, "") != "issue-date":
        return value
    parts = zip(("day", "month", "year"), match.groups(), strict=True)
    return {key: part if part.isdecimal() else "blank" for key, part in parts}


def _as_kept(there: Value, old: Value, new: Value) -> tuple[Value, Value]:
    """Return both values as the file writes days: a form shows its 2020-08-20 as 20/8/2020, and is typed in so."""
    if not isinstance(there, str) or not isinstance(old, str) or written_day(there) == there or "/" not in old:
        return old, new
    was, day = day_of(old), day_of(new) if isinstance(new, str) else None
    return (str(was) if was else old), (str(day) if was and day else new)


def change_to(file: OpenFile, path: KeyPath, old: Value, new: Value) -> tuple[KeyPath, DataChange | None]:
    """Return the path of a value and the change that sets it; a fact written as its text alone becomes a mapping."""
    around = file.value(path[:-1]) if path else None
    key = short_key(file.file, path[:-1]) if isinstance(around, str) else ""
    if key and path[-1] == key:
        path = path[:-1]
    elif key:
        if new == "":
            return path, None
        return path, DataChange("set", path[:-1], {key: around, str(path[-1]): new}, around)
    there = file.value(path)
    if new == "" and isinstance(path[-1], str):
        return path, DataChange("unset", path, None, there) if path[-1] in _keys(file.value(path[:-1])) else None
    return path, DataChange("set", path, new, there)


def _keys(value: Value) -> Any:
    return value if isinstance(value, dict) else ()


def typed(value: Value) -> Value:
    """Return what was typed as it is stored: lines end as in YAML, letters are composed."""
    if isinstance(value, str):
        return nfc(re.sub(r"\r\n?", "\n", value))
    if isinstance(value, list):
        return [typed(each) for each in value]
    if isinstance(value, dict):
        return {nfc(key): typed(each) for key, each in value.items()}
    return "" if value is None else value


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same; nothing and an empty text are."""
    return typed(one) == typed(other)
