"""Values of computed columns: what an expression gives, as the column keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from congvan.forms.form import SectionColumn
from congvan.values.columns.base import Value
from congvan.values.expressions import UNKNOWN, Expression
from congvan.values.expressions.tree import Computed, Constant, walk
from congvan.values.expressions.values import as_number, half_up, plain

NUMBERS = frozenset(("integer", "decimal", "percent", "money", "year"))
"""The types of columns whose computed values are numbers."""


def is_ratio(expression: Expression) -> bool:
    """Whether an expression divides without a factor of a hundred, so that a column of per cent shows it as such."""
    parts = list(walk(expression.tree))
    divides = any(isinstance(each, Computed) and each.sign == "/" for each in parts)
    return divides and not any(isinstance(each, Constant) and each.value == 100 for each in parts)


def kept(column: SectionColumn, expression: Expression, found: Any) -> Value:
    """Return what an expression gave as the column keeps it: an entry by its id, a number rounded; "" for UNKNOWN."""
    if found is UNKNOWN or found is None:
        return ""
    if isinstance(found, Mapping):
        return str(found.get("id", "") if column.listed is not None else found.get("heading") or found.get("name", ""))
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, list | tuple):
        return "; ".join(str(each) for each in found)
    number = as_number(found) if column.type.id in NUMBERS or isinstance(found, Decimal) else None
    if number is None:
        return str(found)
    if column.type.id == "percent" and is_ratio(expression):
        number *= 100
    places = column.places
    return plain(half_up(number, places) if places is not None else number)


def shown(column: SectionColumn, value: Value) -> str:
    """Return a kept value as its cell shows it: an entry by its heading."""
    if column.listed is not None and value != "":
        entry = column.listed.get(str(value)) or column.listed.whole.get(str(value))
        return entry.heading if entry else str(value)
    try:
        return column.type.shown(value)
    except ValueError:  # of another type: a text in a column of days
        return str(value)
