"""Each operation of a sign as operators of a page: a quarter of a circle's handles lie at 0.5523 of its radius."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from congvan.core.problems import ProblemsFound
from congvan.formats.press.painter import Painter

K = [0, 0, 0, 100]


@pytest.fixture
def painter() -> Iterator[Painter]:
    with pikepdf.new() as pdf:
        content = {
            "spots": {"Gia": [0, 90, 0, 0], "Bo": [10, 0, 0, 0]},
            "forms": {
                "hinh": {
                    "box": [1, 2.12344, 3.00004, 4],
                    "ops": [{"op": "circle", "x": 0, "y": 0, "r": 1, "fill": "Bo"}],
                },
                "khung": {"box": [0, 0, 9, 9], "ops": [{"op": "rect", "x": 0, "y": 0, "w": 9, "h": 9, "fill": K}]},
            },
        }
        yield Painter(pdf, content, {})


@pytest.mark.parametrize(
    ("op", "operators"),
    [
        ({"op": "rect", "x": 1, "y": 2, "w": 20, "h": 10, "fill": K}, ["0 0 0 1 k", "1 2 20 10 re", "f"]),
        (
            {"op": "rect", "x": 1, "y": 2, "w": 20, "h": 10, "fill": K, "stroke": [100, 50, 0, 0], "width": 0.25},
            ["0 0 0 1 k", "1 0.5 0 0 K", "0.25 w", "1 2 20 10 re", "B"],
        ),
        (
            {"op": "rect", "x": 1, "y": 2, "w": 20, "h": 10, "radius": 4, "stroke": "Gia", "width": 1},
            [
                *("/Cs1 CS 1 SCN", "1 w", "5 2 m", "17 2 l", "19.2091 2 21 3.7909 21 6 c", "21 8 l"),
                *("21 10.2091 19.2091 12 17 12 c", "5 12 l", "2.7909 12 1 10.2091 1 8 c", "1 6 l"),
                *("1 3.7909 2.7909 2 5 2 c", "h", "S"),
            ],
        ),
        (
            {"op": "circle", "x": 10, "y": 20, "r": 5, "fill": "Bo"},
            [
                *("/Cs0 cs 1 scn", "15 20 m", "15 22.7614 12.7614 25 10 25 c", "7.2386 25 5 22.7614 5 20 c"),
                *("5 17.2386 7.2386 15 10 15 c", "12.7614 15 15 17.2386 15 20 c", "h", "f"),
            ],
        ),
        (
            {"op": "line", "points": [[0, 1], [2, 3], [4, 5]], "stroke": K, "width": 0.5},
            ["q", "1 J 1 j", "0 0 0 1 K", "0.5 w", "0 1 m", "2 3 l", "4 5 l", "S", "Q"],
        ),
        (
            {"op": "line", "points": [[0, 1], [2, 3]], "stroke": K, "width": 0.5, "dash": [2, 1]},
            ["q", "0 J 1 j", "[2 1] 0 d", "0 0 0 1 K", "0.5 w", "0 1 m", "2 3 l", "S", "Q"],
        ),
        (
            {"op": "polygon", "points": [[0, 1], [2, 3], [4, 1]], "fill": K},
            ["0 0 0 1 k", "0 1 m", "2 3 l", "4 1 l", "h", "f"],
        ),
        (
            {"op": "modules", "x": 10, "y": 20, "side": 8, "rows": ["1101", "0010", "0000", "1111"], "fill": K},
            ["0 0 0 1 k", "10 20 4 2 re", "16 20 2 2 re", "14 22 2 2 re", "10 26 8 2 re", "f"],
        ),
        (
            {"op": "group", "x": 3, "y": 4, "scale": 0.5, "clip": [0, 0, 10, 5], "ops": []},
            ["q", "0.5 0 0 0.5 3 4 cm", "0 0 10 5 re W n", "Q"],
        ),
        ({"op": "group", "ops": []}, ["q", "1 0 0 1 0 0 cm", "Q"]),
        (
            {"op": "group", "x": 1 / 3, "y": 2 / 3, "scale": 1 / 6, "clip": [0, 0, 4 / 3, 1 / 9], "ops": []},
            [
                *("q", "0.16666667 0 0 0.16666667 0.33333333 0.66666667 cm"),
                *("0 0 1.33333333 0.11111111 re W n", "Q"),
            ],
        ),
        ({"op": "form", "name": "hinh", "x": 7}, ["q", "1 0 0 1 7 0 cm", "/Fm1 Do", "Q"]),
    ],
)
def test_an_operation(painter: Painter, op: dict[str, Any], operators: list[str]) -> None:
    assert painter.draw([op], painter.resources()) == operators


def test_a_radius_is_half_a_side_at_most(painter: Painter) -> None:
    pill = {"op": "rect", "x": 0, "y": 0, "w": 20, "h": 10, "fill": K}
    assert painter.draw([{**pill, "radius": 50}], {}) == painter.draw([{**pill, "radius": 5}], {})


def test_inks_and_forms_are_made_once_and_named_on_each_page(painter: Painter) -> None:
    ops = [
        {"op": "form", "name": "hinh"},
        {"op": "rect", "x": 0, "y": 0, "w": 1, "h": 1, "fill": "Gia", "stroke": "Gia", "width": 1},
    ]
    pages: list[Any] = [painter.resources(), painter.resources()]
    assert painter.draw(ops, pages[0]) == painter.draw(ops, pages[1])
    one, two = (painter.dictionary(page) for page in pages)
    assert one.ColorSpace.Cs1.objgen == two.ColorSpace.Cs1.objgen
    (form,), (same,) = one.XObject.values(), two.XObject.values()
    assert form.objgen == same.objgen
    assert [float(side) for side in form.BBox] == [1, 2.1234, 4, 6.1234]
    assert (str(form.Type), str(form.Subtype)) == ("/XObject", "/Form")
    assert form.read_bytes().startswith(b"/Cs0 cs 1 scn\n1 0 m\n")
    family, name, base, shade = one.ColorSpace.Cs1
    assert (str(family), str(name), str(base)) == ("/Separation", "/Gia", "/DeviceCMYK")
    assert (int(shade.FunctionType), int(shade.N)) == (2, 1)
    assert [list(map(float, shade[key])) for key in ("/Domain", "/C0", "/C1")] == [[0, 1], [0] * 4, [0, 0.9, 0, 0]]
    assert str(form.Resources.ColorSpace.Cs0[1]) == "/Bo"


def test_what_a_group_shows_is_named_on_its_page_each_by_its_own_name(painter: Painter) -> None:
    shown = [{"op": "form", "name": name} for name in ("hinh", "khung", "hinh")]
    resources = painter.resources()
    drawn = painter.draw([{"op": "group", "ops": shown}], resources)
    one, other, again = (line.removeprefix("/").removesuffix(" Do") for line in drawn if line.endswith(" Do"))
    assert one == again != other
    assert {name: form.read_bytes().split()[-2] for name, form in resources["XObject"].items()} == {
        one: b"h",  # a circle
        other: b"re",
    }


@pytest.mark.parametrize(
    ("colour", "code", "words"),
    [
        ([0, 0, 0], "press-colour", "[0, 0, 0] is not a CMYK colour"),
        ([0, 0, 0, 101], "press-colour", "[0, 0, 0, 101] is not a CMYK colour"),
        ([-1, 0, 0, 0], "press-colour", "is not a CMYK colour"),
        ([100, 100, 100, 1], "press-ink", "has 301 % of ink, more than 300 %"),
    ],
)
def test_a_colour_that_can_not_be_printed(painter: Painter, colour: list[int], code: str, words: str) -> None:
    painter.draw([{"op": "rect", "x": 0, "y": 0, "w": 1, "h": 1, "fill": [100, 100, 100, 0]}], {})
    with pytest.raises(ProblemsFound) as caught:
        painter.draw([{"op": "rect", "x": 0, "y": 0, "w": 1, "h": 1, "fill": colour}], {})
    (problem,) = caught.value.problems
    assert problem.code == code
    assert words in problem.text
    assert problem.hint


def test_a_file_that_is_not_there(painter: Painter) -> None:
    with pytest.raises(ProblemsFound) as caught:
        painter.draw([{"op": "artwork", "asset": "logo.pdf", "x": 0, "y": 0, "w": 1, "h": 1}], {})
    (problem,) = caught.value.problems
    assert (problem.code, problem.text) == ("press-asset", "file not found: logo.pdf")
    assert "data/signage/" in problem.hint
