"""Measure the bytes of a PDF with PDFium's raw API: runs with face, size and position, drawn lines, rectangles."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from congvan.core.threads import one_at_a_time
from congvan.nd30.model.view import DrawnFrame, PageGeometry, View
from congvan.nd30.pdf.assembly import build_view
from congvan.nd30.pdf.graphics import read_drawings
from congvan.nd30.pdf.page import PageContents, PageTransform
from congvan.nd30.pdf.text import read_text

MAX_BYTES = 256 << 20
MAX_PAGES = 500
_A4 = (595.28, 841.89)  # points
_STAMPS = {2, 3, 13, 20}  # subtypes of annotations that are printed: text field, free text 3, stamp 13, widget 20


@one_at_a_time
def read_pdf(data: bytes, declared: Sequence[PageGeometry] = ()) -> View:
    """Return the view of a PDF; for a damaged or locked file a view that says so, never an exception.

    `declared`: the pages that the template of the file declares.
    """
    import pypdfium2.raw as pdfium

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
        units = _units(pdfium, document, data, min(count, MAX_PAGES))
        pages_read = [
            contents
            for index in range(min(count, MAX_PAGES))
            if (contents := _read_page(pdfium, document, index, units.get(index, 1.0))) is not None
        ]
    finally:
        pdfium.FPDF_CloseDocument(document)
    return build_view(pages_read, cut=count > MAX_PAGES, declared=declared)


def _units(pdfium: Any, document: Any, data: bytes, count: int) -> dict[int, float]:
    """Return the /UserUnit of the pages by index, which PDFium doesn't expose; only read if a page is not A4."""
    size = pdfium.FS_SIZEF()
    for index in range(count):
        pdfium.FPDF_GetPageSizeByIndexF(document, index, size)
        if max(abs(min(size.width, size.height) - _A4[0]), abs(max(size.width, size.height) - _A4[1])) > 5:
            break
    else:
        return {}
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pages:
            return {i: float(page.obj.get("/UserUnit", 1)) or 1.0 for i, page in enumerate(pages.pages)}
    except (pikepdf.PdfError, TypeError, ValueError):
        return {}


def _read_page(pdfium: Any, document: Any, index: int, unit: float) -> PageContents | None:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return None
    try:
        transform = PageTransform(pdfium, page, unit)
        contents = PageContents(PageGeometry(index + 1, transform.width, transform.height), [], [], [], [])
        chars = read_text(pdfium, page, transform, contents)
        read_drawings(pdfium, document, page, transform, contents)
        stamps = [transform.box(*bounds) for bounds in _stamps(pdfium, page)]
    finally:
        pdfium.FPDF_ClosePage(page)
    contents.images += [DrawnFrame(index + 1, box) for box in stamps]
    if stamps:
        _read_overlay(pdfium, document, index, transform, contents, chars)
    return contents


def _stamps(pdfium: Any, page: Any) -> list[tuple[float, float, float, float]]:
    """Return the bounds, in user space, of the annotations that are printed."""
    stamps, edges = [], pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 200)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            if pdfium.FPDFAnnot_GetSubtype(annotation) in _STAMPS and pdfium.FPDFAnnot_GetRect(annotation, edges):
                stamps.append((edges.left, edges.bottom, edges.right, edges.top))
            pdfium.FPDFPage_CloseAnnot(annotation)
    return stamps


def _read_overlay(
    pdfium: Any, document: Any, index: int, transform: PageTransform, contents: PageContents, chars: int
) -> None:
    """Add what annotations print as overlay: a number entered at registration, the text of a signature.

    They are drawn after the `chars` characters of the page itself.
    """
    page = pdfium.FPDF_LoadPage(document, index)
    flattened = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
    pdfium.FPDF_ClosePage(page)
    page = pdfium.FPDF_LoadPage(document, index) if flattened else None
    if not page:
        return
    flattened_page = PageContents(contents.page, [], [], [], [])
    read_text(pdfium, page, transform, flattened_page, overlay_from=chars)
    pdfium.FPDF_ClosePage(page)
    known = {(p.run.text, round(p.box.x0), round(p.base)) for p in contents.runs}
    contents.runs += [p for p in flattened_page.runs if (p.run.text, round(p.box.x0), round(p.base)) not in known]
