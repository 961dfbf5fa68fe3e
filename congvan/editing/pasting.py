"""Paste rows from Excel or Word into a list: what is new, changed or refused is shown (`paste`), then taken.

Rows are matched with the entries of the list by id, else by name. What the project's own reading of the list would
report as an error refuses its row; the other rows are taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any, Literal

from congvan.editing.changes import DataChange
from congvan.editing.pasted_text import cleaned, rows_of
from congvan.editing.renaming import free_id, id_column, ids_of, missing_ids
from congvan.editing.shown.tables import EntryRow, EntryTable, list_findings, list_table
from congvan.editing.writing import opened
from congvan.job import Outcome, Progress, act
from congvan.lazy import dataclass
from congvan.messages import Message
from congvan.model.field_types import ID_PATTERN
from congvan.model.lists.entries import folded
from congvan.model.lists.head import ID_TITLES, STANDARD
from congvan.problems import Place, Problem, ProblemsFound, UsageError, blocking
from congvan.project.assets import Assets, read
from congvan.text import check_text

State = Literal["new", "changed", "same", "refused"]
MOST_ROWS = 5_000
_COUNTERS = ("tt", "stt", "so tt", "so thu tu")


@dataclass(frozen=True, slots=True)
class PasteRequest:
    """`listed`: the id of the list; `text`: what was copied, cells parted by tabs; `columns`: the key of the field in
    each column, "" to leave it out; () to take the first row for titles, or the columns of the list as they stand.
    """

    root: Path
    listed: str
    text: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """Take what `paste` has shown: all rows that are new or changed, but those of the numbers in `leave`."""

    root: Path
    listed: str
    text: str
    columns: tuple[str, ...] = ()
    leave: tuple[int, ...] = ()


@dataclass(slots=True)
class PastedRow:
    """A row that was pasted: its number from 1, its texts by field, the entry that it changes, and what was cleaned."""

    number: int
    values: dict[str, str]
    told: tuple[Message, ...] = ()
    entry: EntryRow | None = None
    state: State = "new"
    problems: list[Problem] = field(default_factory=list)

    @property
    def changes(self) -> dict[str, str]:
        """The fields whose text is another than before; an empty cell changes nothing."""
        if self.entry is None:
            return {key: value for key, value in self.values.items() if value}
        return {key: value for key, value in self.values.items() if value and value != self.entry.text(key)}

    def plain(self) -> dict[str, Any]:
        """Return the row as a page shows it."""
        old = {key: self.entry.text(key) for key in self.values} if self.entry else {}
        cells = {key: {"new": value, "old": old.get(key, "")} for key, value in self.values.items()}
        wrong = [{"code": each.code, "text": each.text, "hint": each.hint} for each in self.problems]
        told = [str(each) for each in self.told]
        return {"number": self.number, "state": self.state, "cells": cells, "cleaned": told, "problems": wrong}


@act("paste")
def paste(request: PasteRequest, progress: Progress) -> Outcome:
    """Show what pasting would do; nothing is written. `Outcome.data`: `rows` with state, cells old and new, what was
    cleaned and why a row is refused; `columns`, `ignored` titles, `states`: how many of each.
    """
    files = read(request.root)
    table = list_table(files, request.listed)
    rows, columns, ignored = _read(table, request.text, request.columns)
    _judge(files, table, rows)
    return Outcome("paste", data=_shown(table, rows, columns, ignored), problems=_all_refused(table, rows))


@act("take")
def take(request: TakeRequest, progress: Progress) -> Outcome:
    """Write the rows of what was pasted that are new or changed; one undo takes them all back."""
    table = list_table(read(request.root), request.listed)
    with opened(request.root, table.file) as file:
        files = read(request.root)
        table = list_table(files, request.listed)
        rows, columns, ignored = _read(table, request.text, request.columns)
        _judge(files, table, rows)
        progress.check()
        wanted = [row for row in rows if row.state in ("new", "changed") and row.number not in request.leave]
        changes = [each.plain() for each in _changes(files, table, wanted)]
        record = file.make(DataChange("many", (), changes)) if changes else None
        data = {**_shown(table, rows, columns, ignored), **file.said(record, table.entries), "taken": len(wanted)}
        return Outcome("take", data=data, problems=file.findings())


# -- reading -----------------------------------------------------------------------------------------------------------


def _read(
    table: EntryTable, text: str, columns: Sequence[str]
) -> tuple[list[PastedRow], tuple[str, ...], tuple[str, ...]]:
    """Return the rows of what was pasted, the field of each column, and the titles that no field has."""
    if table.kept == "xlsx":
        raise UsageError(Problem(Message("paste-xlsx", file=table.file), Place(table.file)))
    found = rows_of(text)
    if not found or len(found) > MOST_ROWS:
        code = "paste-empty" if not found else "paste-many"
        raise UsageError(Problem(Message(code, limit=MOST_ROWS), Place(table.file)))
    ignored: tuple[str, ...] = ()
    if not columns:
        titled = _titles(table, found[0])
        if titled is not None:
            ignored = tuple(cleaned(title).text for title, key in zip(found[0], titled, strict=True) if not key)
            ignored = tuple(each for each in ignored if each and folded(each) not in _COUNTERS)
            columns, found = titled, found[1:]
        else:
            columns = [each.key for each in table.columns if each.key != "id" or _has_ids(found)]
    rows = list(_rows(found, columns))
    _match(table, rows)
    return rows, tuple(columns), ignored


def _has_ids(found: Sequence[Sequence[str]]) -> bool:
    """Whether the first column of rows without titles holds ids."""
    return all(re.fullmatch(ID_PATTERN, cleaned(row[0]).text) is not None for row in found)


def _titles(table: EntryTable, first: Sequence[str]) -> list[str] | None:
    """Return the field of each column by the titles in the first row; None if it is no row of titles."""
    names = {folded(title): "id" for title in ID_TITLES}
    for key, each in {**table.head.all_fields()}.items():
        names |= {folded(key.replace("_", " ")): key, folded(key): key, folded(each.label or key): key}
    for column in table.columns:
        names |= {folded(column.label): column.key, folded(column.key): column.key}
    titles = [folded(cleaned(title).text).strip(" :*") for title in first]
    keys = [names.get(title, "") for title in titles]
    known = [key for key in keys if key]
    exact = "name" in known or len(known) * 2 > sum(bool(title) for title in titles)
    keys = _guessed(titles, keys)
    titled = exact or titles[0] in _COUNTERS or sum(bool(key) for key in keys) > 1
    return keys if titled else None


def _guessed(titles: Sequence[str], keys: Sequence[str]) -> list[str]:
    """Return the fields of titles that say more than a usual one: “Tên đơn vị”, “Số điện thoại”; without any for name
    and id, the first title of no field is that of the names.

    Why: of the usual ones alone: “Xã Ba Sơn” is no title, though a list has a field “Xã”.
    """
    guessed, names = list(keys), {folded(each.label or key): key for key, each in STANDARD.items()}
    for n, title in enumerate(titles):
        if not keys[n] and title not in _COUNTERS:
            more = (key for each, key in names.items() if title.startswith(f"{each} ") or title.endswith(f" {each}"))
            guessed[n] = next((key for key in more if key not in guessed), "")
    if any(guessed) and not {"name", "id"} & set(guessed):
        others = (n for n, title in enumerate(titles) if title and not guessed[n] and title not in _COUNTERS)
        if (column := next(others, None)) is not None:
            guessed[column] = "name"
    return guessed


def _rows(found: Sequence[Sequence[str]], columns: Sequence[str]) -> Iterator[PastedRow]:
    for number, cells in enumerate(found, 1):
        values, told = {}, list[Message]()
        for key, cell in zip(columns, cells, strict=False):
            if not key:
                continue
            made = cleaned(cell)
            values[key] = made.text
            told += made.told
        if any(values.values()):
            yield PastedRow(number, values, tuple(dict.fromkeys(told)))


def _match(table: EntryTable, rows: Sequence[PastedRow]) -> None:
    """Find the entry that each row changes, by its id or a name that it alone has; refuse a row that occurs twice.

    Rows of one name that differ are different people, each a new entry unless one is there with all that the row says.
    """
    by_id = {row.text("id"): row for row in table.rows if row.text("id")}
    names: dict[str, list[EntryRow]] = {}
    for entry in table.rows:
        names.setdefault(folded(entry.text("name")), []).append(entry)
    again = Counter(folded(row.values.get("name", "")) for row in {repr(each.values): each for each in rows}.values())
    seen: dict[str, PastedRow] = {}
    for row in rows:
        name = folded(row.values.get("name", ""))
        named = _narrowed(table, names.get(name, []), row.values)
        if len(named) > 1 or again[name] > 1:  # people of one name: only what is equal is the same
            named = [each for each in named if all(each.text(key) == value for key, value in row.values.items())]
        row.entry = by_id.get(row.values.get("id", "")) or (named[0] if len(named) == 1 else None)
        row.state = "same" if row.entry and not row.changes else "changed" if row.entry else "new"
        row.problems = [
            Problem(flaw.message, Place(table.file)) for value in row.values.values() for flaw in check_text(value)
        ]
        if row.problems:
            row.state = "refused"
        key = str(row.entry.path) if row.entry else repr(sorted(row.values.items()))
        if key in seen:
            row.state = "refused"
            row.problems.append(Problem(Message("paste-twice", number=seen[key].number), Place(table.file)))
        seen.setdefault(key, row)


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


# -- showing -----------------------------------------------------------------------------------------------------------


def _shown(
    table: EntryTable, rows: Sequence[PastedRow], columns: tuple[str, ...], ignored: tuple[str, ...]
) -> dict[str, Any]:
    counts: dict[str, int] = {"new": 0, "changed": 0, "same": 0, "refused": 0}
    for row in rows:
        counts[row.state] += 1
    return {
        "list": table.id,
        "file": table.file,
        "sha256": table.sha256,
        "columns": list(columns),
        "titles": {
            **{key: each.label or key for key, each in table.head.all_fields().items()},
            **{each.key: each.label for each in table.columns},
        },
        "ignored": list(ignored),
        "states": counts,
        "rows": [row.plain() for row in rows],
    }


def _all_refused(table: EntryTable, rows: Sequence[PastedRow]) -> list[Problem]:
    if rows and all(row.state == "refused" for row in rows):
        return [Problem(Message("paste-refused", count=len(rows)), Place(table.file))]
    return []
