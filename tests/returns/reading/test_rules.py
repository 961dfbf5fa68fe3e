"""Rules between the rows of an answer."""

from __future__ import annotations

import pytest

from congvan.core.problems import Severity
from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import DISPATCH, LISTS, files
from tests.returns.reading.filled import codes, one, page, xlsx

FORM = """\
forms:
  - id: ty-le
    name: Biểu
    subject: Tỷ lệ
    per: {don_vi: don-vi}
    lines: ["Đơn vị: {{ don_vi.name }}"]
    columns: [{id: ten, label: Tên việc}, {id: phan, label: Tỷ lệ đạt, type: percent}]
"""


def test_a_row_said_again_is_asked_about_of_people_and_of_the_sheet_of_a_draft() -> None:
    one_person = {"ho-ten": "Nguyễn Văn An", "nam-sinh": 1990}
    group = {"ten": "Tổ một", "danh-hieu": "Xuất sắc"}
    common = {"chung": [{"tong-so": 9}], "tap_the": [group, group]}
    first = page("thi-dua", {"don_vi": "dv-a"}, **common, ca_nhan=[one_person, one_person])
    found = one(xlsx(first))
    assert [code for code, _cell in codes(found)] == ["value-twice", "person-twice"]  # the group is told
    draft = page("thi-dua", {"don_vi": "dv-a"}, **common, ca_nhan=[{**one_person, "ho-ten": "Người Nháp"}])
    states = [row["state"] for row in one(xlsx(first, None, nháp=draft)).body["sections"]["ca-nhan"]]
    assert states == ["taken", "asked", "taken"]
    twice = one(xlsx(first, None, nháp=first)).body["sections"]
    assert [row["state"] for row in twice["tap-the"]] == ["taken", "taken", "asked", "asked"]


def test_printed_rows_that_are_blank_beside_filled_ones_are_told() -> None:
    figures = [{"mac": 4, "chet": 0}, {"mac": 0}, {"mac": 1}]
    assert codes(one(xlsx(page("tuan", {"xa": "xa-a"}, "2026-t37", so_lieu=figures)))) == []
    found = one(xlsx(page("tuan", {"xa": "xa-a"}, "2026-t37", so_lieu=[figures[0], {}, figures[2]])))
    (told,) = (each for each in found.problems if each.code == "rows-blank")
    assert told.message.values == {"count": 1, "rows": "Bệnh mẫu B"}
    noughts = [{"xa": "xa-a", "luot": 1}, {}]  # no column of this form must be filled in
    found = one(xlsx(page("ngay", {"don_vi": "dv-a"}, "2026-09-01", bang=noughts)))
    assert "rows-blank" not in [code for code, _cell in codes(found)]


def test_a_row_of_what_others_hold_is_asked_about() -> None:
    known = KnownForms(load(files(FORM.replace("type: percent", "type: integer"), LISTS)))
    text = "Đơn vị: Đơn vị A\nTên việc;Tỷ lệ đạt\nGhế;9\nTrong đó: ghế cũ;2\n"
    answers, _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    assert [row["state"] for row in answers[0].body["sections"]["bang"]] == ["taken", "asked"]


FOUR = FORM.replace("{id: phan", "{id: loai, label: Loại}, {id: so, label: Số}, {id: phan")


@pytest.mark.parametrize(
    ("rows", "codes", "asked"),
    [
        (("Ghế;A;5;9", "Bàn;B;7;9", "Ghế;A;5;9"), ["row-repeated"], [False, False, False]),
        (("Ghế;A;5;9", "Bàn;B;7;9", "Ghế;A;5;9", "Bàn;B;7;9"), ["row-repeated"] * 2, [False, False, True, True]),
        (("Ghế;A;;9", "Bàn;B;;9", "Ghế;A;;9", "Bàn;B;;9"), [], [False] * 4),
    ],
)
def test_rows_that_say_four_things_again_are_told_and_asked_where_several_do(
    rows: tuple[str, ...], codes: list[str], asked: list[bool]
) -> None:
    text = "\n".join(("Đơn vị: Đơn vị A", "Tên việc;Loại;Số;Tỷ lệ đạt", *rows))
    known = KnownForms(load(files(FOUR, LISTS)))
    answers, problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    found = answers[0]
    told = [each.code for each in (*problems, *found.problems) if each.code == "row-repeated"]
    assert told == codes
    assert [row["state"] == "asked" for row in found.body["sections"]["bang"]] == asked


