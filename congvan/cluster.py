"""Rendering on more than one machine: a Dask cluster's executor, with templates and fonts sent once to each worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from congvan.job import Job
from congvan.locale import _
from congvan.problems import CannotRun, Problem
from congvan.render import Rendered, Renderer, render_by, start_worker


def render_on(address: str, renderer: Renderer, jobs: Iterable[Job], language: str) -> Iterator[Rendered]:
    """Render on the cluster whose scheduler listens at `address` (tcp://host:8786), in the order of the jobs.

    A worker that dies loses nothing: Dask runs its chunks again elsewhere, and a new worker is set up as it joins.
    Raises CannotRun where Dask is not installed or nobody answers.
    """
    try:
        from distributed import Client
    except ImportError:
        hint = _("install it: pip install 'congvan[cluster]'")
        raise CannotRun(Problem("cluster-missing", _("Dask is not installed"), hint=hint)) from None
    try:
        client = Client(address, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        message = _("no scheduler answers at {address}: {why}").format(address=address, why=error)
        raise CannotRun(Problem("cluster-silent", message, hint=_("start one: dask scheduler"))) from None
    with client:
        client.register_plugin(_plugin(renderer.files, language))
        workers = max(1, len(client.scheduler_info()["workers"]))
        yield from render_by(partial(client.get_executor, pure=False), jobs, in_flight=4 * workers)


def _plugin(files: Mapping[str, bytes], language: str) -> Any:
    from distributed import WorkerPlugin

    class Templates(WorkerPlugin):  # type: ignore[misc]  # distributed has no types
        """Hands the templates to a worker when it joins."""

        name = "congvan-templates"

        def setup(self, worker: Any) -> None:
            start_worker(dict(files), None, language)

    return Templates()
