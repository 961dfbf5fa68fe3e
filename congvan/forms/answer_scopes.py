"""The names that expressions of a form see in an answer: columns of a row, entries, the period, facts, other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from congvan.forms.calendar import Calendar, Period, calendar_of
from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.forms.keys import PERIOD, FormKeys
from congvan.forms.known import KnownAnswers
from congvan.forms.successors import Predecessors
from congvan.grids.grid import GridCell
from congvan.model.forms.scalars import name_of
from congvan.values.columns.base import Value
from congvan.values.expressions import MappingScope, Scope, Unknown
from congvan.values.expressions.scopes import row_scopes
from congvan.values.expressions.values import Before

Row = Mapping[str, Value]
"""The values of a row by the ids of columns; `entry`: the id of its entry, where the rows are entries of a list."""

_ADDED = frozenset(("integer", "decimal", "money"))
_NOT_ADDED = frozenset(("none", "value", "mean"))
"""Types of columns that are added up, and ways of summing by which they are not."""
EarlierSums = Callable[[FormKeys, str, str], Row]
"""Function: keys and period, section, entry of a row → its columns summed over the earlier periods."""
_RowsBefore = Callable[[FormKeys, Iterable[str]], Sequence[Row]]


class FormNames:
    """What all answers to a form see: facts, lists, its periods, the answers to other forms."""

    def __init__(self, form: DispatchForm, known: KnownAnswers | None = None) -> None:
        self.form, self.known, self.calendar = form, known, calendar_of(form)
        self.earlier_sums: EarlierSums | None = None
        self.predecessors = Predecessors(form)
        self.others = frozenset(name_of(each.id) for each in form.dispatch.forms) - {name_of(form.id)}
        lists = {name_of(name): listed.values for name, listed in form.dataset.lists.items()}
        self.values: Mapping[str, Any] = {**lists, "facts": form.dispatch.facts}
        self.scope = MappingScope(self.values)
        self.sections = {name_of(section.id): section for section in form.sections}
        self.columns = {section.id: {each.name: each for each in section.columns} for section in form.sections}
        self._periods: dict[str, Period | None] = {}

    def period(self, identifier: str) -> Period | None:
        """Return a period by its id."""
        if identifier not in self._periods:
            self._periods[identifier] = self.calendar.find(identifier) if identifier else None
        return self._periods[identifier]

    def base(self, section: FormSection, keys: FormKeys, entry: str) -> Row:
        """Return the figures from which the cumulated columns of a row begin, by column.

        A figure for all is that of those who were there in the first period: who came in their place has theirs.
        """
        spec = self.form.spec.period
        known = {name_of(name): said for name, said in (spec.base if spec else {}).items()}
        figures: dict[str, Value] = {"entry": entry}
        for column in section.columns if known else ():
            said = known.get(column.name, "")
            if isinstance(said, Mapping):
                text = next((said[each] for each in (entry, *keys.entries.values()) if each in said), "")
            else:
                text = said if said and self._was_there(section, keys, entry) else ""
            value = column.type.read(GridCell(text), column.options).value if text else ""
            if isinstance(value, int | float):
                figures[column.id] = value
        return figures

    def _was_there(self, section: FormSection, keys: FormKeys, entry: str) -> bool:
        """Whether the entries of a row were there in the first period that is cumulated."""
        first = self.calendar.first_cumulated
        days = (first.first, first.last) if first else None
        bound = [(each.listed, keys.entry(each.name)) for each in self.form.dimensions]
        bound += [(section.each, entry)] if section.each is not None else []
        found = [listed.whole.get(name) for listed, name in bound]
        return all(each is not None and each.exists(days) for each in found)

    def answer(self, keys: FormKeys, sections: Mapping[str, Sequence[Row]]) -> AnswerScope:
        """Return the scope of one answer: rows by the ids of sections."""
        return AnswerScope(self, keys, sections)


class AnswerScope(MappingScope):
    """The names that all of an answer sees: its dimensions, `ky`, its sections, and those of the form.

    What is in its rows is looked up only where an expression asks for it: most ask for one column.
    """

    def __init__(self, names: FormNames, keys: FormKeys, sections: Mapping[str, Sequence[Row]]) -> None:
        self.names, self.keys, self._rows_by_section = names, keys, sections
        self._entries: dict[str, Any] = {}
        self._row_scopes: dict[str, list[RowScope]] = {}
        super().__init__(self._entries, outer=names.scope)

    @cached_property
    def period(self) -> Period | None:
        """The period of the answer."""
        return self.names.period(self.keys.period)

    def value(self, name: str) -> Any:
        """Return the value of a dotted name. Raises KeyError."""
        first = name_of(name.partition(".")[0])
        if first not in self._entries:
            self._look_up(first)
        return super().value(name)

    def _look_up(self, name: str) -> None:
        """Find what a name of the answer means: a dimension, the period, a section."""
        form = self.names.form
        dimension = form.dimension(name)
        section = self.names.sections.get(name)
        if dimension is not None:
            entry = dimension.listed.get(self.keys.entry(dimension.name))
            self._entries[name] = entry.values if entry else {"id": "", "name": ""}
        elif name == PERIOD and self.period is not None:
            self._entries[name] = self.period.values
        elif section is not None:
            rows = [row_values(section, row) for row in self._rows_by_section.get(section.id, ())]
            self._entries[name] = (rows or [{}])[0] if section.spec.shape == "lines" else rows

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows of a section, a list, or of the answers to another form whose keys agree."""
        found = self.received(name, self.keys) if name else None
        if found is None and name and (section := self.names.sections.get(name_of(name))) is not None:
            return self.row_scopes(section) if section.spec.shape == "table" else super().rows(name)
        return found if found is not None else super().rows(name)

    def received(self, name: str, keys: FormKeys) -> list[Scope] | None:
        """Return the rows of another form for the entries at hand; None if a name is no form."""
        form, _dot, section = name.partition(".")
        if self.names.known is None or name_of(form) not in self.names.others:
            return None
        return row_scopes(self.names.known.rows(form, section, keys, self.keys.period), "", self)

    def row_scopes(self, section: FormSection) -> list[RowScope]:
        """Return the names of each row of a section."""
        known = self._row_scopes.get(section.id)
        if known is None:
            known = [RowScope(self, section, row) for row in self._rows_by_section.get(section.id, ())]
            self._row_scopes[section.id] = known
        return known

    def section_scope(self, section: FormSection) -> MappingScope:
        """Return the names of a section: its rows are those at hand."""
        made = self.row_scopes(section)
        if section.spec.shape == "lines" and made:
            return RowScope(self, section, made[0].row, rows=made)
        return SectionScope(self, section, made)


