"""Paper size, orientation and margins (PL I/I/I.1-3)."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from congvan.core.fonts.times_metrics import SINGLE
from congvan.core.messages import Message, figure
from congvan.core.units import pt_to_mm
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import PageGeometry, Paragraph, TextLine, View
from congvan.nd30.model.widths import line_top
from congvan.nd30.rules.base import Answer, NotEvaluated, violation

TOLERANCE = 0.6  # mm, of declared and measured side margins
PDF_TOLERANCE = 1.0  # mm, of measured top and bottom margins
LEFT, RIGHT, TOP, BOTTOM = (30, 35), (15, 20), (20, 25), (20, 25)  # mm (PL I/I/I.3)
NO_TEXT = Message("nd30.too-little-text-measure")


def page_size(document: DocumentComponents) -> Iterator[Answer]:
    """Every sheet of an administrative document is A4, upright or on its side."""
    seen: set[tuple[int, int]] = set()
    for page in document.view.pages:
        if page.number in document.view.unread:  # a scan, whose size says nothing
            continue
        small, large = sorted((page.width, page.height))
        if (abs(small - 210) > 1.5 or abs(large - 297) > 1.5) and (round(small), round(large)) not in seen:
            seen.add((round(small), round(large)))
            yield violation(page, page=page.number, width=f"{page.width:.0f}", height=f"{page.height:.0f}")


def orientation(document: DocumentComponents) -> Iterator[Answer]:
    """Documents are in portrait. A page with a table that is not a separate appendix may be in landscape."""
    wide = [p for p in document.view.pages if p.width > p.height + 5]
    if not wide:
        return
    tabled = {p.page for p in document.view.paragraphs if p.cell is not None}
    ended = tabled & {p.number for p in wide}
    for page in wide:
        near = {page.number, page.number + 1}  # the heading of a table may be alone on the page before it
        near |= {page.number - 1} & ended  # and who signs it on the page behind it
        if not (page.tabled if page.declared else not near.isdisjoint(tabled)):
            yield violation(page, page=page.number)


def _check_margin(document: DocumentComponents, side: str, low: float, high: float) -> Iterator[Answer]:
    """Check a margin of the portrait pages against low to high, in mm.

    It is declared in a DOCX and measured on the full lines of a PDF.
    """
    pages = [p for p in document.view.pages if p.height > p.width]
    values = [(p, getattr(p, name, None)) for p in pages for name in (f"first_{side}", side)]
    known = [(p, value) for p, value in values if value is not None and _is_own_page(document, p)]
    if not known:
        yield NotEvaluated(NO_TEXT)
        return
    if not known[0][0].declared:  # measured: the page nearest to the median, so that a single page decides nothing
        usual = median(value for _page, value in known)
        known = [min(known, key=lambda k: abs(k[1] - usual))]
    seen: set[int] = set()
    for page, value in known:
        if not low - TOLERANCE <= value <= high + TOLERANCE and round(value) not in seen:
            seen.add(round(value))
            yield violation(page, page=page.number, found=figure(value))


def _is_own_page(document: DocumentComponents, page: PageGeometry) -> bool:
    """Return whether a page belongs to the document itself, not to an appendix; always if margins are declared."""
    if page.declared:
        return True
    starts = [a.label.page for a in document.appendices if a.label is not None]
    return not starts or page.number < min(starts)


def margin_left(document: DocumentComponents) -> Iterator[Answer]:
    """The text is 30 to 35 mm from the left edge on every page: the decree has no mirrored margins."""
    yield from _check_margin(document, "left", *LEFT)


def margin_right(document: DocumentComponents) -> Iterator[Answer]:
    """The text is 15 to 20 mm from the right edge."""
    yield from _check_margin(document, "right", *RIGHT)


def margin_top(document: DocumentComponents) -> Iterator[Answer]:
    """The text begins 20 to 25 mm below the upper edge; the page number and marks are in that margin. In a PDF the
    first line of the pages is measured, and a space before a paragraph may make a margin look up to 3 mm larger, except
    where a paragraph continues from the previous page."""
    pages = [p for p in document.view.pages if p.top is not None and _is_own_page(document, p) and p.height > p.width]
    if document.view.laid_out:
        head = document.national_name.box if document.national_name is not None else None
        tops = [
            (
                p,
                _head_top(document, p)
                if p.number == (document.national_name.page if document.national_name and head else 0)
                else p.top,
            )
            for p in pages
        ]
        known = [(p, top) for p, top in tops if top is not None]
        if not known:
            yield NotEvaluated(NO_TEXT)
            return
        sure = [top for p in pages if (top := _top_margin_by_continuation(document.view, p)) is not None]
        measured_surely = min(sure, default=0.0) > TOP[1] + PDF_TOLERANCE
        page, top = min(known, key=lambda k: k[1])
        if top < TOP[0] - PDF_TOLERANCE or top > TOP[1] + (PDF_TOLERANCE if measured_surely else 3.0):
            yield violation(page, page=page.number, found=figure(top))
    else:
        yield from _check_margin(document, "top", *TOP)


def _head_top(document: DocumentComponents, page: PageGeometry) -> float | None:
    """Return the top of the head in mm; marks and signatures above it don't count."""
    lines = [
        p
        for p in (document.national_name, *document.superior, *document.issuer)
        if p is not None and p.page == page.number
    ]
    tops = [line_top(n) for p in lines for n in p.lines if n.runs]
    return min(tops) if tops else page.top


