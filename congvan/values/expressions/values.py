"""Values of expressions: numbers are decimals, an empty cell is "", a cell still to be filled is UNKNOWN."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Final, Literal, Protocol

from congvan.core.messages import Message
from congvan.core.templating.numbers import number_of
from congvan.core.text import nfc


class Unknown(Enum):
    """The type of UNKNOWN."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        return False


UNKNOWN: Final = Unknown.UNKNOWN
"""The value of a cell still to be filled, and of all that is computed from it."""

Result = str | Decimal | bool | Mapping[str, Any] | Sequence[Any] | Unknown
"""What an expression gives. "" is an empty value."""

Before = Literal["last", "year_ago", "so_far"]


class Scope(Protocol):
    """What the names of an expression mean at one place: in one row of a form, for one receiver, in one text."""

    def value(self, name: str) -> Any:
        """Return the value of a name with its dots; UNKNOWN if it is still to be filled. Raises KeyError."""

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows of a list, form or section, or those at hand (None); None if the name has no rows."""

    def previous(self, before: Before) -> Scope | None:
        """Return the same row in an earlier period, or summed over the earlier ones; None if there is none."""


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WRITTEN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_PLAIN_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,12})?")
_TRUTHS = {"true": "true", "false": "false", "có": "true", "không": "false"}
_NO = frozenset(("", "false", "không"))


def simple(value: Any) -> Any:
    """Return a value as expressions compute with it: numbers as decimals, texts in composed Unicode, None as ""."""
    if isinstance(value, str):
        return nfc(value)
    if value is None:
        return ""
    if isinstance(value, bool | Decimal | Unknown):
        return value
    if isinstance(value, int):
        return Decimal(value)
    return Decimal(repr(value)) if isinstance(value, float) else value


def is_empty(value: Any) -> bool:
    """Whether there is no value."""
    return isinstance(value, str) and value == ""


def is_true(value: Any) -> bool:
    """Whether a value holds as a condition: it is not empty, and no mark or answer that says no."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.strip().lower() not in _NO
    return bool(value) if isinstance(value, Mapping | Sequence | Unknown) else True


def as_number(value: Any) -> Decimal | None:
    """Return the number of a value; None if it is none. Text of digits is one."""
    value = simple(value)
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        return None
    try:
        return number_of(value)
    except ValueError:
        text = value.strip()
        return Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else None


def _identified(value: Any) -> Any:
    """Return the id of an entry, any other value as it is."""
    return value["id"] if isinstance(value, Mapping) and "id" in value else value


def _paired(left: Any, right: Any) -> tuple[Any, Any]:
    """Return two values in a form in which they compare: entries by id, digits as numbers, days as ISO 8601."""
    left, right = simple(_identified(left)), simple(_identified(right))
    for one, other in ((left, right), (right, left)):
        if isinstance(one, bool) or (isinstance(one, str) and one in ("true", "false")):
            return _truth(left), _truth(right)
        if isinstance(one, Decimal) and isinstance(other, str):
            number = as_number(other)
            return (left, right) if number is None else (one, number) if one is left else (number, one)
        if isinstance(one, str) and isinstance(other, str) and _ISO_DAY.fullmatch(one):
            return _iso(left), _iso(right)
    return left, right


def _truth(value: Any) -> Any:
    """Return true and false as Có, Không and Python's truths are kept."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _TRUTHS.get(value.lower(), value) if isinstance(value, str) else value


def _iso(text: str) -> str:
    match = _WRITTEN_DAY.fullmatch(text.strip())
    return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}" if match else text


def equal(left: Any, right: Any) -> bool:
    """Whether two values are the same."""
    if isinstance(left, str) and isinstance(right, str | Decimal):  # cells: few different ones in many rows
        return _equal_cells(left, right)
    one, other = _paired(left, right)
    return bool(one == other)


@lru_cache(maxsize=4096, typed=True)
def _equal_cells(left: str, right: str | Decimal) -> bool:
    one, other = _paired(left, right)
    return bool(one == other)


def less(left: Any, right: Any) -> bool:
    """Whether a value is less than another of its kind. Raises `ValueError` for a text beside a number."""
    one, other = _paired(left, right)
    if isinstance(one, str) and isinstance(other, str):
        numbers = as_number(one), as_number(other)
        if None not in numbers:
            one, other = numbers
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one < other
    if isinstance(one, str) and isinstance(other, str):
        return one < other
    raise ValueError(Message("expression-type.compared", left=shown(left), right=shown(right)))


def shown(value: Any) -> str:
    """Return a value as a message shows it."""
    identified = _identified(value)
    return str(identified if not isinstance(identified, Decimal) else format(identified.normalize(), "f"))[:60]


_WIDE = Context(prec=100)  # of Python's 28 digits those of a large number leave none for its decimal places


def half_up(number: Decimal, places: int) -> Decimal:
    """Return a number rounded half up; negative places round to tens."""
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    return rounded.quantize(Decimal(1), context=_WIDE) if places < 0 else rounded


def plain(value: Decimal) -> int | float:
    """Return a number as content and answers keep it: whole if it is."""
    return int(value) if value == value.to_integral_value() else float(value)
