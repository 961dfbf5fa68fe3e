"""Check one template: everything wrong with it at once, and what will surprise whoever edits it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from congvan.core.cache import FOLDER, DiskCache
from congvan.core.job import Job, Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Exit, Place, Problem, ProblemsFound, Severity, blocking
from congvan.core.templating.declared import declared_names
from congvan.documents.names import given_names, given_type
from congvan.documents.text.schema import STYLES, Block
from congvan.formats.docx.inspection import Inspection, inspect_template
from congvan.model.dataset import Dataset
from congvan.model.document_specs import Document
from congvan.model.project import assets
from congvan.pipeline.notices import of_template
from congvan.pipeline.pages import page_notes, page_remarks
from congvan.pipeline.parse import parse
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.rendering.empty_values import EmptyValues
from congvan.pipeline.rendering.renderer import Renderer
from congvan.pipeline.request import BuildRequest
from congvan.pipeline.template_file import TemplateFile, find_template


@dataclass(frozen=True, slots=True)
class TemplateCheckRequest:
    """`template`: a path, or the id of a document; `document`: whose template the file is to be, "" for as declared."""

    root: Path
    template: str
    document: str = ""


@act("template")
def check_template(request: TemplateCheckRequest, progress: Progress) -> Outcome:
    """Check a DOCX template and report everything in one run; nothing is written.

    Exit code: 3 with errors, 1 with warnings only, else 0.
    """
    files = assets.read(request.root)
    dataset, _problems = parse(files, BuildRequest(request.root))
    found = find_template(request.root, files, dataset, (request.template, request.document))
    cache = DiskCache(request.root / FOLDER)
    inspection = inspect_template(found.data, found.name, cache)
    problems = list(inspection.problems)
    problems += _names(inspection, found, dataset)
    progress.check()
    outcome = Outcome("template")
    if not blocking(problems):
        problems += _records(partial(Renderer, {**files, found.name: found.data}, cache), dataset, found, outcome)
        progress.check()
    if not blocking(inspection.problems):  # a template that cannot be read seems to read nothing
        problems += _unused(inspection, found, dataset)
    problems += _styles(inspection, found, dataset)
    outcome.problems = _merged(problems)
    outcome.remarks += page_remarks(outcome, {})
    _report(outcome, inspection, found)
    severities = {problem.severity for problem in outcome.problems}
    outcome.exit_code = next((code for severity, code in _EXITS.items() if severity in severities), Exit.OK)
    return outcome


_EXITS = {Severity.ERROR: Exit.DATA, Severity.WARNING: Exit.FAILED}


def _merged(problems: list[Problem]) -> list[Problem]:
    """Return each problem once: a name may be unknown, or a text, by what is declared and in a record of today."""
    told = {problem.place for problem in problems if problem.code in ("template-not-given", "template-loop-text")}
    kept = (
        of_template(p)
        for p in problems
        if not (p.code in ("template-undefined", "template-render") and p.place in told)
    )
    return list(dict.fromkeys(kept))


def _names(inspection: Inspection, found: TemplateFile, dataset: Dataset) -> Iterator[Problem]:
    """Yield the names that no document which uses the template is given."""
    for document in found.documents:
        types = given_names(document, dataset.lists)
        for source in inspection.sources:
            yield from source.unknown(types)


def _records(
    new_renderer: Callable[[], Renderer], dataset: Dataset, found: TemplateFile, outcome: Outcome
) -> Iterator[Problem]:
    """Render the first record of each document that uses the template, also to pages; yield what is wrong there.

    Each document has a renderer of its own: one that has rendered several records would learn how to fill them.
    """
    paged = False
    renderer = new_renderer()
    for document in found.documents:
        renderer = new_renderer()
        yield from _without_entries(dataset, document, found)
        yield from _empty_values(dataset, document, found, renderer)
        for job in _first_jobs(dataset, document):
            try:
                made = renderer.render(replace(job, template=found.name, judged=False))
            except ProblemsFound as stop:
                yield from stop.problems
            else:
                outcome.add_ways(made.ways)
                yield from made.problems
            paged = paged or job.format == "pdf"
    if paged:
        yield from page_notes(renderer, {found.name: 0})


def _without_entries(dataset: Dataset, document: Document, found: TemplateFile) -> Iterator[Problem]:
    """Yield each list that a document loops over and that has no entries: no record of it is tried."""
    for name in document.for_each.values():
        if name in dataset.lists and not dataset.lists[name].entries:
            message = Message("none-meets.list", list=dataset.lists[name].label, document=document.name)
            yield Problem(message, Place(found.name), Message("source-rows-none.hint"), Severity.NOTE)


def _empty_values(dataset: Dataset, document: Document, found: TemplateFile, renderer: Renderer) -> Iterator[Problem]:
    """Yield the empty cells that the template would print, of all records, or that there is none of these."""
    empty = EmptyValues(dataset.lists, renderer)
    for item in plan(dataset, Selection(documents=[document.id])).expand():
        if isinstance(item, Problem) and item.code == "none-meets":
            yield item
        if not isinstance(item, Problem) and item.template == f"templates/{document.templates.get('docx')}":
            yield from empty.of(replace(item, template=found.name, format="docx"))


def _first_jobs(dataset: Dataset, document: Document) -> Iterator[Job]:
    """Yield the jobs of the first record of a document that its DOCX template makes."""
    from_docx = {format_ for format_, name in document.made.items() if name.lower().endswith(".docx")}
    seen: set[str] = set()
    for item in plan(dataset, Selection(documents=[document.id])).expand():
        if isinstance(item, Problem) or item.document != document.id:
            continue
        if item.format in from_docx and item.pack is None and item.format not in seen:
            seen.add(item.format)
            yield item
        if seen >= from_docx:
            return


def _unused(inspection: Inspection, found: TemplateFile, dataset: Dataset) -> Iterator[Problem]:
    """Yield the printed values that the template never reads, and the loops whose values it never reads."""
    read = {path for source in inspection.sources for path in source.paths}
    tops = {path.partition(".")[0] for path in read}
    for document in found.documents:
        place = Place(found.name)
        unread = [name for name in document.for_each if name not in tops] if document.content is None else []
        if unread:
            message = Message("template-same-records", names=", ".join(unread), document=document.id)
            yield Problem(message, place, severity=Severity.WARNING)
    declared = {given_type(document): document for document in found.documents if document.content}
    for kind in declared:
        known = declared_names(kind)
        shown = tops.union(*(name.said.shows for name in known if name.key in tops))
        names = [n.key for n in known if n.said.printed and "docx" in (n.said.formats or ("docx",))]
        if unread := [name for name in names if name not in shown]:
            yield Problem(
                Message("template-unused", names=", ".join(unread)), Place(found.name), severity=Severity.NOTE
            )


def _styles(inspection: Inspection, found: TemplateFile, dataset: Dataset) -> Iterator[Problem]:
    """Yield the styles of blocks that the template has not: at the style, several at the first tag of such blocks."""
    for tag, place in inspection.blocks:
        for document in found.documents:
            types = given_names(document, dataset.lists)
            kinds: list[Any] = [source.type_of(tag, types) for source in inspection.sources]
            if list[Block] not in kinds:
                continue
            if missing := inspection.missing_styles(STYLES.split()):
                where = Place(found.name, where=Message("at.style", style=missing[0])) if len(missing) == 1 else place
                yield Problem(Message("template-styles", names=", ".join(missing)), where, severity=Severity.NOTE)
            if name := inspection.missing_table_style:
                message = Message("template-styles.table", name=name)
                yield Problem(message, place, severity=Severity.NOTE)
            return


def _report(outcome: Outcome, inspection: Inspection, found: TemplateFile) -> None:
    """Add the count of the tags for people, and every tag with its place for programs."""
    tags = inspection.tags
    outcome.data["template"] = found.name
    outcome.data["documents"] = [document.id for document in found.documents]
    outcome.data["tags"] = [{"tag": tag, "part": str(place.part), "where": str(place.where)} for tag, place in tags]
    longest = max((len(tag) for tag, _place in tags), default=0)
    used = ", ".join(document.id for document in found.documents) or Message("template-check.no-document")
    outcome.findings.append(
        Message("template-check.tags", count=len(tags), blocks=len(inspection.blocks), longest=longest)
    )
    outcome.findings.append(Message("template-check.documents", file=found.name, documents=used))
