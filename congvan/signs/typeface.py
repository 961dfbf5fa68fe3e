"""What a typeface measures: advances, true glyph bounds and cap height, in em.

Why: the largest letters that fit are found by the font's own numbers. Bounds are those of the glyphs that are set, not
of the font's line box: Ỗ reaches 1.16 em above the baseline in Be Vietnam Pro and Ặ 0.25 em below.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from congvan.i18n import _
from congvan.problems import CannotRun, Problem

FAMILY = "Be Vietnam Pro"
FILES = ("BeVietnamPro-ExtraBold.ttf", "BeVietnamPro-Bold.ttf", "BeVietnamPro-Medium.ttf")
HEAVY, BOLD, PLAIN = FILES


class Bounds(NamedTuple):
    """Of a set line, in em: how far ink reaches above and below the baseline, and beyond the advance at both ends."""

    ascent: float
    descent: float
    overhang: float


class Face:
    """One cut of the typeface, measured by HarfBuzz. Lengths are in em; `measure` is kept for lines seen before."""

    def __init__(self, data: bytes) -> None:
        import uharfbuzz

        self._hb: Any = uharfbuzz
        face = uharfbuzz.Face(data)
        self._font = uharfbuzz.Font(face)
        self._em = face.upem
        self._boxes: dict[int, tuple[int, int, int, int] | None] = {}
        self._known: dict[str, tuple[float, Bounds]] = {}
        self.cap_height: float = self.bounds("H").ascent

    def advance(self, text: str) -> float:
        """The width of a set line, kerning included."""
        return self.measure(text)[0]

    def bounds(self, text: str) -> Bounds:
        return self.measure(text)[1]

    def measure(self, text: str) -> tuple[float, Bounds]:
        """Advance and bounds of a line."""
        if text not in self._known:
            self._known[text] = self._measure(text)
        return self._known[text]

    def missing(self, text: str) -> str:
        """The characters that the face has no glyph for, each once."""
        return "".join(sorted({char for char in text if not self._font.get_nominal_glyph(ord(char))}))

    def _measure(self, text: str) -> tuple[float, Bounds]:
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        self._hb.shape(self._font, buffer, features(text))
        pen = 0
        left = right = top = bottom = 0
        for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            box = self._box(glyph.codepoint)
            if box:
                shift = pen + place.x_offset
                left, right = min(left, shift + box[0]), max(right, shift + box[1])
                top, bottom = max(top, place.y_offset + box[2]), min(bottom, place.y_offset + box[3])
            pen += place.x_advance
        overhang = max(-left, right - pen, 0)
        return pen / self._em, Bounds(top / self._em, -bottom / self._em, overhang / self._em)

    def _box(self, glyph: int) -> tuple[int, int, int, int] | None:
        """Left, right, top and bottom of a glyph's ink in font units; None for a blank."""
        if glyph not in self._boxes:
            ink = self._font.get_glyph_extents(glyph)
            right, bottom = ink.x_bearing + ink.width, ink.y_bearing + ink.height
            self._boxes[glyph] = (ink.x_bearing, right, ink.y_bearing, bottom) if ink.width else None
        return self._boxes[glyph]


def features(text: str) -> dict[str, bool]:
    """OpenType features of a line: in capitals the hyphen and the brackets rise to their height."""
    return {"case": text == text.upper()}


@lru_cache(maxsize=1)
def installed() -> dict[str, bytes]:
    """The cuts that signs are set in, by file name, from the package `fontpkg-be-vietnam-pro` (SIL OFL 1.1)."""
    from importlib.resources import files

    try:
        folder = files("fontpkg_be_vietnam_pro") / "files"
        return {name: (folder / name).read_bytes() for name in FILES}
    except (ModuleNotFoundError, OSError) as error:
        raise CannotRun(
            Problem(
                "sign-face",
                _("the typeface {family} is not installed").format(family=FAMILY),
                hint=_("install the package fontpkg-be-vietnam-pro"),
            )
        ) from error
