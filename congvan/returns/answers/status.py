"""Status of the answers: a matrix districts × enterprises with reasons and counts, as plain values."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from congvan.messages import from_plain
from congvan.model.returned_forms import LEAD
from congvan.problems import Severity
from congvan.returned import (
    AskedRow,
    DispatchStatus,
    DuplicatePerson,
    EvidenceFile,
    IncompleteReason,
    ReportDay,
    ReportQuestion,
    RosterCell,
)
from congvan.returns.answers.received import Answers
from congvan.returns.collect import TO_BE_TYPED
from congvan.returns.forms.kinds import FormKind
from congvan.returns.state import Answer, ReturnsState

TYPED = "typed"
COMPLETE, INCOMPLETE, MISSING, NOT_OWED = "complete", "incomplete", "missing", "not-owed"
STATES = (MISSING, INCOMPLETE, COMPLETE, NOT_OWED)


def dispatch_status(answers: Answers) -> DispatchStatus:
    """Return the complete status of one dispatch, independent of the current time."""
    dataset, state = answers.dataset, answers.state
    cells = [
        _cell(answers, answers.roster, district, enterprise)
        for district in dataset.districts
        for enterprise in dataset.enterprises
        if answers.roster
    ]
    found = (sha256 for sha256, event in state.evidence.items() if event.dispatch in (answers.dispatch, ""))
    return {
        "districts": [{"id": d.id, "name": d.heading_name} for d in dataset.districts],
        "enterprises": [{"id": e.id, "name": e.name} for e in dataset.enterprises],
        "cells": cells,
        "counts": {name: sum(cell["state"] == name for cell in cells) for name in STATES},
        "people": sum(cell["people"] for cell in cells),
        "leads": sum(cell["leads"] for cell in cells),
        "deadline": answers.deadline,
        "reports": _report_days(answers),
        "report_questions": _report_questions(answers),
        "evidence": [_evidence(state, sha256) for sha256 in found],
        "refused": [{"file": event.body["file"], "codes": event.body["codes"]} for event in state.refused.values()],
        "doubles": _doubles(answers),
        "anything": bool(state.answers or state.evidence or state.reports),
    }


def _evidence(state: ReturnsState, sha256: str) -> EvidenceFile:
    body, typed = state.evidence[sha256].body, state.typed.get(sha256)
    return {
        "file": body["file"],
        "enterprise": body["enterprise"],
        "district": body["district"],
        "received": state.received(sha256),
        "state": TYPED if typed else TO_BE_TYPED,
        "typed_as": typed.body["file"] if typed else "",
    }


def _cell(answers: Answers, roster: FormKind, district: Any, enterprise: Any) -> RosterCell:
    """Return the cell of one district and enterprise: what was received, what is owed, and why it is incomplete."""
    state = answers.state
    answer = state.of(roster.dispatch, roster.form, enterprise.id, district.id)
    good = answer.good(district.id) if answer else []
    asks = _rows_to_ask(answer, district.id, answers.name_column)
    owed = int(enterprise.owes.roster) if enterprise.owes.roster else 0
    wanted = ((enterprise.id, district.id), (enterprise.id, ""))
    waiting = (event.body for sha256, event in state.evidence.items() if sha256 not in state.typed)
    scans = [body for body in waiting if (body["enterprise"], body["district"]) in wanted]
    leads = sum(row["lead"] for row in good)
    reasons: list[IncompleteReason] = []
    if owed and answer:
        reasons += _roster_reasons(roster, owed - len(good), leads)
    if asks and (reasons or not owed):
        reasons.append({"code": "rows-to-ask", "count": len(asks)})
    if scans and not answer:
        reasons.append({"code": "to-be-typed", "count": len(scans)})
    if not owed:
        cell_state = NOT_OWED
    elif answer is None:
        cell_state = INCOMPLETE if scans else MISSING
    else:
        cell_state = INCOMPLETE if reasons else COMPLETE
    return {
        "district": district.id,
        "enterprise": enterprise.id,
        "state": cell_state,
        "people": len(good),
        "leads": leads,
        "owed": owed,
        "reasons": reasons,
        "to_ask": asks,
        "findings": _findings(answer),
        "file": answer.body["file"] if answer else "",
        "received": answer.received if answer else "",
        "late": _late(answers.deadline, answer),
    }


def _roster_reasons(roster: FormKind, missing: int, leads: int) -> list[IncompleteReason]:
    """Return why a roster is incomplete: `missing` people, or no lead although the form asks for one."""
    reasons: list[IncompleteReason] = []
    if missing > 0:
        reasons.append({"code": "people-few", "count": missing})
    if not leads and any(column.id == LEAD for column in roster.columns):
        reasons.append({"code": "lead-missing", "count": 1})
    return reasons


def _rows_to_ask(answer: Answer | None, district: str, name: str) -> list[AskedRow]:
    """Return the rows with open issues: cell, person named, and issues."""
    if answer is None:
        return []
    first = next((row["district"] for row in answer.rows if row["district"]), "")  # used for rows without a district
    return [
        {
            "cell": row["cell"],
            "codes": row["ask"],
            "said": row.get("said", {}),
            "why": [from_plain(why) for why in row.get("why", ())],
            "words": row["values"].get(name) or "",
        }
        for row in answer.rows
        if row["ask"] and (row["district"] or answer.slot[3] or first) == district
    ]


def _findings(answer: Answer | None) -> list[dict[str, Any]]:
    """Return the errors of the answering file itself, not of its rows: a missing or hidden column …"""
    if answer is None:
        return []
    of_rows = {code for row in answer.rows for code in row["ask"]}
    findings = [finding for finding in answer.body.get("findings", ()) if finding.get("severity") == Severity.ERROR]
    return [{**each, "text": from_plain(each["text"])} for each in findings if each["code"] not in of_rows]


def _late(deadline: str, answer: Answer | None) -> bool:
    return bool(answer and deadline and answer.received and answer.received[:10] > deadline)


def _doubles(answers: Answers) -> list[DuplicatePerson]:
    return [
        {
            "code": code,
            "name": second.name,
            "first_name": first.name,
            "phone": second.phone,
            "first": f"{first.answer.body['file']}, {first.row['cell']}",
            "second": f"{second.answer.body['file']}, {second.row['cell']}",
            "enterprise": second.enterprise,
            "district": second.district,
            "first_enterprise": first.enterprise,
            "first_district": first.district,
        }
        for code, first, second in answers.doubles
    ]


def _report_days(answers: Answers) -> list[ReportDay]:
    """Return, for each day owed or received, the state of each enterprise's report (see `ReportState`)."""
    absent = {e.id: MISSING if e.owes.report else NOT_OWED for e in answers.dataset.enterprises}
    states = {key: report["state"] for key, report in answers.reports.items()}
    return [
        {"day": day, "enterprises": [{"id": e, "state": states.get((e, day), none)} for e, none in absent.items()]}
        for day in answers.report_days
    ]


