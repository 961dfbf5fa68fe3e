"""What came back is kept: in SQLite and in PostgreSQL alike, wholly or not at all, whenever the process is killed."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from congvan.core.problems import EnvironmentFault
from congvan.returns.inboxes import ArrivalDetails, collect
from congvan.returns.ledger.store import KINDS, Event, Store, damaged_events
from congvan.returns.records.fold import fold
from tests import warm
from tests.returns.filling import blank, dataset, fill, people
from tests.sample_project import HOME, new_project
from tests.tracing import strace

FULL = os.environ.get("CONGVAN_FULL") == "1"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'r.db'}"
    found: str = request.getfixturevalue("postgresql")
    with Store.open(found) as store, store._engine.begin() as connection:
        for table in ("event", "file"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    return found


def test_events_and_files_come_back_as_they_went_in(url: str) -> None:
    event = Event(
        "refused", "ab", {"rows": ["Đ", {"x": [1, True]}]}, "bluezone-2020", "2020-08-20T15:30+07:00", "văn thư"
    )
    with Store.open(url) as store:
        with store.change() as change:
            change.add(event)
            change.keep("ab", "a.xlsx", "xlsx", b"\0\xff")
            change.keep("ab", "b.xlsx", "xlsx", b"other")
        (found,) = store.events()
        assert (found.kind, found.body, found.received, found.who) == (
            event.kind,
            event.body,
            event.received,
            event.who,
        )
        assert store.file("ab") == b"\0\xff"
        assert store.file("cd") is None


def test_a_change_that_fails_leaves_nothing(url: str) -> None:
    with Store.open(url) as store:
        with pytest.raises(TypeError), store.change() as change:
            [change.add(Event("refused", "ab", body)) for body in ({}, {"what": object()})]
        assert store.events() == []


def test_collecting_is_the_same_in_both(url: str, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.xlsx").write_bytes(fill(blank("viettel-lang-son", "cao-loc"), people(1, 3)))
    (inbox / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    with Store.open(url) as store:
        for _time in range(2):
            collect(dataset(), [inbox], store, ArrivalDetails("2020-08-20", "test", 7))
        events = [(e.number, e.kind, e.received) for e in store.events()]
        state = fold(store.events())
    assert [kind for _number, kind, _received in events] == ["answer", "register", "evidence", "register"]
    assert [number for number, _kind, _received in events] == [1, 2, 3, 4]
    assert len(next(iter(state.answers.values())).good()) == 3


WORDS = ("collect", "inbox", "--who", "x", "-q")


def _traced(root: Path, *options: str) -> int:
    return strace(*options, sys.executable, str(HOME / "build.py"), *WORDS, "--root", str(root)).returncode


@pytest.mark.full("long runs")
@pytest.mark.usefixtures("_strace")
def test_kill_at_the_nth_write(tmp_path: Path) -> None:
    """SIGKILL at the n-th pwrite64, fdatasync and unlink; run again: the same state as one that was not killed."""
    project = new_project(tmp_path)
    (tmp_path / "inbox").mkdir()
    for number, district in enumerate(("cao-loc", "binh-gia", "van-lang")):
        name = tmp_path / "inbox" / f"{number}.xlsx"
        name.write_bytes(fill(blank("viettel-lang-son", district), people(number, 3)))
    database = tmp_path / "office.db"
    assert _traced(project.root, "-o", str(tmp_path / "log"), "-e", "trace=pwrite64") in (0, 1)
    with Store.open(f"sqlite:///{database}") as store:
        wanted = [(e.number, e.kind, e.subject, e.body) for e in store.events()]
    assert len(wanted) == 3
    total = (tmp_path / "log").read_text().count("pwrite64(")
    killed = 0
    points = [("pwrite64", n) for n in sorted({1, 2, total // 3, total // 2, total - 2, total - 1, total})]
    points += [("fdatasync", 1), ("fdatasync", 2), ("unlink", 1)]
    points = points if FULL else points[::2]  # `make test-full` tries them all
    for call, number in points:
        for old in tmp_path.glob("office.db*"):
            old.unlink()
        inject = f"inject={call}:signal=SIGKILL:when={number}"
        killed += _traced(project.root, "-o", "/dev/null", "-e", f"trace={call}", "-e", inject) not in (0, 1)
        assert project.run(*WORDS).code in (0, 1)
        with Store.open(f"sqlite:///{database}") as store:
            assert [(e.number, e.kind, e.subject, e.body) for e in store.events()] == wanted
            assert all(store.file(subject) for _number, _kind, subject, _body in wanted)
    assert killed >= len(points) // 2


def test_two_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.xlsx").write_bytes(fill(blank("viettel-lang-son", "cao-loc"), people(1, 3)))
    command = ["collect", "inbox", "--root", str(project.root), "-q"]
    runs = warm.at_once([command] * 3, tmp_path, {**os.environ})
    assert [code for code, _out, _err in runs] == [0, 0, 0], runs
    with Store.open(f"sqlite:///{tmp_path / 'office.db'}") as store:
        assert len(store.events()) == 1


def test_events_of_kinds_to_come_are_not_passed_over(url: str) -> None:
    """A newer version may have corrected or withdrawn by them what this one would count."""
    with Store.open(url) as store:
        with store.change() as change:
            change.add(Event("told", "ab", {}))
            with pytest.raises(ValueError, match="forgotten"):
                change.add(Event("forgotten", "ab", {}))
        with store._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE event SET kind = 'forgotten'")
        with pytest.raises(EnvironmentFault) as stopped:
            store.events()
    (problem,) = stopped.value.problems
    assert (problem.code, problem.message.values["kinds"]) == ("database-events", "forgotten")


def test_a_column_of_another_type_is_damage(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
        with store.change() as change:
            change.add(Event("told", "ab", {}))
        with store._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE event SET received = x'00ff'")
        with pytest.raises(EnvironmentFault) as stopped:
            store.events()
    assert [problem.code for problem in stopped.value.problems] == ["database"]


CHANGES = [f"{name} = {name} || 'x'" for name in ("kind", "subject", "dispatch", "received", "who")]
CHANGES += ["number = 7", "body = replace(body, '1', '2')", "chain = replace(chain, substr(chain, 1, 1), 'x')"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_value_that_was_changed_in_the_database_is_found(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvan.returns.ledger.store.KINDS", KINDS | {"toldx"})
    with Store.open(f"sqlite:///{tmp_path / 'office.db'}") as store:
        for subject in ("a", "b", "c"):
            with store.change() as added:
                added.add(Event("told", subject, {"so": 1}))
        assert [event.sound for event in store.events()] == [True] * 3
        with store._engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE event SET {change} WHERE number = 3")
        assert [event.sound for event in store.events()] == [True, True, False]
    (problem,) = damaged_events(tmp_path)
    assert (problem.code, problem.place.file) == ("database-damaged", str(tmp_path / "office.db"))


@pytest.mark.parametrize("number", [1, 2])
def test_an_event_that_was_left_out_is_found(number: int, tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'office.db'}") as store:
        with store.change() as added:
            for subject in ("a", "b", "c"):
                added.add(Event("told", subject, {}))
        with store._engine.begin() as connection:
            connection.exec_driver_sql(f"DELETE FROM event WHERE number = {number}")
        assert [event.sound for event in store.events()] == [number == 2, number == 1]


def test_each_bit_that_turns_in_the_body_of_an_event_is_told(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'office.db'}") as store:
        for number in range(9):
            with store.change() as added:
                added.add(Event("told", f"s{number}", {"form": "tuan", "ten": "Nguyễn Văn Mẫu", "luot": 100 + number}))
    path = tmp_path / "office.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = path.read_bytes()
    bodies = [(found.start(), found.end()) for found in re.finditer(rb'\{"form".*?\}', kept)]
    chance, silent = random.Random(1), []
    for _round in range(70):
        first, end = chance.choice(bodies)
        place, bit = chance.randrange(first, end), chance.randrange(8)
        path.write_bytes(kept[:place] + bytes([kept[place] ^ 1 << bit]) + kept[place + 1 :])
        try:
            told = [*damaged_events(tmp_path)]
        except EnvironmentFault as fault:
            told = [*fault.problems]
        if not told:
            silent.append((place, bit))
    assert len(bodies) == 9
    assert silent == []
