"""Faces: which file the machine gives for a family, its glyphs for a text, and its subset as PDF objects.

Why: WeasyPrint takes whatever face fontconfig offers and says nothing (Times New Roman absent → anything). Here the
face is named, hashed and proved. One fixed repertoire is embedded per face, so that one record's bytes never depend on
another's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from congvan.i18n import _
from congvan.problems import CannotRun, Problem

# What may stand for a family: the family itself, and faces with the same metrics.
STAND_INS = {
    "times new roman": ("Times New Roman", "Liberation Serif", "Tinos"),
    "arial": ("Arial", "Liberation Sans", "Arimo"),
    "courier new": ("Courier New", "Liberation Mono", "Cousine"),
}
_VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
REPERTOIRE = (
    "".join(map(chr, range(0x20, 0x7F))) + _VIETNAMESE + _VIETNAMESE.upper() + "\u00a0–—‘’“”…•«»°±²³·×÷§©®₫−≤≥½€"
)
IN_REPERTOIRE = frozenset(REPERTOIRE)
_LIGATURES = ("ffi", "ffl", "ff", "fi", "fl", "fj", "Th", "tt", "ti", "ft")


class Want(NamedTuple):
    """A face as CSS asks for it: the list of families, bold, italic."""

    families: tuple[str, ...]
    weight: int
    italic: bool


@lru_cache(maxsize=1)
def _fontconfig() -> tuple[Any, Any]:
    """libfontconfig, the one that Pango asks, and its configuration; by ctypes, since no child process need start."""
    import ctypes

    try:
        lib = ctypes.CDLL("libfontconfig.so.1")
    except OSError as error:
        hint = _("install the Debian package libpango-1.0-0")
        raise CannotRun(Problem("font-missing", _("fontconfig is not installed"), hint=hint)) from error
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, arguments in (
        ("FcInitLoadConfigAndFonts", pointer, []),
        ("FcPatternCreate", pointer, []),
        ("FcPatternAddString", number, [pointer, text, text]),
        ("FcPatternAddInteger", number, [pointer, text, number]),
        ("FcConfigSubstitute", number, [pointer, pointer, number]),
        ("FcDefaultSubstitute", None, [pointer]),
        ("FcFontMatch", pointer, [pointer, pointer, pointer]),
        ("FcPatternGetString", number, [pointer, text, number, ctypes.POINTER(text)]),
        ("FcPatternGetInteger", number, [pointer, text, number, ctypes.POINTER(number)]),
        ("FcPatternDestroy", None, [pointer]),
    ):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib, lib.FcInitLoadConfigAndFonts()


@lru_cache(maxsize=64)
def find(want: Want) -> Face:
    """The face that the machine gives for a family. CannotRun: neither the family nor a face with its metrics."""
    import ctypes

    lib, config = _fontconfig()
    pattern = lib.FcPatternCreate()
    for family in want.families:
        lib.FcPatternAddString(pattern, b"family", family.encode())
    lib.FcPatternAddInteger(pattern, b"weight", 200 if want.weight >= 600 else 80)
    lib.FcPatternAddInteger(pattern, b"slant", 100 if want.italic else 0)
    lib.FcConfigSubstitute(config, pattern, 0)
    lib.FcDefaultSubstitute(pattern)
    result, text, number = ctypes.c_int(), ctypes.c_char_p(), ctypes.c_int()
    match = lib.FcFontMatch(config, pattern, ctypes.byref(result))
    try:
        file = index = None
        families: list[str] = []
        if match and lib.FcPatternGetString(match, b"file", 0, ctypes.byref(text)) == 0 and text.value:
            file = text.value.decode()
            while lib.FcPatternGetString(match, b"family", len(families), ctypes.byref(text)) == 0 and text.value:
                families.append(text.value.decode())
            index = number.value if lib.FcPatternGetInteger(match, b"index", 0, ctypes.byref(number)) == 0 else 0
            slant = number.value if lib.FcPatternGetInteger(match, b"slant", 0, ctypes.byref(number)) == 0 else 0
            weight = number.value if lib.FcPatternGetInteger(match, b"weight", 0, ctypes.byref(number)) == 0 else 80
    finally:
        if match:
            lib.FcPatternDestroy(match)
        lib.FcPatternDestroy(pattern)
    allowed = {f.lower() for family in want.families for f in (family, *STAND_INS.get(family.lower(), ()))}
    right = {f.lower() for f in families} & allowed and bool(slant) == want.italic
    if not file or not right or (weight >= 180) != (want.weight >= 600):
        raise missing_face(want, families)
    return load(file, (index or 0) & 0xFFFF)


def missing_face(want: Want, given: Iterable[str] = ()) -> CannotRun:
    """The error for a face that this machine does not have."""
    style = (" bold" if want.weight >= 600 else "") + (" italic" if want.italic else "")
    message = _("no face for {family}{style}; the machine offers {given}").format(
        family=want.families[0] if want.families else "?", style=style, given=", ".join(given) or _("none")
    )
    return CannotRun(Problem("font-missing", message, hint=_("install the Debian package fonts-liberation")))


@lru_cache(maxsize=64)
def load(path: str, index: int = 0) -> Face:
    """The face in a font file."""
    return Face(Path(path).read_bytes(), index)


class Glyph(NamedTuple):
    """One shaped glyph; advances and offsets in Pango's unit, 1/1024 CSS pixel."""

    id: int
    advance: int
    x_offset: int
    y_offset: int
    cluster: int


