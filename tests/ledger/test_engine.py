"""Which databases are opened, and for whom."""

from __future__ import annotations

import os
import pwd
import sqlite3
from pathlib import Path

import pytest

from congvan.ledger.engine import LONGEST_PATH, database_error
from congvan.ledger.store import Store
from congvan.messages import Message
from congvan.problems import ProblemsFound


def test_a_url_that_is_none_and_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_bytes(b"no database at all, but long enough to look like one" * 40)
    for wrong in ("nonsense", "mysql://x/y", f"sqlite:///{tmp_path / 'r.db'}", "postgresql://test@127.0.0.1:1/none"):
        with pytest.raises(ProblemsFound) as stopped:
            Store.open(wrong)
        assert stopped.value.problems[0].code in ("database-url", "database")


def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path / 'r.db'}").__exit__()
    assert (tmp_path / "r.db").stat().st_mode & 0o077 == 0


def test_a_path_that_sqlite_cannot_open_is_told(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["x" * 100] * 5)
    folder.mkdir(parents=True)
    with pytest.raises(ProblemsFound) as stopped:
        Store.open(f"sqlite:///{folder / 'office.db'}")
    assert [(p.code, p.message.values) for p in stopped.value.problems] == [("database-path", {"limit": LONGEST_PATH})]
    assert list(folder.iterdir()) == []


def test_a_database_of_a_colleague_is_told_with_owner_and_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As another account sees it; root, which the tests may run as, is stopped by no permission."""
    file = tmp_path / "office.db"
    Store.open(f"sqlite:///{file}").__exit__()
    error = sqlite3.OperationalError("unable to open database file")
    owner = pwd.getpwuid(file.stat().st_uid).pw_name
    for readable, which in ((False, "read"), (True, "write")):
        monkeypatch.setattr(os, "access", lambda path, mode: readable and not mode & os.W_OK)  # noqa: B023
        (problem,) = database_error(error, file).problems
        assert problem.message == Message(f"database-closed.{which}", owner=owner, mode="0600")
        assert problem.place.file == str(file)
    monkeypatch.undo()
    assert [problem.code for problem in database_error(error, file).problems] == ["database"]


def test_a_database_on_a_disk_without_permissions_is_told(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    for mode, codes in ((0o600, []), (0o660, []), (0o777, ["database-open-to-all"])):
        with Store.open(f"sqlite:///{file}") as store:
            file.chmod(mode)
            assert [problem.code for problem in store.warnings()] == codes
