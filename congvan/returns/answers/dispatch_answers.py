"""The answers to one dispatch, worked out once: what is owed, what counts, how each sheet stands."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from congvan.core.returned import AnswerFacts, DimensionFacts, FormStatus, PeriodFacts, RowFacts, Standing
from congvan.forms.answer_scopes import FormNames, Row
from congvan.forms.calendar import Period, calendar_of
from congvan.forms.checks import Comparison, FormChecks
from congvan.forms.due_dates import due_once
from congvan.forms.form import Dimension, DispatchForm, forms_of
from congvan.forms.keys import FormKeys
from congvan.forms.known_answers import ReceivedAnswers
from congvan.forms.obligations import Obligation
from congvan.forms.senders import Sender
from congvan.model.dataset import Dataset
from congvan.model.forms.scalars import name_of
from congvan.model.validity import as_of
from congvan.returns.answers.figures import FormFigures, figures_when_closed
from congvan.returns.answers.outliers import far_figures
from congvan.returns.answers.owed import owed
from congvan.returns.answers.parts import Choice, Entries, OwedRows, entries_of
from congvan.returns.answers.standing import ASKING, COMPLETE, FormView, OwedSheet, row_name, standing, taken_rows
from congvan.returns.answers.typed_figures import Differences, typed_differences
from congvan.returns.records.fold import Evidence, FoldedRecords
from congvan.values.columns.base import Value
from congvan.values.expressions import parse
from congvan.values.expressions.values import plain

MOST_DIFFERING = 3
"""Cells that differ from the answers they sum up which are reported one by one."""


class FormAnswers:
    """The answers to one form: what is owed in each period, what counts now and when figures were closed.

    `day`: by which what is due is owing though nobody has sent anything; None for what answers tell alone.
    """

    def __init__(self, form: DispatchForm, records: FoldedRecords, day: datetime.date | None = None) -> None:
        self.form, self.records, self.calendar, self.day = form, records, calendar_of(form), day
        self._owed: dict[str, Mapping[Entries, Obligation]] = {}
        came = records.answers_to(form.dispatch_id, form.id)
        self.now = FormFigures(form, (answer for answers in came.values() for answer in answers), self._least)
        self.closed = figures_when_closed(records, self.now, self._least)

    def owed_in(self, period: str) -> Mapping[Entries, Obligation]:
        """Return what is owed in a period ("" for a form without), by entries."""
        if period not in self._owed:
            found = self.calendar.find(period) if period else None
            due = owed(self.form, self.records, found) if not period or found else []
            self._owed[period] = {entries_of(self.form, each.keys.entries): each for each in due}
        return self._owed[period]

    def _least(self, period: str) -> Mapping[Entries, OwedRows]:
        """Return what is owed of each sheet of a period, and who came in the place of its entries."""
        owing = self.owed_in(period)
        heirs = {at: entries_of(self.form, each.heir.entries) for at, each in owing.items() if each.heir}
        counts = Counter(heirs.values())
        return {
            entries: OwedRows(each.rows, heir := heirs.get(entries), heir in owing, counts[heir] > 1 if heir else False)
            for entries, each in owing.items()
        }

    @cached_property
    def periods(self) -> Sequence[str]:
        """The periods that have answers or are closed, in order; [""] for a form without periods."""
        if self.form.spec.period is None:
            return [""]
        return self._dated({*self.now.periods, *self.closed})

    def _dated(self, periods: Iterable[str]) -> list[str]:
        return sorted(periods, key=self.calendar.order)

    def until(self, period: str, *figures: FormFigures) -> Sequence[str]:
        """Return the periods up to one, in order; those too that had answers only when these figures were closed."""
        if self.form.spec.period is None:
            return [""]
        found = self._dated({*self.periods, *(each for closed in figures for each in closed.periods)})
        return found[: found.index(period) + 1]

    @cached_property
    def owing_periods(self) -> Sequence[str]:
        """The periods in which something may be owing: those that have answers, every stated one before them, and those
        that have fallen due.
        """
        if self.form.spec.period is None:
            return self.periods
        last = self.periods[-1] if self.periods else ""
        order = self.calendar.order
        until = order(last) if self.calendar.find(last) is not None else None
        stated = self.calendar.periods() if until is not None or self.day is not None else ()
        owing = {each.id for each in stated if (until is not None and order(each.id) < until) or self._is_due(each)}
        return sorted({*owing, *self.periods}, key=order) if owing else self.periods

    def _is_due(self, period: Period) -> bool:
        due = period.due.date() if period.due else period.first
        return self.day is not None and max(due, period.first) <= self.day

    def sheets(self, period: str) -> Iterator[tuple[Entries, OwedSheet, Choice]]:
        """Yield every sheet of a period: those owed, then those that came unasked."""
        choices = self.now.choices(period)
        owing = self.owed_in(period)
        for entries, each in owing.items():
            yield entries, OwedSheet(each.keys, each.sender.id, each.rows, each.due), choices.get(entries, Choice())
        names = [each.name for each in self.form.dimensions]
        for entries, choice in choices.items():
            if entries not in owing:
                keys = FormKeys(dict(zip(names, entries, strict=True)), period)
                yield entries, OwedSheet(keys, "", 0, asked_for=False), choice

    def absent(self) -> Iterator[AnswerFacts]:
        """Yield what is owed and has not come, as answers with one empty row for each section."""
        for period in self.periods:
            choices = self.now.choices(period)
            for entries, each in self.owed_in(period).items():
                if choices.get(entries, Choice()).current is None:
                    row: RowFacts = {"n": 1, "entry": "", "values": {}}
                    sections = {section.id: [row] for section in self.form.sections}
                    keys = dict(each.keys.entries)
                    yield {"form": self.form.id, "period": period, "keys": keys, "sections": sections, "nil": False}


class DispatchAnswers:
    """The answers to a dispatch; raises `EnvironmentFault` where one of its events is damaged.

    `dataset`: all facts of the project; forms see those of the day of the dispatch.

    `day`: by which what is due is owing though nobody has sent anything; None for what answers tell alone.
    """

    def __init__(
        self, dataset: Dataset, dispatch_id: str, records: FoldedRecords, day: datetime.date | None = None
    ) -> None:
        if dispatch_id in records.damaged:
            raise records.damaged[dispatch_id]
        self.dataset = as_of(dataset, dispatch_id)
        self.dispatch_id, self.records = dispatch_id, records
        self.forms = forms_of(self.dataset, dispatch_id)
        self.answers = {name: FormAnswers(form, records, day) for name, form in self.forms.items()}

    @cached_property
    def facts(self) -> list[AnswerFacts]:
        """What counts, as plain values: every form, every period."""
        return [fact for each in self.answers.values() for period in each.periods for fact in each.now.facts(period)]

    @cached_property
    def known(self) -> ReceivedAnswers:
        """What counts, as other forms ask for it."""
        return ReceivedAnswers(self.forms, self.facts)

    @cached_property
    def absent(self) -> ReceivedAnswers:
        """What has not come, as summaries that wait ask for it."""
        return ReceivedAnswers(self.forms, (fact for each in self.answers.values() for fact in each.absent()))

    @cached_property
    def views(self) -> Mapping[str, FormView]:
        """What the answers to each form are judged by."""
        found = {}
        for name, form in self.forms.items():
            names = FormNames(form, self.known if _asks_others(form) else None)
            compares = any(column.spec.equals for section in form.sections for column in section.columns)
            found[name] = FormView.of(form, FormChecks(names, self.absent if compares else None))
        return found

    @cached_property
    def _typed(self) -> Mapping[str, Differences]:
        """What senders typed otherwise than the answers to all periods give, by form."""
        return {
            name: typed_differences(each.form, each.now, each.periods, lambda: self.facts)
            for name, each in self.answers.items()
        }

    @cached_property
    def _far(self) -> Mapping[str, Differences]:
        """What is far beyond the other figures of its column, by form."""
        return {name: far_figures(each.form, each.now, each.periods) for name, each in self.answers.items()}

    @property
    def unplaced(self) -> list[Evidence]:
        """Files that can't be read, or wait to be entered, and tell no sheet: any sender may have sent them."""
        waiting = [each for each in self.records.evidence.values() if each.subject not in self.records.typed]
        files = [*waiting, *self.records.unread]
        told = {
            each.subject
            for answers in self.answers.values()
            for period, meant in self._meant(answers.form, files).items()
            if bool(period) == (answers.form.spec.period is not None)
            for those in meant.values()
            for each in those
        }
        mine = ("", self.dispatch_id)
        return [f for f in files if f.subject not in told and f.dispatch in mine and not (f.withdrawn or f.attachment)]

    @property
    def senders(self) -> dict[str, Sender]:
        """Who owes anything, by id, in the order of the forms and lists."""
        found: dict[str, Sender] = {}
        for each in self.answers.values():
            for period in each.owing_periods:
                for obligation in each.owed_in(period).values():
                    if obligation.sender.id:
                        found.setdefault(obligation.sender.id, obligation.sender)
        return found

    def status(self, form_id: str) -> FormStatus:
        """Return the state of a form, whatever the time."""
        answers = self.answers[form_id]
        form, due = answers.form, due_once(answers.form) if answers.form.spec.period is None else None
        return {
            "form": form.id,
            "ref": form.label,
            "title": form.title,
            "name": form.spec.name,
            "version": form.spec.version,
            "per": [_dimension(each) for each in form.dimensions],
            "periods": [_period(each, answers) for each in self._periods(answers)],
            "due": due.isoformat() if due else "",
            "standings": self.standings(form_id, answers.owing_periods),
        }

    def standings(self, form_id: str, periods: Iterable[str]) -> list[Standing]:
        """Return how each sheet of a form stands in some periods, also in one for which nothing came."""
        answers, view = self.answers[form_id], self.views[form_id]
        waiting = [each for each in self.records.evidence.values() if each.subject not in self.records.typed]
        scans, unread = (self._meant(answers.form, files) for files in (waiting, self.records.unread))
        return [
            self._standing(answers, view, entries, sheet, choice, (scans.get(period, {}), unread.get(period, {})))
            for period in periods
            for entries, sheet, choice in answers.sheets(period)
        ]

    def _periods(self, answers: FormAnswers) -> list[Period]:
        stated = {each.id: each for each in answers.calendar.periods()}
        for period in answers.periods:
            found = answers.calendar.find(period) if period and period not in stated else None
            if found is not None:
                stated[period] = found
        return sorted(stated.values(), key=lambda each: each.first)

    def _standing(
        self,
        answers: FormAnswers,
        view: FormView,
        entries: Entries,
        sheet: OwedSheet,
        choice: Choice,
        files: tuple[Mapping[Entries, Sequence[Evidence]], Mapping[Entries, Sequence[Evidence]]],
    ) -> Standing:
        scans, unread = ([each for part in _wider(entries) for each in those.get(part, ())] for those in files)
        if current := choice.current:
            scans, unread = [], [each for each in unread if each.order > current.answer.order]
        stands = standing(view, sheet, choice, scans, unread)
        for found_by in (self._typed, self._far):
            why = found_by[answers.form.id].get((sheet.keys.period, entries))
            if why is not None:
                stands["reasons"].append(why)
                stands["state"] = ASKING if stands["state"] == COMPLETE else stands["state"]
        if choice.current is not None:
            self._compare(view, sheet, choice, stands)
            closed = answers.closed.get(sheet.keys.period)
            if closed is not None:
                before = closed.choices(sheet.keys.period).get(entries, Choice()).current
                stands["after_close"] = before is None
                changed = before is not None and before.answer is not choice.current.answer
                stands["notes"] += [{"code": "changed-after-close", "count": 1, "text": ""}] if changed else []
        return stands

    def _compare(self, view: FormView, sheet: OwedSheet, choice: Choice, stands: Standing) -> None:
        """Note where a summary differs from the answers that it sums up, or waits for them."""
        if not view.checks.compares or choice.current is None or choice.current.answer.nil:
            return
        rows = taken_rows(choice.current)
        found = list(view.checks.compared(sheet.keys, rows))
        differing, waiting = [each for each in found if each.differs], sum(each.waits for each in found)
        if differing:
            cells = "; ".join(_differing(view, each, rows) for each in differing[:MOST_DIFFERING])
            stands["notes"].append({"code": "equals-differ", "count": len(differing), "text": cells})
            stands["state"] = ASKING if stands["state"] == COMPLETE else stands["state"]
        elif waiting:
            stands["notes"].append({"code": "equals-wait", "count": waiting, "text": ""})
        elif found:
            stands["notes"].append({"code": "equals-agree", "count": len(found), "text": ""})

    def _meant(self, form: DispatchForm, files: Iterable[Evidence]) -> dict[str, dict[Entries, list[Evidence]]]:
        """Return files that were not read, by period and entries; "" where a name tells no entry."""
        found: dict[str, dict[Entries, list[Evidence]]] = {}
        first = next(iter(self.forms), "")
        for scan in files:
            if scan.withdrawn or scan.dispatch not in ("", self.dispatch_id):
                continue
            if (scan.form or first) != form.id or scan.attachment:
                continue
            said = dict(scan.keys)
            entries = tuple(said.get(each.name, "") for each in form.dimensions)
            if any(entries):
                found.setdefault(scan.period, {}).setdefault(entries, []).append(scan)
        return found


