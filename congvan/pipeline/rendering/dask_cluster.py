"""Render on several machines through a Dask cluster; templates are sent once to each worker."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from functools import partial
from typing import Any

from congvan.core.job import Job
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Problem
from congvan.pipeline.rendering import build_key
from congvan.pipeline.rendering.renderer import Rendered, Renderer, lost, render_chunk, start_worker

WAIT = 10
"""Seconds to wait for the scheduler, and then for its first worker."""
CHUNK = 64
"""Jobs sent to a worker at a time."""
ChunkCall = Callable[[list[Job]], list[Rendered]]


def render_on(address: str, renderer: Renderer, jobs: Iterable[Job]) -> Iterator[Rendered]:
    """Render on the cluster whose scheduler listens at `address` (tcp://host:8786), in any order.

    If a worker dies, Dask runs its chunks elsewhere; a new worker is set up as it joins. Raises EnvironmentFault if
    Dask is not installed, the scheduler does not answer, no worker has joined, or the scheduler is lost.
    """
    try:
        from distributed import Client
    except ImportError:
        raise EnvironmentFault(Problem(Message("cluster-missing"))) from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # its errors are reported as problems below
    try:
        client = Client(address, timeout=WAIT)
    except (OSError, TimeoutError, ValueError) as error:
        raise EnvironmentFault(Problem(Message("cluster-silent", address=address, why=error))) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=WAIT)
        except TimeoutError:
            raise EnvironmentFault(Problem(Message("cluster-empty", address=address))) from None
        try:
            client.register_plugin(_plugin(renderer.files))
        except Exception as error:  # whatever a worker without congvan raises
            message = Message("cluster-unlike", address=address, why=error)
            raise EnvironmentFault(Problem(message)) from None
        workers = len(client.scheduler_info()["workers"])
        try:
            yield from render_with(partial(client.get_executor, pure=False), jobs, in_flight=4 * workers)
        except Exception:
            if client.status == "running":
                raise
            message = Message("cluster-lost", address=address)
            raise EnvironmentFault(Problem(message)) from None


def _plugin(files: Mapping[str, bytes]) -> Any:
    from distributed import WorkerPlugin

    here = build_key.program_hash(), build_key.fonts_hash()

    class Templates(WorkerPlugin):  # type: ignore[misc]  # distributed has no types
        """Hands the templates to a worker when it joins, if it would make of them what this machine makes."""

        name = "congvan-templates"

        def setup(self, worker: Any) -> None:
            from congvan.pipeline.rendering import build_key

            for what, ours, its in zip(
                ("program", "fonts"), here, (build_key.program_hash(), build_key.fonts_hash()), strict=True
            ):
                if ours != its:
                    raise RuntimeError(f"{worker.name}: other {what}")
            start_worker(dict(files), None)

    return Templates()


def render_with(
    start: Callable[[], Executor],
    jobs: Iterable[Job],
    *,
    in_flight: int,
    chunk: int = CHUNK,
    call: ChunkCall = render_chunk,
) -> Iterator[Rendered]:
    """Render with an executor; results are yielded as chunks finish, so a long job does not delay others.

    At most `in_flight` chunks wait, so memory stays flat. `start` creates the executor, and replacements: if a worker
    dies, the job that caused it is unknown, so the lost jobs are rendered again one by one. Jobs lost again become
    FailedJob; nothing hangs.
    """
    source = iter(jobs)
    batches = iter(lambda: list(itertools.islice(source, chunk)), [])
    waiting: dict[Future[list[Rendered]], list[Job]] = {}
    while True:
        with start() as executor:
            broken = False
            while not broken:
                for batch in itertools.islice(batches, in_flight - len(waiting)):
                    waiting[_submit(executor, call, batch)] = batch
                if not waiting:
                    return
                done, _rest = wait(waiting, return_when=FIRST_COMPLETED)
                broken = any(isinstance(_error(future), BrokenExecutor) for future in done)
                if not broken:
                    for future in done:
                        yield from _results(waiting.pop(future), future)
        for future, batch in waiting.items():
            if in_flight > 1 and isinstance(_error(future), BrokenExecutor):
                yield from render_with(start, batch, in_flight=1, chunk=1, call=call)
            else:
                yield from _results(batch, future)
        waiting.clear()


def _submit(executor: Executor, call: ChunkCall, batch: list[Job]) -> Future[list[Rendered]]:
    try:
        return executor.submit(call, batch)
    except BrokenExecutor as error:
        broken: Future[list[Rendered]] = Future()
        broken.set_exception(error)
        return broken


def _error(future: Future[list[Rendered]]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _results(batch: list[Job], future: Future[list[Rendered]]) -> Iterator[Rendered]:
    error = _error(future)
    if error is None:
        yield from future.result()
        return
    why = "" if isinstance(error, BrokenExecutor) else type(error).__name__
    yield from (lost(job, why) for job in batch)
