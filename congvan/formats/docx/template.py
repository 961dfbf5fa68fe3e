"""DOCX: a docxtpl template compiled once, merged with many records.

A record costs one Jinja render per part that varies, one check per value, and one zip into which all other members are
copied as they are deflated in the template. See docs/docx.md for the dialect and where it differs from docxtpl. What
compiles is imported when it is first needed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import marshal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import jinja2
from jinja2 import Environment, Template

from congvan import __version__
from congvan.core.cache import Cache, library
from congvan.core.messages import Message
from congvan.core.opc.writer import PackageWriter, ZipMember, deflate, store
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.core.templating import environment as templating
from congvan.core.templating.bare_tags import BareTag
from congvan.core.threads import one_at_a_time
from congvan.formats.docx.blocks.block_source import STYLE_FILTER
from congvan.formats.docx.blocks.enclosing import VALUE, VALUE_END
from congvan.formats.docx.blocks.expansion import BLOCK_FILTER, style_id
from congvan.formats.docx.blocks.macros import SHARED_FILTER
from congvan.formats.docx.compiled_part import (
    ATTRIBUTE_FILTERS,
    CELL_FILTERS,
    DECLARATION,
    MARKUP_FILTER,
    CompiledPart,
    finished,
    moved_notes,
    with_macros,
)
from congvan.formats.docx.foreign import Replacements, own_copy, replaced, uses_links, with_links
from congvan.formats.docx.package import (
    NOT_BY_DOCXTPL,
    open_package,
    part_label,
    read_template_styles,
    unchanged_members,
)
from congvan.formats.docx.printed import postprocess, values
from congvan.formats.docx.printed.note_order import settled_bytes
from congvan.formats.docx.printed.values import NeedsDocxtpl
from congvan.formats.docx.styles import NO_STYLES, StyleSheet
from congvan.formats.docx.tags import location_message
from congvan.formats.fastpath.collector import return_memory
from congvan.formats.fastpath.store import FastPath, FastPaths, Path
from congvan.formats.fastpath.ways import BY_DOCXTPL, FILLED, RENDERED, WayCounter

if TYPE_CHECKING:
    from congvan.formats.docx.fastpath import DocxTracer
    from congvan.formats.fastpath.instrumented import InstrumentedCode

KIND, INSTRUMENTED = "docx", "docx-prepared"  # of entries in the cache
_BYTES_OF_A_VALUE = 250  # in a cell of a table with its properties
_SMALL = (
    512  # bytes; smaller parts are kept plain: deflating the title saves 100 bytes a letter and takes 8 % of its time
)

MOST_KEPT = 1 << 20  # bytes of a part that is kept: a longer list is not the same in the next record


def compile_template(
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
    environment: Environment | None = None,
    enclosed: bool = False,
) -> DocxTemplate:
    """Compile a DOCX in docxtpl's dialect; `name` is what problems call it, `assets` is not used by this format.

    `strict`: in a sandbox; an undefined name or None is an error. Otherwise any docxtpl template, values escaped; then
    `environment` may bring the caller's filters: no sandbox, no cache. `enclosed`: values in text are between `VALUE`
    and `VALUE_END`, for a reader of the parts. Raises `ProblemsFound` with all its problems."""
    if environment is not None and strict:
        raise ValueError("a strict template has the closed environment; give strict=False with an environment")
    if environment is not None:
        cache = None
    signed = strict or enclosed  # DOCX and pages of a strict template share what is compiled
    key = _cache_key(template, strict=strict, signed=signed) if cache else ""
    if cache and (kept := _kept(template, name, cache, key, strict=strict, enclosed=enclosed)):
        return kept
    from congvan.formats.docx.compiled_macros import KeptParts, MacroCompiler
    from congvan.formats.docx.compiler import compile_parts

    members, sources = open_package(template, name, strict=strict)
    styles = read_template_styles(members, sources[0].member.name, name) if strict else NO_STYLES
    new_environment = partial(docx_environment, strict=strict, base=environment, styles=styles)
    env = new_environment()
    macros, kept_parts = MacroCompiler(env, cache, repr(_made_by())), KeptParts(styles, cache, repr(_made_by()))
    how = partial(compile_parts, strict=strict, styles=styles, enclosed=signed)
    compiled = how(sources, env, name, macros=macros, kept=kept_parts)
    package = PackageWriter(unchanged_members(members, [part.member for part in compiled]))
    if cache:
        cache.put(
            KIND, key, marshal.dumps(([part.as_tuple() for part in compiled], package.state(), styles.as_tuple()))
        )
    instrumented = partial(_instrumented, template, cache, key)
    return DocxTemplate(template, name, strict, compiled, package, instrumented, new_environment, enclosed=enclosed)


def is_compiled(template: bytes, cache: Cache) -> bool:
    """Return whether the cache holds a strict template, compiled."""
    return cache.get(KIND, _cache_key(template, strict=True, signed=True)) is not None


def _kept(template: bytes, name: str, cache: Cache, key: str, *, strict: bool, enclosed: bool) -> DocxTemplate | None:
    """Return the compiled template from the cache; None if it is not there, or damaged."""
    stored = cache.get(KIND, key)
    if stored is None:
        return None
    try:
        parts, package, known = marshal.loads(stored)
        return DocxTemplate(
            template,
            name,
            strict,
            [CompiledPart.from_tuple(part) for part in parts],
            PackageWriter.restore(package),
            partial(_instrumented, template, cache, key),
            partial(docx_environment, strict=strict, styles=StyleSheet(*known)),
            enclosed=enclosed,
        )
    except (EOFError, ValueError, TypeError):
        return None


def _instrumented(template: bytes, cache: Cache | None, key: str) -> InstrumentedCode:
    """Return the instrumented parts of a strict template, from the cache if possible."""
    from congvan.formats.fastpath.instrumented import InstrumentedCode, instrument

    stored = cache.get(INSTRUMENTED, key) if cache else None
    if stored is not None:
        with contextlib.suppress(EOFError, ValueError, TypeError):
            return InstrumentedCode(*marshal.loads(stored))
    from congvan.formats.docx.compiler import whole_trees
    from congvan.formats.fastpath.expressions import ExpressionExtractor

    env = docx_environment(strict=True)
    members, sources = open_package(template, "", strict=True)
    trees = whole_trees(sources, env, read_template_styles(members, sources[0].member.name, ""))
    extractor = ExpressionExtractor(list(trees.values()), constant=frozenset([SHARED_FILTER]))
    instrumented = instrument(trees, extractor, env)
    if cache:
        cache.put(INSTRUMENTED, key, marshal.dumps(instrumented.as_tuple()))
    return instrumented


def _cache_key(template: bytes, *, strict: bool, signed: bool) -> str:
    """Hash everything that a compiled template depends on."""
    return hashlib.sha256(repr((_made_by(), strict, signed)).encode() + template).hexdigest()


def _made_by() -> tuple[str, ...]:
    return __version__, jinja2.__version__, library("docxtpl"), sys.version, sys.implementation.name


def docx_environment(
    *,
    strict: bool,
    finalize: Callable[[Any], Any] | None = None,
    base: Environment | None = None,
    styles: StyleSheet = NO_STYLES,
) -> Environment:
    """Create the environment in which parts are compiled and rendered; `base`: with what the caller's one knows."""
    env = base.overlay(autoescape=True) if base else templating.jinja_environment(strict=strict)
    env.filters = {**env.filters, MARKUP_FILTER: values.rich_only}
    env.filters |= {CELL_FILTERS["cellbg"]: values.colour, CELL_FILTERS["colspan"]: values.columns}
    env.filters[ATTRIBUTE_FILTERS["size"]] = values.text_size
    if strict:
        env.filters |= {STYLE_FILTER: partial(style_id, styles), BLOCK_FILTER: values.rich_only}
        env.filters[SHARED_FILTER] = values.RichXml
    env.finalize = finalize or values.foreign_finalize
    return env


