"""The state of each sheet of a form: missing, incomplete, asked about, complete, or nothing to report; and why."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congvan.core.messages import from_plain
from congvan.core.problems import Severity
from congvan.core.returned import Question, Reason, Standing
from congvan.forms.answer_scopes import Row
from congvan.forms.checks import FormChecks
from congvan.forms.form import DispatchForm, FormSection
from congvan.forms.keys import FormKeys
from congvan.returns.answers.parts import Choice, SheetPart, counted_sections, main_section
from congvan.returns.answers.punctuality import punctuality
from congvan.returns.records.answers import ASKED, LETTER, PHONE, TAKEN, AnswerRow
from congvan.returns.records.fold import Evidence
from congvan.returns.records.sequence import first_arrival
from congvan.returns.records.signed_papers import differing_cells
from congvan.values.columns.base import Value
from congvan.values.columns.bodies import is_of_bodies

MISSING, INCOMPLETE, ASKING = "missing", "incomplete", "asked"
COMPLETE, NIL, NOT_OWED = "complete", "nil", "not-owed"
STATES = (MISSING, INCOMPLETE, ASKING, COMPLETE, NIL, NOT_OWED)

_LACKING = frozenset(("rows-few", "columns-new", "attachment-missing", "check-failed", "to-be-typed", "file-unread"))
"""Reasons for which an answer is incomplete; for the others the sender is asked."""
_MOST_LABELS = 3


@dataclass(frozen=True, slots=True)
class OwedSheet:
    """One sheet that is owed, or that came unasked."""

    keys: FormKeys
    sender: str = ""
    owed: int = 1
    due: datetime.datetime | None = None
    asked_for: bool = True


@dataclass(frozen=True)
class FormView:
    """A form with what its answers are judged by; `words`: the column that tells a row, and whether to mask it."""

    form: DispatchForm
    checks: FormChecks
    main: str = ""
    counted: Sequence[str] = ()
    words: Mapping[str, tuple[str, bool]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: DispatchForm, checks: FormChecks) -> FormView:
        known = {section.id: _words(section.columns) for section in form.sections}
        return cls(form, checks, main_section(form).id, counted_sections(form), known)


def _words(columns: Sequence[Any]) -> tuple[str, bool]:
    """Return the column that tells a row from others, and whether it names people: a name, else the first that is no
    ordinal.
    """
    named = next((each for each in columns if each.type.id == "name"), None)
    first = named or next((each for each in columns if each.type.id != "ordinal"), columns[0])
    return first.id, named is not None and not is_of_bodies(named.spec.label)


def row_name(section: FormSection | None, column_id: str, values: Mapping[str, Any]) -> str:
    """Return how a row is reported from others: the value of a column, an entry of a list as it is called."""
    value = str(values.get(column_id, ""))
    column = section.column(column_id) if section else None
    entry = column.listed.get(value) if column is not None and column.listed is not None and value else None
    return entry.heading if entry is not None else value


def standing(
    view: FormView,
    sheet: OwedSheet,
    choice: Choice,
    scans: Sequence[Evidence] = (),
    unread: Sequence[Evidence] = (),
) -> Standing:
    """Return how one sheet stands, whatever the time. `unread`: files of its sender that came since and can't be
    read: nothing is said to be lacking meanwhile.
    """
    part = choice.current
    questions = [*_questions(view, part)] if part else []
    findings = [*_findings(part)] if part else []
    reasons = [*_reasons(view, sheet, choice, len(questions), len(findings))]
    if part is None and scans:
        reasons.append({"code": "to-be-typed", "count": len(scans), "text": ""})
    if unread and (part is None or reasons):
        reasons.append({"code": "file-unread", "count": len(unread), "text": unread[-1].file})
    arrived = first_arrival(each.answer for each in choice.parts)
    return {
        "form": view.form.id,
        "period": sheet.keys.period,
        "keys": dict(sheet.keys.entries),
        "sender": sheet.sender,
        "state": _state(sheet, part, reasons),
        "rows": {name: len(part.good(name)) for name in part.sections} if part else {},
        "owed": sheet.owed,
        "reasons": reasons,
        "questions": questions,
        "findings": findings,
        "file": part.answer.file if part else "",
        "how": part.answer.how if part else "",
        "received": arrived,
        "late": punctuality(sheet.due, arrived) if part else "",
        "due": sheet.due.isoformat() if sheet.due else "",
        "after_close": False,
        "notes": [],
    }


def _state(sheet: OwedSheet, part: SheetPart | None, reasons: Sequence[Reason]) -> str:
    if not sheet.asked_for:
        return NOT_OWED
    if part is None:
        return INCOMPLETE if reasons else MISSING
    if any(reason["code"] in _LACKING for reason in reasons):
        return INCOMPLETE
    if reasons:
        return ASKING
    return NIL if part.answer.nil else COMPLETE


def _reasons(view: FormView, sheet: OwedSheet, choice: Choice, asked: int, found: int) -> Iterator[Reason]:
    """Yield why a sheet is not complete."""
    part = choice.current
    if part is None:
        return
    nil = part.answer.nil
    rows = [row for name in view.counted for row in part.good(name)]
    lacking = sheet.owed - len(rows)
    if lacking > 0 and not nil and not _all_together(view, rows):
        people = view.words[view.main][1]
        yield {"code": "rows-few", "count": lacking, "text": "people" if people else "rows"}
    for label in _new_columns(view, part) if not nil else ():
        yield {"code": "columns-new", "count": 1, "text": label}
    for label, count in _attachments_missing(view, sheet, part):
        yield {"code": "attachment-missing", "count": count, "text": label}
    if not nil and view.checks:
        fresh = bool(part.answer.corrected) or part.answer.accepted or part.answer.how in (PHONE, LETTER)
        failed = view.checks.failed(sheet.keys, taken_rows(part), rows=fresh)
        for say, count in Counter(each.say for each in failed).items():
            yield {"code": "check-failed", "count": count, "text": say}
    if asked or part.answer.waits:
        yield {"code": "rows-to-ask", "count": max(asked, 1), "text": ""}
    if found:
        yield {"code": "file-findings", "count": found, "text": ""}
    yield from _held(view.form, choice)


def _held(form: DispatchForm, choice: Choice) -> Iterator[Reason]:
    """Yield why answers wait beside the one that counts; a call that waits for their question has none of its own."""
    calls = [each for each in choice.held if each.answer.how in (PHONE, LETTER) and each.answer.waits]
    for held in choice.held:
        why, file = choice.why_held(held), held.answer.file or held.answer.id.path
        if why == "signed-differs" and choice.current is not None:
            cells = [*differing_cells(form, choice.current.sections, held.sections)]
            labels = list(dict.fromkeys(cell.label for cell in cells))
            more = " …" if len(labels) > _MOST_LABELS else ""
            yield {"code": why, "count": len(cells), "text": f"{file}: {', '.join(labels[:_MOST_LABELS])}{more}"}
        elif held not in calls:
            yield {"code": why, "count": 1, "text": file}
    if len(calls) == len(choice.held):
        for held in calls:
            yield {"code": "report-waits", "count": 1, "text": held.answer.file}


def _all_together(view: FormView, rows: Sequence[AnswerRow]) -> bool:
    """Whether figures were reported of all entries together, in place of a row for each."""
    section = view.form.section(view.main)
    return section is not None and section.each is not None and any(not row["entry"] for row in rows)


def _new_columns(view: FormView, part: SheetPart) -> Iterator[str]:
    """Yield the labels of columns that the version of an answer had not, and that no row fills."""
    version = part.answer.version
    if version >= view.form.spec.version:
        return
    for section in view.form.sections:
        for column in section.columns:
            if column.spec.since > version and not any(
                row["values"].get(column.id, "") != "" for row in part.sections.get(section.id, ())
            ):
                yield column.spec.label


def _attachments_missing(view: FormView, sheet: OwedSheet, part: SheetPart) -> Iterator[tuple[str, int]]:
    """Yield the attachments that have not come, each with how many are lacking."""
    specs = view.form.spec.attachments
    came = [(str(each.get("id", "")), each.get("n")) for each in part.answer.attachments] if specs else []
    for spec in specs if not part.answer.nil else ():
        if spec.each is None:
            lacking = int(all(name != spec.id for name, _row in came))
        else:
            wanted = view.checks.rows_for(sheet.keys, taken_rows(part), spec.each, spec.when)
            numbers = [row["n"] for row in part.good(spec.each)]
            lacking = sum((spec.id, numbers[index]) not in came for index in wanted)
        if lacking:
            yield spec.label, lacking


def taken_rows(part: SheetPart) -> dict[str, list[Row]]:
    """Return the values of the rows that count, by section, each with its entry."""
    return {name: [row_of(row) for row in rows if row["state"] == TAKEN] for name, rows in part.sections.items()}


def row_of(row: AnswerRow) -> dict[str, Value]:
    """Return the values of a row with its entry."""
    return {**row["values"], "entry": row["entry"]}


def _questions(view: FormView, part: SheetPart) -> Iterator[Question]:
    """Yield the rows with open questions; of an answer without rows what is asked of all of it."""
    answer = part.answer
    if answer.waits and not any(row["state"] == ASKED for rows in part.sections.values() for row in rows):
        yield _question(answer.open_questions, {}, "", "", mask=False)
    for name, rows in part.sections.items():
        asked = [row for row in rows if row["state"] == ASKED]
        if asked:
            column, mask = view.words.get(name, ("", False))
            section = view.form.section(name)
            labels = {each.id: each.spec.label for each in section.columns} if section else {}
            of_lines = section is not None and section.spec.shape == "lines"
            for row in asked:
                words = "" if of_lines else row_name(section, column, row["values"])
                yield _question(row["issues"], labels, row["cell"], words, mask=mask)


def _question(
    issues: Sequence[Mapping[str, Any]], labels: Mapping[str, str], cell: str, words: str, *, mask: bool
) -> Question:
    return {
        "cell": cell or next((str(issue["cell"]) for issue in issues if issue["cell"]), ""),
        "codes": [issue["code"] for issue in issues],
        "cells": [str(issue["cell"] or cell) for issue in issues],
        "said": [str(issue["said"]) for issue in issues],
        "columns": [labels.get(issue.get("column", ""), "") for issue in issues],
        "why": [from_plain(issue["why"]) for issue in issues],
        "words": words,
        "mask": mask,
    }


def _findings(part: SheetPart) -> Iterator[dict[str, Any]]:
    """Yield the errors of the file itself, not of its rows: a missing or hidden column …"""
    of_rows = {issue["code"] for row in part.rows() for issue in row["issues"]} if part.answer.findings else ()
    for finding in part.answer.findings:
        if finding.get("severity") == Severity.ERROR and finding["code"] not in of_rows:
            yield {**finding, "text": from_plain(finding["text"])}
