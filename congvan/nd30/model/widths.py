"""Measure lines of text by font metrics: width, top and bottom, without laying them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from congvan.core.fonts import times_metrics
from congvan.core.fonts.times_metrics import ASCENT, DESCENT
from congvan.core.units import pt_to_mm
from congvan.nd30.model.view import Paragraph, StyledRun, TextLine


def text_width(runs: tuple[StyledRun, ...]) -> float:
    """Return the width in mm of runs on one line."""
    return pt_to_mm(sum(times_metrics.text_width(run.text.strip("\t"), run.size or 13, run.bold) for run in runs))


def line_top(line: TextLine) -> float:
    """Return the top of a line at single spacing, in mm from the top of the page."""
    return line.baseline - pt_to_mm(ASCENT * max(run.size for run in line.runs))


def line_bottom(line: TextLine) -> float:
    """Return the bottom of a line, in mm from the top of the page."""
    return line.baseline + pt_to_mm(DESCENT * max(run.size for run in line.runs))


def printed_widths(paragraph: Paragraph) -> list[float]:
    """Return the widths in mm of the lines that a paragraph of a DOCX prints, its words wrapped in its column.

    A word goes to the next line as soon as it doesn't fit, as in Word.
    """
    room = paragraph.column[1] - paragraph.column[0] if paragraph.column is not None else 0.0
    widths = []
    for line in paragraph.lines:
        words = _words(line.runs)
        widths += _wrapped(words, room) if room > 5 else [_width(words)]
    return widths


def printed_centre(paragraph: Paragraph) -> float | None:
    """Return the centre in mm of a line of a DOCX as printed, with the blanks before it; None if it can't be told."""
    widths = printed_widths(paragraph)
    if paragraph.column is None or paragraph.first is None or paragraph.left is None or not widths:
        return None
    (left, right), indent = paragraph.column, paragraph.first - paragraph.left
    if paragraph.align == "centre":
        return (left + indent + right) / 2
    if len(widths) > 1 or paragraph.align not in ("left", "justify", "right"):
        return None
    return right - widths[0] / 2 if paragraph.align == "right" else left + indent + widths[0] / 2


def _words(runs: tuple[StyledRun, ...]) -> list[tuple[float, float]]:
    """Return the (width, width of the blanks after it) of each word of a line, in mm."""
    words: list[tuple[float, float]] = []
    for run in runs:
        for piece in re.findall(r"[^ \t]+|[ \t]+", run.text):
            width = text_width((replace(run, text=piece),))
            if piece.isspace():
                if words:
                    words[-1] = (words[-1][0], words[-1][1] + width)
            elif words and not words[-1][1]:  # the rest of a word in another style
                words[-1] = (words[-1][0] + width, 0.0)
            else:
                words.append((width, 0.0))
    return words


def _width(words: Sequence[tuple[float, float]]) -> float:
    return sum(word + blank for word, blank in words[:-1]) + words[-1][0] if words else 0.0


def _wrapped(words: Sequence[tuple[float, float]], room: float) -> list[float]:
    lines: list[list[tuple[float, float]]] = [[]]
    for word in words:
        if lines[-1] and _width([*lines[-1], word]) > room:
            lines.append([])
        lines[-1].append(word)
    return [_width(line) for line in lines]
