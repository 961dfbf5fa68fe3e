"""What a text states as facts, however it is spelt: its numbers, numbers of dispatches, days, and the periods it names.

Only these are compared with what was printed: words may be typed again as anyone likes.
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from congvan.core.text import fold
from congvan.forms.calendar import Calendar, Period
from congvan.returns.reading.words import plain

GAP = "…"
"""The token of a gap: dots, or spaces that a number is written over."""
_ROMAN = {"i": 1, "v": 5, "x": 10}
_PIECE = re.compile(
    r"(?P<iso>(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?:(?<=[sS][ốỐ])|(?<![^\W\d_]))/\s?(?P<symbol>[^\W\d_]+(?:[-&–][^\W\d_]+)*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<gap>…|\.{3,}|_{2,}|\u00a0{2,})"
)
_COUNTED = frozenset(("quy", "luc", "khoa", "dot", "ky", "lan", "bieu", "mau", "phan", "chuong", "lop", "hang"))
"""Words behind which a Roman numeral is a number: Quý III, Phụ lục IV."""
_DATED = r"(?<!\w)ngay (?:\d{1,2}|…) (?:thang (?:\d{1,2}|…) )?"
_PLACE_AND_DAY = re.compile(r"[^,]{2,40},\s*ngay\b")
_DAY_ALONE = re.compile(r"(?:ngay )?\d{1,2}(?:[ /.-]| thang )\d{1,2}(?:[ /.-]| nam )(?:19|20)\d\d")
_OWN_NUMBER = re.compile(r"so\s*:?\s*[\d\s.…_]*/")


class StatedToken(NamedTuple):
    """A word, number or gap of a text. `key`: what it is compared by, `begin`, `end`: where it is."""

    key: str
    begin: int
    end: int
    is_fact: bool = False
    is_name: bool = False  # of a printed text: whether it is of the name of whose sheet it is


def tokens(text: str) -> list[StatedToken]:
    """Return the tokens of a text: its numbers without leading noughts, symbols of dispatches, its words bare."""
    found: list[StatedToken] = []
    for match in _PIECE.finditer(text):
        kind, said = match.lastgroup, match[0]
        if kind == "iso":
            year, month, day = said.split("-")
            found += [StatedToken(str(int(part)), *match.span(), True) for part in (day, month, year)]
        elif kind == "number":
            found.append(StatedToken(said.lstrip("0") or "0", *match.span(), True))
        elif kind == "symbol":
            found.append(StatedToken("/" + fold(match["symbol"]).replace("–", "-"), *match.span(), True))
        elif kind == "gap":
            found.append(StatedToken(GAP, *match.span()))
        else:
            found.append(_word(said, match.span(), found[-1].key if found else ""))
    return found


def _word(said: str, span: tuple[int, int], before: str) -> StatedToken:
    word = fold(said)
    if before in _COUNTED and said.isupper() and set(word) <= set(_ROMAN):
        return StatedToken(str(_roman(word)), *span, True)
    return StatedToken(word, *span)


def _roman(word: str) -> int:
    values = [_ROMAN[letter] for letter in word]
    return sum(-each if at + 1 < len(values) and each < values[at + 1] else each for at, each in enumerate(values))


def is_of_the_sender(words: str) -> bool:
    """Whether a text without marks is the number, or the place and day, of the sender's own paper."""
    return _PLACE_AND_DAY.match(words) is not None or _OWN_NUMBER.match(words) is not None


def is_day_alone(words: str) -> bool:
    """Whether a text without marks is a day and nothing else, as beside a signature: ngày 30 tháng 3 năm 2026."""
    return _DAY_ALONE.fullmatch(words.strip(" .,;:()")) is not None


class SaidTime(NamedTuple):
    """A period that a text names: its number (0 for a year alone), and its year (0 where none is said)."""

    number: int
    year: int = 0


_NUMBERED = {
    "week": r"tuan (?:thu |so )?(?P<n>\d{1,2})(?!\d)(?! thang)",
    "month": r"thang (?P<n>\d{1,2})(?!\d)",
    "quarter": r"quy (?P<n>\d|i{1,3}|iv)(?!\w)",
}
_NAMES = {"day": "ngay", "week": "tuan", "month": "thang", "quarter": "quy", "year": "nam"}
_SHORT = {"week": r"t ?(?P<n>\d{1,2})(?!\w)", "month": r"t ?(?P<n>\d{1,2})(?!\w)", "quarter": r"q ?(?P<n>[1-4])(?!\w)"}
_OF_YEAR = r"(?:[ /.,(-]{0,3}(?:nam )?(?P<year>(?:19|20)\d\d)(?!\d))?"
_DAY = re.compile(r"(?<!\d)(\d{1,2})[ /.-](?:thang )?(\d{1,2})[ /.-](?:nam )?((?:19|20)\d\d)(?!\d)")


