"""Acts that are running or have run in child processes: their events, their outcome, the way to cancel them."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congvan.web.refusals import NotThere, Refused
from congvan.web.runs.children import Child, ChildOrder, Event, start_process

KEPT = 50
"""Finished runs that can still be looked at."""
MOST = 8
"""Runs at the same time."""


@dataclass(slots=True)
class Run:
    """One run.

    command  the command line that does the same
    folder   what was uploaded for it, and what it has made of that; `spent`: files that go when it ends
    page     the part of a page that shows its outcome; `data`: further content of that
    """

    id: str
    act: str
    command: str
    child: Child
    folder: Path | None = None
    spent: tuple[Path, ...] = ()
    page: str = "outcome.html"
    data: dict[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)
    title: str = ""
    total: int = 0
    done: int = 0
    outcome: dict[str, Any] | None = None

    def tell(self, event: Event) -> None:
        """Take in an event of the child."""
        if event["type"] == "steps":
            self.title, self.total, self.done = event["title"], event["total"], 0
        elif event["type"] == "done":
            self.done = event["done"]

    @property
    def state(self) -> dict[str, Any]:
        """How far it is, as plain values."""
        ended = self.outcome is not None
        return {"id": self.id, "title": self.title, "total": self.total, "done": self.done, "ended": ended}

    def wait(self, seconds: float | None = None) -> dict[str, Any]:
        """Wait for the outcome."""
        until = None if seconds is None else time.monotonic() + seconds
        while self.outcome is None and (until is None or time.monotonic() < until):
            time.sleep(0.01)
        assert self.outcome is not None
        return self.outcome


class Runs:
    """The runs of this server, by id. `warm`: a child waits for the next order, so that an act starts at once."""

    def __init__(self, *, warm: bool = False) -> None:
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()
        self._warm = warm
        self._spare: subprocess.Popen[bytes] | None = None
        self.closing = False

    def prepare(self) -> None:
        """Start the child that waits, if there is to be one and there is none: somebody looks at a screen."""
        if self._warm and not self.closing and (self._spare is None or self._spare.poll() is not None):
            self._spare = start_process(warm=True)

    def start(self, act: str, order: ChildOrder, **more: Any) -> Run:
        """Start a child; return its run."""
        with self._lock:
            if len(self.active()) >= MOST:
                raise Refused(429, "busy")
            spare = self._spare if self._spare is not None and self._spare.poll() is None else None
            self._spare = None
            run = Run(secrets.token_hex(8), act, child=Child(order, spare), **more)
            self._runs[run.id] = run
            self._forget()
            self.prepare()
        threading.Thread(target=_follow, args=(run,), daemon=True).start()
        return run

    def __getitem__(self, name: str) -> Run:
        run = self._runs.get(name)
        if run is None:
            raise NotThere
        return run

    def active(self) -> list[Run]:
        """Return the runs that have not ended."""
        return [run for run in list(self._runs.values()) if run.outcome is None]

    def last(self, act: str) -> Run | None:
        """Return the last run of an act that has ended."""
        return next((run for run in reversed(list(self._runs.values())) if run.act == act and run.outcome), None)

    def close(self) -> None:
        """Cancel what runs, give it a moment, and kill the rest: publishing is whole or not at all."""
        self.closing = True
        self._each(Child.cancel)
        until = time.monotonic() + 3
        while self.active() and time.monotonic() < until:
            time.sleep(0.02)
        self._each(Child.kill)
        for run in self._runs.values():
            _remove(run)
        if self._spare is not None:
            self._spare.kill()
            self._spare.communicate()

    def _each(self, do: Callable[[Child], None]) -> None:
        for run in self.active():
            do(run.child)

    def _forget(self) -> None:
        ended = [run for run in self._runs.values() if run.outcome is not None]
        for run in ended[: max(0, len(ended) - KEPT)]:
            del self._runs[run.id]
            _remove(run)


def _follow(run: Run) -> None:
    outcome = run.child.outcome(run.tell)
    for path in run.spent:
        path.unlink(missing_ok=True)
    run.outcome = outcome


def _remove(run: Run) -> None:
    if run.folder is not None:
        shutil.rmtree(run.folder, ignore_errors=True)
