"""Numbers of templates as Vietnamese writes and reads them: 1.500.000; 1,5; một triệu năm trăm nghìn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jinja2 import Undefined

from congvan.core.messages import Message

NO_BREAK_SPACE = "\u00a0"
_PLAIN = re.compile(r"-?\d{1,30}(?:,\d{1,12})?")
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d{1,12})?|-?\d{1,3}(?: \d{3})+(?:,\d{1,12})?")
_WITH_POINT = re.compile(r"-?(?:\d{1,30}|\d{1,3}(?:,\d{3})+)\.\d{1,12}")
_LARGEST = Decimal(10) ** 18
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))
_BILLION = 10**9


def number_of(value: Any) -> Decimal:
    """Return the number that a value is: a number, or a text with points between groups and a decimal comma.

    Raises ValueError for anything else: 1.5 and 1,500.00 are no Vietnamese numbers.
    """
    if isinstance(value, Undefined):
        str(value)  # tells that it is missing
    if isinstance(value, Mapping):
        raise ValueError(Message("filter-value.row"))
    if getattr(value, "ndim", None) == 0 and callable(getattr(value, "item", None)):  # a number of numpy
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError(Message("filter-value.number", value=_shown(value)))
    if not isinstance(value, str):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not number.is_finite():
            raise ValueError(Message("filter-value.number", value=_shown(value)))
        return number
    found = number_in(value)
    if found is None:
        raise ValueError(Message("filter-value.number", value=_shown(value)))
    return found


def number_in(text: str) -> Decimal | None:
    """Return the number that a text is; None if it is none."""
    text = " ".join(text.split()).replace("\u2212", "-").replace("- ", "-", 1)
    if not (text.isascii() and (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text))):
        return None
    return Decimal(text.replace(".", "").replace(" ", "").replace(",", "."))


def number_with_point(text: str) -> Decimal | None:
    """Return the number that a text is where a point is the sign of decimals: 1.5, 1,500.00; None if it is none."""
    text = " ".join(text.split()).replace("\u2212", "-")
    return Decimal(text.replace(",", "")) if text.isascii() and _WITH_POINT.fullmatch(text) else None


def _shown(value: Any) -> str:
    return str(value)[:60]


def plain_number(number: Decimal) -> int | float:
    """Return a number as content holds it: whole if it is."""
    return int(number) if number == number.to_integral_value() else float(number)


def grouped(value: Any, digits: int | None = None) -> str:
    """Return a number with points between groups and a decimal comma; `digits`: rounded to as many, half up."""
    number = number_of(value)
    if digits is not None:
        number = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    whole, _point, fraction = f"{abs(number):f}".partition(".")
    fraction = fraction if digits is not None else fraction.rstrip("0")
    sign = "-" if number < 0 else ""
    return f"{sign}{int(whole):,}".replace(",", ".") + (f",{fraction}" if fraction else "")


def money(value: Any, unit: str = "") -> str:
    """Return an amount with points between groups: 1.500.000; with its unit behind a no-break space."""
    return f"{grouped(value)}{NO_BREAK_SPACE}{unit}" if unit else grouped(value)


def in_words(value: Any, unit: str = "", zero_tens: str = "linh") -> str:
    """Return a number in words: một triệu năm trăm nghìn; with its unit.

    `zero_tens`: what stands for the tens of 105, một trăm linh năm; the South says lẻ. Raises ValueError for what is
    not below a billion billions.
    """
    number = number_of(value)
    if abs(number) >= _LARGEST:
        raise ValueError(Message("filter-value.large", value=_shown(value)))
    whole, _point, fraction = f"{abs(number):f}".partition(".")
    words = list(_whole(int(whole), zero_tens)) or ["không"]
    if fraction.strip("0"):
        fraction = fraction.rstrip("0") if not isinstance(value, str) else fraction
        zeros = len(fraction) - len(fraction.lstrip("0"))
        words += ["phẩy", *["không"] * zeros, *_whole(int(fraction), zero_tens)]
    if number < 0:
        words.insert(0, "âm")
    return " ".join([*words, unit] if unit else words)


def _whole(number: int, zero_tens: str) -> Iterator[str]:
    """Yield the words of a whole number; none for 0. A group after the first has all its places."""
    billions, rest = divmod(number, _BILLION)
    if billions:
        yield from _whole(billions, zero_tens)
        yield "tỷ"
    first = not billions
    for size, name in _GROUPS:
        group = rest // size % 1000
        if not group:
            continue
        yield from _group(group, zero_tens, full=not first)
        if name:
            yield name
        first = False


def _group(group: int, zero_tens: str, *, full: bool) -> Iterator[str]:
    """Yield the words of a group of three digits; `full`: with hundreds even where there are none."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    if hundreds or full:
        yield from (_DIGITS[hundreds], "trăm")
    if tens > 1:
        yield from (_DIGITS[tens], "mươi")
    elif tens:
        yield "mười"
    elif ones and (hundreds or full):
        yield zero_tens
    if ones:
        yield _ones(ones, tens, after=bool(hundreds or full))


def _ones(ones: int, tens: int, *, after: bool) -> str:
    """Return the last digit as it is read behind its tens: mốt, tư, lăm; tư also behind linh."""
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:
        return "lăm"
    if ones == 4 and (tens > 1 or (not tens and after)):
        return "tư"
    return _DIGITS[ones]
