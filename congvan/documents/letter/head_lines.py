"""Where the lines of the head end: names of bodies, and the subject of a công văn, as offices break them.

A name breaks before the word that a place or a body begins with (`ỦY BAN NHÂN DÂN / TỈNH LÂM ĐỒNG`). No line is a lone
word, and no name or term is torn. The words are data, in `head_words.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from congvan.core.templating.numbers import NO_BREAK_SPACE
from congvan.core.text.names import upper
from congvan.core.units import pt_to_mm
from congvan.documents.text.line_breaks import even_lines, length_mm

COLUMN_MM, SUBJECT_MM = pt_to_mm(211.0), pt_to_mm(199.0)
"""The width of the left column of the head, and of the subject in it."""
_POINTS = 12.0  # of the names of bodies
_LONGEST_NAME = 4  # words of the name of a place
_POOR_BREAK = COLUMN_MM**2 / 4  # what a break before any other word costs, in squares of the lengths of lines
_AND = "VÀ"
_SPACE = re.compile(r" +")


class _HeadWords(NamedTuple):
    """The words of the data, each as its words in capitals: those that the name of a place follows; those before which
    a line ends well, places too; those that a name follows elsewhere; terms; those that a number follows."""

    places: tuple[tuple[str, ...], ...]
    begin: tuple[tuple[str, ...], ...]
    named: tuple[tuple[str, ...], ...]
    whole: tuple[tuple[str, ...], ...]
    numbered: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def _head_words() -> _HeadWords:
    lists = json.loads(Path(__file__).with_name("head_words.json").read_text("utf-8"))
    read = {key: tuple(tuple(_key(each).split()) for each in words) for key, words in lists.items()}
    return _HeadWords(**read)


def _key(text: str) -> str:
    return upper(text).replace("UỶ", "ỦY")


@lru_cache(maxsize=1024)
def name_lines(name: str, *, bold: bool = True) -> tuple[str, ...]:
    """Return the name of a body in capitals, in the fewest lines that the left column of the head has room for."""
    words = upper(name).split()
    joined, good = _joined(words), _good_breaks(words)

    def price(start: int, end: int) -> tuple[int, float]:
        lone = end - start == 1 < len(words)
        return lone + (start in joined), 0.0 if start in good else _POOR_BREAK

    return tuple(even_lines(words, COLUMN_MM, _POINTS, price, bold=bold, wider=True))


@lru_cache(maxsize=1024)
def subject_words(line: str) -> str:
    """Return the subject of a công văn, whose lines the page breaks, with no-break spaces where none may end: before
    the number of a year or a month, within the name of a place, and before the last word.
    """
    if length_mm(line, _POINTS, bold=False) <= SUBJECT_MM:
        return line
    words = _SPACE.split(line)
    keys = [_key(word) for word in words]
    held = {n + 1 for n in range(len(words) - 1) if words[n + 1][:1].isdigit() and _at(keys, n, _head_words().numbered)}
    for n in range(len(words)):
        if _at(keys, n, _head_words().places) and not _at(keys, n, _head_words().whole):
            held.update(_name_behind(words, n + _at(keys, n, _head_words().places)))
    held |= {len(words) - 1} if len(words) > 2 else set()
    return "".join(f"{(NO_BREAK_SPACE if n in held else ' ') if n else ''}{word}" for n, word in enumerate(words))


def _name_behind(words: Sequence[str], start: int) -> set[int]:
    """Return the words of the name that begins at one of them, all with a capital, which no line begins with."""
    found = set()
    for n in range(start, min(len(words), start + _LONGEST_NAME)):
        if not words[n][:1].isupper():
            break
        found.add(n)
        if not words[n][-1:].isalpha():
            break
    return found


def _joined(words: Sequence[str]) -> set[int]:
    """Return the words of a name in capitals that no line may begin with: within terms and names, dashes, and what is
    behind “và”."""
    known, keys = _head_words(), [_key(word).strip(",;") for word in words]
    found = {n for n, word in enumerate(words) if not word[0].isalnum() or (n and keys[n - 1] == _AND)}
    for n in range(len(words)):
        whole, named = _at(keys, n, known.whole), _at(keys, n, known.named)
        place = 0 if whole else _at(keys, n, known.places)
        found.update(range(n + 1, n + max(whole, named, place)))
        first = n + (place or named)
        end = first
        while first > n and end < min(len(words), first + _LONGEST_NAME) and not _begins(keys, end):
            end += 1
        found.update(range(first + (not place), end))  # a line may end between a kind of school and its name
    return found


def _good_breaks(words: Sequence[str]) -> set[int]:
    """Return the words that a line begins with well."""
    known, keys = _head_words(), [_key(word) for word in words]
    within = {n for start in range(len(words)) for n in range(start + 1, start + _at(keys, start, known.whole))}
    names = {n + named for n in range(len(words)) if (named := _at(keys, n, known.named))}
    return {0, *names, *(n for n in range(len(words)) if n not in within and _begins(keys, n))}


def _begins(keys: Sequence[str], start: int) -> bool:
    """Whether the name of a place or a body begins at a word; “xã hội” is none."""
    known = _head_words()
    place = _at(keys, start, known.places) and not _at(keys, start, known.whole)
    return bool(place or _at(keys, start, known.begin))


def _at(words: Sequence[str], start: int, terms: Sequence[Sequence[str]]) -> int:
    """Return how many words the longest of some terms has that begins at a word; 0 for none."""
    return max((len(term) for term in terms if tuple(words[start : start + len(term)]) == term), default=0)
