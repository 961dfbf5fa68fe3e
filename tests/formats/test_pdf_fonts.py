"""Faces: found, proved, cut down to the repertoire."""

from __future__ import annotations

import pytest

from congvan.formats.pdf_fonts import REPERTOIRE, Want, find
from congvan.problems import CannotRun


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("italic", [False, True])
def test_each_style_has_its_face_and_all_letters(weight: int, italic: bool) -> None:
    face = find(Want(("Times New Roman",), weight, italic))
    assert all(face.has(character) for character in REPERTOIRE)
    assert len(face.glyphs) > 200
    assert set(REPERTOIRE) - {"\u00a0"} <= set("".join(face.texts.values())) | {"\u00ad"}


def test_the_four_styles_are_four_files() -> None:
    assert len({find(Want(("Times New Roman",), w, i)).sha for w in (400, 700) for i in (False, True)}) == 4


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(CannotRun) as stop:
        find(Want(("No Such Face",), 700, True))
    assert "No Such Face bold italic" in stop.value.problems[0].message


def test_the_first_family_that_is_there_counts() -> None:
    assert find(Want(("No Such Face", "Liberation Sans"), 400, False)).sha == find(Want(("Arial",), 400, False)).sha


def test_kerning_and_units() -> None:
    face = find(Want(("Times New Roman",), 400, False))
    font = face.sized(16)
    pair, a, v = (sum(g.advance for g in face.shape(word, font, "vi")) for word in ("AV", "A", "V"))
    assert pair < a + v
    assert a == round(face.width(face.shape("A", font, "vi")[0].id) / 1000 * 16 * 1024) or abs(a - 0.722 * 16384) < 10


def test_the_subset_maps_every_glyph_to_text() -> None:
    face = find(Want(("Times New Roman",), 400, False))
    entries, unicode_map = face.objects({})[0][0], face.objects({})[4][1]
    assert b"/ToUnicode 4 0 R" in entries
    assert unicode_map.count(b"<") >= 2 * len(face.glyphs)
    assert "ệ".encode("utf-16-be").hex().encode() in unicode_map
