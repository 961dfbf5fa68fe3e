"""A letter that reminds is added once to a neutral project, reads with it, and can be taken back."""

from __future__ import annotations

import datetime
from pathlib import Path

from congvan.drafting.scaffolding import InitRequest, init
from congvan.drafting.starting import Office
from congvan.editing.reminder import DOCUMENTS, ReminderRequest, add_reminder
from congvan.editing.undoing import UndoRequest, undo
from congvan.job import Progress
from congvan.model.loader import load
from congvan.project import assets

OFFICE = Office("Trường Trung học phổ thông Chu Văn An", "Lạng Sơn", "Nguyễn Văn Mẫu", "Hiệu trưởng")
PAPER = "data/papers/don-doc.yaml"


def test_a_neutral_project_gets_its_letter_that_reminds(tmp_path: Path) -> None:
    root = tmp_path / "project"
    init(InitRequest(root, office=OFFICE, today=datetime.date(2026, 11, 27)), Progress())
    before = (root / DOCUMENTS).read_bytes()
    assert add_reminder(ReminderRequest(root), Progress()).exit_code == 0
    dataset = load(assets.read(root))
    assert dataset.papers["don-doc"].subject == "đôn đốc gửi {{ owing_names }}"
    assert dataset.documents[-1].templates == {"docx": "van-ban.docx"}
    assert (root / DOCUMENTS).read_bytes().startswith(before)
    again = add_reminder(ReminderRequest(root), Progress())
    assert (again.exit_code, again.outputs, len(again.remarks)) == (0, [], 1)
    for file in (DOCUMENTS, PAPER):
        assert undo(UndoRequest(root, file)).exit_code == 0
    assert (root / DOCUMENTS).read_bytes() == before
    assert not (root / PAPER).exists()
