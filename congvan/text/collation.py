"""Vietnamese dictionary order."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from congvan.text.names import nfc

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONE_ORDER = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; ngang is no mark
_PIECE = re.compile(r"\d+|[^\W\d_]+")

SortKey = tuple[tuple[tuple[int, str, str], ...], str]


@lru_cache(maxsize=1 << 16)
def sort_key(text: str) -> SortKey:
    """Return the sort key of Vietnamese dictionary order: word by word, by letters (a ă â b c d đ e ê …), then by tone.

    Numbers come before letters, by value ("Điều 2" before "Điều 10"); case decides last, small letters first.
    """
    text = nfc(text)
    return tuple(_word_key(word) for word in _PIECE.findall(text)), text.swapcase()


def _word_key(word: str) -> tuple[int, str, str]:
    if word.isdecimal():
        digits = "".join(str(unicodedata.decimal(digit)) for digit in word).lstrip("0")
        return (0, f"{len(digits):09}{digits}", "")
    letters, tones = [], []
    for char in nfc(word.casefold()):
        split = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in split[1:] if mark in _TONE_ORDER), "")
        base = nfc(split.replace(tone, "")) if tone else char
        rank = _LETTERS.find(base)
        letters.append(chr(0x21 + rank) if rank >= 0 else char)
        tones.append(str(_TONE_ORDER.find(tone) + 1) if tone else "0")
    return (1, "".join(letters), "".join(tones))
