"""One list of “Danh bạ” as a table: cells that save themselves, rows pasted from Excel and Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.editing.drafting.list_import import replaced_files
from congvan.editing.named import BODY_KEYS, entry_names, successor_names
from congvan.editing.shapes import pointer
from congvan.editing.views.references import lists_of
from congvan.editing.views.tables import EntryRow, EntryTable, ListColumn, list_ids, list_table
from congvan.grids.intake import LARGEST
from congvan.model.lists.read import LISTS
from congvan.model.project.assets import Assets
from congvan.model.project.yaml_reader import KeyPath
from congvan.values.columns.dates import written_day, written_moment
from congvan.values.columns.naming import COLUMN_TYPES
from congvan.values.columns.table import TYPES
from congvan.web.refusals import NotThere
from congvan.web.runs.outcomes import shown_problems
from congvan.web.runs.registry import Run
from congvan.web.views import fields
from congvan.web.views.fields import Names, Typed
from congvan.web.visit import Content, Visit


def content(visit: Visit) -> Content:
    """Return the table of a list."""
    files = fields.files_of(visit)
    identifier = visit.params["listed"]
    if identifier not in list_ids(files):
        raise NotThere
    table = list_table(files, identifier)
    pasted_in = [each.label for each in table.columns if each.key != "id"]
    columns = sorted(table.columns, key=lambda each: _PLACES.get(each.key, 1))
    ids = [{"id": row.text("id"), "name": row.text("name")} for row in table.rows if row.text("id")]
    asked = any(row.cells["id"].findings for row in table.rows if "id" in row.cells)
    table = replace(table, columns=tuple(each for each in columns if each.key != "id" or asked))
    names, typed = _names(files, table), fields.typed_in(visit, table.file)
    return {
        "id": table.id,
        "unread": fields.unread_form(visit, files, f"{LISTS}{identifier}.yaml"),
        "pasted_in": pasted_in,
        "ids": ids,
        "label": table.label,
        "file": table.file,
        "sha256": table.sha256,
        "editable": table.kept != "xlsx",
        "kept": table.kept,
        "size": LARGEST >> 20,
        "replaced": _replaced(visit, identifier),
        "columns": [
            {"key": each.key, "label": each.label, "required": each.required, "list": _refers_to(each)}
            for each in table.columns
        ],
        "rows": [_row(table, index, names, typed) for index in range(len(table.rows))],
        "wrong": pointer(next((path for row in table.rows for path in _wrong(row)), ())),
        "others": shown_problems(table.findings),
        "lost": typed.get(None, []),
        "choices": [{"id": name, "entries": list(known.values())} for name, known in names.items()],
    }


_PLACES = {"name": 0, "id": 2}
"""Where columns are: the name first, ids last, the others between as the list has them; ids that nothing is wrong
with are behind “Dành cho quản trị”.
"""


def _replaced(visit: Visit, listed: str) -> str:
    """Return when the file of a list was replaced last, "" for never; it can be put back."""
    try:
        found = [each for each in replaced_files(visit.settings.root) if each.listed == listed]
    except ProblemsFound:
        return ""
    return written_moment(found[0].at) or found[0].file.rpartition("/")[2] if found else ""


def _row(table: EntryTable, index: int, names: Names, typed: Typed) -> Content:
    row = table.rows[index]
    cells = [(each, row.cells[each.key]) for each in table.columns]
    return {
        "path": pointer(row.path),
        "index": row.path[-1],
        "name": row.text("name") or row.text("id") or str(Message("field-entry", number=index + 1)),
        "cells": [
            {
                "path": pointer(cell.path),
                "value": _shown(column, cell.value, names),
                "plain": cell.plain and table.kept != "xlsx",
                "typed": fields.unsaved(typed, cell.path, _shown(column, cell.value, names)),
                "problems": shown_problems(cell.findings),
            }
            for column, cell in cells
        ],
        "problems": shown_problems(row.findings),
    }


def _wrong(row: EntryRow) -> Iterator[KeyPath]:
    """Yield the paths of the cells of a row with findings, then its own where it has some."""
    yield from (cell.path for cell in row.cells.values() if cell.findings)
    yield from [row.path] if row.findings else []


def _shown(column: ListColumn, value: str, names: Names) -> str:
    """Return a value as it is shown and typed (`saving` knows it again)."""
    if refers_to := _refers_to(column):
        known = names.get(refers_to, {})
        return known.get(value) or "; ".join(known.get(each, each) for each in value.split("; "))
    return written_day(value) if column.type == "date" else value


def _refers_to(column: ListColumn) -> str:
    return "bodies" if column.key in BODY_KEYS else column.refers_to


def _names(files: Assets, table: EntryTable) -> Names:
    """Return what the references of a list are chosen from: names by id, by the list that they refer to."""
    lists = lists_of(files)
    wanted = {each.refers_to for each in table.columns if each.refers_to in lists}
    found: dict[str, dict[str, str]] = {name: entry_names(lists[name]) for name in sorted(wanted)}
    if any(each.key in BODY_KEYS for each in table.columns):
        found["bodies"] = successor_names(files, table.id)
    return found


def pasted(result: dict[str, Any]) -> Content:
    """Return what the page of `paste` and `take` shows of an outcome."""
    keys = [key for key in result.get("columns", []) if key]
    rows = [
        {
            "number": row["number"],
            "state": row["state"],
            "cells": [_cell(row["cells"].get(key, {})) for key in keys],
            "lines": [
                *(f"{each['text']} {each['hint']}".strip() for each in row["problems"]),
                *row["cleaned"],
            ],
        }
        for row in result.get("rows", [])
    ]
    types = [{"id": each, "label": str(TYPES[each].words)} for each in COLUMN_TYPES]
    offered = [{**each, "types": types} for each in result.get("offered", [])]
    named = {"ignored": result.get("ignored", []), "counts": result.get("states", {})}
    named |= {"offered": offered, **{name: result.get(name, []) for name in ("left", "gone", "text")}}
    titles = [result.get("titles", {}).get(key, key) for key in keys]
    return {"keys": titles, "rows": rows, "taken": result.get("taken"), **named}


def pasted_file(run: Run) -> Content:
    """Return what the page of a file shows whose rows would be taken."""
    return pasted(run.outcome or {})


def compared(run: Run) -> Content:
    """Return what the page of a comparison shows: the rows that would change, refused ones first."""
    outcome = run.outcome or {"problems": []}
    shown = pasted(outcome)
    rows = sorted((each for each in shown["rows"] if each["state"] != "same"), key=lambda each: _ORDER[each["state"]])
    refused = shown["counts"].get("refused", 0) or any(each["severity"] == "error" for each in outcome["problems"])
    return {**shown, "rows": rows[:MOST_COMPARED], "refused": bool(refused)}


_ORDER = {"refused": 0, "gone": 1, "changed": 2, "new": 3}
MOST_COMPARED = 500
"""Rows of a comparison that are listed."""


def _cell(cell: dict[str, str]) -> Content:
    new, old = cell.get("new", ""), cell.get("old", "")
    return {"new": new or old, "old": old, "changed": bool(old and new and old != new)}
