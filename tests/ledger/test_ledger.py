"""Where the database is: under its name, or under its old one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from congvan.ledger.database import exists, location
from congvan.ledger.store import Store
from congvan.problems import ProblemsFound
from tests.ledger.old import old_database, rows
from tests.sample_project import new_project


def test_a_new_office_has_office_db_and_an_old_one_goes_on_with_returns_db(tmp_path: Path) -> None:
    assert (location(tmp_path, None).database, exists(tmp_path, None)) == (f"{tmp_path}/office.db", False)
    (tmp_path / "returns.db").touch()
    assert (location(tmp_path, None).database, exists(tmp_path, None)) == (f"{tmp_path}/returns.db", True)
    assert str(location(tmp_path, "postgresql://a/b")) == "postgresql+psycopg://a/b"
    assert exists(tmp_path, "postgresql://a/b")


def test_the_database_is_beside_data_whatever_the_folder_is_called(tmp_path: Path) -> None:
    """`%20`, `?` and `#` mean something in a URL: the database was looked for in another folder."""
    root = tmp_path / "Sở 100%20 a?b=c #1 d'or"
    root.mkdir()
    with Store.open(location(root, None)):
        assert [each.name for each in root.iterdir()] == ["office.db"]
    assert [each.name for each in tmp_path.iterdir()] == [root.name]


def test_both_names_of_one_file_are_one_database(tmp_path: Path) -> None:
    (tmp_path / "returns.db").touch()
    os.symlink("returns.db", tmp_path / "office.db")
    assert location(tmp_path, None).database == f"{tmp_path}/office.db"


def test_two_databases_are_an_error_for_all_but_who_names_one(tmp_path: Path) -> None:
    project = new_project(tmp_path, cold=True)
    for name in ("office.db", "returns.db"):
        old_database(tmp_path / name)
    with pytest.raises(ProblemsFound):
        exists(tmp_path, None)
    for words in (["status"], ["build", "letter"], ["backup"]):
        run = project.run(*words, "--format", "json")
        assert (run.code, run.codes()) == (4, ["database-two"])
    assert project.run("status", "--database", f"sqlite:///{tmp_path}/returns.db", "-q").code == 0


@pytest.mark.full("long runs")
def test_a_build_sees_what_came_back_under_either_name(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    assert project.run("-q", "--only", "xlsx").code == 0
    lists = tmp_path / "outputs/bluezone-2020/returns"
    assert not lists.exists()
    before = rows(old_database(tmp_path / "returns.db"))
    assert project.run("-q", "--only", "xlsx").code == 0, "and the no-op does not say that nothing has changed"
    assert any(lists.iterdir())
    assert rows(tmp_path / "returns.db") == before
    assert not (tmp_path / "office.db").exists()


def test_a_url_that_is_none_and_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_bytes(b"no database at all, but long enough to look like one" * 40)
    for wrong in ("nonsense", "mysql://x/y", f"sqlite:///{tmp_path / 'r.db'}", "postgresql://test@127.0.0.1:1/none"):
        with pytest.raises(ProblemsFound) as stopped:
            Store.open(wrong)
        assert stopped.value.problems[0].code in ("database-url", "database")


def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path / 'r.db'}").__exit__()
    assert (tmp_path / "r.db").stat().st_mode & 0o077 == 0
