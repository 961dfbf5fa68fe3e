"""Columns that are computed: worked out anew from what counts, so that a correction goes on into what depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from congvan.columns.base import Value
from congvan.expressions import Expression, ExpressionError, parse
from congvan.forms.answer_scopes import FormNames, Row, RowScope
from congvan.forms.blanks.values import kept
from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.forms.keys import FormKeys
from congvan.forms.known_answers import ReceivedAnswers
from congvan.returned import AnswerFacts, RowFacts

_Place = tuple[tuple[tuple[str, str], ...], str, str]  # keys, section, entry


class ComputedColumns:
    """Works out the computed columns of a form, period by period from the first."""

    def __init__(self, form: DispatchForm, known: ReceivedAnswers) -> None:
        self._names = FormNames(form, known)
        self._names.earlier_sums = self._before
        self._columns = {section.id: list(_computed(section)) for section in form.sections}
        self._sums: dict[_Place, dict[str, float]] = {}
        spec = form.spec.period
        self._from = spec.cumulate if spec else None

    def __bool__(self) -> bool:
        return any(self._columns.values())

    def fill(self, period: str, answers: Iterable[AnswerFacts]) -> None:
        """Set the computed columns of a period; call it for one period after the other."""
        answers = list(answers)
        for answer in answers:
            self._fill(answer)
        found = self._names.calendar.find(period) if period else None
        if found is None or (self._from is not None and found.first < self._from):
            return
        for answer in answers:
            self._add(answer)

    def _fill(self, answer: AnswerFacts) -> None:
        keys = FormKeys(answer["keys"], answer["period"])
        rows = {name: [{**row["values"], "entry": row["entry"]} for row in s] for name, s in answer["sections"].items()}
        for section in self._names.form.sections:
            columns, facts = self._columns[section.id], answer["sections"].get(section.id, [])
            for _round in range(len(columns) and min(len(columns), 3)):  # a column may be computed from another
                changed = False
                scopes = self._names.answer(keys, rows).row_scopes(section)
                for row, fact, scope in zip(rows.get(section.id, ()), facts, scopes, strict=False):
                    changed |= _set(columns, row, fact, scope)
                if not changed:
                    break

    def _before(self, keys: FormKeys, section: str, entry: str) -> Row:
        return self._sums.get((tuple(sorted(keys.entries.items())), section, entry), {})

    def _add(self, answer: AnswerFacts) -> None:
        keys = tuple(sorted(answer["keys"].items()))
        for name, rows in answer["sections"].items():
            for row in rows:
                sums = self._sums.setdefault((keys, name, row["entry"]), {})
                for column, value in row["values"].items():
                    if isinstance(value, int | float):
                        sums[column] = sums.get(column, 0) + value


def _computed(section: FormSection) -> Iterator[tuple[SectionColumn, Expression]]:
    """Yield the columns of a section that nobody fills in, but for entries that are printed."""
    for column in section.columns:
        if column.spec.value and not column.spec.open and column.type.id != "ordinal":
            expression = parse(column.spec.value)
            if column.listed is None:
                yield column, expression


def _set(
    columns: Sequence[tuple[SectionColumn, Expression]], row: dict[str, Value], fact: RowFacts, scope: RowScope
) -> bool:
    """Set the computed columns of a row; return whether one changed."""
    values = {}
    for column, expression in columns:
        value = _value(expression, scope, column)
        if value != row.get(column.id, ""):
            values[column.id] = value
    row |= values
    fact["values"] = {**fact["values"], **values}
    return bool(values)


def _value(expression: Expression, scope: RowScope, column: SectionColumn) -> Value:
    try:
        found = expression.evaluate(scope)
    except (ExpressionError, KeyError):
        return ""
    return kept(column, expression, found)