class DocxTemplate:
    """A compiled template. `render` is pure: the same context gives the same bytes."""

    def __init__(
        self,
        template: bytes,
        name: str,
        strict: bool,
        parts: Sequence[CompiledPart],
        package: PackageWriter,
        instrumented: Callable[[], InstrumentedCode],
        environment: Callable[..., Environment],
        *,
        enclosed: bool,
    ) -> None:
        self.name, self.strict, self.parts = name, strict, parts
        self._template, self._package = template, package
        self._environment, self._instrumented, self._enclosed = environment, instrumented, enclosed
        self._moved = moved_notes(parts)
        self._renders = [_part_renderer(part, strict, environment, enclosed=enclosed) for part in parts]
        self._fast_paths: FastPaths[list[bytes]] | None = None
        if strict and not any(part.tokens for part in parts):
            self._fast_paths = FastPaths(self._traced, list.__eq__, _printed)
        self._names = [part.member for part in parts]
        self.ways = WayCounter()
        self._last: dict[str, tuple[bytes, ZipMember]] = {}

    @cached_property
    def tracer(self) -> DocxTracer | None:
        """What records fast paths; None for a template that has none. A process that makes one record imports nothing
        of it.
        """
        if self._fast_paths is None:
            return None
        from congvan.formats.docx.fastpath import DocxTracer

        return DocxTracer(self.parts, self._environment, self._instrumented, enclosed=self._enclosed)

    def _traced(self, context: dict[str, Any], varying: frozenset[Path]) -> FastPath[list[bytes]] | None:
        return self.tracer.trace(context, varying) if self.tracer else None

    def names(self) -> frozenset[str]:
        """Return the dotted paths that the template reads from its context."""
        return frozenset(name for part in self.parts for name in part.names)

    def bare_tags(self) -> Sequence[BareTag]:
        """Return the values that the template always prints into its running text."""
        return [BareTag(path, *self._tag_at(part, line, path)) for part in self.parts for path, line in part.bare]

    def _tag_at(self, part: CompiledPart, line: int, path: str) -> tuple[str, Place]:
        tag, spot = part.lines.get(line, ("", ()))
        label = part_label(part.kind, part.number, part.pages)
        return tag or f"{{{{ {path} }}}}", Place(file=self.name, part=label, where=location_message(spot))

    def render(self, context: Mapping[str, Any], replacements: Replacements | None = None) -> bytes:
        """Render one record to DOCX. Raises `ProblemsFound` with every missing or unprintable value, by its place.

        `replacements`: pictures and files of the template that this document has others for.
        """
        data = self._rendered(context if self.strict else own_copy(context))
        return data if replacements is None else replaced(data, replacements, self.name)

    def _rendered(self, context: Mapping[str, Any]) -> bytes:
        contents = self._contents(context)
        if isinstance(contents, bytes):
            return contents
        data = self._written(contents)  # while other threads go on
        return with_links(data) if not self.strict and uses_links(contents) else data

    @one_at_a_time
    def _contents(self, context: Mapping[str, Any]) -> list[bytes] | bytes:
        """Return the finished parts of a record, or its file where docxtpl makes it."""
        contents = self._fast_paths.lookup(context) if self._fast_paths else None
        if contents is not None:
            self.ways.count(FILLED)
            return contents
        try:
            contents = [_encoded(render(context)) for render in self._renders]
            contents = settled_bytes(contents, self._moved) if self._moved else contents
        except NeedsDocxtpl:
            self.ways.count(BY_DOCXTPL)
            return self._render_by_docxtpl(context)
        except Exception as error:
            if isinstance(error, expat.ExpatError) and not self.strict:
                return self._render_by_docxtpl(context)  # which repairs it
            raise self._diagnosed(error, context) from error
        if self._fast_paths:
            self._fast_paths.observe(context, contents)
        self.ways.count(RENDERED)
        return contents

    def rendered_parts(self, context: Mapping[str, Any]) -> dict[str, str] | None:
        """Return the finished XML of the parts of a record, by member; None if it brings parts of its own.

        Raises `ProblemsFound` as `render`.
        """
        context = context if self.strict else own_copy(context)
        try:
            contents = [render(context) for render in self._renders]
        except NeedsDocxtpl:
            return None
        except Exception as error:
            if isinstance(error, expat.ExpatError) and not self.strict:
                return None
            raise self._diagnosed(error, context) from error
        if not self.strict and uses_links([text.encode() for text in contents]):
            return None
        return dict(zip(self._names, contents, strict=True))

    def _diagnosed(self, error: Exception, context: Mapping[str, Any]) -> ProblemsFound:
        from congvan.formats.docx.diagnosis import diagnose

        return diagnose(error, self.parts, context, self.name, self._environment, strict=self.strict)

    def _written(self, contents: Sequence[bytes]) -> bytes:
        return self._package.write([self._member(*each) for each in zip(self._names, contents, strict=True)])

    def _member(self, name: str, content: bytes) -> ZipMember:
        """Pack a part; small ones (a footer, the title) are often the same as in the last record."""
        last = self._last.get(name)
        if last is not None and last[0] == content:
            return last[1]
        member = (store if len(content) < _SMALL else deflate)(name, content)
        if len(content) < MOST_KEPT:
            self._last[name] = content, member
        return member

    def _render_by_docxtpl(self, context: Mapping[str, Any]) -> bytes:
        from congvan.formats.docx import docxtpl_fallback

        try:
            own = [
                deflate(part.member, _encoded(render(context)))
                for part, render in zip(self.parts, self._renders, strict=True)
                if part.kind in NOT_BY_DOCXTPL
            ]
            env = self._environment(finalize=_finalize(self.strict, proved=False))
            moved = {self._names[at]: kind for at, kind in [(0, ""), *self._moved]} if self._moved else {}
            data = docxtpl_fallback.render(self._template, context, env, own, moved, strict=self.strict)
            return data if self.strict else with_links(data)
        except ModuleNotFoundError as error:
            raise EnvironmentFault(
                Problem(Message("package-missing", package=error.name), Place(file=self.name))
            ) from error
        except Exception as error:
            raise self._diagnosed(error, context) from error


