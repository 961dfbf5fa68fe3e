"""How long a line of runs is, and from where to where it reaches, without laying it out."""

from __future__ import annotations

from congvan.fonts import times_metrics
from congvan.fonts.times_metrics import ASCENT, DESCENT
from congvan.nd30.model.view import TextLine, TextRun
from congvan.units import pt_to_mm


def text_width(runs: tuple[TextRun, ...]) -> float:
    """Width in mm of runs set on one line."""
    return pt_to_mm(sum(times_metrics.text_width(run.text.strip("\t"), run.size or 13, run.bold) for run in runs))


def line_top(line: TextLine) -> float:
    """Where a line of a page begins at single spacing, in mm from the top."""
    return line.baseline - pt_to_mm(ASCENT * max(run.size for run in line.runs))


def line_bottom(line: TextLine) -> float:
    """Where a line of a page ends, in mm from the top."""
    return line.baseline + pt_to_mm(DESCENT * max(run.size for run in line.runs))
