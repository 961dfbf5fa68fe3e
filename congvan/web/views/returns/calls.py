"""“Đôn đốc” of a paper: whom to call about what, with the phone; the papers that remind."""

from __future__ import annotations

import datetime
from contextlib import suppress

from congvan.core.i18n import language
from congvan.core.problems import ProblemsFound
from congvan.documents.returned.owing import owed_words
from congvan.model.dataset import Dataset
from congvan.model.document_specs import Document
from congvan.model.papers import reminds
from congvan.pipeline.printing.print_jobs import Printable, printables
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.requests import today
from congvan.values.columns.dates import day_in_figures
from congvan.web.runs.outcomes import as_sent
from congvan.web.views import paper
from congvan.web.views.returns.standing import begun, head, period_of
from congvan.web.visit import Content, Visit


def content(visit: Visit) -> Content:
    """Return the call list and the documents that remind."""
    shared, answers = head(visit)
    known, line, _dispatch = paper.paper_of(visit)
    documents = known.dataset.documents if known.dataset else ()
    return {
        **shared,
        "calls": _calls(answers) if answers else [],
        "unplaced": [
            {"subject": each.subject, "file": as_sent(each.file)} for each in (answers.unplaced if answers else ())
        ],
        "due": day_in_figures(_in_a_week()),
        "reminders": [
            _reminder(visit, known.dataset, each, line.id)
            for each in documents
            if known.dataset and reminds(each, known.dataset.papers) and line.id in (each.dispatches or [line.id])
        ],
    }


def _reminder(visit: Visit, dataset: Dataset, document: Document, dispatch: str) -> Content:
    """Return a document that reminds: how many letters it is today, and which of them are there to be printed."""
    made = dataset.is_made(document.id)
    letters: list[Printable] = []
    with suppress(ProblemsFound):  # which are told at their paper
        letters = printables(visit.settings.root, dataset, dispatch, only=document.id) if made else []
    return {
        "id": document.id,
        "name": document.name,
        "paper": document.paper or "",
        "made": made,
        "letters": len(letters),
        "there": sum(bool(each.pdf) for each in letters),
    }


def _in_a_week() -> datetime.date:
    """Return the day that is offered as the new one: in a week, or the Monday after it."""
    day = today() + datetime.timedelta(days=7)
    return day + datetime.timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _calls(answers: DispatchAnswers) -> list[Content]:
    """Return every sender who still has to act, once, with what about."""
    found: dict[str, Content] = {}
    day = today().isoformat()
    for name in answers.forms:
        form = answers.status(name)
        last = period_of(answers.forms[name], [each for each in begun(form) if each["first"] <= day], "")
        periods = dict.fromkeys([*(each["period"] for each in form["standings"]), last])
        owed = (one for period in periods for one in answers.answers[name].owed_in(period).values())
        senders = {one.sender.id: one.sender for one in owed}
        asked = [each for each in answers.standings(name, periods) if each["state"] != "not-owed"]
        for each, about in owed_words({**form, "standings": asked}, language()):
            sender = senders.get(each["sender"])
            called, phone = (sender.name, sender.phone) if sender else (each["sender"], "")
            entry = found.setdefault(each["sender"], {"name": called, "phone": phone, "about": []})
            entry["about"].append(about)
    return list(found.values())
