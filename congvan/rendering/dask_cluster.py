"""Render on several machines through a Dask cluster; templates are sent once to each worker."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from congvan.job import Job
from congvan.messages import Message
from congvan.problems import EnvironmentFault, Problem
from congvan.rendering import build_key
from congvan.rendering.renderer import Rendered, Renderer, render_with, start_worker

WAIT = 10
"""Seconds to wait for the scheduler, and then for its first worker."""


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
            from congvan.rendering import build_key

            for what, ours, its in zip(
                ("program", "fonts"), here, (build_key.program_hash(), build_key.fonts_hash()), strict=True
            ):
                if ours != its:
                    raise RuntimeError(f"{worker.name}: other {what}")
            start_worker(dict(files), None)

    return Templates()
