"""One row: its cells by the types of their columns, compared with what the form has printed, required where asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.core.text import presentable
from congvan.forms.answer_scopes import AnswerScope
from congvan.forms.blanks.values import kept
from congvan.grids.grid import Grid, GridCell, GridRow, MergedRange
from congvan.model.forms.scalars import name_of
from congvan.model.lists.entries import Entry
from congvan.returns.reading.cells import CellReader, as_meant
from congvan.returns.reading.heads import Head
from congvan.returns.reading.issues import ReadRow
from congvan.returns.reading.plan import COMPUTED, HISTORY, KNOWN, ColumnPlan, SectionPlan, plan_of
from congvan.returns.reading.texts import texts_of
from congvan.returns.reading.words import is_empty, plain
from congvan.values.columns.base import Referred, Value
from congvan.values.columns.dates import shown_text
from congvan.values.columns.numbers import shown_figure
from congvan.values.expressions import ExpressionError, MappingScope, Scope, parse
from congvan.values.expressions.values import as_number

_NOTHING = GridCell("")
_REPEATED = frozenset(("text", "name", "choice", "date", "year", "yes-no", "reference"))
"""Types whose value, merged over several rows, holds for each of them; a figure would be counted several times, and
so would the person whom a row is about.
"""


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
        self.head, self.grid, self.scope, self.cells = head, head.grid, scope, cells
        self.merged = merged
        self.plan: SectionPlan = plan_of(scope.names.form, head.section)
        self.doubted: dict[int, Message] = {}
        self.more: dict[str, list[int]] = {}
        for number, column in head.more.items():
            self.more.setdefault(column.id, []).append(number)
        self._printed: dict[tuple[str, str], Value] = {}
        self.columns = {place: self._narrowed(plan) for place, plan in columns.items()}
        self._merged_over = [merge for merge in self.grid.merges if self._is_over_others(merge)]

    def _narrowed(self, plan: ColumnPlan) -> ColumnPlan:
        """Return a reference that finds, of several entries of one name, those of this sheet."""
        listed = plan.column.listed
        if listed is None:
            return plan

        def find(text: str) -> Sequence[Referred]:
            found = listed.find(text)
            if len(found) > 1:
                found = [each for each in found if self._is_here(plan, each)] or found
            return [Referred(each.id, each.heading) for each in found]

        return replace(plan, options=replace(plan.options, find=find))

    def _is_here(self, plan: ColumnPlan, entry: Entry) -> bool:
        """Whether an entry belongs to the sheet: it has a row there, or refers to its entries."""
        if plan.id == self.plan.key:
            return self._is_among(entry.id)
        own = [each for each in self.scope.keys.entries.values() if each]
        return any(entry.refers_to(each) for each in own)

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
        self._across(line, row)
        self._without_place(row)
        self._required(row)
        return row

    def _is_over_others(self, merge: MergedRange) -> bool:
        """Whether a merged range begins in a column and takes the places of others."""
        others = range(merge.left + 1, merge.right + 1)
        return merge.left in self.columns and any(n in others and plan.is_filled for n, plan in self.columns.items())

    def _across(self, line: GridRow, row: ReadRow) -> None:
        """Ask about a cell that is merged over places of other columns: which of them is meant is not known."""
        for merge in self._merged_over:
            cell = line.cells.get(merge.left, _NOTHING)
            if merge.top <= line.number <= merge.bottom and not is_empty(cell.text):
                message = Message("cell-merged.across", text=presentable(cell.text, 60))
                row.ask(self.columns[merge.left].id, message, cell.text)

    def is_changed(self, line: GridRow) -> bool:
        """Whether a printed value that may be changed was: it says another thing than the form prints for its entry."""
        key = next((n for n, plan in self.columns.items() if plan.id == self.plan.key), 0)
        each = self.plan.section.each
        named = each.find(line.cells[key].text) if each is not None and key in line.cells else ()
        entry = named[0].id if len(named) == 1 else ""
        return any(
            not is_empty(cell.text) and not _same(cell.text, plan, self.printed(plan, entry))
            for place, plan in self.columns.items()
            if plan.column.spec.open and not plan.reads_before and (cell := line.cells.get(place, _NOTHING))
        )

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
            shown = next((each.shown for each in (cell, *others) if each.shown is not None), None)
            kind = cell.kind if cell.text else others[0].kind
            whole = " ".join(each.whole or each.text for each in (cell, *others) if each.text)
            text = " ".join(texts)
            cell = GridCell(text, kind, struck=cell.struck, shown=shown, whole="" if whole == text else whole)
        if not cell.text and cell.kind != "formula" and (line.number, place) in self.merged:
            return self.merged[line.number, place], True
        return cell, False

    def _entry(self, line: GridRow, row: ReadRow) -> None:
        """Find the entry that the row is for."""
        place = next((n for n, plan in self.columns.items() if plan.id == self.plan.key), 0)
        if not place:
            return
        key = self.columns[place]
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
            return parse(text).holds(self._outside(entry))
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
        is_person = plan.cell.id == "name" and plan.column.spec.required and not self.plan.key
        if merged and (is_person or plan.cell.id not in _REPEATED):
            row.ask(plan.id, Message("cell-merged", text=presentable(cell.text, 60)), cell.text)
            return
        if cell.whole:
            cell = as_meant(cell, plan, self.plan.printed.get(plan.id, ()), expected)
        if self._is_placeholder(plan, cell):
            cell = _NOTHING
        if self.plan.key and plan.is_nought(cell):
            cell = cell._replace(text="0")
        found = self.cells.read(cell, plan, row.place_of(plan.id))
        if found.ask is not None:
            row.ask(plan.id, found.ask, shown_text(cell), found.remedy)
        elif (area := self._other_area(plan, found.value)) is not None:
            row.ask(plan.id, area, cell.text)
        elif found.value == "":
            row.values[plan.id] = expected
        elif expected not in ("", found.value):
            shown = plan.column.listed.get(str(expected)) if plan.column.listed else None
            meant = shown.heading if shown else plan.cell.plain(expected)
            message = Message("cell-locked", text=presentable(cell.text, 60), meant=meant)
            row.ask(plan.id, message, cell.text, Message("cell-locked.hint"))
        else:
            self._keep(row, plan, place, cell, found.value)

    def _other_area(self, plan: ColumnPlan, value: Value) -> Message | None:
        """Return what is asked of an entry that belongs to another entry than the sheet's: a village elsewhere."""
        listed = plan.column.listed
        entry = listed.get(str(value)) if listed is not None and value != "" else None
        if entry is None or listed is None:
            return None
        for name, field in listed.head.all_fields().items():
            said = entry.values.get(name) if field.refers_to else None
            meant = self._meant(field.refers_to) if isinstance(said, Mapping) else ""
            if isinstance(said, Mapping) and meant and said.get("id") != meant:
                return Message("column-reference.elsewhere", text=entry.heading, area=str(said.get("heading", "")))
        return None

    def _meant(self, listed: str) -> str:
        """Return the entry of a list that the sheet is for."""
        for each in self.scope.names.form.dimensions:
            if listed in (each.listed.id, each.listed.head.also):
                return self.scope.keys.entry(each.name)
        return ""

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
        if found.ask is not None:
            message = Message("computed-unread", label=plan.label, text=presentable(cell.text, 40))
            self.cells.notes.append(Problem(message, row.place_of(plan.id), severity=Severity.WARNING))
        elif found.value != "":
            row.typed[plan.id] = found.value

    def printed(self, plan: ColumnPlan, entry: str) -> Value:
        """Return the value that the form prints into a cell; "" where it prints none."""
        if plan.value is None:
            return ""
        place = (plan.id, entry)
        if place not in self._printed:
            self._printed[place] = _value_of(plan, self._outside(entry))
        return self._printed[place]

    def _outside(self, entry: str) -> Scope:
        """Return the names around a row: its entry under the name of the list, then those of the answer."""
        each = self.plan.section.each
        found = each.get(entry) if each is not None and entry else None
        names = (name_of(name) for name in (each.id, each.head.also or "") if name) if each is not None else ()
        return MappingScope(dict.fromkeys(names, found.values) if found else {}, outer=self.scope)

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


