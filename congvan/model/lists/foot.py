"""What is below the entries of a sheet and is none: rows of totals, the day, the names of those who sign."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from congvan.core.text import fold
from congvan.grids.grid import GridCell
from congvan.values.columns.titles import is_total

_SIGNED = re.compile(
    r"nguoi lap|nguoi ky|nguoi tong hop|nguoi nhan|ke toan|thu truong|lanh dao|giam doc|chu tich|pho |truong phong"
    r"|xac nhan|(?:tm|kt|tl|tuq|q)\.|\(?ky\b|(?:.*, *)?ngay\b.*\bthang\b|ghi chu *:"
    r"|(?:an dinh )?danh sach (?:nay |tren )?(?:co|gom)\b"
)
"""How lines below a table begin, without marks: who signs, and the day."""


class FootRow(Protocol):
    """A row of a sheet as its foot is looked for: cells by field, its number, and its first text in any column."""

    @property
    def values(self) -> Mapping[str, GridCell]: ...

    @property
    def number(self) -> int: ...

    @property
    def first(self) -> str: ...


def _said(text: str) -> str:
    return " ".join(fold(text).lower().split())


def is_row_of_total(row: FootRow) -> bool:
    """Whether a row is that of a total: its name or its first text is called so."""
    name = row.values.get("name")
    return any(is_total(text) for text in (row.first, name.text if name else ""))


def foot_of(rows: Sequence[FootRow], required: Collection[str]) -> int:
    """Return how many of the last rows are no entries.

    Each of them lacks a required field, has a single text, or those of who signs alone. The first begins as a signature
    does and is beyond an empty row or without a required field, or is a single text and both.
    """
    start = len(rows)
    for at in range(len(rows) - 1, 0, -1):
        row = rows[at]
        filled = [each.text for each in row.values.values() if each.text]
        lacking = any(name not in row.values or not row.values[name].text for name in required)
        signed = [_SIGNED.match(_said(text)) is not None for text in (row.first, *filled)]
        if not lacking and len(filled) > 1 and not all(signed):
            break
        apart = row.number > rows[at - 1].number + 1
        wider = max(sum(bool(each.text) for each in above.values.values()) for above in rows[:at]) > 1
        if (any(signed) and wider and (lacking or apart)) or (lacking and apart and len(filled) == 1):
            start = at
    return len(rows) - start
