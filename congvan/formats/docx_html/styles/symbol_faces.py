"""Faces whose letters are symbols (Wingdings, Symbol): which characters their letters are.

Why: a letter of such a face is a box or an arrow, whatever letter the file has for it, and few machines of ours have
the face. Word writes the letter's code, or 0xF000 above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_PRIVATE = 0xF000
_LETTERS = {
    "symbol": (
        "--665 ·•823 £≤1589 ³≥1589 °°519 ±±1589 ´×1589 ¹≠1589 »≈1589 ¥∞1503 Ö√1065 å∑1391 ®→1623 ¬←1623 Þ⇒1595 ¨♦1151 "
        "aα1261 bβ1097 dδ988 gγ1128 lλ1097 mμ1152 pπ1097 qθ1041 sσ1206 DΔ1223 SΣ1183 WΩ1536"
    ),
    "wingdings": (
        '!✏2058 "✂1921 (☎2103 *✉1931 ?✍1859 F☞1217 l●2000 n■1525 o□1806 q❑1800 r❒1757 u◆2000 v❖1830 ¡○1783 §▪923 '
        "¨□1781 «★1802 Ø➢1593 ß←2000 à→2000 è➔2000 ð⇨2000 û✗1367 ü✓1656 ý☒1839 þ☑1851 --730 ·•2000"
    ),
    "wingdings 2": "O✗959 P✓1575 Q☒1839 R☑1851 S☒1839 T☒1839 *□730 ¢■1992 £□1781 \u0097●2000",
}
"""By face in small letters: each letter with its character, and how wide LibreOffice's OpenSymbol has it, in 2000ths of
its size."""
_PER_SIZE = 2000


@cache
def _table(face: str) -> Mapping[int, str]:
    """Return the letters of a face by their codes; none for a face that is none of symbols."""
    codes = {ord(each[0]): each[1] for each in _LETTERS.get(face.lower(), "").split()}
    return codes | {_PRIVATE + code: character for code, character in codes.items()}


@cache
def symbol_width(letter: str, face: str) -> float:
    """Return how wide LibreOffice draws a letter of a face of symbols, in sizes of the letter; 0 where that is not
    known."""
    widths = {ord(each[0]): int(each[2:]) for each in _LETTERS.get(face.lower(), "").split()}
    return widths.get(ord(letter) % _PRIVATE, 0) / _PER_SIZE if len(letter) == 1 else 0.0


def is_symbol_face(family: str) -> bool:
    """Whether the letters of a face are symbols."""
    return family.lower() in _LETTERS


def shown_symbols(text: str, family: str) -> str:
    """Return a text in a face of symbols as the characters that it shows; letters that are not known stay."""
    return text.translate(_table(family))


def unknown_symbols(text: str, family: str) -> str:
    """Return the letters of a text in a face of symbols, but for spaces, that are not known."""
    return "".join(letter for letter in text if ord(letter) not in _table(family) and not letter.isspace())


def symbol_of(family: str, code: str) -> str:
    """Return the character of a symbol (`w:sym`), "" where it is not known; `code`: in hexadecimal figures."""
    try:
        return _table(family).get(int(code, 16), "")
    except ValueError:
        return ""
