"""Letters that remind those who owe something of a dispatch: a paper and its document, added where there are none."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Output, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Problem, UsageError
from congvan.editing.changes import DataChange
from congvan.editing.whole_files.lifecycle import begun
from congvan.editing.writing import OpenFile
from congvan.model.dataset import PAPERS
from congvan.model.papers import SENDERS
from congvan.model.project.assets import read_one
from congvan.model.project.data_lock import writing
from congvan.values.columns.dates import day_of

TOGETHER, EACH = (Path(__file__).with_name(name) for name in ("reminder.yaml", "reminder-each.yaml"))
"""What the letter to all says, and that to each; the office then changes it as any paper."""
DUE = "DUE"
"""What stands for the new day in them."""
OWING = "returned.owing"
"""The condition of the letter to all."""
DOCUMENTS = "data/documents.yaml"
NAME = "don-doc"
"""The id of the first paper and of its document; the next is don-doc-2."""
TEMPLATE = "van-ban.docx"
"""The template where no letter of the project has another one."""


@dataclass(frozen=True, slots=True)
class ReminderRequest:
    """Of which dispatch; `due`: the new day by which to send, 19/8/2020; `apart`: a letter to each, not one to all."""

    root: Path
    dispatch: str
    due: str
    apart: bool = False


@act("add-reminder")
def add_reminder(request: ReminderRequest, progress: Progress) -> Outcome:
    """Add a letter that reminds all who still owe something of a dispatch: a paper, and its entry in the documents.

    A dispatch that has one of this kind is left as it is.
    """
    due = day_of(request.due)
    if due is None:
        raise UsageError(
            Problem(Message("usage-date", value=request.due), remedy=Message("usage-date.hint-write-year"))
        )
    with writing(request.root) as warnings:
        file = OpenFile(request.root, DOCUMENTS, read_one(request.root, DOCUMENTS), warnings)
        file.readable()
        listed = [each for each in file.tree or () if isinstance(each, Mapping)]
        if any(_reminds(each, request) for each in listed):
            return Outcome("add-reminder", problems=list(warnings), remarks=[Message("reminder-there")])
        progress.check()
        name = _free(request.root, {str(each.get("id")) for each in listed})
        paper = f"{PAPERS}{name}.yaml"
        text = (EACH if request.apart else TOGETHER).read_text("utf-8").replace(DUE, due.isoformat())
        begun(request.root, paper, text.encode())
        file.make(DataChange("add", (len(file.tree or ()),), [_document(request, name, listed)]))
    outputs = [Output(paper, "built"), Output(DOCUMENTS, "built")]
    return Outcome("add-reminder", outputs=outputs, where=str(request.root), problems=list(warnings))


def _reminds(document: Mapping[str, Any], request: ReminderRequest) -> bool:
    """Whether a document is a letter of this kind about the dispatch."""
    about = document.get("dispatches") or [request.dispatch]
    apart = SENDERS in (document.get("for_each") or {}).values()
    return request.dispatch in about and (apart if request.apart else document.get("when") == OWING)


def _free(root: Path, taken: set[str]) -> str:
    """Return the first name that neither a document nor a paper has."""
    names = (NAME if number == 1 else f"{NAME}-{number}" for number in itertools.count(1))
    return next(each for each in names if each not in taken and not (root / f"{PAPERS}{each}.yaml").exists())


def _document(request: ReminderRequest, name: str, listed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the entry of the document, with the template that the letters of the project have."""
    letters = (each.get("templates") for each in listed if each.get("content") == "letter" and not each.get("paper"))
    templates = next((each for each in letters if isinstance(each, Mapping) and "docx" in each), {"docx": TEMPLATE})
    over: dict[str, Any] = (
        {"for_each": {"sender": SENDERS}, "when": "sender.owing"} if request.apart else {"when": OWING}
    )
    return {
        "id": name,
        "name": "Công văn đôn đốc từng nơi" if request.apart else "Công văn đôn đốc",
        "task": "returns",
        "content": "letter",
        "paper": name,
        "dispatches": [request.dispatch],
        "templates": {"docx": str(templates["docx"])},
        **over,
        "path": f"{name}/{{{{ sender.id }}}}" if request.apart else name,
    }
