"""How a value of a table is shown: an entry by its name, numbers with points, days as dd/mm/yyyy."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from congvan.core.templating.numbers import NO_BREAK_SPACE, grouped
from congvan.documents.tables.sources import SourceColumn
from congvan.values.columns.table import TYPES
from congvan.values.expressions import half_up
from congvan.values.expressions.values import as_number, plain

PLACES = 2
"""To which a computed number is rounded where nothing is said."""
NUMERIC = frozenset(("integer", "decimal", "money", "percent", "computed"))
"""Types whose values are numbers to sort and to show by."""


def shown(value: Any, column: SourceColumn, *, heading: bool = False) -> str:
    """Return a value as paper shows it; `heading`: an entry as it stands at the beginning of a line."""
    if isinstance(value, Mapping):
        return str((value.get("heading") if heading else None) or value.get("name") or value.get("id") or "")
    if isinstance(value, list | tuple):
        return "; ".join(shown(each, column, heading=heading) for each in value)
    if isinstance(value, bool):
        return "x" if value else ""
    if column.type in NUMERIC and (number := as_number(value)) is not None:
        return number_text(number, column)
    if column.type in TYPES and isinstance(value, str | int | float):
        return str(TYPES[column.type].plain(value))
    return str(value)


def number_text(number: Decimal, column: SourceColumn) -> str:
    """Return a number rounded as its column asks, with points between groups; per cent with their sign."""
    places = column.places if column.places is not None else PLACES if column.type in ("computed", "percent") else None
    rounded = half_up(number, places) if places is not None else number
    text = grouped(rounded, max(places, 0) if column.exact and places is not None else None)
    return f"{text}{NO_BREAK_SPACE}%" if column.type == "percent" else text


def kept(value: Any, column: SourceColumn, *, heading: bool = False) -> str | int | float:
    """Return a value as a workbook keeps it: a number of a column of numbers, else its text."""
    number = as_number(value) if column.type in NUMERIC or column.type == "ordinal" else None
    if number is None:
        return shown(value, column, heading=heading)
    return plain(half_up(number, column.places) if column.places is not None else number)
