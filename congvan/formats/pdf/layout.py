"""Lay a document out with WeasyPrint and turn it into plain values: pages cut at the fields, objects, measures.

The page streams stay WeasyPrint's own, operator by operator. The lines of blocks that hold fields are cut out; where
the typesetter would set them as WeasyPrint just did (glyph by glyph, compared here at every layout) they become slots.
Where it would not, the field's value belongs to the layout ("pinned").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from congvan.fonts import fontconfig
from congvan.fonts.faces import Face
from congvan.fonts.fontconfig import FontRequest
from congvan.formats.pdf import weasy as pdf_weasy
from congvan.formats.pdf.boxes import MeasuredBlocks, measure_boxes, requested_fonts
from congvan.formats.pdf.layout_record import FONTS, LayoutRecord, LineSlot, PageRecord
from congvan.formats.pdf.lines.baselines import shift_baselines
from congvan.formats.pdf.lines.line_breaks import remove_word_breaks, with_word_breaks
from congvan.formats.pdf.lines.typeset import FieldBlock, TypesetLine, Typesetter
from congvan.formats.pdf.marks import SplitHtml
from congvan.problems import EnvironmentFault

_FONT = re.compile(rb"/([A-Z]{6}) ([\d.]+) Tf")
_MATRIX = re.compile(rb"1 0 0 -1 (-?[\d.]+) (-?[\d.]+) Tm")
_REFERENCE = re.compile(rb"(?<![\w.])(\d+) 0 R\b")
_SURROGATE = re.compile("[\ud800-\udfff]")  # of a character beyond U+FFFF, alone
FIRST_MARKED_X = 1_000_000  # x of a text box that may become a slot, while WeasyPrint paints
MAX_BOXES = 1000  # text boxes of a block that such an x can tell apart


class LaidOutPages(NamedTuple):
    """A document laid out and not yet painted: its blocks that hold fields, and their lines as the typesetter sets
    them (None where WeasyPrint's differ).
    """

    html: SplitHtml
    document: Any
    faces: DocumentFaces
    measured: MeasuredBlocks
    lines: list[tuple[TypesetLine, ...] | None]


class PagePainter:
    """Lays documents of one template out, and paints them."""

    def __init__(self, name: str, assets: Mapping[str, bytes], refused: list[str]) -> None:
        self._name, self._assets = name, assets
        self._fetcher = pdf_weasy.asset_fetcher(assets, refused)

    def pages(self, html: SplitHtml, stamping: bool = True) -> LaidOutPages:
        """Lay a document out."""
        text = html.numbered()
        if halves := set(_SURROGATE.findall(text)):
            raise pdf_weasy.missing_glyphs(self._name, halves)
        page_source = pdf_weasy.weasyprint().HTML(string=with_word_breaks(text), url_fetcher=self._fetcher)
        document = page_source.render(pdf_variant="pdf/a-2u")
        remove_word_breaks(document)
        shift_baselines(document)
        pdf_weasy.check_links(document, self._name)
        faces = DocumentFaces(document, self._assets)
        if faces.missing and not faces.own:
            raise EnvironmentFault([problem for error in faces.missing for problem in error.problems])
        measured = measure_boxes(document, faces.found) if stamping else MeasuredBlocks([], [], [], [])
        return LaidOutPages(html, document, faces, measured, _typeset(measured, html, faces))

    def record(self, pages: LaidOutPages) -> LayoutRecord:
        """Paint a document and return its layout record."""
        for number, boxes in enumerate(pages.measured.boxes):
            for n, box in enumerate(boxes):
                if pages.lines[number] is not None:
                    box.position_x = float(FIRST_MARKED_X + number * MAX_BOXES + n)
        pdf = pdf_weasy.painted(pages.document, pdf_variant="pdf/a-2u")
        return LayoutExtractor(self._name, pdf, pages).layout()


def _typeset(measured: MeasuredBlocks, html: SplitHtml, faces: DocumentFaces) -> list[tuple[TypesetLine, ...] | None]:
    """Return the lines of each block as the typesetter sets them; None where WeasyPrint's differ in number or
    position."""
    lines: list[tuple[TypesetLine, ...] | None] = []
    for unit, places, count in zip(measured.units, measured.places, measured.counts, strict=True):
        own = Typesetter(unit, faces.by_name(unit)).lines(html.values)
        if own is not None:
            runs = [(n, run) for n, line in enumerate(own) for run in line.runs]
            same = len(own) == count and len(runs) == len(places) <= MAX_BOXES
            if not same or any(p.line != n or abs(p.x - r.x) > 0.005 for p, (n, r) in zip(places, runs, strict=True)):
                own = None
        lines.append(own)
    return lines


class DocumentFaces:
    """The faces that a document's CSS requests, resolved, and its own font files."""

    def __init__(self, document: Any, assets: Mapping[str, bytes]) -> None:
        self.found: dict[FontRequest, Face] = {}
        self.missing: list[EnvironmentFault] = []
        self.own = {name: Face(data) for name, data in assets.items() if name.lower().endswith((".ttf", ".otf"))}
        for request in sorted(requested_fonts(document)):
            try:
                self.found[request] = fontconfig.find_face(request)
            except EnvironmentFault as error:
                self.missing.append(error)

    def by_name(self, unit: FieldBlock) -> dict[str, Face]:
        """Return the faces of a block by their resource names."""
        return {face.name: face for face in self.found.values() if face.name in {s.face for s in unit.styles}}

    def sha(self, name: str) -> str:
        return next(face.sha for face in (*self.found.values(), *self.own.values()) if face.name == name)

    def painted(self, data: bytes, index: int) -> tuple[FontRequest, Face] | None:
        """Return request and face of a font that was painted; None if nothing requested it."""
        for request, face in self.found.items():
            if face.data == data and face.index == index:
                return request, face
        for name, face in self.own.items():
            if face.data == data:
                return FontRequest((pdf_weasy.SCHEME + name,), 400, False), face
        return None


class LayoutExtractor:
    """Extracts the layout record from a painted document."""

    def __init__(self, name: str, pdf: Any, pages: LaidOutPages) -> None:
        self.name, self.pdf = name, pdf
        self.split, self.document, self.faces, self.measured, self.lines = pages
        self.wants: dict[str, FontRequest] = {}
        self.extra: dict[str, dict[int, str]] = {}
        self.names: dict[bytes, bytes] = {}  # WeasyPrint's resource name → ours
        self.numbers: dict[int, int] = {}
        self.objects: list[tuple[bytes, bytes]] = []

    def layout(self) -> LayoutRecord:
        """Return the layout record."""
        self._collect_fonts()
        streams = [self.pdf.objects[self._reference(page["Contents"])] for page in self._pages()]
        while True:  # a unit that turns out to be unfit becomes fixed text, and the pages are cut again
            split_pages = [self._split_page(stream) for stream in streams]
            unfit = {unit for __, unfit in split_pages for unit in unfit}
            if not unfit:
                break
            for unit in unfit:
                self.lines[unit] = None
        pages = []
        for page, (content, __) in zip(self._pages(), split_pages, strict=True):
            entries = type(page)(
                {k: v for k, v in page.items() if k not in ("Type", "Parent", "Contents", "Resources")}
            )
            pages.append(PageRecord(self._renumbered(entries.data[2:-2]), content))
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
        )
        self._add_units(layout)
        return layout

    def _add_units(self, layout: LayoutRecord) -> None:
        """Add the blocks that stayed, renumbered; the fields of all others are pinned to this record's values."""
        new: dict[int, int] = {}
        for old, lines in enumerate(self.lines):
            if lines is not None:
                new[old] = len(new)
                layout.units.append(self.measured.units[old])
                layout.masks.append(tuple(line.mask for line in lines))
        for page in layout.pages:
            page.content = [
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
            extra = {glyph: text for glyph, text in font.to_unicode.items() if glyph not in face.glyphs}
            if extra:
                self.extra.setdefault(face.name, {}).update(extra)
        if unknown:
            raise self.faces.missing[0] if self.faces.missing else pdf_weasy.missing_glyphs(self.name, unknown)

    def _split_page(self, stream: Any) -> tuple[list[bytes | LineSlot], set[int]]:
        """Cut a page where a line of a block is painted; also return the blocks that are painted differently.

        Each stretch of text names its font again, so that the fixed pieces do not depend on the contents of the slots.
        """
        out: list[bytes | LineSlot] = []
        fixed: list[bytes] = []
        unfit: set[int] = set()
        font = named_font = b""
        run: tuple[int, int] | None = None  # the unit and box whose operators are passing
        fixed_since = True  # something fixed was painted since the last slot
        for item in stream.stream:
            operator = _bytes(item)
            if operator.endswith(b" Tf"):
                font = _FONT.sub(lambda m: b"/%s %s Tf" % (self.names[m[1]], m[2]), operator)
            elif matrix := _MATRIX.fullmatch(operator):
                run, x = self._marked_box(matrix)
                if run is None:
                    fixed.append(b"1 0 0 -1 %s %s Tm" % (x, matrix[2]))
                    fixed_since = True
                elif not self._open_slot(run, matrix[2], out, fixed, fixed_since):
                    unfit.add(run[0])
                else:
                    fixed_since, named_font = False, b""
            elif operator.endswith(b"] TJ"):
                operand = tidy_bytes(operator)
                if run is None:
                    if font != named_font:
                        fixed.append(font)
                        named_font = font
                    fixed.append(operand)
                elif not self._is_painted_alike(run, font, operand):
                    unfit.add(run[0])
            else:
                fixed_since = True  # WeasyPrint writes one BT … ET for boxes that follow one another
                if operator in (b"q", b"Q", b"ET"):
                    named_font = b""
                fixed.append(operator)
        out.append(b"\n".join(fixed))
        return [piece for piece in out if piece], unfit

    def _marked_box(self, matrix: re.Match[bytes]) -> tuple[tuple[int, int] | None, bytes]:
        """Return (block, box) of a text box that may become a slot; None and its true x for fixed text."""
        x = float(matrix[1])
        if x < FIRST_MARKED_X:
            return None, matrix[1]
        unit, n = divmod(int(x) - FIRST_MARKED_X, MAX_BOXES)
        if self.lines[unit] is None:
            return None, _bytes(self.measured.places[unit][n].x)
        return (unit, n), b""

    def _open_slot(
        self, run: tuple[int, int], y: bytes, out: list[bytes | LineSlot], fixed: list[bytes], fixed_since: bool
    ) -> bool:
        """Open the slot of this line, or continue it; False if its parts do not follow one another."""
        unit, n = run
        line = self.measured.places[unit][n].line
        last = out[-1] if out else None
        if isinstance(last, LineSlot) and (last.unit, last.line) == (unit, line):
            return not fixed_since and last.y == y
        if n and self.measured.places[unit][n - 1].line == line:
            return False
        if fixed:
            out.append(b"\n".join(fixed) + b"\n")
            fixed.clear()
        out.append(LineSlot(unit, line, y))
        return True

    def _is_painted_alike(self, run: tuple[int, int], font: bytes, operand: bytes) -> bool:
        """Whether WeasyPrint painted a text box with the font and operand that the typesetter would write."""
        unit, n = run
        lines = self.lines[unit]
        assert lines is not None
        own = [r for line in lines for r in line.runs][n]
        style = self.measured.units[unit].styles[own.style]
        named = _FONT_NAME.match(font)
        return bool(
            named
            and named[1].decode() == style.face
            and abs(float(named[2]) - style.size) < 1e-3
            and operand == b"[%s] TJ" % own.show.encode()
        )

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
            content = b"\n".join(_bytes(item) for item in source.stream)
            for theirs, ours in self.names.items():
                content = content.replace(b"/" + theirs + b" ", b"/" + ours + b" ")
            extra = {k: v for k, v in source.extra.items() if k not in ("Length",)}
            entries = b" ".join(b"/%s %s" % (_bytes(k), _bytes(v)) for k, v in extra.items())
            self.objects[at] = (self._renumbered(entries), content)
        elif source.get("Type") != "/Page":
            self.objects[at] = (self._renumbered(source.data), b"")
        return at


_NOTHING = re.compile(rb"(?<=>)-?0(?=[<\]])")  # a kern of nothing after a string
_FONT_NAME = re.compile(rb"/(\w+) ([\d.]+) Tf")


def tidy_bytes(operator: bytes) -> bytes:
    """Return `[…] TJ` without empty strings and kerns of 0."""
    return _NOTHING.sub(b"", operator).replace(b"><", b"").replace(b"<>", b" ")


def _bytes(item: Any) -> bytes:
    """Return an operator as pydyf writes it."""
    if isinstance(item, bytes):
        return item
    if isinstance(item, float):
        return (str(int(item)) if item.is_integer() else f"{item:f}".rstrip("0")).encode()
    if hasattr(item, "data"):
        data: bytes = item.data
        return data
    return str(item).encode()
