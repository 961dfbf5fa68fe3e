"""Page numbers (PL I/I/I.7), and the signature alone on a page."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.messages import Message
from congvan.nd30.components.document import Part
from congvan.nd30.components.foot import is_label
from congvan.nd30.components.head import is_nation
from congvan.nd30.rules.base import ERROR, NOTE, WARNING, Answer, NotApplicable, NotEvaluated, broken, points, rule
from congvan.nd30.rules.typography import SLACK
from congvan.units import mm_to_pt

NO_NUMBERS = Message("nd30.document-one-page")


UNKNOWN_LENGTH = Message("nd30.docx-doesnt-tell")


@rule(
    "PAGE-NUMBER-PRESENT",
    "PL I/I/I.7",
    ERROR,
    once=True,
    right=("2",),
    wrong=("",),
    absence=True,
)
def page_number_present(part: Part) -> Iterator[Answer]:
    """Pages are numbered from 1; the first shows no number, so the second shows "2"."""
    view = part.view
    if view.numbers and not view.laid_out:
        return
    if not view.laid_out:
        yield broken(None, page=2) if _surely_two(part) else NotEvaluated(UNKNOWN_LENGTH)
        return
    last = _last_page(part)
    if last < 2:
        yield NotApplicable(NO_NUMBERS)
        return
    shown = {n.page for n in view.numbers}
    bare = [p for p in view.pages[_first_page(part) : last] if p.number not in shown and p.chars > 0]
    starts = {p.page for p in view.paragraphs if is_nation(p) or is_label(p)} if bare else set()  # first pages too
    lacking = [p for p in bare if p.number not in starts]
    if lacking:
        yield broken(lacking[0], page=lacking[0].number)


def _surely_two(part: Part) -> bool:
    """Whether a DOCX prints more than a page, whatever the program: by its letters, or by the height of its lines."""
    if sum(len(p.text) for p in part.view.paragraphs) >= 6000:
        return True
    depths = [p.down for p in (*part.body, *part.tables, *part.authority) if p.down is not None and p.section <= 1]
    page = next(iter(part.view.pages), None)
    if page is None or page.top is None or page.bottom is None or not depths:
        return False
    return max(depths) > 1.15 * mm_to_pt(page.height - page.top - page.bottom)


def _first_page(part: Part) -> int:
    """The page on which the document begins: a cover may lie before it."""
    return part.nation.page if part.nation is not None else 1


def _last_page(part: Part) -> int:
    """The last page of the document itself, before its appendices."""
    heads = [next(iter([a.label] if a.label is not None else [*a.title, *a.accompany]), None) for a in part.appendices]
    starts = [p.page for p in heads if p is not None and p.page > 1]
    return min(starts) - 1 if starts else len(part.view.pages)


@rule(
    "PAGE-NUMBER-TOP",
    "PL I/I/I.7",
    ERROR,
    once=True,
    right=("header",),
    wrong=("footer",),
)
def page_number_top(part: Part) -> Iterator[Answer]:
    """The number is in the top margin."""
    if not part.view.numbers:
        yield NotApplicable(Message("nd30.page-numbers"))
        return
    low = [n for n in part.view.numbers if n.where == "bottom"]
    if low and not any(n.where == "top" and n.page == low[0].page for n in part.view.numbers):
        yield broken(low[0].paragraph)


@rule(
    "PAGE-NUMBER-CENTRED",
    "PL I/I/I.7",
    ERROR,
    once=True,
    right=("centred",),
    wrong=("right",),
)
def page_number_centred(part: Part) -> Iterator[Answer]:
    """The number is centred across the page (or the text)."""
    at_top = {n.page for n in part.view.numbers if n.where == "top"}  # a digit at the foot of a table is none then
    numbers = [n for n in part.view.numbers if n.where == "top" or n.page not in at_top]
    off = [n for n in numbers if n.align not in ("centre", "")]
    if not part.view.numbers:
        yield NotApplicable(Message("nd30.page-numbers"))
    elif off:
        yield broken(off[0].paragraph)


@rule(
    "PAGE-NUMBER-FIRST",
    "PL I/I/I.7",
    ERROR,
    once=True,
    right=("",),
    wrong=("1",),
)
def page_number_first(part: Part) -> Iterator[Answer]:
    """The first page's number is not shown."""
    for number in part.view.numbers:
        shown = number.on_first if not part.view.laid_out else number.shown in ("1", "I")
        if number.page == (_first_page(part) if part.view.laid_out else 1) and shown:
            yield broken(number.paragraph)
            return


