"""Texts around the tables of an answer: names of other entries than its own, and what the form has not printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from congvan.forms.form import Dimension, DispatchForm
from congvan.forms.keys import FormKeys
from congvan.messages import Message
from congvan.problems import Place, Problem, Severity
from congvan.returns.reading.heads import Same
from congvan.returns.reading.issues import Issue
from congvan.returns.reading.parts import FilePart
from congvan.returns.reading.texts import TextCell, is_name_alone, said_on, texts_of
from congvan.returns.reading.words import plain, static_pieces
from congvan.text import presentable

_LONGEST_NAME = 9
"""Words of the name of an entry at most that is looked for within a text."""
_SIGNS = re.compile(r"[\W_]+")
_OF_BODY = re.compile(r"(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân) ", re.IGNORECASE)
_MOST_OF_NAME = 4
"""Words of a name behind the kind of what it names: Xã Ba Vì."""
_LEAST_UNREAD = 4
"""Words of a text above the tables that is reported; fewer are a heading, a place, a mark."""
_PRINTED = (
    "cong hoa xa hoi",
    "doc lap",
    "phu luc",
    "kem theo",
    "(kem theo",
    "so:",
    "so ",
    "bieu so",
    "mau so",
    "don vi tinh",
)
"""How texts begin that any form may have at its head."""


class EntryWords:
    """The names of the entries of one dimension, without marks and case: as a whole, within a longer text, and as
    labels of sheets and files have them.
    """

    def __init__(self, dimension: Dimension) -> None:
        self.whole: dict[str, set[str]] = {}
        self.within: dict[str, set[str]] = {}
        self.labels: dict[str, set[str]] = {}
        self.kinds: set[str] = set()
        bodies = dimension.listed.receivers_by_entry
        for entry in dimension.listed.entries:
            told = [str(entry.values.get(key) or "") for key in ("heading", "sentence")]
            told += [body.name for body in bodies.get(entry.id, ())]
            for text in filter(is_name_alone, map(plain, (*told, str(entry.values.get("name") or "")))):
                self.whole.setdefault(text, set()).add(entry.id)
            for text in filter(None, map(plain, told)):
                if " " in text:
                    self.within.setdefault(text, set()).add(entry.id)
            kind = str(entry.values.get("heading") or "").removesuffix(str(entry.values.get("name") or "")).strip()
            self.kinds |= {kind.casefold()} - {""}
            for text in (bare_words(entry.id), bare_words(entry.heading)):
                if " " in text:  # a single word may be anything
                    self.labels.setdefault(text, set()).add(entry.id)
        self._begin_within, self._begin_labels = ({text.split()[0] for text in it} for it in (self.within, self.labels))

    def named_in(self, text: str) -> set[str]:
        """Return the entries that a text names, the longest names first."""
        return _found(plain(text).replace(",", " ").replace(".", " ").split(), self.within, self._begin_within)

    def unknown_in(self, text: str) -> str:
        """Return the name of none of the entries that a text consists of, behind what entries are: Xã: Ba Vì."""
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


@lru_cache(maxsize=256)
def _words_of(form: Same) -> Mapping[str, EntryWords]:
    return {each.name: EntryWords(each) for each in form.value.dimensions}


def words_of(form: DispatchForm) -> Mapping[str, EntryWords]:
    """Return the names of the entries of each dimension of a form, worked out once."""
    return _words_of(Same(form))


@lru_cache(maxsize=256)
def _pieces_of(form: Same) -> frozenset[str]:
    """Return what every blank of a form prints over its tables."""
    this: DispatchForm = form.value
    spec, agency = this.spec, this.dataset.agency
    titles = [section.spec.title or "" for section in this.sections]
    texts = [this.title, spec.name, spec.subject or "", *spec.lines, *titles, agency.name, agency.parent or ""]
    return frozenset(piece for text in (*texts, *(agency.lines or ())) for piece in static_pieces(text))


def above(part: FilePart) -> list[TextCell]:
    """Return the texts of a part over its first table; of a document, those between its tables too."""
    inside = {
        table.head.grid.place(line.number, n) for table in part.tables for line in table.lines for n in line.cells
    }
    return [cell for cell in part.texts if cell.place not in inside]


def other_names(
    form: DispatchForm, keys: FormKeys, over: Iterable[TextCell], under: Sequence[TextCell]
) -> Iterator[Issue | Problem]:
    """Ask about a text over the tables, or at the foot, that is the name of another entry than the answer's, or over
    the tables of one that no list has; tell of one at the foot that holds such a name.
    """
    agency = plain(form.dataset.agency.name)
    agencies = {agency, plain(form.dataset.agency.parent or "")}
    for dimension in form.dimensions:
        meant = dimension.listed.get(keys.entry(dimension.name))
        words = words_of(form)[dimension.name]
        if meant is None:
            continue
        for cell, is_foot in (*((each, False) for each in over), *((each, True) for each in under)):
            whole = words.whole.get(plain(cell.text).strip(" .:;,"), set())
            if whole and meant.id not in whole and plain(cell.text) != agency:
                yield Issue("", _differs(dimension, meant.heading, min(whole), is_foot=is_foot), cell.place, cell.text)
                break
            unknown = "" if whole or is_foot else words.unknown_in(cell.text)
            if unknown and plain(cell.text) not in agencies:
                message = Message("form-words-unknown", what=dimension.listed.one, text=presentable(unknown, 80))
                yield Issue("", message, cell.place, cell.text)
                break
            named = words.named_in(cell.text) - words.whole.get(agency, set()) if is_foot and not whole else set()
            if named and meant.id not in named:
                message = Message("foot-names-another", meant=meant.heading, words=presentable(cell.text, 80))
                yield Problem(message, cell.place, severity=Severity.WARNING)


def _differs(dimension: Dimension, meant: str, said: str, *, is_foot: bool) -> Message:
    other = dimension.listed.get(said)
    heading = other.heading if other else said
    if is_foot:
        return Message("form-words-differ.foot", what=dimension.listed.one, meant=meant, said=heading)
    return Message("form-words-differ", what=dimension.listed.one, meant=meant, said=heading)


def unread(form: DispatchForm, over: Iterable[TextCell]) -> Iterator[Problem]:
    """Tell of sentences over the tables that the form has not printed."""
    texts, pieces = texts_of(form), _pieces_of(Same(form))
    names = words_of(form).values()
    for cell in over:
        said = plain(cell.text).strip(" .:;,")
        if len(said.split()) < _LEAST_UNREAD or said.startswith(_PRINTED):
            continue
        printed = any(piece in said or said in piece for piece in pieces if len(piece) > _LEAST_UNREAD)
        if printed or texts.ends(cell) or any(said in each.whole for each in names) or any(said_on(cell, texts)):
            continue
        words, beside = presentable(cell.text, 120), cell.place == Place(cell.place.file)
        message = Message("text-above.paragraph", words=words) if beside else Message("text-above", words=words)
        yield Problem(message, cell.place, severity=Severity.NOTE)


def at_foot(cells: Sequence[TextCell], part: FilePart) -> list[TextCell]:
    """Return the texts at the foot of an answer: those below its tables, and the paragraphs of a document."""
    return [*cells, *(cell for cell in part.texts if cell.place == Place(cell.place.file))]
