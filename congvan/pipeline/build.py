"""The straight line from data/ and templates/ to outputs/: read, parse, plan, render, inspect, publish."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from congvan import i18n
from congvan.cache import FOLDER as CACHE
from congvan.cache import DiskCache
from congvan.dashboard import index_stage, stage
from congvan.documents.base.facts import replace_dispatch
from congvan.i18n import _
from congvan.job import Artifact, Job, Outcome, Output
from congvan.model.consistency import of_the_day
from congvan.model.dataset import Dataset
from congvan.model.loader import load, needed_for
from congvan.model.namesakes import with_namesakes
from congvan.plan.planner import Plan, Want, folder_of, plan
from congvan.problems import Exit, Place, Problem, Severity, Stop, blocking
from congvan.project import assets as assets_
from congvan.project.assets import Assets
from congvan.publishing.publisher import Publisher
from congvan.rendering.build_key import EDITED, Keys
from congvan.rendering.inspection import sampled
from congvan.rendering.renderer import Failed, Rendered, Renderer
from congvan.returns.answers.facts import of_project

OUTPUTS = "outputs"
SEVERAL = 6
"""Records of a document, in a format, that `validate` renders: fewer do not show which way they take."""


@dataclass(frozen=True, slots=True)
class Request:
    """All that one build is asked for."""

    root: Path
    want: Want = field(default_factory=Want)
    number: str | None = None
    date: Any = None
    dry_run: bool = False
    rebuild: bool = False
    force: bool = False
    keep_going: bool = False
    workers: int = 0
    cluster: str | None = None
    database: str | None = None


Progress = Callable[[int], None]
RenderAll = Callable[[Renderer, Iterable[Job]], Iterator[Rendered]]


def build(request: Request, render_all: RenderAll, progress: Callable[[str, int], Any]) -> Outcome:
    """Build what is asked for; nothing is published when anything is wrong. Raises Stop."""
    started = time.perf_counter()
    outcome = Outcome("build", where=str(request.root / OUTPUTS))
    files = assets_.read(request.root, needed_for(request.want.dispatches))
    loaded = load(files)
    outcome.problems += [problem for source in loaded.sources.values() for problem in source.problems]
    loaded = replace(loaded, returned=of_project(loaded, request.root, request.database))
    dataset = for_this_run(loaded, request, outcome)
    outcome.problems += _artwork(files, dataset, request.want)
    planned = plan(dataset, request.want)
    if request.dry_run:
        _foresee(request, files, planned, outcome)
    else:
        _make(request, files, planned, render_all, progress, outcome)
    _remark(dataset, request, outcome)
    outcome.seconds = time.perf_counter() - started
    return outcome


def for_this_run(dataset: Dataset, request: Request, outcome: Outcome) -> Dataset:
    """The dataset with the number and date of this run, and warnings about its dates and numbers."""
    chosen = [name for name in dataset.dispatches if not request.want.dispatches or name in request.want.dispatches]
    if request.number is not None or request.date is not None:
        if len(chosen) != 1:
            hint = _("name one: {names}").format(names=", ".join(f"--dispatch {name}" for name in dataset.known))
            raise Stop(
                Problem("dispatch-which", _("a number or a date is given for several dispatches"), Place(), hint)
            )
        changes = {"number": request.number, "date": request.date}
        dataset = replace_dispatch(
            dataset, chosen[0], **{key: value for key, value in changes.items() if value is not None}
        )
    outcome.problems += of_the_day(with_namesakes(dataset, request.root, DiskCache(request.root / CACHE)), chosen)
    return dataset


def _make(
    request: Request,
    files: Assets,
    planned: Plan,
    render_all: RenderAll,
    progress: Callable[[str, int], Any],
    outcome: Outcome,
) -> None:
    cache = DiskCache(request.root / CACHE)
    renderer = Renderer(files, cache)
    keys = Keys(files, renderer)
    outputs = request.root / OUTPUTS
    failed: list[Failed] = []
    found: list[tuple[str, list[Problem]]] = []
    told = list(outcome.problems)
    explained = _explained(planned.dataset, request.want)
    paths = planned.check()
    with Publisher(outputs, force=request.force) as publisher, progress(_("documents"), len(paths)) as step:
        outcome.problems += publisher.result.problems
        publisher.check([*paths, *stage.paths(planned, files), *index_stage.paths(planned, files)])
        todo = _not_kept(planned, keys, publisher, request.rebuild, step)
        for rendered in render_all(renderer, sampled(todo)):
            step(1)
            if isinstance(rendered, Failed):
                failed.append(rendered)
                continue
            job = rendered.job
            outcome.took(rendered.ways)
            found.append((job.path, _unexplained(rendered, explained)))
            publisher.add(
                job.path,
                rendered.data,
                document=job.document,
                record=job.record,
                template=job.template,
                inputs=keys.inputs(job),
                key=keys.key(job),
            )
        failed.sort(key=lambda item: item.job.path)  # executors give what they have made in any order
        outcome.problems += [problem for _path, problems in sorted(found, key=itemgetter(0)) for problem in problems]
        problems = _once(problem for item in failed for problem in item.problems)
        outcome.problems += problems + planned.problems
        if blocking(outcome.problems) and not request.keep_going:
            raise Stop(_once(outcome.problems))
        lost = {item.job.path for item in failed}
        retold = _teller(request, files, planned, told, problems)
        stage.publish(planned, files, keys, cache, publisher, lost, retold, explained, request.rebuild)
        index_stage.publish(planned, files, keys, publisher, request.rebuild)
        complete = [f"{folder}/" for folder in planned.complete_folders()] + index_stage.gone(planned)
        done = publisher.commit(complete, spare=lost)
    outcome.problems = _once([*outcome.problems, *done.problems])
    written, removed = set(done.written), set(done.removed)
    outcome.outputs = [
        Output(path, "built" if path in written else "unchanged", sha256=row.sha256)
        for path, row in sorted(publisher.rows.items())
    ]
    outcome.outputs += [Output(path, "removed", _("no document makes it any more")) for path in sorted(removed)]
    outcome.outputs += [Output(item.job.path, "failed") for item in failed]
    outcome.remarks += [_("kept as {path}").format(path=path) for path in done.backups]
    outcome.exit_code = Exit.FAILED if failed else Exit.OK


def _teller(request: Request, files: Assets, planned: Plan, told: list[Problem], lost: list[Problem]) -> stage.Told:
    """The problems of a run; those of its data are told again where another language is asked for than they were in."""
    language = i18n.current_language

    def found() -> list[Problem]:
        if i18n.current_language == language or not (told or planned.problems):
            return [*told, *planned.problems, *lost]
        again = Outcome("build")
        loaded = load(files)
        again.problems += [problem for source in loaded.sources.values() for problem in source.problems]
        planned_again = plan(for_this_run(loaded, request, again), request.want)
        again.problems += _artwork(files, loaded, request.want)
        for _job in planned_again.jobs():
            pass
        return [*again.problems, *planned_again.problems, *lost]

    return stage.by_dispatch(found)


def _artwork(files: Assets, dataset: Dataset, want: Want) -> Iterator[Problem]:
    """What a print shop would object to in the artwork of the run's signs."""
    if any(document.content == "signage" and want.asks_for(document) for document in dataset.documents):
        for item in dataset.signage.items if dataset.signage else ():
            name = item.artwork_asset
            if name in files:
                from congvan.formats.press.artwork import inspect

                yield from inspect(files[name], name, size=(item.width, item.height), bleed=item.bleed)


