"""A total that was typed into a row of its own name is asked about; figures that add up by chance are not."""

from __future__ import annotations

import pytest

from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files
from tests.returns.reading.figures.test_shifted_rows import FORM, HEAD, ROWS

SUM = "Phố Dài;788;3170;34;455;"


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ([*ROWS, SUM], {"Phố Dài"}),
        ([SUM, *ROWS], {"Phố Dài"}),
        ([*ROWS, "Phố Dài;788;3170;;;"], {"Phố Dài"}),
        ([*ROWS, "Phố Dài;788;3170;34;456;"], set()),
        ([*ROWS, "Phố Dài;788;;;;"], set()),
        (["A;1;2;0;1;", "B;1;1;0;0;", "C;1;1;0;0;", "D;3;4;0;1;"], set()),
    ],
)
def test_a_row_that_is_the_sum_of_the_others(rows: list[str], asked: set[str]) -> None:
    text = HEAD + "".join(f"{each}\n" for each in rows)
    answers, _problems = read_answers(
        csv_grid.read(text.encode(), "a.csv"), KnownForms(load(files(FORM, LISTS))), "csv"
    )
    found = answers[0].body["sections"]["bang"]
    assert {
        row["values"]["ten"] for row in found if [each["code"] for each in row["issues"]] == ["row-is-sum"]
    } == asked
