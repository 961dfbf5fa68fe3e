"""Re-render a failed record in diagnostic mode and collect every missing value.

Why: the fast render stops at the first error; the clerk wants them all at once, each with its place in the template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from xml.parsers import expat

from jinja2 import Environment, Template, Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.templating import slips
from congvan.core.templating.diagnosis import (
    calling_frames,
    did_you_mean,
    empty_compared,
    known_names,
    missing_name,
    picked_from,
    recording_undefined,
    traceback_frames,
)
from congvan.formats.docx import docxtpl_fallback
from congvan.formats.docx.compiled_part import MARKUP_FILTER, CompiledPart, with_macros
from congvan.formats.docx.package import part_label
from congvan.formats.docx.printed import values as docx_values
from congvan.formats.docx.printed.values import BadValue, NeedsDocxtpl
from congvan.formats.docx.tags import TagLocation, location_message

_SETS = re.compile(r"\{%-?(?:\w+\b)?\s*(?:for\s+([\w,\s]+?)\s+in\b|set\s+([\w,\s]+?)\s*[=%])")


def diagnose(
    error: Exception,
    parts: Sequence[CompiledPart],
    context: Mapping[str, Any],
    name: str,
    environment: Callable[..., Environment],
    *,
    strict: bool,
) -> ProblemsFound:
    """Return the `ProblemsFound` for a render that failed with `error`: every problem found, or `error`
    itself as one.
    """
    if isinstance(error, ProblemsFound):
        return error
    problems: dict[Problem, None] = {}
    for part in parts:
        elsewhere = {each for other in parts if other is not part for each in _set_names(other)} - _set_names(part)
        for problem in _DiagnosticRender(part, context, name, strict, elsewhere).run(environment()):
            problems[problem] = None
    if not problems:
        problems[_as_problem(error, "", Place(file=name))] = None
    return ProblemsFound(problems)


class _DiagnosticRender:
    """Renders one part again; undefined names, missing and unprintable values are collected, not raised.

    `elsewhere`: the names that tags of other parts alone set: a footnote sees none of the loop that it is in.
    """

    def __init__(
        self, part: CompiledPart, context: Mapping[str, Any], name: str, strict: bool, elsewhere: set[str]
    ) -> None:
        self.part, self.context, self.name, self.strict, self.elsewhere = part, context, name, strict, elsewhere
        self.problems: list[Problem] = []

    def run(self, env: Environment) -> list[Problem]:
        """Render the part in a fresh environment and return its problems."""
        env.finalize = self._finalize
        env.filters[MARKUP_FILTER] = self._markup
        if self.strict:
            env.undefined = recording_undefined(lambda error, _undefined: self._note(error, calling_frames()))
        self.template = Template.from_code(env, self.part.code, with_macros(env, self.part.macros))
        try:
            xml = "".join(self.template.root_render_func(self.template.new_context(dict(self.context))))
            if not self.problems and not self.part.proved:
                expat.ParserCreate(namespace_separator=" ").Parse(xml.encode(), True)
        except Exception as error:
            self._note(error, traceback_frames(error))
        return self.problems

    def _note(self, error: Exception, frames: Iterable[tuple[str, int]]) -> None:
        tag, place = self._locate(frames)
        problem = _as_problem(error, tag, place, self.context)
        if isinstance(error, UndefinedError) and missing_name(error) in self.elsewhere - set(self.context):
            problem = Problem(Message("template-undefined.other-part", **problem.message.values), place)
        self.problems.append(problem)

    def _locate(self, frames: Iterable[tuple[str, int]]) -> tuple[str, Place]:
        tag: str = ""
        location: TagLocation = ()
        for file, line in frames:
            if file == f"<{self.part.member}>":
                tag, location = self.part.lines.get(self.template.get_corresponding_lineno(line), ("", ()))
                break
        part = part_label(self.part.kind, self.part.number, self.part.pages)
        return tag, Place(file=self.name, part=part, where=location_message(location))

    def _checked(self, check: Callable[[Any], Any], value: Any) -> Any:
        if isinstance(value, Undefined) and self.strict:
            str(value)  # notes itself
            return ""
        try:
            return check(value)
        except NeedsDocxtpl:
            return self._checked(partial(docxtpl_fallback.check_record, part=self.part.kind), value)
        except BadValue as error:
            self._note(error, calling_frames())
            return ""

    def _finalize(self, value: Any) -> Any:
        if not self.strict:
            return self._checked(docx_values.foreign_finalize, value)
        return self._checked(docx_values.strict_finalize if self.part.proved else docx_values.open_finalize, value)

    def _markup(self, value: Any) -> Any:
        return self._checked(docx_values.rich_only, value)


def _set_names(part: CompiledPart) -> set[str]:
    """Return the names that loops and settings of a part give."""
    set_there = filter(None, (_SETS.match(tag) for tag, _location in part.lines.values()))
    return {name.strip() for each in set_there for name in (each[1] or each[2]).split(",")}


def _as_problem(error: Exception, tag: str, place: Place, context: Mapping[str, Any] | None = None) -> Problem:
    """Return an error as a problem at its tag."""
    tag_message = Message("in-tag", tag=tag) if tag else Message("in-template")
    if isinstance(error, BadValue):
        return Problem(error.message, place, error.remedy, frame=Message("frame.tag", tag=tag_message))
    if isinstance(error, UndefinedError):
        name = missing_name(error)
        if name == "runs" and tag.startswith("{{p") and "'None'" not in str(error):  # an entry that is no text or block
            return Problem(Message("docx-value-block.rows", tag=tag), place)
        message = Message("template-undefined", name=name or tag, tag=tag_message)
        return Problem(
            message,
            place,
            (context and picked_from(name, tag, context))
            or did_you_mean(name, known_names(context))
            or slips.unquoted(name, tag)
            or slips.hyphenated(name, tag),
        )
    if isinstance(error, expat.ExpatError):
        return Problem(Message("docx-malformed", error=foreign(error)), place)
    if isinstance(error, SecurityError):
        return Problem(Message("template-unsafe.template", error=foreign(error), tag=tag_message), place)
    message = Message("template-render", error=foreign(error or type(error).__name__), tag=tag_message)
    return Problem(message, place, empty_compared(error, tag))
