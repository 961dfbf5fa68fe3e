"""The law of fitting: letters grow with the panel, and nothing leaves it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.fonts.faces import Face
from congvan.signs.fit_text import LEADING_CAPITALS, fit, leading, units
from congvan.signs.rect import Rect
from congvan.signs.typeface import FILES, HEAVY, installed
from tests.examples import examples

MESSAGE = "Điểm hỗ trợ cài đặt Bluezone phòng chống Covid-19"
GLUE = ("hỗ trợ", "cài đặt", "phòng chống", "Covid-19")
FACE = Face(installed()[HEAVY])

sides = st.floats(min_value=5, max_value=8000)
words = st.text(alphabet="AaĂắÂẤĐđÊỆệÔỖƠỢUỨỰYỵghpqy0", min_size=1, max_size=9)
phrases = st.lists(words, min_size=1, max_size=10).map(" ".join)


@settings(max_examples=examples(150), deadline=None)
@given(phrases, sides, sides, st.floats(min_value=0, max_value=3000), st.floats(min_value=0, max_value=3000))
def test_a_larger_panel_never_gives_smaller_letters(
    text: str, width: float, height: float, wider: float, higher: float
) -> None:
    small = fit(text, Rect(0, 0, width, height), FACE)
    large = fit(text, Rect(0, 0, width + wider, height + higher), FACE)
    assert large.size >= small.size * (1 - 1e-9)
    assert large.cap >= small.cap * (1 - 1e-9)


@settings(max_examples=examples(150), deadline=None)
@given(phrases, sides, sides)
def test_the_text_stays_in_its_panel_and_whole(text: str, width: float, height: float) -> None:
    found = fit(text, Rect(0, 0, width, height), FACE)
    assert " ".join(found.lines) == text
    assert found.height <= height * (1 + 1e-9)
    for line in found.lines:
        assert FACE.advance(line) * found.size <= width * (1 + 1e-9)


@settings(max_examples=examples(60), deadline=None)
@given(phrases, sides, sides)
def test_letters_touch_a_side_of_the_panel(text: str, width: float, height: float) -> None:
    """Largest means that nothing is left to grow into."""
    found = fit(text, Rect(0, 0, width, height), FACE)
    assert found.height == pytest.approx(height) or found.width == pytest.approx(width)


@settings(max_examples=examples(100), deadline=None)
@given(phrases)
def test_marks_of_two_lines_never_meet(text: str) -> None:
    pitch = leading(text, FACE)
    lines = [FACE.bounds(piece) for piece in units(text)]
    assert pitch >= max(line.descent for line in lines) + max(line.ascent for line in lines)


def test_capitals_with_marks_get_more_than_the_least_leading() -> None:
    assert FACE.bounds("Ỗ").ascent > 1.1
    assert FACE.bounds("Ặ").descent > 0.2
    assert leading("ẶỖ", FACE) > 1.4
    assert leading("BLUEZONE", FACE) == LEADING_CAPITALS


@pytest.mark.parametrize(("width", "height"), [(2800, 450), (400, 330), (740, 600), (138, 110), (30, 900)])
def test_glue_words_stay_on_one_line(width: float, height: float) -> None:
    for text in (MESSAGE, MESSAGE.upper()):
        lines = fit(text, Rect(0, 0, width, height), FACE, glue=GLUE).lines
        for phrase in GLUE:
            assert sum(phrase.casefold() in line.casefold() for line in lines) == 1


def test_lines_are_balanced() -> None:
    """On two lines the message breaks where the longer one is shortest."""
    lines = fit(MESSAGE.upper(), Rect(0, 0, 2800, 450), FACE, glue=GLUE).lines
    assert lines == ("ĐIỂM HỖ TRỢ CÀI ĐẶT BLUEZONE", "PHÒNG CHỐNG COVID-19")


def test_units_know_only_plain_spaces_as_breaks() -> None:
    assert units("a\u00a0b Covid-19 www.bluezone.gov.vn") == ["a\u00a0b", "Covid-19", "www.bluezone.gov.vn"]
    assert units("Hỗ trợ, cài đặt", GLUE) == ["Hỗ trợ,", "cài đặt"]


def test_a_limit_on_size_and_lines_is_kept() -> None:
    panel = Rect(0, 0, 500, 500)
    assert fit(MESSAGE, panel, FACE, largest=10).size == 10
    assert len(fit(MESSAGE, panel, FACE, lines=2).lines) <= 2


@pytest.mark.parametrize(
    ("text", "panel"), [("", Rect(0, 0, 10, 10)), ("   ", Rect(0, 0, 10, 10)), ("a", Rect(0, 0, 0, 10))]
)
def test_nothing_to_fit_is_refused(text: str, panel: Rect) -> None:
    with pytest.raises(ValueError):
        fit(text, panel, FACE)


def test_every_cut_has_all_vietnamese_letters() -> None:
    vowels = "AĂÂEÊIOÔƠUƯY"
    tones = "\u0300\u0309\u0303\u0301\u0323"
    import unicodedata

    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones} | set("Đđ–·×–“”")
    letters |= {letter.lower() for letter in letters}
    for name in FILES:
        assert Face(installed()[name]).missing("".join(letters)) == ""
    assert FACE.missing("漢a") == "漢"
