"""One row whose figures stand one column beside their own is asked about; an empty cell of an honest row is not."""

from __future__ import annotations

import pytest

from congvan.core.problems import Severity
from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files
from tests.returns.reading.filled import MORE

FORM = """\
forms:
  - id: dem
    name: Biểu
    subject: Kết quả
    per: {don_vi: don-vi}
    lines: ["Đơn vị: {{ don_vi.name }}"]
    columns:
      - {id: ten, label: Nội dung}
      - {id: ho, label: Số hộ, type: integer}
      - {id: khau, label: Số khẩu, type: integer}
      - {id: ngheo, label: Hộ nghèo, type: integer}
      - {id: dung, label: Hộ dùng dịch vụ, type: integer}
      - {id: ghi, label: Ghi chú}
    rows: 8
"""
HEAD = "Đơn vị: Đơn vị A\nNội dung;Số hộ;Số khẩu;Hộ nghèo;Hộ dùng dịch vụ;Ghi chú\n"
ROWS = [
    "Nà Mẫu;112;471;9;40;",
    "Nà Thử;85;340;4;33;",
    "Bản Mới;140;602;12;61;mới tách",
    "Bản Cũ;61;255;6;20;",
    "Phố Giữa;390;1502;3;301;",
]


@pytest.mark.parametrize(
    ("row", "side"),
    [
        ("Khuổi Mẫu;;97;401;8;35", "right"),
        ("Khuổi Mẫu;;97;401;8;", "right"),
        ("Khuổi Mẫu;97;;401;8;", "right"),
        ("Khuổi Mẫu;401;8;35;;", "left"),
        ("Khuổi Mẫu;97;401;35;;", ""),
        ("Khuổi Mẫu;;401;8;35;", ""),
        ("Khuổi Mẫu;97;;8;35;", ""),
        ("Khuổi Mẫu;97;401;8;;", ""),
        ("Khuổi Mẫu;970;;80;350;", ""),
        ("Khuổi Mẫu;;;;35;", ""),
        ("Khuổi Mẫu;97;401;8;35;35", ""),
    ],
)
def test_one_row_beside_its_columns(row: str, side: str) -> None:
    known = KnownForms(load(files(FORM, LISTS)))
    text = HEAD + "".join(f"{each}\n" for each in [*ROWS[:2], row, *ROWS[2:]])
    answers, _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    found = answers[0].body["sections"]["bang"]
    asked = {
        each["values"]["ten"]: [issue["why"]["id"] for issue in each["issues"]] for each in found if each["issues"]
    }
    assert asked == ({"Khuổi Mẫu": [f"row-shifted.{side}"]} if side else {})
    assert len(found) == len(ROWS) + 1


def test_two_rows_tell_nothing_of_a_third() -> None:
    known = KnownForms(load(files(FORM, LISTS)))
    answers, _problems = read_answers(csv_grid.read(f"{HEAD}{ROWS[0]}\nA;;97;401;8;\n".encode(), "a.csv"), known, "csv")
    assert {row["state"] for row in answers[0].body["sections"]["bang"]} == {"taken"}


@pytest.mark.parametrize(
    ("row", "totals", "side"),
    [
        (";17;12;15;", "45;41;46;", "right"),
        ("17;12;15;;", "42;46;43;47", "left"),
        ("17;;12;15;", "45;29;43;47", ""),
        (";12;15;11;", "28;41;46;43", ""),
        (";17;12;15;", "45;;;", ""),
    ],
)
def test_the_totals_tell_where_the_figures_of_columns_are_alike(row: str, totals: str, side: str) -> None:
    """The other rows give 28, 29, 31 and 32."""
    known = KnownForms(load(files(FORM + "    total: Cộng\n", LISTS)))
    text = f"{HEAD}A;13;16;17;18;\nB;15;13;14;14;\nC;{row}\nCộng;{totals};\n"
    answers, _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    found = answers[0].body["sections"]["bang"][2]
    assert [issue["why"]["id"] for issue in found["issues"]] == ([f"row-shifted.{side}"] if side else [])


def test_small_figures_tell_of_no_shift() -> None:
    """A week with one case, no death and no sample: the last column is empty because nothing was found."""
    known = KnownForms(load(files(FORM, LISTS)))
    rows = ["Nà Mẫu;7;1;9;5;", "Nà Thử;5;0;6;2;", "Khuổi Mẫu;1;1;0;;", "Bản Mới;14;2;12;6;", "Phố Giữa;9;1;13;3;"]
    answers, _problems = read_answers(csv_grid.read((HEAD + "\n".join(rows)).encode(), "a.csv"), known, "csv")
    assert [row["state"] for row in answers[0].body["sections"]["bang"]] == ["taken"] * 5


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
