"""The build, from data/ and templates/ to outputs/: read, parse, plan, render, check, stage the dashboard, publish."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from congvan.core.job import Artifact, Job, Outcome, Output, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Exit, Problem, ProblemsFound, blocking, stop_of
from congvan.editing.drafting.issued import follow_build
from congvan.model.lists.sourced import with_lists
from congvan.model.project import assets
from congvan.model.project.assets import dispatch_id
from congvan.pipeline.dashboard import index, stage
from congvan.pipeline.dry_run import dry_run
from congvan.pipeline.notices import (
    checked,
    left_out,
    merge_repeated,
    needing,
    not_updated,
    notices,
    opened,
    run_problems,
)
from congvan.pipeline.pages import page_notes, page_remarks, pages_of
from congvan.pipeline.parse import parse
from congvan.pipeline.plan.planner import folder_of, plan
from congvan.pipeline.rendering.batches import is_heavy
from congvan.pipeline.rendering.executors import render_all, render_alone
from congvan.pipeline.rendering.inspection import sample
from congvan.pipeline.rendering.renderer import FailedJob, Rendered
from congvan.pipeline.request import BuildRequest, BuildRun
from congvan.publishing.manifest import OUTPUTS
from congvan.publishing.publisher import Published, Publisher

MOST_ALIKE = 3
"""Files of one document whose common finding is reported for each; of more it is reported once."""
_FAILS_ALONE = {"table-too-long"}
"""What keeps a file from being made and says nothing of the others of its dispatch."""


@act("build")
def build(request: BuildRequest, progress: Progress) -> Outcome:
    """Build the selected documents; of a dispatch with an error nothing is published, and its older files stay."""
    started = time.perf_counter()
    request.check()
    files = with_lists(assets.read(request.root, request.selection.dispatches), request.lists)
    dataset, problems = parse(files, request)
    outcome = Outcome("build", problems=list(problems), where=str(request.root / OUTPUTS))
    run = BuildRun(request, files, plan(dataset, request.selection), outcome, problems)
    if request.dry_run:
        dry_run(run)
    else:
        make(run, progress)
    outcome.remarks += [*notices(run.planned), *page_remarks(outcome, run.paged)]
    outcome.remarks += [Message("rule-left-out", rule=rule, why=why) for rule, why in dataset.check.items()]
    outcome.problems = merge_repeated([*outcome.problems, *left_out(run.planned, run.outcome.problems)])
    if run.failed or run.planned.failing or blocking(outcome.problems):
        outcome.exit_code = Exit.FAILED
        outcome.remarks += not_updated(run.planned)
    else:
        outcome.remarks += opened(outcome.outputs)
    outcome.seconds = time.perf_counter() - started
    return outcome


def make(run: BuildRun, progress: Progress) -> None:
    """Stage every output that has changed, then publish all of them together."""
    paths = checked(run.planned, run.outcome.problems)
    with (
        Publisher(run.outputs, force=run.request.force) as publisher,
        progress.steps(Message("build.documents"), len(paths)) as advance,
    ):
        publisher.check([*paths, *stage.paths(run.pages), *index.paths(run.pages)])
        render(run, publisher, advance)
        check(run, publisher)
        page(run, publisher)
        progress.check()
        publish(run, publisher)


def render(run: BuildRun, publisher: Publisher, advance: Callable[[int], None]) -> None:
    """Render and stage every changed file; a file that fails does not stop the others."""
    request = run.request

    def take(made: Iterable[Rendered]) -> None:
        for rendered in made:
            advance(1)
            if isinstance(rendered, FailedJob):
                found = tuple(needing(run.planned.dataset, rendered.problems))
                run.failed.append(replace(rendered, problems=found))
            else:
                _stage(run, publisher, rendered)

    def others() -> Iterator[Job]:
        for job in sample(_stale(run, publisher, advance)):
            if is_heavy(job) and not request.cluster:
                take([render_alone(run.renderer, job)])
            else:
                yield job
            del job  # its content, before the next is made

    take(render_all(request.workers, request.root, request.cluster)(run.renderer, others()))


def _stale(run: BuildRun, publisher: Publisher, advance: Callable[[int], None]) -> Iterator[Job]:
    """Yield the jobs whose published outputs are not up to date."""
    for item in run.planned.expand():
        if isinstance(item, Problem):
            run.plan_problems.append(item)
            continue
        run.paged.update(pages_of(item))
        if flaws := (*item.flaws, *run.empty_values.of(item)):
            run.failed.append(FailedJob(item, flaws))
            advance(1)
            continue
        run.note_use(item)
        if not run.request.rebuild and publisher.keep(item.path, run.keys.for_job(item)):
            advance(1)
        else:
            yield item
        del item


def _stage(run: BuildRun, publisher: Publisher, made: Artifact) -> None:
    job = made.job
    run.outcome.add_ways(made.ways)
    findings = [problem for problem in made.problems if problem.code not in run.planned.explained_rules]
    if findings or job.judged:
        run.findings[job.path] = findings
    publisher.add(job.path, made.data, **run.keys.row_of(job))


def check(run: BuildRun, publisher: Publisher) -> None:
    """Collect the problems of the run, and withdraw the dispatches with an error, unless `keep_going` is set. Raises
    ProblemsFound if all have one.
    """
    run.failed.sort(key=lambda item: item.job.path)  # executors finish in any order
    findings = list(_told_once(run, publisher))
    failed = merge_repeated(problem for item in run.failed for problem in item.problems)
    told = list(page_notes(run.renderer, run.paged))
    run.outcome.problems += [*publisher.result.problems, *findings, *failed, *run.plan_problems, *told]
    if run.request.keep_going:
        return
    failing = run.planned.failing
    failing |= {run.dispatch_of(item.job.path) for item in run.failed if not _fails_alone(item)}
    failing |= {run.dispatch_of(path) for path, found in run.findings.items() if blocking(found)}
    for problem in blocking([*run.data_problems, *publisher.result.problems, *told]):
        mine = dispatch_id(problem.place.file)
        failing |= {mine} if mine else run.used.get(problem.place.file, set(run.planned.dispatches))
    if failing and failing.issuperset(run.planned.dispatches):
        raise stop_of(merge_repeated([*run.outcome.problems, *left_out(run.planned, run.outcome.problems)]))
    publisher.withdraw([folder_of(name, run.request.selection.edition) for name in failing])


def _fails_alone(item: FailedJob) -> bool:
    return {problem.code for problem in item.problems} <= _FAILS_ALONE


def _told_once(run: BuildRun, publisher: Publisher) -> Iterator[Problem]:
    """Yield the findings of the files; of what many files of one document have in common the first, and how many more.

    All of them are set by one template: a thousand lines would hide what else there is.
    """
    same: dict[tuple[str, str], list[Problem]] = {}
    for path in sorted(run.findings):
        document = publisher.rows[path].document if path in publisher.rows else path
        for code in dict.fromkeys(problem.code for problem in run.findings[path]):
            found = [problem for problem in run.findings[path] if problem.code == code]
            same.setdefault((document, code), []).append(found[0])
            if len(same[document, code]) <= MOST_ALIKE:
                yield from found[1:]
    for alike in same.values():
        if len(alike) <= MOST_ALIKE:
            yield from alike
        else:
            more = {"count": len(alike) - 1}
            clause = alike[0].frame.values["clause"] if alike[0].frame else ""
            frame = Message("frame.clause-repeated", clause=clause, **more) if clause else None
            yield alike[0]._replace(frame=frame or Message("frame.repeated", **more))


def page(run: BuildRun, publisher: Publisher) -> None:
    """Stage the dashboard pages and the index, based on the files as they will be published; where a template of theirs
    has an error they stay as they were, and the files are published all the same.
    """
    failed = {item.job.path for item in run.failed}
    try:
        stage.publish(run.pages, publisher, run_problems(run), failed, run.findings)
        index.publish(run.pages, publisher)
    except ProblemsFound as stop:
        run.outcome.problems += stop.problems
    if not run.plan_problems:
        run.keys.digests.save()


def publish(run: BuildRun, publisher: Publisher) -> None:
    """Publish all staged files together and record the status of each."""
    folders = [f"{folder}/" for folder in run.planned.complete_folders()] + index.obsolete_paths(run.planned)
    spare = {*(item.job.path for item in run.failed), *stage.paths(run.pages), *index.paths(run.pages)}
    done = publisher.commit(folders, spare=spare)
    outcome = run.outcome
    outcome.problems = merge_repeated([*outcome.problems, *done.problems])
    outcome.outputs = list(_statuses(run, publisher, done))
    outcome.problems += _kept_issued(run, publisher)
    outcome.remarks += [Message("build.kept", path=path) for path in done.backups]


def _kept_issued(run: BuildRun, publisher: Publisher) -> Iterator[Problem]:
    """Keep the dispatches and appendices that bear a number (`issued/`); yield what has changed since."""
    request, dataset = run.request, run.planned.dataset
    if request.number or request.date or request.lists or request.selection.edition != "corrected":
        return  # what is given for one run is none of the paper that has the number
    letters = {each.id for each in dataset.documents if each.content == "letter" and not (each.for_each or each.paper)}
    kept = letters | {each.id for each in dataset.documents if each.content == "appendix"}
    made: dict[str, dict[str, str]] = {}
    for path, row in publisher.rows.items():
        if row.document in kept:
            name, _, within = path.partition("/")
            made.setdefault(name, {})[within] = row.sha256
    for name, files in made.items():
        yield from follow_build(request.root, dataset, name, files)


def _statuses(run: BuildRun, publisher: Publisher, done: Published) -> Iterator[Output]:
    """Yield the status of every output after publishing."""
    written = set(done.written)
    for path in sorted(publisher.rows):
        yield Output(path, "built" if path in written else "unchanged", sha256=publisher.rows[path].sha256)
    for path in sorted(set(done.removed)):
        yield Output(path, "removed", Message("build.document-makes-any"))
    yield from (Output(item.job.path, "failed") for item in run.failed)
