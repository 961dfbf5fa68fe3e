"""Bars and curves of what came back, as plain geometry that the page draws as SVG: numbers only, no markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

WIDE, HIGH = 400, 180
BAR, STEP, VALUE = 14, 44, 70  # a bar stands under its label, its value at its right
LEFT, RIGHT, TOP, BOTTOM = 24, 24, 26, 24
LABELS = 8  # days that are named below a curve; of more, every second or third


class Point(NamedTuple):
    """One bar, or one place on a curve."""

    label: str
    value: float
    of: float


def chart(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A chart `{title, kind: bars | curve, points: [{label, value, of}]}` with where each of its marks stands.

    `of` is what a bar would be if all had come; a curve rises over its points from left to right. Values are ≥ 0.
    """
    points = [Point(str(p["label"]), float(p["value"]), float(p.get("of", 0))) for p in asked["points"]]
    most = max([1.0, *(max(point.value, point.of) for point in points)])
    drawn = _curve(points, most) if asked["kind"] == "curve" else _bars(points, most)
    return {"title": str(asked["title"]), "kind": asked["kind"], "most": _number(most), **drawn}


def _bars(points: Sequence[Point], most: float) -> dict[str, Any]:
    room = WIDE - VALUE
    marks = [
        {
            "label": point.label,
            "text": _number(point.value) + (f"/{_number(point.of)}" if point.of else ""),
            "y": index * STEP,
            "width": round(room * point.value / most, 1),
            "whole": round(room * point.of / most, 1),
        }
        for index, point in enumerate(points)
    ]
    return {"width": WIDE, "height": max(len(points), 1) * STEP, "bar": BAR, "marks": marks}


def _curve(points: Sequence[Point], most: float) -> dict[str, Any]:
    step = (WIDE - LEFT - RIGHT) / max(len(points) - 1, 1)
    floor = HIGH - BOTTOM
    every = -(-len(points) // LABELS)
    marks = [
        {
            "label": point.label,
            "text": _number(point.value),
            "shown": (len(points) - 1 - index) % every == 0,
            "x": round(LEFT + index * step, 1),
            "y": round(floor - (floor - TOP) * point.value / most, 1),
        }
        for index, point in enumerate(points)
    ]
    line = " ".join(f"{mark['x']},{mark['y']}" for mark in marks)
    return {"width": WIDE, "height": HIGH, "left": LEFT, "floor": floor, "line": line, "marks": marks}


def _number(value: float) -> str:
    """12500 → 12.500, 0.5 → 0,5: as numbers are written in Vietnamese."""
    return f"{value:,.10g}".replace(",", "\0").replace(".", ",").replace("\0", ".")
