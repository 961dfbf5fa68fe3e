"""Dry run: report what a build would write and why, without rendering or writing anything."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.core.job import Job, Output
from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.pipeline.dashboard import index, stage
from congvan.pipeline.notices import checked, left_out, merge_repeated, run_problems
from congvan.pipeline.rendering.build_key import EDITED
from congvan.pipeline.request import BuildRun
from congvan.publishing.manifest import NAME, ManifestRows, load


def dry_run(run: BuildRun) -> None:
    """Fill in the outcome by the steps of a build (read, parse, plan), then compare each file. Raises ProblemsFound."""
    rows, paths = manifest_of(run), checked(run.planned, run.outcome.problems)
    found = list(_files(run, rows))
    if run.planned.failing.issuperset(run.planned.dispatches) and run.planned.failing:
        raise ProblemsFound(merge_repeated([*run.outcome.problems, *run.plan_problems, *left_out(run.planned)]))
    outputs = run.outcome.outputs
    outputs += [each for each in found if run.dispatch_of(each.path) not in run.planned.failing]
    folders = [*(f"{folder}/" for folder in run.planned.complete_folders()), *index.obsolete_paths(run.planned)]
    stays = {*paths, *stage.paths(run.pages)}
    stale = sorted(path for folder in folders for path in rows.under(folder) if path not in stays)
    changes = bool(stale) or any(output.status == "would-build" for output in outputs)
    outputs += _pages(run, rows, changes)
    outputs += [Output(path, "would-remove", Message("dry-run.document-makes-any")) for path in stale]
    run.outcome.problems += run.plan_problems


def manifest_of(run: BuildRun) -> ManifestRows:
    """Return what outputs/ says of the files of the last builds; nothing where that can't be read."""
    try:
        return load((run.outputs / NAME).read_bytes())
    except (OSError, ValueError):
        return ManifestRows([])


def _files(run: BuildRun, rows: ManifestRows) -> Iterator[Output]:
    for item in run.planned.expand():
        if isinstance(item, Problem):
            run.plan_problems.append(item)
            continue
        if empty := run.empty_values.of(item):
            run.plan_problems += empty
            continue
        why = run.keys.reason(item, rows.get(item.path), run.outputs)
        if run.request.rebuild and why != EDITED:
            why = Message("dry-run.asked-rebuild")
        yield _expected_output(run, item, why)


def _pages(run: BuildRun, rows: ManifestRows, changes: bool) -> Iterator[Output]:
    """Yield the expected outputs of the dashboard pages, which change with any file they show, and of the index."""
    screens = list(stage.expected_jobs(run.pages, rows, run_problems(run)))
    for job in [*screens, *index.expected_jobs(run.pages, rows, screens)]:
        why = run.keys.reason(job, rows.get(job.path), run.outputs)
        if changes and job in screens and job.path in rows and why != EDITED:
            why = Message("dry-run.shows-changes")
        yield _expected_output(run, job, why)


def _expected_output(run: BuildRun, job: Job, why: str | Message) -> Output:
    """Return what a build would do with one file; `why` is the reason to rebuild it ("" for none)."""
    if why != EDITED:
        return Output(job.path, "would-build" if why else "would-keep", why)
    if run.request.force:
        return Output(job.path, "would-build", Message("dry-run.edited-hand-copy"))
    return Output(job.path, "kept", Message("dry-run.edited-hand-build"))
