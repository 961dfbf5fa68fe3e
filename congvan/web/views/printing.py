"""In: what of a paper is printed, on how many sheets, and the jobs that it was bound into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.pipeline.printing.print_jobs import Printable, printables, stale_files
from congvan.pipeline.printing.printing import MOST_SHEETS
from congvan.publishing.manifest import NAME, OUTPUTS
from congvan.web.facts.standing import database_state
from congvan.web.runs.outcomes import shown_problems
from congvan.web.runs.registry import Run
from congvan.web.views.paper import head, paper_of
from congvan.web.visit import Content, Visit

FOLDED = 12
"""Rows of a group that are open."""
FORMATS = ("pdf", "docx", "xlsx")


def content(visit: Visit) -> Content:
    """In: the documents with their sheets, sides and copies."""
    above = head(visit)
    found, problems = _found(visit)
    groups = list(_groups(found))
    return {
        **above,
        "problems": problems,
        "groups": groups,
        "ready": sum(group["ready"] for group in groups),
        "unread": not found and bool(problems),
        "most": MOST_SHEETS,
        "formats": list(FORMATS),
    }


def _found(visit: Visit) -> tuple[list[Printable], list[dict[str, Any]]]:
    """Return what there is to print, and what keeps that from being known."""
    facts, paper, dispatch = paper_of(visit)
    if facts.dataset is None or dispatch is None:
        return [], shown_problems(facts.refusal(paper.id))
    try:
        return printables(visit.settings.root, facts.dataset, paper.id), []
    except ProblemsFound as stop:
        return [], shown_problems(stop.problems)


def stale(visit: Visit) -> Content:
    """Return the names of the PDFs of a paper that are older than its data; none where that can't be told."""
    found, _problems = _found(visit)
    facts, paper, _dispatch = paper_of(visit)
    try:
        changed = (visit.settings.root / OUTPUTS / NAME).stat().st_mtime_ns
    except OSError:
        changed = 0
    state = (facts, paper.id, changed, database_state(visit.settings.root))
    known, older = visit.project.kept.get("stale", (None, frozenset[str]()))
    names = {each.pdf: each.name or each.heading for each in found if each.pdf}
    if known != state:
        older = frozenset[str]()
        with suppress(ProblemsFound):
            older = stale_files(visit.settings.root, paper.id, names)
            visit.project.kept["stale"] = (state, older)
    return {"names": [name for pdf, name in names.items() if pdf in older]}


def _groups(found: list[Printable]) -> Iterator[Content]:
    """Yield the documents with their records; those of one record that follow each other are together."""
    documents = [list(rows) for _document, rows in groupby(found, key=lambda each: each.document)]
    for alone, some in groupby(documents, key=lambda rows: len(rows) == 1):
        if alone:
            yield _group(str(Message("web-print.papers")), [row for rows in some for row in rows])
        else:
            yield from (_group(rows[0].heading, rows) for rows in some)


def _group(heading: str, rows: list[Printable]) -> Content:
    shown = [_row(each) for each in rows]
    ready = sum(bool(each["pdf"]) for each in shown)
    return {
        "heading": heading,
        "rows": shown,
        "ready": ready,
        "open": len(rows) <= FOLDED and ready > 0,
    }


def _row(each: Printable) -> Content:
    return {
        "name": each.name or each.heading,
        "pdf": each.pdf,
        "sheets": each.sheets(),
        "single": each.sheets(two_sided=False),
        "sides": each.sides,
        "copies": each.copies,
        "files": [{"href": f"/tep/{name}", "kind": name.rpartition(".")[2].upper()} for name in each.files],
    }


def printed(run: Run) -> Content:
    """Return the jobs that a run has made."""
    empty = {"folder": "", "jobs": [], "sheets": 0, "sides": 0, "two_sided": True}
    return {"printed": (run.outcome or {}).get("print", empty)}
