"""Render in further processes of this machine; the bytes are those of one process."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Sequence
from multiprocessing.connection import wait

from congvan.core.job import Job
from congvan.pipeline.rendering.batches import Batches
from congvan.pipeline.rendering.renderer import Rendered, lost
from congvan.pipeline.rendering.worker_process import Setup, WorkerProcess, taken_ahead


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
    """A process that renders a batch at a time. `batch`: the jobs that it has; `known`: the kinds that it knows."""

    def __init__(self, batches: Batches, setup: Setup, others: Sequence[_Worker]) -> None:
        running = [other._process for other in others]
        self._process: WorkerProcess = taken_ahead() or WorkerProcess(running)
        self.connection = self._process.connection
        self.batch: list[Job] = []
        self.known = batches.begin()
        self._batches = batches
        with contextlib.suppress(OSError):  # it has died, as `answer` will tell
            self.connection.send(setup)

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
        self._process.end(at_once=bool(self.batch))
