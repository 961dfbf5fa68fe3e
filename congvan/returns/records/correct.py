"""Corrections of an answer: by the office, cell by cell; by telephone, over the form that counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from congvan.core.messages import Message, as_plain
from congvan.returns.records.answers import ASKED, LETTER, PHONE, STRUCK, TAKEN, Answer, AnswerRow, RowIssue
from congvan.returns.records.sequence import (
    contradicts,
    in_order,
    is_accepted_since,
    is_decided_against,
    is_undecided,
    leads,
)
from congvan.values.columns.base import Value


def corrected(answer: Answer, body: Mapping[str, Any], number: int = 0) -> Answer:
    """Return an answer with the cells, rows and decisions of one correction; `number`: of its event."""
    sections = {name: [_plain(row) for row in rows] for name, rows in answer.sections.items()}
    done = list(answer.corrected)
    for cell in body.get("cells", ()):
        row = _meant(sections.setdefault(cell["section"], []), cell)
        _put(row, cell["column"], cell["value"])
        done.append(f"{cell['section']}/{row['n']}/{cell['column']}")
    for struck in body.get("rows", ()):
        row = _meant(sections.setdefault(struck["section"], []), struck)
        row["state"] = STRUCK if struck["struck"] else ASKED if row["issues"] else TAKEN
        done.append(f"{struck['section']}/{row['n']}")
    for row in (each for rows in sections.values() for each in rows) if body.get("accepted") else ():
        row["issues"] = unread(row)
        row["state"] = TAKEN if row["state"] == ASKED and not row["issues"] else row["state"]
    accepted = bool(body.get("accepted", answer.accepted))
    at = number if body.get("accepted") else answer.accepted_at
    nil = bool(body.get("nil", answer.nil))
    done_once = tuple(dict.fromkeys(done))
    return replace(answer, sections=sections, corrected=done_once, accepted=accepted, accepted_at=at, nil=nil)


def unread(row: AnswerRow) -> list[RowIssue]:
    """Return what is asked about cells of a row that have no value, so that it can't be taken as it came."""
    return [each for each in row["issues"] if (name := each.get("column", "")) and row["values"].get(name, "") == ""]


