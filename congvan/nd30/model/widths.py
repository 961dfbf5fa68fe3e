"""Measure lines of text by font metrics: width, top and bottom, without laying them out."""

from __future__ import annotations

from congvan.fonts import times_metrics
from congvan.fonts.times_metrics import ASCENT, DESCENT
from congvan.nd30.model.view import StyledRun, TextLine
from congvan.units import pt_to_mm


def text_width(runs: tuple[StyledRun, ...]) -> float:
    """Return the width in mm of runs on one line."""
    return pt_to_mm(sum(times_metrics.text_width(run.text.strip("\t"), run.size or 13, run.bold) for run in runs))


def line_top(line: TextLine) -> float:
    """Return the top of a line at single spacing, in mm from the top of the page."""
    return line.baseline - pt_to_mm(ASCENT * max(run.size for run in line.runs))


def line_bottom(line: TextLine) -> float:
    """Return the bottom of a line, in mm from the top of the page."""
    return line.baseline + pt_to_mm(DESCENT * max(run.size for run in line.runs))
