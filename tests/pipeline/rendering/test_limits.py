"""Time is that of the processor; a process that is stopped uses none, and one that waits for ever is stopped."""

from __future__ import annotations

import mmap
import os
import signal
import subprocess
import sys
import time

import pytest

from congvan.pipeline.rendering import limits
from congvan.pipeline.rendering.limits import LimitExceeded, limited
from tests.sample_project import HOME

STOPPED = """
import sys, time
from congvan.pipeline.rendering import limits
limits.SECONDS = 1.5
with limits.limited():
    print("begun", flush=True)
    sys.stdin.readline()
    until = time.monotonic() + 1.2  # longer than the interval, so that a check is due
    while time.monotonic() < until:
        pass
"""


@pytest.mark.full("long runs")
def test_a_stopped_process_exceeds_no_limit() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPED], env={**os.environ, "PYTHONPATH": str(HOME)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip  # a table: what belongs together on a line
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGSTOP)
    time.sleep(2.5)
    process.send_signal(signal.SIGCONT)
    _out, err = process.communicate("go on\n", timeout=60)
    assert process.returncode == 0, err


def test_computing_is_limited_by_the_time_of_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.5)
    with pytest.raises(LimitExceeded, match=r"^> 0\.5 s$"), limited():
        _compute()


@pytest.mark.full("long runs")
def test_waiting_is_limited_too_but_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.5)
    monkeypatch.setattr(limits, "WAITING", 2.0)
    begun = time.monotonic()
    with pytest.raises(LimitExceeded, match=r"^> 2 s$"), limited():
        time.sleep(60)
    assert time.monotonic() - begun > 1.5


def test_what_a_process_reserved_before_is_no_fault_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with limited():
        pass
    now = time.thread_time() + 1
    with mmap.mmap(-1, limits.RESERVED):
        monkeypatch.setattr(limits.time, "thread_time", lambda: now)
        with limited(), mmap.mmap(-1, 1 << 20):
            pass


def _compute() -> None:
    while True:
        pass
