"""Two columns that have each other's values are asked about; words beside codes that may be remarks are not."""

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
      - {id: nh, label: Ngân hàng}
      - {id: so, label: LABEL}
    rows: 5
"""


@pytest.mark.parametrize(
    ("label", "rows", "asked"),
    [
        ("Số tài khoản", ["Lớp;0071 5712 9040;BIDV", "Buổi;0292216564;Kho bạc"], True),
        ("Mã dự án", ["Lớp;7959635;Trường số 2", "Buổi;DA-12;Cầu Mẫu"], True),
        ("Số tài khoản", ["Lớp;BIDV;0071571290409", "Buổi;Kho bạc;0292216564"], False),
        ("Số tài khoản", ["Lớp;0071571290409;BIDV", "Buổi;BIDV;0292216564"], False),
        ("Số tài khoản", ["Lớp;0071571290409;BIDV", "Buổi;0292216564;"], False),
        ("Số tài khoản", ["Lớp;0071571290409;BIDV"], False),
        ("Số lượng", ["Lớp;T1;vài", "Buổi;T2;nhiều"], False),
        ("Ghi chú", ["Lớp;T1;tốt", "Buổi;T2;khá"], False),
    ],
)
def test_values_in_the_columns_of_each_other(label: str, rows: list[str], asked: bool) -> None:
    known = KnownForms(load(files(FORM.replace("LABEL", label), LISTS)))
    text = f"Đơn vị: Đơn vị A\nNội dung;Ngân hàng;{label}\n" + "".join(f"{row}\n" for row in rows)
    answers, _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    found = answers[0].body["sections"]["bang"]
    assert len(found) == len(rows)
    assert [[issue["code"] for issue in row["issues"]] for row in found] == [["columns-exchanged"] * asked] * len(rows)
