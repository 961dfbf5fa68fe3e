"""`verify`: outputs/ and the office's database; what it says of outputs is tested with the publisher."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from congvan.core.job import Progress
from congvan.core.problems import Exit
from congvan.pipeline.verify import VerifyRequest, verify
from congvan.returns.ledger.backup import BackupRequest, backup
from congvan.returns.ledger.store import Event, Store


def test_a_damaged_event_is_an_error_of_verify_and_of_backup(tmp_path: Path) -> None:
    def found() -> list[str]:
        problems = verify(VerifyRequest(tmp_path / "outputs"), Progress()).problems
        return [problem.code for problem in problems if problem.code != "output-missing"]

    assert found() == []
    with Store.open(f"sqlite:///{tmp_path / 'office.db'}") as store, store.change() as change:
        change.add(Event("told", "ab", {"so": 1}, "bao-cao"))
    assert found() == []
    assert backup(BackupRequest(tmp_path, file=tmp_path / "sound.db")).exit_code == Exit.OK
    with closing(sqlite3.connect(tmp_path / "office.db")) as connection, connection:
        connection.execute("UPDATE event SET body = '{\"so\": 2}'")
    assert found() == ["database-damaged"]
    outcome = backup(BackupRequest(tmp_path, file=tmp_path / "damaged.db"))
    assert (outcome.exit_code, [problem.code for problem in outcome.problems]) == (Exit.CANNOT, ["database-damaged"])
    assert not (tmp_path / "damaged.db").exists()
