"""Every act of the table, killed or out of disk space at the changes that it makes: nothing that was saved is lost.

The acts run their examples one after the other on one project, each in a fork of this process; light ones through
`/api`. `make test` cuts off each tenth act if it changes data, templates or what came back: it kills it before its last
rename or COMMIT, and fills the disk at its first write. `make test-full` does so to all. CONGVAN_LONG=1 does both to
all, at every change, and does each again afterwards. A row that is added to the table is tried by itself.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from congvan.core.job import Progress
from congvan.core.problems import Exit
from congvan.web.act_requests import request_of
from congvan.web.acts import ACTS, BY_ID, ActRow, function_of, request_type
from congvan.web.runs.outcomes import faulty, shown
from tests.made_pdf import plain_pdf
from tests.returns import filling
from tests.sample_project import Project, new_project
from tests.web.client import Browser, settings_of
from tests.web.faults import DIED, RENAMES, Ending, forked

FULL, LONG = (os.environ.get(f"CONGVAN_{name}") == "1" for name in ("FULL", "LONG"))
ORDER = (
    *("build", "validate", "template-check", "template-names", "preview", "verify", "check", "explain"),
    *(
        "print",
        "reprint",
        "collect",
        "compare",
        "import",
        "status",
        "report",
        "assign",
        "correct",
        "reassign",
        "withdraw",
        "close",
    ),
    *("save", "keep", "add", "move", "remove", "undo", "paste", "take", "replace-template"),
    *("backup", "restore", "number", "new", "new-list", "discard", "init"),
)
"""The examples in an order in which each finds what it needs; those that are not named here come last."""
FACILITY = "id;Tên cơ sở y tế;Huyện/thành phố;Địa chỉ;Số tổ;Ngày trực\nbv;Bệnh viện Mẫu;Cao Lộc;Khối 1;1;20/8/2020\n"
SPACE = ("No space left on device", "Not enough disk space", "disk is full", "đầy")
TRUTH = ("data", "templates")
"""What nothing else can give back: each file of it is as before or as after."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_project(tmp_path_factory.mktemp("acts") / "project")
    (project.root / "inbox").mkdir()
    form = filling.fill(filling.blank("vnpt-lang-son", "cao-loc"), filling.people(1))
    (project.root / "inbox/bieu.xlsx").write_bytes(form)
    project.write("co-so-y-te.csv", FACILITY)
    job = project.root / ".congvan/print" / str(BY_ID["reprint"].example["job"])
    job.parent.mkdir(parents=True)
    job.write_bytes(plain_pdf(5))
    for row in ACTS:  # a fork finds them imported
        function_of(row)
        request_type(row)
    return project


def acts() -> list[str]:
    return [*ORDER, *(row.id for row in ACTS if row.id not in ORDER)]


def done(row: ActRow, root: Path) -> str:
    """Do the example of an act; return its outcome as JSON, or what the page answers instead."""
    settings = settings_of(root)
    if not row.heavy:
        answer = Browser(settings).api(f"/api/acts/{row.id}", row.example)
        return json.dumps(answer.json() | {"status": answer.status_code})
    try:
        return json.dumps(shown(function_of(row)(request_of(row, settings, row.example), Progress())), default=str)
    except Exception as error:  # as the child of a run tells it
        return json.dumps(faulty(row.id, error))


