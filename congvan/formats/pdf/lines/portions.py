"""Measure the texts of a line as a word processor does: each of one format for as many whole twips as are in it.

Writer takes a line in portions, a text of one format each, and drops what each is wider than whole twips, so that a
line of several formats takes in a word that is wider than its room by a few hundredths of a point. While lines are
broken texts are as narrow; they stand where their own widths have them. Pango rounds the width of each letter: a line
that ends within a twip of its edge is measured without that. This is done in documents whose root element has the
attribute `WORD_BREAKS`.

A space without room ends its line, though a lone sign is behind it that Unicode keeps with the word before.

Stamped lines need none of it: one of several formats that has no room by its own width is left to WeasyPrint, as is one
of a single format that is within `greedy.MARGIN`, a twip, of its room.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from congvan.formats.pdf.lines.baselines import own_length
from congvan.formats.pdf.lines.line_breaks import (
    BREAK,
    JOINER,
    LONE_SIGN,
    REST_WITH_STROKE,
    SPLIT_BEFORE_STROKE,
    STROKE_BEHIND_SPACE,
    breaks_as_word,
)
from congvan.lazy import pattern

TAB_END = ' data-tab="1"'
"""Attribute of a box that ends at a tab stop: it takes up what the texts before it are narrower."""
_TAB = "data-tab"
_PX = 0.75  # points
_TWIP = 1 / 20 / _PX  # in CSS pixels
_NOISE = 1e-6
_SLANT, _SLANT_CSS = "__slant", "--slant:"  # room for the slant of text at the edge
_REST = "congvan_rest"  # what a text is wider than while lines are broken
_SCALE = 64  # of the size at which Pango's rounding is nothing
_BEFORE_SPACES = pattern(r"([^ \n]*[^ \n\u00a0])([ \u00a0]+)(?= )")
_UNIT = 1 / 1024 / _SCALE  # what is cut off the width of a text of that size, in CSS pixels
_BEFORE_END = pattern(r"([^ \n]*[^ \n\u00a0])( )")  # a space that is kept at the end of a text
_ROUNDING = 0.0075  # of a twip: what a letter may be rounded by


def whole_twips(points: float) -> float:
    """Return the width of a portion, or where one ends that began at whole twips, as a word processor counts it."""
    return math.floor(20 * points + _NOISE) / 20


@contextmanager
def measuring_portions(html: str) -> Iterator[None]:
    """Context manager for laying a document out."""
    if not breaks_as_word(html):
        yield
        return
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline

    lone = LONE_SIGN.search(html, html.find("<body")) is not None
    portions = _Portions(inline, boxes, slants=_SLANT_CSS in html, lone_signs=lone)
    inline.split_text_box, inline.remove_last_whitespace = portions.split, portions.remove_last_whitespace
    inline.trailing_whitespace_size = portions.trailing_whitespace
    try:
        yield
    finally:
        inline.split_text_box, inline.remove_last_whitespace = portions.as_text, portions.without_whitespace
        inline.trailing_whitespace_size = portions.whitespace


class _Portions:
    """Breaks lines by whole twips, in place of three functions of WeasyPrint's `inline`, which it keeps. `slants`:
    whether texts keep room for their slant at the edge; `lone_signs`: whether there are signs behind spaces.
    """

    def __init__(self, inline: Any, boxes: Any, *, slants: bool, lone_signs: bool) -> None:
        self.as_text, self.without_whitespace = inline.split_text_box, inline.remove_last_whitespace
        self.whitespace = inline.trailing_whitespace_size
        self._boxes, self._slants, self._lone_signs = boxes, slants, lone_signs
        self._ends: dict[float, Any] = {}  # the texts of the line, by where they end

    def split(self, context: Any, box: Any, room: Any, skip: int, is_line_start: bool = True) -> Any:
        """Take a text, as much as has room, for as wide as its portion."""
        ends = self._ends
        if room is None:
            return self.as_text(context, box, room, skip, is_line_start)
        if is_line_start:
            ends.clear()
        before = ends.get(round(box.position_x, 6))
        late = _rounded_off(context, before) if before is not None else 0.0
        slant = own_length(box.style, _SLANT) if self._slants else 0.0
        room -= late + slant
        found = self._fitting(context, box, room, skip, is_line_start)
        if self._lone_signs and found[1] is not None and _ends_at_space(context, box, room, skip or 0, found[1]):
            found = self._fitting(context, box, room, skip, is_line_start)
        if found[1] is not None and _joins_split_word(context, box, room, (skip or 0, found[1]), is_line_start):
            found = self._fitting(context, box, room, skip, is_line_start)
        portion = found[0]
        if portion is not None:
            width = _whole(portion.width) + late
            if slant and portion.width > room:  # a word without room: what is behind it won't be in the line
                width += slant
            vars(portion)[_REST], portion.width = portion.width - width, width
            ends[round(portion.position_x + width, 6)] = portion
        return found

    def _fitting(self, context: Any, box: Any, room: float, skip: int, is_line_start: bool) -> Any:
        found = self.as_text(context, box, room + _TWIP, skip, is_line_start)
        if found[0] is not None and found[0].width > room - _TWIP and not _fits(context, found[0], room):
            found = self.as_text(context, box, room - _TWIP, skip, is_line_start)
        wider = _room_before_spaces(context, box, room, skip or 0, found[1]) if found[1] is not None else 0.0
        return self.as_text(context, box, wider, skip, is_line_start) if wider else found

    def remove_last_whitespace(self, context: Any, line: Any) -> None:
        """Give the texts of a line their own widths before the spaces at its end go."""
        line.width += _restored(line, 0.0, self._boxes)
        self.without_whitespace(context, line)

    def trailing_whitespace(self, context: Any, box: Any) -> Any:
        """Return the width of the spaces at an end, which the last text of a line, as wide as it is, is less.

        Spaces that are kept hang over the edge as others do, for which WeasyPrint moves the text to the next line.
        """
        last = _last(box)
        size = self.whitespace(context, box)
        if size:
            return size - vars(last).get(_REST, 0.0)
        text = last.text if isinstance(last, self._boxes.TextBox) else ""
        if not text.endswith(" ") or last.style["white_space"] != "pre-wrap":
            return size
        return _exact(context, " " * (len(text) - len(text.rstrip(" "))), last.style)


def _whole(width: float) -> float:
    return whole_twips(width * _PX) / _PX


def _fits(context: Any, box: Any, room: float) -> bool:
    """Whether a text has room in its line; spaces at its end hang over."""
    text = box.text.rstrip(" ")
    return not text or _exact(context, text, box.style) <= room + _NOISE


def _room_before_spaces(context: Any, box: Any, room: float, skip: int, end: int) -> float:
    """Return how wide a line is with the word behind it and the spaces that Pango doesn't have hang over the edge, of
    several side by side all but the last, one that is kept at the end of the text; 0 where that word has no room in it.
    `end`: where Pango ends the line."""
    at_end = box.style["white_space"] == "pre-wrap" and box.text.endswith(" ")
    if not at_end and "  " not in box.text and "\u00a0 " not in box.text:
        return 0.0
    text = box.text.encode()
    rest = text[end:].decode()
    word = _BEFORE_SPACES.match(rest) or (_BEFORE_END.fullmatch(rest) if at_end else None)
    if not word:
        return 0.0
    line = text[skip:end].decode() + word[1]
    if _exact(context, line, box.style) > room + _NOISE:
        return 0.0
    spaces = " " * len(word[2])
    if word[2] != spaces:  # no-break spaces, so that HTML keeps them
        box.text = text[:end].decode() + word[1] + spaces + rest[word.end() :]
    return _exact(context, line + spaces, box.style) + _TWIP


def _joins_split_word(context: Any, box: Any, room: float, span: tuple[int, int], is_line_start: bool) -> bool:
    """Whether a line splits a word at a hyphen though a stroke of it and the letter behind have room: "57-NQ/TW" is
    whole then, as LibreOffice goes back to the space before a stroke; the text is joined there from then on."""
    text = box.text.encode()
    line, rest = text[span[0] : span[1]].decode(), text[span[1] :].decode()
    if not SPLIT_BEFORE_STROKE.search(line) or (is_line_start and " " not in line):
        return False
    upto = REST_WITH_STROKE.match(rest)
    if not upto or _exact(context, line + upto[0], box.style) > room + _NOISE:
        return False
    box.text = text[: span[1]].decode().removesuffix(BREAK) + JOINER + rest
    return True


def _ends_at_space(context: Any, box: Any, room: float, skip: int, end: int) -> bool:
    """Whether a line ends at a space later than `end`, a lone sign being behind it: at one that has no room, or before
    a stroke that has room with the letter behind it. The text may be broken there from then on."""
    text = box.text.encode()
    rest = text[end:].decode()
    space = rest.find(" ")
    if space < 1 or rest[space - 1] == BREAK or not LONE_SIGN.match(rest, space):
        return False
    line = text[skip:end].decode() + rest[:space]
    stroke = STROKE_BEHIND_SPACE.match(rest, space)
    if _exact(context, line, box.style) > room + _NOISE:
        return False
    if _exact(context, line + " ", box.style) <= room + _NOISE and not (
        stroke and _exact(context, line + stroke[0], box.style) <= room + _NOISE
    ):
        return False
    box.text = text[:end].decode() + rest[:space] + BREAK + rest[space:]
    return True


def _rounded_off(context: Any, box: Any) -> float:
    """Return by how much more a text is taken for than Pango has it, in whole twips: -1, 0 or 1."""
    width = box.width + vars(box).get(_REST, 0.0)
    beyond = width / _TWIP % 1.0
    if min(beyond, 1.0 - beyond) > _ROUNDING * len(box.text):
        return 0.0
    return _whole(_exact(context, box.text, box.style) + _UNIT) - _whole(width)


def _exact(context: Any, text: str, style: Any) -> float:
    """Return the width of a text without Pango's rounding."""
    from weasyprint.text.line_break import split_first_line

    style = style.copy()
    for name in ("font_size", "letter_spacing", "word_spacing"):
        if style[name] != "normal":
            style[name] *= _SCALE
    width: float = split_first_line(text, style, context, None, 0)[3] / _SCALE
    return width


def _restored(box: Any, moved: float, boxes: Any) -> float:
    """Give the texts of a line their own widths; return how far what is behind them moves. `moved`: how far the first
    of them does; `boxes`: WeasyPrint's module."""
    for child in box.children:
        before = moved
        if isinstance(child, boxes.TextBox):
            child.position_x += before
            moved += vars(child).pop(_REST, 0.0)
            child.width += moved - before
        elif not child.is_in_normal_flow():
            continue
        elif isinstance(child, boxes.InlineBox):
            child.position_x += before
            moved = _restored(child, before, boxes)
            child.width += moved - before
        elif before:
            child.translate(before)
            if child.element is not None and child.element.get(_TAB):
                child.width, moved = child.width - before, 0.0
    return moved


def _last(box: Any) -> Any:
    """Return the box at the end of a box."""
    while children := getattr(box, "children", ()):
        box = children[-1]
    return box
