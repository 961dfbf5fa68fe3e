"""What is reported of a condition that nothing meets: which values there are instead."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import did_you_mean
from congvan.values.expressions.expression import Expression
from congvan.values.expressions.tree import Compared, Constant, NameRead, walk
from congvan.values.expressions.values import Scope, is_empty, shown

_MOST_VALUES = 5
"""Values that a remedy names."""
_MOST_ASKED = 1_000
"""Records that are asked for their values."""


def unmet(
    message: Message,
    place: Place,
    condition: Expression,
    scopes: Iterable[Scope],
    severity: Severity = Severity.WARNING,
) -> Problem:
    """Return the warning that a condition holds for none of some records; its remedy names the values that they have
    where one is compared with a text: the nearest one, else some.
    """
    compared = (each for each in walk(condition.tree) if isinstance(each, Compared))
    for each in compared:
        if isinstance(each.left, NameRead) and isinstance(each.right, Constant) and isinstance(each.right.value, str):
            found = list(dict.fromkeys(_values(each.left.path, islice(scopes, _MOST_ASKED))))
            near = did_you_mean(each.right.value, found)
            some = ", ".join(f"“{value}”" for value in found[:_MOST_VALUES])
            hint = near or (Message("none-meets.hint-values", values=some) if some else None)
            return Problem(message, place, hint, severity)
    return Problem(message, place, severity=severity)


def _values(path: str, scopes: Iterable[Scope]) -> Iterable[str]:
    for scope in scopes:
        try:
            value = scope.value(path)
        except KeyError:
            continue
        if isinstance(value, str) and not is_empty(value):
            yield shown(value)
