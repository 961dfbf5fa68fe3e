"""“Mẫu”: the templates of the project; one of them with its mistakes and its pages, drawn again when Word saves it."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.editing.drafting.template_exchange import kept_before
from congvan.model.dataset import Dataset
from congvan.model.document_specs import LIBREOFFICE, Document
from congvan.model.project import assets
from congvan.web.facts.project import ProjectFacts
from congvan.web.refusals import NotThere
from congvan.web.visit import Content, Visit

PROGRAMS = {".docx": "Word", ".xlsx": "Excel", ".html": "Notepad"}
"""The endings of templates that are shown, and what a clerk's machine edits each with."""


def content(visit: Visit) -> Content:
    """Return the templates; files that Word or LibreOffice keeps while it is open are passed over."""
    facts = visit.project.facts()
    lines = [_line(facts, name) for name in templates_of(visit)]
    return {"started": facts.started, "templates": lines}


def templates_of(visit: Visit) -> list[str]:
    """Return the names of the templates, without locks of editors."""
    if not visit.project.facts().started:
        return []
    names = assets.names(visit.settings.root)
    return [name for name in names if name.startswith("templates/") and name.endswith(tuple(PROGRAMS))]


def one(visit: Visit) -> Content:
    """Return one template, and the paper that shows it."""
    facts, file = visit.project.facts(), f"templates/{visit.params['template']}"
    if file not in templates_of(visit):
        raise NotThere
    shown = next(_shown_by(facts.dataset, file), None) if facts.dataset else None
    paper = facts.papers.get(shown[0]) if shown else None
    return {
        **_line(facts, file),
        "program": PROGRAMS[f".{file.rpartition('.')[2]}"],
        "document": shown[1].id if shown else "",
        "paper": {"id": paper.id, "number": paper.number} if paper else {},
        "kept": len(kept_before(visit.settings.root, file)),
        "by_libreoffice": any(each.made.get("pdf") == LIBREOFFICE for each in _documents(facts.dataset, file))
        if facts.dataset
        else False,
    }


def _line(facts: ProjectFacts, file: str) -> Content:
    used = [each.name for each in _documents(facts.dataset, file)] if facts.dataset else []
    return {
        "file": file,
        "name": file.rpartition("/")[2],
        "own": file.count("/") == 1,  # parts in folders are included by others: they have no screen
        "word": file.endswith(".docx"),
        "package": file.endswith((".docx", ".xlsx")),
        "used": used,
    }


def _documents(dataset: Dataset, file: str) -> Iterator[Document]:
    """Yield the documents that a template makes."""
    for each in dataset.documents:
        if file in [f"templates/{name.removeprefix('templates/')}" for name in each.made.values()]:
            yield each


def _shown_by(dataset: Dataset, file: str) -> Iterator[tuple[str, Document]]:
    """Yield the papers and documents with pages that show a template."""
    for document in _documents(dataset, file):
        if "pdf" not in document.made or document.parts:
            continue
        for name in dataset.dispatches:
            if document.dispatches is None or name in document.dispatches:
                yield name, document
