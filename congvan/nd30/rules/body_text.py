"""The text (box 6): size, slant, alignment, indent, spacing, end mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from congvan.fonts.times_metrics import SINGLE
from congvan.messages import Message
from congvan.nd30.components.document import Part
from congvan.nd30.model.kinds import SMALL
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules.articles_and_clauses import is_gap
from congvan.nd30.rules.base import ERROR, NOTE, WARNING, Answer, NotApplicable, NotEvaluated, broken, points, rule
from congvan.nd30.rules.typography import SLACK, is_upper, share, size_of

NO_BODY = Message("nd30.document-body-text")
TOO_LITTLE = Message("nd30.too-little-text")
_ENDS = (".", ";", ":", "!", "?", "…", ")")
NOT_FLUSH = Message("nd30.lines-begin-common")
_ASIDE = re.compile(r"^(?:Ghi chú|Đơn vị tính|ĐVT|Nguồn|Biểu|Bảng|Hình|Ảnh|\(|\*|\[|[a-zA-Z]?\d\)?\s*$)")


def plain(part: Part) -> list[Paragraph]:
    """Body paragraphs of running text: no cells, captions, notes, centred lines or headings in capitals."""
    if "plain" not in part.memo:
        part.memo["plain"] = [p for p in part.body if _is_plain(p)]
    return part.memo["plain"]


def _is_plain(p: Paragraph) -> bool:
    if p.cell is not None or p.align in ("centre", "right") or p.region != "body" or len(p.text) <= 25 or not p.ink:
        return False
    worded = p.text.count(".") + 3 * p.text.count("…") + p.text.count("_") < 0.3 * len(p.text)
    return worded and not _ASIDE.match(p.text) and not is_upper(p.text)


@rule(
    "BODY-SIZE",
    "PL I/I/II.6.e",
    ERROR,
    right=("14 pt",),
    wrong=("12 pt",),
)
def body_size(part: Part) -> Iterator[Answer]:
    """The text is 13 to 14 pt. Tables, captions and notes are left open."""
    paragraphs = [(p, size_of(p)) for p in plain(part)]
    known = [(p, s) for p, s in paragraphs if s]
    if not known:
        yield NotEvaluated(TOO_LITTLE) if paragraphs else NotApplicable(NO_BODY)
        return
    last = 0.0
    for paragraph, size in known:
        if 13 - SLACK <= size <= 14 + SLACK:
            last = 0.0
        elif size != last:
            last = size
            yield broken(paragraph, found=points(size))


@rule(
    "BODY-ONE-SIZE",
    Message("clause.pl-i-i-v"),
    WARNING,
    right=("14 pt throughout",),
    wrong=("14 pt and 13 pt mixed",),
)
def body_one_size(part: Part) -> Iterator[Answer]:
    """Sizes in one document go together: the running text has one size. Judged where both sizes are allowed by
    themselves."""
    known = [(p, s) for p in plain(part) if (s := size_of(p)) and 13 - SLACK <= s <= 14 + SLACK]
    known = [(p, s) for p, s in known if share(p.ink, lambda r: r.italic) < 0.9]
    if len(known) < 3:
        yield NotApplicable(NO_BODY) if not known else NotEvaluated(TOO_LITTLE)
        return
    main = median(s for _p, s in known)
    for paragraph, size in known:
        if abs(size - main) > 0.45:
            yield broken(paragraph, text=paragraph.text[:40], found=points(size), main=points(main))
            return


@rule(
    "BODY-SLANT",
    "PL I/I/II.6.e",
    WARNING,
    right=("upright text",),
    wrong=("a whole letter in italics",),
)
def body_slant(part: Part) -> Iterator[Answer]:
    """The text is upright. Words or a paragraph may be stressed; a text that is mostly italic is not."""
    paragraphs = plain(part)
    if not paragraphs:
        yield NotApplicable(NO_BODY)
        return
    ink = [r for p in paragraphs for r in p.ink]
    if share(ink, lambda r: r.italic) > 0.5:
        yield broken(paragraphs[0])


@rule(
    "BODY-CASE",
    "PL I/I/II.6.e",
    WARNING,
    right=("Các doanh nghiệp viễn thông …",),
    wrong=("CÁC DOANH NGHIỆP VIỄN THÔNG …",),
)
def body_case(part: Part) -> Iterator[Answer]:
    """Running text is in lower case; headings of parts may be capitals."""
    if not part.body:
        yield NotApplicable(NO_BODY)
    for paragraph in part.body:
        if (
            paragraph.cell is None
            and len(paragraph.text) > 160
            and is_upper(paragraph.text)
            and paragraph.align != "centre"
        ):
            yield broken(paragraph, text=paragraph.text[:40])
            return


def _long(part: Part) -> list[Paragraph]:
    """Paragraphs of at least two lines, whose right edge tells something."""
    if part.view.laid_out:
        return [p for p in plain(part) if len(p.lines) >= 3 or (len(p.lines) == 2 and p.page)]
    return [p for p in plain(part) if len(p.text) > LONG] + [p for p in part.body if _centred_text(p)]


LONG = 120  # letters of two lines at least


def _centred_text(paragraph: Paragraph) -> bool:
    """Whether running text of a DOCX is set centred or flush right, which titles and notes of a few lines may be."""
    set_so = paragraph.align in ("centre", "right") and paragraph.cell is None and paragraph.region == "body"
    stressed = share(paragraph.ink, lambda r: r.bold or r.italic) > 0.5
    return set_so and len(paragraph.text) > 1.5 * LONG and not stressed and not is_upper(paragraph.text)


def _odd_ones(part: Part, off: Sequence[Paragraph], every: Sequence[Paragraph]) -> list[Paragraph]:
    """The few long paragraphs of a DOCX that are set otherwise than all others of its text."""
    if part.view.laid_out or len(every) < 5 or len(off) > 0.25 * len(every):
        return []
    return [p for p in off if len(p.text) > LONG and not re.match(rf"[{SMALL}]{{2}}", p.text)]  # it goes on


def scattered(part: Part) -> bool:
    """Whether lines that go on with a sentence begin anywhere, or its last ones away from the edge, as in a text set
    centred or flush right."""
    lines = [n for p in part.body if p.cell is None for n in p.lines if n.box is not None]
    later = [
        here.box
        for above, here in pairwise(lines)
        if above.box and here.box and above.box.width > 100 and not above.text.rstrip().endswith(_ENDS)
    ]
    if len(later) < 8:
        return False
    common = max(sum(abs(box.x0 - start.x0) < 1.5 for box in later) for start in later)
    edge = min(box.x0 for box in later)
    short = [box.x0 - edge > 5 for box in later if box.width < 100]
    return common < 0.6 * len(later) or (len(short) > 2 and sum(short) > 0.7 * len(short))


def _runs_on(part: Part) -> set[int]:
    """The ordinals of the paragraphs of a page before which no sentence ends: they may go on with what stands above,
    though they were not seen to."""
    return {here.ordinal for above, here in pairwise(part.view.paragraphs) if not above.text.endswith(_ENDS)}


@rule(
    "BODY-ALIGN",
    "PL I/I/II.6.e",
    ERROR,
    right=("justified",),
    wrong=("flush left",),
)
def body_align(part: Part) -> Iterator[Answer]:
    """The text is set flush to both margins."""
    running = plain(part)
    if running and scattered(part):
        yield broken(running[0], count=len(running), total=len(running))
        return
    paragraphs = [p for p in _long(part) if p.align]
    if not paragraphs:
        yield NotEvaluated(TOO_LITTLE) if part.body else NotApplicable(NO_BODY)
        return
    off = [p for p in paragraphs if p.align != "justify"]
    if off and part.view.laid_out and sum(len(p.lines) - 1 for p in paragraphs) < 3:
        yield NotEvaluated(TOO_LITTLE)  # a line or two that reach the edge don't show where it is
    elif off and (len(off) > 0.5 * len(paragraphs) or not part.view.laid_out or len(off[0].lines) > 3):
        yield broken(off[0], count=len(off), total=len(paragraphs))


@rule(
    "BODY-INDENT",
    "PL I/I/II.6.e",
    ERROR,
    right=("10 mm", "12.7 mm"),
    wrong=("0 mm", "15 mm"),
)
def body_indent(part: Part) -> Iterator[Answer]:
    """The first line of a paragraph is indented by 1 cm or 1.27 cm. Lists with hanging lines are left to the writer."""
    paragraphs = [p for p in plain(part) if p.first is not None and not p.tabbed and not re.match(r"^[-–+•*]", p.text)]
    if part.view.laid_out:
        if scattered(part):
            yield NotEvaluated(NOT_FLUSH)
            return
        later = _runs_on(part)
        paragraphs = [p for p in paragraphs if len(p.lines) > 1 and p.ordinal not in later]
    else:
        shifted = [p for p in paragraphs if (p.left or 0.0) > 1.0 and not re.match(r"^(?:\d|[a-zđ]\))", p.text)]
        paragraphs = [p for p in paragraphs if (p.left or 0.0) <= 1.0]
        if not paragraphs and len(shifted) > 2:  # the whole text stands in
            paragraphs = [replace(p, first=(p.first or 0.0) - (p.left or 0.0)) for p in shifted]
    if not paragraphs:
        yield NotEvaluated(TOO_LITTLE) if part.body else NotApplicable(NO_BODY)
        return
    off = [p for p in paragraphs if not _indented(p.first or 0.0)]
    if len(off) >= 0.5 * len(paragraphs):
        middle = median(p.first or 0.0 for p in off)
        yield broken(off[0], found=f"{middle:.1f}")
    elif odd := _odd_ones(part, off, paragraphs):
        yield broken(odd[0], found=f"{odd[0].first or 0.0:.1f}")


def _indented(first: float) -> bool:
    return 9.0 <= first <= 13.7


@rule(
    "BODY-GAP",
    "PL I/I/II.6.e",
    ERROR,
    right=("6 pt",),
    wrong=("0 pt",),
)
def body_gap(part: Part) -> Iterator[Answer]:
    """Paragraphs are at least 6 pt apart. The usual gap of the text is evaluated."""
    paragraphs = plain(part)
    gaps = [(p, p.before) for p in paragraphs[1:] if p.before is not None]
    if part.view.laid_out:
        later = _runs_on(part)
        gaps = [(p, g) for p, g in gaps if g < 40 and p.lines[0].number > 1 and p.ordinal not in later]
    if len(gaps) < 2:
        yield NotEvaluated(TOO_LITTLE) if part.body else NotApplicable(NO_BODY)
        return
    usual = median(g for _p, g in gaps)
    slack = 1.2 if part.view.laid_out else 0.1
    if usual < 6 - slack:
        yield broken(next(p for p, g in gaps if g <= usual), found=points(round(max(usual, 0.0), 1)))
        return
    places = {p.ordinal for p in paragraphs}
    close = [p for p, g in gaps if g < 6 - slack and p.ordinal - 1 in places]
    for odd in _odd_ones(part, close, paragraphs)[:1]:
        yield broken(odd, found=points(round(max(odd.before or 0.0, 0.0), 1)))


@rule(
    "BODY-LINE-SPACING",
    "PL I/I/II.6.e",
    ERROR,
    right=("single", "1.5 lines", "exactly 17 pt at 14 pt"),
    wrong=("double",),
)
def body_line_spacing(part: Part) -> Iterator[Answer]:
    """Line spacing is single to 1.5; a fixed pitch of 1.15 to 1.73 times the size is the equivalent in points."""
    known = [(p, s) for p in plain(part) if (s := _spacing(p)) is not None]
    if part.view.laid_out:
        known = [(p, s) for p, s in known if len(p.lines) >= 2]
    if not known:
        yield NotEvaluated(TOO_LITTLE) if part.body else NotApplicable(NO_BODY)
        return
    usual = median(s for _p, s in known)
    low, high = (0.96, 1.55) if part.view.laid_out else (0.98, 1.51)
    if not low <= usual <= high:
        yield broken(next(p for p, s in known if not low <= s <= high), found=points(round(usual, 2)))
        return
    off = {id(p): s for p, s in known if not low <= s <= high}
    for odd in _odd_ones(part, [p for p, _s in known if id(p) in off], [p for p, _s in known])[:1]:
        yield broken(odd, found=points(round(off[id(odd)], 2)))


def _spacing(paragraph: Paragraph) -> float | None:
    """In lines of the text; on a page, of the nearest size that is allowed: a wrong one is a finding of its own."""
    size = size_of(paragraph)
    if paragraph.exact is not None:
        return paragraph.exact / (SINGLE * size) if size else None
    if paragraph.spacing is None or paragraph.box is None:
        return paragraph.spacing
    meant = paragraph.spacing * size / min(max(size, 13.0), 14.0)
    return min(paragraph.spacing, meant, key=lambda spacing: abs(spacing - 1.2))


@rule(
    "END-MARK",
    Message("clause.pl-iii-sample"),
    NOTE,
    right=("… thực hiện./.",),
    wrong=("… thực hiện.",),
    absence=True,
)
def end_mark(part: Part) -> Iterator[Answer]:
    """No clause requires the mark, but every sample sheet ends with it. An extract may omit the end, and a form that
    others fill in does not have the mark."""
    form = any("…" in p.text or "..." in p.text for p in part.issuer)
    if not part.body or not part.authority or form or any(is_gap(p) for p in part.body[-2:]):
        yield NotApplicable(NO_BODY)
    elif not re.search(r"\./\.?\s*\W?$|/\.$", part.body[-1].text) and not any(
        p.text.endswith("./.") for p in part.body[-4:]
    ):
        yield broken(part.body[-1])


@rule(
    "END-MARK-ONCE",
    Message("clause.pl-iii-sample"),
    NOTE,
    right=("one ./.",),
    wrong=("two ./.",),
)
def end_mark_once(part: Part) -> Iterator[Answer]:
    """The mark closes the text, so it appears once."""
    if not part.body:
        yield NotApplicable(NO_BODY)
    for paragraph in part.body[:-1]:
        if paragraph.text.endswith("./.") and part.body[-1].text.endswith("./."):
            yield broken(paragraph)
            return


RULES = (
    body_size,
    body_one_size,
    body_slant,
    body_case,
    body_align,
    body_indent,
    body_gap,
    body_line_spacing,
    end_mark,
    end_mark_once,
)
