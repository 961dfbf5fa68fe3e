"""What is wrong with an expression before it meets a value: names that nothing gives, text computed with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Protocol

from congvan.core.messages import Message
from congvan.core.text import did_you_mean, nearest
from congvan.values.expressions.aggregates import BEFORE
from congvan.values.expressions.expression import Expression
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
)
from congvan.values.expressions.values import as_number


class ValueKind(Enum):
    """Kinds of values."""

    TEXT = "text"
    NUMBER = "number"
    RANK = "rank"  # a number that is not summed: the ordinal of a row, a year
    DAY = "day"
    TRUTH = "truth"
    ENTRY = "entry"
    SEVERAL = "several"
    ANY = "any"

    @property
    def words(self) -> Message:
        """What a message calls values of the kind."""
        return Message(f"expression-kind.{self.value}")


class Known(Protocol):
    """The names that an expression may use at one place, before there are values."""

    def kind(self, name: str) -> ValueKind | None:
        """Return the kind of a dotted name; None if nothing gives it."""

    def rows(self, name: str | None) -> Known | None:
        """Return the names of the rows of a list, form or section, or of those at hand (None)."""

    def names(self) -> Iterable[str]:
        """Return all names, to tell the nearest."""

    def choices(self, name: str) -> Sequence[str]:
        """Return the texts that a dotted name may have; () where it may have any."""


_KINDS: dict[type, ValueKind] = {bool: ValueKind.TRUTH, str: ValueKind.TEXT, Decimal: ValueKind.NUMBER}
MOST = 10**15
"""Numbers of so many digits are none of an office, and no spreadsheet keeps all their digits."""
_NUMERIC = (ValueKind.NUMBER, ValueKind.RANK, ValueKind.ANY)
_ORDERED = (*_NUMERIC, ValueKind.DAY)
_TAKEN = {
    **dict.fromkeys(("sum", "so_far"), (ValueKind.NUMBER, ValueKind.ANY)),
    "mean": _NUMERIC,
    "min": _ORDERED,
    "max": _ORDERED,
}
"""The kinds of values that an aggregate takes; the others take any."""


def flaws(expression: Expression, known: Known) -> Iterator[ExpressionError]:
    """Yield what is wrong with the names and kinds of an expression."""
    found: list[ExpressionError] = []
    _Checker(expression.text, found).kind_of(expression.tree, known)
    yield from found


def condition_flaws(expression: Expression) -> Iterator[ExpressionError]:
    """Yield what makes a condition none: it reads nothing, or a part of it is a number that holds always."""
    if not (expression.all_names or expression.calls or isinstance(expression.tree, Constant)):
        yield ExpressionError(Message("expression-condition.constant"), expression.tree.at)
        return
    waiting: list[Node] = [expression.tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Joined):
            waiting += [node.right, node.left]
        elif isinstance(node, Not):
            waiting.append(node.inner)
        elif isinstance(node, Constant) and not isinstance(node.value, bool):
            yield ExpressionError(Message("expression-condition.constant"), node.at)
        elif isinstance(node, Computed | Negative) or (isinstance(node, Call) and node.function not in BEFORE):
            text = expression.text.strip() if node is expression.tree else "…"
            hint = Message("expression-condition.hint", text=text)
            yield ExpressionError(Message("expression-condition"), node.at, hint)


def kind_of(expression: Expression, known: Known) -> ValueKind:
    """Return the kind of what an expression gives; ANY where that can't be told before there are values."""
    found: list[ExpressionError] = []
    kind = _Checker(expression.text, found).kind_of(expression.tree, known)
    return ValueKind.ANY if found else kind


