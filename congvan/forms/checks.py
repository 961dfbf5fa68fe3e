"""What must hold in an answer: checks of rows, of sections, of the form; and what must equal the answers to others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.forms.answer_scopes import AnswerScope, FormNames, Row
from congvan.forms.form import FormSection, SectionColumn
from congvan.forms.keys import FormKeys
from congvan.forms.known import KnownAnswers
from congvan.model.forms.sections import CheckSpec
from congvan.values.columns.base import Value
from congvan.values.expressions import UNKNOWN, Expression, ExpressionError, Scope, parse
from congvan.values.expressions.values import as_number, equal, is_empty, is_true


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that does not hold; `row`: the number of the row in its section from 0, None for all of it."""

    say: str
    section: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A cell of a summary beside the answers that it sums up; `waits`: not all of them have come."""

    section: str
    row: int
    column: SectionColumn
    said: Value
    counted: Any
    waits: bool = False

    @property
    def differs(self) -> bool:
        return not self.waits and not equal(self.said, self.counted)


@dataclass(frozen=True, slots=True)
class _FormCheck:
    expression: Expression
    say: str
    section: FormSection | None = None
    by_row: bool = False


class FormChecks:
    """The checks of one form, parsed once. `absent`: what is owed of other forms and has not come."""

    def __init__(self, names: FormNames, absent: KnownAnswers | None = None) -> None:
        self._names, form = names, names.form
        self._absent = FormNames(form, absent)
        self._checks = [_check(each, section) for section in form.sections for each in section.spec.checks]
        self._checks += [_check(each, None) for each in form.spec.form_checks]
        self._equals = [
            (section, column, parse(column.spec.equals))
            for section in form.sections
            for column in section.columns
            if column.spec.equals
        ]

    def __bool__(self) -> bool:
        return bool(self._checks)

    @property
    def compares(self) -> bool:
        """Whether a column must equal the answers to other forms."""
        return bool(self._equals)

    def failed(self, keys: FormKeys, sections: Mapping[str, Sequence[Row]], *, rows: bool = True) -> Iterator[Failed]:
        """Yield the checks that do not hold. `rows` False: those of single rows are left out."""
        if not self._checks:
            return
        scope = self._names.answer(keys, sections)
        for check in self._checks:
            if check.section is None:
                if _holds(check.expression, scope) is False:
                    yield Failed(check.say)
            elif not check.by_row:
                if _holds(check.expression, scope.section_scope(check.section)) is False:
                    yield Failed(check.say, check.section.id)
            elif rows:
                yield from self._failed_rows(check, check.section, scope)

    def _failed_rows(self, check: _FormCheck, section: FormSection, scope: AnswerScope) -> Iterator[Failed]:
        for number, row in enumerate(scope.row_scopes(section)):
            if _holds(check.expression, row) is False:
                yield Failed(check.say, section.id, number)

    def compared(self, keys: FormKeys, sections: Mapping[str, Sequence[Row]]) -> Iterator[Comparison]:
        """Yield the cells that must equal the answers to other forms. A difference counts once all these have come."""
        if not self._equals:
            return
        scope, absent = self._names.answer(keys, sections), self._absent.answer(keys, sections)
        for section, column, expression in self._equals:
            forms = {name.partition(".")[0] for name in expression.all_names} & self._names.others
            lacking = absent.row_scopes(section)
            for number, row in enumerate(scope.row_scopes(section)):
                said = row.value(column.name)
                if not is_empty(said):
                    waits = any(lacking[number].received(name) for name in forms)
                    counted = "" if waits else _value(expression, row)
                    yield Comparison(section.id, number, column, said, counted, waits)

    def rows_for(
        self, keys: FormKeys, sections: Mapping[str, Sequence[Row]], section_id: str, when: str | None
    ) -> list[int]:
        """Return the numbers, from 0, of the rows of a section for which a condition holds."""
        section = self._names.form.section(section_id)
        rows = self._names.answer(keys, sections).row_scopes(section) if section else []
        condition = parse(when) if when else None
        return [n for n, row in enumerate(rows) if condition is None or is_true(_value(condition, row))]


def _check(spec: CheckSpec, section: FormSection | None) -> _FormCheck:
    expression = parse(spec.check)
    columns = {column.name for column in section.columns} if section else set()
    return _FormCheck(
        expression, spec.say, section, bool(columns & {name.partition(".")[0] for name in expression.names})
    )


def _holds(expression: Expression, scope: Scope) -> bool | None:
    """Whether a check holds; None where an empty cell, or one that can't be read, keeps it from being decided."""
    try:
        found = expression.check(scope)
    except (ExpressionError, KeyError):
        return None
    return found if isinstance(found, bool) else None


def _value(expression: Expression, scope: Scope) -> Any:
    try:
        found = expression.evaluate(scope)
    except (ExpressionError, KeyError):
        return ""
    return "" if found is UNKNOWN else found


def shown_number(value: Any) -> str:
    """Return a value as a message shows it: numbers without needless noughts."""
    number = as_number(value)
    return format(number.normalize(), "f") if number is not None else str(value)
