"""The table of widths is that of the face which has the metrics of Times New Roman."""

from __future__ import annotations

import pytest

from congvan.core.fonts.faces import REPERTOIRE
from congvan.core.fonts.fontconfig import FontRequest, find_face
from congvan.core.fonts.times_metrics import text_width


@pytest.mark.parametrize("bold", [False, True])
def test_every_character_is_as_wide_as_in_the_face(bold: bool) -> None:
    face = find_face(FontRequest(("Times New Roman",), 700 if bold else 400, False))
    wide = {char: round(text_width(char, 1000, bold)) for char in REPERTOIRE}
    assert wide == {char: face.width(face.shape(char, face.sized(1), "vi")[0].id) for char in REPERTOIRE}


def test_a_horn_makes_a_letter_wider_and_a_tone_does_not() -> None:
    assert [text_width(char, 1000, False) for char in "oơờộ"] == [500, 529, 529, 500]


def test_a_character_of_no_table_is_no_narrower_than_most() -> None:
    assert text_width("漢", 10, True) == 6
