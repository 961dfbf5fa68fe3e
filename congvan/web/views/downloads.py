"""What files of a paper are called where they are downloaded: by its number and whom they are for."""

from __future__ import annotations

import re

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.core.text import nfc
from congvan.documents.common.facts import symbol
from congvan.documents.file_sets import FILE_SETS
from congvan.model.dataset import Dataset
from congvan.pipeline.parse import with_returned
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.web.facts.project import Project
from congvan.web.facts.standing import database_state

LONGEST = 120
"""Characters of a name before its ending: with the folders above it Windows allows 260."""
_SUBJECT = 40


def file_names(project: Project, dispatch: str) -> dict[str, str]:
    """Return what each output of a paper is called, by its path below outputs/; nothing for a paper that can't be read.

    `456-SKHCN-CNS_Xã Ka Đô.pdf`: of two with one name the second has the name of its document too.
    """
    facts = project.facts()
    state = (facts, dispatch, database_state(project.root))
    known, names = project.kept.get("file-names", (None, {}))
    if known != state:
        names = {}
        try:
            if facts.dataset is not None and dispatch in facts.dataset.dispatches:
                names = _names(with_returned(facts.dataset, project.root), dispatch)
        except ProblemsFound:
            return {}
        project.kept["file-names"] = (state, names)
    return dict(names)


def _names(dataset: Dataset, dispatch: str) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    about = stem_of(dataset, dispatch)
    for entry in plan(dataset, Selection(dispatches=[dispatch])).for_dispatch(dispatch).entries():
        document = entry.document.name
        for path in entry.paths:
            inner, _, ending = path.rpartition("/")[2].rpartition(".")
            what = f"{document}_{inner}" if entry.document.content in FILE_SETS else entry.called or document
            tried = [f"{about}_{what}", f"{about}_{document}_{what}"]
            tried += [f"{about}_{document}_{inner}", f"{about}_{path.partition('/')[2].replace('/', '_')}"]
            safe = (f"{windows_safe(each)}.{ending}" for each in tried)
            names[path] = name = next((each for each in safe if each.casefold() not in taken), path.replace("/", "_"))
            taken.add(name.casefold())
    return names


def stem_of(dataset: Dataset, dispatch: str) -> str:
    """Return what a paper is called in names of files: its number and symbol; a draft by kind and subject."""
    paper = dataset.dispatches[dispatch]
    if paper.has_number:
        return f"{paper.number}-{symbol(dataset, paper)}"
    words = paper.subject[:_SUBJECT].rpartition(" ")[0] if len(paper.subject) > _SUBJECT else paper.subject
    return str(Message("web-download.draft", kind=KINDS[paper.kind].name, subject=words))


def windows_safe(name: str) -> str:
    """Return a name that every system takes: without the signs that Windows keeps for itself, and not too long."""
    plain = re.sub(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*]+', "-", nfc(name))
    return plain[:LONGEST].strip(" .")
