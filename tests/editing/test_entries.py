"""Entries come, go and move; what others did meanwhile stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from congvan.editing.entries import AddRequest, MoveRequest, RemoveRequest, add, move, remove
from congvan.editing.saving import SaveRequest, save
from congvan.model.project.yaml_reader import KeyPath
from tests.editing.files import AGENCY, DISPATCH, sha, value_in


def ids(root: Path, path: KeyPath, key: str = "id", file: str = DISPATCH) -> list[Any]:
    return [each.get(key) for each in value_in(root, file, path)]


@pytest.mark.parametrize(
    ("file", "path", "value", "lines"),
    [
        (
            AGENCY,
            ("signers",),
            {"id": "a", "name": "Nguyễn A", "title": "Giám đốc"},
            "  - id: a\n    name: Nguyễn A\n    title: Giám đốc\n",
        ),
        (DISPATCH, ("receivers",), {"to": "ubnd-tinh"}, "  - to: ubnd-tinh\n"),
        (DISPATCH, ("forms", 0, "columns"), {"id": "x", "label": "Ghi chú"}, "      - {id: x, label: Ghi chú}\n"),
        (DISPATCH, ("forms", 0, "lines"), "Ngày: ……", ', "Ngày: ……"]\n'),
        (DISPATCH, ("can_cu",), "Căn cứ Luật A", "can_cu: [Căn cứ Luật A]\n"),
        (DISPATCH, ("notes_to_signer",), "Xem lại", "  - Xem lại\n"),
        (
            DISPATCH,
            ("appendices",),
            {"id": "a", "title": "B", "body": "Một\n\nHai\n"},
            "    body: |\n      Một\n\n      Hai\n",
        ),
        ("data/lists/xa.yaml", ("entries",), {"id": "xa-x", "name": "X"}, "- {id: xa-x, name: X}\n"),
        ("data/lists/co-quan.yaml", ("entries",), {"id": "b", "name": "B"}, "Sở\n\n- id: b\n  name: B\n"),
    ],
)
def test_an_entry_is_written_as_its_neighbours(root: Path, file: str, path: KeyPath, value: Any, lines: str) -> None:
    before = (root / file).read_text("utf-8")
    told = add(AddRequest(root, file, path, value))
    assert told.exit_code == 0, told.problems
    after = (root / file).read_text("utf-8")
    assert lines in after
    assert value_in(root, file, path)[-1] == value
    if before.count("\n") + lines.count("\n") == after.count("\n"):
        assert after.replace(lines, "", 1) == before
    gone = remove(RemoveRequest(root, file, (*path, len(value_in(root, file, path)) - 1), value))
    assert gone.exit_code == 0
    if path != ("can_cu",) and path != ("appendices",):
        assert (root / file).read_text("utf-8") == before


def test_a_column_gets_an_id_unless_it_is_a_heading_over_others(root: Path) -> None:
    columns: KeyPath = ("forms", 0, "columns")
    for value, made in (
        ({"label": "Ngày sinh"}, "ngay-sinh"),
        ({"label": "Đoàn viên", "columns": [{"id": "nam-gioi", "label": "Nam"}]}, None),
    ):
        assert add(AddRequest(root, DISPATCH, columns, value)).exit_code == 0
        assert ids(root, columns)[-1] == made


def test_entries_move_and_move_back(root: Path) -> None:
    before = (root / DISPATCH).read_bytes()
    told = move(MoveRequest(root, DISPATCH, ("receivers", 0), 2, sha(root, DISPATCH)))
    assert ids(root, ("receivers",), "to") == [None, None, "tinh-doan-lang-son"]
    assert told.data["path"] == "/receivers/2"
    move(MoveRequest(root, DISPATCH, ("receivers", 2), 0, sha(root, DISPATCH)))
    assert (root / DISPATCH).read_bytes() == before


def test_pages_that_are_behind_find_their_entries_again(root: Path) -> None:
    seen = sha(root, DISPATCH)
    remove(RemoveRequest(root, DISPATCH, ("copies", 0), None, seen))
    move(MoveRequest(root, DISPATCH, ("copies", 0), 2))  # ubnd-tinh goes to the end
    assert save(SaveRequest(root, DISPATCH, ("copies", 1, "purpose"), "b/c", "để b/c", seen)).exit_code == 0
    assert value_in(root, DISPATCH, ("copies", 2)) == {"to": "ubnd-tinh", "purpose": "để b/c"}
    assert add(AddRequest(root, DISPATCH, ("copies",), "Sau UBND tỉnh", 2, seen)).exit_code == 0
    assert value_in(root, DISPATCH, ("copies", 3)) == "Sau UBND tỉnh"
    gone = save(SaveRequest(root, DISPATCH, ("copies", 0, "text"), "Như trên", "Như trên;", seen))
    assert (gone.exit_code, gone.data["conflict"]["theirs"]) == (1, None)
    again = remove(RemoveRequest(root, DISPATCH, ("copies", 0), None, seen))
    assert (again.exit_code, again.data["changed"]) == (0, False)


def test_an_entry_that_somebody_changed_is_not_removed(root: Path) -> None:
    seen, old = sha(root, DISPATCH), value_in(root, DISPATCH, ("deadlines", 0))
    save(SaveRequest(root, DISPATCH, ("deadlines", 0, "date"), "2020-08-20", "21/8/2020", seen))
    told = remove(RemoveRequest(root, DISPATCH, ("deadlines", 0), old, seen))
    assert told.exit_code == 1
    assert told.data["conflict"]["theirs"]["date"] == "21/8/2020"
    assert ids(root, ("deadlines",)) == ["danh-sach", "bao-cao-ngay"]
