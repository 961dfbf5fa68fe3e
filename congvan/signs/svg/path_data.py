"""Path data (the attribute `d`) and transforms of SVG in absolute numbers, read by fontTools."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from fontTools.svgLib.path.arc import EllipticalArc

_TOKEN = re.compile(r"[MmZzLlHhVvCcSsQqTtAa]|[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?|[\s,]+")
_CALL = re.compile(r"\s*,?\s*(\w+)\s*\(([^)]*)\)")

Point = tuple[float, float]


class Step(NamedTuple):
    """One step of a path: `m`, `l`, `c` or `h` as in PDF, with the points it names, (x, y) each."""

    operator: str
    points: tuple[Point, ...] = ()


class _Steps(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Keeps the steps of a path; BasePen makes cubic curves of quadratic ones."""

    def __init__(self) -> None:
        super().__init__(None)
        self.steps: list[Step] = []
        self._start: Point = (0.0, 0.0)

    def _moveTo(self, point: Point) -> None:
        self._start = point
        self.steps.append(Step("m", (point,)))

    def _lineTo(self, point: Point) -> None:
        self.steps.append(Step("l", (point,)))

    def _curveToOne(self, first: Point, second: Point, point: Point) -> None:
        self.steps.append(Step("c", (first, second, point)))

    def _closePath(self) -> None:
        if self.steps[-1] == Step("l", (self._start,)):  # closing draws this line
            self.steps.pop()
        self.steps.append(Step("h"))


class _Arc(EllipticalArc):  # type: ignore[misc]  # fontTools has no types
    """An arc; one without a radius is a line (SVG 1.1, appendix F.6)."""

    def draw(self, pen: BasePen) -> None:
        if self.rx and self.ry:
            super().draw(pen)
        else:
            pen.lineTo((self.target_point.real, self.target_point.imag))


def read_path(data: str) -> list[Step]:
    """Return the steps of a path. Raises ValueError where the data can't be read."""
    if rest := _TOKEN.sub("", data):  # fontTools passes over what it does not know
        raise ValueError(rest)
    pen = _Steps()
    try:
        parse_path(" ".join(data.split()), pen, arc_class=_Arc)
    except (AssertionError, IndexError, TypeError) as error:
        raise ValueError(data) from error
    return pen.steps


def _rotate(degrees: float, x: float = 0, y: float = 0) -> Transform:
    return Identity.translate(x, y).rotate(math.radians(degrees)).translate(-x, -y)


_MADE: Mapping[str, tuple[Sequence[int], Callable[..., Transform]]] = {
    "matrix": ((6,), Transform),
    "translate": ((1, 2), Identity.translate),
    "scale": ((1, 2), Identity.scale),
    "rotate": ((1, 3), _rotate),
    "skewX": ((1,), lambda degrees: Identity.skew(math.radians(degrees))),
    "skewY": ((1,), lambda degrees: Identity.skew(0, math.radians(degrees))),
}


def read_transform(text: str) -> Transform:
    """Return the transform that an attribute states. Raises ValueError for one that can't be read."""
    whole, at = Identity, 0
    for call in _CALL.finditer(text):
        if call.start() != at or call[1] not in _MADE:
            raise ValueError(text)
        numbers = [float(number) for number in re.split(r"[\s,]+", call[2].strip())]
        counts, make = _MADE[call[1]]
        if len(numbers) not in counts:
            raise ValueError(text)
        whole, at = whole.transform(make(*numbers)), call.end()
    if text[at:].strip():
        raise ValueError(text)
    return whole
