"""The same bytes whatever renders: this process, two processes, a Dask cluster that loses a worker in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from congvan.cli.app import main
from congvan.core.job import Job
from congvan.core.problems import EnvironmentFault
from congvan.pipeline.rendering import build_key, dask_cluster
from congvan.pipeline.rendering.dask_cluster import render_on, render_with
from congvan.pipeline.rendering.renderer import FailedJob, Renderer
from tests.sample_project import HOME, Project, new_project

WORDS = ("rosters", "--only", "docx", "--only", "xlsx", "-q")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_project(tmp_path_factory.mktemp("here"))
    assert project.run(*WORDS).code == 0
    return project


@pytest.mark.full("long runs")
def test_two_processes_give_the_same_tree(here: Project, tmp_path: Path) -> None:
    project = new_project(tmp_path, cold=True)
    run = project.run(*WORDS, "-j", "2")
    assert run.code == 0, run.out + run.err
    assert project.tree() == here.tree()


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers on loopback, each a process of its own."""
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'congvan[cluster]'")
    env = {**os.environ, "PYTHONPATH": str(HOME), "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "20s"}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    port = 18000 + os.getpid() % 2000
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(
        [*dask, "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
        env=env,
        **quiet,
    )
    workers = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "distributed.cli.dask_worker",
                address,
                "--nthreads",
                "1",
                "--no-nanny",
                "--no-dashboard",
            ],
            env=env,
            **quiet,
        )
        for _ in range(2)
    ]
    try:
        _wait_for(address, 2)
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _wait_for(address: str, count: int) -> None:
    from distributed import Client

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with Client(address, timeout="5s") as client:
                client.wait_for_workers(count, timeout=40)
                return
        except (OSError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the cluster did not start")


@pytest.mark.full("long runs")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_cluster_gives_the_same_tree_though_a_worker_is_killed(
    here: Project, cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, workers = cluster
    project = new_project(tmp_path)

    def kill() -> None:
        time.sleep(1.5)
        workers[0].send_signal(signal.SIGKILL)

    threading.Thread(target=kill).start()
    run = project.run(*WORDS, "--cluster", address)
    assert run.code == 0, run.out + run.err
    assert project.tree() == here.tree()


def test_nobody_at_the_cluster_s_address_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'congvan[cluster]'")
    project = new_project(tmp_path)
    monkeypatch.setattr(dask_cluster, "WAIT", 1)
    words = ["letter", "--only", "docx", "--cluster", "tcp://127.0.0.1:1", "--format", "json"]
    assert main([*words, "--root", str(project.root)]) == 4
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["cluster-silent"]
    assert not list((tmp_path / "outputs").rglob("*.docx"))


class _Client:
    """Stands in for Dask's; `fault` is what this cluster does not survive."""

    status = "running"

    def __init__(self, fault: str) -> None:
        self.fault = fault

    def __call__(self, _address: str, timeout: float) -> _Client:
        return self

    def __enter__(self) -> _Client:
        return self

    def __exit__(self, *_raised: object) -> None:
        pass

    def wait_for_workers(self, _count: int, timeout: float) -> None:
        if self.fault == "cluster-empty":
            raise TimeoutError

    def register_plugin(self, plugin: Any) -> None:
        if self.fault == "cluster-unlike":
            plugin.setup(SimpleNamespace(name="worker-7"))

    def scheduler_info(self) -> dict[str, Any]:
        return {"workers": [1]}

    def get_executor(self, *, pure: bool) -> Executor:
        if self.fault == "cluster-lost":
            self.status = "closed"
        raise ConnectionError(pure)


@pytest.mark.parametrize("fault", ["cluster-empty", "cluster-unlike", "cluster-lost"])
def test_a_cluster_that_can_t_go_on_is_said(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'congvan[cluster]'")
    monkeypatch.setattr(distributed, "Client", _Client(fault))
    fonts = iter(["here", "there"])
    monkeypatch.setattr(build_key, "fonts_hash", lambda: next(fonts))
    with pytest.raises(EnvironmentFault) as raised:
        list(render_on("tcp://192.0.2.1:8786", Renderer({}), [_job(1)]))
    [problem] = raised.value.problems
    assert problem.code == fault
    assert problem.hint
    assert fault != "cluster-unlike" or "worker-7: other fonts" in problem.text


def test_another_fault_on_a_cluster_is_not_taken_for_a_lost_one(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'congvan[cluster]'")
    monkeypatch.setattr(distributed, "Client", _Client(""))
    with pytest.raises(ConnectionError):
        list(render_on("tcp://192.0.2.1:8786", Renderer({}), [_job(1)]))


def _job(number: int) -> Job:
    return Job(f"{number}.txt", "d", str(number), "text", "", {"text": str(number)})


def test_order_is_kept_and_few_chunks_wait() -> None:
    waiting = most = 0
    lock = threading.Lock()

    class Counting(ThreadPoolExecutor):
        def submit(self, call, /, *words, **more):
            nonlocal waiting, most
            with lock:
                waiting += 1
                most = max(most, waiting)
            return super().submit(call, *words, **more)

    def call(jobs: list[Job]) -> list[FailedJob]:
        nonlocal waiting
        with lock:
            waiting -= 1
        return [FailedJob(job, ()) for job in jobs]

    done = list(render_with(lambda: Counting(2), map(_job, range(500)), in_flight=4, chunk=16, call=call))
    assert sorted(int(item.job.record) for item in done if isinstance(item, FailedJob)) == list(range(500))
    assert most <= 4


def test_a_long_job_holds_up_no_other() -> None:
    """The first job ends only when all others have been given; with results in the order of jobs this would hang."""
    rest_given = threading.Event()

    def call(jobs: list[Job]) -> list[FailedJob]:
        if jobs[0].record == "0":
            assert rest_given.wait(60)
        return [FailedJob(job, ()) for job in jobs]

    given = []
    for item in render_with(lambda: ThreadPoolExecutor(2), map(_job, range(100)), in_flight=4, chunk=1, call=call):
        given.append(item.job.record)
        if len(given) == 99:
            rest_given.set()
    assert given[-1] == "0"
    assert len(set(given)) == 100


def test_a_worker_that_dies_gives_its_jobs_back_as_failed() -> None:
    class Dying(Executor):
        def submit(self, call, /, *words, **more):
            future: Future[object] = Future()
            future.set_exception(MemoryError())
            return future

    done = list(render_with(Dying, map(_job, range(3)), in_flight=2, chunk=2))
    assert sorted(item.job.path for item in done) == ["0.txt", "1.txt", "2.txt"]
    assert all(isinstance(item, FailedJob) and item.problems[0].code == "render-gave-up" for item in done)
