"""Reading distance of a sign, computed from its cap height.

Sign makers' rule of thumb: letters are read comfortably at 120 times their height and not at all beyond 300 times.
"""

from __future__ import annotations

from dataclasses import dataclass

from congvan.core.units import mm_to_pt

COMFORTABLE = 120
LIMIT = 300
SCANNING = 10  # a QR code is scanned from at most ten times its side


@dataclass(frozen=True, slots=True)
class Legibility:
    """Cap height in mm, and the distances in m up to which it is read comfortably, and at all."""

    cap: float

    @property
    def comfortable(self) -> float:
        return self.cap * COMFORTABLE / 1000

    @property
    def limit(self) -> float:
        return self.cap * LIMIT / 1000


def type_size(em: float) -> float:
    """Convert an em in mm to the type size in points."""
    return mm_to_pt(em)


def scanning_distance(side: float) -> float:
    """Return the distance in m from which a QR code with sides of `side` mm (without its quiet zone) can be scanned."""
    return side * SCANNING / 1000
