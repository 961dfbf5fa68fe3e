"""Prove, once per template, that the XML of a part is well-formed whatever its loops and conditions do.

Why: parsing every finished part again costs more than making it. The constant text between the tags is read once with
the stack of open elements; a loop must leave the stack unchanged, the branches of a condition must agree. Values are
escaped and are in text or in a quoted attribute, so they cannot break out. Whatever cannot be proved so (macros,
markup as a value, a tag inside markup) is parsed after each render instead. The macros of blocks are proved on their
own, and stand for what they hold where they are called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from jinja2 import nodes

from congvan.core.templating.environment import all_nodes, outputs
from congvan.formats.docx.blocks.macros import called, is_own
from congvan.formats.docx.compiled_part import MARKUP_FILTER

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


_NO_ATTRIBUTES: dict[str, str | None] = {}


class MarkupEvent(NamedTuple):
    """A step of the part in document order: "start", "end", "enter" or "leave" (of the body of a loop or condition).

    Attributes of a start whose value holds a tag are None. The name of a body is "for" or "if", its line that of its
    tag. "value" is a value that is among the elements.
    """

    kind: str
    name: str = ""
    attributes: dict[str, str | None] = _NO_ATTRIBUTES
    line: int = 0


class _ParserState(NamedTuple):
    """Open elements with the prefixes that each declares; inside a start tag also its name and attributes."""

    stack: tuple[tuple[str, frozenset[str]], ...] = ()
    tag: str = ""
    attributes: tuple[tuple[str, str | None], ...] = ()


class MacroProof(NamedTuple):
    """What a proved macro holds: its events, with "call" for those of another; the prefixes that it uses.

    `prints_given`: it prints markup that its callers give.
    """

    events: tuple[MarkupEvent, ...]
    prefixes: frozenset[str]
    prints_given: bool

    def as_tuple(self) -> tuple[Any, ...]:
        """Return plain values, for the cache."""
        events = [(each.kind, each.name, each.attributes, each.line) for each in self.events]
        return events, sorted(self.prefixes), self.prints_given

    @classmethod
    def from_tuple(cls, stored: tuple[Any, ...]) -> MacroProof:
        events, prefixes, prints_given = stored
        return cls(tuple(MarkupEvent(*each) for each in events), frozenset(prefixes), prints_given)


Macros = Mapping[str, MacroProof | None]
"""Macros of blocks by name; None for one that is not proved."""
_NO_MACROS: Macros = MappingProxyType({})
_PREFIX = re.compile(r"[< /]([A-Za-z_][\w.-]*):[A-Za-z_]")


def prove_macro(tree: nodes.Template, macros: Macros) -> tuple[MacroProof, list[nodes.Expr]]:
    """As `prove`, for a template that holds a macro alone; it may be wherever paragraphs or runs may."""
    if len(tree.body) != 1 or not isinstance(macro := tree.body[0], nodes.Macro):
        raise NotProved
    texts = (child.data for output in outputs(tree) for child in output.nodes if isinstance(child, nodes.TemplateData))
    prefixes = frozenset(_PREFIX.findall(" ".join(texts))).union(
        *(proof.prefixes for proof in macros.values() if proof)
    )
    reader = _Prover(tree, macros, given=True)
    before = _ParserState((("w:body", prefixes),))
    if reader.run(macro.body, before) != before:
        raise NotProved
    return MacroProof(tuple(reader.events), prefixes, reader.prints_given), reader.outside


def restrict_to_records(tree: nodes.Template, outside: Sequence[nodes.Expr]) -> None:
    """Allow only rich records for values that are beside runs or paragraphs. Changes the tree."""
    ids = {id(expression) for expression in outside}
    for output in outputs(tree) if ids else ():
        output.nodes = [
            nodes.Filter(child, MARKUP_FILTER, [], [], None, None, lineno=child.lineno) if id(child) in ids else child
            for child in output.nodes
        ]


def prove(tree: nodes.Template, macros: Macros = _NO_MACROS) -> tuple[list[MarkupEvent], list[nodes.Expr]]:
    """Return the events of a part and the value expressions that are outside text (beside runs or paragraphs).

    `macros`: those of the blocks in it. Raises `NotProved`. Simplifies the tree: an outermost
    `|e` is dropped, since autoescape does the same, and a constant marked safe becomes text of the template.
    """
    raw_markup = _simplify(tree)
    for node in all_nodes(tree):
        raw = isinstance(node, nodes.Filter) and node.name in _MARKUP_FILTERS
        if raw or isinstance(node, _MARKUP_NODES) or (isinstance(node, nodes.For) and node.recursive):
            raise NotProved
    reader = _Prover(tree, macros)
    try:
        state = reader.run(tree.body, _ParserState())
        if state != _ParserState() or not reader.events:
            raise NotProved(0)
    except NotProved as unproved:  # who writes markup by hand may know better
        raise NotProved(None if raw_markup else unproved.broken) from unproved
    return _with_called(reader.events, macros, {}), reader.outside


def _with_called(
    events: Sequence[MarkupEvent], macros: Macros, known: dict[str, list[MarkupEvent]]
) -> list[MarkupEvent]:
    """Return events with those of macros in the place of their calls; `known`: those of macros, by name."""
    found: list[MarkupEvent] = []
    for event in events:
        proof = macros[event.name] if event.kind == "call" else None
        if proof is None:
            found.append(event)
            continue
        if event.name not in known:
            known[event.name] = _with_called(proof.events, macros, known)
        found += known[event.name]
    return found


def _simplify(tree: nodes.Template) -> bool:
    """Simplify the tree; return whether it held a constant marked safe."""
    raw_markup = False
    for output in outputs(tree):
        for index, child in enumerate(output.nodes):
            while isinstance(child, nodes.Filter) and child.name in ("e", "escape") and child.node is not None:
                child = child.node
            if isinstance(child, nodes.Filter) and child.name == "safe" and isinstance(child.node, nodes.Const):
                child = nodes.TemplateData(str(child.node.value), lineno=child.lineno)
                raw_markup = True
            output.nodes[index] = child
    return raw_markup


def _is_repeated(test: nodes.Node, tree: nodes.Template) -> bool:
    """Whether a condition occurs twice: two of them may together be balanced where each alone is not."""
    return [node.test for node in tree.find_all(nodes.If)].count(test) > 1


class _Prover:
    """Reads the nodes of a part in document order; each method returns the parser state after its node."""

    def __init__(self, tree: nodes.Template, macros: Macros, *, given: bool = False) -> None:
        """`given`: in a macro, which may print markup that its caller gives; a call is proved with that markup."""
        self.prints_given = False
        self.events: list[MarkupEvent] = []
        self.outside: list[nodes.Expr] = []
        self._tree, self._macros, self._given = tree, macros, given

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
                if self._branch(body, state, "for", node.lineno) != state:
                    raise NotProved(node.lineno)
            return state
        if isinstance(node, nodes.If) and isinstance(node.test, nodes.Const) and not node.test.value and not node.elif_:
            return self.run(node.else_, state)
        if isinstance(node, nodes.If):
            bodies = [node.body, *(branch.body for branch in node.elif_), node.else_]
            after = [self._branch(body, state, "if", node.lineno) for body in bodies]
            if any(state_after != after[0] for state_after in after):
                raise NotProved(None if _is_repeated(node.test, self._tree) else node.lineno)
            return after[0]
        if isinstance(node, nodes.With):
            return self.run(node.body, state)
        if isinstance(node, (nodes.Assign, nodes.ExprStmt)):
            return state
        raise NotProved

    def _branch(self, body: Sequence[nodes.Node], state: _ParserState, name: str, line: int) -> _ParserState:
        self.events.append(MarkupEvent("enter", name, line=line))
        state = self.run(body, state)
        self.events.append(MarkupEvent("leave", name, line=line))
        return state

    def _output(self, node: nodes.Output, state: _ParserState) -> _ParserState:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                state = self._data(child.data, state, node.lineno)
            elif not state.stack and not state.tag:
                raise NotProved(child.lineno)
            elif isinstance(child, nodes.Call) and (name := called(child, self._macros)):
                self._call(name, child.args, state)
            elif self._given and is_own(child):
                if state.tag:
                    raise NotProved
                self.prints_given = True
            elif not state.tag:
                parent = state.stack[-1][0]
                if parent.startswith("w:") and parent not in _TEXT_ELEMENTS:
                    self.outside.append(child)
                    self.events.append(MarkupEvent("value", line=child.lineno))
        return state

    def _call(self, name: str, arguments: Sequence[nodes.Expr], state: _ParserState) -> None:
        """Read the call of a macro, with the markup that it is given (its second argument)."""
        proof = self._macros[name]
        if proof and proof.prints_given:
            markup = arguments[1] if len(arguments) > 1 else None
            if not isinstance(markup, nodes.Const) or self._data(str(markup.value), state, markup.lineno) != state:
                raise NotProved
        known = frozenset(["xml", "xmlns"]).union(*(prefixes for _element, prefixes in state.stack))
        if proof is None or state.tag or not proof.prefixes <= known:
            raise NotProved
        self.events.append(MarkupEvent("call", name))

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
