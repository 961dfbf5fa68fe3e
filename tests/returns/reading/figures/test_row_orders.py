"""Names that were sorted under numbers that stayed are told; rows that were sorted as a whole are not."""

from __future__ import annotations

import pytest

from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.problems import Severity
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files
from tests.returns.reading.filled import MORE

BY_ENTRY = """\
forms:
  - id: so-lieu
    name: Biểu
    subject: Số liệu
    per: {don_vi: don-vi}
    lines: ["Đơn vị: {{ don_vi.name }}"]
    columns:
      - {id: tt, label: TT, type: ordinal}
      - {id: ten, label: Bệnh, type: benh, value: benh}
      - {id: so, label: Mắc, type: integer}
    rows: {each: benh}
"""
BY_TEXT = BY_ENTRY.replace("type: benh, value: benh", "type: text").replace(
    "{each: benh}", "[{ten: Bệnh mẫu A}, {ten: Bệnh mẫu B}, {ten: Bệnh mẫu C}]"
)


@pytest.mark.parametrize("form", [BY_ENTRY, BY_TEXT])
@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("1A 2B 3C", False),
        ("1C 2A 3B", True),
        ("3C 1A 2B", False),  # with their numbers
        ("2B 3C", False),
        ("C A B", False),  # no number says that others stayed
    ],
)
def test_names_sorted_under_their_numbers_are_told(form: str, order: str, told: bool) -> None:
    rows = "".join(f"{each[:-1]};Bệnh mẫu {each[-1]};{number}\n" for number, each in enumerate(order.split(), 4))
    known = KnownForms(load(files(form, {**LISTS, **MORE})))
    text = f"Đơn vị: Đơn vị A\nTT;Bệnh;Mắc\n{rows}"
    (answer,), _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    assert {row["state"] for row in answer.body["sections"]["bang"]} == {"taken"}
    assert ["rows-sorted" in [each.code for each in answer.problems if each.severity is Severity.WARNING]] == [told]
