"""What is wrong with the tables and papers of a dispatch that no record asks for yet.

Why: a letter of reminding is made months later, for one body, in a hurry; what it says is to be right on the first day.
"""

from __future__ import annotations

from collections.abc import Iterator

from congvan.documents.tables.table import TableBuilder
from congvan.plan.dispatch_plan import DispatchPlan
from congvan.problems import Problem


def rehearse(planned: DispatchPlan) -> Iterator[Problem]:
    """Yield the problems of all tables of a dispatch, and of each paper for its first record, whatever `when` says."""
    context = planned.context({})
    for spec in context.dispatch.tables:
        TableBuilder(context, spec).build()
    for document in planned.documents:
        if document.paper:
            planned.content_of_first(document)
    yield from planned.take_problems()
