"""An answer by telephone or letter: any form, its figures, or that there is nothing to report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Problem, UsageError
from congvan.forms.form import DispatchForm, FormSection
from congvan.model.dataset import Dataset
from congvan.returns.ledger.store import Change, Event
from congvan.returns.naming import NamedCells, SheetNames, rows_of, sheet_name
from congvan.returns.records.answers import LETTER, PHONE, TAKEN
from congvan.returns.records.computed import computed_of
from congvan.returns.records.fold import fold
from congvan.returns.records.identity import AnswerId, keys_of
from congvan.values.columns.base import Value


class TelephoneAnswer(NamedTuple):
    """What was reported: `items` as `xa=cao-loc`, `ky=2026-t34`, `luot=120`; `nil`: nothing to report; `how` it came.

    `scan`: the hash of the scan that it was typed from. `over_rows`: nothing to report, though rows have come.
    """

    items: Sequence[str]
    nil: bool = False
    how: str = PHONE
    received: str = ""
    who: str = ""
    scan: str = ""
    over_rows: bool = False


def enter_answer(
    dataset: Dataset, change: Change, form: DispatchForm, told: TelephoneAnswer
) -> tuple[Message, list[Problem], AnswerId]:
    """Store what was reported; return a confirmation of one line, what was corrected, and the sheet that it is about.
    Repeating stores nothing.
    """
    named = SheetNames(form).read(told.items)
    if told.nil and form.spec.nil is None:
        raise UsageError(Problem(Message("report-nil.form", form=form.title)))
    if told.nil == bool(named.cells):
        raise UsageError(Problem(Message("report-nil.both" if told.nil else "report-figures")))
    identity = AnswerId(form.dispatch_id, form.id, keys_of(named.keys.entries), named.keys.period)
    if told.nil and not told.over_rows:
        _refuse_over_rows(dataset, change, form, identity)
    body: dict[str, Any] = {
        "form": form.id,
        "version": form.spec.version,
        "keys": dict(named.keys.entries),
        "period": named.keys.period,
        "how": told.how,
        "nil": told.nil,
        "sections": _with_entries(form, named),
    }
    if told.scan:
        body["typed_from"] = told.scan
    calls = (each for each in reversed(change.events) if each.kind == "told" and each.subject == identity.path)
    last = next((each for each in calls if each.dispatch == form.dispatch_id), None)
    if last is None or last.body != body or last.received != told.received:
        change.add(Event("told", identity.path, body, form.dispatch_id, told.received, told.who))
    return _confirmed(dataset, change, form, named, identity), named.notes, identity


def _refuse_over_rows(dataset: Dataset, change: Change, form: DispatchForm, identity: AnswerId) -> None:
    """Raise `UsageError` for a nil return where rows have come: a slip of the sheet would take them out of sums."""
    records = fold(change.events, computed_of(dataset))
    for answer in records.answers.values():
        rows = sum(row["state"] == TAKEN for row in answer.rows())
        if answer.id == identity and not answer.withdrawn and not answer.nil and rows:
            sheet = sheet_name(form, identity.entries, identity.period)
            raise UsageError(Problem(Message("report-nil.over", sheet=sheet, file=answer.file or "–", count=rows)))


def _with_entries(form: DispatchForm, named: NamedCells) -> dict[str, list[dict[str, Any]]]:
    """Return the rows with the entry that each is for in the column that bears it."""
    sections = rows_of(named.cells)
    for name, rows in sections.items():
        section = form.section(name)
        for row in rows if section and section.each else ():
            for column in section.columns if section else ():
                if section and column.listed is not None and section.each and column.listed.id == section.each.id:
                    row["values"] |= {column.id: row["entry"]} if row["entry"] else {}
    return sections


def _told(form: DispatchForm, named: NamedCells) -> Iterator[str]:
    """Yield what was entered as the clerk sees it: the row of an entry, the labels of its columns, their values."""
    for (section_id, number, entry), values in named.cells.items():
        section = form.section(section_id)
        if section is None:
            continue
        labels, listed = section.labels(), section.each.get(entry) if section.each and entry else None
        row = listed.heading if listed else str(number) if number > 1 else ""
        said = [f"{labels.get(name, name)} = {_shown(section, name, value)}" for name, value in values.items()]
        yield f"{row}: {', '.join(said)}" if row else ", ".join(said)


def _shown(section: FormSection, name: str, value: Value) -> str:
    column = section.column(name)
    if column is None:
        return str(value)
    entry = column.listed.get(str(value)) if column.listed is not None else None
    return entry.heading if entry is not None else column.type.shown(value)


def _confirmed(dataset: Dataset, change: Change, form: DispatchForm, named: NamedCells, identity: AnswerId) -> Message:
    """Return what was entered, with the form that it corrects."""
    what = sheet_name(form, identity.entries, identity.period)
    line = f"{what}: {'; '.join(_told(form, named)) or form.spec.nil}"
    records = fold(change.events, computed_of(dataset))
    made = [each for each in records.answers.values() if each.id == identity and each.how in (PHONE, LETTER)]
    rests = made[-1] if made and named.cells else None
    if rests is not None and rests.file and not rests.waits:
        return Message("report-entered.corrects", line=line, file=rests.file)
    return Message("report-entered", line=line)
