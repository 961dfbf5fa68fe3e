"""Signs are begun by what they say, read with the paper that gets them, and are taken back."""

from __future__ import annotations

import datetime
from pathlib import Path

from congvan.core.job import Progress
from congvan.editing.drafting.scaffolding import InitRequest, init
from congvan.editing.drafting.starting import DISPATCH
from congvan.editing.undoing import UndoRequest, undo
from congvan.editing.whole_files.new_signs import NewSignsRequest, new_signs
from congvan.model.loader import load
from congvan.model.project import assets
from tests.editing.whole_files.test_reminder import OFFICE

DAY = datetime.date(2026, 11, 27)


def test_signs_are_begun_for_a_paper(tmp_path: Path) -> None:
    root = tmp_path / "project"
    init(InitRequest(root, office=OFFICE, today=DAY), Progress())
    before = (root / DISPATCH).read_bytes()
    name = Path(DISPATCH).stem
    made = new_signs(NewSignsRequest(root, " Tuần lễ “Đọc: sách” ", "chuvanan.edu.vn", name, DAY), Progress())
    assert made.data == {"signs": "tuan-le-doc-sach"}
    dataset = load(assets.read(root))
    assert dataset.dispatches[name].signage == "tuan-le-doc-sach"
    assert dataset.signage["tuan-le-doc-sach"].message == "Tuần lễ “Đọc: sách”"
    again = new_signs(NewSignsRequest(root, "Tuần lễ đọc sách", "chuvanan.edu.vn", today=DAY), Progress())
    assert again.data == {"signs": "tuan-le-doc-sach-2"}
    for file in (DISPATCH, "data/signage/tuan-le-doc-sach.yaml", "data/signage/tuan-le-doc-sach-2.yaml"):
        assert undo(UndoRequest(root, file)).exit_code == 0
    assert (root / DISPATCH).read_bytes() == before
    assert not list((root / "data/signage").iterdir())


def test_signs_that_say_nothing_are_not_begun(tmp_path: Path) -> None:
    root = tmp_path / "project"
    init(InitRequest(root, office=OFFICE, today=DAY), Progress())
    told = new_signs(NewSignsRequest(root, " … ", "a.vn"), Progress())
    assert [each.code for each in told.problems] == ["new-signs-message"]
