"""What a template compares and computes: a value of a list is a text as it was typed, and stands for its number.

Why: for Jinja "7" is not 7, so that a paragraph behind `{%p if guest.table == 7 %}` would be on no paper, and three
times "7" is "777". Conditions in `data/` read such values as numbers too.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from congvan.messages import Message
from congvan.templating.numbers import number_of, plain_number

COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}
"""By Jinja's names."""
_COMPUTED: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_SHOWN = 60  # characters of a value in a message


def compared(name: str, left: Any, right: Any) -> Any:
    """Compare two values of which the tag spells one as a number.

    ValueError: a text that is no number, where it is asked which is larger.
    """
    if isinstance(left, str) or isinstance(right, str):
        left, right = (_read(each, strictly=name not in ("eq", "ne")) for each in (left, right))
    return COMPARED[name](left, right)


def as_numbers(sign: str, left: Any, right: Any) -> int | float | None:
    """Return what a number and a text that is one come to; None where the values are no such pair.

    ValueError: two texts that are numbers are added, which Python would write one behind the other.
    """
    numbers = [_read(each) for each in (left, right)]
    if not all(isinstance(each, int | Decimal) and not isinstance(each, bool) for each in numbers):
        return None
    if isinstance(left, str) and isinstance(right, str) and sign == "+":
        raise ValueError(Message("texts-added", left=left[:_SHOWN], right=right[:_SHOWN]))
    if sign == "/" and not numbers[1]:
        raise ZeroDivisionError("division by zero")
    return plain_number(Decimal(_COMPUTED[sign](*map(Decimal, numbers))))


def _read(value: Any, strictly: bool = False) -> Any:
    """Return the number that a value is, else the value; `strictly`: a text must be one."""
    if not isinstance(value, str | float):
        return value
    try:
        return number_of(value)
    except ValueError:
        if strictly:
            raise
        return value
