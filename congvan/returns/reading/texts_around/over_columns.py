"""Titles over the columns of what was asked that name another period than the answer's: “Trong tuần 47” for week 46."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvan.forms.calendar import Period
from congvan.model.forms.columns import FormColumn
from congvan.returns.reading.heads import Head
from congvan.returns.reading.texts_around.stated import is_meant, said_times
from congvan.returns.reading.words import plain


def other_times(heads: Sequence[Head], unit: str, period: Period) -> Iterator[tuple[Head, str]]:
    """Yield each title, with its head, that names another period of the form's unit, as no printed title does.

    Columns that are computed may speak of other periods.
    """
    for head in heads:
        printed = {plain(label) for label in _labels(head.section.spec.columns)}
        known = {time for label in printed for time in said_times(unit, label)}
        asked = [number for number, column in head.columns.items() if column.expression is None]
        for text in dict.fromkeys(text for number in asked for text in head.said.get(number, ())):
            said = set() if plain(text) in printed else said_times(unit, plain(text)) - known
            if said and not any(is_meant(unit, each, period) for each in said):
                yield head, text


def _labels(columns: Sequence[FormColumn]) -> Iterator[str]:
    for column in columns:
        yield column.label or ""
        yield from _labels(column.columns)
