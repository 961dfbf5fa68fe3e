"""A DOCX template as the source of pages: the parts of a record, read as one HTML document and split at its values.

The parts are those of the DOCX itself, so that both say the same. A record that differs from others in its values
alone is neither merged nor read: its values go from its content into the fields (`formats/fastpath`). What compiles
and reads is imported when it is first needed, as in `pdf/html_source`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from congvan.core.cache import Cache
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, told_by
from congvan.formats import FOLLOWED
from congvan.formats.docx.blocks.enclosing import VALUE, VALUE_END
from congvan.formats.fastpath.collector import without_collector
from congvan.formats.fastpath.field_plan import ValuePrinter
from congvan.formats.fastpath.store import FastPath, Path
from congvan.formats.pdf.marks import MARK, SCHEME, SplitHtml, escaped, stored_fast_paths, unescaped
from congvan.formats.pdf.tables.table_rows import check_rows

if TYPE_CHECKING:
    from congvan.core.templating.bare_tags import BareTag
    from congvan.formats.docx.template import DocxTemplate
    from congvan.formats.docx_html.converter import WordConverter
    from congvan.formats.fastpath.recorder import RecordedRender
    from congvan.formats.fastpath.store import FastPath, Path

_MEDIA = "word/media/"
_ENCLOSED = re.compile(f"{VALUE}([^{VALUE_END}]*){VALUE_END}")
_ENDS = ("</w:tr>", "</w:tc>")
_PARAGRAPH = re.compile(rf'(<p class="p [^<>{MARK}]*)>([^{MARK}]*?)</p>')
# What a full render refuses or the converter writes otherwise: control characters, breaks, spaces and hyphens of the
# layout.
_SPECIAL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u2002-\u2005\u2008-\u200b\u2010-\u2012\u2028\u2029\u205f\u2060\ud800-\udfff\ufdd0-\ufdd6\ufffe\uffff]"
)


class PageTexts(dict[str, str]):
    """Texts as they stand in the HTML, cached. ValueError: one that the converter, or a full render, has to see."""

    def __missing__(self, text: str) -> str:
        if _SPECIAL.search(text):
            raise ValueError(text)
        self[text] = written = escaped(text)
        return written


def _as_page_text(value: Any) -> str:
    """Return a free number, or computed text markup, as it stands in the HTML. ValueError: as `PageTexts`."""
    text = str(value)
    if _is_markup(value):
        if "<" in text:
            raise ValueError(text)
        text = unescaped(text)
    if _SPECIAL.search(text):
        raise ValueError(text)
    return escaped(text)


_PRINTING = ValuePrinter(_as_page_text, _as_page_text)


class DocxSource:
    """A DOCX template read as pages; `split` renders one record."""

    def __init__(
        self,
        template: bytes,
        name: str,
        strict: bool,
        plans: bytes | None = None,
        trial: bytes | None = None,
        cache: Cache | None = None,
        texts_vary: bool = False,
    ) -> None:
        """`plans`: field plans stored by earlier runs; with them the template is compiled only when needed. `trial`:
        what runs left that have verified none. `texts_vary`: as of `compile_template`.
        """
        self.name = name or "template.docx"
        self._texts_vary = texts_vary
        self._template, self._strict, self._cache = template, strict, cache
        self._texts = PageTexts()
        self.fast_paths = stored_fast_paths(self._traced, self._function, plans, trial, self._texts, _PRINTING)
        self.learned, self.ran = 0, False
        self._brought: dict[str, bytes] = {}  # pictures of the last record that brought its own
        if not self.fast_paths.plans:
            self._compiled  # noqa: B018 - compiles now, so that errors are raised at once

    @cached_property
    def _compiled(self) -> DocxTemplate:
        """The template, its values enclosed."""
        return self._compile(enclosed=True)

    @cached_property
    def _plain(self) -> DocxTemplate:
        """The template as it makes the DOCX."""
        return self._compile(enclosed=False)

    def _compile(self, *, enclosed: bool) -> DocxTemplate:
        from congvan.formats.docx.template import compile_template

        return compile_template(
            self._template, name=self.name, strict=self._strict, cache=self._cache, enclosed=enclosed
        )

    @cached_property
    def _package(self) -> dict[str, bytes]:
        return _members(self._template, self.name)

    @cached_property
    def _converter(self) -> WordConverter:
        return self._reader(self._package)

    def _reader(self, package: Mapping[str, bytes]) -> WordConverter:
        from congvan.formats.docx_html.converter import WordConverter

        return WordConverter(package, self.name)

    @cached_property
    def _media(self) -> dict[str, bytes]:
        return _pictures(self._package)

    @property
    def assets(self) -> Mapping[str, bytes]:
        """The pictures that pages show, named after their content."""
        return {_named(name, data): data for name, data in [*self._media.items(), *self._brought.items()]}

    @cached_property
    def notes(self) -> tuple[Problem, ...]:
        """What the pages can't follow of the template, as warnings with their places."""
        key = hashlib.sha256(self._template).hexdigest()
        if self._cache is not None and self._cache.get(FOLLOWED, key) is not None:
            return ()
        notes = self._converter.unsupported
        if self._cache is not None and not notes:
            self._cache.put(FOLLOWED, key, b"1")
        return notes

    def names(self) -> frozenset[str]:
        """Return the dotted paths that the template reads from its context."""
        return self._compiled.names()

    def bare_tags(self) -> Sequence[BareTag]:
        """Return the values that the template always prints into its running text."""
        return self._compiled.bare_tags()

    def split(self, context: Mapping[str, Any]) -> SplitHtml:
        """Render one record. ProblemsFound: a missing or unprintable value, with its place in the template."""
        found = self.fast_paths.lookup(context) if self._strict else None
        self.ran = found is None
        if found is None:
            with without_collector(), told_by(lambda: self.notes):  # what the first record imports stays
                found = self._run(context)
            if self._strict:
                self.learned += self.fast_paths.observe(context, found)
        return found

    def _run(self, context: Mapping[str, Any]) -> SplitHtml:
        """Merge a record and read it."""
        parts = self._compiled.rendered_parts(context)
        if parts is not None:
            check_rows(self.name, *(sum(xml.count(end) for xml in parts.values()) for end in _ENDS))
            text = _with_pictures(self._converter.html(parts), self._media)
        else:
            package = _members(self._plain.render(context), self.name)
            self._brought = _pictures(package)
            text = _with_pictures(self._reader(package).html({}), self._brought)
        pieces = self._pieces(text)
        if len(pieces) % 3 != 1 or any(between != '">' for between in pieces[1::3]):
            raise ProblemsFound(Problem(Message("template-mark.nested"), Place(self.name)))
        return SplitHtml(tuple(pieces[0::3]), tuple(pieces[2::3]))

    def _pieces(self, text: str) -> list[str]:
        """Return a document cut at the marks of its fields."""
        return (_with_texts_marked(text) if self._texts_vary else text).split(MARK)

    # -- fast path -----------------------------------------------------------------------------------------------------

    def _function(self, number: int) -> Any:
        tracer = self._compiled.tracer
        assert tracer is not None, "a plan of a template that can't be traced"
        return tracer.function(number)

    def _traced(self, context: dict[str, Any], varying: frozenset[Path]) -> FastPath[SplitHtml] | None:
        """Record a fast path from one record."""
        from congvan.formats.fastpath.recorder import field_plan_of

        tracer = self._compiled.tracer
        recorded = tracer.record(context, varying) if tracer else None
        if tracer is None or recorded is None:
            return None
        for part, xml in zip(self._compiled.parts, recorded.output, strict=True):
            if part.kind != "properties":  # whose texts are copied, or not shown
                _bind(recorded, xml)
        finished = [xml for xml, _by_lxml in tracer.finish(recorded, exact=False)]
        parts = dict(zip([part.member for part in self._compiled.parts], finished, strict=True))
        text = _with_pictures(self._converter.html(parts, partial(self._revealed, recorded)), self._media)
        pieces = self._pieces(text)
        plan = field_plan_of(recorded, pieces[0::3], pieces[2::3], escaped=self._texts, printing=_PRINTING)
        return SplitHtml.fast_path(plan)

    def _revealed(self, recorded: RecordedRender[list[str]], text: str) -> str:
        """Bind the values in a piece of text and return it with them."""
        recorded.bind(text)
        return "".join(
            piece if isinstance(piece, str) else _real_text(piece[1]) for piece in recorded.recording.pieces(text)
        )


