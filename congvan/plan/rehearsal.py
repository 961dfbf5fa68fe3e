"""What is wrong with the tables and papers of a dispatch that no record asks for yet.

Why: a letter of reminding is made months later, for one body, in a hurry; what it says is to be right on the first day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvan.documents.tables.table import TableBuilder
from congvan.plan.dispatch_plan import DispatchPlan
from congvan.problems import Problem


def rehearse(plans: Sequence[DispatchPlan]) -> Iterator[Problem]:
    """Yield what is wrong with the tables of some dispatches and with the first record of each paper, whatever `when`.

    A paper of a project with several dispatches is about one of them: it is wrong if it fits none, and then
    reported where it fits best.
    """
    papers: dict[str, list[list[Problem]]] = {}
    for planned in plans:
        context = planned.rehearsal()
        for spec in context.dispatch.tables:
            TableBuilder(context, spec).build()
        yield from planned.take_problems()
        for document in planned.documents:
            if document.paper:
                planned.content_of_first(document)
                papers.setdefault(document.id, []).append(list(planned.take_problems()))
    for tried in papers.values():
        yield from min(tried, key=len)
