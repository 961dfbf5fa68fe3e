"""What a build is asked for, and what it carries from step to step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from congvan.cache import FOLDER, DiskCache
from congvan.dashboard.page_inputs import PageInputs
from congvan.drafting.number import wrongly_given
from congvan.job import Outcome
from congvan.messages import Message
from congvan.plan.planner import Plan
from congvan.plan.selection import Selection
from congvan.problems import Problem, UsageError
from congvan.project.assets import Assets
from congvan.publishing.manifest import OUTPUTS
from congvan.rendering.build_key import BuildKeys
from congvan.rendering.renderer import FailedJob, Renderer


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """All that one build is asked for.

    want        which documents of which dispatches; everything if nothing is named
    number      of the dispatch, for this run: digits or “blank”
    date        of issue, for this run: 2020-08-19
    dry_run     say what would be written and why; write nothing
    rebuild     build everything anew, whatever has not changed
    force       replace files that were edited by hand
    keep_going  publish what could be made although some records failed
    workers     processes; 0: as many as pay off
    cluster     address of a Dask scheduler to render on
    database    URL of what came back; None for the file office.db
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

    def check(self) -> None:
        """Raises UsageError with all that is wrong in the request itself."""
        problems = [*_selection_problems(self.selection), *wrongly_given(self.number, self.date)]
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
    """One build on its way: what was asked for, read and planned; what was found wrong, and what came of it.

    data_problems  what is doubtful in the data, plan_problems in the contents made from them
    findings       what the decree has against finished files, by their paths
    failed         the jobs that could not be rendered
    """

    request: BuildRequest
    files: Assets
    planned: Plan
    outcome: Outcome
    data_problems: list[Problem]
    plan_problems: list[Problem] = field(default_factory=list)
    findings: dict[str, list[Problem]] = field(default_factory=dict)
    failed: list[FailedJob] = field(default_factory=list)

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
    def keys(self) -> BuildKeys:
        return BuildKeys(self.files, self.renderer)

    @cached_property
    def pages(self) -> PageInputs:
        return PageInputs(self.planned, self.files, self.keys, self.cache, self.request.rebuild)
