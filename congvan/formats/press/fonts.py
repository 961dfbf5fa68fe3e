"""A typeface in a PDF: shaped runs, the embedded subset with its way back to text, or the outlines alone."""

from __future__ import annotations

from typing import Any

from congvan.formats.press import outlines as press_outlines
from congvan.formats.press.outlines import Glyph
from congvan.i18n import _
from congvan.problems import Place, Problem, Stop

_DROPPED = (b"GSUB", b"GPOS", b"GDEF", b"DSIG", b"STAT", b"gasp")  # tables that a PDF has no use for


class PressFont:
    """One cut of a face in one PDF. Lengths in font units; `key` is its resource name."""

    def __init__(self, name: str, data: bytes, key: str) -> None:
        import uharfbuzz

        self._hb: Any = uharfbuzz
        self.name, self.key = name, key
        self._face = uharfbuzz.Face(data)
        self._font = uharfbuzz.Font(self._face)
        self.em: int = self._face.upem
        self._used: dict[int, Glyph] = {}
        self._reference: Any = None

    def shape(self, text: str) -> list[Glyph]:
        """The glyphs of a line; raises `Stop` for a character that the face lacks."""
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        self._hb.shape(self._font, buffer, {"case": text == text.upper()})
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        starts = [info.cluster for info in infos] + [len(text)]
        run = []
        for index, (info, place) in enumerate(zip(infos, places, strict=True)):
            shown = text[starts[index] : starts[index + 1]]
            if info.codepoint == 0:
                raise Stop(_tofu(self.name, shown, text))
            natural = self._font.get_glyph_h_advance(info.codepoint)
            run.append(Glyph(info.codepoint, natural, place.x_advance, place.x_offset, place.y_offset, shown))
        return run

    def use(self, run: list[Glyph]) -> None:
        """Note the glyphs of a run for the subset."""
        for glyph in run:
            self._used.setdefault(glyph.id, glyph)

    def shown(self, run: list[Glyph]) -> str:
        """The array of a TJ operator, without its brackets."""
        parts: list[str] = []
        for glyph in run:
            if glyph.y:
                raise ValueError("marks that are not composed can't be set")  # data is NFC: every letter has one glyph
            moved = -glyph.x * 1000 / self.em
            back = (glyph.natural + glyph.x - glyph.advance) * 1000 / self.em
            parts += [_shift(moved), f"<{glyph.id:04x}>", _shift(back)]
        return "".join(parts)

    def outlines(self, run: list[Glyph], x: float, y: float, size: float) -> list[str]:
        """The path of a run that starts at (x, y) mm with `size` mm to the em, y downwards."""
        return press_outlines.path(self._font, run, x, y, size / self.em)

    def reference(self, pdf: Any) -> Any:
        """The font object; it is filled by `embed`."""
        if self._reference is None:
            from pikepdf import Dictionary

            self._reference = pdf.make_indirect(Dictionary())
        return self._reference

    def embed(self, pdf: Any) -> None:
        """Fill the font object with the subset of the glyphs used, and the map from glyphs to text."""
        from pikepdf import Array, Dictionary, Name, Stream, String

        if self._reference is None:
            return
        used = sorted(self._used)
        subset = self._subset(used)
        name = Name(f"/{_tag(used)}+{self._postscript()}")
        file = Stream(pdf, subset)
        file.Length1 = len(subset)
        descriptor = self._descriptor(name, pdf.make_indirect(file))
        widths = Array(
            [part for gid in used for part in (gid, Array([round(self._used[gid].natural * 1000 / self.em)]))]
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            CIDToGIDMap=Name.Identity,
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=0,
            W=widths,
        )
        self._reference.update(
            {
                "/Type": Name.Font,
                "/Subtype": Name.Type0,
                "/BaseFont": name,
                "/Encoding": Name("/Identity-H"),
                "/DescendantFonts": Array([pdf.make_indirect(descendant)]),
                "/ToUnicode": Stream(pdf, self._to_unicode(used)),
            }
        )

    def _descriptor(self, name: Any, file: Any) -> Any:
        from pikepdf import Array, Dictionary, Name

        def scaled(value: float) -> int:
            return round(value * 1000 / self.em)

        extents = self._font.get_font_extents("ltr")
        cap = self._font.get_glyph_extents(self._font.get_nominal_glyph(ord("H"))).y_bearing
        widest = max(glyph.natural for glyph in self._used.values())
        return Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array([0, scaled(extents.descender), scaled(widest), scaled(extents.ascender)]),
            ItalicAngle=0,
            Ascent=scaled(extents.ascender),
            Descent=scaled(extents.descender),
            CapHeight=scaled(cap),
            StemV=120,
            FontFile2=file,
        )

    def _subset(self, used: list[int]) -> bytes:
        wanted = self._hb.SubsetInput()
        wanted.sets(self._hb.SubsetInputSets.GLYPH_INDEX).update(used)
        wanted.flags = (
            self._hb.SubsetFlags.RETAIN_GIDS | self._hb.SubsetFlags.NO_HINTING | self._hb.SubsetFlags.NO_LAYOUT_CLOSURE
        )
        wanted.drop_table_tag_set.update(int.from_bytes(table, "big") for table in _DROPPED)
        data: bytes = self._hb.subset(self._face, wanted).blob.data
        return data

    def _postscript(self) -> str:
        return self.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    def _to_unicode(self, used: list[int]) -> bytes:
        pairs = [f"<{gid:04x}> <{self._used[gid].text.encode('utf-16-be').hex()}>" for gid in used]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        lines = [line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")]
        head = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        )
        tail = "\nendcmap CMapName currentdict /CMap defineresource pop end end"
        return (head + "\n".join(lines) + tail).encode("ascii")


def _shift(thousandths: float) -> str:
    """A move to the left inside a TJ array; nothing where it is nil."""
    return f" {thousandths:.3f}".rstrip("0").rstrip(".") + " " if abs(thousandths) > 0.0005 else ""


def _tag(used: list[int]) -> str:
    """Six letters that stand for the set of glyphs (ISO 32000-1, 9.6.4)."""
    import hashlib

    digest = hashlib.sha256(repr(used).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _tofu(name: str, char: str, text: str) -> Problem:
    code = " ".join(f"U+{ord(each):04X}" for each in char)
    message = _("the typeface {name} has no glyph for “{char}” ({code}) in “{text}”").format(
        name=name, char=char, code=code, text=text
    )
    return Problem("sign-glyph", message, Place(), _("write the text with other characters"))