def _value_of(plan: ColumnPlan, scope: Scope) -> Value:
    """Return what an expression gives for a column, as values are kept."""
    if plan.value is None:
        return ""
    try:
        return kept(plan.column, plan.value, plan.value.evaluate(scope))
    except (ExpressionError, KeyError):
        return ""


def filled_down(grid: Grid, lines: Sequence[GridRow]) -> dict[tuple[int, int], GridCell]:
    """Return, by row and column, the cell that is merged over places below it."""
    cells: dict[tuple[int, int], GridCell] = {}
    by_row = {line.number: line for line in lines}
    for merge in grid.merges:
        top = by_row.get(merge.top)
        if merge.bottom <= merge.top or top is None or merge.left not in top.cells:
            continue
        for row in by_row:
            if merge.top < row <= merge.bottom:
                cells[row, merge.left] = top.cells[merge.left]
    return cells


def _words(line: GridRow) -> str:
    return presentable(" | ".join(_written(cell) for _n, cell in sorted(line.cells.items()) if cell.text), 160)


def _written(cell: GridCell) -> str:
    """Return the text of a cell as it is seen: a number with its decimal comma, a day as a day."""
    return shown_figure(cell).replace(".", ",") if cell.kind == "number" else shown_text(cell)


def _same(text: str, plan: ColumnPlan, printed: Value) -> bool:
    """Whether a cell says what was printed into it, however its number is written."""
    numbers = as_number(text), as_number(printed)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return printed != "" and plain(text) == plain(str(plan.cell.plain(printed)))
