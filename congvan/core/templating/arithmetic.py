"""What a template compares and computes: a value of a list is a text as it was typed, and stands for its number.

Why: for Jinja "7" is not 7, so that a paragraph behind `{%p if guest.table == 7 %}` would be on no paper, and three
times "7" is "777". Conditions in `data/` read such values as numbers too.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from congvan.core.messages import Message
from congvan.core.templating.numbers import grouped, number_in, number_of, number_with_point, plain_number

COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}
"""By Jinja's names."""
_EQUAL = frozenset(("eq", "ne"))
_COMPUTED: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_SHOWN = 60  # characters of a value in a message


def compared(name: str, left: Any, right: Any) -> Any:
    """Compare two values: a text with a number, and which of two texts that are numbers is larger, as numbers.

    Two texts are equal if they are the same text: 07 is not 7. ValueError: it is asked whether a number is larger than
    a text that is none, or than nothing; a text is a number with a decimal point, 1.5, and the answer depends on
    whether it is read as one.
    """
    texts = isinstance(left, str) + isinstance(right, str)
    if name not in _EQUAL:
        if texts == 2:
            numbers = [_read(each) for each in (left, right)]
            if all(isinstance(each, str) for each in numbers):
                return _certain(name, left, right)
        if texts or left is None or right is None:
            left, right = (_number_to_order(each) for each in (left, right))
    elif texts == 1 and any(map(_is_number, (left, right))):
        return _certain(name, *(_read(each) for each in (left, right)))
    return COMPARED[name](left, right)


def _certain(name: str, left: Any, right: Any) -> Any:
    """Compare two values of which the texts are no numbers as Vietnamese writes them. ValueError: they are as others
    write them, and compare otherwise as numbers.
    """
    said = COMPARED[name](left, right)
    sides = [left, right]
    numbers = [number_with_point(each) if isinstance(each, str) else each for each in sides]
    if numbers == sides or None in numbers or COMPARED[name](*numbers) == said:
        return said
    value = next(each for each in sides if isinstance(each, str))
    raise ValueError(Message("decimal-point", value=value[:_SHOWN], right=grouped(number_with_point(value))))


def is_among(name: str, value: Any, listed: Any) -> bool:
    """Return whether a value is one of those that the tag lists; `name`: `notin` for whether it is none."""
    return any(compared("eq", value, each) for each in listed) is (name == "in")


def _tested(name: str) -> Callable[[Any, Any], Any]:
    return lambda value, other: compared(name, value, other) if _is_number(other) else COMPARED[name](value, other)


def as_numbers(sign: str, left: Any, right: Any) -> int | float | None:
    """Return what a number and a text that is one come to; None where the values are no such pair.

    ValueError: two texts that are numbers are added, which Python would write one behind the other, or words are
    multiplied, which it would write several times; strokes and dots (`{{ line * 20 }}`) may be.
    """
    numbers = [_read(each) for each in (left, right)]
    if not all(map(_is_number, numbers)):
        words = next((each for each in numbers if isinstance(each, str)), "")
        if sign == "*" and any(map(_is_number, numbers)) and any(map(str.isalnum, words)):
            raise ValueError(Message("text-multiplied", value=words[:_SHOWN]))
        return None
    if isinstance(left, str) and isinstance(right, str) and sign == "+":
        raise ValueError(Message("texts-added", left=left[:_SHOWN], right=right[:_SHOWN]))
    if sign == "/" and not numbers[1]:
        raise ZeroDivisionError("division by zero")
    return plain_number(Decimal(_COMPUTED[sign](*map(Decimal, numbers))))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _number_to_order(value: Any) -> Any:
    """Return the number that a value is. ValueError: a text that is none, or nothing."""
    if value is None or value == "":
        raise ValueError(Message("empty-compared"))
    return number_of(value) if isinstance(value, str | float) else value


def _read(value: Any) -> Any:
    """Return the number that a value is, else the value."""
    if isinstance(value, str):
        found = number_in(value)
        return value if found is None else found
    return Decimal(repr(value)) if isinstance(value, float) and isfinite(value) else value


TESTS: Mapping[str, Callable[[Any, Any], Any]] = {
    written: _tested(name)
    for name, names in {
        "eq": ("eq", "==", "equalto"),
        "ne": ("ne", "!="),
        "lt": ("lt", "<", "lessthan"),
        "lteq": ("le", "<="),
        "gt": ("gt", ">", "greaterthan"),
        "gteq": ("ge", ">="),
    }.items()
    for written in names
}
"""The tests of Jinja that compare: `{{ viec|selectattr('so', 'gt', 5)|list|length }}`."""
