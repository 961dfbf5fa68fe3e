"""Traced values: a record's content in which each text is a token that reports what a template does with it.

A `TracedText` is a text, a `TracedNumber` a number that differs from record to record, a `TracedMarkup` computed
markup. The `UsageLog` of a render notes which of them were inspected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from jinja2.runtime import LoopContext, Macro, Undefined
from markupsafe import Markup

from congvan.formats.fastpath.field_plan import STREAM_TYPES, Ref

RAW, ESCAPED, END = "\ufdd1", "\ufdd2", "\ufdd3"  # noncharacters, like the marks


class UsageSink(Protocol):
    """The receiver of the reports of traced values: the `UsageLog` of a render."""

    inspected: set[int]
    ordered: bool

    def truth(self, value: Any) -> bool:
        """Report that the truth of a value was tested; return it."""


class UntraceableValue(Exception):
    """Raised for a value or use that cannot be recorded; the record is rendered in full."""


class TracedText(str):
    """A text of the content. Its characters are a token, so that an unreported use shows in the output."""

    _number: int  # underscores: out of a template's reach
    _real: str
    _recording: UsageSink
    _ref: Ref
    _varies: bool

    @classmethod
    def _token(cls, number: int) -> TracedText:
        return super().__new__(cls, f"{RAW}{number}{END}")

    def __bool__(self) -> bool:
        return self._recording.truth(self)

    def __html__(self) -> str:
        return Markup(f"{ESCAPED}{self._number}{END}")

    def __radd__(self, other: str) -> str:
        self._recording.inspected.add(self._number)
        return str(other) + self._real


def _reporting_method(name: str) -> Callable[..., Any]:
    def method(self: TracedText, *args: Any, **kwargs: Any) -> Any:
        self._recording.inspected.add(self._number)
        return getattr(self._real, name)(*map(reveal, args), **{key: reveal(value) for key, value in kwargs.items()})

    return method


_UNTRACKED_METHODS = {
    "__new__",
    "__init__",
    "__class__",
    "__getattribute__",
    "__setattr__",
    "__delattr__",
    "__init_subclass__",
}
for _name in dir(str):
    if callable(getattr(str, _name)) and _name not in _UNTRACKED_METHODS | {
        "__subclasshook__",
        "__doc__",
        "__dir__",
        "__bool__",
    }:
        setattr(TracedText, _name, _reporting_method(_name))


class TracedNumber:
    """A number that may differ. It prints as a token and can be tested for zero; every other use is refused."""

    _number: int
    _real: int | float
    _recording: UsageSink
    _ref: Ref
    _varies: bool

    @classmethod
    def _token(cls, number: int) -> TracedNumber:
        return cls()

    def __bool__(self) -> bool:
        return self._recording.truth(self)

    def __html__(self) -> str:
        return Markup(f"{ESCAPED}{self._number}{END}")


def _refused_method(self: TracedNumber, *args: Any) -> Any:
    raise UntraceableValue("a number is calculated with")


_NUMERIC = {name for kind in (int, float) for name in dir(kind) if callable(getattr(kind, name)) and name[:2] == "__"}
_COMPARED = {f"__{name}__" for name in ("eq", "ne", "lt", "le", "gt", "ge", "hash", "str", "repr", "format")}
for _name in (_NUMERIC - {*dir(object), "__bool__", "__new__"}) | _COMPARED:
    setattr(TracedNumber, _name, _refused_method)


class TracedMarkup(Markup):
    """Computed markup, printed unescaped."""

    _number: int
    _real: str
    _recording: UsageSink
    _ref: Ref
    _varies: bool

    @classmethod
    def _token(cls, number: int) -> TracedMarkup:
        return str.__new__(cls, f"{ESCAPED}{number}{END}")

    def __bool__(self) -> bool:
        return self._recording.truth(self)


class TracedMapping(dict[str, Any]):
    """A mapping of the content; iterating over it is reported, since a fast path does not check the order of keys."""

    _recording: UsageSink
    _real: dict[str, Any]
    _ref: Ref
    _opaque: bool | None = None  # as `is_opaque` found it: what it holds never changes

    def __iter__(self) -> Iterator[str]:
        self._recording.ordered = True
        return super().__iter__()

    def _ordered(self, *args: Any) -> Any:
        self._recording.ordered = True
        return ()

    keys = values = items = __reversed__ = copy = _ordered


class TracedList(list[Any]):
    """A list of the content."""

    _recording: UsageSink
    _real: list[Any]
    _ref: Ref
    _opaque: bool | None = None


class TracedStream:
    """The result of an expression that can only be iterated over: any number of times, or `once`, as an iterator."""

    def __init__(self, items: list[Any], once: bool) -> None:
        self._items, self._once = items, once
        self._known = True  # whether the rest is known; an expression may have consumed some

    def __bool__(self) -> bool:
        return self._once or bool(len(self._items))

    def __iter__(self) -> Iterator[Any]:
        items = self._rest()
        if self._once:
            self._items, self._known = [], True
        return list.__iter__(items)

    def __str__(self) -> str:
        raise UntraceableValue("what is gone through is printed")

    __html__ = __str__

    def _rest(self) -> list[Any]:
        """Return the remaining items, for an expression that may consume any number of them."""
        if not self._known:
            raise UntraceableValue("what is gone through only once is gone through again")
        self._known = not self._once
        return self._items


TOKENS = (TracedText, TracedNumber, TracedMarkup)
TOKEN = re.compile(f"[{RAW}{ESCAPED}]([0-9]+){END}")


def reveal(value: Any) -> Any:
    """Return a value with its real texts and report all of them: for code that inspects texts unreported."""
    if isinstance(value, TracedText):
        value._recording.inspected.add(value._number)
        return value._real
    if holds_tokens(value) or isinstance(value, TracedMarkup):
        raise UntraceableValue("a text that was put together is looked at")
    if isinstance(value, TracedMapping):
        value._recording.ordered = True
        return {key: reveal(inner) for key, inner in dict.items(value)}
    if isinstance(value, list):
        return [reveal(item) for item in value]
    if isinstance(value, tuple):
        return tuple_of(type(value), map(reveal, value))
    if isinstance(value, Iterator):
        return map(reveal, value)
    if isinstance(value, TracedNumber):
        raise UntraceableValue("a number is looked at")
    return value


def holds_tokens(value: Any) -> bool:
    """Whether a text was joined from tokens: the output of a macro or a block."""
    return (
        isinstance(value, str)
        and not isinstance(value, TracedText | TracedMarkup)
        and (RAW in value or ESCAPED in value)
    )


def is_invariant(value: Any) -> bool:
    """Whether a value is, as far as is known, the same in all records: a text or constants, or lists of them."""
    if isinstance(value, TracedText):
        return not value._varies
    if isinstance(value, list | tuple):
        return all(map(is_invariant, value))
    return value is None or isinstance(value, bool | int | float) or type(value) is str


def is_traced(value: Any) -> bool:
    """Whether a value holds anything of the content."""
    if isinstance(value, (*TOKENS, TracedMapping, TracedList, TracedStream)):
        return True
    if isinstance(value, list | tuple):
        return any(map(is_traced, value))
    if isinstance(value, dict):
        return any(map(is_traced, value.values()))
    return holds_tokens(value)


def is_opaque(value: Any) -> bool:
    """Whether a function could inspect some part of a value that does not report it."""
    if isinstance(value, TracedMapping | TracedList):  # a macro is given whole tables, for each of their cells
        if value._opaque is None:
            value._opaque = any(map(is_opaque, dict.values(value) if isinstance(value, dict) else value))
        return value._opaque
    if isinstance(value, list | tuple):
        return any(map(is_opaque, value))
    if isinstance(value, dict):
        return any(map(is_opaque, dict.values(value)))
    if isinstance(value, LoopContext):
        return is_opaque(value.previtem) or is_opaque(value.nextitem)
    if isinstance(value, str):
        return isinstance(value, TracedMarkup) or holds_tokens(value)
    return not (value is None or isinstance(value, TracedNumber | bool | int | float | Undefined | Macro))


def as_stream(value: Any, items: Any) -> Any:
    """Return the items of a value, iterable in the same way as the value."""
    return TracedStream(items, isinstance(value, Iterator)) if isinstance(value, STREAM_TYPES) else items


def tuple_of(kind: Any, items: Iterable[Any]) -> Any:
    """Return a tuple of this type: those of `groupby` are named tuples."""
    return kind._make(items) if hasattr(kind, "_make") else tuple(items)
