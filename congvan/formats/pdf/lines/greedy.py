"""Break the text of one style into lines as Pango does, where its breaks are certain; leave the rest to WeasyPrint."""

from __future__ import annotations

import re

from congvan.formats.pdf.lines.shaping import ShapedWords, UseWeasyPrint, width

MARGIN = 0.05 / 0.75  # a line within 0.05 pt of the limit is left to WeasyPrint
# A word with no opportunity to break inside, and one before which and after which a space may break (UAX 14, for the
# repertoire: letters and digits, a full stop, comma or colon between them, opening marks before, closing ones behind).
_UNBREAKABLE = re.compile(r"[(\[“‘\"']*[^\W_]+(?:[.,:][^\W_]+)*[.,:;)\]”’\"']*|[-–•+*]")


def at_spaces(words: ShapedWords, text: str, indent: float, room: float) -> list[str]:
    """Break a text greedily at its spaces, into lines of `room` pixels, the first of them indented. Raises
    UseWeasyPrint if another break, or a near miss, is possible.

    A line is measured twice, alone and inside the whole run (kerning with the space at its end differs): both have
    to agree, since Pango decides on the one and WeasyPrint on the other.
    """
    texts, inside = text.split(" "), words.of(text)
    if len(texts) != len(inside):
        raise UseWeasyPrint
    lines: list[str] = []
    start = 0
    limit = room - indent
    while start < len(texts):
        reach, end = 0, start
        while end < len(texts):
            measure = (reach + inside[end].bare) / 1024
            if measure > limit * 0.9 and not _fits(words, " ".join(texts[start : end + 1]), measure, limit):
                break
            reach += inside[end].full
            end += 1
        if end == start or (end < len(texts) and not _may_break(texts[end - 1], texts[end])):
            raise UseWeasyPrint
        lines.append(" ".join(texts[start:end]))
        start, limit = end, room
    return lines


def _fits(words: ShapedWords, text: str, inside: float, limit: float) -> bool:
    """Whether a line fits, by both measures; UseWeasyPrint if it is too close to call."""
    alone = width(words.of(text))
    if max(alone, inside) <= limit - MARGIN:
        return True
    if min(alone, inside) >= limit + MARGIN:
        return False
    raise UseWeasyPrint


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two words, and the second has no earlier break of its own."""
    return _UNBREAKABLE.fullmatch(after) is not None and before[-1] not in "([“‘\"'/" and after[0] not in ")]”’\"'"
