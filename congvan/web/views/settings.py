"""“Cài đặt”: the office, its database and backup, the folder, the check of everything."""

from __future__ import annotations

from congvan import __version__
from congvan.web.views.today import last_backup
from congvan.web.visit import Content, Visit


def content(visit: Visit) -> Content:
    """Return what is set for this office."""
    facts = visit.project.facts()
    agency = facts.dataset.agency if facts.dataset else None
    return {
        "started": facts.started,
        "agency": {"name": agency.name, "parent": agency.parent or "", "place": agency.place} if agency else {},
        "folder": str(visit.settings.root),
        "address": visit.settings.address,
        "backup": last_backup(visit.settings.root),
        "program_version": __version__,
    }
