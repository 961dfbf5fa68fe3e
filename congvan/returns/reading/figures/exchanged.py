"""Values in each other's columns: the bank under the number of the account, the number under the bank.

Certain enough to ask are two columns for words of which one asks for numbers or codes (Số tài khoản, Mã dự án), where
in every row that has either, and in several, the one holds words and the other a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from congvan.core.messages import Message
from congvan.core.text import presentable
from congvan.returns.reading.issues import TAKEN, ReadRow
from congvan.returns.reading.plan import ColumnPlan, SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.words import plain

_CODE = re.compile(r"(?=\D*\d)\S+|\d[\d .-]*\d")
"""A piece without spaces that has a digit, or digits in groups."""
_BEGIN_CODES = frozenset(("so", "ma", "stk"))
_COUNTED = frozenset(("luong", "nguoi", "ca", "ho", "tien", "lan", "ngay", "tiet", "gio"))
"""Words behind “số” of which a number is none that names something: Số lượng."""
_LEAST_ROWS = 2


def ask_exchanged(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about the rows of a section of which two columns have each other's values."""
    columns = [each for each in plan.columns.values() if each.is_filled and each.cell.id == "text"]
    codes = [each for each in columns if _asks_for_codes(each.label)]
    if not codes or len(columns) < 2:
        return
    rows = [row for row in answer.rows if not row.struck]
    words = [each for each in columns if each not in codes and each.column.listed is None]
    for one, other in product(words, codes):
        found = list(_both(rows, one, other))
        if len(found) >= _LEAST_ROWS and all(map(_is_exchanged, found)):
            _ask(one, other, rows)


def _asks_for_codes(label: str) -> bool:
    """Whether the head of a column asks for numbers or codes that name something."""
    said = plain(label).split()
    return bool(said) and said[0] in _BEGIN_CODES and not _COUNTED & set(said[1:2])


def _both(rows: Sequence[ReadRow], one: ColumnPlan, other: ColumnPlan) -> Iterator[tuple[str, str]]:
    """Yield the values of two columns in the rows that have either."""
    for row in rows:
        said = str(row.values.get(one.id, "")), str(row.values.get(other.id, ""))
        if any(said):
            yield said


def _is_exchanged(said: tuple[str, str]) -> bool:
    """Whether the first is a code and the second none; neither is empty, so that a remark is not taken for a swap."""
    words, code = said
    is_code = _CODE.fullmatch(words.strip()) is not None
    return is_code and bool(code) and _CODE.fullmatch(code.strip()) is None


def _ask(one: ColumnPlan, other: ColumnPlan, rows: Sequence[ReadRow]) -> None:
    for row in rows:
        said = str(row.values.get(one.id, ""))
        if said and row.state == TAKEN:
            values = {"text": presentable(said, 60), "label": one.label, "other": other.label}
            row.ask(one.id, Message("columns-exchanged", **values), said)