class Face:
    """A font file: shaping at a size, widths, subset."""

    def __init__(self, data: bytes, index: int = 0) -> None:
        import uharfbuzz as hb

        self.data, self.index = data, index
        self.sha = hashlib.sha256(data).hexdigest()
        self.name = f"F{self.sha[:6]}"  # as a resource of pages
        self._hb = hb
        self._face = hb.Face(hb.Blob(data), index)
        self._design = hb.Font(self._face)
        self._sizes: dict[float, Any] = {}
        self.upem: int = self._face.upem
        self.glyphs, self.texts = self._repertoire()
        self._widths: dict[int, int] = {}

    def sized(self, size: float) -> Any:
        """A HarfBuzz font whose unit is Pango's at this size in CSS pixels."""
        font = self._sizes.get(size)
        if font is None:
            font = self._sizes[size] = self._hb.Font(self._face)
            scale = int(size * 1024)
            font.scale = (scale, scale)
        return font

    def shape(self, text: str, font: Any, language: str, script: str = "Latn") -> list[Glyph]:
        """The glyphs of one run, from left to right."""
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script = "ltr", script
        if language:
            buffer.language = language
        self._hb.shape(font, buffer)
        return [
            Glyph(info.codepoint, at.x_advance, at.x_offset, at.y_offset, info.cluster)
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    def width(self, glyph: int) -> int:
        """The advance of a glyph in thousandths of the size, as /W says it."""
        width = self._widths.get(glyph)
        if width is None:
            width = self._widths[glyph] = round(self._design.get_glyph_h_advance(glyph) * 1000 / self.upem)
        return width

    def has(self, character: str) -> bool:
        return self._design.get_nominal_glyph(ord(character)) is not None

    def _repertoire(self) -> tuple[frozenset[int], dict[int, str]]:
        """The glyphs of the repertoire (ligatures included) and the text that each stands for."""
        texts: dict[int, str] = {}
        for character in REPERTOIRE:
            glyph = self._design.get_nominal_glyph(ord(character))
            if glyph:
                texts.setdefault(glyph, character)
        for word in _LIGATURES:
            shaped = self.shape(word, self._design, "vi")
            for glyph, after in zip(shaped, [*[g.cluster for g in shaped[1:]], len(word)], strict=True):
                texts.setdefault(glyph.id, word[glyph.cluster : after])
        texts.pop(0, "")  # what stands for a letter that the face does not have
        return frozenset(texts), texts

    def objects(self, extra: Mapping[int, str]) -> list[tuple[bytes, bytes]]:
        """The font as PDF objects: (dictionary without stream entries, stream or b"") with references numbered from 0.

        Object 0 is the Type 0 font. `extra`: glyphs outside the repertoire that a fixed text needs, and their text.
        """
        texts = {**extra, **self.texts}
        subset = self._subset(texts)
        name = b"/%s+%s" % (self._tag(subset), self._postscript())
        info = self._descriptor()
        widths = self._all_widths(sorted(texts))
        file = b"3/Subtype/OpenType" if subset[:4] == b"OTTO" else b"2"
        kind = b"0" if subset[:4] == b"OTTO" else b"2"
        return [
            (
                b"/Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[1 0 R]/ToUnicode 4 0 R"
                % name,
                b"",
            ),
            (
                b"/Type/Font/Subtype/CIDFontType%s/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                b"/Supplement 0>>/CIDToGIDMap/Identity/DW 0/W[%s]/FontDescriptor 2 0 R" % (kind, name, widths),
                b"",
            ),
            (b"/Type/FontDescriptor/FontName%s%s/FontFile%s 3 0 R" % (name, info, file[:1]), b""),
            (b"/Length1 %d" % len(subset) if kind == b"2" else file[1:], subset),
            (b"", _to_unicode(texts)),
        ]

    def _all_widths(self, glyphs: list[int]) -> bytes:
        """The entries of /W: runs of glyphs that follow one another."""
        out = b""
        for n, glyph in enumerate(glyphs):
            start = n == 0 or glyph != glyphs[n - 1] + 1
            out += b"%s%d[" % (b"]" if n else b"", glyph) if start else b" "
            out += b"%d" % self.width(glyph)
        return out + b"]"

    def _subset(self, texts: Mapping[int, str]) -> bytes:
        """The file with only these glyphs, ids kept, without hints and layout tables (the text is shaped already)."""
        hb = self._hb
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(set(texts))
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
            {
                int.from_bytes(tag, "big")
                for tag in (b"BASE", b"DSIG", b"GPOS", b"GSUB", b"GDEF", b"JSTF", b"LTSH", b"kern")
            }
        )
        data: bytes = hb.subset(self._face, wanted).blob.data
        return data

    def _postscript(self) -> bytes:
        name = self._face.get_name(6, "en") or "Face"
        return re.sub(rb"[^A-Za-z0-9-]", b"", name.encode("ascii", "ignore")) or b"Face"

    @staticmethod
    def _tag(subset: bytes) -> bytes:
        return bytes(65 + b % 26 for b in hashlib.sha256(subset).digest()[:6])

    def _descriptor(self) -> bytes:
        extents = self._design.get_font_extents("ltr")
        k = 1000 / self.upem
        ascent, descent = round(extents.ascender * k), round(extents.descender * k)
        name = self._postscript().lower()
        italic = b"italic" in name or b"oblique" in name
        flags = 4 | 2 * (b"sans" not in name and b"arial" not in name) | 64 * italic
        return b"/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d" % (
            flags,
            -500,
            descent,
            2000,
            ascent,
            -12 * italic,
            ascent,
            descent,
            660,
            120 if b"bold" in name else 80,
        )


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    lines = [
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
        b"/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000><ffff>"
        b"endcodespacerange"
    ]
    items = sorted(texts.items())
    for at in range(0, len(items), 100):
        batch = items[at : at + 100]
        lines.append(b"%d beginbfchar" % len(batch))
        lines += [b"<%04x><%s>" % (glyph, text.encode("utf-16-be").hex().encode()) for glyph, text in batch]
        lines.append(b"endbfchar")
    lines.append(b"endcmap CMapName currentdict/CMap defineresource pop end end")
    return b"\n".join(lines)
