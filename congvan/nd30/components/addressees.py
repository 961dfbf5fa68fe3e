"""Locate box 9a: Kính gửi and the addressees below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.foot import list_entries
from congvan.nd30.components.patterns import GREETING
from congvan.nd30.model.view import Paragraph, enclosing_box


def take_greeting(document: DocumentComponents, upper: Sequence[Paragraph], at: int) -> int:
    greeting_at = next((i for i, p in enumerate(upper[: at + 10]) if GREETING.match(p.text)), None)
    if greeting_at is None and document.subject_line:
        greeting_at = next(
            (i for i, p in enumerate(upper) if _GREETING_WITH_COLON.match(p.text) and p.cell is None), None
        )
    if greeting_at is None:
        return _take_addressees(document, upper, at, [])
    if greeting_at < at and document.heading is None:
        return at
    document.greeting, index = _unwrapped_greeting(upper[greeting_at], upper, greeting_at + 1)
    document.text_before_greeting = [p for p in upper[at:greeting_at] if _is_sentence(p)]
    document.body += document.text_before_greeting
    index = _take_addressees(document, upper, index, [])
    if index < len(upper) and upper[index].text == upper[greeting_at].text:  # repeated, with its addressees
        document.duplicates.append(upper[index])
        index = _take_addressees(document, upper, index + 1, [])
    return max(at, index)


_GREETING_WITH_COLON = re.compile(r"^Kính gửi\s*:", re.I)


def _is_sentence(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is a sentence of the body, not a line of a title."""
    long = len(paragraph.text) > 90 and paragraph.text.endswith((".", ";", ":"))
    return long and paragraph.cell is None and paragraph.align != "centre"


def _take_addressees(
    document: DocumentComponents, upper: Sequence[Paragraph], index: int, items: list[Paragraph]
) -> int:
    """Fill in the list below Kính gửi and return the index after it.

    Without a Kính gửi the list is recognised by its column, far right of the text.
    """
    start = index
    while index < len(upper) and len(items) < 60:
        paragraph = upper[index]
        dashed = re.match(r"^[-–—+•*]", paragraph.text) and (
            document.greeting is not None or _in_addressee_column(paragraph)
        )
        if (
            not dashed
            and not _continues_entry(paragraph, items)
            and not _in_addressee_column(paragraph)
            and not _is_undashed_addressee(document.greeting, paragraph, items)
        ) or GREETING.match(paragraph.text):
            break
        items.append(paragraph)
        index += 1
        closed = items[-1].text.endswith(".") and not (index < len(upper) and _same_column(items[0], upper[index]))
        if closed:
            break
    if document.greeting is None and (len(items) < 2 or document.heading is not None):
        return start
    document.addressees = list_entries(items)
    return index


def _in_addressee_column(paragraph: Paragraph) -> bool:
    """Return whether a paragraph of a DOCX is in the column of addressees, far right of the start of the text."""
    if paragraph.box is not None or paragraph.cell is not None or paragraph.align not in ("left", "justify"):
        return False
    return min(paragraph.left or 0.0, paragraph.first or 0.0) > 20 and len(paragraph.text) < 400


def _same_column(first: Paragraph, paragraph: Paragraph) -> bool:
    """Return whether a further dashed line is in the column of the list, not in that of the body."""
    if not re.match(r"^[-–—+•*]", paragraph.text):
        return False
    if first.box is not None and paragraph.box is not None:
        return abs(first.box.x0 - paragraph.box.x0) < 2
    return first.left == paragraph.left and first.first == paragraph.first and first.cell == paragraph.cell


def _continues_entry(paragraph: Paragraph, items: Sequence[Paragraph]) -> bool:
    if not items or items[-1].text.rstrip().endswith((".", ";")):
        return False
    first, last, box = items[0].box, items[-1].box, paragraph.box
    if box is None or first is None or last is None or paragraph.page != items[-1].page:
        return False
    hanging = box.x0 > first.x0 - 1.0
    return box.y0 - last.y0 < 10 and (
        hanging or (last.x1 > 160 and box.x0 < first.x0 - 12 and not _is_indented(paragraph))
    )


def _is_undashed_addressee(greeting: Paragraph | None, paragraph: Paragraph, items: Sequence[Paragraph]) -> bool:
    """Return whether a line without a dash is an addressee: right below "Kính gửi:" and further indented."""
    above = items[-1] if items else greeting
    if greeting is not None and greeting.text.endswith(":") and paragraph.box is None:
        start = (paragraph.first or 0.0) if paragraph.cell is None else 0.0
        return start > max(20.0, greeting.first or 0.0) and len(paragraph.text) < 200
    if (
        greeting is None
        or above is None
        or not greeting.text.endswith(":")
        or not (greeting.box and above.box and paragraph.box)
    ):
        return False
    near = 0 < paragraph.box.y0 - above.box.y0 < 10 and paragraph.page == above.page and len(paragraph.lines) == 1
    return near and paragraph.box.x0 > greeting.box.x0 + 5


def _is_indented(paragraph: Paragraph) -> bool:
    return paragraph.first is not None and paragraph.first > 5


def _unwrapped_greeting(greeting: Paragraph, upper: Sequence[Paragraph], at: int) -> tuple[Paragraph, int]:
    """Return the greeting joined with its only addressee, which may be behind a gap and wrap, and the index after
    it."""
    if at < len(upper) and greeting.text.endswith(":") and _are_beside(greeting, upper[at]):
        greeting, at = _joined(greeting, upper[at]), at + 1
    while at < len(upper) and not greeting.text.endswith((":", ".", ";")):
        nxt = upper[at]
        if nxt.text.startswith(("-", "+")) or not _continues_entry(nxt, [greeting]) or len(nxt.lines) > 1:
            break
        greeting = replace(greeting, lines=greeting.lines + nxt.lines)
        at += 1
    return greeting, at


def _are_beside(left: Paragraph, right: Paragraph) -> bool:
    """Return whether two paragraphs of a page are single lines on one height, the second to the right of the first."""
    one, other = left.box, right.box
    if one is None or other is None or left.page != right.page or len(left.lines) != 1 or len(right.lines) != 1:
        return False
    return abs(left.lines[0].baseline - right.lines[0].baseline) < 1.5 and other.x0 > one.x1 - 1


def _joined(left: Paragraph, right: Paragraph) -> Paragraph:
    """Return two lines that are side by side as one line."""
    line, other = left.lines[0], right.lines[0]
    gap = replace(line.runs[-1], text=" ")
    box = enclosing_box(each.box for each in (line, other) if each.box is not None)
    return replace(left, lines=(replace(line, runs=(*line.runs, gap, *other.runs), box=box),))
