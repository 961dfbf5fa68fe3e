"""Choose the executor: this process, further processes on this machine, or a Dask cluster. The bytes are identical."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from congvan.job import Job
from congvan.rendering.renderer import CHUNK, Rendered, Renderer, render_each, render_with, start_worker

WORTH_PROCESSES = 600
"""Number of jobs below which starting processes costs more than it saves."""

JUDGED = 8
"""Weight of a checked job, in jobs: reading a file back costs more than making it."""


def render_all(
    workers: int, root: Path, cluster: str | None
) -> Callable[[Renderer, Iterable[Job]], Iterator[Rendered]]:
    """Return a function that renders jobs with `workers` processes, in any order; 0 decides by the amount of work."""

    def run(renderer: Renderer, jobs: Iterable[Job]) -> Iterator[Rendered]:
        source = iter(jobs)
        if cluster:
            from congvan.rendering.dask_cluster import render_on

            yield from render_on(cluster, renderer, source)
            return
        count = workers or len(os.sched_getaffinity(0))
        first = list(itertools.islice(source, WORTH_PROCESSES)) if not workers else []
        if count == 1 or (not workers and sum(JUDGED if job.judged else 1 for job in first) < WORTH_PROCESSES):
            yield from render_each(renderer, itertools.chain(first, source))
            return
        all_known = 0 < len(first) < WORTH_PROCESSES
        chunk = min(CHUNK, max(1, len(first) // (8 * count))) if all_known else CHUNK
        setup = (renderer.files, str(root / ".cache/congvan"))
        context = multiprocessing.get_context("spawn")
        start = partial(ProcessPoolExecutor, count, mp_context=context, initializer=_start_process, initargs=setup)
        yield from render_with(start, itertools.chain(first, source), in_flight=2 * count, chunk=chunk)

    return run


def _start_process(files: Mapping[str, bytes], cache_folder: str) -> None:
    """Initialize a worker process, which ends with this one even if it is killed: nobody else would end it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    start_worker(files, cache_folder)


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
