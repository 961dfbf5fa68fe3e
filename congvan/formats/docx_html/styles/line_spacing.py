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
    """CSS of the line's height, the height in points, how far the text is below where CSS puts it, what the line
    has below its text that need not be on the page, and how far CSS has it below the baseline.
    """

    css: str
    height: float
    shift: float
    below: float = 0.0
    depth: float = 0.0

    @property
    def shift_css(self) -> str:
        shift = f"--shift:{pt(self.shift) if abs(self.shift) > _NO_SHIFT else '0pt'}"
        return f"{shift};--below:{pt(self.below)}" if self.below > _NO_SHIFT else shift


def line_spacing(rule: str, line: float, size: float, metrics: LineMetrics) -> LineSpacing:
    """Return the spacing of a line; `rule` and `line` as in `w:spacing`, `size`: that of its largest text."""
    text, below = (metrics.ascent + metrics.descent) * size, 0.0
    single = _single(metrics, size)
    if rule == "exact":
        height, css = line, pt(line)
        baseline = _EXACT_BASELINE * height
    elif rule == "atLeast":
        height = max(line, single)
        css, baseline = pt(height), height - metrics.descent * size
    else:
        times = line / 12
        height = _multiple(single, times)
        below = max(0.0, height - single)
        css = f"{height / size:.5f}" if size else "1"
        baseline = (metrics.ascent + metrics.gap) * size if times >= 1 else height - metrics.descent * size
    half = (height - text) / 2
    return LineSpacing(css, height, baseline - half - metrics.ascent * size, below, half + metrics.descent * size)


def _single(metrics: LineMetrics, size: float) -> float:
    """Return the height of a single line: LibreOffice takes text and gap in whole twips.

    Why these fractions: lines of four faces in 31 sizes are as high as its own, all but four.
    """
    twips = size * 20
    return (
        math.floor((metrics.ascent + metrics.descent) * twips + 0.55) + math.floor(metrics.gap * twips + 0.585)
    ) / 20


def _multiple(single: float, times: float) -> float:
    """Return the height of a line of several times the single one: LibreOffice reckons it in whole twips, cut off."""
    if times <= 1:
        return single * times
    return math.floor(round(single * 20) * times + 1e-6) / 20
