"""The request of a build, and the state that is passed between its steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from congvan.core.bootstrap.no_op import day_of_returns
from congvan.core.cache import FOLDER, DiskCache
from congvan.core.job import Job, Outcome
from congvan.core.messages import Message
from congvan.core.problems import Problem, UsageError
from congvan.editing.drafting.number import number_and_date_problems
from congvan.model.project.assets import Assets
from congvan.model.project.facts_key import facts_key
from congvan.pipeline.dashboard.page import PageInputs
from congvan.pipeline.plan.planner import Plan, folder_of
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.rendering.build_key import BuildKeys, fonts_hash
from congvan.pipeline.rendering.content_digests import ContentDigests
from congvan.pipeline.rendering.empty_values import EmptyValues
from congvan.pipeline.rendering.renderer import FailedJob, Renderer
from congvan.publishing.manifest import OUTPUTS


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """Parameters of one build.

    selection   which documents of which dispatches; everything if empty
    number      of the dispatch, for this run: digits or “blank”
    date        of issue, for this run: 2020-08-19 or 19/8/2020
    dry_run     report what would be written and why; write nothing
    rebuild     build everything, whether it has changed or not
    force       replace files that were edited by hand
    keep_going  publish the successful files although some records failed
    workers     number of processes; 0: chosen by the amount of work
    cluster     address of a Dask scheduler to render on
    database    URL of the database of returned forms; None for the file office.db
    lists       entries of a program, by id of the list, in the place of those of data/lists/: for this run
    """

    root: Path
    selection: Selection = field(default_factory=Selection)
    number: str | None = None
    date: str | None = None
    dry_run: bool = False
    rebuild: bool = False
    force: bool = False
    keep_going: bool = False
    workers: int = 0
    cluster: str | None = None
    database: str | None = None
    lists: Mapping[str, Iterable[Mapping[str, Any]]] = field(default_factory=dict)

    def check(self) -> None:
        """Raise UsageError with every invalid value of the request."""
        problems = [*_selection_problems(self.selection), *number_and_date_problems(self.number, self.date)]
        if problems:
            raise UsageError(problems)


def _selection_problems(selection: Selection) -> Iterator[Problem]:
    for name, values in selection.where.items():
        if not all(values):
            yield Problem(Message("usage-where", condition=name))
    for name in selection.formats:
        if name not in ("docx", "pdf", "xlsx", "txt"):
            yield Problem(Message("usage-only", name=name))


@dataclass
class BuildRun:
    """State of one build: the request, the files, the plan, the problems and the results so far.

    data_problems  warnings about the data; plan_problems: problems of the contents made from them
    findings       Decree 30 findings in the files that were checked, by path
    failed         jobs that could not be rendered
    used           templates and artwork, each with the dispatches that it makes files of
    paged          DOCX templates of PDF, and how many files each has LibreOffice make
    """

    request: BuildRequest
    files: Assets
    planned: Plan
    outcome: Outcome
    data_problems: list[Problem]
    plan_problems: list[Problem] = field(default_factory=list)
    findings: dict[str, list[Problem]] = field(default_factory=dict)
    failed: list[FailedJob] = field(default_factory=list)
    used: dict[str, set[str]] = field(default_factory=dict)
    paged: Counter[str] = field(default_factory=Counter)

    def dispatch_of(self, path: str) -> str:
        """Return the dispatch of an output."""
        return path.partition("/")[0].removesuffix(folder_of("", self.request.selection.edition))

    def note_use(self, job: Job) -> None:
        """Note which dispatch the templates and artwork of a job make a file of."""
        parts = (part.template for part in job.pack.parts) if job.pack else ()
        for name in (job.template, *parts, *job.artwork):
            self.used.setdefault(name, set()).add(self.dispatch_of(job.path))

    @cached_property
    def outputs(self) -> Path:
        return self.request.root / OUTPUTS

    @cached_property
    def cache(self) -> DiskCache:
        return DiskCache(self.request.root / FOLDER)

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self.files, self.cache)

    @cached_property
    def empty_values(self) -> EmptyValues:
        return EmptyValues(self.planned.dataset.lists, self.renderer)

    @cached_property
    def keys(self) -> BuildKeys:
        request, selection = self.request, self.request.selection
        fonts = fonts_hash()
        about = [selection.edition, selection.outlines, fonts, day_of_returns(str(request.root))]
        given = request.number or request.date or request.database  # facts that are in no file
        key = "" if given else facts_key(request.root, self.files, about)
        return BuildKeys(self.files, self.renderer, ContentDigests(self.cache, key), self.cache, fonts)

    @cached_property
    def pages(self) -> PageInputs:
        return PageInputs(self.planned, self.files, self.keys, self.cache, self.request.rebuild)
