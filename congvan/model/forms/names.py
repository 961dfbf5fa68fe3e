"""The names that the expressions and texts of a form may use at each place, before there are values."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from congvan.model.forms.columns import FormColumn
from congvan.model.forms.form import Form
from congvan.model.forms.scalars import name_of
from congvan.model.forms.sections import Section
from congvan.model.lists.entries import EntryList
from congvan.values.expressions import ValueKind
from congvan.values.expressions.values import as_number

Lists = Mapping[str, EntryList]
Thing = "Kind | EntryList | Mapping[str, Thing]"
"""What a name stands for: a value of a kind, an entry of a list, or several things with names of their own."""

PERIOD_NAME = "ky"
PERIOD = {
    "id": ValueKind.TEXT,
    "name": ValueKind.TEXT,
    "from": ValueKind.DAY,
    "to": ValueKind.DAY,
    "due": ValueKind.TEXT,
}
_KINDS = {
    **dict.fromkeys(("integer", "decimal", "percent", "money"), ValueKind.NUMBER),
    **dict.fromkeys(("year", "ordinal"), ValueKind.RANK),
    **dict.fromkeys(("text", "name", "phone", "email", "cccd", "choice"), ValueKind.TEXT),
    "date": ValueKind.DAY,
    "yes-no": ValueKind.TRUTH,
    "mark": ValueKind.TRUTH,
}
_ALWAYS = ("id", "heading", "sentence")
"""What every entry has beside its fields."""


@dataclass(frozen=True)
class Choices:
    """A value that is one of some texts."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class KnownNames:
    """Names and what they stand for; `rows`: names that have rows; `at_hand`: those of the rows at hand."""

    things: Mapping[str, object]
    lists: Lists
    row_names: Mapping[str, KnownNames] = field(default_factory=dict)
    at_hand: KnownNames | None = None

    def kind(self, name: str) -> ValueKind | None:
        """Return the kind of a dotted name; None if nothing gives it."""
        thing = self.thing(name)
        if isinstance(thing, EntryList):
            return ValueKind.ENTRY
        if isinstance(thing, Choices):
            return ValueKind.TEXT
        return thing if isinstance(thing, ValueKind) else ValueKind.ANY if thing is not None else None

    def choices(self, name: str) -> Sequence[str]:
        """Return the texts that a dotted name may have; () where it may have any."""
        thing = self.thing(name)
        if isinstance(thing, EntryList):
            return [entry.id for entry in thing.whole.entries]
        return thing.texts if isinstance(thing, Choices) else ()

    def thing(self, name: str) -> object:
        """Return what a dotted name stands for; None for nothing."""
        first, *steps = name.split(".")
        thing: object = self.things.get(first)
        for step in steps:
            thing = self._within(thing, step)
        return thing

    def _within(self, thing: object, step: str) -> object:
        if thing is ValueKind.ANY:
            return ValueKind.ANY
        if isinstance(thing, EntryList):
            return field_of(thing, step, self.lists)
        return thing.get(step) if isinstance(thing, Mapping) else None

    def rows(self, name: str | None) -> KnownNames | None:
        """Return the names of the rows of a list, form or section, or of those at hand."""
        if name is None:
            return self.at_hand
        return self.row_names.get(name_of(name))

    def names(self) -> Iterable[str]:
        """Yield all names, those of fields behind their entries."""
        yield from self.things
        for name, thing in self.things.items():
            if isinstance(thing, EntryList):
                yield from (f"{name}.{step}" for step in (*_ALWAYS, *thing.head.all_fields()))
            elif isinstance(thing, Mapping):
                yield from (f"{name}.{step}" for step in thing)
        yield from (name for name in self.row_names if name not in self.things)

    def with_(self, things: Mapping[str, object], at_hand: KnownNames | None = None) -> KnownNames:
        """Return the names with further ones, which hide others."""
        return KnownNames({**self.things, **things}, self.lists, self.row_names, at_hand or self.at_hand)

    def without(self, name: str) -> KnownNames:
        """Return the names without one."""
        things = {key: thing for key, thing in self.things.items() if key != name}
        return KnownNames(things, self.lists, self.row_names, self.at_hand)


