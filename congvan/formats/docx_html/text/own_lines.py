"""Break the lines of justified paragraphs as Word 2013 and later do, whose spaces may shrink to take in one more word.

A word still goes into a line if the spaces of that line need to shrink by a quarter at most, those beside the word
counted. CSS only stretches spaces, so each line is given its own word spacing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from congvan.formats.docx_html.styles.measures import text_width
from congvan.formats.docx_html.text.inline import BREAK, DRAWING, NOTE, TEXT, Piece

_SHRINKAGE = 0.25  # of the natural width of a line's spaces
_TOLERANCE = 0.01  # points
_PARTS = re.compile(r" +|[^ ]+?(?:[-–](?=[^\W\d])|(?<=\d)-(?=\d)|(?= )|$)")
_WHITE, _OBJECT = re.compile(r"[\t\r\n]"), "\ufffc"
_MEASURED = (TEXT, NOTE, DRAWING, BREAK)


class OwnLine(NamedTuple):
    """A line: its pieces, and what is added to each of its spaces, in points."""

    pieces: tuple[Piece, ...]
    spacing: float


@dataclass(slots=True)
class _Word:
    """What no line may break, with the spaces behind it."""

    pieces: list[Piece]
    width: float = 0.0
    spaces: Piece | None = None

    @property
    def space(self) -> float:
        return text_width(self.spaces.text, self.spaces.format) if self.spaces else 0.0


class Measure(NamedTuple):
    """Where lines begin and end, from the left edge of the column: the first, the others, the right edge."""

    first: float
    left: float
    right: float


def own_lines(pieces: list[Piece], measure: Measure, spreads_breaks: bool) -> list[OwnLine] | None:
    """Return the lines of a justified paragraph; None where it holds more than text, notes and what is beside it.

    `spreads_breaks`: a line that ends with a break is stretched as any other.
    """
    if any(piece.kind not in _MEASURED or "\u00ad" in piece.text for piece in pieces):
        return None
    stretches: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == BREAK:
            stretches.append([])
        else:
            stretches[-1].append(piece)
    out: list[OwnLine] = []
    for n, stretch in enumerate(stretches):
        lines = _broken(list(_words(stretch)), measure) or [([], measure.left)]
        ends = n + 1 == len(stretches) or not spreads_breaks  # its last line is not stretched
        out += (_spread(*line, ends and m + 1 == len(lines), measure.right) for m, line in enumerate(lines))
        measure = measure._replace(first=measure.left)
    return out


def _words(pieces: list[Piece]) -> Iterator[_Word]:
    texts = [_WHITE.sub(" ", piece.text) if piece.kind == TEXT else _OBJECT for piece in pieces]
    whole, ends = "".join(texts), list(itertools.accumulate(map(len, texts)))
    word, at = _Word([]), 0
    for match in _PARTS.finditer(whole):
        start, end = match.span()
        while start < end:  # a part may run over several pieces
            while ends[at] <= start:
                at += 1
            piece, stop = pieces[at], min(ends[at], end)
            if piece.kind == TEXT:
                piece = piece._replace(text=whole[start:stop])
            if whole[start] == " ":
                word.spaces = piece
                yield word
                word = _Word([])
            else:
                word.pieces.append(piece)
                word.width += _width(piece)
            start = stop
        if whole[end - 1] in "-–" and end < len(whole):
            yield word
            word = _Word([])
    if word.pieces:
        yield word


def _width(piece: Piece) -> float:
    if piece.kind == TEXT:
        return text_width(piece.text, piece.format)
    return text_width("1", piece.format) if piece.kind == NOTE else 0.0


def _broken(words: list[_Word], measure: Measure) -> list[tuple[list[_Word], float]]:
    """Return the words of each line, and where its text ends before it is spread."""
    lines: list[tuple[list[_Word], float]] = []
    line: list[_Word] = []
    x, spaces, pending = measure.first, 0.0, 0.0
    for word in words:
        if line and x + pending + word.width > measure.right + _SHRINKAGE * (spaces + pending) + _TOLERANCE:
            lines.append((line, x))
            line, x, spaces, pending = [], measure.left, 0.0, 0.0
        x += pending + word.width
        spaces += pending
        line.append(word)
        pending = word.space
    return [*lines, (line, x)] if line else lines


def _spread(words: list[_Word], end: float, last: bool, right: float) -> OwnLine:
    """Return a line with its spaces stretched or shrunk to the right edge; the last one is not stretched."""
    count = sum(len(word.spaces.text) for word in words[:-1] if word.spaces)
    spacing = (right - end) / count if count and (not last or end > right) else 0.0
    pieces: list[Piece] = []
    for word in words:
        pieces += word.pieces
        if word.spaces and word is not words[-1]:
            pieces.append(word.spaces)
    return OwnLine(tuple(pieces), spacing)
