"""The order of Vietnamese dictionaries: of names by the given name, of other texts by their words and numbers."""

from __future__ import annotations

import re
from typing import Any

_LETTERS = {letter: n for n, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1)}
_MARKED = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_BARE = str.maketrans(_MARKED, "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy")
_TONES = {letter: n % 5 + 1 for n, letter in enumerate(_MARKED)}
"""The five marked tones in the order of Vietnamese dictionaries: huyền, hỏi, ngã, sắc, nặng."""


def given_name_key(name: str) -> tuple[Any, ...]:
    """Return a sort key: the given name, then family and middle names; letters before tones in each."""
    words = name.lower().split()
    ordered = [words[-1:], words[:-1]]
    return tuple(part for each in ordered for part in (_letters(each), _tones(each)))


def alphabet_key(text: str) -> tuple[Any, ...]:
    """Return a sort key: word by word, numbers by their size and before letters; letters before tones."""
    words = re.findall(r"\d+|[^\W\d]+", text.lower())
    return (
        [(0, int(word), []) if word.isdecimal() else (1, 0, _letters([word])) for word in words],
        _tones(words),
    )


def _letters(words: list[str]) -> list[list[int]]:
    return [[_LETTERS.get(letter, ord(letter) + 100) for letter in word.translate(_BARE)] for word in words]


def _tones(words: list[str]) -> list[int]:
    return [sum(_TONES.get(letter, 0) for letter in word) for word in words]
