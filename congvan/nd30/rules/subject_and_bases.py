"""Type and trích yếu (box 5a), V/v line (5b), legal bases (6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvan.core.decree.kinds import KINDS
from congvan.core.fonts.times_metrics import SINGLE
from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import is_capitals, is_off_centre, is_set_off_centre, is_underlined, strokes_below
from congvan.nd30.components.patterns import BASIS, symbol_text
from congvan.nd30.model.kinds import symbol_kind
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules.base import (
    LEFT_BLANK,
    MISSING,
    NO_LAYOUT,
    Answer,
    NotApplicable,
    NotEvaluated,
    format_points,
    violation,
)
from congvan.nd30.rules.ruled_lines import TITLE_RATIOS, check_ruled_line

LAST_BASIS_UNKNOWN = Message("nd30.last-legal-basis")


def _check_centred(document: DocumentComponents, paragraphs: list[Paragraph]) -> Iterator[Answer]:
    if not paragraphs:
        yield NotApplicable(MISSING)
        return
    for paragraph in paragraphs:
        off = is_off_centre(document, paragraph)
        if off is None:
            yield NotEvaluated(NO_LAYOUT)
            return
        if off:
            yield violation(paragraph, text=paragraph.text[:60])
            return


def ten_loai_present(document: DocumentComponents) -> Iterator[Answer]:
    """Every kind but công văn and thư công carries its name as a heading."""
    kind = symbol_kind(symbol_text(document))
    if document.number is None or not kind or document.subject_line:
        yield NotApplicable(MISSING)
    elif document.heading is None:
        yield violation(document.number, kind=KINDS[kind].name, heading=KINDS[kind].name.upper())


def ten_loai_centred(document: DocumentComponents) -> Iterator[Answer]:
    """The type's name is centred across the text."""
    yield from _check_centred(document, [document.heading] if document.heading else [])


def trich_yeu_present(document: DocumentComponents) -> Iterator[Answer]:
    """A trích yếu follows the type; sheets 1.8 and 1.10 (letters of introduction, leave papers) have none."""
    if document.heading is None or document.kind in (
        "giay-gioi-thieu",
        "giay-nghi-phep",
        "phieu-gui",
        "phieu-chuyen",
        "phieu-bao",
        "hop-dong",
        "giay-uy-quyen",
        "ban-ghi-nho",
        "ban-thoa-thuan",
    ):
        yield NotApplicable(MISSING)
    elif not document.title:
        yield violation(document.heading, text=document.heading.text)


def trich_yeu_centred(document: DocumentComponents) -> Iterator[Answer]:
    """The trích yếu is centred right under the type."""
    yield from _check_centred(document, document.title)


def trich_yeu_rule(document: DocumentComponents) -> Iterator[Answer]:
    """A solid rule of a third to half of the line's length is centred under the trích yếu."""
    if document.heading is None or not document.title:
        yield NotApplicable(MISSING)
        return
    if sum(c.isalpha() for c in document.title_text) < 5:
        yield NotEvaluated(LEFT_BLANK)
        return
    if is_underlined(document.title):
        yield violation(document.title[-1], found=Message("nd30.text-underlined-instead"))
        return
    after = next((p for p in document.view.paragraphs if p.ordinal == document.title[-1].ordinal + 1), None)
    if document.is_attached and after is not None and after.text.startswith("("):
        yield NotApplicable(MISSING)  # the line is below the bracket (sheet 1.3)
        return
    yield from check_ruled_line(
        document,
        document.title,
        (document.heading, *document.title, after if not document.view.laid_out else None),
        TITLE_RATIOS,
        head=False,
    )


def vv_present(document: DocumentComponents) -> Iterator[Answer]:
    """A công văn's trích yếu is under its number, after "V/v"."""
    if document.kind != "cong-van" or document.number is None:
        yield NotApplicable(MISSING)
    elif not document.subject_line and document.heading is None:
        yield violation(document.number)


