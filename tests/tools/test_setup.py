"""tools/setup.sh on machines of every state (their programs are stand-ins), the lock files, and the test switch."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from tests.sample_project import HOME

LOCKS = ("requirements.lock", "requirements-web.lock", "requirements-dev.lock")
DOCS_LOCK = "requirements-docs.lock"

#: A Python that notes what it is asked to do; what it lacks stands in $M/lacks until apt-get has run.
PYTHON = r"""#!/bin/sh
version=$(cat "$M/version.$(basename "$0")" 2>/dev/null || cat "$M/version")
case "$*" in
    *version_info*) case $version in 3.1[123]) echo "$version" ;; esac ;;
    *ensurepip*) [ ! -e "$M/lacks" ] ;;
    -) cat >/dev/null; [ ! -e "$M/lacks" ] || cat "$M/lacks" ;;
    "-m venv "*) echo "venv $version" >>"$M/log"; echo "$version" >"$M/version.python"
        mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
    "-m pip check") ;;
    "-m pip install "*) for last; do :; done; names=$(cut -d' ' -f1 "$last" | tr -d '\n')
        echo "pip $*: $names" >>"$M/log"
        if [ -e "$M/offline" ]; then case $names in *"$(cat "$M/offline")"*) exit 1 ;; esac; fi ;;
    "-m compileall "*) ;;  # the same each time: it installs nothing
    *) echo "unexpected: $*" >>"$M/log"; exit 9 ;;
esac
"""
APT = '#!/bin/sh\necho "apt-get $* ($DEBIAN_FRONTEND)" >>"$M/log"\ncase $1 in install) rm -f "$M/lacks" ;; esac\n'
SUDO = '#!/bin/sh\n[ -e "$M/sudoer" ] || exit 1\nshift\n[ "$1" = true ] || echo sudo >>"$M/log"\nexec "$@"\n'
ID = '#!/bin/sh\ncat "$M/uid"\n'


@dataclass
class Machine:
    """A machine in a folder: its programs, its state and a checkout of ours."""

    root: Path
    checkout: Path

    def put(self, name: str, text: str = "") -> None:
        (self.root / name).write_text(text, "utf-8")

    def setup(self, role: str = "run", **environment: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.root / 'bin'}:/usr/bin:/bin"
        return subprocess.run(
            ["sh", str(self.checkout / "tools/setup.sh"), role],
            env={"PATH": path, "M": str(self.root), "HOME": str(self.root), **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def log(self) -> list[str]:
        """What was done since the last look."""
        path = self.root / "log"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A bare machine, root, with Python 3.13 that lacks venv and Pango."""
    programs = {"apt-get": APT, "sudo": SUDO, "id": ID}
    programs |= dict.fromkeys(("python3", "python3.14", "python3.13", "python3.12", "python3.11"), PYTHON)
    (tmp_path / "bin").mkdir()
    for name, text in programs.items():
        (tmp_path / "bin" / name).write_text(text, "utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    checkout = tmp_path / "my checkout"
    (checkout / "tools").mkdir(parents=True)
    (checkout / "tools/setup.sh").write_bytes((HOME / "tools/setup.sh").read_bytes())
    for lock in LOCKS:
        (checkout / lock).write_text(f"# of uv\n{lock}==1 \\\n    --hash=sha256:00\n    # via b\n", "utf-8")
    made = Machine(tmp_path, checkout)
    made.put("version", "3.13\n")
    made.put("uid", "0\n")
    made.put("lacks", "libpango-1.0-0\tbreaks and sets the lines\n")
    return made


def installed(lock: str) -> str:
    options = "--quiet --no-input --no-deps --no-compile --require-hashes --only-binary=:all:"
    return f"pip -m pip install {options} -r .cache/half-1.lock: {lock}==1"


def test_a_bare_machine_is_set_up_once(machine: Machine) -> None:
    done = machine.setup()
    assert done.returncode == 0, done.stderr
    assert machine.log() == [
        "apt-get update -q (noninteractive)",
        "apt-get install -q -y --no-install-recommends python3.13-venv libpango-1.0-0 (noninteractive)",
        "venv 3.13",
        installed("requirements.lock"),
    ]
    said = done.stderr.index("libpango-1.0-0       breaks and sets the lines")
    assert said < done.stderr.index("installing them now")
    again = machine.setup()
    assert (again.returncode, again.stderr, machine.log()) == (0, "", [])


@pytest.mark.parametrize("failing", ["", "a", "b"])
def test_two_pips_install_half_of_a_lock_each(machine: Machine, failing: str) -> None:
    packages = [f"{name}==1 ; python_version < '4' \\\n    --hash=sha256:00\n    # via x\n" for name in "abc"]
    (machine.checkout / "requirements.lock").write_text("# of uv\n" + "".join(packages), "utf-8")
    if failing:
        machine.put("offline", failing)
    done = machine.setup()
    asked = {line.partition(" -r ")[2] for line in machine.log() if " -r " in line}
    assert asked == {".cache/half-1.lock: a==1c==1", ".cache/half-0.lock: b==1"}
    assert done.returncode == (4 if failing else 0)
    assert ("pip could not install requirements.lock" in done.stderr) == bool(failing)
    assert not list(machine.checkout.glob(".cache/half-*"))


def test_without_rights_it_stops_with_the_one_line_to_run(machine: Machine) -> None:
    machine.put("uid", "1000\n")
    done = machine.setup()
    assert done.returncode == 4
    packages = "python3.13-venv libpango-1.0-0"
    line = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}"
    assert done.stderr.splitlines()[-1] == line
    assert machine.log() == []
    assert not (machine.checkout / ".venv").exists()