class SectionScope(MappingScope):
    """The names of a section as a whole: its rows are those at hand. A column hides a list of the same name."""

    def __init__(self, answer: AnswerScope, section: FormSection, rows: Sequence[Scope]) -> None:
        self._columns = answer.names.columns[section.id]
        super().__init__({}, rows=rows, outer=answer)

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows at hand, or those of another section, a list or a form; None for a column."""
        return None if name and name_of(name) in self._columns else super().rows(name)


class RowScope(MappingScope):
    """The names of one row: its columns, its entry under the name of the list, then those of the answer."""

    def __init__(
        self, answer: AnswerScope, section: FormSection, row: Row, *, rows: Sequence[Scope] | None = None
    ) -> None:
        self.row, self._answer, self._section = row, answer, section
        self._columns = answer.names.columns[section.id]
        named: dict[str, Any] = {}
        self._entry = str(row.get("entry", "") or "")
        if section.each is not None and self._entry:
            entry = section.each.get(self._entry)
            if entry is not None:
                named[name_of(section.each.id)] = entry.values
        super().__init__(named, rows=rows, outer=answer)

    def value(self, name: str) -> Any:
        """Return the value of a dotted name. Raises KeyError."""
        column = self._columns.get(name)
        if column is not None and column.listed is None:
            return self.row.get(column.id, self.row.get(column.name, ""))
        first, _dot, rest = name.partition(".")
        column = column or self._columns.get(name_of(first))
        if column is None:
            return super().value(name)
        found = value_of(column, self.row)
        return MappingScope({first: found}).value(name) if rest else found

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows of another form for the entries at hand, this row's entry among them; None for a column."""
        if name and name_of(name) in self._columns:
            return None
        found = self.received(name) if name else None
        return found if found is not None else super().rows(name)

    def received(self, name: str) -> list[Scope] | None:
        """Return the rows of another form for the entries at hand; None if a name is no form."""
        keys = self._answer.keys
        if self._section.each is not None and self._entry:
            keys = FormKeys({**keys.entries, name_of(self._section.each.id): self._entry}, keys.period)
        return self._answer.received(name, keys)

    def previous(self, before: Before) -> Scope | None:
        """Return this row in the period before or a year ago, or its columns summed over the earlier periods."""
        names, period = self._answer.names, self._answer.period
        if names.known is None or period is None:
            return None
        if before == "so_far" and names.earlier_sums is not None:
            sums = names.earlier_sums(self._answer.keys, self._section.id, self._entry)
            return MappingScope(row_values(self._section, sums)) if sums else None
        if before == "so_far":
            return self._summed(names.calendar, period, names.known)
        other = names.calendar.before(period) if before == "last" else names.calendar.year_before(period)
        rows = [*self._inherited(self._rows_in(other, names.known), names.known, period)] if other else []
        return MappingScope(row_values(self._section, self._as_one(rows)), outer=self._answer) if rows else None

    def _rows_in(self, each: Period, known: KnownAnswers) -> _RowsBefore:
        return lambda keys, _entries: known.rows(self._answer.names.form.id, self._section.id, keys, each.id)

    def _base(self, keys: FormKeys, entries: Iterable[str]) -> list[Row]:
        return [self._answer.names.base(self._section, keys, each) for each in entries]

    def _inherited(self, before: _RowsBefore, known: KnownAnswers, period: Period) -> Iterator[Row]:
        """Yield this row as it was before, and the rows in whose place it came; what still has a row of its own keeps
        what it had.
        """
        names, listed, own = self._answer.names, self._section.each, self._answer.keys
        entries = {self._entry}
        if listed is not None:
            entries |= {*names.predecessors.of(listed, self._entry, period)}
        for keys in names.predecessors.keys(own, period):
            is_alone = len(entries) == 1 and keys.entries == own.entries
            now = () if is_alone else known.rows(names.form.id, self._section.id, keys, period.id)
            there = {(keys == own, str(row.get("entry", ""))) for row in now} - {(True, self._entry)}
            for row in before(keys, entries):
                entry = str(row.get("entry", ""))
                if entry in entries and (keys == own, entry) not in there:
                    yield row

    def _as_one(self, rows: Sequence[Row]) -> Row:
        """Return the rows of several entries as that of the one that came in their place: amounts are added up, of
        anything else what all say alike is left.
        """
        if len(rows) == 1:
            return rows[0]
        values: dict[str, Value] = {"entry": self._entry}
        for column in self._section.columns:
            said = [row[column.id] for row in rows if row.get(column.id, "") != ""]
            numbers = [each for each in said if isinstance(each, int | float)]
            if column.type.id in _ADDED and column.spec.sum not in _NOT_ADDED and len(numbers) == len(said) > 0:
                values[column.id] = sum(numbers)
            elif said and len(said) == len(rows) and all(each == said[0] for each in said):
                values[column.id] = said[0]
        return values

    def _summed(self, calendar: Calendar, period: Period, known: KnownAnswers) -> Scope | None:
        sums: dict[str, Any] = {}
        answered = known.periods(self._answer.names.form.id)
        passed = calendar.cumulated(period) if answered else ()
        earlier = [self._rows_in(each, known) for each in passed if each.id in answered]
        for before in (self._base, *earlier) if calendar.is_cumulated(period) else ():
            for row in self._inherited(before, known, period):
                for name, value in row.items():
                    if isinstance(value, int | float):
                        sums[name] = sums.get(name, 0) + value
        return (
            MappingScope({column.name: sums.get(column.id, "") for column in self._section.columns}) if sums else None
        )


def row_values(section: FormSection, row: Row) -> dict[str, Any]:
    """Return the values of a row by the names of columns, those that it lacks empty; references as entries."""
    return {"entry": row.get("entry", ""), **{column.name: value_of(column, row) for column in section.columns}}


def value_of(column: SectionColumn, row: Row) -> Any:
    """Return the value of a column in a row; that of a reference as the values of its entry."""
    value: Any = row.get(column.id, row.get(column.name, ""))
    entry = column.listed.get(str(value)) if column.listed is not None and value != "" else None
    return entry.values if entry is not None else value