def said_times(unit: str, text: str, *, short: bool = False) -> set[SaidTime]:
    """Return the periods of a unit that a text without marks names; a day is no month. `short`: as names of sheets and
    files have them: T9, Q3.
    """
    if unit == "day":
        return {SaidTime(int(day) + 100 * int(month), int(year)) for day, month, year in _DAY.findall(text)}
    if unit == "year":
        return {SaidTime(0, int(year)) for year in re.findall(r"(?<!\w)nam (?:hoc )?((?:19|20)\d\d)(?!\d)", text)}
    if unit not in _NUMBERED:
        return set()
    words = text if unit != "month" else re.sub(_DATED + r"(?:nam (?:\d{4}|…))?", " ", text)
    patterns = [_NUMBERED[unit], *([_SHORT[unit]] if short else [])]
    found = (match for each in patterns for match in re.finditer(rf"(?<![^\W_]){each}{_OF_YEAR}", words))
    return {SaidTime(_number(match["n"]), int(match["year"] or 0)) for match in found}


def only_period(text: str) -> bool:
    """Whether a text without marks is the name of a period of any unit, and nothing else."""
    bare = text.strip(" ().,")
    return any(re.fullmatch(f"{each}{_OF_YEAR}", bare) for each in (*_NUMBERED.values(), r"nam (?P<n>(?:19|20)\d\d)"))


def other_unit(unit: str, text: str) -> bool:
    """Whether a text without marks is the title of a report by another unit than a form's: báo cáo tháng for a week."""
    found = set(re.findall(r"(?<!\w)bao cao (ngay(?! \d)|tuan|thang|quy)(?!\w)", text))
    return unit in _NAMES and bool(found) and re.search(rf"(?<!\w){_NAMES[unit]}(?!\w)", text) is None


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else _roman(said)


def is_meant(unit: str, said: SaidTime, period: Period) -> bool:
    """Whether a period that is named is the one of an answer."""
    own = {
        "day": (period.first.day + 100 * period.first.month, period.first.year),
        "month": (period.first.month, period.first.year),
        "quarter": ((period.first.month + 2) // 3, period.first.year),
        "year": (0, period.first.year),
    }.get(unit)
    if own is None:
        year, _sign, week = period.id.partition("-t")
        own = (int(week), int(year)) if week.isdecimal() else (said.number, said.year)
    return said.number == own[0] and said.year in (0, own[1])


_DAYS_OF = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?:/\d{4})?\s*(?:–|-|den)\s*(?:ngay )?(\d{1,2})/(\d{1,2})(?!\d)")


def other_days(unit: str, words: str, period: Period) -> bool:
    """Whether a text without marks names a week, month or quarter beside first and last days that are not its own."""
    found = _DAYS_OF.search(words) if said_times(unit, words) else None
    days = [day for each in (period.first, period.last) for day in (each.day, each.month)]
    return found is not None and [*map(int, found.groups())] != days


_WRITTEN_DAY = re.compile(
    r"(?<!\d)(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})"
    r"|(\d{1,2}) thang (\d{1,2}) nam (\d{4}))(?!\d)"
)
"""A day within a text without marks, as offices write it."""
_HOUR = re.compile(r"(?<!\d)(\d{1,2}) ?(?:h|gio|:|g) ?(\d{2})?(?!\d)")
_DAYS_SAID = re.compile(
    r"(?<!\d)(?P<d1>\d{1,2})[/.-](?P<m1>\d{1,2})(?:[/.-](?P<y1>\d{4}))?"
    r"(?: ?[-–] ?| (?:den|toi) )(?:het )?(?:ngay )?(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})(?:[/.-](?P<y2>\d{4}))?(?!\d)"
)
"""The first and the last day of something: từ ngày 17/8/2026 đến ngày 23/8/2026."""


def days_outside(words: str, period: Period) -> bool:
    """Whether a text without marks says a first and a last day, and nothing between them is of a period."""
    found = _DAYS_SAID.search(words)
    if found is None:
        return False
    try:
        last = datetime.date(int(found["y2"] or period.last.year), int(found["m2"]), int(found["d2"]))
        first = datetime.date(int(found["y1"] or last.year), int(found["m1"]), int(found["d1"]))
    except ValueError:
        return False
    return last < period.first or period.last < first


def find_period(calendar: Calendar, said: str) -> Period | None:
    """Return the period that a text means: by its id, name or number alone, else by the only day in it: thứ Sáu,
    21/8/2026 16:30. Of several on one day it is the one that names the same hour.
    """
    found = calendar.find(said)
    if found is None and said.isdecimal() and len(said) < len("2026") and calendar.spec is not None:
        found = calendar.find(f"{_NAMES.get(calendar.spec.each, '')} {said}")
    days = _WRITTEN_DAY.findall(plain(said))
    if found is not None or len(days) != 1:
        return found
    day, month, year = days[0][0:3] if days[0][0] else days[0][5:2:-1] if days[0][3] else days[0][6:9]
    try:
        meant = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    hours = _hours(said)
    same = [each for each in calendar.on(meant) if hours and _hours(each.name) == hours]
    return same[0] if len(same) == 1 else calendar.of(meant)


def _hours(text: str) -> list[tuple[int, int]]:
    """Return the hours that a text names: 16h, 16h00, 16 giờ 30, 16:30."""
    return [(int(hour), int(minute or 0)) for hour, minute in _HOUR.findall(plain(text))]
