"""H. Crashes, full disks, two clerks: each file is old or new, never torn, and the next build heals."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from congvan.core.job import Artifact, Job
from congvan.pipeline.rendering import processes, renderer, worker_process
from congvan.pipeline.rendering.renderer import FailedJob
from congvan.publishing.publisher import Publisher
from tests import warm
from tests.acceptance.promises.line import CONTACTS, DISPATCH, ENTERPRISES, LONG, figure
from tests.returns.filling import blank, fill, people
from tests.sample_project import HOME, Project, letter_alone, new_project
from tests.tracing import strace

WORDS = ("letter", "--only", "docx")
MANY = ("letter", "rosters", "--where", "district=cao-loc")
COMMAND = [sys.executable, str(HOME / "build.py")]
ENV = {**os.environ, "LC_ALL": "C.UTF-8"}
PHONE = (CONTACTS, "0934.531.666", "0934.531.667")  # of one file of WORDS
DAY = (DISPATCH, "{day: blank, month: 8,", "{day: 18, month: 8,")  # of every file of MANY


class Ground:
    """A project built once with old data, its data then changed, and what a clean build of those would be."""

    def __init__(self, folder: Path, words: tuple[str, ...] = WORDS, change: tuple[str, str, str] = PHONE) -> None:
        self.words, self.base = words, new_project(folder / "base")
        assert self.base.run(*words).code == 0
        self.old = self.base.tree()
        self.base.replace(*change)
        self.work = folder / "work"
        self.new = self.again().finished()
        self.points: dict[str, list[tuple[str, int, str]]] = {}

    def again(self) -> Ground:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.base.root, self.work)
        return self

    @property
    def command(self) -> list[str]:
        return [*COMMAND, *self.words, "--root", str(self.work)]

    def ended(self, number: signal.Signals, after: float) -> tuple[int, str, str]:
        """What a whole build came to that was sent a signal some seconds after it began."""
        return warm.killed([*self.command[2:], "-F", "-q"], self.work, ENV, number, after)

    def finished(self) -> dict[str, bytes]:
        run = Project(self.work).run(*self.words)
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


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> Ground:
    """The same with a district's forms in every format, of which each is made anew: what `make promises` takes."""
    return Ground(tmp_path_factory.mktemp("many"), MANY, DAY) if LONG else ground


CALLS = ["rename,renameat,renameat2", "unlink,unlinkat", "write", "openat", "close", "mkdir,mkdirat"]
CALLS += ["ftruncate,syncfs,fsync"]
BOTH = [CALLS[0], CALLS[2]]


def touched(line: str) -> str:
    """What of a project a traced call touches: its outputs (staged or in place), their manifest, or the cache."""
    if "/.cache/" in line:
        return "cache"
    return "manifest" if re.search("manifest|journal", line) else "outputs"


