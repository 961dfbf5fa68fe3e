"""A file that came and is not understood: its first lines, and which of its columns are those of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from congvan.core.messages import Message
from congvan.forms.form import DispatchForm
from congvan.returns.reading.chosen import ChosenColumns, asked_columns, proposed, table_of
from congvan.web.runs.registry import Run
from congvan.web.views.returns.standing import fields_of, head
from congvan.web.visit import Content, Visit

COLUMN = "cot-"
"""How fields of columns begin; their values are places in the file, "" for none."""
_MOST_FILES = 10
_LONGEST = 40


def unread_files(run: Run) -> list[str]:
    """Return the dropped files whose columns can be chosen; those within archives can't."""
    files = (run.outcome or {}).get("files", ())
    lines = [each["file"] for each in files if each.get("lines")]
    return [each for each in lines if each in run.data.get("names", {}).values()][:_MOST_FILES]


def chosen_columns(said: Mapping[str, str]) -> ChosenColumns | None:
    """Return the columns that a form of the page says; None where it says none."""
    grid, _colon, row = said.get("dong", "").partition(":")
    named = {name.removeprefix(COLUMN): at for name, at in said.items() if name.startswith(COLUMN)}
    places = {name: int(at) for name, at in named.items() if at.isdecimal()}
    if not (grid.isdecimal() and row.isdecimal() and places):
        return None
    return ChosenColumns(said.get("bieu", ""), int(grid), int(row), places)


def content(visit: Visit, run: Run, file: str, said: Mapping[str, str]) -> Content:
    """Return what is chosen from. `said`: what was chosen so far; {} proposes everything. {} where nothing can be."""
    _shared, answers = head(visit)
    forms = {each.id: each for each in (answers.forms.values() if answers else ()) if table_of(each) is not None}
    files = (run.outcome or {}).get("files", ())
    grids: list[Any] = next((each["lines"] for each in files if each["file"] == file and each.get("lines")), [])
    if not forms or not grids:
        return {}
    form = forms.get(said.get("bieu", "")) or max(forms.values(), key=lambda each: _best(each, grids)[0])
    row = said.get("dong", "")
    if row not in {value for value, _texts in _rows(grids)}:
        row = _best(form, grids)[1]
    return {
        "file": file,
        "run": run.id,
        "key": [each["file"] for each in files].index(file),
        "dispatch": visit.params["dispatch"],
        "form": form.id,
        "forms": [{"id": each.id, "name": each.title} for each in forms.values()],
        "grids": [_grid(each, row) for each in grids],
        "columns": [*_columns(form, grids, row)],
        "fields": fields_of(form, {each.name: said.get(f"={each.name}", "") for each in form.dimensions}),
        "period": form.spec.period is not None,
        "ky": said.get("=ky", ""),
    }


def _rows(grids: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, dict[int, str]]]:
    """Yield the rows of the tables, as a form names them, with their texts by place."""
    for grid in grids:
        for line in grid["lines"]:
            yield f"{grid['grid']}:{line['number']}", {int(at): text for at, text in line["cells"].items()}


def _best(form: DispatchForm, grids: Sequence[Mapping[str, Any]]) -> tuple[int, str]:
    """Return how many titles the best row has, and the row; of rows without any the first of several cells."""
    section = table_of(form)
    scored = [(len(proposed(section, texts)) if section else 0, len(texts) > 1, row) for row, texts in _rows(grids)]
    found, _several, row = max(scored, key=lambda each: each[:2])
    return found, row


def _grid(grid: Mapping[str, Any], chosen: str) -> Content:
    places = sorted({int(at) for line in grid["lines"] for at in line["cells"]})
    lines = [
        {
            "number": line["number"],
            "value": f"{grid['grid']}:{line['number']}",
            "chosen": chosen == f"{grid['grid']}:{line['number']}",
            "cells": [line["cells"].get(str(at), "") for at in places],
        }
        for line in grid["lines"]
    ]
    return {"name": grid["name"], "lines": lines}


def _columns(form: DispatchForm, grids: Sequence[Mapping[str, Any]], row: str) -> Iterator[Content]:
    """Yield the columns of a form with the places that they may be at, one of them proposed."""
    section = table_of(form)
    assert section is not None
    rows = [(name, texts) for name, texts in _rows(grids) if name.partition(":")[0] == row.partition(":")[0]]
    at = next(number for number, (name, _texts) in enumerate(rows) if name == row)
    titles, below = rows[at][1], [texts for _name, texts in rows[at + 1 :]]
    found = proposed(section, titles)
    places = sorted({place for texts in (titles, *below) for place in texts})
    options = [{"at": place, "label": _label(place, titles, below)} for place in places]
    for plan in asked_columns(form, section):
        required = bool(plan.column.spec.required)
        yield {"id": plan.id, "label": plan.label, "required": required, "at": found.get(plan.id), "options": options}


def _label(place: int, titles: Mapping[int, str], below: Sequence[Mapping[int, str]]) -> str:
    """Return what a column of the file is called: its title, with what stands below it first."""
    title = titles.get(place) or str(Message("web-columns.place", number=place))
    example = next((texts[place] for texts in below if texts.get(place)), "")
    return f"{title[:_LONGEST]} ({example[:_LONGEST]})" if example else title[:_LONGEST]
