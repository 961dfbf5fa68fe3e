"""The lines of a table: group heads, numbered rows, sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from congvan.core.text.numerals import roman
from congvan.documents.tables.cells import kept, shown
from congvan.documents.tables.columns import ShownColumn
from congvan.documents.tables.selection import Group
from congvan.documents.tables.sources import Row, Source, SourceColumn
from congvan.documents.tables.sums import sums_of
from congvan.model.forms.tables import TableSpec
from congvan.values.expressions import Scope

LineKind = Literal["row", "group", "subtotal", "total", "folded"]


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line: the words of its cells and the values that a workbook keeps; or words across the table."""

    kind: LineKind
    texts: tuple[str, ...] = ()
    values: tuple[str | int | float, ...] = ()
    across: str = ""
    level: int = 0


class LineWriter:
    """Writes the lines of a table: group heads, numbered rows, sums."""

    def __init__(
        self, spec: TableSpec, columns: Sequence[ShownColumn], source: Source, outer: Scope | None = None
    ) -> None:
        self.spec, self.columns, self.source, self.outer = spec, columns, source, outer
        self.number = 0

    def plain(self, rows: Sequence[Row]) -> Iterator[TableLine]:
        """Yield the rows, and the total."""
        yield from map(self._row, rows)
        yield from self._total(rows)

    def grouped(self, groups: Sequence[Group]) -> Iterator[TableLine]:
        """Yield each group under its head, with its subtotal, and the total."""
        for index, group in enumerate(groups, 1):
            yield from self._group(group, index, 0)
        yield from self._total([row for group in groups for row in group.rows])

    def _group(self, group: Group, index: int, level: int) -> Iterator[TableLine]:
        """Yield a group. With subtotals groups are numbered, and their rows again in each."""
        numbered = f"{roman(index) if level == 0 else index}. " if self.spec.subtotal else ""
        count = f" ({len(group.rows)} {self.source.one})" if self.source.one else ""
        yield TableLine("group", across=f"{numbered}{self._name(group)}{count}", level=level)
        if group.groups:
            for inner, each in enumerate(group.groups, 1):
                yield from self._group(each, inner, level + 1)
        else:
            self.number = 0 if self.spec.subtotal else self.number
            yield from map(self._row, group.rows)
        if self.spec.subtotal:
            yield self._summed("subtotal", self.spec.subtotal, group.rows)

    def _name(self, group: Group) -> str:
        """Return what a group is called: an entry's heading; a bare number under the label of its column."""
        text = shown(group.value, group.column, heading=True)
        return f"{group.column.label} {text}" if text[:1].isdigit() else text or "…"

    def _row(self, row: Row) -> TableLine:
        self.number += 1
        texts, values = [], []
        first = True
        for each in self.columns:
            value = self.number if each.ordinal else "" if each.empty else row.get(each.name, "")
            texts.append(shown(value, each.column, heading=first))
            values.append(kept(value, each.column, heading=first))
            first = first and each.ordinal
        return TableLine("row", tuple(texts), tuple(values))

    def _total(self, rows: Sequence[Row]) -> Iterator[TableLine]:
        if self.spec.total:
            yield self._summed("total", self.spec.total, rows)

    def _summed(self, kind: LineKind, word: str, rows: Sequence[Row]) -> TableLine:
        """Return a line of sums, the word in the widest place before the first of them."""
        columns = [each.column for each in self.columns]
        sums: Mapping[str, Any] = sums_of(rows, columns, list(self.source.columns.values()), self.outer)
        texts = ["" if sums[each.name] == "" else shown(sums[each.name], _counted(each)) for each in columns]
        values = ["" if sums[each.name] == "" else kept(sums[each.name], _counted(each)) for each in columns]
        at = _word_place(self.columns, texts)
        texts[at] = values[at] = word
        return TableLine(kind, tuple(texts), tuple(values))


def _counted(column: SourceColumn) -> SourceColumn:
    """Return the column of a sum: marks are counted, so that the sum is a number."""
    return SourceColumn(column.name, column.label, "integer") if column.summed == "count" else column


def _word_place(columns: Sequence[ShownColumn], texts: Sequence[str]) -> int:
    """Return where the word of a line of sums is: in the first column without a sum that is no ordinal."""
    free = [n for n, text in enumerate(texts) if not text]
    return next((n for n in free if not columns[n].ordinal), free[0] if free else 0)
