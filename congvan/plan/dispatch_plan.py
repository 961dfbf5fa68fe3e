"""Expand one dispatch and data/documents.yaml into jobs: cross product of the loop lists, filters, paths, a total
order.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from jinja2 import TemplateError

from congvan.documents.base.context import ContentContext
from congvan.documents.base.facts import dispatch_facts
from congvan.documents.base.returned_facts import returned_lists
from congvan.documents.contents import CONTENTS, Content, content_of, for_format
from congvan.documents.file_sets import FILE_SETS
from congvan.documents.letter.companions import cover
from congvan.documents.letter.recipients import addressed_bodies, recipients
from congvan.documents.text.interpolate import merge
from congvan.job import BY_LIBREOFFICE, BoundDocument, Job, Pack
from congvan.messages import Message, verbatim
from congvan.model.dataset import Dataset
from congvan.model.directory import fact_as_plain
from congvan.model.document_specs import LIBREOFFICE, Document, Format
from congvan.model.lists.older import MODELS
from congvan.model.validity import as_of, check_validity
from congvan.plan.selection import Selection
from congvan.problems import Place, Problem
from congvan.templating.environment import jinja_environment
from congvan.text import did_you_mean


def folder_of(dispatch_id: str, edition: str) -> str:
    """Return the folder under outputs/ of a dispatch in an edition."""
    return dispatch_id if edition == "corrected" else f"{dispatch_id}-{edition}"


class PlanEntry(NamedTuple):
    """One record of one document: its loop values, its paths in order, and a function that makes its jobs."""

    document: Document
    values: Mapping[str, Any]
    paths: list[str]
    jobs: Callable[[], Iterator[Job]]


class DispatchPlan:
    """The jobs of one dispatch. Its facts, lists, bodies and errata are computed once and shared by its documents.

    `problems` collects problems until `take_problems` returns them.
    """

    def __init__(self, dataset: Dataset, dispatch_id: str, selection: Selection) -> None:
        self.problems = list(check_validity(dataset, dispatch_id))
        self.dataset = dataset if self.problems else as_of(dataset, dispatch_id)
        self.id, self.selection = dispatch_id, selection
        self.folder = folder_of(dispatch_id, selection.edition)
        self.facts = dispatch_facts(self.dataset, dispatch_id, selection.edition)
        self.documents = [d for d in dataset.documents if d.dispatches is None or dispatch_id in d.dispatches]
        self._shared: dict[str, Any] = {}
        self.lists = self._lists()

    def expand(self) -> Iterator[Job | Problem]:
        """Yield every job with its content, one at a time so that memory stays flat, and problems as they are found."""
        for document, values in self.records():
            for job in self._jobs(document, values):
                yield job
                yield from self.take_problems()
        yield from self.take_problems()

    def take_problems(self) -> list[Problem]:
        """Return and clear the problems found since the last call."""
        problems = list(self.problems)
        self.problems.clear()
        return problems

    def _lists(self) -> dict[str, Sequence[Mapping[str, Any]]]:
        """Return the records of every list that documents can loop over."""
        dataset, dispatch = self.dataset, self.dataset.dispatches[self.id]
        return {
            **dict.fromkeys(MODELS, ()),
            "receivers": list(addressed_bodies(self.context({}))),
            "recipients": list(recipients(self.context({}))),
            "certified-copies": [fact_as_plain(copied) for copied in dispatch.certified_copies],
            "appendices": [fact_as_plain(appendix) for appendix in dispatch.appendices],
            **returned_lists(dataset, self.id),
            **{name: listed.values for name, listed in dataset.lists.items()},
        }

    def context(self, values: Mapping[str, Any], attachments: bool = True) -> ContentContext:
        facts = {**self.facts, **values}
        edition, outlines = self.selection.edition, self.selection.outlines
        return ContentContext(
            self.dataset, self.id, edition, facts, values, self.problems, attachments, outlines, self._shared
        )

    def entries(self) -> Iterator[PlanEntry]:
        """Yield every record with its paths, without making contents."""
        for document, values in self.records():
            yield PlanEntry(document, values, self._files(document, values), partial(self._jobs, document, values))

    def records(self) -> Iterator[tuple[Document, dict[str, Mapping[str, Any]]]]:
        """Yield every selected document with the loop values of each of its records."""
        for document in self.documents:
            if self.selection.asks_for(document):
                for values in self._loop_values(document):
                    yield document, values

    def _loop_values(self, document: Document) -> Iterator[dict[str, Mapping[str, Any]]]:
        """Yield the loop values of each record: the filtered cross product in the order of the lists."""
        where = self.selection.where
        if any(name not in document.for_each for name in where):
            return
        pools = {
            name: [item for item in self.lists[listed] if name not in where or item["id"] in where[name]]
            for name, listed in document.for_each.items()
        }
        for values in _combinations(pools):
            if self._condition_holds(document, document.when, values, "when"):
                yield values

    def paths(self) -> Iterator[tuple[str, str, Document]]:
        """Yield the path of each job, a description of its record, and its document."""
        for document, values, paths, _make in self.entries():
            description = f"{document.id} {_record(values)}".strip()
            yield from ((path, description, document) for path in paths)

    def _files(self, document: Document, values: Mapping[str, Any]) -> list[str]:
        path = f"{self.folder}/{self._path(document, values)}"
        if document.content and document.content in FILE_SETS:
            made = FILE_SETS[document.content].members(self.dataset, self.selection.outlines)
            return [f"{path}/{member.path}" for member in made if self._is_selected(member.path)]
        return [f"{path}.{format_}" for format_ in self._formats(document)]

    def _is_selected(self, name: str) -> bool:
        """Whether a file of a set has a selected format."""
        return not self.selection.formats or name.rpartition(".")[2] in self.selection.formats

    def _formats(self, document: Document) -> list[Format]:
        return [f for f in document.made if not self.selection.formats or f in self.selection.formats]

    def _jobs(self, document: Document, values: Mapping[str, Any]) -> Iterator[Job]:
        path, record = self._path(document, values), _record(values)
        if document.content and document.content in FILE_SETS:
            for file in FILE_SETS[document.content].files(self.context(values)):
                if self._is_selected(file.path):
                    name, shown = f"{self.folder}/{path}/{file.path}", file.artwork
                    yield Job(name, document.id, record, file.format, "", file.content, drawn=True, artwork=shown)
            return
        formats = self._formats(document)
        if not formats:
            return
        content, pack = self._pack(document, values) if document.parts else (self._content(document, values), None)
        bare, kind = document.content is None and pack is None, CONTENTS.get(document.content or "")
        for format_ in formats:
            made = _made_from(document, format_)
            judged = kind is not None and kind.judged and format_ in ("docx", "pdf") and pack is None
            seen = for_format(content, document.content, made.language)
            name = f"{self.folder}/{path}.{format_}"
            yield Job(name, document.id, record, made.maker, made.template, seen, judged, bare, pack=pack)

    def _content(self, document: Document, values: Mapping[str, Any], attachments: bool = True) -> Content:
        kind = CONTENTS.get(document.content or "")
        if document.content and kind is None:
            hint = did_you_mean(document.content, CONTENTS) or verbatim(", ".join(CONTENTS))
            self._report(Message("content-unknown", name=document.content), document, "content", hint)
            return {}
        needed = kind.requires if kind else ""
        if needed and not self._condition_holds(document, needed, values, "content"):
            self._report(Message("content-empty", name=document.content, needed=needed), document, "content")
            return {}
        return content_of(self.context(values, attachments), document.content)

    def _pack(self, document: Document, values: Mapping[str, Any]) -> tuple[Content, Pack]:
        """Return the content of a cover, and the documents of the pack whose loop values match it."""
        parts: list[BoundDocument] = []
        listed: list[tuple[str, str]] = []
        by_id = {other.id: other for other in self.documents}
        for part in document.parts:
            source = by_id.get(part.document)
            if source is None or "pdf" not in source.made:
                continue
            made = _made_from(source, "pdf")
            for record in self._part_records(document, source, part.when, values):
                content = for_format(self._content(source, record, part.attachments), source.content, made.language)
                title = content.get("short_title") or content.get("title") or source.name
                parts.append(BoundDocument(made.template, content, title))
                listed.append((source.name, title))
        pack = Pack(tuple(parts), document.duplex, tagged=document.tagged)
        return cover(self.context(values), document.name, listed), pack

    def _part_records(
        self, pack: Document, source: Document, when: str | None, values: Mapping[str, Any]
    ) -> Iterator[dict[str, Mapping[str, Any]]]:
        pools = {n: [values[n]] if n in values else self.lists[listed] for n, listed in source.for_each.items()}
        for record in _combinations(pools):
            both = {**values, **record}
            chosen = self._condition_holds(source, source.when, both, "when")
            if chosen and self._condition_holds(pack, when, both, "parts"):
                yield record

    def _path(self, document: Document, values: Mapping[str, Any]) -> str:
        place = self.place(document, "path")
        path = merge(document.path, {**self.facts, **values}, self.problems, lambda _offset: place)
        unsafe = not re.fullmatch(r"[\w.-]+(/[\w.-]+)*", path) or any(set(step) <= {"."} for step in path.split("/"))
        if unsafe and "{{" not in path:  # an unknown name has already been reported
            self._report(Message("path-unsafe.path", path=path), document, "path")
        return path

    def _condition_holds(self, document: Document, expression: str | None, values: Mapping[str, Any], key: str) -> bool:
        """Whether a condition of documents.yaml holds for loop values; one that is left out always does."""
        if expression is None:
            return True
        try:
            return bool(_condition(expression)(**{**self.facts, **values}))
        except (TemplateError, TypeError, ValueError) as error:
            reason = getattr(error, "message", None) or str(error)
            self._report(Message("condition-wrong", text=expression, why=reason), document, key)
            return False

    def _report(self, message: Message, document: Document, key: str, hint: Message | None = None) -> None:
        self.problems.append(Problem(message, self.place(document, key), hint))

    def place(self, document: Document, *path: str | int) -> Place:
        index = next(i for i, other in enumerate(self.dataset.documents) if other.id == document.id)
        return self.dataset.place("data/documents.yaml", index, *path)


def _combinations(pools: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[dict[str, Mapping[str, Any]]]:
    """Yield the cross product of the lists, by name, in their order."""
    for combination in itertools.product(*pools.values()):
        yield dict(zip(pools, combination, strict=True))


class _MadeFrom(NamedTuple):
    """What makes a document in a format: its template, the format of the job, the format whose names it reads."""

    template: str
    maker: str
    language: str


def _made_from(document: Document, format_: Format) -> _MadeFrom:
    """Return what makes a document in a format: a DOCX template may make its PDF too."""
    named = document.made[format_]
    if named == LIBREOFFICE:
        return _MadeFrom(f"templates/{document.templates['docx']}", BY_LIBREOFFICE, "docx")
    return _MadeFrom(f"templates/{named}", format_, "docx" if named.lower().endswith(".docx") else format_)


@cache
def _condition(expression: str) -> Any:
    return jinja_environment(strict=True, autoescape=False).compile_expression(expression, undefined_to_none=False)


def _record(values: Mapping[str, Any]) -> str:
    """`district=cao-loc enterprise=vnpt-lang-son`."""
    return " ".join(f"{name}={value['id']}" for name, value in values.items())
