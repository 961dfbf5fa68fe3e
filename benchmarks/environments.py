"""A virtual environment for each peer below benchmarks/.venvs/, and the Node packages; made where they are missing."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Missing(Exception):
    """A peer that can't be measured here, and why."""


def python_of(name: str) -> str:
    """The interpreter of an environment made from requirements/<name>.txt. Raises Missing."""
    wanted = HERE / "requirements" / f"{name}.txt"
    folder = HERE / ".venvs" / name
    python, mark = folder / "bin/python", folder / ".requirements"
    digest = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()
    if not (mark.is_file() and mark.read_text() == digest and python.exists()):
        print(f"  making an environment for {name} …", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(folder)], name)
        _run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", str(wanted)], name)
        mark.write_text(digest)
    return str(python)


def node() -> str:
    """Node, with the packages of package.json beside this file. Raises Missing."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if not found or not npm:
        raise Missing("node and npm are not installed (apt install nodejs npm)")
    modules = HERE / "node_modules"
    mark = modules / ".package"
    digest = hashlib.sha256((HERE / "package.json").read_bytes()).hexdigest()
    if not (mark.is_file() and mark.read_text() == digest):
        print("  installing the Node packages …", flush=True)
        quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        _run([npm, "install", "--prefix", str(HERE), *quiet], "The Node packages")
        mark.write_text(digest)
    return found


def _run(command: list[str], name: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise Missing(f"{name} could not be installed: {last}")
