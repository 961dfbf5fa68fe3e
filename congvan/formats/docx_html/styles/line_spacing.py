"""The height of a line, and where its text is in it.

CSS halves what a line has beyond its text; Word does not: its surplus is above or below, by the rule of the line.
"""

from __future__ import annotations

import math

from congvan.formats.docx_html.markup import pt
from congvan.formats.docx_html.styles.measures import LineMetrics
from congvan.lazy import NamedTuple

_BASELINE = 0.8  # of the height of a line of exact height, or lower than a single one
_NO_SHIFT = 0.005
_SINGLE = 100  # per cent
_SINGLE_HEIGHT = 423  # hundredths of a millimetre: of the 12 points that `w:spacing` counts for a single line


class LineSpacing(NamedTuple):
    """CSS of the line's height, the height in points, where the baseline is below its top, how far the text is below
    where CSS puts it, and what the line has below its text. `tallest`: the height of the tallest line, with larger
    texts; `ends`: what that has below its text, which need not be on the page.
    """

    css: str
    height: float
    baseline: float
    shift: float
    below: float = 0.0
    tallest: float = 0.0
    ends: float = 0.0

    @property
    def shift_css(self) -> str:
        shift = f"--shift:{pt(self.shift) if abs(self.shift) > _NO_SHIFT else '0pt'}"
        return f"{shift};--below:{pt(self.ends)}" if self.ends > _NO_SHIFT else shift

    def with_larger(self, other: LineSpacing) -> LineSpacing:
        """Return the spacing of these lines, some of which hold text with the spacing of others."""
        return self._replace(tallest=max(self.tallest, other.tallest), ends=max(self.ends, other.ends))


class LineRule(NamedTuple):
    """The rule of a paragraph's lines and its measure in points, as in `w:spacing`."""

    name: str
    line: float

    @property
    def _percent(self) -> int:
        """How high a line of several times the single height is, in percents of it.

        Why: LibreOffice takes both heights in hundredths of a millimetre, and their share in whole percents.
        """
        height = math.floor(self.line * 2540 / 72 + 0.5)
        return math.floor(_SINGLE * height / _SINGLE_HEIGHT + 0.5)

    def spacing(self, size: float, metrics: LineMetrics, drawn: LineMetrics | None = None) -> LineSpacing:
        """Return the spacing of lines of a text of this size; `drawn`: the metrics of the face that draws it, where
        that is another one."""
        single, ascent = _single(metrics, size)
        below = 0.0
        if self.name == "exact":
            height, css = self.line, pt(self.line)
            baseline = _BASELINE * height
        elif self.name == "atLeast":
            height = max(self.line, single)
            css, baseline = pt(height), height - (single - ascent)
        else:
            height = _multiple(single, self._percent)
            below = max(0.0, height - single)
            css = f"{height / size:.5f}" if size else "1"
            baseline = ascent if self._percent >= _SINGLE else math.floor(_BASELINE * round(height * 20)) / 20
        shift = _shift(baseline, height, size, drawn or metrics)
        return LineSpacing(css, height, baseline, shift, below, height, below)

    def beside(
        self,
        own: LineSpacing,
        size: float,
        metrics: LineMetrics,
        drawn: LineMetrics | None = None,
        others_follow: bool = False,
    ) -> TextPlace:
        """Return how a text of another size or face is in lines whose paragraph's text has the spacing `own`.

        `others_follow`: it is in the first of several lines, whose surplus LibreOffice leaves out.

        Why: a line is as high as what its texts need above the baseline and below it. CSS takes that from the boxes of
        all texts, so each has the box of its own line, and is moved back within it.
        """
        other = self.spacing(size, metrics, drawn)
        top, height, surplus = other.baseline, other.height, other.below
        rise = 0.0
        if self.name == "atLeast":  # what the line has beyond its texts is above all of them
            top = max(top, own.baseline)
            rise = top - other.baseline
            if own.height > self.line:  # the paragraph's own text is higher than that
                _height, ascent = _single(metrics, size)
                depth = max(other.height - other.baseline, own.height - own.baseline)
                height, rise = max(height, max(ascent, own.baseline) + depth), 0.0
        elif surplus:  # of what the line needs with both
            above = max(top, own.baseline)
            single = above + max(height - surplus - top, own.height - own.below - own.baseline)
            surplus = own.below if others_follow else _multiple(single, self._percent) - single
            height = top + single - above + surplus
        lift = _shift(top, height, size, drawn or metrics) - own.shift
        return TextPlace(height, lift, rise, surplus - own.below)


class TextPlace(NamedTuple):
    """The height of a text's box; how far it is raised, and the text moved back; how much higher its line is then, and
    how much lower below other lines: LibreOffice puts a line's surplus above it, but for the first.
    """

    height: float
    lift: float
    rise: float
    sink: float

    @property
    def css(self) -> str:
        moves = (("rise", self.rise), ("sink", self.sink))
        moved = "".join(f";--{name}:{pt(length)}" for name, length in moves if length > _NO_SHIFT)
        return f"line-height:{pt(self.height)};--drop:{pt(self.lift)}{moved}"


def _shift(baseline: float, height: float, size: float, metrics: LineMetrics) -> float:
    """Return how far a text with this baseline is below where CSS puts it."""
    text = (metrics.ascent + metrics.descent) * size
    return baseline - ((height - text) / 2 + metrics.ascent * size)


def _single(metrics: LineMetrics, size: float) -> tuple[float, float]:
    """Return the height of a single line, and what of it is above the baseline: LibreOffice takes text, ascent and gap
    in whole twips.

    Why these fractions: lines of four faces in 48 sizes are as high as its own, all but ten; their baselines are all
    where it has them.
    """
    twips = size * 20
    gap = math.floor(metrics.gap * twips + 0.585)
    text, ascent = (metrics.ascent + metrics.descent) * twips + 0.55, metrics.ascent * twips + 0.585
    return (math.floor(text) + gap) / 20, (math.floor(ascent) + gap) / 20


def _multiple(single: float, percent: int) -> float:
    """Return the height of a line of so many percents of the single one: LibreOffice reckons it in whole twips, cut
    off; of a lower one it cuts off what it is lower by.
    """
    twips = round(single * 20)
    if percent < _SINGLE:
        return (twips - twips * (_SINGLE - percent) // _SINGLE) / 20
    return twips * percent // _SINGLE / 20
