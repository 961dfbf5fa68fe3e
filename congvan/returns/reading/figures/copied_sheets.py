"""Sheets of a workbook that are copies of another one, as a program makes and names them: Biểu (2), Biểu Copy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.grids.grid import Grid

_COPY = re.compile(r"(?:[ _-]*\(\d+\)|_\d+|[ _-]*(?:copy|bản sao)[ _-]*\(?\d*\)?)+", re.IGNORECASE)


def without_copies(grids: Sequence[Grid], problems: list[Problem]) -> list[Grid]:
    """Return the sheets without copies in which nothing was changed; each of these is told.

    Why not any sheet that is the same: one for another day or place may hold the same figures, and tell by its name.
    """
    kept: list[Grid] = []
    for grid in grids:
        original = next((each for each in kept if _is_copy(grid, each)), None)
        if original is None:
            kept.append(grid)
            continue
        message = Message("sheet-copied", sheet=grid.name, original=original.name)
        problems.append(Problem(message, grid.place(0), severity=Severity.WARNING))
    return kept


def _is_copy(grid: Grid, original: Grid) -> bool:
    """Whether a sheet has the name of a copy of another one, and all that it holds."""
    if grid.form != "sheet" or not grid.lines or not grid.name.startswith(original.name):
        return False
    is_named = _COPY.fullmatch(grid.name[len(original.name) :]) is not None
    return is_named and _held(grid) == _held(original)


def _held(grid: Grid) -> object:
    """Return what a sheet holds; the number of a style tells nothing."""
    lines = [
        (each.number, each.hidden, {n: cell._replace(style=0) for n, cell in each.cells.items()}) for each in grid.lines
    ]
    return lines, grid.comments, grid.hidden_columns
