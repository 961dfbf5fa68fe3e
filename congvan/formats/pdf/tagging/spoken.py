"""What a voice says for abbreviations, signs and gaps: the table beside this module, and texts cut by it.

What is cut out becomes an element of its own (Span) with an expansion (/E); a gap that holds nothing but spaces has
/ActualText. Why an element: within the marked content of another one, PDFium tells nobody of an expansion, and Poppler
takes the end of what is nested for that of the whole, so that the rest of the paragraph would be lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from congvan.formats.pdf.objects import text_string
from congvan.formats.pdf.tagging.operands import ShownText

_TABLE = Path(__file__).with_suffix(".json")
_GAP = " [\u00a0 ]{2,}|\u00a0[\u00a0 ]{2,}"  # no-break spaces; a face may show both by one glyph
_DOTS = r"……+|\.\.\.\.\.+"
_CAPITAL = "[A-ZĐÀ-Ỹ]"


class _Cut(NamedTuple):
    start: int
    end: int
    entry: bytes


class SpokenWords:
    """The words of one language; `blank`: how a form to be filled in is described."""

    def __init__(self, table: dict[str, Any]) -> None:
        words, capitals = table.get("words", {}), table.get("capitals", {})
        end = table.get("end", {"sign": "", "says": ""})
        self.blank: str = table.get("blank", "")
        gap = text_string(f" {table.get('gap', '')} ")
        self._gap, self._dots = b"/ActualText" + gap, b"/E" + gap
        self._said = {sign: b"/E" + text_string(said) for sign, said in {**words, **capitals}.items()}
        self._said[end["sign"]] = b"/E" + text_string(end["says"])
        parts = [*_signs(words, r"(?!\w)"), *_signs(capitals, rf"(?=[ \u00a0]{_CAPITAL})")]
        parts += [re.escape(end["sign"]) + "$"] if end["sign"] else []
        parts += [_GAP, _DOTS] if "gap" in table else []
        self._pattern = re.compile("|".join(parts) or "(?!)")
        self.search = self._pattern.search  # whether something in a text is said otherwise than it is written

    def cuts(self, text: str, after: str = "") -> Iterator[_Cut]:
        """Yield what is said otherwise than it is written; `after`: how the paragraph goes on, "" where it ends."""
        for found in self._pattern.finditer(text + after):
            if found.start() < len(text):
                gap = self._dots if found[0][0] in "….·" else self._gap
                yield _Cut(found.start(), min(found.end(), len(text)), self._said.get(found[0], gap))

    def wrapped(self, shown: ShownText, start: int = 0, after: str = "") -> list[tuple[bytes, str]]:
        """Return the operands of a text from `start` on, each with the entry that says it ("" for none); `after`: see
        `cuts`.
        """
        out: list[tuple[bytes, str]] = []
        end = len(shown.text)
        for cut in self.cuts(shown.text, after):
            if cut.start < start or not (shown.is_cut(cut.start) and shown.is_cut(cut.end)):
                continue
            if cut.start > start:
                out.append((b"", shown.operand(start, cut.start)))
            out.append((cut.entry, shown.operand(cut.start, cut.end)))
            start = cut.end
        if start < end:
            out.append((b"", shown.operand(start, end)))
        return out


def _signs(said: Iterable[str], behind: str) -> Iterator[str]:
    """Yield a pattern of each sign, the longest first: no letter, stop or stroke before it, `behind` after it.

    Why what is before is looked at from behind the first letter: alternatives that all begin with a letter are tried
    at those letters alone. Every line of every record is searched, and so it takes a fifth of the time.
    """
    for sign in sorted(said, key=len, reverse=True):
        first = re.escape(sign[0])
        yield rf"{first}(?<![\w./]{first}){re.escape(sign[1:])}{behind}"


@lru_cache(maxsize=16)
def spoken_words(language: str) -> SpokenWords:
    """Return the words of a language; none for one that the table does not hold."""
    tables = json.loads(_TABLE.read_text("utf-8"))
    return SpokenWords(tables.get(language.split("-")[0].lower(), {}))
