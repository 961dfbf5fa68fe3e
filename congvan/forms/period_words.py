"""Periods as people write them: Tuần thứ 28 năm 2026, Tuần 28 (6/7-12/7), Tháng 7/2026, Quý III."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

_DATE = r"(?:ngay )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?"
_SPAN = re.compile(rf"(?:tu )?{_DATE} ?(?:-|–|—|den) ?{_DATE}")
_WORDS = {"week": "tuan", "month": "thang", "quarter": "quy", "year": "nam"}
_QUARTERS = ("i", "ii", "iii", "iv")
_REST = re.compile(r"[\s(),.;:]*")


class SaidPeriod(NamedTuple):
    """A period as it is written: its number, its year, its first and last day as (day, month, year); 0 for unsaid, also
    for the number of one that is named by its days alone.
    """

    number: int
    year: int = 0
    days: tuple[tuple[int, int, int], ...] = ()

    def fits(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether the days are those of a period; without days any period fits."""
        return all(
            (day, month) == (meant.day, meant.month) and year in (0, meant.year)
            for (day, month, year), meant in zip(self.days, (first, last), strict=False)
        )


def said_period(unit: str, said: str) -> SaidPeriod | None:
    """Return the period that a text without marks and case names, by its days alone too; None for any other text."""
    word = _WORDS.get(unit)
    if word is None or unit == "year":
        return None
    if (alone := _SPAN.fullmatch(said)) is not None:
        return SaidPeriod(0, days=_days_of(alone))
    number = r"(\d{1,2}|[ivx]{1,4})" if unit == "quarter" else r"(\d{1,2})"
    found = re.match(rf"{word} (?:thu )?{number}(?: ?/ ?(\d{{4}})|[ ,]*(?:cua )?nam (\d{{4}}))?(?!\d)", said)
    if found is None:
        return None
    rest = said[found.end() :]
    span = _SPAN.search(rest)
    if _REST.fullmatch(rest if span is None else rest[: span.start()] + rest[span.end() :]) is None:
        return None
    days = _days_of(span) if span is not None else ()
    counted = int(found[1]) if found[1].isdecimal() else _QUARTERS.index(found[1]) + 1 if found[1] in _QUARTERS else 0
    return SaidPeriod(counted, int(found[2] or found[3] or 0), days)


def _days_of(span: re.Match[str]) -> tuple[tuple[int, int, int], ...]:
    """Return the first and the last day of a span; a year that is not said is 0."""
    first, last = ([int(each or 0) for each in span.groups()[at : at + 3]] for at in (0, 3))
    return (first[0], first[1], first[2]), (last[0], last[1], last[2])
