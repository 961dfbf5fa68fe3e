"""Pictures of signs: what of SVG the press prints, and what it refuses with the line."""

from __future__ import annotations

import io

import pikepdf
import pytest

from congvan.core.problems import ProblemsFound
from congvan.formats.press import pdfx
from congvan.signs.rect import Rect
from congvan.signs.svg.picture import LARGEST, read_picture
from congvan.signs.typeface import installed

RED, BLACK = [0.0, 100.0, 100.0, 0.0], [0.0, 0.0, 0.0, 100.0]
INKS = {"#DA251D": RED, "#000000": BLACK}


def svg(inside: str, head: str = 'viewBox="0 0 100 50"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>\n{inside}\n</svg>'.encode()


def ops(inside: str, head: str = 'viewBox="0 0 100 50"') -> list[dict[str, object]]:
    return [dict(op) for op in read_picture(svg(inside, head), "a.svg", INKS).ops]


def refused(inside: str | bytes) -> list[tuple[str, int]]:
    with pytest.raises(ProblemsFound) as found:
        read_picture(inside if isinstance(inside, bytes) else svg(inside), "a.svg", INKS)
    assert all(problem.remedy for problem in found.value.problems)
    return [(problem.code, problem.place.line) for problem in found.value.problems]


def test_shapes_are_paths_in_the_inks_of_their_colours() -> None:
    [op] = ops('<rect x="1" y="2" width="3" height="4" fill="#da251d"/>')
    assert op["fill"] == RED
    assert op["steps"] == [["m", 1, 2], ["l", 4, 2], ["l", 4, 6], ["l", 1, 6], ["h"]]
    kinds = ('<circle r="1"/>', '<ellipse rx="1" ry="2"/>', '<polygon points="0,0 1,0 1,1"/>', '<path d="M0 0h1v1z"/>')
    assert [op["fill"] for kind in kinds for op in ops(kind)] == [BLACK] * 4
    [line] = ops('<line x2="5" stroke="#000" stroke-width="2" stroke-linecap="round"/>')
    assert (line["stroke"], line["width"], line["cap"], line["join"]) == (BLACK, 2, 1, 0)


def test_what_paints_nothing_is_left_out() -> None:
    assert ops('<rect width="1" height="1" fill="none"/><circle r="0"/><title>x</title><!-- y --><defs/>') == []


def test_groups_hand_down_paint_and_transform() -> None:
    path = '<path d="M1 1L2 1" stroke-width="3"/>'
    [op] = ops(f'<g transform="translate(10,20) scale(2)" style="fill:#DA251D; stroke:black">{path}</g>')
    assert (op["fill"], op["stroke"], op["width"]) == (RED, BLACK, 6)
    assert op["steps"] == [["m", 12, 22], ["l", 14, 22]]
    [turned] = ops('<path transform="rotate(90 1 1)" d="M2 1L1 1"/>')
    assert [[round(part, 6) for part in step[1:]] for step in turned["steps"]] == [[1, 2], [1, 1]]


def test_the_picture_begins_at_its_view_box() -> None:
    [op] = ops('<path d="M10 10L20 10"/>', 'viewBox="10 10 20 20"')
    assert op["steps"] == [["m", 0, 0], ["l", 10, 0]]
    picture = read_picture(svg('<path d="M0 0h1"/>', 'width="30px" height="10"'), "a.svg", INKS)
    assert (picture.width, picture.height) == (30, 10)
    [group] = picture.on(Rect(0, 0, 60, 60))
    assert (group["x"], group["y"], group["scale"]) == (0, 20, 2)


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<linearGradient id="a"/>', "svg-gradient"),
        ('<defs><radialGradient id="a"/></defs>', "svg-gradient"),
        ('<rect width="1" height="1" fill="url(#a)"/>', "svg-gradient"),
        ("<text>chữ</text>", "svg-text"),
        ('<image href="a.png"/>', "svg-link"),
        ('<use href="#a"/>', "svg-link"),
        ('<a href="http://x"><path d="M0 0h1"/></a>', "svg-link"),
        ("<script>x</script>", "svg-link"),
        ('<rect width="1" height="1" fill="#123456"/>', "svg-colour"),
        ('<rect width="1" height="1" fill="red"/>', "svg-colour"),
        ('<path class="b" d="M0 0h1"/>', "svg-class"),
        ("<style>.b{fill:red}</style>", "svg-element"),
        ('<path opacity="0.5" d="M0 0h1"/>', "svg-effect"),
        ('<g style="filter:url(#f)"/>', "svg-effect"),
        ('<path stroke-dasharray="1 2" d="M0 0h1"/>', "svg-effect"),
        ('<path d="M0 0 K"/>', "svg-value"),
        ('<path transform="twist(3)" d="M0 0h1"/>', "svg-value"),
        ('<circle r="1cm"/>', "svg-value"),
    ],
)
def test_what_the_press_can_not_print_is_refused_with_its_line(inside: str, code: str) -> None:
    assert refused(f"\n{inside}") == [(code, 3)]


def test_all_is_told_at_once() -> None:
    assert refused('<text>a</text>\n<image/>\n<rect width="1" height="1" fill="#123"/>') == [
        ("svg-text", 2),
        ("svg-link", 3),
        ("svg-colour", 4),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"<html/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>',
        b" " * (LARGEST + 1),
    ],
)
def test_files_that_are_no_picture(data: bytes) -> None:
    assert [code for code, _line in refused(data)] == ["svg-damaged"]


def test_a_picture_without_size() -> None:
    for head in ("", 'viewBox="0 0 0 5"', 'width="100%" height="3"'):
        assert [code for code, _line in refused(svg("", head))] == ["svg-size"]


def test_it_is_drawn_with_its_rule_and_ends() -> None:
    picture = read_picture(
        svg('<path fill-rule="evenodd" stroke="#DA251D" stroke-linejoin="round" d="M0 0h9v9z M1 1h2v2z"/>'),
        "a.svg",
        INKS,
    )
    page = {"size": [100, 50], "bleed": 0, "carry": 0, "margin": 0, "scale": 1, "ops": picture.on(Rect(0, 0, 100, 50))}
    content = {"title": "x", "lang": "vi", "date": "2020-08-19", "pages": [page]}
    with pikepdf.open(io.BytesIO(pdfx.render(content, installed()))) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes().decode()
    assert "0 J 1 j" in drawn
    assert "\nB*\n" in drawn
