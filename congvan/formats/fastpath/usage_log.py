"""The log of one render over traced values: what it used, and what is computed because its use cannot be reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jinja2.runtime import Undefined
from markupsafe import Markup, escape

from congvan.formats.fastpath.field_plan import BUILT_IN, LIST, TEXT, Ref, as_list
from congvan.formats.fastpath.store import Path
from congvan.formats.fastpath.traced_values import (
    ESCAPED,
    TOKEN,
    TOKENS,
    TracedList,
    TracedMapping,
    TracedMarkup,
    TracedNumber,
    TracedStream,
    TracedText,
    UntraceableValue,
    as_stream,
    holds_tokens,
    is_invariant,
    is_opaque,
    is_traced,
    reveal,
    tuple_of,
)

FunctionLookup = Callable[[int], tuple[Callable[..., Any], Callable[..., Any], bool]]


class UsageLog:
    """Collects the reports of one render, and the values computed in it.

    `varying`: the paths of the content whose values differ between records. `functions` returns for the number of an
    expression its function over plain values, that over traced ones, and whether it may inspect a text unreported.
    `escapes`: what is joined to a text of the output is escaped; `within` writes a number there.
    """

    def __init__(
        self,
        varying: frozenset[Path] = frozenset(),
        functions: FunctionLookup | None = None,
        escapes: bool = True,
        within: Callable[[Any], str] = str,
    ) -> None:
        self.leaves: list[TracedText | TracedNumber | TracedMarkup] = []
        self.inspected: set[int] = set()
        self.tested: set[int] = set()
        self.ordered = False  # the order of a mapping's keys was read
        self.computed: list[tuple[int, tuple[Ref, ...], Any]] = []  # function, arguments, the traced value in a list
        self.within = within
        self._varying, self._functions, self._escapes = varying, functions, escapes
        self._tuples: dict[int, Ref] = {}

    # -- content → traced values ---------------------------------------------------------------------------------------

    def traced(self, value: Any, root: int, keys: tuple[Any, ...] = (), path: Path | None = ()) -> Any:
        """Return a value with a token for each text, and for each number that may differ.

        `root`, `keys`: its place in a record, see `field_plan.Ref`. `path`: its place in the content; None for a
        computed value, in which everything may differ.
        """
        kind = type(value)
        differs = path is None or path in self._varying
        if isinstance(value, str):
            return self._leaf(TracedMarkup if isinstance(value, Markup) else TracedText, value, root, keys, differs)
        if differs and (kind is int or kind is float):
            return self._leaf(TracedNumber, value, root, keys, True)
        if isinstance(value, dict):
            inner = {k: self.traced(v, root, (*keys, k), _below(path, k)) for k, v in value.items()}
            return self._container(TracedMapping(inner), value, root, keys)
        if isinstance(value, list):
            items = [self.traced(v, root, (*keys, n), _below(path, None)) for n, v in enumerate(value)]
            return self._container(TracedList(items), value, root, keys)
        if isinstance(value, tuple):
            items = [self.traced(v, root, (*keys, n), _below(path, None)) for n, v in enumerate(value)]
            traced_value = tuple_of(kind, items)
            self._tuples[id(traced_value)] = ("at", root, keys)
            return traced_value
        if value is None or kind is bool or kind is int or kind is float:
            return value
        raise UntraceableValue(kind.__name__)

    def _leaf(self, kind: Any, value: Any, root: int, keys: tuple[Any, ...], differs: bool) -> Any:
        leaf = kind._token(len(self.leaves))
        leaf._number, leaf._real, leaf._recording, leaf._varies = len(self.leaves), value, self, differs
        leaf._ref = ("at", root, keys)
        self.leaves.append(leaf)
        return leaf

    def _container(self, traced_value: Any, real: Any, root: int, keys: tuple[Any, ...]) -> Any:
        traced_value._recording, traced_value._real, traced_value._ref = self, real, ("at", root, keys)
        return traced_value

    def truth(self, leaf: Any) -> bool:
        """Report a test of a value for truth; return its truth."""
        self.tested.add(leaf._number)
        return bool(leaf._real)

    # -- hooks called by an instrumented template ----------------------------------------------------------------------

    def probe(self, number: int, *values: Any) -> Any:
        """Return the value of an expression: evaluated over traced values if they report all uses, else computed."""
        assert self._functions is not None
        _plain, traced, unreported = self._functions(number)
        opaque = any(map(is_opaque, values))
        if not opaque and not any(map(is_traced, values)):
            value = traced(*values)
            return as_stream(value, as_list(value))
        if not unreported and not opaque and not any(isinstance(value, TracedNumber) for value in values):
            before = set(self.inspected), set(self.tested)
            try:
                value = traced(*values)
                traced_value = as_stream(value, as_list(value))
                if not self.ordered and not any(self.leaves[n]._varies for n in self.inspected - before[0]):
                    return traced_value
            except Exception:  # a traced value lacks operations of a plain one; computing reports true errors
                pass
            (self.inspected, self.tested), self.ordered = before, False
        if unreported and not opaque and all(map(is_invariant, values)):  # it may inspect all of them, and none differs
            for value in values:
                reveal(value)
            return self.function(number)(*map(self.real, values))
        return self.compute(number, *values)

    def compute(self, number: int, *values: Any) -> Any:
        """Compute a function over the real values and trace the result, which belongs to the content from now on."""
        refs = tuple(map(self.ref, values))
        value = self.function(number)(*map(self.real, values))
        traced_value = self.traced([as_list(value)], len(self.computed) + 1, (), None)
        self.computed.append((number, refs, traced_value))
        return as_stream(value, list.__getitem__(traced_value, 0))

    def function(self, number: int) -> Callable[..., Any]:
        if number in BUILT_IN:
            return BUILT_IN[number]
        assert self._functions is not None
        return self._functions(number)[0]

    def held(self, value: Any) -> Any:
        """Return a value that is tested for truth next."""
        return self.compute(TEXT, value) if holds_tokens(value) else value

    def iterated(self, value: Any) -> Any:
        """Return a value that a loop iterates over: of a text its characters."""
        value = self.held(value)
        spelled = isinstance(value, TracedText | TracedMarkup) and value._varies
        return self.compute(LIST, value) if spelled or type(value) is TracedMapping else self.keyed(value)

    def joined(self, value: Any) -> Any:
        """Return a value that `~` joins and the template prints."""
        return value.__html__() if isinstance(value, TracedNumber) else value

    def keyed(self, value: Any) -> Any:
        """Return the real value of a token and mark it as inspected; any other value unchanged."""
        value = self.held(value)
        if isinstance(value, TOKENS):
            self.inspected.add(value._number)
            return value._real
        return value

    # -- traced values → real ones -------------------------------------------------------------------------------------

    def ref(self, value: Any) -> Ref:
        """Return the `Ref` by which any record yields this value."""
        if isinstance(value, (*TOKENS, TracedMapping, TracedList)):
            return value._ref
        if id(value) in self._tuples:
            return self._tuples[id(value)]
        if isinstance(value, list | tuple):
            return ("list" if isinstance(value, list) else "tuple", tuple(map(self.ref, value)))
        if isinstance(value, dict):
            return ("dict", tuple((key, self.ref(item)) for key, item in value.items()))
        if holds_tokens(value):
            pieces = [piece if isinstance(piece, str) else (piece[0], piece[1]._ref) for piece in self.pieces(value)]
            return ("text", hasattr(value, "__html__"), tuple(pieces))
        if isinstance(value, Markup):
            return ("text", True, (str(value),))
        if value is None or type(value) in (str, bool, int, float):
            return ("is", value)
        if isinstance(value, TracedStream) and value._once:
            return ("iterator", self.ref(value._rest()))
        if isinstance(value, Undefined):
            return ("is", value)
        raise UntraceableValue(type(value).__name__)

    def real(self, value: Any) -> Any:
        """Return the value without tokens."""
        if isinstance(value, (*TOKENS, TracedMapping, TracedList)):
            return value._real
        if isinstance(value, TracedStream):
            return iter(self.real(value._items))
        if isinstance(value, list):
            return [self.real(item) for item in value]
        if isinstance(value, tuple):
            return tuple_of(type(value), map(self.real, value))
        if isinstance(value, dict):
            return {key: self.real(item) for key, item in value.items()}
        if holds_tokens(value):
            text = "".join(
                piece if isinstance(piece, str) else self.shown(piece[1]) if piece[0] else str(piece[1]._real)
                for piece in self.pieces(value)
            )
            return Markup(text) if hasattr(value, "__html__") else text
        return value

    def shown(self, leaf: Any) -> str:
        """Return the text that a token stands for in the output."""
        if isinstance(leaf, TracedNumber):
            return self.within(leaf._real)
        return str(escape(leaf._real)) if self._escapes and isinstance(leaf, TracedText) else str(leaf._real)

    def tokens(self, text: str) -> Iterator[tuple[int, Any]]:
        """Yield the positions of the tokens in a text, and their values."""
        for match in TOKEN.finditer(text):
            yield match.start(), self.leaves[int(match[1])]

    def pieces(self, text: str) -> Iterator[str | tuple[bool, Any]]:
        """Split a text of the output into fixed text and tokens: (whether it is printed escaped, traced value)."""
        at = 0
        text = str(text)
        for token in TOKEN.finditer(text):
            if token.start() > at:
                yield text[at : token.start()]
            yield token[0][0] == ESCAPED, self.leaves[int(token[1])]
            at = token.end()
        if at < len(text):
            yield text[at:]


def _below(path: Path | None, key: Any) -> Path | None:
    return None if path is None else (*path, key)
