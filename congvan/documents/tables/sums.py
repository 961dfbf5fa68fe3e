"""Sums of a table's columns: added, counted, the mean, or a formula over the sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from congvan.documents.tables.sources import SourceColumn
from congvan.values.expressions import ExpressionError, Scope, is_true
from congvan.values.expressions.scopes import ROWS, MappingScope
from congvan.values.expressions.values import Before, Unknown, as_number, equal

Sums = Mapping[str, Any]
_HUNDRED = Decimal(100)


def sums_of(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[SourceColumn],
    inputs: Sequence[SourceColumn],
    outer: Scope | None = None,
) -> Sums:
    """Return the sums of columns over rows, by name; "" where there is none.

    `inputs`: what formulas may need. `outer`: what their other names mean, those of lists and facts.
    """
    added = {each.name: _added(rows, each) for each in (*inputs, *columns) if each.summed != "value"}
    found: dict[str, Any] = {each.name: added.get(each.name, "") for each in columns}
    scope = _SumScope(rows, added, outer)
    for each in columns:
        if each.summed == "value" and each.value is not None:
            try:
                value = each.value.evaluate(scope)
            except ExpressionError:  # a formula that is wrong was reported for its rows; this one has no sum
                value = ""
            per_cent = each.type == "percent" and isinstance(value, Decimal)
            found[each.name] = value * _HUNDRED if per_cent else value  # type: ignore[operator]  # a Decimal
    return found


class _SumScope:
    """What the names of a formula mean over a sum: the sums of columns, and of a field the sum over the entries.

    Each entry counts once, however many rows are of it: the households of a hamlet that has three rows.
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]], added: Mapping[str, Any], outer: Scope | None) -> None:
        self._rows, self._added = rows, added
        self._outer = outer if outer is not None else MappingScope({})

    def value(self, name: str) -> Any:
        """Return the value of a dotted name. Raises KeyError."""
        if name in self._added:
            return self._added[name]
        path, _dot, field = name.rpartition(".")
        if path and any(path.partition(".")[0] in row for row in self._rows):
            return self._of_entries(path, field)
        return self._outer.value(name)

    def _of_entries(self, path: str, field: str) -> Any:
        entries = {str(each["id"]): each for row in self._rows if (each := _entry_at(row, path)) is not None}
        values = [MappingScope(each).value(field) for each in entries.values()]
        numbers = [number for each in values if (number := as_number(each)) is not None]
        if len(numbers) == len(values):
            return sum(numbers, Decimal(0)) if numbers else ""
        return values[0] if all(equal(each, values[0]) for each in values) else ""

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows of a list, or the rows at hand: those that were made one, each by itself."""
        if name is not None:
            return self._outer.rows(name)
        return [scope for row in self._rows for scope in row.get(ROWS) or (MappingScope(row),)]

    def previous(self, before: Before) -> Scope | None:
        """Return no earlier period: what it says is in the rows."""
        return None


def _entry_at(row: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    """Return the entry at a path of references in a row; None where there is none."""
    try:
        found = MappingScope(row).value(path)
    except KeyError:
        return None
    return found if isinstance(found, Mapping) and "id" in found else None


def _added(rows: Sequence[Mapping[str, Any]], column: SourceColumn) -> Any:
    values = [row.get(column.name, "") for row in rows]
    if column.summed == "count":
        return Decimal(sum(is_true(each) for each in values))
    numbers = [number for each in values if (number := as_number(each)) is not None]
    if column.summed == "add" and numbers:
        return sum(numbers, Decimal(0))
    return sum(numbers, Decimal(0)) / len(numbers) if column.summed == "mean" and numbers else ""
