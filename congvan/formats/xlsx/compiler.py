"""Compile the tags of a workbook to one Jinja program, whose output is a stream of structure (bytes) and values.

Why: a record is then one run of compiled code. The structure alone (which rows, which columns, how often) is the key of
a workbook already made; the values are what is merged into it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from jinja2 import Environment, Template, TemplateError, nodes
from jinja2.compiler import Frame
from jinja2.runtime import Context, LoopContext, Undefined

from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem
from congvan.core.templating import slips
from congvan.core.templating.diagnosis import calling_frames, recording_undefined, traceback_frames
from congvan.core.templating.environment import ClosedCode, jinja_environment
from congvan.core.templating.tags import CURLY_QUOTE, TAG, stray_marks, wide_tag
from congvan.formats.xlsx.settings import SETTING_FILTERS

SINGLE_TAG = re.compile(r"\{\{-?(.*?)-?\}\}", re.S)
ALLOWED_STATEMENTS = (nodes.Output, nodes.For, nodes.If, nodes.Assign, nodes.AssignBlock, nodes.With, nodes.FilterBlock)
LOOP_ATTRIBUTES = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"})

CAPTURED = "_text"  # name of the block that a text of several pieces is captured in


_CELL = re.compile(r"[A-Z]+[0-9]+")


@dataclass(frozen=True, slots=True)
class ValueSlot:
    """A place of the workbook that receives a value: its kind (cell, formula, rich, head, title, list, text), where."""

    kind: str
    sheet: int  # index of the sheet; -1 for the workbook's own
    where: str  # as of `place_at`
    limit: int = 32_767  # characters


def place_at(file: str, sheet: str, where: str) -> Place:
    """Return the place of a cell ("B7"), or of "ID NAME": a message id and the name it is filled with."""
    if _CELL.fullmatch(where):
        return Place(file, sheet=sheet, cell=where)
    kind, _space, name = where.partition(" ")
    return Place(file, sheet=sheet, where=Message(f"at.{kind}", name=name) if kind else "")


@dataclass(slots=True)
class ProgramSource:
    """The source of the program and, for its lines, their places in the workbook."""

    pieces: list[str] = field(default_factory=list)
    places: list[tuple[int, str, str, str]] = field(default_factory=list)  # first line, sheet, where, tag
    _line: int = 1

    def add(self, text: str, sheet: str = "", where: str = "", tag: str = "") -> None:
        """Append code; `where` and `tag`: its place and the tag as written."""
        if where:
            text = "{#\n#}" + text
            self.places.append((self._line + 1, sheet, where, tag))
        self.pieces.append(text)
        self._line += text.count("\n")

    @property
    def source(self) -> str:
        return "".join(self.pieces)


def print_value(source: str) -> str:
    """Return the Jinja code of a cell's value: a lone expression in its own type, or the text of all pieces."""
    stripped = source.strip()
    single = SINGLE_TAG.fullmatch(stripped)
    if single and len(TAG.findall(stripped)) == 1:
        return f"{{{{ {single.group(1)} }}}}"
    return "{% set _text %}" + source + "{% endset %}{{ _text }}"


def find_problem(text: str, env: Environment) -> Problem | None:
    """Return the first problem of the tags in one text, or None; the caller adds the place."""
    for tag in TAG.findall(text):
        if CURLY_QUOTE.search(tag):
            return Problem(Message("template-quotes", tag=tag))
    if wide := wide_tag(text):
        return Problem(wide.message, remedy=wide.remedy)
    if any("#" not in mark for mark in stray_marks(text)):
        return Problem(Message("template-tag.tag", text=text.strip()[:80]))
    try:
        tree = env.parse(text)
        env.compile(text, raw=True)  # names of filters and tests
    except TemplateError as error:
        message = Message("template-syntax.tag", error=foreign(error.message), text=text.strip()[:80])
        return Problem(message, remedy=next(filter(None, map(slips.remedy, TAG.findall(text))), None))
    for node in tree.find_all(nodes.Stmt):
        if not isinstance(node, ALLOWED_STATEMENTS):
            return Problem(
                Message("template-tag.known-workbook", name=type(node).__name__.lower(), text=text.strip()[:80])
            )
    return None


