"""Files of lists: taken down, and another one looked at before it takes the place of the entries."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, HTMLResponse, Response

from congvan.core.opc.sniff import kind_of
from congvan.core.problems import UsageError
from congvan.editing.views.tables import list_ids, list_table
from congvan.web.act_requests import command_of, order_of, request_of
from congvan.web.acts import BY_ID
from congvan.web.page import fragment_html
from congvan.web.refusals import NotThere
from congvan.web.routes.files import files_of_form, sent_name, shown_name, spool, write_upload
from congvan.web.runs.outcomes import shown_problems
from congvan.web.views.fields import files_of
from congvan.web.visit import Visit

FILE = "/danh-ba/{listed}/tep"
_HEAD = 8192  # bytes that tell the kind of a file


def add_list_files(app: FastAPI) -> None:
    """Add the routes."""
    app.add_api_route(FILE, take_down, methods=["GET"], include_in_schema=False)
    app.add_api_route(FILE, look, methods=["POST"], include_in_schema=False)


def takes_file(path: str) -> bool:
    """Whether a path takes the file of a list."""
    start, _middle, end = FILE.partition("{listed}")
    return path.startswith(start) and path.endswith(end)


def _file_of(request: Request) -> str:
    """Return the file that keeps the entries of a list."""
    state, listed = request.app.state, request.path_params["listed"]
    files = files_of(Visit(state.settings, state.project, state.runs))
    if listed not in list_ids(files):
        raise NotThere
    return list_table(files, listed).file


def take_down(request: Request) -> Response:
    """Answer with the file that keeps the entries, as a file to keep; never shown by the browser itself."""
    file = _file_of(request)
    path = request.app.state.settings.root / file
    if file.endswith(".yaml") or not path.is_file():
        raise NotThere
    return FileResponse(path, media_type="application/octet-stream", filename=path.name)


async def look(request: Request) -> Response:
    """Show what the file that came would change in the list; answer with the progress of the run."""
    async with request.form(max_files=1) as form:
        return HTMLResponse(await run_in_threadpool(_compared, request, files_of_form(form)))


def _compared(request: Request, given: list[UploadFile]) -> str:
    if not given:
        raise NotThere
    file = _file_of(request)
    state, listed = request.app.state, request.path_params["listed"]
    called = shown_name(sent_name(given[0]))
    row, page = (BY_ID["compare"], "compared.html") if file.endswith(".xlsx") else (BY_ID["paste"], "pasted.html")
    try:
        with spool(state.settings) as folder:
            values = {"listed": listed, "file": str(_spooled(given[0], folder))}
            order = order_of(row, state.settings, request_of(row, state.settings, values))
            command = command_of(row, {"listed": listed, "file": called})
            data = {**values, "called": called}
            run = state.runs.start(row.id, order, command=command, folder=folder, page=page, data=data)
    except UsageError as wrong:
        return fragment_html("collected-nothing.html", {"problems": shown_problems(wrong.problems)})
    return fragment_html("run.html", {"run": run.state, "command": command})


def _spooled(given: UploadFile, folder: Path) -> Path:
    """Write a file under a name of ours; its ending is known by its content."""
    ending = ".xlsx" if kind_of(given.file.read(_HEAD)) in ("zip", "encrypted", "old-office") else ".csv"
    given.file.seek(0)
    return write_upload(given, folder / f"0001{ending}")
