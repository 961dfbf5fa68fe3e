"""The state of every form of every dispatch, worked out from the events."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from congvan.core.problems import Problem
from congvan.core.returned import FormStatus, Overview
from congvan.model.dataset import Dataset
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.facts import same_values, waiting_files
from congvan.returns.answers.history import HistoryEntry, history
from congvan.returns.answers.owed import damaged_records, not_counted, versions_kept
from congvan.returns.ledger.store import Event
from congvan.returns.records.computed import computed_of
from congvan.returns.records.fold import fold
from congvan.returns.records.many_values import many_values


def work_out(
    dataset: Dataset,
    events: Sequence[Event],
    told: Iterable[Problem],
    day: datetime.date,
    dispatch: str | None = None,
    *,
    past: bool = False,
) -> tuple[Overview, list[HistoryEntry]]:
    """Return how all forms stand on a day, and where `past` is asked the history of all files.

    `told`: what is reported of the database; `dispatch`: one that is wanted though it has no forms.
    """
    with many_values():
        records = fold(events, computed_of(dataset), apart=True)
        names = [name for name, each in dataset.dispatches.items() if each.forms or name == dispatch]
        names = [name for name in names if name not in records.damaged or name == dispatch]
        views = [DispatchAnswers(dataset, name, records, day) for name in names]
        problems = [
            *told,
            *not_counted(dataset),
            *damaged_records(dataset, records),
            *versions_kept(dataset, records),
        ]
        overview: Overview = {
            "first": day.isoformat(),
            "until": min((begins for view in views for begins in _ahead(view, day)), default="9999-12-31"),
            "problems": problems,
            "dispatches": {view.dispatch_id: _dispatch(view, day.isoformat()) for view in views},
            "refused": [{"file": each.body["file"], "codes": each.body["codes"]} for each in records.refused.values()],
        }
        return overview, history(records, views, events) if past else []


def _dispatch(view: DispatchAnswers, day: str) -> dict[str, Any]:
    """Return the state of every form of a dispatch."""
    return {
        "forms": [_form(view, name, day) for name in view.forms],
        "waiting": list(waiting_files(view)),
        "same": list(same_values(view)),
        "senders": [{"id": each.id, "name": each.name, "phone": each.phone} for each in view.senders.values()],
    }


def _form(view: DispatchAnswers, name: str, day: str) -> dict[str, Any]:
    """Return the state of a form, with the periods that have begun or for which something came, and what each owes."""
    form: FormStatus = view.status(name)
    came = {each["period"] for each in form["standings"]}
    form["periods"] = [each for each in form["periods"] if each["first"] <= day or each["id"] in came]
    owed_in = view.answers[name].owed_in
    return {**form, "sheets": {each["id"]: len(owed_in(each["id"])) for each in form["periods"]}}


def _ahead(view: DispatchAnswers, day: datetime.date) -> list[str]:
    """Return the days ahead on which a period begins or is due."""
    periods = [period for each in view.answers.values() for period in each.calendar.periods()]
    days = (found for each in periods for found in (each.first, each.due.date() if each.due else each.first))
    return [each.isoformat() for each in days if each > day]
