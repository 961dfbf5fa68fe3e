"""Find names of the closed lists whose capitals are wrong.

A table `[[names]]` of the files beside this one has these keys:

- `rule`: the end of the rule's id, as in ND30-VIET-HOA-…; `list`: the names as they must be written. The case of a
  word with a star is left open ("Trưởng phòng*"), and of a first word in small letters, which may begin a sentence.
- `heads`: words of which each precedes each name of the list: Bộ, Sở.
- `common`: the words are a common noun too, so that they may be small, and begin a sentence ("Phó giám đốc").
- `titles`: a common noun in small letters only; a capital on its first word alone begins no sentence.
- `after`: words after which small letters are wrong although the words may be common ("tỉnh hà nam").
- `not_after`, `not_before`: words beside which it is another name or no name. `before`: the only words before which it
  is one; "." is any end of a phrase.
- `since`, `until`: the days between which the name is written so. A paper of another day is not judged by it; one whose
  day is unknown is. A former name has no `until` where papers go on citing it.

Names are found word by word, the longest first, so that a right name hides a shorter one within it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from congvan.nd30.rules.word_lists import SURNAMES

_TOKEN = re.compile(r"\w+|\n|[^\w\s]")
_STARRED = re.compile(r"\w+\*?|[^\w\s]")
_PHRASE_ENDS = frozenset("\n.,;:)(-–/!?")
_SENTENCE_STARTS = frozenset("\n.?!:;(-–+•*…")
_O = "òóỏõọ"
_TONES = {
    f"{vowel}{old}": f"{new}{end}"
    for vowel, end, olds, news in (("o", "a", "àáảãạ", _O), ("o", "e", "èéẻẽẹ", _O), ("u", "y", "ỳýỷỹỵ", "ùúủũụ"))
    for old, new in zip(olds, news, strict=True)
}


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name as it must be written, word by word, with the conditions of its table."""

    words: tuple[str, ...]
    folded: list[str]
    rule: str
    open: frozenset[int] = frozenset()  # the places of the words whose case is left open
    common: bool = False
    titles: bool = False
    after: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True, slots=True)
class Slip:
    """A name with wrong capitals: as written and as it must be, the rule, and the days that the list binds."""

    text: str
    wanted: str
    name: ListedName = field(repr=False)


def slips(text: str, rule: str, day: date | None = None) -> Iterator[tuple[str, str]]:
    """Yield (as written, as it must be) for each name of a rule's lists; `day`: the date of the paper, if known."""
    for slip in _slips(text):
        if slip.name.rule == rule and (day is None or slip.name.since <= day <= slip.name.until):
            yield slip.text, slip.wanted


@lru_cache(maxsize=512)
def _slips(text: str) -> tuple[Slip, ...]:
    """Return the slips of all lists; cached, because each rule asks for its own."""
    return tuple(_search(text))


def _search(text: str) -> Iterator[Slip]:
    index, words = _index(), _TOKEN.findall(text)
    folded = [_fold(word) for word in words]
    found: list[tuple[int, ListedName]] = []
    after = 0  # the end of the last name
    for at, first in enumerate(folded):
        if first not in index or at < after:
            continue
        ways = (n for n in index[first] if folded[at : at + len(n.folded)] == n.folded)
        name = next(ways, None)
        if name is not None and _is_meant(name, words, folded, at):
            after = at + len(name.words)
            if _is_wrong(name, words, folded, at):
                found.append((at, name))
    spans = [match.span() for match in _TOKEN.finditer(text)] if found else []
    for at, name in found:
        written = text[spans[at][0] : spans[at + len(name.words) - 1][1]]
        yield Slip(written, _as_listed(written, name), name)


@lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    """Return a word in small letters, with the tone where older spelling has it: hoà → hòa, uỷ → ủy."""
    small = word.lower()
    return small[:-2] + _TONES.get(small[-2:], small[-2:])


