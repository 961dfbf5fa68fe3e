"""The rows of a cluster: each mode is measured, a worker is killed in one of them, and all leave the same tree."""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sample_project import HOME


class Worker:
    """Stands in for a process of a worker."""

    def __init__(self) -> None:
        self.killed = threading.Event()

    def kill(self) -> None:
        self.killed.set()

    def poll(self) -> int | None:
        return -9 if self.killed.is_set() else None


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The module; a build writes the next of `said`, and the last one takes until a worker is killed."""
    monkeypatch.syspath_prepend(str(HOME / "benchmarks"))
    module = importlib.import_module("cluster")
    module.said, folders = [], iter(range(9))

    @contextlib.contextmanager
    def started(workers: int) -> Iterator[tuple[str, list[Worker]]]:
        module.running = [Worker() for _ in range(workers)]
        yield "tcp://here", module.running

    def timed(command: list[str], outputs: Path) -> dict[str, Any]:
        assert command[-4:-2] == ["--cluster", "tcp://here"]
        outputs.mkdir()
        (outputs / "manifest.json").write_text(module.said.pop(0))
        module.running[0].killed.wait(5 if len(module.said) == 0 else 0)
        return {"files": 10, "wall_s": 0.2, "cpu_s": 0.1, "peak_mib": 50.0, "bytes_per_file": 9000.0}

    monkeypatch.setattr(module, "out", lambda: tmp_path / str(next(folders)))
    monkeypatch.setattr(module, "make_province", lambda folder, units: folder.mkdir() if units == 2 else None)
    monkeypatch.setattr(module, "started", started)
    monkeypatch.setattr(module, "timed", timed)
    return module


def test_a_row_for_each_mode(cluster: Any) -> None:
    cluster.said = ["same"] * 3
    rows = cluster.measured(10)
    assert [(row["work"], row["mode"], row["n"], row["docs_per_s"]) for row in rows] == [
        ("cluster", mode, 10, 50.0) for mode in cluster.MODES
    ]
    assert [worker.poll() for worker in cluster.running] == [-9, None]


def test_runs_that_leave_other_trees_are_no_measurement(cluster: Any) -> None:
    cluster.said = ["same", "same", "other"]
    with pytest.raises(SystemExit, match="other trees"):
        cluster.measured(10)


def test_forms_that_are_missing_are_no_measurement(cluster: Any) -> None:
    cluster.said = ["same"] * 3
    with pytest.raises(SystemExit, match="1 worker: 10 of 11 forms"):
        cluster.measured(11)
