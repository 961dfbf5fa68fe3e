"""Prove, once per template, that the XML of a part is well-formed whatever its loops and conditions do.

Why: parsing every finished part again costs more than making it. The constant text between the tags is read once with
the stack of open elements; a loop must leave the stack unchanged, the branches of a condition must agree. Values are
escaped and stand in text or in a quoted attribute, so they cannot break out. Whatever cannot be proved so (macros,
markup as a value, a tag inside markup) is parsed after each render instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

_REFERENCE = r"&(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);"
_TEXT = re.compile(rf"(?:[^<&]|{_REFERENCE})*")
_SKIP = re.compile(r"<!--(?:(?!--).)*-->|<\?[A-Za-z](?:(?!\?>).)*\?>", re.DOTALL)
_END = re.compile(r"</([\w.:-]+)\s*>")
_START = re.compile(r"<([A-Za-z_][\w.:-]*)")
_REST = re.compile(rf'((?:[^<&"]|{_REFERENCE})*)("?)')
_ATTRIBUTE = re.compile(rf'\s+([A-Za-z_][\w.:-]*)="{_REST.pattern}')
_CLOSE = re.compile(r"\s*(/?)>")

# elements of WordprocessingML in which a reader shows text; elsewhere between w: elements text is lost
_TEXT_ELEMENTS = frozenset(["w:t", "w:delText", "w:instrText", "w:delInstrText"])
_MARKUP_NODES = (
    nodes.Macro,
    nodes.CallBlock,
    nodes.FilterBlock,
    nodes.AssignBlock,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
    nodes.ScopedEvalContextModifier,
    nodes.MarkSafe,
    nodes.MarkSafeIfAutoescape,
)
_MARKUP_FILTERS = frozenset(["safe", "e", "escape", "forceescape", "tojson", "urlize", "xmlattr"])


class NotProved(Exception):
    """Raised if the part cannot be proved when it is compiled.

    `broken`: the line of the tag that makes any render of it malformed; None if that is not certain.
    """

    def __init__(self, broken: int | None = None) -> None:
        self.broken = broken


@dataclass(frozen=True, slots=True)
class MarkupEvent:
    """A step of the part in document order: "start", "end", "enter" or "leave" (of the body of a loop or condition).

    Attributes of a start whose value holds a tag are None.
    """

    kind: str
    name: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _ParserState:
    """Open elements with the prefixes that each declares; inside a start tag also its name and attributes."""

    stack: tuple[tuple[str, frozenset[str]], ...] = ()
    tag: str = ""
    attributes: tuple[tuple[str, str | None], ...] = ()


def prove(tree: nodes.Template) -> tuple[list[MarkupEvent], list[nodes.Expr]]:
    """Return the events of a part and the value expressions that stand outside text (beside runs or paragraphs).

    Raises `NotProved`. Simplifies the tree: an outermost `|e` is dropped, since autoescape does the same, and a
    constant marked safe becomes text of the template.
    """
    raw_markup = _simplify(tree)
    for node in tree.find_all((*_MARKUP_NODES, nodes.Filter, nodes.For)):
        raw = isinstance(node, nodes.Filter) and node.name in _MARKUP_FILTERS
        if raw or isinstance(node, _MARKUP_NODES) or (isinstance(node, nodes.For) and node.recursive):
            raise NotProved
    reader = _Prover(_repeated_tests(tree))
    try:
        state = reader.run(tree.body, _ParserState())
        if state != _ParserState() or not reader.events:
            raise NotProved(0)
    except NotProved as unproved:  # who writes markup by hand may know better
        raise NotProved(None if raw_markup else unproved.broken) from unproved
    return reader.events, reader.outside


def _simplify(tree: nodes.Template) -> bool:
    """Simplify the tree; return whether it held a constant marked safe."""
    raw_markup = False
    for output in tree.find_all(nodes.Output):
        for index, child in enumerate(output.nodes):
            while isinstance(child, nodes.Filter) and child.name in ("e", "escape") and child.node is not None:
                child = child.node
            if isinstance(child, nodes.Filter) and child.name == "safe" and isinstance(child.node, nodes.Const):
                child = nodes.TemplateData(str(child.node.value), lineno=child.lineno)
                raw_markup = True
            output.nodes[index] = child
    return raw_markup


def _repeated_tests(tree: nodes.Template) -> frozenset[str]:
    """Return the conditions that occur twice: two of them may together be balanced where each alone is not."""
    tests = [repr(node.test) for node in tree.find_all(nodes.If)]
    return frozenset(test for test in tests if tests.count(test) > 1)


class _Prover:
    """Reads the nodes of a part in document order; each method returns the parser state after its node."""

    def __init__(self, repeated: frozenset[str]) -> None:
        self.events: list[MarkupEvent] = []
        self.outside: list[nodes.Expr] = []
        self._repeated = repeated

    def run(self, body: Sequence[nodes.Node], state: _ParserState) -> _ParserState:
        for node in body:
            state = self._step(node, state)
        return state

    def _step(self, node: nodes.Node, state: _ParserState) -> _ParserState:
        if isinstance(node, nodes.Output):
            return self._output(node, state)
        if isinstance(node, nodes.For):
            bodies = [node.body, node.else_] if node.else_ else [node.body]
            for body in bodies:
                if self._branch(body, state) != state:
                    raise NotProved(node.lineno)
            return state
        if isinstance(node, nodes.If) and isinstance(node.test, nodes.Const) and not node.test.value and not node.elif_:
            return self.run(node.else_, state)
        if isinstance(node, nodes.If):
            bodies = [node.body, *(branch.body for branch in node.elif_), node.else_]
            after = [self._branch(body, state) for body in bodies]
            if any(state_after != after[0] for state_after in after):
                raise NotProved(None if repr(node.test) in self._repeated else node.lineno)
            return after[0]
        if isinstance(node, nodes.With):
            return self.run(node.body, state)
        if isinstance(node, (nodes.Assign, nodes.ExprStmt)):
            return state
        raise NotProved

    def _branch(self, body: Sequence[nodes.Node], state: _ParserState) -> _ParserState:
        self.events.append(MarkupEvent("enter"))
        state = self.run(body, state)
        self.events.append(MarkupEvent("leave"))
        return state

    def _output(self, node: nodes.Output, state: _ParserState) -> _ParserState:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                state = self._data(child.data, state, node.lineno)
            elif not state.stack and not state.tag:
                raise NotProved(child.lineno)
            elif not state.tag:
                parent = state.stack[-1][0]
                if parent.startswith("w:") and parent not in _TEXT_ELEMENTS:
                    self.outside.append(child)
        return state

    def _data(self, data: str, state: _ParserState, line: int) -> _ParserState:
        at = 0
        while at < len(data) or state.tag:
            if state.tag:
                rest = _REST.match(data, at)
                assert rest is not None  # it matches the empty text
                if not rest.group(2):
                    if rest.end() < len(data):
                        raise NotProved
                    return state
                state, at = self._start(data, rest.end(), state)
            elif data[at] != "<":
                at = self._text(data, at, state, line)
            elif match := _END.match(data, at):
                if not state.stack or state.stack[-1][0] != match.group(1):
                    raise NotProved(line)
                state = _ParserState(state.stack[:-1])
                self.events.append(MarkupEvent("end", match.group(1)))
                at = match.end()
            elif match := _SKIP.match(data, at):
                at = match.end()
            elif match := _START.match(data, at):
                if not state.stack and any(event.kind == "start" for event in self.events):
                    raise NotProved(line)
                state, at = self._start(data, match.end(), _ParserState(state.stack, match.group(1)))
            else:
                raise NotProved
        return state

    def _text(self, data: str, at: int, state: _ParserState, line: int) -> int:
        match = _TEXT.match(data, at)
        if match is None or match.end() == at or "]]>" in match.group():
            raise NotProved
        if not state.stack and match.group().strip():
            raise NotProved(line)
        return match.end()

    def _start(self, data: str, at: int, state: _ParserState) -> tuple[_ParserState, int]:
        """Continue inside a start tag, behind its name or behind an attribute."""
        attributes = list(state.attributes)
        while match := _ATTRIBUTE.match(data, at):
            if any(name == match.group(1) for name, _value in attributes):
                raise NotProved
            complete = bool(match.group(3))
            attributes.append((match.group(1), match.group(2) if complete else None))
            at = match.end()
            if not complete:
                if at < len(data):
                    raise NotProved
                return _ParserState(state.stack, state.tag, tuple(attributes)), at
        close = _CLOSE.match(data, at)
        if close is None:
            raise NotProved
        self._check_prefixes(state, attributes)
        self.events.append(MarkupEvent("start", state.tag, dict(attributes)))
        if close.group(1):
            self.events.append(MarkupEvent("end", state.tag))
            return _ParserState(state.stack), close.end()
        return _ParserState((*state.stack, (state.tag, _declared(attributes)))), close.end()

    def _check_prefixes(self, state: _ParserState, attributes: Sequence[tuple[str, str | None]]) -> None:
        known = _declared(attributes).union({"xml", "xmlns"}, *(prefixes for _name, prefixes in state.stack))
        for name in (state.tag, *(name for name, _value in attributes)):
            prefix, colon, _local = name.partition(":")
            if colon and prefix not in known:
                raise NotProved


def _declared(attributes: Sequence[tuple[str, str | None]]) -> frozenset[str]:
    return frozenset(name.removeprefix("xmlns:") for name, _value in attributes if name.startswith("xmlns:"))


def may_change_tables(events: Sequence[MarkupEvent]) -> bool:
    """Whether a render could give a table another number of columns than its grid has.

    False only where each table has a row that is always there and as wide as the grid, and no row has a tag between
    its cells.
    """
    return any(_TableCheck().may_change(events, start) for start in _starts(events, "w:tbl"))


def _starts(events: Sequence[MarkupEvent], name: str) -> Iterator[int]:
    return (index for index, event in enumerate(events) if event.kind == "start" and event.name == name)


class _TableCheck:
    """Follows one table, with the rows of tables inside it, as docxtpl counts them."""

    def __init__(self) -> None:
        self._path: list[str] = []  # names of the open elements
        self._numbers: list[int] = []  # numbers of the events that opened them
        self._bodies: list[list[int]] = []  # the open elements at the start of each loop's or condition's body
        self._rows: list[tuple[int, int, bool]] = []  # cells, columns, always there; of open rows
        self._columns = 0
        self._full = False  # a row that is always there is as wide as the grid

    def may_change(self, events: Sequence[MarkupEvent], start: int) -> bool:
        """Whether the table that opens at event `start` may get another number of columns than its grid has."""
        for number in range(start, len(events)):
            event = events[number]
            if event.kind in ("enter", "leave"):
                agrees = self._enter() if event.kind == "enter" else self._leave()
            else:
                agrees = self._open(event, number) if event.kind == "start" else self._close(event)
            if not agrees:
                return True
            if not self._path:
                return not self._full
        return True

    def _enter(self) -> bool:
        """Enter a body; False inside a row or a grid."""
        self._bodies.append(list(self._numbers))
        return self._path[-1] not in ("w:tr", "w:tblGrid", "w:tcPr")

    def _leave(self) -> bool:
        """Leave a body; False where it closed or opened elements."""
        return bool(self._bodies) and self._numbers == self._bodies.pop()

    def _open(self, event: MarkupEvent, number: int) -> bool:
        """Open an element; False for a span that is no number."""
        if event.name == "w:gridCol" and self._path == ["w:tbl", "w:tblGrid"]:
            self._columns += 1
        elif event.name == "w:tr":
            self._rows.append((0, 0, not self._bodies))
        elif event.name == "w:tc" and self._path[-1:] == ["w:tr"]:
            cells, wide, always = self._rows[-1]
            self._rows[-1] = (cells + 1, wide + 1, always)
        elif event.name == "w:gridSpan" and self._rows:
            span = event.attributes.get("w:val") or ""
            if not span.isdecimal():
                return False
            cells, wide, always = self._rows[-1]
            self._rows[-1] = (cells, wide + int(span) - 1, always)
        self._path.append(event.name)
        self._numbers.append(number)
        return True

    def _close(self, event: MarkupEvent) -> bool:
        """Close an element; False for a row with more cells than the grid has columns."""
        if event.name == "w:tr":
            cells, wide, always = self._rows.pop()
            if cells > self._columns:
                return False
            self._full = self._full or (always and wide >= self._columns)
        self._path.pop()
        self._numbers.pop()
        return True
