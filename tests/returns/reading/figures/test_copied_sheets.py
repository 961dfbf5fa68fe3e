"""A copy of a sheet in which nothing was changed is told and not read again; one that may be another sheet is kept."""

from __future__ import annotations

import pytest

from congvan.core.problems import Problem
from congvan.grids.grid import Grid, GridCell, GridRow
from congvan.returns.reading.figures.copied_sheets import without_copies


def sheet(name: str, text: str = "5") -> Grid:
    cells = {1: GridCell("Bản A"), 2: GridCell(text, "number", style=len(name))}
    return Grid("a.xlsx", name, lines=[GridRow(3, cells)])


@pytest.mark.parametrize("name", ["Biểu (2)", "Biểu_2", "Biểu Copy", "Biểu - Copy (3)", "Biểu bản sao"])
def test_an_unchanged_copy(name: str) -> None:
    problems: list[Problem] = []
    assert [each.name for each in without_copies([sheet("Biểu"), sheet(name)], problems)] == ["Biểu"]
    assert [problem.message.id for problem in problems] == ["sheet-copied"]


@pytest.mark.parametrize(("name", "text"), [("Biểu (2)", "6"), ("Biểu 2", "5"), ("Xã B", "5"), ("Biểu mới", "5")])
def test_a_sheet_that_may_be_another(name: str, text: str) -> None:
    problems: list[Problem] = []
    assert [each.name for each in without_copies([sheet("Biểu"), sheet(name, text)], problems)] == ["Biểu", name]
    assert not problems