class _StreamGenerator(ClosedCode):
    """Jinja's code generator, yielding values in their own type; text between tags goes to `context.mark` as bytes."""

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        text = ""
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                text += child.data
                continue
            self._text(text, frame)
            text = ""
            if isinstance(child, nodes.Filter) and child.name in SETTING_FILTERS:
                self.writeline("context.mark(", child)
                self.visit(child, frame)
                self.write(")")
                continue
            value = self.temporary_identifier()
            self.writeline("yield " if frame.buffer is None else f"{frame.buffer}.append(", child)
            self.write(f"({value} if type({value} := ")
            self.visit(child, frame)
            self.write(f") is str else environment.finalize({value}))")
            self.write("" if frame.buffer is None else ")")
        self._text(text, frame)

    def _text(self, text: str, frame: Frame) -> None:
        if text and frame.buffer is None:
            self.writeline(f"context.mark({text.encode()!r})")
        elif text:
            self.writeline(f"{frame.buffer}.append({text!r})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        value = self.temporary_identifier()
        self.write(f"({value}[{node.attr!r}] if type({value} := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {node.attr!r} in {value} else environment.getattr({value}, {node.attr!r}))")


def _joined(pieces: Iterable[Any]) -> str:
    return "".join([piece if type(piece) is str else as_text(piece) for piece in pieces])


def as_text(value: Any) -> str:
    """Return a value as text; a number exactly: the shortest digits that give the same IEEE double, without .0."""
    if type(value) is float and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def stream_environment(strict: bool) -> Environment:
    """Create the environment of `congvan.core.templating.environment` with the stream generator."""
    env = jinja_environment(strict=strict, autoescape=False)
    env.code_generator_class = _StreamGenerator
    env.finalize = _strict_finalize if strict else _lenient_finalize
    env.filters.update(SETTING_FILTERS)
    env.filters.update(zip=_zip, number=_number)
    slow_attribute, slow_item = env.getattr, env.getitem

    def attribute(value: Any, name: str) -> Any:
        if type(value) is LoopContext and name in LOOP_ATTRIBUTES:  # a key of a dict has been looked for by then
            return getattr(value, name)
        return slow_attribute(value, name)

    def item(value: Any, key: Any) -> Any:
        if type(value) is dict or type(value) is list:
            try:
                return value[key]
            except (LookupError, TypeError):
                pass
        return slow_item(value, key)

    for name, method in (("getattr", attribute), ("getitem", item), ("concat", _joined)):
        setattr(env, name, method)
    return env


def _strict_finalize(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is float or kind is bool:
        return value
    if isinstance(value, str | Undefined):
        return str(value)  # raises where it is undefined
    if value is None:
        raise ValueError(Message("unprintable.missing"))
    raise ValueError(Message("unprintable.kind", kind=kind.__name__))


def _lenient_finalize(value: Any) -> Any:
    return "" if value is None else value if isinstance(value, int | float) else str(value)


def _zip(one: Any, other: Any) -> list[tuple[Any, Any]]:
    """`columns|zip(row)`: pair the items of two lists; an error if one is longer."""
    if len(one) != len(other):
        raise ValueError(Message("unprintable.columns", one=len(one), other=len(other)))
    return list(zip(one, other, strict=True))


def _number(value: Any) -> Any:
    """`value|number`: turn a text that is a whole number, written as such, into one; any other value is unchanged."""
    if type(value) is str and value.isdigit() and value.isascii() and len(value) < 16:
        return int(value) if value[0] != "0" or value == "0" else value
    return value


def stream_context(template: Template, values: Mapping[str, Any], marks: list[bytes]) -> Context:
    """Create a record's context, whose structure is written to `marks`."""
    context = template.new_context(dict(values))
    context.mark = marks.append  # type: ignore[attr-defined]  # called by the compiled program
    return context


class ProgramRunner:
    """The compiled program: `run` returns structure and values, `diagnose` every problem of a failed run."""

    def __init__(self, source: str, places: list[tuple[int, str, str, str]], name: str, strict: bool) -> None:
        self.source, self.places, self.name, self.strict = source, places, name, strict
        self.env = stream_environment(strict)
        self.code: CodeType = self.env.compile(source)
        self.template = Template.from_code(self.env, self.code, self.env.make_globals(None))
        self._root = self.template.root_render_func

    def run(self, context: Mapping[str, Any]) -> tuple[bytes, list[Any]]:
        """Return the structure and the values of a record."""
        marks: list[bytes] = []
        values = list(self._root(stream_context(self.template, context, marks)))
        return b"".join(marks), values

    def diagnose(self, context: Mapping[str, Any]) -> list[Problem]:
        """Re-run a failed record in diagnostic mode and collect every problem, each at its cell."""
        problems: dict[Problem, None] = {}
        env = stream_environment(self.strict)
        finalize = env.finalize
        assert finalize is not None

        def note(error: Exception, frames: Iterable[tuple[str, int]]) -> None:
            line = next((line for file, line in frames if file == template.root_render_func.__code__.co_filename), 0)
            problems[self._problem(error, template.get_corresponding_lineno(line))] = None

        def collecting(value: Any) -> Any:
            try:
                return finalize(value)
            except Exception as error:
                note(error, calling_frames())
                return ""

        env.finalize = collecting
        if self.strict:
            env.undefined = recording_undefined(lambda error, _undefined: note(error, calling_frames()))
        template = env.from_string(self.source)
        try:
            for _item in template.root_render_func(stream_context(template, context, [])):
                pass
        except Exception as error:
            note(error, traceback_frames(error))
        return list(problems)

    def _problem(self, error: Exception, line: int) -> Problem:
        at = bisect_right(self.places, line, key=lambda place: place[0]) - 1
        __, sheet, where, tag = self.places[at] if at >= 0 else (0, "", "", "")
        unknown = isinstance(error, TemplateError)
        why = error.args[0] if error.args and isinstance(error.args[0], Message) else str(error) or type(error).__name__
        message = Message("template-name.tag" if unknown else "template-value.tag", error=foreign(why), tag=tag)
        return Problem(message, place_at(self.name, sheet, where), Message("template-value.hint-tag"))
