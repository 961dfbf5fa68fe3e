"""The only writer: nothing outside outputs/, nothing torn, nothing of the clerk's lost."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan import __version__
from congvan import publish_problems as said
from congvan.problems import CannotRun, Exit, Problem, Severity, Stop
from congvan.publish import Busy, Edited, Published, Publisher, verify
from congvan.publish_data import replace_file
from congvan.publish_manifest import Row, dump, dump_journal, load, load_journal
from congvan.publish_paths import is_safe, safe_path
from congvan.publish_work import Digests

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    return tmp_path / "project" / "outputs"


@pytest.fixture(autouse=True)
def project(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()


def build(
    outputs: Path, files: dict[str, str], *, force: bool = False, complete: tuple[str, ...] = ("e/",)
) -> Published:
    with Publisher(outputs, force=force, sync=False) as publisher:
        for path, text in files.items():
            publisher.add(path, text.encode(), document="letter", record=path, inputs=("data/a.yaml",), key=text)
        return publisher.commit(complete)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def texts(folder: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in tree(folder).items() if path != "manifest.json"}


FILES = {"e/letter/cong-van.pdf": "one", "e/letters/a.docx": "two", "e/rosters/cao-loc/x.xlsx": "three"}


# --- the ordinary run -------------------------------------------------------------------------------------------------


def test_what_is_published_is_what_the_manifest_says(outputs: Path) -> None:
    done = build(outputs, FILES)
    assert done.written == sorted(FILES)
    assert texts(outputs) == FILES
    rows = json.loads((outputs / "manifest.json").read_text())["outputs"]
    assert list(rows) == sorted(FILES)
    assert rows["e/letters/a.docx"] == {
        "sha256": hashlib.sha256(b"two").hexdigest(),
        "size": 3,
        "document": "letter",
        "record": "e/letters/a.docx",
        "template": "",
        "inputs": ["data/a.yaml"],
        "key": "two",
    }
    assert verify(outputs) == []
    assert os.listdir(outputs.parent) == ["outputs"]


def test_i1_two_builds_give_the_same_tree(tmp_path: Path) -> None:
    """I1"""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    build(tmp_path / "a" / "outputs", FILES)
    build(tmp_path / "b" / "outputs", dict(reversed(FILES.items())))
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_unchanged_files_are_not_touched(outputs: Path) -> None:
    build(outputs, FILES)
    before = {p: os.stat(p).st_mtime_ns for p in outputs.rglob("*")}
    done = build(outputs, FILES)
    assert (done.written, done.unchanged) == ([], sorted(FILES))
    assert {p: os.stat(p).st_mtime_ns for p in outputs.rglob("*")} == before


def test_i3_one_changed_record_changes_only_its_file(outputs: Path) -> None:
    """I3"""
    build(outputs, FILES)
    assert build(outputs, {**FILES, "e/letters/a.docx": "new"}).written == ["e/letters/a.docx"]


def test_a_file_whose_key_is_the_same_need_not_be_rendered(outputs: Path) -> None:
    build(outputs, FILES)
    with Publisher(outputs) as publisher:
        assert publisher.keep("e/letters/a.docx", "two")
        assert not publisher.keep("e/letter/cong-van.pdf", "other key")
        assert not publisher.keep("e/letter/new.pdf", "two")
        publisher.add("e/letter/cong-van.pdf", b"1", key="other key")
        done = publisher.commit()
    assert (done.written, done.unchanged) == (["e/letter/cong-van.pdf"], ["e/letters/a.docx"])
    (outputs / "e/letters/a.docx").write_text("edited")
    with Publisher(outputs) as publisher:
        assert not publisher.keep("e/letters/a.docx", "two")


def test_without_a_commit_nothing_changes(outputs: Path) -> None:
    build(outputs, FILES)
    before = tree(outputs.parent)
    with Publisher(outputs) as publisher:
        publisher.add("e/new.pdf", b"new")
    with pytest.raises(RuntimeError), Publisher(outputs) as publisher:
        fails(publisher)
    assert tree(outputs.parent) == before
    assert os.listdir(outputs.parent) == ["outputs"]


def fails(publisher: Publisher) -> None:
    publisher.add("e/letters/a.docx", b"new")
    raise RuntimeError


def test_a_partial_build_leaves_the_rest_and_its_rows_alone(outputs: Path) -> None:
    build(outputs, FILES)
    rows = load((outputs / "manifest.json").read_bytes())
    done = build(outputs, {"e/letters/a.docx": "new"}, complete=())
    assert done.removed == []
    assert texts(outputs) == {**FILES, "e/letters/a.docx": "new"}
    after = load((outputs / "manifest.json").read_bytes())
    assert {path for path in rows if rows[path] != after[path]} == {"e/letters/a.docx"}


@given(
    st.lists(
        st.tuples(st.integers(0, 20_000), st.sampled_from((0, 1, 4095, 4096, 9000, 20_000)), st.binary(max_size=9))
    )
)
def test_a_shared_beginning_changes_no_hash(cuts: list[tuple[int, int, bytes]]) -> None:
    text = random.Random(1).randbytes(20_000)
    digests = Digests()
    for head, zeros, tail in cuts:
        data = text[:head] + bytes(zeros) + tail
        assert digests.of(data) == hashlib.sha256(data).hexdigest()


WORDS = st.text(st.characters(codec="utf-8"))
ROWS = st.dictionaries(
    st.text(st.sampled_from("ab/-ệ."), min_size=1).filter(is_safe),
    st.builds(Row, WORDS, st.integers(0), WORDS, WORDS, WORDS, st.lists(WORDS).map(tuple), WORDS),
)


@given(ROWS)
def test_a_manifest_reads_back(rows: dict[str, Row]) -> None:
    assert load(b"".join(dump(sorted(rows.items())))) == rows


# --- G: paths and files -----------------------------------------------------------------------------------------------

UNSAFE = ["../x", "/etc/x", "C:\\x", "C:x", "a\0b", "CON", "con.pdf", "x.", " x", "x ", "", ".", "..", "a//b", "a/../b"]
UNSAFE += ["a/", "ệ" * 300, "a\nb", ".hidden", "a/.b", "x?", "a|b", "manifest.json", "e\u0302", "\ud800"]
UNSAFE += ["a/" * 600 + "x"]


@pytest.mark.parametrize("path", UNSAFE, ids=ascii)
def test_g1_unsafe_paths_are_refused(path: str, outputs: Path) -> None:
    """G1"""
    with pytest.raises(Stop, match="safe name") as caught, Publisher(outputs) as publisher:
        publisher.add(path, b"x")
    assert "Windows" in caught.value.problems[0].hint
    assert tree(outputs.parent.parent) == {}


@given(st.text())
def test_g1_a_safe_path_leads_nowhere_else(path: str) -> None:
    """G1"""
    if is_safe(path):
        assert os.path.normpath(os.path.join("/o", path)).startswith("/o/")
        assert path == "manifest.json" or safe_path(path) == path


@pytest.mark.parametrize("other", ["e/LETTERS/a.docx", "e/letters/A.docx", "e/letters/a.docx"])
def test_g2_two_documents_never_share_a_file(other: str, outputs: Path) -> None:
    """G2"""
    with Publisher(outputs) as publisher:
        publisher.add("e/letters/a.docx", b"1")
        with pytest.raises(Stop) as caught:
            publisher.add(other, b"2")
    assert [p.code for p in caught.value.problems] == ["path-shared"]


def test_g3_a_linked_file_is_replaced_and_its_victim_unchanged(outputs: Path) -> None:
    """G3"""
    victim = outputs.parent / "victim"
    victim.write_text("keep")
    (outputs / "e").mkdir(parents=True)
    (outputs / "e/soft.pdf").symlink_to(victim)
    (outputs / "e/dangling.pdf").symlink_to("nowhere")
    os.mkfifo(outputs / "e/pipe.pdf")
    done = build(outputs, {"e/soft.pdf": "a", "e/pipe.pdf": "b", "e/dangling.pdf": "c"})
    assert {p.code for p in done.problems} == {"output-link"}
    assert len(done.problems) == 3
    assert victim.read_text() == "keep"
    assert texts(outputs) == {"e/soft.pdf": "a", "e/pipe.pdf": "b", "e/dangling.pdf": "c"}
    assert not (outputs / "e/soft.pdf").is_symlink()


def test_g3_a_hard_link_loses_only_its_name(outputs: Path) -> None:
    """G3"""
    build(outputs, {"e/a.pdf": "old"})
    os.link(outputs / "e/a.pdf", outputs.parent / "victim")
    build(outputs, {"e/a.pdf": "new"})
    assert (outputs.parent / "victim").read_text() == "old"


@pytest.mark.parametrize("where", ["", "e", "e/letters"])
def test_g3_linked_folders_are_refused(where: str, outputs: Path) -> None:
    """G3"""
    elsewhere = outputs.parent / "elsewhere"
    (elsewhere / "letters").mkdir(parents=True)
    (elsewhere / "letters" / "a.docx").write_text("two")
    (outputs / where).parent.mkdir(parents=True, exist_ok=True)
    (outputs / where).symlink_to(elsewhere) if where else outputs.symlink_to(elsewhere)
    before = tree(elsewhere)
    with pytest.raises(CannotRun) as caught:
        build(outputs, FILES)
    assert (caught.value.exit_code, {p.code for p in caught.value.problems}) == (Exit.CANNOT, {"output-unwritable"})
    assert tree(elsewhere) == before


def test_g3_planted_work_folder_and_manifest(outputs: Path) -> None:
    """G3"""
    victim = outputs.parent / "victim"
    victim.mkdir()
    (victim / "stage").mkdir()
    (victim / "stage" / "precious").write_text("keep")
    (outputs.parent / ".outputs.work").symlink_to(victim)
    with pytest.raises(CannotRun) as caught:
        build(outputs, FILES)
    assert caught.value.problems[0].place.file == str(outputs.parent / ".outputs.work")
    assert (victim / "stage" / "precious").read_text() == "keep"
    (outputs.parent / ".outputs.work").unlink()
    (outputs / "manifest.json").symlink_to(victim / "stage" / "precious")
    build(outputs, FILES)
    assert (victim / "stage" / "precious").read_text() == "keep"
    assert verify(outputs) == []


def test_g3_a_manifest_can_name_nothing_outside(outputs: Path) -> None:
    """G3"""
    build(outputs, {"e/a": "x"})
    victim = outputs.parent / "victim"
    victim.write_text("x")
    rows = json.loads((outputs / "manifest.json").read_text())
    rows["outputs"]["e/../../victim"] = rows["outputs"]["e/a"]
    (outputs / "manifest.json").write_text(json.dumps(rows))
    build(outputs, {"e/b": "y"})
    assert victim.read_text() == "x"
    assert texts(outputs) == {"e/b": "y"}


def test_g4_an_edited_file_is_kept_and_nothing_is_written(outputs: Path) -> None:
    """G4"""
    build(outputs, FILES)
    (outputs / "e/letters/a.docx").write_text("twO")
    before = tree(outputs.parent)
    with pytest.raises(Edited) as caught:
        build(outputs, {path: text + "!" for path, text in FILES.items()})
    assert caught.value.exit_code == Exit.EDITED
    assert [p.place.file for p in caught.value.problems] == [str(outputs / "e/letters/a.docx")]
    assert tree(outputs.parent) == before
    assert [p.code for p in verify(outputs)] == ["output-edited"]


def test_g4_force_keeps_a_bak(outputs: Path) -> None:
    """G4"""
    build(outputs, FILES)
    for number, name in enumerate(["a.docx.bak", "a.docx.bak2"]):
        (outputs / "e/letters/a.docx").write_text(f"edited {number}")
        done = build(outputs, {**FILES, "e/letters/a.docx": f"new {number}"}, force=True)
        assert done.backups == [f"e/letters/{name}"]
        assert (outputs / "e/letters" / name).read_text() == f"edited {number}"
        assert (outputs / "e/letters/a.docx").read_text() == f"new {number}"
    assert build(outputs, FILES).backups == []


def test_g4_an_edit_after_staging_is_seen_too(outputs: Path) -> None:
    """G4"""
    build(outputs, FILES)
    with Publisher(outputs) as publisher:
        publisher.add("e/letters/a.docx", b"new")
        (outputs / "e/letters/a.docx").write_text("edited")
        with pytest.raises(Edited):
            publisher.commit()
    assert (outputs / "e/letters/a.docx").read_text() == "edited"


def test_g4_a_strangers_file_in_the_way_is_kept(outputs: Path) -> None:
    """G4"""
    (outputs / "e").mkdir(parents=True)
    (outputs / "e/a.pdf").write_text("mine")
    with pytest.raises(Edited, match="not known to be ours"):
        build(outputs, {"e/a.pdf": "new"})
    assert (outputs / "e/a.pdf").read_text() == "mine"


def test_g5_only_what_we_made_and_nobody_changed_is_removed(outputs: Path) -> None:
    """G5"""
    build(outputs, {**FILES, "e/old/x/gone.pdf": "1", "e/old/edited.pdf": "2", "f/other.pdf": "3", "e/spared.pdf": "4"})
    (outputs / "e/stray.txt").write_text("stray")
    (outputs / "e/old/edited.pdf").write_text("mine now")
    with Publisher(outputs) as publisher:
        for path, text in FILES.items():
            publisher.add(path, text.encode())
        done = publisher.commit(["e/"], spare={"e/spared.pdf"})
    assert done.removed == ["e/old/x/gone.pdf"]
    assert [(p.code, p.place.file) for p in done.problems] == [("output-kept", str(outputs / "e/old/edited.pdf"))]
    left = {**FILES, "e/stray.txt": "stray", "e/old/edited.pdf": "mine now", "f/other.pdf": "3", "e/spared.pdf": "4"}
    assert texts(outputs) == left
    assert not (outputs / "e/old/x").exists()
    assert set(load((outputs / "manifest.json").read_bytes())) == {*FILES, "f/other.pdf", "e/spared.pdf"}


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o000, 0o666)])
def test_g6_permissions_follow_the_umask(mask: int, mode: int, outputs: Path) -> None:
    """G6"""
    old = os.umask(mask)
    try:
        build(outputs, FILES)
    finally:
        os.umask(old)
    found = {stat.S_IMODE(p.stat().st_mode) for p in outputs.rglob("*") if p.is_file()}
    assert found == {mode}


# --- H: crashes, full disks, two clerks -------------------------------------------------------------------------------

CHILD = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from congvan.publish import Publisher
with Publisher(Path(sys.argv[1]), sync=False) as publisher:
    print("open", flush=True)
    for number in range(int(sys.argv[3])):
        publisher.add(f"e/d{{number % 5}}/f{{number}}", (sys.argv[2] * 2000 + str(number)).encode(), key=sys.argv[2])
    {pause}
    publisher.commit(["e/"])
"""


