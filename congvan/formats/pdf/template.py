"""Render templates to PDF/A-2u: laid out once by WeasyPrint, stamped for every further record.

The HTML comes from a page source: an HTML template (`html_source`), or a DOCX template (`formats/docx_html`). The
result never depends on the marks in it: they only tell where records differ. A value that does not fit a layout kept
from an earlier record gets a layout of its own, and the bytes are the same either way.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from congvan.core.cache import library
from congvan.core.fonts import embed, fontconfig, symbols
from congvan.core.fonts.faces import Face
from congvan.core.fonts.fontconfig import FontRequest
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, Severity, told_by
from congvan.core.threads import one_at_a_time
from congvan.formats.fastpath import stored_plans
from congvan.formats.fastpath.collector import return_memory, without_collector
from congvan.formats.fastpath.store import FastPaths
from congvan.formats.fastpath.ways import FILLED, LAID_OUT, RENDERED, WayCounter
from congvan.formats.pdf import layout_record
from congvan.formats.pdf.layout_record import ClippedRow, LayoutRecord
from congvan.formats.pdf.marks import SCHEME, SplitHtml, unescaped
from congvan.formats.pdf.readings import SaidBlocks
from congvan.formats.pdf.writer import PreparedLayout, SingleWriter, StampedLines

if TYPE_CHECKING:
    from congvan.core.cache import Cache
    from congvan.core.templating.bare_tags import BareTag

__all__ = ["PdfTemplate", "compile_template"]

FONTS = "pdf-font"
"""The kind of the cache entries that hold the fonts of files."""
_MAX_LAYOUTS = 64  # layouts kept in memory per skeleton, and skeletons per template
_OTHER_FORMATS = (".docx", ".xlsx")  # templates of other formats: no page names one, and no layout depends on one
_MOST_KEPT_VALUES = 4000  # of a document whose layout is kept for others: a longer list hardly comes again as long
_MAX_STORED = 12  # layouts kept on disk per skeleton, and field plans per template


def compile_template(
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
) -> PdfTemplate:
    """Compile an HTML template. `assets`: the parts, style sheets and images that it may name, by that name.

    ProblemsFound: a syntax error, a missing part, a mark that is not closed.
    """
    from congvan.formats.pdf.html_source import HtmlSource

    nameable = {name: data for name, data in (assets or {}).items() if not name.lower().endswith(_OTHER_FORMATS)}
    identity = identity_of(template, strict, nameable)
    source = HtmlSource(template, name, strict, nameable, *stored_programs(cache, identity))
    return PdfTemplate(source, identity, strict, cache)


def identity_of(template: bytes, strict: bool, assets: Mapping[str, bytes], texts_vary: bool = False) -> bytes:
    """Hash all that decides a layout except its skeleton: template, assets, WeasyPrint's version, strictness, and
    whether all texts are fields.
    """
    of = f"{layout_record.VERSION}:{library('weasyprint')}:{strict}" + ":texts" * texts_vary
    digest = hashlib.sha256(of.encode())
    for name, data in [("", template), *sorted(assets.items())]:
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.digest()


def stored_programs(cache: Cache | None, identity: bytes) -> tuple[bytes | None, bytes | None]:
    """Return the field plans that earlier runs stored for a template; where none is verified, what is on trial."""
    if cache is None:
        return None, None
    plans = cache.get("pdf-program", identity.hex())
    return plans, None if plans else cache.get("pdf-trial", identity.hex())


class PageSource(Protocol):
    """A template that gives the HTML of a record, split at its fields.

    `assets`: what its pages may name. `learned`: fast paths verified in this process. `ran`: whether the template was
    run for the last record. `notes`: what its pages can't follow of it, as warnings.
    """

    name: str
    fast_paths: FastPaths[SplitHtml]
    learned: int
    ran: bool

    @property
    def assets(self) -> Mapping[str, bytes]: ...

    @property
    @one_at_a_time
    def notes(self) -> tuple[Problem, ...]: ...

    def names(self) -> frozenset[str]: ...

    def bare_tags(self) -> Sequence[BareTag]: ...

    def split(self, context: Mapping[str, Any]) -> SplitHtml: ...


class PdfTemplate:
    """A compiled template: `render(context)` returns the bytes of one PDF.

    `stats` counts the records: "stamped" (no WeasyPrint), "laid out" (a new layout, kept for others), "fallbacks" (laid
    out since the typesetter does not support a value). `ways` counts them in the terms of all formats, with reasons.
    """

    def __init__(self, source: PageSource, identity: bytes, strict: bool, cache: Cache | None) -> None:
        """`identity`: the hash of all that decides a layout except its skeleton."""
        self._source, self._identity, self._strict, self._cache = source, identity, strict, cache
        self._forms: dict[tuple[str, ...], list[PreparedLayout]] = {}
        self._titles: dict[tuple[str, ...], int] = {}
        self._known: dict[tuple[str, ...], bytes] = {}  # skeleton → hash of what the cache held when it was last read
        self.stats: Counter[str] = Counter({"stamped": 0, "laid out": 0, "fallbacks": 0})
        self.ways = WayCounter()
        self.faces: dict[str, str] = {}  # family that the template names → family that was embedded
        self.symbols: dict[str, str] = {}  # symbol that such a family lacks → family that draws it
        self.told: list[ClippedRow] = []  # each once, of the records made since it was last emptied

    @one_at_a_time
    def names(self) -> frozenset[str]:
        """Return the dotted paths that the template reads from its context."""
        return self._source.names()

    @one_at_a_time
    def bare_tags(self) -> Sequence[BareTag]:
        """Return the values that the template always prints into its running text."""
        return self._source.bare_tags()

    @property
    @one_at_a_time
    def notes(self) -> tuple[Problem, ...]:
        """What the pages can't follow of the template, as warnings with their places."""
        return self._source.notes

    def render(self, context: Mapping[str, Any], read: Callable[[], None] = return_memory) -> bytes:
        """Render one record to PDF; `read`: as of `LongTemplate`.

        Raises ProblemsFound for undefined names, refused URLs and warnings, EnvironmentFault for a missing face.
        """
        return self._file(context, tagged=True, read=read)

    def untagged(self, context: Mapping[str, Any]) -> bytes:
        """Render one record to PDF/A-2u, without a structure tree."""
        return self._file(context, tagged=False)

    @one_at_a_time
    def _file(self, context: Mapping[str, Any], tagged: bool, read: Callable[[], None] = return_memory) -> bytes:
        html_parts = self.split(context)
        if once := not _is_kept(html_parts):
            read()
        prepared, lines = self.prepared(html_parts, tagged)
        title, values = self.title(html_parts), html_parts.values if prepared.layout.headings else ()
        if tagged and not title:  # PDF/UA asks for one
            from congvan.formats.pdf.tagged_writer import heading_text

            said = [heading_text(heading, values) for heading in prepared.layout.headings[:1]]
            title = "".join(said) or PurePath(self._source.name).stem
        del html_parts  # what is written of a long list takes its room
        writer = self._writer(prepared, lines.said, once)
        del prepared
        return writer.file(lines.operators, title, values)

    @staticmethod
    def _writer(prepared: PreparedLayout, said: SaidBlocks | None, once: bool = False) -> SingleWriter:
        """Return the writer of a layout's files; `once`: as of `reading`."""
        reading = prepared.reading(said, once=once)
        if once:
            prepared.layout.drop_lines()
            return_memory()
        known = prepared.writers.get(reading)
        if known is None:
            from congvan.formats.pdf.tagged_writer import single_writer  # a pack has a writer of its own

            with without_collector():
                known = single_writer(prepared, reading)
        return known

    @one_at_a_time
    def lay_out(self, context: Mapping[str, Any]) -> bytes:
        """Render the same PDF, untagged, by WeasyPrint alone; for comparison."""
        html_parts = self.split(context)
        prepared = self._form(self._layout(html_parts, stamping=False))
        return self._writer(prepared, None).file([], self.title(html_parts))

    def split(self, context: Mapping[str, Any]) -> SplitHtml:
        """Render the HTML of one record, or take it from a fast path, split at its fields."""
        learned = self._source.learned
        html_parts = self._source.split(context)
        if self._source.ran and self._cache is not None:
            self._keep_plans(self._cache, self._source.learned != learned)
        return html_parts

    def _keep_plans(self, cache: Cache, learned: bool) -> None:
        """Store what a run of the template came to, for later processes."""
        paths, key = self._source.fast_paths, self._identity.hex()
        if learned:
            cache.put("pdf-program", key, stored_plans.to_bytes(paths.plans[:_MAX_STORED]))
        elif trial := paths.trial():
            cache.put("pdf-trial", key, stored_plans.trial_to_bytes(*trial))

    def title(self, html_parts: SplitHtml) -> str:
        """Return the document's title as text."""
        at = self._titles.get(html_parts.fixed) if _is_kept(html_parts) else html_parts.title
        if at is None:
            at = self._titles[html_parts.fixed] = html_parts.title
        return " ".join(unescaped(html_parts.values[at]).split()) if at >= 0 else ""

    def prepared(self, html_parts: SplitHtml, tagged: bool = False) -> tuple[PreparedLayout, StampedLines]:
        """Return a layout that this document fits, and the lines of its fields; `tagged`: for a tagged file."""
        if not _is_kept(html_parts):
            return self._laid_out([], html_parts, tagged)
        layouts = self._forms.get(html_parts.fixed)
        if layouts is None:
            layouts = self._load(html_parts)
        fitting = self._fitting(layouts, html_parts, tagged)
        if fitting is None and self._cache is not None:
            with self._cache.alone("pdf", self._key(html_parts)):  # another process may have laid it out meanwhile
                if others := self._stored(html_parts):
                    layouts[:0] = others
                    fitting = self._fitting(layouts, html_parts, tagged)
                return fitting or self._laid_out(layouts, html_parts, tagged)
        return fitting or self._laid_out(layouts, html_parts, tagged)

    def _fitting(
        self, layouts: list[PreparedLayout], html_parts: SplitHtml, tagged: bool
    ) -> tuple[PreparedLayout, StampedLines] | None:
        """Return the first of the layouts that a document fits, which becomes the first of them."""
        for n, prepared in enumerate(layouts):
            lines = prepared.typeset(html_parts.values, tagged)
            if lines is not None:
                self.stats["stamped"] += 1
                if n:
                    layouts.insert(0, layouts.pop(n))
                self.ways.count(RENDERED if self._source.ran else FILLED)
                self._tell(prepared.layout)
                return prepared, lines
        return None

    def _laid_out(
        self, layouts: list[PreparedLayout], html_parts: SplitHtml, tagged: bool
    ) -> tuple[PreparedLayout, StampedLines]:
        """Lay a document out; the layout becomes the first of those of its skeleton."""
        first = "weasyprint" not in sys.modules  # most of what is made then is modules: the boxes wait among them
        with without_collector(stays=first):
            layout = self._layout(html_parts, stamping=True)
            self.stats["fallbacks" if layout.pinned and self._pins_a_free_field(layouts, layout) else "laid out"] += 1
            prepared = self._form(layout)
            lines = prepared.typeset(html_parts.values, tagged)
        assert lines is not None, "a layout does not take the record that it was made from"
        self._tell(layout)
        self.ways.count(LAID_OUT, self._slow_table(layout))
        layouts.insert(0, prepared)
        del layouts[_MAX_LAYOUTS:]
        if self._cache is not None and len(layouts) <= _MAX_STORED and _is_kept(html_parts):
            data = layout_record.to_bytes([kept.layout for kept in layouts])
            self._known[html_parts.fixed] = hashlib.sha256(data).digest()
            self._cache.put("pdf", self._key(html_parts), data)
        return prepared, lines

    def _slow_table(self, layout: LayoutRecord) -> Problem | None:
        """Return a note on a long table that was laid out row by row."""
        if layout.whole_table is None:
            return None
        rows, why = layout.whole_table
        place = Place(self._source.name)
        return Problem(Message("slow-table", expression=rows, why=why), place, severity=Severity.NOTE)

    @staticmethod
    def _pins_a_free_field(layouts: Sequence[PreparedLayout], layout: LayoutRecord) -> bool:
        """Whether this layout pins a field that another layout of the same skeleton leaves free."""
        return any(set(layout.pinned) - set(prepared.layout.pinned) for prepared in layouts)

    def _layout(self, html_parts: SplitHtml, stamping: bool) -> LayoutRecord:
        from congvan.formats.pdf.tables.long_table import lay_out

        with without_collector(), told_by(lambda: self._source.notes):  # of `lay_out` too
            return lay_out(html_parts, self._source.name, self._strict, self._source.assets, stamping)

    def _load(self, html_parts: SplitHtml) -> list[PreparedLayout]:
        """Load the layouts of this skeleton from the cache."""
        if len(self._forms) >= _MAX_LAYOUTS:
            self._forms.clear()
            self._titles.clear()
            self._known.clear()
        with without_collector(stays=True):
            layouts = self._forms[html_parts.fixed] = self._stored(html_parts)
        return layouts

    def _stored(self, html_parts: SplitHtml) -> list[PreparedLayout]:
        """Return the layouts of this skeleton that the cache holds and this process doesn't, except those whose faces
        have changed.
        """
        data = self._cache.get("pdf", self._key(html_parts)) if self._cache is not None else None
        if data is None or self._known.get(html_parts.fixed) == (digest := hashlib.sha256(data).digest()):
            return []
        self._known[html_parts.fixed] = digest
        here = (prepared.layout for prepared in self._forms.get(html_parts.fixed, ()))
        kept = [(layout.pages, [*layout.units], layout.pinned) for layout in here]
        layouts = []
        for layout in layout_record.from_bytes(data):
            try:
                fresh = self._is_fresh(layout)
            except EnvironmentFault:
                fresh = False
            if fresh and (layout.pages, [*layout.units], layout.pinned) not in kept:
                layouts.append(self._form(layout))
        return layouts

    def _tell(self, layout: LayoutRecord) -> None:
        if layout.cut_rows:
            self.told[:] = dict.fromkeys((*self.told, *layout.cut_rows))
        for name, drawn in layout.symbols.items():
            self.symbols.update(dict.fromkeys(drawn, self._face(layout.wants[name]).family))

    def _is_fresh(self, layout: LayoutRecord) -> bool:
        """Whether this machine still has the faces of a layout, and still draws its symbols from these."""
        wants, drawn = layout.wants, tuple("".join(layout.symbols.values()))
        requests = [request for name, request in wants.items() if drawn and name not in layout.symbols]
        faces = {face.sha for request in requests for face in symbols.symbol_faces(drawn, request).values()}
        return all(self._face(request).sha == layout.shas.get(name) for name, request in wants.items()) and all(
            layout.shas.get(name) in faces for name in layout.symbols
        )

    def _face(self, request: FontRequest) -> Face:
        family = request.families[0]
        if family.startswith(SCHEME):
            return Face(self._source.assets[family.removeprefix(SCHEME)])
        return fontconfig.find_face(request)

    def _form(self, layout: LayoutRecord) -> PreparedLayout:
        faces = {name: self._face(request) for name, request in layout.wants.items()}
        of_symbols = layout.symbols
        wants = {name: layout.wants[name].families[0] for name in faces if name not in of_symbols}
        own = {family: faces[name].family_for(family) for name, family in wants.items()}
        self.faces.update(own)
        fonts = {
            name: self._font(face, layout.extra.get(name, {}), of_symbols=name in of_symbols)
            for name, face in faces.items()
        }
        return PreparedLayout(layout, faces, fonts)

    def _font(self, face: Face, extra: dict[int, str], *, of_symbols: bool) -> list[tuple[bytes, bytes]]:
        """Return the objects of a subset, streams deflated: of what is extra in it, and of its repertoire, of which a
        face of symbols has the space alone.
        """
        of = (layout_record.VERSION, face.sha, face.index, sorted(extra.items()), of_symbols)
        key = hashlib.sha256(repr(of).encode()).hexdigest()
        data = self._cache.get(FONTS, key) if self._cache is not None else None
        if data is not None:
            return [(a.encode("latin-1"), b.encode("latin-1")) for a, b in json.loads(data)]
        objects = embed.font_objects(face, {**extra, **({face.space: " "} if of_symbols else face.texts)})
        objects = [(entries, zlib.compress(stream, 9) if stream else b"") for entries, stream in objects]
        if self._cache is not None:
            plain = [(entries.decode("latin-1"), stream.decode("latin-1")) for entries, stream in objects]
            self._cache.put(FONTS, key, json.dumps(plain, ensure_ascii=False).encode())
        return objects

    def _key(self, html_parts: SplitHtml) -> str:
        skeleton = "\0".join(html_parts.fixed).encode("utf-8", "surrogatepass")
        return hashlib.sha256(self._identity + skeleton).hexdigest()


def _is_kept(html_parts: SplitHtml) -> bool:
    """Whether layouts of a document are kept for others: those of a long list take tens of MiB each."""
    return len(html_parts.values) <= _MOST_KEPT_VALUES
