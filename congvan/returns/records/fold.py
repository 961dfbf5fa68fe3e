"""Fold the events into what counts now: answers with their corrections, scans, the register, what is closed.

Nothing is overwritten: an act that takes something back is an event too, so every state of before can be told again.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from congvan.core.messages import from_plain
from congvan.core.problems import ProblemsFound
from congvan.returns.ledger.database import event_damaged
from congvan.returns.ledger.store import Event
from congvan.returns.records.answers import Answer
from congvan.returns.records.computed import Computed, nothing_computed
from congvan.returns.records.correct import corrected, placed
from congvan.returns.records.identity import AnswerId, Keys, keys_of
from congvan.returns.records.replay import Act, AnswerReplay


@dataclass(frozen=True, slots=True)
class Evidence:
    """A scan, photograph or letter that waits to be entered; its keys as far as they are known."""

    subject: str
    order: int
    dispatch: str
    file: str
    form: str = ""
    keys: Keys = ()
    period: str = ""
    received: str = ""
    withdrawn: str = ""
    attachment: str = ""  # which file of an answer it is; `row`: of which of its rows, 0 for all
    row: int = 0


@dataclass(frozen=True, slots=True)
class Closing:
    """Figures that are closed: since which event, when, by whom, and the answers to the form as they stood.

    Those of earlier periods too: what a paper shows of them was so when its figures were closed.
    """

    number: int
    day: str
    who: str
    reason: str
    answers: tuple[Answer, ...]


@dataclass(slots=True)
class FoldedRecords:
    """What has come back, by the events so far.

    answers   by subject, in order of first coming; `refused`, `evidence` alike
    typed     the answer that a scan was entered into, by the scan's subject
    issued    by dispatch and form, the keys of all that is owed, once the number was given
    sent      by dispatch and form, the last version that is known to have been sent out, with its columns
    closed    by dispatch, form and period
    chosen    by dispatch and assignment: (post, person) that the office keeps
    proposals by dispatch and assignment
    damaged   by dispatch, the error of one of its events
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    refused: dict[str, Event] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    register: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    issued: dict[tuple[str, str], tuple[Keys, ...]] = field(default_factory=dict)
    sent: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    closed: dict[tuple[str, str, str], Closing] = field(default_factory=dict)
    chosen: dict[tuple[str, str], dict[tuple[str, str], bool]] = field(default_factory=dict)
    proposals: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    damaged: dict[str, ProblemsFound] = field(default_factory=dict)

    @property
    def unread(self) -> list[Evidence]:
        """The files that can't be read and were not withdrawn, by whom their names say that they were sent."""
        return [_unread(each) for each in self.refused.values() if not each.body.get("withdrawn")]

    def received(self, subject: str) -> str:
        """Return when a file arrived; "" if unknown."""
        source = self.answers.get(subject) or self.evidence.get(subject)
        refused = self.refused.get(subject)
        return source.received if source else refused.received if refused else ""

    def answers_to(self, dispatch: str, form: str) -> dict[str, list[Answer]]:
        """Return the answers to a form that were not withdrawn, by period."""
        found: dict[str, list[Answer]] = {}
        attached = self._attachments(dispatch, form)
        for answer in self.answers.values():
            if answer.id.form == form and answer.id.dispatch == dispatch and not answer.withdrawn:
                found.setdefault(answer.id.period, []).append(_with(answer.judged(), attached))
        return found

    def _attachments(self, dispatch: str, form: str) -> Mapping[AnswerId, Sequence[Mapping[str, Any]]]:
        """Return the files that came beside answers to a form, by the sheet that their names tell."""
        found: dict[AnswerId, list[Mapping[str, Any]]] = {}
        for each in self.evidence.values():
            if each.attachment and not each.withdrawn and (each.dispatch, each.form) == (dispatch, form):
                same = AnswerId(dispatch, form, each.keys, each.period)
                found.setdefault(same, []).append({"id": each.attachment, "n": each.row or None})
        return found


def _unread(event: Event) -> Evidence:
    """Return a file that can't be read as a scan is told."""
    body = event.body
    meant = body.get("form", ""), keys_of(body.get("keys", {}))
    at = {"period": body.get("period", ""), "received": event.received}
    return Evidence(event.subject, event.number, event.dispatch, body["file"], *meant, **at)


def _with(answer: Answer, attached: Mapping[AnswerId, Sequence[Mapping[str, Any]]]) -> Answer:
    """Return an answer with the files that came beside it."""
    came = attached.get(answer.id, ())
    return replace(answer, attachments=[*answer.attachments, *came]) if came else answer


