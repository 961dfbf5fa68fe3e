"""Record where each input text appears in the output of a template, so that later records need no template run.

Each text of the content is replaced by one that prints as a token and reports every other use. A text that was only
printed into marked elements (or only tested for being empty) is free: a record that differs in nothing else gets its
fields straight from its content. All else is bound: it has to be equal.

Where a use cannot be reported, or reads what differs from record to record, the template is run with its expressions
extracted (`expressions.ExpressionExtractor`): such an expression is *computed* for each record, and its value is traced
as the content is. What is printed of it is a field; what a condition or a loop reads of it is bound.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

from congvan.formats.fastpath.eligibility import REPORTED_FILTERS
from congvan.formats.fastpath.field_plan import (
    HTML,
    RESERVED,
    ComputedValue,
    Expected,
    Field,
    FieldPlan,
    Lookup,
    ValuePrinter,
    check_size,
    what_is_read,
)
from congvan.formats.fastpath.reads import Reads, ReadTree
from congvan.formats.fastpath.traced_values import (
    TracedList,
    TracedMapping,
    TracedMarkup,
    TracedNumber,
    TracedText,
    reveal,
)
from congvan.formats.fastpath.usage_log import UsageLog

T = TypeVar("T")


def reporting_filters(filters: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Wrap the filters of an environment so that those that could inspect a text unreported get revealed values."""
    return {
        name: function if name in REPORTED_FILTERS | {"map", "zip"} else _with_revealed_arguments(function)
        for name, function in filters.items()
    }


def _with_revealed_arguments(function: Callable[..., Any]) -> Callable[..., Any]:
    def reported(*args: Any, **kwargs: Any) -> Any:
        return function(*map(reveal, args), **{key: reveal(value) for key, value in kwargs.items()})

    if hasattr(function, "jinja_pass_arg"):  # its first argument is the context or the environment
        reported.jinja_pass_arg = function.jinja_pass_arg  # type: ignore[attr-defined]  # Jinja's mark
    return reported


class RecordedRender(Generic[T]):
    """A render over traced values: its output, and the numbers of the values that are bound.

    `reads`: what the template reads of the content. Of the other first names nothing is traced: a list of thousands of
    entries costs a template nothing that prints one; what is not read further down is no condition on a record.
    """

    def __init__(
        self, content: Mapping[str, Any], reads: Reads, run: Callable[[dict[str, Any]], T], log: UsageLog
    ) -> None:
        self.recording, self.reads, self._tree = log, reads.names, reads.tree
        self._traced = log.traced(what_is_read(content, reads.names), 0)
        self.output = run({key: dict.__getitem__(self._traced, key) for key in dict.__iter__(self._traced)})
        self.bound = set(log.inspected)

    @property
    def is_reproducible(self) -> bool:
        """Whether the output follows from the values alone."""
        texts = "".join(str(leaf._real) for leaf in self.recording.leaves if not isinstance(leaf, TracedNumber))
        return not self.recording.ordered and not RESERVED.search(texts)

    @property
    def used_varying_values(self) -> bool:
        """Whether the render inspected a value that differs from record to record."""
        return any(self.recording.leaves[number]._varies for number in self.recording.inspected)

    def within(self, text: str) -> Iterator[Any]:
        """Yield the traced values whose tokens appear in this piece of the output."""
        return (piece[1] for piece in self.recording.pieces(text) if not isinstance(piece, str))

    def bind(self, text: str, *, escaped: bool = True) -> None:
        """Bind the values whose tokens appear in this piece of the output."""
        for piece in self.recording.pieces(text):
            if not isinstance(piece, str) and (escaped or not piece[0]):
                self.bound.add(piece[1]._number)

    def plan(self) -> tuple[Expected, list[ComputedValue]]:
        """Return the conditions on a record, and the values to compute; nothing may be bound afterwards."""
        builder = _ExpectedBuilder(self.bound, self.recording.tested)
        first = builder.root(0, self._traced, self._tree)
        computed = [
            ComputedValue(self.recording.function(number), number, refs, builder.root(n, traced))
            for n, (number, refs, traced) in enumerate(self.recording.computed, 1)
        ]
        self._places = builder.places
        return first, computed

    def parts(self, piece: str) -> Iterator[int | str]:
        """Split a piece of the output into fixed texts and places of free values; call after `plan`."""
        fixed = ""
        for part in self.recording.pieces(piece):
            if isinstance(part, str):
                fixed += part
            elif part[1]._number in self.bound:
                fixed += self._shown(part)
            else:
                if fixed:
                    yield fixed
                yield self._places[part[1]._number]
                fixed = ""
        if fixed:
            yield fixed

    def filled(self, piece: str) -> str:
        """Return a piece of the output with all its values, by now bound."""
        return "".join(part if isinstance(part, str) else self._shown(part) for part in self.recording.pieces(piece))

    def filled_where_bound(self, piece: str) -> str:
        """Return a piece of the output with its bound values; the tokens of the others stay."""

        def written(part: tuple[bool, Any]) -> str:
            return self._shown(part) if part[1]._number in self.bound else str(part[1].__html__())

        return "".join(part if isinstance(part, str) else written(part) for part in self.recording.pieces(piece))

    def _shown(self, part: tuple[bool, Any]) -> str:
        return self.recording.shown(part[1]) if part[0] else str(part[1]._real)


Run = Callable[[dict[str, Any]], T]


