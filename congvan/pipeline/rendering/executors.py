"""Choose the executor: this process, further processes on this machine, or a Dask cluster. The bytes are identical."""

from __future__ import annotations

import gc
import itertools
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from congvan.core.job import Artifact, Job
from congvan.formats.fastpath.collector import return_memory
from congvan.pipeline.rendering.batches import long_lists, weight
from congvan.pipeline.rendering.renderer import Rendered, Renderer, attempt, lost, opened, render_each
from congvan.pipeline.rendering.worker_process import WorkerProcess, is_ahead, is_alone, taken_ahead

WORTH_PROCESSES = 200
"""Weight of the jobs below which starting processes costs more than it saves."""


def render_alone(renderer: Renderer, job: Job) -> Rendered:
    """Render a job of thousands of rows in a process forked for it, open the file in another.

    Why: what each takes is the system's again at once. Its rows are packed here meanwhile, and there only until they
    have been read: of rows that both processes hold each would have a copy, as reading them counts references.
    """
    if unused := taken_ahead():
        unused.end(at_once=True)
    gc.collect()
    return_memory()
    if not is_alone():
        return next(render_each(renderer, [job]))
    lists = [] if job.bare or job.sheet else long_lists(job.content)  # those of facts are of other records, too
    packed = pickle.dumps(lists, pickle.HIGHEST_PROTOCOL)

    def empty() -> None:
        for each in lists:
            each.clear()
        return_memory()

    def fill() -> None:
        for each, rows in zip(lists, pickle.loads(packed), strict=True):
            each[:] = rows

    def make() -> Artifact:
        fill()
        return renderer.render(job, empty)

    empty()
    try:
        made = _in_fork(job, make)
        return _in_fork(job, lambda: opened(made), made) if isinstance(made, Artifact) else made
    finally:
        fill()


def _in_fork(job: Job, make: Callable[[], Artifact], known: Artifact | None = None) -> Rendered:
    """Return what is made of a job in a process forked for it, without the job and what is `known` sent back."""

    def work(theirs: Connection) -> None:
        gc.freeze()  # so that the collector writes to no page that both have
        made: Rendered
        try:
            made = attempt(job, make)
        except Exception as error:  # as of the other workers
            made = lost(job, type(error).__name__)
        data = made.data if isinstance(made, Artifact) and not known else b""
        bare = replace(made, job=replace(job, content={}))
        theirs.send(replace(bare, data=b"") if isinstance(bare, Artifact) else bare)
        theirs.send_bytes(data)

    process = WorkerProcess(work=work)
    try:
        made: Rendered = process.connection.recv()
        data = process.connection.recv_bytes()
    except (EOFError, OSError):
        return lost(job)
    finally:
        process.end(at_once=True)
    if isinstance(made, Artifact):
        return known or replace(made, job=job, data=data)
    return replace(made, job=job)


def render_all(
    workers: int, root: Path, cluster: str | None
) -> Callable[[Renderer, Iterable[Job]], Iterator[Rendered]]:
    """Return a function that renders jobs with `workers` processes, in any order; 0 decides by the amount of work."""

    def run(renderer: Renderer, jobs: Iterable[Job]) -> Iterator[Rendered]:
        if cluster:
            from congvan.pipeline.rendering.dask_cluster import render_on

            yield from render_on(cluster, renderer, jobs)
            return
        source = iter(jobs)
        count = workers or len(os.sched_getaffinity(0))
        first, total = list[Job](), 0
        while count > 1 and not workers and total < WORTH_PROCESSES and (job := next(source, None)):
            first.append(job)
            total += weight(job)
        source = itertools.chain(first, source)
        if count > 1 and not workers and total < WORTH_PROCESSES:
            count = 1
        if count == 1 and not (first and is_ahead()):
            yield from render_each(renderer, source)
            return
        from congvan.pipeline.rendering.processes import render_in_processes

        yield from render_in_processes(count, (renderer.files, str(root / ".cache/congvan")), source)

    return run
