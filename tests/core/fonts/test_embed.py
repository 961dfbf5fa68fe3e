"""A face in a PDF: its subset, its widths, its way back to text."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTCollection, TTFont

from congvan.core.fonts import embed
from congvan.core.fonts.faces import Face, load_face
from congvan.core.fonts.fontconfig import FontRequest, find_face
from tests.formats.face_samples import GLYPHS, face

IDS = {glyph: number for number, glyph in enumerate(GLYPHS)}


HEADER = (
    b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
    b"/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000> <ffff> "
    b"endcodespacerange"
)
FOOTER = b"endcmap CMapName currentdict/CMap defineresource pop end end"


def embed_all(face: Face, extra: dict[int, str]) -> list[tuple[bytes, bytes]]:
    """The objects of a face with its repertoire, as PDFs of letters embed it."""
    return embed.font_objects(face, {**extra, **face.texts})


def test_the_subset_maps_every_glyph_to_text() -> None:
    face = find_face(FontRequest(("Times New Roman",), 400, False))
    entries, unicode_map = embed_all(face, {})[0][0], embed_all(face, {})[4][1]
    assert b"/ToUnicode 4 0 R" in entries
    assert unicode_map.count(b"<") >= 2 * len(face.glyphs)
    assert "ệ".encode("utf-16-be").hex().encode() in unicode_map


def test_every_object_of_a_face(known: Face) -> None:
    composite, inner, descriptor, file, unicode_map = embed_all(known, {IDS["han0"]: "\u4e00"})
    tag = composite[0].partition(b"BaseFont/")[2][:6]
    assert re.fullmatch(rb"[A-Z]{6}", tag)
    name = b"/%s+Thu-Regular" % tag
    assert composite == (
        b"/Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[1 0 R]/ToUnicode 4 0 R" % name,
        b"",
    )
    assert inner == (
        b"/Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/CIDToGIDMap/Identity/DW 0/W[1[600 550 750 450 700 300 350 250]10[575 1000]]/FontDescriptor 2 0 R" % name,
        b"",
    )
    assert descriptor == (
        b"/Type/FontDescriptor/FontName%s/Flags 4/FontBBox[-500 -250 2000 950]/ItalicAngle 0/Ascent 950/Descent -250"
        b"/CapHeight 660/StemV 80/FontFile2 3 0 R" % name,
        b"",
    )
    assert file == (b"/Length1 %d" % len(file[1]), file[1])
    lines = (
        b"10 beginbfchar\n<0001> <0041>\n<0002> <0056>\n<0003> <0057>\n<0004> <0055>\n<0005> <0048>\n<0006> <002d>\n"
        b"<0007> <0066>\n<0008> <0069>\n<000a> <00660069>\n<000b> <4e00>\nendbfchar"
    )
    assert unicode_map == (b"", b"\n".join([HEADER, lines, FOOTER]))


def test_a_face_drawn_as_postscript_does() -> None:
    made = embed_all(Face(face(curves=True)), {})
    assert b"/Subtype/CIDFontType0/" in made[1][0]
    assert made[2][0].endswith(b"/FontFile3 3 0 R")
    assert made[3][0] == b"/Subtype/OpenType"
    assert made[3][1][:4] == b"OTTO"


@pytest.mark.parametrize("curves", [False, True])
def test_the_subset_keeps_numbers_and_shapes_alone(curves: bool) -> None:
    data = embed_all(Face(face(curves=curves)), {})[3][1]
    font = TTFont(io.BytesIO(data))
    drawn = font["CFF "].cff.topDictIndex[0].CharStrings if curves else font["glyf"]
    assert not {"GPOS", "GSUB", "GDEF", "STAT"} & set(font.keys())
    order = font.getGlyphOrder()
    for glyph, empty in (("A", False), ("f_i", False), ("hyphen.case", True)):
        shape = drawn[order[IDS[glyph]]]
        assert (shape.numberOfContours == 0 if not curves else "rlineto" not in _program(shape)) == empty
    assert len(data) < len(face(curves=curves)) / 2


def _program(shape: Any) -> list[Any]:
    shape.decompile()
    program: list[Any] = [{"hlineto": "rlineto", "vlineto": "rlineto"}.get(word, word) for word in shape.program]
    return program


def test_the_map_to_text_is_cut_at_a_hundred(known: Face) -> None:
    extra = {IDS[f"han{n}"]: chr(0x4E00 + n) for n in range(120)}
    lines = embed_all(known, extra)[4][1].split(b"\n")
    assert [line for line in lines if b"begin" in line][1:] == [b"100 beginbfchar", b"29 beginbfchar"]
    assert [n for n, line in enumerate(lines) if line == b"endbfchar"] == [102, 133]
    assert len(set(lines)) == len(lines) - 1
    assert b"<%04x> <4e77>" % IDS["han119"] in lines


def test_the_repertoire_says_what_its_glyphs_stand_for(known: Face) -> None:
    """… whatever else WeasyPrint found a glyph to stand for: one record's bytes do not depend on another's."""
    assert embed_all(known, {IDS["A"]: "x"}) == embed_all(known, {})
    assert embed_all(known, {IDS["han1"]: "x"})[0] != embed_all(known, {})[0]  # another subset, another tag


@pytest.mark.parametrize(
    ("name", "written", "style"),
    [
        ("Thu-Bold", b"Thu-Bold", (4, 0, 120)),
        ("Thu_Đậm(Italic) 2", b"ThumItalic2", (68, -12, 80)),
        ("ThuOblique", b"ThuOblique", (68, -12, 80)),
        ("ThuSans-BoldItalic", b"ThuSans-BoldItalic", (68, -12, 120)),
        ("ThuSerif", b"ThuSerif", (6, 0, 80)),
        ("TimesNewRoman-Italic", b"TimesNewRoman-Italic", (70, -12, 80)),
        ("Ư", b"Face", (4, 0, 80)),
    ],
)
def test_what_a_face_says_of_itself(name: str, written: bytes, style: tuple[int, int, int]) -> None:
    made = embed_all(Face(face(name)), {})
    assert re.match(rb".*/BaseFont/[A-Z]{6}\+([^/]*)/", made[0][0])[1] == written
    flags, angle, stem = style
    assert b"/Flags %d/" % flags in made[2][0]
    assert b"/ItalicAngle %d/" % angle in made[2][0]
    assert b"/StemV %d/" % stem in made[2][0]


def test_faces_of_one_file(tmp_path: Path) -> None:
    both = TTCollection()
    both.fonts = [TTFont(io.BytesIO(face(name))) for name in ("Mot", "Hai")]
    both.save(tmp_path / "a.ttc")
    names = [re.findall(rb"\+(\w+)", embed_all(load_face(str(tmp_path / "a.ttc"), n), {})[0][0]) for n in (0, 1)]
    assert names == [[b"Mot"], [b"Hai"]]
    assert load_face(str(tmp_path / "a.ttc")) is load_face(str(tmp_path / "a.ttc"))
    assert load_face(str(tmp_path / "a.ttc"), 1).index == 1
