"""List what may be written in the templates of a document: each name, what it means, and its value today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core.i18n import language
from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message, verbatim
from congvan.core.problems import Problem, UsageError
from congvan.core.text import did_you_mean
from congvan.documents.names import NamePath, given_type, name_paths, value_at
from congvan.model.dataset import Dataset
from congvan.model.document_specs import Document
from congvan.model.project import assets
from congvan.pipeline.parse import parse
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.request import BuildRequest
from congvan.pipeline.template_file import document_of


@dataclass(frozen=True, slots=True)
class TemplateNamesRequest:
    """`document`: an id of data/documents.yaml, or a template of one; None lists the documents."""

    root: Path
    document: str | None = None


@act("template")
def template_names(request: TemplateNamesRequest, _progress: Progress) -> Outcome:
    """List the names that the templates of a document may use, with the value of each in its first record."""
    files = assets.read(request.root)
    dataset, _problems = parse(files, BuildRequest(request.root))
    outcome = Outcome("template")
    if request.document is None:
        outcome.findings = [_line(document.id, document.name, "") for document in dataset.documents if document.made]
        outcome.data["documents"] = [{"id": each.id, "name": each.name} for each in dataset.documents if each.made]
        outcome.remarks.append(Message("template-names.choose"))
        return outcome
    document = document_of(dataset, request.document)
    if document is None:
        known = [each.id for each in dataset.documents]
        hint = did_you_mean(request.document, known) or Message("known-names", known=", ".join(known))
        kind = Message("thing.document")
        raise UsageError(Problem(Message("want-unknown.value", kind=kind, value=request.document), remedy=hint))
    rows = list(_rows(document, dataset))
    outcome.data["names"] = rows
    outcome.findings = [_line(row["name"], row["meaning"], row["value"]) for row in rows]
    return outcome


def _rows(document: Document, dataset: Dataset) -> Iterator[dict[str, str]]:
    """Yield name, meaning and value of each path; those of loops and own lists with the keys of today's data."""
    content = first_content(document, dataset)
    if document.content is None:
        for name, listed in document.for_each.items():
            meaning = str(Message("template-names.loop", list=listed))
            yield from _of_record(name, content.get(name), meaning)
    for path in name_paths(given_type(document)):
        yield {"name": path.path, "meaning": _meaning(path), "value": value_at(content, path.path)}
    if document.content is None:
        for name in dataset.lists:
            key, place = name.replace("-", "_"), f"data/lists/{name}.yaml"
            given: Any = content.get(key) or ()
            if isinstance(given, Mapping):
                yield from _of_record(f"{key}.*", next(iter(given.values()), None), place)
            else:
                yield from _of_record(f"{key}[]", next(iter(given), None), place)


def _of_record(name: str, record: Any, meaning: str) -> Iterator[dict[str, str]]:
    """Yield the name of a value, and those that are in it: of a list those of its first entry."""
    yield {"name": name, "meaning": meaning, "value": value_at({"x": record}, "x")}
    for key, value in record.items() if isinstance(record, Mapping) else ():
        if isinstance(value, list | tuple) and value:
            yield from _of_record(f"{name}.{key}[]", value[0], "")
        elif isinstance(value, str | int | float | Mapping) and not isinstance(value, bool) and value != {}:
            yield from _of_record(f"{name}.{key}", value, "")


def _meaning(path: NamePath) -> str:
    said = path.said.vi if language() == "vi" else path.said.en
    return f"{said}; {Message('template-names.same', path=path.same)}" if path.same else said


def _line(name: str, meaning: str, value: str) -> Message:
    shown = f"  “{value}”" if value else ""
    return verbatim(f"{name:<32}  {meaning}{shown}".rstrip())


def first_content(document: Document, dataset: Dataset) -> Mapping[str, Any]:
    """Return the content of the first record of a document; {} if there is none."""
    for item in plan(dataset, Selection(documents=[document.id])).expand():
        if not isinstance(item, Problem) and item.document == document.id:
            return item.content
    return {}
