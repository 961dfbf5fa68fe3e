"""Rows of answers before a table joins them: figures that do not add up over periods, and those of no entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from congvan.documents.returned.wording import PAPER
from congvan.documents.tables.sources import Row, SourceColumn
from congvan.forms.form import DispatchForm
from congvan.forms.keys import PERIOD
from congvan.messages import Message
from congvan.model.forms.scalars import name_of
from congvan.model.forms.tables import EARLIER_CALLS


def last_figures(rows: Sequence[Row], form: DispatchForm) -> Sequence[Row]:
    """Leave figures that do not add up over periods in the rows of the last period of each sheet."""
    names = [
        column.name
        for section in form.sections
        for column in section.columns
        if column.spec.sum == "last"
        or (column.spec.sum is None and (column.spec.value or "").startswith(EARLIER_CALLS))
    ]
    if form.spec.period is None or not names:
        return rows
    sheets = [tuple(_id(row.get(each.name, "")) for each in form.dimensions) for row in rows]
    last: dict[tuple[str, ...], str] = {}
    for sheet, row in zip(sheets, rows, strict=True):
        last[sheet] = max(last.get(sheet, ""), _id(row.get(PERIOD, "")))
    return [
        row if _id(row.get(PERIOD, "")) == last[sheet] else {**row, **dict.fromkeys(names, "")}
        for sheet, row in zip(sheets, rows, strict=True)
    ]


def named_rows(rows: Sequence[Row], columns: Mapping[str, SourceColumn], by: Iterable[str]) -> Sequence[Row]:
    """Return the rows with words for the entry where figures were reported of all entries together."""
    words = {name: _unassigned(columns[name]) for name in map(name_of, by) if _refers(columns.get(name))}
    if not words:
        return rows
    return [{**row, **{name: said for name, said in words.items() if not row.get(name)}} for row in rows]


def _refers(column: SourceColumn | None) -> bool:
    return column is not None and column.type == "reference"


def _unassigned(column: SourceColumn) -> Row:
    words = Message("table-unassigned", label=f"{column.label[:1].lower()}{column.label[1:]}").text(PAPER)
    return {"id": "", "name": words, "heading": words, "sentence": words}


def _id(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, Mapping) else str(value)