@rule(
    "PAGE-NUMBER-STYLE",
    "PL I/I/I.7",
    ERROR,
    right=("2 (14 pt)",),
    wrong=("2 (11 pt)",),
    once=True,
)
def page_number_style(part: Part) -> Iterator[Answer]:
    """Page numbers are 13 to 14 pt, upright."""
    runs = [(n, r) for n in part.view.numbers for r in n.paragraph.ink if r.size]
    if not runs:
        yield (
            NotEvaluated(Message("nd30.page-number-measured"))
            if part.view.numbers
            else NotApplicable(Message("nd30.page-numbers"))
        )
        return
    for number, run in runs:
        if not 13 - SLACK <= run.size <= 14 + SLACK or run.italic:
            yield broken(number.paragraph, found=points(run.size) + (" italic" if run.italic else ""))
            return


@rule(
    "PAGE-NUMBER-ARABIC",
    "PL I/I/I.7",
    ERROR,
    once=True,
    right=("2",),
    wrong=("II",),
)
def page_number_arabic(part: Part) -> Iterator[Answer]:
    """Numbers are Arabic: 2, 3, 4."""
    roman = [n for n in part.view.numbers if n.shown and n.shown.strip("- ").isalpha() and n.where == "top"]
    if roman:
        yield broken(roman[0].paragraph, shown=roman[0].shown)


@rule(
    "PAGE-NUMBER-SEQUENCE",
    "PL I/I/I.7",
    WARNING,
    once=True,
    right=("2, 3, 4",),
    wrong=("1, 2, 3 (from the second page)",),
)
def page_number_sequence(part: Part) -> Iterator[Answer]:
    """Numbers run from 1, so the second page shows "2"; a document that a decision issues has numbers of its own."""
    if not part.view.laid_out:
        first = part.view.pages[0].start if part.view.pages and part.view.numbers else None
        yield NotEvaluated(UNKNOWN_LENGTH) if first in (None, 1) else broken(None, page=2, shown=first + 1)
        return
    start = _first_page(part)
    later = (p.page - 1 for p in part.view.paragraphs if p.page > start and is_nation(p))
    last = min([_last_page(part), *later])
    for number in part.view.numbers:
        right = (number.page, number.page - start + 1)  # a cover before it may be counted too
        if start <= number.page <= last and number.shown.isdigit() and int(number.shown) not in right:
            yield broken(number.paragraph, page=number.page, shown=number.shown)
            return


@rule(
    "SIGNER-ALONE",
    Message("clause.clause-office-practice"),
    NOTE,
    right=("two lines of text above the signature",),
    wrong=("a page with a signature only",),
)
def signer_alone(part: Part) -> Iterator[Answer]:
    """A page with a signature and no text invites abuse; no clause forbids it, but every office avoids it."""
    if not part.view.laid_out:
        yield NotEvaluated(UNKNOWN_LENGTH)
    elif not part.authority or not part.body:
        yield NotApplicable(Message("nd30.document-such-component"))
    elif part.authority[0].page not in {n.page for p in (*part.body, *part.tables) for n in p.lines}:
        yield broken(part.authority[0], page=part.authority[0].page)


RULES = (
    page_number_present,
    page_number_top,
    page_number_centred,
    page_number_first,
    page_number_style,
    page_number_arabic,
    page_number_sequence,
    signer_alone,
)
