"""Fields that save themselves: `POST /sua/<act>` does an act of editing and answers with the note beside the field.

Nothing else of the page changes: what has the keyboard's focus is never written or swapped.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import anyio
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, Response

from congvan.core.job import Outcome, Progress
from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound, UsageError, blocking
from congvan.editing.drafts import LONGEST
from congvan.editing.findings import by_path
from congvan.editing.named import as_shown, in_words, referred
from congvan.editing.pasted_body import listed, pasted_body
from congvan.editing.shapes import path_of, short_key
from congvan.editing.views.tables import list_ids, list_table
from congvan.model.dataset import PAPERS, SIGNAGE
from congvan.model.lists.read import LISTS
from congvan.model.project import assets
from congvan.model.project.assets import DISPATCHES, read_one
from congvan.model.project.yaml_reader import lookup, scan
from congvan.values.columns.dates import written_day
from congvan.web.act_requests import from_form, request_of
from congvan.web.acts import BY_ID, function_of
from congvan.web.page import fragment_html
from congvan.web.refusals import NotThere
from congvan.web.runs.outcomes import shown, shown_problems
from congvan.web.settings import Settings
from congvan.web.views import fields
from congvan.web.views.list_table import pasted

EDITS = ("save", "add", "remove", "move", "discard", "undo", "keep", "paste", "take", "follow")
TABLES = ("paste", "take")
DONE = "X-Done"
"""The header that tells the page's script that the act did what it was asked."""
VERSION = "X-Version"
"""The header that tells it what the file is now, where nobody else has changed it since it was shown."""
ERRORS = "X-Errors"
"""The header that tells it how many errors the file has."""
TAKEN = "X-Taken"
"""The header that tells it that rows were written."""
GONE = "X-Gone"
"""The header that tells it where to go, since the file of its page is there no more."""
NUMBER, LEFT = "X-Number", "congvan-left"
"""The header that numbers a change, and the cookie with the numbers of those that were sent as a page was left."""
PATIENCE = 3.0
"""Seconds that a page waits for changes on their way."""
_BEHIND = {LISTS: "/danh-ba", DISPATCHES: "/van-ban-di", PAPERS: "/cai-dat", SIGNAGE: "/cai-dat"}
"""Where the page goes then, by the folder of the file."""


def add_editing(app: FastAPI) -> None:
    """Add the route."""
    app.add_api_route("/sua/chep", converted, methods=["POST"], include_in_schema=False)
    app.add_api_route("/sua/{act}", do, methods=["POST"], include_in_schema=False)


async def do(request: Request) -> Response:
    """Do an act of editing with the fields of a form."""
    if request.path_params["act"] not in EDITS:
        raise NotThere
    state = request.app.state
    try:
        async with state.edits:  # one after the other as they came: no older draft is written over a newer one
            form = await request.form(max_files=0, max_part_size=LONGEST)
            pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
            return await run_in_threadpool(_done, request, pairs)
    finally:
        state.answered.append(request.headers.get(NUMBER, ""))


async def converted(request: Request) -> Response:
    """Answer with what a clipboard holds, or a list, as a text of a paper, and what is said of it; change nothing."""
    form = await request.form(max_files=0, max_part_size=LONGEST)
    html, text, listed_id = (str(form.get(name, "")) for name in ("html", "text", "listed"))
    if listed_id:
        text = await run_in_threadpool(_rows_of, request.app.state.settings, listed_id)
    made = await run_in_threadpool(pasted_body, html, text)
    said = str(Message("web-form.pasted", changes=listed(made.told))) if made.told else ""
    asked = str(Message("web-form.paste-lines")) if made.lines else ""
    return JSONResponse({"text": made.text, "said": said, "lines": made.lines, "asked": asked})


_OWN = ("id", "valid_from", "valid_to", "successor")
"""Keys of entries that are the program's own: no table of a paper shows them."""


def _rows_of(settings: Settings, listed_id: str) -> str:
    """Return the entries of a list as rows of cells parted by tabs."""
    files = assets.read(settings.root)
    if listed_id not in list_ids(files):
        raise NotThere
    table = list_table(files, listed_id)
    columns = [each for each in table.columns if each.key not in _OWN and any(row.text(each.key) for row in table.rows)]
    rows = [["TT", *(each.label for each in columns)]]
    for number, row in enumerate(table.rows, 1):
        rows.append([str(number), *(written_day(row.text(each.key)) for each in columns)])
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


async def in_turn(request: Request, shown: Callable[[Request], Response]) -> Response:
    """Show a page as what came before has left the files, with nothing done to them meanwhile: what was typed is then
    in its field or offered. What was sent as the page before was left may come later than this request: the browser
    names it in a cookie.
    """
    state = request.app.state
    left = set(filter(None, request.cookies.get(LEFT, "").split(".")))
    with anyio.move_on_after(PATIENCE):
        while left.difference(state.answered):
            await anyio.sleep(0.01)
    with anyio.move_on_after(PATIENCE) as patience:
        await state.edits.acquire()
    try:
        return await run_in_threadpool(shown, request)
    finally:
        if not patience.cancelled_caught:
            state.edits.release()


