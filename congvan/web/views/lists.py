"""“Danh bạ”: the lists of the project."""

from __future__ import annotations

from pathlib import PurePosixPath

from congvan.core.messages import Message
from congvan.model.lists.read import LISTS
from congvan.web.visit import Content, Visit

KEPT = {"xlsx": "Excel", "csv": "CSV"}
"""Kinds of files that others edit too, in which a list may be kept."""


def content(visit: Visit) -> Content:
    """Return each list with the number of its entries and the file that keeps it."""
    facts = visit.project.facts()
    lists = facts.dataset.lists if facts.dataset else {}
    own = {listed.file: listed for name, listed in lists.items() if name == listed.id}
    lines = [
        {
            "id": each.id,
            "label": each.label,
            "count": str(len(each.whole.entries)),
            "kept": KEPT.get((each.head.source or "").rpartition(".")[2], ""),
            "own": own_file(each.id, each.file),
        }
        for each in own.values()
    ]
    unread = str(Message("web-lists.unread"))
    excluded = facts.dataset.excluded if facts.dataset else {}
    for file in [file for file in excluded if file.startswith(LISTS) and file.endswith(".yaml")]:
        name = PurePosixPath(file).stem
        label = str(excluded[file].what.values["name"])
        lines.append({"id": name, "label": label, "count": unread, "kept": "", "own": own_file(name, file)})
    return {"started": facts.started, "lists": sorted(lines, key=lambda each: str(each["label"]).casefold())}


def own_file(identifier: str, file: str) -> bool:
    """Whether a list has a file of its own in data/lists/, and so a table."""
    return file == f"data/lists/{identifier}.yaml"
