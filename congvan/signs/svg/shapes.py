"""The simple shapes of SVG as paths: rect, circle, ellipse, line, polyline, polygon."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from congvan.signs.svg.path_data import Step, read_path

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:px)?")


def number(text: str) -> float:
    """Return a number without a unit, or in px. Raises ValueError."""
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(text)
    return float(text.strip().removesuffix("px"))


def _of(element: Any, *names: str) -> list[float]:
    return [number(element.get(name, "0")) for name in names]


def _rect(element: Any) -> list[Step]:
    x, y, width, height = _of(element, "x", "y", "width", "height")
    rx, ry = (element.get(name) for name in ("rx", "ry"))
    across = min(number(rx or ry or "0"), width / 2)
    down = min(number(ry or rx or "0"), height / 2)
    if not across or not down:
        return read_path(f"M{x} {y} h{width} v{height} h{-width} z")
    w, h = width - 2 * across, height - 2 * down
    corner = f"a{across} {down} 0 0 1"
    return read_path(
        f"M{x + across} {y} h{w} {corner} {across} {down} v{h} {corner} {-across} {down} "
        f"h{-w} {corner} {-across} {-down} v{-h} {corner} {across} {-down} z"
    )


def _ellipse(element: Any) -> list[Step]:
    x, y = _of(element, "cx", "cy")
    radius = element.get("r")
    rx, ry = _of(element, "rx", "ry") if radius is None else [number(radius)] * 2
    if rx <= 0 or ry <= 0:
        return []
    arc = f"a{rx} {ry} 0 1 1"
    return read_path(f"M{x - rx} {y} {arc} {2 * rx} 0 {arc} {-2 * rx} 0 z")


def _line(element: Any) -> list[Step]:
    x1, y1, x2, y2 = _of(element, "x1", "y1", "x2", "y2")
    return read_path(f"M{x1} {y1} L{x2} {y2}")


def _points(element: Any) -> list[Step]:
    closed = " z" if str(element.tag).endswith("polygon") else ""
    given = element.get("points", "").strip()
    return read_path(f"M{given}{closed}") if given else []


SHAPES: Mapping[str, Callable[[Any], list[Step]]] = {
    "rect": _rect,
    "circle": _ellipse,
    "ellipse": _ellipse,
    "line": _line,
    "polyline": _points,
    "polygon": _points,
}
"""By the name of the element: its path."""
