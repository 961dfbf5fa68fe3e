"""The names that expressions see on a blank: entries, the period, facts, lists, cells; what is asked is UNKNOWN."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from congvan.forms.answer_scopes import AnswerScope, FormNames, RowScope
from congvan.forms.blanks.cells import SheetCell, computed_cell
from congvan.forms.calendar import Period
from congvan.forms.form import FormSection, SectionColumn
from congvan.forms.keys import PERIOD, FormKeys
from congvan.model.forms.scalars import name_of
from congvan.model.lists.entries import Entry
from congvan.values.columns.base import Value
from congvan.values.expressions import UNKNOWN, ExpressionError, MappingScope, Scope, Unknown
from congvan.values.expressions.scopes import HasRows
from congvan.values.expressions.values import Before


class BlankScope(MappingScope):
    """The names that all of a blank sees; `sections` are filled in while it is made, from the first to the last."""

    def __init__(self, names: FormNames, keys: FormKeys) -> None:
        self.names, self.keys, form = names, keys, names.form
        self.period: Period | None = names.period(keys.period)
        values: dict[str, Any] = {}
        for each in form.dimensions:
            entry = each.listed.get(keys.entry(each.name))
            values[each.name] = entry.values if entry else UNKNOWN
        if form.spec.period:
            values[PERIOD] = self.period.values if self.period else UNKNOWN
        self._sections = frozenset(name_of(section.id) for section in form.sections)
        values |= dict.fromkeys(self._sections, UNKNOWN)
        super().__init__(values, outer=names.scope)

    @cached_property
    def answer(self) -> AnswerScope:
        """The scope of an empty answer with these keys: what came back is asked of it."""
        return self.names.answer(self.keys, {})

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows of a list, or of the answers to another form whose keys agree; UNKNOWN for its sections."""
        if name is None or self.has_section(name):
            return UNKNOWN
        if self._is_form(name):
            found = self.answer.received(name, self.keys)
            return UNKNOWN if found is None else found
        return super().rows(name)

    def has_section(self, name: str) -> bool:
        """Whether a name is that of the rows of one of its sections."""
        return name.partition(".")[0] in self._sections

    def _is_form(self, name: str) -> bool:
        return name_of(name.partition(".")[0]) in self.names.others


class BlankRow:
    """The names of one row of a blank, and its cells, each worked out when it is asked for.

    `typed`: texts of a row that the dispatch states, by the names of columns; `filled`: entries of open dimensions.
    """

    def __init__(
        self,
        blank: BlankScope,
        section: FormSection,
        number: int,
        entry: Entry | None,
        typed: Mapping[str, str],
    ) -> None:
        self.blank, self.section, self.number, self.entry, self.typed = blank, section, number, entry, typed
        self.columns: Mapping[str, SectionColumn] = {column.name: column for column in section.columns}
        self.siblings: Sequence[BlankRow] = ()
        self.codes: Mapping[str, str] = {}
        self._cells: dict[str, SheetCell] = {}
        self._computing: list[str] = []
        self.touched = False  # whether a cell to be filled, or that may be changed, was read since it was reset
        self._entry_names = self._names_of_entry()

    def _names_of_entry(self) -> dict[str, Any]:
        listed = self.section.each
        if listed is None:
            return {}
        names = [name_of(name) for name in (listed.id, listed.head.also or "") if name]
        return dict.fromkeys(names, self.entry.values if self.entry else UNKNOWN)

    def cell(self, column: SectionColumn) -> SheetCell:
        """Return a cell of the row."""
        if column.name not in self._cells:
            outer, self.touched = self.touched, False
            self._computing.append(column.name)
            try:
                self._cells[column.name] = computed_cell(self, column)
            except ExpressionError as error:
                form = self.blank.names.form
                raise form.refused(error, (*form.column_path(self.section, column.name), "value")) from None
            self._computing.pop()
            self.touched = outer
        return self._cells[column.name]

    def value(self, name: str) -> Any:
        """Return what a name means in the row: a cell, the entry of the row, or what the blank knows."""
        first, _dot, rest = name.partition(".")
        column = self.columns.get(first)
        if column is not None and first not in self._computing[-1:]:
            return self._cell_value(column, rest)
        if first in self._entry_names:
            return MappingScope(self._entry_names).value(name)
        return self.blank.value(name)

    def _cell_value(self, column: SectionColumn, rest: str) -> Any:
        cell = self.cell(column)
        if cell.state != "locked":
            self.touched = True
        if cell.value == "" and cell.state in ("ask", "formula"):
            return UNKNOWN
        entry = column.listed.get(str(cell.value)) if column.listed and cell.value != "" else None
        value: Any = entry.values if entry else cell.value
        return MappingScope({"at": value}).value(f"at.{rest}") if rest else value

    def rows(self, name: str | None) -> Iterable[Scope] | Unknown | None:
        """Return the rows at hand, or those of another form for the entries at hand."""
        if name is None:
            self.touched = True
            return self.siblings
        if name_of(name.partition(".")[0]) in self.blank.names.others:
            found = self._answered.received(name)
            return UNKNOWN if found is None else found
        if self.blank.has_section(name):
            self.touched = True
        listed = self.blank.row_source(name)
        return listed.rows(name, self) if isinstance(listed, HasRows) else self.blank.rows(name)

    def previous(self, before: Before) -> Scope | None:
        """Return this row in an earlier period, as it came back; None where nothing did."""
        return self._answered.previous(before)

    @cached_property
    def _answered(self) -> RowScope:
        row: Mapping[str, Value] = {"entry": self.entry.id} if self.entry else {}
        return RowScope(self.blank.answer, self.section, row)
