"""The names that expressions of a form see in an answer: columns of a row, entries, the period, facts, other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from congvan.columns.base import Value
from congvan.expressions import MappingScope, Scope, Unknown
from congvan.expressions.scopes import row_scopes
from congvan.expressions.values import Before
from congvan.forms.calendar import Calendar, Period
from congvan.forms.form import DispatchForm, FormSection
from congvan.forms.keys import PERIOD, FormKeys
from congvan.forms.known import KnownAnswers
from congvan.model.forms.scalars import name_of

Row = Mapping[str, Value]
"""The values of a row by the ids of columns; `entry`: the id of its entry, where the rows are entries of a list."""


EarlierSums = Callable[[FormKeys, str, str], Row]
"""Function: keys and period, section, entry of a row → its columns summed over the earlier periods."""


class FormNames:
    """What all answers to a form see: facts, lists, its periods, the answers to other forms."""

    def __init__(self, form: DispatchForm, known: KnownAnswers | None = None) -> None:
        self.form, self.known, self.calendar = form, known, Calendar(form)
        self.earlier_sums: EarlierSums | None = None
        self.others = frozenset(name_of(each.id) for each in form.dispatch.forms) - {name_of(form.id)}
        lists = {name_of(name): listed.values for name, listed in form.dataset.lists.items()}
        self.values: Mapping[str, Any] = {**lists, "facts": form.dispatch.facts}
        self.scope = MappingScope(self.values)
        self._periods: dict[str, Period | None] = {}

    def period(self, identifier: str) -> Period | None:
        """Return a period by its id."""
        if identifier not in self._periods:
            self._periods[identifier] = self.calendar.find(identifier) if identifier else None
        return self._periods[identifier]

    def answer(self, keys: FormKeys, sections: Mapping[str, Sequence[Row]]) -> AnswerScope:
        """Return the scope of one answer: rows by the ids of sections."""
        return AnswerScope(self, keys, sections)


class AnswerScope(MappingScope):
    """The names that all of an answer sees: its dimensions, `ky`, its sections, and those of the form."""

    def __init__(self, names: FormNames, keys: FormKeys, sections: Mapping[str, Sequence[Row]]) -> None:
        self.names, self.keys, form = names, keys, names.form
        values: dict[str, Any] = {}
        for dimension in form.dimensions:
            entry = dimension.listed.get(keys.entry(dimension.name))
            values[dimension.name] = entry.values if entry else {"id": "", "name": ""}
        if self.period is not None:
            values[PERIOD] = self.period.values
        for section in form.sections:
            rows = [row_values(section, row) for row in sections.get(section.id, ())]
            values[name_of(section.id)] = (rows or [{}])[0] if section.spec.shape == "lines" else rows
        super().__init__(values, outer=names.scope)

    @cached_property
    def period(self) -> Period | None:
        """The period of the answer."""
        return self.names.period(self.keys.period)

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows of a section, a list, or of the answers to another form whose keys agree."""
        found = self.received(name, self.keys) if name else None
        return found if found is not None else super().rows(name)

    def received(self, name: str, keys: FormKeys) -> list[Scope] | None:
        """Return the rows of another form for the entries at hand; None if a name is no form."""
        form, _dot, section = name.partition(".")
        if self.names.known is None or name_of(form) not in self.names.others:
            return None
        return row_scopes(self.names.known.rows(form, section, keys, self.keys.period), "", self)

    def row_scopes(self, section: FormSection) -> list[RowScope]:
        """Return the names of each row of a section."""
        found = self._values.get(name_of(section.id), ())
        rows = ([found] if found else []) if isinstance(found, Mapping) else found
        return [RowScope(self, section, row) for row in rows]

    def section_scope(self, section: FormSection) -> MappingScope:
        """Return the names of a section: its rows are those at hand."""
        made = self.row_scopes(section)
        if section.spec.shape == "lines" and made:
            return RowScope(self, section, made[0].row, rows=made)
        return MappingScope({}, rows=made, outer=self)


class RowScope(MappingScope):
    """The names of one row: its columns, its entry under the name of the list, then those of the answer."""

    def __init__(
        self, answer: AnswerScope, section: FormSection, row: Mapping[str, Any], *, rows: Sequence[Scope] | None = None
    ) -> None:
        self.row, self._answer, self._section = row, answer, section
        named: dict[str, Any] = dict(row)
        self._entry = str(row.get("entry", "") or "")
        if section.each is not None and self._entry:
            entry = section.each.get(self._entry)
            if entry is not None:
                named.setdefault(name_of(section.each.id), entry.values)
        super().__init__(named, rows=rows, outer=answer)

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows of another form for the entries at hand, this row's entry among them."""
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
        rows = self._same(other, names.known) if other else ()
        return MappingScope(row_values(self._section, rows[0]), outer=self._answer) if rows else None

    def _same(self, period: Period, known: KnownAnswers) -> Sequence[Row]:
        form = self._answer.names.form
        found = known.rows(form.id, self._section.id, self._answer.keys, period.id)
        return [row for row in found if str(row.get("entry", "")) == self._entry]

    def _summed(self, calendar: Calendar, period: Period, known: KnownAnswers) -> Scope | None:
        sums: dict[str, Any] = {}
        for each in calendar.cumulated(period):
            for row in self._same(each, known):
                for name, value in row.items():
                    if isinstance(value, int | float):
                        sums[name] = sums.get(name, 0) + value
        return (
            MappingScope({column.name: sums.get(column.id, "") for column in self._section.columns}) if sums else None
        )


def row_values(section: FormSection, row: Row) -> dict[str, Any]:
    """Return the values of a row by the names of columns, those that it lacks empty; references as entries."""
    values: dict[str, Any] = {"entry": row.get("entry", "")}
    for column in section.columns:
        value: Any = row.get(column.id, row.get(column.name, ""))
        entry = column.listed.get(str(value)) if column.listed is not None and value != "" else None
        values[column.name] = entry.values if entry is not None else value
    return values
