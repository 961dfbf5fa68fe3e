"""Backup and restore: what comes back is what was there, and nothing is lost on the way."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.job import Outcome
from congvan.core.problems import Exit, ProblemsFound
from congvan.returns.ledger import copies, database
from congvan.returns.ledger.backup import BackupRequest, RestoreRequest, backup, restore
from congvan.returns.ledger.store import Event, Store
from tests import warm
from tests.returns.ledger.old import dump, old_database, rows
from tests.returns.ledger.test_database import REFUSED, newer, no_database, of_another_program
from tests.sample_project import HOME, new_project

Plain = st.recursive(st.text(max_size=5) | st.booleans() | st.integers(-9, 9), lambda s: st.lists(s, max_size=3))
EVENTS = st.lists(
    st.builds(Event, st.sampled_from(["refused", "told"]), st.text(max_size=9), st.dictionaries(st.text(), Plain)),
    max_size=5,
)


def fill(root: Path, events: list[Event], files: list[bytes]) -> None:
    with Store.open(f"sqlite:///{root / 'office.db'}") as store, store.change() as change:
        for event in events:
            change.add(event)
        for data in files:
            change.keep(hashlib.sha256(data).hexdigest(), "a.pdf", "pdf", data)


def refusal(outcome: Outcome) -> tuple[str, int]:
    (problem,) = outcome.problems
    assert problem.hint or problem.code == "backup-nothing" or problem.code.startswith("restore-")
    return problem.code, outcome.exit_code


@settings(max_examples=8)
@given(EVENTS, EVENTS, st.lists(st.binary(max_size=20), max_size=3))
def test_restore_brings_back_what_backup_copied(first: list[Event], second: list[Event], files: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        fill(root, first, files)
        there = rows(root / "office.db")
        outcome = backup(BackupRequest(root, file=root / "b.db"))
        told = outcome.data["backup"]
        assert (told["events"], told["files"], told["version"]) == (len(first), len(set(files)), database.VERSION)
        assert rows(root / "b.db") == there
        fill(root, second, [b"later"])
        later = rows(root / "office.db")
        kept = restore(RestoreRequest(root, root / "b.db")).data["restore"]["kept"]
        assert rows(root / "office.db") == there
        assert rows(Path(kept)) == later
        restore(RestoreRequest(root, Path(kept)))
        assert rows(root / "office.db") == later
        assert {path.suffix for path in root.iterdir()} <= {".db"} | {p.suffix for p in root.glob("office.db.bak-*")}


@pytest.mark.full("long runs")
def test_the_commands(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    before = rows(old_database(tmp_path / "office.db"))
    run = project.run("backup", "--format", "json")
    made = Path(run.json["backup"]["file"])
    assert run.code == 0
    assert (made.parent, made.name[:7], made.suffix) == (tmp_path, "office-", ".db")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    (tmp_path / "stick").mkdir()
    assert project.run("backup", str(tmp_path / "stick")).code == 0
    assert [rows(path) for path in (tmp_path / "stick").iterdir()] == [before]
    assert project.run("backup", str(made)).code == 2
    assert project.run("backup", str(made), "--force").code == 0
    (tmp_path / "office.db").unlink()
    run = project.run("restore", str(made))
    assert run.code == 0
    assert "5 events, 2 files" in run.out
    assert rows(tmp_path / "office.db") == before
    assert project.run("status", "-q").code == 0


def test_what_backup_refuses(tmp_path: Path) -> None:
    assert refusal(backup(BackupRequest(tmp_path))) == ("backup-nothing", Exit.USAGE)
    fill(tmp_path, [], [])
    database = tmp_path / "office.db"
    for force in (True, False):
        assert refusal(backup(BackupRequest(tmp_path, file=database, force=force)))[0] == "backup-exists"
    assert refusal(backup(BackupRequest(tmp_path, file=tmp_path / "none/b.db"))) == ("database", Exit.CANNOT)
    for url in ("postgresql://me:secret@host/office", "postgres://me:secret@host/office"):
        (problem,) = backup(BackupRequest(tmp_path, url)).problems
        assert "pg_dump --format=custom --file=office.dump postgresql://me@host/office" in problem.hint
        (problem,) = restore(RestoreRequest(tmp_path, database, url)).problems
        assert "server" in problem.text
    assert [path.name for path in tmp_path.iterdir()] == ["office.db"]


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_restore_refuses_leaves_all_as_it_was(make: Callable[[Path], None], tmp_path: Path) -> None:
    fill(tmp_path, [Event("told", "ab", {})], [])
    (tmp_path / "b").mkdir()
    make(tmp_path / "b/b.db")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    (problem,) = restore(RestoreRequest(tmp_path, tmp_path / "b/b.db")).problems
    assert problem.code in ("database-newer", "database-foreign", "database-damaged")
    assert problem.place.file == str(tmp_path / "b/b.db")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert refusal(restore(RestoreRequest(tmp_path, tmp_path / "none")))[0] == "restore-missing"
    assert refusal(restore(RestoreRequest(tmp_path, tmp_path / "office.db")))[0] == "restore-itself"


def test_restore_asks_before_it_takes_the_database_of_another_project(tmp_path: Path) -> None:
    dispatches, other = tmp_path / "data/dispatches", tmp_path / "khac"
    dispatches.mkdir(parents=True)
    (dispatches / "bao-cao.yaml").touch()
    other.mkdir()
    fill(tmp_path, [Event("told", "ab", {}, "bao-cao")], [])
    fill(other, [Event("told", "ab", {}, "to-trinh"), Event("answer", "cd", {})], [])
    before = rows(tmp_path / "office.db")
    outcome = restore(RestoreRequest(tmp_path, other / "office.db"))
    assert refusal(outcome) == ("restore-foreign", Exit.USAGE)
    assert "to-trinh" in outcome.problems[0].text
    assert rows(tmp_path / "office.db") == before
    assert restore(RestoreRequest(tmp_path, other / "office.db", force=True)).exit_code == 0
    assert rows(tmp_path / "office.db") == rows(other / "office.db")
    (dispatches / "to-trinh.yaml").touch()
    (tmp_path / "office.db").unlink()
    assert restore(RestoreRequest(tmp_path, other / "office.db")).exit_code == 0


def scribble(file: Path, where: bytes, by: bytes) -> None:
    data = file.read_bytes()
    assert where in data
    file.write_bytes(data.replace(where, by, 1))


def test_a_backup_that_is_damaged_is_refused_and_lost_bytes_are_told(tmp_path: Path) -> None:
    fill(tmp_path, [Event("told", "ab", {"rows": "these"})], [b"the bytes of a scan"])
    backup(BackupRequest(tmp_path, file=tmp_path / "b.db"))
    whole = (tmp_path / "b.db").read_bytes()
    request = RestoreRequest(tmp_path, tmp_path / "b.db")
    scribble(tmp_path / "b.db", b'{"rows": "these"}', b'{"rows": "these"')
    assert refusal(restore(request)) == ("database-damaged", Exit.CANNOT)
    (tmp_path / "b.db").write_bytes(whole[: len(whole) // 2])
    assert refusal(restore(request)) == ("database-damaged", Exit.CANNOT)
    (tmp_path / "b.db").write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    assert refusal(restore(request)) == ("database-damaged", Exit.CANNOT)
    (tmp_path / "b.db").write_bytes(whole)
    scribble(tmp_path / "b.db", b"the bytes of a scan", b"the bytes of a sc\0n")
    assert [problem.code for problem in restore(request).problems] == ["file-changed"]


@pytest.mark.parametrize("make", [no_database, of_another_program, newer], ids=lambda make: make.__name__)
def test_whatever_stands_in_the_place_of_the_database_is_kept(make: Callable[[Path], None], tmp_path: Path) -> None:
    fill(tmp_path, [Event("told", "ab", {})], [])
    backup(BackupRequest(tmp_path, file=tmp_path / "b.db"))
    database = tmp_path / "office.db"
    database.unlink()
    make(database)
    content = Path.read_bytes if make is no_database else dump
    present = content(database)
    (tmp_path / "office.db-journal").write_bytes(b"of the file that is gone")
    kept = restore(RestoreRequest(tmp_path, tmp_path / "b.db")).data["restore"]["kept"]
    assert content(Path(kept)) == present
    assert not (tmp_path / "office.db-journal").exists()
    assert rows(database) == rows(tmp_path / "b.db")


def test_a_database_that_another_writes_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backup reads on beside a transaction; restore waits for it, and says who is busy."""
    fill(tmp_path, [Event("told", "ab", {})], [])
    monkeypatch.setattr(copies, "WAIT", 0.2)
    with Store.open(f"sqlite:///{tmp_path / 'office.db'}") as store, store.change() as change:
        change.add(Event("told", "cd", {}))
        backup(BackupRequest(tmp_path, file=tmp_path / "b.db"))
        assert refusal(restore(RestoreRequest(tmp_path, tmp_path / "b.db"))) == ("database-busy", Exit.BUSY)
    assert [row[2] for row in rows(tmp_path / "b.db")] == ["ab"]
    assert [row[2] for row in rows(tmp_path / "office.db")] == ["ab", "cd"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.db", "office.db"]


def test_who_had_the_database_open_does_not_write_where_nobody_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, [Event("told", "ab", {})], [])
    backup(BackupRequest(tmp_path, file=tmp_path / "b.db"))
    monkeypatch.setattr(database, "WAIT", 1)
    with Store.open(f"sqlite:///{tmp_path / 'office.db'}") as store:
        assert len(store.events()) == 1
        restore(RestoreRequest(tmp_path, tmp_path / "b.db"))
        with pytest.raises(ProblemsFound), store.change() as change:
            change.add(Event("told", "lost", {}))
    assert [row[2] for row in rows(tmp_path / "office.db")] == ["ab"]


