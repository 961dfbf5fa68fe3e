"""Choose the executor: this process, further processes on this machine, or a Dask cluster. The bytes are identical."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from congvan.formats.fastpath.collector import return_memory
from congvan.job import Job
from congvan.rendering.batches import weight
from congvan.rendering.renderer import Rendered, Renderer, render_each
from congvan.rendering.worker_process import is_ahead, taken_ahead

WORTH_PROCESSES = 200
"""Weight of the jobs below which starting processes costs more than it saves."""


def render_alone(renderer: Renderer, job: Job) -> Iterator[Rendered]:
    """Render a job of thousands of rows here: in other processes its content would be there twice."""
    if unused := taken_ahead():
        unused.end(at_once=True)
    return_memory()
    yield from render_each(renderer, [job])
    return_memory()


def render_all(
    workers: int, root: Path, cluster: str | None
) -> Callable[[Renderer, Iterable[Job]], Iterator[Rendered]]:
    """Return a function that renders jobs with `workers` processes, in any order; 0 decides by the amount of work."""

    def run(renderer: Renderer, jobs: Iterable[Job]) -> Iterator[Rendered]:
        if cluster:
            from congvan.rendering.dask_cluster import render_on

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
        from congvan.rendering.processes import render_in_processes

        yield from render_in_processes(count, (renderer.files, str(root / ".cache/congvan")), source)

    return run
