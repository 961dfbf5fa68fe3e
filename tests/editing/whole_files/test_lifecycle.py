"""Whole files: begun, thrown away into the bin, and put back byte for byte; what is needed or issued stays."""

from __future__ import annotations

import shutil
from pathlib import Path

from congvan.core.job import Progress
from congvan.editing.entries import AddRequest, add
from congvan.editing.undoing import UndoRequest, bin_of, undo
from congvan.editing.whole_files.lifecycle import DiscardRequest, discard
from congvan.editing.whole_files.new_list import NewListRequest, new_list
from congvan.model.lists.read import read_lists
from congvan.model.project import assets
from tests.editing.files import DISPATCH

LIST = "data/lists/truong-hoc.yaml"


def test_a_list_that_was_begun_is_taken_back_and_comes_again(root: Path) -> None:
    assert new_list(NewListRequest(root, "Trường học", "trường"), Progress()).exit_code == 0
    head = (root / LIST).read_bytes()
    add(AddRequest(root, LIST, ("entries",), {"id": "a", "name": "Trường A"}, 0))
    full = (root / LIST).read_bytes()
    assert undo(UndoRequest(root, LIST)).exit_code == 0
    assert (root / LIST).read_bytes() == head
    assert undo(UndoRequest(root, LIST)).exit_code == 0
    assert not (root / LIST).exists()
    (lying,) = bin_of(root)
    assert undo(UndoRequest(root, LIST, lying.record)).exit_code == 0
    assert (root / LIST).read_bytes() == head != full
    assert list(bin_of(root)) == []


def test_a_list_is_thrown_away_and_put_back_with_its_entries(root: Path) -> None:
    new_list(NewListRequest(root, "Trường học", "trường"), Progress())
    add(AddRequest(root, LIST, ("entries",), {"id": "a", "name": "Trường A"}, 0))
    full = (root / LIST).read_bytes()
    stale = discard(DiscardRequest(root, LIST, "0" * 64), Progress())
    assert (stale.exit_code, [each.code for each in stale.problems]) == (1, ["discard-changed"])
    assert discard(DiscardRequest(root, LIST), Progress()).exit_code == 0
    assert "truong-hoc" not in read_lists(assets.read(root), {}).lists
    (lying,) = bin_of(root)
    assert undo(UndoRequest(root, LIST, lying.record)).exit_code == 0
    assert (root / LIST).read_bytes() == full
    again = undo(UndoRequest(root, LIST, lying.record))  # what came back is not overwritten
    assert again.exit_code != 0
    assert (root / LIST).read_bytes() == full


def test_what_is_needed_or_issued_stays(root: Path) -> None:
    before = (root / DISPATCH).read_bytes()
    needed = discard(DiscardRequest(root, "data/lists/huyen.yaml"), Progress())
    assert needed.exit_code != 0
    assert "discard-needed" in {each.code for each in needed.problems}
    assert len(needed.problems) > 1
    copied = "data/dispatches/ban-hai.yaml"
    shutil.copy(root / DISPATCH, root / copied)
    (root / copied).write_bytes(before.replace(b"number: blank", b'number: "7"'))
    issued = discard(DiscardRequest(root, copied), Progress())
    assert [each.code for each in issued.problems] == ["discard-numbered"]
    (root / copied).write_bytes(before)
    assert discard(DiscardRequest(root, copied), Progress()).exit_code == 0
    assert not (root / copied).exists()
    for file in ("data/agency.yaml", "data/lists/x/y.yaml", "templates/van-ban.docx"):
        assert discard(DiscardRequest(root, file), Progress()).exit_code == 2
