"""The rows of a list that were pasted: their titles, the columns that the list has not, and what is no entry."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, UsageError, blocking
from congvan.editing.pasted_text import cleaned, rows_of
from congvan.editing.views.tables import EntryRow, EntryTable
from congvan.grids.grid import HEAD_LINES, Grid, GridCell
from congvan.model.field_types import ID_PATTERN
from congvan.model.lists.foot import foot_of, is_row_of_total
from congvan.model.lists.head import free_name
from congvan.model.lists.rows import merged_down, sheet_file
from congvan.values.columns.base import ColumnOptions
from congvan.values.columns.dates import day_of, shown_text, written_day
from congvan.values.columns.naming import type_for
from congvan.values.columns.table import TYPES
from congvan.values.columns.titles import is_total, label_key, meaning

State = Literal["new", "changed", "same", "refused"]
MOST_ROWS = 5_000
_LEAST_TITLES = 2
"""Titles that make a row below the first one that of the titles; lines above it are no entries."""


class NewColumn(NamedTuple):
    """A column that the list has no field for: its number from 0, its title, the name and type that it may have."""

    at: int
    title: str
    key: str
    type: str


@dataclass(slots=True)
class PastedRow:
    """A row that was pasted: its number among all, from 1, its texts by field, the entry that it changes, and what was
    cleaned.
    """

    number: int
    values: dict[str, str]
    told: tuple[Message, ...] = ()
    entry: EntryRow | None = None
    state: State = "new"
    problems: list[Problem] = field(default_factory=list)
    first: str = ""

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


@dataclass(slots=True)
class PastedTable:
    """What was pasted: cells, rows of entries and their numbers, the field of each column, the columns of none,
    the titles that are not used, and what is told of rows that are no entries.
    """

    cells: list[list[str]]
    columns: list[str]
    offered: list[NewColumn] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    left: list[Message] = field(default_factory=list)
    above: int = 0

    def rows(self, table: EntryTable) -> list[PastedRow]:
        """Return the rows that are entries of the list; note totals and signatures, which are none."""
        rows = list(_rows(self.cells, self.columns, table, self.above))
        required = [column.key for column in table.columns if column.required]
        sheet = [_AsInSheet({key: GridCell(text) for key, text in row.values.items()}, row) for row in rows]
        count = len(sheet) - foot_of(sheet, required)
        self.left += [Message("paste-left.foot", number=row.number, text=row.first) for row in rows[count:]]
        totals = [each.row for each in sheet[:count] if is_row_of_total(each)]
        self.left += [Message("paste-left.total", number=row.number, text=row.first) for row in totals]
        return [row for row in rows[:count] if row not in totals]


class _AsInSheet(NamedTuple):
    """A pasted row as that of a sheet."""

    values: Mapping[str, GridCell]
    row: PastedRow

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def first(self) -> str:
        return self.row.first


def pasted_table(table: EntryTable, text: str, columns: Sequence[str]) -> PastedTable:
    """Return what was pasted. `columns`: the field of each column, () to find them by their titles."""
    if table.kept == "xlsx":
        raise UsageError(Problem(Message("paste-xlsx", file=table.file), Place(table.file)))
    found = rows_of(text, blank=True)
    count = sum(map(_is_filled, found))
    if not 0 < count <= MOST_ROWS:
        message = Message("paste-many", limit=MOST_ROWS) if count else Message("paste-empty")
        raise UsageError(Problem(message, Place(table.file)))
    if columns:
        return PastedTable(found, list(columns))
    for at, row in enumerate(found[:HEAD_LINES]):
        keys = _titles(table, row, below=any(map(_is_filled, found[:at]))) if _is_filled(row) else None
        if keys is not None:
            return _titled(table, found, at, keys)
    first = next(row for row in found if _is_filled(row))
    with_ids = re.fullmatch(ID_PATTERN, cleaned(first[0]).text) is not None and _has_ids(filter(_is_filled, found))
    return PastedTable(found, [each.key for each in table.columns if each.key != "id" or with_ids])


def _titled(table: EntryTable, found: list[list[str]], at: int, keys: list[str]) -> PastedTable:
    """Return a table below its row of titles."""
    above, titles, below = found[:at], [cleaned(each).text for each in found[at]], found[at + 1 :]
    made = PastedTable(below, keys, above=at + 1)
    if any(map(_is_filled, above)):
        said = next(cleaned(cell).text for row in above for cell in row if cell.strip())
        made.left.append(Message("paste-left.above", text=said, count=sum(map(_is_filled, above))))
    taken = {*table.head.all_fields(), *(each.key for each in table.columns)}
    for n, title in enumerate(titles):
        if keys[n] or not title or meaning(title) == "ordinal":
            continue
        texts = [each for row in below if n < len(row) and (each := cleaned(row[n]).text)]
        if (texts and table.entries != ()) or (texts and table.kept == "csv"):
            made.offered.append(NewColumn(n, title, free_name(title, taken), type_for(title, texts)))
        else:
            made.ignored.append(title)
    return made


def _is_filled(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def _has_ids(found: Iterator[Sequence[str]]) -> bool:
    """Whether the first column of rows without titles holds ids."""
    return all(re.fullmatch(ID_PATTERN, cleaned(row[0]).text) is not None for row in found)


def _titles(table: EntryTable, row: Sequence[str], *, below: bool) -> list[str] | None:
    """Return the field of each column by the titles in a row; None if it is no row of titles. `below`: whether there
    are lines above it.
    """
    texts = dict(enumerate(cleaned(title).text for title in row))
    own = {label_key(name): each.key for each in table.columns for name in (each.label, each.key)}
    keys = {n: own.get(label_key(text), "") for n, text in texts.items()} | table.head.fields_of(texts)
    filled = [n for n, text in texts.items() if text]
    known = [n for n in filled if keys[n]]
    counted = [n for n in filled if meaning(texts[n]) == "ordinal"]
    sure = any(keys[n] == "name" for n in known) or len(known) * 2 > len(filled)
    guessed = _guessed(texts, keys)
    several = sum(bool(key) for key in guessed) > 1
    if below:
        return guessed if len(known) + len(counted) >= _LEAST_TITLES and (sure or several) else None
    return guessed if sure or several or (counted and counted[0] == filled[0]) else None


def _guessed(texts: Mapping[int, str], keys: Mapping[int, str]) -> list[str]:
    """Return the fields of titles with that of names where none has it: the first “Tên …”, else the first of no field
    beside others.
    """
    guessed = [keys[n] for n in texts]
    if {"name", "id"} & set(guessed):
        return guessed
    others = [n for n, text in texts.items() if text and not guessed[n] and meaning(text) != "ordinal"]
    named = next((n for n in others if label_key(texts[n]).startswith(("ten ", "ho ten "))), None)
    if named is None and any(guessed) and others:
        named = others[0]
    if named is not None:
        guessed[named] = "name"
    return guessed


def _rows(found: Sequence[Sequence[str]], columns: Sequence[str], table: EntryTable, above: int) -> Iterator[PastedRow]:
    days = {each.key for each in table.columns if each.type == "date"}
    for number, cells in enumerate(found, 1 + above):
        values, told = {}, list[Message]()
        for key, cell in zip(columns, cells, strict=False):
            if not key:
                continue
            made = cleaned(cell)
            values[key] = _as_day(made.text) if key in days else made.text
            told += made.told
        first = next((text for cell in cells if (text := cleaned(cell).text)), "")
        if any(values.values()) or is_total(first):  # a total may stand in a column that is not taken
            yield PastedRow(number, values, tuple(dict.fromkeys(told)), first=first)


def _as_day(text: str) -> str:
    """Return a day as it is typed; one that a spreadsheet shows as its number in figures."""
    if not text.isdecimal() or day_of(text) is not None:
        return text
    return written_day(str(TYPES["date"].reading(GridCell(text), ColumnOptions()).value)) or text


# -- files -------------------------------------------------------------------------------------------------------------


def rows_of_file(table: EntryTable, data: bytes, name: str) -> tuple[str, list[Message]]:
    """Return the rows of a CSV or XLSX file as if they were copied from it, and what is told of its other sheets.

    They are those of the first sheet with the titles of the list, else of the first. Raises `ProblemsFound`.
    """
    read = sheet_file(data, name)
    if wrong := blocking(read.problems):
        raise ProblemsFound(wrong)
    grids = [grid for grid in read.grids if grid.lines]
    if not grids:
        raise UsageError(Problem(Message("source-empty"), Place(name)))
    chosen = next((grid for grid in grids if _is_titled(table, grid)), grids[0])
    if empty := [at for at, cell in _cells_of(chosen) if cell.kind == "formula" and not cell.text]:
        raise UsageError(Problem(Message("formula-unread"), empty[0]))
    others = ", ".join(each.name for each in grids if each is not chosen)
    told = [Message("paste-left.sheets", name=chosen.name, others=others)] if others else []
    sheet = io.StringIO()
    csv.writer(sheet, delimiter="\t", lineterminator="\n").writerows(_copied(chosen))
    return sheet.getvalue(), told


def _is_titled(table: EntryTable, grid: Grid) -> bool:
    rows = ([cell.text for cell in line.cells.values()] for line in grid.lines[:HEAD_LINES])
    return any(_titles(table, row, below=True) is not None for row in rows)


def _cells_of(grid: Grid) -> Iterator[tuple[Place, GridCell]]:
    return ((grid.place(line.number, n), cell) for line in grid.lines for n, cell in line.cells.items())


def _copied(grid: Grid) -> Iterator[list[str]]:
    """Yield the rows of a sheet from its first; a merged cell counts for all its rows."""
    merged, by_number = dict(merged_down(grid)), {line.number: line.cells for line in grid.lines}
    last = max(max(line.cells) for line in grid.lines)
    for number in range(1, grid.lines[-1].number + 1):
        cells = by_number.get(number, {})
        above = {n: by_number.get(merged.get((number, n), 0), {}).get(n) for n in range(1, last + 1)} if cells else {}
        found = (cells.get(n) or above.get(n) for n in range(1, last + 1))
        yield [_seen(cell) if cell else "" for cell in found]


def _seen(cell: GridCell) -> str:
    """Return the text of a cell as Excel copies it: a day as one, a number with its noughts."""
    return cell.shown.text if cell.shown and cell.shown.is_padded(cell.text) else shown_text(cell)
