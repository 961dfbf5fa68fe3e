"""Fit the largest possible text into a panel: balanced lines, unbroken phrases, no broken syllables.

Invariant (tested): a larger panel never gives smaller letters. It holds because every break is tried for every number
of lines, and each gives a size that grows with the panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from congvan.core.fonts.faces import Face
from congvan.signs.rect import Rect

LEADING_CAPITALS = 1.3  # em, at least; more where the marks of the text itself need it
LEADING = 1.2
CLEARANCE = 0.02  # em between the lowest mark of a line and the highest of the next
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text broken into lines and sized.

    Lengths in mm: em size, pitch from baseline to baseline, ascent and descent of the actual glyphs, cap height, and
    the width of the longest line including its overhang.
    """

    lines: tuple[str, ...]
    size: float
    pitch: float
    ascent: float
    descent: float
    cap: float
    width: float

    @property
    def height(self) -> float:
        return self.ascent + self.pitch * (len(self.lines) - 1) + self.descent


def units(text: str, glue: Sequence[str] = ()) -> list[str]:
    """Split a text at its possible line breaks: into words, and the `glue` phrases as wholes.

    Only plain spaces are breaks: no-break spaces, hyphens and addresses stay inside their unit.
    """
    words = [word for word in text.replace("\n", " ").split(" ") if word]
    low = [word.casefold().strip(',.;:!?“”"()') for word in words]
    phrases = sorted((phrase.casefold().split() for phrase in glue), key=len, reverse=True)
    pieces, start = [], 0
    while start < len(words):
        whole = (len(phrase) for phrase in phrases if phrase and low[start : start + len(phrase)] == phrase)
        length = next(whole, 1)
        pieces.append(" ".join(words[start : start + length]))
        start += length
    return pieces


def fit(
    text: str, panel: Rect, face: Face, *, glue: Sequence[str] = (), largest: float = 1e9, lines: int = MOST_LINES
) -> Fitted:
    """Set `text` as large as `panel` allows, on at most `lines` lines and with an em of at most `largest` mm.

    Ties go to fewer lines. Among the breaks into one number of lines, the longest line is as short as possible; then
    the lines are as even as possible.
    """
    pieces = units(text, glue)
    if not pieces or panel.w <= 0 or panel.h <= 0:
        raise ValueError("a text and a panel with some area are needed")
    whole = " ".join(pieces)
    bounds = face.bounds(whole)
    pitch = leading(whole, face)
    best: tuple[float, list[str]] | None = None
    for broken in _breaks(pieces, face, min(lines, len(pieces))):
        width = max(_width(line, face) for line in broken)
        height = bounds.ascent + bounds.descent + pitch * (len(broken) - 1)
        size = min(panel.w / width, panel.h / height, largest)
        if best is None or size > best[0] * (1 + 1e-9):
            best = size, broken
    assert best is not None
    size, broken = best
    return Fitted(
        lines=tuple(broken),
        size=size,
        pitch=pitch * size,
        ascent=bounds.ascent * size,
        descent=bounds.descent * size,
        cap=face.cap_height * size,
        width=max(_width(line, face) for line in broken) * size,
    )


def leading(text: str, face: Face) -> float:
    """Return the line pitch in em: at least 1.3 in capitals, and enough for Ặ over Ỗ by the bounds of the glyphs."""
    bounds = face.bounds(text)
    least = LEADING_CAPITALS if text == text.upper() else LEADING
    return max(least, bounds.ascent + bounds.descent + CLEARANCE)


def _width(line: str, face: Face) -> float:
    advance, bounds = face.measure(line)
    return advance + 2 * bounds.overhang


def _breaks(pieces: list[str], face: Face, most: int) -> list[list[str]]:
    """Return, for each number of lines up to `most`, the break with the shortest longest line, then the most even."""
    count = len(pieces)
    width = {
        (start, end): _width(" ".join(pieces[start:end]), face)
        for start in range(count)
        for end in range(start + 1, count + 1)
    }
    # row[end] = (longest line, sum of squares, breaks) of the first `end` pieces on k lines
    row: dict[int, tuple[float, float, tuple[int, ...]]] = {
        end: (width[0, end], width[0, end] ** 2, (0, end)) for end in range(1, count + 1)
    }
    best_cuts = [row[count][2]]
    for _k in range(1, most):
        row = {
            end: min(
                (max(row[cut][0], width[cut, end]), row[cut][1] + width[cut, end] ** 2, (*row[cut][2], end))
                for cut in row
                if cut < end
            )
            for end in range(min(row) + 1, count + 1)
        }
        best_cuts.append(row[count][2])
    return [[" ".join(pieces[a:b]) for a, b in pairwise(cuts)] for cuts in best_cuts]
