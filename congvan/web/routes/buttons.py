"""Acts called by buttons of the page: `POST /viec/<act>`, and the runs of heavy ones: progress, outcome, cancel."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import anyio
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response, StreamingResponse

from congvan.core.job import Progress
from congvan.core.problems import Exit, UsageError
from congvan.web.act_requests import command_of, from_form, order_of, request_of
from congvan.web.acts import BY_ID, SAME, function_of
from congvan.web.page import fragment_html
from congvan.web.refusals import NotThere
from congvan.web.runs.outcomes import shown, shown_problems
from congvan.web.runs.registry import Run
from congvan.web.views.checking import checked
from congvan.web.views.list_table import compared, pasted_file
from congvan.web.views.printing import printed
from congvan.web.views.returns.returned import collected

OFTEN = 0.1
"""Seconds between two looks at a run."""
KEEP_ALIVE = 15.0


def add_buttons(app: FastAPI) -> None:
    """Add the routes."""
    app.add_api_route("/viec/{act}", do, methods=["POST"], include_in_schema=False)
    app.add_api_route("/chay/{run}", outcome, methods=["GET"], include_in_schema=False)
    app.add_api_route("/chay/{run}/su-kien", events, methods=["GET"], include_in_schema=False)
    app.add_api_route("/chay/{run}/dung", cancel, methods=["POST"], include_in_schema=False)


async def do(request: Request) -> Response:
    """Do an act with the fields of a form; answer with the part of the page that shows its outcome, or its progress."""
    if request.path_params["act"] not in BY_ID:
        raise NotThere
    form = await request.form(max_files=0)
    pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return await run_in_threadpool(_done, request, pairs)


def _done(request: Request, pairs: list[tuple[str, str]]) -> Response:
    """Run a light act to its end, or start a heavy one; return the part of the page."""
    row, state = BY_ID[request.path_params["act"]], request.app.state
    values = from_form(row, pairs)
    command = command_of(row, values)
    try:
        prepared = request_of(row, state.settings, values)
    except UsageError as wrong:
        result = {"command": row.id, "exit_code": int(Exit.USAGE), "problems": shown_problems(wrong.problems)}
        return HTMLResponse(outcome_html({**_EMPTY, **result}, command))
    if row.heavy:
        run = state.runs.start(row.id, order_of(row, state.settings, prepared), command=command)
        return HTMLResponse(fragment_html("run.html", {"run": run.state, "command": command}))
    result = shown(function_of(row)(prepared, Progress()))
    there = {} if result["exit_code"] or not row.after else _after(row.after, {**values, **result})
    return HTMLResponse(outcome_html(result, command), headers=there)


def _after(screen: str, fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the header that tells the page where to go."""
    return {"HX-Refresh": "true"} if screen == SAME else {"HX-Redirect": screen.format(**fields)}


PREPARED: dict[str, Callable[[Run], dict[str, Any]]] = {
    "check": checked,
    "collect": collected,
    "compare": compared,
    "paste": pasted_file,
    "print": printed,
}
"""What the page of an outcome shows beside the outcome itself, by act."""
_EMPTY: dict[str, Any] = {"outputs": [], "remarks": [], "findings": [], "verbatim": "", "counts": {}, "seconds": 0.0}


def outcome_html(result: dict[str, Any], command: str, page: str = "outcome.html", **more: Any) -> str:
    """Return the part of the page that shows an outcome."""
    counts: dict[str, int] = {}
    for output in result["outputs"]:
        counts[output["status"]] = counts.get(output["status"], 0) + 1
    errors = sum(problem["severity"] == "error" for problem in result["problems"])
    content = {
        "command": command,
        "act": result["command"],
        "good": result["exit_code"] == 0,
        "cancelled": result["exit_code"] == Exit.INTERRUPTED,
        "errors": errors,
        "warnings": len(result["problems"]) - errors,
        "statuses": counts,
        **{name: result[name] for name in ("problems", "outputs", "remarks", "findings", "verbatim")},
    }
    return fragment_html(page, {**content, **more})


def outcome(request: Request) -> Response:
    """Show how a run ended, or how far it is."""
    run: Run = request.app.state.runs[request.path_params["run"]]
    if run.outcome is None:
        return HTMLResponse(fragment_html("run.html", {"run": run.state, "command": run.command}))
    more = PREPARED.get(run.act, _nothing_more)(run)
    return HTMLResponse(outcome_html(run.outcome, run.command, run.page, run=run.state, data=run.data, **more))


def _nothing_more(_run: Run) -> dict[str, Any]:
    return {}


async def events(request: Request) -> Response:
    """Send how far a run is, as server-sent events; the last one says that it has ended."""
    runs = request.app.state.runs
    run: Run = runs[request.path_params["run"]]

    async def stream() -> AsyncIterator[str]:
        told, quiet = None, 0.0
        while not (runs.closing or await request.is_disconnected()):
            state = run.state
            if state != told:
                told, quiet = state, 0.0
                yield f"data: {json.dumps(state, ensure_ascii=True)}\n\n"
            if state["ended"]:
                return
            await anyio.sleep(OFTEN)
            quiet += OFTEN
            if quiet > KEEP_ALIVE:
                quiet = 0.0
                yield ": \n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def cancel(request: Request) -> Response:
    """Ask a run to stop at its next step."""
    run: Run = request.app.state.runs[request.path_params["run"]]
    if run.outcome is None:
        run.child.cancel()
    return HTMLResponse("", 204)
