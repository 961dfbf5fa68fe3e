"""Render the HTML of a template and split it at the elements marked `data-f` into a skeleton and its values.

Why: two records with the same skeleton share one layout, so the split must cost next to nothing per record. The marks
are put into the source before Jinja compiles it (noncharacters that no text may hold), and one `str.split` finds them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.templating import slips
from congvan.core.templating.diagnosis import (
    calling_frames,
    did_you_mean,
    known_names,
    missing_name,
    recording_undefined,
    traceback_frames,
)
from congvan.core.templating.tags import LIVE_TAG, refuse_wide_tags
from congvan.formats.fastpath.reads import Reads, reads_of
from congvan.formats.pdf.marks import MARK, SplitHtml, implicit_fields, mark_fields, stored_fast_paths, with_positions

if TYPE_CHECKING:
    from jinja2 import Environment, StrictUndefined, Template, TemplateRuntimeError, nodes

    from congvan.core.templating.bare_tags import BareTag
    from congvan.formats.fastpath.instrumented import InstrumentedTemplate
    from congvan.formats.fastpath.store import FastPath, Path


class HtmlSource:
    """A template and the parts that it may include, compiled once; `split` renders one record."""

    notes: tuple[Problem, ...] = ()  # a page follows all of an HTML template

    def __init__(
        self,
        template: bytes,
        name: str,
        strict: bool,
        assets: Mapping[str, bytes],
        plans: bytes | None = None,
        trial: bytes | None = None,
    ) -> None:
        """`plans`: field plans stored by earlier runs; with them the template is compiled only when needed. `trial`:
        what runs left that have verified none.
        """
        self.name = name or "template.html"
        self.assets = assets
        self._main, self._strict = template, strict
        function = lambda number: self._probed.function(number)  # noqa: E731 - the probe is made at the first call
        self.fast_paths = stored_fast_paths(self._traced, function, plans, trial)
        self._part_names: set[str] = set()  # parts that the text names, whether they exist or not
        self.learned = 0  # fast paths verified in this process
        self.ran = False  # whether the template was run for the last record
        if not self.fast_paths.plans:
            self._template  # noqa: B018 - compiles now, so that errors are raised at once

    @cached_property
    def _env(self) -> Environment:
        from jinja2 import FunctionLoader

        from congvan.core.templating.environment import jinja_environment

        env = jinja_environment(strict=self._strict, autoescape=True)
        env.loader = FunctionLoader(self._load)
        return env

    @cached_property
    def _template(self) -> Template:
        """The compiled template, after all its parts. ProblemsFound: a syntax error, a missing part."""
        from jinja2.exceptions import TemplateError

        try:
            template = self._env.get_template(self.name)
            for part in sorted(self._part_names):
                self._env.get_template(part)
        except TemplateError as error:
            raise ProblemsFound(self._problem(error)) from error
        return template

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if name != self.name and name not in self.assets:
            return None
        source = _decode(self._text(name), name)
        refuse_wide_tags(source, name)
        return mark_fields(source, name, self._unasked.get(name, ())), name, lambda: True

    @cached_property
    def _unasked(self) -> Mapping[str, Collection[int]]:
        """By file, the offsets of the elements that are marked without carrying `data-f`."""
        from jinja2.exceptions import TemplateError

        try:
            trees = self._read(lambda text, name: mark_fields(with_positions(text, name), name))
        except (ProblemsFound, TemplateError):  # reported when it is compiled
            return {}
        return implicit_fields(trees, {name: _decode(self._text(name), name) for name in trees})

    def _trees(self) -> dict[str, nodes.Template]:
        """Return the parse trees of the template and of all that it includes, by name."""
        return self._read(lambda text, name: mark_fields(text, name, self._unasked.get(name, ())))

    def _read(self, marked: Callable[[str, str], str]) -> dict[str, nodes.Template]:
        from jinja2 import meta

        trees: dict[str, nodes.Template] = {}
        waiting = [self.name]
        while waiting:
            name = waiting.pop()
            if name in trees or (name != self.name and name not in self.assets):
                continue
            trees[name] = self._env.parse(marked(_decode(self._text(name), name), name), name, name)
            for part in meta.find_referenced_templates(trees[name]):
                self._part_names |= {part} if part else set()
                waiting += [part] if part else sorted(a for a in self.assets if a.endswith((".html", ".htm")))
        return trees

    @cached_property
    def _files(self) -> list[str]:
        """The names of the template and of all that it includes."""
        return list(self._unasked) or list(self._trees())

    def names(self) -> frozenset[str]:
        """Return the dotted paths that the template and its parts read from the context."""
        from congvan.core.templating.environment import context_paths

        return frozenset[str]().union(*(context_paths(tree) for tree in self._trees().values()))

    def bare_tags(self) -> Sequence[BareTag]:
        """Return the values that the template always prints into its running text."""
        from congvan.core.templating.bare_tags import BareTag, bare_tags

        trees = self._trees()
        found = bare_tags(trees[self.name], markup=True, included=trees.get)
        return [BareTag(path, f"{{{{ {path} }}}}", Place(self.name, line)) for path, line in found]

    def split(self, context: Mapping[str, Any]) -> SplitHtml:
        """Render one record. ProblemsFound: an undefined name, a None, whatever the sandbox refuses, each with its
        line.
        """
        split_html = self.fast_paths.lookup(context)
        self.ran = split_html is None
        if split_html is None:
            split_html = self._run(context)
            self.learned += self.fast_paths.observe(context, split_html)
        return split_html

    def _traced(self, context: dict[str, Any], varying: frozenset[Path]) -> FastPath[SplitHtml] | None:
        """Record a fast path from one record."""
        from congvan.formats.fastpath.recorder import field_plan_of, record_render
        from congvan.formats.fastpath.usage_log import UsageLog

        def plain(traced: dict[str, Any]) -> list[str]:
            return self._html(traced).split(MARK)

        def probed() -> tuple[UsageLog, Callable[[dict[str, Any]], list[str]]]:
            template = self._probed.env.get_template(self.name)
            return self._probed.recording(varying), lambda traced: "".join(
                template.root_render_func(template.new_context(traced))
            ).split(MARK)

        tracing = (UsageLog(varying), plain) if self._traceable else None
        recorded = record_render(context, self._reads, tracing, probed)
        if recorded is None:
            return None
        return SplitHtml.fast_path(field_plan_of(recorded, recorded.output[0::3], recorded.output[2::3]))

    def _text(self, name: str) -> bytes:
        return self._main if name == self.name else self.assets[name]

    def _tags_at(self, template: str, line: int) -> list[str]:
        """Return the tags of a line of a template."""
        text = _decode(self._main if template == self.name else self.assets.get(template, b""), template)
        found = ((text.count("\n", 0, match.start()) + 1, match.group()) for match in LIVE_TAG.finditer(text))
        return [tag for at, tag in found if at <= line <= at + tag.count("\n")]

    @cached_property
    def _reads(self) -> Reads:
        return reads_of(self.names())

    @cached_property
    def _traceable(self) -> bool:
        from congvan.formats.fastpath.eligibility import is_traceable

        return is_traceable(self._trees().values())

    @cached_property
    def _probed(self) -> InstrumentedTemplate:
        """The instrumented template. Untraceable: a tag that changes how the rest is parsed."""
        return self._probe(self._trees())

    def _probe(self, trees: dict[str, nodes.Template]) -> InstrumentedTemplate:
        from congvan.core.templating.environment import jinja_environment
        from congvan.formats.fastpath.expressions import ExpressionExtractor
        from congvan.formats.fastpath.instrumented import InstrumentedTemplate, instrument

        prepared = instrument(trees, ExpressionExtractor(list(trees.values())), self._env)
        return InstrumentedTemplate(prepared, lambda: jinja_environment(strict=self._strict, autoescape=True))

    def _html(self, context: Mapping[str, Any]) -> str:
        template = self._template
        return "".join(template.root_render_func(template.new_context(dict(context))))

    def _run(self, context: Mapping[str, Any]) -> SplitHtml:
        try:
            html = self._html(context)
        except Exception as first:
            raise ProblemsFound(self._problems(context, first)) from first
        pieces = html.split(MARK)
        if len(pieces) % 3 != 1 or any(between != '">' for between in pieces[1::3]):
            raise ProblemsFound(Problem(Message("template-mark.nested"), Place(self.name)))
        return SplitHtml(tuple(pieces[0::3]), tuple(pieces[2::3]))

    def _problems(self, context: Mapping[str, Any], first: Exception) -> list[Problem]:
        """Return the error of a render as a problem, with the other names that the context lacks."""
        first_problem, missing = self._problem(first, context), self._missing(context)
        known = any((p.place, p.code) == (first_problem.place, first_problem.code) for p in missing)
        return missing if known else [first_problem, *missing]

    def _problem(self, error: Exception, context: Mapping[str, Any] = {}) -> Problem:
        from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError

        if isinstance(error, TemplateSyntaxError):
            name = error.filename or error.name or self.name
            there = self._tags_at(name, error.lineno)
            remedy = next(filter(None, map(slips.remedy, there)), None)
            return Problem(
                Message("template-syntax.html", error=foreign(error.message)), Place(name, error.lineno), remedy
            )
        place = self._place(traceback_frames(error))
        if isinstance(error, TemplateNotFound):
            return Problem(
                Message("template-part", name=error.message), place, did_you_mean(str(error.name), self.assets)
            )
        if isinstance(error, UndefinedError):
            return self._unknown(error, place, known_names(context))
        message = Message("template-value", why=foreign(str(error) or type(error).__name__))
        tags = self._failing_tags(place, context)
        return Problem(
            message, place, frame=Message("frame.tag", tag=Message("in-tag", tag=", ".join(tags))) if tags else None
        )

    def _failing_tags(self, place: Place, context: Mapping[str, Any]) -> list[str]:
        """Return the tags of a line that can't be rendered by themselves, or all of it if they can."""
        tags = self._tags_at(place.file, place.line)

        def fails(tag: str) -> bool:
            try:
                self._env.from_string(tag).render(dict(context))
            except Exception:
                return True
            return False

        return [tag for tag in tags if fails(tag)] or tags

    @staticmethod
    def _unknown(error: TemplateRuntimeError, place: Place, known: Iterable[str]) -> Problem:
        name = missing_name(error)
        message = Message("template-name", name=name) if name else Message("template-name.other", why=foreign(error))
        return Problem(message, place, did_you_mean(name, known))

    def _place(self, frames: Iterable[tuple[str, int]]) -> Place:
        """Return the line of the template, or of a part, that is innermost among frames."""
        for file, line in frames:
            if file in (self.name, *self.assets):
                return Place(file, self._env.get_template(file).get_corresponding_lineno(line))
        return Place(self.name)

    def _missing(self, context: Mapping[str, Any]) -> list[Problem]:
        """Re-render in diagnostic mode and collect every missing name."""
        from jinja2 import UndefinedError

        problems: dict[Problem, None] = {}

        def note(error: TemplateRuntimeError, undefined: StrictUndefined) -> None:
            if not isinstance(error, UndefinedError):  # refusals of the sandbox are reported already
                return
            owner = undefined._undefined_obj
            known = map(str, owner) if isinstance(owner, Mapping) else known_names(context)
            problems[self._unknown(error, self._place(calling_frames()), known)] = None

        with contextlib.suppress(Exception):  # all other errors are reported already
            self._env.overlay(undefined=recording_undefined(note)).get_template(self.name).render(dict(context))
        return list(problems)


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ProblemsFound(Problem(Message("template-encoding"), Place(name, line))) from error
