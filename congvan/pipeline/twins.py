"""The proof of twins: where a document has a template for DOCX and another for PDF, both have to say the same.

The first record of each pair is compared in each build; a pair that agreed is not compared again until its key changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from congvan.job import Job
from congvan.pipeline.request import BuildRun
from congvan.problems import Problem, ProblemsFound
from congvan.rendering.twins import TwinTemplates, drift

AGREED = "twins"
"""The kind of the cache entries of pairs that agree."""

Pairs = dict[str, dict[str, Job]]
"""The first record's jobs of each document, by format."""


def note(run: BuildRun, job: Job) -> None:
    """Keep a job of the first record of its document, if that has two templates."""
    pairs = run.pairs
    if job.format in ("docx", "pdf") and not job.drawn and job.pack is None and job.document in run.twins:
        kept = pairs.setdefault(job.document, {})
        if all(other.record == job.record for other in kept.values()):
            kept.setdefault(job.format, job)


def compare(run: BuildRun) -> Iterator[Problem]:
    """Yield what drifts between the templates of each pair."""
    tried: set[TwinTemplates] = set()
    for kept in run.pairs.values():
        docx, pdf = kept.get("docx"), kept.get("pdf")
        if docx is None or pdf is None or docx.template == pdf.template:
            continue
        templates = TwinTemplates(docx.template, pdf.template)
        key = hashlib.sha256("".join(run.keys.for_job(job) for job in (docx, pdf)).encode()).hexdigest()
        if templates in tried or run.cache.get(AGREED, key) is not None:
            continue
        tried.add(templates)
        try:
            problems = list(drift(templates, *(run.renderer.render(job).data for job in (docx, pdf))))
        except ProblemsFound:  # reported for its record
            continue
        yield from problems
        if not problems:
            run.cache.put(AGREED, key, b"1")
