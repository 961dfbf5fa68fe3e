"""Words with which the names of bodies begin, where a person is asked for: the table `bodies.json`.

words     one of them is enough, with its marks: Trương, Bàn, Tô, Đới are families
phrases   two words and more
unmarked  phrases that are known without marks too; others would be names: Văn Phong
families  words that begin bodies and people: a body where the next word begins small
middle    words behind which a person is named: “Ban Văn Mẫu”
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path

from congvan.core.text import fold, nfc

TABLE = Path(__file__).with_suffix(".json")
_OF_BODIES = re.compile(r"\b(?:tap the|don vi|co quan|to chuc|doanh nghiep|hop tac xa|truong|co so|ho gia dinh)\b")
_OF_COLLECTIVES = re.compile(r"\bten tap the\b|^tap the$")
_JOINED = re.compile(r"\s*[;+&\n]\s*|\s+và\s+")
_OF_BOTH = re.compile(r"\b(?:tap the|to chuc|ho gia dinh)\b")
_OF_PEOPLE = re.compile(r"\bho (?:va )?ten\b")


@cache
def _table() -> dict[str, frozenset[str]]:
    data = json.loads(TABLE.read_bytes())
    return {name: frozenset(nfc(each) for each in words) for name, words in data.items()}


def names_body(text: str) -> bool:
    """Whether a text begins as the name of a body does: “Tập thể Khoa Dược”; “Ban Văn Mẫu” is a person."""
    words = nfc(text).split()
    if len(words) < 2:
        return False
    table, small = _table(), [word.casefold() for word in words]
    phrases = table["unmarked" if "".join(small).isascii() else "phrases"]
    if any(" ".join(small[:count]) in phrases for count in (2, 3)):
        return True
    if small[0] in table["families"]:
        return words[1].islower()
    return small[0] in table["words"] and not _is_person(words)


def are_several_bodies(text: str, label: str) -> bool:
    """Whether a cell names bodies line by line in a column that asks for them, or joined by “và” in one of collectives:
    two in one row would count as one.
    """
    if not is_of_bodies(label):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    joined = _JOINED.split(text) if _OF_COLLECTIVES.search(fold(label)) else []
    return any(len(each) > 1 and all(map(names_body, each)) for each in (lines, joined))


def _is_person(words: list[str]) -> bool:
    """Whether words are written as a name with Văn or Thị is: each with a capital, and not all in capitals."""
    mixed = any(char.islower() for char in "".join(words))
    middle = words[1].casefold() in _table()["middle"]
    return middle and len(words) <= 4 and mixed and all(word[0].isupper() for word in words)


def is_person_among_collectives(text: str, label: str) -> bool:
    """Whether a text is written as a person is, in a column of collectives alone: Nguyễn Văn An under Tên tập thể."""
    words, said = nfc(text).split(), fold(label)
    if len(words) < 3 or not _OF_COLLECTIVES.search(said) or _OF_PEOPLE.search(said):
        return False
    return _is_person(words) and words[0].casefold() not in _table()["words"]


@lru_cache(maxsize=1 << 10)
def is_of_bodies(label: str) -> bool:
    """Whether the title of a column asks for bodies, alone or beside people: “Tên tập thể”, “Cá nhân, tập thể”."""
    said = fold(label)
    return (_OF_BOTH if _OF_PEOPLE.search(said) else _OF_BODIES).search(said) is not None
