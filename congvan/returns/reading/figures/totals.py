"""Rows of totals: one without its word is known by its sums, and typed sums are compared with those of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.core.text import presentable
from congvan.returns.reading.issues import ReadRow
from congvan.returns.reading.plan import COMPUTED, HISTORY, SUMMED_TYPES, SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.values.expressions.values import as_number
from congvan.values.expressions.values import plain as plain_number


def take_unnamed_total(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Take a last row that names no entry, and whose figures are the sums of those above, for the row of totals."""
    rows = [row for row in answer.rows if not row.struck]
    if not plan.key or len(rows) < 3 or rows[-1].entry:
        return
    last = rows[-1]
    summed = {name: value for name, value in last.values.items() if value != "" and plan.columns[name].is_summed}
    sums = {name: _sum(rows[:-1], name) for name in summed}
    if summed and all(as_number(value) == sums[name] for name, value in summed.items()):
        answer.rows.remove(last)
        answer.totals.update({name: (value, last.place_of(name)) for name, value in summed.items()})
        yield Problem(Message("total-unnamed", words=last.words), last.place, severity=Severity.WARNING)


def differing_totals(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Compare typed totals with the sums of the rows; where a row is asked about the sum is not known yet."""
    for name, (said, place) in answer.totals.items():
        column = plan.columns[name]
        if column.cell.id not in SUMMED_TYPES:
            continue
        rows = [row for row in answer.rows if not row.struck]
        if any(issue.column == name for row in rows for issue in row.issues):
            continue
        if column.kind in (COMPUTED, HISTORY) and any(row.values.get(name, "") == "" for row in rows):
            continue  # what others tell, or a row that is asked about
        counted = _sum(rows, name)
        if as_number(said) != counted:
            ours = column.cell.plain(plain_number(counted))
            message = Message("total-differs", label=column.label, said=presentable(str(said), 40), computed=ours)
            yield Problem(message, place, Message("ask-sender"))


def _sum(rows: Sequence[ReadRow], column: str) -> Decimal:
    numbers = (as_number(row.values.get(column, "")) for row in rows)
    return sum((number for number in numbers if number is not None), Decimal(0))
