"""From version to version every row stays, whatever happens; what this program does not know is not touched."""

from __future__ import annotations

import itertools
import os
import pwd
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from congvan.core.messages import Message
from congvan.core.problems import Exit, ProblemsFound
from congvan.returns.ledger import database
from congvan.returns.ledger.database import LONGEST_PATH, database_error
from congvan.returns.ledger.store import Event, Store
from congvan.returns.records.fold import fold
from tests import warm
from tests.returns.ledger.old import DUMP, TO_COME, dump, next_version, old_database, rows, version
from tests.sample_project import HOME, new_project
from tests.tracing import strace

FULL = os.environ.get("CONGVAN_FULL") == "1"


def open_(file: Path) -> list[Event]:
    with Store.open(f"sqlite:///{file}") as store:
        return store.events()


def test_a_new_database_has_the_version_and_the_tables_of_this_program(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from congvan.returns.ledger.database import connect, parse, reading
    from congvan.returns.ledger.tables import METADATA

    assert open_(tmp_path / "r.db") == []
    assert version(tmp_path / "r.db") == f"{database.VERSION:04}"
    engine = connect(parse(f"sqlite:///{tmp_path / 'r.db'}"))
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": database.TABLE})
        assert compare_metadata(context, METADATA) == [], "tables.py and the migrations differ"
    engine.dispose()
    assert [path.name for path in tmp_path.iterdir()] == ["r.db"]


def test_the_version_is_that_of_the_last_migration() -> None:
    files = sorted((database.MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert [int(file.name[:4]) for file in files] == list(range(1, database.VERSION + 1))


def test_a_database_of_before_is_upgraded_with_all_its_rows(tmp_path: Path) -> None:
    file = old_database(tmp_path / "office.db")
    before, said = rows(file), dump(file)
    events = open_(file)
    assert version(file) == f"{database.VERSION:04}"
    assert rows(file) == before
    assert all(event.sound for event in events)
    (answer,) = fold(events).answers.values()
    assert (len(answer.good()), answer.received, answer.who) == (2, "2020-08-20T15:30+07:00", "văn thư")
    (kept,) = tmp_path.glob("office.db.bak-*")
    assert dump(kept) == said
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert open_(file) == events
    assert len(list(tmp_path.iterdir())) == 2, "upgraded once"


def test_rows_added_later_follow(tmp_path: Path) -> None:
    file = old_database(tmp_path / "office.db")
    with Store.open(f"sqlite:///{file}") as store, store.change() as change:
        change.add(Event("refused", "ab", {}))
    assert [event.number for event in open_(file)] == [1, 2, 3, 4, 5, 6]


OF_0_2_0 = [("report", "{}"), ("answer", '{"rows": []}'), ("evidence", '{"file": "a.jpg"}')]


@pytest.mark.parametrize(("kind", "body"), OF_0_2_0)
@pytest.mark.parametrize("upgraded", [True, False], ids=["upgraded since", "as it was"])
def test_events_of_0_2_0_are_refused_and_nothing_is_changed(
    kind: str, body: str, upgraded: bool, tmp_path: Path
) -> None:
    file = old_database(tmp_path / "office.db")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO event VALUES (6, ?, 'ab', 'a', '', '', ?)", [kind, body])
    if upgraded:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "is_old", lambda _kind, _body: False)
            Store.open(f"sqlite:///{file}")._engine.dispose()
    before, files = file.read_bytes(), sorted(tmp_path.iterdir())
    with pytest.raises(ProblemsFound) as stopped:
        open_(file)
    (problem,) = stopped.value.problems
    assert (problem.code, problem.place.file, stopped.value.exit_code) == ("data-old", str(file), Exit.CANNOT)
    assert "0.2.0" in problem.text
    assert (file.read_bytes(), sorted(tmp_path.iterdir())) == (before, files)


def test_the_step_to_a_version_to_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = old_database(tmp_path / "office.db")
    open_(file)
    next_version(tmp_path, monkeypatch)
    open_(file)
    assert version(file) == f"{TO_COME:04}"
    assert rows(file, "note, who")[:2] == [("was evidence", "changed"), ("was register", "changed")]
    assert sorted(map(version, tmp_path.glob("office.db.bak-*")), key=str) == [f"{TO_COME - 1:04}", None]


FAULTS = {"a mistake": "raise KeyError('x')", "SQL": "op.execute('SELECT nothing FROM nowhere')"}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("first", [True, False], ids=["of before", "version 1"])
def test_a_step_that_fails_leaves_all_as_it_was(
    fault: str, first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = old_database(tmp_path / "data.db")
    if not first:
        open_(file)
    before, files = file.read_bytes(), sorted(tmp_path.iterdir())
    next_version(tmp_path, monkeypatch, fault)
    with pytest.raises(ProblemsFound) as stopped:
        open_(file)
    assert stopped.value.exit_code == Exit.CANNOT
    assert file.read_bytes() == before
    assert sorted(path for path in tmp_path.iterdir() if path.name != "migrations") == files, "no copy is left"


CODE = """
import sys
from pathlib import Path
from congvan.returns.ledger import database
from congvan.returns.ledger.store import Store
sys.dont_write_bytecode = True
database.VERSION, database.MIGRATIONS = int(sys.argv[3]), Path(sys.argv[1])
with Store.open("sqlite:///" + sys.argv[2]) as store:
    print(len(store.events()))
"""


def processes(tmp_path: Path, file: Path, number: int) -> list[tuple[int, str]]:
    """Exit code and standard output of so many that open it at once."""
    runs = warm.at_once(
        [["-c", CODE, str(tmp_path / "migrations"), str(file), str(TO_COME)]] * number, HOME, {**os.environ}
    )
    return [(code, out) for code, out, _err in runs]


def test_a_process_killed_in_the_middle_of_a_step_leaves_all_as_it_was(tmp_path: Path) -> None:
    file = old_database(tmp_path / "data.db")
    before = rows(file)
    with pytest.MonkeyPatch.context() as patch:
        next_version(tmp_path, patch, "os.kill(os.getpid(), signal.SIGKILL)")
    assert processes(tmp_path, file, 1) == [(-9, "")]
    assert version(file) is None
    assert rows(file) == before
    open_(file)
    assert rows(file) == before


def test_two_at_once_upgrade_it_once(tmp_path: Path) -> None:
    file = old_database(tmp_path / "data.db")
    with pytest.MonkeyPatch.context() as patch:
        next_version(tmp_path, patch, "import time; time.sleep(0.5)")
    assert processes(tmp_path, file, 3) == [(0, "5\n")] * 3
    assert version(file) == f"{TO_COME:04}"
    assert len(list(tmp_path.glob("data.db.bak-*"))) == 1


def test_two_at_once_make_it_once(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        next_version(tmp_path, patch, "import time; time.sleep(0.5)")
    assert processes(tmp_path, tmp_path / "data.db", 3) == [(0, "0\n")] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.db", "migrations"]


def newer(file: Path) -> None:
    open_(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE {database.TABLE} SET version_num = '{database.VERSION + 1:04}'")


def of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE bookmarks (url)")


def with_other_columns(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE event (id, what)")


def without_its_version(file: Path) -> None:
    open_(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"DELETE FROM {database.TABLE}")


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def no_database(file: Path) -> None:
    file.write_bytes(b"no database at all, but long enough to look like one" * 40)


REFUSED = {
    newer: "database-newer",
    without_its_version: "database-newer",
    of_another_program: "database-foreign",
    with_other_columns: "database-foreign",
    emptied: "database-empty",
    no_database: "database",
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_is_not_understood_is_refused_and_not_touched(make: Callable[[Path], None], tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    make(file)
    before = file.read_bytes(), file.stat().st_mtime_ns, os.listdir(tmp_path)
    with pytest.raises(ProblemsFound) as stopped:
        open_(file)
    (problem,) = stopped.value.problems
    assert problem.code == REFUSED[make]
    assert problem.hint
    assert problem.place.file == str(file)
    assert stopped.value.exit_code == Exit.CANNOT
    assert (file.read_bytes(), file.stat().st_mtime_ns, os.listdir(tmp_path)) == before


def test_a_command_tells_it_and_the_exit_code_is_4(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    newer(tmp_path / "office.db")
    for words in (["status"], ["build", "letter"], ["collect", str(tmp_path)], ["backup"]):
        run = project.run(*words, "--format", "json")
        assert (run.code, run.codes()) == (4, ["database-newer"])


def as_nobody(act: Callable[[], bool]) -> bool:
    """What a function says that is called without root's power to write everywhere."""
    if os.getuid():
        return act()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        os._exit(0 if act() else 1)
    return os.waitpid(child, 0)[1] == 0


def test_what_may_not_be_written(tmp_path: Path) -> None:
    """A database of this version is read; one of before is refused and stays as it was."""
    open_(old_database(tmp_path / "warm.db"))  # imports all that nobody may not read
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = old_database(folder / "old.db"), old_database(folder / "new.db")
        open_(new)
        before = old.read_bytes(), new.read_bytes(), sorted(os.listdir(folder))
        old.chmod(0o444)
        new.chmod(0o444)
        folder.chmod(0o555)

        def refused() -> bool:
            try:
                open_(old)
            except ProblemsFound as stop:
                return stop.exit_code == Exit.CANNOT and stop.problems[0].place.file == str(old)
            return False

        assert as_nobody(refused)
        assert as_nobody(lambda: len(open_(new)) == 5)
        folder.chmod(0o755)
        assert (old.read_bytes(), new.read_bytes(), sorted(os.listdir(folder))) == before


@pytest.mark.full("long runs")
@pytest.mark.usefixtures("_strace")
def test_faults_of_the_disk_and_kills_while_it_is_upgraded(tmp_path: Path) -> None:
    """SIGKILL, a full disk and a broken one at the n-th write, sync, open and unlink of the file or its copy."""
    file, log = tmp_path / "office.db", tmp_path / "log"
    before = rows(old_database(file))
    calls = ("pwrite64", "fdatasync", "fsync", "unlink", "openat")
    words = [sys.executable, "-c", OPEN, str(HOME), str(file)]
    strace("-y", "-o", str(log), "-e", f"trace={','.join(calls)}", *words)
    points: dict[str, list[int]] = {call: [] for call in calls}
    seen = dict.fromkeys(calls, 0)
    for line in log.read_text("utf-8", "replace").splitlines():
        call = line.split(None, 1)[1].partition("(")[0]
        if call in seen:
            seen[call] += 1
            points[call] += [seen[call]] if f"{tmp_path}/office.db" in line else []
    assert points["pwrite64"]
    assert points["fdatasync"]
    hits, faults = 0, itertools.cycle(("signal=SIGKILL", "error=ENOSPC", "error=EIO"))
    for call, numbers in points.items():
        ends = 2 if FULL else 1
        for number in sorted({*numbers[:ends], *numbers[len(numbers) // 2 :][:1], *numbers[-ends:]}):
            for path in tmp_path.glob("office.db*"):
                path.unlink()
            old_database(file)
            inject = f"inject={call}:{next(faults)}:when={number}"
            run = strace("-o", "/dev/null", "-e", f"trace={call}", "-e", inject, *words)
            assert "Traceback" not in run.stderr, run.stderr
            hits += "upgraded" not in run.stdout
            open_(file)
            assert rows(file) == before
            assert version(file) == f"{database.VERSION:04}"
    assert hits > (5 if FULL else 3)


OPEN = """
import sys
sys.path.insert(0, sys.argv[1])
from congvan.returns.ledger.store import Store
from congvan.core.problems import ProblemsFound
try:
    Store.open("sqlite:///" + sys.argv[2])
    print("upgraded")
except ProblemsFound as stop:
    print(stop)
"""


def test_a_server_is_upgraded_too(postgresql: str) -> None:
    import sqlalchemy

    from congvan.returns.ledger.database import connect, parse

    engine = connect(parse(postgresql))
    with engine.begin() as connection:
        for table in ("event", "file", database.TABLE, "of_another_program"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        connection.exec_driver_sql("CREATE TABLE of_another_program (x integer)")
        for statement in DUMP.replace("BLOB", "BYTEA").split(";\n"):
            if statement.startswith("CREATE") or 'INTO "event"' in statement:
                connection.execute(sqlalchemy.text(statement.replace(":", "\\:")))
    runs = warm.at_once([["-c", SERVER, postgresql]] * 2, HOME, {**os.environ})
    assert [code for code, _out, _err in runs] == [0, 0], runs
    with Store.open(postgresql) as store:
        assert [event.kind for event in store.events()] == ["evidence", "register", "answer", "register", "refused"]
    with engine.begin() as connection:
        version = connection.exec_driver_sql(f"SELECT version_num FROM {database.TABLE}").scalars().all()
        assert version == [f"{database.VERSION:04}"]
        connection.exec_driver_sql(f"UPDATE {database.TABLE} SET version_num = '0099'")
    with pytest.raises(ProblemsFound, match="schema version 0099"):
        Store.open(postgresql)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {database.TABLE} SET version_num = '{database.VERSION:04}'")
        connection.exec_driver_sql("DROP TABLE of_another_program")
    engine.dispose()


SERVER = """
import sys
from congvan.returns.ledger.store import Store
Store.open(sys.argv[1])
"""


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
        monkeypatch.setattr(os, "access", lambda path, mode: readable and not mode & os.W_OK)  # noqa: B023 - used at once
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


@pytest.mark.parametrize(
    "make",
    [
        Path.mkdir,
        lambda file: file.symlink_to(file.name),
        lambda file: file.symlink_to("/nowhere/office.db"),
        os.mkfifo,
    ],
    ids=["folder", "loop", "link to a disk that is gone", "pipe"],
)
def test_what_is_no_file_does_not_pass_for_no_database(make: Callable[[Path], None], tmp_path: Path) -> None:
    """Else a build would say that nothing has come back, and delete the lists."""
    make(tmp_path / "office.db")
    with pytest.raises(ProblemsFound) as stop:
        database.exists(tmp_path, None)
    (problem,) = stop.value.problems
    assert (problem.message.id, problem.place.file) == ("database-no-file", str(tmp_path / "office.db"))
    assert problem.hint


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.db").symlink_to("a.db")
    with pytest.raises(ProblemsFound, match="database"):
        open_(tmp_path / "a.db")
