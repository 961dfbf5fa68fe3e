"""Texts around the tables: the name of another entry is asked about, what the form has not printed is told."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.grids import csv as csv_grid
from congvan.grids.grid import GridFile
from congvan.model.loader import load
from congvan.returns.reading.answer import FoundAnswer, read_answers
from congvan.returns.reading.identity import KnownForms
from congvan.returns.reading.texts_around.around import pictures
from tests.forms.office import files
from tests.returns.reading.filled import codes, docx, one, page, xlsx

KEYS = {"xa": "xa-a"}
FIGURES = [{"mac": 4, "chet": 1}, {"mac": 0}, {"mac": 2}]


def typed(old: str, new: str) -> FoundAnswer:
    """The weekly report with one text of its sheet typed over."""

    def change(_book: Any, sheet: Any) -> None:
        cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith(old)]
        cells[0].value = new

    return one(xlsx(page("tuan", KEYS, "2026-t37", so_lieu=FIGURES), change))


@pytest.mark.parametrize(
    "said",
    ["Phường Mẫu B", "PHƯỜNG MẪU B", "Ủy ban nhân dân phường Mẫu B", "Mẫu B"],
)
def test_the_name_of_another_over_the_table_is_asked_about(said: str) -> None:
    found = typed("Xã, phường:", said)
    assert codes(found) == [("form-words-differ", "A2")]
    assert [issue["code"] for issue in found.body["asked"]] == ["form-words-differ"]


@pytest.mark.parametrize("said", ["Xã: Ba Vì", "Xã Ba Vì", "UBND xã Ba Vì", "ỦY BAN NHÂN DÂN XÃ BA VÌ", "Phường 12"])
def test_the_name_of_one_that_no_list_has_is_asked_about(said: str) -> None:
    assert codes(typed("Xã, phường:", said)) == [("form-words-unknown", "A2")]


@pytest.mark.parametrize(
    "said", ["Xã Mẫu A", "Ủy ban nhân dân xã Mẫu A", "Sở Mẫu", "XÃ HỘI HÓA", "Xã hội hóa", "Xã: ……"]
)
def test_the_own_name_and_that_of_the_agency_are_not(said: str) -> None:
    assert codes(typed("Xã, phường:", said)) == []


def test_the_title_of_who_signs_may_name_another() -> None:
    def sign(_book: Any, sheet: Any) -> None:
        sheet["C20"] = "TRƯỞNG TRẠM Y TẾ PHƯỜNG MẪU B"
        sheet["A21"] = "Trạm trưởng xã Mẫu A"

    found = one(xlsx(page("tuan", KEYS, "2026-t37", so_lieu=FIGURES), sign))
    assert codes(found) == [("foot-names-another", "C20")]
    assert found.body["asked"] == []


@pytest.mark.parametrize("write", [xlsx, docx])
def test_a_sentence_over_the_table_is_told_and_what_is_printed_is_not(write: Any) -> None:
    made = page("tuan", KEYS, "2026-t37", so_lieu=FIGURES)
    name = "a.xlsx" if write is xlsx else "a.docx"
    assert "text-above" not in {problem.code for problem in one(write(made), name).problems}
    extra = page("tuan", KEYS, "2026-t37", so_lieu=FIGURES)
    extra.cells = {(row + 1 if row > 3 else row, column): text for (row, column), text in extra.cells.items()}
    extra.merges = [(top + 1, left, bottom + 1, right) for top, left, bottom, right in extra.merges]
    extra.first = {section: row + 1 for section, row in extra.first.items()}
    extra.row += 1
    extra.cells[4, 1] = "Ghi chú: số liệu tính đến 15 giờ Chủ nhật"
    told = [problem for problem in one(write(extra), name).problems if problem.code == "text-above"]
    assert [problem.message.values["words"] for problem in told] == ["Ghi chú: số liệu tính đến 15 giờ Chủ nhật"]


@pytest.mark.parametrize("place", ["A23", "F23"])
def test_a_remark_in_the_column_of_entries_or_of_what_is_computed_is_told(place: str) -> None:
    def write(_book: Any, sheet: Any) -> None:
        sheet[place] = "Ghi chú: 2 ca ngoại tỉnh không tính"

    found = one(xlsx(page("tuan", KEYS, "2026-t37", so_lieu=FIGURES), write))
    assert "text-below" in {problem.code for problem in found.problems}


@pytest.mark.parametrize("write", [xlsx, docx])
def test_what_stands_in_the_rows_of_a_table_is_not_over_it(write: Any) -> None:
    people = [{"ho-ten": "Nguyễn Văn An", "chuc-vu": "Phường Mẫu B", "dien-thoai": "0912345001", "xa": "Xã Mẫu A"}]
    made = page("tong-hop", {"xa": "xa-a", "don_vi": "dv-a"}, bang=people)
    found = one(write(made), "a.xlsx" if write is xlsx else "a.docx")
    assert found.body["asked"] == []
    assert not {problem.code for problem in found.problems} & {"text-above", "form-words-differ", "foot-names-another"}


def test_a_name_that_a_page_breaks_is_not_that_of_another() -> None:
    lists = {
        "xa": """\
