"""Figures that a sender typed where ours come from other answers (cumulated, of the period before), compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from congvan.core.returned import AnswerFacts, Reason, RowFacts
from congvan.forms.form import DispatchForm, FormSection, forms_of
from congvan.forms.known_answers import ReceivedAnswers
from congvan.returns.answers.computed import ComputedColumns
from congvan.returns.answers.figures import FormFigures
from congvan.returns.answers.parts import Entries, SheetPart
from congvan.values.expressions.values import as_number

Differences = Mapping[tuple[str, Entries], Reason]
"""Why the sender of a sheet is asked, by period and entries."""


def typed_differences(
    form: DispatchForm, figures: FormFigures, periods: Sequence[str], every: Callable[[], Iterable[AnswerFacts]]
) -> Differences:
    """Return the sheets whose typed figures differ from what the answers to all periods give; `every`: those to all
    forms, asked for where a figure is typed.
    """
    if not any("typed" in row for period in periods for _entries, part in figures.parts(period) for row in part.rows()):
        return {}
    others = [fact for fact in every() if fact["form"] != form.id]
    facts = {period: figures.facts(period) for period in periods}
    own = [fact for each in facts.values() for fact in each]
    known = ReceivedAnswers(forms_of(form.dataset, form.dispatch_id), [*own, *others])
    computed = ComputedColumns(form, known)
    found: dict[tuple[str, Entries], Reason] = {}
    for period in periods:
        computed.fill(period, facts[period])
        for (entries, part), fact in zip(figures.parts(period), facts[period], strict=True):
            said = [*_differing(form, part, fact)] if not part.answer.accepted else []
            if said:
                found[period, entries] = {"code": "typed-differs", "count": len(said), "text": said[0]}
    return found


def _typed(row: Mapping[str, Any]) -> Mapping[str, Any]:
    typed: Mapping[str, Any] = row.get("typed", {})
    return typed


def _differing(form: DispatchForm, part: SheetPart, fact: AnswerFacts) -> Iterator[str]:
    """Yield each cell that differs: row, column, what is typed, what we have."""
    for section in form.sections:
        ours = {row["n"]: row for row in fact["sections"].get(section.id, ())}
        for row in part.good(section.id):
            for column, said in _typed(row).items():
                known = ours[row["n"]]["values"].get(column, "") if row["n"] in ours else ""
                if known != "" and as_number(said) != as_number(known):
                    yield _words(section, column, ours[row["n"]], (said, known))


def _words(section: FormSection, column: str, row: RowFacts, values: tuple[Any, Any]) -> str:
    found = section.column(column)
    entry = section.each.get(row["entry"]) if section.each is not None and row["entry"] else None
    said, known = (found.type.plain(value) if found else value for value in values)
    label = section.labels().get(column, column)
    return f"{f'{entry.heading}, ' if entry else ''}{label}: {said} ≠ {known}"
