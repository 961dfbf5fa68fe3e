"""A template's run over one record, traced: which value goes where, so that the next record needs no run at all.

Each text of the content is replaced by one that prints as a token and reports every other use. A text that was only
printed into marked elements (or only asked whether it is empty) is free: a record that differs in nothing else gets
its fields straight from its content. All else is part of the trace, and has to be equal. What a text can't report (it
is searched for inside another one, or passed to a method) must not occur in a template: `traceable` sees to it.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from congvan.formats.program import OURS, Field, Program, Step
from congvan.formats.traceable import SEEN

T = TypeVar("T")
RAW, ESCAPED, END = "\ufdd1", "\ufdd2", "\ufdd3"  # noncharacters, as the marks are


class Book:
    """What is reported during one run."""

    def __init__(self) -> None:
        self.inspected: set[int] = set()
        self.tested: set[int] = set()
        self.ordered = False  # the order of a mapping's keys was asked for


class Leaf(str):
    """A text of the content. Its characters are a token, so that a use that reports nothing shows in the output."""

    _number: int  # underscores: out of a template's reach
    _text: str
    _book: Book

    def __new__(cls, text: str, number: int, book: Book) -> Leaf:
        leaf = super().__new__(cls, f"{RAW}{number}{END}")
        leaf._number, leaf._text, leaf._book = number, text, book
        return leaf

    def __bool__(self) -> bool:
        self._book.tested.add(self._number)
        return bool(self._text)

    def __html__(self) -> str:
        from markupsafe import Markup

        return Markup(f"{ESCAPED}{self._number}{END}")

    def __radd__(self, other: str) -> str:
        self._book.inspected.add(self._number)
        return other + self._text


def _reporting(name: str) -> Callable[..., Any]:
    def method(self: Leaf, *args: Any, **kwargs: Any) -> Any:
        self._book.inspected.add(self._number)
        return getattr(self._text, name)(*args, **kwargs)

    return method


_QUIET = {"__new__", "__init__", "__class__", "__getattribute__", "__setattr__", "__delattr__", "__init_subclass__"}
for _name in dir(str):
    if callable(getattr(str, _name)) and _name not in _QUIET | {"__subclasshook__", "__doc__", "__dir__"}:
        setattr(Leaf, _name, _reporting(_name))


class _Mapping(dict[str, Any]):
    """A mapping of the content; its order is not part of a trace."""

    _book: Book

    def __iter__(self) -> Iterator[str]:
        self._book.ordered = True
        return super().__iter__()

    def _ordered(self, *args: Any) -> Any:
        self._book.ordered = True
        return ()

    keys = values = items = __reversed__ = copy = _ordered


def whole(value: Any) -> Any:
    """A value with its texts as they are, all of them reported: for whatever looks at texts unseen."""
    if isinstance(value, Leaf):
        value._book.inspected.add(value._number)
        return value._text
    if isinstance(value, _Mapping):
        value._book.ordered = True
        return {key: whole(inner) for key, inner in dict.items(value)}
    if isinstance(value, list | tuple):
        return type(value)(map(whole, value))
    if isinstance(value, Iterator):
        return map(whole, value)
    return value


def reporting(filters: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The filters of an environment, those that could look at a text unseen given whole values."""
    return {name: work if name in SEEN | {"map", "zip"} else _given_whole(work) for name, work in filters.items()}


def _given_whole(work: Callable[..., Any]) -> Callable[..., Any]:
    def reported(*args: Any, **kwargs: Any) -> Any:
        return work(*map(whole, args), **{key: whole(value) for key, value in kwargs.items()})

    return reported


def _html(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))


class Followed(Generic[T]):
    """A run over a record whose texts are Leaves: what it gave, and which texts are bound, part of the trace.

    `show`: how a text stands in the output; HTML unless told.
    """

    def __init__(
        self, content: Mapping[str, Any], run: Callable[[dict[str, Any]], T], show: Callable[[str], str] = _html
    ) -> None:
        self._show = show
        self._content = dict(content)
        self._book, self._texts = Book(), list[str]()
        traced = _traced(self._content, self._book, self._texts)
        self.output = run({key: dict.__getitem__(traced, key) for key in dict.__iter__(traced)})
        self.bound = set(self._book.inspected)

    @property
    def sound(self) -> bool:
        """Whether the output can be told from the texts alone."""
        return not self._book.ordered and not OURS.search("".join(self._texts))

    def bind(self, text: str, *, escaped: bool = True) -> None:
        """Make the texts whose tokens stand in this piece of the output part of the trace."""
        self.bound |= _tokens(text, RAW) | (_tokens(text, ESCAPED) if escaped else set())

    def plan(self) -> _Plan:
        """The steps from a record to its free texts; nothing may be bound from then on."""
        plan = _Plan(self.bound, self._book.tested)
        plan.walk(0, 0, self._content)
        self._places = {number: at for at, number in enumerate(plan.order)}
        return plan

    def parts(self, piece: str) -> Iterator[int | str]:
        """A piece of the output as fixed texts and places of free ones, after `plan`."""
        return _parts(piece, self._texts, self.bound, self._places, self._show)

    def filled(self, piece: str) -> str:
        """A piece of the output with all its texts, by now bound."""
        return _filled(piece, self._texts, self._show)

    def with_bound(self, piece: str) -> str:
        """A piece of the output with those of its texts that are bound; the tokens of the others stay."""
        return "".join(
            part if isinstance(part, str) else f"{ESCAPED}{part}{END}"
            for part in _parts(piece, self._texts, self.bound, range(len(self._texts)), self._show)
        )


