"""What must hold between the values of an answer: the table of checks, computed figures, checks of the form, totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.forms.answer_scopes import AnswerScope, FormNames, RowScope
from congvan.forms.blanks.values import kept
from congvan.forms.checks import FormChecks
from congvan.forms.keys import FormKeys
from congvan.model.forms.scalars import name_of
from congvan.returns.reading.checks import apply_checks
from congvan.returns.reading.figures.totals import differing_totals
from congvan.returns.reading.issues import Issue, ReadRow
from congvan.returns.reading.plan import (
    ASKED,
    COMPUTED,
    HISTORY,
    ColumnPlan,
    SectionPlan,
    plan_of,
)
from congvan.returns.reading.tables import SectionAnswer
from congvan.values.columns.base import Value
from congvan.values.expressions import ExpressionError, half_up
from congvan.values.expressions.values import as_number

Sections = Mapping[str, SectionAnswer]


class Rules:
    """Applies the rules of one form to its answers. `problems` are those of the answer at hand."""

    def __init__(self, names: FormNames) -> None:
        self.names, self.form = names, names.form
        self.checks = FormChecks(names)
        self.plans = {section.id: plan_of(self.form, section) for section in self.form.sections}

    def apply(self, keys: FormKeys, sections: Sections, problems: list[Problem], *, nil: bool = False) -> list[Issue]:
        """Apply all rules; return what is asked about the answer as a whole. `nil`: there is nothing to be checked."""
        for section in self.form.sections:
            if (answer := sections.get(section.id)) is not None:
                answer.others = sections
                problems += apply_checks(self.plans[section.id], answer)
        self._computed(keys, sections, problems)
        self._as_printed(keys, sections)
        asked = [] if nil else list(self._checked(keys, sections))
        for identifier, answer in sections.items():
            problems += differing_totals(self.plans[identifier], answer)
        return asked

    def _computed(self, keys: FormKeys, sections: Sections, problems: list[Problem]) -> None:
        """Compute what can be from the rows alone; a figure that was typed in its place is compared and reported."""
        columns = [
            (section, column)
            for section in self.form.sections
            for column in self.plans[section.id].columns.values()
            if column.kind == COMPUTED
        ]
        for section, column in columns:
            answer = sections.get(section.id)
            if answer is None:
                continue
            scope = self._scope(keys, sections)
            for row, names in zip(answer.rows, scope.row_scopes(section), strict=True):
                value = "" if row.struck else _evaluated(column, names)
                if value == "":
                    _alone(column, row, self.plans[section.id])
                    continue
                row.values[column.id] = value
                typed = row.typed.pop(column.id, "")
                if typed != "" and not _near(typed, value):
                    message = Message(
                        "computed-differs",
                        label=column.label,
                        said=column.cell.shown(typed),
                        computed=column.cell.shown(value),
                    )
                    problems.append(Problem(message, row.place_of(column.id)))

    def _as_printed(self, keys: FormKeys, sections: Sections) -> None:
        """Forget figures of other periods that the formulas of a blank give by themselves, as a CSV keeps them."""
        for section in self.form.sections:
            answer = sections.get(section.id)
            columns = [each for each in self.plans[section.id].columns.values() if each.kind == HISTORY]
            if answer is None or not any(row.typed for row in answer.rows):
                continue
            for row, names in zip(answer.rows, self._scope(keys, sections).row_scopes(section), strict=True):
                for column in columns:
                    said = row.typed.get(column.id, "")
                    if said != "" and _near(said, _evaluated(column, names)):
                        row.typed.pop(column.id)

    def _scope(self, keys: FormKeys, sections: Sections) -> AnswerScope:
        return self.names.answer(keys, {name: _rows(answer.rows) for name, answer in sections.items()})

    def _checked(self, keys: FormKeys, sections: Sections) -> Iterator[Issue]:
        """Ask about rows for which a check does not hold; yield what does not hold between the sections.

        What does not hold for a section as a whole (a lead is missing) makes the answer incomplete; that is reported by
        who folds it, as it depends on later corrections.
        """
        if not self.checks:
            return
        values = {name: _rows(answer.rows) for name, answer in sections.items()}
        for failed in self.checks.failed(keys, values):
            if failed.row is None:
                if not failed.section:
                    yield Issue("", Message("check-failed.form", say=failed.say), Place())
                continue
            row = sections[failed.section].rows[failed.row]
            if not row.struck:
                row.ask("", Message("check-failed", say=failed.say), row.words)


def _rows(rows: Sequence[ReadRow]) -> list[Mapping[str, Value]]:
    return [{**row.values, "entry": row.entry} for row in rows]


def _evaluated(column: ColumnPlan, names: RowScope) -> Value:
    """Return a computed value, rounded as its column says."""
    if column.value is None:
        return ""
    try:
        return kept(column.column, column.value, column.value.evaluate(names))
    except (ExpressionError, KeyError):
        return ""


def _alone(column: ColumnPlan, row: ReadRow, plan: SectionPlan) -> None:
    """Ask about a figure that was typed where ours is computed, of which nothing can be, since what it is computed
    from is not there: the total in place of its parts. It would be lost.
    """
    typed = row.typed.get(column.id, "")
    if typed in ("", 0) or row.struck or row.issues or column.value is None:
        return
    parts = [each for each in plan.columns.values() if name_of(each.id) in column.value.names and each.kind == ASKED]
    lacking = [each.label for each in parts if row.values.get(each.id, "") == ""]
    if lacking:
        said = column.cell.shown(typed)
        message = Message("computed-alone", label=column.label, said=said, lacking=", ".join(lacking))
        row.ask(column.id, message, str(said))


def _near(said: Value, ours: Value) -> bool:
    """Whether a typed figure is ours, rounded as it may be."""
    one, other = as_number(said), as_number(ours)
    if one is None or other is None:
        return said == ours
    exponent = one.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return one == other or (one == half_up(other, places) and abs(one - other) < Decimal(1))
