"""A worker that is started ahead is the first that is taken, and ends with what it was started for."""

from __future__ import annotations

import multiprocessing
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from congvan.core.job import Artifact, Job
from congvan.pipeline.rendering import executors, worker_process
from congvan.pipeline.rendering.batches import HEAVY
from congvan.pipeline.rendering.executors import render_all, render_alone
from congvan.pipeline.rendering.renderer import FailedJob, Renderer, render_each
from congvan.pipeline.rendering.worker_process import is_ahead, started_ahead, taken_ahead

FILES = {"t.txt": b"{{ text }}"}


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    monkeypatch.setattr(worker_process, "is_alone", lambda: True)
    monkeypatch.setattr(executors, "is_alone", lambda: True)
    monkeypatch.setattr(worker_process, "_RENDERING", ("congvan.formats.text",))


@pytest.mark.usefixtures("two_cores")
def test_a_worker_started_ahead_renders_even_one_job(tmp_path: Path) -> None:
    job = Job("1.txt", "d", "1", "txt", "t.txt", {"text": "ấ"})
    with started_ahead(tmp_path):
        (made,) = render_all(0, tmp_path, None)(Renderer(FILES), [job])
        assert isinstance(made, Artifact)
        assert made.data == "ấ".encode()
        assert not is_ahead()
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("two_cores")
def test_a_worker_that_nobody_takes_is_ended(tmp_path: Path) -> None:
    with started_ahead(tmp_path):
        assert is_ahead()
        assert not list(render_all(0, tmp_path, None)(Renderer({}), []))
        assert is_ahead()
    assert not is_ahead()
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("two_cores")
def test_a_job_that_is_rendered_alone_is_what_it_would_be_here() -> None:
    job, wrong = (Job("1.txt", "d", "1", "txt", name, {"text": "ấ"}) for name in ("t.txt", "wrong.txt"))
    for each in (job, wrong):
        there, here = (Renderer(FILES | {"wrong.txt": b"{{ nothing }}"}) for _process in range(2))
        assert [render_alone(there, each)] == list(render_each(here, [each]))
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("bare", [False, True])
def test_rows_are_packed_while_another_process_has_them(monkeypatch: pytest.MonkeyPatch, bare: bool) -> None:
    """Not those of facts, of which records know the very objects."""
    rows, files = [[n] for n in range(HEAVY)], {"t.txt": b"{% for row in rows %}{{ row[0] }} {% endfor %}"}
    job = Job("1.txt", "d", "1", "txt", "t.txt", {"rows": rows, "same": rows}, bare=bare)
    expected, first, fork, here = " ".join(map(str, range(HEAVY))), rows[0], executors._in_fork, list[int]()

    def in_fork(*arguments: Any) -> Any:
        here.append(len(rows))
        return fork(*arguments)

    monkeypatch.setattr(executors, "_in_fork", in_fork)
    made = render_alone(Renderer(files), job)
    assert isinstance(made, Artifact)
    assert made.data.decode().rstrip() == expected
    assert here == [HEAVY * bare] * 2
    assert rows == [[n] for n in range(HEAVY)]
    assert (rows[0] is first) == bare


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("ends", [lambda *_job: os._exit(1), lambda *_job: 1 // 0])
def test_a_job_whose_process_ends_fails_alone(monkeypatch: pytest.MonkeyPatch, ends: Any) -> None:
    monkeypatch.setattr(Renderer, "render", ends)
    failed = render_alone(Renderer(FILES), job := Job("1.txt", "d", "1", "txt", "t.txt", {"text": "ấ"}))
    assert isinstance(failed, FailedJob)
    assert failed.job is job
    assert not multiprocessing.active_children()


def test_one_core_starts_none_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    with started_ahead(tmp_path):
        assert taken_ahead() is None


def test_a_process_with_another_thread_is_not_forked() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    assert not worker_process.is_alone()
    ended.set()
    thread.join()