def test_with_sudo_that_asks_nothing_it_goes_on(machine: Machine) -> None:
    machine.put("uid", "1000\n")
    machine.put("sudoer")
    assert machine.setup().returncode == 0
    assert machine.log()[:2] == ["sudo", "apt-get update -q (noninteractive)"]


@pytest.mark.parametrize(("version", "environment"), [("3.10", {}), ("3.15", {}), ("3.10", {"PYTHON": "python3"})])
def test_no_python_in_range(machine: Machine, version: str, environment: dict[str, str]) -> None:
    machine.put("version", version)
    done = machine.setup(**environment)
    assert done.returncode == 4
    assert re.search(r"3\.11.*3\.14", done.stderr)
    assert machine.log() == []


def test_another_python_on_the_path_serves(machine: Machine) -> None:
    machine.put("version", "3.15")
    machine.put("version.python3.12", "3.12")
    assert machine.setup().returncode == 0
    assert "venv 3.12" in machine.log()


def test_an_interrupted_set_up_is_made_anew(machine: Machine) -> None:
    machine.put("offline")
    done = machine.setup()
    assert done.returncode == 4
    assert "Check the network" in done.stderr
    assert (machine.checkout / ".venv/.setup").read_text() == "incomplete\n"
    (machine.root / "offline").unlink()
    machine.log()
    assert machine.setup().returncode == 0
    assert machine.log() == ["venv 3.13", installed("requirements.lock")]


def _move(machine: Machine) -> None:
    machine.checkout = machine.checkout.rename(machine.root / "moved")


def _other_python(machine: Machine) -> None:
    machine.put("version.python", "3.12\n")


def _newer_lock(machine: Machine) -> None:
    (machine.checkout / "requirements.lock").write_text("requirements.lock==1 --hash=sha256:01\n", "utf-8")


def _broken_interpreter(machine: Machine) -> None:
    (machine.checkout / ".venv/bin/python").unlink()


def _hand_made(machine: Machine) -> None:
    (machine.checkout / ".venv/.setup").unlink()


@pytest.mark.parametrize("spoil", [_move, _other_python, _newer_lock, _broken_interpreter, _hand_made])
def test_a_venv_that_does_not_fit_is_made_anew(machine: Machine, spoil: Callable[[Machine], None]) -> None:
    assert machine.setup().returncode == 0
    machine.log()
    spoil(machine)
    done = machine.setup()
    assert done.returncode == 0, done.stderr
    assert machine.log() == ["venv 3.13", installed("requirements.lock")]
    assert "making it anew" in done.stderr


def test_the_test_tools_go_on_top_and_serve_both(machine: Machine) -> None:
    assert machine.setup().returncode == 0
    machine.log()
    assert machine.setup("test").returncode == 0
    assert machine.log() == [installed("requirements-dev.lock")]
    assert machine.setup("test").returncode == machine.setup().returncode == 0
    assert machine.log() == []


def test_the_page_needs_a_little_more_and_the_test_tools_have_it(machine: Machine) -> None:
    assert machine.setup("web").returncode == 0
    assert machine.log()[-2:] == ["venv 3.13", installed("requirements-web.lock")]
    assert machine.setup("web").returncode == machine.setup().returncode == 0
    assert machine.log() == []
    assert machine.setup("test").returncode == 0
    assert machine.log() == [installed("requirements-dev.lock")]
    assert machine.setup("web").returncode == 0
    assert machine.log() == []


def test_python_can_be_chosen(machine: Machine) -> None:
    assert machine.setup().returncode == 0
    machine.put("version.python3.11", "3.11")
    machine.log()
    assert machine.setup(PYTHON="python3.11").returncode == 0
    assert machine.log() == ["venv 3.11", installed("requirements.lock")]


# ---- lock files ------------------------------------------------------------------------------------------------------


