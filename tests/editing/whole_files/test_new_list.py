"""A new list is written with a head that reads, and never over another."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.core.job import Progress
from congvan.editing.whole_files.new_list import NewListRequest, new_list
from congvan.model.loader import load
from congvan.model.project import assets
from tests.sample_project import new_project


def test_a_list_is_begun_by_its_name(tmp_path: Path) -> None:
    root = new_project(tmp_path).root
    outcome = new_list(NewListRequest(root, '  Trường "điểm": A ', "trường"), Progress())
    assert outcome.data == {"listed": "truong-diem-a"}
    listed = load(assets.read(root)).lists["truong-diem-a"]
    assert (listed.label, listed.head.one, listed.entries) == ('Trường "điểm": A', "trường", ())
    assert {"name", "phone"} <= set(listed.head.fields)


@pytest.mark.parametrize(
    ("label", "code"), [("Xã", "new-list-exists"), ("…", "new-list-name"), ("2026", "new-list-name")]
)
def test_a_list_that_is_there_stays(tmp_path: Path, label: str, code: str) -> None:
    root = new_project(tmp_path).root
    before = sorted((root / "data/lists").iterdir())
    outcome = new_list(NewListRequest(root, label), Progress())
    assert [each.code for each in outcome.problems] == [code]
    assert sorted((root / "data/lists").iterdir()) == before
