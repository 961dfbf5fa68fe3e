"""A row that is named like any other, and whose figures are the sums of all others: a total typed where data belong."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from congvan.columns.base import Value
from congvan.expressions.values import as_number
from congvan.messages import Message
from congvan.returns.reading.issues import TAKEN, ReadRow
from congvan.returns.reading.plan import SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.text import presentable

_LEAST_ROWS, _LEAST_COLUMNS, _LEAST_SUM = 4, 2, 10
"""So few rows, columns or figures add up by chance: 1 and 1 are 2."""


def ask_sums(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about a first or last row whose figures are the sums of those of all others."""
    rows = [row for row in answer.rows if not row.struck]
    columns = [each.id for each in plan.columns.values() if each.is_filled and each.is_summed]
    if len(rows) < _LEAST_ROWS or len(columns) < _LEAST_COLUMNS:
        return
    for row, others in ((rows[-1], rows[:-1]), (rows[0], rows[1:])):
        if row.state == TAKEN and _is_sum(row, others, columns):
            row.ask("", Message("row-is-sum", words=presentable(row.words, 60)), row.words)
            return


def _is_sum(row: ReadRow, others: Sequence[ReadRow], columns: Sequence[str]) -> bool:
    """Whether the figures of a row are the sums of those of others, and too large for that to be chance."""
    large = 0
    for column in (each for each in columns if row.values.get(each, "") != ""):
        own, parts = _number(row.values.get(column, "")), [_number(each.values.get(column, "")) for each in others]
        if own != sum(parts):
            return False
        large += own >= _LEAST_SUM and sum(part > 0 for part in parts) > 1
    return large >= _LEAST_COLUMNS


def _number(value: Value) -> Decimal:
    return as_number(value) or Decimal(0)
