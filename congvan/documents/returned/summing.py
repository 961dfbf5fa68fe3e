"""Figures that do not add up over periods: those of the last period of each sheet alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from congvan.documents.tables.sources import Row
from congvan.forms.form import DispatchForm
from congvan.forms.keys import PERIOD

_CALLS = ("so_far(", "last(", "year_ago(")


def last_figures(rows: Sequence[Row], form: DispatchForm) -> Sequence[Row]:
    """Leave figures that do not add up over periods in the rows of the last period of each sheet."""
    names = [
        column.name
        for section in form.sections
        for column in section.columns
        if column.spec.sum == "last" or (column.spec.sum is None and (column.spec.value or "").startswith(_CALLS))
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


def _id(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, Mapping) else str(value)