def trace(content: Mapping[str, Any], run: Callable[[Mapping[str, Any]], str], mark: str) -> Program | None:
    """Run a template over one record; None where its output can't be told from its texts alone."""
    followed = Followed(content, lambda traced: run(traced).split(mark))
    fixed, values = followed.output[0::3], followed.output[2::3]
    if not followed.sound:
        return None
    followed.bind("".join(fixed))
    followed.bind("".join(values), escaped=False)
    plan = followed.plan()
    filled = [followed.filled(piece) for piece in fixed]
    fields: list[Field] = []
    for value in values:
        parts = tuple(followed.parts(value))
        fields.append(parts[0] if len(parts) == 1 and isinstance(parts[0], int) else parts)
    return Program(tuple(filled), plan.steps, plan.same, plan.exact, plan.tested, fields)


def _traced(value: Any, book: Book, texts: list[str]) -> Any:
    """The content with a Leaf for each text, numbered in the order of `_Plan.walk`."""
    if isinstance(value, str):
        texts.append(value)
        return Leaf(value, len(texts) - 1, book)
    if isinstance(value, dict):
        mapping = _Mapping({key: _traced(inner, book, texts) for key, inner in value.items()})
        mapping._book = book
        return mapping
    if isinstance(value, list):
        return [_traced(inner, book, texts) for inner in value]
    return value


class _Plan:
    """The steps of a program: containers that hold free texts are walked into, all others are compared whole."""

    def __init__(self, bound: set[int], tested: set[int]) -> None:
        self.bound, self.tests = bound, tested
        self.steps: list[Step] = []
        self.same: list[tuple[int, Any, Any]] = []
        self.exact: list[tuple[int, Any, bytes]] = []
        self.order: list[int] = []  # the numbers of the free texts, in the order in which they are taken
        self.tested: list[tuple[int, bool]] = []
        self._next = 0

    def walk(self, parent: int, key: Any, value: Any) -> None:
        """Plan a container at `held[parent][key]`."""
        first = self._next
        count = sum(1 for _ in _texts(value))
        if self.bound.issuperset(range(first, first + count)):
            self._next += count
            self._compare(parent, key, value)
            return
        at = len(self.steps) + 1
        take: list[Any] = []
        numbers: list[int] = []
        inner: list[tuple[Any, Any, int]] = []
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(item, str):
                if self._next in self.bound:
                    self.same.append((at, name, item))
                else:
                    take.append(name)
                    numbers.append(self._next)
                    if self._next in self.tests:
                        self.tested.append((len(self.order) + len(numbers) - 1, bool(item)))
                self._next += 1
            else:
                inner.append((name, item, self._next))
                self._next += sum(1 for _ in _texts(item))
        self.steps.append(Step(parent, key, type(value).__name__, len(value), tuple(take)))
        self.order += numbers
        after = self._next
        for name, item, start in inner:
            self._next = start
            if isinstance(item, dict | list):
                self.walk(at, name, item)
            else:
                self._compare(at, name, item)
        self._next = after

    def _compare(self, parent: int, key: Any, value: Any) -> None:
        if all(isinstance(item, str) for item in _scalars(value)):
            self.same.append((parent, key, value))
        else:  # 1 == True in Python, not on paper
            self.exact.append((parent, key, marshal.dumps(value, 0)))


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _scalars(inner)
    else:
        yield value


def _texts(value: Any) -> Iterator[str]:
    return (item for item in _scalars(value) if isinstance(item, str))


def _tokens(text: str, kind: str) -> set[int]:
    return {int(piece.partition(END)[0]) for piece in text.split(kind)[1:]}


def _parts(
    value: str, texts: list[str], bound: set[int], places: dict[int, int] | range, show: Callable[[str], str]
) -> Iterator[int | str]:
    """A field as fixed texts and places of free ones."""
    fixed, *rest = value.split(ESCAPED)
    for piece in rest:
        number, _, tail = piece.partition(END)
        if int(number) in bound:
            fixed += f"{ESCAPED}{number}{END}"
        else:
            if shown := _filled(fixed, texts, show):
                yield shown
            yield places[int(number)]
            fixed = ""
        fixed += tail
    if shown := _filled(fixed, texts, show):
        yield shown


def _filled(text: str, texts: list[str], show: Callable[[str], str]) -> str:
    """Fixed text with the tokens of bound texts replaced by what they print."""
    for kind, shown in ((ESCAPED, show), (RAW, str)):
        head, *rest = text.split(kind)
        text = head
        for piece in rest:
            number, _, tail = piece.partition(END)
            text += shown(texts[int(number)]) + tail
    return text