def fold(
    events: Iterable[Event],
    computed: Computed = nothing_computed,
    dispatches: Collection[str] | None = None,
    *,
    apart: bool = False,
) -> FoldedRecords:
    """Return what counts after all events; raise `EnvironmentFault` if the body of an event is damaged.

    `dispatches`: those that are asked for; default: all. `apart`: the event of a dispatch stops that one alone, which
    is then among `damaged`; of it nothing can be told.
    """
    folder, events = _Folder(FoldedRecords(), computed), list(events)
    known = {event.dispatch for event in events if event.sound}
    if unplaced := [each.number for each in events if not each.sound and each.dispatch not in known]:
        raise event_damaged(ValueError(f"{unplaced[0]}: SHA-256"))  # it may be of any dispatch
    for event in events if dispatches is None else concerning(events, dispatches):
        try:
            if not event.sound:
                raise ValueError(f"{event.number}: SHA-256")
            folder.add(event)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if not (apart and event.dispatch):
                raise event_damaged(error) from error
            folder.records.damaged.setdefault(event.dispatch, event_damaged(error))
    return folder.records


def without_undone(events: Iterable[Event]) -> list[Event]:
    """Return the events without the corrections that were taken back, and without what took them back: of cells, of an
    arrival, of a number.
    """
    kept: list[Event | None] = []
    made: dict[tuple[str, str], list[int]] = {}
    for at, event in enumerate(events):
        kept.append(event)
        if event.kind not in ("corrected", "arrival", "register"):
            continue
        corrections = made.setdefault((event.kind, event.subject), [])
        if event.body.get("undo"):
            kept[at] = None
            if corrections:
                kept[corrections.pop()] = None
        elif event.kind != "corrected" or event.body.get("cells") or event.body.get("accepted"):
            corrections.append(at)
    return [event for event in kept if event is not None]


class _Folder:
    """Folds one event after the other; `HANDLERS` names what each kind does."""

    def __init__(self, records: FoldedRecords, computed: Computed) -> None:
        self.records, self.computed = records, computed
        self._answers = AnswerReplay(records.answers)
        self._corrections: dict[str, list[Act]] = {}  # by subject, those that were not taken back
        self._moves: dict[str, list[Act]] = {}  # the same of what was given to another sheet

    def add(self, event: Event) -> None:
        if event.received:
            datetime.datetime.fromisoformat(event.received)
        _HANDLERS.get(event.kind, _Folder._nothing)(self, event)

    def _nothing(self, _event: Event) -> None:
        """Leave events alone that say nothing of what came back."""

    def _answer(self, event: Event) -> None:
        answer = answer_of(event)
        self._answers.read(answer)
        self.records.refused.pop(event.subject, None)
        if answer.typed_from:
            self.records.typed[answer.typed_from] = event.subject

    def _told(self, event: Event) -> None:
        call = answer_of(event)
        subject = f"{event.dispatch}/{call.id.path}"
        computed = self.computed(event.dispatch, call.id.form)
        self._answers.call(replace(call, subject=subject), computed)
        if call.typed_from:
            self.records.typed[call.typed_from] = subject

    def _evidence(self, event: Event) -> None:
        body = event.body
        known = self.records.evidence.get(event.subject)
        self.records.evidence[event.subject] = Evidence(
            event.subject,
            known.order if known else event.number,
            event.dispatch,
            _text(body["file"]),
            body.get("form", ""),
            keys_of(body.get("keys", {})),
            body.get("period", ""),
            event.received or (known.received if known else ""),
            attachment=body.get("attachment", ""),
            row=body.get("row", 0),
        )

    def _refused(self, event: Event) -> None:
        _text(event.body["file"])
        _list(event.body["codes"])
        self.records.refused[event.subject] = event
        self._answers.forget(event.subject)

    def _arrival(self, event: Event) -> None:
        records = self.records
        arrived = event.received
        since = _text(event.body["since"]) if event.body.get("undo") else arrived
        self._answers.act(event.subject, lambda answer: replace(answer, received=arrived, since=since))
        if event.subject in records.evidence:
            records.evidence[event.subject] = replace(records.evidence[event.subject], received=event.received)
        if event.subject in records.refused:
            records.refused[event.subject] = replace(records.refused[event.subject], received=event.received)

    def _register(self, event: Event) -> None:
        body = event.body
        if body.get("withdrawn"):
            self.records.register.pop(event.subject, None)
            return
        _whole(body["number"])
        _text(body["date"])
        self.records.register[event.subject] = body

    def _withdrawn(self, event: Event) -> None:
        reason = "" if event.body["undo"] else (_text(event.body["reason"]) or "-")
        self._answers.act(event.subject, lambda answer: replace(answer, withdrawn=reason))
        if event.subject in self.records.evidence:
            self.records.evidence[event.subject] = replace(self.records.evidence[event.subject], withdrawn=reason)
        if refused := self.records.refused.get(event.subject):
            body = {**refused.body, "withdrawn": reason}
            self.records.refused[event.subject] = replace(refused, body=body)

    def _corrected(self, event: Event) -> None:
        """Correct an answer, or take its last correction back; what was closed in between keeps it."""
        made = self._corrections.setdefault(event.subject, [])
        if event.body.get("undo"):
            if made:
                self._answers.take_back(event.subject, made.pop())
            return
        answer = self.records.answers.get(event.subject)
        if answer is not None:
            body = placed(answer, event.body)

            def act(answer: Answer) -> Answer:
                return corrected(answer, body, event.number)

            self._answers.act(event.subject, act)
            if event.body.get("cells") or event.body.get("accepted"):
                made.append(act)

    def _reassigned(self, event: Event) -> None:
        """Give an answer to another sheet, or take the last time back."""
        made, body = self._moves.setdefault(event.subject, []), event.body
        if body.get("undo"):
            if made:
                self._answers.move_back(event.subject, made.pop())
            return
        identity = AnswerId(event.dispatch, _text(body["form"]), keys_of(body["keys"]), _text(body["period"]))
        made.append(self._answers.move(event.subject, identity))

    def _issued(self, event: Event) -> None:
        for form, owed in event.body["forms"].items():
            self.records.issued[event.dispatch, form] = tuple(keys_of(dict(keys)) for keys in owed)
        for form, sent in event.body.get("sent", {}).items():
            self.records.sent[event.dispatch, form] = {**sent, "version": _whole(sent["version"])}

    def _closed(self, event: Event) -> None:
        body = event.body
        place = (event.dispatch, _text(body["form"]), _text(body["period"]))
        if body["undo"]:
            self.records.closed.pop(place, None)
            return
        answers = tuple(a for a in self.records.answers.values() if (a.id.dispatch, a.id.form) == place[:2])
        self.records.closed[place] = Closing(event.number, _text(body["day"]), event.who, body["reason"], answers)

    def _chosen(self, event: Event) -> None:
        body = event.body
        choices = self.records.chosen.setdefault((event.dispatch, _text(body["assignment"])), {})
        choices.pop((body["post"], body["person"]), None)
        if body["kept"]:
            choices[_text(body["post"]), _text(body["person"])] = True

    def _proposed(self, event: Event) -> None:
        _list(event.body["posts"])
        self.records.proposals[event.dispatch, _text(event.body["assignment"])] = event.body


