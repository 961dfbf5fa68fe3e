"""The application: the routes of screens, acts, runs, files and /api, behind the guard."""

from __future__ import annotations

import asyncio
import shutil
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from congvan import __version__
from congvan.core.messages import Message
from congvan.web.access.first_address import ENTER, FirstAddresses
from congvan.web.access.logs import Log
from congvan.web.access.security import HEALTH, Guard
from congvan.web.facts.project import Project
from congvan.web.page import environment, refusal_html, screen_html
from congvan.web.refusals import NotThere, Refused
from congvan.web.routes import (
    buttons,
    collecting,
    deciding,
    editing,
    files,
    list_files,
    preview_pages,
    print_pages,
    template_files,
)
from congvan.web.routes.api import add_api
from congvan.web.runs.previews import Previews
from congvan.web.runs.registry import Runs
from congvan.web.screens import SCREENS, ScreenRow
from congvan.web.settings import COOKIE, LIFETIME, MOST_FILES, Settings
from congvan.web.visit import Visit

STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings) -> FastAPI:
    """Return the application for one project."""
    app = FastAPI(
        title="congvan",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    files.sweep(settings)
    log = Log(settings.root if (settings.root / "data").is_dir() else None)
    app.state.settings, app.state.project, app.state.runs = settings, Project(settings.root), Runs(warm=settings.warm)
    app.state.log, app.state.previews = log, Previews(settings)
    app.state.first_addresses, app.state.edits = FirstAddresses(settings), asyncio.Lock()
    app.state.answered = deque(maxlen=200)
    app.add_exception_handler(HTTPException, _refused)  # type: ignore[arg-type]  # it is given no other
    _add_doors(app, settings)
    for screen in SCREENS:
        app.add_api_route(screen.path, _shown(screen), methods=["GET"], include_in_schema=False, name=screen.id)
    buttons.add_buttons(app)
    editing.add_editing(app)
    files.add_files(app)
    collecting.add_collecting(app)
    deciding.add_deciding(app)
    list_files.add_list_files(app)
    preview_pages.add_previews(app)
    template_files.add_templates(app)
    print_pages.add_printing(app)
    add_api(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Guard, settings=settings, page=_refusal(settings), uploads=takes_files, log=log)
    return app


def takes_files(path: str) -> bool:
    """Whether the route of a path takes uploads."""
    return files.takes_files(path) or path == template_files.REPLACING or list_files.takes_file(path)


def visit_of(request: Request) -> Visit:
    """Return what a view is given for this request."""
    state = request.app.state
    return Visit(state.settings, state.project, state.runs, dict(request.path_params), dict(request.query_params))


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.first_addresses.close()
    app.state.runs.close()
    app.state.previews.close()
    app.state.log.close()
    shutil.rmtree(app.state.settings.kept / collecting.SCANS, ignore_errors=True)


def _shown(screen: ScreenRow) -> Callable[[Request], Awaitable[Response]]:
    def shown(request: Request) -> Response:
        state = request.app.state
        state.runs.prepare()
        if screen.step and state.settings.warm:
            state.previews.warm()
        return HTMLResponse(screen_html(screen, visit_of(request)))

    async def show(request: Request) -> Response:
        return await editing.in_turn(request, shown)

    return show


def _refusal(settings: Settings) -> Callable[[int, str, bool], str]:
    def page(status: int, why: str, whole: bool) -> str:
        return refusal_html(settings, status, why, whole=whole)

    return page


def _add_doors(app: FastAPI, settings: Settings) -> None:
    """Add the two addresses that need no cookie: the first one, which gives it, and /health."""

    def enter(request: Request) -> Response:
        if not request.app.state.first_addresses.use(request.query_params.get("code", "")):
            raise Refused(403, "code")
        words = {"lang": settings.language, "title": str(Message("screen.today")), "place": settings.place}
        response = HTMLResponse(environment().get_template("enter.html").render(words))
        cookie, path = settings.cookie(), settings.place
        response.set_cookie(COOKIE, cookie, LIFETIME, path=path, httponly=True, samesite="strict")
        return response

    def health() -> Response:
        return JSONResponse({"status": "ok", "version": __version__})

    app.add_api_route(ENTER, enter, methods=["GET"], include_in_schema=False)
    app.add_api_route(HEALTH, health, methods=["GET"], include_in_schema=False)


async def _refused(_request: Request, error: HTTPException) -> Response:
    """Turn an error of the framework into one of ours, which the guard answers."""
    if error.status_code in (404, 405):
        raise NotThere from None
    if str(error.detail) == f"Too many files. Maximum number of files is {MOST_FILES}.":
        raise Refused(413, "many") from None
    raise Refused(error.status_code, "malformed") from None
