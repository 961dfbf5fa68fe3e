"""`status`: who has answered and who has not, of every form of every dispatch."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Exit, Problem, UsageError, blocking
from congvan.core.returned import Overview
from congvan.core.text import did_you_mean
from congvan.model.project import assets
from congvan.returns.answers.punctuality import days_to
from congvan.returns.answers.standing import MISSING
from congvan.returns.kept_overview import keep_overview, kept_overview, overview_key
from congvan.returns.records.many_values import many_values
from congvan.returns.requests import ReturnsRequest, opened_to_read, today

if TYPE_CHECKING:
    from congvan.returns.answers.history import HistoryEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRequest(ReturnsRequest):
    """`form`: only this one; `history`: whether to list every file that was ever collected."""

    form: str = ""
    history: bool = False


@act("status")
def status(request: StatusRequest, progress: Progress) -> Outcome:
    """Report who has answered and who has not: `data` holds the status of each dispatch with forms, by id."""
    day, files = today(), assets.read(request.root)
    key = overview_key(request.root, files, request.database)
    overview = None if request.history else kept_overview(request.root, key, day)
    past: list[HistoryEntry] = []
    if overview is None or request.dispatch not in (None, *overview["dispatches"]):
        from congvan.returns.answers.overview import work_out

        with opened_to_read(request, files) as (dataset, store):
            progress.check()
            with many_values():
                events = store.events() if store else []
            told = store.warnings() if store else []
            overview, past = work_out(dataset, events, told, day, request.dispatch, past=request.history)
        keep_overview(request.root, key if store else "", overview)
    data: dict[str, Any] = {"dispatches": _shown(overview, request, day), "refused": overview["refused"]}
    if request.history:
        data["history"] = past
    code = Exit.FAILED if blocking(overview["problems"]) else Exit.OK
    return Outcome("status", problems=overview["problems"], data=data, exit_code=code)


def _shown(overview: Overview, request: StatusRequest, day: datetime.date) -> dict[str, dict[str, Any]]:
    """Return what is asked for: one dispatch or all with forms, one form or all, as seen from now."""
    now = datetime.datetime.now(datetime.UTC)
    shown = {
        name: {**each, "forms": [_now(form, day, now) for form in each["forms"] if request.form in ("", form["form"])]}
        for name, each in overview["dispatches"].items()
        if (name == request.dispatch if request.dispatch else each["forms"])
    }
    if not request.form:
        return shown
    asked = {name: each for name, each in shown.items() if each["forms"]}
    if not asked:
        known = [form["form"] for name in shown for form in overview["dispatches"][name]["forms"]]
        hint = did_you_mean(request.form, known) or Message("known-names", known=", ".join(known))
        problem = Problem(Message("want-unknown.name", kind=Message("thing.form"), name=request.form), remedy=hint)
        raise UsageError(problem)
    return asked


def _now(form: dict[str, Any], day: datetime.date, now: datetime.datetime) -> dict[str, Any]:
    """Return a form with the days to its deadline and the periods that are not due yet; of one to which nobody has sent
    anything so far, nothing is owing.
    """
    due = ((each["id"], each["due"]) for each in form["periods"] if each["due"])
    open_ = [period for period, moment in due if datetime.datetime.fromisoformat(moment) > now]
    quiet = {*open_} - {each["period"] for each in form["standings"] if each["state"] != MISSING}
    standings = [each for each in form["standings"] if each["period"] not in quiet]
    return {**form, "days_left": days_to(form["due"], day), "open": open_, "standings": standings}
