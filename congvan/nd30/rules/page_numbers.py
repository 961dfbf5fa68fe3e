"""Page numbers (PL I/I/I.7), and a signature alone on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvan.core.messages import Message
from congvan.core.units import mm_to_pt
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.foot import is_appendix_label
from congvan.nd30.components.measures import SIZE_SLACK
from congvan.nd30.components.patterns import is_national_name
from congvan.nd30.model.view import PageNumber
from congvan.nd30.rules.base import (
    Answer,
    NotApplicable,
    NotEvaluated,
    format_points,
    violation,
)

ONE_PAGE = Message("nd30.document-one-page")


UNKNOWN_LENGTH = Message("nd30.docx-doesnt-tell")


def page_number_present(document: DocumentComponents) -> Iterator[Answer]:
    """Pages are numbered from 1; the first shows no number, so the second shows "2"."""
    view = document.view
    if view.numbers and not view.laid_out:
        return
    if not view.laid_out:
        longer = _exceeds_one_page(document)
        if longer is None:
            yield NotEvaluated(UNKNOWN_LENGTH)
        else:
            yield violation(None, page=2) if longer else NotApplicable(ONE_PAGE)
        return
    last = _last_page(document)
    if last < 2:
        yield NotApplicable(ONE_PAGE)
        return
    shown = {n.page for n in view.numbers}
    bare = [p for p in view.pages[_first_page(document) : last] if p.number not in shown and p.chars > 0]
    if not bare:
        return
    first_pages = {p.page for p in view.paragraphs if is_national_name(p) or is_appendix_label(p)}
    lacking = [p for p in bare if p.number not in first_pages]
    if lacking:
        yield violation(lacking[0], page=lacking[0].number)


LONG_TEXT = 6000  # letters that no page holds
PAGE_SLACK = 0.15  # share of a page by which the height of a DOCX may be estimated wrongly


def _exceeds_one_page(document: DocumentComponents) -> bool | None:
    """Return whether a DOCX takes more than a page, by its letters or the height of its lines; None if unsure."""
    if sum(len(p.text) for p in document.view.paragraphs) >= LONG_TEXT:
        return True
    own = [*document.body, *document.tables, *document.authority, *filter(None, [document.name])]
    if document.unlisted_heading is not None:  # its last parts are none that a sheet has
        own = list(document.view.paragraphs)
    depths = [p.down for p in own if p.down is not None and p.section <= 1]
    page = next(iter(document.view.pages), None)
    if page is None or page.top is None or page.bottom is None or not depths:
        return None
    share = max(depths) / mm_to_pt(page.height - page.top - page.bottom)
    return None if abs(share - 1) <= PAGE_SLACK else share > 1


def _printed_numbers(document: DocumentComponents) -> Sequence[PageNumber] | NotApplicable | NotEvaluated:
    """Return the page numbers that are printed: in a DOCX of one page those of its first page only."""
    view = document.view
    if not view.numbers:
        return NotApplicable(Message("nd30.page-numbers"))
    if view.laid_out or len(view.pages) > 1 or any(n.on_first for n in view.numbers):
        return view.numbers
    breaks = any(p.new_page and p.cell is None and p.ordinal > 1 for p in view.paragraphs)  # Word ignores one in a cell
    longer = breaks or _exceeds_one_page(document)
    if longer is None:
        return NotEvaluated(UNKNOWN_LENGTH)
    return view.numbers if longer else NotApplicable(ONE_PAGE)


def _first_page(document: DocumentComponents) -> int:
    """Return the page on which the document begins, possibly after a cover."""
    return document.national_name.page if document.national_name is not None else 1


def _last_page(document: DocumentComponents) -> int:
    """Return the last page of the document itself, before its appendices."""
    heads = [
        next(iter([a.label] if a.label is not None else [*a.title, *a.accompany]), None) for a in document.appendices
    ]
    starts = [p.page for p in heads if p is not None and p.page > 1]
    return min(starts) - 1 if starts else len(document.view.pages)


def page_number_top(document: DocumentComponents) -> Iterator[Answer]:
    """The number is in the top margin."""
    numbers = _printed_numbers(document)
    if isinstance(numbers, NotApplicable | NotEvaluated):
        yield numbers
        return
    low = [n for n in numbers if n.where == "bottom"]
    if low and not any(n.where == "top" and n.page == low[0].page for n in numbers):
        yield violation(low[0].paragraph)


def page_number_centred(document: DocumentComponents) -> Iterator[Answer]:
    """The number is centred across the page (or the text)."""
    numbers = _printed_numbers(document)
    if isinstance(numbers, NotApplicable | NotEvaluated):
        yield numbers
        return
    at_top = {n.page for n in numbers if n.where == "top"}  # then a digit at the foot is none
    shown = [n for n in numbers if n.where == "top" or n.page not in at_top]
    off = [n for n in shown if n.align not in ("centre", "")]
    if off:
        yield violation(off[0].paragraph)


def page_number_first(document: DocumentComponents) -> Iterator[Answer]:
    """The first page's number is not shown."""
    for number in document.view.numbers:
        shown = number.on_first if not document.view.laid_out else number.shown in ("1", "I")
        if number.page == (_first_page(document) if document.view.laid_out else 1) and shown:
            yield violation(number.paragraph)
            return


