"""Rows of answers with the same values made one: figures added, or those of the last period taken, or their mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from congvan.documents.returned.wording import PAPER
from congvan.documents.tables.sources import Row, SourceColumn
from congvan.expressions.values import as_number, plain
from congvan.forms.form import DispatchForm
from congvan.forms.keys import PERIOD
from congvan.messages import Message
from congvan.model.forms.scalars import name_of

_CALLS = ("so_far(", "last(", "year_ago(")


def summed_rows(
    rows: Sequence[Row], form: DispatchForm, columns: Mapping[str, SourceColumn], by: Iterable[str]
) -> list[Row]:
    """Return a row for each combination of values of the columns `by`; without any, the rows as they are.

    Words that all rows of a combination share are kept.

    A figure that does not add up over periods stands in the rows of the last period of each sheet alone.
    """
    kept = _last_alone(rows, form)
    names = [name_of(name) for name in by]
    if not names:
        return list(kept)
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in kept:
        found.setdefault(tuple(_id(row.get(name, "")) for name in names), []).append(row)
    return [_one(same, names, columns) for same in found.values()]


def _one(rows: Sequence[Row], names: Sequence[str], columns: Mapping[str, SourceColumn]) -> Row:
    made: dict[str, Any] = {name: rows[0].get(name, "") or _unassigned(columns.get(name)) for name in names}
    for name, column in columns.items():
        if name in made:
            continue
        if column.summed not in ("add", "mean"):
            values = [row.get(name, "") for row in rows]
            made[name] = values[0] if all(each == values[0] for each in values) else ""
            continue
        numbers = [number for row in rows if (number := as_number(row.get(name, ""))) is not None]
        if numbers:
            total = sum(numbers[1:], numbers[0])
            made[name] = plain(total / len(numbers) if column.summed == "mean" else total)
    return made


def _unassigned(column: SourceColumn | None) -> Any:
    """Return what stands for an entry where figures were told of all entries together."""
    if column is None or column.type != "reference":
        return ""
    words = Message("table-unassigned", label=f"{column.label[:1].lower()}{column.label[1:]}").text(PAPER)
    return {"id": "", "name": words, "heading": words, "sentence": words}


def _last_alone(rows: Sequence[Row], form: DispatchForm) -> Sequence[Row]:
    """Leave figures that do not add up over periods in the last period of each sheet."""
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
