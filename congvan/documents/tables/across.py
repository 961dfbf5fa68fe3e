"""A table across: a group of columns for each value of one column, a row for what the other columns say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from congvan.documents.tables.cells import shown
from congvan.documents.tables.sources import Row, SourceColumn
from congvan.expressions import is_true
from congvan.expressions.values import as_number, is_empty


@dataclass(frozen=True, slots=True)
class Spread:
    """The columns and rows of a table across, and the heads over its columns: text and number of columns."""

    columns: tuple[SourceColumn, ...]
    rows: tuple[Row, ...]
    heads: tuple[tuple[str, int], ...]


def spread(rows: Sequence[Row], columns: Sequence[SourceColumn], by: SourceColumn) -> Spread:
    """Return a table with the summed columns repeated for each value of a column; the others identify a row."""
    own = [each for each in columns if each.summed == "none" and each.name != by.name]
    repeated = [each for each in columns if each.summed != "none" and each.name != by.name]
    values = _values(rows, by)
    made: dict[Any, dict[str, Any]] = {}
    for row in rows:
        key = tuple(_identity(row.get(each.name, "")) for each in own)
        line = made.setdefault(key, {each.name: row.get(each.name, "") for each in own})
        at = _identity(row.get(by.name, ""))
        line |= {_name(each, at): _together(line.get(_name(each, at), ""), row.get(each.name, "")) for each in repeated}
    wide = [replace(_without_formula(each), name=_name(each, at)) for at in values for each in repeated]
    heads = [("", 1)] * len(own) + [(text, len(repeated)) for text in values.values()]
    return Spread((*own, *wide), tuple(made.values()), tuple(heads))


def _values(rows: Sequence[Row], by: SourceColumn) -> Mapping[Any, str]:
    """Return the values across with their words: entries in the order of their list, others as they first come."""
    found: dict[Any, str] = {}
    for row in rows:
        value = row.get(by.name, "")
        found.setdefault(_identity(value), shown(value, by))
    if not by.known_order:
        return found
    places = {identifier: n for n, identifier in enumerate(by.known_order)}
    return dict(sorted(found.items(), key=lambda each: places.get(str(each[0]), len(places))))


def _together(before: Any, value: Any) -> Any:
    """Return what is in one cell for several rows: their sum, or how many marks."""
    if is_empty(before) or is_empty(value):
        return value if is_empty(before) else before
    numbers = [as_number(each) for each in (before, value)]
    counted = [
        number if number is not None else Decimal(is_true(each))
        for number, each in zip(numbers, (before, value), strict=True)
    ]
    return sum(counted, Decimal(0))


def _without_formula(column: SourceColumn) -> SourceColumn:
    """Return a column without a formula over sums, which names the columns as they were."""
    return replace(column, total="none", value=None) if column.summed == "value" else column


def _identity(value: Any) -> Any:
    return value.get("id") if isinstance(value, Mapping) else str(value)


def _name(column: SourceColumn, at: Any) -> str:
    return f"{column.name}/{at}"