def vv_word(document: DocumentComponents) -> Iterator[Answer]:
    """The trích yếu of a công văn follows the sign "V/v", without a colon."""
    if not document.subject_line:
        yield NotApplicable(MISSING)
    elif not re.match(r"^V/v(?=\s)", document.subject_text) and not is_capitals(document.subject_text):
        yield violation(document.subject_line[0], text=document.subject_text[:10])


def vv_rule(document: DocumentComponents) -> Iterator[Answer]:
    """There is no rule under the V/v line, and its text is not underlined."""
    if not document.subject_line:
        yield NotApplicable(MISSING)
        return
    marks = [m.box for m in document.marks if m.box is not None]
    strokes = [
        s
        for s in strokes_below(document, document.subject_line, document.subject_line, 7.0)
        if s.length < 90 and not any(m.y0 - 4 < s.y < m.y1 + 4 for m in marks)  # the frame of a mark
    ]
    if is_underlined(document.subject_line) or strokes:
        yield violation(document.subject_line[-1])


def vv_centred(document: DocumentComponents) -> Iterator[Answer]:
    """The V/v line is centred under number and symbol."""
    if not document.subject_line or document.number is None:
        yield NotApplicable(MISSING)
        return
    first = document.subject_line[0]
    if re.search(r"[.…]{4,}", document.subject_text):
        yield NotEvaluated(LEFT_BLANK)
    elif first.box is not None:
        boxes = [p.box for p in document.subject_line if p.box is not None]
        if len(boxes) > 1 and max(b.width for b in boxes) - min(b.width for b in boxes) > 8:
            lefts, centres = [b.x0 for b in boxes], [b.centre for b in boxes]
            if max(centres) - min(centres) > 4 and max(lefts) - min(lefts) < 2:
                yield violation(first)
        elif (
            document.issuer and document.issuer[-1].box and abs(first.box.centre - document.issuer[-1].box.centre) > 14
        ):
            yield violation(first)
    elif is_set_off_centre(first, 6.0):
        yield violation(first)


def vv_gap(document: DocumentComponents) -> Iterator[Answer]:
    """The V/v line is 6 pt under the number. A larger gap is accepted, a smaller one is a finding."""
    if not document.subject_line or document.number is None:
        yield NotApplicable(MISSING)
        return
    first, number = document.subject_line[0], document.number
    if first.box is not None and number.box is not None:
        gap = (first.lines[0].baseline - number.lines[-1].baseline) * 72 / 25.4 - SINGLE * 13
        if gap < 3.0:
            yield violation(first, found=format_points(round(max(gap, 0), 1)))
    elif first.ordinal == number.ordinal:
        yield violation(first, found="0")
    elif (first.cell != number.cell and first.cell and number.cell) or "textbox" in (first.region, number.region):
        yield NotEvaluated(NO_LAYOUT)  # side by side, or in text boxes that may be anywhere
    elif (first.before or 0.0) < 4.5:
        yield violation(first, found=format_points(first.before or 0.0))


def can_cu_semicolon(document: DocumentComponents) -> Iterator[Answer]:
    """Each basis is on its own line and ends with a semicolon, except the last."""
    if not document.bases:
        yield NotApplicable(MISSING)
    for basis in document.bases[:-1]:
        if not basis.text.endswith(";"):
            yield violation(basis, text=basis.text[:50])


def can_cu_stop(document: DocumentComponents) -> Iterator[Answer]:
    """The last basis ends with a full stop; "./." is the end of the whole text."""
    if not document.bases:
        yield NotApplicable(MISSING)
    elif document.command is None and document.body and BASIS.match(document.body[0].text):
        yield NotEvaluated(LAST_BASIS_UNKNOWN)
    elif (ended := next((p for p in document.bases if p.text.endswith("./.")), None)) is not None:
        yield violation(ended, text=ended.text[:50])
    elif not document.bases[-1].text.endswith(".") and not re.search(r"\.{4,}|…", document.bases[-1].text):
        yield violation(document.bases[-1], text=document.bases[-1].text[:50])
