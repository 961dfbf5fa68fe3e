"""Amounts a thousand times out of scale are told where that is certain."""

from __future__ import annotations

import pytest

from congvan.core.problems import Severity
from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files

FORM = """\
forms:
  - id: chi
    name: Biểu
    subject: Kinh phí
    per: {don_vi: don-vi}
    lines: ["Đơn vị: {{ don_vi.name }}"]
    columns:
      - {id: ten, label: Việc}
      - {id: cap, label: Kinh phí cấp, type: money}
      - {id: chi, label: Kinh phí chi, type: money}
      - {id: nguoi, label: Số người, type: integer}
    rows: 8
"""
THOUSANDS = FORM.replace("type: money", "type: integer, unit: nghìn đồng")


@pytest.mark.parametrize(
    ("form", "rows", "told"),
    [
        (FORM, ["12.500.000;;5", "9.800.000;;7", "15.200.000;;6", "12.500;;7"], ["B6"]),
        (FORM, ["12.500.000;;5", "9.800.000;;7", "12.500;;7"], []),  # too few
        (FORM, ["12.500.000;;5", "450.000;;7", "15.200.000;;6", "12.500;;7"], []),  # others are unlike one another
        (FORM, ["12.500.000;;5", "9.800.000;;7", "15.200.000;;6", "100.000;;7"], []),  # no thousandth of theirs
        (FORM, ["12.500.000;;5", "9.800.000;;7", "15.200.000;;6", "12.500.000;;7000"], []),  # people are no amount
        (FORM, ["12.550.000;12.550;5"], ["C3"]),
        (FORM, ["1.000.000;10.000;5"], []),
        (FORM, ["12.000.000;12.000;5"], []),  # two digits in common may be chance
        (
            FORM,
            ["90.000.000;8.000.000;5", "400.000;39.000;7", "15.200.000;1.900.000;6", "2.500.000.000;210.000;7"],
            ["C6"],
        ),
        (THOUSANDS, ["850;;5", "1.250;;7", "640;;6", "985.000;;7"], ["B6"]),
    ],
)
def test_an_amount_a_thousand_times_out_of_scale_is_told(form: str, rows: list[str], told: list[str]) -> None:
    lines = "".join(f"Việc {n};{row}\n" for n, row in enumerate(rows))
    text = f"Đơn vị: Đơn vị A\nViệc;Kinh phí cấp;Kinh phí chi;Số người\n{lines}"
    known = KnownForms(load(files(form, LISTS)))
    (answer,), _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    found = [each for each in answer.problems if each.message.id == "column-money.scale"]
    assert [each.place.cell for each in found] == told
    assert all(each.severity is Severity.WARNING for each in found)
