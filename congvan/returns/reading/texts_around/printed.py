"""What a blank prints around its tables, compared with what came back: a year, number, day, period or name of another
sheet than the id says is asked about; words that were merely typed again are not.

The same for all kinds of files: texts over the tables, heads and feet of pages, the names of the sheet and of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import presentable
from congvan.forms.calendar import Period
from congvan.forms.keys import FormKeys, keys_of, parse_form_id
from congvan.grids.grid import GridFile
from congvan.returns.reading.issues import Issue
from congvan.returns.reading.parts import FilePart
from congvan.returns.reading.rules import Rules
from congvan.returns.reading.texts import TextCell, before_labels, said_on, texts_of
from congvan.returns.reading.texts_around.blank_texts import printed_texts
from congvan.returns.reading.texts_around.entry_names import ADDRESSED, MeantEntries, bare_words, meant_by
from congvan.returns.reading.texts_around.stated import (
    GAP,
    StatedToken,
    days_outside,
    is_day_alone,
    is_meant,
    is_of_the_sender,
    only_period,
    other_days,
    other_unit,
    said_times,
    tokens,
)
from congvan.returns.reading.words import plain

_ALIKE = 0.6
"""The share of its words that a text shares with one that was printed, to be the same text typed again."""
_LONGEST, _SHORT = 400, 14
"""Characters of a text that is compared; words of one that is a heading, whatever was printed."""
_LINES_OF_OTHERS = ("kem theo", "(kem theo", "can cu", "theo ", "thuc hien ")
"""How texts begin that may name another dispatch, or the time of another paper."""


class _Printed(NamedTuple):
    """A printed text with its tokens, and the words among them."""

    text: str
    tokens: tuple[StatedToken, ...]
    words: frozenset[str]


@lru_cache(maxsize=4096)
def _printed(text: str, names: tuple[str, ...] = ()) -> _Printed:
    """Return a text taken apart. `names`: those of whose sheet it is, which no other may stand for."""
    made = tokens(text)
    for name in names:
        own = [each.key for each in tokens(name)]
        starts = [at for at in range(len(made)) if own and [each.key for each in made[at : at + len(own)]] == own]
        for at in (number for start in starts for number in range(start, start + len(own))):
            made[at] = made[at]._replace(is_name=True)
    words = frozenset(each.key for each in made if not each.is_fact and each.key != GAP)
    return _Printed(text, tuple(made), words)


class PrintedCheck:
    """Compares what one answer says around its tables with what its blank printed."""

    def __init__(self, rules: Rules, keys: FormKeys, version: int, asked: Sequence[Issue]) -> None:
        self.form, self.keys, self.version = rules.names.form, keys, version
        self.period: Period | None = rules.names.calendar.find(keys.period) if keys.period else None
        self.unit = self.form.spec.period.each if self.form.spec.period else ""
        self.listed = bool(self.form.spec.period and self.form.spec.period.listed)
        self.periods = rules.names.calendar.periods() if self.listed else ()
        self.texts = texts_of(self.form)
        self.settled = {issue.place for issue in asked}
        self.shared = printed_texts(self.form)
        self._said: set[Message] = {issue.message for issue in asked}
        self._alone: frozenset[str] = frozenset()

    @cached_property
    def printed(self) -> list[str]:
        """The texts that the blank printed, worked out when a text is looked at that not every blank has."""
        return self.shared.of(self.keys)

    @cached_property
    def whole(self) -> str:
        """All of them, without marks and case."""
        return " | ".join(map(plain, self.printed))

    @cached_property
    def _own_names(self) -> tuple[str, ...]:
        """The names of whose sheet it is: Cao Lộc."""
        entries = (each.listed.get(self.keys.entry(each.name)) for each in self.form.dimensions)
        return tuple(str(entry.values.get("name") or "") for entry in entries if entry)

    @cached_property
    def _own_numbers(self) -> frozenset[str]:
        """The numbers that name the period of the answer, however it is written."""
        period = self.period
        days = (period.first, period.last) if period else ()
        written = " ".join([period.name if period else "", *(f"{day:%d/%m/%Y}" for day in days)])
        return frozenset(each.key for each in tokens(written) if each.is_fact)

    def check(
        self, filled: GridFile, part: FilePart, over: Sequence[TextCell], *, alone: bool
    ) -> Iterator[Issue | Problem]:
        """Yield what has to be asked, and what is reported. `alone`: whether the file holds no other answer."""
        self._alone = frozenset(plain(cell.text) for cell in over)
        sheets = dict.fromkeys(table.head.grid.name for table in part.tables if table.head.grid.form == "sheet")
        found: list[Issue | Problem] = [each for cell in over for each in self._over(cell)]
        for text, place in filled.margins:
            if place.sheet in sheets or (alone and not place.sheet):
                found += self._margin(text, place)
        found += [each for name in sheets for each in self._label(name, Place(filled.file, sheet=name))]
        if alone and filled.keywords_id:
            found += self._other_id(filled.keywords_id, Place(filled.file))
        if alone:
            found += self._label(PurePath(filled.file).stem, Place(filled.file))
        for issue in found:
            if issue.message not in self._said:
                self._said.add(issue.message)
                yield issue

    def _over(self, cell: TextCell) -> Iterator[Issue | Problem]:
        """Ask about a text over the tables, unless it is as printed or a line whose value was read already."""
        text = cell.text
        if cell.place in self.settled and cell.place.cell:
            return
        if parse_form_id(text) is not None:
            yield from self._other_id(text, cell.place)
            return
        if len(text) > _LONGEST or plain(text) in self.shared.whole:
            return
        if plain(text) in self.shared.of_others:
            message = Message("form-words-differ.text", meant=self.form.title, said=presentable(text, 120))
            yield Issue("", message, cell.place, text)
            return
        if any(said_on(cell, self.texts)):
            before = before_labels(cell, self.texts).rstrip(" –-;,")
            if before and not self._is_printed(before):  # `Tuần 34 (17/8–23/8) – Dân số: 8.200 người`
                yield from self._compared(before, cell.place)
            return
        if (self.texts.is_title(text) or not self.texts.ends(cell)) and not self._is_printed(text):
            yield from self._compared(text, cell.place)

    def _margin(self, text: str, place: Place) -> Iterator[Issue | Problem]:
        if parse_form_id(text) is not None:
            yield from self._other_id(text, place)
        elif not self._is_printed(text):
            yield from self._compared(text, place, heading=True)

    def _is_printed(self, text: str) -> bool:
        words = plain(text)
        return words in self.shared.whole or words in self.whole

    def _other_id(self, text: str, place: Place) -> Iterator[Issue]:
        """Ask about an id of a form that is printed on the paper, and is that of another sheet than the file's."""
        read = parse_form_id(text)
        if read is None:
            return
        same = (read.dispatch, read.form) == (self.form.dispatch_id, self.form.id)
        keys = keys_of(self.form, read) if same else None
        fits = keys is not None and all(said in ("", self.keys.entry(name)) for name, said in keys.entries.items())
        if keys is None or not fits or keys.period not in ("", self.keys.period):
            yield Issue("", Message("form-words-differ.id", said=presentable(text, 120)), place, text)

    def _compared(self, text: str, place: Place, *, heading: bool = False) -> Iterator[Issue | Problem]:
        """Compare a text with the printed one that it is most like, and with the sheet that the answer is for; tell of
        what was added to it.
        """
        words = plain(text)
        if is_of_the_sender(words) or self._is_own_reference(text, words) or self._is_own_period(words):
            return
        said = _printed(text)
        like, share = self._most_alike(said)
        if self.unit != "day" and is_day_alone(words) and not is_day_alone(plain(like.text)):  # beside a signature
            return
        alike = share >= _ALIKE and len(said.words & like.words) > 1
        short = heading or len(said.words) <= _SHORT
        if not alike and (not short or words.startswith(_LINES_OF_OTHERS)):
            return
        compared = alike and self.version == self.form.spec.version
        printed = plain(like.text) if alike else ""
        asked = [*self._other_entry(words, printed, text, place)]
        asked = asked or ([*_facts_differ(like, said, place)] if compared else [])
        asked = asked or [*self._other_period(words, printed, text, place)]
        asked = asked or ([*self._unknown_entry(printed, text, place)] if alike else [])
        yield from asked
        if compared and not asked:
            yield from _facts_added(like, said, place, self._own_numbers)

    def _is_own_reference(self, text: str, words: str) -> bool:
        """Whether a line names a paper of the sender's own: Kèm theo Báo cáo số 45/BC-UBND của UBND xã Mẫu."""
        agency = self.form.dataset.agency
        ours = (plain(agency.name), plain(self.form.dispatch.symbol(agency.abbreviation)))
        if not words.startswith(_LINES_OF_OTHERS[:2]) or any(each in words for each in ours):
            return False
        said = text.strip("() ")
        return any(not each.entries.isdisjoint(each.words.named_in(said)) for each in meant_by(self.form, self.keys))

    def _is_own_period(self, words: str) -> bool:
        """Whether a text without marks is the name of the answer's period, written otherwise: Tháng 11 năm 2026."""
        said = said_times(self.unit, words) if self.period is not None and only_period(words) else ()
        return any(is_meant(self.unit, each, self.period) for each in said if self.period is not None)

    def _most_alike(self, said: _Printed) -> tuple[_Printed, float]:
        """Return the printed text that shares the most words with a text, and their share among its own."""
        best, most = _printed(""), 0.0
        for each in (_printed(text, self._own_names) for text in self.printed):
            shared = len(said.words & each.words) / max(len(said.words), 1)
            if shared > most:
                best, most = each, shared
        return best, most

    def _other_period(
        self, words: str, printed: str, text: str, place: Place, *, short: bool = False
    ) -> Iterator[Issue]:
        """Ask about a text that names another period than that of the answer, and not that one beside it."""
        period = self.period
        if period is None:
            yield from self._other_year(words, printed, text, place)
            return
        if self.listed:
            named = [each for each in self.periods if _names(words, each.name) and not _names(printed, each.name)]
            if named and period not in named:
                yield self._period_issue(period, named[0].name, text, place)
            return
        is_other = only_period(words) or (other_unit(self.unit, words) and not other_unit(self.unit, printed))
        if is_other and words != printed and not said_times(self.unit, words):
            yield self._period_issue(period, presentable(text, 60), text, place)
            return
        if other_days(self.unit, words, period) or (words != printed and days_outside(words, period)):
            yield self._period_issue(period, presentable(text, 60), text, place)
            return
        units = [self.unit, *(["year"] if printed and self.unit not in ("day", "year") else [])]
        for unit in units:
            said = said_times(unit, words, short=short)
            added = said - said_times(unit, printed)
            years = range(period.first.year, period.last.year + 1)
            if unit == "year" and self.unit != "year":
                fits = any(each.year in years for each in said)
            else:
                fits = any(is_meant(unit, each, period) for each in said)
            if added and not fits:
                yield self._period_issue(period, presentable(text, 60), text, place)
                return

    def _other_year(self, words: str, printed: str, text: str, place: Place) -> Iterator[Issue]:
        """Ask about a year in the title of a form without periods that is neither printed nor that of its dispatch."""
        issued = self.form.dispatch.date.year
        said, known = (said_times("year", each) for each in (words, printed))
        if printed and not known and said and issued.isdecimal() and int(issued) not in {each.year for each in said}:
            shown = presentable(text, 60)
            yield Issue("", Message("form-words-differ.year", meant=int(issued), said=shown), place, text)

    def _period_issue(self, period: Period, said: str, text: str, place: Place) -> Issue:
        return Issue("", Message("form-words-differ.period", meant=period.name, said=said), place, text)

    @cached_property
    def _meant(self) -> Sequence[MeantEntries]:
        return meant_by(self.form, self.keys)

    def _other_entry(self, words: str, printed: str, text: str, place: Place) -> Iterator[Issue]:
        """Ask about a text that names another entry than the answer means, and not that one too."""
        agency = plain(self.form.dataset.agency.name)
        for each in self._meant:
            if (each.is_referred and words.startswith(ADDRESSED)) or words == agency:
                continue
            named = each.words.named_in(text) | each.words.alone(words) | each.words.at_end(words)
            was = each.words.named_in(printed) | each.words.at_end(printed)
            is_other = each.entries.isdisjoint(named) and named - was and (was or not each.is_printed)
            if is_other and not each.begins_with(words, self._alone):
                yield Issue("", each.differs(min(named - was)), place, text)

    def _unknown_entry(self, printed: str, text: str, place: Place) -> Iterator[Issue]:
        """Ask about a text that was printed without it, and ends with the name of an entry that no list has."""
        for each in self._meant:
            unknown = "" if each.is_printed or each.is_referred else each.words.unknown_at_end(text)
            if unknown and plain(unknown) not in printed:
                message = Message("form-words-unknown", what=each.listed.one, text=presentable(unknown, 80))
                yield Issue("", message, place, text)

    def _label(self, name: str, place: Place) -> Iterator[Issue]:
        """Ask about the name of a sheet or file that is that of another entry or period."""
        spaced = bare_words(name)
        named = [*self._other_period(spaced, "", name, place, short=True)]
        if not named and self.period is not None and days_outside(plain(name).replace("_", "-"), self.period):
            named = [self._period_issue(self.period, presentable(name, 60), name, place)]
        yield from named
        for each in self._meant:
            found = set() if each.is_printed else each.words.of_label(spaced)
            if found and each.entries.isdisjoint(found):
                yield Issue("", each.differs(max(sorted(found), key=len)), place, name)


