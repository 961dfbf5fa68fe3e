"""Addresses of printing: bind what is ticked, pages again, the files for the printer, pictures of signs."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from congvan.core.job import Outcome, Progress
from congvan.core.messages import Message
from congvan.core.problems import Problem, UsageError
from congvan.pipeline.printing.printing import FOLDER, reprint
from congvan.publishing.manifest import OUTPUTS
from congvan.publishing.paths import is_safe
from congvan.web.act_requests import command_of, from_form, order_of, request_of
from congvan.web.acts import BY_ID
from congvan.web.page import fragment_html
from congvan.web.refusals import NotThere
from congvan.web.runs.outcomes import shown
from congvan.web.served import served
from congvan.web.views.printing import stale
from congvan.web.views.signage import FOLDER as SIGNS
from congvan.web.visit import Visit

WIDE = (400, 4000)
"""Pixels that a picture of a sign may be wide."""


def add_printing(app: FastAPI) -> None:
    """Add the routes."""
    app.add_api_route("/van-ban-di/{dispatch}/in", bind, methods=["POST"], include_in_schema=False)
    app.add_api_route("/van-ban-di/{dispatch}/chua-cap-nhat", older, methods=["GET"], include_in_schema=False)
    app.add_api_route("/in-lai", again, methods=["POST"], include_in_schema=False)
    app.add_api_route("/in/{folder}/{name}", job, methods=["GET"], include_in_schema=False)
    app.add_api_route("/van-ban-di/{dispatch}/bien/{path:path}", sign, methods=["GET"], include_in_schema=False)
    app.add_api_route(
        "/van-ban-di/{dispatch}/bien-nhap/{version}/{path:path}", draft_sign, methods=["GET"], include_in_schema=False
    )


async def bind(request: Request) -> Response:
    """Bind what is ticked; answer with the progress of the run, whose outcome lists the jobs."""
    return await run_in_threadpool(_bind, request, await _pairs(request))


def _bind(request: Request, pairs: list[tuple[str, str]]) -> Response:
    row, state = BY_ID["print"], request.app.state
    dispatch = request.path_params["dispatch"]
    if dispatch not in state.project.facts().papers:
        raise NotThere
    values = {**from_form(row, pairs), "dispatch": dispatch}
    try:
        if not values.get("files"):
            raise UsageError(Problem(Message("print-nothing")))
        asked = request_of(row, state.settings, values)
    except UsageError as wrong:
        return _refused(wrong)
    command = command_of(row, values)
    run = state.runs.start("print", order_of(row, state.settings, asked), command=command, page="printed.html")
    return HTMLResponse(fragment_html("run.html", {"run": run.state, "command": command}))


def older(request: Request) -> Response:
    """Answer with the line of a paper's PDFs that are older than its data, empty where there are none."""
    state = request.app.state
    visit = Visit(state.settings, state.project, state.runs, params=request.path_params)
    return HTMLResponse(fragment_html("print-stale.html", stale(visit)))


async def again(request: Request) -> Response:
    """Make a file of some pages of a job."""
    return await run_in_threadpool(_again, request, await _pairs(request))


def _again(request: Request, pairs: list[tuple[str, str]]) -> Response:
    row, settings = BY_ID["reprint"], request.app.state.settings
    values = from_form(row, pairs)
    try:
        outcome = reprint(request_of(row, settings, values), Progress())
    except UsageError as wrong:
        return _refused(wrong)
    made = shown(outcome)
    more = {"made": made.get("reprint", {}), "command": command_of(row, values)}
    return HTMLResponse(fragment_html("reprinted.html", {**made, **more}))


def _refused(wrong: UsageError) -> Response:
    made = shown(Outcome("print", problems=list(wrong.problems), exit_code=wrong.exit_code))
    return HTMLResponse(fragment_html("reprinted.html", {**made, "made": {}, "command": ""}))


async def _pairs(request: Request) -> list[tuple[str, str]]:
    form = await request.form(max_files=0)
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def job(request: Request) -> Response:
    """Serve the file of a job."""
    folder, name = (request.path_params[each] for each in ("folder", "name"))
    return served(request.app.state.settings.kept / FOLDER, f"{folder}/{name}")


def sign(request: Request) -> Response:
    """Answer with a sign as a picture, trimmed: as wide as it is asked for."""
    state = request.app.state
    name = f"{_of_dispatch(request)}/{SIGNS}/{request.path_params['path']}"
    if not (is_safe(name) and name.endswith(".pdf") and (state.settings.root / OUTPUTS / name).is_file()):
        raise NotThere
    return _pictured(request, do="sign", path=name)


def draft_sign(request: Request) -> Response:
    """Answer with a sign as the data have it now, as a picture; the version is there so that it is asked for again."""
    return _pictured(request, do="draft-sign", dispatch=_of_dispatch(request), path=request.path_params["path"])


def _of_dispatch(request: Request) -> str:
    dispatch = str(request.path_params["dispatch"])
    if dispatch not in request.app.state.project.facts().papers:
        raise NotThere
    return dispatch


def _pictured(request: Request, **asked: str) -> Response:
    wide = request.query_params.get("rong", "")
    size = min(max(int(wide) if wide.isdecimal() and len(wide) < 6 else 0, WIDE[0]), WIDE[1])
    _answer, data = request.app.state.previews.ask(**asked, wide=size)
    if not data:
        raise NotThere
    return Response(data, media_type="image/png")
