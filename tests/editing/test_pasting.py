"""Rows of Excel and Word are shown as new, changed or refused before they are taken, and taken as one change."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from congvan.editing.pasted_text import cleaned, rows_of
from congvan.editing.pasting import PasteRequest, TakeRequest, paste, take
from congvan.editing.undoing import UndoRequest, undo
from tests.editing.files import value_in
from tests.sample_project import HOME

SAMPLE = HOME / "congvan/drafting/starters/to-cong-nghe-so-2026"
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
    assert states(told.data) == ["same", "changed", "new", "refused", "refused"]
    assert told.data["columns"] == ["", "name", "kind", ""]
    assert told.data["ignored"] == ["Ghi chú"]
    assert told.data["states"] == {"new": 1, "changed": 1, "same": 1, "refused": 2}
    assert told.data["rows"][1]["cells"]["kind"] == {"new": "thị xã", "old": "thành phố"}
    assert [each["code"] for each in told.data["rows"][3]["problems"]] == ["value-missing"]
    assert [each["code"] for each in told.data["rows"][4]["problems"]] == ["paste-twice"]
    assert (root / DISTRICTS).read_bytes() == before
    taken = take(TakeRequest(root, "huyen", text))
    assert (taken.exit_code, taken.data["taken"]) == (0, 2)
    entries = value_in(root, DISTRICTS, ("entries",))
    assert entries[0]["kind"] == "thị xã"
    assert entries[-1] == {"id": "moi", "name": "Mới", "kind": "huyện"}
    assert states(paste(PasteRequest(root, "huyen", text)).data)[:3] == ["same", "same", "same"]
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
    taken = take(TakeRequest(root, "huyen", "Tên\tLoại\nMột\thuyện\nHai\thuyện\n", leave=(1,)))
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
