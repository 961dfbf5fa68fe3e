"""A face shapes and measures; over one whose every measure is known."""

from __future__ import annotations

import pytest

from congvan.core.fonts.faces import Bounds, Face, texts_of
from congvan.core.fonts.fontconfig import FontRequest, find_face
from tests.formats.face_samples import GLYPHS

IDS = {glyph: number for number, glyph in enumerate(GLYPHS)}


def test_kerning_and_units() -> None:
    face = find_face(FontRequest(("Times New Roman",), 400, False))
    font = face.sized(16)
    pair, a, v = (sum(g.advance for g in face.shape(word, font, "vi")) for word in ("AV", "A", "V"))
    assert pair < a + v
    assert a == round(face.width(face.shape("A", font, "vi")[0].id) / 1000 * 16 * 1024) or abs(a - 0.722 * 16384) < 10


def test_the_glyphs_of_the_repertoire(known: Face) -> None:
    texts = {"A": "A", "V": "V", "W": "W", "U": "U", "H": "H", "hyphen": "-", "f": "f", "i": "i", "f_i": "fi"}
    assert known.texts == {IDS[glyph]: text for glyph, text in texts.items()}
    assert known.glyphs == set(known.texts)
    assert known.missing("BAB-\u4e00") == "B"
    assert known.name == f"F{known.sha[:6]}"


def test_shaping_at_a_size(known: Face) -> None:
    """Advances are in 1/1024 of a pixel: 2000 units are the size."""
    font = known.sized(12.5)
    assert known.sized(12.5) is font
    made = known.shape("AVW", font, "vi")
    unit = 12800 / 2000
    assert [g.id for g in made] == [IDS["A"], IDS["V"], IDS["W"]]
    assert [g.advance for g in made] == pytest.approx([1099 * unit, 1101 * unit, 1500 * unit], abs=1)
    assert [g.x_offset for g in made] == pytest.approx([0, 0, 40 * unit], abs=1)
    assert known.shape("U", font, "")[0].y_offset == pytest.approx(30 * unit, abs=1)
    assert [(g.id, g.cluster) for g in known.shape("Afi", font, "vi")] == [(IDS["A"], 0), (IDS["f_i"], 1)]


def test_a_line_is_measured_with_its_ink(known: Face) -> None:
    """In em of 2000 units: the W is moved to the right by 40, the U raised by 30; the boxes are 1430 high."""
    assert known.cap_height == 0.715
    assert known.measure("U") == (0.45, Bounds(0.73, 0, 0))
    assert known.advance("AV") == 1.1
    assert [glyph.id for glyph in known.shape_line("A-")] == [IDS["A"], IDS["hyphen.case"]]
    assert texts_of(known.shape_line("Afi"), "Afi") == ["A", "fi"]


def test_a_face_answers_to_its_family_and_to_its_own_name(known: Face) -> None:
    assert known.family_for("thu") == known.family_for("Other") == "Thu"
    own = find_face(FontRequest(("Liberation Sans",), 400, False))
    assert own.family_for("LIBERATION SANS") == "Liberation Sans"


def test_a_condensed_face_has_a_name_of_its_own(monkeypatch: pytest.MonkeyPatch, known: Face) -> None:
    monkeypatch.setattr(known, "family", "Thu Sans")  # with the others of its family; the file has its own, “Thu”
    assert known.family_for("Thu") == "Thu"
    assert known.family_for("Thu Sans") == known.family_for("Thu Narrow") == "Thu Sans"
