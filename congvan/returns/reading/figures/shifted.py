"""Figures that were typed or pasted one column beside their own.

Certain enough to ask are figures alone in a column for words beside columns of figures, in every row that is filled and
in several, where the column at the other end of these is empty throughout. Numbers that a title asks for (số, mã, năm)
are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from congvan.core.messages import Message
from congvan.returns.reading.issues import TAKEN, ReadRow
from congvan.returns.reading.plan import MEASURED_TYPES, ColumnPlan, SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.words import plain

_FIGURE = re.compile(r"-?\d[\d., ]*%?")
_OF_NUMBERS = frozenset(("so", "ma", "nam", "ky"))
_LEAST_COLUMNS = _LEAST_ROWS = 2
"""Columns of figures side by side at least, and rows; one that is left empty says nothing."""


def ask_shifted(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about the rows of a section whose figures stand one column too far to the right, or to the left."""
    columns = [each for each in plan.columns.values() if each.cell.id != "ordinal"]
    rows = [row for row in answer.rows if not row.struck]
    for first, last in runs(columns):
        run = columns[first : last + 1]
        behind = columns[last + 1 : last + 2]
        before = columns[first - 1 : first] if first else []
        for words, empty in ((behind, run[0]), (before, run[-1])):
            if words and _holds_figures(words[0], empty, run, rows):
                _ask(words[0], empty, rows)


def runs(columns: Sequence[ColumnPlan]) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of columns of figures that are side by side."""
    first = 0
    for n in range(len(columns) + 1):
        if n == len(columns) or not (columns[n].is_filled and columns[n].cell.id in MEASURED_TYPES):
            if n - first >= _LEAST_COLUMNS:
                yield first, n - 1
            first = n + 1


def _holds_figures(words: ColumnPlan, empty: ColumnPlan, run: Sequence[ColumnPlan], rows: Sequence[ReadRow]) -> bool:
    """Whether a column for words holds figures alone, and the one at the other end of the figures nothing."""
    if not is_for_words(words) or any(has(row, empty) for row in rows):
        return False
    filled = [row for row in rows if any(has(row, each) for each in run)]
    said = [row for row in rows if has(row, words)]
    return len(filled) >= _LEAST_ROWS and len(said) == len(filled) and all(holds_figure(row, words) for row in said)


def is_for_words(column: ColumnPlan) -> bool:
    """Whether a column is filled in with words, so that a figure in it may be one of the column beside it."""
    return column.is_filled and column.cell.id == "text" and not _OF_NUMBERS & {*plain(column.label).split()}


def holds_figure(row: ReadRow, column: ColumnPlan) -> bool:
    """Whether a cell holds a figure alone."""
    return _FIGURE.fullmatch(str(row.values.get(column.id, ""))) is not None


def has(row: ReadRow, column: ColumnPlan) -> bool:
    """Whether something is in a cell."""
    return row.values.get(column.id, "") != "" or any(issue.column == column.id and issue.said for issue in row.issues)


def _ask(words: ColumnPlan, empty: ColumnPlan, rows: Sequence[ReadRow]) -> None:
    for row in rows:
        said = str(row.values.get(words.id, ""))
        if said and row.state == TAKEN:
            row.ask(words.id, Message("row-shifted", text=said, label=words.label, empty=empty.label), said)
