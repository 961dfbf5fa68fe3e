"""The dataset and data/documents.yaml as jobs: the cross product, the filters, the paths; a total order."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from jinja2 import TemplateError

from congvan.documents.base.context import Scope
from congvan.documents.base.facts import area_values, district_values, facts_of
from congvan.documents.base.returned_facts import returned_lists
from congvan.documents.contents import JUDGED, MAKERS, NEEDS, Content, content_of, for_format
from congvan.documents.letter.pack_cover import cover
from congvan.documents.letter.recipients import addressed, recipients
from congvan.documents.sets import SETS
from congvan.documents.text.interpolate import merge
from congvan.i18n import _
from congvan.job import Job, Pack, Part
from congvan.model.dataset import Dataset
from congvan.model.directory import plain
from congvan.model.document_specs import Document, Format
from congvan.model.validity import as_of, gone
from congvan.plan import selection
from congvan.plan.selection import Want
from congvan.problems import Place, Problem, Stop
from congvan.templating.environment import environment
from congvan.text import nearest

__all__ = ["Entry", "Plan", "Want", "folder_of", "plan"]

DOCUMENTS = "data/documents.yaml"
ONE_A_PLACE = frozenset({"path-unsafe", "path-twice"})
"""Problems of a pattern in documents.yaml: the first record that shows one is enough."""


def folder_of(dispatch_id: str, edition: str) -> str:
    """The folder under outputs/ of a dispatch in an edition."""
    return dispatch_id if edition == "corrected" else f"{dispatch_id}-{edition}"


class Entry(NamedTuple):
    """One record of one document: its loop values, its files' paths in their order, and how to make its jobs."""

    document: Document
    values: Mapping[str, Any]
    paths: list[str]
    jobs: Callable[[], Iterator[Job]]


class Plan:
    """What a run will make: a total order of jobs, made one by one so that memory stays flat.

    `jobs` may be walked as often as wanted; problems of contents are gathered in `problems` on the way.
    """

    def __init__(self, dataset: Dataset, want: Want) -> None:
        self.dataset, self.want = dataset, want
        self.problems: list[Problem] = []
        self._last: _Planner | None = None
        self._found: dict[tuple[str, Place, str], None] = {}
        self.dispatches = [name for name in dataset.dispatches if not want.dispatches or name in want.dispatches]

    def jobs(self) -> Iterator[Job]:
        """Every job with its content."""
        found: list[Problem] = []
        for name in self.dispatches:
            for job in _Planner(self.dataset, name, self.want, found).jobs():
                yield job
                if found:
                    self._report(found)
        self._report(found)

    def _report(self, found: list[Problem]) -> None:
        """Each problem once: a fact that is wrong shows in every document that prints it."""
        for problem in found:
            key = (problem.code, problem.place, "" if problem.code in ONE_A_PLACE else problem.message)
            if key not in self._found:
                self._found[key] = None
                self.problems.append(problem)
        found.clear()

    def entries(self, dispatch_id: str) -> Iterator[Entry]:
        """What a dispatch has, record by record; contents are made only where asked for."""
        yield from self._planner(dispatch_id).entries()

    def facts(self, dispatch_id: str) -> Mapping[str, Any]:
        """The facts of a dispatch as its templates see them."""
        return self._planner(dispatch_id).facts

    def _planner(self, dispatch_id: str) -> _Planner:
        """The planner of a dispatch; the last one is kept, for a screen asks for its records and then for its facts."""
        if self._last is None or self._last.id != dispatch_id:
            self._last = _Planner(self.dataset, dispatch_id, self.want, self.problems)
        return self._last

    def check(self) -> list[str]:
        """The paths of all jobs, without their contents; Stop where one is unsafe or would be written twice."""
        found: list[Problem] = []
        seen: dict[str, str] = {}
        paths = []
        for name in self.dispatches:
            planner = _Planner(self.dataset, name, self.want, found)
            for path, what, document in planner.paths():
                found += _clash(path, what, partial(planner.place, document, "path"), seen)
                paths.append(path)
        self._report(found)
        if self.problems:
            raise Stop(self.problems)
        return paths

    def complete_folders(self) -> list[str]:
        """The folders of which the run makes all there is to be."""
        return [folder_of(name, self.want.edition) for name in self.dispatches] if self.want.everything else []


def plan(dataset: Dataset, want: Want) -> Plan:
    """The plan of what is wanted; Stop where it asks for what there is not."""
    problems = list(selection.check(dataset, want))
    if problems:
        raise Stop(problems)
    return Plan(dataset, want)


