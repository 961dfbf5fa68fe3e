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


THOUSANDS = """\
forms:
  - id: hong
    name: Biểu
    subject: Thiệt hại
    per: {don_vi: don-vi}
    lines: ["Đơn vị: {{ don_vi.name }}"]
    columns:
      - {id: ten, label: Hộ, type: text}
      - {id: tien, label: Thiệt hại, type: money, unit: nghìn đồng}
    rows: 8
"""


@pytest.mark.parametrize(
    ("amounts", "asked"),
    [
        (["3.250", "45.000", "12.500.000"], [False, False, True]),
        (["3.250", "12.500.000"], [False, False]),
        (["325.000", "450.000", "12.500.000"], [False, False, False]),
    ],
)
def test_a_thousand_times_the_others_is_in_dong(amounts: list[str], asked: list[bool]) -> None:
    rows = "".join(f"Hộ {n};{amount}\n" for n, amount in enumerate(amounts))
    text = f"Đơn vị: Đơn vị A\nHộ;Thiệt hại (nghìn đồng)\n{rows}"
    known = KnownForms(load(files(THOUSANDS, LISTS)))
    answers, _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    assert [row["state"] == "asked" for row in answers[0].body["sections"]["bang"]] == asked
