"""Faults planted in filled tables, by class: each is asked about at its row, and what is sound is not."""

from __future__ import annotations

from functools import cache

import pytest

from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files

FORM = """\
forms:
  - id: {id}
    name: Biểu
    subject: Thiết bị
    per: {{don_vi: don-vi}}
    lines: ["Đơn vị: {{{{ don_vi.name }}}}"]
    columns: [{columns}]
    rows: {rows}
"""
DEVICES = (
    "{id: tt, label: TT, type: ordinal}, {id: ten, label: Tên thiết bị}, {id: ngay, label: Ngày mua, type: date}, "
    "{id: so, label: Số lượng, type: integer}, {id: hong, label: Số hỏng, type: integer}, "
    "{id: rong, label: Diện tích, type: decimal}, {id: ghi, label: Ghi chú}"
)
CLASSES = (
    "{id: khoi, label: Khối}, {id: don-vi-tinh, label: Đơn vị tính}, {id: so, label: Số lớp, type: integer}, "
    "{id: hs, label: Số học sinh, type: integer}"
)
PRINTED = "[{khoi: Khối 6, don-vi-tinh: lớp}, {khoi: Khối 7, don-vi-tinh: lớp}, {khoi: Khối 8, don-vi-tinh: lớp}]"
PEOPLE = (
    "{id: tt, label: TT, type: ordinal}, {id: ten, label: Họ và tên, type: name}, {id: chuc-vu, label: Chức vụ}, "
    "{id: ghi, label: Ghi chú}"
)
HOUSEHOLDS = (
    "{id: ten, label: Tên thôn}, {id: ho, label: Số hộ, type: integer}, {id: ngheo, label: Hộ nghèo, type: integer}"
)
KINDS = {"thiet-bi": (DEVICES, "10"), "lop": (CLASSES, PRINTED), "nguoi": (PEOPLE, "10")}
TITLES = {
    "thiet-bi": "TT;Tên thiết bị;Ngày mua;Số lượng;Số hỏng;Diện tích;Ghi chú",
    "lop": "Khối;Đơn vị tính;Số lớp;Số học sinh",
    "nguoi": "TT;Họ và tên;Chức vụ;Ghi chú",
}
SOUND = {
    "thiet-bi": ["1;Máy tính;25/9/2024;12;1;31,5;", "2;Máy in;28/3/2023;5;0;12,5;mượn", "3;Tổng đài;2/5/2022;8;2;9,5;"],
    "lop": ["Khối 6;lớp;4;160", "Khối 7;lớp;5;190", "Khối 8;lớp;3;117"],
    "nguoi": ["1;Nguyễn Văn An;Giáo viên;", "2;Trần Thị Bình;Giáo viên;", "3;Lê Đức Chiến;Giáo viên;"],
}


@cache
def known(kind: str) -> KnownForms:
    columns, rows = KINDS[kind]
    return KnownForms(load(files(FORM.format(id=kind, columns=columns, rows=rows), LISTS)))


def asked(kind: str, rows: list[str], separator: str = ";") -> dict[str, list[str]]:
    """What is asked about each row that is, by its first words."""
    text = "\n".join(("Đơn vị: Đơn vị A", TITLES[kind].replace(";", separator), *rows))
    answers, problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known(kind), "csv")
    assert len(answers) == 1, [problem.text for problem in problems]
    found = answers[0].body["sections"]["bang"]
    assert all(problem.text and "{" not in problem.text for problem in answers[0].problems)
    return {
        str(row["values"].get("ten") or row["values"].get("khoi") or row["n"]): [each["code"] for each in row["issues"]]
        for row in found
        if row["state"] == "asked"
    }


