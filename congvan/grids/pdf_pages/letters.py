"""The letters of a page of a PDF with its text layer: where each is, and whether it is seen; lines of them as text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from congvan.core.text import nfc

MOST_LETTERS, MOST_PATHS = 60_000, 60_000
_NOT_PAINTED = 3
"""How letters are painted that are only there to be searched for."""
_WHITE = 243
"""Levels of red, green and blue from which letters are not seen on paper."""
_PAINTED = (3, 4)
"""Objects of a page that are pictures, and shadings."""
_BREAKING_HYPHEN = "\ufffe"
"""What the library has for a hyphen at the end of a line."""


class CutBox(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is within the box."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return the point within the box that is nearest to a point, not on its border."""
        return _within(x, self.left, self.right), _within(y, self.bottom, self.top)


def _within(value: float, low: float, high: float) -> float:
    edge = min(1.0, (high - low) / 2)
    return min(max(value, low + edge), high - edge)


class Letter(NamedTuple):
    """A character, its box, and that of the part of the page which shows it, where it is cut at its cell."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    shown_in: CutBox | None = None
    unseen: bool = False  # white, on paper that is white

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def place(self) -> tuple[float, float]:
        """The point that tells its cell: of text too long for its cell, which is cut at its border, one inside."""
        middle = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        return middle if self.shown_in is None else self.shown_in.nearest(*middle)


def letters_of(page: Any) -> Iterator[Letter]:
    """Yield the characters of a page that have a place, in the order in which they were written."""
    text = page.get_textpage()
    known: dict[int, tuple[CutBox | None, bool]] = {}
    dark: list[CutBox] | None = None
    for number in range(min(text.count_chars(), MOST_LETTERS)):
        char = text.get_text_range(number, 1).replace(_BREAKING_HYPHEN, "-")
        left, bottom, right, top = text.get_charbox(number, loose=True)
        if char.strip() and right >= left and top >= bottom:
            box, white = _look(text, number, known)
            made = Letter(char, left, bottom, right, top, box)
            if white:
                dark = _dark_boxes(page) if dark is None else dark
                made = made._replace(unseen=not any(each.holds(*made.middle) for each in dark))
            yield made


def _look(text: Any, number: int, known: dict[int, tuple[CutBox | None, bool]]) -> tuple[CutBox | None, bool]:
    """Return the box to which the object of a character is cut, None where it is shown as a whole; and whether it is
    white, or not painted. `known`: of the objects before.

    Why: a spreadsheet cuts text that is too long at its cell, but the text layer still holds it, over other rows.
    """
    from pypdfium2 import raw

    found = raw.FPDFText_GetTextObject(text.raw, number)
    if not found:
        return None, False
    at = ctypes.addressof(found.contents)
    if at not in known:
        white = raw.FPDFTextObj_GetTextRenderMode(found) == _NOT_PAINTED or _is_white(raw, found)
        known[at] = _clip(raw, raw.FPDFPageObj_GetClipPath(found)), white
    return known[at]


def _is_white(raw: Any, painted: Any) -> bool:
    """Whether an object is filled with the colour of paper."""
    levels = [ctypes.c_uint() for _ in range(4)]
    return bool(raw.FPDFPageObj_GetFillColor(painted, *levels)) and all(each.value >= _WHITE for each in levels[:3])


def _dark_boxes(page: Any) -> list[CutBox]:
    """Return the areas of a page on which white letters are seen: filled with another colour, or a picture."""
    from pypdfium2 import raw

    boxes = []
    for number, each in enumerate(page.get_objects(max_depth=3)):
        if number > MOST_PATHS:
            break
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        filled = each.type == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_GetDrawMode(each.raw, mode, stroke) and mode.value
        if each.type in _PAINTED or (filled and not _is_white(raw, each.raw)):
            boxes.append(CutBox(*each.get_bounds()))
    return boxes


def _clip(raw: Any, clip: Any) -> CutBox | None:
    """Return the box that the paths of a clip have in common."""
    boxes = []
    for path in range(max(raw.FPDFClipPath_CountPaths(clip), 0)):
        points = []
        for number in range(raw.FPDFClipPath_CountPathSegments(clip, path)):
            x, y = ctypes.c_float(), ctypes.c_float()
            if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, number), x, y):
                points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            boxes.append(CutBox(min(xs), min(ys), max(xs), max(ys)))
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    box = CutBox(max(lefts), max(bottoms), min(rights), min(tops))
    return box if box.left < box.right and box.bottom < box.top else None


def lines_of(chars: Sequence[Letter]) -> list[list[Letter]]:
    """Return characters as lines, from top to bottom, each from left to right."""
    lines: list[list[Letter]] = []
    levels = 0.0  # the sum of the levels of the characters of the last line
    for level, _left, char in sorted(((-each.middle[1], each.left, each) for each in chars), key=itemgetter(0, 1)):
        height = max(char.top - char.bottom, 4.0)
        if lines and abs(levels / len(lines[-1]) - level) < 0.5 * height:
            lines[-1].append(char)
            levels += level
        else:
            lines.append([char])
            levels = level
    return [sorted(line, key=attrgetter("left")) for line in lines]


def text_of(line: Sequence[Letter]) -> str:
    """Return the text of a line; a gap wider than a quarter of its height is a space."""
    pieces: list[str] = []
    before: Letter | None = None
    height = max((char.top - char.bottom for char in line), default=10.0)
    for char in line:
        if before is not None and char.left - before.right > 0.12 * height:
            pieces.append(" ")
        pieces.append(char.text)
        before = char
    return nfc("".join(pieces)).strip()
