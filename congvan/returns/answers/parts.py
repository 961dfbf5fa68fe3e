"""The answers that may count for each sheet of a form: its own, the parts of wider ones, those of successors."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from congvan.forms.form import DispatchForm, FormSection
from congvan.returns.records.answers import TAKEN, Answer, AnswerRow, Sections
from congvan.returns.records.sequence import in_order, is_accepted_since, is_decided_against, is_undecided, leads
from congvan.returns.records.signed_papers import differing_cells

Entries = tuple[str, ...]
"""The entries of a sheet in the order of the dimensions of its form."""


@dataclass(frozen=True, slots=True, eq=False)
class SheetPart:
    """An answer, or those rows of a wider one that answer for one sheet: that of its `entries`.

    Each is equal to itself alone.
    """

    answer: Answer
    sections: Sections
    entries: Entries
    is_wide: bool = False

    def good(self, section: str) -> list[AnswerRow]:
        """Return the rows of a section that count."""
        return [row for row in self.sections.get(section, ()) if row["state"] == TAKEN]

    def rows(self) -> Iterator[AnswerRow]:
        """Yield all rows, whether they count or not."""
        yield from itertools.chain.from_iterable(self.sections.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """What came for a sheet: all of it in order, what counts, and what waits: less, or what came at once."""

    parts: Sequence[SheetPart] = ()
    current: SheetPart | None = None
    held: Sequence[SheetPart] = ()

    def came_at_once(self, held: SheetPart) -> bool:
        """Whether a part waits since another came at once that counts or waits too, and they contradict each other."""
        rivals = [part for part in self.parts if part is self.current or part in self.held]
        at = rivals.index(held)
        before = any(is_undecided(held.answer, each.answer) for each in rivals[:at])
        return before or any(is_undecided(each.answer, held.answer) for each in rivals[at + 1 :])

    def why_held(self, held: SheetPart) -> str:
        """Return the code of the reason for which a part waits beside the one that counts."""
        if held.answer.waits:
            return "answer-waits"
        if self.came_at_once(held):
            return "answers-at-once"
        if self.current is not None and leads(self.current.answer, held.answer):
            return "signed-differs"
        is_other = self.current is not None and held.entries != self.current.entries
        return "answer-of-successor" if is_other else "less-than-before"


class OwedRows(NamedTuple):
    """What is owed of a sheet: how many rows at least, and the entries that came in the place of its own.

    `heir_owes`: whether these owe a sheet themselves; `is_shared`: whether they came in the place of others too.
    """

    rows: int = 0
    heir: Entries | None = None
    heir_owes: bool = False
    is_shared: bool = False


def entries_of(form: DispatchForm, keys: Mapping[str, str]) -> Entries:
    """Return keys in the order of the dimensions."""
    return tuple(keys.get(each.name, "") for each in form.dimensions)


def main_section(form: DispatchForm) -> FormSection:
    """Return the section whose rows are owed: the first table, else the first."""
    return next((each for each in form.sections if each.spec.shape == "table"), form.sections[0])


def counted_sections(form: DispatchForm) -> tuple[str, ...]:
    """Return the sections whose rows are owed: the first table where its rows are printed, else all tables."""
    main = main_section(form)
    tables = [each for each in form.sections if each.spec.shape == "table"]
    if main.each is not None or main.spec.rows.typed or not tables:
        return (main.id,)
    return tuple(each.id for each in tables)


class Parts:
    """The answers to one form and period, by the entries that they answer for."""

    def __init__(self, form: DispatchForm, answers: Iterable[Answer]) -> None:
        self._form = form
        self._parts: dict[Entries, list[SheetPart]] = {}
        for answer in answers:
            for entries, part in self._split(answer):
                self._parts.setdefault(entries, []).append(part)
        self._unused = dict.fromkeys(self._parts)

    def choice(self, entries: Entries, owed: OwedRows) -> Choice:
        """Return what counts for a sheet: the newest, unless it would replace a full answer by less.

        An answer of those that came in the place of its entries counts too: where they owe one of their own, as long
        as there is no other; where they came in the place of several, it replaces none without a question.
        """
        own, heirs = self._parts.get(entries, []), self._parts.get(owed.heir, []) if owed.heir else []
        for each in (entries, owed.heir):
            self._unused.pop(each, None) if each else None
        parts = (own or heirs) if owed.heir_owes else [*own, *heirs]
        found = chosen(parts, counted_sections(self._form), owed.rows, apart=owed.is_shared)
        return replace(found, held=[*self._differing(found), *found.held])

    def unasked(self) -> Iterator[tuple[Entries, Choice]]:
        """Yield what came for sheets that were not looked at: nobody owes them."""
        for entries in list(self._unused):
            yield entries, self.choice(entries, OwedRows())

    def _differing(self, found: Choice) -> list[SheetPart]:
        """Return the last sheet beside the signed paper that counts, where they differ: the sender is asked."""
        current = found.current
        if current is None or not current.answer.signed:
            return []
        sheets = [part for part in found.parts if _is_led(part, current) and part not in found.held]
        asked = [part for part in sheets[-1:] if not is_accepted_since(current.answer, part.answer)]
        return [part for part in asked if any(differing_cells(self._form, current.sections, part.sections))]

    def _split(self, answer: Answer) -> Iterator[tuple[Entries, SheetPart]]:
        """Yield an answer by the entries that it answers for: its own, or those that its rows name."""
        entries = entries_of(self._form, answer.id.entries)
        if all(entries):
            yield entries, SheetPart(answer, answer.sections, entries)
            return
        found: dict[Entries, dict[str, list[AnswerRow]]] = {}
        for section in self._form.sections:
            waiting: list[AnswerRow] = []
            for row in answer.sections.get(section.id, ()):
                named = self._named(section, row, entries)
                if all(named):
                    found.setdefault(named, {}).setdefault(section.id, []).append(row)
                else:
                    waiting.append(row)
            if waiting and found:  # rows without an entry are asked about with the first
                first = next(iter(found.values()))
                first[section.id] = [*first.get(section.id, ()), *waiting]
        for named, sections in found.items():
            yield named, SheetPart(answer, sections, named, is_wide=True)

    def _named(self, section: FormSection, row: AnswerRow, entries: Entries) -> Entries:
        """Return the entries of a row of a wide answer: open ones from its columns, or from its own entry."""
        named = []
        for dimension, entry in zip(self._form.dimensions, entries, strict=True):
            listed = dimension.listed.id
            columns = (each.id for each in section.columns if each.listed is not None and each.listed.id == listed)
            said = next((str(row["values"][each]) for each in columns if row["values"].get(each)), "")
            own = row["entry"] if section.each is not None and section.each.id == listed else ""
            named.append(entry or said or own)
        return tuple(named)


def chosen(parts: Sequence[SheetPart], sections: Sequence[str], owed: int, *, apart: bool = False) -> Choice:
    """Return which of several answers counts. `apart`: those of other entries replace each other by a decision alone.

    While two that came at once are undecided, another one counts only where it would whichever of them did.
    """
    if not parts:
        return Choice()
    by_answer = {part.answer.subject: part for part in parts}
    ordered = [by_answer[answer.subject] for answer in in_order(part.answer for part in by_answer.values())]
    current, held = ordered[0], list[SheetPart]()
    for part in ordered[1:]:
        rivals = [current, *(each for each in held if is_undecided(each.answer, current.answer))]
        same = [each for each in (current, *held) if is_undecided(part.answer, each.answer)]
        is_other = apart and part.entries != current.entries and not part.answer.accepted
        decided = is_decided_against(part.answer, current.answer) or (is_other and current.answer.accepted)
        if decided or _is_led(part, current) or _is_overruled(part, current):
            continue
        if not is_other and not same and all(_replaces(part, each, sections, owed) for each in rivals):
            base = part.answer.rests_on  # a call says nothing of what waits beside the answer that it corrects
            kept = [each for each in held if each not in rivals and each.answer.subject != base]
            current, held = part, kept if base else []
        else:
            held = [*(each for each in held if each in rivals or each in same), part]
    return Choice(ordered, current, held)


def _replaces(new: SheetPart, old: SheetPart, sections: Sequence[str], owed: int) -> bool:
    """Whether an answer counts in the place of an older one without a question."""
    if new.answer.accepted:
        return True
    if new.answer.waits and not old.answer.waits:
        return False
    if leads(new.answer, old.answer):
        return True
    if leads(old.answer, new.answer):
        return False
    return old.answer.waits or not _is_less(new, old, sections, owed)


def _is_led(part: SheetPart, signed: SheetPart) -> bool:
    """Whether it is a sheet beside a signed paper, which leads, and the office has not said otherwise."""
    if part.entries != signed.entries or not leads(signed.answer, part.answer) or part.answer.waits:
        return False
    return not is_accepted_since(part.answer, signed.answer)


def _is_overruled(signed: SheetPart, sheet: SheetPart) -> bool:
    """Whether the office has said that a sheet counts in the place of a signed paper, which it had before it."""
    if signed.entries != sheet.entries or not leads(signed.answer, sheet.answer):
        return False
    return is_accepted_since(sheet.answer, signed.answer)


def _is_less(new: SheetPart, old: SheetPart, sections: Sequence[str], owed: int) -> bool:
    """Whether an answer would replace a full one by one that is not: fewer rows than owed, a table with none."""
    earlier, later = [len(old.good(each)) for each in sections], [len(new.good(each)) for each in sections]
    before, after = sum(earlier), sum(later)
    if old.answer.nil or before == 0 or before < owed:
        return False
    if any(count and not now for count, now in zip(earlier, later, strict=True)):
        return True
    return new.answer.nil or after < min(before, owed) or (new.is_wide and not old.is_wide and after < before)
