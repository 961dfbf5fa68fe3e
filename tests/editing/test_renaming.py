"""Entries keep their ids when their names change; drafts follow, papers with a number keep what they printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.editing.entries import AddRequest, add
from congvan.editing.pasting import PasteRequest, TakeRequest, paste, take
from congvan.editing.renaming import FollowRequest, follow
from congvan.editing.saving import SaveRequest, save
from congvan.editing.undoing import UndoRequest, undo
from tests.editing.files import DISPATCH, value_in

LIST, SHEET = "data/lists/benh-vien.yaml", "data/lists/tram.csv"
OLD = """\
list:
  label: Bệnh viện
  receives: "{{ name }}"
  fields:
    phone: {type: phone, label: Điện thoại}
entries:
- name: Bệnh viện A # tên cũ
  phone: "0912345678"
- {name: Bệnh viện B}
-   name: Bệnh viện C
"""


@pytest.fixture
def older(root: Path) -> Path:
    """A list of which no entry has an id, and a draft that names one."""
    (root / LIST).write_text(OLD, "utf-8")
    text = (root / DISPATCH).read_text("utf-8")
    text = text.replace("\nfacts:\n", "\nfacts:\n  noi: tại Bệnh viện A và Bệnh viện AB\n", 1)
    text = text.replace("  - to: tinh-doan-lang-son\n", "  - to: benh-vien-a\n", 1)
    (root / DISPATCH).write_text(text, "utf-8")
    return root


def number(root: Path) -> None:
    text = (root / DISPATCH).read_text("utf-8")
    (root / DISPATCH).write_text(text.replace("number: blank", "number: 456", 1), "utf-8")


def rename(root: Path, new: str = "Bệnh viện Anh") -> object:
    return save(SaveRequest(root, LIST, "/entries/0/name", "Bệnh viện A", new))


def test_a_new_name_writes_down_the_ids_that_the_old_ones_gave(older: Path) -> None:
    told = rename(older)
    after = (older / LIST).read_text("utf-8")
    assert "- id: benh-vien-a\n  name: Bệnh viện Anh # tên cũ\n" in after
    assert "- {id: benh-vien-b, name: Bệnh viện B}\n-   id: benh-vien-c\n    name: Bệnh viện C\n" in after
    assert [each.id for each in told.remarks] == ["receiver-renamed"]
    assert "text" not in value_in(older, DISPATCH, ("receivers", 0))
    assert undo(UndoRequest(older, LIST)).exit_code == 0
    assert (older / LIST).read_text("utf-8") == OLD


def test_a_paper_with_a_number_keeps_what_was_printed(older: Path) -> None:
    number(older)
    told = rename(older)
    assert value_in(older, DISPATCH, ("receivers", 0)) == {"to": "benh-vien-a", "text": "Bệnh viện A"}
    assert told.data["follow"] == {}
    assert follow(FollowRequest(older, "Bệnh viện A", "X")).data["changed"] == 0


def test_drafts_are_offered_the_new_name_in_their_texts(older: Path) -> None:
    told = rename(older)
    assert told.data["follow"] == {"old": "Bệnh viện A", "new": "Bệnh viện Anh", "drafts": "1"}
    assert follow(FollowRequest(older, "Bệnh viện A", "Bệnh viện Anh")).data["changed"] == 1
    assert value_in(older, DISPATCH, ("facts", "noi")) == "tại Bệnh viện Anh và Bệnh viện AB"
    assert undo(UndoRequest(older, DISPATCH)).exit_code == 0
    assert value_in(older, DISPATCH, ("facts", "noi")) == "tại Bệnh viện A và Bệnh viện AB"


def test_a_new_entry_has_an_id_from_the_first_moment(older: Path) -> None:
    assert add(AddRequest(older, LIST, ("entries",), {"name": "Bệnh viện A"})).exit_code == 0
    ids = [each["id"] for each in value_in(older, LIST, ("entries",))]
    assert ids == ["benh-vien-a", "benh-vien-b", "benh-vien-c", "benh-vien-a-2"]


def test_two_of_one_name_are_two(older: Path) -> None:
    text = "Tên\tĐiện thoại\nTrạm D\t0912345601\nTrạm D\t0912345602\nTrạm D\t0912345602\n"
    told = take(TakeRequest(older, "benh-vien", text))
    assert told.data["states"] == {"new": 3, "changed": 0, "same": 0, "refused": 0}
    assert [each["id"] for each in value_in(older, LIST, ("entries",))][-3:] == ["tram-d", "tram-d-2", "tram-d-3"]
    again = paste(PasteRequest(older, "benh-vien", text))
    assert [row["state"] for row in again.data["rows"]] == ["same"] * 3


def test_a_csv_gets_a_column_of_ids_when_a_name_changes(root: Path) -> None:
    (root / "data/lists/tram.yaml").write_text("list: {label: Trạm, source: tram.csv}\n", "utf-8")
    before = "DANH SÁCH\r\nTên;Điện thoại\r\nTrạm A;0912345678\r\nTrạm B;\r\n"
    (root / SHEET).write_text(before, "utf-8", newline="")
    assert save(SaveRequest(root, SHEET, "/2/1", "0912345678", "0912345679")).exit_code == 0
    assert "Mã" not in (root / SHEET).read_text("utf-8")
    assert save(SaveRequest(root, SHEET, "/2/0", "Trạm A", "Trạm AA")).exit_code == 0
    assert (root / SHEET).read_text("utf-8").splitlines()[1:] == [
        "Tên;Điện thoại;Mã",
        "Trạm AA;0912345679;tram-a",
        "Trạm B;;tram-b",
    ]
    assert take(TakeRequest(root, "tram", "Tên\tĐiện thoại\nTrạm B\t\nTrạm B\t0912345670\n")).exit_code == 0
    assert (root / SHEET).read_text("utf-8").splitlines()[-2:] == ["Trạm B;;tram-b", "Trạm B;0912345670;tram-b-2"]