_FIGURES = frozenset(("integer", "decimal", "percent", "money"))
"""Types of columns whose values don't tell a row from others."""


def _differing(view: FormView, compared: Comparison, rows: Mapping[str, Sequence[Row]]) -> str:
    """Return where a summary differs from the answers that it sums up: Trường Mẫu, Giá trị: 1.137 ≠ 1.138."""
    column, row = compared.column, rows[compared.section][compared.row]
    section, said_by = view.form.section(compared.section), view.words[compared.section][0]
    told = section.column(said_by) if section else None
    name = "" if told is not None and told.type.id in _FIGURES else f"{row_name(section, said_by, row)}, "
    said, counted = (column.type.shown(_plain(each)) for each in (compared.said, compared.counted))
    return f"{name}{column.spec.label}: {said or '–'} ≠ {counted or '–'}"


def _plain(value: Any) -> Value:
    return plain(value) if isinstance(value, Decimal) else value


def _asks_others(form: DispatchForm) -> bool:
    """Whether a check or comparison reads the answers to other forms, or of other periods."""
    texts = [column.spec.equals for section in form.sections for column in section.columns]
    texts += [each.check for section in form.sections for each in section.spec.checks]
    texts += [each.check for each in form.spec.form_checks]
    others = {name_of(each.id) for each in form.dispatch.forms} - {name_of(form.id)}
    for expression in (parse(text) for text in texts if text):
        if {name.partition(".")[0] for name in expression.all_names} & others:
            return True
        if any(call.function in ("last", "year_ago", "so_far") for call in expression.calls):
            return True
    return False


def _dimension(dimension: Dimension) -> DimensionFacts:
    """Return a dimension with the names of its entries, and of what they refer to first."""
    listed = dimension.listed
    above = next((name for name, each in listed.head.all_fields().items() if each.refers_to and not each.many), "")
    referred = {entry.id: entry.values.get(above) for entry in listed.entries} if above else {}
    return {
        "name": dimension.name,
        "list": listed.id,
        "label": listed.label,
        "one": listed.one,
        "entries": [{"id": entry.id, "name": entry.heading} for entry in listed.entries],
        "above": {key: str(value["heading"]) for key, value in referred.items() if isinstance(value, Mapping)},
    }


def _wider(entries: Entries) -> Iterator[Entries]:
    """Yield entries, and those with one or more left open, but for all."""
    count = len(entries)
    for mask in range(2**count - 1) if count else ():
        yield tuple("" if mask >> at & 1 else entry for at, entry in enumerate(entries))


def _period(period: Period, answers: FormAnswers) -> PeriodFacts:
    form = answers.form
    closing = answers.records.closed.get((form.dispatch_id, form.id, period.id))
    return {
        "id": period.id,
        "name": period.name,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "due": period.due.isoformat() if period.due else "",
        "closed": closing.day if closing else "",
    }
