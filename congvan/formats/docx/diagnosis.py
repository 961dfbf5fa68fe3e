"""Why a record could not be merged: the render is repeated with its eyes open, and every missing value is noted.

Why: the fast render stops at the first fault; the clerk wants them all at once, each with its place in the template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from xml.parsers import expat

from jinja2 import Template, Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from congvan.formats.docx import docxtpl_fallback, tags
from congvan.formats.docx import values as docx_values
from congvan.formats.docx.compiler import MARKUP_FILTER, Part
from congvan.formats.docx.package import label
from congvan.formats.docx.values import BadValue, NeedsDocxtpl
from congvan.messages import Message
from congvan.problems import Place, Problem, ProblemsFound
from congvan.templating.diagnosis import callers, did_you_mean, known_names, missing_name, passed, recording_undefined
from congvan.templating.environment import environment


def report(
    error: Exception, parts: Sequence[Part], context: Mapping[str, Any], name: str, strict: bool
) -> ProblemsFound:
    """The `ProblemsFound` for a render that failed with `error`: everything that stands in its way, or `error` in words."""
    if isinstance(error, ProblemsFound):
        return error
    problems: dict[Problem, None] = {}
    for part in parts:
        for problem in _Repeat(part, context, name, strict).run():
            problems[problem] = None
    if not problems:
        problems[_in_words(error, "", Place(file=name))] = None
    return ProblemsFound(problems)


class _Repeat:
    """One part rendered again; undefined names, missing and unprintable values are noted, not raised."""

    def __init__(self, part: Part, context: Mapping[str, Any], name: str, strict: bool) -> None:
        self.part, self.context, self.name, self.strict = part, context, name, strict
        self.problems: list[Problem] = []

    def run(self) -> list[Problem]:
        env = environment(strict=self.strict)
        env.finalize = self._finalize
        env.filters[MARKUP_FILTER] = self._markup
        if self.strict:
            env.undefined = recording_undefined(lambda error, _undefined: self._note(error, callers()))
        self.template = Template.from_code(env, self.part.code, env.make_globals(None))
        try:
            xml = "".join(self.template.root_render_func(self.template.new_context(dict(self.context))))
            if not self.problems and not self.part.proved:
                expat.ParserCreate(namespace_separator=" ").Parse(xml.encode(), True)
        except Exception as error:
            self._note(error, passed(error))
        return self.problems

    def _note(self, error: Exception, frames: Iterable[tuple[str, int]]) -> None:
        tag, place = self._where(frames)
        self.problems.append(_in_words(error, tag, place, self.context))

    def _where(self, frames: Iterable[tuple[str, int]]) -> tuple[str, Place]:
        tag: str = ""
        spot: tags.Spot = ()
        for file, line in frames:
            if file == f"<{self.part.member}>":
                tag, spot = self.part.lines.get(self.template.get_corresponding_lineno(line), ("", ()))
                break
        part = label(self.part.kind, self.part.number)
        return tag, Place(file=self.name, part=part, where=tags.words(spot))

    def _tried(self, check: Callable[[Any], Any], value: Any) -> Any:
        if isinstance(value, Undefined) and self.strict:
            str(value)  # notes itself
            return ""
        try:
            return check(value)
        except NeedsDocxtpl:
            return self._tried(partial(docxtpl_fallback.check, part=self.part.kind), value)
        except BadValue as error:
            self._note(error, callers())
            return ""

    def _finalize(self, value: Any) -> Any:
        if not self.strict:
            return self._tried(docx_values.foreign_finalize, value)
        return self._tried(docx_values.strict_finalize if self.part.proved else docx_values.open_finalize, value)

    def _markup(self, value: Any) -> Any:
        return self._tried(docx_values.markup_only, value)


def _in_words(error: Exception, tag: str, place: Place, context: Mapping[str, Any] | None = None) -> Problem:
    shown = Message("in-tag", tag=tag) if tag else Message("in-template")
    if isinstance(error, BadValue):
        return Problem(error.message, place, error.remedy, frame=Message("frame.tag", tag=shown))
    if isinstance(error, UndefinedError):
        name = missing_name(error)
        message = Message("template-undefined", name=name or tag, tag=shown)
        return Problem(message, place, did_you_mean(name, known_names(context)))
    if isinstance(error, expat.ExpatError):
        return Problem(Message("docx-malformed", error=error), place)
    if isinstance(error, SecurityError):
        return Problem(Message("template-unsafe.template", error=error, tag=shown), place)
    return Problem(Message("template-render", error=error or type(error).__name__, tag=shown), place)
