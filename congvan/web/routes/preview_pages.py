"""Addresses of previews: the pages of a paper beside its fields, each page as a picture, its words, its findings."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, Response

from congvan.model.project import assets
from congvan.model.project.assets import DISPATCHES
from congvan.web.page import fragment_html
from congvan.web.refusals import NotThere
from congvan.web.runs.preview_child import GONE
from congvan.web.views.paper import field_href

DPI = (40, 300)
"""Resolutions that a picture may be asked for in."""
SCREEN_DPI = 110
LONGEST = 200
"""Characters of a version, a document or a record that is asked for."""


def add_previews(app: FastAPI) -> None:
    """Add the routes."""
    app.add_api_route("/van-ban-di/{dispatch}/trang", pages, methods=["GET"], include_in_schema=False)
    app.add_api_route("/trang/{version}/{number}", picture, methods=["GET"], include_in_schema=False)
    app.add_api_route("/trang/{version}/dang-chu/doc", _part("text"), methods=["GET"], include_in_schema=False)
    app.add_api_route("/trang/{version}/the-thuc/loi", _part("findings"), methods=["GET"], include_in_schema=False)


def pages(request: Request) -> Response:
    """Answer with the pages of a paper as its file is now; `document` and `record` choose among its files.

    The page that has changed is drawn in the answer itself, which saves a round trip; the others are asked for.
    """
    state, dispatch = request.app.state, request.path_params["dispatch"]
    if f"{DISPATCHES}{dispatch}.yaml" not in assets.names(state.settings.root):
        raise NotThere
    asked = {name: request.query_params.get(name, "")[:LONGEST] for name in ("document", "record")}
    answer, picture = state.previews.ask(do="show", dispatch=dispatch, dpi=SCREEN_DPI, **asked)
    content = {
        "pages": [],
        "changed": {},
        "version": "",
        "stale": False,
        "documents": {},
        "records": {},
        **asked,
        **answer,
    }
    content |= {"dpi": SCREEN_DPI, **{name: json.dumps(content[name]) for name in ("documents", "records")}}
    content |= {"png": base64.b64encode(picture).decode(), "problems": _leading(dispatch, answer["problems"])}
    return HTMLResponse(fragment_html("preview-pages.html", content))


def picture(request: Request) -> Response:
    """Answer with one page as a picture."""
    dpi = request.query_params.get("dpi", "")
    wanted = int(dpi) if dpi.isdecimal() and len(dpi) < 5 else SCREEN_DPI
    number = request.path_params["number"]
    if not (number.isdecimal() and len(number) < 6):
        raise NotThere
    size = min(max(wanted, DPI[0]), DPI[1])
    version = request.path_params["version"][:LONGEST]
    _answer, data = request.app.state.previews.ask(do="page", version=version, page=int(number), dpi=size)
    if not data:
        raise NotThere
    return Response(data, media_type="image/png")


def _part(what: str) -> Callable[[Request], Response]:
    def show(request: Request) -> Response:
        version = request.path_params["version"][:LONGEST]
        answer, _data = request.app.state.previews.ask(do=what, version=version)
        if answer.get(GONE):
            raise NotThere
        content = {
            "texts": [],
            "judged": False,
            **answer,
            "problems": _leading(answer.get("dispatch", ""), answer["problems"]),
        }
        return HTMLResponse(fragment_html(f"preview-{what}.html", content))

    return show


def _leading(dispatch: str, problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return findings, each with the address of the field that it leads to."""
    return [{"on": 0, **each, "href": field_href(dispatch, _leads_to(each))} for each in problems]


def _leads_to(problem: dict[str, Any]) -> str:
    """Return the field that a finding leads to; of one about an entry, which has its id for its place, the entry."""
    field = str(problem.get("field", ""))
    return field if problem["code"].startswith("id-") else re.sub(r"(?<=\d)/id$", "", field)
