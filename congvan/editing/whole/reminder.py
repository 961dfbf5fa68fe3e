"""A letter that reminds those who owe forms: its paper and its document, added to a project that has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from congvan.editing.changes import DataChange
from congvan.editing.whole.files import begun
from congvan.editing.writing import OpenFile
from congvan.job import Outcome, Output, Progress, act
from congvan.lazy import dataclass
from congvan.messages import Message
from congvan.model.dataset import PAPERS
from congvan.project.assets import read_one
from congvan.project.data_lock import writing

PAPER = Path(__file__).with_name("reminder.yaml")
"""What the letter says; the office then changes it as any paper."""
DOCUMENTS = "data/documents.yaml"
NAME = "don-doc"
"""The id of the paper and of its document."""
TEMPLATE = "van-ban.docx"
"""The template where no letter of the project has another one."""


@dataclass(frozen=True, slots=True)
class ReminderRequest:
    """Of which project."""

    root: Path


@act("add-reminder")
def add_reminder(request: ReminderRequest, progress: Progress) -> Outcome:
    """Add a letter that reminds: data/papers/don-doc.yaml, where it is not there, and its entry in the documents.

    A project that has one is left as it is.
    """
    paper = f"{PAPERS}{NAME}.yaml"
    with writing(request.root) as warnings:
        file = OpenFile(request.root, DOCUMENTS, read_one(request.root, DOCUMENTS), warnings)
        file.readable()
        listed = [each for each in file.tree or () if isinstance(each, Mapping)]
        if any(NAME in (each.get("id"), each.get("paper")) for each in listed):
            return Outcome("add-reminder", problems=list(warnings), remarks=[Message("reminder-there")])
        progress.check()
        outputs = []
        if not (request.root / paper).exists():
            begun(request.root, paper, PAPER.read_bytes())
            outputs.append(Output(paper, "built"))
        file.make(DataChange("add", (len(file.tree or ()),), [_document(listed)]))
    outputs.append(Output(DOCUMENTS, "built"))
    return Outcome("add-reminder", outputs=outputs, where=str(request.root), problems=list(warnings))


def _document(listed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the entry of the document, with the template that the letters of the project have."""
    letters = (each.get("templates") for each in listed if each.get("content") == "letter" and not each.get("paper"))
    templates = next((each for each in letters if isinstance(each, Mapping) and "docx" in each), {"docx": TEMPLATE})
    return {
        "id": NAME,
        "name": "Công văn đôn đốc",
        "task": "returns",
        "content": "letter",
        "paper": NAME,
        "templates": {"docx": str(templates["docx"])},
        "for_each": {"sender": "senders"},
        "when": "sender.owing",
        "path": f"{NAME}/{{{{ sender.id }}}}",
    }
