"""Files of a project that are looked at, and files that come in: spooled, without their names, known by content."""

from __future__ import annotations

import io
import secrets
import shutil
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, Response, StreamingResponse

from congvan.core import manual
from congvan.core.bootstrap.root import kept_folder
from congvan.core.opc.sniff import kind_of
from congvan.core.problems import UsageError
from congvan.core.text import nfc
from congvan.editing.drafting.issued import FOLDER as ISSUED
from congvan.publishing.manifest import OUTPUTS
from congvan.web.act_requests import command_of, order_of, request_of
from congvan.web.acts import BY_ID
from congvan.web.page import fragment_html
from congvan.web.refusals import NotThere
from congvan.web.runs.outcomes import shown_problems
from congvan.web.served import served, served_path
from congvan.web.settings import MOST_FILES, Settings
from congvan.web.views.downloads import file_names, stem_of, windows_safe
from congvan.web.views.help_pages import PICTURES as PICTURES_OF_HELP

UPLOADS = ("/kiem-tra", "/nhan-bieu")
"""Paths whose routes take files."""
UPLOADED, DAY = "uploads", 86_400.0
PICTURES = "pictures"
"""The folder of a run with the pictures that it has made."""
CHECKED = {"zip": "docx", "encrypted": "docx", "pdf": "pdf", "old-office": "doc"}
"""Endings that files get by their content; others are no documents."""
ESCAPED = {"%22": '"', "%0D": "\r", "%0A": "\n"}
"""What browsers write in a form for the signs that would end a file's name there; no other sign is changed."""
_HEAD = 8192  # bytes that tell the kind of a file


def takes_files(path: str) -> bool:
    """Whether the route of a path takes uploads."""
    return path in UPLOADS


def add_files(app: FastAPI) -> None:
    """Add the routes."""
    app.add_api_route("/tep/{path:path}", made, methods=["GET"], include_in_schema=False)
    app.add_api_route("/van-ban-di/{dispatch}/tat-ca", packed, methods=["GET"], include_in_schema=False)
    app.add_api_route("/ban-luu/{path:path}", kept, methods=["GET"], include_in_schema=False)
    app.add_api_route(f"{PICTURES_OF_HELP}{{name}}", help_picture, methods=["GET"], include_in_schema=False)
    app.add_api_route("/kiem-tra", check, methods=["POST"], include_in_schema=False)
    app.add_api_route("/chay/{run}/hinh/{name}", picture, methods=["GET"], include_in_schema=False)


def made(request: Request) -> Response:
    """Serve a file below outputs/, named by the number of its paper and whom it is for."""
    state, path = request.app.state, request.path_params["path"]
    called = file_names(state.project, path.partition("/")[0]).get(path, "")
    return served(state.settings.root / OUTPUTS, path, called)


def packed(request: Request) -> Response:
    """Serve all files of a paper as one ZIP, which is written as it is sent."""
    state, dispatch = request.app.state, request.path_params["dispatch"]
    names = file_names(state.project, dispatch)
    outputs = state.settings.root / OUTPUTS
    there = {path: name for path, name in names.items() if (outputs / path).is_file()}
    dataset = state.project.facts().dataset
    if not there or dataset is None:
        raise NotThere
    named = quote(f"{windows_safe(stem_of(dataset, dispatch))}.zip")
    headers = {"content-disposition": f"attachment; filename*=utf-8''{named}"}
    return StreamingResponse(_zipped(outputs, there), media_type="application/zip", headers=headers)


class _ZipStream(io.RawIOBase):
    """What a ZIP is written to, until it is sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        data = bytes(self.waiting)
        self.waiting.clear()
        return data


def _zipped(folder: Path, names: Mapping[str, str]) -> Iterator[bytes]:
    sent = _ZipStream()
    with zipfile.ZipFile(sent, "w") as pack:  # what is in it is compressed already
        for path, name in names.items():
            with suppress(NotThere):
                pack.write(served_path(folder, path), name)
            yield sent.taken()
    yield sent.taken()


def kept(request: Request) -> Response:
    """Serve a file below issued/."""
    return served(request.app.state.settings.root / ISSUED, request.path_params["path"])


def picture(request: Request) -> Response:
    """Serve a picture that a run has made."""
    folder = request.app.state.runs[request.path_params["run"]].folder
    if folder is None:
        raise NotThere
    return served(folder / PICTURES, request.path_params["name"])


def help_picture(request: Request) -> Response:
    """Serve a picture of the manual."""
    return served(manual.folder() / "img", request.path_params["name"])


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came: where it is under a name of ours, and what it was called."""

    path: Path
    called: str