def _explained(dataset: Dataset, want: Want) -> frozenset[str]:
    """The rules that the edition as issued is known to break, by its errata."""
    if want.edition != "as-issued":
        return frozenset()
    return frozenset(rule for d in dataset.dispatches.values() for erratum in d.errata for rule in erratum.explains)


def _unexplained(artifact: Artifact, explained: frozenset[str]) -> list[Problem]:
    return [problem for problem in artifact.problems if problem.code not in explained]


def _not_kept(planned: Plan, keys: Keys, publisher: Publisher, rebuild: bool, step: Any) -> Iterator[Job]:
    """The jobs whose outputs are not yet what they would make."""
    for job in planned.jobs():
        if not rebuild and publisher.keep(job.path, keys.key(job)):
            step(1)
        else:
            yield job


def _foreseen(path: str, why: str, force: bool) -> Output:
    """What a build would do with one file, for the reason `why` ("" for none)."""
    if why != EDITED:
        return Output(path, "would-build" if why else "would-keep", why)
    if force:
        return Output(path, "would-build", _("it was edited by hand; a copy is kept as .bak"))
    return Output(path, "kept", _("it was edited by hand: a build stops there; move it away, or use --force"))


def _foresee(request: Request, files: Assets, planned: Plan, outcome: Outcome) -> None:
    """What a build would write and why; nothing is rendered and nothing touched."""
    from congvan.publishing.manifest import NAME, Rows
    from congvan.publishing.manifest import load as load_manifest

    keys = Keys(files, Renderer(files, DiskCache(request.root / CACHE)))
    try:
        rows = load_manifest((request.root / OUTPUTS / NAME).read_bytes())
    except (OSError, ValueError):
        rows = Rows([])
    seen, told = set(planned.check()), list(outcome.problems)
    for job in planned.jobs():
        why = keys.reason(job, rows.get(job.path), request.root / OUTPUTS)
        if request.rebuild and why != EDITED:
            why = _("asked to rebuild")
        outcome.outputs.append(_foreseen(job.path, why, request.force))
    folders = [*(f"{folder}/" for folder in planned.complete_folders()), *index_stage.gone(planned)]
    seen.update(stage.paths(planned, files))
    stale = sorted(path for folder in folders for path in rows.under(folder) if path not in seen)
    changes = bool(stale) or any(output.status == "would-build" for output in outcome.outputs)
    screens = list(stage.foreseen(planned, files, rows, _teller(request, files, planned, told, [])))
    for job in [*screens, *index_stage.foreseen(planned, files, rows, screens)]:
        why = keys.reason(job, rows.get(job.path), request.root / OUTPUTS)
        if changes and job in screens and job.path in rows and why != EDITED:
            why = _("what it shows changes")
        outcome.outputs.append(_foreseen(job.path, why, request.force))
    outcome.outputs += [Output(path, "would-remove", _("no document makes it any more")) for path in stale]
    outcome.problems += planned.problems
    if blocking(outcome.problems):
        raise Stop(_once(outcome.problems))


