"""Roman numerals, and the letters of điểm (Decree 30/2020/NĐ-CP, Appendix I, II.6.d and đ)."""

from __future__ import annotations

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The letters of điểm, in the order of the Vietnamese alphabet."""

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip  # a table: what belongs together on a line


def roman(number: int) -> str:
    """4 → "IV"; "" below 1."""
    text = ""
    for worth, sign in _ROMAN:
        while number >= worth:
            text, number = text + sign, number - worth
    return text
