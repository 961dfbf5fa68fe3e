"""Columns that the office chose in a file whose titles say nothing to us: lines to choose by, and the head so made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from congvan.core.text import presentable
from congvan.forms.form import DispatchForm, FormSection
from congvan.grids.grid import GridFile
from congvan.returns.reading.heads import Head, alike, by_titles, head_on
from congvan.returns.reading.plan import ASKED, ColumnPlan, plan_of
from congvan.values.columns.titles import meaning

NOT_UNDERSTOOD = frozenset(("form-unknown.none", "table-missing"))
"""Ids of what is told of files without a row of titles that we know."""
_MOST_GRIDS, _MOST_LINES, _MOST_CELLS, _LONGEST = 3, 20, 30, 80


@dataclass(frozen=True, slots=True)
class ChosenColumns:
    """What was chosen: the form, the table of the file from 0, its row of titles, the place of each column."""

    form: str
    grid: int
    row: int
    columns: Mapping[str, int]


def table_of(form: DispatchForm) -> FormSection | None:
    """Return the only table of a form; None for one of several, whose columns nobody chooses."""
    tables = [section for section in form.sections if section.spec.shape == "table"]
    return tables[0] if len(tables) == 1 else None


def asked_columns(form: DispatchForm, section: FormSection) -> list[ColumnPlan]:
    """Return the columns that are chosen: what senders fill in, and what names their rows."""
    plan = plan_of(form, section)
    return [each for each in plan.columns.values() if each.is_filled or (each.id == plan.key and each.kind != ASKED)]


def head_of_chosen(filled: GridFile, form: DispatchForm, chosen: ChosenColumns) -> Head | None:
    """Return the head that was chosen; None where the file or the form has no such row or columns."""
    section = table_of(form)
    if section is None or not 0 <= chosen.grid < len(filled.grids):
        return None
    grid = filled.grids[chosen.grid]
    at = next((n for n, line in enumerate(grid.lines) if line.number == chosen.row), None)
    if at is None:
        return None
    offered = {each.id for each in asked_columns(form, section)}
    texts = {number: cell.text for number, cell in grid.lines[at].cells.items()}
    places = {name: at for name, at in proposed(section, texts).items() if name not in offered}
    places = {name: at for name, at in places.items() if at not in chosen.columns.values()}
    places |= {name: at for name, at in chosen.columns.items() if name in offered}
    columns = {number: column for name, number in places.items() if (column := section.column(name)) is not None}
    return head_on(grid, section, at, columns) if columns else None


def proposed(section: FormSection, texts: Mapping[int, str]) -> dict[str, int]:
    """Return the place of each column whose title is in a row: the form's own, a synonym, one with a word of it."""
    found = by_titles(section, texts)
    for column in section.columns:
        near = [at for at, text in texts.items() if at not in found.values() and _is_near(text, column.spec.label)]
        if column.id not in found and len(near) == 1:
            found[column.id] = near[0]
    return found


def _is_near(text: str, label: str) -> bool:
    return not meaning(text) and alike(text, label)


def first_lines(filled: GridFile) -> list[dict[str, Any]]:
    """Return the first lines of the tables of a file as plain values: name, lines with their number and cells."""
    return [
        {"name": presentable(grid.name, _LONGEST), "grid": number, "lines": [*_lines(grid.lines)]}
        for number, grid in enumerate(filled.grids[:_MOST_GRIDS])
        if any(len(line.cells) > 1 for line in grid.lines)
    ]


def _lines(lines: Any) -> Iterator[dict[str, Any]]:
    for line in lines[:_MOST_LINES]:
        cells = sorted(line.cells.items())[:_MOST_CELLS]
        yield {"number": line.number, "cells": {str(at): presentable(cell.text, _LONGEST) for at, cell in cells}}
