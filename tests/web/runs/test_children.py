"""Child processes: whatever becomes of one, the server gets an outcome and lives on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from congvan.core.problems import Exit
from congvan.web.runs import children
from congvan.web.runs.children import Child, ChildOrder, Event
from tests.sample_project import HOME
from tests.web.acts_of_tests import TrialRequest

ACT = "tests.web.acts_of_tests:trial"


def order(how: str, file: str = "", **more: Any) -> ChildOrder:
    return ChildOrder("trial", ACT, TrialRequest(how, file), **more)


def outcome_of(how: str, **more: Any) -> tuple[dict[str, Any], list[Event]]:
    told: list[Event] = []
    return Child(order(how, **more)).outcome(told.append), told


def gone(pid: int) -> bool:
    """Whether a process ends within a few seconds."""
    for _look in range(500):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.01)
    return False


def test_an_act_tells_its_progress_and_its_outcome() -> None:
    outcome, told = outcome_of("well")
    assert outcome["exit_code"] == 0
    assert outcome["remarks"] == ["xong"]
    assert told[0]["type"] == "steps"
    assert told[0]["total"] == 3
    assert told[-1] == {"type": "done", "done": 3}


@pytest.mark.parametrize(
    ("how", "code", "exit_code"),
    [
        ("wrong", "verbatim", Exit.DATA),
        ("segfault", "web-child", Exit.BUG),
        ("killed", "web-child", Exit.CANNOT),
        ("bug", "web-child", Exit.BUG),
        ("memory", "web-child", Exit.CANNOT),
    ],
)
def test_an_end_becomes_a_problem(how: str, code: str, exit_code: int) -> None:
    outcome, _told = outcome_of(how, memory=700 << 20)
    (problem,) = outcome["problems"]
    assert outcome["exit_code"] == exit_code
    assert problem["code"] == code
    assert how in ("wrong", "killed") or problem["hint"]
    assert "Nguyễn" not in str(outcome)
    assert how == "wrong" or re.search("[ạấàãảáặệươđ]", problem["message"] + problem["hint"]), "in Vietnamese"
    if how == "bug":
        assert "RuntimeError" in problem["message"]
        assert "acts_of_tests.py" in problem["message"]


def test_an_act_is_cancelled_at_its_next_step(tmp_path: Path) -> None:
    child = Child(order("long", str(tmp_path / "pid")))
    threading.Timer(0.3, child.cancel).start()
    outcome = child.outcome(lambda event: None)
    assert outcome["exit_code"] == Exit.INTERRUPTED
    assert outcome["problems"][0]["code"] == "cancelled"


def test_an_act_that_does_not_listen_is_killed_with_its_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_GRACE", 0.2)
    child = Child(order("deaf"))
    threading.Timer(0.5, child.cancel).start()
    started = time.monotonic()
    assert child.outcome(lambda event: None)["exit_code"] == Exit.INTERRUPTED
    assert time.monotonic() - started < 30
    assert gone(child.pid)


def test_an_act_that_takes_too_long_is_killed() -> None:
    outcome, _told = outcome_of("deaf", seconds=1.0)
    assert outcome["exit_code"] == Exit.CANNOT
    assert "1" in outcome["problems"][0]["message"]


def test_a_child_does_not_outlive_the_server(tmp_path: Path) -> None:
    """kill -9 of the server: the input of the child ends, and so does its act."""
    file = tmp_path / "pid"
    program = (
        "from tests.web.runs.test_children import *\n"
        f"child = Child(order('long', {str(file)!r}))\n"
        "child.outcome(lambda event: None)\n"
    )
    server = subprocess.Popen([sys.executable, "-c", program], cwd=HOME)
    for _look in range(2000):
        if file.exists() and file.read_text("ascii"):
            break
        time.sleep(0.01)
    server.kill()
    server.wait()
    assert gone(int(file.read_text("ascii")))
