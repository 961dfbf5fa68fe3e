"""Layouts of every shape: inside the safe area, proportionate, and growing with the sign."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from congvan.core.fonts.faces import Face
from congvan.signs.draw import Shown, SignTexts, draw
from congvan.signs.layouts import MARK_SHARE, SignLayout, compose
from congvan.signs.qr import QUIET, encode
from congvan.signs.rect import Rect
from congvan.signs.svg.picture import Picture
from congvan.signs.typeface import installed
from tests.examples import examples

FACES = {name: Face(data) for name, data in installed().items()}
INKS = {name: [0.0, 0.0, 0.0, 100.0] for name in ("ground", "ground-light", "deep", "tint", "paper", "accent", "black")}
CODE = encode("https://www.bluezone.gov.vn")
PARTS = {
    "message": "ĐIỂM HỖ TRỢ CÀI ĐẶT BLUEZONE PHÒNG CHỐNG COVID-19",
    "url": "www.bluezone.gov.vn",
    "mark": "Trung tâm kinh doanh VNPT Lạng Sơn",
    "caption": "Sở Thông tin và Truyền thông – UBND tỉnh Lạng Sơn",
}
WORDS = SignTexts(PARTS, ("hỗ trợ", "cài đặt", "phòng chống"), ("Bluezone",))

SHAPES = [  # width, height, safe, QR side
    (3000, 800, 100, 0),
    (6000, 1000, 100, 300),
    (420, 594, 10, 104),
    (800, 1800, 35, 180),
    (148, 210, 5, 36),
]


def layout_of(width: float, height: float, safe: float, qr: float) -> SignLayout:
    return compose(width, height, safe, CODE.with_quiet(qr) if qr else 0)


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_stands_outside_the_safe_area(shape: tuple[float, float, float, float]) -> None:
    layout = layout_of(*shape)
    drawing = draw(layout, WORDS, Shown(FACES), INKS, CODE, 20)
    panels = [*layout.panels.values(), layout.qr, layout.picture, *layout.cards]
    for panel in panels:
        assert panel is None or layout.safe.holds(panel, 0.01)
    for setting in drawing.settings:
        assert layout.safe.holds(setting.box, 0.01), setting.role


@pytest.mark.parametrize("shape", SHAPES)
def test_texts_and_code_keep_apart(shape: tuple[float, float, float, float]) -> None:
    layout = layout_of(*shape)
    boxes = [setting.box for setting in draw(layout, WORDS, Shown(FACES), INKS, CODE, 20).settings]
    boxes += [layout.qr] if layout.qr else []
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
            assert apart, (one, other)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_mark_takes_a_fifth_of_the_face_at_most(shape: tuple[float, float, float, float]) -> None:
    layout = layout_of(*shape)
    assert layout.panels["mark"].area <= MARK_SHARE * layout.face.area
    if layout.face.w > layout.face.h:
        assert layout.panels["mark"].x > layout.face.w / 2
    else:
        assert layout.panels["mark"].y > layout.face.h * 0.8


@settings(max_examples=examples(40), deadline=None)
@given(st.sampled_from(SHAPES), st.floats(min_value=1, max_value=3))
def test_a_larger_sign_never_has_smaller_letters(shape: tuple[float, float, float, float], factor: float) -> None:
    width, height, safe, qr = shape
    small = draw(layout_of(width, height, safe, qr), WORDS, Shown(FACES), INKS, CODE, 0).settings
    large = draw(layout_of(width * factor, height * factor, safe, qr), WORDS, Shown(FACES), INKS, CODE, 0).settings
    for one, other in zip(small, large, strict=True):
        if one.role in ("message", "caption"):
            assert other.fitted.cap >= one.fitted.cap * (1 - 1e-9), one.role


@settings(max_examples=examples(60), deadline=None)
@given(
    st.floats(min_value=100, max_value=9000),
    st.floats(min_value=100, max_value=9000),
    st.floats(min_value=1, max_value=30),
)
def test_signs_of_any_size_keep_the_law(width: float, height: float, safe: float) -> None:
    assume(max(width, height) / min(width, height) < 12)
    layout = compose(width, height, min(safe, width * 0.05, height * 0.05))
    for setting in draw(layout, WORDS, Shown(FACES), INKS, None, 3).settings:
        assert layout.safe.holds(setting.box, 0.01), setting.role


@pytest.mark.parametrize("shape", SHAPES)
def test_fields_at_the_edge_are_carried_into_the_bleed(shape: tuple[float, float, float, float]) -> None:
    """The union of the fields covers the face with its bleed: no white edge after cutting."""
    layout = layout_of(*shape)
    drawing = draw(layout, WORDS, Shown(FACES), INKS, CODE, 20)
    fields = [Rect(op["x"], op["y"], op["w"], op["h"]) for op in drawing.ops if op["op"] == "rect"]
    edge = layout.face.inset(-20)
    for x in (edge.x, 0, layout.face.w / 2, layout.face.w, edge.right):
        for y in (edge.y, 0, layout.face.h / 2, layout.face.h, edge.bottom):
            assert any(field.holds(Rect(x, y, 0, 0)) for field in fields), (x, y)


def test_the_quiet_zone_is_four_modules_on_each_side() -> None:
    whole = Rect(10, 10, CODE.with_quiet(290), CODE.with_quiet(290))
    inner = CODE.inside(whole)
    module = inner.w / len(CODE.rows)
    assert inner.w == pytest.approx(290)
    assert inner.x - whole.x == pytest.approx(QUIET * module)


def test_the_code_of_a_standee_is_within_reach() -> None:
    layout = compose(800, 1800, 35, CODE.with_quiet(180), 1800 - 1400)
    assert layout.qr is not None
    code = CODE.inside(layout.qr)
    assert 900 <= 1800 - code.bottom < 1800 - code.y <= 1400


@pytest.mark.parametrize("shape", SHAPES)
def test_a_logo_is_not_taken_for_the_code(shape: tuple[float, float, float, float]) -> None:
    layout = layout_of(*shape)
    logo = Picture(40, 40, ())
    plain, marked = (draw(layout, WORDS, Shown(FACES, logo=each), INKS, CODE, 20) for each in (None, logo))
    assert marked.code == plain.code
    assert (marked.code is None) == (shape[3] == 0)
