"""Why a record could not be merged: the render is repeated with its eyes open, and every missing value is noted.

Why: the fast render stops at the first fault; the clerk wants them all at once, each with its place in the template.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import CodeType, FrameType
from typing import Any
from xml.parsers import expat

from jinja2 import StrictUndefined, Template, Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from congvan.formats.docx import docxtpl_fallback, tags
from congvan.formats.docx import values as docx_values
from congvan.formats.docx.compiler import MARKUP_FILTER, Part
from congvan.formats.docx.package import label
from congvan.formats.docx.values import BadValue, NeedsDocxtpl
from congvan.i18n import _
from congvan.problems import Place, Problem, Stop
from congvan.templating import jinja


def report(error: Exception, parts: Sequence[Part], context: Mapping[str, Any], name: str, strict: bool) -> Stop:
    """The `Stop` for a render that failed with `error`: everything that stands in its way, or `error` in words."""
    if isinstance(error, Stop):
        return error
    problems: dict[Problem, None] = {}
    for part in parts:
        for problem in _Repeat(part, context, name, strict).run():
            problems[problem] = None
    if not problems:
        problems[_in_words(error, "", Place(file=name))] = None
    return Stop(problems)


class _Repeat:
    """One part rendered again; undefined names, missing and unprintable values are noted, not raised."""

    def __init__(self, part: Part, context: Mapping[str, Any], name: str, strict: bool) -> None:
        self.part, self.context, self.name, self.strict = part, context, name, strict
        self.problems: list[Problem] = []

    def run(self) -> list[Problem]:
        env = jinja.environment(strict=self.strict)
        env.finalize = self._finalize
        env.filters[MARKUP_FILTER] = self._markup
        if self.strict:
            env.undefined = self._undefined_class()
        self.template = Template.from_code(env, self.part.code, env.make_globals(None))
        try:
            xml = "".join(self.template.root_render_func(self.template.new_context(dict(self.context))))
            if not self.problems and not self.part.proved:
                expat.ParserCreate(namespace_separator=" ").Parse(xml.encode(), True)
        except Exception as error:
            self._note(error, _frames(error))
        return self.problems

    def _note(self, error: Exception, frames: Iterator[_Passed]) -> None:
        tag, place = self._where(frames)
        self.problems.append(_in_words(error, tag, place, self.context))

    def _where(self, frames: Iterator[_Passed]) -> tuple[str, Place]:
        tag: str = ""
        spot: tags.Spot = ()
        for frame in frames:
            if frame.code.co_filename == f"<{self.part.member}>":
                line = self.template.get_corresponding_lineno(frame.line)
                tag, spot = self.part.lines.get(line, ("", ()))
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
            self._note(error, _callers())
            return ""

    def _finalize(self, value: Any) -> Any:
        if not self.strict:
            return self._tried(docx_values.foreign_finalize, value)
        return self._tried(docx_values.strict_finalize if self.part.proved else docx_values.open_finalize, value)

    def _markup(self, value: Any) -> Any:
        return self._tried(docx_values.markup_only, value)

    def _undefined_class(self) -> type[StrictUndefined]:
        repeat = self

        class Noted(StrictUndefined):
            """Undefined that says so once and then is as good as empty."""

            def _say(self, *_args: Any, **_kwargs: Any) -> Noted:
                repeat._note(self._undefined_exception(self._undefined_message), _callers())
                return self

            def _empty(self, *_args: Any) -> str:
                self._say()
                return ""

            def _none(self) -> Iterator[Any]:
                self._say()
                return iter(())

            def _zero(self) -> int:
                self._say()
                return 0

            def _false(self, *_args: Any) -> bool:
                self._say()
                return False

            def __getattr__(self, name: str) -> Any:
                if name[:2] == "__":
                    raise AttributeError(name)
                return self._say()

            # whatever arguments and results Python's own signatures of these have, a few functions serve them all
            __iter__ = _none  # type: ignore[assignment]
            __str__ = _empty  # type: ignore[assignment]
            __len__ = __hash__ = _zero  # type: ignore[assignment]
            __bool__ = __eq__ = __ne__ = __contains__ = _false  # type: ignore[assignment]
            __lt__ = __le__ = __gt__ = __ge__ = _false  # type: ignore[assignment]
            __call__ = __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = _say  # type: ignore[assignment]
            __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _say  # type: ignore[assignment]
            __mod__ = __rmod__ = __neg__ = __pos__ = _say  # type: ignore[assignment]

        return Noted


def _callers() -> Iterator[_Passed]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield _Passed(frame.f_code, frame.f_lineno)
        frame = frame.f_back


def _frames(error: Exception) -> Iterator[_Passed]:
    """The frames in which the error passed, innermost first; their line is where it passed."""
    found = []
    trace = error.__traceback__
    while trace is not None:
        found.append(_Passed(trace.tb_frame.f_code, trace.tb_lineno))
        trace = trace.tb_next
    return reversed(found)


@dataclass(frozen=True, slots=True)
class _Passed:
    """A frame and the line on which an error passed through it."""

    code: CodeType
    line: int


def _in_words(error: Exception, tag: str, place: Place, context: Mapping[str, Any] | None = None) -> Problem:
    shown = _("in the tag {tag}").format(tag=tag) if tag else _("in the template")
    if isinstance(error, BadValue):
        return Problem(error.code, f"{error.message} ({shown})", place, error.hint)
    if isinstance(error, UndefinedError):
        name = _missing_name(error)
        message = _("no data give “{name}” ({tag})").format(name=name or tag, tag=shown)
        hint = tags.nearest(name, sorted(_known(context or {}))) if name else ""
        return Problem("template-undefined", message, place, hint or _("correct the name, or add it to the data"))
    if isinstance(error, expat.ExpatError):
        message = _("the merged part is broken: {error}").format(error=error)
        return Problem("docx-malformed", message, place, _("remove “|safe”; values are escaped by themselves"))
    if isinstance(error, SecurityError):
        message = _("the template may not do this: {error} ({tag})").format(error=error, tag=shown)
        return Problem("template-unsafe", message, place, _("name a field of the data"))
    message = _("the template can't be merged: {error} ({tag})").format(error=error or type(error).__name__, tag=shown)
    return Problem("template-render", message, place, _("compare the tag with docs/docx.md and with the data"))


def _missing_name(error: UndefinedError) -> str:
    """The name between Jinja's quotes: "'x' is undefined", "'dict object' has no attribute 'x'"."""
    pieces = str(error.message).split("'")
    return pieces[-2] if len(pieces) >= 3 else ""


def _known(context: Mapping[str, Any], depth: int = 4) -> set[str]:
    """Every key of the content, however deep."""
    known: set[str] = set()
    for key, value in context.items():
        known.add(str(key))
        values = value if isinstance(value, list) else [value]
        for each in values[:3]:
            if isinstance(each, Mapping) and depth:
                known |= _known(each, depth - 1)
    return known
