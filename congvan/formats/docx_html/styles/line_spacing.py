"""The height of a line, and where its text is in it.

CSS halves what a line has beyond its text; Word does not: its surplus is above or below, by the rule of the line.
"""

from __future__ import annotations

import math
import struct
from typing import NamedTuple

from congvan.formats.docx_html.markup import pt
from congvan.formats.docx_html.styles.measures import LineMetrics

_BASELINE = 0.8  # of the height of a line of exact height, or lower than a single one
_NO_SHIFT = 0.005
_WHOLE = 100  # percents
_OF_SIZE = 1.15  # a single line, whatever its face
_CUT = 1 - 4.14e-8  # what single precision leaves of it
_PER_POINT = 2540 / 72  # hundredths of a millimetre
_SINGLE_LINE = 423  # of these
_PER_TWIP = 6  # in which LibreOffice measures a face
_HALF = 0.5 + 1e-9


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
            share = percents(self.line)
            height = _multiple(single, share)
            below = max(0.0, height - single)
            css = f"{height / size:.5f}" if size else "1"
            baseline = ascent if share >= _WHOLE else math.floor(_BASELINE * round(height * 20)) / 20
        shift = _shift(baseline, height, size, drawn or metrics)
        return LineSpacing(css, height, baseline, shift, below, height, below)

    def beside(
        self,
        own: LineSpacing,
        size: float,
        metrics: LineMetrics,
        drawn: LineMetrics | None = None,
        shown_size: float | None = None,
    ) -> TextPlace:
        """Return how a text of another size or face is in lines whose paragraph's text has the spacing `own`.

        `shown_size`: the size of its letters, where that isn't the one that its line is for.

        Why: a line is as high as what its texts need above the baseline and below it. CSS takes that from the boxes of
        all texts, so each has the box of its own line, and is moved back within it.
        """
        other = self.spacing(size, metrics, drawn)
        top, height, surplus = other.baseline, other.height, other.below
        if self.name == "atLeast":  # what the line has beyond its texts is above all of them
            top = max(top, own.baseline)
            if own.height > self.line:  # the paragraph's own text is higher than that
                _height, ascent = _single(metrics, size)
                depth = max(other.height - other.baseline, own.height - own.baseline)
                height = max(height, max(ascent, own.baseline) + depth)
        elif surplus:  # of what the line needs with both
            above = max(top, own.baseline)
            single = above + max(height - surplus - top, own.height - own.below - own.baseline)
            height = top - above + _multiple(single, percents(self.line))
        lift = _shift(top, height, size if shown_size is None else shown_size, drawn or metrics) - own.shift
        return TextPlace(height, lift)


class TextPlace(NamedTuple):
    """The height of a text's box; how far it is raised, and the text moved back."""

    height: float
    lift: float

    @property
    def css(self) -> str:
        return f"line-height:{pt(self.height)};--drop:{pt(self.lift)}"


def _shift(baseline: float, height: float, size: float, metrics: LineMetrics) -> float:
    """Return how far a text with this baseline is below where CSS puts it."""
    text = (metrics.ascent + metrics.descent) * size
    return baseline - ((height - text) / 2 + metrics.ascent * size)


def _single(metrics: LineMetrics, size: float) -> tuple[float, float]:
    """Return the height of a single line, and what of it is above the baseline: LibreOffice measures ascent, descent
    and gap of a face in whole sixths of a twip, and takes what is above and below the baseline, ascent and gap in whole
    twips.
    """
    em = _PER_TWIP * _nearest(20 * size)
    ascent, descent, gap = (_nearest(share * em) for share in metrics)
    text, above, gap = (_nearest(length / _PER_TWIP) for length in (ascent + descent, ascent, gap))
    return (text + gap) / 20, (above + gap) / 20


def _nearest(number: float) -> int:
    """Return the nearest whole number; of two the larger one."""
    return math.floor(number + _HALF)


def percents(line: float) -> int:
    """Return how high lines of this measure are, in percents of single ones.

    Why: LibreOffice reckons it in whole hundredths of a millimetre, of which a single line has 423, and rounds that;
    1.06 and 1.16 times the single height, as Word's own styles have it, are no whole percents in the file.
    """
    hundredths = math.floor(line * _PER_POINT + 0.5)
    return math.floor(_WHOLE * hundredths / _SINGLE_LINE + 0.5)


def _multiple(single: float, share: int) -> float:
    """Return the height of a line of so many percents of the single one: LibreOffice reckons it in whole twips, cut
    off; of a lower one it cuts off what it is lower by.
    """
    twips = round(single * 20)
    if share < _WHOLE:
        return (twips - math.floor(twips * (_WHOLE - share) / 100)) / 20
    return math.floor(twips * share / 100 + 1e-6) / 20


def surplus_of_size(size: float, share: int) -> float:
    """Return what a line of so many percents of the single height has beyond that, by the size of its text alone.

    Why single precision: LibreOffice cuts off what is less than a twip, and a whole number may be a little less there.
    """
    hundredths = _OF_SIZE * size * 20 * (share - _WHOLE) * _CUT
    single: float = struct.unpack("f", struct.pack("f", hundredths))[0]
    return math.floor(single / 100) / 20
