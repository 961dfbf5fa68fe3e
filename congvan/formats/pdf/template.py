"""HTML with Jinja in it → PDF/A-2u: laid out once by WeasyPrint, stamped for every further record.

The result never depends on the marks (`data-f`) in the template: they only say where records differ. A value that does
not fit a layout kept from an earlier record gets a layout of its own, and the bytes are the same either way.
"""

from __future__ import annotations

import gc
import hashlib
import html
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from congvan.cache import library
from congvan.fonts import embed, fontconfig
from congvan.fonts.faces import Face
from congvan.fonts.fontconfig import FontRequest
from congvan.formats.fastpath import stored_plans
from congvan.formats.fastpath.ways import FILLED, LAID_OUT, RENDERED, Reason, Ways
from congvan.formats.pdf import layout_record, weasy
from congvan.formats.pdf.html_source import Source
from congvan.formats.pdf.layout_record import Layout
from congvan.formats.pdf.marks import Cut, field_name
from congvan.formats.pdf.writer import Form, Lines
from congvan.problems import EnvironmentFault, Place

if TYPE_CHECKING:
    from congvan.cache import Cache

__all__ = ["PdfTemplate", "compile_template"]

_MANY = 64  # layouts kept in memory per skeleton, and skeletons per template
_OTHERS = (".docx", ".xlsx")  # templates of other formats: no page names one, and no layout depends on one
_KEPT = 12  # layouts kept on disk per skeleton, and traces per template


def compile_template(
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
) -> PdfTemplate:
    """Compile an HTML template. `assets`: the parts, style sheets and images that it may name, by that name.

    Stop: a syntax error, a part that is not there, a mark that is not closed.
    """
    nameable = {name: data for name, data in (assets or {}).items() if not name.lower().endswith(_OTHERS)}
    return PdfTemplate(template, name, strict, nameable, cache)