list: {label: Xã, one: xã, heading: "Xã {{ name }}", receives: {tyt: "Trạm Y tế xã {{ name }}"}}
entries: [{id: hoa, name: Tân Hòa}, {id: hoa-dong, name: Tân Hòa Đông}]
"""
    }
    text = """\
forms:
  - id: so
    name: Biểu
    subject: Số liệu
    per: {xa: xa}
    lines: ["Xã: {{ xa.name }}"]
    columns: [{id: mac, label: Số mắc, type: integer}, {id: chet, label: Số chết, type: integer}]
    rows: 1
"""
    known = KnownForms(load(files(text, lists)))
    for head, asked in ((["TRẠM Y TẾ XÃ TÂN HÒA", "ĐÔNG"], []), (["TRẠM Y TẾ XÃ TÂN HÒA"], ["form-words-differ"])):
        lines = [*head, "Biểu Số liệu", "Xã: Tân Hòa Đông", "Số mắc;Số chết", "4;0"]
        answers, _problems = read_answers(csv_grid.read("\n".join(lines).encode(), "a.csv"), known, "csv")
        assert [issue["code"] for issue in answers[0].body["asked"]] == asked


@pytest.mark.parametrize("said", ["Số liệu tính đến 16h ngày 18/11", "Trong danh sách có bà Bình xin rút khỏi đợt này"])
def test_a_sentence_that_begins_or_goes_on_as_what_is_printed_is_told(said: str) -> None:
    def change(_book: Any, sheet: Any) -> None:
        sheet["H2"] = said

    found = one(xlsx(page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=[{"ho-ten": "Lò Thị Mẫu"}]), change))
    assert [each.code for each in found.problems if each.place.cell == "H2"] == ["text-above"]


def test_who_signs_for_another_in_a_table_of_the_document_is_told() -> None:
    def sign(document: Any) -> None:
        document.add_table(1, 2).cell(0, 1).text = "TM. UBND phường Mẫu B\nChủ tịch"

    found = one(docx(page("tuan", KEYS, "2026-t37", so_lieu=FIGURES), sign), "a.docx")
    assert "foot-names-another" in {problem.code for problem in found.problems}


@pytest.mark.parametrize(
    ("said", "asked"), [("Trong tuần 38", [("form-words-differ", "")]), ("Trong tuần 37", []), ("Trong tuần", [])]
)
def test_another_week_over_the_figures(said: str, asked: list[tuple[str, str]]) -> None:
    def change(_book: Any, sheet: Any) -> None:
        cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Trong tuần")
        cell.value = said

    found = one(xlsx(page("tuan", {"xa": "xa-a"}, "2026-t37", so_lieu=[{"mac": 4}, {"mac": 0}, {"mac": 1}]), change))
    assert [(code, "") for code, _cell in codes(found)] == asked


PEOPLE = [
    {"ho-ten": "Nguyễn Văn An", "gioi-tinh": "Nam", "dien-thoai": "0912345001", "to-truong": "x"},
    {"ho-ten": "Trần Thị Bình", "gioi-tinh": "Nữ", "dien-thoai": "0912345002"},
]


@pytest.mark.parametrize("write", [xlsx, docx])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Danh sách này có 2 người, trong đó nữ 1 người.", []),
        ("Danh sách này có 02 người, trong đó nữ 01 người", []),
        ("Danh sách này có 5 người, trong đó nữ 3 người.", [("5", "2"), ("3", "1")]),
        ("Danh sách này có …… người, trong đó nữ …… người.", []),
        ("Danh sách này có 1.002 người, trong đó nữ 10 người.", [("1.002", "2"), ("10", "1")]),
        ("Danh sách này có hai người, trong đó nữ 0 người.", [("0", "1")]),
    ],
)
def test_counts_that_the_rows_do_not_give_are_told(write: Any, words: str, told: list[tuple[str, str]]) -> None:
    made = page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=PEOPLE)
    place = next(place for place, text in made.cells.items() if str(text).startswith("Danh sách này có"))
    made.cells[place] = words
    found = one(write(made), "a.xlsx" if write is xlsx else "a.docx")
    values = [p.message.values for p in found.problems if p.code == "closing-differs"]
    assert [(each["said"], each["computed"]) for each in values] == told


def test_ten_is_ten() -> None:
    people = [{"ho-ten": f"Nguyễn Văn {x}ên", "dien-thoai": f"09123450{n}"} for n, x in enumerate("ABCDEGHIKL", 10)]
    made = page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=people)
    place = next(place for place, text in made.cells.items() if str(text).startswith("Danh sách này có"))
    made.cells[place] = "Danh sách này có 9 người, trong đó nữ 0 người."
    (told,) = (p for p in one(xlsx(made)).problems if p.code == "closing-differs")
    assert told.message.values == {"said": "9", "computed": "10"}


@pytest.mark.parametrize(("count", "empty", "told"), [(1, ["so-lieu"], 1), (1, [], 0), (0, ["so-lieu"], 0)])
def test_a_picture_in_place_of_a_table(count: int, empty: list[str], told: int) -> None:
    assert len([*pictures(GridFile("a.docx", pictures=count), empty)]) == told
