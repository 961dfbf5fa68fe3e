"""Fold the events into the current state: which answer counts for each form, what replaced it, what is evidence."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from congvan.ledger.database import event_damaged
from congvan.ledger.store import Event
from congvan.messages import from_plain
from congvan.returned import FacilityFacts, Proposal

Slot = tuple[str, str, str, str, str]


@dataclass(slots=True)
class Answer:
    """The latest reading of one file that answers a form; `order` is the number of its first event."""

    sha256: str
    order: int
    body: dict[str, Any]
    dispatch: str
    received: str = ""
    who: str = ""
    replaced_by: str = ""

    @property
    def slot(self) -> Slot:
        body = self.body
        return (self.dispatch, body["form"], body["enterprise"], body["district"], body.get("day", ""))

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.body["rows"]
        return rows

    def good(self, district: str = "") -> list[dict[str, Any]]:
        """Return the rows without open questions, of one district or all."""
        return [row for row in self.rows if not row["ask"] and (not district or row["district"] == district)]


@dataclass(slots=True)
class ReturnsState:
    """The state of all returned forms after folding the events."""

    answers: dict[str, Answer] = field(default_factory=dict)  # by hash, in order of first coming
    current: dict[Slot, Answer] = field(default_factory=dict)
    evidence: dict[str, Event] = field(default_factory=dict)
    refused: dict[str, Event] = field(default_factory=dict)
    typed: dict[str, Answer] = field(default_factory=dict)  # by hash of the scan, the form it was typed into
    arrivals: dict[str, str] = field(default_factory=dict)
    register: dict[str, dict[str, Any]] = field(default_factory=dict)
    reports: list[Event] = field(default_factory=list)
    facilities: list[FacilityFacts] = field(default_factory=list)
    fixed: list[Event] = field(default_factory=list)
    teams: dict[str, Proposal] = field(default_factory=dict)  # the last proposal, by dispatch

    def received(self, sha256: str) -> str:
        """Return when a file arrived; "" if unknown."""
        source = self.answers.get(sha256) or self.evidence.get(sha256) or self.refused.get(sha256)
        return self.arrivals.get(sha256, "") or (source.received if source else "")

    def of(self, dispatch: str, form: str, enterprise: str, district: str) -> Answer | None:
        """Return the answer that counts for a district: its own form or the summary, whichever is newer."""
        own = self.current.get((dispatch, form, enterprise, district, ""))
        summary = self.current.get((dispatch, form, enterprise, "", ""))
        if summary is None or not any(row["district"] == district for row in summary.rows):
            return own
        if own is None:
            return summary
        return own if newer(summary, own) else summary


def newer(old: Answer, new: Answer) -> bool:
    """Whether `new` replaces `old`: by arrival where both are known, else by the order of coming."""
    if old.received and new.received:
        one, other = _comparable(old.received, new.received)
        if one != other:
            return bool(other > one)
    return new.order > old.order


def _comparable(one: str, other: str) -> tuple[Any, Any]:
    """Return two arrival times as comparable values: as dates if either has no time of day."""
    if min(len(one), len(other)) == 10:
        return one[:10], other[:10]
    return datetime.datetime.fromisoformat(one), datetime.datetime.fromisoformat(other)


def fold_events(events: Iterable[Event]) -> ReturnsState:
    """Return the state after all events; raise `EnvironmentFault` if the body of an event is malformed."""
    try:
        return _folded(events)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise event_damaged(error) from error


def states_by_dispatch(events: Iterable[Event]) -> Callable[[str], ReturnsState]:
    """Return a function from dispatch id to state, folded from its own events and those of no dispatch.

    The events of a file belong to the dispatch it was last recognised for.
    """
    events = list(events)
    home = {event.subject: event.dispatch for event in events if event.kind in ("answer", "evidence", "refused")}
    parts: dict[str, list[Event]] = {"": []}
    for event in events:
        parts.setdefault(home.get(event.subject, event.dispatch), []).append(event)

    def state(dispatch: str) -> ReturnsState:
        return fold_events(sorted([*parts[""], *parts.get(dispatch, ())], key=lambda event: event.number))

    return state


def _folded(events: Iterable[Event]) -> ReturnsState:
    state = ReturnsState()
    for event in events:
        _check(event)
        if event.kind == "answer":
            known = state.answers.get(event.subject)
            order = known.order if known else event.number
            received = event.received or (known.received if known else "")
            state.answers[event.subject] = Answer(event.subject, order, event.body, event.dispatch, received, event.who)
            state.refused.pop(event.subject, None)
        elif event.kind == "evidence":
            state.evidence[event.subject] = event
        elif event.kind == "refused":
            state.refused[event.subject] = event
            state.answers.pop(event.subject, None)
        elif event.kind == "arrival":
            state.arrivals[event.subject] = event.received
            if event.subject in state.answers:
                state.answers[event.subject].received = event.received
        elif event.kind == "register":
            state.register[event.subject] = event.body
        elif event.kind == "report":
            state.reports.append(event)
        elif event.kind == "facilities":
            state.facilities = event.body["facilities"]
            state.teams.clear()  # proposed for another list
        elif event.kind == "fixed":
            state.fixed.append(event)
        elif event.kind == "teams":
            state.teams[event.dispatch] = cast(Proposal, event.body)
    for answer in state.answers.values():
        _place(state, answer)
        if "typed_from" in answer.body:
            state.typed[answer.body["typed_from"]] = answer
    return state


_FIELDS: dict[str, dict[str, type]] = {
    "answer": {"file": str, "form": str, "enterprise": str, "district": str, "rows": list},
    "evidence": {"file": str, "enterprise": str, "district": str},
    "refused": {"file": str, "codes": list},
    "register": {"number": int, "first": int, "date": str},
    "report": {"enterprise": str, "day": str, "figures": dict},
    "facilities": {"facilities": list},
    "fixed": {"facility": str, "person": str, "fixed": bool},
    "teams": {"teams": list, "wanted": dict},
}
_ROW: dict[str, type] = {
    "values": dict,
    "district": str,
    "cell": str,
    "lead": bool,
    "ask": list,
    "said": dict,
    "why": list,
}


_FINDING: dict[str, type] = {"code": str, "severity": str, "cell": str}


def _check(event: Event) -> None:
    """Raise KeyError, TypeError or ValueError for an event that was damaged: one without what all of its kind have."""
    rows, findings = (event.body["rows"], event.body.get("findings", ())) if event.kind == "answer" else ((), ())
    checked = [(event.body, _FIELDS.get(event.kind, {})), *((row, _ROW) for row in rows)]
    checked += [(finding, _FINDING) for finding in findings]
    for body, fields in checked:
        for name, kind in fields.items():
            if not isinstance(body[name], kind):
                raise TypeError(name)
    for moment in filter(None, (event.received, event.body.get("day"))):
        datetime.datetime.fromisoformat(moment)
    for kept in (*(finding["text"] for finding in findings), *(why for row in rows for why in row["why"])):
        from_plain(kept)


def _place(state: ReturnsState, answer: Answer) -> None:
    """Make an answer current for its slot, or mark it as replaced by the newer one."""
    before = state.current.get(answer.slot)
    if before is None:
        state.current[answer.slot] = answer
    elif newer(before, answer):
        before.replaced_by = answer.sha256
        state.current[answer.slot] = answer
    else:
        answer.replaced_by = before.sha256
