"""Drawing operations as plain values: millimetres, y downwards, colours as CMYK percentages.

`congvan.formats.press` draws them. `fill` and `stroke` are `[c, m, y, k]`, or the name of a spot ink that the content
declares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from congvan.signs.rect import Rect

Colour = list[float] | str


class Op(TypedDict, total=False):
    """One operation: its name and its parameters."""

    op: str
    x: float
    y: float
    w: float
    h: float
    r: float  # radius of a circle
    radius: float  # of the corners
    points: list[list[float]]
    fill: Colour
    stroke: Colour
    width: float  # of the stroke
    dash: list[float]
    size: float  # to the em
    face: str
    text: str
    rows: list[str]
    side: float
    ops: list[Op]
    scale: float
    clip: list[float]
    name: str
    asset: str
    bleed: float
    steps: list[list[str | float]]  # of a path: m, l, c or h with its numbers
    rule: str  # evenodd; left out: nonzero
    cap: int  # ends of strokes, as in PDF
    join: int


def rect(
    box: Rect, fill: Colour | None = None, *, radius: float = 0, stroke: Colour | None = None, width: float = 0
) -> Op:
    op: Op = {"op": "rect", "x": box.x, "y": box.y, "w": box.w, "h": box.h, "radius": radius}
    return op | paint(fill, stroke, width)


def circle(
    x: float, y: float, r: float, fill: Colour | None = None, *, stroke: Colour | None = None, width: float = 0
) -> Op:
    return {"op": "circle", "x": x, "y": y, "r": r} | paint(fill, stroke, width)


def line(points: Sequence[tuple[float, float]], stroke: Colour, width: float, *, dash: Sequence[float] = ()) -> Op:
    """A line through points, with round joins; `dash` gives the lengths of dashes and gaps."""
    op: Op = {"op": "line", "points": [list(point) for point in points], "stroke": stroke, "width": width}
    return op | ({"dash": list(dash)} if dash else {})


def polygon(points: Sequence[tuple[float, float]], fill: Colour) -> Op:
    return {"op": "polygon", "points": [list(point) for point in points], "fill": fill}


def path(
    steps: list[list[str | float]], fill: Colour | None = None, *, stroke: Colour | None = None, width: float = 0
) -> Op:
    """A path of moves, lines and curves: `["m", x, y]`, `["l", x, y]`, `["c", x1, y1, x2, y2, x, y]`, `["h"]`."""
    op: Op = {"op": "path", "steps": steps}
    return op | paint(fill, stroke, width)


def text(words: str, x: float, baseline: float, size: float, face: str, fill: Colour) -> Op:
    """Draw one line of text starting at `x`, with an em of `size` mm."""
    return {"op": "text", "x": x, "y": baseline, "size": size, "face": face, "fill": fill, "text": words}


def modules(rows: Sequence[str], box: Rect, fill: Colour) -> Op:
    """Draw a QR code: rows of 0 and 1 that fill `box`."""
    return {"op": "modules", "rows": list(rows), "x": box.x, "y": box.y, "side": box.w, "fill": fill}


def group(ops: list[Op], *, x: float = 0, y: float = 0, scale: float = 1, clip: Rect | None = None) -> Op:
    """Move operations to (x, y), scale them, and clip them to `clip` (in the group's own coordinates)."""
    op: Op = {"op": "group", "x": x, "y": y, "scale": scale, "ops": ops}
    return op | ({"clip": [clip.x, clip.y, clip.w, clip.h]} if clip else {})


def form(name: str, *, x: float = 0, y: float = 0, scale: float = 1, clip: Rect | None = None) -> Op:
    """Show a drawing that the content holds once under `forms`."""
    op: Op = {"op": "form", "name": name, "x": x, "y": y, "scale": scale}
    return op | ({"clip": [clip.x, clip.y, clip.w, clip.h]} if clip else {})


def artwork(asset: str, box: Rect, bleed: float) -> Op:
    """Place the trimmed page of a finished PDF on `box`, shown up to `bleed` mm beyond."""
    return {"op": "artwork", "asset": asset, "x": box.x, "y": box.y, "w": box.w, "h": box.h, "bleed": bleed}


def paint(fill: Colour | None, stroke: Colour | None, width: float) -> Op:
    op: Op = {}
    if fill is not None:
        op["fill"] = fill
    if stroke is not None:
        op["stroke"], op["width"] = stroke, width
    return op
