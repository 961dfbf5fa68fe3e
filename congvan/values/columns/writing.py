"""How a file writes its numbers and days, so that a cell that can be read in two ways is read as the others.

12.375 under a title that counts whole things is a question by itself. Beside 66,67 and 1.850.000 it is none: there the
comma parts decimals and the point thousands. A day cell 5/4 is none beside a day cell 25/4: a spreadsheet that takes
the month first makes no day of 25/4 and leaves it a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from congvan.grids.grid import GridCell
from congvan.values.columns.dates import day_in_cell, is_only_within

_COMMA_PARTS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}|-?\d{1,3}(?:\.\d{3})+,\d+|-?\d+,(?:\d{1,2}|\d{4,6})")
_ROUND = re.compile(r"-?[1-9]\d{0,2}\.\d{2}0")
_COMMA_GROUPS = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}|-?\d{1,3}(?:,\d{3})+\.\d+")
_POINT_PARTS = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}|-?\d{1,3}(?:,\d{3})+\.\d+|-?\d+\.(?:\d{1,2}|\d{4,6})")
_DAY = re.compile(r"(\d{1,2})[/.-]\d{1,2}[/.-]\d{4}")
_BEGINS = frozenset("-0123456789")
_LAST_MONTH = 12
_LEAST = 2
"""Numbers that tell how all are written; a single one may be the number of a chapter: 1.1."""


class Writing(NamedTuple):
    """How a file is written. `decimal_sign`: the sign before decimals, "" where that is not certain; `days_first`:
    whether its day cells hold days as they were typed; `fraction_sign`: the sign before decimals where it is certain
    for 1.500 under decimals, too.

    Why: 1.500 is a thousand five hundred beside 66,67. Beside 66.67 it may still be: many type a point for the comma,
    and part thousands by points nevertheless. Only commas between thousands (2,400.25) tell that they don't.
    """

    decimal_sign: str = ""
    days_first: bool = False
    fraction_sign: str = ""


def writing_of(cells: Iterable[GridCell], days: tuple[str, str] = ("", "")) -> Writing:
    """Return how cells are written, by those among them that can be read in one way. `days`: the first and the last
    day of the short period that they are about, which leaves one reading of a day cell within it.
    """
    commas = rounds = points = groups = beyond = texts = 0
    for cell in cells:
        if cell.kind == "text" and cell.text[:1] in _BEGINS:
            text = cell.text.strip().removesuffix("%").rstrip()
            commas += _COMMA_PARTS.fullmatch(text) is not None
            rounds += _ROUND.fullmatch(text) is not None
            points += _POINT_PARTS.fullmatch(text) is not None
            groups += _COMMA_GROUPS.fullmatch(text) is not None
            day = _DAY.fullmatch(text)
            texts += day is not None and int(day[1]) > _LAST_MONTH
        elif cell.kind == "date":
            found = day_in_cell(cell)
            beyond += found is not None and (found.day > _LAST_MONTH or is_only_within(found, days))
    signs = commas + rounds
    sign = "," if signs >= _LEAST and not points else "." if points >= _LEAST and not signs else ""
    known = "," if commas and not points else "." if points >= _LEAST and groups and not commas else ""
    return Writing(sign, bool(beyond) and not texts, known)
