"""The head of a table: one row, or several where columns are under common headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from congvan.model.forms.columns import FormColumn


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a head: its text, the unit in italics below it, and over how many columns and rows it goes."""

    text: str
    unit: str = ""
    columns: int = 1
    rows: int = 1


def head_rows(columns: Sequence[FormColumn], *, corrected: bool = True) -> tuple[tuple[HeadCell, ...], ...]:
    """Return the rows of the head; a cell that goes over several is in the first of them."""
    kept = [column for column in columns if _count(column, corrected)]
    rows: list[list[HeadCell]] = [[] for _ in range(_depth(kept))]
    _fill(kept, rows, 0, corrected)
    return tuple(tuple(row) for row in rows)


def _depth(columns: Sequence[FormColumn]) -> int:
    return max((1 + _depth(column.columns) if column.columns else 1 for column in columns), default=1)


def _count(column: FormColumn, corrected: bool) -> int:
    return sum(corrected or not leaf.corrected_only for leaf in column.leaves)


def _fill(columns: Sequence[FormColumn], rows: list[list[HeadCell]], level: int, corrected: bool) -> None:
    for column in _printed(columns, corrected):
        if column.columns:
            rows[level].append(HeadCell(column.label, "", _count(column, corrected), 1))
            _fill(column.columns, rows, level + 1, corrected)
        else:
            rows[level].append(HeadCell(column.label, column.unit or "", 1, len(rows) - level))


def _printed(columns: Sequence[FormColumn], corrected: bool) -> Iterator[FormColumn]:
    return (column for column in columns if _count(column, corrected))
