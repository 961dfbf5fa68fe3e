"""Forms that come in: `POST /nhan-bieu` takes files and reads them in a child process; scans are shown as pictures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from congvan.core.opc.sniff import kind_of
from congvan.core.problems import UsageError
from congvan.core.text import presentable
from congvan.returns.intake.sent import is_skipped
from congvan.returns.ledger.store import Store
from congvan.web.act_requests import command_of, order_of, request_of
from congvan.web.acts import BY_ID
from congvan.web.page import fragment_html
from congvan.web.refusals import NotThere
from congvan.web.routes.files import UPLOADED, files_of_form, sent_name, spool, write_upload
from congvan.web.runs.children import Child, ChildOrder
from congvan.web.runs.outcomes import shown_problems
from congvan.web.runs.registry import Run
from congvan.web.runs.scan_pages import ScanOrder
from congvan.web.served import served
from congvan.web.settings import MOST_FILES, Settings
from congvan.web.views.returns import asking, choosing
from congvan.web.views.returns.choosing import chosen_columns, unread_files
from congvan.web.views.returns.returned import lost_files
from congvan.web.views.returns.standing import whose
from congvan.web.visit import Visit

PICTURES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp", "webp": "image/webp"}
"""Pictures that browsers show, by kind; none of them is active."""
GIVEN = ("dispatch", "received", "register", "scan")
"""Fields beside the files."""
SCANS = f"{UPLOADED}/scans"
"""The folder of pictures of scans; it goes when the server ends."""
FIRST = "00001"
"""The name of the first file of a folder of uploads."""
_LONGEST_NAME = 300
_SECONDS, _MEMORY = 60.0, 2 << 30  # of the child that draws
_HEAD = 8192  # bytes that tell the kind of a file
_HASH = re.compile(r"[0-9a-f]{64}")


def add_collecting(app: FastAPI) -> None:
    """Add the routes."""
    app.add_api_route("/nhan-bieu", collect, methods=["POST"], include_in_schema=False)
    app.add_api_route("/nhan-bieu/lai", again, methods=["POST"], include_in_schema=False)
    app.add_api_route("/nhan-bieu/cot", columns, methods=["POST"], include_in_schema=False)
    app.add_api_route("/chay/{run}/hoi/{dispatch}", asked, methods=["GET"], include_in_schema=False)
    app.add_api_route("/ban-quet/{subject}", scan, methods=["GET"], include_in_schema=False)
    app.add_api_route("/ban-quet/{subject}/{page}", scan_page, methods=["GET"], include_in_schema=False)


async def collect(request: Request) -> Response:
    """Take the files that came; answer with the progress of the run that reads them."""
    async with request.form(max_files=MOST_FILES) as form:
        values = {name: value for name in GIVEN if isinstance(value := form.get(name), str) and value}
        return HTMLResponse(await run_in_threadpool(_collecting, request, files_of_form(form), values))


def _collecting(request: Request, given: Sequence[UploadFile], values: dict[str, Any]) -> str:
    return _reading(request, values, lambda folder: _spooled(given, folder))


async def again(request: Request) -> Response:
    """Read a file of a run again, of which it was told whose it is, as one whose name says it, or which its columns
    are: the first time to be looked at.
    """
    form = await request.form(max_files=0)
    said = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    return HTMLResponse(await run_in_threadpool(_again, request, said))


def _again(request: Request, said: Mapping[str, str]) -> str:
    run: Run = request.app.state.runs[said.get("run", "")]
    lies = next((lies for lies, called in run.data.get("names", {}).items() if called == said.get("file")), "")
    if run.folder is None or not (run.folder / lies).is_file():
        raise NotThere
    source = run.folder / lies
    told = [said.get("bieu", ""), *(value for name, value in said.items() if name.startswith("="))]

    def copied(folder: Path) -> dict[str, str]:
        shutil.copyfile(source, folder / FIRST)
        return {FIRST: called_name("--".join([*filter(None, told), PurePosixPath(said["file"]).name]))}

    chosen = chosen_columns(said)
    if chosen is None:
        return _reading(request, {"dispatch": said.get("dispatch", "")}, copied)
    more = {"columns": chosen, "look": "take" not in said}
    return _reading(request, {"dispatch": said.get("dispatch", "")}, copied, more, {**said})


async def columns(request: Request) -> Response:
    """Return what the columns of a file are chosen from, after another row of titles or form was chosen."""
    form = await request.form(max_files=0)
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    state = request.app.state
    run: Run = state.runs[said.get("run", "")]
    visit = Visit(state.settings, state.project, state.runs, {"dispatch": said.get("dispatch", "")})
    one = await run_in_threadpool(choosing.content, visit, run, said.get("file", ""), said)
    if not one:
        raise NotThere
    return HTMLResponse(fragment_html("collected-columns.html", {"one": one}))


def _reading(
    request: Request,
    values: dict[str, Any],
    put: Callable[[Path], dict[str, str]],
    more: Mapping[str, Any] | None = None,
    said: Mapping[str, str] | None = None,
) -> str:
    """Start reading what `put` puts into a folder, which returns what the files there are called. `more`: of the
    request; `said`: what the page said to be read so, shown before it is kept.
    """
    page = "collected-look.html" if more and more["look"] else "collected.html"
    settings, runs = request.app.state.settings, request.app.state.runs
    row = BY_ID["collect"]
    try:
        with spool(settings) as folder:
            prepared = request_of(row, settings, {**values, "inboxes": [str(folder)]})
            names = put(folder)
            if not names:
                raise UsageError(())
            command = command_of(row, {**values, "inboxes": ["inbox"]})
            order = order_of(row, settings, replace(prepared, names=names, **(more or {})))
            data = {"dispatch": values.get("dispatch", ""), "names": names, "said": said or {}}
            run = runs.start("collect", order, command=command, folder=folder, page=page, data=data)
    except UsageError as wrong:
        return fragment_html("collected-nothing.html", {"problems": shown_problems(wrong.problems)})
    return fragment_html("run.html", {"run": run.state, "command": command})


def asked(request: Request) -> Response:
    """Return the questions about the files of a run, as a part of the page with fields for the answers."""
    state, dispatch = request.app.state, request.path_params["dispatch"]
    run: Run = state.runs[request.path_params["run"]]
    came = {each["sha256"] for each in (run.outcome or {}).get("files", ())}
    visit = Visit(state.settings, state.project, state.runs, {"dispatch": dispatch})
    content = asking.content(visit)
    answers = [each for each in content["answers"] if each["subject"].partition("/")[0] in came]
    unread = [choosing.content(visit, run, each, {}) for each in unread_files(run)]
    lost = {"lost": lost_files(run), "forms": whose(visit), "run": run.id, "unread": [each for each in unread if each]}
    return HTMLResponse(fragment_html("collected-asked.html", {"answers": answers, "dispatch": dispatch, **lost}))


def _spooled(given: Sequence[UploadFile], folder: Path) -> dict[str, str]:
    """Write files under numbers; return what each was called. What systems leave behind is passed over."""
    names: dict[str, str] = {}
    for number, each in enumerate(given, int(FIRST)):
        called = called_name(sent_name(each))
        if not called or any(is_skipped(part) for part in called.split("/")):
            continue
        lies = f"{number:05d}"
        write_upload(each, folder / lies)
        names[lies] = called
    return names


def called_name(name: str) -> str:
    """Return what an upload was called, to be shown and to be matched with ids: never a place to write to.

    Folders stay, so that two files of one name are distinguished; “..”, drives and what can't be printed do not.
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..") and ":" not in part]
    return presentable("/".join(parts[-3:]), _LONGEST_NAME) if parts else ""


