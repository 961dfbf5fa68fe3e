"""Programs under strace; a test of them has the fixture `_strace`, which skips where there is none."""

from __future__ import annotations

import os
import subprocess


def strace(*words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    quick = () if any("signal=" in word for word in words) else ("--seccomp-bpf",)  # which sends no signal
    return subprocess.run(["strace", "-f", *quick, *words], capture_output=True, text=True, check=False, env=env)
