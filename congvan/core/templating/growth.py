"""What one expression of a template may grow to, and how deep a template may be: more is an error at its place.

Why before it is made: a text of a gigabyte is there before any timer is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import chain
from typing import Any

from jinja2 import nodes

from congvan.core.messages import Message

MAX_LENGTH = 1_000_000  # characters or items that one expression of a template may come to
MAX_TEXT = 64_000_000  # characters of a file, or of what a macro or a block comes to
MAX_DEPTH = 100  # of what a template holds within one another
_DIGITS = 4000  # of a number, in bits
_PADDED = frozenset(("ljust", "rjust", "center", "zfill", "expandtabs"))
_WIDE = re.compile(r"\d{5}|\{[^{}]*:[^{}]*\{")  # a width of five digits, or one that a value says
_WIDTH = re.compile(r"\d+")
_NUMBERED = ("batch", "center", "indent", "round", "slice", "truncate", "wordwrap")
"""The filters of Jinja that make as much as a number says."""


def check_length(length: int, most: int = MAX_LENGTH) -> None:
    """Raise ValueError if an expression comes to more than it may."""
    if length > most:
        raise ValueError(Message("template-growth", most=most))


def concatenated(parts: Iterable[str]) -> str:
    """Return what a macro, a block or a template prints. ValueError: it is too long."""
    text = "".join(parts)
    if len(text) > MAX_TEXT:
        check_length(len(text), MAX_TEXT)
    return text


def bounded(value: Any) -> Any:
    """Return what an expression came to. ValueError: it is too long."""
    if isinstance(value, str | list | tuple):
        check_length(len(value))
    return value


def check_product(left: Any, right: Any) -> None:
    """Raise ValueError if a repetition or a product of two numbers comes to more than it may."""
    for many, times in ((left, right), (right, left)):
        if isinstance(many, str | bytes | list | tuple) and isinstance(times, int):
            check_length(len(many) * times)
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > _DIGITS:
        check_length(MAX_LENGTH + 1)


def check_call(function: Any, arguments: Sequence[Any]) -> None:
    """Raise ValueError if a method of a text would make more than it may."""
    of, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    if not isinstance(of, str):
        return
    if name in _PADDED:
        times = of.count("\t") if name == "expandtabs" else 1
        check_length(len(of) + times * max((each for each in arguments if isinstance(each, int)), default=8))
    elif name == "replace":
        check_replaced(of, *(each for each in arguments[:2] if isinstance(each, str)))
    elif name == "join":
        check_joined(of, arguments[0] if arguments else ())
    elif name == "translate":
        longest = max((len(each) for each in _values_of(arguments) if isinstance(each, str)), default=1)
        check_length(len(of) * longest)


def check_replaced(text: str, old: str = "", new: str = "") -> None:
    """Raise ValueError if a replacement makes more than it may."""
    check_length(len(text) + text.count(old) * max(0, len(new) - len(old)))


def check_joined(between: Any, entries: Any) -> None:
    """Raise ValueError if entries come to more than they may when they are joined."""
    if isinstance(entries, list | tuple):
        texts = sum(len(each) for each in entries if isinstance(each, str))
        check_length(texts + len(str(between)) * len(entries))


def check_format(text: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> None:
    """Raise ValueError if `text.format(…)` makes more than it may: by a width, or by what is in its places."""
    if _WIDE.search(text):
        check_length(MAX_LENGTH + 1)
    longest = max((len(str(each)) for each in chain(arguments, named.values())), default=0)
    widest = max(map(int, _WIDTH.findall(text)), default=0)
    check_length(len(text) + text.count("{") * (longest + widest))


def _values_of(arguments: Sequence[Any]) -> Iterator[Any]:
    for each in arguments:
        yield from each.values() if isinstance(each, Mapping) else ()


def bounded_filters(filters: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Return the filters of Jinja that may make too much, bounded."""
    found = {name: _numbered(filters[name]) for name in _NUMBERED}
    replace = filters["replace"]

    @wraps(replace)
    def replaced(context: Any, text: Any, old: Any, new: Any, count: Any = None) -> Any:
        check_replaced(str(text), str(old), str(new))
        return replace(context, text, old, new, count)

    return {**found, "replace": replaced}


def _numbered(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def checked(*arguments: Any, **named: Any) -> Any:
        numbers = [each for each in chain(arguments, named.values()) if isinstance(each, int)]
        lines = sum(each.count("\n") + 1 for each in arguments[:1] if isinstance(each, str))
        check_length(max(numbers, default=0) * max(lines, 1))
        return function(*arguments, **named)

    return checked


def too_deep(tree: nodes.Node) -> int:
    """Return the line at which a template is nested too deeply; 0 if it is not."""
    level: list[nodes.Node] = [tree]
    for _depth in range(MAX_DEPTH):
        level = [child for node in level for child in node.iter_child_nodes()]
        if not level:
            return 0
    return max(level[0].lineno, 1)
