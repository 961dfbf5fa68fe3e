"""An expression as a formula of a spreadsheet, with functions of Excel 2007 alone.

The formula gives what evaluation gives: empty where a cell that it computes with is empty or a division has nothing to
divide by, rounded half up. Conditions have formulas within counts and sums only.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Protocol

from congvan.values.expressions.aggregates import BEFORE
from congvan.values.expressions.expression import Expression
from congvan.values.expressions.tree import Call, Compared, Computed, Constant, Joined, NameRead, Negative, Node, walk
from congvan.values.expressions.values import as_number, is_empty, simple

LONGEST = 8000
"""Characters of a formula; Excel takes 8,192."""


class Cells(Protocol):
    """Where the names of an expression are in a sheet."""

    def cell(self, name: str) -> str | None:
        """Return the cell of a name in the row at hand: C7; None if it has none."""

    def column(self, rows: str | None, name: str) -> str | None:
        """Return the cells of a column of a section, or of the rows at hand (None): C7:C18. "": a column that every
        filled row has."""

    def known(self, name: str) -> Any:
        """Return a value that is known when the sheet is made; None if there is none."""

    def earlier(self, before: str, name: str) -> Any:
        """Return the value of a column in an earlier period: "" if empty; None if it is not known."""


class _NoFormula(Exception):
    """Raised where a part has no formula."""


def excel(expression: Expression, cells: Cells, places: int | None = None) -> str | None:
    """Return the formula of an expression, without its equals sign; None if it has none. `places`: rounded to."""
    writer = _Writer(cells)
    try:
        formula = writer.number(expression.tree)
        guards = sorted(set(writer.guards(expression.tree)))
    except _NoFormula:
        return None
    if places is not None:
        formula = f"ROUND({formula},{places})"
    alone = places is None and isinstance(expression.tree, Call)
    if any(_may_fail(each, alone=alone) for each in walk(expression.tree)):
        formula = f'IFERROR({formula},"")'
    if guards:
        formula = f'IF(COUNT({",".join(guards)})<{len(guards)},"",{formula})'
    return formula if len(formula) <= LONGEST and len(guards) <= 30 else None


def _may_fail(part: Node, *, alone: bool) -> bool:
    """Whether a part gives an error where cells are empty: a division, and a mean of nothing that is computed with."""
    if isinstance(part, Call):
        return not alone and part.function in ("mean", "min", "max")
    return isinstance(part, Computed) and part.sign == "/"


class _Writer:
    def __init__(self, cells: Cells) -> None:
        self.cells = cells

    def guards(self, tree: Node) -> Iterator[str]:
        """Yield the cells that must be filled: those computed with, outside of aggregates."""
        if isinstance(tree, NameRead):  # a cell alone: shown if it is filled
            cell = self.cells.cell(tree.path)
            yield from (cell,) if cell else ()
        for part in walk(tree, into_calls=False):
            for side in _operands(part):
                cell = self.cells.cell(side.path) if isinstance(side, NameRead) else None
                yield from (cell,) if cell else ()

    def number(self, node: Node) -> str:
        """Return the formula of a part that is a number."""
        if isinstance(node, Constant):
            return _literal(node.value)
        if isinstance(node, NameRead):
            return self._named(node)
        if isinstance(node, Negative):
            return f"-({self.number(node.inner)})"
        if isinstance(node, Computed):
            left, right = self._within(node.left, node, left=True), self._within(node.right, node, left=False)
            return f"{left}{node.sign}{right}"
        if isinstance(node, Call):
            return self._before(node) if node.function in BEFORE else self._aggregate(node)
        raise _NoFormula

    def _within(self, side: Node, around: Computed, *, left: bool) -> str:
        """Return the formula of an operand, in brackets where it needs them."""
        text = self.number(side)
        loose = isinstance(side, Computed) and (
            (side.sign in "+-" and around.sign in "*/") or (not left and around.sign in "-/*")
        )
        negative = isinstance(side, Negative) or text.startswith("-")
        return f"({text})" if loose or negative else text

    def _named(self, node: NameRead) -> str:
        cell = self.cells.cell(node.path)
        return cell if cell is not None else _literal(self.cells.known(node.path))

    def _before(self, call: Call) -> str:
        """Return the value of an earlier period; `so_far`: and the cell of this one."""
        (column,) = call.arguments
        if not isinstance(column, NameRead):
            raise _NoFormula
        before = simple(self.cells.earlier(call.function, column.path))
        if call.function != "so_far":
            return _literal(before)
        cell = self.cells.cell(column.path)
        if cell is None:
            raise _NoFormula
        # Why N: the cell may be computed and still show "", which + gives an error for.
        return f"{_literal(Decimal(0) if is_empty(before) else before)}+N({cell})"

    def _aggregate(self, call: Call) -> str:
        condition = call.arguments[1] if len(call.arguments) > 1 else None
        rows, column = self._range(call)
        if call.function == "count":
            return self._count(call, rows)
        if column is None:
            raise _NoFormula
        if condition is not None:
            if call.function != "sum":
                raise _NoFormula
            return f"SUMIFS({column},{','.join(self._criteria(condition, rows))})"
        made = {"sum": "SUM({})", "mean": 'IFERROR(AVERAGE({}),"")'}
        bounded = f'IF(COUNT({{}})=0,"",{call.function.upper()}({{}}))'
        return made.get(call.function, bounded).replace("{}", column)

    def _range(self, call: Call) -> tuple[str | None, str | None]:
        """Return the section that a call goes over (None: the rows at hand), and the cells of its column."""
        first = call.arguments[0] if call.arguments else None
        if not isinstance(first, NameRead):
            return None, None
        rows, dot, column = first.path.rpartition(".")
        if call.function == "count":
            return (first.path if self.cells.column(first.path, "") else None), None
        return (rows if dot else None), self.cells.column(rows if dot else None, column)

    def _count(self, call: Call, rows: str | None) -> str:
        conditions = call.arguments if rows is None else call.arguments[1:]
        if not conditions:
            cells = self.cells.column(rows, "")
            if cells is None:
                raise _NoFormula
            return f"COUNTA({cells})"
        condition = conditions[0]
        if isinstance(condition, NameRead):
            cells = self.cells.column(rows, condition.path)
            if cells is None:
                raise _NoFormula
            return f"COUNTA({cells})"
        return f"COUNTIFS({','.join(self._criteria(condition, rows))})"

    def _criteria(self, condition: Node, rows: str | None) -> Iterator[str]:
        """Yield the pairs of cells and criterion of conditions joined by `and`."""
        if isinstance(condition, Joined) and condition.word == "and":
            yield from self._criteria(condition.left, rows)
            yield from self._criteria(condition.right, rows)
            return
        if not (isinstance(condition, Compared) and isinstance(condition.left, NameRead)):
            raise _NoFormula
        cells = self.cells.column(rows, condition.left.path)
        sign = {"==": "", "!=": "<>"}.get(condition.sign, condition.sign)
        constant = condition.right
        if cells is None or not isinstance(constant, Constant) or "in" in sign or isinstance(constant.value, bool):
            raise _NoFormula
        value = constant.value if isinstance(constant.value, str) else _literal(constant.value)
        if any(each in value for each in '*?~<>="') or (sign == "<>" and not value):
            raise _NoFormula
        yield f'{cells},"{sign}{value}"'


def _operands(part: Node) -> tuple[Node, ...]:
    if isinstance(part, Computed):
        return (part.left, part.right)
    return (part.inner,) if isinstance(part, Negative) else ()


def _literal(value: Any) -> str:
    """Return a known number as a formula writes it."""
    number = as_number(value) if value is not None else None
    if number is None:
        raise _NoFormula
    return format(number.normalize(), "f")
