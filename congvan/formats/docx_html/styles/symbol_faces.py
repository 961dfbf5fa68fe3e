"""Faces whose letters are symbols (Wingdings, Symbol): which characters their letters are.

Why: a letter of such a face is a box or an arrow, whatever letter the file has for it, and few machines of ours have
the face. Word writes the letter's code, or 0xF000 above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_PRIVATE = 0xF000
_LETTERS = {
    "symbol": "-- ·• £≤ ³≥ °° ±± ´× ¹≠ »≈ ¥∞ Ö√ å∑ ®→ ¬← Þ⇒ ¨♦ aα bβ dδ gγ lλ mμ pπ qθ sσ DΔ SΣ WΩ",
    "wingdings": '!✏ "✂ (☎ *✉ ?✍ F☞ l● n■ o□ q❑ r❒ u◆ v❖ ¡○ §▪ ¨□ «★ Ø➢ ß← à→ è➔ ð⇨ û✗ ü✓ ý☒ þ☑ -- ·•',
    "wingdings 2": "O✗ P✓ Q☒ R☑ S☒ T☒ *□ ¢■ £□ \u0097●",
}
"""By face in small letters: each letter with its character."""


@cache
def _table(face: str) -> Mapping[int, str]:
    """Return the letters of a face by their codes; none for a face that is none of symbols."""
    pairs = _LETTERS.get(face.lower(), "")
    codes = {ord(pair[0]): pair[1] for pair in pairs.split(" ") if pair}
    return codes | {_PRIVATE + code: character for code, character in codes.items()}


def is_symbol_face(family: str) -> bool:
    """Whether the letters of a face are symbols."""
    return family.lower() in _LETTERS


def shown_symbols(text: str, family: str) -> str:
    """Return a text in a face of symbols as the characters that it shows; letters that are not known stay."""
    return text.translate(_table(family))


def is_known(text: str, family: str) -> bool:
    """Whether all letters of a text in a face of symbols, but for spaces, are known."""
    table = _table(family)
    return all(ord(letter) in table or letter.isspace() for letter in text)


def symbol_of(family: str, code: str) -> str:
    """Return the character of a symbol (`w:sym`), "" where it is not known; `code`: in hexadecimal figures."""
    try:
        return _table(family).get(int(code, 16), "")
    except ValueError:
        return ""