class PdfTemplate:
    """A compiled template: `render(context)` gives the bytes of one PDF.

    `stats` counts the records: "stamped" (no WeasyPrint), "laid out" (a new layout, kept for others), "fallbacks" (laid
    out since a value holds something that this program does not set itself). `ways` says the same in the words of all
    formats, and why.
    """

    def __init__(self, template: bytes, name: str, strict: bool, assets: dict[str, bytes], cache: Cache | None) -> None:
        self._strict, self._assets, self._cache = strict, assets, cache
        self._identity = self._hash(template)
        self._template = template
        self._source = Source(template, name, strict, assets, self._programs())
        self._forms: dict[tuple[str, ...], list[Form]] = {}
        self._titles: dict[tuple[str, ...], int] = {}
        self.stats: Counter[str] = Counter({"stamped": 0, "laid out": 0, "fallbacks": 0})
        self.ways = Ways()

    def names(self) -> frozenset[str]:
        """The dotted paths that the template reads from its context."""
        return self._source.names()

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The PDF of one record. Stop: undefined names, refused URLs, warnings. CannotRun: a missing face or glyph."""
        cut = self.cut(context)
        form, lines = self.form(cut)
        return form.single.file(lines, self.title(cut))

    def lay_out(self, context: Mapping[str, Any]) -> bytes:
        """The same PDF, laid out by WeasyPrint alone; for comparison."""
        cut = self.cut(context)
        form = self._form(self._layout(cut, stamping=False))
        return form.single.file([], self.title(cut))

    def cut(self, context: Mapping[str, Any]) -> Cut:
        """The template run over one record, or what an earlier run leaves to be done."""
        learned = self._source.learned
        cut = self._source.cut(context)
        if self._source.learned != learned and self._cache is not None:
            programs = self._source.traces.programs[:_KEPT]
            self._cache.put("pdf-program", self._identity.hex(), stored_plans.to_bytes(programs))
        return cut

    def _programs(self) -> bytes | None:
        return self._cache.get("pdf-program", self._identity.hex()) if self._cache is not None else None

    def title(self, cut: Cut) -> str:
        """The document's title as text."""
        at = self._titles.get(cut.fixed)
        if at is None:
            at = self._titles[cut.fixed] = cut.title
        return " ".join(html.unescape(cut.values[at]).split()) if at >= 0 else ""

    def form(self, cut: Cut) -> tuple[Form, Lines]:
        """A layout that this document fits, and its fields' operators."""
        forms = self._forms.get(cut.fixed)
        if forms is None:
            forms = self._load(cut)
        for n, form in enumerate(forms):
            lines = form.set(cut.values)
            if lines is not None:
                self.stats["stamped"] += 1
                if n:
                    forms.insert(0, forms.pop(n))
                self._took(RENDERED if self._source.ran else FILLED)
                return form, lines
        layout = self._layout(cut, stamping=True)
        self.stats["fallbacks" if layout.pinned and self._odd(forms, layout) else "laid out"] += 1
        form = self._form(layout)
        lines = form.set(cut.values)
        assert lines is not None, "a layout does not take the record that it was made from"
        self._took(LAID_OUT, cut, forms[0] if forms else None)
        forms.insert(0, form)
        del forms[_MANY:]
        if self._cache is not None and len(forms) <= _KEPT:
            self._cache.put("pdf", self._key(cut), layout_record.to_bytes([kept.layout for kept in forms]))
        return form, lines

    def _took(self, way: str, cut: Cut | None = None, other: Form | None = None) -> None:
        """Count a record; `other`: a layout of the same skeleton, which it did not fit."""
        source = self._source
        reason = source.explained(source.traces.reason) if source.ran else None
        if reason is None and cut is not None and other is not None:
            field = other.unlike(cut.values)
            reason = Reason("lines", text=field_name(cut.fixed[field])) if field >= 0 else None
        self.ways.took(way, reason, self._located)

    def _located(self, reason: Reason) -> tuple[Place, str]:
        return (Place(self._source.name), str(reason.text)) if reason.kind == "lines" else self._source.located(reason)

    @staticmethod
    def _odd(forms: Sequence[Form], layout: Layout) -> bool:
        """Whether this layout pins a field that another layout of the same skeleton leaves free."""
        return any(set(layout.pinned) - set(form.layout.pinned) for form in forms)

    def _layout(self, cut: Cut, stamping: bool) -> Layout:
        from congvan.formats.pdf.layout import lay_out

        with _collecting_later():
            return lay_out(cut, self._source.name, self._strict, self._assets, stamping)

    def _load(self, cut: Cut) -> list[Form]:
        """The forms of this skeleton from the cache; layouts whose faces are others by now are left out."""
        if len(self._forms) >= _MANY:
            self._forms.clear()
            self._titles.clear()
        forms = self._forms[cut.fixed] = []
        data = self._cache.get("pdf", self._key(cut)) if self._cache is not None else None
        for layout in layout_record.from_bytes(data) if data else []:
            try:
                fresh = all(self._face(want).sha == layout.shas.get(name) for name, want in layout.wants.items())
            except EnvironmentFault:
                fresh = False
            if fresh:
                forms.append(self._form(layout))
        return forms

    def _face(self, want: FontRequest) -> Face:
        family = want.families[0]
        if family.startswith(weasy.SCHEME):
            return Face(self._assets[family.removeprefix(weasy.SCHEME)])
        return fontconfig.find(want)

    def _form(self, layout: Layout) -> Form:
        faces = {name: self._face(want) for name, want in layout.wants.items()}
        return Form(layout, faces, {name: self._font(face, layout.extra.get(name, {})) for name, face in faces.items()})

    def _font(self, face: Face, extra: dict[int, str]) -> list[tuple[bytes, bytes]]:
        """The objects of a subset, streams deflated."""
        key = hashlib.sha256(
            repr((layout_record.VERSION, face.sha, face.index, sorted(extra.items()))).encode()
        ).hexdigest()
        data = self._cache.get("pdf-font", key) if self._cache is not None else None
        if data is not None:
            return [(a.encode("latin-1"), b.encode("latin-1")) for a, b in json.loads(data)]
        made = embed.objects(face, {**extra, **face.texts})
        objects = [(entries, zlib.compress(stream, 9) if stream else b"") for entries, stream in made]
        if self._cache is not None:
            plain = [(entries.decode("latin-1"), stream.decode("latin-1")) for entries, stream in objects]
            self._cache.put("pdf-font", key, json.dumps(plain, ensure_ascii=False).encode())
        return objects

    def _hash(self, template: bytes) -> bytes:
        """Everything of a layout but its skeleton: template, assets, WeasyPrint's version, strictness."""
        digest = hashlib.sha256(f"{layout_record.VERSION}:{library('weasyprint')}:{self._strict}".encode())
        for name, data in [("", template), *sorted(self._assets.items())]:
            digest.update(f"\0{name}\0{len(data)}\0".encode())
            digest.update(data)
        return digest.digest()

    def _key(self, cut: Cut) -> str:
        digest = hashlib.sha256(self._identity)
        digest.update("\0".join(cut.fixed).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


@contextmanager
def _collecting_later() -> Iterator[None]:
    """No search for unreachable objects meanwhile.

    Why: of a list of 2,000 rows WeasyPrint makes millions of objects that stay until the end; to walk them again and
    again takes a quarter of its time and frees 4 % of its memory.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
