"""Addresses of templates: taken down, replaced by an edited one, watched while Word has them open."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse

from congvan.core.job import Progress
from congvan.model.project import assets
from congvan.web.act_requests import command_of, request_of
from congvan.web.acts import BY_ID, function_of
from congvan.web.refusals import NotThere
from congvan.web.routes.buttons import outcome_html
from congvan.web.routes.files import files_of_form, spool, write_upload
from congvan.web.runs.outcomes import shown

REPLACING = "/tep-mau/thay"
LOOK = 0.3
"""Seconds between two looks at a template that is watched."""
QUIET = 20.0
"""Seconds after which a line of comment tells whether somebody still listens."""


def add_templates(app: FastAPI) -> None:
    """Add the routes."""
    app.add_api_route("/tep-mau/tai", take_down, methods=["GET"], include_in_schema=False)
    app.add_api_route(REPLACING, replace, methods=["POST"], include_in_schema=False)
    app.add_api_route("/tep-mau/doi", watched, methods=["GET"], include_in_schema=False)


def _asked(request: Request) -> tuple[str, Path]:
    """Return the name of a template of the project and its path."""
    root, name = request.app.state.settings.root, request.query_params.get("tep", "")
    if not name.startswith("templates/") or name not in assets.names(root):
        raise NotThere
    return name, root / name


def take_down(request: Request) -> Response:
    """Answer with a template as a file to keep; never shown by the browser itself."""
    name, path = _asked(request)
    return FileResponse(path, media_type="application/octet-stream", filename=name.rpartition("/")[2])


async def replace(request: Request) -> Response:
    """Take the file that came in the place of a template."""
    async with request.form(max_files=1) as form:
        return HTMLResponse(await run_in_threadpool(_replaced, request, files_of_form(form)))


def _replaced(request: Request, given: list[UploadFile]) -> str:
    name, _path = _asked(request)
    if not given:
        raise NotThere
    settings = request.app.state.settings
    with spool(settings) as folder:
        spooled = write_upload(given[0], folder / "0001")
        row = BY_ID["replace-template"]
        values = {"template": name, "file": str(spooled)}
        result = shown(function_of(row)(request_of(row, settings, values), Progress()))
        shutil.rmtree(folder, ignore_errors=True)
    return outcome_html(result, command_of(row, {"template": name, "file": name.rpartition("/")[2]}))


def watched(request: Request) -> Response:
    """Answer with an event each time that a template was saved."""
    _name, path = _asked(request)
    return StreamingResponse(_saves(request, path), media_type="text/event-stream")


async def _saves(request: Request, path: Path) -> AsyncIterator[str]:
    seen, quiet = _stamp(path), 0.0
    yield ": watching\n\n"
    while not await request.is_disconnected():
        await asyncio.sleep(LOOK)
        now, quiet = _stamp(path), quiet + LOOK
        if now is not None and now != seen:  # Word may take the file away for a moment while it saves
            seen, quiet = now, 0.0
            yield "data: saved\n\n"
        elif quiet > QUIET:
            quiet = 0.0
            yield ": still watching\n\n"


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
