"""“Đã nhận” of a paper: every file that came and what became of it; one file with all that can be decided about it."""

from __future__ import annotations

from congvan.core.messages import Message, from_plain
from congvan.forms.form import DispatchForm
from congvan.forms.keys import PERIOD
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.history import HistoryEntry, history
from congvan.returns.questions import open_questions
from congvan.returns.reading.identity import BY_COLUMNS
from congvan.returns.records.answers import Answer
from congvan.values.columns.dates import written_moment
from congvan.web.facts.answers import events_of
from congvan.web.refusals import NotThere
from congvan.web.runs.outcomes import as_sent
from congvan.web.views.returns.asking import open_answer
from congvan.web.views.returns.standing import fields_of, forms_of, head
from congvan.web.visit import Content, Visit

MOST = 500
"""Files that are listed, the last ones."""


def content(visit: Visit) -> Content:
    """Return the files; with `tep`: that file alone."""
    shared, answers = head(visit)
    nothing: Content = {**shared, "files": [], "rest": 0, "one": {}}
    if answers is None:
        return nothing
    events = events_of(visit.settings.root)
    entries = [each for each in history(answers.records, [answers], events) if _is_of(answers, each)]
    subject = visit.query.get("tep", "")
    if not subject:
        shown = [_entry(answers, each) for each in reversed(entries[-MOST:])]
        return {**nothing, "files": shown, "rest": max(0, len(entries) - MOST)}
    entry = next((each for each in entries if each["subject"] == subject), None)
    if entry is None:
        raise NotThere
    return {**nothing, "one": {**_entry(answers, entry), **_decisions(visit, answers, entry)}}


def _is_of(answers: DispatchAnswers, entry: HistoryEntry) -> bool:
    records, subject = answers.records, entry["subject"]
    if subject in records.answers:
        return records.answers[subject].id.dispatch == answers.dispatch_id
    if subject in records.evidence:
        return records.evidence[subject].dispatch in ("", answers.dispatch_id)
    return subject not in records.refused or records.refused[subject].dispatch in ("", answers.dispatch_id)


def _entry(answers: DispatchAnswers, entry: HistoryEntry) -> Content:
    answer = answers.records.answers.get(entry["subject"])
    refused = answers.records.refused.get(entry["subject"])
    return {
        "why": [str(from_plain(each["text"])) for each in refused.body.get("findings", ())] if refused else [],
        "subject": entry["subject"],
        "file": as_sent(entry["file"]),
        "sheet": _sheet(answers, answer) if answer else "",
        "received": written_moment(entry["received"]),
        "number": entry["number"],
        "state": entry["state"],
        "words": str(Message(f"web-received.{entry['state']}", file=entry["by"])),
        "acts": [
            {"who": each["who"], "reason": each["reason"] or str(Message("web-received.columns"))}
            for each in entry.get("acts", ())
            if each["reason"] or each["kind"] == BY_COLUMNS
        ],
    }


def _sheet(answers: DispatchAnswers, answer: Answer) -> str:
    form = answers.forms.get(answer.id.form)
    if form is None:
        return answer.id.path
    entries = [each.listed.get(answer.id.entries.get(each.name, "")) for each in form.dimensions]
    names = [form.spec.name, *(entry.heading for entry in entries if entry), answer.id.period]
    return ", ".join(filter(None, names))


def _decisions(visit: Visit, answers: DispatchAnswers, entry: HistoryEntry) -> Content:
    """Return the questions of a file, and what it can be given to."""
    answer = answers.records.answers.get(entry["subject"])
    scan = answers.records.evidence.get(entry["subject"])
    asked = [each for each in open_questions(answers).answers if each["subject"] == entry["subject"]]
    form = answers.forms.get(visit.query.get("bieu", "") or (answer.id.form if answer else ""))
    return {
        "questions": [open_answer(answers, each, 0) for each in asked],
        "is_scan": scan is not None,
        "is_answer": answer is not None,
        "withdrawn": entry["state"] == "withdrawn",
        "forms": forms_of(answers),
        "move": _move(form, answer) if form is not None and answer is not None else {},
    }


def _move(form: DispatchForm, answer: Answer) -> Content:
    """Return the fields that say whose answer it is; `before`: whose it is now."""
    known = {**answer.id.entries, PERIOD: answer.id.period}
    return {
        "form": form.id,
        "form_before": answer.id.form,
        "before": [f"{name}={entry}" for name, entry in known.items() if entry],
        "period": {"asked": form.spec.period is not None, "value": answer.id.period},
        "fields": fields_of(form, answer.id.entries),
    }