def put(kind: str, *rows: str, at: int = 99) -> list[str]:
    sound = SOUND[kind]
    return [*sound[:at], *rows, *sound[at:]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_sound_is_not_asked_about(kind: str) -> None:
    assert asked(kind, SOUND[kind]) == {}


LABELS = "Lớp 6", "Khối 5", "Khối 10", "Khối 6+7", "6", "", "Khối Sáu"


@pytest.mark.parametrize("label", LABELS)
def test_printed_words_that_were_changed_are_asked_about(label: str) -> None:
    rows = [f"{label};lớp;4;160", *SOUND["lop"][1:]]
    assert [*asked("lop", rows).values()] == [["cell-locked"]]


def test_a_printed_row_twice_and_another_printed_cell_are_asked_about() -> None:
    twice = [SOUND["lop"][0], "Khối 6;lớp;5;190", SOUND["lop"][2]]
    assert asked("lop", twice) == {"Khối 6": ["row-twice"]}
    assert [*asked("lop", ["Khối 6;phòng;4;160", *SOUND["lop"][1:]]).values()] == [["cell-locked"]]
    emptied = ["Khối 6;;4;160", "Khối 7;Lớp;5;190", "Khối 8;;;"]
    assert asked("lop", emptied) == {}
    assert asked("lop", [*SOUND["lop"], "Khối 9;lớp;2;70"]) == {}  # a row that was added


TOTALS = (
    *("Tổng số thiết bị", "Tổng cộng các loại thiết bị", "Toàn trường", "Cộng nhóm máy", "Tổng cộng (I)", "Total"),
    *("TC", "Σ", "Chung", "Cả trường", "Nhóm máy"),
)


@pytest.mark.parametrize("name", TOTALS)
def test_a_total_of_one_column_under_any_name_is_asked_about(name: str) -> None:
    assert list(asked("thiet-bi", put("thiet-bi", f";{name};;25;;;")).values()) in ([["row-is-sum"]], [])
    rows = put("thiet-bi", f";{name};;25;;;", "4;Ghế;1/2/2024;40;1;20,5;")
    assert list(asked("thiet-bi", rows).values()) in ([["row-is-sum"]], [])
    assert sums("thiet-bi", rows) == 65


def sums(kind: str, rows: list[str]) -> int:
    """The sum of what counts."""
    text = "\n".join(("Đơn vị: Đơn vị A", TITLES[kind], *rows))
    answers, _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known(kind), "csv")
    found = answers[0].body["sections"]["bang"]
    return sum(row["values"].get("so") or 0 for row in found if row["state"] == "taken")


def test_a_total_that_does_not_add_up_is_asked_about_and_a_row_named_like_one_is_not() -> None:
    assert [*asked("thiet-bi", put("thiet-bi", ";Tổng số máy các loại;;26;;;")).values()] == [["row-is-sum"]]
    assert asked("thiet-bi", put("thiet-bi", "4;Tổng đài số;1/2/2024;17;2;3,5;")) == {}
    assert [*asked("thiet-bi", put("thiet-bi", ";Cộng máy;;17;;;", at=2)).values()] == [["row-is-sum"]]


REMARKS = (
    *("Không có", "Không", "Không phát sinh", "Chưa có", "Trường không có thiết bị", "(Số liệu tính đến 30/8)"),
    *("Ghi chú: máy cũ", "* Chưa kể máy mượn", "Người lập: Nguyễn Văn A", "Ngày 20 tháng 9 năm 2026", "Hết"),
    *("Trang 2", "Nhóm đồ gỗ"),
)


@pytest.mark.parametrize("words", REMARKS)
def test_a_remark_alone_is_no_row(words: str) -> None:
    found = asked("thiet-bi", put("thiet-bi", f";{words};;;;;"))
    assert found == {words: ["row-remark"]}
    assert [*asked("thiet-bi", [f";{words};;;;;"]).values()] == [["row-remark"]]
    assert asked("thiet-bi", put("thiet-bi", "4;Máy thở;;0;;;")) == {}  # none is a figure


