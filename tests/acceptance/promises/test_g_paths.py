"""G. Paths and files: nothing is written outside outputs/, nothing of the clerk's is overwritten or deleted."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound, Severity
from congvan.pipeline.plan.planner import Selection, plan
from congvan.publishing.paths import is_safe
from congvan.publishing.publisher import Publisher
from congvan.returns.ledger.store import Store
from tests.acceptance.promises.line import (
    COMMUNES,
    DISTRICTS,
    DOCUMENTS,
    ENTERPRISES,
    LONG,
    NO_ENTRIES,
    figure,
    loaded,
    problems_of,
    swapped,
)
from tests.sample_project import Project

PATH, FORMS = "path: letter/{{ dispatch.kind_id }}", "path: rosters/{{ enterprise.id }}"
WORDS = ("letter", "--only", "docx", "--format", "json")
LETTER = "outputs/bluezone-2020/letter/cong-van.docx"


NAMES = ["../x", "/etc/x", "C:\\x", "..%2f", "CON", "nul", "x.", " x", "ệ" * 300, "😀", "", ".", "..", "a/../../b"]
NAMES += ["~", "-rf", "a b", "com1.txt", "a\0b"]


@pytest.mark.parametrize("name", NAMES)
def test_g1_nothing_is_written_outside_outputs(name: str, tmp_path: Path) -> None:
    """Whatever a name, an id or a path in the data says (`../x`, `/etc/x`, CON, 300 letters, emoji), every path that is
    written is safe and below outputs/, or there is a Problem before anything is rendered.
    """
    typed = json.dumps(name, ensure_ascii=False)
    for changes in (
        swapped(ENTERPRISES, "id: viettel-lang-son", f"id: {typed}"),
        swapped(DISTRICTS, "name: Tràng Định", f"name: {typed}"),
        swapped(DOCUMENTS, PATH, f"path: {typed}"),
        swapped(DOCUMENTS, FORMS, "path: " + json.dumps("rosters/{{ enterprise.name }}" + name)),
    ):
        try:
            planned = plan(loaded({**changes, COMMUNES: NO_ENTRIES}), Selection())
            paths = planned.check()
            with Publisher(tmp_path / "outputs") as publisher:
                publisher.check(paths)
        except ProblemsFound:
            continue
        for path in paths:
            assert is_safe(path), path
            assert (Path("/o") / path).resolve().is_relative_to("/o")


@settings(max_examples=100 if LONG else 10, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.text(max_size=20))
def test_g1_any_id_is_safe_or_a_problem(name: str) -> None:
    """Any text as an id gives safe paths or a Problem."""
    typed = json.dumps(name)
    try:
        paths = plan(
            loaded(swapped(ENTERPRISES, "id: viettel-lang-son", f"id: {typed}")), Selection(["rosters"])
        ).check()
    except ProblemsFound:
        return
    assert all(is_safe(path) for path in paths)


@pytest.mark.parametrize("path", ["rosters/mot", "rosters/{{ district.id }}", "rosters/{{ district.kind }}"])
def test_g2_two_records_never_share_a_file(path: str) -> None:
    """Two records never share a file: the plan refuses, naming both."""
    old = "path: rosters/{{ district.id }}/{{ district.id }}--{{ enterprise.id }}"
    found = [p for p in problems_of(swapped(DOCUMENTS, old, f"path: {path}")) if p.severity is Severity.ERROR]
    assert "path-twice" in {p.code for p in found}
    assert all("district=" in p.text + p.record for p in found if p.code == "path-twice"), found


def digest(folder: Path) -> str:
    return hashlib.sha256(b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())).hexdigest()


@pytest.mark.parametrize("link", ["file", "folder", "above", "outputs", "hard", "pipe", "work"])
def test_g3_links_are_not_followed(link: str, project: Project, tmp_path: Path) -> None:
    """A link in the place of an output, of its folder, of outputs/ itself, a hard link, a pipe: refused, or replaced
    where it is a file; what it points at is unchanged.
    """
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "cong-van.docx").write_text("mine")
    (victim / "manifest.json").write_text("{}")
    before = digest(victim)
    letter, outputs = project.root / LETTER, project.root / "outputs"
    if link in ("file", "hard", "pipe"):
        letter.unlink()
        {
            "file": lambda: letter.symlink_to(victim / "cong-van.docx"),
            "hard": lambda: letter.hardlink_to(victim / "cong-van.docx"),
            "pipe": lambda: os.mkfifo(letter),
        }[link]()
    elif link == "work":
        (project.root / ".outputs.work").symlink_to(victim)
    else:
        place = {"folder": letter.parent, "above": letter.parent.parent, "outputs": outputs}[link]
        place.rename(tmp_path / "aside")
        place.symlink_to(victim)
    run = project.run(*WORDS, "-F")
    assert run.code in (0, 4, 6), run.out
    assert run.code == 0 or run.json["problems"][0]["hint"]
    assert digest(victim) == before
    assert sorted(p.name for p in victim.iterdir()) == ["cong-van.docx", "manifest.json"]
    if run.code == 0:
        assert stat.S_ISREG(os.lstat(letter).st_mode)


def test_g4_an_edited_file_is_not_overwritten(project: Project) -> None:
    """A file that the clerk edited is kept: exit code 6, the file named; --force replaces it and keeps a .bak."""
    letter = project.root / LETTER
    letter.write_bytes(letter.read_bytes() + b"x")
    edited = letter.read_bytes()
    project.replace("data/lists/dau-moi.yaml", "Đinh Quang Tuấn", "Đinh Quang Tú")
    run = project.run(*WORDS)
    assert run.code == 6
    assert "cong-van.docx" in run.json["problems"][0]["file"]
    assert letter.read_bytes() == edited
    assert project.run(*WORDS, "--force").code == 0
    assert letter.read_bytes() != edited
    assert edited in [p.read_bytes() for p in letter.parent.glob("*.bak*")]


def test_g5_only_what_we_made_and_no_one_changed_is_deleted(project: Project) -> None:
    """Only what we made and no one changed is deleted: a stray file and an edited one that no document makes stay."""
    folder = project.root / "outputs/bluezone-2020/letter"
    (folder / "ghi-chu.txt").write_text("mine")
    (folder / "cong-van.docx").write_bytes(b"edited")
    project.replace(DOCUMENTS, PATH, "path: letter/van-ban-moi")
    run = project.run("--only", "docx", "--format", "json")
    assert (folder / "ghi-chu.txt").read_text() == "mine"
    assert (folder / "cong-van.docx").read_bytes() == b"edited"
    assert run.code == 0, run.out
    assert (folder / "van-ban-moi.docx").exists()


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_g6_permissions_follow_the_umask(mask: int, project: Project) -> None:
    """Files are 0666 & ~umask and folders 0777 & ~umask: no run opens more than the clerk's own umask allows;
    `outputs/` is made 0700 and the database of what came back 0600 whatever the umask; a folder that is there keeps its
    mode.
    """
    import shutil

    outputs = project.root / "outputs"
    shutil.rmtree(outputs)
    old = os.umask(mask)
    try:
        assert project.run(*WORDS).code == 0
        assert stat.S_IMODE(outputs.stat().st_mode) == 0o700, "names and phone numbers"
        outputs.chmod(0o750)
        project.replace(DOCUMENTS, PATH, "path: letter/van-ban-moi")
        assert project.run(*WORDS).code == 0
    finally:
        os.umask(old)
    assert stat.S_IMODE(outputs.stat().st_mode) == 0o750
    with Store.open(f"sqlite:///{project.root / 'office.db'}"):
        assert stat.S_IMODE((project.root / "office.db").stat().st_mode) == 0o600, "names and phone numbers"
    for path in outputs.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o777 if path.is_dir() else 0o666) & ~mask, path
    figure("G3", "kinds of link planted", 7)
