"""The height of a line, and where its text is in it.

CSS halves what a line has beyond its text; Word does not: its surplus is above or below, by the rule of the line.
"""

from __future__ import annotations

import math

from congvan.formats.docx_html.markup import pt
from congvan.formats.docx_html.styles.measures import LineMetrics
from congvan.lazy import NamedTuple

_EXACT_BASELINE = 0.8  # of the height of a line of exact height
_NO_SHIFT = 0.005


class LineSpacing(NamedTuple):
    """CSS of the line's height, the height in points, and how far the text is below where CSS puts it."""

    css: str
    height: float
    shift: float

    @property
    def shift_css(self) -> str:
        return f"--shift:{pt(self.shift) if abs(self.shift) > _NO_SHIFT else '0pt'}"


def line_spacing(rule: str, line: float, size: float, metrics: LineMetrics) -> LineSpacing:
    """Return the spacing of a line; `rule` and `line` as in `w:spacing`, `size`: that of its largest text."""
    text = (metrics.ascent + metrics.descent) * size
    if rule == "exact":
        height, css = line, pt(line)
        baseline = _EXACT_BASELINE * height
    elif rule == "atLeast":
        height = max(line, metrics.single * size)
        css, baseline = pt(height), height - metrics.descent * size
    else:
        times = line / 12
        height = _multiple(metrics.single * size, times)
        css = f"{height / size:.5f}" if size else "1"
        baseline = (metrics.ascent + metrics.gap) * size if times >= 1 else height - metrics.descent * size
    return LineSpacing(css, height, baseline - ((height - text) / 2 + metrics.ascent * size))


def _multiple(single: float, times: float) -> float:
    """Return the height of a line of several times the single one: LibreOffice reckons it in whole twips, cut off."""
    if times <= 1:
        return single * times
    return math.floor(round(single * 20) * times + 1e-6) / 20