def _continued_paragraphs(view: View, page: int) -> Iterator[tuple[Paragraph, list[TextLine]]]:
    """Yield the paragraphs continued from the previous page, with their lines on this page."""
    for paragraph in view.paragraphs:
        if paragraph.page < page and (lines := [n for n in paragraph.lines if n.page == page]):
            yield paragraph, lines


def _top_margin_by_continuation(view: View, page: PageGeometry) -> float | None:
    """Return the top margin by a continued paragraph, which has no space before it; None if there is none."""
    for paragraph, lines in _continued_paragraphs(view, page.number):
        if paragraph.spacing is not None and lines[0].runs:
            size = max(r.size for r in lines[0].runs)
            return line_top(lines[0]) - pt_to_mm(max(paragraph.spacing - 1, 0.0) * SINGLE * size)
    return None


def margin_bottom(document: DocumentComponents) -> Iterator[Answer]:
    """The text ends 20 to 25 mm above the lower edge. In a PDF the lowest line of full pages is measured: it may end
    one line above the margin, never below it, or two lines if they were moved to the next page to avoid a single line
    there. A page that ends with a contact line is not measured: Word sets that in the footer, and the clause only
    requires it at the end of the page."""
    if not document.view.laid_out:
        yield from _check_margin(document, "bottom", *BOTTOM)
        return
    pages = [
        p for p in document.view.pages if p.bottom is not None and _is_own_page(document, p) and p.height > p.width
    ]
    pages = [p for p in pages if not _ends_in_contact(document, p)]
    if not pages:
        yield NotEvaluated(NO_TEXT)
        return
    lowest = min(pages, key=lambda p: p.bottom or 0.0)
    full = [p for p in pages[:-1] if _is_full_page(document.view, p)]
    if (lowest.bottom or 0.0) < BOTTOM[0] - PDF_TOLERANCE:
        yield violation(lowest, page=lowest.number, found=figure(lowest.bottom or 0.0))
    elif full:
        least = min(full, key=lambda p: p.bottom or 0.0)
        lines = 1 if len(full) > 1 or _could_hold_one_more_line(document.view, least) else 2
        if (least.bottom or 0.0) > BOTTOM[1] + lines * least.slack + PDF_TOLERANCE:
            yield violation(least, page=least.number, found=figure(least.bottom or 0.0))
    elif len(pages) == 1 and (lowest.bottom or 0.0) > 40:
        yield NotEvaluated(NO_TEXT)


def _ends_in_contact(document: DocumentComponents, page: PageGeometry) -> bool:
    lowest = page.height - (page.bottom or 0.0)
    return any(p.page == page.number and p.box is not None and p.box.y1 > lowest - 3 for p in document.contact)


def _is_full_page(view: View, page: PageGeometry) -> bool:
    """Return whether a paragraph continues on the next page, so that this page is full."""
    return any(p.page == page.number for p, _lines in _continued_paragraphs(view, page.number + 1))


def _could_hold_one_more_line(view: View, page: PageGeometry) -> bool:
    """Return whether one more line of the continued paragraph was allowed on this page, leaving two for the next."""
    return any(p.page == page.number and len(lines) > 2 for p, lines in _continued_paragraphs(view, page.number + 1))
