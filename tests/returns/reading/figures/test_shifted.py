"""Figures one column beside their own are asked about; remarks that are figures here and there are not."""

from __future__ import annotations

import pytest

from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files

FORM = """\
forms:
  - id: dem
    name: Biểu
    subject: Kết quả
    per: {don_vi: don-vi}
    lines: ["Đơn vị: {{ don_vi.name }}"]
    columns:
      - {id: ten, label: Nội dung}
      - {id: dvt, label: Loại}
      - {id: mot, label: Quý I, type: integer}
      - {id: hai, label: Quý II, type: integer}
      - {id: ba, label: Quý III, type: integer}
      - {id: ghi, label: Ghi chú}
    rows: 5
"""


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        (["Lớp;mở;;1;2;3", "Buổi;họp;;4;5;6"], True),
        (["Lớp;1;2;3;;", "Buổi;4;5;6;;"], True),
        (["Lớp;mở;;;;7", "Buổi;họp;;;;8"], False),
        (["Lớp;mở;;1;2;3"], False),
        (["Lớp;mở;;1;2;3", "Buổi;họp;;4;5;đạt"], False),
        (["Lớp;mở;;1;2;3", "Buổi;họp;7;4;5;6"], False),
        (["Lớp;mở;;1;2;", "Buổi;họp;;4;5;6"], False),
        (["Lớp;mở;1;2;3;", "Buổi;họp;4;5;6;2026"], False),
    ],
)
def test_figures_beside_their_columns(rows: list[str], asked: bool) -> None:
    head = "Đơn vị: Đơn vị A\nNội dung;Loại;Quý I;Quý II;Quý III;Ghi chú\n"
    known = KnownForms(load(files(FORM, LISTS)))
    text = head + "".join(f"{row}\n" for row in rows)
    answers, _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    found = answers[0].body["sections"]["bang"]
    assert len(found) == len(rows)
    assert [[issue["code"] for issue in row["issues"]] for row in found] == [["row-shifted"] * asked] * len(rows)


def test_numbers_that_a_title_asks_for_are_no_figures_of_the_next_column() -> None:
    known = KnownForms(load(files(FORM.replace("label: Loại", "label: Số máy"), LISTS)))
    text = "Đơn vị: Đơn vị A\nNội dung;Số máy;Quý I;Quý II;Quý III;Ghi chú\nLớp;1;2;3;;\nBuổi;4;5;6;;\n"
    answers, _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    assert {row["state"] for row in answers[0].body["sections"]["bang"]} == {"taken"}
