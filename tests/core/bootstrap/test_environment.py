"""From any shell, folder and interpreter into the checkout's .venv, or a clear message."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sample_project import HOME

#: A command line that does nothing but ask for its environment and say where it woke up.
CLI = """
import os, sys
from congvan.core.bootstrap.environment import ensure_environment
from congvan.core.problems import ProblemsFound

def main(argv=None):
    if "--help" in sys.argv:
        print("help")
        return 0
    try:
        ensure_environment()
    except ProblemsFound as stop:
        for problem in stop.problems:
            print(problem.code, problem.text, problem.hint, file=sys.stderr)
        return int(stop.exit_code)
    print("stayed")
    return 0
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the real front door and launcher, and no .venv."""
    home = tmp_path / "công văn"
    for name in ("cli", "core"):
        (home / "congvan" / name).mkdir(parents=True)
    shutil.copy(HOME / "build.py", home)
    for name in ("__init__.py", "cli/__init__.py", "core/__init__.py", "core/messages.py", "core/problems.py"):
        shutil.copy(HOME / "congvan" / name, home / "congvan" / name)
    for name in ("core/bootstrap", "core/i18n"):
        shutil.copytree(HOME / "congvan" / name, home / "congvan" / name)
    (home / "congvan/cli/app.py").write_text(CLI, "utf-8")
    (home / "requirements.lock").write_text("a==1\n", "utf-8")
    return home


def make_venv(home: Path, stamp: str | None, python: str = '#!/bin/sh\npwd\nprintf "%s\\n" "$@"\n') -> None:
    """A .venv whose interpreter only tells the folder and the arguments that it was started with."""
    (home / ".venv/bin").mkdir(parents=True)
    (home / ".venv/bin/python").write_text(python, "utf-8")
    (home / ".venv/bin/python").chmod(0o755)
    if stamp is not None:
        (home / ".venv/.setup").write_text(stamp, "utf-8")


def ready(home: Path) -> str:
    digest = hashlib.sha256((home / "requirements.lock").read_bytes()).hexdigest()
    return f"requirements.lock {digest} 3.13 {home}/.venv\n"


def run(home: Path, *words: str, cwd: Path | None = None, bare: bool = True) -> subprocess.CompletedProcess[str]:
    """`bare`: an interpreter that sees no packages, as the system's does."""
    flags = ["-I", "-S"] if bare else []
    command = [sys.executable, *flags, str(home / "build.py"), *words]
    return subprocess.run(command, cwd=cwd or home, capture_output=True, text=True, timeout=60)


def test_help_needs_no_environment(checkout: Path) -> None:
    assert run(checkout, "--help").stdout == "help\n"


def test_without_venv_it_says_make_build(checkout: Path) -> None:
    done = run(checkout)
    assert (done.returncode, done.stdout) == (4, "")
    assert "setup-needed" in done.stderr
    assert f"`make build` in {checkout}" in done.stderr


def test_moves_into_venv_with_folder_and_words_as_they_are(checkout: Path, tmp_path: Path) -> None:
    make_venv(checkout, ready(checkout))
    words = ["build", "letter", "--number", "12 3", "*", "$HOME", "Đình Lập", ""]
    done = run(checkout, *words, cwd=tmp_path)
    assert done.stdout.splitlines() == [str(tmp_path), "-I", "-S", str(checkout / "build.py"), *words]


@pytest.mark.parametrize(
    ("stamp", "says"),
    [
        ("incomplete\n", "interrupted"),
        ("", "interrupted"),
        ("requirements.lock 00 3.13 /elsewhere/.venv\n", "older than this version"),
    ],
)
def test_a_venv_that_is_not_whole_is_not_entered(checkout: Path, stamp: str, says: str) -> None:
    make_venv(checkout, stamp)
    done = run(checkout)
    assert (done.returncode, done.stdout) == (4, "")
    assert says in done.stderr


def test_a_moved_checkout_is_entered(checkout: Path, tmp_path: Path) -> None:
    make_venv(checkout, ready(checkout))
    moved = checkout.rename(tmp_path / "moved")
    assert run(moved, "x").stdout.splitlines() == [str(moved), "-I", "-S", str(moved / "build.py"), "x"]


def test_a_moved_checkout_whose_packages_are_gone_says_so(checkout: Path, tmp_path: Path) -> None:
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    make_venv(checkout, ready(checkout), f'#!/bin/sh\nexec "{base}" "$@"\n')
    moved = checkout.rename(tmp_path / "moved")
    done = run(moved)
    assert (done.returncode, done.stdout) == (4, "")
    assert f"`make build` in {moved}" in done.stderr


def test_an_own_venv_without_our_stamp_is_entered(checkout: Path) -> None:
    make_venv(checkout, None)
    assert run(checkout, "x").stdout.splitlines()[-1] == "x"


def test_a_venv_that_is_none_does_not_send_it_round_in_circles(checkout: Path) -> None:
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    make_venv(checkout, ready(checkout), f'#!/bin/sh\necho started\nexec "{base}" "$@"\n')
    done = run(checkout)
    assert done.stdout == "started\n"
    assert done.returncode == 4


def test_another_environment_with_every_package_is_kept(checkout: Path) -> None:
    if sys.prefix == sys.base_prefix:
        pytest.skip("the tests do not run in a virtual environment")
    make_venv(checkout, "incomplete\n")
    assert run(checkout, bare=False).stdout == "stayed\n"


def test_installed_from_a_wheel_it_stays(checkout: Path) -> None:
    (checkout / "build.py").unlink()
    command = [sys.executable, "-S", "-c", "from congvan.cli.app import main; main()"]
    assert subprocess.run(command, cwd=checkout, capture_output=True, text=True).stdout == "stayed\n"


def test_a_program_that_imports_us_is_never_replaced(checkout: Path) -> None:
    make_venv(checkout, ready(checkout))
    command = [sys.executable, "-S", "-c", "import sys; from congvan.cli.app import main; sys.exit(main())"]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (4, "")


def test_the_front_door_reads_in_old_interpreters_up_to_its_version_check() -> None:
    text = (HOME / "build.py").read_text("utf-8").partition("from congvan")[0]
    assert "sys.version_info" in text
    assert not re.search(r"\bf['\"]|match |:=", text)


def test_help_of_the_real_command_loads_the_standard_library_alone() -> None:
    command = [sys.executable, "-I", "-S", "-X", "importtime", str(HOME / "build.py"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(re.findall(r"^import time:", done.stderr, re.MULTILINE)) < 140, "too much is imported for --help"
