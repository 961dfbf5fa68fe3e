"""The data/documents.yaml of older projects: contents that the program itself knew become forms, tables, papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from congvan.drafting.older.dispatches import paper_words
from congvan.drafting.older.project import DOCUMENTS, OlderProject, older_contents
from congvan.drafting.older.tables import filled, paper, table
from congvan.drafting.older.text_edits import TextEdits

PAPERS = "data/papers/"


def move_documents(project: OlderProject, templates: Mapping[str, bytes]) -> None:
    """Bring the entries up to the contents of today; `templates`: those that the program brings, by name."""
    entries = project.read(DOCUMENTS)
    if not isinstance(entries, list):
        return
    edits = TextEdits(project.files[DOCUMENTS], DOCUMENTS)
    for index, entry in enumerate(entries):
        if isinstance(entry, dict):
            _entry(project, edits, index, entry, templates)
    if edits.changed:
        project.put(DOCUMENTS, edits.result(), DOCUMENTS)


def _entry(
    project: OlderProject, edits: TextEdits, index: int, entry: Mapping[str, Any], templates: Mapping[str, bytes]
) -> None:
    said = older_contents().get(entry.get("content", ""))
    words = {"roster": project.roster, "report": project.report, "report_name": project.report.replace("-", "_")}
    if said and not {"form", "table", "paper"} & entry.keys():
        named = [(key, filled(str(said[key]), words).strip()) for key in ("form", "table", "paper") if key in said]
        if said.get("content", entry["content"]) != entry["content"]:
            edits.replace_value((index, "content"), str(said["content"]))
        edits.add((index, "content"), *[(key, value) for key, value in named if value])
        for key, value in named:
            if key == "paper":
                text = filled(paper(value), words | dict(paper_words(project)))
                project.made.setdefault(f"{PAPERS}{value}.yaml", re.sub(r"\n\n\n+", "\n\n", text).encode())
        _templates(project, edits, index, said.get("templates", {}), templates)
    loops = dict(table("documents")["loops"])
    for name, listed in (entry.get("for_each") or {}).items():
        special = (said or {}).get("loop", {}).get(listed)
        if special:
            edits.replace((index, "for_each", name), str(special[0]), str(special[1]))
        elif listed in loops:
            edits.replace_value((index, "for_each", name), str(loops[listed]))
    _worded(edits, (index, "when"), words)
    _worded(edits, (index, "path"), words, {"enterprise.id": "sender.id"} if (said or {}).get("loop") else {})
    for n, part in enumerate(entry.get("parts") or ()):
        if isinstance(part, dict) and "when" in part:
            _worded(edits, (index, "parts", n, "when"), words)


def _templates(
    project: OlderProject, edits: TextEdits, index: int, renamed: Mapping[str, str], brought: Mapping[str, bytes]
) -> None:
    """Name the templates of today in place of those that only older contents could fill."""
    for format_, name in (edits.value((index, "templates")) or {}).items():
        new = renamed.get(name)
        if new:
            edits.replace_value((index, "templates", format_), new)
            if f"templates/{new}" not in project.files and new in brought:
                project.made[f"templates/{new}"] = brought[new]


def _worded(
    edits: TextEdits, path: tuple[str | int, ...], words: Mapping[str, str], more: Mapping[str, str] = {}
) -> None:
    """Replace the words of a condition or a path by those of today."""
    text = edits.value(path)
    if not isinstance(text, str):
        return
    new = text
    for old, instead in [*table("documents")["words"], *more.items()]:
        new = new.replace(old, filled(instead, words).strip())
    if new != text:
        start = edits.source.spans[path].start
        quote = edits.text[start : start + 1]
        edits.replace_value(path, f"{quote}{new}{quote}" if quote in "\"'" else new)
