"""The only writer, day by day: what is published is what the manifest says, and nothing of the clerk's is lost."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import random
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.core.problems import EnvironmentFault, ProblemsFound, Severity
from congvan.model.project.atomic_write import replace_file
from congvan.pipeline.verify import VerifyRequest, verify
from congvan.publishing.manifest import ManifestRow, dump, load
from congvan.publishing.paths import is_safe
from congvan.publishing.publisher import OutputsBusy, Publisher
from congvan.publishing.staging import Digests
from tests.publishing.making import FILES, build, texts, tree
from tests.tracing import strace

# --- the ordinary run -------------------------------------------------------------------------------------------------


def test_what_is_published_is_what_the_manifest_says(outputs: Path) -> None:
    done = build(outputs, FILES)
    assert done.written == sorted(FILES)
    assert texts(outputs) == FILES
    rows = json.loads((outputs / "manifest.json").read_text())["outputs"]
    assert list(rows) == sorted(FILES)
    assert rows["e/letters/a.txt"] == {
        "sha256": hashlib.sha256(b"two").hexdigest(),
        "size": 3,
        "document": "letter",
        "record": "e/letters/a.txt",
        "template": "",
        "inputs": ["data/a.yaml"],
        "key": "two",
    }
    assert verify(VerifyRequest(outputs)).problems == []
    assert os.listdir(outputs.parent) == ["outputs"]


def test_what_is_unchanged_is_told_in_the_order_of_paths(outputs: Path) -> None:
    build(outputs, FILES)
    assert build(outputs, dict(reversed(FILES.items()))).unchanged == sorted(FILES)


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
    assert build(outputs, {**FILES, "e/letters/a.txt": "new"}).written == ["e/letters/a.txt"]


def test_a_file_whose_key_is_the_same_need_not_be_rendered(outputs: Path) -> None:
    build(outputs, FILES)
    with Publisher(outputs) as publisher:
        assert publisher.keep("e/letters/a.txt", "two")
        assert not publisher.keep("e/letter/cong-van.txt", "other key")
        assert not publisher.keep("e/letter/new.pdf", "two")
        publisher.add("e/letter/cong-van.txt", b"1", key="other key")
        done = publisher.commit()
    assert (done.written, done.unchanged) == (["e/letter/cong-van.txt"], ["e/letters/a.txt"])
    (outputs / "e/letters/a.txt").write_text("edited")
    with Publisher(outputs) as publisher:
        assert not publisher.keep("e/letters/a.txt", "two")


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
    publisher.add("e/letters/a.txt", b"new")
    raise RuntimeError


def test_a_partial_build_leaves_the_rest_and_its_rows_alone(outputs: Path) -> None:
    build(outputs, FILES)
    rows = load((outputs / "manifest.json").read_bytes())
    done = build(outputs, {"e/letters/a.txt": "new"}, complete=())
    assert done.removed == []
    assert texts(outputs) == {**FILES, "e/letters/a.txt": "new"}
    after = load((outputs / "manifest.json").read_bytes())
    assert {path for path in rows if rows[path] != after[path]} == {"e/letters/a.txt"}


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
    st.builds(ManifestRow, WORDS, st.integers(0), WORDS, WORDS, WORDS, st.lists(WORDS).map(tuple), WORDS),
)


@given(ROWS)
def test_a_manifest_reads_back(rows: dict[str, ManifestRow]) -> None:
    assert load(b"".join(dump(sorted(rows.items())))) == rows


def test_k1_verify_sees_every_flipped_byte_and_missing_file(outputs: Path) -> None:
    """K1"""
    build(outputs, FILES)
    (outputs / "e/letters/a.txt").write_text("twp")
    (outputs / "e/letter/cong-van.txt").unlink()
    assert [p.code for p in verify(VerifyRequest(outputs)).problems] == ["output-missing", "output-edited"]
    (outputs / "manifest.json").write_text("{")
    assert [p.code for p in verify(VerifyRequest(outputs)).problems] == ["manifest-unreadable"]
    assert [p.code for p in build(outputs, {"e/letters/a.txt": "twp"}).problems] == ["manifest-unreadable"]
    none = outputs.parent / "none"
    assert [(p.code, p.place.file) for p in verify(VerifyRequest(none)).problems] == [("output-missing", str(none))]


@pytest.mark.parametrize("name", ["e/a.docx", "e/a.xlsx", "e/a.pdf"])
def test_verify_names_what_does_not_open(outputs: Path, name: str) -> None:
    """A file that is published as it was made, by a program that did not open it."""
    build(outputs, {name: "cut", "e/a.txt": "cut"})
    for drawn in (False, True):
        (problem,) = verify(VerifyRequest(outputs, drawn)).problems
        assert (problem.code, problem.place.file) == ("output-not-opened", str(outputs / name))


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


# --- the smaller doors ------------------------------------------------------------------------------------------------


def test_what_the_outputs_will_be_can_be_read_before_they_are(outputs: Path) -> None:
    build(outputs, FILES)
    (outputs / "e/letters/link.docx").symlink_to(outputs / "e/letters/a.txt")
    with Publisher(outputs) as publisher:
        publisher.add("e/letter/cong-van.txt", b"ONE")
        publisher.add("e/new.pdf", b"NEW")
        names = ["e/letter/cong-van.txt", "e/new.pdf", "e/letters/a.txt", "e/letters/link.docx", "e/none", "none/x"]
        assert [publisher.read(name) for name in names] == [b"ONE", b"NEW", b"two", b"", b"", b""]


def test_every_unsafe_path_is_named_before_anything_is_rendered(outputs: Path) -> None:
    with Publisher(outputs) as publisher:
        publisher.check(FILES)
        with pytest.raises(ProblemsFound) as caught:
            publisher.check(["../x", "e/good.pdf", "ệ?"])
    assert type(caught.value) is ProblemsFound
    assert [p.place.file for p in caught.value.problems] == ["../x", "\\u1ec7?"]


def test_every_closed_folder_is_named(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(outputs, {"e/a": "1", "e/x/b": "2", "f/c": "3"})
    monkeypatch.setattr(os, "access", lambda *_given, **_more: False)
    with pytest.raises(EnvironmentFault), Publisher(outputs):
        pytest.fail("outputs/ itself can't be written")
    monkeypatch.undo()
    with Publisher(outputs) as publisher:
        monkeypatch.setattr(os, "access", lambda *_given, **_more: False)
        with pytest.raises(EnvironmentFault) as caught:
            publisher.check(["e/a", "e/x/b", "e/x/c", "f/c", "g/new"])
    assert [p.place.file for p in caught.value.problems] == [str(outputs / name) for name in ("e", "e/x", "f")]


def test_a_folder_where_a_file_should_stand_is_refused(outputs: Path) -> None:
    (outputs / "e/a.pdf").mkdir(parents=True)
    with pytest.raises(EnvironmentFault) as caught:
        build(outputs, {"e/a.pdf": "new"})
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("output-unwritable", str(outputs / "e/a.pdf"))
    assert problem.message.id.startswith("output-unwritable.folder")


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
        with pytest.raises(OutputsBusy) as caught, Publisher(outputs):
            pytest.fail("two builds at once")
        (problem,) = caught.value.problems
        assert (problem.message.id, problem.message.values["pid"]) == ("outputs-locked.process", os.getpid())
        assert problem.place.file == str(outputs)
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
    assert [p.place.file for p in verify(VerifyRequest(outputs)).problems] == [
        str(outputs / name) for name in ("a", "b", "c/x")
    ]
    (outputs / "manifest.json").unlink()
    os.mkfifo(outputs / "manifest.json")
    assert [(p.code, p.severity) for p in verify(VerifyRequest(outputs)).problems] == [
        ("manifest-unreadable", Severity.ERROR)
    ]
    assert [p.code for p in build(outputs, {"d/x": "5"}).problems] == ["manifest-unreadable"]


LINKLESS = """
import sys
from pathlib import Path
from congvan.core.problems import ProblemsFound
from congvan.publishing.publisher import Publisher
try:
    with Publisher(Path(sys.argv[1]), force=True) as publisher:
        publisher.add("e/a", b"new", key="new")
        publisher.commit(["e/"])
