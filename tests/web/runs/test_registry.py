"""Runs of this server: kept for a while, ended with the server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from congvan.core.problems import Exit
from congvan.web.refusals import NotThere, Refused
from congvan.web.runs import registry
from congvan.web.runs.children import ChildOrder
from congvan.web.runs.registry import Runs
from tests.web.acts_of_tests import TrialRequest


@pytest.fixture
def runs() -> Iterator[Runs]:
    made = Runs()
    yield made
    made.close()


def order(how: str) -> ChildOrder:
    return ChildOrder("trial", "tests.web.acts_of_tests:trial", TrialRequest(how))


def test_runs_of_before_are_forgotten_with_their_files(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(registry, "KEPT", 1)
    made = []
    for number in range(3):
        folder = tmp_path / str(number)
        folder.mkdir()
        made.append(runs.start("trial", order("well"), command="", folder=folder))
        made[-1].wait(60)
    assert [(tmp_path / str(number)).exists() for number in range(3)] == [False, True, True]
    with pytest.raises(NotThere):
        runs[made[0].id]
    assert runs[made[2].id].state["done"] == 3


def test_not_everything_at_once(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MOST", 1)
    first = runs.start("trial", order("long"), command="")
    with pytest.raises(Refused, match="busy"):
        runs.start("trial", order("well"), command="")
    first.child.cancel()
    first.wait(60)
    assert runs.start("trial", order("well"), command="").wait(60)["exit_code"] == 0


def test_a_child_that_waits_takes_the_next_order_and_ends_with_the_server() -> None:
    runs = Runs(warm=True)
    assert runs._spare is None, "not before somebody looks"
    runs.prepare()
    waiting = runs._spare
    assert waiting is not None
    run = runs.start("trial", order("well"), command="")
    assert run.child.pid == waiting.pid
    following = runs._spare
    assert following is not None
    assert following.pid != waiting.pid
    assert run.wait(60)["exit_code"] == 0
    runs.close()
    assert following.poll() is not None


def test_the_end_of_the_server_is_the_end_of_its_runs(runs: Runs) -> None:
    run = runs.start("trial", order("long"), command="")
    until = time.monotonic() + 60
    while not run.total and time.monotonic() < until:
        time.sleep(0.01)
    assert runs.active() == [run]
    runs.close()
    assert run.wait(60)["exit_code"] == Exit.INTERRUPTED
    assert not runs.active()
