"""Settings of cells, and markers: what belongs to the structure of a record, not to its values.

A setting tag (`{%colspan n %}`) is a filter in the program, which writes a marker.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from congvan.core.messages import Message

MAX_SPAN = 200  # columns, rows
RULE_TYPES = ("whole", "decimal", "textLength", "list", "custom", "")


def marker(letter: str, number: int | float | str = "") -> str:
    """Return a marker: S sheet, R row, C cell, ( ) one round of a loop, # span, W width, H height, P page, L landscape,
    V rows that a cell spans, N number format, A alignment, D data validation; the last three with a text (`packed`).
    """
    return f"\0{letter}{number};"


MARKER = re.compile(rb"\0([SRC()#WHPLVNAD])([0-9A-Za-z+/=.]*);")


def packed(text: str) -> str:
    """Return a text as it stands in a marker."""
    return base64.b64encode(text.encode()).decode()


def unpacked(text: bytes) -> str:
    """The inverse of `packed`."""
    return base64.b64decode(text).decode()


def _span(letter: str) -> Callable[[Any], bytes]:
    def span(value: Any) -> bytes:
        if type(value) is not int or not 0 < value <= MAX_SPAN:
            raise ValueError(Message("unprintable.colspan", most=MAX_SPAN, value=value))
        return marker(letter, value).encode()

    return span


def _text(letter: str) -> Callable[[Any], bytes]:
    @lru_cache(maxsize=512, typed=True)
    def text(value: Any) -> bytes:
        if not isinstance(value, str):
            raise ValueError(Message("unprintable.kind", kind=type(value).__name__))
        if problem := _TEXTS[letter](value):
            raise ValueError(problem)
        return marker(letter, packed(value)).encode()

    return text


def _wrong_align(value: str) -> Message | None:
    return None if value in ("left", "center", "right", "") else Message("unprintable.align", value=value)


def _wrong_rule(value: str) -> Message | None:
    if not value:
        return None
    try:
        rule = json.loads(value)
    except ValueError:
        rule = None
    good = isinstance(rule, dict) and rule.get("type", "") in RULE_TYPES
    return None if good else Message("unprintable.rule", value=value[:60])


_TEXTS: Mapping[str, Callable[[str], Message | None]] = {
    "N": lambda value: None,
    "A": _wrong_align,
    "D": _wrong_rule,
}


def _measure(letter: str) -> Callable[[Any], bytes]:
    @lru_cache(maxsize=512, typed=True)
    def measure(value: Any) -> bytes:
        if type(value) not in (int, float) or not 0 <= value <= 1000:
            raise ValueError(Message("unprintable.measure", value=repr(value)))
        return marker(letter, round(value, 3)).encode()

    return measure


def _page(value: Any) -> bytes:
    if type(value) is not int or not 0 <= value < 32_000:
        raise ValueError(Message("unprintable.page", value=repr(value)))
    return marker("P", value).encode()


def _across(value: Any) -> bytes:
    if type(value) is not bool:
        raise ValueError(Message("unprintable.landscape", value=repr(value)))
    return marker("L", int(value)).encode()


SETTING_FILTERS: Mapping[str, Callable[[Any], bytes]] = {
    "_span": _span("#"),
    "_rows": _span("V"),
    "_width": _measure("W"),
    "_height": _measure("H"),
    "_page": _page,
    "_across": _across,
    "_format": _text("N"),
    "_align": _text("A"),
    "_rule": _text("D"),
}
"""Filters whose value belongs to the structure."""
