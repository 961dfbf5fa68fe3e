"""Locate the head (boxes 1 to 5b and the marks): national lines, number, date, V/v line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.issuing_bodies import fill_bodies
from congvan.nd30.components.measures import in_opposite_column
from congvan.nd30.components.patterns import (
    ACCOMPANYING_LINE,
    DATE,
    GREETING,
    MARKS,
    MOTTO,
    NATIONAL_NAME,
    NUMBER,
    SUBJECT_LINE,
    matches_nearly,
)
from congvan.nd30.model.kinds import fold, heading_kind
from congvan.nd30.model.view import Paragraph

_DATE_START = re.compile(r",\s*ngày\b")
_ISO_DATE = re.compile(r"^[A-ZĐ][^\d:;]{1,60},\s*(?:ngày\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}$")
_PART_DATE = re.compile(r"^[A-ZĐ][^\d:;]{1,60}?,\s*(?:ngày\s*)?\d{1,2}\s*tháng\s*\d{1,2}\D{1,8}\d{4}$", re.I)
_WHOLE_DATE = re.compile(r"\bngày\b[^\d]{0,4}\d{0,2}\s*tháng\b[^\d]{0,4}\d{0,2}\s*năm\s+\d{4}$")
_LOOSE_NUMBER = re.compile(r"^(?:S|N)\w{0,2}(?: hiệu| ký hiệu)?\s*[:;.,]?[\s\d.…]*/\s*[A-ZĐ]{2}")
_DRAFT = re.compile(r"^\(?\s*dự thảo\b.{0,20}$", re.I)


def fill_head(
    document: DocumentComponents,
    paragraphs: Sequence[Paragraph],
    overlay: Sequence[Paragraph],
    national_name: Paragraph | None,
) -> set[int]:
    """Fill in boxes 1 to 5b and the marks above; return the ids of the paragraphs used."""
    taken: set[int] = set()
    if national_name is None:
        zone = list(paragraphs[:40])
    else:
        end = paragraphs.index(national_name) + 24
        zone = [p for p in paragraphs[:end] if p.page == national_name.page]
    _fill_lines(document, zone, national_name, taken)
    taken.update(id(line) for line in (document.motto, document.number, document.date) if line is not None)
    if document.national_name is not None:
        document.national_name = _join_wrapped(document.national_name, zone, NATIONAL_NAME, taken)
    if national_name is not None:
        beside = [p for p in zone if p.region == national_name.region]  # not what is in a text box beside the head
        fill_bodies(document, beside, national_name, taken)
        _fill_subject_line(document, zone, national_name, taken)
        _fill_marks(document, zone, national_name, taken)
    document.number_text = _text_with_overlay(document.number, overlay)
    document.date_text = _text_with_overlay(document.date, overlay)
    return taken


def _fill_lines(
    document: DocumentComponents, zone: Sequence[Paragraph], national_name: Paragraph | None, taken: set[int]
) -> None:
    """Fill in Tiêu ngữ, number and date, reading no further than the first line below the head."""
    for paragraph in zone:
        text = paragraph.text
        if paragraph is national_name or _DRAFT.match(text):
            taken.add(id(paragraph))
        elif document.motto is None and len(text) < 60 and matches_nearly(text, MOTTO):
            document.motto = paragraph
        elif (
            NUMBER.match(text)
            and len(text) < 60
            and in_opposite_column(paragraph, national_name)
            and _is_better_number(paragraph, document.number)
        ):
            document.number = paragraph
        elif document.date is None and (wrapped := _wrapped_date(paragraph, zone, national_name)) is not None:
            document.date = wrapped[0]
            taken.update((id(paragraph), id(wrapped[1])))
        elif document.date is None and len(text) < 90 and _is_date(paragraph, national_name):
            document.date = paragraph
        elif heading_kind(text) or GREETING.match(text) or ACCOMPANYING_LINE.match(text):
            break
    if document.number is None:  # "Số" misspelt
        loose = (p for p in zone if len(p.text) < 60 and _LOOSE_NUMBER.match(p.text))
        document.number = next((p for p in loose if in_opposite_column(p, national_name)), None)


def _wrapped_date(
    paragraph: Paragraph, zone: Sequence[Paragraph], national_name: Paragraph | None
) -> tuple[Paragraph, Paragraph] | None:
    """Return a date line joined with what a narrow column wrapped below it ("năm 2025"), and the rest; None if it is
    whole or none."""
    if not _DATE_START.search(paragraph.text) or _WHOLE_DATE.search(paragraph.text):
        return None
    for below in zone:
        if _is_right_below(paragraph, below) and _WHOLE_DATE.search(f"{paragraph.text} {below.text}"):
            both = replace(paragraph, lines=paragraph.lines + below.lines)
            return (both, below) if _is_date(both, national_name) else None
    return None


def _is_right_below(paragraph: Paragraph, below: Paragraph) -> bool:
    """Return whether a line of a page is the next one of the same column, set in its middle."""
    one, other = paragraph.box, below.box
    if one is None or other is None or paragraph.page != below.page:
        return False
    return 0 < other.y0 - one.y0 < 9 and abs(other.centre - one.centre) < 12


def _is_better_number(paragraph: Paragraph, known: Paragraph | None) -> bool:
    """Return whether a number line replaces a known one: one with a symbol, a bare "Số: 4512" being a stamp's."""
    return known is None or ("/" in paragraph.text and "/" not in known.text)


