"""Notices and problem lists of a run: remarks for the clerk, merged problems, problems of each dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from congvan.core.job import Output
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity
from congvan.model.dataset import DOCUMENTS, Dataset
from congvan.model.lists.read import LISTS
from congvan.model.project.assets import DISPATCHES, dispatch_id
from congvan.model.project.yaml_reader import lookup
from congvan.pipeline.dashboard import stage
from congvan.pipeline.plan.planner import Plan
from congvan.pipeline.request import BuildRun
from congvan.publishing.opening import OPENED


def notices(planned: Plan) -> Iterator[Message]:
    """Yield remarks for the clerk: notes to the signer."""
    for name in planned.dispatches:
        dispatch = planned.dataset.dispatches[name]
        if planned.selection.everything and planned.selection.edition == "corrected":
            yield from (Message("notices.signer", note=note) for note in dispatch.notes_to_signer)


def checked(planned: Plan, told: Iterable[Problem]) -> list[str]:
    """Return the paths of all jobs. Raises ProblemsFound as `Plan.check`, with what was told of the data before."""
    try:
        return planned.check()
    except ProblemsFound as stop:
        needing = (each for each in left_out(planned) if each.severity is Severity.WARNING and each.code == "left-out")
        raise ProblemsFound(merge_repeated([*told, *stop.problems, *needing])) from None


def needing(dataset: Dataset, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems of a file; where its template misses a list that was left out, that list is the one reason."""
    lost = {name: key for key in dataset.excluded for name in _names_in_templates(dataset, key)}
    for problem in problems:
        name = str(problem.message.values.get("name")).partition(".")[0] if problem.code == "template-undefined" else ""
        if key := lost.get(name):
            names = {each.id: each.name for each in dataset.documents}
            what = Message("called.document", name=names.get(str(problem.record).partition(" ")[0], problem.place.file))
            problem = Problem(Message("left-out", what=what, cause=dataset.excluded[key].what, file=key), problem.place)
        yield problem


def _names_in_templates(dataset: Dataset, key: str) -> list[str]:
    """Return the names by which templates read a list that was left out; [] for another file."""
    if not key.startswith(LISTS):
        return []
    head = lookup(dataset.sources[key].data, ("list",)) if key in dataset.sources else None
    also = head.get("also") if isinstance(head, dict) else None
    return [name.replace("-", "_") for name in (PurePosixPath(key).stem, also) if isinstance(name, str)]


def left_out(planned: Plan, problems: Iterable[Problem] = ()) -> list[Problem]:
    """Return what a run tells of what was left out: the errors of what it was to make, and of the rest that there is
    some, in a line; a run over everything tells all. Documents that are named are made of the sound dispatches.
    `problems`: those of the run, which name what its files needed.
    """
    dataset, selection = planned.dataset, planned.selection
    asked = [f"{DISPATCHES}{name}.yaml" for name in selection.dispatches]
    if not (selection.documents or selection.where or selection.dispatches):
        asked = list(dataset.excluded)
    asked += [str(each.message.values["file"]) for each in problems if each.code == "left-out"]
    for name in sorted(planned.failing & {*planned.dispatches}):
        asked += [f"{DOCUMENTS}#{each.id}" for each in planned.for_dispatch(name).left_out()]
    told = {dataset.excluded[key].cause or key: None for key in asked if key in dataset.excluded}
    found = [problem for key in told for problem in dataset.excluded[key].problems]
    needing = (dataset.excluded[key] for key in asked if key in dataset.excluded and dispatch_id(key))
    found += [each._replace(severity=Severity.WARNING) for out in needing if out.cause for each in out.problems]
    others = [key for key, out in dataset.excluded.items() if not out.cause and key not in told]
    if others:
        first = dataset.excluded[others[0]].problems[0].place
        found.append(Problem(Message("left-out-others", count=len(others)), first, severity=Severity.WARNING))
    return found


def not_updated(planned: Plan) -> Iterator[Message]:
    """Yield which dispatches of those that were asked for keep the files that they had."""
    asked = planned.selection.dispatches or planned.dataset.known
    out = [name for name in asked if planned.dataset.left_out(name) or name in planned.failing]
    if out:
        yield Message("build.not-updated", count=len(out), names=", ".join(out))


def opened(outputs: Iterable[Output]) -> Iterator[Message]:
    """Yield how many files have been opened: what is unchanged was when this program published it."""
    count = sum(each.status in ("built", "unchanged") and each.path.endswith(OPENED) for each in outputs)
    if count:
        yield Message("files-opened", count=count)


def merge_repeated(problems: Iterable[Problem]) -> list[Problem]:
    """Merge equal problems into one, with the first record concerned and the number of further records. What a template
    as a whole has is of no record.
    """
    groups: dict[tuple[Place, Message, Message | None], list[Problem]] = {}
    for problem in map(of_template, problems):
        groups.setdefault((problem.place, problem.message, problem.frame), []).append(problem)
    merged = []
    for same in groups.values():
        first, more = same[0], len({problem.record for problem in same}) - 1
        if more > 0 and first.record:
            first = first._replace(record=Message("record-and-more", record=first.record, more=more))
        merged.append(first)
    return merged


def of_template(problem: Problem) -> Problem:
    """Return a problem without its record where every record of the template has it."""
    return problem._replace(record="") if problem.code == "docx-unsupported" else problem


def run_problems(run: BuildRun) -> stage.ProblemsOf:
    """Return the problems of a run, grouped by the dispatch they concern."""
    failed = merge_repeated(problem for item in run.failed for problem in item.problems)
    return stage.by_dispatch([*run.data_problems, *run.plan_problems, *failed])
