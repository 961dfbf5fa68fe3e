"""Finishing of a printed sign: hems, eyelets, pole pockets, the foot of a roll-up; and crop marks.

Positions in mm from the top left corner of the trimmed sign. Hems and pockets are extra material beyond the trim,
folded to the back, so the face is extended into them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from congvan.signs import operations
from congvan.signs.rect import Rect, face

SPOT = "GiaCong"
Point = tuple[float, float]


def allowance(finishing: Mapping[str, Any], bleed: float) -> float:
    """Return how far the face extends beyond the trim in mm: the largest of bleed, hem, pocket and hidden foot."""
    return max(bleed, *(float(finishing.get(key) or 0) for key in ("hem", "pocket", "hidden_foot")))


def eyelets(width: float, height: float, finishing: Mapping[str, Any]) -> list[Point]:
    """Return the centres of the eyelets: at the corners and, if `every` is given, between them in equal steps of at
    most that.
    """
    if not finishing.get("eyelet"):
        return []
    inset, every = float(finishing["inset"]), float(finishing.get("every") or 0)
    xs, ys = _steps(inset, width - inset, every), _steps(inset, height - inset, every)
    edge = {(x, y) for x in xs for y in (ys[0], ys[-1])} | {(x, y) for x in (xs[0], xs[-1]) for y in ys}
    return sorted(edge, key=lambda point: (point[1], point[0]))


def marks(width: float, height: float, finishing: Mapping[str, Any], weight: float) -> list[operations.Op]:
    """Draw the finishing for the non-printing layer and the proof, with lines `weight` mm wide."""
    whole = face(width, height)
    drawn = [operations.rect(whole, stroke=SPOT, width=weight)]
    if hem := float(finishing.get("hem") or 0):
        drawn += [_outline(whole.inset(hem), weight, dashed=True), _outline(whole.inset(-hem), weight)]
    if pocket := float(finishing.get("pocket") or 0):
        for x in (0.0, width - pocket):
            drawn.append(_outline(Rect(x, 0, pocket, height), weight, dashed=True))
        drawn.append(_outline(whole.inset(-pocket, 0), weight))
    if foot := float(finishing.get("hidden_foot") or 0):
        drawn += [_outline(Rect(0, height, width, foot), weight, dashed=True)]
    radius = float(finishing.get("eyelet") or 0) / 2
    for x, y in eyelets(width, height, finishing):
        drawn.append(operations.circle(x, y, radius, stroke=SPOT, width=weight))
        drawn.append(operations.line([(x - radius * 1.6, y), (x + radius * 1.6, y)], SPOT, weight / 2))
        drawn.append(operations.line([(x, y - radius * 1.6), (x, y + radius * 1.6)], SPOT, weight / 2))
    return drawn


def crop_marks(width: float, height: float, bleed: float, ink: operations.Colour) -> list[operations.Op]:
    """Draw eight hairlines outside the bleed, pointing at the corners of the trim."""
    near, far = bleed + 1, bleed + 6
    drawn = []
    for x, outward in ((0.0, -1), (width, 1)):
        for y, upward in ((0.0, -1), (height, 1)):
            drawn.append(operations.line([(x + outward * near, y), (x + outward * far, y)], ink, 0.1))
            drawn.append(operations.line([(x, y + upward * near), (x, y + upward * far)], ink, 0.1))
    return drawn


def _steps(start: float, end: float, every: float) -> list[float]:
    count = max(1, math.ceil((end - start) / every - 1e-9)) if every else 1
    return [start + (end - start) * step / count for step in range(count + 1)]


def _outline(box: Rect, weight: float, *, dashed: bool = False) -> operations.Op:
    corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom), (box.x, box.y)]
    return operations.line(corners, SPOT, weight, dash=(weight * 8, weight * 5) if dashed else ())
