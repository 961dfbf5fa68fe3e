"""What is said of a run beside its files: each problem once, remarks, the problems in the language of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from congvan import i18n
from congvan.dashboard import stage
from congvan.i18n import _
from congvan.pipeline.parse import parse
from congvan.pipeline.request import Run
from congvan.plan.planner import Plan, plan
from congvan.problems import Place, Problem


def notices(planned: Plan) -> Iterator[str]:
    """What the clerk has to know beside the files: notes to the signer, letters that stay without number."""
    for name in planned.dispatches:
        dispatch = planned.dataset.dispatches[name]
        if dispatch.numbering == "single" and dispatch.has_number and len(dispatch.receivers) > 1:
            yield _("One number means one text: the letters addressed one by one stay without number ({name}).").format(
                name=name
            )
        if planned.want.everything and planned.want.edition == "corrected":
            yield from (_("To the signer: {note}").format(note=note) for note in dispatch.notes_to_signer)


def once(problems: Iterable[Problem]) -> list[Problem]:
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


def teller(run: Run) -> stage.Told:
    """The problems of a run; those of its data are told again where another language is asked for than they were in."""
    language = i18n.current_language
    failed = once(problem for item in run.failed for problem in item.problems)

    def found() -> list[Problem]:
        problems = [*run.data_problems, *run.plan_problems]
        if problems and i18n.current_language != language:
            dataset, problems = parse(run.files, run.request)
            problems += [item for item in plan(dataset, run.request.want).expand() if isinstance(item, Problem)]
        return [*problems, *failed]

    return stage.by_dispatch(found)
