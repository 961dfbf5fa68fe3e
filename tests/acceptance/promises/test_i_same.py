"""I. Same in, same out."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.rendering.build_key import BuildKeys
from congvan.pipeline.rendering.renderer import Renderer
from tests.acceptance.promises.line import CONTACTS, LONG, figure, loaded, sample, strings, swapped, with_changes
from tests.planned import jobs_of
from tests.sample_project import HOME, Project, new_project
from tests.tracing import strace

DEPENDENCIES = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
WORDS = ("rosters", "--where", "district=cao-loc", "--where", "enterprise=viettel-lang-son")


def built(
    project: Project, *words: str, env: dict[str, str] | None = None, cwd: Path | None = None
) -> dict[str, bytes]:
    run = project.run(*WORDS, *words, env=env, cwd=cwd)
    assert run.code == 0, run.out + run.err
    return project.tree()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(new_project(tmp_path_factory.mktemp("first")))


def shuffled(folder: Path) -> Project:
    """The sample, its files written in another order and with other times."""
    names = list(sample())
    random.Random(3).shuffle(names)
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample()[name])
        os.utime(path, (1_000_000_000, 1_000_000_000 + len(name)))
    return Project(folder)


TWISTS: dict[str, dict[str, str]] = {
    "everything": {
        "PYTHONHASHSEED": "1",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "C",
        "HOME": "/nonexistent",
    },
    "seed 0": {"PYTHONHASHSEED": "0"},
    "zone": {"TZ": "America/St_Johns"},
    "Vietnamese": {"LC_ALL": "vi_VN.UTF-8", "LANG": "vi_VN.UTF-8"},
    "optimised": {"PYTHONOPTIMIZE": "1"},
}


@pytest.mark.parametrize("twist", TWISTS if LONG else ["everything"])
def test_i1_two_builds_give_identical_trees(twist: str, first: dict[str, bytes], tmp_path: Path) -> None:
    """Two builds give identical trees, manifest included: another hash seed, time zone, locale, home, working folder,
    umask, order and times of the files on disk, number of processes.
    """
    old = os.umask(0o077)
    try:
        project = shuffled(tmp_path)
        assert built(project, "-j", "2", env=TWISTS[twist], cwd=Path("/")) == first
    finally:
        os.umask(old)
    figure("I1", "environments compared", len(TWISTS) if LONG else 1)


def test_i1_another_python_gives_the_same_tree(first: dict[str, bytes], tmp_path: Path) -> None:
    """Another Python (CONGVAN_OTHER_PYTHON names an interpreter with the packages of the lock) gives the same tree."""
    other = os.environ.get("CONGVAN_OTHER_PYTHON")
    if not other:
        pytest.skip("CONGVAN_OTHER_PYTHON names no second interpreter: make promises sets one up")
    project = new_project(tmp_path, cold=True)
    done = subprocess.run(
        [other, str(HOME / "build.py"), *WORDS, "--root", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    mine, theirs = first, project.tree()
    assert mine.keys() == theirs.keys()
    assert [path for path in mine if mine[path] != theirs[path]] == []
    figure("I1", "Pythons compared", 2)


def test_i5_the_wheel_alone_builds_the_sample(first: dict[str, bytes], tmp_path: Path) -> None:
    """The wheel, in an environment that holds nothing but what the package depends on, without a network and far from
    the checkout, makes a project and builds the same files as the checkout does.
    """
    home = tmp_path / "environment"
    venv.create(home, symlinks=True)
    program = "import sysconfig; print(sysconfig.get_path('purelib'))"
    python = str(home / "bin/python")
    site = Path(subprocess.check_output([python, "-c", program], text=True).strip())
    wanted, seen = list(DEPENDENCIES), set[str]()
    while wanted:  # what it depends on, and what that depends on
        name = re.match(r"[\w.-]+", wanted.pop())[0]
        try:
            found = distribution(name)
        except PackageNotFoundError:  # for another system or Python
            continue
        if found.name in seen:
            continue
        seen.add(found.name)
        wanted += [line for line in found.requires or () if "extra ==" not in line]
        for file in found.files or ():
            top = file.parts[0]
            if not top.startswith("..") and top != "__pycache__" and not (site / top).exists():
                (site / top).symlink_to(found.locate_file(top))
    assert "pytest" not in seen
    build = "from hatchling.build import build_wheel; import sys; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=HOME, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as package:
        package.extractall(site)
    alone = [python, "-I", "-c", "import sys; from congvan.cli.app import main; sys.exit(main(sys.argv[1:]))"]
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0:
        alone = ["unshare", "-rn", *alone]  # no network at all
    for words in (["init", "--sample", "bluezone-2020", str(tmp_path / "p")], [*WORDS, "--root", str(tmp_path / "p")]):
        done = subprocess.run([*alone, *words], cwd="/", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert Project(tmp_path / "p").tree() == first
    figure("I5", "packages that the wheel needs", len(seen))


TOMORROW = """
import random, socket, sys, time
import ssl, urllib.request  # they derive classes from the socket that is taken away below
real, real_ns = time.time, time.time_ns
time.time, time.time_ns = lambda: real() + 86400 * 400, lambda: real_ns() + 86400 * 400 * 10**9
def refuse(*words, **more):
    sys.exit("the network was asked, or dice were thrown")
