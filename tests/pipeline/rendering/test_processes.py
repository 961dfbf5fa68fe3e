"""Worker processes make what one process makes, and none is left; workers that die: acceptance, promise H8."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from pathlib import Path

import pytest

from congvan.core.job import Artifact, Job
from congvan.pipeline.rendering import renderer, worker_process
from congvan.pipeline.rendering.processes import render_in_processes
from congvan.pipeline.rendering.renderer import FailedJob, Rendered, Renderer, render_each

FILES = {"t.txt": b"{{ text }}"}


def _jobs(count: int) -> list[Job]:
    return [Job(f"{n}.txt", "d", str(n), "txt", "t.txt", {"text": str(n)}) for n in range(count)]


def _data(rendered: Iterable[Rendered]) -> dict[str, bytes]:
    return {item.job.path: item.data for item in rendered if isinstance(item, Artifact)}


@pytest.mark.parametrize("forked", [True, False])
def test_processes_make_what_one_makes(forked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "is_alone", lambda: forked)
    jobs = _jobs(200)
    made = _data(render_in_processes(2, (FILES, str(tmp_path)), jobs))
    assert len(made) == 200
    assert made == _data(render_each(Renderer(FILES), jobs))
    assert not multiprocessing.active_children()


def _raise(jobs: list[Job]) -> list[Rendered]:
    raise ZeroDivisionError


def test_an_error_that_no_record_explains_fails_its_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "is_alone", lambda: True)
    monkeypatch.setattr(renderer, "render_chunk", _raise)
    found = list(render_in_processes(2, (FILES, str(tmp_path)), _jobs(3)))
    assert all(isinstance(item, FailedJob) and "ZeroDivisionError" in item.problems[0].text for item in found)
    assert len(found) == 3


def test_workers_end_at_once_when_nobody_wants_more(tmp_path: Path) -> None:
    rendered = render_in_processes(2, (FILES, str(tmp_path)), _jobs(1000))
    next(rendered)
    assert len(multiprocessing.active_children()) == 2
    rendered.close()
    assert not multiprocessing.active_children()
