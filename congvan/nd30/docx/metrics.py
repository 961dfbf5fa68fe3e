"""Estimate the height of a DOCX paragraph and the position of its first word from font metrics, without layout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from congvan.core.fonts.times_metrics import SINGLE
from congvan.core.units import pt_to_mm, twips_to_mm
from congvan.nd30.docx.styles import Properties, to_number
from congvan.nd30.model.view import TextLine
from congvan.nd30.model.widths import text_width


@dataclass(frozen=True)
class ParagraphHeight:
    """The height of a paragraph in points, without the space around it.

    `unsure`: whether its number of lines can't be determined.
    """

    points: float
    unsure: bool


def paragraph_space(settings: Properties, side: str) -> float:
    """Return the space before or after a paragraph, in points. `side`: "before" or "after"."""
    if str(settings.get(f"{side}Autospacing", "")).lower() in ("1", "true", "on"):
        return 14.0
    return (to_number(str(settings.get(side, "0"))) or 0.0) / 20.0


def line_spacing(settings: Properties, size: float) -> tuple[float | None, float | None]:
    """Return (spacing in lines, fixed pitch in points), one of them None.

    An “at least” pitch counts as fixed if it is larger than single spacing.
    """
    rule, line = settings.get("lineRule", "auto"), to_number(str(settings.get("line", "")))
    if rule == "exact" and line is not None:
        return None, line / 20
    if rule == "atLeast" and line is not None:
        return (None, line / 20) if line / 20 > SINGLE * size else (1.0, None)
    return (line or 240.0) / 240.0, None


def paragraph_height(lines: Sequence[TextLine], settings: Properties, size: float, room: float) -> ParagraphHeight:
    """Return the height of the lines, wrapped in a column of `room` mm."""
    spacing, exact = line_spacing(settings, size)
    pitch = exact if exact is not None else (spacing or 1.0) * SINGLE * size
    room -= twips_to_mm((settings.get("left") or 0) + (settings.get("right") or 0))
    if room < 5:
        return ParagraphHeight(pitch * len(lines), True)
    shares = [text_width(line.runs) / room for line in lines]
    unsure = any(share > 0.995 and not 0.03 < share % 1 < 0.8 for share in shares)  # a word may wrap to the next line
    return ParagraphHeight(pitch * sum(max(1, math.ceil(share)) for share in shares), unsure)


def first_word_offset(line: TextLine, settings: Properties, first: float, stop: float) -> float:
    """Return the position of the first word in mm after leading tabs and spaces.

    `first`: the indent of the line; `stop`: the distance of the default tab stops, both in mm.
    """
    stops = [twips_to_mm(stop) for stop in settings.get("tabs") or ()]
    for char, size in _leading_blanks(line):
        if char == "\t":
            first = next(
                (place for place in stops if place > first + 0.1), (math.floor(first / stop + 0.01) + 1) * stop
            )
        else:
            first += pt_to_mm(0.25 * size)
    return first


def _leading_blanks(line: TextLine) -> list[tuple[str, float]]:
    blanks: list[tuple[str, float]] = []
    for run in line.runs:
        for char in run.text:
            if not char.isspace():
                return blanks
            blanks.append((char, run.size))
    return []


def largest_size(lines: Sequence[TextLine], resolved: Properties) -> float:
    """Return the largest font size on the lines, in points; of an empty paragraph that of its mark."""
    sizes = [run.size for line in lines for run in line.runs if run.size]
    return max(sizes, default=float(resolved.get("sz") or 20) / 2)
