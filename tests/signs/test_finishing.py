"""Eyelets, hems and crop marks stand where a workshop would put them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.signs.finishing import SPOT, allowance, crop_marks, eyelets, marks

BANNER = {"hem": 40, "eyelet": 12, "inset": 25, "every": 500}


def test_a_banner_has_eyelets_at_corners_and_every_half_metre() -> None:
    found = eyelets(3000, 800, BANNER)
    for corner in ((25, 25), (2975, 25), (25, 775), (2975, 775)):
        assert corner in found
    top = sorted(x for x, y in found if y == 25)
    assert len(top) == 7
    assert len(found) == 2 * 7 + 2


@given(st.floats(min_value=200, max_value=9000), st.floats(min_value=200, max_value=9000))
def test_steps_are_even_and_never_longer_than_asked(width: float, height: float) -> None:
    found = eyelets(width, height, BANNER)
    for edge in (sorted(x for x, y in found if y == 25), sorted(y for x, y in found if x == 25)):
        steps = [b - a for a, b in pairwise(edge)]
        assert max(steps) <= 500 + 1e-6
        assert max(steps) == pytest.approx(min(steps))


def test_corner_eyelets_only_where_no_step_is_given() -> None:
    assert len(eyelets(800, 1800, {"eyelet": 10, "inset": 15})) == 4
    assert eyelets(800, 1800, {}) == []


def test_the_face_is_carried_into_whatever_is_folded() -> None:
    assert allowance(BANNER, 20) == 40
    assert allowance({}, 3) == 3
    assert allowance({"pocket": 100}, 20) == 100
    assert allowance({"hidden_foot": 150}, 3) == 150


@pytest.mark.parametrize("work", [BANNER, {"pocket": 100}, {"hidden_foot": 150}, {"eyelet": 10, "inset": 15}])
def test_marks_of_finishing_use_the_spot_ink_alone(work: dict[str, float]) -> None:
    drawn = marks(3000, 800, work, 1)
    assert drawn
    assert all(op["stroke"] == SPOT and "fill" not in op for op in drawn)


def test_crop_marks_point_at_the_corners_from_outside_the_bleed() -> None:
    drawn = crop_marks(148, 210, 3, [0, 0, 0, 100])
    assert len(drawn) == 8
    for op in drawn:
        for x, y in op["points"]:
            assert x <= -3 or x >= 151 or y <= -3 or y >= 213
            assert x in (0, 148) or y in (0, 210)
    beyond = {max(-x, x - 148, -y, y - 210) for op in drawn for x, y in op["points"]}
    assert beyond == {3 + 1, 3 + 6}
