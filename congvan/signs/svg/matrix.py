"""Transforms of SVG: matrix, translate, scale, rotate, skewX, skewY, in their order."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from congvan.lazy import NamedTuple, pattern

_CALL = pattern(r"\s*,?\s*(\w+)\s*\(([^)]*)\)")


class Transform(NamedTuple):
    """An affine transform, as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, inner: Transform) -> Transform:
        """Return the transform that applies `inner` first and this one after it."""
        return Transform(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return where a point goes."""
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def size(self) -> float:
        """How many times as wide a stroke becomes."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def _rotate(degrees: float, x: float = 0, y: float = 0) -> Transform:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return Transform(1, 0, 0, 1, x, y).then(Transform(cos, sin, -sin, cos)).then(Transform(1, 0, 0, 1, -x, -y))


_MADE: Mapping[str, tuple[Sequence[int], Callable[..., Transform]]] = {
    "matrix": ((6,), Transform),
    "translate": ((1, 2), lambda x, y=0.0: Transform(1, 0, 0, 1, x, y)),
    "scale": ((1, 2), lambda x, y=None: Transform(x, 0, 0, x if y is None else y)),
    "rotate": ((1, 3), _rotate),
    "skewX": ((1,), lambda degrees: Transform(1, 0, math.tan(math.radians(degrees)), 1)),
    "skewY": ((1,), lambda degrees: Transform(1, math.tan(math.radians(degrees)), 0, 1)),
}


def read_transform(text: str) -> Transform:
    """Return the transform that an attribute states. Raises ValueError for one that can't be read."""
    whole, at = Transform(), 0
    for call in _CALL.finditer(text):
        if call.start() != at or call[1] not in _MADE:
            raise ValueError(text)
        numbers = [float(number) for number in re.split(r"[\s,]+", call[2].strip())]
        counts, make = _MADE[call[1]]
        if len(numbers) not in counts:
            raise ValueError(text)
        whole, at = whole.then(make(*numbers)), call.end()
    if text[at:].strip():
        raise ValueError(text)
    return whole
