"""“Đôn đốc” of a paper: whom to call about what, with the phone; the papers that remind."""

from __future__ import annotations

from congvan.documents.returned.owing import owed_words
from congvan.i18n import language
from congvan.model.document_specs import Document
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.requests import today
from congvan.web.views import paper
from congvan.web.views.returns.standing import begun, head, period_of
from congvan.web.visit import Content, Visit

SENDERS = "senders"
"""The list of those who owe something; a paper for each of them reminds."""


def content(visit: Visit) -> Content:
    """Return the call list and the documents that remind."""
    shared, answers = head(visit)
    known, line, _dispatch = paper.paper_of(visit)
    documents = known.dataset.documents if known.dataset else ()
    return {
        **shared,
        "calls": _calls(answers) if answers else [],
        "unplaced": [{"subject": each.subject, "file": each.file} for each in answers.unplaced] if answers else [],
        "reminders": [
            {"id": each.id, "name": each.name, "paper": each.paper or "", "made": known.dataset.is_made(each.id)}
            for each in documents
            if known.dataset and _reminds(each, line.id)
        ],
    }


def _reminds(document: Document, dispatch: str) -> bool:
    return SENDERS in document.for_each.values() and dispatch in (document.dispatches or (dispatch,))


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
