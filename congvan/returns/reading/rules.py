"""What must hold between the values of an answer: computed figures, checks, unique values, rows referred to, totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from congvan.columns.base import Value
from congvan.columns.bodies import is_of_bodies
from congvan.columns.citizen_ids import contradicted
from congvan.columns.phone_numbers import digits
from congvan.columns.words import bare_name, tells_leaving
from congvan.expressions import ExpressionError, half_up
from congvan.expressions.values import as_number
from congvan.forms.answer_scopes import AnswerScope, FormNames, RowScope
from congvan.forms.blanks.values import kept
from congvan.forms.checks import FormChecks
from congvan.forms.form import FormSection
from congvan.forms.keys import FormKeys
from congvan.messages import Message
from congvan.model.forms.scalars import name_of
from congvan.problems import Place, Problem, Severity
from congvan.returns.reading.figures.amounts import ask_amounts
from congvan.returns.reading.figures.exchanged import ask_exchanged
from congvan.returns.reading.figures.row_orders import tell_sorted
from congvan.returns.reading.figures.scales import tell_scales
from congvan.returns.reading.figures.shifted import ask_shifted
from congvan.returns.reading.figures.shifted_rows import ask_shifted_rows
from congvan.returns.reading.figures.sums import ask_sums
from congvan.returns.reading.figures.totals import differing_totals, take_unnamed_total
from congvan.returns.reading.issues import TAKEN, Issue, ReadRow, within_file
from congvan.returns.reading.plan import (
    ASKED,
    COMPUTED,
    HISTORY,
    MEASURED_TYPES,
    ColumnPlan,
    SectionPlan,
    plan_of,
)
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.words import is_of_other_rows, plain
from congvan.text import presentable

Sections = Mapping[str, SectionAnswer]
_WORDS = ("text", "name")
_LEAST_SAID = 2
"""Values that two rows must share to say the same."""
_MOST_BLANK = 8
"""Entries named whose rows are blank."""
_LEAST_COPIED = 4
"""Values of a row at least that another one says again: more than chance."""


class Rules:
    """Applies the rules of one form to its answers. `problems` are those of the answer at hand."""

    def __init__(self, names: FormNames) -> None:
        self.names, self.form = names, names.form
        self.checks = FormChecks(names)
        self.plans = {section.id: plan_of(self.form, section) for section in self.form.sections}

    def apply(self, keys: FormKeys, sections: Sections, problems: list[Problem], *, nil: bool = False) -> list[Issue]:
        """Apply all rules; return what is asked about the answer as a whole. `nil`: there is nothing to be checked."""
        for section in self.form.sections:
            answer = sections.get(section.id)
            if answer is None:
                continue
            plan = self.plans[section.id]
            self._entries_once(plan, answer)
            self._rows_referred(section, sections, answer)
            self._citizens(plan, answer)
            self._unique(plan, answer)
            _people(plan, answer, problems)
            _leaving(plan, answer, problems)
            _repeated(plan, answer, problems)
            _bodies_twice(plan, answer, problems)
            _of_other_rows(plan, answer)
            ask_amounts(plan, answer)
            tell_scales(plan, answer, problems)
            ask_exchanged(plan, answer)
            ask_shifted(plan, answer)
            ask_shifted_rows(plan, answer)
            take_unnamed_total(plan, answer, problems)
            ask_sums(plan, answer)
            tell_sorted(plan, answer, problems)
            _left_blank(plan, answer, problems)
        self._computed(keys, sections, problems)
        self._as_printed(keys, sections)
        asked = [] if nil else list(self._checked(keys, sections))
        for identifier, answer in sections.items():
            problems += differing_totals(self.plans[identifier], answer)
        return asked

    def _entries_once(self, plan: SectionPlan, answer: SectionAnswer) -> None:
        """Ask about two rows for one entry: the second would replace the first."""
        if not plan.key:
            return
        by_entry: dict[str, list[ReadRow]] = {}
        for row in answer.rows:
            if row.entry and not row.struck:
                by_entry.setdefault(row.entry, []).append(row)
        for rows in by_entry.values():
            for row in rows if len(rows) > 1 else ():
                other = next(each for each in rows if each is not row)
                message = Message("row-twice", what=row.words, place=other.place)
                row.ask(plan.key, message, row.words)

    def _rows_referred(self, section: FormSection, sections: Sections, answer: SectionAnswer) -> None:
        """Ask about a number that no row of the section has that it refers to."""
        for column in section.columns:
            target = sections.get(column.rows_of) if column.rows_of else None
            if target is None:
                continue
            counted = {row.n: row.n for row in target.rows}
            said = {row.number: row.n for row in target.rows if row.number}
            # Why: who leaves the first line empty, or sorts the rows, means the number that stands in the row
            numbers = said if len(said) == len(counted) else counted
            for row in answer.rows:
                value = row.values.get(column.id, "")
                if value in numbers:
                    row.values[column.id] = numbers[int(value)]
                elif value != "":
                    row.values.pop(column.id)
                    row.ask(column.id, Message("column-row.unknown", number=value), str(value))

    def _citizens(self, plan: SectionPlan, answer: SectionAnswer) -> None:
        """Ask about an identity number that contradicts the year of birth or the sex in its row."""
        by_type = {each.cell.id: each for each in plan.columns.values()}
        number, sex, born = by_type.get("cccd"), plan.sex_column, plan.birth_column
        if number is None or not (sex or born):
            return
        for row in answer.rows:
            year = str(row.values.get(born.id, ""))[:4] if born else ""
            said = str(row.values.get(sex.id, "")) if sex else ""
            message = contradicted(str(row.values.get(number.id, "")), int(year) if year.isdecimal() else 0, said)
            if message is not None:
                row.ask(number.id, message, str(row.values[number.id]))

    def _unique(self, plan: SectionPlan, answer: SectionAnswer) -> None:
        """Ask about the second row with a value that may be once; a row that is asked about takes no place."""
        for column in plan.columns.values():
            if not column.column.spec.unique:
                continue
            first: dict[str, ReadRow] = {}
            for row in answer.rows:
                value = row.values.get(column.id, "")
                if value == "" or row.state != TAKEN:
                    continue
                key = digits(str(value)) if column.cell.id == "phone" else plain(str(value))
                other = first.setdefault(key, row)
                if other is not row:
                    message = Message("value-twice", label=column.label, place=other.place_of(column.id))
                    row.ask(column.id, message, str(value))

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


def _people(plan: SectionPlan, answer: SectionAnswer, problems: list[Problem]) -> None:
    """Ask about a person who occurs twice, by phone or by name and birth, and tell of a phone that two share."""
    by_type = {column.cell.id: column.id for column in reversed(list(plan.columns.values()))}
    name, phone = by_type.get("name", ""), by_type.get("phone", "")
    days = (each for each in plan.columns.values() if each.cell.id in ("date", "year"))
    birth = next((each.id for each in days if "sinh" in plain(each.label).split()), "")
    first: dict[str, ReadRow] = {}
    for row in answer.rows if name and (phone or birth) else ():
        number, person = digits(str(row.values.get(phone, ""))), str(row.values.get(name, ""))
        born, called = str(row.values.get(birth, "")), plain(bare_name(person))
        keys = [key for key in (number, f"{called} {born} {row.place.sheet}" if born else "") if key]
        if row.state != TAKEN:
            continue
        other = next((first[key] for key in keys if key in first), row)
        first.update((key, row) for key in keys if key not in first)
        if other is row:
            continue
        named = str(other.values.get(name, ""))
        if plain(bare_name(named)) != called:
            message = Message("phone-shared", name=person, other=named, first=within_file(other.place))
            problems.append(Problem(message, row.place, severity=Severity.WARNING))
        elif _same_areas(plan, row, other):
            row.ask(name, Message("person-twice", name=person, first=within_file(other.place)), person)
        else:
            message = Message("person-elsewhere", name=person, first=within_file(other.place))
            problems.append(Problem(message, row.place, severity=Severity.WARNING))


def _leaving(plan: SectionPlan, answer: SectionAnswer, problems: list[Problem]) -> None:
    """Tell of people who may no longer belong on the list, by words beside their names."""
    named = any(each.cell.id == "name" and not is_of_bodies(each.label) for each in plan.columns.values())
    texts = [each for each in plan.columns.values() if named and each.is_filled and each.cell.id == "text"]
    for row in answer.rows if texts else ():
        for column in texts:
            said = str(row.values.get(column.id, ""))
            if said and row.state == TAKEN and tells_leaving(said):
                message = Message("row-leaves", words=presentable(said, 60))
                problems.append(Problem(message, row.place_of(column.id), severity=Severity.WARNING))


def _repeated(plan: SectionPlan, answer: SectionAnswer, problems: list[Problem]) -> None:
    """Ask about a row that says again what another says: of a person; or on another sheet, as of a draft, then about
    all rows of that sheet; or where several do, as of a table that was copied. One alone is told.
    """
    asked = [each for each in plan.columns.values() if each.is_filled] if not plan.key else []
    named = [each.id for each in asked if each.cell.id == "name"]
    first: dict[tuple[str, ...], ReadRow] = {}
    drafts: set[str] = set()
    copied: dict[tuple[str, ...], list[ReadRow]] = {}
    for row in answer.rows if asked else ():
        texts = ((each.id, str(row.values.get(each.id, ""))) for each in asked)
        said = tuple(plain(bare_name(text) if column in named else text) for column, text in texts)
        if row.state != TAKEN or sum(map(bool, said)) < _LEAST_SAID:
            continue
        other = first.setdefault(said, row)
        person = any(row.values.get(each, "") != "" for each in named)
        if other is not row and (person or other.place.sheet != row.place.sheet):
            row.ask("", Message("row-repeated", words=row.words, first=within_file(other.place)), row.words)
            if other.place.sheet != row.place.sheet:
                drafts.add(row.place.sheet)
        elif other is not row and sum(map(bool, said)) >= _LEAST_COPIED:
            copied.setdefault(said, []).append(row)
    for said, rows in copied.items():
        for row in rows:
            message = Message("row-repeated", words=row.words, first=within_file(first[said].place))
            if len(copied) > 1:
                row.ask("", message, row.words)
            else:
                problems.append(Problem(message, row.place, severity=Severity.WARNING))
    for row in answer.rows:
        if row.place.sheet in drafts and row.state == TAKEN:
            row.ask("", Message("row-repeated.sheet", sheet=row.place.sheet, words=row.words), row.words)


def _bodies_twice(plan: SectionPlan, answer: SectionAnswer, problems: list[Problem]) -> None:
    """Tell of a body that two rows are about: of one name in a column of bodies, or the same entry of a list where
    nothing but figures parts its rows. Where rows are about people, two of them may well be of one body.
    """
    asked = [each for each in plan.columns.values() if each.is_filled and not each.column.rows_of]
    of_people = any(each.cell.id == "name" and not is_of_bodies(each.label) for each in asked)
    of_bodies = (each for each in asked if each.cell.id in _WORDS and is_of_bodies(each.label) and not of_people)
    named = next(of_bodies, None)
    listed = next((each for each in asked if each.column.listed is not None), None)
    column = named or listed
    if plan.key or column is None:
        return
    telling = [column] if named else [each for each in asked if each.cell.id not in MEASURED_TYPES]
    first: dict[tuple[str, ...], ReadRow] = {}
    for row in answer.rows:
        said = tuple(plain(str(row.values.get(each.id, ""))) for each in telling)
        if row.state != TAKEN or row.values.get(column.id, "") == "":
            continue
        other = first.setdefault(said, row)
        if other is row:
            continue
        message = Message("value-twice", label=column.label, place=other.place_of(column.id))
        problems.append(Problem(message, row.place_of(column.id), severity=Severity.WARNING))


def _of_other_rows(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about a row of figures that others hold already: “Trong đó …”, “Mang sang”."""
    texts = [each.id for each in plan.columns.values() if each.cell.id == "text"]
    if plan.key or not any(each.is_summed for each in plan.columns.values()):
        return
    for row in answer.rows:
        first = next((said for each in texts if (said := str(row.values.get(each, "")))), "")
        if row.state == TAKEN and is_of_other_rows(first):
            row.ask("", Message("row-of-others", words=presentable(first, 60)), first)


def _same_areas(plan: SectionPlan, row: ReadRow, other: ReadRow) -> bool:
    """Whether two rows name the same entries of lists."""
    columns = [column.id for column in plan.columns.values() if column.column.listed is not None]
    return all(row.values.get(column, "") == other.values.get(column, "") for column in columns)


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


def _left_blank(plan: SectionPlan, answer: SectionAnswer, problems: list[Problem]) -> None:
    """Tell of entries whose printed rows are blank beside filled ones, where each row must have a value.

    Why: a row that is forgotten counts neither as nought nor as missing, and nobody would see it.
    """
    if answer.rows and answer.blank and any(each.column.spec.required for each in plan.columns.values()):
        rows = ", ".join([*answer.blank[:_MOST_BLANK], *(["…"] if len(answer.blank) > _MOST_BLANK else [])])
        message = Message("rows-blank", count=len(answer.blank), rows=rows)
        problems.append(Problem(message, answer.rows[0].place, severity=Severity.WARNING))
