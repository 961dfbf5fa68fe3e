"""Programs under strace; a test of them has the fixture `_strace`, which skips where there is none."""

from __future__ import annotations

import os
import subprocess


def strace(*words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(["strace", "-f", *words], capture_output=True, text=True, check=False, env=env)