def child(outputs: Path, tag: str, count: int, pause: str = "") -> subprocess.Popen[bytes]:
    program = CHILD.format(root=str(ROOT), pause=pause or "pass")
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
        real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", rename)
    new = {path: text + "!" for path, text in FILES.items()} | {"e/more.pdf": "4"}
    try:
        build(outputs, new)
    except Death:
        pass
    else:
        assert moment > 6
    monkeypatch.undo()
    # A partial build must not make the other interrupted files look edited.
    build(outputs, {"e/letters/a.docx": "later"}, complete=())
    newest = {path: text + "?" for path, text in FILES.items()}
    build(outputs, newest)
    assert texts(outputs) == newest
    assert verify(outputs) == []
    assert os.listdir(outputs.parent) == ["outputs"]


def test_h2_disk_full_while_staging(outputs: Path) -> None:
    """H2"""
    build(outputs, FILES)
    before = tree(outputs.parent)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(CannotRun) as caught:
            build(outputs, {"e/letter/cong-van.pdf": "new", "e/large.pdf": "x" * 50_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    (problem,) = caught.value.problems
    assert (caught.value.exit_code, problem.code) == (Exit.CANNOT, "disk-full")
    assert "e/large.pdf" in problem.message
    assert "50,000" in problem.message
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
        (outputs / "e/letters/a.docx").write_text("edited")
        count, real = 0, getattr(os, call)

        def failing(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            if count == moment + 1:  # noqa: B023
                raise OSError(code, os.strerror(code))
            return real(*args, **kwargs)  # noqa: B023

        monkeypatch.setattr(os, call, failing)
        with suppress(CannotRun):
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
        with pytest.raises(CannotRun) as caught, Publisher(outputs):
            pytest.fail("came as far as rendering")
        assert caught.value.exit_code == Exit.CANNOT

    as_nobody(task)
    outputs.chmod(0o777)
    (outputs / "e").mkdir()
    (outputs / "e").chmod(0o555)

    def inner() -> None:
        with Publisher(outputs) as publisher, pytest.raises(CannotRun) as caught:
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
        with pytest.raises(CannotRun), Publisher(place):
            pytest.fail("came as far as rendering")
    assert (tmp_path / "file").read_text() == "mine"


def test_h4_the_second_build_is_told_at_once_who_holds_the_lock(outputs: Path) -> None:
    """H4"""
    with child(outputs, "a", 3, pause="time.sleep(30)") as process:
        assert process.stdout
        process.stdout.readline()
        started = time.monotonic()
        with pytest.raises(Busy) as caught:
            build(outputs, FILES)
        assert time.monotonic() - started < 1
        assert caught.value.exit_code == Exit.BUSY
        assert str(process.pid) in caught.value.problems[0].message
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
    assert verify(outputs) == []


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


def test_k1_verify_sees_every_flipped_byte_and_missing_file(outputs: Path) -> None:
    """K1"""
    build(outputs, FILES)
    (outputs / "e/letters/a.docx").write_text("twp")
    (outputs / "e/letter/cong-van.pdf").unlink()
    assert [p.code for p in verify(outputs)] == ["output-missing", "output-edited"]
    (outputs / "manifest.json").write_text("{")
    assert [p.code for p in verify(outputs)] == ["manifest-unreadable"]
    assert [p.code for p in build(outputs, {"e/letters/a.docx": "twp"}).problems] == ["manifest-unreadable"]
    assert [p.code for p in verify(outputs.parent / "none")] == ["output-missing"]


# --- one file of data/ ------------------------------------------------------------------------------------------------


def test_a_data_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    target, link = tmp_path / "shared/agency.yaml", tmp_path / "agency.yaml"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    replace_file(link, b"new\r\n")
    assert link.is_symlink()
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"new\r\n", 0o640)
    assert os.listdir(tmp_path / "shared") == ["agency.yaml"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_data_file_stays_when_the_disk_fails(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside: list[str] = []
    data = tmp_path / "data"
    data.mkdir()

    def fail(*_given: object) -> None:
        beside.extend(name for name in os.listdir(data) if name != "agency.yaml")
        raise OSError(errno.EIO, "broken")

    (data / "agency.yaml").write_bytes(b"old")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="broken"):
        replace_file(data / "agency.yaml", b"new")
    assert tree(data) == {"agency.yaml": b"old"}
    (temp,) = beside
    assert temp.startswith(".agency.yaml.")
    assert temp.endswith(".tmp")
    monkeypatch.setattr(os, "unlink", fail)
    with pytest.raises(OSError, match="broken"):
        replace_file(data / "agency.yaml", b"new")


# --- manifest and journal ---------------------------------------------------------------------------------------------


def test_a_long_manifest_reads_back_and_names_the_program() -> None:
    rows = {f"e/{number:04}": Row("0" * 64, number) for number in range(1203)}
    text = b"".join(dump(rows.items()))
    assert load(text) == rows
    assert json.loads(text)["version"] == __version__
    assert max(map(len, dump(rows.items()))) < len(text) / 2  # in pieces


def test_a_damaged_row_of_a_manifest_is_read_as_far_as_it_goes() -> None:
    entries = {
        "d": [],
        "../x": {},
        "a": {},
        "b": {"inputs": None, "size": []},
        "c": {"inputs": "xy", "size": "1"},
        "e": None,
    }
    text = json.dumps({"outputs": entries}).encode()
    assert load(text) == dict.fromkeys("abc", Row("", 0))


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", b'{"outputs": []}', b"\xff", b"[" * 10**5, b"1"])
def test_what_is_no_manifest_stops_no_build(text: bytes, outputs: Path) -> None:
    with pytest.raises(ValueError):
        load(text)
    assert load_journal(text).keys() <= {"outputs"}
    outputs.mkdir()
    (outputs / "manifest.json").write_bytes(text)
    assert [p.code for p in build(outputs, FILES).problems] == (["manifest-unreadable"] if text else [])


@given(st.dictionaries(st.sampled_from(["a", "e/b.pdf", "c"]), st.lists(st.text(max_size=3), max_size=2)))
def test_a_journal_reads_back(journal: dict[str, list[str]]) -> None:
    assert load_journal(b"".join(dump_journal(journal.items()))) == journal


def test_an_empty_journal_is_one() -> None:
    assert b"".join(dump_journal([])) == b"{}"


def test_damaged_entries_of_a_journal_are_passed_over() -> None:
    assert load_journal(json.dumps({"../x": ["1"], "a": 1, "b": [2]}).encode()) == {"b": ["2"]}


# --- what is said -----------------------------------------------------------------------------------------------------

HERE = Path("/p/outputs")
TOLD: dict[str, tuple[Callable[[], Problem], str, str]] = {
    # name: (the problem, its code, its place)
    "locked": (lambda: said.outputs_locked(HERE, 0).problems[0], "outputs-locked", "/p/outputs"),
    "locked by": (lambda: said.outputs_locked(HERE, 17).problems[0], "outputs-locked", "/p/outputs"),
    "no locks": (lambda: said.no_locks(HERE), "no-locks", "/p/outputs"),
    "edited": (lambda: said.edited_output(HERE, "e/a", known=True), "output-edited", "/p/outputs/e/a"),
    "not ours": (lambda: said.edited_output(HERE, "e/a", known=False), "output-edited", "/p/outputs/e/a"),
    "kept": (lambda: said.kept_output(HERE, "e/a"), "output-kept", "/p/outputs/e/a"),
    "link": (lambda: said.link_replaced(HERE, "e/a"), "output-link", "/p/outputs/e/a"),
    "shared": (lambda: said.shared_path("e/a", "e/A").problems[0], "path-shared", "e/a"),
    "missing": (lambda: said.missing_output(HERE, "e/a"), "output-missing", "/p/outputs/e/a"),
    "changed": (lambda: said.changed_output(HERE, "e/a"), "output-edited", "/p/outputs/e/a"),
    "no manifest": (lambda: said.unreadable_manifest(HERE), "manifest-unreadable", "/p/outputs/manifest.json"),
    **{
        f"failed {code}": (
            lambda code=code: said.failed_write(HERE, "e/a", OSError(code, "why"), 1, 2, False).problems[0],
            "disk-full" if code == errno.ENOSPC else "output-unwritable",
            "/p/outputs/e/a",
        )
        for code in (errno.ENOSPC, errno.ENOTDIR, errno.ELOOP, errno.ENOENT, errno.EISDIR, errno.EROFS)
    },
}


@pytest.mark.parametrize("name", TOLD)
def test_a_problem_says_what_where_and_what_to_do(name: str) -> None:
    make, code, place = TOLD[name]
    problem = make()
    assert (problem.code, problem.place.file) == (code, place)
    assert place in problem.message
    assert type(problem.hint) is str
    assert problem.hint
    mild = name in ("no locks", "kept", "link", "no manifest")
    assert problem.severity is (Severity.WARNING if mild else Severity.ERROR)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOTDIR, "is a link or a file, not a folder"),
        (errno.ELOOP, "is a link or a file, not a folder"),
        (errno.ENOENT, "does not exist"),
        (errno.EISDIR, "A folder stands at"),
        (errno.EROFS, "Read-only file system"),
    ],
)
def test_each_error_of_the_system_has_its_words(code: int, words: str) -> None:
    (problem,) = said.unwritable(HERE, said.system_error(code)).problems
    assert words in problem.message
    assert problem.hint


def test_a_full_disk_says_how_much_is_needed_and_what_became_of_the_rest(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "full")
    free = os.statvfs(tmp_path)
    for renaming, words in ((False, "The old files are as they were"), (True, "Some files are new, some are old")):
        (problem,) = said.failed_write(tmp_path, "e/a", full, 12345, 67890, renaming).problems
        assert "12,345 bytes, 67,890 with all before it" in problem.message
        told = int(problem.message.split(";")[1].split()[0].replace(",", ""))
        assert told == pytest.approx(free.f_bavail * free.f_frsize, rel=0.05)
        assert words in problem.hint


# --- the smaller doors ------------------------------------------------------------------------------------------------


def test_what_the_outputs_will_be_can_be_read_before_they_are(outputs: Path) -> None:
    build(outputs, FILES)
    (outputs / "e/letters/link.docx").symlink_to(outputs / "e/letters/a.docx")
    with Publisher(outputs) as publisher:
        publisher.add("e/letter/cong-van.pdf", b"ONE")
        publisher.add("e/new.pdf", b"NEW")
        names = ["e/letter/cong-van.pdf", "e/new.pdf", "e/letters/a.docx", "e/letters/link.docx", "e/none", "none/x"]
        assert [publisher.read(name) for name in names] == [b"ONE", b"NEW", b"two", b"", b"", b""]


def test_every_unsafe_path_is_named_before_anything_is_rendered(outputs: Path) -> None:
    with Publisher(outputs) as publisher:
        publisher.check(FILES)
        with pytest.raises(Stop) as caught:
            publisher.check(["../x", "e/good.pdf", "ệ?"])
    assert type(caught.value) is Stop
    assert [p.place.file for p in caught.value.problems] == ["../x", "\\u1ec7?"]


def test_every_closed_folder_is_named(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(outputs, {"e/a": "1", "e/x/b": "2", "f/c": "3"})
    monkeypatch.setattr(os, "access", lambda *_given, **_more: False)
    with pytest.raises(CannotRun), Publisher(outputs):
        pytest.fail("outputs/ itself can't be written")
    monkeypatch.undo()
    with Publisher(outputs) as publisher:
        monkeypatch.setattr(os, "access", lambda *_given, **_more: False)
        with pytest.raises(CannotRun) as caught:
            publisher.check(["e/a", "e/x/b", "e/x/c", "f/c", "g/new"])
    assert [p.place.file for p in caught.value.problems] == [str(outputs / name) for name in ("e", "e/x", "f")]


def test_a_folder_where_a_file_should_stand_is_refused(outputs: Path) -> None:
    (outputs / "e/a.pdf").mkdir(parents=True)
    with pytest.raises(CannotRun, match="A folder stands at") as caught:
        build(outputs, {"e/a.pdf": "new"})
    assert caught.value.problems[0].place.file == str(outputs / "e/a.pdf")


def test_many_folders_need_few_descriptors(outputs: Path) -> None:
    files = {f"e/{number}/x/a.pdf": str(number) for number in range(150)}
    open_before = len(os.listdir("/proc/self/fd"))
    for _round in range(2):
        with Publisher(outputs) as publisher:
            for path, text in files.items():
                publisher.add(path, text.encode())
            publisher.commit(["e/"])
            assert len(os.listdir("/proc/self/fd")) - open_before <= 110
    assert texts(outputs) == files
    assert len(os.listdir("/proc/self/fd")) == open_before


def test_the_holder_is_told_before_it_has_written_its_name(outputs: Path) -> None:
    """H4"""
    outputs.mkdir()
    handle = os.open(outputs, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(Busy, match=rf"process {os.getpid()}\)") as caught, Publisher(outputs):
            pytest.fail("two builds at once")
        assert caught.value.problems[0].place.file == str(outputs)
    finally:
        os.close(handle)


def test_a_disk_without_locks_is_a_warning(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_given: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", none)
    done = build(outputs, FILES)
    assert [(p.code, p.place.file) for p in done.problems] == [("no-locks", str(outputs))]
    assert texts(outputs) == FILES


def test_k1_verify_goes_on_behind_a_link(outputs: Path) -> None:
    """K1"""
    build(outputs, {"a/x": "1", "b/x": "2", "c/x": "3"})
    for name in "ab":
        (outputs / name).rename(outputs.parent / name)
        (outputs / name).symlink_to(outputs.parent / name)
    (outputs / "c/x").write_text("4")
    assert [p.place.file for p in verify(outputs)] == [str(outputs / name) for name in ("a", "b", "c/x")]
    (outputs / "manifest.json").unlink()
    os.mkfifo(outputs / "manifest.json")
    assert [(p.code, p.severity) for p in verify(outputs)] == [("manifest-unreadable", Severity.ERROR)]


def test_g4_a_thousandth_backup_is_refused(outputs: Path) -> None:
    """G4"""
    build(outputs, {"e/a": "old"})
    (outputs / "e/a").write_text("edited")
    for number in range(1, 1000):
        (outputs / "e" / f"a.bak{number if number > 1 else ''}").touch()
    with pytest.raises(CannotRun) as caught:
        build(outputs, {"e/a": "new"}, force=True)
    assert caught.value.problems[0].place.file == str(outputs / "e/a")
    assert (outputs / "e/a").read_text() == "edited"


@pytest.mark.parametrize(
    ("path", "safe"), [("Xem/CvX", True), ("x" * 240, True), ("x" * 241, False), ("é" * 120, True), ("é" * 121, False)]
)
def test_letters_are_safe_and_a_name_has_240_bytes_at_most(path: str, safe: bool) -> None:
    assert is_safe(path) is safe


def test_a_path_has_1000_bytes_at_most() -> None:
    path = "/".join(["x" * 199] * 5)
    assert (len(path), is_safe(path), is_safe(path + "x"), is_safe(path + "xx")) == (999, True, True, False)


def test_the_working_folder_is_our_own_and_says_whose(outputs: Path) -> None:
    work = outputs.parent / ".outputs.work"
    with Publisher(outputs):
        assert stat.S_IMODE(work.stat().st_mode) == 0o700
        assert (work / "holder").read_text() == str(os.getpid())
    assert not work.exists()


def test_h2_a_failure_before_the_first_rename_leaves_all_as_it_was(
    outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H2"""
    build(outputs, FILES)
    before = tree(outputs)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("congvan.publish.sync_file_system", full)
    with Publisher(outputs) as publisher:
        publisher.add("e/letters/a.docx", b"new")
        with pytest.raises(CannotRun) as caught:
            publisher.commit()
    assert "The old files are as they were" in caught.value.problems[0].hint
    assert tree(outputs) == before
    assert os.listdir(outputs.parent) == ["outputs"]
