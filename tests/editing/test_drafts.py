"""What was typed is given back until it is saved."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from congvan.editing.drafts import KeepRequest, drafts_of, keep, plain
from congvan.editing.entries import AddRequest, RemoveRequest, add, remove
from congvan.editing.saving import SaveRequest, save
from tests.editing.files import AGENCY, DISPATCH, sha


def test_what_was_typed_is_given_back_and_dropped_when_it_is_saved(root: Path) -> None:
    before = (root / AGENCY).read_bytes()
    assert keep(KeepRequest(root, AGENCY, ("place",), "Cao Bằ", "Lạng Sơn", sha(root, AGENCY))).exit_code == 0
    assert keep(KeepRequest(root, AGENCY, ("place",), "Cao Bằng\nhai", "Lạng Sơn", sha(root, AGENCY))).exit_code == 0
    (draft,) = drafts_of(root, AGENCY)
    assert (draft.path, draft.text, draft.old) == (("place",), "Cao Bằng\nhai", "Lạng Sơn")
    assert plain(draft)["path"] == "/place"
    assert list(drafts_of(root, DISPATCH)) == []
    assert (root / AGENCY).read_bytes() == before
    save(SaveRequest(root, AGENCY, ("place",), draft.old, "Cao Bằng", draft.sha256))
    assert list(drafts_of(root)) == []


def test_what_is_typed_back_is_no_draft(root: Path) -> None:
    keep(KeepRequest(root, AGENCY, ("place",), "x", "Lạng Sơn"))
    keep(KeepRequest(root, AGENCY, ("place",), "Lạng Sơn", "Lạng Sơn"))
    assert list(drafts_of(root)) == []


def test_a_draft_goes_with_its_entry(root: Path) -> None:
    seen = sha(root, DISPATCH)
    keep(KeepRequest(root, DISPATCH, ("copies", 1, "purpose"), "để b/c", "b/c", seen))
    add(AddRequest(root, DISPATCH, ("copies",), "Đầu", 0))
    (draft,) = drafts_of(root)
    assert draft.path == ("copies", 2, "purpose")
    remove(RemoveRequest(root, DISPATCH, ("copies", 2)))
    (draft,) = drafts_of(root)
    assert (draft.path, draft.text) == (None, "để b/c")


def test_old_and_damaged_drafts_are_passed_over(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(KeepRequest(root, AGENCY, ("place",), "x", "y"))
    (kept,) = (root / ".congvan/drafts").glob("*.json")
    (root / ".congvan/drafts/z.json").write_text("{")
    assert len(list(drafts_of(root))) == 1
    year = datetime.datetime.now(datetime.UTC).year
    kept.write_text(kept.read_text("utf-8").replace(f'"time": "{year}', f'"time": "{year - 1}'), "utf-8")
    assert list(drafts_of(root)) == []
    assert keep(KeepRequest(root, AGENCY, ("place",), "x" * 2_000_001)).exit_code == 3
