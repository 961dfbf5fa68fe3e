"""Type in a file for the press: over a face whose every measure is known, of 2000 units to the em."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from congvan.core.messages import Message
from congvan.core.problems import Place, ProblemsFound
from congvan.formats.press.fonts import PressFont
from congvan.formats.press.outlines import PressGlyph
from tests.formats.face_samples import face


@pytest.fixture
def font() -> PressFont:
    return PressFont("faces/Thu.v2-Bold.ttf", face(), "F7")


def test_a_run_is_kerned_and_each_glyph_knows_its_text(font: PressFont) -> None:
    assert (font.em, font.name, font.key) == (2000, "faces/Thu.v2-Bold.ttf", "F7")
    assert font.shape("AVW") == [
        PressGlyph(1, 1200, 1099, 0, 0, "A"),
        PressGlyph(2, 1101, 1101, 0, 0, "V"),
        PressGlyph(3, 1500, 1500, 40, 0, "W"),
    ]
    assert font.shape("fiA") == [PressGlyph(10, 1150, 1150, 0, 0, "fi"), PressGlyph(1, 1200, 1200, 0, 0, "A")]


@pytest.mark.parametrize(("text", "dash"), [("A-V", 9), ("-", 9), ("A-i", 6), ("f-f", 6)])
def test_a_line_of_capitals_has_the_dash_of_capitals(font: PressFont, text: str, dash: int) -> None:
    assert dash in [glyph.id for glyph in font.shape(text)]


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ([], ""),
        ([PressGlyph(1, 1200, 1099, 0, 0, "A"), PressGlyph(2, 1101, 1101, 0, 0, "V")], "<0001> 50.5 <0002>"),
        ([PressGlyph(3, 1500, 1500, 40, 0, "W")], " -20 <0003> 20 "),
        ([PressGlyph(3, 1500, 1700, -40, 0, "W")], " 20 <0003> -120 "),
        ([PressGlyph(300, 1200, 1000, 0, 0, "A")], "<012c> 100 "),
        ([PressGlyph(1, 1200, 1201, 0, 0, "A")], "<0001> -0.5 "),
    ],
)
def test_moves_stand_between_the_glyphs_in_thousandths(font: PressFont, run: list[PressGlyph], shown: str) -> None:
    assert font.tj_array(run) == shown


def test_a_mark_over_a_letter_is_not_set(font: PressFont) -> None:
    (raised,) = font.shape("U")
    assert raised.y == 30
    with pytest.raises(ValueError, match=r"^marks that are not composed can't be set$"):
        font.tj_array([raised])


@pytest.mark.parametrize(("text", "char", "code"), [("AéV", "é", "U+00E9"), ("A\U0001f600", "\U0001f600", "U+1F600")])
def test_a_character_that_the_face_lacks(font: PressFont, text: str, char: str, code: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        font.shape(text)
    (problem,) = caught.value.problems
    lacking = Message("sign-glyph.text", name="faces/Thu.v2-Bold.ttf", char=char, code=code, text=text)
    assert (problem.message, problem.place) == (lacking, Place())
    assert problem.advice is not None
    assert problem.advice.id == "sign-glyph.hint"


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
    assert widths == [1, [600, 550], 10, [575]]
    descriptor = descendant.FontDescriptor
    assert str(descriptor.Type) == "/FontDescriptor"
    assert str(descriptor.FontName) == str(descendant.BaseFont) == str(made.BaseFont)


def test_a_subset_is_named_for_its_glyphs() -> None:
    name, same, other = (str(embedded(*texts).BaseFont) for texts in (("AV",), ("VA", "A"), ("AVf",)))
    assert re.fullmatch(r"/[A-Z]{6}\+Thu-Regular", name)
    assert name == same != other


def test_the_subset_holds_the_glyphs_used_and_tells_them_back_as_text() -> None:
    made = embedded("AVA", "fi")
    file = made.DescendantFonts[0].FontDescriptor.FontFile2
    data = file.read_bytes()
    assert int(file.Length1) == len(data) < len(face()) / 2
    subset = TTFont(io.BytesIO(data))
    assert [n for n, name in enumerate(subset.getGlyphOrder()) if subset["glyf"][name].numberOfContours] == [1, 2, 10]
    assert re.findall(rb"<(\w{4})> <(\w+)>\n", made.ToUnicode.read_bytes()) == [
        *((b"0001", b"0041"), (b"0002", b"0056"), (b"000a", b"00660069")),
    ]


def test_a_font_that_nothing_refers_to_is_not_embedded(font: PressFont) -> None:
    with pikepdf.new() as pdf:
        before = len(pdf.objects)
        font.embed(pdf)
        assert len(pdf.objects) == before
