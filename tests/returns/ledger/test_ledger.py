"""Where the database is, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.core.problems import ProblemsFound
from congvan.returns.ledger.database import exists, location
from congvan.returns.ledger.store import Store
from tests.returns.ledger.old import old_database, rows
from tests.sample_project import new_project


def test_the_database_of_an_office_is_office_db(tmp_path: Path) -> None:
    assert (location(tmp_path, None).database, exists(tmp_path, None)) == (f"{tmp_path}/office.db", False)
    (tmp_path / "office.db").touch()
    assert exists(tmp_path, None)
    assert str(location(tmp_path, "postgresql://a/b")) == "postgresql+psycopg://a/b"
    assert exists(tmp_path, "postgresql://a/b")


def test_the_database_is_beside_data_whatever_the_folder_is_called(tmp_path: Path) -> None:
    """`%20`, `?` and `#` mean something in a URL: the database was looked for in another folder."""
    root = tmp_path / "Sở 100%20 a?b=c #1 d'or"
    root.mkdir()
    with Store.open(location(root, None)):
        assert [each.name for each in root.iterdir()] == ["office.db"]
    assert [each.name for each in tmp_path.iterdir()] == [root.name]


@pytest.mark.full("long runs")
def test_a_build_sees_what_came_back(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    assert project.run("-q", "--only", "xlsx").code == 0
    lists = tmp_path / "outputs/bluezone-2020/returns"
    assert not lists.exists()
    before = rows(old_database(tmp_path / "office.db"))
    assert project.run("-q", "--only", "xlsx").code == 0, "and the no-op does not say that nothing has changed"
    assert any(lists.iterdir())
    assert rows(tmp_path / "office.db") == before


def test_a_url_that_is_none_and_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_bytes(b"no database at all, but long enough to look like one" * 40)
    for wrong in ("nonsense", "mysql://x/y", f"sqlite:///{tmp_path / 'r.db'}", "postgresql://test@127.0.0.1:1/none"):
        with pytest.raises(ProblemsFound) as stopped:
            Store.open(wrong)
        assert stopped.value.problems[0].code in ("database-url", "database")


def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path / 'r.db'}").__exit__()
    assert (tmp_path / "r.db").stat().st_mode & 0o077 == 0
