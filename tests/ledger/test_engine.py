"""Which databases are opened, and for whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.ledger.store import Store
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
