"""Traced values: a record's content in which each text is a token that reports what a template does with it.

A `Leaf` is a text, a `Number` a number that differs from record to record, a `Raw` markup that was computed. The `Book`
of a run notes which of them were looked at, and computes what they can't report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2.runtime import LoopContext, Macro, Undefined
from markupsafe import Markup, escape

from congvan.formats.fastpath.field_plan import BUILT_IN, LIST, STREAMS, TEXT, Ref, settled
from congvan.formats.fastpath.store import Path

RAW, ESCAPED, END = "\ufdd1", "\ufdd2", "\ufdd3"  # noncharacters, as the marks are

Functions = Callable[[int], tuple[Callable[..., Any], Callable[..., Any], bool]]


class Untold(Exception):
    """A value of a kind that no content holds, or a use that a trace can't follow; the record is run."""


class Leaf(str):
    """A text of the content. Its characters are a token, so that a use that reports nothing shows in the output."""

    _number: int  # underscores: out of a template's reach
    _real: str
    _book: Book
    _ref: Ref
    _varies: bool

    @classmethod
    def _token(cls, number: int) -> Leaf:
        return super().__new__(cls, f"{RAW}{number}{END}")

    def __bool__(self) -> bool:
        return self._book._truth(self)

    def __html__(self) -> str:
        return Markup(f"{ESCAPED}{self._number}{END}")

    def __radd__(self, other: str) -> str:
        self._book.inspected.add(self._number)
        return str(other) + self._real


def _reporting(name: str) -> Callable[..., Any]:
    def method(self: Leaf, *args: Any, **kwargs: Any) -> Any:
        self._book.inspected.add(self._number)
        return getattr(self._real, name)(*map(whole, args), **{key: whole(value) for key, value in kwargs.items()})

    return method


_QUIET = {"__new__", "__init__", "__class__", "__getattribute__", "__setattr__", "__delattr__", "__init_subclass__"}
for _name in dir(str):
    if callable(getattr(str, _name)) and _name not in _QUIET | {"__subclasshook__", "__doc__", "__dir__", "__bool__"}:
        setattr(Leaf, _name, _reporting(_name))


class Number:
    """A number that may differ. It prints as a token and tells whether it is zero; every other use is refused."""

    _number: int
    _real: int | float
    _book: Book
    _ref: Ref
    _varies: bool

    @classmethod
    def _token(cls, number: int) -> Number:
        return cls()

    def __bool__(self) -> bool:
        return self._book._truth(self)

    def __html__(self) -> str:
        return Markup(f"{ESCAPED}{self._number}{END}")


def _refused(self: Number, *args: Any) -> Any:
    raise Untold("a number is calculated with")


_NUMERIC = {name for kind in (int, float) for name in dir(kind) if callable(getattr(kind, name)) and name[:2] == "__"}
_COMPARED = {
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
    "__hash__",
    "__str__",
    "__repr__",
    "__format__",
}
for _name in (_NUMERIC - {*dir(object), "__bool__", "__new__"}) | _COMPARED:
    setattr(Number, _name, _refused)


class Raw(Markup):
    """Markup that was computed; in the output it stands as it is."""

    _number: int
    _real: str
    _book: Book
    _ref: Ref
    _varies: bool

    @classmethod
    def _token(cls, number: int) -> Raw:
        return str.__new__(cls, f"{ESCAPED}{number}{END}")

    def __bool__(self) -> bool:
        return self._book._truth(self)


class TracedMapping(dict[str, Any]):
    """A mapping of the content; its order is not part of a trace."""

    _book: Book
    _real: dict[str, Any]
    _ref: Ref

    def __iter__(self) -> Iterator[str]:
        self._book.ordered = True
        return super().__iter__()

    def _ordered(self, *args: Any) -> Any:
        self._book.ordered = True
        return ()

    keys = values = items = __reversed__ = copy = _ordered


class TracedList(list[Any]):
    """A list of the content."""

    _book: Book
    _real: list[Any]
    _ref: Ref


