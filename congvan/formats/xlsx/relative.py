"""Formulas in R1C1 notation, which tell a cell by its distance: `RC2+RC3`, `SUM(R[-12]C:R[-1]C)`.

A content does not know in which row of the sheet it will are; what it knows is its own row, and the rows beside it.
"""

from __future__ import annotations

import re

from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.formats.xlsx.hostile import found_in

_TEXT = re.compile(r'("(?:[^"]|"")*")')
_REFERENCE = re.compile(r"(?<![\w.$!'])R(\[-?\d+\]|\d+)?C(\[-?\d+\]|\d+)?(?![\w.(!])")


def as_a1(formula: str, row: int, column: int) -> str:
    """Return a formula in R1C1 notation (without "=") as it is written in the cell at this row and column.

    Raises `ProblemsFound` for a formula that fetches something or starts a program.
    """
    if hostile := found_in(formula):
        raise ProblemsFound(Problem(Message("workbook-refused.formula", formula=formula[:60], found=hostile)))

    def placed(match: re.Match[str]) -> str:
        to_row, fixed_row = _moved(match[1], row)
        to_column, fixed_column = _moved(match[2], column)
        return f"{'$' if fixed_column else ''}{_letters(to_column)}{'$' if fixed_row else ''}{to_row}"

    pieces = _TEXT.split(formula)
    pieces[::2] = [_REFERENCE.sub(placed, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _moved(part: str | None, here: int) -> tuple[int, bool]:
    """Return a row or column, and whether it is reported by its own number."""
    if not part:
        return here, False
    return (here + int(part[1:-1]), False) if part.startswith("[") else (int(part), True)


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
