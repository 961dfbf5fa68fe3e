"""The text (box 6): size, slant, alignment, indent, spacing, end mark."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from congvan.core.fonts.times_metrics import SINGLE
from congvan.core.messages import Message, figure
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import SIZE_SLACK, is_capitals, letter_share, main_size
from congvan.nd30.components.patterns import BASIS, unquoted_paragraphs
from congvan.nd30.model.kinds import SMALL
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules.base import (
    Answer,
    NotApplicable,
    NotEvaluated,
    format_points,
    violation,
)

SIZES = (13.0, 14.0)  # points (PL I/I/II.6.e)
INDENTS = (9.0, 13.7)  # mm; 1 cm or 1.27 cm, with 1 mm of slack (PL I/I/II.6.e)
GAP = 6  # points between paragraphs, at least (PL I/I/II.6.e)
NO_BODY = Message("nd30.document-body-text")
TOO_LITTLE = Message("nd30.too-little-text")
_SENTENCE_ENDS = (".", ";", ":", "!", "?", "…", ")")
NO_COMMON_EDGE = Message("nd30.lines-begin-common")
_ACT = re.compile(
    r"(?:Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị|Kết luận|Kế hoạch|Công văn|"
    r"Thông báo|Hướng dẫn|Tờ trình|Công điện)\b.{0,120}?\b(?:số|ngày|năm)\s\d"
)
_CAPTION_OR_NOTE = re.compile(r"^(?:Ghi chú|Đơn vị tính|ĐVT|Nguồn|Biểu|Bảng|Hình|Ảnh|\(|\*|\[|[a-zA-Z]?\d\)?\s*$)")


def running_text(document: DocumentComponents) -> list[Paragraph]:
    """Return the body paragraphs of running text: no cells, captions, notes, centred lines or headings in capitals."""
    if "plain" not in document.cached:
        document.cached["plain"] = [p for p in document.body if _is_running_text(p)]
    return document.cached["plain"]


def _is_allowed_size(size: float) -> bool:
    return SIZES[0] - SIZE_SLACK <= size <= SIZES[1] + SIZE_SLACK


def _is_running_text(p: Paragraph) -> bool:
    if p.cell is not None or p.align in ("centre", "right") or p.region != "body" or len(p.text) <= 25 or not p.ink:
        return False
    worded = p.text.count(".") + 3 * p.text.count("…") + p.text.count("_") < 0.3 * len(p.text)
    return worded and not _CAPTION_OR_NOTE.match(p.text) and not is_capitals(p.text)


def body_size(document: DocumentComponents) -> Iterator[Answer]:
    """The text is 13 to 14 pt. Tables, captions and notes are left open."""
    paragraphs = [(p, main_size(p)) for p in running_text(document)]
    known = [(p, s) for p, s in paragraphs if s]
    if not known:
        yield NotEvaluated(TOO_LITTLE) if paragraphs else NotApplicable(NO_BODY)
        return
    last = 0.0
    for paragraph, size in known:
        if _is_allowed_size(size):
            last = 0.0
        elif size != last:
            last = size
            yield violation(paragraph, found=format_points(size))


def body_one_size(document: DocumentComponents) -> Iterator[Answer]:
    """Sizes in one document go together: the running text has one size. Judged where both sizes are allowed by
    themselves."""
    known = [(p, s) for p in running_text(document) if (s := main_size(p)) and _is_allowed_size(s)]
    known = [(p, s) for p, s in known if letter_share(p.ink, lambda r: r.italic) < 0.9]
    if len(known) < 3:
        yield NotApplicable(NO_BODY) if not known else NotEvaluated(TOO_LITTLE)
        return
    main = median(s for _p, s in known)
    for paragraph, size in known:
        if abs(size - main) > 0.45:
            yield violation(paragraph, text=paragraph.text[:40], found=format_points(size), main=format_points(main))
            return


def body_slant(document: DocumentComponents) -> Iterator[Answer]:
    """The text is upright. Words and short paragraphs may be stressed; a text that is mostly italic is not, nor is one
    long paragraph. Legal bases, notes and quotations are left alone."""
    own = {id(p) for p in unquoted_paragraphs(document.body)}
    paragraphs = [p for p in running_text(document) if id(p) in own]
    if not paragraphs:
        yield NotApplicable(NO_BODY)
        return
    ink = [r for p in paragraphs for r in p.ink]
    if letter_share(ink, lambda r: r.italic) > 0.5:
        yield violation(paragraphs[0])
        return
    in_brackets = _within_brackets(document.body)
    slanted = [p for p in paragraphs if _is_slanted(p) and p.ordinal not in in_brackets]
    if slanted:
        yield violation(slanted[0])


def _within_brackets(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the ordinals of the paragraphs of notes in brackets that go over several: "(Gửi kèm: (1) …"."""
    found, depth = set(), 0
    for paragraph in paragraphs:
        if depth > 0 or paragraph.text.startswith("("):
            found.add(paragraph.ordinal)
            depth = max(depth + paragraph.text.count("(") - paragraph.text.count(")"), 0)
    return found


