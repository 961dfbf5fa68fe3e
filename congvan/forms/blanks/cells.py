"""A cell of a blank: what is printed in it, whether it is asked, locked, open to change, or a formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from congvan.forms.blanks.values import kept, shown
from congvan.forms.form import SectionColumn
from congvan.grids.grid import GridCell
from congvan.values.columns.base import State, Value
from congvan.values.expressions import UNKNOWN, Expression, Scope
from congvan.values.expressions.tree import Call, NameRead

CellState = Literal["ask", "locked", "open", "formula"]


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell: its text on paper, its value as kept, its state, and the expression that computes it.

    `formula` is an expression over columns, as in the dispatch; a cell of the state formula may have a value already,
    which follows from what is printed and changes with it.
    """

    text: str = ""
    value: Value = ""
    state: CellState = "ask"
    formula: str = ""


class CellRow(Scope, Protocol):
    """The row of a cell: its number, typed texts and codes by the names of columns, and what was read in it."""

    number: int
    typed: Mapping[str, str]
    codes: Mapping[str, str]
    columns: Mapping[str, SectionColumn]
    touched: bool


def computed_cell(row: CellRow, column: SectionColumn) -> SheetCell:
    """Return a cell of a row: numbered, typed, of an open dimension, computed, or asked."""
    if column.type.id == "ordinal":
        return SheetCell(str(row.number), row.number, "locked")
    if column.name in row.typed:
        return typed_cell(column, row.typed[column.name])
    if column.expression is None:
        return SheetCell()
    found: Any = column.expression.evaluate(row)
    value = kept(column, column.expression, found)
    if row.touched and not column.spec.open and _is_formula(column.expression, row):
        text = shown(column, value) or _from_before(column.expression, row)
        return SheetCell(text, value, "formula", column.expression.text)
    if found is UNKNOWN or value == "":
        return SheetCell()
    return SheetCell(shown(column, value), value, "open" if column.spec.open else "locked")


def _is_formula(expression: Expression, row: CellRow) -> bool:
    """Whether an expression reads cells alone, and no fields of entries that are chosen in cells."""
    return not any(name.partition(".")[0] in row.columns for name in expression.all_names if "." in name)


def _from_before(expression: Expression, row: CellRow) -> str:
    """Return what so_far() begins with, and the code of the cell that is added: 14 + (1); "" without codes."""
    call = expression.tree
    if not (isinstance(call, Call) and call.function == "so_far" and isinstance(call.arguments[0], NameRead)):
        return ""
    name = call.arguments[0].path
    earlier, column = row.previous("so_far"), row.columns.get(name)
    code = row.codes.get(name)
    if earlier is None or column is None or not code:
        return ""
    before = earlier.value(name)
    return f"{column.type.shown(before)} + {code}" if isinstance(before, int | float) else ""


def typed_cell(column: SectionColumn, text: str) -> SheetCell:
    """Return a cell whose text the dispatch states, as its type keeps it; an empty text is asked."""
    if not text:
        return SheetCell()
    read = column.type.read(GridCell(text), column.options)
    state: CellState = "open" if column.spec.open else "locked"
    if read.state is State.WRONG or read.value == "":
        return SheetCell(text, text, state)
    return SheetCell(shown(column, read.value), read.value, state)


def total_cell(column: SectionColumn, cells: list[SheetCell]) -> SheetCell:
    """Return the sum of the cells of a column, or their mean: known where all of them are locked, else a formula."""
    mean = column.sums == "mean"
    formula = f"{'mean' if mean else 'sum'}({column.name})"
    if any(cell.value == "" and cell.state in ("ask", "formula") for cell in cells):
        return SheetCell("", "", "formula", formula)
    values = [cell.value for cell in cells if not isinstance(cell.value, str)]
    total: Value = sum(values) / len(values) if mean and values else sum(values)
    if isinstance(total, float):
        total = round(total, 6)
    state: CellState = "locked" if all(cell.state == "locked" for cell in cells) else "formula"
    return SheetCell(shown(column, total), total, state, "" if state == "locked" else formula)


def by_totals(column: SectionColumn, expression: Expression, found: Any) -> SheetCell:
    """Return the total of a column that is computed from the totals of others."""
    value = kept(column, expression, found)
    return SheetCell(shown(column, value), value, "formula", expression.text)
