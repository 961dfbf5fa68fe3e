"""What a draft still has of its sample is told once the paper has its number."""

from __future__ import annotations

import datetime
from pathlib import Path

from congvan.core.job import Progress
from congvan.editing.drafting.number import NumberRequest, number
from congvan.editing.drafting.scaffolding import InitRequest, init
from congvan.editing.drafting.starting import DISPATCH
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.model.sample_texts import check_samples
from tests.editing.whole_files.test_reminder import OFFICE

NAME = Path(DISPATCH).stem


def test_sample_receivers_of_a_numbered_paper_are_told_where_they_stand(tmp_path: Path) -> None:
    root = tmp_path / "project"
    init(InitRequest(root, office=OFFICE, today=datetime.date(2026, 11, 27)), Progress())
    assert list(check_samples(load(assets.read(root)), [NAME])) == []  # a draft may have them
    told = number(NumberRequest(root, "7", "27/11/2026"), Progress())
    assert told.exit_code == 0
    found = [each for each in told.problems if each.code == "sample-receiver"]
    assert [each.message.values["name"] for each in found] == ["Đơn vị thứ nhất (mẫu)", "Đơn vị thứ hai (mẫu)"]
    assert {"number-sample"} < {each.code for each in told.problems}
    dataset = load(assets.read(root))
    (first, _second) = check_samples(dataset, [NAME])
    assert (first.place.file, first.place.line > 0) == (DISPATCH, True)
