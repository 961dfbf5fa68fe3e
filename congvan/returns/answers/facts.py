"""What came back to a dispatch as plain values: for tables, papers, sheets, and the first screen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.core.returned import (
    AnswerFacts,
    FigureChange,
    RegisteredFile,
    ReturnFacts,
    SameValue,
    SenderFacts,
    WaitingFile,
)
from congvan.forms.form import DispatchForm, FormSection, forms_of
from congvan.forms.keys import FormKeys
from congvan.forms.known_answers import ReceivedAnswers
from congvan.forms.senders import sender_of
from congvan.model.dataset import Dataset
from congvan.model.lists.entries import folded
from congvan.model.papers import reminded
from congvan.returns.answers.assigned import assignment_facts
from congvan.returns.answers.computed import ComputedColumns
from congvan.returns.answers.dispatch_answers import DispatchAnswers, FormAnswers
from congvan.returns.answers.figures import FormFigures
from congvan.returns.answers.owed import damaged_records, versions_kept
from congvan.returns.answers.parts import SheetPart
from congvan.returns.answers.standing import row_name
from congvan.returns.ledger.store import Store
from congvan.returns.records.answers import AnswerRow
from congvan.returns.records.computed import computed_of
from congvan.returns.records.fold import Evidence, FoldedRecords, fold
from congvan.returns.records.many_values import many_values
from congvan.values.columns import phone_numbers
from congvan.values.columns.words import bare_name

TO_BE_TYPED, TYPED = "to-be-typed", "typed"
PAPERS = "vi"
"""The language of papers."""


def load_return_facts(
    dataset: Dataset,
    root: Path,
    database: str | None,
    told: list[Problem] | None = None,
    day: datetime.date | None = None,
) -> dict[str, ReturnFacts]:
    """Load the return facts of every dispatch to which something came back, or of which a letter is to remind; no
    database is made.

    `told`: gets what is reported of forms that have changed since they were sent out. `day`: by which what is due is
    owing though nobody has sent anything.
    """
    store = Store.existing(root, database)
    awaited = reminded(dataset.documents, dataset.papers)
    with store or nullcontext(), many_values():
        events = store.events() if store else []
        asked = dataset.dispatches if dataset.unread else None
        records = fold(events, computed_of(dataset), asked, apart=told is not None) if events else None
        if records is not None and told is not None:
            told += versions_kept(dataset, records)
            told += damaged_records(dataset, records)
        asking = [name for name, dispatch in dataset.dispatches.items() if dispatch.forms]
        names = [name for name in asking if records is not None or name in awaited]
        names = [name for name in names if records is None or name not in records.damaged]
        found = {name: DispatchAnswers(dataset, name, records or FoldedRecords(), day) for name in names}
        return {name: return_facts(answers) for name, answers in found.items()}


def return_facts(answers: DispatchAnswers) -> ReturnFacts:
    """Return the facts of one dispatch."""
    facts: ReturnFacts = {
        "forms": [answers.status(name) for name in answers.forms],
        "answers": [],
        "carried": {},
        "closed": {},
        "changes": {},
        "senders": [*_senders(answers)],
        "registered": registered_files(answers),
        "waiting": [*waiting_files(answers)],
        "unplaced": [each.file for each in answers.unplaced],
        "same": [*same_values(answers)],
    }
    for each in answers.answers.values():
        found, carried = _filled(each.form, each.now, each.periods, answers.facts)
        facts["answers"] += found
        facts["carried"] |= {f"{each.form.id}/{period}": rows for period, rows in carried.items()}
        facts["closed"] |= closed_papers(answers, each)
        facts["changes"] |= noted_changes(each)
    facts["assignments"] = assignment_facts(answers)
    return facts


def _filled(
    form: DispatchForm, figures: FormFigures, periods: Iterable[str], others: Iterable[AnswerFacts]
) -> tuple[list[AnswerFacts], dict[str, list[AnswerFacts]]]:
    """Return the answers of these periods, in order, with their computed columns; by period, what is carried on."""
    by_period = {period: figures.facts(period) for period in periods}
    found = [fact for facts in by_period.values() for fact in facts]
    forms = forms_of(form.dataset, form.dispatch_id)
    known = ReceivedAnswers(forms, [*found, *(each for each in others if each["form"] != form.id)])
    computed = ComputedColumns(form, known)
    carried: dict[str, list[AnswerFacts]] = {}
    for period, facts in by_period.items() if computed else ():
        computed.fill(period, facts)
        if rows := computed.carried(period, facts):
            carried[period] = rows
    return found, carried


def closed_papers(answers: DispatchAnswers, each: FormAnswers) -> dict[str, list[AnswerFacts]]:
    """Return the answers of closed periods as their papers show them, where they are other than now."""
    found = {}
    for period, figures in each.closed.items():
        upto = each.until(period, figures)
        if not figures.same_as(each.now, upto):
            filled, carried = _filled(each.form, figures, upto, answers.facts)
            here = [fact for fact in filled if fact["period"] == period]
            found[f"{each.form.id}/{period}"] = [*here, *carried.get(period, ())]
    return found


def noted_changes(each: FormAnswers) -> dict[str, list[FigureChange]]:
    """Return the figures of closed periods that changed, by the paper that notes them: the next one."""
    found: dict[str, list[FigureChange]] = {}
    for before, after in zip(each.periods, each.periods[1:], strict=False):
        if before not in each.closed:
            continue
        figures = each.closed.get(after, each.now)
        earlier = each.until(before, each.closed[before])
        changes = [c for period in earlier for c in figures.changes_from(each.closed[before], period)]
        if changes:
            found[f"{each.form.id}/{after}"] = changes
    return found


def _senders(answers: DispatchAnswers) -> Iterator[SenderFacts]:
    for each in answers.senders.values():
        yield {"id": each.id, "name": each.name, "phone": each.phone, "list": each.listed, "entry": each.entry}


def registered_files(answers: DispatchAnswers) -> list[RegisteredFile]:
    """Return the incoming register (Appendix IV, VI): what has a number, in order."""
    records = answers.records
    rows: list[RegisteredFile] = []
    for subject, registration in sorted(records.register.items(), key=lambda item: item[1]["number"]):
        answer, scan = records.answers.get(subject), records.evidence.get(subject)
        if answer is not None and answer.id.dispatch == answers.dispatch_id:
            author, what = _named(answers, answer.id.form, FormKeys(answer.id.entries, answer.id.period))
        elif scan is not None and answer is None and scan.dispatch in ("", answers.dispatch_id):
            author, what = _scan_named(answers, scan)
        else:
            continue
        source = answer or scan
        waits = answer is None and subject not in records.typed
        rows.append(
            {
                "number": str(registration["number"]),
                "date": registration["date"],
                "sender": author,
                "what": what,
                "file": source.file if source else "",
                "note": TO_BE_TYPED if waits else "",
            }
        )
    return rows


def _named(answers: DispatchAnswers, form_id: str, keys: FormKeys) -> tuple[str, str]:
    """Return who sent an answer, and what it is: the name of the form, its entries, its period."""
    form = answers.forms.get(form_id)
    if form is None:
        return "", form_id
    sender = sender_of(form, keys)
    entries = [(each.listed.id, each.listed.get(keys.entry(each.name))) for each in form.dimensions]
    names = [
        entry.heading for listed, entry in entries if entry and (listed, entry.id) != (sender.listed, sender.entry)
    ]
    period = answers.answers[form_id].calendar.find(keys.period) if keys.period else None
    when = period.name[:1].lower() + period.name[1:] if period else keys.period
    if not names and form.spec.name.casefold().split()[-1:] == when.split()[:1]:  # Báo cáo tuần, tuần 20
        when = " ".join(when.split()[1:])
    return sender.name, " ".join(filter(None, [form.spec.name, *names, when])) if names or when else form.title


def _scan_named(answers: DispatchAnswers, scan: Evidence) -> tuple[str, str]:
    form = answers.forms.get(scan.form) or next(iter(answers.forms.values()), None)
    what = Message("register-scan").text(PAPERS)
    if form is None:
        return "", what
    said = dict(scan.keys)
    entries = {each.name: said.get(each.name, "") for each in form.dimensions}
    sender, named = _named(answers, form.id, FormKeys(entries, scan.period))
    return sender, " ".join(filter(None, [what, named.removeprefix(form.spec.name).strip()]))


def waiting_files(answers: DispatchAnswers) -> Iterator[WaitingFile]:
    """Yield the scans of a dispatch, and those of which it is not known."""
    records = answers.records
    for subject, scan in records.evidence.items():
        if scan.dispatch in ("", answers.dispatch_id) and not (scan.withdrawn or scan.attachment):
            typed = records.answers.get(records.typed.get(subject, ""))
            yield {
                "file": scan.file,
                "form": scan.form,
                "keys": dict(scan.keys),
                "period": scan.period,
                "received": scan.received,
                "state": TYPED if typed else TO_BE_TYPED,
                "typed_as": typed.file if typed else "",
            }


def same_values(answers: DispatchAnswers) -> Iterator[SameValue]:
    """Yield the values that are on two answers though they are unique in the dispatch; both rows stay."""
    seen: dict[tuple[str, str], _UniqueValue] = {}
    for form, part in _parts(answers):
        for section in form.sections:
            for column in section.columns:
                if column.spec.unique != "dispatch":
                    continue
                kind, phone = column.type.id, column.type.id == "phone"
                for row in part.good(section.id):
                    value = str(row["values"].get(column.id, ""))
                    key = phone_numbers.digits(value) if phone else value.strip()
                    mine = _UniqueValue(form, section, part, row)
                    first = seen.setdefault((kind, key), mine) if key else mine
                    if first.part.answer is not part.answer:
                        yield _same(answers, column.spec.label, first, mine)


class _UniqueValue(NamedTuple):
    """Where a value is that is unique."""

    form: DispatchForm
    section: FormSection
    part: SheetPart
    row: AnswerRow

    @property
    def place(self) -> str:
        return f"{self.part.answer.file}, {self.row['cell']}"

    def words(self, answers: DispatchAnswers) -> str:
        column, _mask = answers.views[self.form.id].words[self.section.id]
        return row_name(self.section, column, self.row["values"])


def _same(answers: DispatchAnswers, label: str, first: _UniqueValue, second: _UniqueValue) -> SameValue:
    words, mine = first.words(answers), second.words(answers)
    return {
        "code": "person-elsewhere" if folded(bare_name(words)) == folded(bare_name(mine)) else "value-shared",
        "column": label,
        "words": mine,
        "first": first.place,
        "second": second.place,
        "first_words": words,
    }


def _parts(answers: DispatchAnswers) -> Iterator[tuple[DispatchForm, SheetPart]]:
    for each in answers.answers.values():
        if any(column.spec.unique == "dispatch" for section in each.form.sections for column in section.columns):
            for period in each.periods:
                for _entries, part in each.now.parts(period):
                    yield each.form, part