def test_a_decimal_comma_that_parts_a_cell_is_asked_about() -> None:
    row = "2,Máy in,28/3/2023,5,0,12,5,"
    assert [*asked("thiet-bi", ["1,Máy tính,25/9/2024,12,1,31,", row], ",").values()] == [["row-longer"]]
    assert asked("thiet-bi", ['1,Máy tính,25/9/2024,12,1,"31,5",'], ",") == {}
    assert asked("thiet-bi", ["1;Máy tính;25/9/2024;12;1;31,5;;;"]) == {}  # no comma parts cells here


def test_days_with_the_month_first_make_the_others_doubtful() -> None:
    rows = ["1;Máy tính;9/25/2024;12;1;31,5;", "2;Máy in;12/5/2022;5;0;12,5;", "3;Ghế;6/6/2022;8;2;9,5;"]
    assert asked("thiet-bi", rows) == {"Máy tính": ["column-date"], "Máy in": ["column-date"]}
    days = [f"{n};Máy {n};2{n}/5/2022;{n}1;1;9,5;" for n in range(1, 6)]
    found = asked("thiet-bi", [*days, "6;Ghế;6/31/2022;3;2;9,5;", "7;Bàn;3/5/2022;8;2;9,5;"])
    assert found == {"Ghế": ["column-date"]}  # a slip among days


NAMES = (
    "Nguyễn Văn An hoặc Trần Thị Bình",
    "Lò Văn Mẫu thay Vi Thị Mẫu",
    "Nguyễn Văn AnTrần Thị Bình",
    "Oanh, Vi Thanh",
)


@pytest.mark.parametrize("name", NAMES)
def test_two_names_in_a_cell_are_asked_about(name: str) -> None:
    assert [*asked("nguoi", [f"1;{name};Giáo viên;"]).values()] == [["column-name"]]


def test_a_name_over_two_rows_is_asked_about() -> None:
    rows = put("nguoi", "4;Bùi Minh;Giáo viên;", ";Hà;;")
    assert [*asked("nguoi", rows).values()] == [["row-broken"], ["row-broken"]]
    assert asked("nguoi", put("nguoi", "4;Hà;Giáo viên;")) == {}
    printed = put("nguoi", "4;Bùi;Giáo viên;", "5;Minh Hà;;")  # numbers that the form prints
    assert [*asked("nguoi", printed).values()] == [["row-broken"], ["row-broken"]]
    assert asked("nguoi", put("nguoi", "4;Bùi Minh;Giáo viên;", "5;Lê Hà;;")) == {}


@pytest.mark.parametrize(("last", "is_asked"), [("315", True), ("3150", True), ("44", False), ("12", False)])
def test_a_number_without_its_comma_is_asked_about(last: str, is_asked: bool) -> None:
    rows = [f"{n};Máy {n};2{n}/3/2023;{n}4;1;3{n},5;" for n in range(1, 5)]
    found = asked("thiet-bi", [*rows, f"5;Ghế;12/2/2024;17;2;{last};"])
    assert found == ({"Ghế": ["column-number"]} if is_asked else {})


def test_a_failed_check_is_one_line_with_its_rows() -> None:
    text = (
        FORM.format(id="ho", columns=HOUSEHOLDS, rows="10")
        + "    checks: [{check: ngheo <= ho, say: nhiều hơn số hộ}]\n"
    )
    lines = "Đơn vị: Đơn vị A\nTên thôn;Số hộ;Hộ nghèo\nMột;5;7\nHai;9;1\nBa;5;6\n"
    answers, _problems = read_answers(
        csv_grid.read(lines.encode(), "a.csv"), KnownForms(load(files(text, LISTS))), "csv"
    )
    told = [each for each in answers[0].problems if each.code == "check-failed"]
    assert [str(each.message) for each in told] == ["nhiều hơn số hộ: 2 rows (A3, A5)"]
    assert [row["state"] for row in answers[0].body["sections"]["bang"]] == ["asked", "taken", "asked"]
