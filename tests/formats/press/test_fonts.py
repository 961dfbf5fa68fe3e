"""Type in a file for the press: over a face whose every measure is known, of 2000 units to the em."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from congvan.formats.press.fonts import PressFont
from congvan.formats.press.outlines import Glyph
from congvan.problems import Place, Stop
from tests.formats.face_samples import face


@pytest.fixture
def font() -> PressFont:
    return PressFont("faces/Thu.v2-Bold.ttf", face(), "F7")


def test_a_run_is_kerned_and_each_glyph_knows_its_text(font: PressFont) -> None:
    assert (font.em, font.name, font.key) == (2000, "faces/Thu.v2-Bold.ttf", "F7")
    assert font.shape("AVW") == [
        Glyph(1, 1200, 1099, 0, 0, "A"),
        Glyph(2, 1101, 1101, 0, 0, "V"),
        Glyph(3, 1500, 1500, 40, 0, "W"),
    ]
    assert font.shape("fiA") == [Glyph(10, 1150, 1150, 0, 0, "fi"), Glyph(1, 1200, 1200, 0, 0, "A")]


@pytest.mark.parametrize(("text", "dash"), [("A-V", 9), ("-", 9), ("A-i", 6), ("f-f", 6)])
def test_a_line_of_capitals_has_the_dash_of_capitals(font: PressFont, text: str, dash: int) -> None:
    assert dash in [glyph.id for glyph in font.shape(text)]


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ([], ""),
        ([Glyph(1, 1200, 1099, 0, 0, "A"), Glyph(2, 1101, 1101, 0, 0, "V")], "<0001> 50.5 <0002>"),
        ([Glyph(3, 1500, 1500, 40, 0, "W")], " -20 <0003> 20 "),
        ([Glyph(3, 1500, 1700, -40, 0, "W")], " 20 <0003> -120 "),
        ([Glyph(300, 1200, 1000, 0, 0, "A")], "<012c> 100 "),
        ([Glyph(1, 1200, 1201, 0, 0, "A")], "<0001> -0.5 "),
    ],
)
def test_moves_stand_between_the_glyphs_in_thousandths(font: PressFont, run: list[Glyph], shown: str) -> None:
    assert font.shown(run) == shown


def test_a_mark_over_a_letter_is_not_set(font: PressFont) -> None:
    (raised,) = font.shape("U")
    assert raised.y == 30
    with pytest.raises(ValueError, match=r"^marks that are not composed can't be set$"):
        font.shown([raised])


@pytest.mark.parametrize(("text", "char", "code"), [("AéV", "é", "U+00E9"), ("A\U0001f600", "\U0001f600", "U+1F600")])
def test_a_character_that_the_face_lacks(font: PressFont, text: str, char: str, code: str) -> None:
    with pytest.raises(Stop) as caught:
        font.shape(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("sign-glyph", Place())
    assert problem.message == f"the typeface faces/Thu.v2-Bold.ttf has no glyph for “{char}” ({code}) in “{text}”"
    assert problem.hint == "write the text with other characters"


@lru_cache(maxsize=8)
def written(*texts: str) -> pikepdf.Pdf:
    """A PDF, written and read again, with the font of these lines."""
    font, pdf = PressFont("faces/Thu.v2-Bold.ttf", face(), "F7"), pikepdf.new()
    for text in texts:
        font.use(font.shape(text))
    made = font.reference(pdf)
    assert font.reference(pdf).objgen == made.objgen
    font.embed(pdf)
    pdf.Root.Kept = made
    out = io.BytesIO()
    pdf.save(out)
    return pikepdf.open(io.BytesIO(out.getvalue()))


def embedded(*texts: str) -> Any:
    """Its font object."""
    return written(*texts).Root.Kept


def test_the_font_and_its_descendant() -> None:
    made = embedded("AVA", "fi")
    assert [str(made[key]) for key in ("/Type", "/Subtype", "/Encoding")] == ["/Font", "/Type0", "/Identity-H"]
    (descendant,) = made.DescendantFonts
    assert [str(descendant[key]) for key in ("/Type", "/Subtype", "/CIDToGIDMap")] == [
        *("/Font", "/CIDFontType2", "/Identity"),
    ]
    system = descendant.CIDSystemInfo
    assert (str(system.Registry), str(system.Ordering), int(system.Supplement)) == ("Adobe", "Identity", 0)
    assert int(descendant.DW) == 0
    widths = [list(map(int, each)) if isinstance(each, pikepdf.Array) else int(each) for each in descendant.W]
    assert widths == [1, [600], 2, [550], 10, [575]]


def test_the_descriptor_measures_in_thousandths() -> None:
    made = embedded("AVA", "fi")
    descriptor = made.DescendantFonts[0].FontDescriptor
    assert str(descriptor.Type) == "/FontDescriptor"
    assert str(descriptor.FontName) == str(made.DescendantFonts[0].BaseFont) == str(made.BaseFont)
    assert list(map(int, descriptor.FontBBox)) == [0, -250, 600, 950]
    fields = ("Flags", "ItalicAngle", "Ascent", "Descent", "CapHeight", "StemV")
    assert [int(descriptor[f"/{field}"]) for field in fields] == [4, 0, 950, -250, 715, 120]


def test_a_subset_is_named_for_its_glyphs() -> None:
    name, same, other = (str(embedded(*texts).BaseFont) for texts in (("AV",), ("VA", "A"), ("AVf",)))
    assert re.fullmatch(r"/[A-Z]{6}\+Thu\.v2-Bold", name)
    assert name == same != other


def test_the_subset_holds_the_glyphs_used_and_no_table_that_a_pdf_has_no_use_for() -> None:
    file = embedded("AVA", "fi").DescendantFonts[0].FontDescriptor.FontFile2
    data = file.read_bytes()
    assert int(file.Length1) == len(data) < len(face()) / 2
    subset = TTFont(io.BytesIO(data))
    useless = {"GSUB", "GPOS", "GDEF", "STAT", "gasp"}
    assert useless <= set(TTFont(io.BytesIO(face())).keys())
    assert not useless & set(subset.keys())
    drawn = [n for n, name in enumerate(subset.getGlyphOrder()) if subset["glyf"][name].numberOfContours]
    assert drawn == [1, 2, 10]


def test_glyphs_are_told_back_as_text() -> None:
    lines = embedded("AVA", "fi").ToUnicode.read_bytes().decode("ascii").split("\n")
    assert lines == [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
        "3 beginbfchar",
        "<0001> <0041>",
        "<0002> <0056>",
        "<000a> <00660069>",
        "endbfchar",
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]


def test_a_hundred_glyphs_to_a_block() -> None:
    """As the CMap format asks (Adobe Technical Note 5014)."""
    lines = embedded("".join(chr(0x4E00 + n) for n in range(120))).ToUnicode.read_bytes().decode("ascii").split("\n")
    assert [line for line in lines if line.endswith("bfchar")] == [
        *("100 beginbfchar", "endbfchar", "20 beginbfchar", "endbfchar"),
    ]
    assert lines.index("endbfchar") == lines.index("100 beginbfchar") + 101
    assert lines[-3] == f"<{10 + 120:04x}> <4e77>"


def test_a_font_that_nothing_refers_to_is_not_embedded(font: PressFont) -> None:
    with pikepdf.new() as pdf:
        before = len(pdf.objects)
        font.embed(pdf)
        assert len(pdf.objects) == before
