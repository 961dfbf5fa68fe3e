"""What the head of a table says otherwise than the form: columns missing, retyped, hidden or added; texts beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.core.text import presentable
from congvan.grids.grid import GridCell, GridRow
from congvan.returns.reading.heads import Head, alike, other_heading, titles_of
from congvan.returns.reading.plan import COMPUTED, HISTORY, KNOWN, MEASURED_TYPES, ColumnPlan, SectionPlan
from congvan.returns.reading.words import are_codes, is_empty
from congvan.values.columns.measures import other_unit
from congvan.values.columns.titles import label_key, meaning

_MOST_QUOTED = 3
"""Texts quoted of a column that the form has not."""


def is_due(plan: ColumnPlan, version: int) -> bool:
    """Whether a form of a version must have a column."""
    spec = plan.column.spec
    return not spec.corrected_only and plan.cell.id != "ordinal" and spec.since <= version


class TitleCheck:
    """Compares the head of one table with the form. `lines`: those below it; `columns`: its columns by their place."""

    def __init__(
        self, head: Head, lines: Sequence[GridRow], plan: SectionPlan, columns: Mapping[int, ColumnPlan]
    ) -> None:
        self.head, self.lines, self.plan, self.columns = head, lines, plan, columns
        self.line = head.grid.lines[head.last if not head.renamed else head.first]
        self.keys = titles_of(plan.section).all_keys

    def told(self, version: int) -> Iterator[Problem]:
        """Yield what is told of the columns. `version`: of what came back; later columns are not due."""
        for column in self.head.missing:
            plan = self.plan.columns[column.id]
            if is_due(plan, version):
                kind = Severity.ERROR if plan.kind not in (COMPUTED, HISTORY, KNOWN) else Severity.WARNING
                yield self._at(Message("column-missing", label=self.plan.section.labels()[plan.id]), 0, kind)
        for number, title in self.head.renamed.items():
            if alike(title, self.columns[number].label):
                yield self._at(self._renamed(number, title), number, Severity.WARNING)
        for number, plan in self.columns.items():
            if number in self.head.grid.hidden_columns and plan.cell.id != "ordinal":
                kind = Severity.ERROR if self._texts(number) else Severity.NOTE
                yield self._at(Message("column-hidden", label=plan.label), number, kind)
        for number, title in self.head.extra.items():
            yield from self._extra(number, title)
        yield from self._beside()

    def doubted(self) -> dict[int, Message]:
        """Return, by its place, why the values of a column are asked about: its title means another one, or a unit."""
        found = {n: self._renamed(n, title) for n, title in self.head.renamed.items()}
        found = {n: message for n, message in found.items() if not alike(self.head.renamed[n], self.columns[n].label)}
        for number, plan in self.columns.items():
            if plan.cell.id in MEASURED_TYPES and (said := other_unit(self._title(number), plan.label, plan.unit)):
                found[number] = Message("column-unit", said=presentable(said, 40), label=plan.label)
            if plan.is_filled and (other := other_heading(self.head, number)) is not None:
                title = presentable(other[0], 80)
                found[number] = Message("column-renamed", title=title, label=other[1])
        return found

    def _renamed(self, number: int, title: str) -> Message:
        return Message("column-renamed", title=presentable(title, 80), label=self.columns[number].label)

    def _extra(self, number: int, title: str) -> Iterator[Problem]:
        """Tell of a column that the form has not, with some of its texts."""
        texts = self._texts(number)
        if texts and label_key(title) not in self.keys and meaning(title) != "ordinal":
            quoted = "; ".join(f"“{presentable(text, 60)}”" for text in texts[:_MOST_QUOTED])
            message = Message("column-extra", title=presentable(title, 80), count=len(texts), quoted=quoted)
            yield self._at(message, number, Severity.WARNING)

    def _beside(self) -> Iterator[Problem]:
        """Tell of titles over columns without values, and of what is beside the codes under the titles."""
        ours = frozenset(self.columns) | frozenset(self.head.more)
        filled = {number for line in self.lines for number in line.cells}
        for line in self.head.grid.lines[self.head.first : self.head.last + 1]:
            for number, cell in line.cells.items():
                known = number in ours or is_empty(cell.text) or (cell.kind == "text" and self._is_title(cell))
                if not known and not (number in filled and number in self.head.extra):
                    message = Message("text-beside", words=presentable(cell.text, 80))
                    yield Problem(message, self.head.grid.place(line.number, number), severity=Severity.NOTE)

    def _is_title(self, cell: GridCell) -> bool:
        return label_key(cell.text) in self.keys or are_codes([cell.text])

    def _title(self, number: int) -> str:
        """Return what is over a column in its own cells of the head."""
        lines = self.head.grid.lines[self.head.first : self.head.last + 1]
        return " ".join(line.cells[number].text for line in lines if number in line.cells)

    def _texts(self, number: int) -> list[str]:
        """Return what is in a column below the head."""
        cells = (line.cells[number] for line in self.lines if number in line.cells)
        return [cell.text for cell in cells if not is_empty(cell.text)]

    def _at(self, message: Message, number: int, severity: Severity) -> Problem:
        return Problem(message, self.head.grid.place(self.line.number, number), severity=severity)
