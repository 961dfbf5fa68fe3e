"""The project is found from anywhere within it, and speaks its own language."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from congvan.core.bootstrap.root import kept_folder, project_root, stated_language
from tests.sample_project import HOME


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("data/lists", "templates"):
        (tmp_path / "du án" / name).mkdir(parents=True)
    (tmp_path / "du án/data/agency.yaml").write_text("name: Sở Mẫu\n", "utf-8")
    return tmp_path / "du án"


@pytest.mark.parametrize("below", ["", "data", "data/lists", "templates", "outputs/x/letter"])
def test_a_project_is_found_from_its_subfolders(project: Path, below: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / below).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(project / below)
    assert project_root(None) == str(project)


def test_what_is_kept_is_for_its_owner_alone(project: Path) -> None:
    before = os.umask(0)
    try:
        made = Path(kept_folder(project, "uploads", "a"))
    finally:
        os.umask(before)
    assert made == project / ".congvan/uploads/a"
    assert {stat.S_IMODE(each.stat().st_mode) for each in (made, *made.parents[:2])} == {0o700}
    assert (project / ".congvan/.gitignore").read_text() == "*\n"
    made.chmod(0o750)
    assert kept_folder(str(project), "uploads", "a") == str(made)
    assert stat.S_IMODE(made.stat().st_mode) == 0o750, "as its owner wants it"


def test_the_given_folder_is_taken_as_it_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "data")
    assert project_root("..") == str(project)
    assert project_root("lists") == str(project / "data/lists")


def test_outside_of_any_project_the_checkout_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()  # a folder of this name alone is no project
    monkeypatch.chdir(tmp_path / "data")
    assert project_root(None) == str(HOME)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("name: Sở Mẫu\nlanguage: vi   # tiếng Việt\n", "vi"),
        ("language: 'en'\r\n", "en"),
        ("\ufefflanguage: vi\n", "vi"),
        ("name: Sở Mẫu\n", ""),
        ("# language: vi\nlater:\n  language: vi\n", ""),
    ],
)
def test_the_language_is_read_without_a_parser(project: Path, text: str, language: str) -> None:
    (project / "data/agency.yaml").write_text(text, "utf-8", newline="")
    assert stated_language(str(project)) == language


def test_what_is_no_file_states_no_language(project: Path) -> None:
    (project / "data/agency.yaml").unlink()
    assert stated_language(str(project)) == ""
    os.mkfifo(project / "data/agency.yaml")
    assert stated_language(str(project)) == ""