@pytest.mark.parametrize("label", ["Tổng số công chức viên chức: ……", "Người"])
def test_a_line_that_is_required_is_asked_for(label: str) -> None:
    made = page("thi-dua", {"don_vi": "dv-a"}, ca_nhan=[{"ho-ten": "Nguyễn Văn An"}])
    made.cells = {at: label if str(text).startswith("Tổng số công") else text for at, text in made.cells.items()}
    found = one(xlsx(made))
    assert [code for code, _cell in codes(found)] == ["value-asked"]
    assert [row["issues"][0]["column"] for row in found.body["sections"]["chung"]] == ["tong-so"]


def test_a_person_who_leaves_by_the_words_beside_the_name_is_told() -> None:
    posts = ("Giáo viên (xin rút)", "Giáo viên")
    said = [{"ho-ten": f"Lò Thị {n}", "chuc-vu": post, "dien-thoai": f"094210000{n}"} for n, post in enumerate(posts)]
    said = [each | {"ho-ten": name} for each, name in zip(said, ("Lò Thị Mẫu", "Vi Văn Mẫu"), strict=True)]
    found = one(xlsx(page("tong-hop", {"xa": "xa-a", "don_vi": "dv-a"}, bang=said)))
    assert codes(found) == [("row-leaves", "C5")]


def test_one_person_by_name_and_birth_is_asked_about_and_the_end_of_a_list_is_no_row() -> None:
    names = ("Lò Thị Mẫu", "BS. LÒ THỊ MẪU")
    said = [*({"ho-ten": each, "nam-sinh": 1980} for each in names), {"ho-ten": "./."}]
    found = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 9}], ca_nhan=said)))
    people = found.body["sections"]["ca-nhan"]
    assert [[issue["code"] for issue in row["issues"]] for row in people] == [[], ["person-twice"]]
    assert [row["values"]["ho-ten"] for row in people] == ["Lò Thị Mẫu", "LÒ THỊ MẪU"]
    (told,) = (finding["text"] for finding in found.body["findings"] if finding["code"] == "column-name")
    assert told["values"]["names"] == "BS. LÒ THỊ MẪU"


@pytest.mark.parametrize(
    ("cars", "referred"), [(["2;B", "1;A"], 2), (["1;", "2;B", "3;C"], 1), ([";A", ";B"], 2), (["1;A", "1;B"], 2)]
)
def test_a_row_is_referred_to_by_the_number_that_stands_in_it(cars: list[str], referred: int) -> None:
    """Rows that were sorted, or stand under an empty first line, keep their numbers; without them rows are counted."""
    text = """\
forms:
  - id: xe
    name: Biểu
    subject: Xe
    per: {xa: xa}
    lines: ["Xã, phường: {{ xa.heading }}"]
    sections:
      - id: o-to
        columns: [{id: tt, label: TT, type: ordinal}, {id: bien, label: Biển số}]
      - id: do
        columns: [{id: xe, label: Xe số, type: o-to}, {id: ten, label: Tên phụ tùng}]
"""
    number = 1 if cars[0] == "2;B" else 2
    lines = ["Biểu Xe", "Xã, phường: Xã Mẫu A", "TT;Biển số", *cars, "", "Xe số;Tên phụ tùng", f"{number};Lốp"]
    known = KnownForms(load(files(text, LISTS)))
    answers, _problems = read_answers(csv_grid.read("\n".join(lines).encode(), "a.csv"), known, "csv")
    assert [row["values"].get("xe") for row in answers[0].body["sections"]["do"]] == [referred]


