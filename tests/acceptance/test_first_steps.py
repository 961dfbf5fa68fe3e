"""docs/first-steps.md works as it is written: every block is done in a copy of the checkout, every output compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sample_project import HOME, warm_up

STEP = re.compile(r"(?P<before>[^\n]*(?:\n[^\n`+-][^\n]*)*)\n\n```(?P<kind>\w+)\n(?P<block>.*?)```", re.DOTALL)
COPIED = ("congvan", "data", "templates", "tests", "tools", "build.py", "pyproject.toml")


def checkout(folder: Path) -> Path:
    for name in COPIED:  # what is compiled of the code too: a change of it is seen by its time
        if (HOME / name).is_dir():
            shutil.copytree(HOME / name, folder / name)
        else:
            shutil.copy(HOME / name, folder / name)
    (folder / "outputs").mkdir()
    warm_up(folder)
    return folder


def changed(text: str, diff: str) -> str:
    """The text with a change of lines applied, which has to fit at exactly one place."""
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] != "+")
    new = "".join(line[1:] for line in lines if line[0] != "-")
    assert text.count(old) == 1, diff
    return text.replace(old, new)


def typed(folder: Path, command: str) -> str:
    program, *words = command.split()
    tools = Path(sys.executable).parent
    words = [sys.executable if program == "python3" else program.replace(".venv/bin", str(tools)), *words]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CONGVAN"))}
    ran = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, (command, ran.stdout, ran.stderr)
    return ran.stdout


@pytest.mark.full("long runs")
def test_every_step_works_as_it_is_written(tmp_path: Path) -> None:
    folder, said, path = checkout(tmp_path), "", None
    for step in STEP.finditer((HOME / "docs/first-steps.md").read_text("utf-8")):
        kind, block = step["kind"], step["block"]
        named = re.findall(r"`((?:congvan|templates|data|tests)/[^`]+|pyproject\.toml)`", step["before"])
        path = folder / named[-1] if named else path
        if kind == "sh":
            said = "".join(typed(folder, line) for line in block.splitlines())
        elif kind == "text":
            assert [line for line in block.splitlines() if line not in said] == [], said
        elif kind == "diff":
            path.write_text(changed(path.read_text("utf-8"), block), "utf-8")
        elif path.exists():
            path.write_text(f"{path.read_text('utf-8')}\n{block}", "utf-8")
        else:
            path.write_text(block, "utf-8")
    made = list((folder / "outputs/bluezone-2020/nhan").glob("*.dos"))
    assert len(made) == 17
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") and b"\r\n" in path.read_bytes() for path in made)
