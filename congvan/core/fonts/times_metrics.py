"""Text width and line height of Times New Roman, without a font file.

Source: Liberation Serif 2.1, whose metrics are those of Times New Roman; Tinos has the same, ơ and ư included. Widths
are in thousandths of the size, in times.json. Why a table: DOCX and XLSX are written, and DOCX is checked, on machines
where no face is installed.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

ASCENT, DESCENT, SINGLE = 0.891, 0.216, 1.15  # of the size; the last is the line at single spacing

_UNKNOWN = 600  # of a character that the tables do not have
_KEPT = 10_000  # characters cached


class _Widths(dict[str, int]):
    """The width of each character; a letter with marks takes the width of its base letter if the table lacks it."""

    def __init__(self, table: dict[str, str]) -> None:
        super().__init__((char, int(width)) for width, chars in table.items() for char in chars)

    def __missing__(self, char: str) -> int:
        base = unicodedata.decomposition(char).partition(" ")[0]
        width = _UNKNOWN if not base or base[0] == "<" else self[chr(int(base, 16))]
        if len(self) < _KEPT:
            self[char] = width
        return width


_TABLES = json.loads(Path(__file__).with_name("times.json").read_text("utf-8"))  # characters by their width
_width = {bold: _Widths(_TABLES[face]).__getitem__ for bold, face in ((False, "regular"), (True, "bold"))}


def text_width(text: str, size: float, bold: bool) -> float:
    """Return the width of a text on one line, in the unit of `size` (points)."""
    return sum(map(_width[bold], text)) * size / 1000