def _is_slanted(paragraph: Paragraph) -> bool:
    """Return whether a paragraph of two lines or more is wholly in italics, neither a legal basis nor a quotation."""
    text = paragraph.text
    if len(text) < TWO_LINES or text.endswith(";") or re.match(r"[“\"*]", text) or _is_legal_basis(text):
        return False
    return letter_share(paragraph.ink, lambda r: r.italic) > 0.95


def _is_legal_basis(text: str) -> bool:
    """Return whether a paragraph begins as legal bases do, or with the act itself: "- Nghị định số …"."""
    after_mark = re.sub(r"^(?:[-–+•]|\d{1,2}[.)]|[a-zđ]\))\s*", "", text)
    return bool(BASIS.match(after_mark) or _ACT.match(after_mark))


def body_case(document: DocumentComponents) -> Iterator[Answer]:
    """Running text is in lower case; headings of parts may be capitals."""
    if not document.body:
        yield NotApplicable(NO_BODY)
    for paragraph in document.body:
        if (
            paragraph.cell is None
            and len(paragraph.text) > 160
            and is_capitals(paragraph.text)
            and paragraph.align != "centre"
        ):
            yield violation(paragraph, text=paragraph.text[:40])
            return


def _long_paragraphs(document: DocumentComponents) -> list[Paragraph]:
    """Return the paragraphs of at least two lines, whose right edge shows their alignment."""
    if document.view.laid_out:
        return [p for p in running_text(document) if len(p.lines) >= 3 or (len(p.lines) == 2 and p.page)]
    return [p for p in running_text(document) if len(p.text) > TWO_LINES] + [
        p for p in document.body if _is_centred_text(p)
    ]


TWO_LINES = 120  # letters; a longer text has at least two lines


def _is_centred_text(paragraph: Paragraph) -> bool:
    """Return whether running text of a DOCX is centred or flush right, too long for a title or note."""
    set_so = paragraph.align in ("centre", "right") and paragraph.cell is None and paragraph.region == "body"
    stressed = letter_share(paragraph.ink, lambda r: r.bold or r.italic) > 0.5
    return set_so and len(paragraph.text) > 1.5 * TWO_LINES and not stressed and not is_capitals(paragraph.text)


