"""“Danh bạ”: the lists of the project."""

from __future__ import annotations

from congvan.web.visit import Content, Visit

KEPT = {"xlsx": "Excel", "csv": "CSV"}
"""Kinds of files that others edit too, in which a list may be kept."""


def content(visit: Visit) -> Content:
    """Return each list with the number of its entries and the file that keeps it."""
    facts = visit.project.facts()
    lists = facts.dataset.lists if facts.dataset else {}
    own = {listed.file: listed for name, listed in lists.items() if name == listed.id}
    return {
        "started": facts.started,
        "lists": [
            {
                "id": each.id,
                "label": each.label,
                "count": len(each.whole.entries),
                "kept": KEPT.get((each.head.source or "").rpartition(".")[2], ""),
                "own": own_file(each.id, each.file),
            }
            for each in sorted(own.values(), key=lambda each: each.label.casefold())
        ],
    }


def own_file(identifier: str, file: str) -> bool:
    """Whether a list has a file of its own in data/lists/, and so a table."""
    return file == f"data/lists/{identifier}.yaml"