def _names(words: str, name: str) -> bool:
    """Whether a text without marks holds a name as whole words."""
    return bool(words) and re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", words) is not None


class _TextChange(NamedTuple):
    """Where a text differs from the printed one: tokens of both sides, their facts that are not on the other side."""

    ours: slice
    theirs: slice
    lost: Sequence[StatedToken]
    new: Sequence[StatedToken]
    gaps: int  # of the printed text, which may be filled in
    left_open: bool  # whether a gap stands for a fact that is printed today
    is_renamed: bool  # whether another name stands for that of whose sheet it is


def _changes(printed: _Printed, said: _Printed) -> Iterator[_TextChange]:
    ours, theirs = printed.tokens, said.tokens
    matcher = SequenceMatcher(None, [each.key for each in ours], [each.key for each in theirs], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        before, now = ([each for each in side if each.is_fact] for side in (ours[a:b], theirs[c:d]))
        kept = {each.key for each in before} & {each.key for each in now}
        lost, new = ([each for each in side if each.key not in kept] for side in (before, now))
        beside = 0 if lost else 1  # a number may be written beside its gap
        gaps = sum(each.key == GAP for each in ours[max(a - beside, 0) : b + beside])
        opened = any(each.key == GAP for each in theirs[c:d])
        renamed = any(each.is_name for each in ours[a:b]) and any(each.key != GAP for each in theirs[c:d])
        yield _TextChange(slice(a, b), slice(c, d), lost, new, gaps, bool(lost and opened), renamed)


def _facts_differ(printed: _Printed, said: _Printed, place: Place) -> Iterator[Issue]:
    """Ask where a fact of a printed text is as another one, at the same place in the same words."""
    changes = list(_changes(printed, said))
    if any(each.left_open for each in changes):  # a blank of before its dispatch had a number and a day
        return
    for each in changes:
        if each.is_renamed or (each.lost and len(each.new) > each.gaps):
            meant, stands = _quoted(printed, each.ours), _quoted(said, each.theirs)
            yield Issue("", Message("form-words-differ.text", meant=meant, said=stands), place, said.text)


def _facts_added(printed: _Printed, said: _Printed, place: Place, known: Set[str]) -> Iterator[Problem]:
    """Tell of numbers that were added to a printed text. `known`: those that the sheet has anyway."""
    for each in _changes(printed, said):
        if sum(token.key not in known for token in each.new) > each.gaps and not each.lost:
            words = _quoted(said, each.theirs)
            yield Problem(Message("text-added", words=words), place, severity=Severity.WARNING)


def _quoted(text: _Printed, tokens: slice) -> str:
    """Return the words of some tokens with the two before them."""
    chosen = text.tokens[max(tokens.start - 2, 0) : tokens.stop]
    return presentable(" ".join(text.text[chosen[0].begin : chosen[-1].end].split()), 60) if chosen else ""
