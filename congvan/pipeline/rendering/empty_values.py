"""Which files would have an empty spot in their running text, where a template prints an empty cell of a list.

Why before a record is rendered: what a template always prints follows from the template alone, so that no way of
rendering has to look for it, and every record is asked, also the one that is up to date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from congvan.core.job import Job
from congvan.core.problems import Problem, ProblemsFound
from congvan.core.templating.bare_tags import BareTag
from congvan.model.lists.empty_cells import EmptyCells
from congvan.model.lists.entries import EntryList
from congvan.pipeline.rendering.build_key import CompiledTemplates


class EmptyValues:
    """Knows what the templates of a run always print."""

    def __init__(self, lists: Mapping[str, EntryList], templates: CompiledTemplates) -> None:
        self._cells, self._templates = EmptyCells(lists), templates
        self._tags = lru_cache(None)(self._bare_tags)

    def of(self, job: Job) -> tuple[Problem, ...]:
        """Return a problem for each empty cell that a job would print as nothing."""
        found: list[Problem] = []
        for name, format_, content in _printed(job):
            for each in self._tags(name, format_):
                found += self._cells.problems(content, each.path, each.tag, each.locate)
        record = f"{job.document} {job.record}".strip()
        return tuple(dict.fromkeys(each._replace(record=record) for each in found)) if found else ()

    def _bare_tags(self, name: str, format_: str) -> Sequence[BareTag]:
        try:
            return self._templates.template(name, format_).bare_tags()
        except ProblemsFound:  # reported when it is rendered
            return ()


def _printed(job: Job) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield each template that a job renders with facts as they are, its format, and its content."""
    if job.bare and not job.sheet:
        yield job.template, job.format, job.content
    for each in job.content["records"] if job.sheet else ():
        yield job.template, job.format, {**job.content, **each}
    for part in job.pack.parts if job.pack else ():
        yield part.template, "pdf", part.content