class _Checker:
    def __init__(self, text: str, found: list[ExpressionError]) -> None:
        self.text, self.found = text, found

    def kind_of(self, node: Node, known: Known) -> ValueKind:
        """Return the kind of a part, and note what is wrong with it."""
        if isinstance(node, Constant):
            self._large(node)
            return _KINDS[type(node.value)]
        if isinstance(node, NameRead):
            return self._named(node, known)
        if isinstance(node, Items):
            for each in node.items:
                self.kind_of(each, known)
            return ValueKind.SEVERAL
        if isinstance(node, Call):
            return self._called(node, known)
        if isinstance(node, Computed | Negative):
            for side in (node.inner,) if isinstance(node, Negative) else (node.left, node.right):
                self._needs_number(side, known)
            if isinstance(node, Computed) and node.sign == "/" and _is_zero(node.right):
                self.found.append(ExpressionError(Message("expression-zero"), node.right.at))
            return ValueKind.NUMBER
        if isinstance(node, Compared):
            self._compared(node, known)
            return ValueKind.TRUTH
        for side in (node.inner,) if isinstance(node, Not) else (node.left, node.right):
            self.kind_of(side, known)
        return ValueKind.TRUTH

    def _large(self, node: Constant) -> None:
        """Note a number that is too large: the first of an expression alone, as one is enough to correct it all."""
        large = isinstance(node.value, Decimal) and abs(node.value) >= MOST
        if large and not any(each.message.id == "expression-type.large" for each in self.found):
            self.found.append(ExpressionError(Message("expression-type.large"), node.at))

    def _named(self, node: NameRead, known: Known, *, compared: bool = False) -> ValueKind:
        kind = known.kind(node.path)
        if kind is not None:
            return kind
        self.found.append(self._unknown(node, known, compared=compared))
        return ValueKind.ANY

    def _unknown(self, node: NameRead, known: Known, *, compared: bool) -> ExpressionError:
        """Return the message on a name that nothing gives: a hyphen, a text without quotes, a slip of the pen."""
        names = list(known.names())
        message = Message("expression-name", name=node.path)
        word = re.compile(r"[\w.]+(?:-[\w.]+)+")
        for match in word.finditer(self.text):
            if match.start() <= node.at < match.end() and match[0].replace("-", "_") in names:
                right = match[0].replace("-", "_")
                return ExpressionError(message, match.start(), Message("expression-name.hint-hyphen", right=right))
            if match.start() <= node.at < match.end():
                return ExpressionError(message, match.start(), Message("expression-name.hint-quotes", text=match[0]))
        text = not node.path.isascii() or not (nearest(node.path, names) or "." in node.path)  # names are ASCII
        if compared and text:
            return ExpressionError(message, node.at, Message("expression-name.hint-quotes", text=node.path))
        hint = did_you_mean(node.path, names) or Message("expression-name.hint-known", known=", ".join(names[:20]))
        return ExpressionError(message, node.at, hint)

    def _needs_number(self, side: Node, known: Known) -> None:
        """Note a part that is no number where numbers are computed; a text of digits in quotes is one."""
        kind = self.kind_of(side, known)
        digits = isinstance(side, Constant) and isinstance(side.value, str) and as_number(side.value) is not None
        if kind not in _NUMERIC and not digits:
            numbers = _numbers_among(known)
            hint = Message("expression-type.hint-numbers", known=numbers) if numbers else None
            self.found.append(ExpressionError(Message("expression-type.computed", kind=kind.words), side.at, hint))

    def _compared(self, node: Compared, known: Known) -> None:
        sides = []
        for side in (node.left, node.right):
            if isinstance(side, NameRead):
                sides.append(self._named(side, known, compared=True))
            else:
                sides.append(self.kind_of(side, known))
        sides = [ValueKind.NUMBER if kind is ValueKind.RANK else kind for kind in sides]
        self._chosen(node, known)
        if isinstance(node.left, NameRead) and isinstance(node.right, NameRead) and node.left.path == node.right.path:
            self.found.append(ExpressionError(Message("expression-same", name=node.left.path), node.at))
        left, right = sides
        if node.sign in ("in", "not in"):
            if right not in (ValueKind.SEVERAL, ValueKind.ANY):
                hint = Message("expression-type.hint-several")
                self.found.append(ExpressionError(Message("expression-type.in", kind=right.words), node.at, hint))
            return
        if ValueKind.SEVERAL in sides:
            hint = Message("expression-type.hint-in")
            self.found.append(ExpressionError(Message("expression-type.several"), node.at, hint))
        elif not self._comparable(node, left, right):
            message = Message("expression-type", left=left.words, right=right.words)
            self.found.append(ExpressionError(message, node.at))

    def _chosen(self, node: Compared, known: Known) -> None:
        """Note a text that a value never has, since it is none of its choices."""
        for side, other in ((node.left, node.right), (node.right, node.left)):
            texts = known.choices(side.path) if isinstance(side, NameRead) else ()
            for each in other.items if isinstance(other, Items) else (other,):
                text = each.value if isinstance(each, Constant) and isinstance(each.value, str) else ""
                if texts and text and text not in texts:
                    message = Message("expression-choice", value=text, name=getattr(side, "path", ""))
                    hint = did_you_mean(text, texts)
                    hint = hint or Message("expression-choice.hint-known", known=", ".join(texts[:20]))
                    self.found.append(ExpressionError(message, node.at, hint))

    def _comparable(self, node: Compared, left: ValueKind, right: ValueKind) -> bool:
        if ValueKind.ANY in (left, right) or left is right:
            return not (left is right is ValueKind.ENTRY and node.sign not in ("==", "!="))
        for kind, other, side in ((left, right, node.right), (right, left, node.left)):
            constant = side.value if isinstance(side, Constant) else None
            if constant == "" and node.sign in ("==", "!="):
                return True
            if kind is ValueKind.NUMBER and other is ValueKind.TEXT:  # text of digits counts as a number
                digits = isinstance(constant, str) and as_number(constant) is not None
                return digits or (constant is None and node.sign in ("==", "!="))
            if kind in (ValueKind.ENTRY, ValueKind.DAY) and other is ValueKind.TEXT:
                return kind is ValueKind.DAY or node.sign in ("==", "!=")
            if kind is ValueKind.TRUTH and other is ValueKind.TEXT:
                return node.sign in ("==", "!=")
        return False

    def _called(self, call: Call, known: Known) -> ValueKind:
        arguments = call.arguments
        if call.function in BEFORE:
            row = known.rows(None) or known
            return self._taken(call, arguments[0], row)
        first = arguments[0] if arguments else None
        inside, column = self._rows_of(call, first, known)
        if inside is None:
            self.found.append(ExpressionError(Message("expression-type.rows", name=call.function), call.at))
            return ValueKind.NUMBER
        for condition in arguments[1:]:
            self.kind_of(condition, inside)
        if column is None:
            return ValueKind.NUMBER
        return self._taken(call, column, inside)

    def _taken(self, call: Call, column: Node, row: Known) -> ValueKind:
        """Return the kind of what an aggregate gives; note values of a kind that it does not take."""
        kind = self.kind_of(column, row)
        if kind not in _TAKEN.get(call.function, tuple(ValueKind)):
            message = Message("expression-type.sum-of", name=call.function, kind=kind.words)
            self.found.append(ExpressionError(message, column.at, _counted_instead(call.arguments[0], row)))
        return kind if call.function in ("min", "max", "last", "year_ago") else ValueKind.NUMBER

    def _rows_of(self, call: Call, first: Node | None, known: Known) -> tuple[Known | None, Node | None]:
        """Return the names of the rows that a call goes over, and the column or condition that it reads of each."""
        if isinstance(first, NameRead):
            if call.function == "count" and (inside := known.rows(first.path)) is not None:
                return inside, None
            source, _dot, column = first.path.rpartition(".")
            while source and call.function != "count":
                if (inside := known.rows(source)) is not None:
                    full = f"{source}.{column}"
                    return inside, NameRead(full if inside.kind(full) else column, first.at)
                source, _dot, step = source.rpartition(".")
                column = f"{step}.{column}"
            if call.function == "count" and len(call.arguments) > 1:
                self.found.append(self._unknown(first, known, compared=False))
        return known.rows(None), first


def _is_zero(node: Node) -> bool:
    return isinstance(node, Constant) and not isinstance(node.value, bool) and as_number(node.value) == 0


def _numbers_among(known: Known) -> str:
    """Return the names of numbers that are known without a dot, as a message lists them."""
    numbers = (name for name in known.names() if "." not in name and known.kind(name) is ValueKind.NUMBER)
    return ", ".join(islice(numbers, 12))


def _counted_instead(column: Node, row: Known) -> Message:
    """Return the remedy for a sum over what is no number: counted, or over a name that is one."""
    path = column.path if isinstance(column, NameRead) else ""
    source, _dot, name = path.rpartition(".")
    counted = f"count({source}, {name})" if source else f"count({name})"
    if numbers := _numbers_among(row):
        return Message("expression-type.hint-count", counted=counted, known=numbers)
    return Message("expression-type.hint-count-only", counted=counted)
