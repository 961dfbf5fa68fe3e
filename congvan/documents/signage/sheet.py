"""An A4 page of text and drawings around signs: proof, tiles, assembly map."""

from __future__ import annotations

from collections.abc import Mapping

from congvan.core.fonts.faces import Face
from congvan.core.units import pt_to_mm
from congvan.documents.signage.schema import PressPage
from congvan.signs import operations
from congvan.signs.fit_text import fit
from congvan.signs.rect import Rect
from congvan.signs.typeface import BOLD, PLAIN

BLACK: operations.Colour = [0, 0, 0, 100]
GREY: operations.Colour = [0, 0, 0, 45]
HAIRLINE = 0.15  # mm


class A4Sheet:
    """A page under construction; lengths in mm, type in points. `content` is the finished page."""

    def __init__(self, faces: Mapping[str, Face], width: float = 210, height: float = 297) -> None:
        self._faces = faces
        self.box = Rect(0, 0, width, height)
        self.ops: list[operations.Op] = []

    def text(self, words: str, box: Rect, points: float, *, bold: bool = False, side: float = 0) -> float:
        """Set a text from the top of `box`, broken to its width and reduced if it would not fit; return its height.

        `side` is 0 for left, ½ for centred, 1 for right.
        """
        cut = BOLD if bold else PLAIN
        face = self._faces[cut]
        fitted = fit(words, box, face, largest=pt_to_mm(points))
        for index, line in enumerate(fitted.lines):
            start = box.x + (box.w - face.advance(line) * fitted.size) * side
            baseline = box.y + fitted.ascent + index * fitted.pitch
            self.ops.append(operations.text(line, start, baseline, fitted.size, cut, BLACK))
        return fitted.height

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, ink: operations.Colour = BLACK, width: float = HAIRLINE
    ) -> None:
        self.ops.append(operations.line([(x1, y1), (x2, y2)], ink, width))

    def dashed(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.ops.append(operations.line([(x1, y1), (x2, y2)], BLACK, HAIRLINE, dash=(1.2, 1)))

    def dimension(self, x1: float, y1: float, x2: float, y2: float, words: str) -> None:
        """Draw a horizontal or vertical dimension line with its text at the middle."""
        self.line(x1, y1, x2, y2)
        across = y1 == y2
        dx, dy = (0, 1.2) if across else (1.2, 0)
        for x, y in ((x1, y1), (x2, y2)):
            self.line(x - dx, y - dy, x + dx, y + dy)
        if across:
            self.text(words, Rect(x1, y1 + 1, x2 - x1, 5), 9, bold=True, side=0.5)
        else:
            self.text(words, Rect(x1 - 21, (y1 + y2) / 2 - 1.6, 19, 5), 9, bold=True, side=1)

    @property
    def content(self) -> PressPage:
        return {"size": [self.box.w, self.box.h], "bleed": 0, "carry": 0, "margin": 0, "scale": 1, "ops": self.ops}
