"""Widths and line heights of text as Word takes them: advances, kerned where a run says so, the line of the face's own
table."""

from __future__ import annotations

import itertools
import math
from functools import cache
from typing import NamedTuple

from congvan.core.fonts.faces import Face
from congvan.core.fonts.fontconfig import FontRequest, find_face, is_metric_compatible
from congvan.core.fonts.symbols import has_symbols, symbol_face
from congvan.core.problems import EnvironmentFault
from congvan.formats.docx_html.markup import VALUE, VALUE_END
from congvan.formats.docx_html.styles.families import families
from congvan.formats.docx_html.styles.run_format import RunFormat

_STANDARD = "Times New Roman"
_NOISE = 1e-6
_IGNORED = "\u00ad\u034f\u180e\ufeff" + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x2060, 0x2065))))
_UNMEASURED = str.maketrans({VALUE: None, VALUE_END: None, "\u2011": "-"} | dict.fromkeys(_IGNORED))
_LACKING = {"\u205f": 4 / 18, "\u3000": 1.0}
"""The width in em of spaces that a face need not have."""


class LineMetrics(NamedTuple):
    """Ascent, descent and gap of a face in em; a line at single spacing is the sum of the three."""

    ascent: float
    descent: float
    gap: float

    @property
    def single(self) -> float:
        return self.ascent + self.descent + self.gap

    def raised(self, share: float) -> LineMetrics:
        """Return the metrics of lines with a text that is raised, or lowered, by this share of its size beside others:
        they are higher by that, or deeper."""
        return self._replace(ascent=self.ascent + max(share, 0.0), descent=self.descent + max(-share, 0.0))


SYMBOLS = LineMetrics(0.693359375, 0.2161203125, 0.14990234375)
"""The lines of OpenSymbol, which LibreOffice draws bullets of symbol faces with; no machine need have it.

Its descent is 0.0003 more than the face says: LibreOffice rounds lines of 13 pt so."""
SYMBOL_SPACE = 0.5  # of the size: the width of its space


class _MeasuredFace:
    """A face with the advances that were asked for."""

    def __init__(self, face: Face, request: FontRequest) -> None:
        self._face, self._request = face, request
        extents = face.design.get_font_extents("ltr")
        self.line = LineMetrics(
            extents.ascender / face.upem, -extents.descender / face.upem, extents.line_gap / face.upem
        )
        self._advances: dict[str, float] = {}
        self._kernings: dict[tuple[str, str], float] = {}

    def width(self, text: str) -> float:
        known = self._advances
        total = 0.0
        for char in text:
            advance = known.get(char)
            if advance is None:
                advance = known[char] = self._advance(char)
            total += advance
        return total

    def kerning(self, text: str) -> float:
        """Return by how much the pairs of a text are wider than their letters."""
        known = self._kernings
        total = 0.0
        for pair in itertools.pairwise(text):
            kerning = known.get(pair)
            if kerning is None:
                kerning = known[pair] = self._pair(pair, True) - self._pair(pair, False)
            total += kerning
        return total

    def _pair(self, pair: tuple[str, str], kerned: bool) -> float:
        glyphs = self._face.shape("".join(pair), self._face.design, "", kerned=kerned)
        return sum(glyph.advance for glyph in glyphs) / self._face.upem

    def _advance(self, char: str) -> float:
        design = self._face.design
        glyph = design.get_nominal_glyph(ord(char)) or 0
        own: float = design.get_glyph_h_advance(glyph) / self._face.upem
        if glyph:
            return own
        found = symbol_face(char, self._request) if has_symbols(char) else None
        if found:
            other = found[1]
            return float(other.design.get_glyph_h_advance(other.design.get_nominal_glyph(ord(char)))) / other.upem
        return _LACKING.get(char, own)


@cache
def _face(family: str, bold: bool, italic: bool) -> _MeasuredFace:
    request = FontRequest(families(family), 700 if bold else 400, italic)
    try:
        return _MeasuredFace(find_face(request), request)
    except EnvironmentFault:
        if family == _STANDARD:
            raise
        return _face(_STANDARD, bold, italic)  # whoever lays the text out tells that the face is missing


def has_face(family: str) -> bool:
    """Whether the machine has a face for a family."""
    try:
        find_face(FontRequest(families(family), 400, False))
    except EnvironmentFault:
        return False
    return True


def has_other_style(family: str) -> bool:
    """Whether the machine has a family, but no upright face of it."""
    try:
        find_face(FontRequest(families(family), 400, False))
    except EnvironmentFault as fault:
        return fault.problems[0].code == "font-style"
    return False


def has_own_face(family: str) -> bool:
    """Whether the machine has the face that is named, or one whose letters are as wide."""
    try:
        own = find_face(FontRequest(families(family), 400, False)).family_for(family)
    except EnvironmentFault:
        return False
    return own.lower() == family.lower() or is_metric_compatible(family, own)


def lacking_letters(text: str, run: RunFormat) -> str:
    """Return the letters of a text that its face has no glyph for; "" where the machine has no face at all."""
    try:
        face = find_face(FontRequest(families(run.family), 700 if run.bold else 400, run.italic))
    except EnvironmentFault:
        return ""
    letters = face.missing(text.upper() if run.capitals or run.small_capitals else text)
    return "".join(filter(str.isalpha, letters))


def line_metrics(text: RunFormat) -> LineMetrics:
    """Return the line metrics of a face; bold or italic ones of a family may be higher than its others."""
    return _face(text.family, text.bold, text.italic).line


def raising(text: RunFormat) -> float:
    """Return how far raised text is above the line: LibreOffice reckons it in percents of the line's height, in
    whole twips."""
    if not text.size:
        return 0.0
    share, height = round(100 * text.raised / text.size), round(20 * line_metrics(text).single * text.size)
    return int(share * height / 100) / 20


def has_lines_of(text: RunFormat, other: RunFormat) -> bool:
    """Whether lines of a text are those of another: of the same size, family and height of its cut."""
    same = (text.size, text.family) == (other.size, other.family)
    return same and line_metrics(text) == line_metrics(other)


def text_width(text: str, run: RunFormat) -> float:
    """Return the width of a text in points, letter spacing included."""
    shown = text.translate(_UNMEASURED)
    if run.capitals:
        shown = shown.upper()
    face = _face(run.family, run.bold, run.italic)
    width = face.width(shown) + (face.kerning(shown) if run.is_kerned else 0.0)
    return width * run.shown_size + run.spacing * len(shown)


def width_before(text: str, after: str, run: RunFormat) -> float:
    """Return the width of a text in points in front of a letter, which kerns its last one whatever its own format."""
    if not after or not run.is_kerned:
        return text_width(text, run)
    return text_width(text + after, run) - text_width(after, run)


def portion_width(text: str, run: RunFormat) -> float:
    """Return the width of a text of one format in points as LibreOffice has it within a line: in whole twips."""
    return whole_twips(text_width(text, run))


def whole_twips(points: float) -> float:
    """Return the width of a portion, or where one ends that began at whole twips, as a word processor counts it."""
    return math.floor(20 * points + _NOISE) / 20