def points(ground: Ground, call: str, log: Path) -> list[tuple[str, int, str]]:
    """(system call, its number among its like, what it touches) of a whole build's calls that touch the project."""
    if call in ground.points:
        return ground.points[call]
    ground.again()
    assert strace("-y", "-o", str(log), "-e", f"trace={call}", *ground.command).returncode == 0
    ours, seen = [], Counter[str]()
    for line in log.read_text("utf-8", "replace").splitlines():
        name = re.sub(r"^\d+ +(\w+)\(.*", r"\1", line)
        seen[name] += 1
        if name in call.split(",") and str(ground.work) in line and "O_RDONLY" not in line:
            ours.append((name, seen[name], touched(line)))
    ground.points[call] = ours if LONG else ours[:: max(1, len(ours) // 2)][:2]
    return ground.points[call]


@pytest.mark.usefixtures("_strace")
@pytest.mark.parametrize("call", CALLS if LONG else CALLS[:3:2])
def test_h1_kill_9_at_the_nth_call(call: str, many: Ground, tmp_path: Path) -> None:
    """kill -9 at the n-th system call of a whole build that touches the project (outputs, manifest, cache) leaves each
    file old or new, never torn; the manifest parses; the next build exits 0, leaves nothing behind and equals a clean
    one byte for byte. (`make test` tries a few calls of two kinds; `make promises` all of seven. The database: H7.)
    """
    kills = Counter[str]()
    for name, number, what in points(many, call, tmp_path / "log"):
        many.again()
        inject = f"inject={name}:signal=SIGKILL:when={number}"
        done = strace("-o", "/dev/null", "-e", f"trace={name}", "-e", inject, *many.command)
        kills[what] += done.returncode != 0
        many.old_or_new((name, number))
        many.heals((name, number))
    assert kills.total()
    for what, count in kills.items():
        figure("H1", f"kill -9 at {call.partition(',')[0]} of {what}", count)


def test_h1_kill_9_at_any_moment(ground: Ground) -> None:
    """The same at moments that nobody chose: a build killed after some time between nothing and a whole build's."""
    choice, hit = random.Random(9), 0
    for _round in range(60 if LONG else 2):
        ground.again()
        code, _out, _err = ground.ended(signal.SIGKILL, choice.uniform(0, 0.4))
        hit += code == -signal.SIGKILL
        ground.old_or_new("moment")
        ground.heals("moment")
    figure("H1", "kills survived at random moments", hit)


def printed_in_vain(err: str) -> bool:
    """Whether the fault met the printed outcome itself, which can't be read then: a sentence says so.

    Why it may: the calls are counted in one run and the fault is injected in another, whose writes may fall otherwise.
    """
    return "cannot write what is printed" in err


@pytest.mark.usefixtures("_strace")
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO", "EROFS"] if LONG else ["ENOSPC"])
@pytest.mark.parametrize("call", [c for c in CALLS if c[0] not in "uc"] if LONG else ["write"])
def test_h2_a_full_or_broken_disk(call: str, fault: str, ground: Ground, tmp_path: Path) -> None:
    """A full or broken disk (ENOSPC, EIO, EROFS at the n-th call): exit code 4 and a sentence that names the file, or a
    cache that is passed over; old files are whole; the next build heals.
    """
    faults = Counter[str]()
    for name, number, what in points(ground, call, tmp_path / "log"):
        ground.again()
        inject = f"inject={name}:error={fault}:when={number}"
        command = [*ground.command, "--format", "json"]
        done = strace("-o", "/dev/null", "-e", f"trace={name}", "-e", inject, *command)
        assert "Traceback" not in done.stdout + done.stderr, number
        assert done.returncode in (0, 4, 6), (name, fault, number, done.returncode, done.stdout + done.stderr)
        if done.returncode and not printed_in_vain(done.stderr):
            told = json.loads(done.stdout)["problems"]
            assert any(str(problem["file"]) and problem["hint"] for problem in told), (name, number, told)
        elif not done.returncode:
            assert what == "cache" or call not in ("write", CALLS[0]), (name, number, "the fault was passed over")
        faults[what] += 1
        ground.old_or_new((name, number))
        ground.heals((name, number))
    assert faults.total()
    for what, count in faults.items():
        figure("H2", f"{fault} at {call.partition(',')[0]} of {what}", count)


def test_h3_outputs_that_cannot_be_written(tmp_path: Path) -> None:
    """Where outputs/ can't be written (a file stands there): exit code 4, before anything is rendered.
    (A folder without permission, a full and a read-only disk: tests/publishing/test_publishing.py.)
    """
    for place in ("outputs", ".outputs.work"):
        project = new_project(tmp_path / place.strip("."), cold=True)
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
    codes = {code for code, _out, _err in warm.at_once([ground.command[2:]] * 3, ground.work, ENV)}
    assert codes <= {0, 5}
    assert 0 in codes
    ground.heals("many")
    for _round in range(50 if LONG else 1):
        ground.again()
        codes_of_two = sorted(code for code, _out, _err in warm.at_once([ground.command[2:]] * 2, ground.work, ENV))
        assert codes_of_two in ([0, 0], [0, 5])
        ground.heals("two")
    figure("H4", "pairs of builds at once", 50)
    ground.again()
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool, suppress(BrokenProcessPool):
        pool.submit(hold_and_die, ground.work / "outputs").result()
    ground.heals("a holder that was killed")


def hold_and_die(outputs: Path) -> None:
    with Publisher(outputs):
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_h5_ended_by_ctrl_c_or_the_system(number: signal.Signals, ground: Ground) -> None:
    """Ctrl-C and SIGTERM at any moment: exit code 130 or 143, no traceback, files old or new, and nothing left behind
    but the list of the renames that were under way.
    """
    choice, hit = random.Random(5), 0
    for _round in range(40 if LONG else 4):
        ground.again()
        code, _out, error = ground.ended(number, choice.uniform(0.02, 0.4))
        assert code in (0, 128 + number), (code, error)
        assert "Traceback" not in error
        hit += code != 0
        ground.old_or_new(number)
        assert set(ground.work.glob(".outputs.work/*")) <= {ground.work / ".outputs.work/journal.json"}
    ground.heals(number)
    figure("H5", f"ended by {number.name} at random moments", hit)


@pytest.mark.usefixtures("_strace")
@pytest.mark.parametrize(
    ("number", "calls"), [(signal.SIGINT, BOTH if LONG else BOTH[:1]), (signal.SIGTERM, BOTH if LONG else BOTH[1:])]
)
def test_h5_ended_at_the_nth_call(number: signal.Signals, calls: list[str], ground: Ground, tmp_path: Path) -> None:
    """The same at each rename and write of a build that touches the project; where it broke off in the midst of the
    renames, the list of them stays beside outputs/, for the next build to know its own files by.
    """
    hit = 0
    for name, nth, _what in [point for call in calls for point in points(ground, call, tmp_path / "log")]:
        ground.again()
        inject = f"inject={name}:signal={number.name}:when={nth}"
        done = strace("-o", "/dev/null", "-e", f"trace={name}", "-e", inject, *ground.command)
        assert done.returncode in (0, 128 + number), (name, nth, done.returncode, done.stderr)
        assert "Traceback" not in done.stderr
        hit += done.returncode != 0
        ground.old_or_new((name, nth))
        assert set(ground.work.glob(".outputs.work/*")) <= {ground.work / ".outputs.work/journal.json"}, (name, nth)
        ground.heals((name, nth))
    assert hit
    figure("H5", f"ended by {number.name} at rename and write", hit)


def test_h6_one_bad_record_does_not_sink_the_rest_unless_asked(tmp_path: Path) -> None:
    """One record that can't be rendered: of its dispatch nothing is published by default, and its older files stay; the
    other dispatches are published. --keep-going publishes its other files too, exits with 1 and names it.
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


def test_h6_of_several_dispatches_the_sound_ones_are_published(tmp_path: Path) -> None:
    """An error in one dispatch, in its file or where it is rendered: the others are published whole, its own files and
    their rows in the manifest are as they were, the exit code is 1, and `validate` tells the same error.
    """
    project = new_project(tmp_path)
    letter_alone(project)
    project.write("data/dispatches/khac-2020.yaml", OTHER)
    assert project.run("letter", "--only", "pdf").code == 0
    before = project.tree()
    sound = project.read(DISPATCH)
    for right, typed, word in (("subject: tăng", "subject: 漢 tăng", "sớm"), ("subject:", "subjekt:", "ngay")):
        project.write(DISPATCH, sound.replace(right, typed, 1))
        project.write("data/dispatches/khac-2020.yaml", OTHER.replace("phối hợp", f"phối hợp {word}"))
        run = project.run("--only", "pdf", "--format", "json")
        assert run.code == 1, run.err
        assert [each["path"] for each in run.json["outputs"] if each["status"] == "built"] == [LETTER_OF_OTHER]
        after = project.tree()
        assert after[LETTER] == before[LETTER]
        rows, rows_before = (json.loads(tree["manifest.json"])["outputs"] for tree in (after, before))
        assert rows[LETTER] == rows_before[LETTER]
        errors = [each for each in run.json["problems"] if each["severity"] == "error"]
        assert errors
        assert project.run("validate").code in (3, 4)
        assert project.run("letter", "--only", "pdf", "--dispatch", "khac-2020").code == 0
        asked = project.run("letter", "--only", "pdf", "--format", "json")
        assert asked.code == (0 if word == "ngay" else 1)  # what can't be read is not asked for, and told in a line
        assert "left-out-others" in [each["code"] for each in asked.json["problems"]] or word != "ngay"
        assert project.run("letter", "--only", "pdf", "--dispatch", "bluezone-2020").code in (3, 4)


OTHER = """kind: cong-van
number: blank
date: {day: blank, month: 8, year: 2020}
subject: việc khác
signer: phuong-thi-huong-lan
receivers: [{to: tinh-doan-lang-son}]
body: |
  Đề nghị phối hợp./.
copies: [Như trên]
archive: {unit: BCVT}
"""
LETTER, LETTER_OF_OTHER = "bluezone-2020/letter/cong-van.pdf", "khac-2020/letter/cong-van.pdf"


@pytest.fixture
def inbox(tmp_path: Path) -> Project:
    project = new_project(tmp_path / "p")
    (project.root / "inbox").mkdir()
    for index, district in enumerate(["cao-loc", "trang-dinh"]):
        form = fill(blank("viettel-lang-son", district), people(index + 1, 2))
        (project.root / f"inbox/{district}.xlsx").write_bytes(form)
    return project


FAULTS = {"kill -9": "signal=SIGKILL", "ENOSPC": "error=ENOSPC", "EIO": "error=EIO"}


@pytest.mark.usefixtures("_strace")
@pytest.mark.parametrize("fault", FAULTS)
def test_h7_collecting_survives(fault: str, inbox: Project, tmp_path: Path) -> None:
    """kill -9, a full and a broken disk (ENOSPC, EIO) at the n-th call of `collect` that touches the database: exit
    code 4 and a sentence where one can be said; the next `collect` reads on, and the state is what it would have been,
    each answer once.
    """
    root = inbox.root
    collect = ("collect", str(root / "inbox"), "-q")
    words = [*COMMAND, *collect, "--root", str(root)]
    before = {p.name for p in root.iterdir()}
    assert inbox.run(*collect).code in (0, 1)
    told = inbox.run("status", "--format", "json").json
    made = [p for p in root.iterdir() if p.name not in before and p.name != ".cache"]
    assert made
    log, calls = tmp_path / "log", "pwrite64,fdatasync,fsync,unlink,openat"

    def clean() -> None:
        for path in made:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    clean()
    strace("-y", "-o", str(log), "-e", f"trace={calls}", *words)
    found, seen = [], Counter[str]()
    for line in log.read_text("utf-8", "replace").splitlines():
        name = re.sub(r"^\d+ +(\w+)\(.*", r"\1", line)
        seen[name] += 1
        if re.search(rf"{re.escape(str(root))}/\.?office\.db", line) and name in calls.split(","):
            found.append((name, seen[name]))
    assert len(found) > 3
    hits = 0
    for name, number in found if LONG else found[1 :: len(found) // 2][:1]:
        clean()
        inject = f"inject={name}:{FAULTS[fault]}:when={number}"
        done = strace("-o", "/dev/null", "-e", f"trace={name}", "-e", inject, *words)
        assert "Traceback" not in done.stdout + done.stderr
        if fault != "kill -9":
            assert done.returncode in (0, 1, 4), (name, number, done.returncode, done.stderr)
            assert done.returncode != 4 or "[database]" in done.stdout + done.stderr
        hits += done.returncode not in (0, 1)
        assert inbox.run(*collect).code in (0, 1), (name, number)
        again = inbox.run("status", "--format", "json").json
        assert {**again, "seconds": 0} == {**told, "seconds": 0}, (name, number)
    assert hits
    figure("H1" if fault == "kill -9" else "H2", f"{fault} at calls on the database", hits)
    figure("H7", f"{fault} at calls on the database", hits)


def die_of_some(how: str, jobs: list[Job]) -> list[object]:
    """Ends its process for the jobs that are marked."""
    if any("deadly" in job.record for job in jobs):
        os.kill(os.getpid(), signal.SIGKILL) if how == "killed" else os._exit(9)
    return [Artifact(job, job.record.encode()) for job in jobs]


@pytest.mark.parametrize("how", ["killed", "ended"])
def test_h8_a_worker_that_dies_names_its_job(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker process that dies (killed, as when memory runs out, or ended) gives a Problem that names the job; all
    others are made; nothing hangs.
    """
    monkeypatch.setattr(worker_process, "is_alone", lambda: True)  # forked, workers call what is put in its place here
    monkeypatch.setattr(renderer, "render_chunk", partial(die_of_some, how))
    jobs = [Job(f"{i}.docx", "x", f"name={i}{' deadly' * (i in (9, 120))}", "docx", "t", {}) for i in range(150)]
    found = list(processes.render_in_processes(2, ({}, str(tmp_path)), jobs))
    assert sorted((item.job for item in found), key=jobs.index) == jobs
    failed = [item for item in found if isinstance(item, FailedJob)]
    assert sorted(item.job.path for item in failed) == ["120.docx", "9.docx"]
    assert all("its process was ended" in item.problems[0].text and item.problems[0].record for item in failed)
