"""Faults at the n-th system call of a build, injected from outside by strace: death, EIO, ENOSPC.

What `make test` runs is death at every rename; `make promises` runs every call and every fault.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from itertools import product
from pathlib import Path

import pytest

from congvan.publishing.publisher import Publisher
from tests.publishing.making import tree
from tests.sample_project import HOME
from tests.tracing import strace

LONG = os.environ.get("CONGVAN_LONG") == "1"
OLD = {f"e/d{i % 3}/f{i}": f"old{i}" for i in range(6)} | {"e/gone/x": "gone"}
NEW = {f"e/d{i % 4}/f{i}": f"new{i}" for i in range(8)}
BUILD = f"""
import sys
sys.path.insert(0, {str(HOME)!r})
from pathlib import Path
from congvan.core.problems import EnvironmentFault
from congvan.publishing.publisher import Publisher
try:
    with Publisher(Path(sys.argv[1]), sync=False) as publisher:
        for path, text in {NEW!r}.items():
            publisher.add(path, text.encode(), key=text)
        publisher.commit(["e/"])
except EnvironmentFault as stop:
    assert all(p.text and p.place.file for p in stop.problems)
    sys.exit(4)
"""
CALLS = [
    "rename,renameat,renameat2",
    "unlink,unlinkat",
    "mkdir,mkdirat",
    "openat",
    "write",
    "close",
    "read",
    "newfstatat,fstat",
    "flock",
]
FAULTS = ["signal=SIGKILL", "error=EIO", "error=ENOSPC"]


def build(outputs: Path, files: dict[str, str]) -> None:
    with Publisher(outputs, sync=False) as publisher:
        for path, text in files.items():
            publisher.add(path, text.encode(), key=text)
        publisher.commit(["e/"])


@pytest.mark.usefixtures("_strace")
@pytest.mark.parametrize(("call", "fault"), list(product(CALLS, FAULTS)) if LONG else [(CALLS[0], FAULTS[0])])
def test_h1_h2_a_fault_at_the_nth_call(call: str, fault: str, tmp_path: Path) -> None:
    """H1, H2: of the writer alone; `make promises` tries every call with every fault."""
    work = tmp_path / "work"
    build(tmp_path / "clean", NEW)
    build(tmp_path / "base", OLD)
    clean = tree(tmp_path / "clean")

    def again() -> Path:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        shutil.copytree(tmp_path / "base", work / "outputs")
        return work / "outputs"

    program = [sys.executable, "-c", BUILD, str(again())]
    log = tmp_path / "log"
    assert strace("-y", "-o", str(log), "-e", f"trace={call}", *program).returncode == 0
    made = [line for line in log.read_text().splitlines() if re.search(rf"^\d+ +(?:{call.replace(',', '|')})\(", line)]
    ours = [number for number, line in enumerate(made, 1) if str(work) in line]
    assert ours
    for number in ours:
        outputs = again()
        done = strace("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}", *program)
        assert "Traceback" not in done.stderr, (number, done.stderr)
        for path, data in tree(outputs).items():
            if path == "manifest.json":
                json.loads(data)
            else:
                assert data.decode() in (OLD.get(path), NEW.get(path)), (number, path)
        build(outputs, NEW)
        assert tree(outputs) == clean, number
        assert os.listdir(work) == ["outputs"], number
