"""Letters as paths, over a face whose glyphs are told point by point."""

from __future__ import annotations

from typing import Any

from congvan.formats.press.outlines import PressGlyph, outline_path


class Face:
    """Glyph 1 is made of lines, glyph 2 of a curve of each kind, glyph 3 begins with a curve."""

    def draw_glyph_with_pen(self, glyph: int, pen: Any) -> None:
        pen.moveTo((10, 20))
        if glyph == 3:
            pen.qCurveTo((16, 26), (22, 20))
        elif glyph == 1:
            pen.lineTo((30, 20))
            pen.lineTo((30, 40))
        else:
            pen.lineTo((16, 26))
            pen.qCurveTo((22, 32), (40, 20))
            pen.curveTo((1, 2), (3, 4), (70, 50))
            pen.qCurveTo((76, 56), (82, 50))
        pen.closePath()


def drawn(*glyphs: PressGlyph) -> list[str]:
    return outline_path(Face(), list(glyphs), 100.0, 200.0, 0.5)


def test_lines_stand_upside_down_at_their_scale() -> None:
    assert drawn(PressGlyph(1, 60, 60, 0, 0, "a")) == [
        "105.0000 190.0000 m",
        "115.0000 190.0000 l",
        "115.0000 180.0000 l",
        "h",
    ]


def test_a_glyph_stands_where_the_ones_before_it_end_and_its_offset_moves_it() -> None:
    first = [
        glyph
        for glyph in drawn(PressGlyph(1, 60, 64, 0, 0, "a"), PressGlyph(1, 60, 60, 6, 8, "b"))
        if glyph.endswith("m")
    ]
    assert first == ["105.0000 190.0000 m", "140.0000 186.0000 m"]
    assert drawn() == []


def test_a_quadratic_curve_is_the_same_as_a_cubic_one() -> None:
    """Its handles lie two thirds of the way from the ends to the control point."""
    assert drawn(PressGlyph(2, 90, 90, 0, 0, "c"))[1:] == [
        "108.0000 187.0000 l",
        "110.0000 185.0000 114.0000 186.0000 120.0000 190.0000 c",
        "100.5000 199.0000 101.5000 198.0000 135.0000 175.0000 c",
        "137.0000 173.0000 139.0000 173.0000 141.0000 175.0000 c",
        "h",
    ]
    assert drawn(PressGlyph(3, 90, 90, 0, 0, "d")) == [
        "105.0000 190.0000 m",
        "107.0000 188.0000 109.0000 188.0000 111.0000 190.0000 c",
        "h",
    ]
