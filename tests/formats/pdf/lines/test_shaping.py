"""Words as glyphs, over a face whose every advance is known: put together they are what the whole text would be."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from congvan.core.fonts import fontconfig
from congvan.core.fonts.fontconfig import FontRequest
from congvan.formats.pdf.lines import shaping
from congvan.formats.pdf.lines.shaping import (
    ShapedWords,
    UseWeasyPrint,
    shaped_words,
    tidy_operand,
    tj_operand,
    width,
)
from tests.formats.pdf_grid import SIZE, WIDE, Far, Grid, Hair


class Known(Grid):
    """A face with the identity by which its words are kept."""

    sha, index = "0" * 64, 0


def words(face: Grid | None = None, lang: str = "vi") -> ShapedWords:
    return ShapedWords(face or Grid(), SIZE, lang)


def whole(text: str, face: Grid | None = None) -> str:
    """The operand of a text shaped at once, written plainly."""
    out = ""
    for glyph in (face or Grid()).shape(text, "font", "vi"):
        kern = int(500 - glyph.advance * 1000 / 1024 / SIZE)
        out += f"{glyph.id:04x}" + (f">{kern}<" if kern else "")
    return tidy_operand(f"<{out}>")


TEXTS = st.text(alphabet="abVAU/ ", max_size=40) | st.text(alphabet="aVU/", min_size=shaping._LONG_WORD, max_size=40)


@example("aaaaaaaaaaaaaaa/U")
@example("aaaaaaaaaaaaaaU/a")
@given(TEXTS.filter(lambda text: bool(re.search(r"\w", text))))
def test_words_put_together_are_the_whole_text(text: str) -> None:
    for face in (Grid(), Far(), Hair()):
        found = words(face).of(text)
        assert tj_operand(found) == whole(text, face)
        assert width(found) == sum(glyph.advance for glyph in face.shape(text, "font", "vi")) / 1024


def test_a_difference_too_little_to_be_written_is_measured() -> None:
    assert width(words(Hair()).of("Va bV")) == width(words(Grid()).of("Va bV")) - 1 / 1024


def test_a_word_is_shaped_once_with_the_letter_behind_it() -> None:
    face = Grid()
    known = words(face)
    face.asked.clear()
    known.of("hai ba VAn ba VAn")
    assert face.asked == [(text, "vi", "Latn") for text in ("hai b", "ba V", "VAn b", "VAn")]
    assert [word.full - word.bare for word in known.of("hai ba")] == [WIDE, 0]


def test_a_long_word_is_joined_of_the_parts_between_its_strokes() -> None:
    face = Grid()
    known = words(face)
    known.of("V/V/V/V/V/V/V/V/V")  # whether it can be joined is tried at the first of them
    face.asked.clear()
    known.of("VAbb/aabb/VAVA/1")
    known.of("VAbb/aabb/VAVA/2 VAbb/2")
    known.of("VAbb/aabb/VAVA//")
    asked = ["VAbb/a", "aabb/V", "VAVA/1", "1", "VAVA/2", "2 V", "VAbb/2", "VAVA//", "/"]
    assert [text for text, _language, _script in face.asked] == asked
    assert [word for word in known if "aabb" in word] == []  # an id, which one record alone has, is not kept


@given(st.text(alphabet="0123456789", min_size=1, max_size=12))
def test_a_number_joined_of_its_digits_is_the_whole_number(text: str) -> None:
    for family in ("Times New Roman", "DejaVu Sans"):
        face = fontconfig.find_face(FontRequest((family,), 700, False))
        known = shaped_words(face, 17.3330078125, "vi")
        assert known.of(text) == [known._word(text, "Zyyy")]


def test_numbers_share_their_digits() -> None:
    face = Grid()
    known = words(face)
    known.of("3456789")
    face.asked.clear()
    assert tj_operand(known.of("45678")) == whole("45678")
    assert [text for text, _language, _script in face.asked] == ["45", "78"]  # first and last; 5, 6 and 7 are known


def test_what_every_record_says_is_shaped_once_however_many_other_words_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shaping, "_MAX_WORDS", 8)
    face = Grid()
    known = words(face)
    face.asked.clear()
    for number in range(40):
        known.of(f"hai ba n{number}")
    assert [text for text, _language, _script in face.asked].count("hai b") == 1
    assert len(face.asked) == 42  # each number once
    assert len(known) + len(known._before) <= 16


def test_words_are_shaped_without_kerning_where_a_style_switches_it_off() -> None:
    kerned, plain = words(Grid()), ShapedWords(Grid(), SIZE, "vi", kerned=False)
    assert width(plain.of("VA AV")) - width(kerned.of("VA AV")) == 2 * Grid.nearer / 1024
    assert ">" in tj_operand(kerned.of("VA")).strip("<>")
    assert ">" not in tj_operand(plain.of("VA")).strip("<>")
    assert ">" not in plain.justified("VA AV", 0).strip("<>")


def test_a_face_that_joins_more_is_shaped_whole() -> None:
    face = Far()
    known = words(face)
    face.asked.clear()
    known.of("hai ba VAn")
    assert face.asked == [("hai ba VAn", "vi", "Latn")]
    with pytest.raises(UseWeasyPrint):
        known.justified("hai ba", 2048)


def test_numbers_alone_are_of_no_script() -> None:
    face = Grid()
    known = words(face, lang="en")
    face.asked.clear()
    known.of("12 345")
    assert face.asked == [("12 345", "en", "Zyyy")]


@pytest.mark.parametrize("space", [" ", "\u00a0"])
def test_a_justified_space_has_half_of_the_padding_on_each_side(space: str) -> None:
    face = Grid()
    known = words(face)
    face.asked.clear()
    units = 3 * 1024  # 3 px: 300 thousandths of the size, of which WeasyPrint's rounding takes one
    assert known.justified(f"a{space}VA", units) == f"<0061>-153.6<{ord(space):04x}>-146<0056>100<0041>"
    assert (space, "vi", "Latn") in face.asked
    moved = re.sub(r"<[0-9a-f]*>", " ", known.justified(f"ab{space}cd", units)).split()
    assert sum(map(float, moved)) == pytest.approx(-300, abs=1)


@pytest.mark.parametrize("text", ["a  b", " a", "a ", "1 2", "a ß", "ß", "aʰ", "a ʰb"])
def test_what_is_not_sure_is_left_to_weasyprint(text: str) -> None:
    with pytest.raises(UseWeasyPrint):
        words().justified(text, 2048)
    if "ß" in text or "ʰ" in text:
        with pytest.raises(UseWeasyPrint):
            words().of(text)


def test_an_operand_is_written_without_what_moves_nothing() -> None:
    assert tidy_operand("<0061>0<0062>") == "<00610062>"
    assert tidy_operand("<>100<0061><0062>") == " 100<00610062>"


def test_a_face_that_lacks_letters_sets_texts_as_a_whole_and_only_those_that_it_has() -> None:
    class Lacking(Grid):
        def __init__(self) -> None:
            super().__init__()
            del self.glyphs[ord("Ư")]

    found = words(Lacking())
    assert tj_operand(found.of("AV ab")) == whole("AV ab", Lacking())
    with pytest.raises(UseWeasyPrint):
        found.of("Ư")
