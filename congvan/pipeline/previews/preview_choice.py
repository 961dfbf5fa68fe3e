"""Work out the record that a preview shows: its template, its document and its content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from congvan.core.job import BY_LIBREOFFICE, Job
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, UsageError
from congvan.core.text import did_you_mean
from congvan.model.dataset import Dataset
from congvan.model.document_specs import LIBREOFFICE
from congvan.model.project.assets import Assets
from congvan.pipeline.parse import parse
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.previews.preview_request import PreviewRecord, PreviewRequest
from congvan.pipeline.request import BuildRequest
from congvan.pipeline.template_file import TemplateFile, find_template

_RECORDS_TOLD = 20  # records that a refusal names


def choose(request: PreviewRequest, files: Assets) -> PreviewRecord:
    """Return the record that is asked for. Raises ProblemsFound for errors in the data, UsageError if there is none."""
    dataset, _problems = parse(files, BuildRequest(request.root))
    found = find_template(request.root, files, dataset, (request.template, request.document))
    if not found.documents:
        raise UsageError(Problem(Message("preview-no-document"), Place(found.name)))
    return PreviewRecord(found.name, found.path, _job(found, dataset, request.record))


def _job(found: TemplateFile, dataset: Dataset, record: str) -> Job:
    """Return the job of the record that is asked for, or of the first one. Raises UsageError if there is none."""
    known: dict[str, None] = {}
    for document in found.documents:
        for job in _jobs(found, dataset, document.id):
            ids = [*(word.partition("=")[2] for word in job.record.split()), job.path.partition("/")[0]]
            known |= dict.fromkeys(ids)
            if record in ("", job.record, *ids):
                maker = BY_LIBREOFFICE if document.made.get("pdf") == LIBREOFFICE else "pdf"
                return replace(job, template=found.name, format=maker, judged=False)
    if not known:
        raise UsageError(Problem(Message("preview-nothing"), Place(found.name)))
    some = [*list(known)[:_RECORDS_TOLD], *(["…"] if len(known) > _RECORDS_TOLD else [])]
    hint = did_you_mean(record, known) or Message("known-names", known=", ".join(some))
    raise UsageError(Problem(Message("preview-record", record=record), Place(found.name), hint))


def _jobs(found: TemplateFile, dataset: Dataset, document: str) -> Iterator[Job]:
    """Yield the jobs of a document whose contents the template is made for."""
    format_ = "docx" if found.name.lower().endswith(".docx") else "pdf"
    for item in plan(dataset, Selection(documents=[document], formats=[format_])).expand():
        if not isinstance(item, Problem) and item.document == document and item.pack is None:
            yield item
