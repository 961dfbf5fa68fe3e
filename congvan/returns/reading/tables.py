"""The rows of a section's tables: which lines are rows, which are totals, heads again, or the foot of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import presentable
from congvan.forms.answer_scopes import AnswerScope
from congvan.grids.grid import Grid, GridCell, GridRow
from congvan.returns.reading.cells import CellReader
from congvan.returns.reading.heads import Head, titles_of
from congvan.returns.reading.issues import LONGEST_ORDINAL, Ordinals, ReadRow
from congvan.returns.reading.nil import MOST_SAID, nil_words
from congvan.returns.reading.parts import Table, join_broken_rows
from congvan.returns.reading.plan import COMPUTED, HISTORY, PARTED_TYPES, ColumnPlan, SectionPlan
from congvan.returns.reading.row_values import RowReader, filled_down
from congvan.returns.reading.texts import FormTexts, TextCell, cells_of
from congvan.returns.reading.titles import TitleCheck, is_due
from congvan.returns.reading.words import begins_as_row, is_empty, plain
from congvan.values.columns.base import Value
from congvan.values.columns.titles import is_total, label_key

_MOST_GAPS = 8
FILLED, KEPT, BLANK, FOOT, TOTAL = "filled", "kept", "blank", "foot", "total"
"""What a line is: filled in, printed with what may be changed, left blank, text under the table, sums."""


@dataclass(slots=True)
class SectionAnswer:
    """What a section of one answer holds. `foot`: texts below its tables; `between`: those among rows; `beside`: those
    in one line with a title or a line of the form.

    `others`: all sections of the answer. `blank`: entries of blank rows, `unfilled`: words that these have printed.
    `missing`: columns without a place. `nil`: other words of a nil return in a table.
    """

    rows: list[ReadRow] = field(default_factory=list)
    totals: dict[str, tuple[Value, Place]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    foot: list[TextCell] = field(default_factory=list)
    between: list[TextCell] = field(default_factory=list)
    beside: list[TextCell] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)
    unfilled: set[str] = field(default_factory=set)
    nil: str = ""
    numbers: Ordinals = field(default_factory=lambda: Ordinals())
    others: Mapping[str, SectionAnswer] = field(default_factory=dict, repr=False)

    def said_totals(self) -> dict[str, Value]:
        """Return the typed totals by the column."""
        return {column: value for column, (value, _place) in self.totals.items()}


@dataclass(slots=True)
class SectionContext:
    """What reading a section needs beside its tables. `version`: of what came back; later columns are not due."""

    plan: SectionPlan
    texts: FormTexts
    scope: AnswerScope
    cells: CellReader
    problems: list[Problem]
    version: int


def read_tables(tables: Sequence[Table], context: SectionContext) -> SectionAnswer:
    """Return what the tables of one section hold; the columns that none of them has are missing."""
    answer = SectionAnswer()
    join_broken_rows(tables, context.plan.total)
    for table in tables:
        _TableReader(table, context, answer).read()
    there = {column.id for table in tables for column in table.head.columns.values()}
    for plan in context.plan.columns.values():
        if plan.id not in there and is_due(plan, context.version):
            answer.missing.append(plan.id)
    if gaps := answer.numbers.gaps():
        message = Message("ordinal-gap", numbers=", ".join(map(str, gaps[:_MOST_GAPS])))
        context.problems.append(Problem(message, answer.numbers.place, severity=Severity.WARNING))
    return answer


class _TableReader:
    """Reads the lines below one head."""

    def __init__(self, table: Table, context: SectionContext, answer: SectionAnswer) -> None:
        self.head: Head = table.head
        self.grid: Grid = table.head.grid
        self.lines, self.doubted = table.lines, table.doubted
        self.context, self.answer, self.plan = context, answer, context.plan
        self.columns: Mapping[int, ColumnPlan] = {
            number: self.plan.columns[column.id] for number, column in sorted(table.head.columns.items())
        }
        self.ordinals = frozenset(n for n, plan in self.columns.items() if plan.cell.id == "ordinal")
        self.ours = frozenset(self.columns) | frozenset(table.head.more)
        self.rows = RowReader(self.head, self.columns, context.scope, context.cells, filled_down(self.grid, self.lines))
        self.moved = frozenset[int]() if self.head.continued else self.grid.lines[self.head.last].moved
        self.ended = False

    def read(self) -> None:
        self._tell_columns()
        lines = [(self._filled(line), line) for line in self.lines if line.cells]
        filled = any(kind == FILLED or (kind == KEPT and self.rows.is_changed(line)) for kind, line in lines)
        for kind, line in lines:
            self._number(line, kind)
            if kind == FILLED or (kind == KEPT and filled):
                self._row(line)
            elif kind == TOTAL:
                self._total(line)
            elif kind == FOOT:
                self._foot(line)
            elif self._is_named(named := self._key_cell(line)):
                self.answer.blank.append(presentable(named, 60))
            else:
                self.answer.unfilled.update(plain(cell.text) for cell in line.cells.values())
        self._tell_numbers(lines)
        self._tell_comments()

    def _tell_numbers(self, lines: Sequence[tuple[str, GridRow]]) -> None:
        """Tell of a number alone in the column of numbers, below the row of totals, that goes on from no other."""
        last = max((at for at, (kind, _line) in enumerate(lines) if kind in (TOTAL, FILLED)), default=0)
        there = self.answer.numbers.there
        for kind, line in lines[last + 1 :] if lines and lines[last][0] == TOTAL else ():
            number = next((n for n in self.ordinals if n in line.cells and line.cells[n].text.isdecimal()), 0)
            said = int(line.cells[number].text) if number else 0
            if kind == BLANK and number and not there & {said - 1, said - 2}:  # the row of totals may bear a number
                self._warn(Message("text-below", words=line.cells[number].text), line, number, Severity.WARNING)

    def _number(self, line: GridRow, kind: str) -> None:
        number = next((n for n in self.columns if self._is_ordinal(n) and n in line.cells), 0)
        if number and kind in (FILLED, KEPT, BLANK):
            place = self.grid.place(line.number, number)
            self.answer.numbers.add(line.cells[number].text.strip(" ."), place, is_filled=kind == FILLED)

    def _filled(self, line: GridRow) -> str:
        if nil := self._nil_in(line):
            self.answer.nil = self.answer.nil or (nil if plain(nil) != self.context.texts.nil else "")
            return BLANK
        if self._is_foot(line):
            return FOOT
        if self._is_head_again(line):
            return BLANK
        if self._is_total(line):
            return TOTAL
        return BLANK if self._is_group(line) else self._what_is_filled(line)

    def _is_group(self, line: GridRow) -> bool:
        """Whether a line is the head of a group among the rows, which is told: a value of a choice, or a body where
        people are named, alone in its line, which bears no number of a row.
        """
        numbers = [cell.text.strip(" .)") for n, cell in line.cells.items() if self._is_ordinal(n)]
        if self.plan.key or any(map(str.isdecimal, numbers)):
            return False
        said = {n: cell for n, cell in line.cells.items() if not is_empty(cell.text) and not self._is_number(n, cell)}
        if len(said) != 1:
            return False
        ((place, cell),) = said.items()
        plan = self.columns.get(place)
        if plan is None or cell.kind != "text" or not self.plan.is_group(cell.text, plan):
            return False
        self._warn(Message("text-below", words=presentable(cell.text, 80)), line, place, Severity.WARNING)
        return True

    def _nil_in(self, line: GridRow) -> str:
        """Return what a line says in the words of a nil return, in place of a row; "" for any other line."""
        said: dict[int, str] = {}
        for n, cell in line.cells.items():
            if not is_empty(cell.text) and not self._is_number(n, cell):
                said[n] = cell.text
                if len(said) > MOST_SAID:
                    return ""
        # Why: a row without what it must have, or about a person called “Không có …”, is about nothing
        columns = self.columns.items() if len(said) == 1 else ()
        hollow = any(each.cell.id == "name" if n in said else each.column.spec.required for n, each in columns)
        return nil_words([*said.values()], self.context.texts.nil, hollow=hollow)

    def _is_number(self, number: int, cell: GridCell) -> bool:
        """Whether a cell holds the number of its row, in figures or letters: 1, II, a)."""
        return self._is_ordinal(number) and len(cell.text.strip(" .)")) <= LONGEST_ORDINAL and plain(cell.text) != "ko"

    def _is_ordinal(self, number: int) -> bool:
        return number in self.ordinals

    def _foot(self, line: GridRow) -> None:
        self.ended = True
        cells = [*cells_of(self.grid, line)]
        self.answer.foot += cells
        texts = self.context.texts
        if any(texts.is_beside(cell.text) for cell in line.cells.values()):
            self.answer.beside += cells
            return
        for number, cell in line.cells.items():
            known = texts.is_foot(cell.text) or plain(cell.text) in texts.entry_names
            if not known and not is_empty(cell.text) and not (texts.nil and texts.nil in plain(cell.text)):
                message = Message("text-below", words=presentable(cell.text, 80))
                self._warn(message, line, number, Severity.WARNING if begins_as_row(cell.text) else Severity.NOTE)

    def _row(self, line: GridRow) -> None:
        if self.ended and not self._is_like_row(line):
            self.answer.foot += cells_of(self.grid, line)
            self._warn(Message("text-below", words=_words(line)), line, 0, Severity.NOTE)
            return
        row = self.rows.read(line, len(self.answer.rows) + 1)
        numbers = (line.cells[n].text.strip(" .)") for n in self.ordinals if n in line.cells)
        row.number = next((int(each) for each in numbers if each.isdecimal() and len(each) <= LONGEST_ORDINAL), 0)
        if line.hidden:
            row.ask("", Message("row-hidden", words=row.words), row.words, Message("row-hidden.hint"))
        if line.moved != self.moved:
            row.ask("", Message("row-moved", words=row.words), row.words)
        if line.number in self.doubted:
            row.ask("", Message("row-broken", words=row.words), row.words)
        if self._is_longer(line):
            row.ask("", Message("row-longer", words=row.words), row.words)
        self._beside(line, row)
        if self.ended and not row.issues:
            self._warn(Message("row-below", words=row.words), line, 0, Severity.WARNING)
        elif self.ended:
            row.ask("", Message("row-below.ask", words=row.words), row.words)
        self.answer.rows.append(row)

    def _is_longer(self, line: GridRow) -> bool:
        """Whether a line of a CSV has more cells than its titles: a decimal comma may have parted a figure in two."""
        titles = 0 if self.head.continued else self.grid.lines[self.head.last].width
        if not 0 < titles < line.width:
            return False
        parts = any(each.is_filled and each.cell.id in PARTED_TYPES for each in self.columns.values())
        return parts or any(0 < each.width <= titles for each in self.lines if len(each.cells) > 1)

    def _what_is_filled(self, line: GridRow) -> str:
        """Return whether a sender filled something in, or at most kept what is printed and may be changed.

        What is printed and locked, placeholders and dots do not count.
        """
        kept = BLANK
        for number, cell in line.cells.items():
            plan = self._plan_at(number)
            if plan is None:
                if not is_empty(cell.text):
                    return FILLED
            elif (plan.is_filled or plan.kind in (COMPUTED, HISTORY)) and not self._is_printed(plan, cell):
                if not plan.column.spec.open:
                    return FILLED
                kept = KEPT
        said = self._key_cell(line) or self._beside_number(line) or self._computed_words(line)
        if kept == BLANK and said and not self._is_named(said):
            self._warn(Message("text-below", words=presentable(said, 80)), line, 0, Severity.NOTE)
            self.answer.between += cells_of(self.grid, line)
        return kept

    def _beside_number(self, line: GridRow) -> str:
        """Return words that are where the number of a row belongs: the head of a group."""
        words = (cell.text for n, cell in line.cells.items() if self._is_ordinal(n) and not self._is_number(n, cell))
        return next((text for text in words if not is_empty(text)), "")

    def _computed_words(self, line: GridRow) -> str:
        """Return words under the title of a computed column, which are no figure of it: a remark, or who signs."""
        computed = (n for n, each in self.columns.items() if each.kind in (COMPUTED, HISTORY) and n in line.cells)
        words = (line.cells[n].text for n in computed if line.cells[n].kind == "text")
        return next((text for text in words if any(map(str.isalpha, text))), "")

    def _is_named(self, said: str) -> bool:
        each = self.plan.section.each
        return bool(said) and each is not None and bool(each.find(said))

    def _plan_at(self, number: int) -> ColumnPlan | None:
        column = self.head.columns.get(number) or self.head.more.get(number)
        return self.plan.columns[column.id] if column is not None else None

    def _is_printed(self, plan: ColumnPlan, cell: GridCell) -> bool:
        if cell.kind == "formula":
            return plan.kind in (COMPUTED, HISTORY)
        if is_empty(cell.text) and cell.kind == "text":
            return not (self.plan.key and plan.is_nought(cell))
        if plan.kind in (COMPUTED, HISTORY) or (plan.id == self.plan.key and not plan.column.spec.open):
            return plan.kind in (COMPUTED, HISTORY) or self._is_named(cell.text) or self._is_named(cell.whole)
        texts = {plain(cell.text), plain(cell.whole or cell.text)}
        return not texts.isdisjoint(self.plan.printed.get(plan.id, ())) or not texts.isdisjoint(
            self.context.texts.placeholders
        )

    def _is_foot(self, line: GridRow) -> bool:
        """Whether a line is text under the table: each of its cells is, or a long one with hardly anything beside."""
        known, said = self.context.texts, [cell.text for cell in line.cells.values() if not is_empty(cell.text)]
        if not said or known.is_beside(said[0]):
            return bool(said)
        if len(said) > 4:
            return False
        texts = [plain(text) for text in said]
        if known.nil and any(known.nil in text for text in texts):
            return True
        feet = [known.is_foot(text) for text in said]
        named = [text in known.entry_names for text in texts]
        if all(named):  # who signs; a row of which nothing is filled in bears the name of its entry
            return len(said) == 1 and not self._key_cell(line)
        if self.plan.key and not self._key_cell(line) and len(said) <= 2 and not any(map(_has_digit, said)):
            return True
        long = any(foot and len(text) > 12 for foot, text in zip(feet, texts, strict=True))
        return all(one or other for one, other in zip(feet, named, strict=True)) or (long and len(said) <= 2)

    def _key_cell(self, line: GridRow) -> str:
        """Return the text in the column that names the entries of rows; "" for a section without."""
        for number, plan in self.columns.items():
            if plan.id == self.plan.key and number in line.cells:
                return "" if is_empty(line.cells[number].text) else line.cells[number].text
        return ""

    def _is_like_row(self, line: GridRow) -> bool:
        """Whether a line under the foot may be a row: its first columns are filled, or one that only a row has."""
        filled = [number for number, cell in line.cells.items() if number in self.columns and not is_empty(cell.text)]
        kinds = [self.columns[number] for number in filled]
        asked = [number for number, plan in self.columns.items() if plan.is_filled]
        if len(filled) < 2:
            return False
        digits = any(
            sum(char.isdigit() for char in line.cells[number].text) >= 3 for number in filled if number in self.columns
        )
        must = [number for number, plan in self.columns.items() if plan.column.spec.required]
        numbered = any(n in self.ordinals and cell.text.strip(" .").isdecimal() for n, cell in line.cells.items())
        complete = numbered and bool(must) and all(number in filled for number in must)
        return (
            complete
            or all(number in filled for number in asked[:2])
            or (digits and any(plan.cell.id not in ("text", "name") for plan in kinds))
        )

    def _is_head_again(self, line: GridRow) -> bool:
        keys = titles_of(self.plan.section).all_keys
        texts = [cell.text for number, cell in line.cells.items() if number in self.columns and cell.kind == "text"]
        return sum(label_key(text) in keys for text in texts) >= 2

    def _is_total(self, line: GridRow) -> bool:
        """Whether a line is a row of totals: its word is first, and nothing else but figures."""
        numbers = sorted(
            n for n, cell in line.cells.items() if not is_empty(cell.text) and not self._is_number(n, cell)
        )
        if not numbers:
            return False
        first = line.cells[numbers[0]]
        if first.kind in ("text", "overlaid") and is_total(first.text.partition(":")[0], self.plan.total):
            others = [line.cells[number] for number in numbers[1:]]
            return all(cell.kind != "text" or any(map(_is_figure, cell.text)) for cell in others)
        return False

    def _total(self, line: GridRow) -> None:
        for number, plan in self.columns.items():
            cell = line.cells.get(number)
            if cell is None or cell.kind == "formula" or is_empty(cell.text) or not plan.is_summed:
                continue
            place = self.grid.place(line.number, number)
            found = self.context.cells.read(cell, plan, place)
            if found.ask is None and found.value != "":
                self.answer.totals[plan.id] = (found.value, place)
            else:
                self._warn(Message("total-unread", text=presentable(cell.text, 40)), line, number, Severity.WARNING)

    def _beside(self, line: GridRow, row: ReadRow) -> None:
        """Ask about what is in a row outside its columns: without a title, or under one of ours again."""
        keys = titles_of(self.plan.section).all_keys
        for number, cell in sorted(line.cells.items()):
            title = self.head.extra.get(number, "")
            if number in self.ours or is_empty(cell.text) or (title and label_key(title) not in keys):
                continue
            message = Message("cell-beside", text=presentable(cell.text, 60))
            row.places[f"{number}"] = self.grid.place(line.number, number)
            row.ask(f"{number}", message, cell.text)

    def _tell_columns(self) -> None:
        if self.head.continued:
            first = self.lines[0] if self.lines else GridRow(1)
            # Why: a page ends anywhere, so that a table goes on over it; one that Word has split may be another
            severity = Severity.NOTE if self.grid.rest is not None else Severity.WARNING
            self._warn(Message("table-split", count=len(self.lines)), first, 0, severity)
            return
        titles = TitleCheck(self.head, self.lines, self.plan, self.columns)
        self.context.problems += titles.told(self.context.version)
        self.rows.doubted.update(titles.doubted())

    def _tell_comments(self) -> None:
        last = self.lines[-1].number if self.lines else 0
        first = 1 if self.head.continued else self.grid.lines[self.head.first].number
        for (row, column), text in sorted(self.grid.comments.items()):
            if first <= row <= last:
                message = Message("cell-comment", text=presentable(text, 160))
                place = self.grid.place(row, column)
                self.context.problems.append(Problem(message, place, severity=Severity.WARNING))

    def _warn(self, message: Message, line: GridRow, number: int, severity: Severity) -> None:
        place = self.grid.place(line.number, number)
        self.context.problems.append(Problem(message, place, severity=severity))


def _is_figure(char: str) -> bool:
    """Whether a character is of a number, or stands for one that has no room in its cell: ###."""
    return char.isdigit() or char == "#"


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _words(line: GridRow) -> str:
    return presentable(" | ".join(cell.text for _n, cell in sorted(line.cells.items()) if cell.text), 160)
