"""Roman numerals: read back, they give the number."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from congvan.core.text.numerals import roman

_WORTH = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def test_roman_numerals() -> None:
    assert [roman(n) for n in (0, 1, 4, 9, 14, 40, 79)] == ["", "I", "IV", "IX", "XIV", "XL", "LXXIX"]


@given(st.integers(1, 3999))
def test_a_sign_before_a_greater_one_is_taken_from_it(number: int) -> None:
    worth = [_WORTH[sign] for sign in roman(number)] + [0]
    assert sum(-one if one < after else one for one, after in pairwise(worth)) == number
    assert not any(sign * 4 in roman(number) for sign in _WORTH)
