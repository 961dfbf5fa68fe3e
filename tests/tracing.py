"""Programs under strace; a test of them has the fixture `_strace`, which leaves it to `make test-full`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import warm
from tests.sample_project import HOME

COMMAND = (sys.executable, str(HOME / "build.py"))
PROGRAM = (sys.executable, "-c")
WHOLE = os.environ.get("CONGVAN_FULL") == "1" and os.environ.get("CONGVAN_LONG") != "1"


def strace(*words: str, whole: bool = WHOLE) -> subprocess.CompletedProcess[str]:
    """Run strace with these options and the command behind them; build.py, or a program, is traced from where all is
    imported.

    The calls of an import are thousands, and none is the project's. `whole`, as in `make test-full`: those too, at a
    few calls of each kind; `make promises`, which tries all, has no time for them.
    """
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    at = next((at for at in range(len(words)) if words[at : at + 2] in (COMMAND, PROGRAM)), None)
    if at is not None and not whole:
        return _attached(words[:at], words[at + (2 if words[at + 1] != "-c" else 1) :], env)
    quick = () if any("signal=" in word for word in words) else ("--seccomp-bpf",)  # which sends no signal
    return subprocess.run(["strace", "-f", *quick, *words], capture_output=True, text=True, check=False, env=env)


def _attached(options: Sequence[str], words: Sequence[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    tracers: list[subprocess.Popen[str]] = []

    def watch(process: int) -> None:
        command = ["strace", "-f", *options, "-p", str(process)]
        tracers.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env))
        assert tracers[0].stderr is not None
        said = tracers[0].stderr.readline()
        assert "attached" in said, said

    done = subprocess.CompletedProcess(words, *warm.run(words, Path.cwd(), env, watch))
    for tracer in tracers:
        tracer.communicate(timeout=60)
    return done
