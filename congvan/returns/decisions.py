"""Acts by which the office decides about what came: withdraw, correct, reassign, close. Each can be taken back.

Nothing is overwritten: a decision is an event with who decided and why, and the status is worked out from all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity, UsageError
from congvan.forms.calendar import calendar_of
from congvan.forms.form import DispatchForm, forms_of
from congvan.model.dataset import Dataset
from congvan.model.validity import as_of
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.owed import fix_owed
from congvan.returns.answers.standing import ASKING, INCOMPLETE, MISSING
from congvan.returns.effects import effects_of
from congvan.returns.ledger.store import Change, Event
from congvan.returns.naming import SheetNames, file_named, form_named, moved_words
from congvan.returns.records.answers import Answer
from congvan.returns.records.computed import computed_of
from congvan.returns.records.correct import unread
from congvan.returns.records.fold import FoldedRecords, fold
from congvan.returns.records.identity import keys_of
from congvan.returns.requests import ReturnsRequest, arrival_of, dispatch_meant, opened, today
from congvan.returns.taking_back import BY_OFFICE, last_correction, last_withdrawal, taken_back
from congvan.values.columns.dates import written_day

WHAT = ("answer", "arrival", "register", "row")
"""What `withdraw` takes back."""
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRequest(ReturnsRequest):
    """`file`: a file that came, by name or hash, or what a call answers (`tuan/xa=xa-a/ky=2026-t34`).

    `what`: one of `WHAT`; `row`: number of the row, `SECTION.NUMBER` where there are several sections. `undo`: it
    counts again. `reason`: why.
    """

    file: str
    what: str = "answer"
    row: str = ""
    undo: bool = False
    reason: str = ""


@act("withdraw")
def withdraw(request: WithdrawRequest, progress: Progress) -> Outcome:
    """Leave out an answer, a row of it, its arrival or its number; or let it count again."""
    with opened(request) as (dataset, store), store.change() as change:
        records = _records(dataset, change)
        subject = file_named(records, request.file)
        progress.check()
        if not request.reason and not request.undo:
            raise UsageError(Problem(Message("reason-missing")))
        if request.undo and request.what in ("arrival", "register"):
            act = last_withdrawal(change, subject, request.what)
            if act is None:
                raise UsageError(Problem(Message("withdraw-undo")))
            change.add(taken_back(change, computed_of(dataset), act, reason=request.reason, who=request.who))
        else:
            kind, body = _withdrawal(records, subject, request)
            change.add(Event(kind, subject, body, _home(records, subject), "", request.who))
        made = effects_of(dataset, records, _records(dataset, change), subject)
    remark = _withdrawn_words(request)
    return Outcome("withdraw", problems=made.problems, remarks=[remark, *made.remarks], data={"subject": subject})


def _withdrawn_words(request: WithdrawRequest) -> Message:
    """Return what was taken back: the answer, a row of it, its arrival or its number."""
    if request.row:
        return Message("withdrawn-row.undone" if request.undo else "withdrawn-row", file=request.file, row=request.row)
    if request.what in ("arrival", "register"):
        if request.undo:
            return Message(f"withdrawn-undone.{request.what}", file=request.file)
        return Message(f"withdrawn.{request.what}", file=request.file)
    return Message("withdrawn.undone" if request.undo else "withdrawn", file=request.file)


def _withdrawal(records: FoldedRecords, subject: str, request: WithdrawRequest) -> tuple[str, dict[str, Any]]:
    """Return kind and body of the event that takes something back."""
    reason = request.reason
    if request.row:
        answer = _answer(records, subject)
        section, number = _row_named(answer, request.row)
        return "corrected", {"rows": [{"section": section, "n": number, "struck": not request.undo}], "reason": reason}
    if request.what == "register":
        if subject not in records.register:
            raise UsageError(Problem(Message("register-none", file=request.file)))
        return "register", {**records.register[subject], "withdrawn": True, "reason": reason}
    if request.what == "arrival":
        if not records.received(subject):
            raise UsageError(Problem(Message("arrival-none", file=request.file)))
        return "arrival", {"withdrawn": True, "reason": reason}
    held = records.answers.get(subject) or records.evidence.get(subject)
    withdrawn = held.withdrawn if held else records.refused[subject].body.get("withdrawn")
    if withdrawn and not request.undo:
        raise UsageError(Problem(Message("withdraw-state.again", file=request.file)))
    if request.undo and not withdrawn:
        raise UsageError(Problem(Message("withdraw-state.undone", file=request.file)))
    return "withdrawn", {"undo": request.undo, "reason": reason}


def _row_named(answer: Answer, text: str) -> tuple[str, int]:
    """Return section and number of a row: `3`, or `ca-nhan.3`."""
    section, _dot, number = text.rpartition(".")
    names = [section] if section else list(answer.sections)
    found = [name for name in names if any(str(row["n"]) == number for row in answer.sections.get(name, ()))]
    if len(found) == 1:
        return found[0], int(number)
    if found:
        known = ", ".join(f"{name}.{number}" for name in found)
        raise UsageError(Problem(Message("row-unknown.several", text=text), remedy=Message("known-names", known=known)))
    raise UsageError(Problem(Message("row-unknown", text=text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectRequest(ReturnsRequest):
    """`cells`: `3.dien-thoai=0942…` of rows by number; `register`: the right number; `accept`: it counts as it came,
    though it holds less than what was received before, and its rows that are asked about too. `received`: the right
    time of arrival. `undo`: the last correction of cells, arrival or number, or decision that it counts, is taken back.
    `reason`: why; needed where what somebody sent is changed.
    """

    file: str
    cells: tuple[str, ...] = ()
    register: int = 0
    accept: bool = False
    undo: bool = False
    reason: str = ""


@act("correct")
def correct(request: CorrectRequest, progress: Progress) -> Outcome:
    """Correct cells of an answer, its arrival, its number; or decide that it counts."""
    received = arrival_of(request.received)
    given = bool(request.cells or request.register or request.accept or received)
    if given == request.undo:
        raise UsageError(Problem(Message("correct-undo.alone" if given else "correct-nothing")))
    notes: list[Problem] = []
    with opened(request) as (dataset, store), store.change() as change:
        records = _records(dataset, change)
        subject = file_named(records, request.file)
        home = _home(records, subject)
        progress.check()
        if (request.cells or request.accept) and not request.reason:
            raise UsageError(Problem(Message("reason-missing")))
        if received:
            _check_arrival(received)
            change.add(
                Event("arrival", subject, {"reason": request.reason, BY_OFFICE: True}, home, received, request.who)
            )
        if request.register:
            body = _renumbered(records, subject, request)
            change.add(Event("register", subject, body, home, "", request.who))
        if request.cells or request.accept:
            body, notes = _corrected(dataset, _answer(records, subject), request)
            change.add(Event("corrected", subject, body, home, "", request.who))
        if request.undo:
            act = last_correction(change, subject)
            if act is None:
                raise UsageError(Problem(Message("correct-undo.none")))
            change.add(taken_back(change, computed_of(dataset), act, reason=request.reason, who=request.who))
        made = effects_of(dataset, records, _records(dataset, change), subject)
    remark = Message("corrected.undone" if request.undo else "corrected", file=request.file)
    return Outcome("correct", problems=[*notes, *made.problems], remarks=[remark, *made.remarks])


def _check_arrival(received: str) -> None:
    """Raise `UsageError` for an arrival that is still to come: a slip of the pen."""
    if datetime.date.fromisoformat(received[:10]) > today() + datetime.timedelta(days=1):
        raise UsageError(Problem(Message("arrival-ahead", value=received[:10])))


def _renumbered(records: FoldedRecords, subject: str, request: CorrectRequest) -> dict[str, Any]:
    other = next((s for s, body in records.register.items() if body["number"] == request.register and s != subject), "")
    if other:
        file = records.answers[other].file if other in records.answers else records.evidence[other].file
        raise UsageError(Problem(Message("register-given", number=request.register, file=file)))
    known = records.register.get(subject, {})
    day = known.get("date") or records.received(subject)[:10]
    return {"number": request.register, "first": known.get("first", request.register), "date": day, BY_OFFICE: True}


def _corrected(dataset: Dataset, answer: Answer, request: CorrectRequest) -> tuple[dict[str, Any], list[Problem]]:
    body: dict[str, Any] = {"reason": request.reason}
    notes: list[Problem] = []
    if request.accept:
        body["accepted"] = True
        left = [issue["cell"] for rows in answer.sections.values() for row in rows for issue in unread(row)]
        if left and not request.cells:
            cells = ", ".join([*left[:_MOST_NAMED], *(["…"] if len(left) > _MOST_NAMED else [])])
            message = Message("accept-unread", count=len(left), cells=cells)
            notes.append(Problem(message, Place(answer.file), severity=Severity.WARNING))
    if request.cells:
        named = SheetNames(_form_of(dataset, answer)).read(request.cells, whole=False)
        notes += named.notes
        body["cells"] = [
            {"section": section, "n": _number(answer, section, number, entry), "column": column, "value": value}
            for (section, number, entry), values in named.cells.items()
            for column, value in values.items()
        ]
    return body, notes


def _number(answer: Answer, section: str, number: int, entry: str) -> int:
    """Return the number of the row of an entry; the number as named where there is none: of a row that came, or of
    the next one.
    """
    rows = answer.sections.get(section, ())
    last = max((row["n"] for row in rows), default=0)
    if not entry and number > last + 1:
        raise UsageError(Problem(Message("row-unknown", text=number)))
    return next((row["n"] for row in rows if entry and row["entry"] == entry), number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignRequest(ReturnsRequest):
    """`keys`: whose answer it is, `xa=cao-loc ky=2026-t34`; what is not named stays. `form`: another form.

    `undo`: the last reassignment is taken back. `reason`: why; needed where an answer is given to another sheet.
    """

    file: str
    keys: tuple[str, ...] = ()
    form: str = ""
    undo: bool = False
    reason: str = ""


@act("reassign")
def reassign(request: ReassignRequest, progress: Progress) -> Outcome:
    """Say what an answer answers: another form, entry or period than it was taken for; or take that back."""
    given = bool(request.keys or request.form)
    if given == request.undo:
        raise UsageError(Problem(Message("reassign-undo.alone" if given else "reassign-nothing")))
    with opened(request) as (dataset, store), store.change() as change:
        records = _records(dataset, change)
        subject = file_named(records, request.file, lambda each: each in records.answers)
        answer = _answer(records, subject)
        progress.check()
        if not request.reason and not request.undo:
            raise UsageError(Problem(Message("reason-missing")))
        body = _before_moved(dataset, change, answer) if request.undo else _moved(dataset, answer, request)
        moved = _what_moved(dataset, answer, body)
        if not moved and not request.undo:
            raise UsageError(Problem(Message("reassign-same", file=request.file)))
        reasoned = {**body, "reason": request.reason, **({"undo": True} if request.undo else {})}
        change.add(Event("reassigned", subject, reasoned, answer.id.dispatch, "", request.who))
        made = effects_of(dataset, records, _records(dataset, change), subject)
    remark = Message("reassigned.undone" if request.undo else "reassigned", file=request.file, moved=moved or "–")
    return Outcome("reassign", problems=made.problems, remarks=[remark, *made.remarks], data=body)


def _what_moved(dataset: Dataset, answer: Answer, body: Mapping[str, Any]) -> str | Message:
    """Return in words what is another in the sheet that an answer is given to."""
    forms = forms_of(as_of(dataset, answer.id.dispatch), answer.id.dispatch)
    now = answer.id._replace(form=body["form"], keys=keys_of(body["keys"]), period=body["period"])
    if answer.id.form not in forms or now.form not in forms:
        return f"{answer.id.path} → {now.path}"
    return moved_words((forms[answer.id.form], answer.id), (forms[now.form], now))


def _moved(dataset: Dataset, answer: Answer, request: ReassignRequest) -> dict[str, Any]:
    """Return the form, keys and period that an answer is given to."""
    forms = forms_of(as_of(dataset, answer.id.dispatch), answer.id.dispatch)
    form = form_named(forms, request.form) if request.form else _form_of(dataset, answer)
    same = form.id == answer.id.form
    named = SheetNames(form).read(request.keys, whole=not same)
    if named.cells:
        raise UsageError(Problem(Message("reassign-cells")))
    old = answer.id.entries if same else {}
    keys = {name: entry or old.get(name, "") for name, entry in named.keys.entries.items()}
    return {"form": form.id, "keys": keys, "period": named.keys.period or (answer.id.period if same else "")}


def _before_moved(dataset: Dataset, change: Change, answer: Answer) -> dict[str, Any]:
    """Return what an answer answered before it was last given to another sheet."""
    home = answer.id.dispatch
    undo = Event("reassigned", answer.subject, {"undo": True}, home, number=len(change.events) + 1)
    moves = 0
    for each in change.events:
        if (each.kind, each.subject) == ("reassigned", answer.subject):
            moves = max(0, moves - 1) if each.body.get("undo") else moves + 1
    if not moves:
        raise UsageError(Problem(Message("reassign-undo.none")))
    before = fold([*change.events, undo], computed_of(dataset)).answers[answer.subject].id
    return {"form": before.form, "keys": dict(before.keys), "period": before.period}


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRequest(ReturnsRequest):
    """`form`, `period`: whose figures are closed. `undo`: they are open again, with a reason."""

    form: str
    period: str = ""
    undo: bool = False
    reason: str = ""


@act("close")
def close(request: CloseRequest, progress: Progress) -> Outcome:
    """Close the figures of a form and period (chốt số liệu), so that its paper keeps them; or open them again."""
    with opened(request) as (dataset, store), store.change() as change:
        dispatch = dispatch_meant(dataset, request, request.form)
        records = _records(dataset, change)
        answers = DispatchAnswers(dataset, dispatch, records)
        form = form_named(answers.forms, request.form)
        period = _period(form, request.period)
        progress.check()
        closed = records.closed.get((dispatch, form.id, period))
        if request.undo and not request.reason:
            raise UsageError(Problem(Message("reason-missing")))
        if closed is not None and not request.undo:
            raise UsageError(Problem(Message("close-state.closed", day=written_day(closed.day))))
        if closed is None and request.undo:
            raise UsageError(Problem(Message("close-state.open")))
        problems = [] if request.undo else [*_open_questions(answers, form, period)]
        fix_owed(change, dataset, records)
        day = arrival_of(request.received)[:10] or today().isoformat()
        body = {"form": form.id, "period": period, "day": day, "undo": request.undo, "reason": request.reason}
        change.add(Event("closed", form.id, body, dispatch, "", request.who))
    known = calendar_of(form).find(period) if period else None
    name = known.name if known else period
    remark = Message("closed.undone" if request.undo else "closed", form=form.title, period=name)
    return Outcome("close", problems=problems, remarks=[remark], data=body)


def _period(form: DispatchForm, text: str) -> str:
    """Return the id of the period of a form; "" for a form without periods."""
    if form.spec.period is None:
        if text:
            raise UsageError(Problem(Message("period-none", form=form.title)))
        return ""
    names = SheetNames(form)
    named = names.read([f"ky={text}"] if text else [], whole=False)
    if not named.keys.period:
        raise UsageError(Problem(Message("period-unnamed")))
    return named.keys.period


def _open_questions(answers: DispatchAnswers, form: DispatchForm, period: str) -> Iterator[Problem]:
    """Yield a warning about the sheets that are missing, and one about those still open, when figures are closed."""
    missing, doubtful = list[str](), list[str]()
    for standing in answers.standings(form.id, [period]):
        open_ = standing["state"] in (ASKING, INCOMPLETE) or any(
            each["code"] in ("equals-differ", "equals-wait") for each in standing["notes"]
        )
        if open_ or standing["state"] == MISSING:
            entries = (each.listed.get(standing["keys"].get(each.name, "")) for each in form.dimensions)
            names = ", ".join(entry.heading for entry in entries if entry)
            (doubtful if open_ else missing).append(names or form.title)
    if missing:
        yield Problem(Message("close-missing", count=len(missing), names=_several(missing)), severity=Severity.WARNING)
    if doubtful:
        yield Problem(Message("close-open", count=len(doubtful), names=_several(doubtful)), severity=Severity.WARNING)


def _several(names: Sequence[str]) -> str:
    return "; ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def _records(dataset: Dataset, change: Change) -> FoldedRecords:
    return fold(change.events, computed_of(dataset))


def _answer(records: FoldedRecords, subject: str) -> Answer:
    answer = records.answers.get(subject)
    if answer is None:
        raise UsageError(Problem(Message("answer-none")))
    return answer


def _home(records: FoldedRecords, subject: str) -> str:
    """Return the dispatch that a file belongs to."""
    answer, other = records.answers.get(subject), records.evidence.get(subject) or records.refused.get(subject)
    return answer.id.dispatch if answer else other.dispatch if other else ""


def _form_of(dataset: Dataset, answer: Answer) -> DispatchForm:
    dispatch = answer.id.dispatch
    forms = forms_of(as_of(dataset, dispatch), dispatch) if dispatch in dataset.dispatches else {}
    return form_named(forms, answer.id.form)
