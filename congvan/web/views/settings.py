"""“Cài đặt”: the office, its database and backup, the folder, the check of everything."""

from __future__ import annotations

from congvan import __version__
from congvan.editing.views.references import choices
from congvan.model.dataset import PAPERS, SIGNAGE
from congvan.web.views import fields
from congvan.web.views.today import last_backup
from congvan.web.visit import Content, Visit


def content(visit: Visit) -> Content:
    """Return what is set for this office."""
    facts = visit.project.facts()
    agency = facts.dataset.agency if facts.dataset else None
    return {
        "started": facts.started,
        "agency": {"name": agency.name, "parent": agency.parent or "", "place": agency.place} if agency else {},
        "papers": _companions(visit),
        "signs": _files(visit, SIGNAGE),
        "drafts": [{"id": each.id, "name": each.named} for each in facts.papers.values() if not each.signage],
        "documents": len(facts.dataset.documents) if facts.dataset else 0,
        "folder": str(visit.settings.root),
        "address": visit.settings.address,
        "backup": last_backup(visit.settings.root),
        "program_version": __version__,
    }


def _companions(visit: Visit) -> list[Content]:
    """Return the papers beside a dispatch, by what the documents that they become are called."""
    dataset = visit.project.facts().dataset
    named = {each.paper: each.name for each in dataset.documents if each.paper} if dataset else {}
    return [{**each, "name": named.get(each["id"], each["name"])} for each in _files(visit, PAPERS)]


def _files(visit: Visit, folder: str) -> list[Content]:
    """Return the data files of a folder that have a form: their ids, and what each says."""
    found = choices(fields.files_of(visit), {PAPERS: "papers", SIGNAGE: "signage"}[folder])
    return [{"id": each.id, "name": each.name} for each in found]
