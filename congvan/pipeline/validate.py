"""Validate data and templates against each other without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from congvan.core.cache import FOLDER, DiskCache
from congvan.core.job import Job, Outcome, Progress, act
from congvan.core.problems import Problem, ProblemsFound, blocking
from congvan.model.project import assets
from congvan.pipeline.dashboard import index
from congvan.pipeline.dashboard import page as dashboard_page
from congvan.pipeline.notices import checked, left_out, merge_repeated, needing
from congvan.pipeline.pages import page_notes, page_remarks, pages_of
from congvan.pipeline.parse import parse
from congvan.pipeline.plan.planner import Plan, plan
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.rendering.empty_values import EmptyValues
from congvan.pipeline.rendering.renderer import Renderer
from congvan.pipeline.request import BuildRequest

SEVERAL = 6
"""Rendered records of a document in a format: fewer do not show which render path they take."""


@dataclass(frozen=True, slots=True)
class ValidateRequest:
    """`root`: the project's folder."""

    root: Path


@act("validate")
def validate(request: ValidateRequest, progress: Progress) -> Outcome:
    """Render and check one record of each document of each dispatch, and a few more to record which render path the
    records of a template take.
    """
    files = assets.read(request.root)
    dataset, problems = parse(files, BuildRequest(request.root))
    outcome = Outcome("validate", problems=problems)
    renderer = Renderer(files, DiskCache(request.root / FOLDER))
    issued = [name for name, dispatch in dataset.dispatches.items() if dispatch.errata]
    seen: Counter[tuple[str, str]] = Counter()
    paged: Counter[str] = Counter()
    for selection in [Selection(), *([Selection(edition="as-issued", dispatches=issued)] if issued else [])]:
        planned = plan(dataset, selection)
        checked(planned, problems)
        empty = EmptyValues(dataset.lists, renderer)
        for item in _sample(_sound(planned.expand(), empty), seen):
            progress.check()
            if isinstance(item, Problem):
                outcome.problems.append(item)
            else:
                paged.update(pages_of(item))
                _try(item, renderer, planned, outcome)
        if selection.edition == Selection().edition:
            outcome.problems += left_out(planned)
    outcome.problems += [*page_notes(renderer, paged), *_of_pages(files)]
    outcome.problems = merge_repeated(outcome.problems)
    if blocking(outcome.problems):
        raise ProblemsFound(outcome.problems)
    outcome.remarks += page_remarks(outcome, paged)
    outcome.data["checked"] = {"files": len(files), "dispatches": len(dataset.dispatches)}
    return outcome


def _of_pages(files: assets.Assets) -> Iterator[Problem]:
    """Yield the errors of the templates of pages, as far as they show without a content."""
    for name in (dashboard_page.TEMPLATE, index.TEMPLATE):
        try:
            dashboard_page.page(files, name, None) if name in files else None
        except ProblemsFound as stop:
            yield from stop.problems


def _sound(expanded: Iterator[Job | Problem], empty: EmptyValues) -> Iterator[Job | Problem]:
    """Yield the jobs whose contents are sound, and what is wrong with the others; all records are asked."""
    for item in expanded:
        flaws = empty.of(item) if isinstance(item, Job) else ()
        yield from flaws
        if isinstance(item, Problem) or not (flaws or item.flaws):
            yield item


def _sample(expanded: Iterator[Job | Problem], seen: Counter[tuple[str, str]]) -> Iterator[Job | Problem]:
    """Yield the problems of a plan and the jobs to render; `seen` counts the records of each document and format."""
    tried: set[tuple[str, str, str]] = set()
    for item in expanded:
        if isinstance(item, Problem):
            yield item
            continue
        one = (item.path.partition("/")[0], item.document, item.format)
        seen[one[1:]] += 1
        if one not in tried:
            yield item
        elif seen[one[1:]] <= SEVERAL:
            yield replace(item, judged=False)
        tried.add(one)


def _try(job: Job, renderer: Renderer, planned: Plan, outcome: Outcome) -> None:
    try:
        made = renderer.render(job)
    except ProblemsFound as stop:
        outcome.problems += needing(planned.dataset, stop.problems)
    else:
        outcome.problems += [problem for problem in made.problems if problem.code not in planned.explained_rules]
        outcome.add_ways(made.ways)
