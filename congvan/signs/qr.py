"""QR codes as rows of modules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from congvan.signs.rect import Rect

QUIET = 4  # modules of white around the code (ISO/IEC 18004)


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: its rows of 0 and 1, top to bottom, without the quiet zone, and the text it holds."""

    text: str
    rows: tuple[str, ...]

    def with_quiet(self, side: float) -> float:
        """Return the side in mm including the quiet zone, if the code itself has sides of `side` mm."""
        return side * (len(self.rows) + 2 * QUIET) / len(self.rows)

    def inside(self, box: Rect) -> Rect:
        """Return the square of the code within a square that includes its quiet zone."""
        return box.inset(box.w * QUIET / (len(self.rows) + 2 * QUIET))


@lru_cache(maxsize=64)
def encode(text: str) -> Code:
    """The code of a text at error correction M or, where the same number of modules allows it, better."""
    import segno

    made = segno.make(text, error="m", micro=False, boost_error=True)
    return Code(text, tuple("".join("1" if module else "0" for module in row) for row in made.matrix))
