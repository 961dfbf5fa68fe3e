"""The contents of a PDF page before its runs are grouped into lines, and the transform of its user space to mm."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from congvan.core.units import pt_to_mm
from congvan.nd30.model.view import Box, DrawnFrame, PageGeometry, Stroke, StyledRun


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """A run with its position: `box` by the height of the face, `base` the baseline, both in mm from the top.

    `artifact`: whether a tagged file marks it as no part of the text: a running head or foot, a page number.
    """

    run: StyledRun
    box: Box
    base: float
    artifact: bool = False


class Shape(NamedTuple):
    """A small rectangle with a fill and an outline; `below`: the boxes of the texts that were drawn before it."""

    box: Box
    below: tuple[Box, ...]


@dataclass
class PageContents:
    """The contents of one page. `hidden`, `garbled`, `lost`: the number of characters not visible, without a Unicode
    value, or mapped to a space."""

    page: PageGeometry
    runs: list[PlacedRun]
    strokes: list[Stroke]
    frames: list[DrawnFrame]
    upright: list[tuple[float, float, float]]  # vertical lines: x, y0, y1
    hidden: int = 0
    garbled: int = 0
    lost: int = 0
    pictures: float = 0.0  # share of the page that pictures cover
    images: list[DrawnFrame] = field(default_factory=list)  # smaller than the page; also stamps and signatures
    shapes: list[Shape] = field(default_factory=list)
    struck: list[Box] = field(default_factory=list)  # text printed twice, slightly shifted, to fake a bold face


class PageTransform:
    """Transform user space to mm from the top left corner of the displayed page, by its box, rotation and unit."""

    def __init__(self, pdfium: Any, page: Any, unit: float = 1.0) -> None:
        edges = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, edges)
        self.unit = unit  # points, /UserUnit
        self.width = pt_to_mm(pdfium.FPDF_GetPageWidthF(page) * unit)
        self.height = pt_to_mm(pdfium.FPDF_GetPageHeightF(page) * unit)
        # across = xx·x + xy·y + x0, down = yx·x + yy·y + y0, in units
        self.map = (
            (1, 0, -edges.left, 0, -1, edges.top),
            (0, 1, -edges.bottom, 1, 0, -edges.left),
            (-1, 0, edges.right, 0, 1, -edges.bottom),
            (0, -1, edges.top, -1, 0, edges.right),
        )[pdfium.FPDFPage_GetRotation(page) % 4]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return (across, down) in mm of a point of user space."""
        xx, xy, x0, yx, yy, y0 = self.map
        return pt_to_mm((xx * x + xy * y + x0) * self.unit), pt_to_mm((yx * x + yy * y + y0) * self.unit)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return the box in mm of a rectangle of user space."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        if a > c:
            a, c = c, a
        return Box(a, d, c, b) if b > d else Box(a, b, c, d)