except ProblemsFound as stop:
    sys.exit(int(stop.exit_code))
"""


@pytest.mark.usefixtures("_strace")
def test_g4_an_edited_file_is_kept_on_a_disk_without_hard_links(outputs: Path) -> None:
    """G4: as on exFAT, where link(2) gives EPERM."""
    build(outputs, {"e/a": "old"})
    (outputs / "e/a").write_text("edited")
    (outputs / "e/a").chmod(0o600)
    program = [sys.executable, "-c", LINKLESS, str(outputs)]
    run = strace("-o", "/dev/null", "-e", "trace=link,linkat", "-e", "inject=link,linkat:error=EPERM", *program)
    assert run.returncode == 0, run.stderr
    assert texts(outputs) == {"e/a": "new", "e/a.bak": "edited"}
    assert stat.S_IMODE((outputs / "e/a.bak").stat().st_mode) == 0o600
    assert os.listdir(outputs.parent) == ["outputs"]


def test_k1_outputs_that_cannot_be_read_are_not_missing(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """K1: nothing is gained by building again what is there and locked."""
    build(outputs, {"e/a": "old", "e/b": "old"})
    opened = os.open

    def closed(locked: str) -> None:
        def refusing(path: object, *words: Any, **more: Any) -> int:
            if str(path).endswith(locked):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return opened(path, *words, **more)

        monkeypatch.setattr(os, "open", refusing)

    for locked, where in (("outputs", outputs), ("manifest.json", outputs / "manifest.json"), ("a", outputs / "e/a")):
        closed(locked)
        (problem,) = verify(VerifyRequest(outputs)).problems
        assert (problem.code, problem.place.file) == ("output-unreadable", str(where))
        assert str(problem.message.values["why"]) == "Permission denied"


def test_g4_a_thousandth_backup_is_refused(outputs: Path) -> None:
    """G4"""
    build(outputs, {"e/a": "old"})
    (outputs / "e/a").write_text("edited")
    for number in range(1, 1000):
        (outputs / "e" / f"a.bak{number if number > 1 else ''}").touch()
    with pytest.raises(EnvironmentFault) as caught:
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

    monkeypatch.setattr("congvan.publishing.publisher.sync_file_system", full)
    with Publisher(outputs) as publisher:
        publisher.add("e/letters/a.txt", b"new")
        with pytest.raises(EnvironmentFault) as caught:
            publisher.commit()
    advice = caught.value.problems[0].advice
    assert advice is not None
    assert advice.id == "disk-full.hint"
    assert advice.values["again"].id == "build-again.old"
    assert tree(outputs) == before
    assert os.listdir(outputs.parent) == ["outputs"]
