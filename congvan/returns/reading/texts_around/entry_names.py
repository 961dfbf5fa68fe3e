"""Which entries of which lists a sheet means: those of its id, those that they refer to, those that every blank names;
and the entries that a text names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys
from congvan.model.lists.entries import EntryList
from congvan.returns.reading.heads import Same
from congvan.returns.reading.texts import is_name_alone
from congvan.returns.reading.words import plain, static_pieces

_LONGEST_NAME = 9
"""Words of the name of an entry at most that is looked for within a text."""
_SIGNS = re.compile(r"[\W_]+")
_OF_BODY = re.compile(r"(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân) ", re.IGNORECASE)
_MOST_OF_NAME = 4
"""Words of a name behind the kind of what it names: Xã Mẫu."""
_FARTHEST = 4
"""Steps from list to list that references are followed."""
ADDRESSED = ("kinh gui", "noi nhan")
"""How texts begin that name whom a paper goes to, not whose it is."""


class EntryWords:
    """The names of the entries of a list, without marks and case: as a whole, within a longer text, and as labels of
    sheets and files have them.
    """

    def __init__(self, listed: EntryList) -> None:
        self.whole: dict[str, set[str]] = {}
        self.within: dict[str, set[str]] = {}
        self.labels: dict[str, set[str]] = {}
        self.kinds: set[str] = set()
        bodies = listed.receivers_by_entry
        for entry in listed.entries:
            told = [str(entry.values.get(key) or "") for key in ("heading", "sentence")]
            told += [body.name for body in bodies.get(entry.id, ())]
            for text in filter(None, map(plain, (*told, str(entry.values.get("name") or "")))):
                self.whole.setdefault(text, set()).add(entry.id)
            for text in filter(None, map(plain, told)):
                if " " in text:
                    self.within.setdefault(text, set()).add(entry.id)
            kind = str(entry.values.get("heading") or "").removesuffix(str(entry.values.get("name") or "")).strip()
            self.kinds |= {kind.casefold()} - {""}
            for text in (bare_words(entry.id), bare_words(entry.heading)):
                if " " in text:  # a single word may be anything
                    self.labels.setdefault(text, set()).add(entry.id)
        self._called = {word for each in (*self.kinds, listed.one) for word in _SIGNS.split(plain(each))} - {""}
        self._begin_within, self._begin_labels = ({text.split()[0] for text in it} for it in (self.within, self.labels))

    def alone(self, text: str) -> set[str]:
        """Return the entries whose name is all of a text; the 3 of Phường 3 alone may count or number anything."""
        said = plain(text).strip(" .:;,")
        return self.whole.get(said, set()) if is_name_alone(said) else set()

    def named_in(self, text: str) -> set[str]:
        """Return the entries that a text names, the longest names first; bare ones behind what entries are: Xã: Mẫu."""
        words = plain(text)
        label, _colon, bare = words.rpartition(":")
        named = self.whole.get(bare.strip(" .;,"), set()) if self._called & set(_SIGNS.split(label)) else set()
        return named | _found(words.replace(",", " ").replace(".", " ").split(), self.within, self._begin_within)

    def unknown_in(self, text: str) -> str:
        """Return the name of none of the entries that a text consists of, behind what entries are: Xã: Mẫu."""
        said = " ".join(text.split())
        bare = _OF_BODY.sub("", said, count=1)
        kind = next((each for each in self.kinds if bare.casefold().startswith((f"{each} ", f"{each}:"))), "")
        name = bare[len(kind) :].strip(" :.;,")
        words = name.split() if kind else []
        if not 0 < len(words) <= _MOST_OF_NAME or not all(each[0].isupper() or each.isdecimal() for each in words):
            return ""
        heading = bare == said and said.isupper()  # XÃ HỘI HÓA: the title of something else
        known = self.named_in(text) or self.whole.keys() & {plain(name), plain(f"{kind} {name}")}
        return "" if heading or known else bare

    def at_end(self, words: str) -> set[str]:
        """Return the entries whose bare name, of two words or more, is the end of a text without marks and labels."""
        said = words.strip(" .;,").split() if ":" not in words else []
        tails = (" ".join(said[-length:]) for length in range(min(_LONGEST_NAME, len(said)), 1, -1))
        return next((self.whole[tail] for tail in tails if tail in self.whole), set())

    def unknown_at_end(self, text: str) -> str:
        """Return the name of none of the entries with which a text ends, behind what entries are: … của xã Mẫu."""
        folded = text.casefold()
        starts = [folded.rfind(f" {kind} ") + 1 for kind in self.kinds]
        at = max(starts, default=0)
        return self.unknown_in(text[at:].rstrip(" .;,)")) if at and not text.isupper() else ""

    def of_label(self, words: str) -> set[str]:
        """Return the entries that the name of a sheet or file holds. `words`: its `bare_words`."""
        return _found(words.split(), self.labels, self._begin_labels)


def _found(words: Sequence[str], names: Mapping[str, set[str]], begin: Set[str]) -> set[str]:
    """Return the entries whose names are among some words. `begin`: the first words of the names."""
    found: set[str] = set()
    if begin.isdisjoint(words):
        return found
    at = 0
    while at < len(words):
        length = next((n for n in range(_LONGEST_NAME, 1, -1) if " ".join(words[at : at + n]) in names), 0)
        if length:
            found |= names[" ".join(words[at : at + length])]
        at += length or 1
    return found


def bare_words(name: str) -> str:
    """Return the words of an id, or of a name of a sheet or file, without marks, case and signs."""
    return " ".join(_SIGNS.sub(" ", plain(name)).split())


@lru_cache(maxsize=512)
def _words_of(listed: Same) -> EntryWords:
    return EntryWords(listed.value)


def words_of(listed: EntryList) -> EntryWords:
    """Return the names of the entries of a list, worked out once."""
    return _words_of(Same(listed))


class MeantEntries(NamedTuple):
    """The entries of a list that a sheet means.

    `is_referred`: not in its id, but referred to by what is; `is_printed`: only named by every blank of the form.
    """

    listed: EntryList
    entries: frozenset[str]
    is_referred: bool = False
    is_printed: bool = False

    @property
    def words(self) -> EntryWords:
        """The names of the entries of the list."""
        return words_of(self.listed)

    @property
    def heading(self) -> str:
        """How what is meant is called."""
        return _heading(self.listed, min(self.entries))

    def begins_with(self, text: str, alone: Set[str]) -> bool:
        """Whether a text says the beginning of the name of what is meant, and another the rest: a page has broken
        “Xã Tân Hòa Đông” into two lines. `alone`: the other texts, for comparison.
        """
        names = (name for name, entries in self.words.whole.items() if not self.entries.isdisjoint(entries))
        rests = alone - self.words.whole.keys()
        begins = [name.removesuffix(f" {rest}") for name in names for rest in rests if name.endswith(f" {rest}")]
        return any(f" {begin} " in f" {text} " for begin in begins)

    def differs(self, other: str, *, is_foot: bool = False) -> Message:
        """Return the question about another entry in its place."""
        id_ = "form-words-differ.foot" if is_foot else "form-words-differ"
        return Message(id_, what=self.listed.one, meant=self.heading, said=_heading(self.listed, other))


def _heading(listed: EntryList, identifier: str) -> str:
    entry = listed.get(identifier)
    return entry.heading if entry else identifier


def meant_by(form: DispatchForm, keys: FormKeys) -> Sequence[MeantEntries]:
    """Return what a sheet means: of each dimension, of lists that its entries refer to, of lists that blanks name."""
    return _meant_by(Same(form), tuple(keys.entry(each.name) for each in form.dimensions))


@lru_cache(maxsize=1 << 10)
def _meant_by(form_: Same, entries: tuple[str, ...]) -> Sequence[MeantEntries]:
    form: DispatchForm = form_.value
    lists = {each.listed.id: each.listed for each in form.dimensions}
    own: dict[str, set[str]] = {}
    referred: dict[str, set[str]] = {}
    for each, name in zip(form.dimensions, entries, strict=True):
        if (entry := each.listed.get(name)) is not None:
            own.setdefault(each.listed.id, set()).add(entry.id)
            _follow(form, each.listed, entry.values, referred, _FARTHEST)
    found = [MeantEntries(lists[name], frozenset(ids)) for name, ids in own.items()]
    others = {name: frozenset(ids) for name, ids in referred.items() if name not in lists}
    found += [MeantEntries(form.dataset.lists[name], ids, is_referred=True) for name, ids in others.items()]
    known = {*lists, *referred}
    return [*found, *(each for each in _printed_by(form_) if each.listed.id not in known)]


def _follow(
    form: DispatchForm, listed: EntryList, values: Mapping[str, Any], found: dict[str, set[str]], steps: int
) -> None:
    """Add the entries that some values refer to, by list."""
    for name, field in listed.head.all_fields().items() if steps else ():
        target = form.dataset.lists.get(field.refers_to) if field.refers_to else None
        for each in _referred(values.get(name)) if target is not None else ():
            if target is not None and target.get(str(each.get("id"))) is not None:
                found.setdefault(target.id, set()).add(str(each["id"]))
                _follow(form, target, each, found, steps - 1)


def _referred(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the entries that a field refers to: one, or several."""
    for each in value if isinstance(value, list | tuple) else (value,):
        if isinstance(each, Mapping):
            yield each


@lru_cache(maxsize=256)
def _printed_by(form: Same) -> tuple[MeantEntries, ...]:
    """Return the entries that every blank of a form names in its title and lines: Tập huấn tại xã Mẫu."""
    this: DispatchForm = form.value
    spec = this.spec
    texts = [this.title, spec.name, spec.subject or "", *spec.lines, *(each.spec.title or "" for each in this.sections)]
    pieces = [piece for text in texts for piece in static_pieces(text)]
    agency = plain(this.dataset.agency.name)
    found = []
    for listed in this.dataset.lists.values():
        words = words_of(listed)
        named = {entry for piece in pieces for entry in words.named_in(piece)} - words.whole.get(agency, set())
        if named:
            found.append(MeantEntries(listed, frozenset(named), is_printed=True))
    return tuple(found)
