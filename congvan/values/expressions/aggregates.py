"""Aggregates: counted, summed over rows; a value of the period before."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Protocol, cast, runtime_checkable

from congvan.core.messages import Message
from congvan.values.expressions.tokens import ExpressionError
from congvan.values.expressions.tree import Call, NameRead, Node
from congvan.values.expressions.values import UNKNOWN, Before, Scope, Unknown, as_number, is_empty, is_true, shown

Evaluate = Callable[[Node, Scope], Any]
BEFORE = ("last", "year_ago", "so_far")


def evaluate_call(call: Call, scope: Scope, evaluate: Evaluate) -> Any:
    """Return the value of an aggregate; UNKNOWN if one of its rows or values is still to be filled."""
    if call.function in BEFORE:
        return _before(call, scope, evaluate)
    over = _over(call, scope)
    if isinstance(over.rows, Unknown):
        return UNKNOWN
    if over.rows is None:
        raise ExpressionError(Message("expression-type.rows", name=call.function), call.at)
    chosen = _chosen(over.rows, over.condition, scope, evaluate)
    if chosen is None:
        return UNKNOWN
    if call.function == "count":
        return Decimal(len(chosen))
    values = [evaluate(over.column_in(row), row) for row in chosen]
    if any(each is UNKNOWN for each in values):
        return UNKNOWN
    return _reduced(call, [each for each in values if not is_empty(each)])


@runtime_checkable
class Narrowing(Protocol):
    """Rows that know a way to fewer, among which all are that a condition holds for."""

    def narrowed(self, condition: Node, scope: Scope) -> Iterable[Scope]: ...


class _Over(NamedTuple):
    """What an aggregate goes over: its rows, what it reads of each, and the condition on rows.

    `source`: the name of the list or form whose rows they are; an entry of a list is known under it.
    """

    rows: Iterable[Scope] | Unknown | None
    column: Node | None = None
    condition: Node | None = None
    source: str = ""

    def column_in(self, row: Scope) -> Node:
        """Return what is read of a row: under the name of its list, or bare."""
        if isinstance(self.column, NameRead) and self.source:
            for source in dict.fromkeys((self.source, self.source.rpartition(".")[2])):
                full = f"{source}.{self.column.path}"
                with contextlib.suppress(KeyError):
                    row.value(full)
                    return NameRead(full, self.column.at)
        return cast(Node, self.column)


def _over(call: Call, scope: Scope) -> _Over:
    """Return what an aggregate goes over."""
    first = call.arguments[0] if call.arguments else None
    condition = call.arguments[1] if len(call.arguments) > 1 else None
    if call.function == "count":
        rows = scope.rows(first.path) if isinstance(first, NameRead) else None
        if rows is not None:
            return _Over(rows, None, condition)
        if condition is not None:
            name = first.path if isinstance(first, NameRead) else ""
            raise ExpressionError(Message("expression-type.rows-of", name=name), call.at)
        return _Over(scope.rows(None), None, first)
    if isinstance(first, NameRead):
        source, _dot, column = first.path.rpartition(".")
        while source:
            if (rows := scope.rows(source)) is not None:
                return _Over(rows, NameRead(column, first.at), condition, source)
            source, _dot, step = source.rpartition(".")
            column = f"{step}.{column}"
    return _Over(scope.rows(None), first, condition)


def _chosen(rows: Iterable[Scope], condition: Node | None, scope: Scope, evaluate: Evaluate) -> Sequence[Scope] | None:
    """Return the rows for which a condition holds; None if that can't be told yet."""
    if condition is None:
        return list(rows)
    chosen = []
    narrowing = not isinstance(rows, list) and isinstance(rows, Narrowing)  # asking a protocol is dear
    for row in cast(Narrowing, rows).narrowed(condition, scope) if narrowing else rows:
        holds = evaluate(condition, row)
        if holds is UNKNOWN:
            return None
        if is_true(holds):
            chosen.append(row)
    return chosen


def _reduced(call: Call, values: Sequence[Any]) -> Any:
    """Return the sum, mean, least or greatest of values that are not empty."""
    if call.function in ("min", "max") and values and all(isinstance(each, str) for each in values):
        numbers = [as_number(each) for each in values]
        if None in numbers:  # days
            return min(values) if call.function == "min" else max(values)
    found = [_number(each, call) for each in values]
    if call.function == "sum":
        return sum(found, Decimal(0))
    if not found:
        return ""
    if call.function == "mean":
        return sum(found, Decimal(0)) / len(found)
    return min(found) if call.function == "min" else max(found)


def _number(value: Any, call: Call) -> Decimal:
    number = as_number(value)
    if number is None:
        raise ExpressionError(Message("expression-type.summed", name=call.function, value=shown(value)), call.at)
    return number


def _before(call: Call, scope: Scope, evaluate: Evaluate) -> Any:
    """Return a value of an earlier period; "" if there was none. `so_far`: with that of this period."""
    earlier = scope.previous(cast(Before, call.function))
    (column,) = call.arguments
    before = "" if earlier is None else evaluate(column, earlier)
    if call.function != "so_far":
        return before
    now = evaluate(column, scope)
    if before is UNKNOWN or now is UNKNOWN:
        return UNKNOWN
    known = [_number(each, call) for each in (before, now) if not is_empty(each)]
    return sum(known, Decimal(0)) if known else ""
