"""The files of a project: all that a build will use are read, each once, and nothing else."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from congvan.core.problems import ProblemsFound
from congvan.model.project.assets import LARGEST, names, read, read_one, stamp

AGENCY = "data/agency.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = (AGENCY, "data/dispatches/a.yaml", "templates/a.docx")
    passed_over = (
        "data/.hidden",
        "data/.git/config",
        "data/schema/a.json",
        "templates/~$a.docx",
        "data/agency.yaml~",
        "templates/lu1.tmp",
    )
    for name in (*files, *passed_over, "outputs/a.docx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    return tmp_path


def test_what_a_build_uses_is_read_and_nothing_else(root: Path) -> None:
    assets = read(root)
    assert list(assets) == names(root) == [AGENCY, "data/dispatches/a.yaml", "templates/a.docx"]
    assert assets.under("templates/") == {"a.docx": b"templates/a.docx"}
    assert assets.digest(AGENCY) == hashlib.sha256(AGENCY.encode()).hexdigest()


def test_a_file_without_need_is_named_and_not_opened(root: Path) -> None:
    os.mkfifo(root / "data/dispatches/pipe.yaml")
    assets = read(root, ["a"])
    assert (list(assets), assets.unread) == ([AGENCY, "data/dispatches/a.yaml", "templates/a.docx"], ("pipe",))


def test_a_folder_without_data_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as stopped:
        read(tmp_path)
    assert [problem.code for problem in stopped.value.problems] == ["project-missing"]


def test_all_that_is_no_plain_file_of_the_project_is_told_at_once(root: Path) -> None:
    os.mkfifo(root / "data/pipe.yaml")
    (root / "data/link.yaml").symlink_to(__file__)
    (root / "data/inside.yaml").symlink_to(root / AGENCY)
    (root / "data/loop.yaml").symlink_to("loop.yaml")
    (root / "templates/nothing.docx").symlink_to(root / "nothing")
    with (root / "data/large.yaml").open("wb") as large:
        large.truncate(LARGEST + 1)
    with pytest.raises(ProblemsFound) as stopped:
        read(root)
    assert {problem.place.file: problem.code for problem in stopped.value.problems} == {
        "data/large.yaml": "file-refused",
        "data/link.yaml": "file-refused",
        "data/loop.yaml": "file-refused",
        "data/pipe.yaml": "file-refused",
        "templates/nothing.docx": "file-unreadable",
    }
    assert read_one(root, "data/inside.yaml") == AGENCY.encode()


def test_a_stamp_changes_with_the_file_and_is_none_of_one_that_was_just_written(root: Path) -> None:
    file = root / AGENCY
    assert stamp(root, "data/none.yaml") == []

    def stamp_after_writing() -> list[int]:
        file.write_bytes(file.read_bytes())
        return stamp(root, AGENCY)

    # Why more than once: on a busy machine the clock's tick may be over before the file is looked at.
    assert [] in (stamp_after_writing() for _ in range(100))
    time.sleep(0.03)
    before = stamp(root, AGENCY)
    assert before == stamp(root, AGENCY) != []
    file.write_text("another", "utf-8")
    time.sleep(0.03)
    assert stamp(root, AGENCY) not in ([], before)