def record_render(
    content: Mapping[str, Any],
    reads: Reads,
    plain: tuple[UsageLog, Run[T]] | None,
    probed: Callable[[], tuple[UsageLog, Run[T]]],
) -> RecordedRender[T] | None:
    """Render a template over traced values: plainly if that reports all uses and reads nothing that varies, else
    instrumented.

    `reads`: as of `RecordedRender`. `plain`: None if the template may inspect texts unreported. Returns None if even
    the instrumented render is not reproducible from its values.
    """
    check_size(what_is_read(content, reads.names))
    if plain is not None:
        try:
            recorded = RecordedRender(content, reads, plain[1], plain[0])
            if recorded.is_reproducible and not recorded.used_varying_values:
                return recorded
        except Exception:  # a traced value lacks operations of a plain one
            pass
    log, run = probed()
    recorded = RecordedRender(content, reads, run, log)
    return recorded if recorded.is_reproducible else None


def field_plan_of(
    recorded: RecordedRender[Any],
    fixed: Sequence[str],
    values: Sequence[str],
    *,
    escaped: dict[str, str] | None = None,
    printing: ValuePrinter = HTML,
) -> FieldPlan:
    """Return the field plan of a render whose output was split into fixed pieces and the values of fields.

    `escaped`, `printing`: as of `FieldPlan`.
    """
    for piece in fixed:
        recorded.bind(piece)
    for piece in values:
        recorded.bind(piece, escaped=False)
    expected, computed = recorded.plan()
    filled = [recorded.filled(piece) for piece in fixed]
    fields: list[Field] = []
    for value in values:
        parts = tuple(recorded.parts(value))
        fields.append(parts[0] if len(parts) == 1 and isinstance(parts[0], int) else parts)
    return FieldPlan(recorded.reads, filled, expected, fields, computed, escaped, printing)


class _ExpectedBuilder:
    """Builds the conditions: containers that hold free values are walked into, all others are compared as a whole.

    Of what is not read only the presence of its keys is a condition: with the size of their mapping it says that no
    other key is there, which the template might read.
    """

    def __init__(self, bound: set[int], tests: set[int]) -> None:
        self._bound, self._tests = bound, tests
        self.places: dict[int, int] = {}  # of free values, by the numbers of their tokens
        self._texts = self._others = self._steps = 0
        self._now = Expected([], [], [], [], [])

    def root(self, number: int, traced: Any, tree: ReadTree = None) -> Expected:
        """Return the conditions on the content, or on the n-th computed value (in a list of its own).

        `tree`: what the template reads of it.
        """
        self._now = Expected([], [], [], [], [], self._steps, [])
        self._walk(0, number, traced, tree)
        return self._now

    def _walk(self, parent: int, key: Any, traced: Any, tree: ReadTree) -> None:
        """Add the conditions on the container at `containers[parent][key]`, of which `tree` is read."""
        items = _items(traced)
        below = tree if tree is not None and isinstance(traced, dict) else dict.fromkeys(name for name, _item in items)
        unread = tuple(name for name, _item in items if name not in below)
        if not unread and self._bound.issuperset(_token_numbers(traced)):
            self._compare(parent, key, traced)
            return
        self._steps += 1
        at = self._steps
        items = [(name, item) for name, item in items if name in below]
        size = len(items) + len(unread)
        free_texts = [
            (name, item) for name, item in items if isinstance(item, TracedText) and item._number not in self._bound
        ]
        kind = "dict" if isinstance(traced, dict) else "list" if isinstance(traced, list) else "tuple"
        self._now.steps.append(Lookup(parent, key, kind, size, tuple(name for name, _leaf in free_texts)))
        if unread:
            cast(list[Any], self._now.unread).append((at, unread))
        for name, text in free_texts:
            self._place(at, name, text, self._texts)
            self._texts += 1
        for name, item in items:
            if isinstance(item, TracedText):
                if item._number in self._bound:
                    self._now.same.append((at, name, item._real))
            elif isinstance(item, TracedNumber | TracedMarkup):
                self._other(at, name, item)
            elif isinstance(item, TracedMapping | TracedList | tuple):
                self._walk(at, name, item, below[name])
            else:
                self._compare(at, name, item)

    def _other(self, at: int, name: Any, item: TracedNumber | TracedMarkup) -> None:
        if item._number in self._bound and isinstance(item, TracedNumber):
            self._now.exact.append((at, name, marshal.dumps(item._real, 0)))
            return
        if item._number in self._bound:
            self._now.same.append((at, name, str(item._real)))
        self._now.kinds.append((at, name, type(item._real).__name__))
        self._place(at, name, item, ~self._others)
        self._others += 1

    def _place(self, at: int, name: Any, leaf: Any, place: int) -> None:
        self.places[leaf._number] = place
        if leaf._number in self._tests:
            self._now.tested.append((at, name, bool(leaf._real)))

    def _compare(self, parent: int, key: Any, traced: Any) -> None:
        value = _real(traced)
        if all(isinstance(item, str) for item in _scalars(value)):
            self._now.same.append((parent, key, value))
        else:  # 1 == True in Python, not on paper
            self._now.exact.append((parent, key, marshal.dumps(value, 0)))


def _real(value: Any) -> Any:
    return tuple(map(_real, value)) if isinstance(value, tuple) else getattr(value, "_real", value)


def _items(traced: Any) -> list[tuple[Any, Any]]:
    """Return the keys of a container with what is there."""
    if isinstance(traced, dict):
        return list(dict.items(traced))
    return list(enumerate(list.__iter__(traced) if isinstance(traced, list) else traced))


def _token_numbers(traced: Any) -> Iterator[int]:
    """Yield the numbers of the tokens in a value."""
    if isinstance(traced, TracedText | TracedNumber | TracedMarkup):
        yield traced._number
    elif isinstance(traced, dict):
        for item in dict.values(traced):
            yield from _token_numbers(item)
    elif isinstance(traced, list | tuple):
        for item in traced:
            yield from _token_numbers(item)


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _scalars(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _scalars(inner)
    else:
        yield value
