"""What was typed is given back until it is saved."""

from __future__ import annotations

import datetime
import os
import stat
from pathlib import Path

import pytest

from congvan.editing.drafts import KeepRequest, drafts_of, keep, plain
from congvan.editing.entries import AddRequest, RemoveRequest, add, remove
from congvan.editing.saving import SaveRequest, save
from tests.editing.files import AGENCY, DISPATCH, sha


def test_what_was_typed_is_given_back_and_dropped_when_it_is_saved(root: Path) -> None:
    before = (root / AGENCY).read_bytes()
    assert keep(KeepRequest(root, "a", ("place",), AGENCY, "Cao Bằ", "Lạng Sơn", sha(root, AGENCY))).exit_code == 0
    assert (
        keep(KeepRequest(root, "a", ("place",), AGENCY, "Cao Bằng\nhai", "Lạng Sơn", sha(root, AGENCY))).exit_code == 0
    )
    (draft,) = drafts_of(root, AGENCY)
    assert (draft.path, draft.text, draft.old) == (("place",), "Cao Bằng\nhai", "Lạng Sơn")
    assert plain(draft)["path"] == "/place"
    assert list(drafts_of(root, DISPATCH)) == []
    assert (root / AGENCY).read_bytes() == before
    save(SaveRequest(root, AGENCY, ("place",), draft.old, "Cao Bằng", draft.sha256, ["a"]))
    assert list(drafts_of(root)) == []


def test_what_is_typed_back_is_no_draft(root: Path) -> None:
    keep(KeepRequest(root, "a", ("place",), AGENCY, "x", "Lạng Sơn"))
    keep(KeepRequest(root, "a", ("place",), AGENCY, "Lạng Sơn", "Lạng Sơn"))
    assert list(drafts_of(root)) == []


def test_tabs_do_not_keep_over_each_other_and_saving_drops_what_it_names(root: Path) -> None:
    def typed(text: str, draft: str) -> list[str]:
        keep(KeepRequest(root, draft, ("place",), AGENCY, text, "Lạng Sơn"))
        return sorted(each.text for each in drafts_of(root, AGENCY))

    assert typed("Cao", "one.1") == ["Cao"]
    assert typed("Bắc", "../two.1") == ["Bắc", "Cao"]
    assert typed("Cao Bằng", "one.1") == ["Bắc", "Cao Bằng"]
    assert typed("Lạng Sơn", "../two.1") == ["Cao Bằng"]
    assert typed("Bắc Kạn", "../two.1") == ["Bắc Kạn", "Cao Bằng"]
    save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Hà Nội", drafts=["one.1"]))
    assert [each.text for each in drafts_of(root)] == ["Bắc Kạn"]
    refused = SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Bắc Kạn", drafts=["../two.1"])
    assert save(refused).exit_code == 1
    assert [each.text for each in drafts_of(root)] == ["Bắc Kạn"]
    save(SaveRequest(root, AGENCY, ("place",), "Hà Nội", "Bắc Kạn", drafts=["../two.1"]))
    assert list((root / ".congvan/drafts").iterdir()) == []


def test_what_the_file_has_already_is_no_draft(root: Path) -> None:
    """A draft that was on its way while its value was saved."""
    save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Cao Bằng"))
    keep(KeepRequest(root, "a", "/place", AGENCY, "Cao Bằng", "Lạng Sơn"))
    assert list(drafts_of(root)) == []


def test_what_is_typed_into_a_form_is_kept_by_itself(root: Path) -> None:
    keep(KeepRequest(root, "a", "/van-ban-di a b", "", "Về việc"))
    keep(KeepRequest(root, "b", "/place", AGENCY, "Cao Bằng"))
    assert [(each.path, each.text) for each in drafts_of(root, "")] == [(("/van-ban-di a b",), "Về việc")]
    keep(KeepRequest(root, "a", "-", ""))
    assert [each.draft for each in drafts_of(root)] == ["b"]


def test_drafts_are_for_their_owner_alone_and_go_after_thirty_days(root: Path) -> None:
    keep(KeepRequest(root, "a", "-", "", "x"))
    (first,) = (root / ".congvan/drafts").iterdir()
    assert stat.S_IMODE(first.parent.stat().st_mode) == stat.S_IMODE(first.parent.parent.stat().st_mode) == 0o700
    os.utime(first, (0, first.stat().st_mtime - 31 * 86400))
    keep(KeepRequest(root, "b", "-", "", "y"))
    assert not first.exists()
    assert [each.text for each in drafts_of(root)] == ["y"]


def test_a_draft_goes_with_its_entry(root: Path) -> None:
    seen = sha(root, DISPATCH)
    keep(KeepRequest(root, "a", ("copies", 1, "purpose"), DISPATCH, "để b/c", "b/c", seen))
    add(AddRequest(root, DISPATCH, ("copies",), "Đầu", 0))
    (draft,) = drafts_of(root)
    assert draft.path == ("copies", 2, "purpose")
    remove(RemoveRequest(root, DISPATCH, ("copies", 2)))
    (draft,) = drafts_of(root)
    assert (draft.path, draft.text) == (None, "để b/c")


def test_old_and_damaged_drafts_are_passed_over(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(KeepRequest(root, "a", ("place",), AGENCY, "x", "y"))
    (kept,) = (root / ".congvan/drafts").glob("*.json")
    (root / ".congvan/drafts/z.json").write_text("{")
    assert len(list(drafts_of(root))) == 1
    year = datetime.datetime.now(datetime.UTC).year
    kept.write_text(kept.read_text("utf-8").replace(f'"time": "{year}', f'"time": "{year - 1}'), "utf-8")
    assert list(drafts_of(root)) == []
    assert keep(KeepRequest(root, "a", ("place",), AGENCY, "x" * 2_000_001)).exit_code == 3