def history(state: ReturnsState) -> list[dict[str, str]]:
    """Return every collected file in order of arrival: when, what it answers, and whether it still counts."""
    entries: dict[int, dict[str, str]] = {}
    for sha256, answer in state.answers.items():
        other = state.answers.get(answer.replaced_by)
        if other is None and not answer.slot[4]:  # a summary may count instead
            other = state.of(*answer.slot[:4])
        by = other.body["file"] if other and other is not answer else ""
        entries[answer.order] = _history_entry(state, sha256, answer.body, "replaced" if by else "counts", by)
    for sha256, event in state.evidence.items():
        typed = state.typed.get(sha256)
        by = typed.body["file"] if typed else ""
        entries[event.number] = _history_entry(state, sha256, event.body, "typed" if typed else "to-be-typed", by)
    for sha256, event in state.refused.items():
        entries[event.number] = _history_entry(state, sha256, event.body, "refused", "")
    return [entries[number] for number in sorted(entries)]


def _history_entry(state: ReturnsState, sha256: str, body: Mapping[str, Any], outcome: str, by: str) -> dict[str, str]:
    answers = "/".join(filter(None, (body.get(key, "") for key in ("enterprise", "district", "day"))))
    number = str(state.register.get(sha256, {}).get("number", ""))
    entry = {"file": body["file"], "answers": answers, "received": state.received(sha256), "number": number}
    return entry | {"state": outcome, "by": by, "sha256": sha256}


def _report_questions(answers: Answers) -> list[ReportQuestion]:
    """Return the rows of daily reports with open issues."""
    form = answers.dataset.reports.form if answers.dataset.reports else ""
    return [
        {
            "enterprise": slot[2],
            "day": slot[4],
            "cell": row["cell"],
            "codes": row["ask"],
            "why": [from_plain(why) for why in row.get("why", ())],
        }
        for slot, answer in answers.state.current.items()
        if slot[:2] == (answers.dispatch, form)
        for row in answer.rows
        if row["ask"]
    ]


def days_left(deadline: str, today: datetime.date) -> int | None:
    """Return the days from today to the deadline, negative if it has passed, None if there is none."""
    return (datetime.date.fromisoformat(deadline) - today).days if deadline else None


def matrix(status: DispatchStatus, signs: Mapping[str, str]) -> list[str]:
    """Return districts × enterprises as lines of text; `signs`: a short sign for each state."""
    by_cell = {(cell["district"], cell["enterprise"]): cell for cell in status["cells"]}
    rows = []
    for district in status["districts"]:
        cells = [by_cell[district["id"], enterprise["id"]] for enterprise in status["enterprises"]]
        rows.append((district["name"], [signs[cell["state"]] + _people(cell) for cell in cells]))
    return _lines("", status, rows)


def _people(cell: RosterCell) -> str:
    """Return people named of people owed as ` 2/3`."""
    return f" {cell['people']}/{cell['owed']}" if cell["owed"] else f" {cell['people']}" if cell["people"] else ""


def report_matrix(status: DispatchStatus, title: str, signs: Mapping[str, str]) -> list[str]:
    """Return days × enterprises as lines of text, for days with reports owed or received."""
    rows = [(row["day"], [signs[item["state"]] for item in row["enterprises"]]) for row in status["reports"]]
    return _lines(title, status, rows) if rows else []


def _lines(title: str, status: DispatchStatus, rows: list[tuple[str, list[str]]]) -> list[str]:
    names = [enterprise["id"] for enterprise in status["enterprises"]]
    width = max(len(head) for head, _cells in [(title, names), *rows])
    return [f"{head:<{width}}" + "".join(f"  {cell:>18}" for cell in cells) for head, cells in [(title, names), *rows]]
