"""One row whose figures stand one column beside their own: a cell was put in or taken out, and what is behind it moved.

Asked about is a row with the only empty cell of a column, if with its figures moved back it is like its neighbours, and
as it stands like none of them; or if then alone the typed totals are the sums of their columns. What is compared is how
many digits its figures have beside one another, not how large they are: a town is like a hamlet. A figure printed in
the row counts among them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TypeVar

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.returns.reading.figures.shifted import has, holds_figure, is_for_words, runs
from congvan.returns.reading.issues import TAKEN, ReadRow
from congvan.returns.reading.plan import KNOWN, MEASURED_TYPES, ColumnPlan, SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.words import plain
from congvan.values.expressions.values import as_number

_LEAST_OTHERS = 2
"""Rows that must be filled beside the one that is asked about."""
_LEAST_GAIN = 0.3
"""Digits by which, in the mean of its figures, a row must be more like its neighbours."""
_ALIKE = 1.2
"""Times the farthest of its neighbours that a row may be from their middle, to be like them; `_LEAST_FAR`: digits that
it may be in any case.
"""
_LEAST_FAR = 0.15
_LEAST_FIGURE = 1.0
"""Of the largest figure of a row, as a logarithm: how alike figures like 0, 1 and 3 are tells nothing."""
_LEAST_TOTALS = 2
"""Typed totals that must tell of a row."""
_Figures = Sequence[float | None]
_Figure = TypeVar("_Figure")


def ask_shifted_rows(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about each row of a section whose figures are likely one column beside their own."""
    rows = [row for row in answer.rows if not row.struck]
    if len(rows) <= _LEAST_OTHERS:
        return
    columns = [each for each in plan.columns.values() if each.cell.id != "ordinal"]
    printed = [each for each in columns if each.kind == KNOWN and each.cell.id in MEASURED_TYPES]
    for first, last in runs(columns):
        run, behind = columns[first : last + 1], columns[last + 1 : last + 2]
        filled = [row for row in rows if any(has(row, each) for each in run)]
        for place, column in enumerate(run) if len(filled) > _LEAST_OTHERS else ():
            bare = [row for row in filled if not has(row, column)]
            if len(bare) == 1 and bare[0].state == TAKEN:
                others = [row for row in filled if row is not bare[0]]
                side = _moved(bare[0], others, run, printed, behind, place)
                side = side or _side_by_totals(bare[0], others, run, place, answer)
                if side:
                    bare[0].ask("", Message(f"row-shifted.{side}", empty=column.label), bare[0].words)


def _moved(
    row: ReadRow,
    others: Sequence[ReadRow],
    run: Sequence[ColumnPlan],
    printed: Sequence[ColumnPlan],
    behind: Sequence[ColumnPlan],
    empty: int,
) -> str:
    """Return to which side the figures of a row were moved; "" for none. `empty`: the place of its empty cell."""
    if _is_pushed_out(row, others, run[empty + 1 :], behind):
        return "right"
    fixed, figures = _figures(row, printed), _figures(row, run)
    if max((each for each in figures if each is not None), default=0.0) < _LEAST_FIGURE:
        return ""
    rows = [[*_figures(each, printed), *_figures(each, run)] for each in others]
    middles = [_middle([each[n] for each in rows]) for n in range(len(fixed) + len(run))]
    farthest = max(_distance(each, middles) for each in rows)
    now = _distance([*fixed, *figures], middles)
    if now <= farthest:
        return ""
    back = [(_distance([*fixed, *moved], middles), side) for side, moved in _moved_back(figures, empty)]
    least, side = min(back, default=(now, ""))
    return side if now - least >= _LEAST_GAIN and least <= max(_ALIKE * farthest, _LEAST_FAR) else ""


def _is_pushed_out(
    row: ReadRow, others: Sequence[ReadRow], moved: Sequence[ColumnPlan], behind: Sequence[ColumnPlan]
) -> bool:
    """Whether the last figure of a row stands in the column for words behind the figures, where no other has one."""
    if not moved or not behind or not is_for_words(behind[0]) or not all(has(row, each) for each in moved):
        return False
    return holds_figure(row, behind[0]) and not any(holds_figure(each, behind[0]) for each in others)


def _side_by_totals(
    row: ReadRow, others: Sequence[ReadRow], run: Sequence[ColumnPlan], empty: int, answer: SectionAnswer
) -> str:
    """Return to which side the figures of a row were moved, where two totals that were typed are the sums of their
    columns with its figures moved back alone, and no other is then wrong; "" for none.
    """
    totals = [as_number(answer.totals[each.id][0]) if each.id in answer.totals else None for each in run]
    if sum(each is not None for each in totals) < _LEAST_TOTALS:
        return ""
    figures = [as_number(row.values.get(each.id, "")) for each in run]
    sums = [sum((as_number(other.values.get(each.id, "")) or 0 for other in others), Decimal(0)) for each in run]
    for side, moved in _moved_back(figures, empty):
        known = [n for n, total in enumerate(totals) if total is not None and moved[n] is not None]
        fits = {n for n in known if sums[n] + (moved[n] or 0) == totals[n]}
        now = {n for n in known if sums[n] + (figures[n] or 0) == totals[n]}
        if len(fits - now) >= _LEAST_TOTALS and len(fits) == len(known):
            return side
    return ""


def _moved_back(figures: Sequence[_Figure | None], empty: int) -> Iterator[tuple[str, Sequence[_Figure | None]]]:
    """Yield what the figures of a row are if those behind its empty cell are one too far to the right, or those before
    an empty last one were moved to the left.
    """
    if any(each is not None for each in figures[empty + 1 :]):
        yield "right", [*figures[:empty], *figures[empty + 1 :], None]
    if empty == len(figures) - 1:
        for at in range(empty):
            yield "left", [*figures[:at], None, *figures[at:empty]]


def _figures(row: ReadRow, columns: Sequence[ColumnPlan]) -> _Figures:
    """Return the digits of the figures of a row, as logarithms; None for an empty cell."""
    numbers = (as_number(row.values.get(each.id, "")) for each in columns)
    return [None if number is None else math.log10(1 + abs(float(number))) for number in numbers]


def _middle(values: _Figures) -> float | None:
    known = [each for each in values if each is not None]
    return median(known) if known else None


def _distance(figures: _Figures, middles: _Figures) -> float:
    """Return how far the figures of a row are from the middle of others, as far as one another."""
    found = [one - other for one, other in zip(figures, middles, strict=True) if one is not None and other is not None]
    about = median(found) if found else 0.0
    return sum(abs(each - about) for each in found) / max(len(found), 1)


# Rows in another order than the form prints them, under numbers that count on: names that were sorted alone.
#
# A spreadsheet sorts the columns that are chosen. Rows that were sorted as a whole take their numbers along, and what
# they say goes by their entry; numbers that stayed tell that others stayed as well.


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