def _is_meant(name: ListedName, words: Sequence[str], folded: Sequence[str], at: int) -> bool:
    """Return whether the words beside allow that the words from `at` on are this name."""
    end = at + len(name.words)
    previous = _word_before(folded, at)
    following = folded[end] if end < len(folded) else "."
    if previous in name.not_after or following in name.not_before or _belongs_to_person(words, at):
        return False
    ends = "." in name.before and following in _PHRASE_ENDS
    capital = words[at + len(name.words) - 1].istitle() and not name.words[-1].istitle()  # no verb: "Sở Xây Dựng"
    return not name.before or ends or capital or following in name.before


def _word_before(folded: Sequence[str], at: int) -> str:
    """Return the word before a name, "." at the beginning; the stop of "TP." is passed over."""
    abbreviated = at > 1 and folded[at - 1] == "." and folded[at - 2] in ("tp", "tx", "tt")
    return folded[at - 2] if abbreviated else folded[at - 1] if at else "."


def _belongs_to_person(words: Sequence[str], at: int) -> bool:
    """Return whether the word before is part of a person's name: Nguyễn Quốc Khánh, Trần Thị Hà Nam."""
    start = at
    while start > max(0, at - 3) and words[start - 1].istitle():
        start -= 1
    return words[at].istitle() and any(word in SURNAMES for word in words[start:at])


def _is_wrong(name: ListedName, words: Sequence[str], folded: Sequence[str], at: int) -> bool:
    """Return whether the words from `at` on have other capitals than the list; words wholly in capitals don't count."""
    written = words[at : at + len(name.words)]
    pairs = enumerate(zip(written, name.words, strict=True))
    differ = [k for k, pair in pairs if k not in name.open and not _same_case(*pair)]
    if not differ or any(len(written[k]) > 1 and written[k].isupper() for k in differ):
        return False
    previous = _word_before(folded, at)
    small = all(word.islower() or not word.isalpha() for word in written)
    if small or (name.after and written[0].islower()):
        return previous in name.after or not (name.common or name.after)
    as_common_noun = name.common and not name.titles and all(word == word.lower() for word in written[1:])
    return not as_common_noun or previous not in _SENTENCE_STARTS


def _same_case(written: str, listed: str) -> bool:
    if len(listed) > 1 and listed.isupper():
        return written == listed
    return written[0].isupper() == listed[0].isupper()


def _as_listed(written: str, name: ListedName) -> str:
    """Return the words as written with the capitals of the list, so that an older place of tones stays."""
    cased = enumerate(name.words)

    def recase(match: re.Match[str]) -> str:
        place, word = next(cased)
        if place in name.open or (len(word) > 1 and word.isupper()):
            return match[0] if place in name.open else word
        return (match[0][0].upper() if word[0].isupper() else match[0][0].lower()) + match[0][1:].lower()

    return _TOKEN.sub(recase, written)


@cache
def _index() -> dict[str, tuple[ListedName, ...]]:
    """Return the names of all lists by their first word, the longest first."""
    found: dict[str, list[ListedName]] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda path: path.name):
        if file.name.endswith(".toml"):
            for table in tomllib.loads(file.read_text("utf-8"))["names"]:
                for name in _names(table):
                    found.setdefault(name.folded[0], []).append(name)
    return {word: tuple(sorted(names, key=lambda n: -len(n.words))) for word, names in found.items()}


def _names(table: dict[str, Any]) -> Iterator[ListedName]:
    """Yield the names of a table of the data."""
    beside = ("after", "not_after", "before", "not_before")
    conditions: dict[str, Any] = {key: frozenset(table[key]) for key in beside if key in table}
    conditions |= {key: table[key] for key in ("rule", "common", "titles", "since", "until") if key in table}
    for head, listed in product(table.get("heads", [""]), table["list"]):
        words = _STARRED.findall(f"{head} {listed}")
        case_open = frozenset(k for k, word in enumerate(words) if word.endswith("*") or (k == 0 and word.islower()))
        plain = tuple(word.rstrip("*") for word in words)
        yield ListedName(plain, list(map(_fold, plain)), open=case_open, **conditions)
