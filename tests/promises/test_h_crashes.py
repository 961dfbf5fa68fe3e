"""H. Crashes, full disks, two clerks: each file is old or new, never torn, and the next build heals."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
from project import HOME, Project, new_project
from promises.line import CONTACTS, ENTERPRISES, FULL, figure
from returns.filling import blank, fill, people

from congvan.job import Artifact, Job
from congvan.publish import Publisher
from congvan.render import Failed, render_by

WORDS = ("letter", "--only", "docx")
COMMAND = [sys.executable, str(HOME / "build.py")]
ENV = {**os.environ, "LC_ALL": "C.UTF-8"}
OLD, NEW = "0934.531.666", "0934.531.667"


def strace(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["strace", "-f", *words], capture_output=True, text=True, check=False, env=ENV)


@pytest.fixture(scope="module")
def _strace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is missing: apt-get install strace")
    if strace("-o", "/dev/null", "true").returncode:
        pytest.skip("this machine does not allow strace to trace")


class Ground:
    """A project built once with old data, its data then changed, and what a clean build of those would be."""

    def __init__(self, folder: Path) -> None:
        self.base = new_project(folder / "base")
        assert self.base.run(*WORDS).code == 0
        self.old = self.base.tree()
        self.base.replace(CONTACTS, OLD, NEW)
        self.work = folder / "work"
        self.new = self.again().finished()

    def again(self) -> Ground:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.base.root, self.work)
        return self

    @property
    def command(self) -> list[str]:
        return [*COMMAND, *WORDS, "--root", str(self.work)]

    def finished(self) -> dict[str, bytes]:
        run = Project(self.work).run(*WORDS)
        assert run.code == 0, run.out + run.err
        return Project(self.work).tree()

    def old_or_new(self, where: object) -> None:
        for path, data in Project(self.work).tree().items():
            if path == "manifest.json":
                json.loads(data)
            assert data in (self.old.get(path), self.new.get(path)), (where, path)

    def heals(self, where: object) -> None:
        """The next build gives what a clean one gives, and leaves nothing behind."""
        assert self.finished() == self.new, where
        assert sorted(os.listdir(self.work)) == [".cache", "data", "outputs", "templates"], where
        assert not [p for p in (self.work / "outputs").rglob("*") if p.name.startswith((".", "tmp"))], where


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("ground"))


CALLS = ["rename,renameat,renameat2", "unlink,unlinkat", "write", "openat", "close", "mkdir,mkdirat"]
CALLS += ["ftruncate,syncfs,fsync"]


def points(ground: Ground, call: str, log: Path) -> list[tuple[str, int]]:
    """(system call, its number among its like) of the calls of a whole build that touch the project."""
    ground.again()
    assert strace("-y", "-o", str(log), "-e", f"trace={call}", *ground.command).returncode == 0
    ours, seen = [], Counter[str]()
    for line in log.read_text("utf-8", "replace").splitlines():
        name = re.sub(r"^\d+ +(\w+)\(.*", r"\1", line)
        seen[name] += 1
        if name in call.split(",") and str(ground.work) in line and "O_RDONLY" not in line:
            ours.append((name, seen[name]))
    return ours if FULL else ours[:: max(1, len(ours) // 3)][:3]


@pytest.mark.usefixtures("_strace")
@pytest.mark.parametrize("call", CALLS if FULL else CALLS[:3])
def test_h1_kill_9_at_the_nth_call(call: str, ground: Ground, tmp_path: Path) -> None:
    """kill -9 at the n-th system call of a whole build that touches the project (outputs, manifest, cache) leaves each
    file old or new, never torn; the manifest parses; the next build exits 0, leaves nothing behind and equals a clean
    one byte for byte. (`make test` tries a few calls of three kinds; `make promises` all of seven.)
    """
    kills = 0
    for name, number in points(ground, call, tmp_path / "log"):
        ground.again()
        inject = f"inject={name}:signal=SIGKILL:when={number}"
        done = strace("-o", "/dev/null", "-e", f"trace={name}", "-e", inject, *ground.command)
        kills += done.returncode != 0
        ground.old_or_new((name, number))
        ground.heals((name, number))
    assert kills
    figure("H1", f"kills survived: {call.partition(',')[0]}", kills)


@pytest.mark.usefixtures("_strace")
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO", "EROFS"] if FULL else ["ENOSPC"])
@pytest.mark.parametrize("call", ["write", "rename,renameat,renameat2", "openat"] if FULL else ["write"])
def test_h2_a_full_or_broken_disk(call: str, fault: str, ground: Ground, tmp_path: Path) -> None:
    """A full or broken disk (ENOSPC, EIO, EROFS at the n-th call): exit code 4 and a sentence that names the file, or a
    cache that is passed over; old files are whole; the next build heals.
    """
    faults = refused = 0
    for name, number in points(ground, call, tmp_path / "log"):
        ground.again()
        inject = f"inject={name}:error={fault}:when={number}"
        done = strace("-o", "/dev/null", "-e", f"trace={name}", "-e", inject, *ground.command)
        assert "Traceback" not in done.stdout + done.stderr, number
        assert done.returncode in (0, 4, 6), (name, fault, number, done.returncode, done.stdout + done.stderr)
        refused += done.returncode == 4
        faults += 1
        ground.old_or_new((name, number))
        ground.heals((name, number))
    assert faults
    figure("H2", f"faults injected: {fault} at {call.partition(',')[0]}", faults)


def test_h3_outputs_that_cannot_be_written(tmp_path: Path) -> None:
    """Where outputs/ can't be written (a file stands there): exit code 4, before anything is rendered.
    (A folder without permission, a full and a read-only disk: tests/test_publish.py.)
    """
    for place in ("outputs", ".outputs.work"):
        project = new_project(tmp_path / place.strip("."))
        (project.root / place).write_text("mine")
        run = project.run(*WORDS, "--format", "json")
        assert run.code == 4
        assert run.json["problems"][0]["hint"]
        assert (project.root / place).read_text() == "mine"
        assert not list(project.root.glob(".cache/congvan/docx/*")), "nothing was rendered"


def test_h4_two_builds_at_once(ground: Ground) -> None:
    """Of two builds at once one builds, the other exits with 5 at once and names the holder's process; a holder that
    was killed leaves no lock; many at once give what one gives.
    """
    ground.again()
    with Publisher(ground.work / "outputs"):
        began = time.monotonic()
        run = Project(ground.work).run(*WORDS, "--format", "json")
        assert run.code == 5
        assert time.monotonic() - began < 15
        assert str(os.getpid()) in run.json["problems"][0]["message"]
    ground.again()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    many = [subprocess.Popen(ground.command, env=ENV, **quiet) for _i in range(3)]  # type: ignore[call-overload]
    codes = {process.wait() for process in many}
    assert codes <= {0, 5}
    assert 0 in codes
    ground.heals("many")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_h5_ended_by_ctrl_c_or_the_system(number: signal.Signals, ground: Ground) -> None:
    """Ctrl-C and SIGTERM at any moment: exit code 130 or 143, no traceback, nothing left behind, files old or new."""
    choice, hit = random.Random(5), 0
    for _round in range(40 if FULL else 4):
        ground.again()
        process = subprocess.Popen([*ground.command, "-F"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
        time.sleep(choice.uniform(0.15, 0.9))
        process.send_signal(number)
        _out, error = process.communicate(timeout=60)
        if process.returncode != -number or error:  # (so it ends where Python itself was still starting)
            assert process.returncode in (0, 128 + number), (process.returncode, error)
        assert b"Traceback" not in error
        hit += process.returncode != 0
        ground.old_or_new(number)
        assert not (ground.work / ".outputs.work").exists()
    ground.heals(number)
    figure("H5", f"ended by {number.name}", hit)


def test_h6_one_bad_record_does_not_sink_the_rest_unless_asked(tmp_path: Path) -> None:
    """One record that can't be rendered: nothing is published by default; --keep-going publishes the others, exits
    with 1 and names it.
    """
    project = new_project(tmp_path)
    project.replace(ENTERPRISES, "name: Viettel Lạng Sơn", "name: Viettel 漢 Lạng Sơn")
    words = ("rosters", "--only", "pdf", "--where", "district=cao-loc", "--format", "json")
    run = project.run(*words)
    assert run.code in (3, 4)
    assert not project.tree()
    run = project.run(*words, "--keep-going")
    assert run.code == 1
    made = [path for path in project.tree() if path.endswith(".pdf")]
    assert made
    assert not [path for path in made if "viettel-lang-son" in path]
    assert any("viettel-lang-son" in str(p) for p in run.json["problems"])
    manifest = json.loads(project.tree()["manifest.json"])
    assert not [path for path in manifest["outputs"] if "--viettel-lang-son" in path]


@pytest.fixture
def inbox(tmp_path: Path) -> Project:
    project = new_project(tmp_path / "p")
    (project.root / "inbox").mkdir()
    for index, district in enumerate(["cao-loc", "trang-dinh"]):
        form = fill(blank("viettel-lang-son", district), people(index + 1, 2))
        (project.root / f"inbox/{district}.xlsx").write_bytes(form)
    return project


@pytest.mark.usefixtures("_strace")
def test_h7_collecting_survives_kill_9(inbox: Project, tmp_path: Path) -> None:
    """kill -9 at the n-th write of `collect` into the database: the next `collect` reads on, and the state is what it
    would have been, each answer once.
    """
    root = inbox.root
    words = [*COMMAND, "collect", str(root / "inbox"), "--root", str(root), "-q"]
    before = {p.name for p in root.iterdir()}
    assert subprocess.run(words, env=ENV, capture_output=True, check=False).returncode in (0, 1)
    told = inbox.run("status", "--format", "json").json
    made = [p for p in root.iterdir() if p.name not in before and p.name != ".cache"]
    assert made
    log, calls = tmp_path / "log", "pwrite64,fdatasync,fsync,unlink"

    def clean() -> None:
        for path in made:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    clean()
    strace("-o", str(log), "-e", f"trace={calls}", *words)
    count = Counter(re.findall(r"(?m)^\d+ +(\w+)\(", log.read_text("utf-8", "replace")))
    found = [(name, number) for name in sorted(count) for number in range(1, count[name] + 1)]
    assert len(found) > 3
    kills = 0
    for name, number in found if FULL else found[:: len(found) // 3]:
        clean()
        inject = f"inject={name}:signal=SIGKILL:when={number}"
        kills += strace("-o", "/dev/null", "-e", f"trace={name}", "-e", inject, *words).returncode not in (0, 1)
        assert subprocess.run(words, env=ENV, capture_output=True, check=False).returncode in (0, 1), number
        again = inbox.run("status", "--format", "json").json
        assert {**again, "seconds": 0} == {**told, "seconds": 0}, (name, number)
    assert kills
    figure("H7", "kills of collect survived", kills)


def die_of_some(jobs: list[Job]) -> list[object]:
    """Ends its process for the jobs that are marked."""
    if any("deadly" in job.record for job in jobs):
        os._exit(9)
    return [Artifact(job, job.record.encode()) for job in jobs]


def test_h8_a_worker_that_dies_names_its_job() -> None:
    """A worker process that dies (killed, out of memory) gives a Problem that names the job; all others are made, in
    their order; nothing hangs.
    """
    jobs = [Job(f"{i}.docx", "x", f"name={i}{' deadly' * (i in (9, 20))}", "docx", "t", {}) for i in range(30)]
    start = partial(ProcessPoolExecutor, 2, mp_context=get_context("fork"))
    found = list(render_by(start, jobs, in_flight=4, chunk=2, call=die_of_some))
    assert [item.job for item in found] == jobs
    failed = [item for item in found if isinstance(item, Failed)]
    assert [item.job.path for item in failed] == ["9.docx", "20.docx"]
    assert all("its process was ended" in item.problems[0].message and item.problems[0].record for item in failed)
