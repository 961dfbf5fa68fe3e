"""Rows with the same values made one: figures added, or their mean, quotients computed again, equal words kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from congvan.documents.tables.sources import Row, SourceColumn
from congvan.documents.tables.sums import sums_of
from congvan.expressions import MappingScope
from congvan.expressions.scopes import ROWS
from congvan.expressions.values import plain
from congvan.model.forms.scalars import name_of

_SUMMED = ("add", "mean", "value")


def merged_rows(rows: Sequence[Row], columns: Mapping[str, SourceColumn], by: Iterable[str]) -> list[Row]:
    """Return a row for each combination of values of the columns `by`, in the order in which they first come.

    Words that all rows of a combination share are kept. Under the name of the rows at hand each holds those that it is
    made of, which computed columns count.
    """
    names = [name_of(name) for name in by]
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(_id(row.get(name, "")) for name in names), []).append(row)
    return [_one(same, names, columns) for same in found.values()]


def _one(rows: Sequence[Row], names: Sequence[str], columns: Mapping[str, SourceColumn]) -> Row:
    made: dict[str, Any] = {name: rows[0].get(name, "") for name in names}
    others = [each for name, each in columns.items() if name not in made]
    sums = sums_of(rows, [each for each in others if each.summed in _SUMMED], others)
    for column in others:
        if column.summed in _SUMMED:
            value = sums[column.name]
            if value != "":
                made[column.name] = plain(value) if isinstance(value, Decimal) else value
        else:
            values = [row.get(column.name, "") for row in rows]
            made[column.name] = values[0] if all(each == values[0] for each in values) else ""
    made[ROWS] = [MappingScope(row) for row in rows]
    return made


def _id(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, Mapping) else str(value)
