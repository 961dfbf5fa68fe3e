"""The child that makes previews: it may die and may lack memory; the page goes on."""

from __future__ import annotations

import os
import signal

import pytest

from congvan.web.runs.previews import Previews
from tests.sample_project import Project
from tests.web.client import settings_of


@pytest.mark.full("long runs")
def test_a_child_that_was_killed_is_started_again(project: Project) -> None:
    previews = Previews(settings_of(project.root))
    try:
        first, _data = previews.ask(do="show", dispatch="bluezone-2020")
        assert previews._process is not None
        os.kill(previews._process.pid, signal.SIGKILL)
        again, _data = previews.ask(do="show", dispatch="bluezone-2020")
        assert again["version"] == first["version"]
    finally:
        previews.close()


def test_a_child_is_started_beforehand_and_nobody_waits_for_one_at_work(project: Project) -> None:
    previews = Previews(settings_of(project.root))
    try:
        previews.warm()
        assert (process := previews._process) is not None
        with previews._lock:
            previews.warm()
        assert previews._process is process
        assert process.poll() is None
    finally:
        previews.close()


def test_a_child_without_memory_is_a_problem_not_the_end(project: Project) -> None:
    previews = Previews(settings_of(project.root, memory=40 << 20))
    try:
        answer, _data = previews.ask(do="show", dispatch="bluezone-2020")
        assert answer["problems"]
        assert "version" not in answer
    finally:
        previews.close()
