"""A font file read by HarfBuzz: shaped lines, advances, ink bounds.

Why ink bounds of the glyphs and not the font's line box: Ỗ reaches 1.16 em above the baseline in Be Vietnam Pro and Ặ
0.25 em below.
"""

from __future__ import annotations

import hashlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

_VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
REPERTOIRE = (
    "".join(map(chr, range(0x20, 0x7F))) + _VIETNAMESE + _VIETNAMESE.upper() + "\u00a0–—‘’“”…•«»°±²³·×÷§©®₫−≤≥½€"
)
"""The characters that every PDF embeds of a face, so that one record's bytes never depend on another's."""
IN_REPERTOIRE = frozenset(REPERTOIRE)
_LIGATURES = ("ffi", "ffl", "ff", "fi", "fl", "fj", "Th", "tt", "ti", "ft")


class Glyph(NamedTuple):
    """A shaped glyph, in the units of the font that shaped it; `cluster` is the index of its first character."""

    id: int
    advance: int
    x_offset: int
    y_offset: int
    cluster: int


class Bounds(NamedTuple):
    """Ink bounds of a line in em: above and below the baseline, and beyond the advance at both ends."""

    ascent: float
    descent: float
    overhang: float


class Face:
    """A font file: shaping, widths, ink bounds. HarfBuzz is imported when one of them is asked for."""

    def __init__(self, data: bytes, index: int = 0, *, path: str = "", sha: str = "") -> None:
        """`path`, with the `sha` of the file: it is read when it is needed, and `data` is empty."""
        self._data, self.path, self.index = data, path, index
        self.sha = sha or hashlib.sha256(data).hexdigest()
        self.name = f"F{self.sha[:6]}"  # as a resource of pages
        self._sizes: dict[float, Any] = {}
        self._widths: dict[int, int] = {}
        self._boxes: dict[int, tuple[int, int, int, int] | None] = {}
        self._measured: dict[str, tuple[float, Bounds]] = {}

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        if not self._data:
            self._data = Path(self.path).read_bytes()
        return self._data

    @cached_property
    def _hb(self) -> Any:
        import uharfbuzz

        return uharfbuzz

    @cached_property
    def hb_face(self) -> Any:
        """The face of HarfBuzz."""
        return self._hb.Face(self._hb.Blob(self.data), self.index)

    @cached_property
    def design(self) -> Any:
        """The font in font units, `upem` to the em."""
        return self._hb.Font(self.hb_face)

    @cached_property
    def upem(self) -> int:
        """The units of an em."""
        return int(self.hb_face.upem)

    def sized(self, size: float) -> Any:
        """Return a HarfBuzz font at this size in CSS pixels, in Pango's units of 1/1024 pixel."""
        font = self._sizes.get(size)
        if font is None:
            font = self._sizes[size] = self._hb.Font(self.hb_face)
            scale = int(size * 1024)
            font.scale = (scale, scale)
        return font

    def shape(self, text: str, font: Any, language: str, script: str = "Latn", kerned: bool = True) -> list[Glyph]:
        """Shape one run; the glyphs from left to right."""
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script = "ltr", script
        if language:
            buffer.language = language
        return self._shaped(font, buffer, None if kerned else {"kern": False})

    def shape_line(self, text: str) -> list[Glyph]:
        """Shape a line in font units; in a line of capitals, hyphen and brackets take their case-sensitive forms."""
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        return self._shaped(self.design, buffer, {"case": text == text.upper()})

    def _shaped(self, font: Any, buffer: Any, features: dict[str, bool] | None) -> list[Glyph]:
        self._hb.shape(font, buffer, features)
        return [
            Glyph(info.codepoint, at.x_advance, at.x_offset, at.y_offset, info.cluster)
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    def width(self, glyph: int) -> int:
        """Return the advance of a glyph in thousandths of the size, as in /W."""
        width = self._widths.get(glyph)
        if width is None:
            width = self._widths[glyph] = round(self.design.get_glyph_h_advance(glyph) * 1000 / self.upem)
        return width

    def missing(self, text: str) -> str:
        """Return the characters that the face has no glyph for, each once."""
        return "".join(sorted({char for char in text if not self.design.get_nominal_glyph(ord(char))}))

    @cached_property
    def texts(self) -> dict[int, str]:
        """The glyphs of the repertoire (ligatures included) and the text of each."""
        texts: dict[int, str] = {}
        for character in REPERTOIRE:
            glyph = self.design.get_nominal_glyph(ord(character))
            if glyph:
                texts.setdefault(glyph, character)
        for word in _LIGATURES:
            ligature = self.shape(word, self.design, "vi")
            for glyph, text in zip(ligature, texts_of(ligature, word), strict=True):
                texts.setdefault(glyph.id, text)
        texts.pop(0, "")  # .notdef, shown for a missing glyph
        return texts

    @cached_property
    def is_coloured(self) -> bool:
        """Whether its glyphs are pictures in colours, as those of emoji."""
        return not {"CBDT", "COLR", "SVG ", "sbix"}.isdisjoint(self.hb_face.table_tags)

    @cached_property
    def family(self) -> str:
        """The name of the family, as the file says it."""
        names = self._hb.OTNameIdPredefined
        return str(self.hb_face.get_name(names.TYPOGRAPHIC_FAMILY) or self.hb_face.get_name(names.FONT_FAMILY) or "")

    def family_for(self, name: str) -> str:
        """Return the name by which a document asks for this face, where it is one of its own, else its family's: a
        condensed face has the family with the others, and one of its own.
        """
        known = self.family
        if known.lower() != name.lower():
            own = str(self.hb_face.get_name(self._hb.OTNameIdPredefined.FONT_FAMILY) or "")
            known = own if own.lower() == name.lower() else known
        return known

    @cached_property
    def glyphs(self) -> frozenset[int]:
        """The glyph ids of the repertoire."""
        return frozenset(self.texts)

    @cached_property
    def space(self) -> int:
        """The glyph of a space."""
        return int(self.design.get_nominal_glyph(0x20))

    @cached_property
    def cap_height(self) -> float:
        """The height of an H in em."""
        return self.bounds("H").ascent

    def advance(self, text: str) -> float:
        """Return the width of a line in em, kerning included."""
        return self.measure(text)[0]

    def bounds(self, text: str) -> Bounds:
        """Return the ink bounds of a line."""
        return self.measure(text)[1]

    def measure(self, text: str) -> tuple[float, Bounds]:
        """Return advance and bounds of a line; results are cached."""
        if text not in self._measured:
            self._measured[text] = self._measure(text)
        return self._measured[text]

    def _measure(self, text: str) -> tuple[float, Bounds]:
        pen = left = right = top = bottom = 0
        for glyph in self.shape_line(text):
            box = self._box(glyph.id)
            if box:
                shift = pen + glyph.x_offset
                left, right = min(left, shift + box[0]), max(right, shift + box[1])
                top, bottom = max(top, glyph.y_offset + box[2]), min(bottom, glyph.y_offset + box[3])
            pen += glyph.advance
        overhang = max(-left, right - pen, 0)
        return pen / self.upem, Bounds(top / self.upem, -bottom / self.upem, overhang / self.upem)

    def _box(self, glyph: int) -> tuple[int, int, int, int] | None:
        """Return left, right, top and bottom of a glyph's ink in font units; None for a blank."""
        if glyph not in self._boxes:
            ink = self.design.get_glyph_extents(glyph)
            right, bottom = ink.x_bearing + ink.width, ink.y_bearing + ink.height
            self._boxes[glyph] = (ink.x_bearing, right, ink.y_bearing, bottom) if ink.width else None
        return self._boxes[glyph]


def texts_of(glyphs: list[Glyph], text: str) -> list[str]:
    """Return the text of each glyph of a run."""
    ends = [*[glyph.cluster for glyph in glyphs[1:]], len(text)]
    return [text[glyph.cluster : end] for glyph, end in zip(glyphs, ends, strict=True)]


@lru_cache(maxsize=64)
def load_face(path: str, index: int = 0) -> Face:
    """Load the face in a font file."""
    return Face(Path(path).read_bytes(), index, path=path)
