"""Sums of a table's columns: added, counted, the mean, or a formula over the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from congvan.documents.tables.sources import SourceColumn
from congvan.expressions import MappingScope, is_true
from congvan.expressions.values import as_number

Sums = Mapping[str, Any]
_HUNDRED = Decimal(100)


def sums_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[SourceColumn], inputs: Sequence[SourceColumn]) -> Sums:
    """Return the sums of columns over rows, by name; "" where there is none. `inputs`: what formulas may need."""
    added = {each.name: _added(rows, each) for each in (*inputs, *columns) if each.summed != "value"}
    found: dict[str, Any] = {each.name: added.get(each.name, "") for each in columns}
    scope = MappingScope(added)
    for each in columns:
        if each.summed == "value" and each.value is not None:
            value = each.value.evaluate(scope)
            per_cent = each.type == "percent" and isinstance(value, Decimal)
            found[each.name] = value * _HUNDRED if per_cent else value  # type: ignore[operator]  # a Decimal
    return found


def _added(rows: Sequence[Mapping[str, Any]], column: SourceColumn) -> Any:
    values = [row.get(column.name, "") for row in rows]
    if column.summed == "count":
        return Decimal(sum(is_true(each) for each in values))
    numbers = [number for each in values if (number := as_number(each)) is not None]
    if column.summed == "add" and numbers:
        return sum(numbers, Decimal(0))
    return sum(numbers, Decimal(0)) / len(numbers) if column.summed == "mean" and numbers else ""
