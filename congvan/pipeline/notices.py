"""Notices and problem lists of a run: remarks for the clerk, merged problems, problems of each dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from congvan.dashboard import stage
from congvan.messages import Message
from congvan.pipeline.request import BuildRun
from congvan.plan.planner import Plan
from congvan.problems import Place, Problem


def notices(planned: Plan) -> Iterator[Message]:
    """Yield remarks for the clerk: notes to the signer."""
    for name in planned.dispatches:
        dispatch = planned.dataset.dispatches[name]
        if planned.selection.everything and planned.selection.edition == "corrected":
            yield from (Message("notices.signer", note=note) for note in dispatch.notes_to_signer)


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
    return problem._replace(record="") if problem.code == "docx-not-followed" else problem


def run_problems(run: BuildRun) -> stage.ProblemsOf:
    """Return the problems of a run, grouped by the dispatch they concern."""
    failed = merge_repeated(problem for item in run.failed for problem in item.problems)
    return stage.by_dispatch([*run.data_problems, *run.plan_problems, *failed])
