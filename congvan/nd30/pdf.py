"""PDF bytes → View, by PDFium's raw interface: runs with face, size and place, drawn rules and rectangles.

Why raw: the text of a page is asked for once and a run (a text object) is asked for its look once, so three pages cost
about 20 ms where a character-by-character library takes a second.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from congvan.nd30.pdf_layout import lay_out
from congvan.nd30.view import Box, Frame, Page, Run, Stroke, View
from congvan.units import pt_to_mm

MAX_BYTES = 256 << 20
MAX_PAGES = 500
MAX_CHARS = 30_000  # of one page
MAX_PATHS = 8_000
THIN = 3.0  # points: a filled box not thicker is a rule
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[-, ]*(?:PS)?(?:[-, ]*(?:Bold|Italic|Oblique|Regular|MT|PS))+$", re.I)
_STAMPS = {2, 3, 13, 20}  # annotation subtypes whose look is printed: link no; free text 3, stamp 13, widget 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A run with its place: `box` by the face's height, `base` its baseline, both in mm from the top."""

    run: Run
    box: Box
    base: float


@dataclass
class Sheet:
    """One page as read, before its runs are put into lines."""

    page: Page
    pieces: list[Piece]
    strokes: list[Stroke]
    frames: list[Frame]
    upright: list[tuple[float, float, float]]  # vertical rules: x, y0, y1
    hidden: int = 0
    garbled: int = 0
    pictures: float = 0.0  # share of the page under pictures


def read_pdf(data: bytes) -> View:
    """The view of a PDF; damaged and locked files give a view that says so, never an exception."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    if len(data) > MAX_BYTES:
        return View("pdf", unreadable="too-large")
    start = data.find(b"%PDF-", 0, 2048)
    if start < 0:
        return View("pdf", unreadable="damaged")
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        return View("pdf", unreadable="locked" if locked else "damaged")
    try:
        count = pdfium.FPDF_GetPageCount(document)
        sheets = [
            sheet
            for index in range(min(count, MAX_PAGES))
            if (sheet := _read_page(pdfium, document, index)) is not None
        ]
    finally:
        pdfium.FPDF_CloseDocument(document)
    return lay_out(sheets, cut=count > MAX_PAGES)


class _Space:
    """User space of a page → mm from the top left corner as shown, by the page's box and rotation."""

    def __init__(self, pdfium: Any, page: Any) -> None:
        rectangle = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, rectangle)
        self.left, self.bottom = rectangle.left, rectangle.bottom
        self.right, self.top = rectangle.right, rectangle.top
        self.turn = pdfium.FPDFPage_GetRotation(page) % 4
        self.width = pt_to_mm(pdfium.FPDF_GetPageWidthF(page))
        self.height = pt_to_mm(pdfium.FPDF_GetPageHeightF(page))

    def point(self, x: float, y: float) -> tuple[float, float]:
        across, down = {
            0: (x - self.left, self.top - y),
            1: (y - self.bottom, x - self.left),
            2: (self.right - x, y - self.bottom),
            3: (self.top - y, self.right - x),
        }[self.turn]
        return pt_to_mm(across), pt_to_mm(down)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))


def _read_page(pdfium: Any, document: Any, index: int) -> Sheet | None:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return None
    try:
        space = _Space(pdfium, page)
        sheet = Sheet(Page(index + 1, space.width, space.height), [], [], [], [])
        _read_text(pdfium, page, space, sheet)
        _read_drawings(pdfium, page, space, sheet)
        stamped = _has_stamps(pdfium, page)
    finally:
        pdfium.FPDF_ClosePage(page)
    if stamped:
        _read_overlay(pdfium, document, index, space, sheet)
    return sheet


def _has_stamps(pdfium: Any, page: Any) -> bool:
    found = False
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 200)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            found = found or pdfium.FPDFAnnot_GetSubtype(annotation) in _STAMPS
            pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _read_overlay(pdfium: Any, document: Any, index: int, space: _Space, sheet: Sheet) -> None:
    """Adds what annotations draw (a number written in when the paper was registered, a signature's text) as overlay."""
    page = pdfium.FPDF_LoadPage(document, index)
    flattened = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
    pdfium.FPDF_ClosePage(page)
    page = pdfium.FPDF_LoadPage(document, index) if flattened else None
    if not page:
        return
    whole = Sheet(sheet.page, [], [], [], [])
    _read_text(pdfium, page, space, whole, overlay=True)
    pdfium.FPDF_ClosePage(page)
    known = {(p.run.text, round(p.box.x0), round(p.base)) for p in sheet.pieces}
    sheet.pieces += [p for p in whole.pieces if (p.run.text, round(p.box.x0), round(p.base)) not in known]


