"""What a file from elsewhere would change in a list that it keeps: shown before `import` takes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound, UsageError, blocking
from congvan.editing.views.references import lists_of
from congvan.editing.views.tables import EntryRow, EntryTable, list_findings, list_table
from congvan.model.lists.entries import folded
from congvan.model.lists.sourced import changed_files, given_file, place_of
from congvan.model.project.assets import Assets, read


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """`listed`: the id of the list; `file`: the Excel or CSV file that would take the place of its entries."""

    root: Path
    listed: str
    file: str


@act("compare")
def compare(request: CompareRequest, progress: Progress) -> Outcome:
    """Show what the import of a file would change in a list; nothing is written. `Outcome.data`: as of `paste`, with
    the entries that the file has no more as `gone`.
    """
    files = read(request.root)
    before = list_table(files, request.listed)
    listed = lists_of(files).get(request.listed)
    if listed is None:  # its head can't be read
        raise ProblemsFound(blocking(list_findings(files)))
    ending, data = given_file(request.root, request.file)
    changed = Assets({**files, **changed_files(files, listed, place_of(listed, ending), data)})
    progress.check()
    after = list_table(changed, request.listed, list_findings(changed))
    rows = list(_rows(before, after))
    states = {state: sum(row["state"] == state for row in rows) for state in STATES}
    titles = {column.key: column.label for column in (*before.columns, *after.columns)}
    columns = list(dict.fromkeys(column.key for column in (*after.columns, *before.columns)))
    shown = {"list": after.id, "file": after.file, "columns": columns, "titles": titles, "ignored": []}
    wrong = [*after.findings, *(each for row in after.rows for each in _findings(row))]
    if not after.rows and not blocking(wrong):
        raise UsageError(Problem(Message("compare-empty"), remedy=Message("compare-empty.hint")))
    return Outcome("compare", problems=list(after.findings), data={**shown, "states": states, "rows": rows})


STATES = ("new", "changed", "same", "refused", "gone")


def _rows(before: EntryTable, after: EntryTable) -> Iterator[dict[str, Any]]:
    """Yield each row of the file with what it changes, then the entries that it leaves out."""
    known: dict[str, EntryRow] = {}
    for row in before.rows:
        known.setdefault(_name(row), row)
    for number, row in enumerate(after.rows, 1):
        old = known.pop(_name(row), None)
        wrong = _findings(row)
        cells = {key: {"new": cell.value, "old": old.text(key) if old else ""} for key, cell in row.cells.items()}
        state = "refused" if blocking(wrong) else _state(cells) if old else "new"
        yield _plain(number, state, cells, wrong)
    for number, row in enumerate(known.values(), len(after.rows) + 1):
        yield _plain(number, "gone", {key: {"new": "", "old": cell.value} for key, cell in row.cells.items()}, [])


def _state(cells: dict[str, dict[str, str]]) -> str:
    """Return the state of a row of which there is an older one."""
    return "same" if all(each["new"] == each["old"] for each in cells.values()) else "changed"


def _plain(number: int, state: str, cells: dict[str, dict[str, str]], wrong: list[Problem]) -> dict[str, Any]:
    told = [{"code": each.code, "text": each.text, "hint": each.hint} for each in wrong]
    return {"number": number, "state": state, "cells": cells, "cleaned": [], "problems": told}


def _name(row: EntryRow) -> str:
    """Return what tells an entry from the others: its id, else its name and what it belongs to."""
    return row.text("id") or " ".join(folded(cell.value) for cell in list(row.cells.values())[:2])


def _findings(row: EntryRow) -> list[Problem]:
    return [*row.findings, *(each for cell in row.cells.values() for each in cell.findings)]
