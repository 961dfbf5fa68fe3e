"""The quick no-op: it may say that nothing has changed only when nothing has."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from congvan.core.bootstrap.fingerprint import recall, record_for, remember, snapshot


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "data/a.yaml",
        "data/dispatches/b.yaml",
        "templates/t.docx",
        "outputs/e/x.pdf",
        "outputs/manifest.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    time.sleep(0.03)
    return tmp_path


def record(root: Path) -> str:
    return record_for(str(root / ".cache"), "1.0 build")


def after_a_build(root: Path) -> str:
    before = snapshot(str(root), ["data", "templates", "data/missing.yaml"])
    remember(record(root), before, ["outputs/e/x.pdf", "outputs/manifest.json"], "1.0 build", "12 unchanged\n'é'")
    return record(root)


def test_nothing_changed(root: Path) -> None:
    assert recall(after_a_build(root), "1.0 build") == "12 unchanged\n'é'"
    assert not list((root / "outputs").rglob(".*"))


def rewrite(path: Path) -> None:
    """Another content of the same size, with the time of the old one."""
    status = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "an input edited": lambda root: (root / "data/a.yaml").write_text("data/A.yaml"),
    "an input edited with its time restored": lambda root: rewrite(root / "data/dispatches/b.yaml"),
    "an input replaced by another file": lambda root: os.replace(root / "templates/t.docx", root / "data/a.yaml"),
    "an input added": lambda root: (root / "data/dispatches/c.yaml").write_text(""),
    "an input added that was missing": lambda root: (root / "data/missing.yaml").write_text(""),
    "an input removed": lambda root: (root / "data/dispatches/b.yaml").unlink(),
    "a folder added": lambda root: (root / "templates/parts").mkdir(),
    "an output edited": lambda root: rewrite(root / "outputs/e/x.pdf"),
    "an output removed": lambda root: (root / "outputs/e/x.pdf").unlink(),
    "the manifest removed": lambda root: (root / "outputs/manifest.json").unlink(),
    "the record cut short": lambda root: Path(record(root)).write_text(Path(record(root)).read_text()[:-20]),
    "the record emptied": lambda root: Path(record(root)).write_text(""),
    "the record of bytes": lambda root: Path(record(root)).write_bytes(b"\xff\0\n\n\n\nend"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(change: str, root: Path) -> None:
    after_a_build(root)
    time.sleep(0.01)
    CHANGES[change](root)
    assert recall(record(root), "1.0 build") is None


def test_a_link_in_place_of_an_output_is_seen(root: Path) -> None:
    after_a_build(root)
    os.rename(root / "outputs/e/x.pdf", root / "x.pdf")
    (root / "outputs/e/x.pdf").symlink_to(root / "x.pdf")
    assert recall(record(root), "1.0 build") is None


def test_other_options_and_versions_have_no_say(root: Path) -> None:
    assert recall(after_a_build(root), "1.1 build") is None
    assert record_for("c", "a") != record_for("c", "b")


def test_an_edit_while_the_build_ran_is_not_forgotten(root: Path) -> None:
    before = snapshot(str(root), ["data"])
    (root / "data/a.yaml").write_text("edited")
    remember(record(root), before, [], "1.0 build")
    assert recall(record(root), "1.0 build") is None


def test_an_edit_in_the_same_tick_is_not_trusted(root: Path) -> None:
    after_a_build(root)
    (root / "data/a.yaml").write_text("edited just now")
    before = snapshot(str(root), ["data"])
    remember(record(root), before, [], "1.0 build")
    assert recall(record(root), "1.0 build") is None


def test_a_cache_that_cannot_be_written_is_no_error(root: Path) -> None:
    (root / ".cache").write_text("a file")
    assert recall(after_a_build(root), "1.0 build") is None


def test_it_loads_nothing_heavy_and_takes_no_time(root: Path) -> None:
    for number in range(250):
        (root / f"outputs/e/{number}.pdf").write_text("x")
    outputs = [f"outputs/e/{number}.pdf" for number in range(250)]
    remember(record(root), snapshot(str(root), ["data", "templates"]), outputs, "1.0 build", "ok")
    started = time.process_time()
    assert recall(record(root), "1.0 build") == "ok"
    assert time.process_time() - started < 0.05
    program = (
        "import sys; before = set(sys.modules); import congvan.core.bootstrap.fingerprint;"
        "print(*sorted(set(sys.modules) - before))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"json", "hashlib", "pathlib", "yaml", "ast"} & set(loaded)


def test_a_file_that_grew_within_one_tick_of_the_clock_has_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same inode and same times, as a coarse file system tells them; the size alone is another."""
    made = after_a_build(root)
    real, grown = os.stat, str(root / "data/a.yaml")

    def stat(path: str, *, follow_symlinks: bool = True) -> os.stat_result:
        found = real(path, follow_symlinks=follow_symlinks)
        if path != grown:
            return found
        times = {name: getattr(found, name) for name in ("st_mtime_ns", "st_ctime_ns")}
        return os.stat_result([*found[:6], found.st_size + 1, *found[7:]], times)

    assert recall(made, "1.0 build")
    monkeypatch.setattr(os, "stat", stat)
    assert recall(made, "1.0 build") is None
