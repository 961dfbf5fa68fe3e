"""A wrong clock is told, and builds all the same."""

from __future__ import annotations

import calendar
import re
import shutil
import time
from pathlib import Path

import pytest

from congvan.core import clock
from congvan.core.clock import CLOCKLESS, RELEASED, clock_problems
from congvan.core.job import Outcome, Progress, act
from tests.sample_project import HOME, Project, new_project


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("1970-01-02", ["clock-wrong.behind"]),
        ("2026-11-24", ["clock-wrong.behind"]),
        ("2026-11-25", []),  # where the sun is not yet up
        ("2030-11-26", []),
        ("2031-01-01", ["clock-wrong.ahead"]),
    ],
)
def test_which_clocks_are_wrong(day: str, code: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    begun = calendar.timegm(time.strptime(day, "%Y-%m-%d"))
    monkeypatch.setattr(time, "time", lambda: begun + 3600.0)
    assert [problem.message.id for problem in clock_problems("build")] == code
    assert not any(clock_problems(each) for each in CLOCKLESS)


def test_every_act_that_reads_the_clock_tells_that_it_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """In Python and in a page as on the command line."""
    monkeypatch.setattr(clock.time, "time", lambda: 3600.0)
    for name in ("build", "verify"):
        done = act(name)(lambda _request, _progress, name=name: Outcome(name))(None, Progress())
        assert [problem.code for problem in done.problems] == (["clock-wrong"] if name == "build" else [])


def test_the_release_is_that_of_the_changelog() -> None:
    released = re.findall(r"^## \[[0-9.]+\] – ([0-9-]+)$", (HOME / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert RELEASED.isoformat() == max(released)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_project(tmp_path_factory.mktemp("made"))
    assert project.run("letter", "rosters", "--where", "district=cao-loc", "-q").code == 0
    return project


@pytest.mark.full("faketime")
@pytest.mark.parametrize(("day", "code"), [("1970-01-02", "behind"), ("2031-06-01", "ahead")])
def test_a_build_gives_the_same_files_whatever_the_clock_says(
    day: str, code: str, made: Project, tmp_path: Path
) -> None:
    """A dead battery: 1970, before the first day that a zip can hold."""
    if shutil.which("faketime") is None:
        pytest.skip("faketime is missing: apt-get install faketime")
    project = new_project(tmp_path, cold=True)
    library = next(Path("/usr/lib").rglob("libfaketime.so.1"))
    env = {"LD_PRELOAD": str(library), "FAKETIME": f"@{day} 12:00:00"}
    run = project.run("letter", "rosters", "--where", "district=cao-loc", "--format", "json", env=env)
    assert (run.code, run.codes()) == (0, ["clock-wrong"]), run.out + run.err
    assert project.tree() == made.tree()
    again = project.run("letter", "rosters", "--where", "district=cao-loc", "--format", "json")
    assert (again.code, again.codes()) == (0, [])  # the clock is right by now
