"""Drawn lines below Tiêu ngữ and the issuing body: presence, length, position; no underlined text instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.issuing_bodies import names_body
from congvan.nd30.components.measures import is_underlined, strokes_below
from congvan.nd30.model.view import Paragraph, Stroke
from congvan.nd30.model.widths import printed_widths
from congvan.nd30.rules.base import (
    MISSING,
    Answer,
    NotApplicable,
    NotEvaluated,
    kind_not_listed,
    violation,
)

MOTTO_RATIOS = (0.8, 1.15)  # line to text: as long as the text (PL I/I/II.1.b)
ISSUER_RATIOS = (1 / 3 - 0.04, 0.5 + 0.04)  # a third to half of the text (PL I/I/II.2.b)
TITLE_RATIOS = (1 / 3 - 0.06, 0.5 + 0.06)  # the same (PL I/I/II.5.b)
LENGTH_UNKNOWN = Message("nd30.rule-length-unknown")


def _widths(lines: Sequence[Paragraph]) -> list[float]:
    widths = [w for p in lines for w in ([p.box.width] if p.box is not None else printed_widths(p))]
    return [w for w in widths if w > 1]


def _in_capitals(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines in capitals, to measure them as they should be; another rule reports small letters."""
    return [
        replace(
            p, lines=tuple(replace(n, runs=tuple(replace(r, text=r.text.upper()) for r in n.runs)) for n in p.lines)
        )
        for p in lines
    ]


def tieu_ngu_rule(document: DocumentComponents) -> Iterator[Answer]:
    """A solid horizontal rule is under the motto, as long as its line of text."""
    if document.motto is None:
        yield NotApplicable(MISSING)
        return
    if is_underlined([document.motto]):
        yield violation(document.motto, found=Message("nd30.text-underlined-instead"))
        return
    yield from check_ruled_line(
        document,
        [document.motto],
        (document.national_name, document.motto, *document.duplicates, document.date),
        MOTTO_RATIOS,
    )


def ban_hanh_rule(document: DocumentComponents) -> Iterator[Answer]:
    """A solid rule of a third to half of the line's length is centred under the issuing body's name."""
    if not document.issuer or (document.is_attached and not names_body(document.issuer[0].text)):
        yield NotApplicable(MISSING)  # who fills in an attached form is no issuing body
        return
    if is_underlined(document.issuer):
        yield violation(document.issuer[-1], found=Message("nd30.text-underlined-instead"))
        return
    if document.unlisted_heading is not None and not names_body(document.issuer[0].text):
        yield kind_not_listed(document)
        return
    names = document.issuer if document.view.laid_out else _in_capitals(document.issuer)
    yield from check_ruled_line(
        document,
        names,
        (*document.superior, *document.issuer, *document.duplicates, document.number),
        ISSUER_RATIOS,
    )


def check_ruled_line(
    document: DocumentComponents,
    lines: Sequence[Paragraph],
    anchors: Sequence[Paragraph | None],
    length_ratios: tuple[float, float],
    *,
    head: bool = True,
) -> Iterable[Answer]:
    """Check the drawn line below the lines: present, solid, centred, its length within `length_ratios` times a line."""
    low, high = length_ratios
    strokes = strokes_below(document, lines, anchors)
    place = lines[-1]
    if head and not document.view.laid_out and _are_both_drawn(document):
        return []
    if not strokes:
        unclear = _anchor_is_ambiguous if head else _anchors_more_than_the_head
        if not document.view.laid_out and unclear(document):
            return [NotEvaluated(LENGTH_UNKNOWN)]
        return [violation(place, found=Message("nd30.rule"))]
    if not any(s.solid for s in strokes):
        return [violation(place, found=Message("nd30.rule-solid"))]
    if _has_unusual_paper(document, strokes):
        return [NotEvaluated(LENGTH_UNKNOWN)]
    widths = _widths(lines)
    if not widths:
        return [NotEvaluated(LENGTH_UNKNOWN)]
    slack = 0.0 if document.view.laid_out else 0.06
    ratios = [s.length / w for s in strokes for w in widths]
    if any(_fits(s.length, widths, length_ratios, slack) for s in strokes):
        return [] if not document.view.laid_out else _check_stroke_centred(place, strokes)
    best = min(ratios, key=lambda r: abs(r - (low + high) / 2))
    return [violation(place, found=Message("nd30.rule-long-words"), percent=round(best * 100))]


def _are_both_drawn(document: DocumentComponents) -> bool:
    """Return whether the head of a DOCX draws a line for the motto and another for the issuing body, of whichever
    paragraphs anchor them: both may hang on one, or each on the other's.
    """
    if document.motto is None or not document.issuer:
        return False
    wanted = _head_ordinals(document)
    drawn = [s.length for s in document.view.strokes if s.anchor in wanted and s.kind == "drawn" and s.solid]
    ends = (_widths([document.motto]), MOTTO_RATIOS), (_widths(_in_capitals(document.issuer)), ISSUER_RATIOS)
    long, short = ({n for n, each in enumerate(drawn) if _fits(each, *end)} for end in ends)
    return any(one != other for one in long for other in short)


def _fits(length: float, widths: Sequence[float], ratios: tuple[float, float], slack: float = 0.06) -> bool:
    return any(ratios[0] - slack <= length / width <= ratios[1] + slack for width in widths)


def _has_unusual_paper(document: DocumentComponents, strokes: Sequence[Stroke]) -> bool:
    """Return whether the lines are paragraph borders, whose length depends on a page of wrong size or orientation."""
    first = document.view.pages[0] if document.view.pages else None
    unusual = first is not None and first.declared and (abs(first.width - 210) > 3 or first.width > first.height)
    return unusual and all(s.kind == "border" for s in strokes)


def _check_stroke_centred(place: Paragraph, strokes: Sequence[Stroke]) -> Iterable[Answer]:
    assert place.box is not None
    near = min(abs((s.x0 + s.x1) / 2 - place.box.centre) for s in strokes)
    return [violation(place, found=Message("nd30.rule-centred"))] if near > 7 else []


def _anchor_is_ambiguous(document: DocumentComponents) -> bool:
    """Return whether several drawn lines of the head have the same anchor, so that their owners are unknown."""
    return sum(1 for s in document.view.strokes if s.anchor in _head_ordinals(document)) >= 2


def _head_ordinals(document: DocumentComponents) -> set[int]:
    """Return the paragraphs of the head of a DOCX, with the one above it."""
    head = [
        p
        for p in (
            document.national_name,
            document.motto,
            document.date,
            document.number,
            *document.superior,
            *document.issuer,
        )
        if p is not None
    ]
    return {p.ordinal for p in head} | {min(p.ordinal for p in head) - 1, 0}


def _anchors_more_than_the_head(document: DocumentComponents) -> bool:
    """Return whether a line is anchored near the top of a DOCX beside the two of its head: it may be placed below the
    trích yếu from any of these paragraphs."""
    last = document.title[-1].ordinal + 3 if document.title else 0
    return sum(1 for s in document.view.strokes if s.anchor <= last and s.kind == "drawn") > 2