def scan(request: Request) -> Response:
    """Return the pictures of a scan as a part of the page; a PDF is drawn by a child process first."""
    settings, subject = request.app.state.settings, request.path_params["subject"]
    data = _kept(settings, subject)
    kind = kind_of(data[:_HEAD])
    folder = settings.kept / SCANS / subject
    if kind == "pdf" and not folder.is_dir():
        _draw(settings, subject, folder)
    pages = 1 if kind in PICTURES else len(list(folder.glob("*.png")))
    return HTMLResponse(fragment_html("scan.html", {"subject": subject, "pages": pages}))


def scan_page(request: Request) -> Response:
    """Serve a page of a scan: a picture as it came, a page of a PDF as it was drawn."""
    settings, subject = request.app.state.settings, request.path_params["subject"]
    data = _kept(settings, subject)
    kind = kind_of(data[:_HEAD])
    if kind in PICTURES:
        return Response(data, media_type=PICTURES[kind])
    return served(settings.kept / SCANS / subject, f"{request.path_params['page']}.png")


def _kept(settings: Settings, subject: str) -> bytes:
    """Return the bytes of a file that was collected."""
    store = Store.existing(settings.root, None) if _HASH.fullmatch(subject) else None
    if store is None:
        raise NotThere
    with store:
        data = store.file(subject)
    if data is None:
        raise NotThere
    return data


def _draw(settings: Settings, subject: str, folder: Path) -> None:
    """Draw the pages of a PDF in a child, so that one made to do harm ends the child alone."""
    order = ScanOrder(settings.root, subject, folder)
    run = ChildOrder("scan", "congvan.web.runs.scan_pages:draw", order, settings.language, _MEMORY, _SECONDS)
    Child(run).outcome(lambda _event: None)