CODE = """
import sys, os, signal
from pathlib import Path
from congvan.returns.ledger import backup, copies
at, count = int(sys.argv[3]), 0
def watched(act):
    def acting(*words):
        global count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        done = act(*words)
        return done
    return acting
steps = [(backup, "copy"), (backup, "_examine"), (backup, "new_file_beside"), (os, "replace"), (os, "fsync")]
for module, name in steps:
    setattr(module, name, watched(getattr(module, name)))
root, file = Path(sys.argv[1]), Path(sys.argv[2])
backup.restore(backup.RestoreRequest(root, file))
print("done")
"""


@pytest.mark.full("long runs")
def test_restore_killed_at_any_step_is_all_or_nothing(tmp_path: Path) -> None:
    fill(tmp_path, [Event("told", "new", {})], [])
    (tmp_path / "b").mkdir()
    file = old_database(tmp_path / "b/b.db")
    states = [rows(tmp_path / "office.db"), rows(file)]
    seen = set()
    for step in range(1, 20):
        code, out, err = warm.run(["-c", CODE, str(tmp_path), str(file), str(step)], HOME, {**os.environ})
        seen.add(states.index(rows(tmp_path / "office.db")))
        if "done" in out:
            break
        assert code == -9, err
    assert step > 4
    assert seen == {0, 1}


def test_a_full_disk_makes_no_backup(tmp_path: Path) -> None:
    """The limit of a file's size stands for it: SQLite tells the same error."""
    import resource
    import signal

    fill(tmp_path, [Event("told", "ab", {"x": "y" * 50_000})], [])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        assert refusal(backup(BackupRequest(tmp_path, file=tmp_path / "b.db"))) == ("database", Exit.CANNOT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert [path.name for path in tmp_path.iterdir()] == ["office.db"]


def test_a_database_in_wal_mode_becomes_one_file(tmp_path: Path) -> None:
    fill(tmp_path, [Event("told", "ab", {})], [b"x"])
    with closing(sqlite3.connect(tmp_path / "office.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("UPDATE file SET name = 'in the log'")
        connection.commit()
        backup(BackupRequest(tmp_path, file=tmp_path / "b.db"))
    assert rows(tmp_path / "b.db")[-1][1] == "in the log"
    restore(RestoreRequest(tmp_path, tmp_path / "b.db"))
    assert not list(tmp_path.glob("office.db-*"))
    assert rows(tmp_path / "office.db")[-1][1] == "in the log"