def _done(request: Request, pairs: list[tuple[str, str]]) -> Response:
    row, settings = BY_ID[request.path_params["act"]], request.app.state.settings
    try:
        outcome = function_of(row)(request_of(row, settings, from_form(row, pairs)), Progress())
    except UsageError as wrong:
        outcome = Outcome(row.id, problems=list(wrong.problems), exit_code=wrong.exit_code)
    headers = {DONE: "1"} if outcome.exit_code == 0 else None
    if row.id == "save" and headers and blocking(outcome.problems):
        headers[ERRORS] = str(len(blocking(outcome.problems)))
    if row.id == "save" and headers and not outcome.data["merged"]:
        headers[VERSION] = str(outcome.data["sha256"])
    file = str(outcome.data.get("file", ""))
    if headers and row.id in ("discard", "undo") and not (settings.root / file).exists():
        headers[GONE] = _BEHIND.get(f"{file.rpartition('/')[0]}/", "/")
    if row.id == "keep" and headers:
        return Response(status_code=204)
    if row.id in TABLES:
        content = {"good": bool(headers), "problems": shown_problems(_blocking(outcome)), "counts": {}}
        if headers and outcome.data.get("taken"):
            headers[TAKEN] = "1"
        content |= {"errors": len(_blocking(outcome)), **pasted(shown(outcome))}
        return HTMLResponse(fragment_html("pasted.html", content), headers=headers)
    return HTMLResponse(fragment_html("saved.html", _note(settings, outcome)), headers=headers)


def _conflict(settings: Settings, outcome: Outcome) -> dict[str, Any]:
    """Return what the note shows of a conflict: mine, theirs and what was before, as forms show them."""
    values, file, pointer = (outcome.data[name] for name in ("conflict", "file", "path"))
    try:
        path = path_of(pointer, scan(read_one(settings.root, file), file).data if file.endswith(".yaml") else None)
    except ProblemsFound:
        path = path_of(pointer, None)
    words = {name: _words(as_shown(settings.root, file, path, each)) for name, each in values.items()}
    return {**words, "there": values["theirs"] is not None}


def _blocking(outcome: Outcome) -> list[Problem]:
    return blocking(outcome.problems) if outcome.exit_code else []


def _note(settings: Settings, outcome: Outcome) -> dict[str, Any]:
    """Return the note beside a field: that it is saved, when, and how many errors the file still has."""
    conflict = outcome.data.get("conflict")
    now, errors = datetime.datetime.now(), len(blocking(outcome.problems))
    said = Message("web-form.saved-errors" if errors else "web-form.saved", hour=now.hour, minute=f"{now.minute:02d}")
    return {
        "good": outcome.exit_code == 0,
        "said": str(said.given(count=errors)),
        "merged": bool(outcome.data.get("merged")),
        "kept": outcome.data.get("kept", ""),
        "remarks": [str(each) for each in outcome.remarks],
        "follow": outcome.data.get("follow") or {},
        "record": str(outcome.data.get("record", "")),
        "own": shown_problems(own := _own(settings, outcome)),
        "words": _asked(settings, outcome, own),
        "problems": shown_problems(outcome.problems),
        "conflict": _conflict(settings, outcome) if conflict else {},
    }


def _own(settings: Settings, outcome: Outcome) -> list[Problem]:
    """Return the findings of the value that was saved."""
    file = str(outcome.data.get("file", ""))
    if not file.endswith(".yaml") or not outcome.problems:
        return []
    try:
        source = scan(read_one(settings.root, file), file)
    except ProblemsFound:
        return []
    path = path_of(str(outcome.data["path"]), source.data)
    found = by_path(source, outcome.problems)
    own = ((at, each) for at, problems in found.items() if at[: len(path)] == path for each in problems)
    return [in_words(each, referred(file, at)) for at, each in own]


def _asked(settings: Settings, outcome: Outcome, own: list[Problem]) -> dict[str, Any]:
    """Return what is asked of a name that no list has: of a line of its own words, or one that could not be saved."""
    unlisted = next((each for each in (*own, *outcome.problems) if each.code == "body-unlisted"), None)
    file, at = str(outcome.data.get("file", "")), str(outcome.data.get("path", ""))
    if unlisted is not None:
        return fields.enlisting(assets.read(settings.root), str(unlisted.message.values["value"]))
    if outcome.exit_code or not at.startswith(("/receivers/", "/copies/")):
        return {}
    files = assets.read(settings.root)
    data = scan(files[file], file).data
    path = path_of(at, data)[:2]
    return fields.in_own_words(files, file, path, lookup(data, path)) if short_key(file, path) == "text" else {}


def _words(value: Any) -> str:
    return written_day(value) if isinstance(value, str) else "" if value is None else str(value)
