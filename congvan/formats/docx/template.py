"""DOCX: a docxtpl template compiled once, merged with many records.

A record costs one Jinja render per part that varies, one check per value, and one zip into which all other members are
copied as they are deflated in the template. See docs/docx.md for the dialect and where it differs from docxtpl.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from xml.parsers import expat

import jinja2
from jinja2 import Environment, Template, nodes

from congvan import __version__
from congvan.cache import Cache, library
from congvan.formats.docx import postprocess, values
from congvan.formats.docx.compiler import MARKUP_FILTER, Part, compile_parts
from congvan.formats.docx.diagnosis import report
from congvan.formats.docx.fastpath import DECLARATION, Tracer
from congvan.formats.docx.package import OURS_ALONE, label, open_package, static
from congvan.formats.docx.tags import words
from congvan.formats.docx.values import NeedsDocxtpl
from congvan.formats.fastpath.expressions import Rewriting
from congvan.formats.fastpath.instrumented import Prepared, prepare
from congvan.formats.fastpath.store import Traces
from congvan.formats.fastpath.ways import BY_DOCXTPL, FILLED, RENDERED, Reason, Ways, dotted, names_value
from congvan.messages import Message
from congvan.opc.writer import Member, Package, deflate
from congvan.problems import EnvironmentFault, Place, Problem
from congvan.templating import environment as templating

KIND, PREPARED = "docx", "docx-prepared"  # of entries in the cache


def compile_template(
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
) -> DocxTemplate:
    """Compile a DOCX in docxtpl's dialect; `name` is what problems call it, `assets` is not used by this format.

    `strict`: sandboxed, an undefined name or None is an error, curly quotes in a tag too. Not strict: any docxtpl
    template, undefined prints nothing; values are escaped all the same. Raises `Stop` with all its problems.
    """
    key = _cache_key(template, strict=strict) if cache else ""
    stored = cache.get(KIND, key) if cache else None
    if stored is not None:
        with contextlib.suppress(EOFError, ValueError, TypeError):  # a damaged entry is made again
            parts, package = marshal.loads(stored)
            prepared = partial(_prepared, template, cache, key, None)
            return DocxTemplate(
                template, name, strict, [Part(*part) for part in parts], Package.restore(package), prepared
            )
    members, sources = open_package(template, name, strict=strict)
    compiled, trees = compile_parts(sources, environment(strict=strict), name, strict=strict)
    package = Package(static(members, [part.member for part in compiled]))
    if cache:
        cache.put(KIND, key, marshal.dumps(([part.as_tuple() for part in compiled], package.state())))
    return DocxTemplate(template, name, strict, compiled, package, partial(_prepared, template, cache, key, trees))


def _prepared(template: bytes, cache: Cache | None, key: str, trees: dict[str, nodes.Template] | None) -> Prepared:
    """The parts of a strict template with their expressions taken out; `trees` is made anew where it is gone."""
    stored = cache.get(PREPARED, key) if cache else None
    if stored is not None:
        with contextlib.suppress(EOFError, ValueError, TypeError):
            return Prepared(*marshal.loads(stored))
    env = environment(strict=True)
    if not trees:
        _members, sources = open_package(template, "", strict=True)
        _parts, trees = compile_parts(sources, env, "", strict=True)
    prepared = prepare(trees, Rewriting(list(trees.values())), env)
    trees.clear()  # rewritten
    if cache:
        cache.put(PREPARED, key, marshal.dumps(prepared.as_tuple()))
    return prepared


def _cache_key(template: bytes, *, strict: bool) -> str:
    """Of all that a compiled form depends on."""
    made_by = (__version__, jinja2.__version__, library("docxtpl"), platform.python_version(), sys.implementation.name)
    return hashlib.sha256(repr((made_by, strict)).encode() + template).hexdigest()


def environment(*, strict: bool, finalize: Callable[[Any], Any] | None = None) -> Environment:
    """The environment that parts are compiled and rendered in."""
    env = templating.environment(strict=strict)
    env.filters[MARKUP_FILTER] = values.markup_only
    env.finalize = finalize or values.foreign_finalize
    return env


class DocxTemplate:
    """A compiled template. `render` is pure: the same context gives the same bytes."""

    def __init__(
        self,
        template: bytes,
        name: str,
        strict: bool,
        parts: Sequence[Part],
        package: Package,
        prepared: Callable[[], Prepared],
    ) -> None:
        self.name, self.strict, self.parts = name, strict, parts
        self._template, self._package = template, package
        self._renders = [_render_of(part, strict) for part in parts]
        self._traces: Traces[list[bytes]] | None = None
        self._tracer: Tracer | None = None
        if strict and not any(part.tokens for part in parts):
            self._tracer = Tracer(parts, partial(environment, strict=True), prepared)
            self._traces = Traces(self._tracer.trace, list.__eq__)
        self._names = [part.member for part in parts]
        self.ways = Ways()
        self._last: dict[str, tuple[bytes, Member]] = {}

    def names(self) -> frozenset[str]:
        """Dotted paths that the template reads from its context."""
        return frozenset(name for part in self.parts for name in part.names)

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The finished DOCX. Raises `Stop` with every value that is missing or can't be printed, by its place."""
        contents = self._traces.given(context) if self._traces else None
        if contents is not None:
            self.ways.took(FILLED)
            return self._written(contents)
        try:
            contents = [render(context) for render in self._renders]
        except NeedsDocxtpl:
            self.ways.took(BY_DOCXTPL, Reason("parts"), self._located)
            return self._render_by_docxtpl(context)
        except Exception as error:
            if isinstance(error, expat.ExpatError) and not self.strict:
                return self._render_by_docxtpl(context)  # which repairs it
            raise report(error, self.parts, context, self.name, self.strict) from error
        reason = None
        if self._traces:
            self._traces.learn(context, contents)
            reason = self._traces.reason
        elif self.strict:
            reason = Reason("untold", text=Message("untold.own-characters"))
        self.ways.took(RENDERED, reason, self._located)
        return self._written(contents)

    def _located(self, reason: Reason) -> tuple[Place, str]:
        """Where in the template a reason stands, and the tag there."""
        tracer = self._tracer
        member, line = tracer.expression(reason.number) if tracer and reason.number >= 0 else ("", reason.line)
        for part in self.parts:
            for at, (tag, spot) in part.lines.items():
                if (part.member == member and at == line) or (not member and names_value(tag, reason.keys)):
                    return Place(file=self.name, part=label(part.kind, part.number), where=words(spot)), tag
        return Place(file=self.name), dotted(reason.keys) or str(reason.text)

    def _written(self, contents: Sequence[bytes]) -> bytes:
        return self._package.write([self._member(*each) for each in zip(self._names, contents, strict=True)])

    def _member(self, name: str, content: bytes) -> Member:
        """A part deflated; the small ones (a footer, the title) are often those of the last record."""
        last = self._last.get(name)
        if last is None or last[0] != content:
            last = self._last[name] = content, deflate(name, content)
        return last[1]

    def _render_by_docxtpl(self, context: Mapping[str, Any]) -> bytes:
        from congvan.formats.docx import docxtpl_fallback

        try:
            own = [
                deflate(part.member, render(context))
                for part, render in zip(self.parts, self._renders, strict=True)
                if part.kind in OURS_ALONE
            ]
            env = environment(strict=self.strict, finalize=_finalize(self.strict, proved=False))
            return docxtpl_fallback.render(self._template, context, env, own, strict=self.strict)
        except ModuleNotFoundError as error:
            raise EnvironmentFault(
                Problem(Message("package-missing", package=error.name), Place(file=self.name))
            ) from error
        except Exception as error:
            raise report(error, self.parts, context, self.name, self.strict) from error


