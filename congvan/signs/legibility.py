"""How far a sign can be read, from the height of its capitals.

The two distances are those that sign makers reckon with: letters are read in comfort at 120 times their height and not
at all beyond 300 times.
"""

from __future__ import annotations

from dataclasses import dataclass

from congvan.units import mm_to_pt

COMFORTABLE = 120
LIMIT = 300
SCANNING = 10  # a QR code is scanned from at most ten times its side


@dataclass(frozen=True, slots=True)
class Legibility:
    """Cap height in mm, and the distances in m up to which it is read in comfort, and at all."""

    cap: float

    @property
    def comfortable(self) -> float:
        return self.cap * COMFORTABLE / 1000

    @property
    def limit(self) -> float:
        return self.cap * LIMIT / 1000


def type_size(em: float) -> float:
    """Points of a letter of `em` mm, as printers name it."""
    return mm_to_pt(em)


def scanning_distance(side: float) -> float:
    """From how far, in m, a QR code with a side of `side` mm (without its quiet zone) is scanned."""
    return side * SCANNING / 1000