WEEKLY = """\
forms:
  - id: benh
    name: Báo cáo
    subject: Ca bệnh
    per: {don_vi: don-vi}
    period: {each: month, from: 1/9/2026, to: 31/12/2026}
    lines: ["Đơn vị: {{ don_vi.name }}", "{{ ky.name }}"]
    sections:
      - id: so-lieu
        columns:
          - {id: noi, label: Nơi, type: text}
          - label: Sốt xuất huyết trong tháng
            columns:
              - {id: nho, label: Dưới 5 tuổi, type: integer}
              - {id: lon, label: Trên 5 tuổi, type: integer}
              - {id: tong, label: Tổng số, type: integer, value: nho + lon}
      - id: nguoi
        columns:
          - {id: ten, label: Họ và tên, type: name}
          - {id: chuc-vu, label: "Chức vụ, đơn vị", type: text}
      - id: chung
        shape: lines
        columns: [{id: lap, label: Người lập biểu, type: name, required: true}]
    signers: [NGƯỜI LẬP BIỂU, THỦ TRƯỞNG ĐƠN VỊ]
"""
SHEET = """\
(Kèm theo Công văn số 05/SM ngày 03 tháng 8 năm 2026)
Đơn vị: Đơn vị A
Tháng 9 năm 2026
Nơi;Sốt xuất huyết trong tháng;;
;Dưới 5 tuổi;Trên 5 tuổi;Tổng số
Xóm Trên;1;2;3

Họ và tên;Chức vụ, đơn vị
Lò Thị Mẫu;Kế toán
Vi Văn Mẫu;Kế toán

Người lập biểu: Lê Văn Mẫu
NGƯỜI LẬP BIỂU;THỦ TRƯỞNG ĐƠN VỊ
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", []),
        ("Kế toán", "Kế\u00a0toán", []),  # a space that nobody sees to be another
        ("Sốt xuất huyết trong", "SXH trong", []),
        ("Sốt xuất huyết trong", "Sốt xuất huyết mới trong", []),
        ("Sốt xuất huyết trong", "Sốt rét trong", ["column-renamed"]),
        ("Sốt xuất huyết trong", "Tay chân miệng trong", ["column-renamed"]),
        ("Sốt xuất huyết trong", "Nghi sốt xuất huyết trong", ["column-renamed"]),
        ("Trên;1;2;3", "Trên;;;3", ["computed-alone"]),
        ("Trên;1;2;3", "Trên;;2;3", ["computed-alone"]),
        ("Trên;1;2;3", "Trên;;2;", []),
        ("Trên;1;2;3", "Trên;;2;0", []),
        ("Lê Văn Mẫu\n", "……\n", ["value-asked"]),  # the title of who signs is no line
        ("Lê Văn Mẫu\n", "……\nNgười lập biểu: Lê Văn Mẫu\n", []),  # of a blank copy
    ],
)
def test_what_is_asked_of_a_sheet_with_one_slip(old: str, new: str, told: list[str]) -> None:
    issued = DISPATCH.replace("number: blank", "number: 5").replace("{day: blank, month: 8, year: 2026}", "3/8/2026")
    known = KnownForms(load(files(WEEKLY, LISTS, issued)))
    answers, _problems = read_answers(csv_grid.read(SHEET.replace(old, new).encode(), "a.csv"), known, "csv")
    found = answers[0]
    assert [each.code for each in found.problems if each.severity is not Severity.NOTE] == told
    assert not found.body["asked"]
    if not told:
        people, lines = (found.body["sections"][each] for each in ("nguoi", "chung"))
        assert [row["values"]["chuc-vu"] for row in people] == ["Kế toán"] * 2
        assert lines[0]["values"] == {"lap": "Lê Văn Mẫu"}


def test_a_dash_in_a_printed_row_is_nought_and_dots_are_blank() -> None:
    figures = [{"mac": 4, "chet": "-"}, {"mac": "–", "chet": "-"}, {"mac": "…", "chet": "…"}]
    found = one(xlsx(page("tuan", {"xa": "xa-a"}, "2026-t37", so_lieu=figures)))
    rows = [(row["entry"], row["values"]["mac"], row["values"]["chet"]) for row in found.body["sections"]["so-lieu"]]
    assert rows == [("benh-a", 4, 0), ("benh-b", 0, 0)]
    (told,) = (each for each in found.problems if each.code == "rows-blank")
    assert told.message.values == {"count": 1, "rows": "Bệnh mẫu C"}
    person = {"ho-ten": "Nguyễn Văn An", "nam-sinh": "-"}  # a row that a sender has added
    added = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 9}], ca_nhan=[person])))
    assert "nam-sinh" not in {k for k, v in added.body["sections"]["ca-nhan"][0]["values"].items() if v == 0}