socket.create_connection = socket.getaddrinfo = refuse
random.random = random.randrange = random.choice = random.shuffle = refuse
sys.path.insert(0, {home!r})
sys.argv = ["build.py", *{words!r}]
from congvan.cli import app as cli
sys.exit(cli.main())
"""


def test_i2_no_clock_no_dice_no_network(first: dict[str, bytes], tmp_path: Path) -> None:
    """No clock, no chance and no network in a build: with all of them taken away, and four hundred days later, it gives
    the same tree.
    """
    project = new_project(tmp_path, cold=True)
    program = TOMORROW.format(home=str(HOME), words=[*WORDS, "--root", str(tmp_path)])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert project.tree() == first


@pytest.mark.usefixtures("_strace")
def test_i2_the_system_sees_no_network_call(tmp_path: Path) -> None:
    """The kernel is asked for no network socket during a build."""
    project, log = new_project(tmp_path / "p", cold=True), tmp_path / "log"
    words = [sys.executable, str(HOME / "build.py"), "letter", "--only", "docx", "--root", str(project.root)]
    done = strace("-o", str(log), "-e", "trace=socket,connect", *words, whole=True)
    assert done.returncode == 0, done.stderr
    assert not re.search(r"AF_INET", log.read_text())


CLOCKS = re.compile(r"\bdate(?:time)?\.(?:today|now|utcnow)\(|(?<!date)time\.(?:localtime|gmtime)\(|uuid[14]\(")
#: Where the clock is asked: a new dispatch is dated today, what came back has an arrival, deadlines are counted, pages
#: say what waits today and when something was changed. `clock.today` serves days of returned forms (columns/dates.py).
#: A project that forms came back to says in its papers what was due by yesterday (no_op.py); others ask no clock.
MAY_ASK = {"project.py", "requests.py", "overview.py", "list_import.py", "no_op.py"}
PAGES = ("web", "editing")


def test_i2_only_a_few_rooms_know_the_time() -> None:
    """The core asks no clock: only the commands that are about today (new dispatch, arrivals, deadlines) do."""
    core = [
        path
        for path in (HOME / "congvan").rglob("*.py")
        if path.relative_to(HOME / "congvan").parts[0] not in PAGES or "drafting" in path.parts
    ]
    found = {path.name for path in core if CLOCKS.search(path.read_text("utf-8"))}
    assert found <= MAY_ASK, found - MAY_ASK


def test_i3_one_changed_record_changes_only_its_files() -> None:
    """Changing one record changes only the files whose content holds it: exactly those have another key."""
    changes = swapped(CONTACTS, "0942215080", "0942215081")

    def keys(change: dict[str, str]) -> dict[str, tuple[str, bool]]:
        files = with_changes(change)
        known = BuildKeys(files, Renderer(files))
        found = {}
        for job in jobs_of(plan(loaded(change), Selection())):
            parts = (*(job.pack.parts if job.pack else ()), *(job.counted or ()))  # bound, or their pages counted
            contents = [job.content, *(part.content for part in parts)]
            found[job.path] = known.for_job(job), any("094221508" in text for text in strings([*map(dict, contents)]))
        return found

    one, two = keys({}), keys(changes)
    assert one.keys() == two.keys()
    different = {path for path in one if one[path][0] != two[path][0]}
    assert different == {path for path in one if two[path][1]}
    assert 0 < len(different) < len(one)


def test_i4_a_dry_run_touches_nothing_and_is_what_a_build_does(tmp_path: Path) -> None:
    """A dry run touches nothing and names exactly the files that a build then writes."""
    project = new_project(tmp_path, cold=True)
    before = sorted(str(p) for p in tmp_path.rglob("*"))
    foreseen = project.run("-n", "letter", "--only", "docx", "--format", "json").json
    assert sorted(str(p) for p in tmp_path.rglob("*") if ".cache" not in str(p)) == before
    done = project.run("letter", "--only", "docx", "--format", "json").json
    would = {o["path"] for o in foreseen["outputs"] if o["status"] == "would-build"}
    assert would == {o["path"] for o in done["outputs"] if o["status"] == "built"}
    assert would == set(project.tree()) - {"manifest.json"}
    assert json.loads(project.tree()["manifest.json"])["outputs"].keys() == would