class Stream:
    """What an expression gave that is gone through and not looked into: again and again, or `once`, as an iterator."""

    def __init__(self, items: list[Any], once: bool) -> None:
        self._items, self._once = items, once
        self._known = True  # whether what is left is known; an expression may have taken some

    def __bool__(self) -> bool:
        return self._once or bool(len(self._items))

    def __iter__(self) -> Iterator[Any]:
        items = self._rest()
        if self._once:
            self._items, self._known = [], True
        return list.__iter__(items)

    def __str__(self) -> str:
        raise Untold("what is gone through is printed")

    __html__ = __str__

    def _rest(self) -> list[Any]:
        """What is left, for an expression that may take any number of it."""
        if not self._known:
            raise Untold("what is gone through only once is gone through again")
        self._known = not self._once
        return self._items


TOKENS = (Leaf, Number, Raw)
_TOKENS = re.compile(f"[{RAW}{ESCAPED}]([0-9]+){END}")


class Book:
    """What is reported during one run, and what is computed in it.

    `varying`: the paths of the content whose values differ between records. `functions` gives of an expression's number
    its function over plain values, that over traced ones, and whether it may look at a text unseen. `escapes`: what is
    joined to a text of the output is escaped; `within` writes a number there.
    """

    def __init__(
        self,
        varying: frozenset[Path] = frozenset(),
        functions: Functions | None = None,
        escapes: bool = True,
        within: Callable[[Any], str] = str,
    ) -> None:
        self.leaves: list[Leaf | Number | Raw] = []
        self.inspected: set[int] = set()
        self.tested: set[int] = set()
        self.ordered = False  # the order of a mapping's keys was asked for
        self.computed: list[tuple[int, tuple[Ref, ...], Any]] = []  # function, arguments, the traced value in a list
        self.within = within
        self._varying, self._functions, self._escapes = varying, functions, escapes
        self._tuples: dict[int, Ref] = {}

    # -- content → traced values ---------------------------------------------------------------------------------------

    def traced(self, value: Any, root: int, keys: tuple[Any, ...] = (), path: Path | None = ()) -> Any:
        """A value with a token for each text, and for each number that may differ.

        `root`, `keys`: where a record has it, see `program.Ref`. `path`: its place in the content; None in a computed
        value, where everything may differ.
        """
        kind = type(value)
        differs = path is None or path in self._varying
        if isinstance(value, str):
            return self._leaf(Raw if isinstance(value, Markup) else Leaf, value, root, keys, differs)
        if differs and (kind is int or kind is float):
            return self._leaf(Number, value, root, keys, True)
        if isinstance(value, dict):
            inner = {k: self.traced(v, root, (*keys, k), _below(path, k)) for k, v in value.items()}
            return self._container(TracedMapping(inner), value, root, keys)
        if isinstance(value, list):
            items = [self.traced(v, root, (*keys, n), _below(path, None)) for n, v in enumerate(value)]
            return self._container(TracedList(items), value, root, keys)
        if isinstance(value, tuple):
            items = [self.traced(v, root, (*keys, n), _below(path, None)) for n, v in enumerate(value)]
            made = _tuple(kind, items)
            self._tuples[id(made)] = ("at", root, keys)
            return made
        if value is None or kind is bool or kind is int or kind is float:
            return value
        raise Untold(kind.__name__)

    def _leaf(self, kind: Any, value: Any, root: int, keys: tuple[Any, ...], differs: bool) -> Any:
        leaf = kind._token(len(self.leaves))
        leaf._number, leaf._real, leaf._book, leaf._varies = len(self.leaves), value, self, differs
        leaf._ref = ("at", root, keys)
        self.leaves.append(leaf)
        return leaf

    def _container(self, made: Any, real: Any, root: int, keys: tuple[Any, ...]) -> Any:
        made._book, made._real, made._ref = self, real, ("at", root, keys)
        return made

    def _truth(self, leaf: Any) -> bool:
        self.tested.add(leaf._number)
        return bool(leaf._real)

    # -- what a rewritten template asks for ----------------------------------------------------------------------------

    def probe(self, number: int, *values: Any) -> Any:
        """The value of an expression: from traced values where they report all that it reads, else computed."""
        assert self._functions is not None
        _plain, traced, veiled = self._functions(number)
        unseen = any(map(_unseen, values))
        if not unseen and not any(map(_touches, values)):
            value = traced(*values)
            return _streamed(value, settled(value))
        if not veiled and not unseen and not any(isinstance(value, Number) for value in values):
            before = set(self.inspected), set(self.tested)
            try:
                value = traced(*values)
                made = _streamed(value, settled(value))
                if not self.ordered and not any(self.leaves[n]._varies for n in self.inspected - before[0]):
                    return made
            except Exception:  # a traced value can't do all that a plain one can; computing it says what is wrong
                pass
            (self.inspected, self.tested), self.ordered = before, False
        if veiled and not unseen and all(map(_is_plain, values)):  # it may look at all of them, and none differs
            for value in values:
                whole(value)
            return self.function(number)(*map(self.real, values))
        return self.compute(number, *values)

    def compute(self, number: int, *values: Any) -> Any:
        """What a function gives of the real values, traced: it belongs to the content from now on."""
        refs = tuple(map(self.ref, values))
        value = self.function(number)(*map(self.real, values))
        made = self.traced([settled(value)], len(self.computed) + 1, (), None)
        self.computed.append((number, refs, made))
        return _streamed(value, list.__getitem__(made, 0))

    def function(self, number: int) -> Callable[..., Any]:
        if number in BUILT_IN:
            return BUILT_IN[number]
        assert self._functions is not None
        return self._functions(number)[0]

    def held(self, value: Any) -> Any:
        """A value whose truth is asked for next."""
        return self.compute(TEXT, value) if is_text(value) else value

    def iterated(self, value: Any) -> Any:
        """A value that a loop goes through."""
        value = self.held(value)
        spelled = isinstance(value, Leaf | Raw) and value._varies  # a text is gone through by its characters
        return self.compute(LIST, value) if spelled or type(value) is TracedMapping else self.keyed(value)

    def joined(self, value: Any) -> Any:
        """A value that is joined to others by `~`, and printed."""
        return value.__html__() if isinstance(value, Number) else value

    def keyed(self, value: Any) -> Any:
        """The real value of a token, by now part of the trace; all other values as they are."""
        value = self.held(value)
        if isinstance(value, TOKENS):
            self.inspected.add(value._number)
            return value._real
        return value

    # -- traced values → real ones -------------------------------------------------------------------------------------

    def ref(self, value: Any) -> Ref:
        """How a record gives this value again."""
        if isinstance(value, (*TOKENS, TracedMapping, TracedList)):
            return value._ref
        if id(value) in self._tuples:
            return self._tuples[id(value)]
        if isinstance(value, list | tuple):
            return ("list" if isinstance(value, list) else "tuple", tuple(map(self.ref, value)))
        if isinstance(value, dict):
            return ("dict", tuple((key, self.ref(item)) for key, item in value.items()))
        if is_text(value):
            pieces = [piece if isinstance(piece, str) else (piece[0], piece[1]._ref) for piece in self.pieces(value)]
            return ("text", hasattr(value, "__html__"), tuple(pieces))
        if isinstance(value, Markup):
            return ("text", True, (str(value),))
        if value is None or type(value) in (str, bool, int, float):
            return ("is", value)
        if isinstance(value, Stream) and value._once:
            return ("iterator", self.ref(value._rest()))
        if isinstance(value, Undefined):
            return ("is", value)
        raise Untold(type(value).__name__)

    def real(self, value: Any) -> Any:
        """The value without tokens."""
        if isinstance(value, (*TOKENS, TracedMapping, TracedList)):
            return value._real
        if isinstance(value, Stream):
            return iter(self.real(value._items))
        if isinstance(value, list):
            return [self.real(item) for item in value]
        if isinstance(value, tuple):
            return _tuple(type(value), map(self.real, value))
        if isinstance(value, dict):
            return {key: self.real(item) for key, item in value.items()}
        if is_text(value):
            text = "".join(
                piece if isinstance(piece, str) else self.shown(piece[1]) if piece[0] else str(piece[1]._real)
                for piece in self.pieces(value)
            )
            return Markup(text) if hasattr(value, "__html__") else text
        return value

    def shown(self, leaf: Any) -> str:
        """A token as it stands in the output."""
        if isinstance(leaf, Number):
            return self.within(leaf._real)
        return str(escape(leaf._real)) if self._escapes and isinstance(leaf, Leaf) else str(leaf._real)

    def tokens(self, text: str) -> Iterator[tuple[int, Any]]:
        """Where the tokens of a text stand, and their values."""
        for found in _TOKENS.finditer(text):
            yield found.start(), self.leaves[int(found[1])]

    def pieces(self, text: str) -> Iterator[str | tuple[bool, Any]]:
        """A text of the output as fixed text and tokens in turn: whether it stands there as it is shown, and which."""
        at = 0
        text = str(text)
        while at < len(text):
            starts = [found for found in (text.find(RAW, at), text.find(ESCAPED, at)) if found >= 0]
            start = min(starts, default=len(text))
            if start > at:
                yield text[at:start]
            if start == len(text):
                return
            end = text.index(END, start)
            yield text[start] == ESCAPED, self.leaves[int(text[start + 1 : end])]
            at = end + 1


