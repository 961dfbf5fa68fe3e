"""What waits for a decision of the office: rows that are asked about, whole answers that wait, scans to be typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypedDict

from congvan.core.messages import Message, from_plain
from congvan.forms.form import DispatchForm, FormSection
from congvan.grids.grid import GridCell
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.standing import FormView
from congvan.returns.records.answers import PHONE, Answer, AnswerRow, RowIssue
from congvan.returns.records.fold import Evidence, FoldedRecords
from congvan.values.columns.base import State

SWAPPED = "column-date.swapped"
"""The message of a day cell whose day could be its month (`values.columns.dates`)."""


class OpenIssue(TypedDict):
    """One question: the cell, what is there, why it is asked; the column, "" where it is about the whole row."""

    code: str
    cell: str
    said: str
    why: Message
    column: str
    label: str


class OpenRow(TypedDict):
    """A row that is asked about. `name`: as acts name it, `bang.3`; `words`: what tells it from others; `keep`: cells
    with the values that they have, by which the row is taken as it is; none where one of them can't be read.
    `days_alone`: whether only day cells are asked about, whose day could be the month.
    """

    name: str
    number: int
    cell: str
    words: str
    issues: list[OpenIssue]
    keep: list[str]
    days_alone: bool


class OpenAnswer(TypedDict):
    """An answer with something open. `whole`: what is asked of all of it; `instead_of`: the answer that counts in its
    place, "" for none; `why`: the code of the reason, such as that it holds less, or came at the same time.
    """

    subject: str
    file: str
    form: str
    name: str
    sheet: str
    keys: list[str]
    period: str
    by_phone: bool
    whole: list[OpenIssue]
    instead_of: str
    why: str
    rows: list[OpenRow]


class OpenScan(TypedDict):
    """A scan that waits to be typed; `items`: whose it is, as far as its name says: `xa=cao-loc`."""

    subject: str
    file: str
    form: str
    items: dict[str, str]
    received: str


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """What waits, of one dispatch; `withdrawn`: what no longer counts, by subject, and may count again."""

    answers: list[OpenAnswer]
    scans: list[OpenScan]
    withdrawn: list[tuple[str, str]]


def open_questions(view: DispatchAnswers) -> OpenQuestions:
    """Return what waits, of the answers to one dispatch."""
    return OpenQuestions([*_answers(view)], [*_scans(view)], [*_withdrawn(view.records, view.dispatch_id)])


def _answers(view: DispatchAnswers) -> Iterator[OpenAnswer]:
    """Yield the answers that count, or would but hold less, with something that is asked."""
    told: set[str] = set()
    for name, answers in view.answers.items():
        for period in answers.periods:
            for choice in answers.now.choices(period).values():
                for part in (*filter(None, [choice.current]), *choice.held):
                    subject = part.answer.subject
                    if subject in told:
                        continue
                    counts = choice.current.answer if choice.current and part in choice.held else None
                    why = choice.why_held(part) if counts else ""
                    found = _open(view.views[name], view.records.answers[subject], counts, why)
                    if found["rows"] or found["whole"] or counts:
                        told.add(subject)  # one of two sheets may count it, and the other hold it
                        yield found


def _open(view: FormView, answer: Answer, counts: Answer | None, why: str) -> OpenAnswer:
    """Return what is asked of an answer. `counts`: the one that counts in its place; `why`: the code of the reason."""
    form = view.form
    entries = [each.listed.get(answer.id.entries.get(each.name, "")) for each in form.dimensions]
    sheet = [*(entry.heading for entry in entries if entry), *([answer.id.period] if answer.id.period else [])]
    keys = [f"{name}={entry}" for name, entry in answer.id.entries.items() if entry]
    return {
        "subject": answer.subject,
        "file": answer.file or answer.id.path,
        "form": form.id,
        "name": form.spec.name,
        "sheet": ", ".join(sheet),
        "keys": [*keys, *([f"ky={answer.id.period}"] if answer.id.period else [])],
        "period": answer.id.period,
        "by_phone": answer.how == PHONE,
        "whole": [_issue(None, each) for each in answer.open_questions] if answer.waits else [],
        "instead_of": counts.file if counts else "",
        "why": why,
        "rows": [
            _row(view, section, row) for section in form.sections for row in answer.asked(section.id) if row["issues"]
        ],
    }


def _row(view: FormView, section: FormSection, row: AnswerRow) -> OpenRow:
    column, _mask = view.words.get(section.id, ("", False))
    name = f"{section.id}.{row['n']}"
    return {
        "name": name,
        "number": row["n"],
        "cell": row["cell"],
        "words": str(row["values"].get(column, "")),
        "issues": [_issue(section, each) for each in row["issues"]],
        "keep": [f"{name}.{each}={value}" for each, value in _kept(section, row, column).items()],
        "days_alone": all(from_plain(each["why"]).id == SWAPPED for each in row["issues"]),
    }


def _kept(section: FormSection, row: AnswerRow, named: str) -> dict[str, str]:
    """Return the columns that answer all questions with the values that they have; `named`: one for the row itself.

    A day that could be the month is the day as the cell shows it.
    """
    kept: dict[str, str] = {}
    for issue in row["issues"]:
        name, why = issue.get("column") or named, from_plain(issue["why"])
        column = section.column(name)
        value = str(why.values["first"] if why.id == SWAPPED else row["values"].get(name, ""))
        if column is None or value == "":
            return {}
        if column.type.reading(GridCell(value), column.options).state is not State.READ:
            return {}
        kept[name] = value
    return kept


def _issue(section: FormSection | None, issue: RowIssue) -> OpenIssue:
    column = section.column(issue.get("column", "")) if section is not None else None
    return {
        "code": issue["code"],
        "cell": issue["cell"],
        "said": issue["said"],
        "why": from_plain(issue["why"]),
        "column": column.id if column else "",
        "label": column.spec.label if column else "",
    }


def _scans(view: DispatchAnswers) -> Iterator[OpenScan]:
    """Yield the scans that wait to be typed; one that names no dispatch waits with each."""
    for subject, scan in view.records.evidence.items():
        waits = subject not in view.records.typed and not scan.withdrawn and not scan.attachment
        if waits and scan.dispatch in ("", view.dispatch_id):
            yield {
                "subject": subject,
                "file": scan.file,
                "form": scan.form,
                "items": _items(view.forms, scan),
                "received": scan.received,
            }


def _items(forms: Mapping[str, DispatchForm], scan: Evidence) -> dict[str, str]:
    form = forms.get(scan.form)
    known = {name: entry for name, entry in scan.keys if entry and form is not None}
    return {**known, **({"ky": scan.period} if scan.period else {})}


def _withdrawn(records: FoldedRecords, dispatch: str) -> Iterator[tuple[str, str]]:
    for subject, answer in records.answers.items():
        if answer.withdrawn and answer.id.dispatch == dispatch:
            yield subject, answer.file or answer.id.path
    for subject, scan in records.evidence.items():
        if scan.withdrawn and scan.dispatch in ("", dispatch):
            yield subject, scan.file
