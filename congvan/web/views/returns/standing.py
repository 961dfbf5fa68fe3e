"""“Nhận về, đôn đốc” of a paper: who has answered, as a matrix; the figures closed and opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from congvan.core.i18n import language
from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.core.returned import FormStatus, Standing
from congvan.documents.returned.matrix import PERIOD, dimension_names, matrix, sheet_name
from congvan.documents.returned.wording import counted, due_words, reasons_words, state_words
from congvan.forms.calendar import calendar_of
from congvan.forms.form import DispatchForm
from congvan.model.project.assets import DISPATCHES
from congvan.pipeline.plan.records import TABLES
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.questions import open_questions
from congvan.returns.requests import today
from congvan.values.columns.dates import written_day
from congvan.web.facts.answers import answers_now
from congvan.web.runs.outcomes import in_short
from congvan.web.views import paper
from congvan.web.visit import Content, Visit

STATES = ("complete", "nil", "asked", "incomplete", "missing")
"""In the order in which they are shown."""
MOST_PERIODS = 40
MOST_LINES = 200
SUMMED = ("integer", "decimal", "money")
"""Types of columns that a new table sums."""
_PARTS = ("status", "asking", "received", "calls", "telephone")


def head(visit: Visit) -> tuple[Content, DispatchAnswers | None]:
    """Return what the parts of this step share: the head of the paper, links to the parts, why nothing can be told."""
    content = {**paper.head(visit), "faults": [], "parts": [], "waiting": 0, "unread": False}
    known, line, dispatch = paper.paper_of(visit)
    content["parts"] = [{"id": each, "title": str(Message(f"web-part.{each}"))} for each in _PARTS]
    if known.dataset is None or dispatch is None or not dispatch.forms:
        content["faults"] = [in_short(problem) for problem in known.refusal(line.id)]
        content["unread"] = bool(content["faults"])
        return content, None
    try:
        answers = answers_now(visit.settings.root, known.dataset, line.id)
    except ProblemsFound as stop:
        content |= {"faults": [in_short(problem) for problem in stop.problems], "unread": True}
        return content, None
    waiting = open_questions(answers)
    content["waiting"] = sum(max(len(each["rows"]), 1) for each in waiting.answers) + len(waiting.scans)
    return content, answers


def content(visit: Visit) -> Content:
    """Return the matrix of one form and period, what is open in it, and whether its figures are closed."""
    shared, answers = head(visit)
    size = visit.settings.upload >> 20
    if answers is None:
        return {**shared, "size": size, "forms": [], "choice": {}, "shown": {}, "summary": {}}
    form = answers.status(_chosen(visit, "bieu", list(answers.forms)))
    periods = begun(form)
    period = period_of(answers.forms[form["form"]], periods, visit.query.get("ky", ""))
    standings = answers.standings(form["form"], [period])
    return {
        **shared,
        "size": size,
        "forms": forms_of(answers),
        "choice": _choice(visit, form, periods, period),
        "shown": {**_shown(visit, form, standings, period), "closed": _closed(answers, form["form"], period)},
        "summary": _summary(answers.forms[form["form"]]),
    }


def _summary(form: DispatchForm) -> Content:
    """Return the tables of what came for a form, what makes files of them, and what a new one would be of."""
    tables = [each for each in form.dispatch.tables if each.of.partition(".")[0] == form.id]
    summed = any(column.spec.type in SUMMED for section in form.sections for column in section.columns)
    return {
        "file": f"{DISPATCHES}{form.dispatch_id}.yaml",
        "form": form.id,
        "name": str(Message("web-summary.name", form=form.title)),
        "total": str(Message("web-summary.total")) if summed else "",
        "tables": [each.name or each.id for each in tables],
        "documents": [
            each.id
            for each in form.dataset.documents
            if each.content == "table" and TABLES in each.for_each.values()
            if form.dispatch_id in (each.dispatches or [form.dispatch_id])
        ],
    }


def forms_of(answers: DispatchAnswers) -> list[Content]:
    """Return the forms of a paper as choices."""
    return [{"id": form.id, "name": form.title} for form in answers.forms.values()]


def whose(visit: Visit) -> list[Content]:
    """Return the forms of a paper with the fields that say whose a file is; `one`: whether there is no other form."""
    _shared, answers = head(visit)
    forms = list(answers.forms.values()) if answers else []
    return [
        {
            "id": form.id if len(forms) > 1 else "",
            "name": form.title,
            "fields": fields_of(form, {}),
            "period": form.spec.period is not None,
        }
        for form in forms
    ]


def fields_of(form: DispatchForm, entries: Mapping[str, str]) -> list[Content]:
    """Return the dimensions of a form as fields with choices; `entries`: what is chosen."""
    return [
        {
            "name": each.name,
            "label": each.listed.one[:1].upper() + each.listed.one[1:],
            "value": entries.get(each.name, ""),
            "choices": [{"value": entry.id, "label": entry.heading} for entry in each.listed.entries],
        }
        for each in form.dimensions
    ]


def begun(form: FormStatus) -> list[Any]:
    """Return the periods that have begun or been answered, the last ones."""
    came = {each["period"] for each in form["standings"]}
    day = today().isoformat()
    return [each for each in form["periods"] if each["first"] <= day or each["id"] in came][-MOST_PERIODS:]


def period_of(form: DispatchForm, periods: Sequence[Any], asked: str) -> str:
    """Return the period that is asked for, by its id, name or a day; else the last that has begun, else today's."""
    if form.spec.period is None:
        return ""
    calendar = calendar_of(form)
    found = calendar.find(asked) if asked else None
    if found is None and not periods:
        found = calendar.find(today().isoformat())
    return found.id if found else periods[-1]["id"] if periods else ""


