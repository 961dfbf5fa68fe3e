"""Amounts and shares that are likely in another unit than their column: thousands of đồng, đồng under millions, 1 for
100 %; and decimals without their comma.
"""

from __future__ import annotations

from decimal import Decimal

from congvan.core.messages import Message
from congvan.returns.reading.issues import TAKEN
from congvan.returns.reading.plan import SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.values.columns.measures import is_in_millions, is_plain_money
from congvan.values.expressions.values import as_number
from congvan.values.expressions.values import plain as plain_number

_MILLION, _SMALL, _THOUSAND, _TIMES, _MUCH = 1_000_000, 10_000, 1_000, 100, 250
"""Đồng: beside amounts of a hundred times as much, so few are thousands that were written short. So many millions, or a
thousand times as many thousands, in whole thousands, are đồng; so are a million where others are a 250th of it.
"""
_LEAST_OTHERS = 3
"""Decimals beside a number that lacks its comma."""


def ask_small_amounts(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about amounts that may be thousands of đồng: 1.500 beside millions; 57, and 1.500 beside it."""
    for column in plan.columns.values():
        if column.cell.id != "money" or not is_plain_money(column.label, column.unit):
            continue
        amounts = {row.n: as_number(row.values.get(column.id, "")) for row in answer.rows}
        known = sorted(amount for amount in amounts.values() if amount)
        middle = known[len(known) // 2] if len(known) > 1 else Decimal(0)
        tiny = any(0 < amount < _THOUSAND for amount in known)
        for row in answer.rows:
            amount = amounts[row.n]
            beside_large = amount is not None and amount * _TIMES <= middle
            if amount and amount < _SMALL and (beside_large or tiny):
                row.values.pop(column.id)
                text = column.cell.shown(plain_number(amount))
                small, least = Message("column-money.small", text=text), Message("column-money.tiny", text=text)
                row.ask(column.id, small if beside_large else least, str(amount))


def ask_large_amounts(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about amounts in millions, or thousands, of đồng that may be in đồng: 12.500.000."""
    for column in plan.columns.values():
        if column.cell.id not in ("integer", "decimal", "money") or is_plain_money(column.label, column.unit):
            continue
        most = _MILLION if is_in_millions(column.label, column.unit) else _MILLION * _THOUSAND
        amounts = {row.n: as_number(row.values.get(column.id, "")) for row in answer.rows}
        known = sorted(amount for amount in amounts.values() if amount)
        middle = known[(len(known) - 1) // 2] if len(known) > 2 else Decimal(0)
        for row in answer.rows:
            amount = amounts[row.n]
            beside_small = amount and 0 < middle * _MUCH <= amount and amount >= _MILLION
            if amount and (abs(amount) >= most or beside_small) and amount % _THOUSAND == 0:
                row.values.pop(column.id)
                text = column.cell.shown(plain_number(amount))
                row.ask(column.id, Message("column-money.large", text=text), str(amount))


def ask_whole_shares(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about 1 beside shares like 0,9: it may be all of it, not one per cent."""
    for column in plan.columns.values():
        shares = (issue for row in answer.rows for issue in row.issues if issue.column == column.id)
        if column.cell.id != "percent" or all(issue.message.id != "column-percent.fraction" for issue in shares):
            continue
        for row in answer.rows:
            if row.values.get(column.id, "") == 1:
                row.values.pop(column.id)
                row.ask(column.id, Message("column-percent.fraction", text="1"), "1")


def ask_lost_commas(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about a whole number far above all others of a column of decimals, and like them behind a comma: 234."""
    for column in plan.columns.values():
        found = {row.n: as_number(row.values.get(column.id, "")) for row in answer.rows if row.state == TAKEN}
        numbers = {n: number for n, number in found.items() if number and number > 0}
        if column.cell.id != "decimal" or len(numbers) <= _LEAST_OTHERS:
            continue
        *others, last = sorted(numbers.values())
        if last % 1 or last < others[-1] * 5 or sum(each % 1 > 0 for each in others) * 2 <= len(others):
            continue
        for row in answer.rows:
            alike = any(others[0] <= last / times <= others[-1] for times in (10, 100, 1000))
            if alike and numbers.get(row.n) == last:
                text, most = (column.cell.shown(plain_number(each)) for each in (last, others[-1]))
                row.ask(column.id, Message("column-number.comma", text=text, most=most), text)
