"""Amounts about a thousand times as large, or as small, as those beside them: đồng among thousands of đồng.

Told is what is certain of the figures alone: an amount far from all others of its column, which are like one another,
and like them when it is multiplied or divided by a thousand; one that is so beside another amount of its row, compared
with the other rows; and one that is exactly a thousand times another of its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.returns.reading.issues import TAKEN, ReadRow
from congvan.returns.reading.plan import ColumnPlan, SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.values.columns.measures import counts_money, is_thousandfold
from congvan.values.expressions.values import as_number
from congvan.values.expressions.values import plain as plain_number

_THOUSAND = Decimal(1000)
_LEAST_OTHERS = 3
"""Amounts, or rows, that must agree beside the one that is told."""
_LEAST_DIGITS = 3
"""Digits that an amount and a thousand times as much have in common: more than chance."""
_Amounts = Mapping[int, Decimal]


def tell_scales(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Tell of the amounts of a section that are likely in thousands where the others are in đồng, or the reverse."""
    columns = [
        each for each in plan.columns.values() if each.is_filled and counts_money(each.cell.id, each.label, each.unit)
    ]
    rows = {row.n: row for row in answer.rows if row.state == TAKEN} if columns else {}
    amounts = {each.id: _amounts(each, rows) for each in columns}
    told: set[tuple[int, str]] = set()
    for column in columns:
        told.update((n, column.id) for n in _apart(amounts[column.id]))
    for one, other in combinations(columns, 2):
        if one.unit == other.unit:
            ratios = {n: amounts[one.id][n] / amounts[other.id][n] for n in amounts[one.id] if n in amounts[other.id]}
            for n in {*_apart(ratios), *_exact(ratios, amounts[one.id], amounts[other.id])}:
                if not told & {(n, one.id), (n, other.id)}:
                    told.add((n, other.id))
    for column in columns:
        for n, row in rows.items():
            if (n, column.id) in told:
                text = column.cell.shown(plain_number(amounts[column.id][n]))
                message = Message("column-money.scale", text=text)
                yield Problem(message, row.place_of(column.id), severity=Severity.WARNING)


def _amounts(column: ColumnPlan, rows: Mapping[int, ReadRow]) -> _Amounts:
    found = {n: as_number(row.values.get(column.id, "")) for n, row in rows.items()}
    return {n: amount for n, amount in found.items() if amount is not None and amount > 0}


def _apart(amounts: _Amounts) -> Iterator[int]:
    """Yield the rows whose amount is unlike all others, and like them a thousand times as large or small."""
    ordered = sorted(amounts.values())
    if len(ordered) <= _LEAST_OTHERS:
        return
    for n, amount in amounts.items():
        if amount not in (ordered[0], ordered[-1]):
            continue
        others = ordered[1:] if amount == ordered[0] else ordered[:-1]
        if is_thousandfold(amount, others):
            yield n


def _exact(ratios: _Amounts, one: _Amounts, other: _Amounts) -> Iterator[int]:
    """Yield the rows in which one amount is exactly a thousand times the other."""
    for n, ratio in ratios.items():
        if ratio in (_THOUSAND, 1 / _THOUSAND):
            digits = str(plain_number(min(one[n], other[n]))).replace(".", "").strip("0")
            if len(digits) >= _LEAST_DIGITS:
                yield n
