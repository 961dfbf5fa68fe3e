"""Paste rows from Excel or Word into a list: what is new, changed or refused is shown (`paste`), then taken.

Rows are matched with the entries of the list by id, else by name. What the project's own reading of the list would
report as an error refuses its row; the other rows are taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, UsageError, blocking
from congvan.core.text import check_text
from congvan.editing.changes import DataChange
from congvan.editing.pasted_rows import NewColumn, PastedRow, PastedTable, pasted_table, rows_of_file
from congvan.editing.renaming import free_id, id_column, ids_of, missing_ids, title_row
from congvan.editing.views.tables import EntryRow, EntryTable, list_findings, list_table
from congvan.editing.writing import OpenFile, opened
from congvan.model.lists.entries import folded
from congvan.model.lists.read import LISTS
from congvan.model.lists.sourced import given_file
from congvan.model.project.assets import Assets, read
from congvan.model.project.csv_editor import parse_csv
from congvan.model.project.yaml_reader import scan
from congvan.values.columns.naming import COLUMN_TYPES
from congvan.values.columns.titles import meaning


@dataclass(frozen=True, slots=True)
class PasteRequest:
    """`listed`: the id of the list; `text`: what was copied, cells parted by tabs; `columns`: the key of the field in
    each column, "" to leave it out; () to take the first row for titles, or the columns of the list as they stand;
    `file`: a CSV or XLSX file with the rows in the place of `text`.
    """

    root: Path
    listed: str
    text: str = ""
    columns: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """Take what `paste` has shown: all rows that are new or changed, but those of the numbers in `leave`, with the
    columns of `add` that the list has not: number from 0 and type, “3:date”. `drop`: remove the entries that no row is
    about.
    """

    root: Path
    listed: str
    text: str
    columns: tuple[str, ...] = ()
    leave: tuple[int, ...] = ()
    add: tuple[str, ...] = ()
    drop: bool = False


@act("paste")
def paste(request: PasteRequest, progress: Progress) -> Outcome:
    """Show what pasting would do, with all columns that the list has not; nothing is written. `Outcome.data`: `rows`
    with state, cells old and new, what was cleaned and why a row is refused; `columns`, `offered` columns, `ignored`
    titles, `left`: rows that are no entries, `states`: how many of each; of a file also `text`: its rows, to be taken,
    and `gone`: the names of the entries that it has not.
    """
    files = read(request.root)
    table = list_table(files, request.listed)
    text, told = request.text, list[Message]()
    if request.file:
        ending, data = given_file(request.root, request.file)
        text, told = rows_of_file(table, data, f"{table.label}{ending}")
    pasted = pasted_table(table, text, request.columns)
    pasted.left += told
    taken = _Taken(files, table, pasted, pasted.offered)
    more = {"text": text, "gone": [row.text("name") for row in taken.gone]} if request.file else {}
    return Outcome("paste", data={**taken.shown(), **more}, problems=taken.all_refused())


@act("take")
def take(request: TakeRequest, progress: Progress) -> Outcome:
    """Write the rows of what was pasted that are new or changed; one undo takes them all back."""
    table = list_table(read(request.root), request.listed)
    with opened(request.root, table.file) as file:
        files = read(request.root)
        table = list_table(files, request.listed)
        pasted = pasted_table(table, request.text, request.columns)
        taken = _Taken(files, table, pasted, _accepted(pasted, request.add))
        progress.check()
        wanted = [row for row in taken.rows if row.state in ("new", "changed") and row.number not in request.leave]
        changes = [*taken.own, *_changes(taken.files, taken.table, wanted)] if wanted else []
        gone = taken.gone if request.drop else []
        changes += [DataChange("remove", row.path, file.value(row.path)) for row in reversed(gone)]
        also = ""
        if wanted and taken.head:  # before the rows: a field without a column is told, a column without a field lost
            head = OpenFile(request.root, taken.head_file, files[taken.head_file])
            also = head.make(DataChange("many", (), [each.plain() for each in taken.head])).id
        record = file.make(DataChange("many", (), [each.plain() for each in changes]), also=also) if changes else None
        data = {**taken.shown(), **file.said(record, table.entries), "taken": len(wanted) + len(gone)}
        return Outcome("take", data=data, problems=file.findings())


# -- columns that the list has not -------------------------------------------------------------------------------------


def _accepted(pasted: PastedTable, add: Sequence[str]) -> list[NewColumn]:
    """Return the columns that are added, each with the type that was chosen: “3:date”, “3”."""
    chosen = {int(at): kind for at, _sign, kind in (each.partition(":") for each in add) if at.isdecimal()}
    kinds = {at: kind if kind in COLUMN_TYPES else "" for at, kind in chosen.items()}
    return [each._replace(type=kinds[each.at] or each.type) for each in pasted.offered if each.at in kinds]


class _Taken:
    """What was pasted, with the columns that are added: `files` and `table` have them, `own` and `head` make them in
    the file of the entries and in another one with the head of the list.
    """

    def __init__(self, files: Assets, table: EntryTable, pasted: PastedTable, added: Sequence[NewColumn]) -> None:
        self.pasted, self.head_file = pasted, f"{LISTS}{table.id}.yaml"
        self.own: list[DataChange] = []
        self.head = _fields(table, added, scan(files[self.head_file], self.head_file).data) if added else []
        if table.kept == "yaml":
            self.own, self.head = self.head, []
        elif added:
            self.own = list(_titles(table, added, files[table.file]))
        changed = dict(files)
        for file, changes in ((table.file, self.own), (self.head_file, self.head)):
            if changes:
                whole = DataChange("many", (), [each.plain() for each in changes])
                changed[file] = whole.made(changed[file], file).data
        self.files = Assets(changed)
        self.table = list_table(self.files, table.id) if added else table
        for each in added:
            pasted.columns[each.at] = each.key
        pasted.ignored += [
            each.title for each in pasted.offered if each not in added and each.at not in _numbers(added)
        ]
        self.rows = pasted.rows(self.table)
        _match(self.table, self.rows)
        _judge(self.files, self.table, self.rows)

    def shown(self) -> dict[str, Any]:
        """Return what a page shows of it."""
        counts: dict[str, int] = {"new": 0, "changed": 0, "same": 0, "refused": 0}
        for row in self.rows:
            counts[row.state] += 1
        return {
            "list": self.table.id,
            "file": self.table.file,
            "sha256": self.table.sha256,
            "columns": list(self.pasted.columns),
            "titles": {
                **{key: each.label or key for key, each in self.table.head.all_fields().items()},
                **{each.key: each.label for each in self.table.columns},
            },
            "ignored": self.pasted.ignored,
            "offered": [{"at": each.at, "title": each.title, "type": each.type} for each in self.pasted.offered],
            "left": [str(each) for each in self.pasted.left],
            "states": counts,
            "rows": [row.plain() for row in self.rows],
        }

    @property
    def gone(self) -> list[EntryRow]:
        """The entries that no row is about."""
        met = {row.entry.path for row in self.rows if row.entry}
        return [each for each in self.table.rows if each.path not in met]

    def all_refused(self) -> list[Problem]:
        """Return the problem of a paste of which no row is taken."""
        if self.rows and all(row.state == "refused" for row in self.rows):
            return [Problem(Message("paste-refused", count=len(self.rows)), Place(self.table.file))]
        return []


def _numbers(columns: Sequence[NewColumn]) -> set[int]:
    return {each.at for each in columns}


def _fields(table: EntryTable, added: Sequence[NewColumn], data: Any) -> list[DataChange]:
    """Return the changes that make columns fields of the head of a list; a list without fields then has those that its
    entries have so far.
    """
    types = {each.key: each.type for each in added}
    made = {
        each.key: {"label": each.title} | ({"type": types[each.key]} if types[each.key] != "text" else {})
        for each in added
    }
    if not data["list"].get("fields"):
        known = (*table.head.all_fields(), "id", "receives")
        used = [each for each in table.columns if each.key not in known] if table.head.is_free else []
        every = {**{each.key: {"label": each.label} for each in used}, **made}
        return [DataChange("set", ("list", "fields"), every, data["list"].get("fields"))]
    return [DataChange("set", ("list", "fields", key), each) for key, each in made.items()]


def _titles(table: EntryTable, added: Sequence[NewColumn], data: bytes) -> Iterator[DataChange]:
    """Yield the changes that write the titles of new columns into a CSV file."""
    row, width = title_row(table, data), max(map(len, parse_csv(data, table.file).rows), default=0)
    if row is None:
        raise UsageError(Problem(Message("titles-missing"), Place(table.file)))
    yield from (DataChange("set", (row, width + n), each.title, "") for n, each in enumerate(added))


# -- the entries that the rows change ----------------------------------------------------------------------------------


def _match(table: EntryTable, rows: Sequence[PastedRow]) -> None:
    """Find the entry that each row changes, by its id or a name that it alone has; refuse an id that occurs twice.

    Rows of one name that differ are different people, each a new entry unless one is there that says nothing else; so
    are rows that are equal, which is told.
    """
    by_id = {row.text("id"): row for row in table.rows if row.text("id")}
    names: dict[str, list[EntryRow]] = {}
    for entry in table.rows:
        names.setdefault(folded(entry.text("name")), []).append(entry)
    again = Counter(folded(row.values.get("name", "")) for row in {repr(each.values): each for each in rows}.values())
    seen: dict[str, PastedRow] = {}
    for row in rows:
        name, identifier = folded(row.values.get("name", "")), row.values.get("id", "")
        named = _narrowed(table, names.get(name, []), row.values)
        only = len(named) == 1 and again[name] < 2 and not _told_apart(table, named[0], row)
        free = [each for each in named if (only or _says(each, row)) and str(each.path) not in seen]
        row.entry = by_id.get(identifier) or (free[0] if free else None)
        row.state = "same" if row.entry and not row.changes else "changed" if row.entry else "new"
        flaws = [flaw.message for value in row.values.values() for flaw in check_text(value)]
        flaws += [
            Message("column-text.error", text=each) for each in row.values.values() if _SHEET_ERROR.fullmatch(each)
        ]
        row.problems = [Problem(each, Place(table.file)) for each in flaws]
        key = f"id {identifier}" if identifier else repr(sorted(row.values.items()))
        if key in seen and identifier:
            row.problems.append(Problem(Message("paste-twice", number=seen[key].number), Place(table.file)))
        elif key in seen:
            row.told = (*row.told, Message("paste-double", number=seen[key].number))
        if row.problems:
            row.state = "refused"
        for known in (key, str(row.entry.path) if row.entry else key):
            seen.setdefault(known, row)


_SHEET_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")


def _says(entry: EntryRow, row: PastedRow) -> bool:
    """Whether an entry has what a row says beside the name, or lacks only some of it."""
    said = {key: value for key, value in row.values.items() if value}
    same = [key for key, value in said.items() if entry.text(key) == value]
    return len(same) == len(said) or (len(same) > 1 and all(not entry.text(key) for key in said if key not in same))


def _told_apart(table: EntryTable, entry: EntryRow, row: PastedRow) -> bool:
    """Whether a row is about somebody else than the entry of its name: born on another day, of another unit, with
    another identity number or id; note it.
    """
    for column in table.columns:
        mine, theirs = row.values.get(column.key, ""), entry.text(column.key)
        tells = column.key == "id" or column.type == "cccd" or meaning(column.label) in ("birth", "cccd", "unit")
        if tells and mine and theirs and folded(mine) != folded(theirs):
            row.told = (*row.told, Message("paste-namesake", name=row.values["name"], label=column.label))
            return True
    return False


def _narrowed(table: EntryTable, named: Sequence[EntryRow], values: Mapping[str, str]) -> Sequence[EntryRow]:
    """Return of several entries of one name those with the references of the row: the area of a village."""
    keys = [each.key for each in table.columns if each.refers_to and values.get(each.key)]
    if len(named) < 2 or not keys:
        return named
    return [each for each in named if all(folded(each.text(key)) == folded(values[key]) for key in keys)]


# -- judging -----------------------------------------------------------------------------------------------------------


def _judge(files: Assets, table: EntryTable, rows: Sequence[PastedRow]) -> None:
    """Refuse the rows that the list could not be read with."""
    while True:
        wanted = [row for row in rows if row.state in ("new", "changed")]
        if not wanted:
            return
        wrong = dict(_wrong(files, table, wanted))
        if not wrong:
            return
        for row in wanted:
            if row.number in wrong:
                row.state, row.problems = "refused", [*row.problems, *wrong[row.number]]


def _wrong(files: Assets, table: EntryTable, wanted: Sequence[PastedRow]) -> Iterator[tuple[int, list[Problem]]]:
    """Yield the numbers of the rows with which the list cannot be read, and why."""
    single = len(wanted) == 1
    try:
        changed = files[table.file]
        for change in _changes(files, table, wanted):
            changed = change.made(changed, table.file).data
    except ProblemsFound as stop:
        if single:
            yield wanted[0].number, list(stop.problems)
            return
        for row in wanted:
            yield from _wrong(files, table, [replace(row)])
        return
    after = Assets({**files, table.file: changed})
    trial = list_table(after, table.id, list_findings(after))
    before = {row.path: set(map(str, _errors(row))) for row in table.rows}
    paths = _paths(table, wanted)
    for entry in trial.rows:
        number = paths.get(entry.path)
        found = [each for each in _errors(entry) if str(each) not in before.get(entry.path, ())]
        if number is not None and found:
            yield number, found


def _errors(row: EntryRow) -> list[Problem]:
    return blocking([*row.findings, *(each for cell in row.cells.values() for each in cell.findings)])


def _paths(table: EntryTable, wanted: Sequence[PastedRow]) -> dict[tuple[str | int, ...], int]:
    """Return which row each entry comes from, once the changes are made."""
    found = {row.entry.path: row.number for row in wanted if row.entry}
    last = _next(table)
    new = (row for row in wanted if row.entry is None)
    return {**found, **{(*table.entries, last + n): row.number for n, row in enumerate(new)}}


def _next(table: EntryTable) -> int:
    """Return the number that the next entry has."""
    if not table.rows:
        return 1 if table.kept == "csv" else 0
    return int(table.rows[-1].path[-1]) + 1


def _changes(files: Assets, table: EntryTable, wanted: Sequence[PastedRow]) -> Iterator[DataChange]:
    """Yield the changes that the rows make: ids that are not written yet, cells of entries, then new entries at the
    end, all at once.
    """
    new = [row.changes for row in wanted if row.entry is None]
    ids = list(_missing(files, table, new))
    yield from ids
    for row in wanted:
        for key, value in row.changes.items() if row.entry else ():
            assert row.entry is not None
            cell = row.entry.cells.get(key)
            path = cell.path if cell else (*row.entry.path, key)
            yield DataChange("set", path, value, cell.value if cell and cell.value else None)
    if new:
        at = id_column(table, files[table.file]) if table.kept == "csv" and (ids or table.column("id")) else -1
        taken = ids_of(table)
        identified = [_with_id(table, each, taken) for each in new]
        added = [_cells(table, each, at) if table.kept == "csv" else _entry(table, each) for each in identified]
        yield DataChange("add", (*table.entries, _next(table)), added)


def _missing(files: Assets, table: EntryTable, new: Sequence[Mapping[str, str]]) -> Iterator[DataChange]:
    """Yield the ids that entries have by their names alone; of a CSV file without a column for them, only where names
    occur twice: there is no telling their entries apart otherwise.
    """
    names = Counter(folded(each.text("name")) for each in table.rows) + Counter(
        folded(each.get("name", "")) for each in new
    )
    if table.kept == "yaml" or table.column("id") or any(names[folded(each.get("name", ""))] > 1 for each in new):
        yield from missing_ids(table, files[table.file])


def _cells(table: EntryTable, values: Mapping[str, str], at: int) -> list[str]:
    """Return the cells of a new row of a CSV file. `at`: the column of its id; -1 where there is none."""
    cells = [""] * (max(at, *(column.at for column in table.columns)) + 1)
    for column in table.columns:
        cells[column.at] = values.get(column.key, "")
    if at >= 0:
        cells[at] = values.get("id", "")
    return cells


def _with_id(table: EntryTable, values: Mapping[str, str], taken: set[str]) -> Mapping[str, str]:
    """Return the values of a new entry with an id of its own, unless the head of the list makes the ids."""
    if values.get("id") or table.head.id or not values.get("name"):
        return values
    return {"id": free_id(values["name"], taken), **values}


def _entry(table: EntryTable, values: Mapping[str, str]) -> dict[str, str]:
    """Return an entry with its keys in the order of the list, its id first."""
    keys = [each for each in ("id", *(column.key for column in table.columns)) if each in values]
    return {key: values[key] for key in dict.fromkeys((*keys, *values))}
