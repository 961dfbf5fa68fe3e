"""Acts that crash, fill the memory, never end or fail, for the tests of child processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message, verbatim
from congvan.core.problems import Problem, ProblemsFound


@dataclass(frozen=True, slots=True)
class TrialRequest:
    """`how` it ends; `file`: where it writes something, its own process id."""

    how: str = "well"
    file: str = ""


@act("trial")
def trial(request: TrialRequest, progress: Progress) -> Outcome:
    """End in one of the ways in which a program can end."""
    if request.file:
        with open(request.file, "w", encoding="ascii") as file:
            file.write(str(os.getpid()))
    print("a library prints something")
    with progress.steps(Message("build.documents"), 3) as advance:
        for _step in range(3):
            advance(1)
    if request.how == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if request.how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if request.how == "memory":
        held = [bytearray(64 << 20) for _ in range(1000)]
        return Outcome("trial", remarks=[str(len(held))])
    if request.how == "bug":
        raise RuntimeError("Nguyễn Văn Mẫu, 0912345678")
    if request.how == "wrong":
        raise ProblemsFound(Problem(verbatim("sai")))
    if request.how == "deaf":
        with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as helper:
            helper.wait()
    while request.how == "long":
        progress.check()
        time.sleep(0.01)
    return Outcome("trial", remarks=["xong"])
