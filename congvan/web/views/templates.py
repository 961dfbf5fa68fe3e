"""“Mẫu”: the templates of the project, each with a button that checks it."""

from __future__ import annotations

from congvan.project import assets
from congvan.web.visit import Content, Visit

SHOWN = (".docx", ".xlsx", ".html")


def content(visit: Visit) -> Content:
    """Return the templates; files that Word or LibreOffice keeps while it is open are passed over."""
    facts = visit.project.facts()
    names = assets.names(visit.settings.root) if facts.started else []
    files = [name for name in names if name.startswith("templates/") and name.endswith(SHOWN)]
    used: dict[str, list[str]] = {}
    for document in facts.dataset.documents if facts.dataset else ():
        for template in document.templates.values() if hasattr(document, "templates") else ():
            used.setdefault(str(template), []).append(document.id)
    return {
        "started": facts.started,
        "templates": [
            {"file": name, "name": name.rpartition("/")[2], "word": name.endswith(".docx"), "used": used.get(name, [])}
            for name in files
        ],
    }
