"""Forms rendered by a Dask cluster on this machine, by one worker, by two, and by two of which one is killed midway.

`make bench-cluster`. Scheduler and workers are processes of their own on loopback, started anew for each row; what is
measured is the whole command, nothing cached, without their start. Every run has to leave the same tree. Writes
cluster.json beside this file, and the figures that the documentation quotes of it; fewer forms than all write nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import figures
import run
import sampling
from growth import build
from province import make_province
from sampling import HOME, out, timed

FORMS = 20_000
A_UNIT = 5  # forms: one for each enterprise of the sample
KILLED = "2 workers, one killed midway"
MODES = {"1 worker": 1, "2 workers": 2, KILLED: 2}
START = 120.0  # seconds within which the workers have to be there


def measured(forms: int) -> list[dict[str, Any]]:
    """A row for each mode."""
    rows: list[dict[str, Any]] = []
    trees: set[str] = set()
    for mode, workers in MODES.items():
        folder = out()
        make_province(folder, forms // A_UNIT)
        with started(workers) as (address, processes):
            command = build(folder, "build", "rosters", "--only", "docx", "--cluster", address)
            half = threading.Timer(rows[-1]["wall_s"] / 2 if rows else 0, processes[0].kill)
            if mode == KILLED:
                half.start()
            found = timed(command, folder / "outputs")
            half.cancel()
            killed = processes[0].poll() is not None
        if found["files"] != forms or killed != (mode == KILLED):
            raise SystemExit(f"{mode}: {found['files']} of {forms} forms, a worker killed: {killed}")
        trees.add(hashlib.sha256((folder / "outputs/manifest.json").read_bytes()).hexdigest())
        rows.append(row(mode, forms, found))
        print(f"  {mode:<30} n={forms:<6} {rows[-1]['docs_per_s']:>8} docs/s {rows[-1]['wall_s']:>8} s", flush=True)
        shutil.rmtree(folder)
    if len(trees) > 1:
        raise SystemExit("the runs left other trees")
    return rows


def row(mode: str, forms: int, found: dict[str, Any]) -> dict[str, Any]:
    """A row as those of results.json; processor time and memory are those of the command, not of the workers."""
    wall = found["wall_s"]
    return {
        "work": "cluster",
        "tool": "congvan",
        "mode": mode,
        "n": forms,
        "docs_per_s": round(forms / wall, 2),
        "wall_s": round(wall, 3),
        "peak_mib": round(found["peak_mib"], 1),
        "bytes_per_file": round(found["bytes_per_file"]),
        "walls": [round(wall, 3)],
        "cpu_s": round(found["cpu_s"], 3),
    }


@contextlib.contextmanager
def started(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers of one thread each, once all have joined: their address, and the workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    running: list[subprocess.Popen[bytes]] = []

    def start(module: str, *words: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
        env = {**os.environ, "PYTHONPATH": str(HOME)}
        running.append(subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    try:
        start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port))
        for _ in range(workers):
            start("dask_worker", address, "--nthreads", "1", "--no-nanny")
        wait_for(address, workers)
        yield address, running[1:]
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


def wait_for(address: str, workers: int) -> None:
    """Wait until so many workers have joined."""
    from distributed import Client

    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, TimeoutError), Client(address, timeout="5s") as client:
            client.wait_for_workers(workers, timeout=START)
            return
    raise SystemExit("the cluster did not start")


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--forms", type=int, default=FORMS, help=f"how many forms; default: {FORMS:,}")
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="for what is written; default: in memory")
    options = parser.parse_args(words)
    fingerprint = json.loads(subprocess.check_output([sys.executable, str(HERE / "fingerprint.py")]))
    sampling.files = sampling.place(options.files)
    try:
        rows = measured(options.forms)
        machine = {**run.machine(), "files": sampling.file_system(sampling.files.parent)}
    finally:
        shutil.rmtree(sampling.files, ignore_errors=True)
    if options.forms == FORMS:
        about = {"machine": machine, "fingerprint": fingerprint, "rows": rows}
        figures.CLUSTER.write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
        figures.main()


if __name__ == "__main__":
    main()
