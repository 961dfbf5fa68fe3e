"""Amounts and shares in another unit than their column."""

from __future__ import annotations

import pytest

from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files
from tests.returns.reading.test_rules import FORM


@pytest.mark.parametrize(
    ("shares", "asked"),
    [
        (["0,9", "1", "0,5"], [True, True, True]),
        (["92", "1", "45"], [False, False, False]),
        (["1", "1"], [False, False]),
    ],
)
def test_one_beside_shares_may_be_all_of_it(shares: list[str], asked: list[bool]) -> None:
    rows = "".join(f"Việc {n};{share}\n" for n, share in enumerate(shares))
    text = f"Đơn vị: Đơn vị A\nTên việc;Tỷ lệ đạt\n{rows}"
    known = KnownForms(load(files(FORM, LISTS)))
    answers, _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    assert [row["state"] == "asked" for row in answers[0].body["sections"]["bang"]] == asked
