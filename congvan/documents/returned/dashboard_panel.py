"""The panel Nhận về of the dashboard: sums, a matrix for each form, charts; independent of the clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvan.core.returned import AnswerFacts, FormStatus, ReturnFacts, Standing
from congvan.core.templating.declared import empty
from congvan.documents.common.chart import Point, chart
from congvan.documents.common.returned_facts import returned_facts
from congvan.documents.returned.matrix import AnswerMatrix, MatrixCellWords, matrix
from congvan.documents.returned.schema import Matrix, MatrixCell, MatrixRow, Panel, Sum
from congvan.documents.returned.wording import counted, reasons_words, state_words
from congvan.documents.text.schema import Chart
from congvan.forms.form import DispatchForm, FormSection, forms_of
from congvan.model.dataset import Dataset
from congvan.model.validity import as_of

NARROW = 100.0  # mm: the page is read on a telephone, too
_SUMMED = ("complete", "nil", "asked", "incomplete", "missing")


def returned_panel(dataset: Dataset, dispatch_id: str) -> Panel:
    """Return the panel Nhận về; all empty if nothing was returned."""
    returned = returned_facts(dataset, dispatch_id)
    if not returned.get("answers") and not returned.get("waiting"):
        return empty(Panel)
    shown = [(each, _latest(each)) for each in returned["forms"]]
    matrices = [_matrix(form, standings) for form, standings in shown if standings]
    forms = forms_of(as_of(dataset, dispatch_id), dispatch_id)
    return {
        "summary": list(_sums(standing for _form, standings in shown for standing in standings)),
        "matrix": matrices[0] if matrices else empty(Matrix),
        "others": matrices[1:],
        "charts": [drawn for status, _s in shown for drawn in _charts(forms[status["form"]], status, returned)],
    }


def _latest(form: FormStatus) -> list[Standing]:
    """Return how the sheets of a form stand; of one with periods, those of the last that has answers."""
    periods = [each["period"] for each in form["standings"] if each["how"]]
    last = max(periods, key=[each["id"] for each in form["periods"]].index) if form["periods"] and periods else ""
    return [each for each in form["standings"] if each["period"] == last]


def _sums(standings: Iterator[Standing]) -> Iterator[Sum]:
    counts = counted(standings)
    owed = sum(counts.values())
    done = counts.get("complete", 0) + counts.get("nil", 0)
    yield {"value": f"{done}/{owed}", "label": state_words("complete")}
    for state in _SUMMED[2:]:
        if counts.get(state):
            yield {"value": str(counts[state]), "label": state_words(state)}


def _matrix(form: FormStatus, standings: Sequence[Standing]) -> Matrix:
    found = matrix(form, standings)
    period = next((each["name"] for each in form["periods"] if each["id"] == standings[0]["period"]), "")
    title = ", ".join(filter(None, [form["ref"] or form["name"], period]))
    head = form["per"][0]["label"] if form["per"] else form["name"]
    return {"title": title, "head": head, "columns": list(found.columns) or [form["name"]], "rows": _rows(found)}


def _rows(found: AnswerMatrix) -> list[MatrixRow]:
    return [{"name": line.head, "cells": [_cell(each) for each in line.cells]} for line in found.lines]


def _cell(cell: MatrixCellWords) -> MatrixCell:
    """Return a cell; why it is not complete is reported without personal data."""
    why = cell.text if len(cell.standings) != 1 else reasons_words(cell.standings[0])
    return {"state": cell.state, "why": "" if cell.state in ("complete", "not-owed") else why}


def _charts(form: DispatchForm, status: FormStatus, returned: ReturnFacts) -> Iterator[Chart]:
    """Yield rows named of rows owed by the first dimension; of reports, the first figure by it and over the periods."""
    if not form.dimensions:
        return
    name, label = form.dimensions[0].name, form.dimensions[0].listed.label
    heads = {each["id"]: each["name"] for each in status["per"][0]["entries"]}
    if form.spec.period is None:
        if any(each["owed"] > 1 for each in status["standings"]):
            yield chart(
                f"{form.spec.name}, {label[:1].lower()}{label[1:]}", "bars", _named(status, name, heads), NARROW
            )
        return
    answers = [each for each in returned.get("answers", []) if each["form"] == form.id]
    found = _first_figure(form)
    if not answers or found is None:
        return
    section, column, title = found
    by_entry = {key: _total([a for a in answers if a["keys"].get(name) == key], section, column) for key in heads}
    bars: list[Point] = [{"label": heads[key], "value": value} for key, value in by_entry.items() if value]
    yield chart(f"{title}, {label[:1].lower()}{label[1:]}", "bars", bars, NARROW)
    periods = sorted({each["period"] for each in answers})
    names = {each["id"]: each["name"].partition(" (")[0] for each in status["periods"]}
    curve: list[Point] = [
        {"label": names.get(key, key), "value": _total([a for a in answers if a["period"] == key], section, column)}
        for key in periods
    ]
    yield chart(title, "curve", curve, NARROW)


def _named(status: FormStatus, name: str, heads: dict[str, str]) -> list[Point]:
    """Return how many rows came of those owed, by the entries of a dimension."""
    found: dict[str, tuple[int, int]] = {}
    for each in status["standings"]:
        if each["state"] != "not-owed":
            rows, owed = found.get(each["keys"][name], (0, 0))
            found[each["keys"][name]] = (rows + max(each["rows"].values(), default=0), owed + each["owed"])
    return [{"label": heads.get(key, key), "value": rows, "of": owed} for key, (rows, owed) in found.items()]


def _first_figure(form: DispatchForm) -> tuple[FormSection, str, str] | None:
    """Return the first column of whole numbers that somebody fills in: its section, id and label."""
    for section in form.sections:
        for column in section.columns:
            if column.type.id in ("integer", "decimal", "money") and column.spec.value is None:
                return section, column.id, column.spec.label
    return None


def _total(answers: Sequence[AnswerFacts], section: FormSection, column: str) -> float:
    values = [row["values"].get(column, 0) for each in answers for row in each["sections"].get(section.id, ())]
    return sum(value for value in values if isinstance(value, int | float))
