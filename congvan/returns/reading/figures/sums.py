"""A row that is named like any other, and whose figures are the sums of others: a total typed where data belong."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from congvan.core.messages import Message
from congvan.core.text import presentable
from congvan.returns.reading.issues import TAKEN, ReadRow
from congvan.returns.reading.plan import SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.words import plain
from congvan.values.columns.base import Value
from congvan.values.columns.titles import begins_as_total, is_surely_total
from congvan.values.expressions.values import as_number

_LEAST_ROWS, _LEAST_COLUMNS, _LEAST_SUM = 3, 2, 10
"""So few rows above, columns or figures add up by chance: 1 and 1 are 2."""


def ask_sums(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about a row whose figures are the sums of all others, or of those above it since the last such row."""
    rows = [row for row in answer.rows if not row.struck]
    columns = [each.id for each in plan.columns.values() if each.is_filled and each.is_summed]
    since = 0
    for at, row in enumerate(rows if columns else ()):
        others = [each for each in rows if each is not row and not _is_asked(each)]
        at_edge = len(others) >= _LEAST_ROWS and at in (0, len(rows) - 1) and _is_sum(row, others, columns)
        if row.state == TAKEN and (at_edge or _is_total(plan, row, rows, since, columns)):
            # Why at the words of the row: by correcting them to what they are the office says that it is a row
            row.ask(_first_text(plan, row)[0], Message("row-is-sum", words=presentable(row.words, 60)), row.words)
            since = at + 1


def _is_total(plan: SectionPlan, row: ReadRow, rows: Sequence[ReadRow], since: int, columns: Sequence[str]) -> bool:
    """Whether a row that the form does not expect is a total by its name, or by what it lacks, and by its figures."""
    column, words = _first_text(plan, row)
    if row.entry or plain(words) in plan.printed.get(column, ()):
        return False
    at = rows.index(row)
    above, others = rows[since:at], [each for each in rows if each is not row and not _is_asked(each)]
    named = begins_as_total(words)
    if len(above) >= _LEAST_ROWS and _is_sum(row, above, columns):
        return True
    lacks = len(others) >= _LEAST_COLUMNS and _lacks(plan, row, others)
    if named and lacks and is_surely_total(words):
        return True
    if not named and not (lacks and len(above) >= _LEAST_ROWS):
        return False
    starts = range(since, at - 1) if named else (since,)
    parts = [rows[start:at] for start in starts] + [[each for each in rows[:at] if each in others]]
    parts += [others] if at == 0 else []
    return any(len(each) > 1 and _is_sum(row, each, columns, 1, 1 if named else _LEAST_SUM) for each in parts)


def _lacks(plan: SectionPlan, row: ReadRow, others: Sequence[ReadRow]) -> bool:
    """Whether a row has no number, or nothing in a column, where all others have."""
    if not row.number and all(each.number for each in others):
        return True
    asked = [each.id for each in plan.columns.values() if each.is_filled and not each.is_summed]
    return any(row.values.get(c, "") == "" and all(o.values.get(c, "") != "" for o in others) for c in asked)


def _first_text(plan: SectionPlan, row: ReadRow) -> tuple[str, str]:
    """Return the column and the words of the first text of a row."""
    texts = (each.id for each in plan.columns.values() if each.cell.id in ("text", "name") and each.is_filled)
    return next(((each, said) for each in texts if (said := str(row.values.get(each, "")))), ("", ""))


def _is_asked(row: ReadRow) -> bool:
    return any(issue.message.id == "row-is-sum" for issue in row.issues)


def _is_sum(
    row: ReadRow,
    others: Sequence[ReadRow],
    columns: Sequence[str],
    least: int = _LEAST_COLUMNS,
    least_sum: int = _LEAST_SUM,
) -> bool:
    """Whether the figures of a row are the sums of those of others, and too large for that to be chance."""
    large = 0
    for column in (each for each in columns if row.values.get(each, "") != ""):
        own, parts = _number(row.values.get(column, "")), [_number(each.values.get(column, "")) for each in others]
        if own != sum(parts):
            return False
        large += own >= least_sum and sum(part > 0 for part in parts) > 1
    return large >= least


def _number(value: Value) -> Decimal:
    return as_number(value) or Decimal(0)
