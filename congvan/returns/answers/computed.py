"""Computed columns: worked out again from what counts, so that a correction goes on into what depends on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from congvan.core.returned import AnswerFacts, RowFacts
from congvan.forms.answer_scopes import FormNames, Row, RowScope
from congvan.forms.blanks.rows import row_entries
from congvan.forms.blanks.scopes import BlankScope
from congvan.forms.blanks.values import kept
from congvan.forms.calendar import Period
from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.forms.keys import FormKeys
from congvan.forms.known_answers import ReceivedAnswers
from congvan.forms.obligations import obligations
from congvan.forms.successors import in_period
from congvan.model.lists.entries import EntryList
from congvan.values.columns.base import Value
from congvan.values.expressions import Expression, ExpressionError, parse
from congvan.values.expressions.aggregates import BEFORE

_Place = tuple[tuple[tuple[str, str], ...], str, str]  # keys, section, entry


class ComputedColumns:
    """Works out the computed columns of a form, period by period from the first."""

    def __init__(self, form: DispatchForm, known: ReceivedAnswers) -> None:
        self._names = FormNames(form, known)
        self._names.earlier_sums = self._before
        self._columns = {section.id: list(_computed(section)) for section in form.sections}
        self._sums: dict[_Place, dict[str, float]] = {}
        self._history = {name: found for name, columns in self._columns.items() if (found := _of_history(columns))}
        lists = [*(each.listed for each in form.dimensions), *(each.each for each in form.sections if each.each)]
        self._succeeded = any(entry.successors for listed in lists for entry in listed.whole.entries)
        self._ended: dict[_Place, list[_Place]] = {}  # by the place of who came in their place
        spec = form.spec.period
        self._has_base, self._begun = bool(spec and spec.base), False

    def __bool__(self) -> bool:
        return any(self._columns.values())

    def fill(self, period: str, answers: Iterable[AnswerFacts]) -> None:
        """Set the computed columns of a period; call it for one period after the other."""
        answers = list(answers)
        found = self._names.calendar.find(period) if period else None
        counts = found is not None and self._names.calendar.is_cumulated(found)
        if counts and self._has_base and not self._begun:
            self._begun, self._sums = True, dict(self._bases())
        self._ended = self._inherited(found, _places(answers)) if found and self._succeeded else {}
        for answer in answers:
            self._add_totals(answer)
            self._fill(answer)
        for answer in answers if counts else ():
            self._add(answer)

    def _bases(self) -> Iterator[tuple[_Place, dict[str, float]]]:
        """Yield the figures from which the rows begin that are owed of the first period, whether they come or not."""
        form, first = self._names.form, self._names.calendar.first_cumulated
        for owed in obligations(form, first.id) if first else ():
            blank = BlankScope(self._names, owed.keys)
            for section in form.sections:
                entries = [each.id for each in row_entries(blank, section)] if section.each else [""]
                for entry in entries:
                    place = (tuple(sorted(owed.keys.entries.items())), section.id, entry)
                    if base := self._base(place):
                        yield place, base

    def _base(self, place: _Place) -> dict[str, float]:
        keys, name, entry = place
        section = self._names.form.section(name) if self._has_base else None
        base = self._names.base(section, FormKeys(dict(keys)), entry) if section is not None else {}
        return {name: value for name, value in base.items() if isinstance(value, int | float)}

    def _add_totals(self, answer: AnswerFacts) -> None:
        """Give a section that sums the tables above it a row, where the sender had nothing to fill in there."""
        sections = answer["sections"]
        for section in self._names.form.sections if not answer["nil"] and any(sections.values()) else ():
            if not sections.get(section.id) and section.each is None and self._sums_others(section):
                sections[section.id] = [{"n": 1, "entry": "", "values": {}}]

    def _sums_others(self, section: FormSection) -> bool:
        paths = (path for _column, expression in self._columns[section.id] for path in expression.all_names)
        return any(path.partition(".")[0] in self._names.sections for path in paths)

    def carried(self, period: str, answers: Iterable[AnswerFacts]) -> list[AnswerFacts]:
        """Return what was cumulated before for sheets and entries without a row in a period: they count in its sums.

        Call it behind `fill` of the period. The figures of the period itself are left empty.
        """
        there = _places(answers).union(*self._ended.values())
        found: dict[tuple[tuple[str, str], ...], AnswerFacts] = {}
        for place in self._sums:
            keys, section, entry = place
            if place in there or section not in self._history:
                continue
            made: AnswerFacts = {
                "form": self._names.form.id,
                "period": period,
                "keys": dict(keys),
                "sections": {},
                "nil": False,
            }
            rows = found.setdefault(keys, made)["sections"].setdefault(section, [])
            rows.append({"n": len(rows) + 1, "entry": entry, "values": {}})
        for answer in found.values():
            self._fill(answer)
            for section, rows in answer["sections"].items():
                entries = _entry_columns(self._names.form.section(section))
                for row in rows:
                    told = {name: row["values"].get(name, "") for name in self._history[section]}
                    row["values"] = {**dict.fromkeys(entries, row["entry"]), **told}
        return list(found.values())

    def _fill(self, answer: AnswerFacts) -> None:
        keys = FormKeys(answer["keys"], answer["period"])
        rows = {name: [{**row["values"], "entry": row["entry"]} for row in s] for name, s in answer["sections"].items()}
        for section in self._names.form.sections:
            columns, facts = self._columns[section.id], answer["sections"].get(section.id, [])
            for _round in range(len(columns) and min(len(columns), 3)):  # a column may be computed from another
                changed = False
                names = self._names.answer(keys, rows)
                for row, fact in zip(rows.get(section.id, ()), facts, strict=False):
                    changed |= _set(columns, row, fact, RowScope(names, section, row))  # a cycle if it were kept
                if not changed:
                    break

    def _before(self, keys: FormKeys, section: str, entry: str) -> Row:
        place = (tuple(sorted(keys.entries.items())), section, entry)
        if (sums := self._sums.get(place)) is None:
            period = self._names.period(keys.period)
            sums = self._base(place) if period is not None and self._names.calendar.is_cumulated(period) else {}
        for more in [self._sums[ended] for ended in self._ended.get(place, ())]:
            sums = {name: sums.get(name, 0) + more.get(name, 0) for name in {**sums, **more}}
        return sums

    def _inherited(self, period: Period, there: Collection[_Place]) -> dict[_Place, list[_Place]]:
        """Return the rows that ended by the row in whose cumulated figures theirs are: one that is there in the period,
        or was before. What still has a row of its own keeps them.
        """
        found: dict[_Place, list[_Place]] = {}
        for place in self._sums:
            heir = self._heir(place, period)
            if heir != place and place not in there and (heir in there or heir in self._sums):
                found.setdefault(heir, []).append(place)
        return found

    def _heir(self, place: _Place, period: Period) -> _Place:
        keys, section_id, entry = place
        form, said = self._names.form, dict(keys)
        section = form.section(section_id)
        for each in form.dimensions:
            said[each.name] = _owner(each.listed, said.get(each.name, ""), period)
        if section is not None and section.each is not None:
            entry = _owner(section.each, entry, period)
        return tuple(sorted(said.items())), section_id, entry

    def _add(self, answer: AnswerFacts) -> None:
        keys = _keys(answer)
        for name, rows in answer["sections"].items():
            for row in rows:
                place = (keys, name, row["entry"])
                sums = self._sums[place] if place in self._sums else self._sums.setdefault(place, self._base(place))
                for column, value in row["values"].items():
                    if isinstance(value, int | float):
                        sums[column] = sums.get(column, 0) + value


def _owner(listed: EntryList, entry_id: str, period: Period) -> str:
    """Return who owes a period in the place of an entry; the entry itself where nobody does."""
    entry = listed.whole.get(entry_id)
    owner = in_period(listed, entry, period) if entry is not None and entry.successors else None
    return owner.id if owner is not None else entry_id


def _places(answers: Iterable[AnswerFacts]) -> set[_Place]:
    """Return where there are rows."""
    return {
        (_keys(each), name, row["entry"]) for each in answers for name, rows in each["sections"].items() for row in rows
    }


def _keys(answer: AnswerFacts) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(answer["keys"].items()))


def _entry_columns(section: FormSection | None) -> list[str]:
    """Return the columns that name the entry of a row."""
    each = section.each if section is not None else None
    if section is None or each is None:
        return []
    return [column.id for column in section.columns if column.listed is not None and column.listed.id == each.id]


def _of_history(columns: Sequence[tuple[SectionColumn, Expression]]) -> list[str]:
    """Return the columns that tell of other periods, where one of them is cumulated."""
    calls = {column.id: {call.function for call in expression.calls} for column, expression in columns}
    told = [name for name, called in calls.items() if called & {*BEFORE}]
    return told if any("so_far" in calls[name] for name in told) else []


def _computed(section: FormSection) -> Iterator[tuple[SectionColumn, Expression]]:
    """Yield the columns of a section that nobody fills in, but for entries that are printed; and those of other periods
    that may be changed, where nobody has.
    """
    for column in section.columns:
        if column.spec.value and column.type.id != "ordinal" and column.listed is None:
            expression = parse(column.spec.value)
            if not column.spec.open or any(call.function in BEFORE for call in expression.calls):
                yield column, expression


def _set(
    columns: Sequence[tuple[SectionColumn, Expression]], row: dict[str, Value], fact: RowFacts, scope: RowScope
) -> bool:
    """Set the computed columns of a row; return whether one changed."""
    values = {}
    for column, expression in columns:
        if column.spec.open and row.get(column.id, "") != "":
            continue
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
