"""What belongs to the office, as forms: its names and signers, the documents that are made, papers beside a dispatch;
and what was removed in the last thirty days.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from congvan.core.bootstrap.root import AGENCY
from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.core.text import spoken
from congvan.editing.drafting.list_import import replaced_files
from congvan.editing.undoing import bin_of
from congvan.editing.views.references import choices, names_of
from congvan.model.dataset import PAPERS
from congvan.model.directory import Agency
from congvan.model.isolation import Isolation
from congvan.model.papers import Paper
from congvan.model.project.yaml_reader import KeyPath, scan
from congvan.model.schema.labels import label_of
from congvan.values.columns.dates import day_in_figures, written_moment
from congvan.web.refusals import NotThere
from congvan.web.views import fields
from congvan.web.views.fields import in_words_of
from congvan.web.visit import Content, Visit

DOCUMENTS = "data/documents.yaml"


AT_HAND = ("parent", "short_name", "address", "phone", "email", "signers")
"""Of the office, what is shown also while it is empty."""


def agency(visit: Visit) -> Content:
    """Return the form of data/agency.yaml."""
    return data_form(visit, AGENCY, list(Agency.model_fields), AT_HAND)


COMPANION = ("subject", "kind", "receivers", "body", "signer")
"""Of a paper beside a dispatch, what is shown also while it is empty."""


def documents(visit: Visit) -> Content:
    """Return the form of data/documents.yaml: which documents are made, for what, of which template."""
    return {**data_form(visit, DOCUMENTS), "about": str(Message("web-documents.about"))}


def companion(visit: Visit) -> Content:
    """Return the form of a paper of data/papers/: a reminder, a summary, as it is written for a dispatch."""
    file = f"{PAPERS}{visit.params['named']}.yaml"
    if file not in fields.files_of(visit):
        raise NotThere
    form = data_form(visit, file, list(Paper.model_fields), COMPANION)
    return {**form, "about": str(Message("web-companion.about")), "discards": True}


def data_form(visit: Visit, file: str, keys: Sequence[str] = (), always: Collection[str] | None = None) -> Content:
    """Return a data file as a form, with the findings that belong to none of its fields."""
    facts = visit.project.facts()
    files = fields.files_of(visit)
    content = fields.form(visit, files, file, keys, list(facts.problems), always)
    problems = in_words_of(visit, facts.problems_of(file), file)
    form = content["form"]
    shown = {(each["code"], each["line"]) for each in fields.found_in([*form["fields"], *form["more"]])}
    others = [each for each in problems if (each["code"], each["line"]) not in shown]
    return {**content, "file": file, "others": others, "started": facts.started, "about": "", "discards": False}


def bin_(visit: Visit) -> Content:
    """Return what was removed and can be put back."""
    files = fields.files_of(visit)
    called, names = Isolation(files, {}, ()).called, names_of(choices(files, "bodies"))
    return {
        "removed": [
            {
                "record": each.record,
                "file": each.file,
                "of": str(called(each.file)) if each.path else "",
                "what": _what(each.path, each.value, names) if each.path else _of_file(each.file, each.value),
                "where": _where(each.path) or str(Message("web-bin.whole")),
                "time": _time(each.time),
            }
            for each in bin_of(visit.settings.root)
        ],
        "replaced": _replaced(visit),
    }


def _replaced(visit: Visit) -> list[Content]:
    """Return the files of lists that others have replaced; nothing where the office's database can't be read."""
    try:
        found = replaced_files(visit.settings.root)
    except ProblemsFound:
        return []
    dataset = visit.project.facts().dataset
    lists = dataset.lists if dataset else {}
    return [
        {
            "listed": each.listed,
            "label": lists[each.listed].label if each.listed in lists else each.listed,
            "file": each.file,
            "when": written_moment(each.at),
        }
        for each in found
    ]


def _what(path: KeyPath, value: Any, names: Mapping[str, str] | None = None) -> str:
    """Return what something was called, or what it said; bodies by their `names`."""
    if isinstance(value, dict):
        keys = ("name", "label", "subject", "title", "what", "text", "to", "id")
        value = next(
            (value[key] for key in keys if isinstance(value.get(key), str)), "; ".join(map(str, value.values()))
        )
    if isinstance(value, list):
        value = "; ".join(str(each) for each in value if each)
    return (names or {}).get(str(value), spoken(value))[:200] or _where(path)


def _of_file(file: str, text: str) -> str:
    """Return what a whole file said that it is: the label of a list, the subject of a paper."""
    said = scan(text.encode(), file).data
    if not isinstance(said, dict):
        return PurePosixPath(file).name if file.endswith(".csv") else spoken(PurePosixPath(file).stem)
    return _what((), said["list"] if isinstance(said.get("list"), dict) else said)


def _where(path: KeyPath) -> str:
    """Return which list or key something was of, in words."""
    named = [str(label_of(None, step)) for step in path if isinstance(step, str)]
    return " › ".join(named)


def _time(text: str) -> str:
    then = datetime.datetime.fromisoformat(text).astimezone()
    day = day_in_figures(then.date())
    return str(Message("web-bin.time", hour=then.hour, minute=f"{then.minute:02d}", day=day))
