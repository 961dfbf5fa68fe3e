"""What the last act about a file was, and the event that takes it back, for arrivals and numbers."""

from __future__ import annotations

from collections.abc import Iterable

from congvan.core.messages import Message
from congvan.core.problems import Problem, UsageError
from congvan.returns.ledger.store import Change, Event
from congvan.returns.records.computed import Computed
from congvan.returns.records.fold import FoldedRecords, fold, without_undone

BY_OFFICE = "by_office"
"""Marks an arrival or a number that the office has put right, in the body of its event."""


def last_correction(change: Change, subject: str) -> Event | None:
    """Return the last correction of a file that stands: of cells, that it counts, of its arrival or its number."""
    return _last(event for event in without_undone(change.events) if event.subject == subject and _corrects(event))


def last_withdrawal(change: Change, subject: str, kind: str) -> Event | None:
    """Return the act by which an arrival or a number was withdrawn, where nothing was said of it since."""
    last = _last(event for event in without_undone(change.events) if (event.kind, event.subject) == (kind, subject))
    return last if last is not None and last.body.get("withdrawn") else None


def taken_back(change: Change, computed: Computed, act: Event, *, reason: str, who: str) -> Event:
    """Return the event that takes an act back: what was so before it is so again."""
    if act.kind == "corrected":
        return Event("corrected", act.subject, {"undo": True, "reason": reason}, act.dispatch, "", who)
    before = fold([event for event in without_undone(change.events) if event is not act], computed)
    body = {"undo": True, "reason": reason}
    if act.kind == "arrival":
        answer = before.answers.get(act.subject)
        since = answer.since if answer is not None else ""
        return Event("arrival", act.subject, {**body, "since": since}, act.dispatch, before.received(act.subject), who)
    known = before.register.get(act.subject)
    if known is None:
        return Event("register", act.subject, {**act.body, **body, "withdrawn": True}, act.dispatch, "", who)
    _check_free(before, act.subject, int(known["number"]))
    return Event("register", act.subject, {**known, **body}, act.dispatch, "", who)


def _check_free(records: FoldedRecords, subject: str, number: int) -> None:
    """Raise `UsageError` where another file bears a number since."""
    for other, body in records.register.items():
        if body["number"] == number and other != subject:
            held = records.answers.get(other) or records.evidence.get(other)
            raise UsageError(Problem(Message("register-given", number=number, file=held.file if held else other)))


def _corrects(event: Event) -> bool:
    if event.kind == "corrected":
        return bool(event.body.get("cells") or event.body.get("accepted"))
    return event.kind in ("arrival", "register") and bool(event.body.get(BY_OFFICE))


def _last(events: Iterable[Event]) -> Event | None:
    return next(reversed([*events]), None)