def _join_wrapped(first: Paragraph, zone: Sequence[Paragraph], wanted: str, taken: set[int]) -> Paragraph:
    """Return the line joined with the rest of its words, which a narrow column wrapped onto the next line."""
    folded = fold(first.text)
    if folded == wanted or not wanted.startswith(folded) or first.box is None:
        return first
    for paragraph in zone:
        near = _is_right_below(first, paragraph)
        if near and id(paragraph) not in taken and fold(paragraph.text) == wanted[len(folded) :]:
            taken.add(id(paragraph))
            return replace(first, lines=first.lines + paragraph.lines)
    return first


def _is_date(paragraph: Paragraph, national_name: Paragraph | None) -> bool:
    text = paragraph.text
    if (
        national_name is not None
        and in_opposite_column(paragraph, national_name)
        and (paragraph.box is not None or paragraph.cell is not None)
    ):
        return False
    if text.startswith(("(", "Căn cứ", "- ", "Kính gửi")):
        return False
    return bool(
        (DATE.search(text) and re.search(r"n[ăa]m", text, re.I)) or _ISO_DATE.match(text) or _PART_DATE.match(text)
    )


def _fill_subject_line(
    document: DocumentComponents, zone: Sequence[Paragraph], national_name: Paragraph, taken: set[int]
) -> None:
    start = next(
        (i for i, p in enumerate(zone) if SUBJECT_LINE.match(p.text) and in_opposite_column(p, national_name)), None
    )
    if start is None or (document.number is None and document.date is None):
        return
    first = zone[start]
    if any(heading_kind(paragraph.text) for paragraph in zone[:start]):
        return  # "Về việc …" below a named kind is its trích yếu, or a line of its text
    document.subject_line.append(first)
    bottom = first
    for paragraph in zone[start + 1 :]:
        if id(paragraph) in taken:
            continue
        if GREETING.match(paragraph.text) or heading_kind(paragraph.text) or MARKS.match(paragraph.text):
            break
        if not in_opposite_column(paragraph, national_name) or not _continues_subject(bottom, paragraph, first):
            if paragraph.box is not None:
                continue
            break
        document.subject_line.append(paragraph)
        bottom = paragraph
    taken.update(id(p) for p in document.subject_line)


def _continues_subject(above: Paragraph, paragraph: Paragraph, first: Paragraph) -> bool:
    if above.box is not None and paragraph.box is not None:
        return paragraph.box.y0 - above.box.y0 < 9.5 and paragraph.box.width < 90
    if paragraph.cell is None and first.cell is None:  # a head without a table: lines set as the one above
        alike = (paragraph.align, paragraph.left) == (above.align, above.left)
        return alike and (paragraph.before or 0.0) < 3 and len(paragraph.text) < 70
    return paragraph.cell is not None and paragraph.cell == first.cell


def _fill_marks(
    document: DocumentComponents, zone: Sequence[Paragraph], national_name: Paragraph, taken: set[int]
) -> None:
    for paragraph in zone:
        if id(paragraph) in taken:
            continue
        if MARKS.match(paragraph.text):
            document.marks.append(paragraph)
            taken.add(id(paragraph))
        elif (
            paragraph.box is not None
            and national_name.box is not None
            and paragraph.box.y1 < national_name.box.y0 + 1.5
        ):
            taken.add(id(paragraph))  # the text of a signature or stamp in the top margin


def _text_with_overlay(paragraph: Paragraph | None, overlay: Sequence[Paragraph]) -> str:
    """Return the text of a line with what a stamp wrote into its blanks: "Số:" + "507" + "/UBND"."""
    if paragraph is None:
        return ""
    box = paragraph.box
    if box is None:
        return paragraph.raw
    pieces = [
        (p.box.x0, p.text)
        for p in overlay
        if p.box
        and p.page == paragraph.page
        and abs(p.box.y1 - box.y1) < 3.5
        and box.x0 - 3 < p.box.centre < box.x1 + 3
    ]
    if not pieces:
        return paragraph.raw
    text = paragraph.raw
    for _x, piece in sorted(pieces):
        gap = re.search(r"(?<=Số:)\s*(?=/)|(?<=ngày)\s+(?=tháng)|(?<=tháng)\s+(?=năm)", text)
        if gap is None:
            return text
        text = f"{text[: gap.start()]} {piece} {text[gap.end() :]}"
    return text
