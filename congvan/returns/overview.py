"""`status`: who has answered and who has not, of every form of every dispatch."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from congvan.job import Outcome, Progress, act
from congvan.returned import FormStatus
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.facts import same_values, waiting_files
from congvan.returns.answers.history import history
from congvan.returns.answers.owed import lists_left_behind, versions_kept
from congvan.returns.answers.punctuality import days_to
from congvan.returns.records.fold import fold
from congvan.returns.records.many_values import many_values
from congvan.returns.records.shapes import shapes_of
from congvan.returns.requests import ReturnsRequest, opened, today


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRequest(ReturnsRequest):
    """`form`: only this one; `history`: whether to list every file that was ever collected."""

    form: str = ""
    history: bool = False


@act("status")
def status(request: StatusRequest, progress: Progress) -> Outcome:
    """Report who has answered and who has not: `data` holds the status of each dispatch with forms, by id."""
    with opened(request) as (dataset, store), many_values():
        events, problems = store.events(), store.warnings()
        records = fold(events, shapes_of(dataset))
        problems = [*problems, *versions_kept(dataset, records), *lists_left_behind(dataset, records)]
        names = [request.dispatch] if request.dispatch else [n for n, d in dataset.dispatches.items() if d.forms]
        views = [DispatchAnswers(dataset, name, records) for name in names]
        data: dict[str, Any] = {"dispatches": {}}
        for view in views:
            progress.check()
            data["dispatches"][view.dispatch_id] = dispatch_overview(view, request.form)
        data["refused"] = [{"file": e.body["file"], "codes": e.body["codes"]} for e in records.refused.values()]
        if request.history:
            data["history"] = history(records, views, events)
    return Outcome("status", problems=problems, data=data)


def dispatch_overview(view: DispatchAnswers, form: str = "") -> dict[str, Any]:
    """Return how every form of a dispatch stands today."""
    day = today()
    forms = [view.status(name) for name in view.forms if form in ("", name)]
    now = datetime.datetime.now(datetime.UTC)
    for each in forms:
        each["periods"] = [period for period in each["periods"] if _begun(each, period["id"], period["first"])]
    return {
        "forms": [
            {**each, "days_left": days_to(each["due"], day), "sheets": _sheets(view, each), "open": _open(each, now)}
            for each in forms
        ],
        "waiting": list(waiting_files(view)),
        "same": list(same_values(view)),
        "senders": [{"id": s.id, "name": s.name, "phone": s.phone} for s in view.senders.values()],
    }


def _begun(form: FormStatus, period: str, first: str) -> bool:
    """Whether a period has begun, or something has come for it."""
    return first <= today().isoformat() or any(each["period"] == period for each in form["standings"])


def _open(form: FormStatus, now: datetime.datetime) -> list[str]:
    """Return the periods that are not due yet."""
    due = ((each["id"], each["due"]) for each in form["periods"] if each["due"])
    return [period for period, moment in due if datetime.datetime.fromisoformat(moment) > now]


def _sheets(view: DispatchAnswers, form: FormStatus) -> dict[str, int]:
    """Return how many sheets are owed in each period that has begun."""
    answers = view.answers[form["form"]]
    return {period["id"]: len(answers.owed_in(period["id"])) for period in form["periods"]}
