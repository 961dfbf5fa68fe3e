"""What is wrong with the tables and papers of a dispatch that no record asks for yet.

Why: a letter of reminding is made months later, for one body, in a hurry; what it says is to be right on the first day.
"""

from __future__ import annotations

from collections.abc import Iterator

from congvan.documents.tables.table import TableBuilder
from congvan.plan.dispatch_plan import DispatchPlan
from congvan.problems import Problem

Tried = dict[str, list[list[Problem]]]
"""What is wrong with the first record of each paper, whatever `when`: of each dispatch that makes it."""


def rehearse(planned: DispatchPlan, papers: Tried) -> Iterator[Problem]:
    """Yield what is wrong with the tables of a dispatch; add to `papers` what is wrong with its papers."""
    context = planned.rehearsal()
    for spec in context.dispatch.tables:
        TableBuilder(context, spec).build()
    yield from planned.take_problems()
    for document in planned.documents:
        if document.paper and planned.content_of_first(document):
            papers.setdefault(document.id, []).append(planned.take_problems())


def wrong_papers(papers: Tried) -> Iterator[Problem]:
    """Yield what is wrong with papers. One of a project with several dispatches is about one of them: it is wrong if it
    fits none, and then reported where it fits best.
    """
    for tried in papers.values():
        yield from min(tried, key=len)