def _remark(dataset: Dataset, request: Request, outcome: Outcome) -> None:
    """What the clerk has to know beside the files: notes to the signer, letters that stay without number."""
    chosen = [name for name in dataset.dispatches if not request.want.dispatches or name in request.want.dispatches]
    for name in chosen:
        dispatch = dataset.dispatches[name]
        if dispatch.numbering == "single" and dispatch.has_number and len(dispatch.receivers) > 1:
            outcome.remarks.append(
                _("One number means one text: the letters addressed one by one stay without number ({name}).").format(
                    name=name
                )
            )
        if request.want.everything and request.want.edition == "corrected":
            outcome.remarks += [_("To the signer: {note}").format(note=note) for note in dispatch.notes_to_signer]


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, with the first record that met it and how many more did."""
    found: dict[tuple[str, Place, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.code, problem.place, problem.message), []).append(problem)
    merged = []
    for same in found.values():
        first, more = same[0], len({problem.record for problem in same}) - 1
        if more > 0 and first.record:
            first = replace(first, record=_("{record} and {more} more").format(record=first.record, more=more))
        merged.append(first)
    return merged


def validate(root: Path) -> Outcome:
    """Check data and templates against each other without writing.

    One record of each document of each dispatch is rendered, and judged as a build would judge it; a few more show
    which way the records of a template take.
    """
    outcome = Outcome("validate")
    files = assets_.read(root)
    dataset = load(files)
    outcome.problems += of_the_day(dataset, list(dataset.dispatches))
    outcome.problems += _artwork(files, dataset, Want())
    dataset = replace(dataset, returned=of_project(dataset, root, None))
    renderer = Renderer(files, DiskCache(root / CACHE))
    issued = [name for name, dispatch in dataset.dispatches.items() if dispatch.errata]
    again: dict[tuple[str, str], int] = {}  # how many records of a document have been seen
    wants = [Want(), *([Want(edition="as-issued", dispatches=issued)] if issued else [])]
    for want in wants:
        planned = plan(dataset, want)
        planned.check()
        explained = _explained(dataset, planned.want)
        tried: set[tuple[str, str, str]] = set()
        for job in planned.jobs():
            one = (job.path.partition("/")[0], job.document, job.format)
            again[job.document, job.format] = times = again.get((job.document, job.format), 0) + 1
            if one not in tried or times <= SEVERAL:
                try:
                    artifact = renderer.render(job if one not in tried else replace(job, judged=False))
                    outcome.problems += _unexplained(artifact, explained)
                    outcome.took(artifact.ways)
                except Stop as stop:
                    outcome.problems += stop.problems
                tried.add(one)
        outcome.problems += planned.problems
    outcome.problems = _once(outcome.problems)
    if blocking(outcome.problems):
        raise Stop(outcome.problems)
    outcome.data = {"checked": {"files": len(files), "dispatches": len(dataset.dispatches)}}
    return outcome


__all__ = ["Artifact", "Request", "Severity", "build", "folder_of", "validate"]