def page_number_style(document: DocumentComponents) -> Iterator[Answer]:
    """Page numbers are 13 to 14 pt, upright."""
    numbers = _printed_numbers(document)
    if isinstance(numbers, NotApplicable | NotEvaluated):
        yield numbers
        return
    runs = [(n, r) for n in numbers for r in n.paragraph.ink if r.size]
    if not runs:
        yield NotEvaluated(Message("nd30.page-number-measured"))
        return
    for number, run in runs:
        if not 13 - SIZE_SLACK <= run.size <= 14 + SIZE_SLACK or run.italic:
            size = format_points(run.size)
            found = Message("nd30.size-italic", size=size) if run.italic else size
            yield violation(number.paragraph, found=found)
            return


def page_number_arabic(document: DocumentComponents) -> Iterator[Answer]:
    """Numbers are Arabic, without words: 2, 3, 4."""
    for number in document.view.numbers:
        words = number.paragraph.text if len(number.paragraph.text) > len(number.shown) else number.shown
        if number.where == "top" and any(c.isalpha() or c == "/" for c in words):
            yield violation(number.paragraph, shown=words)
            return


def page_number_sequence(document: DocumentComponents) -> Iterator[Answer]:
    """Numbers run from 1, so the second page shows "2"; a document that a decision issues has numbers of its own."""
    if not document.view.laid_out:
        yield from _check_declared_start(document)
        return
    start = _first_page(document)
    later = (p.page - 1 for p in document.view.paragraphs if p.page > start and is_national_name(p))
    last = min([_last_page(document), *later])
    for number in document.view.numbers:
        right = (number.page, number.page - start + 1)  # counted with or without a cover
        if start <= number.page <= last and number.shown.isdigit() and int(number.shown) not in right:
            yield violation(number.paragraph, page=number.page, shown=number.shown)
            return


def _check_declared_start(document: DocumentComponents) -> Iterator[Answer]:
    """Check the number from which the sections of a DOCX count; one that counts again may begin an appendix or not."""
    pages = document.view.pages
    if not document.view.numbers:
        yield NotApplicable(Message("nd30.page-numbers"))
    elif pages and pages[0].start not in (None, 1):
        yield violation(None, page=2, shown=pages[0].start + 1)
    elif any(page.start is not None for page in pages[1:]):
        yield NotEvaluated(UNKNOWN_LENGTH)


def signer_alone(document: DocumentComponents) -> Iterator[Answer]:
    """A page with a signature and no text invites abuse; no clause forbids it, but every office avoids it."""
    if not document.view.laid_out:
        yield NotEvaluated(UNKNOWN_LENGTH)
    elif not document.authority or not document.body:
        yield NotApplicable(Message("nd30.document-such-component"))
    elif document.authority[0].page not in {n.page for p in (*document.body, *document.tables) for n in p.lines}:
        yield violation(document.authority[0], page=document.authority[0].page)


def page_blank(document: DocumentComponents) -> Iterator[Answer]:
    """The last page is not empty: a page break or empty paragraphs at the end print a page without text."""
    view = document.view
    last = view.pages[-1] if view.pages else None
    if view.ends_blank:
        yield violation(None)
    elif not view.laid_out:
        return
    elif last is not None and last.number > 1 and last.number not in view.unread:
        used = {n.page for p in view.paragraphs if not p.text.isdigit() for n in p.lines}
        used |= {stroke.page for stroke in view.strokes} | {frame.page for frame in view.frames}
        if last.number not in used:
            yield violation(last)
