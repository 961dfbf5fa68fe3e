"""Formulas of the computed cells of a form, in R1C1 notation: a section knows its columns and how far its rows are."""

from __future__ import annotations

from typing import Any

from congvan.expressions import UNKNOWN, ExpressionError, Scope, excel, parse
from congvan.forms.sheet import FormRow, SheetSection
from congvan.forms.values import NUMBERS, is_ratio
from congvan.model.forms.scalars import name_of


class SectionCells:
    """Where the names of an expression stand, seen from a row of a section (`rows` of them; its own number is `at`)."""

    def __init__(self, section: SheetSection, at: int, names: Scope | None) -> None:
        self._columns = {column.name: number for number, column in enumerate(section.columns, 1)}
        self._named = next((c.name for c in section.columns if c.spec.required and not c.spec.value), "")
        self._first, self._last, self._names = -at, len(section.rows) - 1 - at, names

    def cell(self, name: str) -> str | None:
        """Return the cell of a column in the row at hand."""
        number = self._columns.get(name_of(name))
        return f"RC{number}" if number else None

    def column(self, rows: str | None, name: str) -> str | None:
        """Return the cells of a column of the rows at hand; how far another section is, is not known here."""
        number = self._columns.get(name_of(name) or self._named) if rows is None else None
        return f"R[{self._first}]C{number}:R[{self._last}]C{number}" if number else None

    def known(self, name: str) -> Any:
        """Return a value that is known when the sheet is made."""
        try:
            found = self._names.value(name) if self._names is not None else UNKNOWN
        except KeyError:
            return None
        return None if found is UNKNOWN else found

    def earlier(self, before: str, name: str) -> Any:
        """Return the value of a column in an earlier period: "" where nothing came; None if it is not known."""
        previous = getattr(self._names, "previous", None)
        scope = previous(before) if previous else None
        if scope is None:
            return "" if before == "so_far" else None
        found = scope.value(name)
        return None if found is UNKNOWN else found


def formula_of(section: SheetSection, row: FormRow, at: int, column: int) -> str:
    """Return the formula of a cell; "" if it has none. `at`: the number of its row from 0; the total is the next."""
    spec, text = section.columns[column], row.cells[column].formula
    if not text:
        return ""
    try:
        expression = parse(text)
    except ExpressionError:  # told when the dispatch was read
        return ""
    places = spec.places if spec.type.id in NUMBERS else None
    if places is not None and spec.type.id == "percent" and is_ratio(expression):
        places += 2  # a fraction that its format shows as per cent
    return excel(expression, SectionCells(section, at, row.names), places) or ""


def shows_fraction(section: SheetSection, row: FormRow, column: int) -> bool:
    """Whether the formula of a cell gives a fraction to be shown as per cent."""
    text = row.cells[column].formula
    try:
        return bool(text) and section.columns[column].type.id == "percent" and is_ratio(parse(text))
    except ExpressionError:
        return False