def _read_text(pdfium: Any, page: Any, space: _Space, sheet: Sheet, *, overlay: bool = False) -> None:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return
    try:
        faces: dict[bytes, tuple[str, bool, bool]] = {}
        for start, text in _stretches(pdfium, text_page):
            _add_piece(pdfium, text_page, space, sheet, start, text, faces, overlay)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _stretches(pdfium: Any, text_page: Any) -> Iterator[tuple[int, str]]:
    """(index of the first character, text) for each text object, in the order of the content stream.

    An object's characters follow one another, so its end is found by doubling steps instead of asking every character.
    """
    object_of, address = pdfium.FPDFText_GetTextObject, ctypes.addressof
    count = min(pdfium.FPDFText_CountChars(text_page), MAX_CHARS)

    def owner(index: int) -> int:
        holder = object_of(text_page, index)
        return address(holder.contents) if holder else 0

    start = 0
    while start < count:
        key = owner(start)
        if key == 0:  # made up by the reader: a space or an end of line
            start += 1
            continue
        sure, step = start, 1
        while sure + step < count and owner(sure + step) == key:
            sure, step = sure + step, step * 2
        while step > 1:
            step //= 2
            if sure + step < count and owner(sure + step) == key:
                sure += step
        yield start, _text_of(pdfium, text_page, start, sure + 1 - start)
        start = sure + 1


def _text_of(pdfium: Any, text_page: Any, start: int, count: int) -> str:
    """The text of a stretch, one character an index; U+FFFD where the face tells no letter."""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = pdfium.FPDFText_GetText(text_page, start, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) != count or "\r" in text or "\n" in text:
        codes = [pdfium.FPDFText_GetUnicode(text_page, start + k) for k in range(count)]
        text = "".join(" " if c in (10, 13) else chr(c) if 0 < c < 0x110000 else "\ufffd" for c in codes)
    return text


def _add_piece(
    pdfium: Any,
    text_page: Any,
    space: _Space,
    sheet: Sheet,
    start: int,
    text: str,
    faces: dict[bytes, tuple[str, bool, bool]],
    overlay: bool,
) -> None:
    lead = len(text) - len(text.lstrip(" "))
    body = text.strip(" ")
    if not body:
        return
    holder = pdfium.FPDFText_GetTextObject(text_page, start)
    if pdfium.FPDFTextObj_GetTextRenderMode(holder) in (3, 7):
        sheet.hidden += len(body)
        return
    sheet.garbled += sum(1 for c in body if c == "�" or "\ue000" <= c <= "\uf8ff" or c < " ")
    first, last = start + lead, start + lead + len(body) - 1
    left, right = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    if not (
        pdfium.FPDFText_GetLooseCharBox(text_page, first, left)
        and pdfium.FPDFText_GetLooseCharBox(text_page, last, right)
    ):
        return
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, first, x, y)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, first, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5
    size = snap(pdfium.FPDFText_GetFontSize(text_page, first) * scale)
    family, bold, italic = _face(pdfium, text_page, first, faces)
    if pdfium.FPDFTextObj_GetTextRenderMode(holder) == 2:
        bold = True  # outlined as well as filled: how programs fake a bold face
    if abs(matrix.b) < 1e-3 and matrix.d and abs(matrix.c / matrix.d) > 0.1:
        italic = True  # slanted by the matrix
    box = space.box(
        min(left.left, right.left),
        min(left.bottom, right.bottom),
        max(left.right, right.right),
        max(left.top, right.top),
    )
    if box.y1 - box.y0 > 3 * box.width and len(body) > 3:
        return  # written upwards in the margin
    run = Run(
        unicodedata.normalize("NFC", text), family, size, bold, italic, False, _colour(pdfium, holder), False, overlay
    )
    sheet.pieces.append(Piece(run, box, space.point(x.value, y.value)[1]))


def snap(size: float) -> float:
    """A size as its setter meant it: office programs round 13 pt to 12.96 and 14 to 14.04."""
    near = round(size * 2) / 2
    return near if abs(size - near) <= 0.13 else round(size, 2)