def field_of(listed: EntryList, name: str, lists: Lists) -> object:
    """Return what a field of the entries of a list stands for; None if they have none of this name."""
    if name in _ALWAYS:
        return ValueKind.TEXT
    found = listed.head.all_fields().get(name)
    if found is None:  # a list without fields takes any key
        known = any(name in entry.values for entry in listed.whole.entries)
        return ValueKind.ANY if known or not (listed.head.fields or listed.whole.entries) else None
    if found.many:
        return ValueKind.SEVERAL
    if found.refers_to:
        return lists.get(found.refers_to) or ValueKind.ANY
    return Choices(found.choices) if found.choices else _KINDS.get(found.type, ValueKind.ANY)


def column_thing(column: FormColumn, lists: Lists) -> object:
    """Return what a column stands for in the expressions of its row."""
    if column.refers_to:
        return lists.get(column.refers_to) or ValueKind.ANY  # a section's rows, or a type that is reported by itself
    return _KINDS.get(column.type, ValueKind.ANY)


def column_things(section: Section, lists: Lists) -> dict[str, object]:
    """Return the columns of a section by their names."""
    return {leaf.name: Choices(leaf.choices) if leaf.choices else column_thing(leaf, lists) for leaf in section.leaves}


def fact_kind(text: str) -> ValueKind:
    """Return what a fact of a dispatch is: 02 and 1.500.000 are numbers."""
    return ValueKind.TEXT if as_number(text) is None else ValueKind.NUMBER


class FormNamesStated:
    """The names of one form at its places: `record` for all of it, and those of rows, sections and texts."""

    def __init__(self, form: Form, forms: Iterable[Form], lists: Lists, facts: Mapping[str, str]) -> None:
        self.form, self.lists = form, lists
        spread = {name_of(name): listed for name, listed in lists.items()}
        things: dict[str, object] = dict.fromkeys(spread, ValueKind.SEVERAL)
        things["facts"] = {name: fact_kind(text) for name, text in facts.items()}
        things |= {name: lists.get(listed) or ValueKind.ANY for name, listed in form.per.items()}
        if form.period is not None:
            things[PERIOD_NAME] = PERIOD
        outer = KnownNames(things, lists)
        rows = {name: outer.with_({name: listed}) for name, listed in spread.items()}
        for other in forms:
            rows |= dict(_rows_of_form(other, outer, lists)) if other.id != form.id else {}
        self.record = KnownNames(things, lists, rows)

    def row(self, section: Section) -> KnownNames:
        """Return the names of a row: its columns, its entry, those of the form, the rows of the tables above it."""
        columns, known = column_things(section, self.lists), self.below_tables(section)
        return known.with_(columns, known.with_(columns))

    def below_tables(self, section: Section) -> KnownNames:
        """Return the names of the form and the entry of a row, and the rows of the tables above it."""
        known = self.entry(section)
        above = itertools.takewhile(lambda each: each is not section, self.form.all_sections)
        tables = (each for each in above if each.shape == "table")
        rows = {name_of(each.id): self.record.with_(column_things(each, self.lists)) for each in tables}
        return KnownNames(known.things, known.lists, {**known.row_names, **rows}, known.at_hand)

    def entry(self, section: Section) -> KnownNames:
        """Return the names of the form and the entry of a row."""
        each = section.rows.each
        listed = self.lists.get(each) if each else None
        if each is None or listed is None:
            return self.record
        names = (name_of(name) for name in (each, listed.id, listed.head.also) if name)
        return self.record.with_(dict.fromkeys(names, listed))

    def between_sections(self) -> KnownNames:
        """Return the names of the checks of a form with several sections: sections by their ids."""
        things: dict[str, object] = {}
        rows: dict[str, KnownNames] = {}
        for section in self.form.all_sections:
            columns = column_things(section, self.lists)
            if section.shape == "lines":
                things[name_of(section.id)] = columns
            rows[name_of(section.id)] = self.record.with_(columns)
        known = self.record.with_(things)
        return KnownNames(known.things, self.lists, {**known.row_names, **rows}, known.at_hand)


def _rows_of_form(form: Form, outer: KnownNames, lists: Lists) -> Iterator[tuple[str, KnownNames]]:
    """Yield the names of the rows of another form, under its id, and under those of its sections behind it."""
    dimensions = {name: lists[listed] for name, listed in form.per.items() if listed in lists}
    for number, section in enumerate(form.all_sections):
        known = outer.with_({**dimensions, **column_things(section, lists)})
        if number == 0:
            yield name_of(form.id), known
        yield f"{name_of(form.id)}.{name_of(section.id)}", known
