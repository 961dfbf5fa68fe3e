"""The template's text: HTML with Jinja in it, cut at the elements marked `data-f` into a skeleton and its values.

Why: two records with the same skeleton share one layout, so the cut must cost next to nothing per record. The marks are
put into the source before Jinja compiles it (noncharacters that no text may hold), and one `str.split` undoes them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from congvan.formats.fastpath.field_plan import Program
from congvan.formats.fastpath.store import Traces
from congvan.formats.fastpath.stored_plans import from_bytes
from congvan.formats.fastpath.ways import Reason, dotted, names_value, tags
from congvan.formats.pdf.marks import MARK, Cut, mark, placed, unasked
from congvan.messages import Message
from congvan.problems import Place, Problem, ProblemsFound
from congvan.templating.diagnosis import (
    callers,
    did_you_mean,
    known_names,
    missing_name,
    passed,
    recording_undefined,
)

if TYPE_CHECKING:
    from jinja2 import Environment, StrictUndefined, Template, TemplateRuntimeError, nodes

    from congvan.formats.fastpath.instrumented import Probed
    from congvan.formats.fastpath.store import Form, Path


class Source:
    """A template and the parts that it may include, compiled once; `cut` makes one record's document."""

    def __init__(
        self,
        template: bytes,
        name: str,
        strict: bool,
        assets: Mapping[str, bytes],
        programs: bytes | None = None,
    ) -> None:
        """`programs`: what earlier runs left of this very template; with them it is compiled when first needed."""
        self.name = name or "template.html"
        self.assets = assets
        self._main, self._strict = template, strict
        kept = from_bytes(programs, lambda number: self._probed.function(number)) if programs else []
        self.traces: Traces[Cut] = Traces(self._traced, Cut.__eq__, [_form(program) for program in kept])
        self._named: set[str] = set()  # parts that the text names, there or not
        self.learned = 0  # programs that were proved in this process
        self.ran = False  # whether the template was run for the last record
        self._outside: set[Any] = set()  # values printed outside of fields: their keys, or the number of the expression
        if not kept:
            self._template  # noqa: B018 - a template that can't be compiled says so at once

    @cached_property
    def _env(self) -> Environment:
        from jinja2 import FunctionLoader

        from congvan.templating.environment import environment

        env = environment(strict=self._strict, autoescape=True)
        env.loader = FunctionLoader(self._load)
        return env

    @cached_property
    def _template(self) -> Template:
        """The compiled template, after all its parts. Stop: a syntax error, a part that is not there."""
        from jinja2.exceptions import TemplateError

        try:
            template = self._env.get_template(self.name)
            for part in sorted(self._named):
                self._env.get_template(part)
        except TemplateError as error:
            raise ProblemsFound(self._problem(error)) from error
        return template

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if name != self.name and name not in self.assets:
            return None
        return mark(_decode(self._text(name), name), name, self._unasked.get(name, ())), name, lambda: True

    @cached_property
    def _unasked(self) -> Mapping[str, Collection[int]]:
        """Of each of its files, where elements begin that are marked besides those that ask for it."""
        from jinja2.exceptions import TemplateError

        try:
            trees = self._read(lambda text, name: mark(placed(text, name), name))
        except (ProblemsFound, TemplateError):  # told when it is compiled
            return {}
        return unasked(trees, {name: _decode(self._text(name), name) for name in trees})

    def _trees(self) -> dict[str, nodes.Template]:
        """The parse trees of the template and of all that it includes, by name."""
        return self._read(lambda text, name: mark(text, name, self._unasked.get(name, ())))

    def _read(self, marked: Callable[[str, str], str]) -> dict[str, nodes.Template]:
        from jinja2 import meta

        found: dict[str, nodes.Template] = {}
        waiting = [self.name]
        while waiting:
            name = waiting.pop()
            if name in found or (name != self.name and name not in self.assets):
                continue
            found[name] = self._env.parse(marked(_decode(self._text(name), name), name), name, name)
            for part in meta.find_referenced_templates(found[name]):
                self._named |= {part} if part else set()
                waiting += [part] if part else sorted(a for a in self.assets if a.endswith((".html", ".htm")))
        return found

    @cached_property
    def _files(self) -> list[str]:
        """The template, and all that it includes."""
        return list(self._unasked) or list(self._trees())

    def names(self) -> frozenset[str]:
        """The dotted paths that the template and its parts read from the context."""
        from congvan.templating.environment import names

        return frozenset[str]().union(*(names(tree) for tree in self._trees().values()))

    def cut(self, context: Mapping[str, Any]) -> Cut:
        """Render for one record. Stop: an undefined name, a None, whatever the sandbox refuses: with its line."""
        cut = self.traces.given(context)
        self.ran = cut is None
        if cut is None:
            cut = self._run(context)
            self.learned += self.traces.learn(context, cut)
        return cut

    def _traced(self, context: dict[str, Any], varying: frozenset[Path]) -> Form[Cut] | None:
        """The trace of one record."""
        from congvan.formats.fastpath.recorder import follow, program_of
        from congvan.formats.fastpath.recording import Recording

        def plain(traced: dict[str, Any]) -> list[str]:
            return self._html(traced).split(MARK)

        def probed() -> tuple[Recording, Callable[[dict[str, Any]], list[str]]]:
            template = self._probed.env.get_template(self.name)
            return self._probed.recording(varying), lambda traced: "".join(
                template.root_render_func(template.new_context(traced))
            ).split(MARK)

        followed = follow(context, (Recording(varying), plain) if self._traceable else None, probed)
        if followed is None:
            return None
        for leaf in followed.within("".join(followed.output[0::3])):
            if leaf._varies:
                root, keys = leaf._ref[1:]
                self._outside.add(followed.recording.computed[root - 1][0] if root else keys)
        return _form(program_of(followed, followed.output[0::3], followed.output[2::3]))

    def _text(self, name: str) -> bytes:
        return self._main if name == self.name else self.assets[name]

    def located(self, reason: Reason) -> tuple[Place, str]:
        """Where in the template a reason stands, and the tag there."""
        template, line = self._line(reason)
        text = self._main if template == self.name else self.assets.get(template, b"")
        found = [tag for at, tag in tags(_decode(text, template)) if at <= line <= at + tag.count("\n")]
        if reason.keys and reason.kind != "template":
            found = [tag for tag in found if names_value(tag, reason.keys)]
        return Place(template, line), found[0] if found else dotted(reason.keys)

    def _line(self, reason: Reason) -> tuple[str, int]:
        if reason.kind == "template":
            return str(reason.keys[0]), reason.line
        if reason.number >= 0:
            return self._probed.expressions[reason.number][1:]
        for name in self._files:
            for line, tag in tags(_decode(self._text(name), name)):
                if names_value(tag, reason.keys):
                    return name, line
        return self.name, 0

    def explained(self, reason: Reason | None) -> Reason | None:
        """A reason, and whether the value that differs is printed where no field is."""
        if reason and reason.kind == "differs" and (reason.keys or reason.number) in self._outside:
            return replace(reason, kind="printed")
        return reason

    @cached_property
    def _traceable(self) -> bool:
        from congvan.formats.fastpath.eligibility import traceable

        return traceable(self._trees().values())

    @cached_property
    def _probed(self) -> Probed:
        """The template with its expressions taken out. Untraceable: a tag that changes how the rest is read."""
        return self._probe(self._trees())

    def _probe(self, trees: dict[str, nodes.Template]) -> Probed:
        from congvan.formats.fastpath.expressions import Rewriting
        from congvan.formats.fastpath.instrumented import Probed, prepare
        from congvan.templating.environment import environment

        prepared = prepare(trees, Rewriting(list(trees.values())), self._env)
        return Probed(prepared, lambda: environment(strict=self._strict, autoescape=True))

    def _html(self, context: Mapping[str, Any]) -> str:
        template = self._template
        return "".join(template.root_render_func(template.new_context(dict(context))))

    def _run(self, context: Mapping[str, Any]) -> Cut:
        try:
            html = self._html(context)
        except Exception as first:
            raise ProblemsFound(self._explain(context, first)) from first
        pieces = html.split(MARK)
        if len(pieces) % 3 != 1 or any(between != '">' for between in pieces[1::3]):
            raise ProblemsFound(Problem(Message("template-mark.nested"), Place(self.name)))
        return Cut(tuple(pieces[0::3]), tuple(pieces[2::3]))

    def _explain(self, context: Mapping[str, Any], first: Exception) -> list[Problem]:
        """What went wrong, with template and line, and the other names that the context lacks."""
        told, missing = self._problem(first, context), self._missing(context)
        known = any((p.place, p.code) == (told.place, told.code) for p in missing)
        return missing if known else [told, *missing]

    def _problem(self, error: Exception, context: Mapping[str, Any] = {}) -> Problem:
        from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError

        if isinstance(error, TemplateSyntaxError):
            place = Place(error.filename or error.name or self.name, error.lineno)
            return Problem(Message("template-syntax.template", error=error.message), place)
        place = self._place(passed(error))
        if isinstance(error, TemplateNotFound):
            return Problem(
                Message("template-part", name=error.message), place, did_you_mean(str(error.name), self.assets)
            )
        if isinstance(error, UndefinedError):
            return self._unknown(error, place, known_names(context))
        return Problem(Message("template-value", why=str(error) or type(error).__name__), place)

    @staticmethod
    def _unknown(error: TemplateRuntimeError, place: Place, known: Iterable[str]) -> Problem:
        name = missing_name(error)
        message = Message("template-name", name=name) if name else Message("template-name.other", why=error)
        return Problem(message, place, did_you_mean(name, known))

    def _place(self, frames: Iterable[tuple[str, int]]) -> Place:
        """The line of the template, or of a part, that is innermost among frames."""
        for file, line in frames:
            if file in (self.name, *self.assets):
                return Place(file, self._env.get_template(file).get_corresponding_lineno(line))
        return Place(self.name)

    def _missing(self, context: Mapping[str, Any]) -> list[Problem]:
        """Every name that this record lacks where the template asks for it: a run that notes them and goes on."""
        from jinja2 import UndefinedError

        found: dict[Problem, None] = {}

        def note(error: TemplateRuntimeError, undefined: StrictUndefined) -> None:
            if not isinstance(error, UndefinedError):  # what the sandbox refuses has been told
                return
            owner = undefined._undefined_obj
            known = map(str, owner) if isinstance(owner, Mapping) else known_names(context)
            found[self._unknown(error, self._place(callers()), known)] = None

        with contextlib.suppress(Exception):  # whatever else is wrong has been told
            self._env.overlay(undefined=recording_undefined(note)).get_template(self.name).render(dict(context))
        return list(found)


def _form(program: Program) -> Form[Cut]:
    return program, lambda values: Cut(program.fixed, values)


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ProblemsFound(Problem(Message("template-encoding", at=error.start), Place(name, line))) from error
