"""“Văn bản đi”: the list of the papers, and the form for a new one."""

from __future__ import annotations

from congvan.columns.dates import written_day
from congvan.decree.kinds import KINDS
from congvan.messages import Message
from congvan.web.facts.project import PaperLine
from congvan.web.visit import Content, Visit


def content(visit: Visit) -> Content:
    """Return the lines of the list, the drafts first."""
    facts = visit.project.facts()
    papers = sorted(facts.papers.values(), key=lambda each: (bool(each.number), each.day, each.id))
    return {
        "started": facts.started,
        "drafts": [line(each) for each in papers if not each.number],
        "issued": [line(each) for each in reversed(papers) if each.number],
        "kinds": [{"id": name, "name": kind.name} for name, kind in KINDS.items()],
    }


def line(paper: PaperLine) -> Content:
    """Return a paper as a line of a list."""
    return {
        "id": paper.id,
        "kind": paper.kind,
        "subject": paper.subject,
        "name": paper.named,
        "title": str(Message("web-paper.about", kind=paper.kind, subject=paper.subject))
        if paper.subject
        else paper.named,
        "number": paper.number,
        "day": written_day(paper.day),
        "forms": paper.forms,
        "errors": paper.errors,
        "warnings": paper.warnings,
        "unread": paper.unread,
    }
