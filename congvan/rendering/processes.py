"""Render in further processes of this machine; the bytes are those of one process.

A worker is forked where this process has one thread: it has imported then all that this one has. A lock that another
thread holds would never be released in it, so elsewhere it is started anew. No thread is started here.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterable, Mapping, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from congvan.job import Job
from congvan.rendering.batches import Batches
from congvan.rendering.renderer import Rendered, lost, render_chunk, start_worker

Setup = tuple[Mapping[str, bytes], str]
"""The bytes of the templates, and the folder of the cache."""


def render_in_processes(count: int, setup: Setup, jobs: Iterable[Job]) -> Generator[Rendered, None, None]:
    """Render with so many processes, in any order; a long job does not delay others.

    If a worker dies, the job that caused it is unknown, so the lost jobs are rendered again one by one. A job that is
    lost again becomes a FailedJob; nothing hangs.
    """
    batches = Batches(jobs)
    workers: list[_Worker] = []
    alone: set[str] = set()  # paths of the jobs that are rendered again
    try:
        for _number in range(count):
            workers.append(_Worker(batches, setup, workers))
        while busy := [worker for worker in workers if worker.works()]:
            while batches.plan() and not any(worker.has_answered() for worker in busy):
                pass  # jobs are planned while workers render
            for answered in wait([worker.connection for worker in busy]):
                worker = next(each for each in busy if each.connection is answered)
                batch, done = worker.batch, worker.answer()
                if done is None:
                    worker.end()
                    batches.end(worker.known)
                    workers.remove(worker)
                    workers.append(_Worker(batches, setup, workers))
                    batches.retry(job for job in batch if job.path not in alone)
                    done = [lost(job) for job in batch if job.path in alone]
                    alone.update(job.path for job in batch)
                else:
                    worker.works()
                yield from done
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """One process, which renders a batch at a time. `batch`: the jobs that it has; `known`: the kinds that it knows."""

    def __init__(self, batches: Batches, setup: Setup, others: Sequence[_Worker]) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        self.batch: list[Job] = []
        self.known = batches.begin()
        self._batches = batches
        forked = _is_alone()
        ours = [*(other.connection for other in others), self.connection] if forked else []
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self._process = context.Process(target=_serve, args=(theirs, ours, setup, gc.get_threshold()))
        self._process.start()
        theirs.close()

    def works(self) -> bool:
        """Give the worker a batch if it has none; return whether it has one."""
        if not self.batch and (batch := self._batches.take(self.known)):
            self.batch = batch
            with contextlib.suppress(OSError):  # it has died: what it does not answer is lost
                self.connection.send(batch)
        return bool(self.batch)

    def has_answered(self) -> bool:
        """Return whether there is an answer, or the worker has died."""
        return self.connection.poll()

    def answer(self) -> list[Rendered] | None:
        """Return what the worker made of its batch; None if it has died."""
        batch, self.batch = self.batch, []
        try:
            answer: list[Rendered] | str = self.connection.recv()
        except (EOFError, OSError):
            return None
        return [lost(job, answer) for job in batch] if isinstance(answer, str) else answer

    def end(self) -> None:
        """End the process: at once if it still works."""
        if self.batch:
            self._process.terminate()
        self.connection.close()
        self._process.join()


def _is_alone() -> bool:
    """Return whether this process has no other thread, not even one of a library in C."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def _serve(theirs: Connection, ours: Sequence[Connection], setup: Setup, collect_after: tuple[int, int, int]) -> None:
    """Render the batches that come, in a worker process, until there are no more.

    It ends with the process that started it even if that is killed: nobody else would end it. `ours`: the ends of
    connections that a forked process has and must not keep open.
    """
    for connection in ours:
        connection.close()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of them: the one that started it ends it
    sys.unraisablehook = sys.__unraisablehook__
    gc.set_threshold(*collect_after)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    start_worker(*setup)
    with contextlib.suppress(EOFError, OSError):
        while True:
            theirs.send(_rendered(theirs.recv()))


def _rendered(batch: list[Job]) -> list[Rendered] | str:
    """Return what is made of a batch; the name of an error that no record explains."""
    try:
        return render_chunk(batch)
    except Exception as error:
        return type(error).__name__


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
