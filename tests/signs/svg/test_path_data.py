"""Paths of SVG as moves, lines and curves, whatever the way they are written."""

from __future__ import annotations

import math

import pytest

from congvan.signs.svg.path_data import Step, read_path


def points(data: str) -> list[tuple[str, tuple[float, ...]]]:
    return [
        (step.operator, tuple(round(part, 6) for point in step.points for part in point)) for step in read_path(data)
    ]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("m1,2l3-4h5v6z", "M1 2 L4 -2 H9 V4 Z"),
        ("M0 0 10 0 10 10", "M0 0 L10 0 L10 10"),
        ("m1 1 2 0 0 2", "M1 1 L3 1 L3 3"),
        ("M0 0c1 1 2 1 3 0s2-1 3 0", "M0 0C1 1 2 1 3 0C4 -1 5 -1 6 0"),
        ("M0 0 s1 1 2 0", "M0 0 C0 0 1 1 2 0"),
        ("M.5.5L1e1-2.5e-1", "M0.5 0.5 L10 -0.25"),
        ("M0 0q3 3 6 0t6 0", "M0 0 Q3 3 6 0 Q9 -3 12 0"),
        ("M1 1l2 0z l0 3", "M1 1 L3 1 Z L1 4"),
        ("M1 1 A0 5 0 0 1 9 9", "M1 1 L9 9"),
    ],
)
def test_the_same_path_written_differently(written: str, same: str) -> None:
    assert points(written) == points(same)


def test_a_quadratic_curve_becomes_the_cubic_that_equals_it() -> None:
    assert points("M0 0 Q3 6 6 0") == [("m", (0, 0)), ("c", (2, 4, 4, 4, 6, 0))]


@pytest.mark.parametrize("flags", ["0 0", "0 1", "1 0", "1 1"])
def test_arcs_stay_on_their_ellipse_and_end_where_they_are_told_to(flags: str) -> None:
    steps = read_path(f"M10 0 A10 10 0 {flags} 0 10")
    here = (10.0, 0.0)
    for step in steps[1:]:
        for t in (0.25, 0.5, 0.75, 1):
            x, y = bezier(here, step, t)
            centre = (0, 0) if flags in ("0 1", "1 0") else (10, 10)
            assert math.dist((x, y), centre) == pytest.approx(10, abs=0.01)
        here = step.points[2]
    assert here == pytest.approx((0, 10))
    large, _space, _sweep = flags
    assert len(steps) - 1 == (3 if large == "1" else 1)


def bezier(start: tuple[float, float], step: Step, t: float) -> tuple[float, float]:
    corners = (start, *step.points)
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
    return x, y


@pytest.mark.parametrize(
    "wrong", ["L1 1", "M1", "M1 2 3", "M1 1 K2", "M1 1 A1 1 0 0 1", "1 2", "M1 1 z 3", "M1 1 L2,?"]
)
def test_what_can_not_be_read_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_path(wrong)