def whole(value: Any) -> Any:
    """A value with its texts as they are, all of them reported: for whatever looks at texts unseen."""
    if isinstance(value, Leaf):
        value._book.inspected.add(value._number)
        return value._real
    if is_text(value) or isinstance(value, Raw):
        raise Untold("a text that was put together is looked at")
    if isinstance(value, TracedMapping):
        value._book.ordered = True
        return {key: whole(inner) for key, inner in dict.items(value)}
    if isinstance(value, list):
        return [whole(item) for item in value]
    if isinstance(value, tuple):
        return _tuple(type(value), map(whole, value))
    if isinstance(value, Iterator):
        return map(whole, value)
    if isinstance(value, Number):
        raise Untold("a number is looked at")
    return value


def is_text(value: Any) -> bool:
    """Whether a text was joined from tokens: what a macro or a block has written."""
    return isinstance(value, str) and not isinstance(value, Leaf | Raw) and (RAW in value or ESCAPED in value)


def _is_plain(value: Any) -> bool:
    """Whether a value is the same in all records, as far as is known: a text or constants, or lists of them."""
    if isinstance(value, Leaf):
        return not value._varies
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, bool | int | float) or type(value) is str


def _touches(value: Any) -> bool:
    """Whether a value holds anything of the content."""
    if isinstance(value, (*TOKENS, TracedMapping, TracedList, Stream)):
        return True
    if isinstance(value, list | tuple):
        return any(map(_touches, value))
    if isinstance(value, dict):
        return any(map(_touches, value.values()))
    return is_text(value)


def _unseen(value: Any) -> bool:
    """Whether a function could look at something of a value that does not report it."""
    if isinstance(value, list | tuple):
        return any(map(_unseen, value))
    if isinstance(value, dict):
        return any(map(_unseen, dict.values(value)))
    if isinstance(value, LoopContext):
        return _unseen(value.previtem) or _unseen(value.nextitem)
    if isinstance(value, str):
        return isinstance(value, Raw) or is_text(value)
    return not (value is None or isinstance(value, Number | bool | int | float | Undefined | Macro))


def _streamed(value: Any, items: Any) -> Any:
    """The items of a value, to be gone through as the value is."""
    return Stream(items, isinstance(value, Iterator)) if isinstance(value, STREAMS) else items


def _tuple(kind: Any, items: Iterable[Any]) -> Any:
    """A tuple of this kind: those of `groupby` have names for their items."""
    return kind._make(items) if hasattr(kind, "_make") else tuple(items)


def _below(path: Path | None, key: Any) -> Path | None:
    return None if path is None else (*path, key)
