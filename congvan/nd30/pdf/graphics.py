"""Read what a PDF page draws besides text: horizontal and vertical lines, rectangles, and the share of pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from congvan.core.units import pt_to_mm
from congvan.nd30.model.view import Box, DrawnFrame, Stroke
from congvan.nd30.pdf.page import PageContents, PageTransform, Shape
from congvan.nd30.pdf.shapes import HIGHEST, MOST_SHAPES, WIDEST, overlap

MAX_PATHS = 8_000
MAX_DEPTH = 8  # of nested form XObjects
WHOLE_PAGE = 0.8  # share of the page; a larger picture is taken for the page itself
MAX_SEGMENTS = 20  # of a path that is one line: four rectangles
FAKE_BOLD_SHIFT = 0.9  # points by which words printed twice to look bold are shifted
RULE_THICKNESS = pt_to_mm(3.0)  # mm; a filled rectangle no thicker is a drawn line
_SLOPE = 0.07  # rise of a line drawn by hand, as a share of its length

Bounds = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]


def read_drawings(pdfium: Any, document: Any, page: Any, transform: PageTransform, contents: PageContents) -> None:
    """Add the drawings of a page to its contents."""
    drawings = _Drawings(pdfium, contents)
    area = max(transform.width * transform.height, 1.0)
    covered = 0
    for kind, bounds, handle in drawings.objects(page, None, [MAX_PATHS]):
        box = transform.box(*bounds)
        height, width = box.y1 - box.y0, box.x1 - box.x0
        is_rule = height < RULE_THICKNESS and width > max(4.0, 3 * height)
        is_rule = is_rule or (kind == pdfium.FPDF_PAGEOBJ_PATH and drawings.is_sloping_line(handle, width, height))
        is_small = kind == pdfium.FPDF_PAGEOBJ_PATH and 8 < width < WIDEST and 3 < height < HIGHEST
        if is_small and len(contents.shapes) <= MOST_SHAPES and drawings.is_box(handle):
            below = [transform.box(*text) for text in drawings.seen]
            contents.shapes.append(Shape(box, tuple(text for text in below if overlap(text, box))))
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            is_whole_page = width * height > WHOLE_PAGE * area
            if is_whole_page and contents.runs and not drawings.is_opaque(document, page, handle):
                continue  # a watermark, which hides nothing
            contents.pictures += width * height / area
            if is_whole_page:
                covered = drawings.texts
            else:
                contents.images.append(DrawnFrame(contents.page.number, box))
            if height < RULE_THICKNESS and width > 8:
                _add_rule(contents, box, solid=True)
        elif is_rule and drawings.is_visible(handle):
            _add_rule(contents, box, solid=drawings.is_solid(handle))
        elif is_rule:
            continue
        elif width < RULE_THICKNESS and height > 3:
            if drawings.is_visible(handle):
                contents.upright.append((box.centre, box.y0, box.y1))
        elif width > 8 and height > 3 and width < contents.page.width * 0.98 and drawings.is_visible(handle):
            contents.frames.append(DrawnFrame(contents.page.number, box, drawings.is_single_line(handle)))
    contents.struck += [transform.box(*bounds) for bounds in drawings.struck]
    if covered > WHOLE_PAGE * drawings.texts:  # the recognised text of a scan, below its picture
        contents.hidden += sum(len(p.run.text) for p in contents.runs)
        contents.runs.clear()


def _add_rule(contents: PageContents, box: Box, *, solid: bool) -> None:
    contents.strokes.append(Stroke(contents.page.number, box.x0, box.x1, (box.y0 + box.y1) / 2, solid=solid))


class _Drawings:
    """Queries the drawn objects of a page; the buffers for PDFium's answers are allocated once per page."""

    def __init__(self, pdfium: Any, contents: PageContents) -> None:
        self.pdfium = pdfium
        self.texts = 0  # text objects seen so far
        self.last: Bounds = (0.0, 0.0, 0.0, 0.0)  # of the last text object
        self.seen: list[Bounds] = []  # of the text objects so far
        self.struck: list[Bounds] = []
        self.edges = [ctypes.c_float() for _ in range(4)]
        self.channels = [ctypes.c_uint() for _ in range(4)]
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()

    def objects(self, holder: Any, matrix: Matrix | None, budget: list[int]) -> Iterator[tuple[int, Bounds, Any]]:
        """Yield paths and pictures with their bounds in user space, also those inside form XObjects.

        `budget`: one item per level of nesting, each the number of objects that may still be queried.
        """
        pdfium = self.pdfium
        top = matrix is None
        count = (pdfium.FPDFPage_CountObjects if top else pdfium.FPDFFormObj_CountObjects)(holder)
        get = pdfium.FPDFPage_GetObject if top else pdfium.FPDFFormObj_GetObject
        type_of, bounds_of = pdfium.FPDFPageObj_GetType, pdfium.FPDFPageObj_GetBounds
        text, form = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM
        drawn = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
        left, bottom, right, upper = self.edges
        for index in range(count):
            handle = get(holder, index)
            kind = type_of(handle)
            if kind == text:
                self.texts += top
                if bounds_of(handle, left, bottom, right, upper):
                    self._note_text(_transform(matrix, (left.value, bottom.value, right.value, upper.value)))
                continue
            if budget[0] <= 0:
                continue
            budget[0] -= 1
            if kind == form and len(budget) <= MAX_DEPTH:
                own = pdfium.FS_MATRIX()
                pdfium.FPDFPageObj_GetMatrix(handle, own)
                inner = [budget[0]] * (len(budget) + 1)
                yield from self.objects(handle, _multiply(own, matrix), inner)
                budget[0] = inner[0]
            elif kind in drawn and bounds_of(handle, left, bottom, right, upper):
                yield kind, _transform(matrix, (left.value, bottom.value, right.value, upper.value)), handle

    def _note_text(self, bounds: Bounds) -> None:
        """Record text printed a second time with a tiny shift, which fakes a bold face."""
        left, low, right, high = (here - there for here, there in zip(bounds, self.last, strict=True))
        alike = abs(left - right) < 0.02 and abs(low - high) < 0.02
        if alike and max(abs(left), abs(low)) < FAKE_BOLD_SHIFT and abs(left) + abs(low) > 0.05:
            self.struck.append(bounds)
        self.last = bounds
        self.seen.append(bounds)

    def is_visible(self, handle: Any) -> bool:
        """Return whether a path is painted in a colour visible on paper."""
        self.pdfium.FPDFPath_GetDrawMode(handle, self.fill, self.stroke)
        if not (self.fill.value or self.stroke.value):
            return False
        red, green, blue, alpha = self.channels
        getter = self.pdfium.FPDFPageObj_GetFillColor if self.fill.value else self.pdfium.FPDFPageObj_GetStrokeColor
        if not getter(handle, red, green, blue, alpha):
            return True
        return alpha.value >= 8 and min(red.value, green.value, blue.value) <= 250

    def is_box(self, handle: Any) -> bool:
        """Return whether a path is a rectangle that is both filled and outlined, as the text boxes of Word are."""
        self.pdfium.FPDFPath_GetDrawMode(handle, self.fill, self.stroke)
        is_both = bool(self.fill.value and self.stroke.value)
        return is_both and self.pdfium.FPDFPath_CountSegments(handle) in (4, 5)

    def is_opaque(self, document: Any, page: Any, handle: Any) -> bool:
        """Return whether a picture hides what is below it: no mask makes it transparent."""
        pdfium = self.pdfium
        bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, handle)
        if not bitmap:
            return False
        try:
            if pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
                return True
            size = pdfium.FPDFBitmap_GetStride(bitmap) * pdfium.FPDFBitmap_GetHeight(bitmap)
            alphas = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)[3::4]
            return alphas.count(b"\xff") > WHOLE_PAGE * len(alphas)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)

    def is_solid(self, handle: Any) -> bool:
        """Return whether a path is continuous: without dashes, many segments, or a clip of many segments.

        Call `is_visible` first: it reads the draw mode of the path.
        """
        pdfium = self.pdfium
        if self.stroke.value and pdfium.FPDFPageObj_GetDashCount(handle) > 0:
            return False
        if pdfium.FPDFPath_CountSegments(handle) > MAX_SEGMENTS:
            return False
        clip = pdfium.FPDFPageObj_GetClipPath(handle)
        paths = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
        return all(pdfium.FPDFClipPath_CountPathSegments(clip, i) <= MAX_SEGMENTS for i in range(min(paths, 8)))

    def is_single_line(self, handle: Any) -> bool:
        """Return whether a rectangle is one continuous line; a line drawn by filling has two outlines.

        Call `is_visible` first: it reads the draw mode of the path.
        """
        pdfium = self.pdfium
        if self.stroke.value and pdfium.FPDFPageObj_GetDashCount(handle) > 0:
            return False
        large = self._outlines(handle)
        return large <= (1 if self.stroke.value else 2)

    def is_sloping_line(self, handle: Any, width: float, height: float) -> bool:
        """Return whether a path is one straight line, drawn by hand and not quite level; width and height in mm."""
        return height < _SLOPE * width and width > 4.0 and self.pdfium.FPDFPath_CountSegments(handle) == 2

    def _outlines(self, handle: Any) -> int:
        """Return how many subpaths of a path are nearly as large as the path itself."""
        pdfium = self.pdfium
        x, y = self.edges[:2]
        subpaths: list[list[tuple[float, float]]] = []
        for index in range(min(pdfium.FPDFPath_CountSegments(handle), 4 * MAX_SEGMENTS)):
            segment = pdfium.FPDFPath_GetPathSegment(handle, index)
            if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                subpaths.append([])
            if subpaths:
                subpaths[-1].append((x.value, y.value))
        extents = [_extent(subpath) for subpath in subpaths]
        width, height = (max((e[k] for e in extents), default=0.0) for k in (0, 1))
        return sum(1 for wide, high in extents if wide > 0.6 * width > 0 and high > 0.6 * height > 0)


def _extent(points: list[tuple[float, float]]) -> tuple[float, float]:
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return max(xs) - min(xs), max(ys) - min(ys)


def _multiply(own: Any, outer: Matrix | None) -> Matrix:
    a, b, c, d, e, f = own.a, own.b, own.c, own.d, own.e, own.f
    if outer is None:
        return (a, b, c, d, e, f)
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _transform(matrix: Matrix | None, bounds: Bounds) -> Bounds:
    if matrix is None:
        return bounds
    x0, y0, x1, y1 = bounds
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))
