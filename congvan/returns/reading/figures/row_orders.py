"""Rows in another order than the form prints them, under numbers that count on: names that were sorted alone.

A spreadsheet sorts the columns that are chosen. Rows that were sorted as a whole take their numbers along, and what
they say goes by their entry; numbers that stayed tell that others stayed as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from congvan.messages import Message
from congvan.problems import Problem, Severity
from congvan.returns.reading.issues import ReadRow
from congvan.returns.reading.plan import SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.words import plain


def tell_sorted(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Tell of the first row that is out of the order of the form though its number is not."""
    if not plan.ranks:
        return
    known = [(rank, row) for row in answer.rows if row.number and (rank := _rank(plan, row)) is not None]
    if not all(one.number < other.number for (_rank_one, one), (_rank_other, other) in pairwise(known)):
        return
    for (before, _row), (rank, row) in pairwise(known):
        if rank < before:
            yield Problem(Message("rows-sorted", words=row.words), row.place, severity=Severity.WARNING)
            return


def _rank(plan: SectionPlan, row: ReadRow) -> int | None:
    """Return which of the printed rows a row is; None for one that is none of them."""
    said = row.entry if plan.key else plain(str(row.values.get(plan.label_column, "")))
    return plan.ranks.get(said)
