"""Text width and line height of Times New Roman, without a font file.

Source: Liberation Serif 2.1, whose metrics are those of Times New Roman; Tinos has the same, ơ and ư included. Widths
are in thousandths of the size. Why a table: DOCX and XLSX are written, and DOCX is checked, on machines where no face
is installed.
"""

from __future__ import annotations

import unicodedata

ASCENT, DESCENT, SINGLE = 0.891, 0.216, 1.15  # of the size; the last is the line at single spacing

_UNKNOWN = 600  # of a character that the tables do not have
_KEPT = 10_000  # characters cached


class _Widths(dict[str, int]):
    """The width of each character; a letter with marks takes the width of its base letter if the table lacks it."""

    def __init__(self, table: dict[int, str]) -> None:
        super().__init__((char, width) for width, chars in table.items() for char in chars)

    def __missing__(self, char: str) -> int:
        base = unicodedata.decomposition(char).partition(" ")[0]
        width = _UNKNOWN if not base or base[0] == "<" else self[chr(int(base, 16))]
        if len(self) < _KEPT:
            self[char] = width
        return width


_REGULAR = {
    180: "'",
    200: "|\u202f",
    250: " ,.\u00a0",
    278: "/:;\\ijlt",
    300: "²³",
    333: "!()-I[]`fr·‐‑‘’",
    350: "•",
    389: "Js",
    400: "°",
    408: '"',
    444: "?acez“”",
    469: "^",
    480: "{}",
    500: "#$*0123456789_bdghknopquvxy£§«»đ–€",
    513: "₫",
    529: "ơ",
    541: "~",
    542: "ư",
    549: "±÷≤≥",
    556: "FPS",
    564: "+<=>×−",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐ",
    750: "¼½¾",
    760: "©®",
    776: "Ư",
    778: "&m",
    833: "%",
    889: "M",
    921: "@",
    944: "W",
    980: "™",
    1000: "—…→",
}
_BOLD = {
    200: "\u202f",
    220: "|",
    250: " ,.\u00a0",
    278: "'/\\il",
    300: "²³",
    333: "!()-:;[]`fjt·‐‑‘’",
    350: "•",
    389: "Is",
    394: "{}",
    400: "°",
    444: "cerz",
    500: "#$*0123456789?J_agovxy£§«»–“”€",
    513: "₫",
    520: "~",
    549: "±÷≤≥",
    554: "ơ",
    555: '"',
    556: "Sbdhknpquđ",
    570: "+<=>×−",
    581: "^",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    747: "©®",
    750: "¼½¾",
    778: "GHKOQ",
    796: "Ư",
    833: "&m",
    930: "@",
    944: "M",
    1000: "%W—…™→",
}
_width = {bold: _Widths(table).__getitem__ for bold, table in ((False, _REGULAR), (True, _BOLD))}


def text_width(text: str, size: float, bold: bool) -> float:
    """Return the width of a text on one line, in the unit of `size` (points)."""
    return sum(map(_width[bold], text)) * size / 1000