def _closed(answers: DispatchAnswers, form: str, period: str) -> str:
    """Return the day on which figures were closed; "" while they are open."""
    closing = answers.records.closed.get((answers.dispatch_id, form, period))
    return written_day(closing.day) if closing else ""


def _chosen(visit: Visit, name: str, known: Sequence[str]) -> str:
    """Return what the address asks for, if it is there; else the first."""
    asked = visit.query.get(name, "")
    return asked if asked in known else next(iter(known), "")


def _choice(visit: Visit, form: FormStatus, periods: Sequence[Any], period: str) -> Content:
    """Return what can be chosen: form, period, which dimensions are lines and columns."""
    names = [name for name in dimension_names(form) if name != PERIOD]
    labels = {each["name"]: each["label"] for each in form["per"]}
    asked = visit.query.get("dong", "")
    return {
        "form": form["form"],
        "period": period,
        "has_period": bool(period),
        "periods": _periods(form, periods, period),
        "lines": asked if asked in names else next(iter(names), ""),
        "dimensions": [{"id": name, "name": labels[name]} for name in names] if len(names) > 1 else [],
        "all": visit.query.get("het", "") == "1",
    }


def _periods(form: FormStatus, periods: Sequence[Any], period: str) -> list[Content]:
    """Return the periods as choices, the newest first; [] where they are too many to tell."""
    known = {each["id"]: each["name"] for each in reversed(periods)}
    if known and period and period not in known:
        known |= {each["id"]: each["name"] for each in form["periods"] if each["id"] == period} or {period: period}
    return [{"id": identifier, "name": name} for identifier, name in known.items()]


def _shown(visit: Visit, form: FormStatus, standings: Sequence[Standing], period: str) -> Content:
    choice = _choice(visit, form, (), period)
    others = [each["name"] for each in form["per"] if each["name"] != choice["lines"]]
    fold = None if choice["all"] else 3
    found = matrix(form, standings, choice["lines"], next(iter(others), ""), fold=fold, spoken=language())
    owed = [each for each in standings if each["state"] != "not-owed"]
    due = next((each["due"] for each in form["periods"] if each["id"] == period), "") or form["due"]
    return {
        "caption": came_words(form, owed),
        "head": next((each["label"] for each in form["per"] if each["name"] == choice["lines"]), ""),
        "columns": list(found.columns),
        "lines": [
            {
                "head": line.head,
                "folded": line.folded > 1,
                "cells": [{"text": each.text, "state": each.state} for each in line.cells],
            }
            for line in found.lines
        ][:MOST_LINES],
        "folds": len(owed) > len(found.lines) or choice["all"],
        "counts": counts_of(owed),
        "due": due_words(due, language()),
        "open": [_open(form, each) for each in owed if each["state"] in ("asked", "incomplete")][:MOST_LINES],
    }


def _open(form: FormStatus, standing: Standing) -> Content:
    why = reasons_words(standing, language()) or state_words(standing["state"], language())
    return {"name": sheet_name(form, standing), "why": why, "asked": bool(standing["questions"])}


def came_words(form: FormStatus, owed: Sequence[Standing]) -> str:
    """Return how many have sent it: “41 trên 65 xã đã gửi”."""
    who = form["per"][0]["one"] if len(form["per"]) == 1 else str(Message("web-standing.sheets"))
    came = sum(bool(each["how"]) for each in owed)
    return str(Message("web-standing.came", came=came, owed=len(owed), who=who[:1].lower() + who[1:]))


def counts_of(owed: Sequence[Standing]) -> list[Content]:
    """Return how many are in each state, with where its part of a bar of 100 begins and how long it is."""
    counts = counted(owed)
    bar, at = [], 0.0
    for state in STATES:
        if count := counts.get(state, 0):
            long = 100 * count / len(owed)
            words = state_words(state, language())
            bar.append({"state": state, "text": words, "count": count, "at": round(at, 2), "long": round(long, 2)})
            at += long
    return bar