def placed(answer: Answer, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a correction whose cells and rows say where their rows are, to be found after a new reading."""
    cells = {(name, row["n"]): row["cell"] for name, rows in answer.sections.items() for row in rows}
    return {
        **body,
        **{
            kind: [{**each, "at": cells.get((each["section"], each["n"]), "")} for each in body[kind]]
            for kind in ("cells", "rows")
            if kind in body
        },
    }


def _meant(rows: list[AnswerRow], named: Mapping[str, Any]) -> AnswerRow:
    """Return the row at the place of the one that was corrected, else the one of its number."""
    at = named.get("at", "")
    found = next((row for row in rows if row["cell"] == at), None) if at else None
    return found or _row(rows, named["n"], "")


CHECK_FAILED = "check-failed"
Computed = Set[tuple[str, str]]
"""Columns that nobody is asked for, each with its section before it."""


def told(call: Answer, answers: Iterable[Answer], computed: Computed = frozenset()) -> Answer:
    """Return a telephone call merged into the newest answer of the same identity; that of a form if one has come.

    A column reported for all entries together replaces what was reported of it by entry, and the other way round.
    Where several came at once, or something is asked of all of the answer, the call settles nothing: it waits as they
    do, unless it says everything itself, or everything in which they differ.
    """
    known = in_order(answer for answer in answers if not answer.withdrawn)
    if not known or call.nil:
        return call
    before, others = _corrected_by_call(known)
    made = _merged(call, before)
    typed = _typed(made, computed)
    if not contradicts(_typed(call, computed), typed):
        return replace(made, rests_on="")
    asked = [*(before.open_questions if before.waits else ())]
    others_made = [_typed(_merged(call, other), computed) for other in others]
    if any(contradicts(each, typed) or contradicts(typed, each) for each in others_made):
        asked.append(_undecided(before, others))
    return replace(made, open_questions=asked)


def _corrected_by_call(known: Sequence[Answer]) -> tuple[Answer, list[Answer]]:
    """Return which of several answers a call corrects, and those that came at once with it and say something else.

    The newest one, but a signed paper before a sheet; not a file of which all is asked where another counts, nor one
    that the office decided against.
    """
    counting = [answer for answer in known if not answer.waits or answer.how in (PHONE, LETTER)] or known
    newest = counting[-1]
    before = next((each for each in reversed(counting) if _counts_before(each, newest)), newest)
    return before, [each for each in counting if each is not before and is_undecided(before, each)]


def _counts_before(answer: Answer, newest: Answer) -> bool:
    """Whether an answer counts before a newer one: the office said so, or it is signed and the other a sheet."""
    led = leads(answer, newest) and not is_accepted_since(newest, answer)
    return led or is_decided_against(newest, answer)


def _undecided(one: Answer, others: Sequence[Answer]) -> RowIssue:
    files = ", ".join(each.file or each.id.path for each in (*others, one))
    return {
        "code": "report-undecided",
        "cell": "",
        "said": "",
        "why": as_plain(Message("report-undecided", files=files)),
    }


def _typed(answer: Answer, computed: Computed) -> Answer:
    """Return an answer without its computed columns, and without rows in which there is nothing else."""
    if not computed:
        return answer
    sections: dict[str, list[AnswerRow]] = {}
    for name, rows in answer.sections.items():
        for row in rows:
            values = {column: value for column, value in row["values"].items() if (name, column) not in computed}
            if any(value != "" for value in values.values()):
                sections.setdefault(name, []).append({**row, "values": values})
    return replace(answer, sections=sections)


def _merged(call: Answer, before: Answer) -> Answer:
    """Return a call over the answer whose other cells it keeps."""
    sections = {name: [_plain(row) for row in rows] for name, rows in before.sections.items()} if not before.nil else {}
    for name, rows in call.sections.items():
        _merge(sections.setdefault(name, []), rows)
    return replace(
        call,
        sections=sections,
        signed=before.signed,
        order=before.order if before.how == PHONE else call.order,
        since=before.since or call.since,
        file=before.file,
        findings=before.findings,
        rests_on=before.subject,
    )


def _merge(before: list[AnswerRow], new: Sequence[AnswerRow]) -> None:
    by_entry = any(row["entry"] for row in (*before, *new))
    for row in new:
        for other in before if by_entry else ():
            if bool(other["entry"]) != bool(row["entry"]):
                other["values"] = {name: v for name, v in other["values"].items() if name not in row["values"]}
        target = _row(before, row["n"], row["entry"]) if not by_entry else _of_entry(before, row["entry"])
        for column, value in row["values"].items():
            _put(target, column, value)


def _of_entry(rows: list[AnswerRow], entry: str) -> AnswerRow:
    found = next((row for row in rows if row["entry"] == entry), None)
    return found or _added(rows, entry, max((row["n"] for row in rows), default=0) + 1)


def _row(rows: list[AnswerRow], number: int, entry: str) -> AnswerRow:
    found = next((row for row in rows if row["n"] == number), None)
    return found or _added(rows, entry, number)


def _added(rows: list[AnswerRow], entry: str, number: int) -> AnswerRow:
    row: AnswerRow = {"n": number, "entry": entry, "cell": "", "values": {}, "state": TAKEN, "issues": []}
    rows.append(row)
    return row


def _put(row: AnswerRow, column: str, value: Value) -> None:
    """Set a cell; what was asked about it is answered. A check of the row that failed is judged anew (`standing`)."""
    row["values"] = {**row["values"], column: value}
    others = [issue for issue in row["issues"] if issue.get("column", column) != column]
    row["issues"] = [issue for issue in others if issue["code"] != CHECK_FAILED]
    if row["state"] == ASKED and not row["issues"]:
        row["state"] = TAKEN


def _plain(row: AnswerRow) -> AnswerRow:
    return {**row}