def _printed(contents: Sequence[bytes]) -> int:
    """Return how many values the parts of a record show, about."""
    return sum(map(len, contents)) // _BYTES_OF_A_VALUE


def _finalize(strict: bool, proved: bool) -> Callable[[Any], Any]:
    """Return the function that prints a value."""
    if not strict:
        return values.foreign_finalize
    return values.strict_finalize if proved else values.open_finalize


def _part_renderer(
    part: CompiledPart, strict: bool, environment: Callable[..., Environment], *, enclosed: bool
) -> Callable[[Mapping[str, Any]], str]:
    """Return the function that renders the XML of one part of a record, without its declaration."""
    env = environment(finalize=_finalize(strict, part.proved))
    template = Template.from_code(env, part.code, with_macros(env, part.macros))
    new_context, root = template.new_context, template.root_render_func

    def render(context: Mapping[str, Any]) -> str:
        printed = root(new_context(context))  # type: ignore[arg-type]  # it wants a dict and only reads
        xml, unfit = finished(part, _joined(printed, strict, enclosed=enclosed))  # the one that holds the text
        if strict:
            xml = postprocess.drop_empty_section(xml)
        return postprocess.fix_tables(DECLARATION + xml.encode()).decode() if unfit else xml

    return render


def _joined(printed: Iterable[str], strict: bool, *, enclosed: bool) -> str:
    """Return what a template prints: of a long list tens of MiB, which are there twice at most."""
    with io.StringIO() as out:
        out.writelines(printed)
        xml = out.getvalue()
    for sign in () if enclosed else (VALUE, VALUE_END):
        xml = xml.replace(sign, "")
    return xml if strict else postprocess.restore_braces(xml)


def _encoded(xml: str) -> bytes:
    """Return the bytes of a part; a long one is encoded in stretches, so that it is there once."""
    if len(xml) < MOST_KEPT:
        return DECLARATION + xml.encode()
    out = io.BytesIO()
    out.write(DECLARATION)
    for at in range(0, len(xml), MOST_KEPT):
        out.write(xml[at : at + MOST_KEPT].encode())
    return_memory()
    return out.getvalue()
