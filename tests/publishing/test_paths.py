"""Nothing is written outside outputs/, nothing of the clerk's is overwritten or deleted."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.core.problems import EnvironmentFault, Exit, ProblemsFound
from congvan.pipeline.verify import VerifyRequest, verify
from congvan.publishing.manifest import load
from congvan.publishing.paths import OutputTree, is_safe, safe_name, safe_path
from congvan.publishing.publisher import OutputsEdited, Publisher
from tests.publishing.making import FILES, build, texts, tree

# --- G: paths and files -----------------------------------------------------------------------------------------------

UNSAFE = ["../x", "/etc/x", "C:\\x", "C:x", "a\0b", "CON", "con.pdf", "x.", " x", "x ", "", ".", "..", "a//b", "a/../b"]
UNSAFE += ["a/", "ệ" * 300, "a\nb", ".hidden", "a/.b", "x?", "a|b", "manifest.json", "e\u0302", "\ud800"]
UNSAFE += ["a/" * 600 + "x"]


@given(st.text(max_size=300))
def test_any_text_makes_a_safe_name_or_none(text: str) -> None:
    made = safe_name(text)
    assert made == "" or (is_safe(f"{made}.pdf") and "/" not in made)


@pytest.mark.parametrize("path", UNSAFE, ids=ascii)
def test_g1_unsafe_paths_are_refused(path: str, outputs: Path) -> None:
    """G1"""
    with pytest.raises(ProblemsFound, match="safe name") as caught, Publisher(outputs) as publisher:
        publisher.add(path, b"x")
    assert "Windows" in caught.value.problems[0].hint
    assert tree(outputs.parent.parent) == {}


@given(st.text())
def test_g1_a_safe_path_leads_nowhere_else(path: str) -> None:
    """G1"""
    if is_safe(path):
        assert os.path.normpath(os.path.join("/o", path)).startswith("/o/")
        assert path == "manifest.json" or safe_path(path) == path


@pytest.mark.parametrize("other", ["e/LETTERS/a.txt", "e/letters/A.txt", "e/letters/a.txt"])
def test_g2_two_documents_never_share_a_file(other: str, outputs: Path) -> None:
    """G2"""
    with Publisher(outputs) as publisher:
        publisher.add("e/letters/a.txt", b"1")
        with pytest.raises(ProblemsFound) as caught:
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
    (elsewhere / "letters" / "a.txt").write_text("two")
    (outputs / where).parent.mkdir(parents=True, exist_ok=True)
    (outputs / where).symlink_to(elsewhere) if where else outputs.symlink_to(elsewhere)
    before = tree(elsewhere)
    with pytest.raises(EnvironmentFault) as caught:
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
    with pytest.raises(EnvironmentFault) as caught:
        build(outputs, FILES)
    assert caught.value.problems[0].place.file == str(outputs.parent / ".outputs.work")
    assert (victim / "stage" / "precious").read_text() == "keep"
    (outputs.parent / ".outputs.work").unlink()
    (outputs / "manifest.json").symlink_to(victim / "stage" / "precious")
    build(outputs, FILES)
    assert (victim / "stage" / "precious").read_text() == "keep"
    assert verify(VerifyRequest(outputs)).problems == []


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
    (outputs / "e/letters/a.txt").write_text("twO")
    before = tree(outputs.parent)
    with pytest.raises(OutputsEdited) as caught:
        build(outputs, {path: text + "!" for path, text in FILES.items()})
    assert caught.value.exit_code == Exit.EDITED
    assert [p.place.file for p in caught.value.problems] == [str(outputs / "e/letters/a.txt")]
    assert tree(outputs.parent) == before
    assert [p.code for p in verify(VerifyRequest(outputs)).problems] == ["output-edited"]


def test_g4_force_keeps_a_bak(outputs: Path) -> None:
    """G4"""
    build(outputs, FILES)
    for number, name in enumerate(["a.txt.bak", "a.txt.bak2"]):
        (outputs / "e/letters/a.txt").write_text(f"edited {number}")
        done = build(outputs, {**FILES, "e/letters/a.txt": f"new {number}"}, force=True)
        assert done.backups == [f"e/letters/{name}"]
        assert (outputs / "e/letters" / name).read_text() == f"edited {number}"
        assert (outputs / "e/letters/a.txt").read_text() == f"new {number}"
    assert build(outputs, FILES).backups == []


def test_g4_an_edit_after_staging_is_seen_too(outputs: Path) -> None:
    """G4"""
    build(outputs, FILES)
    with Publisher(outputs) as publisher:
        publisher.add("e/letters/a.txt", b"new")
        (outputs / "e/letters/a.txt").write_text("edited")
        with pytest.raises(OutputsEdited):
            publisher.commit()
    assert (outputs / "e/letters/a.txt").read_text() == "edited"


def test_g4_a_strangers_file_in_the_way_is_kept(outputs: Path) -> None:
    """G4"""
    (outputs / "e").mkdir(parents=True)
    (outputs / "e/a.pdf").write_text("mine")
    with pytest.raises(OutputsEdited, match="was not written by this program"):
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


def test_g1_a_name_that_the_system_refuses_is_told(outputs: Path) -> None:
    """G1"""
    outputs.mkdir()
    folders = OutputTree(outputs)
    with pytest.raises(EnvironmentFault) as caught:
        folders.stat("a" * 300)
    assert caught.value.problems[0].place.file == str(outputs / ("a" * 300))
    assert os.strerror(errno.ENAMETOOLONG) in caught.value.problems[0].text
    folders.close()


def test_a_folder_that_can_not_be_let_go_of_is_no_failure(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (outputs / "e").mkdir(parents=True)
    folders = OutputTree(outputs)
    held = folders.folder_of("e/x")
    assert held is not None
    with monkeypatch.context() as patch:
        patch.setattr("os.close", _fails)
        folders.forget("e")
    os.close(held)
    folders.close()


def _fails(*_given: object) -> None:
    raise OSError(errno.EIO, "failed")


def test_h2_an_old_file_that_can_not_be_removed_is_named(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """H2"""
    build(outputs, FILES)
    unlink = os.unlink
    doomed = "cong-van.txt"
    monkeypatch.setattr("os.unlink", lambda name, **at: _fails() if name == doomed else unlink(name, **at))
    with Publisher(outputs, sync=False) as publisher:
        publisher.add("e/letters/a.txt", b"two", key="two")
        with pytest.raises(EnvironmentFault) as caught:
            publisher.commit(["e/letter/"])
    assert caught.value.problems[0].place.file == str(outputs / "e/letter" / doomed)


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
