"""An expression: parsed once, evaluated as often as there are rows."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from congvan.core.messages import Message
from congvan.values.expressions import aggregates
from congvan.values.expressions.parser import parse_tree
from congvan.values.expressions.tokens import ExpressionError
from congvan.values.expressions.tree import (
    Call,
    Compared,
    Computed,
    Constant,
    Items,
    Joined,
    NameRead,
    Negative,
    Node,
    Not,
    walk,
)
from congvan.values.expressions.values import (
    UNKNOWN,
    Result,
    Scope,
    Unknown,
    as_number,
    equal,
    is_empty,
    is_true,
    less,
    shown,
    simple,
)

_ARITHMETIC = decimal.Context(prec=28, rounding=decimal.ROUND_HALF_UP)
_LARGEST = Decimal(10) ** 30


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A call in an expression: its function, and its arguments as expressions."""

    function: str
    arguments: tuple[Expression, ...]
    at: int


@dataclass(frozen=True)
class Expression:
    """A parsed expression and its text."""

    text: str
    tree: Node

    @cached_property
    def names(self) -> frozenset[str]:
        """The dotted names that it reads, but for those in the arguments of aggregates."""
        return frozenset(each.path for each in walk(self.tree, into_calls=False) if isinstance(each, NameRead))

    @cached_property
    def all_names(self) -> frozenset[str]:
        """The dotted names that it reads anywhere."""
        return frozenset(each.path for each in walk(self.tree) if isinstance(each, NameRead))

    @cached_property
    def calls(self) -> tuple[Aggregate, ...]:
        """The aggregates in it, from left to right, those in arguments of others too."""
        found = (each for each in walk(self.tree) if isinstance(each, Call))
        return tuple(
            Aggregate(call.function, tuple(Expression(self.text, each) for each in call.arguments), call.at)
            for call in found
        )

    def evaluate(self, scope: Scope) -> Result:
        """Return its value; UNKNOWN where a cell still to be filled is needed.

        Raises `ExpressionError` where a name means nothing or values don't go together.
        """
        found: Result = _evaluate(self.tree, scope)
        return found

    def holds(self, scope: Scope) -> bool | Unknown:
        """Whether it holds as a condition."""
        found = self.evaluate(scope)
        return UNKNOWN if found is UNKNOWN else is_true(found)

    def check(self, scope: Scope) -> bool | Unknown | None:
        """Whether it holds as a check; None if an empty cell is compared or computed with, so that it can't be told."""
        found = _Check().evaluate(self.tree, scope)
        return found if found is None or isinstance(found, Unknown) else is_true(found)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Return the expression of a text. Raises `ExpressionError`."""
    return Expression(text, parse_tree(text))


class _Evaluation:
    """Evaluates the parts of an expression in a scope. An empty operand makes a computed value empty."""

    def evaluate(self, node: Node, scope: Scope) -> Any:
        return _PARTS[type(node)](self, node, scope)

    def constant(self, node: Constant, _scope: Scope) -> Any:
        return node.value

    def named(self, node: NameRead, scope: Scope) -> Any:
        try:
            return simple(scope.value(node.path))
        except KeyError:
            raise ExpressionError(Message("expression-name", name=node.path), node.at) from None

    def items(self, node: Items, scope: Scope) -> Any:
        found = [self.evaluate(each, scope) for each in node.items]
        return UNKNOWN if any(each is UNKNOWN for each in found) else found

    def negated(self, node: Not, scope: Scope) -> Any:
        inner = self.evaluate(node.inner, scope)
        return inner if inner is UNKNOWN or inner is None else not is_true(inner)

    def called(self, node: Call, scope: Scope) -> Any:
        return aggregates.evaluate_call(node, scope, _evaluate)

    def joined(self, node: Joined, scope: Scope) -> Any:
        """Return `a and b`, `a or b`; what is not known matters only if the other side does not decide."""
        deciding = node.word == "or"
        sides = []
        for side in (node.left, node.right):
            found = self.evaluate(side, scope)
            if found is not UNKNOWN and found is not None and is_true(found) == deciding:
                return deciding
            sides.append(found)
        if UNKNOWN in sides:
            return UNKNOWN
        return None if None in sides else not deciding

    def compared(self, node: Compared, scope: Scope) -> Any:
        left, right = self.evaluate(node.left, scope), self.evaluate(node.right, scope)
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        if left is None or right is None:
            return None
        try:
            return self.compare(node, left, right)
        except ValueError as error:
            raise ExpressionError(_message(error), node.at) from None

    def compare(self, node: Compared, left: Any, right: Any) -> bool | None:
        sign = node.sign
        if sign in ("==", "!="):
            return _any_equal(left, right) == (sign == "==")
        if sign in ("in", "not in"):
            return any(equal(left, each) for each in _listed(right)) == (sign == "in")
        if is_empty(left) or is_empty(right):
            return False
        beyond = less(right, left) if sign in ("<=", ">") else less(left, right)
        return beyond == (sign in ("<", ">"))

    def computed(self, node: Computed | Negative, scope: Scope) -> Any:
        inner = (node.inner,) if isinstance(node, Negative) else (node.left, node.right)
        values = [self.evaluate(each, scope) for each in inner]
        if any(each is UNKNOWN for each in values):
            return UNKNOWN
        if any(each is None or is_empty(each) for each in values):
            return self.empty(values)
        numbers = [_number(each, node.at) for each in values]
        if isinstance(node, Negative):
            return _ARITHMETIC.minus(numbers[0])
        return _compute(node, numbers)

    def empty(self, _values: Sequence[Any]) -> Any:
        """Return what is computed from an empty value."""
        return ""


_PARTS: Mapping[type[Node], Callable[[_Evaluation, Any, Scope], Any]] = {
    Constant: _Evaluation.constant,
    NameRead: _Evaluation.named,
    Items: _Evaluation.items,
    Joined: _Evaluation.joined,
    Not: _Evaluation.negated,
    Compared: _Evaluation.compared,
    Call: _Evaluation.called,
    Computed: _Evaluation.computed,
    Negative: _Evaluation.computed,
}


class _Check(_Evaluation):
    """Evaluates a check: None, "can't be told", where an empty cell would decide."""

    def compare(self, node: Compared, left: Any, right: Any) -> bool | None:
        asked_of_empty = any(isinstance(side, Constant) and side.value == "" for side in (node.left, node.right))
        if not asked_of_empty and (is_empty(left) or is_empty(right)):
            return None
        return super().compare(node, left, right)


def _evaluate(node: Node, scope: Scope) -> Any:
    return _EVALUATION.evaluate(node, scope)


_EVALUATION = _Evaluation()


def _any_equal(left: Any, right: Any) -> bool:
    """Whether two values are the same; a field of several values equals each of them."""
    for several, one in ((left, right), (right, left)):
        if isinstance(several, list | tuple) and not isinstance(one, list | tuple):
            return any(equal(each, one) for each in several) or (not several and is_empty(one))
    return equal(left, right)


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _number(value: Any, at: int) -> Decimal:
    number = as_number(value)
    if number is None:
        raise ExpressionError(Message("expression-type.number", value=shown(value)), at)
    return number


def _compute(node: Computed, numbers: Sequence[Decimal]) -> Decimal | str:
    """Return a sum, difference, product or quotient; division by nothing is empty."""
    left, right = numbers
    if node.sign == "/" and not right:
        return ""
    operations: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
        "+": _ARITHMETIC.add,
        "-": _ARITHMETIC.subtract,
        "*": _ARITHMETIC.multiply,
        "/": _ARITHMETIC.divide,
    }
    try:
        found = operations[node.sign](left, right)
    except decimal.DecimalException:
        found = _LARGEST
    if abs(found) >= _LARGEST:
        raise ExpressionError(Message("expression-type.large"), node.at)
    return found


def _message(error: ValueError) -> Message:
    first = error.args[0] if error.args else ""
    return first if isinstance(first, Message) else Message("verbatim", text=first)
