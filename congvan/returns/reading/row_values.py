"""One row: its cells by the types of their columns, compared with what the form has printed, required where asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvan.columns.base import Value
from congvan.expressions import ExpressionError, parse
from congvan.forms.answer_scopes import AnswerScope, RowScope
from congvan.forms.values import kept
from congvan.grids.grid import GridCell, GridRow
from congvan.messages import Message
from congvan.problems import Problem, Severity
from congvan.returns.reading.cells import CellReader
from congvan.returns.reading.heads import Head
from congvan.returns.reading.issues import ReadRow
from congvan.returns.reading.plan import COMPUTED, HISTORY, KNOWN, ColumnPlan, SectionPlan, plan_of
from congvan.returns.reading.texts import texts_of
from congvan.returns.reading.words import is_empty, plain
from congvan.text import presentable

_NOTHING = GridCell("")
_REPEATED = frozenset(("text", "name", "choice", "date", "year", "yes-no", "reference"))
"""Types whose value, merged over several rows, holds for each of them; a figure would be counted several times."""


class RowReader:
    """Reads the rows below one head. `doubted`: places whose title is another than the column's."""

    def __init__(
        self,
        head: Head,
        columns: Mapping[int, ColumnPlan],
        scope: AnswerScope,
        cells: CellReader,
        merged: Mapping[tuple[int, int], GridCell],
    ) -> None:
        self.head, self.grid, self.columns, self.scope, self.cells = head, head.grid, columns, scope, cells
        self.merged = merged
        self.plan: SectionPlan = plan_of(scope.names.form, head.section)
        self.doubted: dict[int, Message] = {}
        self.more: dict[str, list[int]] = {}
        for number, column in head.more.items():
            self.more.setdefault(column.id, []).append(number)
        self._printed: dict[tuple[str, str], Value] = {}

    def read(self, line: GridRow, number: int) -> ReadRow:
        """Return a line as a row."""
        row = ReadRow(number, self.grid.place(line.number, self._first()), words=_words(line))
        for place, plan in self.columns.items():
            row.places[plan.id] = self.grid.place(line.number, place)
        row.struck = self._is_struck(line)
        if row.struck:
            message = Message("row-struck", words=row.words)
            self.cells.notes.append(Problem(message, row.place, severity=Severity.WARNING))
            return row
        self._entry(line, row)
        for place, plan in self.columns.items():
            if plan.id != self.plan.key:
                self._value(line, row, place, plan)
        self._without_place(row)
        self._required(row)
        return row

    def _first(self) -> int:
        """Return the place that stands for the row: of its entry, else of the first column that is filled in."""
        asked = (n for n, plan in self.columns.items() if plan.id == self.plan.key or plan.is_filled)
        return next(asked, 0)

    def _is_struck(self, line: GridRow) -> bool:
        cells = [
            cell for n, cell in line.cells.items() if n in self.columns and self.columns[n].is_filled and cell.text
        ]
        return bool(cells) and all(cell.struck for cell in cells)

    def _cell(self, line: GridRow, place: int) -> tuple[GridCell, bool]:
        """Return a cell, and whether it is merged from a row above; the cells under one title are joined."""
        if place in self.grid.hidden_columns:
            return _NOTHING, False
        cell = line.cells.get(place, _NOTHING)
        others = [line.cells[each] for each in self.more.get(self.columns[place].id, ()) if each in line.cells]
        if others:
            texts = [each.text for each in (cell, *others) if each.text]
            cell = GridCell(" ".join(texts), cell.kind if cell.text else others[0].kind, struck=cell.struck)
        if not cell.text and cell.kind != "formula" and (line.number, place) in self.merged:
            return self.merged[line.number, place], True
        return cell, False

    def _entry(self, line: GridRow, row: ReadRow) -> None:
        """Find the entry that the row is for."""
        key = self.plan.columns.get(self.plan.key)
        place = next((n for n, plan in self.columns.items() if plan.id == self.plan.key), 0)
        if key is None or not place:
            return
        cell, _merged = self._cell(line, place)
        found = self.cells.read(cell, key, row.place_of(key.id))
        if found.ask is not None:
            row.ask(key.id, found.ask, cell.text, found.remedy)
        elif found.value == "":
            row.ask(key.id, Message("row-entry", what=key.label))
        else:
            row.entry = str(found.value)
            row.values[key.id] = found.value
            if not self._is_among(row.entry):
                row.ask(key.id, Message("row-entry.other", text=presentable(cell.text, 60)), cell.text)

    def _is_among(self, entry: str) -> bool:
        """Whether an entry is one of those that the form has rows for."""
        where = self.plan.section.spec.rows.where
        if not where or self.plan.section.each is None:
            return True
        known = self._printed.get(("", entry))
        if known is None:
            holds = self._evaluated(where, entry)
            known = self._printed["", entry] = "" if holds in (False, "false") else "x"
        return known != ""

    def _evaluated(self, text: str, entry: str) -> Any:
        try:
            return parse(text).holds(RowScope(self.scope, self.plan.section, {"entry": entry}))
        except (ExpressionError, KeyError):
            return True

    def _value(self, line: GridRow, row: ReadRow, place: int, plan: ColumnPlan) -> None:
        if plan.cell.id == "ordinal":
            return
        cell, merged = self._cell(line, place)
        if plan.kind in (COMPUTED, HISTORY):
            self._typed(cell, row, plan)
            return
        expected = self.printed(plan, row.entry) if plan.kind == KNOWN else ""
        if merged and plan.cell.id not in _REPEATED:
            row.ask(plan.id, Message("cell-merged", text=presentable(cell.text, 60)), cell.text)
            return
        if self._is_placeholder(plan, cell):
            cell = _NOTHING
        found = self.cells.read(cell, plan, row.place_of(plan.id))
        if found.ask is not None:
            row.ask(plan.id, found.ask, cell.text, found.remedy)
        elif found.value == "":
            row.values[plan.id] = expected
        elif expected not in ("", found.value):
            shown = plan.column.listed.get(str(expected)) if plan.column.listed else None
            meant = shown.heading if shown else plan.cell.plain(expected)
            message = Message("cell-locked", text=presentable(cell.text, 60), meant=meant)
            row.ask(plan.id, message, cell.text, Message("cell-locked.hint"))
        else:
            self._keep(row, plan, place, cell, found.value)

    def _keep(self, row: ReadRow, plan: ColumnPlan, place: int, cell: GridCell, value: Value) -> None:
        if place in self.doubted:
            row.ask(plan.id, self.doubted[place], cell.text)
        else:
            row.values[plan.id] = value

    def _is_placeholder(self, plan: ColumnPlan, cell: GridCell) -> bool:
        """Whether a cell still holds what the edition as issued has printed there."""
        return cell.kind == "text" and plain(cell.text) in texts_of(self.scope.names.form).placeholders

    def _typed(self, cell: GridCell, row: ReadRow, plan: ColumnPlan) -> None:
        """Keep a figure that was typed where ours is computed, to be compared."""
        if cell.kind == "formula" or (cell.kind == "text" and is_empty(cell.text)):
            return
        found = self.cells.read(cell, plan, row.place_of(plan.id))
        if found.ask is None and found.value != "":
            row.typed[plan.id] = found.value

    def printed(self, plan: ColumnPlan, entry: str) -> Value:
        """Return the value that the form prints into a cell; "" where it prints none."""
        if plan.value is None:
            return ""
        place = (plan.id, entry)
        if place not in self._printed:
            self._printed[place] = _value_of(plan, RowScope(self.scope, self.plan.section, {"entry": entry}))
        return self._printed[place]

    def _without_place(self, row: ReadRow) -> None:
        """Give a row what the form prints in columns that have no place in this table."""
        there = {plan.id for plan in self.columns.values()}
        for plan in self.plan.columns.values():
            if plan.id not in there and plan.kind == KNOWN:
                value = self.printed(plan, row.entry)
                if value != "":
                    row.values[plan.id] = value

    def _required(self, row: ReadRow) -> None:
        asked = {issue.column for issue in row.issues}
        there = {plan.id for plan in self.columns.values()}
        for plan in self.plan.columns.values():
            must = plan.column.spec.required or (plan.kind == KNOWN and self._is_open(plan))
            if not must or plan.id in asked or row.values.get(plan.id, "") != "":
                continue
            if plan.id in there or plan.kind == KNOWN or plan.column.spec.since == 1:
                row.ask(plan.id, Message("value-asked", label=plan.label))

    def _is_open(self, plan: ColumnPlan) -> bool:
        """Whether a column names the entry of a dimension that the sheet leaves open."""
        listed = plan.column.listed
        return listed is not None and any(
            each.listed.id == listed.id and not self.scope.keys.entry(each.name)
            for each in self.scope.names.form.dimensions
        )


def _value_of(plan: ColumnPlan, scope: RowScope) -> Value:
    """Return what an expression gives for a column, as values are kept."""
    if plan.value is None:
        return ""
    try:
        return kept(plan.column, plan.value, plan.value.evaluate(scope))
    except (ExpressionError, KeyError):
        return ""


def _words(line: GridRow) -> str:
    return presentable(" | ".join(cell.text for _n, cell in sorted(line.cells.items()) if cell.text), 160)
