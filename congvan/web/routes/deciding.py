"""Decisions about what came: `POST /quyet-dinh/<act>` does one and answers with the note beside its form.

The note says what was done, and has the button that takes it back. The form itself stays as it is: what has the focus
is never swapped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from congvan.core.job import Outcome, Progress
from congvan.core.messages import Message
from congvan.core.problems import Problem, UsageError
from congvan.returns.records.fold import without_undone
from congvan.web.act_requests import command_of, from_form, request_of
from congvan.web.acts import BY_ID, function_of
from congvan.web.facts.answers import events_of
from congvan.web.page import fragment_html
from congvan.web.refusals import NotThere
from congvan.web.runs.outcomes import shown
from congvan.web.settings import Settings

DECISIONS = ("correct", "withdraw", "reassign", "report", "close")
_LISTED = {"correct": "cells", "reassign": "keys", "report": "items"}
"""The field of an act that holds `NAME=VALUE`; forms send each as a field `=NAME`."""
BEFORE, FORM_BEFORE = "before", "form-before"
"""What was so before, as fields of a form: keys and form of an answer that is given to another sheet."""
FORM = "bieu"
"""What pages call the field for the `form` of a request: one named “form” would hide the form itself from htmx."""
STANDING = "standing"
"""How many corrections of a file stood when the button was shown: pressed again, it must not take back another one."""

_CORRECTING = frozenset(("corrected", "arrival", "register"))

Pairs = list[tuple[str, str]]


def add_deciding(app: FastAPI) -> None:
    """Add the route."""
    app.add_api_route("/quyet-dinh/{act}", do, methods=["POST"], include_in_schema=False)


async def do(request: Request) -> Response:
    """Do an act of deciding with the fields of a form."""
    if request.path_params["act"] not in DECISIONS:
        raise NotThere
    form = await request.form(max_files=0, max_fields=5000)
    given = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    pairs = [("form" if name == FORM else name, value) for name, value in given]
    return await run_in_threadpool(_done, request, pairs)


def _done(request: Request, pairs: Pairs) -> Response:
    row, settings = BY_ID[request.path_params["act"]], request.app.state.settings
    values = from_form(row, [*named(row.id, pairs)])
    given = dict(pairs)
    try:
        if given.get(STANDING, "") not in ("", _standing(settings, given)):
            raise UsageError(Problem(Message("web-decided.undone-before")))
        outcome = function_of(row)(request_of(row, settings, values), Progress())
    except UsageError as wrong:
        outcome = Outcome(row.id, problems=list(wrong.problems), exit_code=wrong.exit_code)
    result = shown(outcome)
    good = outcome.exit_code == 0
    said = "not" if not good else "undone" if given.get("undo") else "done"
    undo = undo_of(row.id, pairs) if good else {}
    if undo and row.id == "correct":
        undo["fields"].append([STANDING, _standing(settings, given)])
    content = {
        "good": good,
        "said": str(Message(f"web-decided.{said}")),
        "problems": result["problems"],
        "remarks": [] if row.id in ("correct", "withdraw", "reassign") else result["remarks"],
        "command": command_of(row, values),
        "undo": undo,
    }
    return HTMLResponse(fragment_html("decided.html", content))


def _standing(settings: Settings, given: Mapping[str, str]) -> str:
    """Return the number of corrections of a file."""
    events = without_undone(events_of(settings.root))
    return str(sum(each.kind in _CORRECTING and each.subject == given.get("file") for each in events))


def named(act: str, pairs: Pairs) -> Pairs:
    """Return the fields with those named `=NAME` as entries of the field that holds them; empty ones are left out."""
    listed = _LISTED.get(act, "")
    found: Pairs = []
    for name, value in pairs:
        if name.startswith("="):
            found += [(listed, f"{name[1:]}={value.strip()}")] if value.strip() and listed else []
        elif name not in (BEFORE, FORM_BEFORE, STANDING):
            found.append((name, value))
    return found


def undo_of(act: str, pairs: Pairs) -> dict[str, Any]:
    """Return the act that takes this one back, with its fields; {} where that is one more act of the same kind."""
    given = dict(pairs)
    reason = str(Message("web-decided.undo-reason"))
    file, dispatch = given.get("file", ""), given.get("dispatch", "")
    fields: Sequence[tuple[str, str]] = ()
    if given.get("undo"):
        return {}
    if act == "correct":
        fields = (("file", file), ("undo", "true"), ("reason", reason))
    elif act == "withdraw":
        row = given.get("row", "")
        fields = (("file", file), ("undo", "true"), ("reason", reason), *([("row", row)] if row else []))
        fields = (*fields, *([("what", given["what"])] if given.get("what") else []))
    elif act == "reassign":
        before = [value for name, value in pairs if name == BEFORE]
        form = given.get(FORM_BEFORE, "")
        fields = [("file", file), ("reason", reason), *(("keys", each) for each in before)]
        fields += [("form", form)] if form else []
    elif act == "close":
        names = ("form", "period")
        fields = [*((name, given[name]) for name in names if given.get(name)), ("undo", "true"), ("reason", reason)]
    shown = [[FORM if name == "form" else name, value] for name, value in [*fields, ("dispatch", dispatch)] if value]
    return {"act": act, "fields": shown} if fields else {}
