"""Every file that was ever collected: when it came, what it answers, what became of it, who decided what about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NotRequired, TypedDict

from congvan.ledger.store import Event
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.reading.identity import BY_COLUMNS
from congvan.returns.records.answers import Answer
from congvan.returns.records.fold import FoldedRecords
from congvan.returns.records.identity import AnswerId, keys_of

_DECISIONS = frozenset(("withdrawn", "corrected", "reassigned", "arrival", "register", "told"))


class Decision(TypedDict):
    """One act about a file: its kind (`columns`: the office chose them), whether it takes back the one before, who
    decided, and why; `answers`: what it was given to.
    """

    kind: str
    undo: bool
    who: str
    reason: str
    number: int
    answers: NotRequired[str]


class HistoryEntry(TypedDict):
    """One file; `state`: counts, replaced, held, withdrawn, typed, to-be-typed or refused; `by`: by which file."""

    file: str
    answers: str
    received: str
    number: str
    state: str
    by: str
    subject: str
    acts: NotRequired[list[Decision]]


def history(
    records: FoldedRecords, views: Iterable[DispatchAnswers], events: Iterable[Event] = ()
) -> list[HistoryEntry]:
    """Return every file in order of coming."""
    states = _states(views)
    acts: dict[str, list[Decision]] = {}
    for event in events:
        if event.kind in _DECISIONS or event.body.get("how") == BY_COLUMNS:
            made: Decision = {
                "kind": event.kind if event.kind in _DECISIONS else BY_COLUMNS,
                "undo": bool(event.body.get("undo")),
                "who": event.who,
                "reason": str(event.body.get("reason", "")),
                "number": event.number,
            }
            if event.kind == "reassigned":
                made["answers"] = _given_to(event)
            acts.setdefault(event.subject, []).append(made)
    found: list[tuple[int, HistoryEntry]] = []
    for subject, answer in records.answers.items():
        state, by = ("withdrawn", "") if answer.withdrawn else states.get(subject, ("counts", ""))
        found.append((answer.order, _entry(records, subject, answer.file, answer.id.path, state, by)))
    for subject, scan in records.evidence.items():
        typed = records.answers.get(records.typed.get(subject, ""))
        state = "withdrawn" if scan.withdrawn else "typed" if typed else "to-be-typed"
        found.append((scan.order, _entry(records, subject, scan.file, scan.form, state, typed.file if typed else "")))
    for subject, event in records.refused.items():
        state = "withdrawn" if event.body.get("withdrawn") else "refused"
        found.append((event.number, _entry(records, subject, event.body["file"], "", state, "")))
    for _order, entry in found:
        if entry["subject"] in acts:
            entry["acts"] = acts[entry["subject"]]
    return [entry for _order, entry in sorted(found, key=lambda each: each[0])]


def _given_to(event: Event) -> str:
    """Return what an answer was given to, as acts name it."""
    keys = keys_of(event.body.get("keys", {}))
    return AnswerId(event.dispatch, str(event.body.get("form", "")), keys, str(event.body.get("period", ""))).path


def _entry(records: FoldedRecords, subject: str, file: str, answers: str, state: str, by: str) -> HistoryEntry:
    return {
        "file": file or answers,
        "answers": answers,
        "received": records.received(subject),
        "number": str(records.register.get(subject, {}).get("number", "")),
        "state": state,
        "by": by,
        "subject": subject,
    }


def _states(views: Iterable[DispatchAnswers]) -> dict[str, tuple[str, str]]:
    """Return which answers count, and by which others were replaced; an answer counts if it does for any sheet."""
    found: dict[str, tuple[str, str]] = {}
    for view in views:
        for form in view.answers.values():
            for period in form.periods:
                for choice in form.now.choices(period).values():
                    current: Answer | None = choice.current.answer if choice.current else None
                    for part in choice.parts:
                        subject = part.answer.subject
                        if current is None or part.answer is current:
                            found[subject] = ("counts", "")
                        elif part in choice.held:
                            found.setdefault(subject, ("held", current.file))
                        else:
                            found.setdefault(subject, ("replaced", current.file))
    return found