def _with_texts_marked(text: str) -> str:
    """Return a document whose paragraphs of text are fields, but for those that hold one."""
    return _PARAGRAPH.sub(rf'\1 data-n="{MARK}">{MARK}\2{MARK}</p>', text)


def _bind(recorded: RecordedRender[list[str]], xml: str) -> None:
    """Bind the values that are not text between marks, and those that the converter has to see."""
    from congvan.formats.fastpath.traced_values import TracedNumber

    recorded.bind(_ENCLOSED.sub("", xml))
    for text in _ENCLOSED.findall(xml):
        for leaf in recorded.within(text):
            markup = _is_markup(leaf._real) and "<" in leaf._real
            if markup or (not isinstance(leaf, TracedNumber) and _SPECIAL.search(_real_text(leaf))):
                recorded.bound.add(leaf._number)


def _is_markup(value: Any) -> bool:
    return hasattr(value, "__html__")


def _real_text(leaf: Any) -> str:
    return unescaped(str(leaf._real)) if _is_markup(leaf._real) else str(leaf._real)


def _members(package: bytes, name: str) -> dict[str, bytes]:
    from congvan.core.opc.reader import read_members
    from congvan.formats.docx.package import with_usual_name

    return {member.name: member.content() for member in with_usual_name(read_members(package, name=name))}


def _pictures(package: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in package.items() if name.startswith(_MEDIA)}


def _named(name: str, data: bytes) -> str:
    """Return the name of a picture in the HTML: a layout is kept under its HTML, so other bytes need another name."""
    return f"{hashlib.sha256(data).hexdigest()[:16]}.{name.rpartition('.')[2].lower()}"


def _with_pictures(text: str, pictures: Mapping[str, bytes]) -> str:
    for name, data in pictures.items():
        text = text.replace(f"{SCHEME}{name}", f"{SCHEME}{_named(name, data)}")
    return text
