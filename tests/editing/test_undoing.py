"""Every change can be taken back: byte for byte, or its value alone where others went on."""

from __future__ import annotations

from pathlib import Path

from congvan.editing.entries import AddRequest, MoveRequest, RemoveRequest, add, move, remove
from congvan.editing.saving import SaveRequest, save
from congvan.editing.undoing import UndoRequest, bin_of, undo
from tests.editing.files import AGENCY, DISPATCH, sha, value_in


def test_changes_are_taken_back_one_after_the_other_byte_for_byte(root: Path) -> None:
    before = (root / DISPATCH).read_bytes()
    save(SaveRequest(root, DISPATCH, ("signage",), "bluezone-2020", ""))
    save(SaveRequest(root, DISPATCH, ("body",), value_in(root, DISPATCH, ("body",)), "Một\n\nHai"))
    add(AddRequest(root, DISPATCH, ("copies",), "X", 1))
    remove(RemoveRequest(root, DISPATCH, ("forms", 1)))
    move(MoveRequest(root, DISPATCH, ("tables", 0), 3))
    for _ in range(5):
        assert undo(UndoRequest(root, DISPATCH)).exit_code == 0
    assert (root / DISPATCH).read_bytes() == before
    none = undo(UndoRequest(root, DISPATCH))
    assert (none.exit_code, [each.code for each in none.problems]) == (2, ["undo-none"])


def test_a_value_is_taken_back_though_others_went_on(root: Path) -> None:
    first = save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Cao Bằng")).data["record"]
    save(SaveRequest(root, AGENCY, ("short_name",), "Sở TT&TT", "Sở"))
    told = undo(UndoRequest(root, AGENCY, first))
    assert told.exit_code == 0
    assert value_in(root, AGENCY, ("place",)) == "Lạng Sơn"
    assert value_in(root, AGENCY, ("short_name",)) == "Sở"
    undo(UndoRequest(root, AGENCY, told.data["record"]))  # an undo is taken back too
    assert value_in(root, AGENCY, ("place",)) == "Cao Bằng"


def test_a_value_changed_again_since_is_a_conflict(root: Path) -> None:
    first = save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Cao Bằng")).data["record"]
    save(SaveRequest(root, AGENCY, ("place",), "Cao Bằng", "Hà Nội"))
    told = undo(UndoRequest(root, AGENCY, first))
    assert told.exit_code == 1
    assert told.data["conflict"] == {"before": "Cao Bằng", "mine": "Lạng Sơn", "theirs": "Hà Nội"}
    assert value_in(root, AGENCY, ("place",)) == "Hà Nội"


def test_what_was_removed_lies_in_the_bin_and_comes_back_with_its_comments(root: Path) -> None:
    text = (root / DISPATCH).read_text("utf-8").replace("  - to: ubnd-tinh\n", "  - to: ubnd-tinh   # giữ\n")
    (root / DISPATCH).write_text(text, "utf-8")
    remove(RemoveRequest(root, DISPATCH, ("copies", 1)))
    save(SaveRequest(root, DISPATCH, ("subject",), value_in(root, DISPATCH, ("subject",)), "ngắn"))
    add(AddRequest(root, DISPATCH, ("copies",), "Đầu", 0))
    (lying,) = bin_of(root)
    assert (lying.file, lying.path, lying.value) == (DISPATCH, ("copies", 1), {"to": "ubnd-tinh", "purpose": "b/c"})
    assert undo(UndoRequest(root, DISPATCH, lying.record)).exit_code == 0
    after = (root / DISPATCH).read_text("utf-8")
    assert "  - Đầu\n  - text: Như trên\n  - to: ubnd-tinh   # giữ\n    purpose: b/c\n" in after
    assert list(bin_of(root)) == []


def test_an_edit_by_hand_between_is_respected(root: Path) -> None:
    first = save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Cao Bằng", sha(root, AGENCY))).data["record"]
    (root / AGENCY).write_bytes((root / AGENCY).read_bytes() + b"website: a.vn\n")
    assert undo(UndoRequest(root, AGENCY, first)).exit_code == 0
    assert value_in(root, AGENCY, ("place",)) == "Lạng Sơn"
    assert value_in(root, AGENCY, ("website",)) == "a.vn"
