"""The formulas of a sheet for a workbook: expressions over columns, with the addresses of their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from congvan.forms.blanks.cells import SheetCell
from congvan.forms.blanks.values import is_ratio
from congvan.forms.form import SectionColumn
from congvan.values.expressions import UNKNOWN, Expression, ExpressionError, Scope, excel, parse
from congvan.values.expressions.tree import Computed, Constant
from congvan.values.expressions.values import Before


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the columns of a section are: in the row at hand (C7), and all their cells (C7:C18), by their names.

    `sections`: all the cells of the columns of other sections, by the names of the sections.
    """

    cells: Mapping[str, str]
    ranges: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class _RowCells:
    """The cells of a row as formulas ask for them. `names`: what expressions see in the row (`FormRow.names`)."""

    def __init__(self, addresses: Addresses, names: Scope | None) -> None:
        self._addresses, self._names = addresses, names

    def cell(self, name: str) -> str | None:
        return self._addresses.cells.get(name)

    def column(self, rows: str | None, name: str) -> str | None:
        ranges = self._addresses.ranges if rows is None else self._addresses.sections.get(rows, {})
        return ranges.get(name) if name else next(iter(ranges.values()), None)

    def known(self, name: str) -> Any:
        if self._names is None:
            return None
        try:
            value = self._names.value(name)
        except (KeyError, ExpressionError):
            return None
        return None if value is UNKNOWN or isinstance(value, Mapping) else value

    def earlier(self, before: str, name: str) -> Any:
        scope = self._names.previous(before_of(before)) if self._names else None
        if scope is None:
            return ""
        value = scope.value(name)
        return None if value is UNKNOWN else value


def before_of(word: str) -> Before:
    """Return the word of an aggregate over earlier periods."""
    return "last" if word == "last" else "year_ago" if word == "year_ago" else "so_far"


def formula(cell: SheetCell, column: SectionColumn, names: Scope | None, addresses: Addresses) -> str | None:
    """Return the formula of a cell of the state `formula`, without its equals sign; None if a workbook has none.

    `names`: those of its row (`FormRow.names`). A total is `sum(column)` over the cells of the section; it is empty
    until one of them is filled.
    """
    if not cell.formula:
        return None
    own = {name: place for name, place in addresses.cells.items() if name != column.name}
    places = Addresses(
        own if column.spec.value == column.name else addresses.cells, addresses.ranges, addresses.sections
    )
    found = excel(as_kept(column, parse(cell.formula)), _RowCells(places, names), column.places)
    summed = addresses.ranges.get(column.name) if cell.formula == f"sum({column.name})" else None
    return f'IF(COUNT({summed})=0,"",{found})' if found and summed else found


def as_kept(column: SectionColumn, expression: Expression) -> Expression:
    """Return the expression that gives what the column keeps: per cent of a ratio."""
    if column.type.id != "percent" or not is_ratio(expression):
        return expression
    hundred = Constant(Decimal(100), 0)
    return Expression(expression.text, Computed("*", hundred, expression.tree, 0))
