"""Old encodings, decomposed letters and Ð, brought into composed Unicode."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.nd30.model.coding import DECOMPOSED, ETH, OLD_FACE, in_unicode, is_old_face

NAME = "Cộng hòa xã hội chủ nghĩa Việt Nam"
TIMES = "Times New Roman"


@pytest.mark.parametrize(
    ("text", "face", "read"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", ".VnTime", NAME),
        ("céng hßa x· héi chñ nghÜa viÖt nam", ".VnTimeH", NAME.upper()),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI-Times", NAME),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "VNI-Times", NAME.upper()),
        ("§iÒu 1", ".VnTime", "Điều 1"),
        ("Số: 12", "VNI-Times", "Số: 12"),  # Unicode already, whatever the face
    ],
)
def test_old_faces_are_read_as_they_print(text: str, face: str, read: str) -> None:
    assert in_unicode(text, face)[0] == read


def test_how_a_text_was_coded() -> None:
    assert in_unicode("Céng", ".VnTime")[1] == (OLD_FACE,)
    assert in_unicode(unicodedata.normalize("NFD", NAME), TIMES) == (NAME, (DECOMPOSED,))
    assert in_unicode("Ðiều", TIMES) == ("Điều", (ETH,))
    assert in_unicode(unicodedata.normalize("NFD", "Ðiều"), TIMES) == ("Điều", (DECOMPOSED, ETH))
    assert in_unicode("QUYET DINH", TIMES) == ("QUYET DINH", ())
    assert [is_old_face(face) for face in (".VnTime", "VNI-Times", "ABC", TIMES, "Arial")] == [True] * 3 + [False] * 2


@given(st.text())
def test_composed_text_is_left_alone(text: str) -> None:
    composed = unicodedata.normalize("NFC", text).translate(str.maketrans("Ðð", "Đđ"))
    assert in_unicode(composed, TIMES) == (composed, ())
    assert in_unicode(text, TIMES)[0] == composed
