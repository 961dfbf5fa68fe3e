"""Bars and curves of what came back, as plain geometry that the page draws as SVG: numbers only, no markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

BAR, GAP, LABEL, WIDE = 16, 8, 180, 560
HIGH, LEFT, BOTTOM = 180, 40, 24


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
    room = WIDE - LABEL - 60
    marks = [
        {
            "label": point.label,
            "text": _number(point.value) + (f"/{_number(point.of)}" if point.of else ""),
            "y": index * (BAR + GAP),
            "width": round(room * point.value / most, 1),
            "whole": round(room * point.of / most, 1),
        }
        for index, point in enumerate(points)
    ]
    return {
        "width": WIDE,
        "height": max(len(points) * (BAR + GAP) - GAP, BAR),
        "label": LABEL,
        "bar": BAR,
        "marks": marks,
    }


def _curve(points: Sequence[Point], most: float) -> dict[str, Any]:
    step = (WIDE - LEFT - 20) / max(len(points) - 1, 1)
    floor = HIGH - BOTTOM
    marks = [
        {
            "label": point.label,
            "text": _number(point.value),
            "x": round(LEFT + index * step, 1),
            "y": round(floor - (floor - 12) * point.value / most, 1),
        }
        for index, point in enumerate(points)
    ]
    line = " ".join(f"{mark['x']},{mark['y']}" for mark in marks)
    return {"width": WIDE, "height": HIGH, "left": LEFT, "floor": floor, "line": line, "marks": marks}


def _number(value: float) -> str:
    """12500 → 12.500, 0.5 → 0,5: as numbers are written in Vietnamese."""
    return f"{value:,.10g}".replace(",", "\0").replace(".", ",").replace("\0", ".")