def entries(lock: str) -> dict[str, tuple[Requirement, int]]:
    """Name → (the pinned requirement, how many hashes it has)."""
    found = {}
    text = re.sub(r"^\s*#.*\n", "", (HOME / lock).read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    for line in text.splitlines():
        head, *hashes = re.split(r"\s+--hash=sha256:", line.strip())
        assert all(re.fullmatch(r"[0-9a-f]{64}\s*", digest) for digest in hashes), line
        requirement = Requirement(head)
        found[requirement.name] = (requirement, len(hashes))
    return found


def project() -> dict[str, list[str]]:
    read = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    return {
        "": read["project"]["dependencies"],
        **read["project"]["optional-dependencies"],
        **read["dependency-groups"],
    }


@pytest.mark.parametrize("lock", [*LOCKS, DOCS_LOCK])
def test_every_line_is_pinned_with_hashes_and_names_no_address(lock: str) -> None:
    assert "://" not in (HOME / lock).read_text("utf-8")
    for name, (requirement, hashes) in entries(lock).items():
        assert [clause.operator for clause in requirement.specifier] == ["=="], name
        assert hashes, name


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        (LOCKS[0], ["", "office"]),
        (LOCKS[1], ["", "web"]),
        (LOCKS[2], ["", "web", "dev", "cluster", "postgres"]),
        (DOCS_LOCK, ["docs"]),
    ],
)
def test_the_lock_holds_what_pyproject_asks_for(lock: str, extras: list[str]) -> None:
    locked = entries(lock)
    for extra in extras:
        for line in project()[extra]:
            if line.startswith("congvan["):  # an extra that holds another one
                continue
            wanted = Requirement(line)
            pinned, _ = locked[wanted.name.replace(".", "-")]
            assert wanted.specifier.contains(next(iter(pinned.specifier)).version), f"{lock}: {line}: type `make lock`"
            for minor in (11, 12, 13):
                environment = {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0"}
                assert pinned.marker is None or Marker(str(pinned.marker)).evaluate(environment), line


def test_the_test_tools_stand_on_the_same_packages() -> None:
    runtime, page, tests = (
        {name: str(requirement) for name, (requirement, _) in entries(lock).items()} for lock in LOCKS
    )
    assert runtime.items() <= page.items() <= tests.items()


@pytest.mark.parametrize("name", ["Makefile", "tools/setup.sh", ".ci/run", "pyproject.toml", "build.py"])
def test_no_download_address_is_named(name: str) -> None:
    assert "://" not in (HOME / name).read_text("utf-8")


# ---- make and the switch of `make test-full` -------------------------------------------------------------------------


def test_every_target_is_explained() -> None:
    text = (HOME / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE)
    assert {"build", "test", "test-full", "lint", "bench", "lock", "clean"} <= set(targets)
    listed = subprocess.run(["make", "-C", str(HOME), "-s", "help"], capture_output=True, text=True, check=True).stdout
    assert all(re.search(rf"^{target} ", listed, re.MULTILINE) for target in targets if target != "help")


@pytest.mark.full("long runs")
@pytest.mark.parametrize(
    ("full", "reason", "code"), [("", "no soffice", 0), ("1", "no soffice", 1), ("1", "no ../shared", 0)]
)
def test_full_lets_no_test_skip(tmp_path: Path, full: str, reason: str, code: int) -> None:
    (tmp_path / "conftest.py").write_bytes((HOME / "tests/conftest.py").read_bytes())
    test = f"import pytest\ndef test_one():\n    pytest.skip({reason!r})\ndef test_two():\n    pass\n"
    (tmp_path / "test_it.py").write_text(test, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        env={**os.environ, "CONGVAN_FULL": full},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout


# ---- the wheel -------------------------------------------------------------------------------------------------------


@pytest.mark.full("long runs")
def test_the_wheel_holds_the_sample_folder_and_is_the_same_each_time(tmp_path: Path) -> None:
    """Two builds from copies with other times and another umask give the same bytes."""
    digests = set()
    left_out = shutil.ignore_patterns("__pycache__")
    for number, umask in enumerate((0o022, 0o077)):
        top = tmp_path / str(number)
        old = os.umask(umask)
        try:
            for name in ("congvan", "data", "templates"):
                shutil.copytree(HOME / name, top / name, ignore=left_out, copy_function=shutil.copyfile)
        finally:
            os.umask(old)
        shutil.copyfile(HOME / "pyproject.toml", top / "pyproject.toml")
        (top / "README.md").write_text("sample\n", "utf-8")
        script = "from hatchling.build import build_wheel; build_wheel('.')"
        subprocess.run([sys.executable, "-c", script], cwd=top, check=True)
        (wheel,) = top.glob("*.whl")
        digests.add(hashlib.sha256(wheel.read_bytes()).hexdigest())
    assert len(digests) == 1
    names = zipfile.ZipFile(wheel).namelist()
    wanted = ("bootstrap/environment.py", "py.typed", "starter/data/lists/huyen.yaml")
    assert {f"congvan/{name}" for name in wanted} <= set(names)
    assert any(name.startswith("congvan/starter/templates/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "outputs/"))]
