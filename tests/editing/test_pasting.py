"""Rows of Excel and Word are shown as new, changed or refused before they are taken, and taken as one change."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest

from congvan.editing.pasted_text import cleaned, rows_of
from congvan.editing.pasting import PasteRequest, TakeRequest, paste, take
from congvan.editing.undoing import UndoRequest, undo
from congvan.editing.views.tables import list_table
from congvan.model.project.assets import read
from tests.editing.files import value_in
from tests.model.lists.test_lists import workbook
from tests.sample_project import HOME

SAMPLE = HOME / "congvan/editing/drafting/starters/to-cong-nghe-so-2026"
DISTRICTS, HAMLETS = "data/lists/huyen.yaml", "data/lists/thon.csv"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    shutil.copytree(SAMPLE / "data", tmp_path / "data")
    return tmp_path


def states(data: dict[str, Any]) -> list[str]:
    return [row["state"] for row in data["rows"]]


def test_new_changed_same_and_refused_rows_of_yaml(root: Path) -> None:
    before = (root / DISTRICTS).read_bytes()
    text = "TT\tTên\tLoại\tGhi chú\n1\tCao Lộc\thuyện\t\n2\tLạng Sơn\tthị xã\tx\n"
    text += "3\tMới\thuyện\n4\t\thuyện\n5\tMới\thuyện\n"
    told = paste(PasteRequest(root, "huyen", text))
    assert told.exit_code == 0
    assert states(told.data) == ["same", "changed", "new", "refused", "new"]
    assert told.data["columns"] == ["", "name", "kind", "ghi_chu"]
    assert told.data["offered"] == [{"at": 3, "title": "Ghi chú", "type": "text"}]
    assert told.data["states"] == {"new": 2, "changed": 1, "same": 1, "refused": 1}
    assert told.data["rows"][1]["cells"]["kind"] == {"new": "thị xã", "old": "thành phố"}
    assert [each["code"] for each in told.data["rows"][3]["problems"]] == ["value-missing"]
    assert "row 4" in told.data["rows"][4]["cleaned"][0]
    assert (root / DISTRICTS).read_bytes() == before
    taken = take(TakeRequest(root, "huyen", text))
    assert (taken.exit_code, taken.data["taken"], taken.data["ignored"]) == (0, 3, ["Ghi chú"])
    entries = value_in(root, DISTRICTS, ("entries",))
    assert entries[0]["kind"] == "thị xã"
    assert entries[-2:] == [{"id": each, "name": "Mới", "kind": "huyện"} for each in ("moi", "moi-2")]
    again = text.replace("\tx\n", "\n")
    assert states(paste(PasteRequest(root, "huyen", again)).data) == ["same", "same", "same", "refused", "same"]
    assert undo(UndoRequest(root, DISTRICTS)).exit_code == 0
    assert (root / DISTRICTS).read_bytes() == before


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        ("STT\tTên đơn vị\tSố điện thoại\tNgười liên hệ", ["", "name", "phone", ""]),
        ("Tên đơn vị\tSố điện thoại", ["name", "phone"]),
        ("STT\tĐơn vị\tĐiện thoại", ["", "name", "phone"]),
        ("Mã Pí Lèng\thuyện", ["name", "kind", "valid_to"]),
    ],
)
def test_titles_as_offices_write_them(root: Path, titles: str, columns: list[str]) -> None:
    told = paste(PasteRequest(root, "huyen", f"{titles}\n1\tMột\t0912345678\n"))
    assert told.data["columns"] == columns
    assert set(columns) - {""} <= set(told.data["titles"])


def test_rows_can_be_left(root: Path) -> None:
    taken = take(TakeRequest(root, "huyen", "Tên\tLoại\nMột\thuyện\nHai\thuyện\n", leave=(2,)))
    assert taken.data["taken"] == 1
    assert [each["name"] for each in value_in(root, DISTRICTS, ("entries",))][-2:] == ["Đình Lập", "Hai"]


def test_rows_of_csv_with_references_and_numbers(sample: Path) -> None:
    before = (sample / HAMLETS).read_bytes()
    text = "Thôn mẫu 1\tXã Ba Sơn\t120\nThôn Mới\tXã Ba Sơn\t50\nThôn X\tXã Nào Đó\t50\nThôn Y\tXã Ba Sơn\tnhiều\n"
    told = paste(PasteRequest(sample, "thon", text))
    assert states(told.data) == ["changed", "new", "refused", "refused"], told.data
    assert take(TakeRequest(sample, "thon", text)).exit_code == 0
    after = (sample / HAMLETS).read_bytes()
    wanted = before.replace("Thôn mẫu 1;Xã Ba Sơn;113".encode(), "Thôn mẫu 1;Xã Ba Sơn;120".encode(), 1)
    assert after == wanted + "Thôn Mới;Xã Ba Sơn;50\r\n".encode()


def test_what_is_empty_or_too_much_is_told(root: Path) -> None:
    assert [each.code for each in paste(PasteRequest(root, "huyen", " \n")).problems] == ["paste-empty"]
    assert [each.code for each in paste(PasteRequest(root, "huyen", "a\tb\n" * 5_001)).problems] == ["paste-many"]
    refused = paste(PasteRequest(root, "huyen", "Tên\tLoại\n\thuyện\n"))
    assert [each.code for each in refused.problems] == ["paste-refused"]


@pytest.mark.parametrize(
    ("text", "clean", "told"),
    [
        ("  Cao\u00a0Lộc ", "Cao Lộc", ["pasted-cleaned.space"]),
        ("“Hoa Sen”", '"Hoa Sen"', ["pasted-cleaned.quote"]),
        ("O’Brien", "O'Brien", ["pasted-cleaned.quote"]),
        ("Phươ\u0323ng Lan\u200b", "Phượng Lan", ["pasted-cleaned.invisible", "pasted-cleaned.letters"]),
        ("một\r\n hai\n", "một hai", ["pasted-cleaned.break"]),
        ("Ðồng Đăng", "Đồng Đăng", ["pasted-cleaned.look"]),
        ("a  b", "a b", []),
        ("Tân Thành", "Tân Thành", []),
    ],
)
def test_cells_are_cleaned_and_told(text: str, clean: str, told: list[str]) -> None:
    made = cleaned(text)
    assert made.text == clean
    assert [each.id for each in made.told] == told
    assert cleaned(made.text) == (clean, ())


def test_rows_as_excel_and_word_copy_them() -> None:
    assert rows_of('a\t"b\nc"\td\r\n\r\n1\t2\t3\r\n') == [["a", "b\nc", "d"], ["1", "2", "3"]]
    assert rows_of('5" ống\tx\n') == [['5" ống', "x"]]
    assert rows_of("một mình") == [["một mình"]]


MESSY = """\
DANH SÁCH KHEN THƯỞNG NĂM 2026 (mẫu)\t\t\t\t\t\t\t
(Kèm theo Tờ trình của đơn vị mẫu)\t\t\t\t\t\t\t
\t\t\t\t\t\t\t
STT\tHọ và tên\tNgày sinh\tĐơn vị công tác\tSĐT\t\tThành tích\tMức thưởng
1\tNguyễn Văn An\t36320\tTrường mẫu A\t0912 345 001\t\tChiến sĩ thi đua\t500.000
2\tNguyễn Văn An\t05/4/1985\tTrường mẫu B\t0912345002\t\tLao động tiên tiến\t300.000
3\tLò Thị Mẫu\t1990-02-03\tTrường mẫu A\t0912345003\t\tLao động tiên tiến\t300.000
4\tLò Thị Mẫu\t1990-02-03\tTrường mẫu A\t0912345003\t\tLao động tiên tiến\t300.000
\tTổng cộng: 4 người\t\t\t\t\t\t1.400.000
\t\t\t\t\t\t\t
\t\t\t\t\t\tXã Mẫu, ngày 05 tháng 3 năm 2026\t
\tNgười lập biểu\t\t\t\t\tGiám đốc\t
"""
HEADS = {
    "fields": "list:\n  label: Cán bộ\n  one: người\n  fields:\n    phone: {label: Điện thoại}\nentries: []\n",
    "flow": "list: {label: Cán bộ, fields: {phone: {label: Điện thoại}}}\nentries: []\n",
    "free": "list:\n  label: Cán bộ\nentries:\n  - id: cu\n    name: Người Cũ\n    ghi: chú\n",
}


@pytest.mark.parametrize("head", HEADS)
def test_columns_of_a_messy_sheet_become_fields_of_the_list(root: Path, head: str) -> None:
    (root / "data/lists/can-bo.yaml").write_text(HEADS[head], "utf-8")
    before = (root / "data/lists/can-bo.yaml").read_bytes()
    told = paste(PasteRequest(root, "can-bo", MESSY))
    assert [(each["title"], each["type"]) for each in told.data["offered"]] == [
        ("Ngày sinh", "date"),
        ("Đơn vị công tác", "text"),
        ("Thành tích", "text"),
        ("Mức thưởng", "money"),
    ]
    assert states(told.data) == ["new"] * 4
    assert len(told.data["left"]) == 4
    assert any("Tổng cộng: 4 người" in each for each in told.data["left"])
    assert told.data["rows"][3]["cleaned"] == [
        "equal to row 7: taken as another one; leave one out if they are the same"
    ]
    taken = take(TakeRequest(root, "can-bo", MESSY, add=("2:date", "3", "7:money")))
    assert (taken.exit_code, taken.data["taken"], taken.data["ignored"]) == (0, 4, ["Thành tích"]), taken.problems
    entries = value_in(root, "data/lists/can-bo.yaml", ("entries",))[-4:]
    assert [(each["id"], each["ngay_sinh"]) for each in entries] == [
        ("nguyen-van-an", "09/6/1999"),
        ("nguyen-van-an-2", "05/4/1985"),
        ("lo-thi-mau", "1990-02-03"),
        ("lo-thi-mau-2", "1990-02-03"),
    ]
    fields = value_in(root, "data/lists/can-bo.yaml", ("list", "fields"))
    assert fields["muc_thuong"] == {"label": "Mức thưởng", "type": "money"}
    assert fields["don_vi_cong_tac"] == {"label": "Đơn vị công tác"}
    assert states(paste(PasteRequest(root, "can-bo", MESSY)).data) == ["changed"] * 4  # by the column that was left out
    assert undo(UndoRequest(root, "data/lists/can-bo.yaml")).exit_code == 0
    assert (root / "data/lists/can-bo.yaml").read_bytes() == before


def test_columns_of_a_csv_file_are_written_beside_its_head(sample: Path) -> None:
    text = "Thôn\tXã\tSố hộ\tTrưởng thôn\nThôn mẫu 1\tXã Ba Sơn\t113\tLò Văn Mẫu\nThôn Mới\tXã Ba Sơn\t5\tLý Thị Mẫu\n"
    assert states(paste(PasteRequest(sample, "thon", text)).data) == ["changed", "new"]
    taken = take(TakeRequest(sample, "thon", text, add=("3:name",)))
    assert (taken.exit_code, taken.data["taken"]) == (0, 2), taken.problems
    assert value_in(sample, "data/lists/thon.yaml", ("list", "fields", "truong_thon")) == {
        "label": "Trưởng thôn",
        "type": "name",
    }
    rows = (sample / HAMLETS).read_text("utf-8-sig").splitlines()
    assert rows[0].endswith(";Trưởng thôn")
    assert rows[1].endswith(";113;Lò Văn Mẫu")
    assert rows[-1] == "Thôn Mới;Xã Ba Sơn;5;Lý Thị Mẫu"


def test_somebody_of_the_same_name_is_told_by_birth_and_unit(root: Path) -> None:
    (root / "data/lists/can-bo.yaml").write_text(HEADS["fields"], "utf-8")
    first = "Họ tên\tNgày sinh\tĐơn vị\nNguyễn Văn An\t05/4/1985\tTrường mẫu A\n"
    take(TakeRequest(root, "can-bo", first, add=("1:date", "2:text")))
    other = paste(PasteRequest(root, "can-bo", first.replace("1985", "1990"))).data
    assert (states(other), len(other["rows"][0]["cleaned"])) == (["new"], 1)
    assert states(paste(PasteRequest(root, "can-bo", "Họ tên\tSĐT\nNguyễn Văn An\t0912345001\n")).data) == ["changed"]


def test_a_head_of_mails_is_no_entry(root: Path) -> None:
    told = paste(PasteRequest(root, "huyen", "Tên đơn vị\tSĐT\tEmail công vụ\nMột\t0912345678\tmot@mau.gov.vn\n"))
    assert told.data["columns"] == ["name", "phone", "email"]
    assert states(told.data) == ["new"]


def test_a_total_in_a_column_that_is_not_taken_is_told(root: Path) -> None:
    text = "STT\tTên đơn vị\tSĐT\n1\tĐơn vị mẫu A\t0912345001\n2\tĐơn vị mẫu B\t0912345002\nTổng cộng: 2 đơn vị\t\t\n"
    (root / "data/lists/can-bo.yaml").write_text(HEADS["fields"], "utf-8")
    told = paste(PasteRequest(root, "can-bo", text))
    assert states(told.data) == ["new"] * 2
    assert told.data["left"] == ["row 4 (“Tổng cộng: 2 đơn vị”) is a total, left out"]


SHEET: list[list[object]] = [
    ["DANH SÁCH (mẫu)"],
    ["STT", "Họ và tên", "Ngày sinh", "Thành tích"],
    [1, "Nguyễn Văn An", datetime.date(1985, 4, 5), "Chiến sĩ thi đua"],
    [2, "Nguyễn Văn An", datetime.date(1990, 2, 3), "Lao động tiên tiến"],
    [3, "#N/A", datetime.date(1990, 2, 3), ""],
    [None, "Tổng cộng: 3 người"],
]


@pytest.mark.parametrize("kept", ["yaml", "csv"])
def test_a_file_is_taken_as_its_rows_would_be_and_taken_back_with_its_columns(root: Path, kept: str) -> None:
    head = root / "data/lists/can-bo.yaml"
    head.write_text("list:\n  label: Cán bộ\nentries:\n- name: Người Cũ\n", "utf-8")
    if kept == "csv":
        head.write_text("list:\n  label: Cán bộ\n  source: can-bo.csv\n", "utf-8")
        (root / "data/lists/can-bo.csv").write_text("Tên\nNgười Cũ\n", "utf-8")
    before = {name: data for name, data in read(root).items() if "can-bo" in name}
    (root / "x.xlsx").write_bytes(workbook(SHEET, "Khen thưởng", "Khác"))
    told = paste(PasteRequest(root, "can-bo", file="x.xlsx")).data
    assert [(each["number"], each["state"]) for each in told["rows"]] == [(3, "new"), (4, "new"), (5, "refused")]
    assert [(each["title"], each["type"]) for each in told["offered"]] == [
        ("Ngày sinh", "date"),
        ("Thành tích", "text"),
    ]
    assert (told["gone"], len(told["left"])) == (["Người Cũ"], 2)
    taken = take(TakeRequest(root, "can-bo", told["text"], add=("2:date", "3"), drop=True))
    assert (taken.exit_code, taken.data["taken"]) == (0, 3), taken.problems
    rows = list_table(read(root), "can-bo").rows
    assert [(each.text("id"), each.text("ngay_sinh"), each.text("thanh_tich")) for each in rows] == [
        ("nguyen-van-an", "05/04/1985", "Chiến sĩ thi đua"),
        ("nguyen-van-an-2", "03/02/1990", "Lao động tiên tiến"),
    ]
    after = {name: data for name, data in read(root).items() if "can-bo" in name}
    for wanted in (before, after):  # undone, and that undone again
        file = list_table(read(root), "can-bo").file
        done = undo(UndoRequest(root, file, record=taken.data["record"]))
        assert done.exit_code == 0
        assert {name: data for name, data in read(root).items() if "can-bo" in name} == wanted
        taken = done


def test_a_file_that_cannot_be_read_whole_is_refused(root: Path) -> None:
    for rows, wanted in (([], "source-empty"), ([["Tên"], ["=1+1"]], "formula-unread")):
        (root / "x.xlsx").write_bytes(workbook(rows))
        assert [each.code for each in paste(PasteRequest(root, "huyen", file="x.xlsx")).problems] == [wanted]