def _finalize(strict: bool, proved: bool) -> Callable[[Any], Any]:
    """What prints a value."""
    if not strict:
        return values.foreign_finalize
    return values.strict_finalize if proved else values.open_finalize


def _render_of(part: Part, strict: bool) -> Callable[[Mapping[str, Any]], bytes]:
    """The function that makes the XML of one part of a record."""
    env = environment(strict=strict, finalize=_finalize(strict, part.proved))
    template = Template.from_code(env, part.code, env.make_globals(None))
    new_context, root = template.new_context, template.root_render_func

    def render(context: Mapping[str, Any]) -> bytes:
        xml = "".join(root(new_context(context)))  # type: ignore[arg-type]  # it wants a dict and only reads
        if not strict:
            xml = postprocess.restore_braces(xml)
        if postprocess.has_breaks(xml):
            xml = postprocess.resolve_breaks(xml)
        if part.drawings:
            xml = postprocess.number_drawings(xml)
        fits = not part.tables or (part.proved and postprocess.tables_fit(xml))
        if strict:
            xml = postprocess.drop_empty_section(xml)
        data = DECLARATION + xml.encode()
        if not part.proved:
            expat.ParserCreate(namespace_separator=" ").Parse(data, True)
        if not fits:
            data = DECLARATION + postprocess.fix_tables(data)
        return data

    return render
