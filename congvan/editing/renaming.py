"""Entries of lists keep their ids when their names change, and papers are told of the new name.

Why: an entry without an id goes by its name, so that correcting a letter would make another entry of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import blocking
from congvan.core.text import slug
from congvan.editing.changes import DataChange
from congvan.editing.views.tables import EntryTable, list_table
from congvan.editing.writing import OpenFile, opened
from congvan.model.field_types import BLANK
from congvan.model.lists.entries import folded
from congvan.model.lists.head import ID_TITLES
from congvan.model.lists.read import LISTS, read_lists
from congvan.model.lists.receiving import bodies_by_id
from congvan.model.project import assets
from congvan.model.project.assets import DISPATCHES, Assets
from congvan.model.project.csv_editor import parse_csv
from congvan.model.project.yaml_reader import KeyPath

LONGEST = 80
"""Characters of an id that is made of a name, as the reader of lists makes it."""


def free_id(name: str, taken: set[str]) -> str:
    """Return an id made of a name that is not taken yet, and take it."""
    made = slug(name, LONGEST)
    found = next(each for each in chain([made], (f"{made}-{n}" for n in count(2))) if each not in taken)
    taken.add(found)
    return found


def ids_of(table: EntryTable) -> set[str]:
    """Return the ids of the entries of a table, written or made of their names."""
    return {row.text("id") or slug(row.text("name"), LONGEST) for row in table.rows}


def id_column(table: EntryTable, data: bytes) -> int:
    """Return the number of the column of a CSV file that holds the ids, or the next free one."""
    column = table.column("id")
    return column.at if column else max(map(len, parse_csv(data, table.file).rows), default=0)


def missing_ids(table: EntryTable, data: bytes) -> Iterator[DataChange]:
    """Yield the changes that write down the id of each entry that has none: the one that its name gives it today.

    A list in XLSX can't be written, and one whose head makes the ids has none to write.
    """
    if table.kept == "xlsx" or table.head.id:
        return
    at = id_column(table, data) if table.kept == "csv" else -1
    if table.kept == "csv" and table.column("id") is None:
        title = title_row(table, data)
        if title is None:
            return
        yield DataChange("set", (title, at), ID_TITLES[1], "")
    taken = {row.text("id") for row in table.rows} - {""}
    for row in table.rows:
        if not row.text("id") and row.text("name"):
            path = (row.path[0], at) if table.kept == "csv" else (*row.path, "id")
            yield DataChange("set", path, free_id(row.text("name"), taken), "" if table.kept == "csv" else None)


def title_row(table: EntryTable, data: bytes) -> int | None:
    """Return the number of the row of titles of a CSV file; None if it is not certain."""
    column = table.column("name")
    rows = parse_csv(data, table.file).rows[: int(table.rows[0].path[0]) if table.rows else 1]
    wanted = {folded(column.label), "name"} if column else set()
    titled = (n for n, row in enumerate(rows) if column and len(row) > column.at and _title(row[column.at]) in wanted)
    return next(titled, None)


def _title(text: str) -> str:
    return folded(text).strip(" :*")


def table_of(files: Assets, file: str) -> EntryTable | None:
    """Return the list whose entries are in a file; None if it keeps none."""
    if not file.startswith(LISTS):
        return None
    if file.endswith(".yaml"):
        return list_table(files, Path(file).stem, ())
    lists = read_lists(files, {}).lists.values()
    found = next((each.id for each in lists if f"{LISTS}{each.head.source}" == file), None)
    return list_table(files, found, ()) if found else None


def with_ids(file: OpenFile, change: DataChange) -> DataChange:
    """Return a change of an entry, with the ids of the entries of its list where they are not written yet.

    Of a CSV file only a new name needs them: a column that the clerk's other programs don't know is not added for less.
    """
    if change.kind not in ("set", "unset", "add") or not file.file.startswith(LISTS):
        return change
    files = Assets({**assets.read(file.root), file.file: file.data})
    table = table_of(files, file.file)
    if table is None:
        return change
    if table.kept == "csv":
        column = table.column("name")
        needed = column is not None and change.kind == "set" and change.path[1] == column.at
    else:
        needed = len(change.path) > len(table.entries) and change.path[: len(table.entries)] == table.entries
    ids = [each for each in missing_ids(table, file.data) if each.path != change.path] if needed else []
    return DataChange("many", (), [each.plain() for each in (*ids, change)]) if ids else change


# -- papers ------------------------------------------------------------------------------------------------------------


def body_names(root: Path, file: str) -> dict[str, str]:
    """Return the names of all bodies by their ids, where a file holds entries; {} for any other file."""
    return bodies_by_id(read_lists(assets.read(root), {}).lists) if file.startswith(LISTS) else {}


def tell_papers(root: Path, file: str, before: Mapping[str, str]) -> tuple[list[Message], dict[str, str]]:
    """Keep what numbered papers printed of bodies that have another name now; the lock of data/ is held.

    Returns what is to be told, and the old and new name where drafts have the old one in their texts.
    """
    after = body_names(root, file) if before else {}
    renamed = {each: (old, after[each]) for each, old in before.items() if after.get(each, old) != old}
    if not renamed:
        return [], {}
    papers = list(_papers(root))
    drafts = [paper for paper in papers if not _numbered(paper)]
    for paper in papers:
        if paper not in drafts:
            _keep_printed(paper, renamed)
    named = {each for paper in papers for line in _lines(paper) for each in (line.get("to"), *line.get("members", ()))}
    told = [
        Message("receiver-renamed", old=renamed[each][0], new=renamed[each][1]) for each in renamed if each in named
    ]
    for old, new in renamed.values():
        if mentioned := sum(any(True for _ in _mentions(paper, old)) for paper in drafts):
            return told[:1], {"old": old, "new": new, "drafts": str(mentioned)}
    return told[:1], {}


def _lines(paper: OpenFile) -> Iterator[dict[str, Any]]:
    """Yield the lines of Kính gửi and Nơi nhận that name bodies."""
    for key in ("receivers", "copies"):
        lines = paper.value((key,))
        yield from (line for line in lines if isinstance(line, dict)) if isinstance(lines, list) else ()


def _papers(root: Path) -> Iterator[OpenFile]:
    files = assets.read(root)
    for name in files:
        if name.startswith(DISPATCHES) and name.endswith(".yaml"):
            paper = OpenFile(root, name, files[name])
            if not blocking(paper.source.problems):
                yield paper


def _numbered(paper: OpenFile) -> bool:
    number = paper.tree.get("number") if isinstance(paper.tree, dict) else BLANK
    return number not in (None, "", BLANK)


def _keep_printed(paper: OpenFile, renamed: Mapping[str, tuple[str, str]]) -> None:
    """Write the old name as the words of each line that names a renamed body and has no words of its own."""
    changes = []
    for key in ("receivers", "copies"):
        lines = paper.value((key,))
        for n, line in enumerate(lines if isinstance(lines, list) else ()):
            if isinstance(line, dict) and line.get("to") in renamed and "text" not in line:
                changes.append(DataChange("set", (key, n, "text"), renamed[line["to"]][0]).plain())
    if changes:
        paper.make(DataChange("many", (), changes))


def _mentions(paper: OpenFile, name: str) -> Iterator[tuple[KeyPath, str]]:
    """Yield the texts of a paper in which a name stands."""
    waiting: list[tuple[KeyPath, Any]] = [((), paper.tree)]
    whole = _whole(name)
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict | list):
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            waiting += [((*path, key), each) for key, each in inner]
        elif isinstance(value, str) and whole.search(value):
            yield path, value


def _whole(name: str) -> re.Pattern[str]:
    """Return the pattern of a name that is no part of a longer word."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


@dataclass(frozen=True, slots=True)
class FollowRequest:
    """`old`, `new`: the name that drafts have in their texts, and the one that they are to have."""

    root: Path
    old: str
    new: str


@act("follow")
def follow(request: FollowRequest, progress: Progress) -> Outcome:
    """Write the new name for the old one in the texts of all drafts; papers with a number keep what was printed."""
    changed = 0
    whole = _whole(request.old)
    names = [paper.file for paper in _papers(request.root)] if request.old else []
    for name in names:
        progress.check()
        with opened(request.root, name) as paper:
            found = [] if _numbered(paper) else list(_mentions(paper, request.old))
            changes = [DataChange("set", path, whole.sub(lambda _: request.new, text), text) for path, text in found]
            if changes:
                paper.make(DataChange("many", (), [each.plain() for each in changes]))
                changed += 1
    said = Message("receiver-followed", count=changed, new=request.new)
    return Outcome("follow", remarks=[said], data={"changed": changed})
