"""Expand one dispatch and data/documents.yaml into jobs: cross product of the loop lists, filters, paths, a total
order.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from congvan.core.job import BY_LIBREOFFICE, BoundDocument, Job, Pack
from congvan.core.messages import Message, verbatim
from congvan.core.problems import Place, Problem, blocking
from congvan.core.text import did_you_mean, nfc
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import dispatch_facts
from congvan.documents.common.returned_facts import returned_flags
from congvan.documents.contents import CONTENTS, Content, content_of, for_format, is_judged
from congvan.documents.file_sets import FILE_SETS
from congvan.documents.letter.companions import cover
from congvan.documents.letter.empty_values import WRITTEN, empty_values
from congvan.documents.letter.recipients import receiver_to_come
from congvan.documents.text.interpolate import merge
from congvan.forms.keys import PERIOD
from congvan.model.consistency import LISTS_OF_A_DISPATCH
from congvan.model.dataset import DOCUMENTS, Dataset
from congvan.model.document_specs import LIBREOFFICE, Document, Format
from congvan.model.forms.tables import ANSWERED_PERIODS
from congvan.model.validity import as_of, check_validity
from congvan.pipeline.plan.conditions import ConditionWrong, holds, nobody_meets
from congvan.pipeline.plan.records import ITEMS, PERIODS, Records, Values
from congvan.pipeline.plan.selection import Selection

RECEIVERS = ("receivers", "recipients")
COUNTING = "print-slip"
"""The content that counts the pages of the dispatch."""


def folder_of(dispatch_id: str, edition: str) -> str:
    """Return the folder under outputs/ of a dispatch in an edition."""
    return dispatch_id if edition == "corrected" else f"{dispatch_id}-{edition}"


class PlanEntry(NamedTuple):
    """One record of one document: its loop values, its paths in order, and a function that makes its jobs."""

    document: Document
    values: Mapping[str, Any]
    paths: list[str]
    jobs: Callable[[], Iterator[Job]]

    @property
    def record(self) -> str:
        """The record as its jobs name it."""
        return "" if self.document.together else _record(self.values)

    @property
    def called(self) -> str:
        """The record as a reader names it: the names of its loop values."""
        found = (each for each in self.values.values() if isinstance(each, Mapping))
        return " – ".join(_called(each) for each in found)


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
        self.lists = Records(self.context({}))
        self._shared["forms"] = self.lists.forms
        here = [d for d in self.documents if self._has(d)]
        self.documents = [d for d in here if dataset.is_made(d.id)]
        self._left_out = [d for d in here if d not in self.documents]
        self.facts = {**self.facts, **{name: self.lists.of(name) for name in RECEIVERS}}

    def expand(self) -> Iterator[Job | Problem]:
        """Yield every job with its content, one at a time so that memory stays flat, and problems as they are found.

        Errors in the content of a record are the flaws of its jobs, too.
        """
        for document, values in self.records():
            if document.content in FILE_SETS:
                for job in self._jobs(document, values):
                    yield job
                    yield from self.take_problems()
                continue
            yield from self.take_problems()
            jobs = list(self._jobs(document, values))
            found = self.take_problems()
            flaws = tuple(blocking(found))
            jobs.reverse()
            while jobs:  # and no longer kept
                yield replace(jobs.pop(), flaws=flaws) if flaws else jobs.pop()
            yield from found
        yield from self.unmet()
        yield from self.take_problems()

    def unmet(self) -> Iterator[Problem]:
        """Yield a warning for each selected document whose condition no entry of its lists meets."""
        for document in self.documents:
            if document.when and self.selection.asks_for(document) and not self.selection.where:
                pools = {name: self.lists.of(of, document) for name, of in document.for_each.items() if of not in ITEMS}
                found = nobody_meets(document, pools, self.dataset.lists, self.facts)
                yield from (each._replace(place=self.place(document, "when", offset=0)) for each in found)

    def left_out(self) -> Iterator[Document]:
        """Yield the selected documents that were left out of documents.yaml and would be made of some record."""
        for document in self._left_out:
            listed = self.dataset.lists.keys() | LISTS_OF_A_DISPATCH
            known = listed >= set(document.for_each.values())
            if self.selection.asks_for(document) and (not known or any(self._loop_values(document))):
                yield document
        if self._left_out:
            self.take_problems()  # of conditions of what is not made

    def rehearsal(self) -> ContentContext:
        """Return the context of no record, in which a receiver is still to come."""
        context = self.context({})
        return replace(context, facts={**context.facts, "receiver": receiver_to_come(context)})

    def take_problems(self) -> list[Problem]:
        """Return and clear the problems found since the last call."""
        problems = list(self.problems)
        self.problems.clear()
        return problems

    def _has(self, document: Document) -> bool:
        """Whether the dispatch has the form or table that a document names; one of another dispatch is not made."""
        has_form = document.form is None or document.form in self.lists.forms
        return has_form and (document.table is None or document.table in self.lists.tables)

    def context(
        self, values: Mapping[str, Any], attachments: bool = True, document: Document | None = None
    ) -> ContentContext:
        facts = {**self._facts_of(values, document), **values}
        edition, outlines, shared = self.selection.edition, self.selection.outlines, self._shared
        loops = document.for_each if document else {}
        of = document.made_of if document else ""
        return ContentContext(
            self.dataset, self.id, edition, facts, values, self.problems, attachments, outlines, shared, loops, of
        )

    def _facts_of(self, values: Mapping[str, Any], document: Document | None) -> Mapping[str, Any]:
        """Return the facts that a record knows: of one about a period, what came back counts that period alone."""
        loops = document.for_each if document else {}
        named = [PERIOD, *(name for name, listed in loops.items() if listed in (PERIODS, ANSWERED_PERIODS))]
        period = next((str(values[name]["id"]) for name in named if name in values), "")
        if not period:
            return self.facts
        key = f"facts of {period}"
        if key not in self._shared:
            returned = returned_flags(self.dataset, self.id, self.lists.forms, period)
            self._shared[key] = {**self.facts, "returned": returned}
        facts: Mapping[str, Any] = self._shared[key]
        return facts

    def entries(self, only: str = "") -> Iterator[PlanEntry]:
        """Yield every record with its paths, without making contents; `only`: those of one document."""
        for document, values in self.records(only):
            yield PlanEntry(document, values, self._files(document, values), partial(self._jobs, document, values))

    def made(self) -> Iterator[Document]:
        """Yield the documents of which some file is made."""
        for document in self.documents:
            records = self._loop_values(document) if self.selection.asks_for(document) else iter(())
            if any(self._files(document, values) for values in records):
                yield document

    def records(self, only: str = "") -> Iterator[tuple[Document, dict[str, Mapping[str, Any]]]]:
        """Yield every selected document with the loop values of each of its records; `only`: of one document."""
        for document in self.documents:
            if self.selection.asks_for(document) and only in ("", document.id):
                found = self._loop_values(document)
                if document.together and next(found, None) is not None:
                    yield document, {}
                elif not document.together:
                    yield from ((document, values) for values in found)

    def _loop_values(self, document: Document, *, whole: bool = False) -> Iterator[dict[str, Mapping[str, Any]]]:
        """Yield the values of each record: the filtered cross product in the order of the lists.

        `whole`: those that a run does not ask for too.
        """
        pools = {
            name: [turn for turn in self.lists.turns(name, listed, document) if whole or self._is_wanted(turn)]
            for name, listed in document.for_each.items()
        }
        for values in _combinations(pools):
            asked = whole or self.selection.where.keys() <= values.keys()
            if asked and self._condition_holds(document, document.when, values, "when"):
                yield values

    def content_of_first(self, document: Document) -> bool:
        """Make the content of the first record of a document, whatever its condition, for the problems in it; return
        whether there is one.
        """
        pools = {name: self.lists.turns(name, listed, document) for name, listed in document.for_each.items()}
        first = next(_combinations({name: list(itertools.islice(pool, 1)) for name, pool in pools.items()}), None)
        if first is not None:
            self._content(document, first)
        return first is not None

    def _is_wanted(self, turn: Values) -> bool:
        """Whether the values of a loop are among those that the selection names."""
        where = self.selection.where
        return all(record["id"] in where[name] for name, record in turn.items() if name in where)

    def paths(self) -> Iterator[tuple[str, str, Document]]:
        """Yield the path of each job, a description of its record, and its document."""
        for document, values, paths, _make in self.entries():
            description = f"{document.id} {_record(values)}".strip()
            yield from ((path, description, document) for path in paths)

    def _files(self, document: Document, values: Mapping[str, Any]) -> list[str]:
        path = f"{self.folder}/{self._path(document, values)}"
        if document.content and document.content in FILE_SETS:
            made = FILE_SETS[document.content].members(self.context(values), self.selection.outlines)
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
            for file in FILE_SETS[document.content].files(self.context(values, document=document)):
                if self._is_selected(file.path):
                    name, shown = f"{self.folder}/{path}/{file.path}", file.artwork
                    yield Job(name, document.id, record, file.format, "", file.content, drawn=True, artwork=shown)
            return
        formats = self._formats(document)
        if not formats:
            return
        if document.together:
            for format_ in formats:
                yield self._together(document, f"{self.folder}/{path}.{format_}", format_)
            return
        content, pack = self._pack(document, values) if document.parts else (self._content(document, values), None)
        bare = document.content is None and pack is None
        for format_ in formats:
            made = _made_from(document, format_)
            judged = format_ in ("docx", "pdf") and pack is None and is_judged(document.content, content)
            seen = for_format(content, document.content, made.language)
            name = f"{self.folder}/{path}.{format_}"
            counted = self._counted() if document.content == COUNTING else None
            job = Job(name, document.id, record, made.maker, made.template, seen, judged, bare, pack=pack)
            yield job if counted is None else replace(job, counted=counted)

    def _counted(self) -> tuple[BoundDocument, ...]:
        """Return the dispatch itself, whose pages the slip for the print room counts; () if no entry gives its PDF."""
        for document in self.documents:
            plain = document.content == "letter" and not (document.for_each or document.paper)
            if plain and document.made.get("pdf", LIBREOFFICE) != LIBREOFFICE:
                made = _made_from(document, "pdf")
                content = for_format(self._content(document, {}), document.content, made.language)
                return (BoundDocument(made.template, content, document.name),)
        return ()

    def _together(self, document: Document, name: str, format_: Format) -> Job:
        """Return the job of all records in one file: one after the other as pages, or many on a sheet.

        A run that asks for some of them makes the file again, with all.
        """
        made = _made_from(document, format_)
        records = list(self._loop_values(document, whole=True))
        if document.sheet:
            given = [self._content(document, values) if document.content else values for values in records]
            shared = {**self.facts, "records": given, "rows": _rows(given, document.sheet.across)}
            grid = (document.sheet.across, document.sheet.down)
            return Job(name, document.id, "", made.maker, made.template, shared, sheet=grid)
        parts = []
        for values in records:
            content = for_format(self._content(document, values), document.content, made.language)
            title = content.get("short_title") or content.get("title") or _record(values)
            parts.append(BoundDocument(made.template, content, str(title)))
        pack = Pack(tuple(parts), document.duplex, document.name, document.tagged)
        return Job(name, document.id, "", "pdf", "", {}, pack=pack)

    def _content(self, document: Document, values: Mapping[str, Any], attachments: bool = True) -> Content:
        kind = CONTENTS.get(document.content or "")
        if document.content and kind is None:
            hint = did_you_mean(document.content, CONTENTS) or verbatim(", ".join(CONTENTS))
            self._report(Message("content-unknown", name=document.content), document, "content", hint)
            return {}
        context = self.context(values, attachments, document)
        self.problems += empty_values(context) if document.content in WRITTEN else ()
        return content_of(context, document.content)

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
        for record in _combinations({n: self._part_turns(pack, source, n, values) for n in source.for_each}):
            both = {**values, **record}
            chosen = self._is_for(pack, source, record, values)
            chosen = chosen and self._condition_holds(source, source.when, both, "when")
            if chosen and self._condition_holds(pack, when, both, "parts"):
                yield record

    def _part_turns(
        self, pack: Document, source: Document, name: str, values: Mapping[str, Any]
    ) -> list[dict[str, Mapping[str, Any]]]:
        """Return the turns of a part's loop that are those of the pack: a loop meets another by its list, and receivers
        by what they receive for.
        """
        return [
            turn
            for turn in self.lists.turns(name, source.for_each[name], source)
            if all(self._is_in(pack, self.lists.list_of(key, source), key, turn[key], values) for key in turn)
        ]

    def _is_in(
        self, pack: Document, listed: str, name: str, record: Mapping[str, Any], values: Mapping[str, Any]
    ) -> bool:
        """Whether a value of a part's loop is that of the pack, or one of which the pack knows nothing."""
        there = self._met(pack, listed, name, values)
        if there is not None:
            return bool(there["id"] == record["id"])
        if listed not in RECEIVERS:
            own = list(filter(None, (self.lists.received_for(listed, each) for each in values.values())))
            return not own or record["id"] in own
        lists = {key: other for key, other in pack.for_each.items() if self._receives_for(other)}
        return not lists or any(self.lists.received_for(o, record) == values[key]["id"] for key, o in lists.items())

    def _is_for(self, pack: Document, part: Document, record: Values, values: Mapping[str, Any]) -> bool:
        """Whether a record of a part may be bound for the receiver of a pack: not if it is that of other receivers."""
        if not set(RECEIVERS) & set(pack.for_each.values()):
            return True
        lists = {name: self.lists.list_of(name, part) for name in record}
        theirs = {name: listed for name, listed in lists.items() if self._receives_for(listed)}
        own = (
            self.lists.received_for(theirs[name], each) == record[name]["id"]
            for name in theirs
            for each in values.values()
        )
        return not theirs or any(own)

    def _receives_for(self, listed: str) -> bool:
        """Whether the dispatch is addressed to somebody who receives for an entry of a list."""
        return any(self.lists.received_for(listed, each) for each in self.lists.of(RECEIVERS[0]))

    def _met(self, pack: Document, listed: str, name: str, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the value of a pack that a value of a part must be: that of its name, or of its list."""
        same = RECEIVERS if listed in RECEIVERS else (listed,)
        names = (key for key, other in pack.for_each.items() if any(self.lists.same(each, other) for each in same))
        met = name if name in values else next(names, None)
        return None if met is None else values[met]

    def _path(self, document: Document, values: Mapping[str, Any]) -> str:
        place = self.place(document, "path")
        known = {**self._facts_of(values, document), **self.lists.named(document, values), **values}
        path = nfc(merge(document.path, known, self.problems, lambda _offset: place))
        signs = ", ".join(f"“{sign}”" for sign in dict.fromkeys(re.sub(r"[\w./-]", "", path)))
        steps = path.split("/")
        if "{{" in path:  # an unknown name has already been reported
            return path
        if signs:
            self._report(Message("path-unsafe.signs", path=path, signs=signs), document, "path")
        elif not all(steps) or any(set(step) <= {"."} for step in steps):
            self._report(Message("path-unsafe.path", path=path), document, "path")
        return path

    def _condition_holds(self, document: Document, expression: str | None, values: Mapping[str, Any], key: str) -> bool:
        """Whether a condition of documents.yaml holds for loop values; one that is left out always does."""
        if expression is None:
            return True
        place = partial(self.place, document, key)
        try:
            return holds(
                expression, {**self._facts_of(values, document), **self.lists.named(document, values), **values}
            )
        except ConditionWrong as wrong:
            self.problems.append(wrong.error.problem(lambda at: place(offset=at)))
            return False

    def _report(self, message: Message, document: Document, key: str, hint: Message | None = None) -> None:
        self.problems.append(Problem(message, self.place(document, key), hint))

    def place(self, document: Document, *path: str | int, offset: int | None = None) -> Place:
        index = next(i for i, other in enumerate(self.dataset.documents) if other.id == document.id)
        source = self.dataset.sources.get(DOCUMENTS)
        if source is not None and offset is not None:
            return source.place_in((index, *path), offset)
        return self.dataset.place(DOCUMENTS, index, *path)


def _combinations(pools: Mapping[str, Sequence[Values]]) -> Iterator[dict[str, Mapping[str, Any]]]:
    """Yield the values of the cross product of the loops, in their order."""
    for combination in itertools.product(*pools.values()):
        yield {name: record for turn in combination for name, record in turn.items()}


def _rows(records: Sequence[Any], across: int) -> list[list[Any]]:
    """Return the records row by row, as a template of HTML sets them."""
    return [list(records[at : at + across]) for at in range(0, len(records), across)]


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


def _called(value: Mapping[str, Any]) -> str:
    """Return the name of a loop value; its id where it has none."""
    return next((str(value[key]) for key in ("heading", "name", "title") if value.get(key)), str(value.get("id", "")))


def _record(values: Mapping[str, Any]) -> str:
    """`xa=cao-loc don_vi=don-vi-mau`."""
    return " ".join(f"{name}={value['id']}" for name, value in values.items())