async def check(request: Request) -> Response:
    """Check the files that came; answer with the progress of the run."""
    async with request.form(max_files=MOST_FILES) as form:
        return HTMLResponse(await run_in_threadpool(_checking, request, files_of_form(form)))


def files_of_form(form: FormData) -> list[UploadFile]:
    """Return the files that came in the field `files`."""
    return [each for each in form.getlist("files") if isinstance(each, UploadFile)]


def _checking(request: Request, given: Sequence[UploadFile]) -> str:
    settings, runs = request.app.state.settings, request.app.state.runs
    row = BY_ID["check"]
    try:
        with spool(settings) as folder:
            taken, refused = take(given, folder)
            if not taken:
                shutil.rmtree(folder, ignore_errors=True)
                return fragment_html("checking-nothing.html", {"refused": refused})
            request_ = request_of(row, settings, {"files": [str(each.path) for each in taken], "fail_on": "never"})
            request_ = replace(request_, form="pages", pictures=folder / PICTURES)
            command = command_of(row, {"files": [each.called for each in taken][:3]})
            data = {"names": {str(each.path): each.called for each in taken}, "refused": refused}
            spent = tuple(each.path for each in taken)
            order = order_of(row, settings, request_)
            run = runs.start(
                "check", order, command=command, folder=folder, page="checked.html", data=data, spent=spent
            )
    except UsageError as wrong:
        return fragment_html("collected-nothing.html", {"problems": shown_problems(wrong.problems)})
    return fragment_html("run.html", {"run": run.state, "command": command})


@contextmanager
def spool(settings: Settings) -> Iterator[Path]:
    """Make a folder for what comes; it goes again where the rest fails, so that a full disk gets no fuller."""
    name = secrets.token_hex(8)
    folder = settings.kept / UPLOADED / name
    try:
        kept_folder(settings.root, UPLOADED, name)
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def sweep(settings: Settings) -> None:
    """Remove uploads that a server left behind which was killed; those of today may be another server's."""
    for folder in (settings.kept / UPLOADED).glob("*"):
        with suppress(OSError):
            if folder.stat().st_mtime < time.time() - DAY:
                shutil.rmtree(folder, ignore_errors=True)


def take(given: Sequence[UploadFile], folder: Path) -> tuple[list[Upload], list[str]]:
    """Write files under names of ours; return them, and the names of those that are no documents.

    The name that came is shown and nothing else: it chooses neither the place nor the type.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[Upload] = []
    refused: list[str] = []
    for number, each in enumerate(given, 1):
        called = shown_name(sent_name(each))
        ending = CHECKED.get(kind_of(each.file.read(_HEAD)))
        each.file.seek(0)
        if ending is None:
            refused += [called] if called else []
            continue
        path = write_upload(each, folder / f"{number:04d}.{ending}")
        taken.append(Upload(path, called or path.name))
    return taken, refused


def sent_name(upload: UploadFile) -> str:
    """Return the name that a file came with, as its sender's machine has it."""
    name = upload.filename or ""
    for written, sign in ESCAPED.items():
        name = name.replace(written, sign)
    return name


def write_upload(given: UploadFile, path: Path) -> Path:
    """Write a file that came to a path that is not there yet, and return the path."""
    with path.open("xb") as file:
        shutil.copyfileobj(given.file, file)
    return path


def shown_name(name: str) -> str:
    """Return the name of an upload as it may be shown: the last part, printable, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return nfc("".join(char for char in last if char.isprintable()))[:120]
