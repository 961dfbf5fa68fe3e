"""Marks of urgency and circulation (boxes 10, 11), and a body's signature on an electronic copy (box 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import SIZE_SLACK, main_size
from congvan.nd30.components.patterns import MARKS
from congvan.nd30.model.kinds import fold
from congvan.nd30.model.view import Box, DrawnFrame, Paragraph, Stroke
from congvan.nd30.rules.base import (
    MISSING,
    NO_LAYOUT,
    Answer,
    NotApplicable,
    NotEvaluated,
    format_points,
    violation,
)

URGENCY = {fold(w) for w in ("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN", "HỎA TỐC HẸN GIỜ")}
FRAME_WIDTHS = {fold("HỎA TỐC"): 30.0, fold("THƯỢNG KHẨN"): 40.0, fold("KHẨN"): 20.0}
FRAME_HEIGHT, FRAME_SLACK = 8.0, 1.6  # mm; a drawn frame is measured including its line
DOUBLE_LINE_GAP = 2.5  # mm; the largest gap of a double line
SECRECY = {fold(w) for w in ("TUYỆT MẬT", "TỐI MẬT", "MẬT")}


def dau_frame(document: DocumentComponents) -> Iterator[Answer]:
    """Marks of urgency and of circulation are centred in a rectangle with a single line."""
    marks = [m for m in document.marks if fold(m.text) not in SECRECY]
    if not marks:
        yield NotApplicable(MISSING)
        return
    for mark in marks:
        if mark.box is None:
            yield NotEvaluated(NO_LAYOUT)
            return
        frames, lined = _frames_around(document, mark), _level_lines(document, mark, mark.box)
        single = _is_single_rectangle(frames) if frames else _has_single_line_each_side(lined, mark.box)
        if not single:
            yield violation(mark, text=mark.text)


def _level_lines(document: DocumentComponents, mark: Paragraph, box: Box) -> list[Stroke]:
    """Return the horizontal lines near a mark that are as wide as it: a frame drawn line by line."""
    return [
        s
        for s in document.view.strokes
        if s.page == mark.page
        and s.x0 <= box.x0 + 1
        and s.x1 >= box.x1 - 1
        and abs(s.y - box.y0) < 12
        and s.length < 90
    ]


def _is_single_rectangle(frames: Sequence[DrawnFrame]) -> bool:
    """Return whether one of the rectangles is a single line and none is right inside another."""
    double = any(
        min(gaps) > 0.5 and max(gaps) < DOUBLE_LINE_GAP for a in frames for b in frames if (gaps := _gaps(a.box, b.box))
    )
    return any(f.single for f in frames) and not double


def _gaps(outer: Box, inner: Box) -> tuple[float, ...]:
    return (inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1)


def _has_single_line_each_side(lines: Sequence[Stroke], box: Box) -> bool:
    """Return whether continuous lines are above and below a mark, none of them double."""
    if len(lines) < 2 or not any(s.solid for s in lines):
        return False
    middle = (box.y0 + box.y1) / 2
    sides = ([s.y for s in lines if s.y < middle], [s.y for s in lines if s.y >= middle])
    return not all(any(0.5 < abs(a - b) < DOUBLE_LINE_GAP for a in side for b in side) for side in sides)


def _frames_around(document: DocumentComponents, mark: Paragraph) -> list[DrawnFrame]:
    """Return the rectangles drawn around a mark."""
    box = mark.box
    return [
        f
        for f in document.view.frames
        if box is not None
        and f.page == mark.page
        and f.box.x0 <= box.x0 + 1
        and f.box.x1 >= box.x1 - 1
        and f.box.y0 <= box.y0 + 2
        and f.box.y1 >= box.y1 - 2
        and f.box.width < 90
    ]


def dau_frame_size(document: DocumentComponents) -> Iterator[Answer]:
    """The frame of a mark of urgency is 30 × 8 mm (HỎA TỐC), 40 × 8 mm (THƯỢNG KHẨN) or 20 × 8 mm (KHẨN)."""
    marks = [m for m in document.marks if fold(m.text) in FRAME_WIDTHS]
    if not marks:
        yield NotApplicable(MISSING)
        return
    if not document.view.laid_out:
        yield NotEvaluated(NO_LAYOUT)
        return
    for mark in marks:
        wide = FRAME_WIDTHS[fold(mark.text)]
        sizes = [(f.box.width, f.box.y1 - f.box.y0) for f in _frames_around(document, mark)]
        if not sizes:
            yield NotApplicable(MISSING)  # another rule reports the missing frame
        elif not any(
            abs(width - wide) < FRAME_SLACK and abs(height - FRAME_HEIGHT) < FRAME_SLACK for width, height in sizes
        ):
            width, height = min(sizes)
            yield violation(mark, text=mark.text, found=f"{width:.0f} × {height:.0f}", wanted=f"{wide:.0f} × 8")


def dau_colour(document: DocumentComponents) -> Iterator[Answer]:
    """Marks of urgency are bright red."""
    marks = [m for m in document.marks if fold(m.text) in URGENCY]
    if not marks:
        yield NotApplicable(MISSING)
    for mark in marks:
        colours = {r.colour for r in mark.ink}
        if not any(c is not None and (c >> 16 & 255) > 150 and (c >> 8 & 255) < 90 and (c & 255) < 90 for c in colours):
            yield violation(mark, text=mark.text)


_COPIED = re.compile(r"\b(?:sao y|sao lục|trích sao)\b", re.I)
_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
_TIME, _ZONE = re.compile(r"\b\d{1,2}:\d{2}:\d{2}"), re.compile(r"[+]0?7(?::?00)?\b")


def _copy_signature_lines(document: DocumentComponents) -> list[Paragraph]:
    """Return the lines in the upper right corner of page 1 that include the form of a copy; [] if there are none."""
    if document.national_name is None or document.national_name.box is None:
        return []
    top, middle = document.national_name.box.y0 + 1, document.view.pages[0].width / 2
    corner = [
        p
        for p in document.view.paragraphs
        if p.page == document.national_name.page == 1 and p.box is not None and p.box.y1 < top and p.box.centre > middle
        if not MARKS.match(p.text)
    ]
    return corner if _COPIED.search(" ".join(p.text for p in corner)) else []


def sao_ky_so(document: DocumentComponents) -> Iterator[Answer]:
    """On an electronic copy the body's signature is in the upper right corner of page 1, without a picture: form of the
    copy, copying body, time of signing with date, hour, minute, second and time zone; size 10, upright."""
    corner = _copy_signature_lines(document)
    if not corner:
        yield NotApplicable(MISSING)
        return
    words = " ".join(p.text for p in corner)
    sizes = {main_size(p) or p.runs[0].size for p in corner}
    runs = [r for p in corner for r in p.runs if r.text.strip()]
    if not re.search(r"\d", words):
        yield NotEvaluated(Message("nd30.copy-signed-yet"))
        return
    if not (_DAY.search(words) and _TIME.search(words) and _ZONE.search(words)):
        yield violation(corner[0], found=Message("nd30.lacks-full-time"))
    odd = next((s for s in sizes if s and abs(s - 10) > SIZE_SLACK), None)
    if odd is not None:
        yield violation(corner[0], found=Message("nd30.pt-clause-sets"), size=format_points(odd))
    if all(r.italic for r in runs):
        yield violation(corner[0], found=Message("nd30.italic-clause-sets-upright"))
