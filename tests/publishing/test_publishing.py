"""Crashes, full disks, two clerks: each file is old or new, never torn."""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from congvan.core.problems import EnvironmentFault, Exit
from congvan.pipeline.verify import VerifyRequest, verify
from congvan.publishing.publisher import OutputsBusy, Publisher
from tests.publishing.making import FILES, build, texts, tree
from tests.sample_project import HOME

# --- H: crashes, full disks, two clerks -------------------------------------------------------------------------------

CHILD = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from congvan.publishing.publisher import Publisher
with Publisher(Path(sys.argv[1]), sync=False) as publisher:
    print("open", flush=True)
    for number in range(int(sys.argv[3])):
        publisher.add(f"e/d{{number % 5}}/f{{number}}", (sys.argv[2] * 2000 + str(number)).encode(), key=sys.argv[2])
    {pause}
    publisher.commit(["e/"])
"""


def child(outputs: Path, tag: str, count: int, pause: str = "") -> subprocess.Popen[bytes]:
    program = CHILD.format(root=str(HOME), pause=pause or "pass")
    arguments = [sys.executable, "-c", program, str(outputs), tag, str(count)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def content(tag: str, number: int) -> bytes:
    return (tag * 2000 + str(number)).encode()


def test_h1_kill_at_any_moment_leaves_each_file_old_or_new(outputs: Path) -> None:
    """H1"""
    count, choice = 60, random.Random(1)
    with child(outputs, "a", count) as process:
        process.communicate()
    hit = set()
    for number in range(16):
        tag = "bcde"[number % 4]
        before = {p: p.read_bytes() for p in outputs.rglob("f*")}
        process = child(outputs, tag, count)
        assert process.stdout
        process.stdout.readline()
        time.sleep(choice.uniform(0, 0.02))
        process.kill()
        process.communicate()
        hit.add((outputs.parent / ".outputs.work").exists())
        json.loads((outputs / "manifest.json").read_text())
        for path, old in before.items():
            assert path.read_bytes() in (old, content(tag, int(path.name[1:])))
    assert True in hit, "no kill hit a build"
    with child(outputs, "z", count) as process:
        assert process.communicate()[1] == b""
    assert process.returncode == 0
    clean = outputs.parent / "clean"
    with child(clean, "z", count) as process:
        process.communicate()
    assert tree(outputs) == tree(clean)
    assert sorted(os.listdir(outputs.parent)) == ["clean", "outputs"]


@pytest.mark.parametrize("moment", range(12))
def test_h1_death_between_renames_is_no_edit(moment: int, outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """H1"""
    build(outputs, FILES)
    count, real = 0, os.rename

    class Death(BaseException):
        pass

    def rename(*args: object, **kwargs: object) -> None:
        nonlocal count
        count += 1
        if count > moment:
            raise Death
        real(*args, **kwargs)

    monkeypatch.setattr(os, "rename", rename)
    new = {path: text + "!" for path, text in FILES.items()} | {"e/more.txt": "4"}
    try:
        build(outputs, new)
    except Death:
        pass
    else:
        assert moment > 6
    monkeypatch.undo()
    # A partial build must not make the other interrupted files look edited.
    build(outputs, {"e/letters/a.txt": "later"}, complete=())
    newest = {path: text + "?" for path, text in FILES.items()}
    build(outputs, newest)
    assert texts(outputs) == newest
    assert verify(VerifyRequest(outputs)).problems == []
    assert os.listdir(outputs.parent) == ["outputs"]


def test_h2_disk_full_while_staging(outputs: Path) -> None:
    """H2"""
    build(outputs, FILES)
    before = tree(outputs.parent)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(EnvironmentFault) as caught:
            build(outputs, {"e/letter/cong-van.txt": "new", "e/large.pdf": "x" * 50_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    (problem,) = caught.value.problems
    assert (caught.value.exit_code, problem.code) == (Exit.CANNOT, "disk-full")
    assert "e/large.pdf" in problem.text
    assert "50,000" in problem.text
    assert tree(outputs.parent) == before
    assert os.listdir(outputs.parent) == ["outputs"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", ["write", "open", "mkdir", "rename", "link", "unlink"])
def test_h2_a_failing_call_gives_exit_4_and_the_next_build_heals(
    call: str, code: int, outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H2"""
    new = {path: text + "!" for path, text in FILES.items()} | {"e/more/x.pdf": "4"}
    clean = outputs.parent / "clean"
    build(clean, new)
    for moment in range(60):
        build(outputs, FILES)
        (outputs / "e/letters/a.txt").write_text("edited")
        count, real = 0, getattr(os, call)

        def failing(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            if count == moment + 1:  # noqa: B023 - called in this turn alone
                raise OSError(code, os.strerror(code))
            return real(*args, **kwargs)  # noqa: B023 - called in this turn alone

        monkeypatch.setattr(os, call, failing)
        with suppress(EnvironmentFault):
            build(outputs, new, force=True)
        monkeypatch.undo()
        allowed = [{*FILES.values(), "edited"}, {*new.values(), "edited"}]
        assert set(texts(outputs).values()) <= allowed[0] | allowed[1]
        json.loads((outputs / "manifest.json").read_text())
        build(outputs, new, force=True)
        for backup in outputs.rglob("*.bak*"):
            backup.unlink()
        assert tree(outputs) == tree(clean)
        assert sorted(os.listdir(outputs.parent)) == ["clean", "outputs"]
        if count <= moment:
            break
    else:
        pytest.fail("the call is made more often than was tried")


def as_nobody(task: Callable[[], None]) -> None:
    """Run a task in a forked child as uid 65534; root is stopped by no permission."""
    if os.getuid() != 0:
        task()
        return
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            task()
            status = 0
        except BaseException as error:
            os.write(2, repr(error).encode())
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.fixture
def open_to_all(tmp_path: Path) -> Iterator[Path]:
    """A project's folder that uid 65534 can reach."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        yield Path(name)


def test_h3_what_cannot_be_written_is_refused_before_rendering(open_to_all: Path) -> None:
    """H3"""
    outputs = open_to_all / "outputs"
    outputs.mkdir()
    outputs.chmod(0o555)

    def task() -> None:
        with pytest.raises(EnvironmentFault) as caught, Publisher(outputs):
            pytest.fail("came as far as rendering")
        assert caught.value.exit_code == Exit.CANNOT

    as_nobody(task)
    outputs.chmod(0o777)
    (outputs / "e").mkdir()
    (outputs / "e").chmod(0o555)

    def inner() -> None:
        with Publisher(outputs) as publisher, pytest.raises(EnvironmentFault) as caught:
            publisher.check(["e/x.pdf", "f/y.pdf"])
        assert [p.place.file for p in caught.value.problems] == [str(outputs / "e")]

    as_nobody(inner)
    (outputs / "e").chmod(0o777)


def test_h3_a_parent_that_may_not_be_written_is_enough(open_to_all: Path) -> None:
    """H3"""
    outputs = open_to_all / "outputs"
    outputs.mkdir()
    outputs.chmod(0o777)
    open_to_all.chmod(0o555)

    def task() -> None:
        build(outputs, FILES)
        assert texts(outputs) == FILES
        assert sorted(os.listdir(outputs)) == ["e", "manifest.json"]

    as_nobody(task)
    open_to_all.chmod(0o777)


def test_h3_outputs_is_a_file_or_its_parent_is_missing(tmp_path: Path) -> None:
    """H3"""
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "missing" / "outputs", tmp_path / "file" / "outputs"):
        with pytest.raises(EnvironmentFault), Publisher(place):
            pytest.fail("came as far as rendering")
    assert (tmp_path / "file").read_text() == "mine"


def test_h4_the_second_build_is_told_at_once_who_holds_the_lock(outputs: Path) -> None:
    """H4"""
    with child(outputs, "a", 3, pause="time.sleep(30)") as process:
        assert process.stdout
        process.stdout.readline()
        started = time.monotonic()
        with pytest.raises(OutputsBusy) as caught:
            build(outputs, FILES)
        assert time.monotonic() - started < 1
        assert caught.value.exit_code == Exit.BUSY
        assert str(process.pid) in caught.value.problems[0].text
        process.kill()
    build(outputs, FILES)
    assert texts(outputs) == FILES
    assert os.listdir(outputs.parent) == ["outputs"]


def test_h4_many_builds_at_once_give_one_result(outputs: Path) -> None:
    """H4"""
    processes = [child(outputs, "a", 30) for _round in range(6)]
    errors = [process.communicate()[1] for process in processes]
    codes = {process.returncode for process in processes}
    assert 0 in codes
    assert all(b"Busy" in error for process, error in zip(processes, errors, strict=True) if process.returncode)
    assert {p.read_bytes() for p in outputs.rglob("f*")} == {content("a", number) for number in range(30)}
    assert verify(VerifyRequest(outputs)).problems == []


def test_h4_a_forked_worker_does_not_keep_the_lock(outputs: Path) -> None:
    """H4"""
    pause = (  # the worker is at work before its parent dies
        "up, down = os.pipe(); worker = os.fork();"
        "worker or (os.write(down, b'x'), time.sleep(30));"
        "os.read(up, 1); print(worker, flush=True); os.kill(os.getpid(), 9)"
    )
    with child(outputs, "a", 3, pause=pause) as process:
        assert process.stdout
        process.stdout.readline()
        worker = int(process.stdout.readline())
        process.wait()
        try:
            build(outputs, FILES)
        finally:
            os.kill(worker, signal.SIGKILL)