_HANDLERS: Mapping[str, Callable[[_Folder, Event], None]] = {
    "answer": _Folder._answer,
    "told": _Folder._told,
    "evidence": _Folder._evidence,
    "refused": _Folder._refused,
    "arrival": _Folder._arrival,
    "register": _Folder._register,
    "withdrawn": _Folder._withdrawn,
    "corrected": _Folder._corrected,
    "reassigned": _Folder._reassigned,
    "issued": _Folder._issued,
    "closed": _Folder._closed,
    "chosen": _Folder._chosen,
    "proposed": _Folder._proposed,
}


def answer_of(event: Event) -> Answer:
    """Return the answer that an event holds; raise KeyError, TypeError or ValueError for a damaged one."""
    body = event.body
    identity = AnswerId(event.dispatch, _text(body["form"]), keys_of(body["keys"]), _text(body.get("period", "")))
    for rows in body["sections"].values():
        for row in rows:
            if type(row["values"]) is not dict or type(row["state"]) is not str or type(row["n"]) is not int:
                raise TypeError("row")
            _text(row["cell"])
            _text(row["entry"])
            for issue in row["issues"]:
                from_plain(issue["why"])
                _text(issue["code"])
                _text(issue["cell"])
                _text(issue["said"])
    for finding in body.get("findings", ()):
        from_plain(finding["text"])
        _text(finding["code"])
        _text(finding["cell"])
    return Answer(
        event.subject,
        event.number,
        identity,
        body["sections"],
        body.get("version", 1),
        _text(body.get("how", "form")),
        _text(body.get("file", "")),
        bool(body.get("nil", False)),
        event.received,
        event.received,
        event.who,
        body.get("findings", ()),
        body.get("attachments", ()),
        body.get("typed_from", ""),
        signed=bool(body.get("signed", False)),
        open_questions=body.get("asked", ()),
        run=_whole(body.get("run", 0)),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


# The events that concern some dispatches, of all that a database holds.
#
# Why: an office's database grows by every letter, and what came back to the others says nothing of this one.

_OF_FILES = frozenset(("answer", "evidence", "refused", "arrival", "register", "withdrawn", "corrected", "reassigned"))
"""Kinds whose subject is a file; the subjects of others are names within one dispatch."""


def concerning(events: Iterable[Event], dispatches: Collection[str]) -> list[Event]:
    """Return the events of some dispatches, of no dispatch and of lists, in order.

    A file may have come to one dispatch and been entered into another: all events of a dispatch that shares a file with
    these are among them.
    """
    events, own = list(events), {"", *dispatches}
    files = {event.subject for event in events if event.dispatch in own}
    own.update(
        event.dispatch
        for event in events
        if (event.kind in _OF_FILES and event.subject in files) or event.body.get("typed_from") in files
    )
    return [event for event in events if event.dispatch in own or event.kind == "imported"]
