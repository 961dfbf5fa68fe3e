"""Worker processes end with the build that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.sample_project import HOME

BUILD = """
import multiprocessing, sys, time
from pathlib import Path
from congvan.core.job import Job
from congvan.pipeline.rendering.executors import render_all
from congvan.pipeline.rendering.renderer import Renderer

if __name__ == "__main__":
    jobs = (Job(f"{n}.txt", "d", str(n), "text", "", {"text": "x"}) for n in range(500))
    for _made in render_all(2, Path(sys.argv[1]), None)(Renderer({}), jobs):
        print(*(process.pid for process in multiprocessing.active_children()), flush=True)
        time.sleep(60)
"""


def test_workers_end_when_the_build_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "make.py"
    program.write_text(BUILD)
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    build = subprocess.Popen([sys.executable, program, tmp_path], env=environment, text=True, stdout=subprocess.PIPE)
    assert build.stdout is not None
    workers = [int(word) for word in build.stdout.readline().split()]
    assert len(workers) == 2
    assert all(map(_runs, workers))
    build.send_signal(signal.SIGKILL)
    build.wait()
    until = time.monotonic() + 20
    while any(map(_runs, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    left = [worker for worker in workers if _runs(worker)]
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    assert not left


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
