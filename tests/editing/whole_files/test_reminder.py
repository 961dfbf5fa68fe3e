"""A letter that reminds is added once to a dispatch of a neutral project, reads with it, and can be taken back."""

from __future__ import annotations

import datetime
from pathlib import Path

from congvan.core.job import Progress
from congvan.editing.drafting.scaffolding import InitRequest, init
from congvan.editing.drafting.starting import Office
from congvan.editing.undoing import UndoRequest, undo
from congvan.editing.whole_files.reminder import DOCUMENTS, ReminderRequest, add_reminder
from congvan.model.loader import load
from congvan.model.papers import reminds
from congvan.model.project import assets

OFFICE = Office("Trường Trung học phổ thông Chu Văn An", "Lạng Sơn", "Nguyễn Văn Mẫu", "Hiệu trưởng")
PAPER = "data/papers/don-doc.yaml"


def test_a_neutral_project_gets_its_letters_that_remind(tmp_path: Path) -> None:
    root = tmp_path / "project"
    init(InitRequest(root, office=OFFICE, today=datetime.date(2026, 11, 27)), Progress())
    (dispatch,) = load(assets.read(root)).dispatches
    before = (root / DOCUMENTS).read_bytes()
    for apart, paper in ((False, "don-doc"), (True, "don-doc-2")):
        request = ReminderRequest(root, dispatch, "10/12/2026", apart)
        assert add_reminder(request, Progress()).exit_code == 0
        dataset = load(assets.read(root))
        document = dataset.documents[-1]
        assert (document.id, document.dispatches, document.templates) == (paper, (dispatch,), {"docx": "van-ban.docx"})
        assert reminds(document, dataset.papers)
        assert dataset.papers[paper].deadlines[0].date == datetime.date(2026, 12, 10)
        again = add_reminder(request, Progress())
        assert (again.exit_code, again.outputs, len(again.remarks)) == (0, [], 1)
    assert (root / DOCUMENTS).read_bytes().startswith(before)
    for file in (DOCUMENTS, DOCUMENTS, PAPER):
        assert undo(UndoRequest(root, file)).exit_code == 0
    assert (root / DOCUMENTS).read_bytes() == before
    assert not (root / PAPER).exists()


def test_a_new_day_that_is_none_is_refused(tmp_path: Path) -> None:
    outcome = add_reminder(ReminderRequest(tmp_path, "cong-van", "mai"), Progress())
    assert [each.code for each in outcome.problems] == ["usage-date"]