class _Planner:
    """The jobs of one dispatch; bodies and errata are made once and shared by its documents."""

    def __init__(self, dataset: Dataset, dispatch_id: str, want: Want, problems: list[Problem]) -> None:
        ended = list(gone(dataset, dispatch_id))
        problems += ended
        if not ended:
            dataset = as_of(dataset, dispatch_id)
        self.dataset, self.id, self.want, self.problems = dataset, dispatch_id, want, problems
        self.facts = facts_of(dataset, dispatch_id, want.edition)
        self.shared: dict[str, Any] = {}
        receivers = list(addressed(self.scope({})))
        self.lists: dict[str, Sequence[Mapping[str, Any]]] = {
            "districts": [district_values(district) for district in dataset.districts],
            "communes": [area_values(commune) for commune in dataset.communes],
            "enterprises": [plain(enterprise) for enterprise in dataset.enterprises],
            "contacts": [plain(contact) for contact in dataset.contacts],
            "bodies": [plain(body) for body in dataset.bodies],
            "receivers": receivers,
            "recipients": list(recipients(self.scope({}))),
            "certified-copies": [plain(copied) for copied in dataset.dispatches[dispatch_id].certified_copies],
            "appendices": [plain(appendix) for appendix in dataset.dispatches[dispatch_id].appendices],
            **returned_lists(dataset, dispatch_id),
            **dataset.lists,
        }
        self.documents = [d for d in dataset.documents if d.dispatches is None or dispatch_id in d.dispatches]
        self.folder = folder_of(dispatch_id, want.edition)

    def scope(self, values: Mapping[str, Any], attachments: bool = True) -> Scope:
        facts = {**self.facts, **values}
        edition, outlines = self.want.edition, self.want.outlines
        return Scope(self.dataset, self.id, edition, facts, values, self.problems, attachments, outlines, self.shared)

    def jobs(self) -> Iterator[Job]:
        for document in self.documents:
            if self.want.asks_for(document):
                for values in self.records(document):
                    yield from self._jobs(document, values)

    def records(self, document: Document) -> Iterator[dict[str, Mapping[str, Any]]]:
        """The loop values of each record: the cross product in the order of the lists, filtered."""
        names = list(document.for_each)
        chosen = []
        for name, listed in document.for_each.items():
            only = self.want.where.get(name)
            chosen.append([item for item in self.lists[listed] if only is None or item["id"] in only])
        if any(name not in names for name in self.want.where):
            return
        for combination in itertools.product(*chosen):
            values = dict(zip(names, combination, strict=True))
            if document.when is None or self._holds(document, document.when, {**self.facts, **values}, "when"):
                yield values

    def entries(self) -> Iterator[Entry]:
        """Every record with its paths; no content is made."""
        for document in self.documents:
            if self.want.asks_for(document):
                for values in self.records(document):
                    yield Entry(document, values, self._files(document, values), partial(self._jobs, document, values))

    def paths(self) -> Iterator[tuple[str, str, Document]]:
        """The path of each job, and in words what it is for."""
        for document, values, paths, _make in self.entries():
            what = f"{document.id} {_record(values)}".strip()
            yield from ((path, what, document) for path in paths)

    def _files(self, document: Document, values: Mapping[str, Any]) -> list[str]:
        path = f"{self.folder}/{self._path(document, values)}"
        if document.content and document.content in SETS:
            made = SETS[document.content].members(self.dataset, self.want.outlines)
            return [f"{path}/{member.path}" for member in made if self._wanted(member.path)]
        return [f"{path}.{format_}" for format_ in self._formats(document)]

    def _wanted(self, name: str) -> bool:
        """Whether a file of a set is of a format that is wanted."""
        return not self.want.formats or name.rpartition(".")[2] in self.want.formats

    def _formats(self, document: Document) -> list[Format]:
        return [f for f in document.templates if not self.want.formats or f in self.want.formats]

    def _jobs(self, document: Document, values: Mapping[str, Any]) -> Iterator[Job]:
        path, record = self._path(document, values), _record(values)
        if document.content and document.content in SETS:
            for file in SETS[document.content].files(self.scope(values)):
                if self._wanted(file.path):
                    name, shown = f"{self.folder}/{path}/{file.path}", file.artwork
                    yield Job(name, document.id, record, file.format, "", file.content, drawn=True, artwork=shown)
            return
        formats = self._formats(document)
        if not formats:
            return
        content, pack = self._pack(document, values) if document.parts else (self._content(document, values), None)
        bare = document.content is None and pack is None
        for format_ in formats:
            template = f"templates/{document.templates[format_]}"
            judged = document.content in JUDGED and format_ in ("docx", "pdf") and pack is None
            seen = for_format(content, document.content, format_)
            name = f"{self.folder}/{path}.{format_}"
            yield Job(name, document.id, record, format_, template, seen, judged, bare, pack=pack)

    def _content(self, document: Document, values: Mapping[str, Any], attachments: bool = True) -> Content:
        if document.content is not None and document.content not in MAKERS:
            place = self.place(document, "content")
            near = nearest(document.content, MAKERS)
            hint = _("did you mean “{found}”?").format(found=near) if near else ", ".join(MAKERS)
            message = _("no content is called “{name}”").format(name=document.content)
            self.problems.append(Problem("content-unknown", message, place, hint))
            return {}
        needed = NEEDS.get(document.content or "")
        if needed and not self._holds(document, needed, {**self.facts, **values}, "content"):
            message = _("“{name}” has nothing to say here: {needed} does not hold").format(
                name=document.content, needed=needed
            )
            hint = _("make it only then: “when: {needed}”").format(needed=needed)
            self.problems.append(Problem("content-empty", message, self.place(document, "content"), hint))
            return {}
        return content_of(self.scope(values, attachments), document.content)

    def _pack(self, document: Document, values: Mapping[str, Any]) -> tuple[Content, Pack]:
        """The content of a cover, and the documents of the parts whose loop values are the pack's own."""
        parts: list[Part] = []
        listed: list[tuple[str, str]] = []
        by_id = {other.id: other for other in self.documents}
        for part in document.parts:
            source = by_id.get(part.document)
            if source is None or "pdf" not in source.templates:
                continue
            for record in self._matching(document, source, part.when, values):
                content = for_format(self._content(source, record, part.attachments), source.content, "pdf")
                title = content.get("short_title") or content.get("title") or source.name
                parts.append(Part(f"templates/{source.templates['pdf']}", content, title))
                listed.append((source.name, title))
        return cover(self.scope(values), document.name, listed), Pack(tuple(parts), document.duplex)

    def _matching(
        self, pack: Document, source: Document, when: str | None, values: Mapping[str, Any]
    ) -> Iterator[dict[str, Mapping[str, Any]]]:
        shared = [name for name in source.for_each if name in values]
        pools = [[values[n]] if n in shared else self.lists[listed] for n, listed in source.for_each.items()]
        for combination in itertools.product(*pools):
            record = dict(zip(source.for_each, combination, strict=True))
            facts = {**self.facts, **values, **record}
            if source.when is not None and not self._holds(source, source.when, facts, "when"):
                continue
            if when is None or self._holds(pack, when, facts, "parts"):
                yield record

    def _path(self, document: Document, values: Mapping[str, Any]) -> str:
        place = self.place(document, "path")
        path = merge(document.path, {**self.facts, **values}, self.problems, lambda _offset: place)
        unsafe = not re.fullmatch(r"[\w.-]+(/[\w.-]+)*", path) or any(set(step) <= {"."} for step in path.split("/"))
        if unsafe and "{{" not in path:  # a name that nothing gives has been told
            self.problems.append(
                Problem(
                    "path-unsafe",
                    _("“{path}” is no path below outputs/").format(path=path),
                    place,
                    _("letters, digits, hyphens and “/” make a path: letters/{{{{ receiver.id }}}}").format(),
                )
            )
        return path

    def _holds(self, document: Document, expression: str, facts: Mapping[str, Any], key: str) -> bool:
        try:
            return bool(_condition(expression)(**facts))
        except (TemplateError, TypeError, ValueError) as error:
            why = getattr(error, "message", None) or str(error)
            self.problems.append(
                Problem(
                    "condition-wrong",
                    _("the condition “{text}” can't be judged: {why}").format(text=expression, why=why),
                    self.place(document, key),
                    _("write a condition like: enterprise.kind == 'vien-thong'"),
                )
            )
            return False

    def place(self, document: Document, *path: str | int) -> Place:
        source = self.dataset.sources.get(DOCUMENTS)
        index = next(i for i, other in enumerate(self.dataset.documents) if other.id == document.id)
        return source.place((index, *path)) if source else Place(DOCUMENTS)


_conditions: dict[str, Any] = {}


def _condition(expression: str) -> Any:
    if expression not in _conditions:
        _conditions[expression] = environment(strict=True, autoescape=False).compile_expression(
            expression, undefined_to_none=False
        )
    return _conditions[expression]


def _record(values: Mapping[str, Any]) -> str:
    """`district=cao-loc enterprise=vnpt-lang-son`."""
    return " ".join(f"{name}={value['id']}" for name, value in values.items())


def _clash(path: str, what: str, place: Callable[[], Place], seen: dict[str, str]) -> Iterator[Problem]:
    """Two records that would share a file, on any file system: letter case and Unicode form do not tell files apart."""
    key = unicodedata.normalize("NFC", path).casefold()
    if key in seen and "{{" not in path:  # a name that nothing gives has been told
        yield Problem(
            "path-twice",
            _("two records would be written to {path}: {first} and {second}").format(
                path=path, first=seen[key], second=what
            ),
            place(),
            _("name every loop value in the path"),
        )
    seen.setdefault(key, what)
