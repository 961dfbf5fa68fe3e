"""Rules between the rows of an answer."""

from __future__ import annotations

import pytest

from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files
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
    assert [code for code, _cell in codes(found)] == ["row-repeated"]
    draft = page("thi-dua", {"don_vi": "dv-a"}, **common, ca_nhan=[{**one_person, "ho-ten": "Người Nháp"}])
    states = [row["state"] for row in one(xlsx(first, None, nháp=draft)).body["sections"]["ca-nhan"]]
    assert states == ["taken", "asked", "taken"]
    twice = one(xlsx(first, None, nháp=first)).body["sections"]
    assert [row["state"] for row in twice["tap-the"]] == ["taken", "taken", "asked", "asked"]


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
