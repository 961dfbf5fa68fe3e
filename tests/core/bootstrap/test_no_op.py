"""The quick answer to a build that has nothing to do."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from congvan.core.bootstrap import no_op
from tests.sample_project import Project, new_project


def test_a_copied_project_is_looked_at_itself(tmp_path: Path) -> None:
    """Copy a project with its cache, break the copy: the copy is reported, not the folder it was copied from."""
    first = new_project(tmp_path / "first")
    time.sleep(0.05)  # an edit in the same tick of the clock is never answered from the record
    assert first.run("build", "letter").code == 0
    assert str(first.root) in first.run("build", "letter").out
    copy = Project(tmp_path / "copy")
    shutil.copytree(first.root, copy.root)
    agency = copy.root / "data" / "agency.yaml"
    agency.write_text(agency.read_text(encoding="utf-8").replace("place:", "palce:"), encoding="utf-8")
    run = copy.run("build", "letter")
    assert run.code == 3
    assert "palce" in run.out + run.err
    agency.write_text(agency.read_text(encoding="utf-8").replace("palce:", "place:"), encoding="utf-8")
    assert f"→ {copy.root / 'outputs'}" in copy.run("build", "letter").out


def test_a_number_begins_from_1(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    for words in (("number", "00"), ("build", "letter", "--number", "0")):
        run = project.run(*words, "--format", "json")
        assert (run.code, run.codes()) == (2, ["usage-number"])


def test_words_that_are_no_text_are_told_like_any_others(tmp_path: Path) -> None:
    """A byte that is no UTF-8, as a terminal of another encoding sends it."""
    project = new_project(tmp_path)
    for option, code in (("--number", "usage-number"), ("--date", "usage-date")):
        run = project.run("build", "letter", option, "1\udcff", "--format", "json")
        assert (run.code, run.codes()) == (2, [code])


@pytest.mark.full("long runs")
@pytest.mark.parametrize("folder", no_op.WORK_FOLDERS)
def test_a_killed_build_is_cleaned_up_even_where_there_is_nothing_to_do(folder: str, tmp_path: Path) -> None:
    project = new_project(tmp_path)
    time.sleep(0.05)
    assert project.run("build", "letter").code == 0
    left = project.root / folder
    left.mkdir()
    (left / "holder").write_text("1")
    if folder != no_op.WORK_FOLDERS[0]:  # used where the project's folder is another file system or not writable
        assert no_op._interrupted(str(project.root))
        return
    assert project.run("build", "letter").code == 0
    assert not left.exists()
    assert not no_op._interrupted(str(project.root))


def test_what_is_owing_depends_on_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the day of the office, which begins at 17:00 UTC, and only where something came back."""
    found = []
    for moment in (1_789_000_000, 1_789_000_000 + 86_400):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        found.append(no_op.day_of_returns(str(tmp_path)))
    (tmp_path / "office.db").touch()
    for moment in (1_789_059_599, 1_789_059_600):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        found.append(no_op.day_of_returns(str(tmp_path)))
    assert found == ["", "", "2026-09-10", "2026-09-11"]
