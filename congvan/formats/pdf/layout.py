"""A document laid out by WeasyPrint, as plain values: its pages cut at the fields, its objects, its measures.

The page streams stay WeasyPrint's own, operator by operator. The lines of blocks that hold fields are cut out, and
where this program would set them as WeasyPrint just did (glyph by glyph, compared here at every layout) they become
slots. Where it would not, the field's value belongs to the layout ("pinned").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from congvan.fonts import fontconfig
from congvan.fonts.faces import Face
from congvan.fonts.fontconfig import FontRequest
from congvan.formats.pdf import weasy as pdf_weasy
from congvan.formats.pdf.boxes import Measured, measure, wants
from congvan.formats.pdf.layout_record import FONTS, Layout, Page, Slot
from congvan.formats.pdf.marks import Cut
from congvan.formats.pdf.typeset import Line, Setter, Unit
from congvan.problems import EnvironmentFault

_FONT = re.compile(rb"/([A-Z]{6}) ([\d.]+) Tf")
_MATRIX = re.compile(rb"1 0 0 -1 (-?[\d.]+) (-?[\d.]+) Tm")
_REFERENCE = re.compile(rb"(?<![\w.])(\d+) 0 R\b")
_HALF = re.compile("[\ud800-\udfff]")  # of a character beyond U+FFFF, alone
SENTINEL = 1_000_000  # x of a text box that may become a slot, while WeasyPrint paints
PIECES = 1000  # text boxes of a block that such an x can tell apart


def lay_out(cut: Cut, name: str, strict: bool, assets: Mapping[str, bytes], stamping: bool) -> Layout:
    """Lay a document out. Stop: refused URLs, warnings. CannotRun: a face or glyph that the machine does not have.

    stamping=False makes a layout without slots: this one document and no other.
    """
    weasy, text = pdf_weasy.weasyprint(), cut.numbered()
    if halves := set(_HALF.findall(text)):
        raise pdf_weasy.missing_glyphs(name, halves)
    with pdf_weasy.listening(name, strict, assets) as refused:
        html = weasy.HTML(string=text, url_fetcher=pdf_weasy.fetcher(assets, refused))
        document = html.render(pdf_variant="pdf/a-2u")
        faces = Faces(document, assets)
        if faces.missing and not faces.own:
            raise EnvironmentFault([problem for error in faces.missing for problem in error.problems])
        measured = measure(document, faces.found) if stamping else Measured([], [], [], [])
        lines = _set(measured, cut, faces)
        for number, boxes in enumerate(measured.boxes):
            for n, box in enumerate(boxes):
                if lines[number] is not None:
                    box.position_x = float(SENTINEL + number * PIECES + n)
        taken: list[Any] = []
        document.write_pdf(finisher=lambda doc, pdf: taken.append(pdf), pdf_variant="pdf/a-2u")
        return _Taker(name, document, taken[0], measured, lines, cut, faces).layout()


def _set(measured: Measured, cut: Cut, faces: Faces) -> list[tuple[Line, ...] | None]:
    """What this program would set, where the boxes' number and places agree with WeasyPrint's; None elsewhere."""
    lines: list[tuple[Line, ...] | None] = []
    for unit, places, count in zip(measured.units, measured.places, measured.counts, strict=True):
        own = Setter(unit, faces.by_name(unit)).lines(cut.values)
        if own is not None:
            runs = [(n, run) for n, line in enumerate(own) for run in line.runs]
            same = len(own) == count and len(runs) == len(places) <= PIECES
            if not same or any(p.line != n or abs(p.x - r.x) > 0.005 for p, (n, r) in zip(places, runs, strict=True)):
                own = None
        lines.append(own)
    return lines


class Faces:
    """The faces that a document's CSS asks for, resolved, and those that were painted."""

    def __init__(self, document: Any, assets: Mapping[str, bytes]) -> None:
        self.found: dict[FontRequest, Face] = {}
        self.missing: list[EnvironmentFault] = []
        self.own = {name: Face(data) for name, data in assets.items() if name.lower().endswith((".ttf", ".otf"))}
        for want in sorted(wants(document)):
            try:
                self.found[want] = fontconfig.find(want)
            except EnvironmentFault as error:
                self.missing.append(error)

    def by_name(self, unit: Unit) -> dict[str, Face]:
        return {face.name: face for face in self.found.values() if face.name in {s.face for s in unit.styles}}

    def sha(self, name: str) -> str:
        return next(face.sha for face in (*self.found.values(), *self.own.values()) if face.name == name)

    def painted(self, data: bytes, index: int) -> tuple[FontRequest, Face] | None:
        """The want and face of a font that was painted; None for one that nothing asked for."""
        for want, face in self.found.items():
            if face.data == data and face.index == index:
                return want, face
        for name, face in self.own.items():
            if face.data == data:
                return FontRequest((pdf_weasy.SCHEME + name,), 400, False), face
        return None