def _face(
    pdfium: Any, text_page: Any, index: int, faces: dict[bytes, tuple[str, bool, bool]]
) -> tuple[str, bool, bool]:
    buffer = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, buffer, 256, flags)
    known = faces.get(buffer.value)
    if known is None:
        known = faces[buffer.value] = split_face(buffer.value.decode("utf-8", "replace"), flags.value)
    return known


def split_face(name: str, flags: int = 0) -> tuple[str, bool, bool]:
    """(family, bold, italic) of a PostScript face name: "ABCDEE+TimesNewRomanPS-BoldMT" → ("TimesNewRoman", True,
    False)."""
    name = _SUBSET.sub("", name.strip())
    tail = name.lower()
    bold = any(word in tail for word in ("bold", "black", "heavy")) or bool(flags & 1 << 18)
    italic = any(word in tail for word in ("italic", "oblique")) or bool(flags & 1 << 6)
    return _STYLE.sub("", name) or name, bold, italic


def _colour(pdfium: Any, holder: Any) -> int | None:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(holder, red, green, blue, alpha):
        return None
    return red.value << 16 | green.value << 8 | blue.value


def _read_drawings(pdfium: Any, page: Any, space: _Space, sheet: Sheet) -> None:
    area = max(space.width * space.height, 1.0)
    for kind, bounds, handle in _objects(pdfium, page, page, None, [MAX_PATHS]):
        box = space.box(*bounds)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            sheet.pictures += max(box.width, 0) * (box.y1 - box.y0) / area
            if box.y1 - box.y0 < pt_to_mm(THIN) and box.width > 8:
                _add_rule(sheet, box, True)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
            if not (fill.value or stroke.value) or _white(pdfium, handle, bool(fill.value)):
                continue
            solid = not stroke.value or pdfium.FPDFPageObj_GetDashCount(handle) <= 0
            _add_path(sheet, box, solid)


def _white(pdfium: Any, handle: Any, filled: bool) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    getter = pdfium.FPDFPageObj_GetFillColor if filled else pdfium.FPDFPageObj_GetStrokeColor
    return bool(getter(handle, red, green, blue, alpha)) and (
        min(red.value, green.value, blue.value) > 250 or alpha.value < 8
    )


def _add_path(sheet: Sheet, box: Box, solid: bool) -> None:
    height, width = box.y1 - box.y0, box.width
    thin = pt_to_mm(THIN)
    if height < thin and width > max(4.0, 3 * height):
        _add_rule(sheet, box, solid)
    elif width < thin and height > 3:
        sheet.upright.append((box.centre, box.y0, box.y1))
    elif width > 8 and height > 3 and width < sheet.page.width * 0.98:
        sheet.frames.append(Frame(sheet.page.number, box))


def _add_rule(sheet: Sheet, box: Box, solid: bool) -> None:
    sheet.strokes.append(Stroke(sheet.page.number, box.x0, box.x1, (box.y0 + box.y1) / 2, box.y1 - box.y0, solid=solid))


Bounds = tuple[float, float, float, float]


def _objects(pdfium: Any, page: Any, holder: Any, matrix: Any, budget: list[int]) -> Iterator[tuple[int, Bounds, Any]]:
    """Paths and pictures of the page with their bounds in user space; forms are entered one level deep per nesting."""
    in_form = matrix is not None
    count = (pdfium.FPDFFormObj_CountObjects if in_form else pdfium.FPDFPage_CountObjects)(holder)
    get = pdfium.FPDFFormObj_GetObject if in_form else pdfium.FPDFPage_GetObject
    for index in range(count):
        handle = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT or budget[0] <= 0:
            continue
        budget[0] -= 1
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            own = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(handle, own)
            if len(budget) < 4:
                inner = [budget[0]] * (len(budget) + 1)
                yield from _objects(pdfium, page, handle, _times(own, matrix), inner)
                budget[0] = inner[0]
            continue
        edges = [ctypes.c_float() for _ in range(4)]
        if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE) and pdfium.FPDFPageObj_GetBounds(
            handle, *edges
        ):
            yield kind, _through(matrix, edges[0].value, edges[1].value, edges[2].value, edges[3].value), handle


Matrix = tuple[float, float, float, float, float, float]


def _times(own: Any, outer: Matrix | None) -> Matrix:
    a, b, c, d, e, f = own.a, own.b, own.c, own.d, own.e, own.f
    if outer is None:
        return (a, b, c, d, e, f)
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _through(matrix: Matrix | None, x0: float, y0: float, x1: float, y1: float) -> Bounds:
    if matrix is None:
        return (x0, y0, x1, y1)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))
