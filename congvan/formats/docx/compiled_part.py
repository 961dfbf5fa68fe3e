"""A compiled part as it is kept, and what runs it; nothing here compiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from types import CodeType
from typing import Any, NamedTuple
from xml.parsers import expat

from jinja2 import Environment, Template

from congvan.formats.docx.blocks.ruled_lines import set_rules
from congvan.formats.docx.printed import postprocess
from congvan.formats.docx.styles import Look
from congvan.formats.docx.tags import TagLocation

DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
MARKUP_FILTER = "docx markup"  # wraps values beside runs; a name that no template can write
CELL_FILTERS = {"cellbg": "docx cellbg", "colspan": "docx colspan"}  # wrap the values of these tags
ATTRIBUTE_FILTERS = {"colour": "docx cellbg", "size": "docx size"}  # wrap what is printed into such attributes


class MacroCode:
    """The code of a macro, compiled when it is first wanted.

    Why: the macros of tables and charts take as long to compile as the body of a letter, which often has none.
    """

    def __init__(self, code: CodeType | Callable[[], CodeType]) -> None:
        """`code`: compiled before, or what compiles it."""
        self._code = code

    def __call__(self) -> CodeType:
        if not isinstance(self._code, CodeType):
            self._code = self._code()
        return self._code


class CompiledPart(NamedTuple):
    """One compiled part. Plain values only, but for the code of macros, so that it can be kept in the cache.

    `lines`: by line of the compiled template, the tag written there and its location.
    """

    member: str
    kind: str
    number: int
    pages: str
    code: CodeType
    proved: bool  # any render is well-formed
    tables: bool  # a render may need another table grid
    hollow: bool  # a render may leave a cell or another container without a paragraph
    block_values: bool  # a value may be what fills a container
    repeats: bool  # a render may repeat a bookmark or a content control
    drawings: bool  # a render may hold drawings
    tokens: bool  # its own text holds characters reserved for tokens
    traceable: bool  # see `eligibility.is_traceable`
    moves: bool  # its notes are put in the order of their marks
    rules: dict[str, Look]  # the looks of the styles by id, if it holds lines whose length follows from a text
    lines: dict[int, tuple[str, TagLocation]]
    names: tuple[str, ...]
    bare: tuple[tuple[str, int], ...]  # as of `bare_tags`: paths and lines
    macros: tuple[tuple[str, MacroCode], ...]  # of its blocks, each behind those that it calls

    def as_tuple(self) -> tuple[Any, ...]:
        """Return plain values, for the cache: a later run compiles nothing."""
        return (*self[:-1], tuple((name, code()) for name, code in self.macros))

    @classmethod
    def from_tuple(cls, stored: tuple[Any, ...]) -> CompiledPart:
        """Raises TypeError or ValueError for other values."""
        *values, macros = stored
        return cls._make((*values, tuple((name, MacroCode(code)) for name, code in macros)))


def with_macros(env: Environment, macros: Iterable[tuple[str, MacroCode]]) -> dict[str, Any]:
    """Return the globals of a part in this environment: those of all templates, and its macros."""
    known = dict(env.globals)
    for name, code in macros:
        known[name] = _at_first_call(partial(_macro, env, name, code, known))
    return known


def _macro(env: Environment, name: str, code: MacroCode, known: dict[str, Any]) -> Callable[..., Any]:
    """Return a macro; `known`: the globals of its part, with the macros that it calls."""
    template = Template.from_code(env, code(), known)
    context = template.new_context()
    for _nothing in template.root_render_func(context):
        pass
    found: Callable[..., Any] = context.vars[name]
    return found


def _at_first_call(made: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """Return a function that is made when it is first called."""
    function = cache(made)
    return lambda *arguments: function()(*arguments)


def moved_notes(parts: Sequence[CompiledPart]) -> list[tuple[int, str]]:
    """Return which parts of a template have notes that are put in the order of their marks, and of which kinds."""
    return [(at, part.kind) for at, part in enumerate(parts) if part.moves]


def finished(part: CompiledPart, xml: str) -> tuple[str, bool]:
    """Return the rendered XML of a part with what follows from its values, and whether its tables need another grid.

    Raises `xml.parsers.expat.ExpatError` where a value broke the XML.
    """
    if postprocess.has_breaks(xml):
        xml = postprocess.resolve_breaks(xml)
    if part.drawings:
        xml = postprocess.number_drawings(xml)
    if part.hollow:
        xml = postprocess.fill_hollow(xml)
    if part.repeats:
        xml = postprocess.separate_ids(xml)
    if part.rules:
        xml = set_rules(xml, part.rules)
    if not part.proved:
        expat.ParserCreate(namespace_separator=" ").Parse(xml, True)
    return xml, part.tables and not (part.proved and postprocess.tables_fit(xml))