def _exceptions(document: DocumentComponents, off: Sequence[Paragraph], every: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the few long paragraphs of a DOCX that are set differently from the rest of the text."""
    if document.view.laid_out or len(every) < 5 or len(off) > 0.25 * len(every):
        return []
    return [p for p in off if len(p.text) > TWO_LINES and not re.match(rf"[{SMALL}]{{2}}", p.text)]  # a continuation


def _without_indent(off: Sequence[Paragraph], every: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the few long paragraphs that begin at the edge: white space and a capital show that they do begin."""
    if len(every) < 3 or len(off) > max(1, 0.25 * len(every)):
        return []
    apart = [p for p in off if (p.before or 0.0) > GAP - 1.2 and abs(p.first or 0.0) < 1.5]
    return [p for p in apart if p.text[:1].isupper() and len(p.text) > TWO_LINES]


def is_ragged(document: DocumentComponents) -> bool:
    """Return whether the lines of a PDF have no common left edge, as in a text set centred or flush right.

    Judged on lines that continue a sentence, or on the short last lines of paragraphs. A text may have two edges, some
    paragraphs being indented as a whole.
    """
    offsets = _page_offsets(document)
    lines = [n for p in document.body if p.cell is None for n in p.lines if n.box is not None]
    later = [
        (here.box.x0 - offsets.get(here.page, 0.0), here.box.width)
        for above, here in pairwise(lines)
        if above.box and here.box and above.box.width > 100 and not above.text.rstrip().endswith(_SENTENCE_ENDS)
    ]
    if len(later) < 8:
        return False
    edges = _two_edges([start for start, _width in later], [start for start, width in later if width >= 100])
    common = sum(min(abs(start - edge) for edge in edges) < 1.5 for start, _width in later)
    short = [start - max(edges) > 5 for start, width in later if width < 100]
    return common < 0.6 * len(later) or (len(short) > 2 and sum(short) > 0.7 * len(short))


def _page_offsets(document: DocumentComponents) -> dict[int, float]:
    """Return by how many mm the text of a page is further right than on most pages: margins may be mirrored."""
    known = {page.number: page.left for page in document.view.pages if page.left is not None}
    usual = median(known.values()) if known else 0.0
    return {number: left - usual for number, left in known.items()}


def _two_edges(starts: Sequence[float], full: Sequence[float]) -> list[float]:
    """Return the position at which most lines start, and the next within a few mm of it at which several full ones
    do."""
    ordered = sorted(starts)
    edge = max(starts, key=lambda x: bisect_left(ordered, x + 1.5) - bisect_right(ordered, x - 1.5))
    near = [x for x in full if 1.5 <= abs(x - edge) < 6]
    second = max(near, key=lambda x: sum(abs(other - x) < 0.5 for other in near), default=edge)
    return [edge, second] if sum(abs(other - second) < 0.5 for other in near) > 2 else [edge]


def _possible_continuations(document: DocumentComponents) -> set[int]:
    """Return the ordinals of paragraphs of a PDF that may continue the one above: no sentence ends before them."""
    return {
        here.ordinal for above, here in pairwise(document.view.paragraphs) if not above.text.endswith(_SENTENCE_ENDS)
    }


def body_align(document: DocumentComponents) -> Iterator[Answer]:
    """The text is set flush to both margins."""
    running = running_text(document)
    if running and is_ragged(document):
        yield violation(running[0], count=len(running), total=len(running))
        return
    paragraphs = [p for p in _long_paragraphs(document) if p.align]
    if not paragraphs:
        yield NotEvaluated(TOO_LITTLE) if document.body else NotApplicable(NO_BODY)
        return
    off = [p for p in paragraphs if p.align != "justify"]
    if off and document.view.laid_out and sum(len(p.lines) - 1 for p in paragraphs) < 3:
        yield NotEvaluated(TOO_LITTLE)  # one or two full lines don't show where the edge is
    elif off and (len(off) > 0.5 * len(paragraphs) or not document.view.laid_out or len(off[0].lines) > 3):
        yield violation(off[0], count=len(off), total=len(paragraphs))


def body_indent(document: DocumentComponents) -> Iterator[Answer]:
    """The first line of a paragraph is indented by 1 cm or 1.27 cm. Lists with hanging lines are left to the writer."""
    paragraphs = [
        p for p in running_text(document) if p.first is not None and not p.tabbed and not re.match(r"^[-–+•*]", p.text)
    ]
    if document.view.laid_out:
        if is_ragged(document):
            yield NotEvaluated(NO_COMMON_EDGE)
            return
        later = _possible_continuations(document)
        paragraphs = [p for p in paragraphs if len(p.lines) > 1 and p.ordinal not in later]
    else:
        shifted = [p for p in paragraphs if (p.left or 0.0) > 1.0 and not re.match(r"^(?:\d|[a-zđ]\))", p.text)]
        paragraphs = [p for p in paragraphs if (p.left or 0.0) <= 1.0]
        if len(shifted) > max(2, 4 * len(paragraphs)):  # the whole text is indented
            paragraphs = [replace(p, first=(p.first or 0.0) - (p.left or 0.0)) for p in shifted]
    if not paragraphs:
        yield NotEvaluated(TOO_LITTLE) if document.body else NotApplicable(NO_BODY)
        return
    off = [p for p in paragraphs if not _is_allowed_indent(p.first or 0.0)]
    if len(off) >= 0.5 * len(paragraphs):
        middle = median(p.first or 0.0 for p in off)
        yield violation(off[0], found=figure(middle))
    elif odd := _exceptions(document, off, paragraphs) or _without_indent(off, paragraphs):
        yield violation(odd[0], found=figure(abs(odd[0].first or 0.0)))


def _is_allowed_indent(first: float) -> bool:
    return INDENTS[0] <= first <= INDENTS[1]


def body_gap(document: DocumentComponents) -> Iterator[Answer]:
    """Paragraphs are at least 6 pt apart. The usual gap of the text is evaluated."""
    paragraphs = running_text(document)
    gaps = [(p, p.before) for p in paragraphs[1:] if p.before is not None]
    if document.view.laid_out:
        later = _possible_continuations(document)
        gaps = [(p, g) for p, g in gaps if g < 40 and p.lines[0].number > 1 and p.ordinal not in later]
    if len(gaps) < 2:
        yield NotEvaluated(TOO_LITTLE) if document.body else NotApplicable(NO_BODY)
        return
    usual = median(g for _p, g in gaps)
    slack = 1.2 if document.view.laid_out else 0.1
    if usual < GAP - slack:
        yield violation(next(p for p, g in gaps if g <= usual), found=format_points(round(max(usual, 0.0), 1)))
        return
    places = {p.ordinal for p in paragraphs}
    close = [p for p, g in gaps if g < GAP - slack and p.ordinal - 1 in places]
    for odd in _exceptions(document, close, paragraphs)[:1]:
        yield violation(odd, found=format_points(round(max(odd.before or 0.0, 0.0), 1)))


def body_line_spacing(document: DocumentComponents) -> Iterator[Answer]:
    """Line spacing is single to 1.5; a fixed pitch of 1.15 to 1.73 times the size is the equivalent in points."""
    known = [(p, s) for p in running_text(document) if (s := _spacing_in_lines(p)) is not None]
    if document.view.laid_out:
        known = [(p, s) for p, s in known if len(p.lines) >= 2]
    if not known:
        yield NotEvaluated(TOO_LITTLE) if document.body else NotApplicable(NO_BODY)
        return
    usual = median(s for _p, s in known)
    low, high = (0.96, 1.55) if document.view.laid_out else (0.98, 1.51)
    if not low <= usual <= high:
        yield violation(next(p for p, s in known if not low <= s <= high), found=format_points(round(usual, 2)))
        return
    off = {id(p): s for p, s in known if not low <= s <= high}
    for odd in _exceptions(document, [p for p, _s in known if id(p) in off], [p for p, _s in known])[:1]:
        yield violation(odd, found=format_points(round(off[id(odd)], 2)))


def _spacing_in_lines(paragraph: Paragraph) -> float | None:
    """Return the line spacing in lines; None if unknown.

    In a PDF it is also computed with the nearest allowed size, as another rule reports a wrong size.
    """
    size = main_size(paragraph)
    if paragraph.exact is not None:
        return paragraph.exact / (SINGLE * size) if size else None
    if paragraph.spacing is None or paragraph.box is None:
        return paragraph.spacing
    meant = paragraph.spacing * size / min(max(size, SIZES[0]), SIZES[1])
    return min(paragraph.spacing, meant, key=lambda spacing: abs(spacing - 1.2))
