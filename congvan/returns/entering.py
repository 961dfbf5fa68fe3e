"""Acts by which the office enters what no file brings: answers by telephone or letter; people put on posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound, Severity, UsageError
from congvan.core.text import did_you_mean
from congvan.forms.form import forms_of
from congvan.model.forms.assignments import Assignment
from congvan.model.validity import as_of
from congvan.returns.answers.assigned import AssignedPosts, proposed
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.owed import fix_owed
from congvan.returns.effects import effects_of
from congvan.returns.ledger.store import Change, Event
from congvan.returns.naming import file_named, form_named
from congvan.returns.records.answers import LETTER, PHONE
from congvan.returns.records.computed import computed_of
from congvan.returns.records.fold import FoldedRecords, fold
from congvan.returns.records.identity import AnswerId
from congvan.returns.requests import ReturnsRequest, arrival_of, dispatch_meant, opened
from congvan.returns.telephone import TelephoneAnswer, enter_answer
from congvan.values.columns import phone_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest(ReturnsRequest):
    """`form`: its id; `items`: `xa=cao-loc`, `ky=2026-t34`, `luot=120`; `nil`: nothing to report; `letter`: given by a
    công văn, not by telephone; `scan`: the scan that it was typed from, which gives the arrival. `over_rows`: nothing
    to report, though rows have come.
    """

    form: str
    items: tuple[str, ...] = ()
    nil: bool = False
    letter: bool = False
    scan: str = ""
    over_rows: bool = False


@act("report")
def report(request: ReportRequest, progress: Progress) -> Outcome:
    """Store an answer that was received by telephone or letter."""
    with opened(request) as (dataset, store), store.change() as change:
        dispatch = dispatch_meant(dataset, request, request.form)
        form = form_named(forms_of(as_of(dataset, dispatch), dispatch), request.form)
        progress.check()
        how = LETTER if request.letter or request.scan else PHONE
        records = fold(change.events, computed_of(dataset))
        scan = file_named(records, request.scan, lambda each: each in records.evidence) if request.scan else ""
        received = arrival_of(request.received) or (records.received(scan) if scan else "")
        told = TelephoneAnswer(request.items, request.nil, how, received, request.who, scan, request.over_rows)
        line, notes, identity = enter_answer(dataset, change, form, told)
        after = fold(change.events, computed_of(dataset))
        made = effects_of(dataset, records, after, _call_about(after, identity))
        fix_owed(change, dataset, after)
    problems = [*notes, *made.problems]
    return Outcome("report", problems=problems, remarks=[line, *made.remarks], data={"entered": line})


def _call_about(records: FoldedRecords, identity: AnswerId) -> str:
    """Return the subject of what was reported of a sheet; an earlier report may have been given to another."""
    told = (each for each in records.answers.values() if each.id == identity and each.how in (PHONE, LETTER))
    return max(told, key=lambda each: each.subject).subject


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRequest(ReturnsRequest):
    """`assignment`: its id, "" for the only one; `fix`: POST=PHONE of people to keep there; `free`: to release."""

    assignment: str = ""
    fix: Sequence[str] = ()
    free: Sequence[str] = ()


@act("assign")
def assign(request: AssignRequest, progress: Progress) -> Outcome:
    """Propose who of the people named on forms goes to which post."""
    with opened(request) as (dataset, store), store.change() as change:
        dispatch = dispatch_meant(dataset, request)
        spec = _assignment(dataset.dispatches[dispatch].assignments, request.assignment)
        progress.check()
        posts = AssignedPosts(DispatchAnswers(dataset, dispatch, fold(change.events, computed_of(dataset))), spec)
        if not posts.slots():
            raise ProblemsFound(Problem(Message("posts-none", list=spec.posts.each)))
        _record_choices(change, posts, dispatch, request)
        chosen = fold(change.events, computed_of(dataset)).chosen.get((dispatch, spec.id), {})
        proposal, unmet = proposed(posts, chosen)
        before = [e for e in change.events if e.kind == "proposed" and (e.dispatch, e.subject) == (dispatch, spec.id)]
        if not before or before[-1].body != proposal:
            change.add(Event("proposed", spec.id, proposal, dispatch, "", request.who))
    problems = [*_unmet(posts, unmet), *_lacking(posts, proposal)]
    full = len(posts.slots()) - len({(x["post"], x["number"], x["day"]) for x in proposal["posts"] if not x["key"]})
    remark = Message("posts-proposed", count=len(posts.slots()), full=full)
    return Outcome("assign", problems=problems, remarks=[remark], data={"proposal": proposal})


def _assignment(known: Sequence[Assignment], text: str) -> Assignment:
    """Return the assignment that is meant; raise `UsageError` if it is none, or several."""
    found = [each for each in known if text in ("", each.id)]
    if len(found) == 1:
        return found[0]
    hint = Message("known-names", known=", ".join(each.id for each in known)) if known else None
    raise UsageError(Problem(Message("assignment-which" if known else "assignment-none"), remedy=hint))


def _record_choices(change: Change, posts: AssignedPosts, dispatch: str, request: AssignRequest) -> None:
    """Store the choices of the office; raise `UsageError` if one names an unknown post or person."""
    known = list(posts.listed.ids) if posts.listed else []
    people = posts.people() if request.fix else {}
    problems = []
    for text, kept in [*((item, True) for item in request.fix), *((item, False) for item in request.free)]:
        post, _equals, phone = text.partition("=")
        key = phone_numbers.digits(phone) or phone
        if post not in known:
            hint = did_you_mean(post, known) or Message("known-names", known=", ".join(known[:20]))
            problems.append(Problem(Message("post-unknown", id=post), remedy=hint))
        elif kept and key not in people:
            problems.append(Problem(Message("phone-unknown", phone=phone)))
        else:
            body = {"assignment": posts.spec.id, "post": post, "person": key, "kept": kept}
            change.add(Event("chosen", f"{post}/{key}"[:200], body, dispatch, who=request.who))
    if problems:
        raise UsageError(problems)


def _unmet(posts: AssignedPosts, unmet: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    for post, key in unmet:
        entry = posts.listed.get(post) if posts.listed else None
        message = Message("post-choice", post=entry.heading if entry else post, person=key)
        yield Problem(message, severity=Severity.WARNING)


def _lacking(posts: AssignedPosts, proposal: dict[str, Any]) -> Iterator[Problem]:
    """Yield a warning for each area and body that has too few people."""
    areas = {(slot.post, slot.number, slot.day): area for slot, area in posts.slots().items()}
    short: dict[tuple[str, str], int] = {}
    for line in proposal["posts"]:
        if not line["key"]:
            place = (areas.get((line["post"], line["number"], line["day"]), ""), line["body"])
            short[place] = short.get(place, 0) + 1
    for (area, body), count in short.items():
        message = Message("posts-short", area=posts.area_name(area), count=count, body=posts.body_name(body))
        yield Problem(message, severity=Severity.WARNING)
