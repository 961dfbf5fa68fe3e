"""The acts as JSON under /api: a bearer token, no cookie; `/api/openapi.json` describes them, one path an act.

The answer is that of `--format json`, in the language of the server. Its status is 200 whenever the act ran, and
`exit_code` says how it ended, as on the command line. 422: the request itself is wrong; 401: no token.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Body, FastAPI, Request
from starlette.responses import JSONResponse, Response

from congvan.core.job import Progress
from congvan.core.problems import Exit, ProblemsFound
from congvan.web.act_requests import body_type, order_of, request_of
from congvan.web.acts import ACTS, ActRow, function_of
from congvan.web.runs.outcomes import shown, shown_problems


def add_api(app: FastAPI) -> None:
    """Add a route for each act."""
    app.include_router(_acts())


@functools.cache
def _acts() -> APIRouter:
    router = APIRouter(prefix="/api/acts")
    for row in ACTS:
        router.add_api_route(
            f"/{row.id}",
            _endpoint(row),
            methods=["POST"],
            summary=row.summary,
            response_description="The outcome, as `congvan … --format json` prints it.",
            name=f"api-{row.id}",
            operation_id=row.id,
        )
    return router


def _endpoint(row: ActRow) -> Callable[..., Response]:
    kind = body_type(row.id)

    def call(request: Request, body: Any = None) -> Response:
        settings, runs = request.app.state.settings, request.app.state.runs
        try:
            prepared = request_of(row, settings, body if body is not None else {})
        except ProblemsFound as wrong:
            return JSONResponse(
                {"command": row.id, "exit_code": int(Exit.USAGE), "problems": shown_problems(wrong.problems)}, 422
            )
        if not row.heavy:
            return JSONResponse(plain(shown(function_of(row)(prepared, Progress()))))
        run = runs.start(row.id, order_of(row, settings, prepared), command="")
        return JSONResponse(run.wait())

    needed = any(_required(kind))
    example: dict[str, Any] = {"an example": {"value": dict(row.example)}}
    default = Body(..., openapi_examples=example) if needed else Body(None, openapi_examples=example)
    call.__annotations__ = {"request": Request, "body": kind if needed else kind | None, "return": Response}
    call.__defaults__ = (default,)
    return call


def _required(kind: Any) -> list[bool]:
    return [
        each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
        for each in dataclasses.fields(kind)
    ]


def plain(values: Any) -> Any:
    """Return values as JSON knows them; what it does not know as text."""
    return json.loads(json.dumps(values, default=str))
