"""One sample: a process of its own, its time, its memory and what it wrote."""

from __future__ import annotations

import itertools
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
sys.path[:0] = [str(HERE)]

import environments

WORK = HERE / ".work"
MEMORY = Path("/dev/shm")
_folders = itertools.count(1)
files = WORK / "out"  # where the samples write


def out() -> Path:
    """A new folder for each sample; all are removed when everything is measured."""
    return files / str(next(_folders))


def place(wanted: Path | None) -> Path:
    """A new folder for what is written: in memory where the machine has room for it, else on the disk.

    Why: ext4 looks past every inode that was freed in the last minutes, so that a file costs 19 µs after a quiet hour
    and 130 µs after a test run, more than a whole form.
    """
    if wanted is None and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 1 << 32 and os.access(MEMORY, os.W_OK):
        wanted = MEMORY
    (wanted or WORK).mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="bench-", dir=wanted or WORK))


@dataclass(frozen=True)
class Tool:
    """A peer in one of its modes. `home`: name of its environment; "" is the project's own, "node" is Node."""

    name: str
    home: str
    peer: str
    mode: str = ""


OURS = Tool("congvan", "", "ours", "cached")


def interpreter(tool: Tool) -> str:
    if tool.home == "node":
        return environments.node()
    return environments.python_of(tool.home) if tool.home else sys.executable


def sample(tool: Tool, work: str, n: int, mode: str, cap: float, folder: Path | None = None) -> dict[str, Any]:
    """Measure one process. warm: the loop alone. cold: all of it. stream, with either: records made on the way."""
    program, folder = interpreter(tool), folder or out()
    warm, stream = "warm" in mode.split(", "), "stream" in mode
    cap = 1e9 if tool.peer == "ours" else cap  # its first records bring new layouts: they say nothing of the rest
    if tool.home == "node":
        temper = "warm" if warm else "cold"
        command = [program, str(HERE / "peers/node.mjs"), tool.peer, str(n), str(folder), str(WORK), temper, str(cap)]
    else:
        command = [program, str(HERE / "measure.py"), tool.peer, work, str(n), str(folder), f"--mode={tool.mode}"]
        command += [f"--cap={cap}", *(["--warm"] if warm else []), *(["--stream"] if stream else [])]
    found = timed(command, folder)
    found |= json.loads(found.pop("said").splitlines()[-1])
    left = (n - found["made"]) / found["made"]  # of a loop that was cut short
    found["wall_s"] = (found["loop_s"] if warm else found["wall_s"]) + left * found["loop_s"]
    found["cpu_s"] *= 1 + left
    if "/one" in work:
        found["bytes_per_file"] /= n  # bytes a record
    return found


def timed(command: Sequence[str], folder: Path | None = None) -> dict[str, Any]:
    """Run a command: its wall and processor time, its peak memory, what it said and what it wrote."""
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=errors, cwd=HERE)
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (said, errors):
            stream.seek(0)
        text, wrong = said.read(), errors.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{wrong[-2000:] or text[-2000:]}")
    peak, own = (used.ru_maxrss / 1024 for used in (usage, resource.getrusage(resource.RUSAGE_SELF)))
    sizes = [path.stat().st_size for path in _documents(folder)] if folder else []
    return {
        "wall_s": wall,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_mib": peak if peak > own else 0.0,  # the kernel's figure is never below that of who started it
        "said": text,
        "files": len(sizes),
        "bytes_per_file": sum(sizes) / len(sizes) if sizes else 0,
    }


def _documents(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.suffix in (".docx", ".pdf", ".xlsx"))


def fresh_tree() -> Path:
    """A copy of the project's data and templates, nothing built and nothing cached."""
    tree = out()
    for name in ("data", "templates"):
        shutil.copytree(HOME / name, tree / name)
    return tree


def file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on: tmpfs, ext4, …"""
    found = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"
