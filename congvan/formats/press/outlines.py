"""Convert text to outlines for print shops whose software substitutes fonts."""

from __future__ import annotations

from typing import Any, NamedTuple


class PressGlyph(NamedTuple):
    """A glyph of a run: its id, natural and actual advance, its offset, and its text."""

    id: int
    natural: int
    advance: int
    x: int
    y: int
    text: str


def outline_path(font: Any, run: list[PressGlyph], x: float, y: float, scale: float) -> list[str]:
    """Return the path operators of a run of glyphs from (x, y), y downwards; `scale` is mm per font unit."""
    operators: list[str] = []
    pen = 0
    for glyph in run:
        origin = (x + (pen + glyph.x) * scale, y - glyph.y * scale)
        font.draw_glyph_with_pen(glyph.id, _Pen(operators, origin, scale))
        pen += glyph.advance
    return operators


class _Pen:
    """Writes segments as PDF path operators; quadratic curves become cubic ones exactly."""

    def __init__(self, operators: list[str], origin: tuple[float, float], scale: float) -> None:
        self._drawn, self._origin, self._scale = operators, origin, scale
        self._last: tuple[float, float]  # set by the moveTo that begins every contour

    def _at(self, *points: tuple[float, float]) -> str:
        x, y = self._origin
        return " ".join(f"{x + px * self._scale:.4f} {y - py * self._scale:.4f}" for px, py in points)

    def moveTo(self, point: tuple[float, float]) -> None:
        self._drawn.append(f"{self._at(point)} m")
        self._last = point

    def lineTo(self, point: tuple[float, float]) -> None:
        self._drawn.append(f"{self._at(point)} l")
        self._last = point

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._drawn.append(f"{self._at(*points)} c")
        self._last = points[-1]

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1), (x2, y2) = self._last, control, end
        first = (x0 + 2 * (x1 - x0) / 3, y0 + 2 * (y1 - y0) / 3)
        second = (x2 + 2 * (x1 - x2) / 3, y2 + 2 * (y1 - y2) / 3)
        self.curveTo(first, second, end)

    def closePath(self) -> None:
        self._drawn.append("h")