class _Taker:
    """Takes the painted document apart."""

    def __init__(
        self,
        name: str,
        document: Any,
        pdf: Any,
        measured: Measured,
        lines: list[tuple[Line, ...] | None],
        cut: Cut,
        faces: Faces,
    ) -> None:
        self.name, self.document, self.pdf, self.measured, self.lines, self.cut = (
            name,
            document,
            pdf,
            measured,
            lines,
            cut,
        )
        self.faces = faces
        self.wants: dict[str, FontRequest] = {}
        self.extra: dict[str, dict[int, str]] = {}
        self.names: dict[bytes, bytes] = {}  # WeasyPrint's resource name → ours
        self.numbers: dict[int, int] = {}
        self.objects: list[tuple[bytes, bytes]] = []

    def layout(self) -> Layout:
        self._take_fonts()
        streams = [self.pdf.objects[self._reference(page["Contents"])] for page in self._pages()]
        while True:  # a unit that turns out to be unfit becomes fixed text, and the pages are cut again
            cuts = [self._cut(stream) for stream in streams]
            wrong = {unit for __, unfit in cuts for unit in unfit}
            if not wrong:
                break
            for unit in wrong:
                self.lines[unit] = None
        pages = []
        for page, (content, __) in zip(self._pages(), cuts, strict=True):
            kept = type(page)({k: v for k, v in page.items() if k not in ("Type", "Parent", "Contents", "Resources")})
            pages.append(Page(self._translated(kept.data[2:-2]), content))
        shared = self._resources()
        resources = type(shared)({k: v for k, v in shared.items() if k != "Font"})
        catalog = self.pdf.catalog
        for measured, lines in zip(self.measured.units, self.lines, strict=True):
            if lines is not None:
                used = {style.face for style in measured.styles}
                self.wants.update({face.name: want for want, face in self.faces.found.items() if face.name in used})
        layout = Layout(
            pages=pages,
            objects=self.objects,
            resources=self._translated(resources.data[2:-2]),
            intents=self._translated(catalog["OutputIntents"].data) if "OutputIntents" in catalog else b"",
            lang=self.document.metadata.lang or "",
            metadata=self._metadata(),
            wants={face: self.wants[face] for face in sorted(self.wants)},
            shas={face: self.faces.sha(face) for face in sorted(self.wants)},
            extra=self.extra,
        )
        self._add_units(layout)
        return layout

    def _add_units(self, layout: Layout) -> None:
        """The units that stayed, renumbered; the fields of all others are pinned to this record's values."""
        new: dict[int, int] = {}
        for old, lines in enumerate(self.lines):
            if lines is not None:
                new[old] = len(new)
                layout.units.append(self.measured.units[old])
                layout.masks.append(tuple(line.mask for line in lines))
        for page in layout.pages:
            page.content = [
                Slot(new[piece.unit], piece.line, piece.y) if isinstance(piece, Slot) else piece
                for piece in page.content
            ]
        free = {item.field for unit in layout.units for item in unit.items}
        layout.pinned = {k: value for k, value in enumerate(self.cut.values) if k not in free and k != self.cut.title}

    def _pages(self) -> list[Any]:
        return [self.pdf.objects[number] for number in self.pdf.pages["Kids"][::3]]

    def _resources(self) -> Any:
        """What all pages refer to."""
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

    def _take_fonts(self) -> None:
        """Our own name and face for each font that was painted. CannotRun: one that CSS did not ask for."""
        from weasyprint.text.fonts import get_hb_object_data

        unknown: set[str] = set()
        for font in self.document.fonts.values():
            known = self.faces.painted(get_hb_object_data(font.hb_face), font.index)
            if known is None:
                unknown.update("".join(font.to_unicode.values()))
                continue
            want, face = known
            self.names[font.hash.encode()] = face.name.encode()
            self.wants[face.name] = want
            more = {glyph: text for glyph, text in font.to_unicode.items() if glyph not in face.glyphs}
            if more:
                self.extra.setdefault(face.name, {}).update(more)
        if unknown:
            raise self.faces.missing[0] if self.faces.missing else pdf_weasy.missing_glyphs(self.name, unknown)

    def _cut(self, stream: Any) -> tuple[list[bytes | Slot], set[int]]:
        """A page's operators, cut where a line of a unit is painted; and the units that are not painted as we would.

        Each stretch of text names its font again, so that the fixed pieces do not depend on what stands in the slots.
        """
        out: list[bytes | Slot] = []
        fixed: list[bytes] = []
        unfit: set[int] = set()
        font = said = b""
        run: tuple[int, int] | None = None  # the unit and box whose operators are passing
        touched = True  # something fixed was painted since the last slot
        for item in stream.stream:
            operator = _bytes(item)
            if operator.endswith(b" Tf"):
                font = _FONT.sub(lambda m: b"/%s %s Tf" % (self.names[m[1]], m[2]), operator)
            elif matrix := _MATRIX.fullmatch(operator):
                run, x = self._run(matrix)
                if run is None:
                    fixed.append(b"1 0 0 -1 %s %s Tm" % (x, matrix[2]))
                    touched = True
                elif not self._slot(run, matrix[2], out, fixed, touched):
                    unfit.add(run[0])
                else:
                    touched, said = False, b""
            elif operator.endswith(b"] TJ"):
                shown = tidy_bytes(operator)
                if run is None:
                    if font != said:
                        fixed.append(font)
                        said = font
                    fixed.append(shown)
                elif not self._same(run, font, shown):
                    unfit.add(run[0])
            else:
                touched = True  # WeasyPrint writes one BT … ET for boxes that follow one another
                if operator in (b"q", b"Q", b"ET"):
                    said = b""
                fixed.append(operator)
        out.append(b"\n".join(fixed))
        return [piece for piece in out if piece], unfit

    def _run(self, matrix: re.Match[bytes]) -> tuple[tuple[int, int] | None, bytes]:
        """(unit, box) of a text box that may become a slot; None and its true x for fixed text."""
        x = float(matrix[1])
        if x < SENTINEL:
            return None, matrix[1]
        unit, n = divmod(int(x) - SENTINEL, PIECES)
        if self.lines[unit] is None:
            return None, _bytes(self.measured.places[unit][n].x)
        return (unit, n), b""

    def _slot(self, run: tuple[int, int], y: bytes, out: list[bytes | Slot], fixed: list[bytes], touched: bool) -> bool:
        """Open the slot of this line, or go on in it; False: its parts do not follow one another."""
        unit, n = run
        line = self.measured.places[unit][n].line
        last = out[-1] if out else None
        if isinstance(last, Slot) and (last.unit, last.line) == (unit, line):
            return not touched and last.y == y
        if n and self.measured.places[unit][n - 1].line == line:
            return False
        if fixed:
            out.append(b"\n".join(fixed) + b"\n")
            fixed.clear()
        out.append(Slot(unit, line, y))
        return True

    def _same(self, run: tuple[int, int], font: bytes, shown: bytes) -> bool:
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
            and shown == b"[%s] TJ" % own.show.encode()
        )

    def _translated(self, data: bytes) -> bytes:
        """References renumbered to this layout's own objects, which are taken over as they are met."""
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
            self.objects[at] = (self._translated(entries), content)
        elif source.get("Type") != "/Page":
            self.objects[at] = (self._translated(source.data), b"")
        return at


_NOTHING = re.compile(rb"(?<=>)-?0(?=[<\]])")  # a kern of nothing after a string
_FONT_NAME = re.compile(rb"/(\w+) ([\d.]+) Tf")


def tidy_bytes(operator: bytes) -> bytes:
    """`[…] TJ` without empty strings and kerns of 0."""
    return _NOTHING.sub(b"", operator).replace(b"><", b"").replace(b"<>", b" ")


def _bytes(item: Any) -> bytes:
    """As pydyf writes it."""
    if isinstance(item, bytes):
        return item
    if isinstance(item, float):
        return (str(int(item)) if item.is_integer() else f"{item:f}".rstrip("0")).encode()
    if hasattr(item, "data"):
        data: bytes = item.data
        return data
    return str(item).encode()