def truth(root: Path) -> dict[str, bytes]:
    """Every file of the truth by its path."""
    files = (path for name in TRUTH for path in sorted((root / name).rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if not path.name.startswith(".")}


def events(root: Path) -> list[tuple[Any, ...]]:
    """What the database tells of what came back, without its times."""
    file = root / "office.db"
    if not file.exists():
        return []
    with sqlite3.connect(file) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = database.execute("SELECT kind, subject FROM event ORDER BY number").fetchall()
    database.close()
    return found


def leftovers(root: Path) -> list[str]:
    """Temporary files among the truth."""
    return [path.name for name in TRUTH for path in (root / name).rglob(".*.tmp")]


def points(changes: list[str]) -> Iterator[tuple[int, bool]]:
    """The changes at which something happens, counted from 1, and whether the disk is full there."""
    if LONG:
        yield from ((at, full) for full in (False, True) for at in range(1, len(changes) + 1))
        return
    renames = tuple(each.removeprefix("os.") for each in RENAMES)
    last = [at for at, each in enumerate(changes, 1) if each.startswith((*renames, "sql COMMIT"))]
    yield last[-1] if last else len(changes), False
    writes = [at for at, each in enumerate(changes, 1) if each.startswith("write")]
    if writes or any(each.startswith("sql") for each in changes):
        yield next(iter(writes), 0), True


@pytest.fixture(scope="module")
def happened() -> list[str]:
    """The acts that were done in the office so far: one goes on from what those before it left."""
    return []


@pytest.mark.every(10)
@pytest.mark.parametrize("act", acts())
def test_an_act_that_is_cut_off_loses_nothing(office: Project, happened: list[str], act: str, tmp_path: Path) -> None:
    slow = () if FULL else ("validate",)  # it takes seconds, writes nothing, and tests/pipeline has tests of its own
    for earlier in acts()[len(happened) : acts().index(act)]:  # another process may have tried it
        happened.append(earlier)
        if earlier not in slow:
            forked(office.root, functools.partial(done, BY_ID[earlier], office.root))
    happened.append(act)
    if act in slow:
        return
    row, before = BY_ID[act], tmp_path / "before"
    shutil.copytree(office.root, before)
    clean = forked(office.root, lambda: done(row, office.root))
    wanted = Exit.DATA if act == "init" else Exit.OK  # the folder is not empty
    told = json.loads(clean.told)
    assert (clean.code, told["exit_code"]) == (0, wanted), told["problems"]
    assert told["command"] in ((row.command or act).split()[0], act) or act.startswith("template")
    wrote = truth(before) != truth(office.root) or events(before) != events(office.root)
    for at, full in points(clean.changes) if clean.changes and (wrote or LONG) else ():
        root = tmp_path / f"{at}-{full}"
        shutil.copytree(before, root)
        _cut_off(row, root, forked(root, lambda root=root: done(row, root), at, full=full), full=full)
        _as_before_or_after(root, before, office.root)
        if LONG and truth(root) == truth(before) and events(root) == events(before):
            again = json.loads(forked(root, lambda root=root: done(row, root)).told)
            whole = [each["code"] for each in again["problems"]] == ["backup-exists"]  # it was named before the end
            assert again["exit_code"] == wanted or whole, (at, full, again["problems"])
        shutil.rmtree(root)


def _cut_off(row: ActRow, root: Path, ended: Ending, *, full: bool) -> None:
    """What is told of it: nothing by the dead; in words that the disk is full, with nothing left lying about."""
    if not full:
        assert (ended.code, ended.told) == (DIED, "")
        return
    assert ended.code == 0, ended.told
    told = json.loads(ended.told)
    if told.get("status") == 507:
        assert told["error"] == "full"
    elif told["exit_code"] != Exit.OK:  # what need not be kept, as a draft or a cache, may be left out in silence
        assert told["exit_code"] != Exit.BUG, told
        assert any(said in json.dumps(told, ensure_ascii=False) for said in SPACE), [
            each["message"] for each in told["problems"]
        ]
    assert not leftovers(root)


def _as_before_or_after(root: Path, before: Path, after: Path) -> None:
    old, new, now = truth(before), truth(after), truth(root)
    for path in old.keys() | new.keys() | now.keys():
        assert now.get(path) in (old.get(path), new.get(path)), path
    assert events(root) in (events(before), events(after))
    answer = Browser(settings_of(root)).get("/")
    assert answer.status_code == 200
