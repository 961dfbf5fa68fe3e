"""Lay a document out with WeasyPrint and turn it into plain values: pages cut at the fields, objects, measures.

The page streams stay WeasyPrint's own, operator by operator. The lines of blocks that hold fields are cut out; where
the typesetter would set them as WeasyPrint just did (glyph by glyph, compared here at every layout) they become slots.
Where it would not, the field's value belongs to the layout ("pinned").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from congvan.core.fonts import fontconfig
from congvan.core.fonts.faces import Face
from congvan.core.fonts.fontconfig import FontRequest
from congvan.core.fonts.symbols import symbol_faces
from congvan.core.problems import EnvironmentFault
from congvan.formats.pdf import weasy as pdf_weasy
from congvan.formats.pdf.boxes import (
    MeasuredBlocks,
    check_text_boxes,
    descendants,
    measure_boxes,
    requested_fonts,
)
from congvan.formats.pdf.cut_text import check_footnotes, cut_rows
from congvan.formats.pdf.engine.split_rows import rule_off_split_rows
from congvan.formats.pdf.layout_record import FONTS, LayoutRecord, LineSlot, PageRecord
from congvan.formats.pdf.lines.baselines import shift_baselines
from congvan.formats.pdf.lines.line_breaks import remove_word_breaks, with_word_breaks
from congvan.formats.pdf.lines.typeset import FieldBlock, KnownBreaks, TypesetLine, TypesetMemory, Typesetter
from congvan.formats.pdf.marks import SplitHtml
from congvan.formats.pdf.objects import text_string
from congvan.formats.pdf.page_pieces import FIRST_MARKED_X, MAX_BOXES, PageCutter, as_bytes
from congvan.formats.pdf.patches.kept_lines import fonts_for
from congvan.formats.pdf.patches.per_document import ExcerptPages, marked_boxes, numbered_pages, painted
from congvan.formats.pdf.patches.symbol_faces import drawing_symbols, wrap_symbols
from congvan.formats.pdf.placed import place_drawings
from congvan.formats.pdf.tagging.content_marks import PageMarker, TaggedPainting, first_mark, unmarked
from congvan.formats.pdf.tagging.elements import ContentMark, HeldAnnotation, MarkedOperator, PageHeading
from congvan.formats.pdf.tagging.nodes import TreeNode
from congvan.formats.pdf.tagging.spoken import SpokenWords, spoken_words
from congvan.formats.pdf.tagging.tree import DocumentTree

_NOT_KEPT = ("Type", "Parent", "Contents", "Resources", "StructParents", "Tabs")
_REFERENCE = re.compile(rb"(?<![\w.])(\d+) 0 R\b")
_SURROGATE = re.compile("[\ud800-\udfff]")  # of a character beyond U+FFFF, alone


class LaidOutPages(NamedTuple):
    """A document laid out and not yet painted: its blocks that hold fields, and their lines as the typesetter sets
    them (None where WeasyPrint's differ). `root`: the HTML as elements.
    """

    html: SplitHtml
    root: Any
    document: Any
    faces: DocumentFaces
    measured: MeasuredBlocks
    lines: list[tuple[TypesetLine, ...] | None]
    breaks: KnownBreaks
    typeset: TypesetMemory


class PagePainter:
    """Lays documents of one template out, and paints them.

    Of all of these, and growing: `breaks`, the lines of texts that the typesetter could not tell, and `typeset`, those
    that it has set.
    """

    def __init__(self, name: str, assets: Mapping[str, bytes], refused: list[str]) -> None:
        self._name, self._assets = name, assets
        self._fetcher = pdf_weasy.asset_fetcher(assets, refused)
        self.breaks: KnownBreaks = {}
        self.typeset: TypesetMemory = {}

    def pages(self, html: SplitHtml, stamping: bool = True, shown: ExcerptPages | None = None) -> LaidOutPages:
        """Lay a document out. `shown`: it is an excerpt, whose pages are numbered as in the whole document."""
        text = html.numbered()
        try:
            text.encode()
        except UnicodeEncodeError:
            raise pdf_weasy.missing_glyphs(self._name, set(_SURROGATE.findall(text))) from None
        text = with_word_breaks(text)
        source = pdf_weasy.weasyprint().HTML(string=text, url_fetcher=self._fetcher)
        symbols = wrap_symbols(source.etree_element)
        with numbered_pages(shown), drawing_symbols(symbols):
            document = source.render(fonts_for(text, self._assets), pdf_variant="pdf/a-2u")
        remove_word_breaks(document)
        shift_baselines(document)
        place_drawings(document, text, self._name, self._assets)
        check_footnotes(document, self._name)
        rule_off_split_rows(document)
        pdf_weasy.check_links(document, self._name)
        if "--boxed" in text:
            check_text_boxes(document, self._name)
        faces = DocumentFaces(document, self._assets, symbols)
        if faces.missing and not faces.own:
            raise EnvironmentFault([problem for error in faces.missing for problem in error.problems])
        measured = measure_boxes(document, faces.found) if stamping else MeasuredBlocks([], [], [], [])
        lines = _typeset(measured, html, faces, self.breaks, (self.typeset, spoken_words(document.metadata.lang or "")))
        return LaidOutPages(html, source.etree_element, document, faces, measured, lines, self.breaks, self.typeset)

    def record(self, pages: LaidOutPages) -> LayoutRecord:
        """Paint a document and return its layout record."""
        for number, boxes in enumerate(pages.measured.boxes):
            for n, box in enumerate(boxes):
                if pages.lines[number] is not None:
                    box.position_x = float(FIRST_MARKED_X + number * MAX_BOXES + n)
        with marked_boxes() as boxes, drawing_symbols(pages.faces.symbols):
            pdf = painted(pages.document, pdf_variant="pdf/a-2u", pdf_tags=True)
        heights = [page.height for page in pages.document.pages]
        painting = TaggedPainting(DocumentTree(pages.root), boxes, heights)
        return LayoutExtractor(self._name, pdf, pages, painting).layout()


def _typeset(
    measured: MeasuredBlocks,
    html: SplitHtml,
    faces: DocumentFaces,
    breaks: KnownBreaks,
    tagged: tuple[TypesetMemory, SpokenWords],
) -> list[tuple[TypesetLine, ...] | None]:
    """Return the lines of each block as the typesetter sets them; None where WeasyPrint's differ in number or
    position. `breaks` grows, as does what a tagged file remembers.
    """
    lines: list[tuple[TypesetLine, ...] | None] = []
    for unit, boxes, places, count in zip(*measured, strict=True):
        setter = Typesetter(unit, faces.by_name(unit), *tagged, breaks)
        own = setter.lines(html.values)
        if own is None and (broken := setter.broken(html.values)):
            found = tuple([box.text for box in boxes])
            if len(found) == count and " ".join(found) == broken.text:
                breaks[broken] = found
                own = Typesetter(unit, faces.by_name(unit), *tagged, breaks).lines(html.values)
        if own is not None:
            runs = [(n, run) for n, line in enumerate(own) for run in line.runs]
            same = len(own) == count and len(runs) == len(places) <= MAX_BOXES
            if not same or any(p.line != n or abs(p.x - r.x) > 0.005 for p, (n, r) in zip(places, runs, strict=True)):
                own = None
        if own is not None:
            setter.remember(html.values, own)
        lines.append(own)
    return lines


class DocumentFaces:
    """The faces that a document's CSS requests, resolved, and its own font files."""

    def __init__(self, document: Any, assets: Mapping[str, bytes], symbols: tuple[str, ...] = ()) -> None:
        """`symbols`: those of the document."""
        self.found: dict[FontRequest, Face] = {}
        self.missing: list[EnvironmentFault] = []
        self.own = {name: Face(data) for name, data in assets.items() if name.lower().endswith((".ttf", ".otf"))}
        for request in sorted(requested_fonts(document)):
            try:
                self.found[request] = fontconfig.find_face(request)
            except EnvironmentFault as error:
                self.missing.append(error)
        self.symbols = symbols
        self.of_symbols: dict[FontRequest, Face] = {}
        for request in self.found:
            self.of_symbols.update(symbol_faces(symbols, request))

    def by_name(self, unit: FieldBlock) -> dict[str, Face]:
        """Return the faces of a block by their resource names."""
        return {face.name: face for face in self.all() if face.name in {s.face for s in unit.styles}}

    def sha(self, name: str) -> str:
        return next(face.sha for face in self.all() if face.name == name)

    def all(self) -> Iterator[Face]:
        """Yield the faces, those of symbols too."""
        yield from (*self.found.values(), *self.own.values(), *self.of_symbols.values())

    def painted(self, data: bytes, index: int) -> tuple[FontRequest, Face] | None:
        """Return request and face of a font that was painted; None if nothing requested it."""
        for request, face in (*self.found.items(), *self.of_symbols.items()):
            if face.data == data and face.index == index:
                return request, face
        for name, face in self.own.items():
            if face.data == data:
                return FontRequest((pdf_weasy.SCHEME + name,), 400, False), face
        return None


class LayoutExtractor:
    """Extracts the layout record from a painted document."""

    def __init__(self, name: str, pdf: Any, pages: LaidOutPages, painting: TaggedPainting) -> None:
        self.name, self.pdf, self.painting = name, pdf, painting
        self.split, _root, self.document, self.faces, self.measured, self.lines, self.breaks, self.set = pages
        self.wants: dict[str, FontRequest] = {}
        self.extra: dict[str, dict[int, str]] = {}
        self.symbols: dict[str, str] = {}
        self.names: dict[bytes, bytes] = {}  # WeasyPrint's resource name → ours
        self.numbers: dict[int, int] = {}
        self.objects: list[tuple[bytes, bytes]] = []

    def layout(self) -> LayoutRecord:
        """Return the layout record."""
        self._collect_fonts()
        pages, followed = self._cut_pages()
        shared = self._resources()
        resources = type(shared)({k: v for k, v in shared.items() if k != "Font"})
        catalog = self.pdf.catalog
        for measured, lines in zip(self.measured.units, self.lines, strict=True):
            if lines is not None:
                used = {style.face for style in measured.styles}
                self.wants.update(
                    {face.name: request for request, face in self.faces.found.items() if face.name in used}
                )
        layout = LayoutRecord(
            pages=pages,
            objects=self.objects,
            resources=self._renumbered(resources.data[2:-2]),
            intents=self._renumbered(catalog["OutputIntents"].data) if "OutputIntents" in catalog else b"",
            lang=self.document.metadata.lang or "",
            metadata=self._metadata(),
            wants={face: self.wants[face] for face in sorted(self.wants)},
            shas={face: self.faces.sha(face) for face in sorted(self.wants)},
            extra=self.extra,
            symbols=self.symbols,
            cut_rows=cut_rows(self.document),
            breaks=self.breaks,
            typeset=self.set,
        )
        self._add_units(layout, followed)
        self._add_elements(layout)
        return layout

    def _cut_pages(self) -> tuple[list[PageRecord], set[int]]:
        """Return the pages in pieces, and the blocks that a line of their own element follows."""
        faces = {face.name.encode(): face for face in self.faces.all()}
        spoken = spoken_words(self.document.metadata.lang or "")
        cutter = PageCutter(self.names, faces, self.measured, self.lines, spoken)
        marked = [self._marked(number, page) for number, page in enumerate(self._pages())]
        while True:  # a unit that turns out to be unfit becomes fixed text, and the pages are cut again
            split_pages = [cutter.cut(operators) for operators in marked]
            unfit = {unit for __, unfit in split_pages for unit in unfit}
            if not unfit:
                break
            for unit in unfit:
                self.lines[unit] = None
        pages = []
        for page, (content, __) in zip(self._pages(), split_pages, strict=True):
            entries = type(page)({k: v for k, v in page.items() if k not in _NOT_KEPT})
            pages.append(PageRecord(self._renumbered(entries.data[2:-2]), content))
        return pages, cutter.followed

    def _marked(self, number: int, page: Any) -> list[MarkedOperator]:
        stream = self.pdf.objects[self._reference(page["Contents"])]
        marker = PageMarker(self.painting, number, self._inside_group)
        return marker.marked([as_bytes(item) for item in stream.stream])

    def _inside_group(self, name: bytes) -> int:
        """Return the number of WeasyPrint's first mark within a group."""
        held = self._resources()["XObject"].get(name.decode("latin-1"))
        source: Any = self.pdf.objects[self._reference(held)] if held is not None else None
        return first_mark([as_bytes(item) for item in source.stream]) if hasattr(source, "stream") else -1

    def _add_elements(self, layout: LayoutRecord) -> None:
        """Add the structure tree; marks name its elements by their numbers."""
        tree, painting = self.painting.tree, self.painting
        links = list(self._links())
        self._frame_pictures()
        layout.elements = tree.elements()
        for page in layout.pages:
            page.content[:] = [
                ContentMark(painting.order[piece.element].number)
                if isinstance(piece, ContentMark) and piece.element >= 0
                else piece
                for piece in page.content
            ]
        layout.annotations = [HeldAnnotation(held, node.number, entries) for held, node, entries in links]
        layout.field_elements = {field: node.number for field, node in tree.fields() if node.number >= 0}
        layout.headings = [
            PageHeading(int(node.kind[1]), *painting.places[node], parts)
            for node, parts in tree.headings()
            if node in painting.places
        ]

    def _frame_pictures(self) -> None:
        """Give pictures their boxes: those of blocks too, since texts of fields are not as wide as they are shown."""
        if not self.painting.has_pictures:
            return
        from weasyprint.formatting_structure.boxes import BlockLevelBox

        tree = self.painting.tree
        for number, page in enumerate(self.document.pages):
            for box in descendants(page._page_box):
                if isinstance(box, BlockLevelBox) and tree.repeats(box.element) is None:
                    self.painting.frame(tree.node(box.element), number, box)
        self.painting.framed()

    def _links(self) -> Iterator[tuple[int, TreeNode, bytes]]:
        """Yield the annotation of each link, its node, and what it says."""
        for page in self.document.pages:
            for box in descendants(page._page_box):
                annotation = getattr(box, "link_annotation", None)
                node = self.painting.tree.node(box.element) if annotation is not None else None
                if annotation is None or node is None or node.kind != "Link" or annotation.number not in self.numbers:
                    continue
                self.painting.number(node)
                words = " ".join("".join(box.element.itertext()).split()) or annotation["Contents"].string
                yield self.numbers[annotation.number], node, b"/Contents" + text_string(words)

    def _add_units(self, layout: LayoutRecord, followed: set[int]) -> None:
        """Add the blocks that stayed, renumbered; the fields of all others are pinned to this record's values."""
        new: dict[int, int] = {}
        for old, lines in enumerate(self.lines):
            if lines is not None:
                new[old] = len(new)
                layout.masks.append(tuple(line.mask for line in lines))
        layout.units = [self.measured.units[old]._replace(followed=old in followed) for old in new]
        for page in layout.pages:
            page.content[:] = [
                LineSlot(new[piece.unit], piece.line, piece.y) if isinstance(piece, LineSlot) else piece
                for piece in page.content
            ]
        free = {item.field for unit in layout.units for item in unit.items}
        layout.pinned = {
            k: value for k, value in enumerate(self.split.values) if k not in free and k != self.split.title
        }

    def _pages(self) -> list[Any]:
        return [self.pdf.objects[number] for number in self.pdf.pages["Kids"][::3]]

    def _resources(self) -> Any:
        """The resource dictionary that all pages share."""
        return self.pdf.objects[self._reference(self._pages()[0]["Resources"])]

    @staticmethod
    def _reference(written: bytes) -> int:
        return int(written.split()[0])

    def _metadata(self) -> dict[str, str]:
        data = self.document.metadata
        return {
            "author": ", ".join(data.authors),
            "subject": data.description or "",
            "keywords": ", ".join(data.keywords),
            "title": data.title or "",
        }

    def _collect_fonts(self) -> None:
        """Map each painted font to our resource name and face. EnvironmentFault: one that CSS did not request."""
        from weasyprint.text.fonts import get_hb_object_data

        unknown: set[str] = set()
        for font in self.document.fonts.values():
            painted = self.faces.painted(get_hb_object_data(font.hb_face), font.index)
            if painted is None:
                unknown.update("".join(font.to_unicode.values()))
                continue
            request, face = painted
            self.names[font.hash.encode()] = face.name.encode()
            self.wants[face.name] = request
            if request not in self.faces.found and request in self.faces.of_symbols:
                drawn = set("".join(font.to_unicode.values()))
                unknown.update(char for char in drawn.difference(self.faces.symbols) if not char.isspace())
                self.symbols[face.name] = "".join(sorted(drawn.intersection(self.faces.symbols)))
            extra = {glyph: text for glyph, text in font.to_unicode.items() if glyph not in face.glyphs}
            if extra:
                self.extra.setdefault(face.name, {}).update(extra)
        if unknown:
            raise self.faces.missing[0] if self.faces.missing else pdf_weasy.missing_glyphs(self.name, unknown)

    def _renumbered(self, data: bytes) -> bytes:
        """Renumber references to this layout's own objects, which are copied when first met."""
        return _REFERENCE.sub(lambda m: b"%d 0 R" % self._object(int(m[1])), data)

    def _object(self, number: int) -> int:
        if number in self.numbers:
            return self.numbers[number]
        at = self.numbers[number] = len(self.objects)
        self.objects.append((b"null", b""))
        source = self.pdf.objects[number]
        if number == self._reference(self._resources()["Font"]):
            self.objects[at] = (FONTS, b"")
        elif hasattr(source, "stream"):
            content = b"\n".join(unmarked([as_bytes(item) for item in source.stream]))
            for theirs, ours in self.names.items():
                content = content.replace(b"/" + theirs + b" ", b"/" + ours + b" ")
            # /Interpolate: PDF/A forbids it
            extra = {k: v for k, v in source.extra.items() if k not in ("Length", "Interpolate")}
            entries = b" ".join(b"/%s %s" % (as_bytes(k), as_bytes(v)) for k, v in extra.items())
            self.objects[at] = (self._renumbered(entries), content)
        elif source.get("Subtype") == "/Link":  # what it says is added to tagged files alone
            plain = type(source)({k: v for k, v in source.items() if k != "Contents"})
            self.objects[at] = (self._renumbered(plain.data), b"")
        elif source.get("Type") != "/Page":
            self.objects[at] = (self._renumbered(source.data), b"")
        return at
