"""“Cần hỏi” of a paper: every row that is asked about, with its cell and a field for the answer; what else waits."""

from __future__ import annotations

from congvan.core.problems import place_words
from congvan.forms.form import DispatchForm
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.questions import OpenAnswer, OpenIssue, OpenRow, OpenScan, open_questions
from congvan.web.runs.outcomes import as_sent
from congvan.web.views.returns.standing import head
from congvan.web.visit import Content, Visit

MOST = 100
"""Answers with questions that are shown at once; the others follow when these are answered."""


def content(visit: Visit) -> Content:
    """Return what waits for a decision."""
    shared, answers = head(visit)
    if answers is None:
        return {**shared, "answers": [], "scans": [], "withdrawn": [], "rest": 0}
    found = open_questions(answers)
    return {
        **shared,
        "answers": [open_answer(answers, each, index) for index, each in enumerate(found.answers[:MOST])],
        "rest": max(0, len(found.answers) - MOST),
        "scans": [open_scan(each) for each in found.scans],
        "withdrawn": [{"subject": subject, "file": file} for subject, file in found.withdrawn],
    }


def open_answer(answers: DispatchAnswers, answer: OpenAnswer, index: int) -> Content:
    """Return an answer with its questions; `phone`: of whoever sent it."""
    form = answers.forms[answer["form"]]
    days = [cell for each in answer["rows"] if each["days_alone"] for cell in each["keep"]]
    sheet = ", ".join(filter(None, [answer["name"], answer["sheet"]]))
    return {
        "id": f"tep-{index}",
        "subject": answer["subject"],
        "file": as_sent(answer["file"]),
        "title": sheet,
        "instead_of": answer["instead_of"],
        "why": answer["why"],
        "whole": [_issue(each) for each in answer["whole"]],
        "rows": [_row(form, each, f"hoi-{index}-{at}") for at, each in enumerate(answer["rows"])],
        "sender": _sender(answers, answer),
        "days": days,
    }


def _sender(answers: DispatchAnswers, answer: OpenAnswer) -> Content:
    """Return who sent an answer, and the phone, as the call list has them."""
    owed = answers.answers[answer["form"]].owed_in(answer["period"]).values()
    entries = dict(each.partition("=")[::2] for each in answer["keys"])
    for each in owed:
        if all(entries.get(name) == entry for name, entry in each.keys.entries.items()):
            return {"name": each.sender.name, "phone": each.sender.phone}
    return {"name": "", "phone": ""}


def _row(form: DispatchForm, row: OpenRow, identifier: str) -> Content:
    section = form.section(row["name"].rpartition(".")[0])
    fields: dict[str, Content] = {}
    for issue in row["issues"]:
        column = section.column(issue["column"]) if section and issue["column"] else None
        if column is not None:
            choices = [entry.heading for entry in column.listed.entries] if column.listed else []
            name = f"={row['name']}.{column.id}"
            fields.setdefault(column.id, {"name": name, "label": issue["label"], "choices": choices})
    return {
        "id": identifier,
        "name": row["name"],
        "number": row["number"],
        "cell": place_words(row["cell"]),
        "words": row["words"],
        "issues": [_issue(each) for each in row["issues"]],
        "fields": list(fields.values()),
        "keep": row["keep"],
    }


def _issue(issue: OpenIssue) -> Content:
    return {
        "why": str(issue["why"]),
        "said": issue["said"],
        "label": issue["label"],
        "cell": place_words(issue["cell"]),
    }


def open_scan(scan: OpenScan) -> Content:
    """Return a scan that waits."""
    return {"subject": scan["subject"], "file": scan["file"]}
