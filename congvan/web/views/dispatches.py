"""“Văn bản đi”: the list of the papers, and the form for a new one."""

from __future__ import annotations

import datetime

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.core.text.names import fold
from congvan.model.dates_and_numbers import next_numbers
from congvan.model.lists.receiving import bodies_by_id, member_ids
from congvan.values.columns.dates import written_day
from congvan.web.facts.project import PaperLine, ProjectFacts
from congvan.web.visit import Content, Visit

FEW = 8
"""Papers that need no search."""


def content(visit: Visit) -> Content:
    """Return the lines of the list that are asked for, the drafts first."""
    facts = visit.project.facts()
    known = sorted(facts.papers.values(), key=lambda each: (bool(each.number), each.day, each.id))
    asked = {name: visit.query.get(name, "") for name in ("words", "month", "kind")}
    words = fold(asked["words"]).split()
    papers = [
        each
        for each in known
        if each.day.startswith(asked["month"])
        and asked["kind"] in ("", each.kind)
        and (not words or all(word in _text(facts, each) for word in words))
    ]
    months = sorted({each.day[:7] for each in known if each.day}, reverse=True)
    return {
        "asked": asked,
        "searched": len(known) > FEW or any(asked.values()),
        "months": [{"id": each, "name": f"{int(each[5:])}/{each[:4]}"} for each in months],
        "kinds_there": sorted({each.kind for each in known if each.kind}),
        "sources": [line(each) for each in reversed(known) if not each.unread],
        "next": next_number(facts, datetime.date.today().year),
        "year": datetime.date.today().year,
        "started": facts.started,
        "drafts": [line(each) for each in papers if not each.number],
        "issued": [line(each) for each in reversed(papers) if each.number],
        "kinds": [{"id": name, "name": kind.name} for name, kind in KINDS.items()],
    }


def _text(facts: ProjectFacts, paper: PaperLine) -> str:
    """Return what a paper is found by: number, kind, subject, and whom it goes to."""
    words = [paper.number, paper.kind, paper.subject]
    dispatch = facts.dataset.dispatches.get(paper.id) if facts.dataset else None
    if facts.dataset and dispatch:
        names = bodies_by_id(facts.dataset.lists)
        for _key, _index, each in dispatch.lines():
            words.append(each.text or "")
            words += [names.get(body, "") for body in member_ids(facts.dataset.lists, each)]
    return fold(" ".join(words))


def next_number(facts: ProjectFacts, year: int, kind: str = "") -> list[Content]:
    """Return the next number of a year, of each kind that has one, or of one kind."""
    found = next_numbers(facts.dataset, year) if facts.dataset else {}
    return [{"kind": KINDS[each].name, "number": n} for each, n in found.items() if kind in ("", KINDS[each].name)]


def _title(paper: PaperLine) -> str:
    """Return what a paper is called: “về việc” is said of what is decided or asked for, not of an invitation."""
    if not paper.subject:
        return paper.named
    if paper.kind.startswith(("Giấy ", "Phiếu ", "Biên bản")):
        return str(Message("web-paper.named", kind=paper.kind, subject=paper.subject))
    return str(Message("web-paper.about", kind=paper.kind, subject=paper.subject))


def line(paper: PaperLine) -> Content:
    """Return a paper as a line of a list."""
    return {
        "id": paper.id,
        "kind": paper.kind,
        "subject": paper.subject,
        "name": paper.named,
        "title": _title(paper),
        "number": paper.number,
        "day": written_day(paper.day),
        "forms": paper.forms,
        "errors": paper.errors,
        "warnings": paper.warnings,
        "unread": paper.unread,
    }
