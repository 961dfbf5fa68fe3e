"""Rectangles in millimetres, origin at the top left corner of the trimmed sign, y downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: left, top, width and height in mm."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def area(self) -> float:
        """mm²."""
        return self.w * self.h

    def inset(self, dx: float, dy: float | None = None) -> Rect:
        """Smaller by `dx` at left and right and by `dy` (default: the same) at top and bottom; larger if negative."""
        dy = dx if dy is None else dy
        return Rect(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)

    def holds(self, other: Rect, slack: float = 1e-6) -> bool:
        """Whether `other` is wholly inside; `slack` in mm allows for rounding."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def rows(self, shares: Sequence[float], gap: float = 0) -> list[Rect]:
        """Cut into rows, top to bottom, in proportion to `shares`, with `gap` mm between them."""
        free = (self.h - gap * (len(shares) - 1)) / sum(shares)
        parts, y = [], self.y
        for share in shares:
            parts.append(Rect(self.x, y, self.w, share * free))
            y += share * free + gap
        return parts

    def columns(self, shares: Sequence[float], gap: float = 0) -> list[Rect]:
        """Cut into columns, left to right, in proportion to `shares`, with `gap` mm between them."""
        turned = Rect(self.y, self.x, self.h, self.w).rows(shares, gap)
        return [Rect(each.y, each.x, each.h, each.w) for each in turned]

    def centred(self, w: float, h: float) -> Rect:
        """A rectangle of that size with the same centre."""
        return Rect(self.x + (self.w - w) / 2, self.y + (self.h - h) / 2, w, h)


def face(width: float, height: float) -> Rect:
    """The whole trimmed sign."""
    return Rect(0, 0, width, height)
