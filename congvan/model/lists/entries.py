"""Entries of a list: rows read by the types of their fields, with ids, names and references to other lists."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.text import did_you_mean, fold
from congvan.model.lists.head import ListHead
from congvan.model.lists.rows import Row
from congvan.values.columns.base import Referred
from congvan.values.expressions.entries import Entries

_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_NO_BRACKETS = str.maketrans("()", ", ")
_FARTHEST = 3
"""Steps from entry to entry whose names are written behind one another: the street, the town, the country."""
Days = tuple[datetime.date, datetime.date] | None
"""The first and last day that a date with gaps can mean; None: any day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its id and names, its values as templates see them, and when it exists.

    `values` holds the fields by name, those of a referred entry under the name of the field, and `id`, `name`,
    `heading`, `sentence`; a field without a value is "".
    """

    id: str
    values: Mapping[str, Any]
    row: Row = field(repr=False, compare=False)
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    successors: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """How it reads at the start of a line."""
        return str(self.values.get("heading") or self.values.get("name") or self.id)

    def refers_to(self, identifier: str) -> bool:
        """Whether one of its fields is the entry with an id."""
        values = (value for name, value in self.values.items() if name != "id")
        return any(
            value == identifier or (isinstance(value, dict) and value.get("id") == identifier) for value in values
        )

    def exists(self, days: Days) -> bool:
        """Whether it is valid on at least one of the days."""
        if days is None:
            return True
        begun = self.valid_from is None or self.valid_from <= days[1]
        return begun and (self.valid_to is None or self.valid_to >= days[0])


class ReceivingBody(NamedTuple):
    """A body that receives a dispatch for an entry of a list; the address may be empty.

    `prefix`: the first part of its id by the head of the list. `at`: where it is in the entry, if at all. `via`:
    how its copies go; () where nothing is said. `copies`: how many bodies its name stands for.
    """

    id: str
    name: str
    address: str
    entry: str
    prefix: str = ""
    at: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    copies: int = 1


@dataclass(frozen=True)
class EntryList:
    """A list: its id, its head, its entries in the order of their source, the file of its head, and who receives."""

    id: str
    head: ListHead
    entries: tuple[Entry, ...]
    file: str
    receivers: tuple[ReceivingBody, ...] = ()
    narrowed_from: EntryList | None = field(default=None, repr=False, compare=False)

    @property
    def whole(self) -> EntryList:
        """The list with the entries of all days; of periods and holidays the days are no validity."""
        return self.narrowed_from or self

    @cached_property
    def receivers_by_entry(self) -> Mapping[str, Sequence[ReceivingBody]]:
        """Those who receive for each entry, by its id."""
        found: dict[str, list[ReceivingBody]] = {}
        for body in self.receivers:
            found.setdefault(body.entry, []).append(body)
        return found

    @property
    def label(self) -> str:
        """What the list is called."""
        return self.head.label or self.id

    @property
    def one(self) -> str:
        """What one entry is called."""
        return self.head.one or self.label

    @cached_property
    def values(self) -> Entries:
        """The values of all entries, as templates loop over them and conditions choose among them."""
        return Entries([entry.values for entry in self.entries])

    @cached_property
    def chosen_before(self) -> dict[str, frozenset[str]]:
        """The ids of the entries that conditions have chosen, by the condition (`choosing.chosen`)."""
        return {}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all entries."""
        return tuple(entry.id for entry in self.entries)

    @cached_property
    def _by_id(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    def get(self, identifier: str) -> Entry | None:
        """Return the entry with an id."""
        return self._by_id.get(identifier)

    def place_of(self, body: ReceivingBody) -> Place:
        """Return the place of a body that receives for an entry: its own, or that of the entry's id."""
        entry = self.get(body.entry)
        return entry.row.place(*(body.at or ("id",))) if entry else Place(self.file)

    @cached_property
    def _by_words(self) -> Mapping[str, list[Entry]]:
        """Entries by what a clerk may call them: id, name, heading, sentence, without marks and case."""
        table: dict[str, list[Entry]] = {}
        for entry in self.entries:
            said = (entry.values.get(key) for key in ("id", "name", "heading", "sentence"))
            for words in {folded(str(each)) for each in said if each}:
                table.setdefault(words, []).append(entry)
        return table

    @cached_property
    def _by_short_words(self) -> Mapping[str, list[Entry]]:
        """Entries by their headings with the words before the name shortened: h cao loc, tp lang son."""
        table: dict[str, list[Entry]] = {}
        for entry in self.entries:
            heading, name = folded(entry.heading), folded(str(entry.values.get("name") or ""))
            before = heading.removesuffix(name).split() if name and heading.endswith(name) else []
            if before:
                table.setdefault(f"{''.join(word[0] for word in before)} {name}", []).append(entry)
        return table

    @cached_property
    def _by_parted_words(self) -> Mapping[str, list[Entry]]:
        """Entries whose names hold a sign between words, by these words: Tay - chân - miệng is Tay, chân, miệng."""
        table: dict[str, list[Entry]] = {}
        for words, entries in self._by_words.items():
            if (parted := _parted(words)) != words:
                table.setdefault(parted, []).extend(entries)
        return table

    @cached_property
    def _by_bare_words(self) -> Mapping[str, list[Entry]]:
        """Entries by their names without what is in brackets behind them, and by their headings without what one entry
        is called: Gia cầm (gà, vịt) is Gia cầm; Trường THCS Mẫu is THCS Mẫu.
        """
        table: dict[str, list[Entry]] = {}
        kinds = tuple(f"{folded(kind)} " for kind in self.one.split(",") if kind.strip())
        for words, entries in self._by_words.items():
            kind = next((each for each in kinds if words.startswith(each)), "")
            for bare in {_BRACKETS.sub("", words), words.removeprefix(kind)} - {words, ""}:
                table.setdefault(bare, []).extend(entries)
        return table

    @cached_property
    def _by_words_and_place(self) -> Mapping[str, list[Entry]]:
        """Entries by their names and those of what they refer to: Thôn Thượng, xã Mẫu; … , xã Mẫu, tỉnh Mẫu."""
        table: dict[str, list[Entry]] = {}
        for entry in self.entries:
            said = {str(entry.values.get(key) or "") for key in ("name", "heading", "sentence")} - {""}
            for words in {_parted(f"{each} {behind}") for behind in _places(entry.values) for each in said}:
                table.setdefault(words, []).append(entry)
        return table

    def find(self, text: str) -> Sequence[Entry]:
        """Return the entries that a text may mean: by id, else by name; of several those that still exist."""
        exact = self._by_id.get(text)
        if exact is not None:
            return (exact,)
        words = folded(text)
        found: Sequence[Entry] = self._by_words.get(words) or ()
        found = found or self._by_short_words.get(folded(text.replace(".", " "))) or ()
        found = found or self._by_parted_words.get(_parted(text)) or self._by_bare_words.get(words) or ()
        found = found or self._by_words_and_place.get(_parted(text.translate(_NO_BRACKETS))) or ()
        current = [entry for entry in found if entry.valid_to is None]
        return current if len(found) > 1 and current else found

    def referred(self, text: str) -> Sequence[Referred]:
        """Return the entries that a text may mean, by id and heading."""
        return [Referred(entry.id, entry.heading) for entry in self.find(text)]

    def near(self, text: str) -> Message | None:
        """Return a remedy that names the entry nearest to a text."""
        return did_you_mean(text, (entry.heading for entry in self.entries))

    @cached_property
    def _dated(self) -> bool:
        return any(entry.valid_from or entry.valid_to for entry in self.entries)

    def on(self, days: Days) -> EntryList:
        """Return the list with those entries alone that exist on these days."""
        if days is None or not self._dated:
            return self
        entries = tuple(entry for entry in self.entries if entry.exists(days))
        there = {entry.id for entry in entries}
        receivers = tuple(body for body in self.receivers if body.entry in there)
        return replace(self, entries=entries, receivers=receivers, narrowed_from=self.whole)


def folded(text: str) -> str:
    """Return a text as names are compared: without marks and case, spaces single."""
    return " ".join(fold(text).split())


def _places(values: Mapping[str, Any], steps: int = _FARTHEST) -> Iterator[str]:
    """Yield what an entry refers to as it is written behind a name, with what that refers to behind it too."""
    for each in values.values() if steps else ():
        if not isinstance(each, Mapping) or "id" not in each:
            continue
        for name in {str(each.get(key) or "") for key in ("name", "heading", "sentence")} - {""}:
            yield name
            yield from (f"{name} {behind}" for behind in _places(each, steps - 1))


def _parted(text: str) -> str:
    """Return a text as names are compared, without the signs between its words; a hyphen within a word stays."""
    return re.sub(r"\s*[–—,;/]\s*|\s+-\s+", " ", folded(text)).strip()


Find = Callable[[str], EntryList | None]
"""Function: id of a list → the list; None if there is none."""


def distinct(lists: Iterable[EntryList]) -> Iterator[EntryList]:
    """Yield each list once, whatever the names that it goes by."""
    seen: set[str] = set()
    for each in lists:
        if each.id not in seen:
            seen.add(each.id)
            yield each


def successor_flaws(made: EntryList, unread: Collection[str] = ()) -> Iterator[Problem]:
    """Report successors that are no entries of the list, and entries that come after themselves.

    `unread`: ids of entries that are reported as wrong themselves, "" for one whose id is not known.
    """
    for entry in made.entries:
        if entry.id in _followers(made, entry):
            yield Problem(Message("successor-circle", id=entry.id), entry.row.place("successor"))
        for name in entry.successors:
            if made.get(name) is None and name not in unread and "" not in unread:
                message = Message("successor-unknown", id=name)
                yield Problem(message, entry.row.place("successor"), did_you_mean(name, made.ids))


def _followers(made: EntryList, entry: Entry) -> set[str]:
    """Return the ids of all that come after an entry, by one successor after the other."""
    found: set[str] = set()
    waiting = [*entry.successors]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            after = made.get(name)
            waiting += after.successors if after is not None else ()
    return found
