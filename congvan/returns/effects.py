"""What an act changes in what counts, told with the act: which answer counts now, and what goes on waiting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.forms.form import forms_of
from congvan.model.dataset import Dataset
from congvan.model.validity import as_of
from congvan.returns.answers.dispatch_answers import FormAnswers
from congvan.returns.answers.parts import Choice, SheetPart
from congvan.returns.naming import sheet_name
from congvan.returns.records.answers import LETTER, PHONE, Answer
from congvan.returns.records.fold import FoldedRecords


class Effects(NamedTuple):
    """What counts otherwise than before an act, and what still has to be decided about the sheets that it concerns."""

    remarks: list[str | Message]
    problems: list[Problem]


def effects_of(dataset: Dataset, before: FoldedRecords, after: FoldedRecords, subject: str) -> Effects:
    """Return what an act about one answer has changed. `subject`: that of the answer."""
    found = Effects([], [])
    known = [records.answers[subject] for records in (before, after) if subject in records.answers]
    for dispatch, name, period in dict.fromkeys((a.id.dispatch, a.id.form, a.id.period) for a in known):
        forms = forms_of(as_of(dataset, dispatch), dispatch) if dispatch in dataset.dispatches else {}
        if name not in forms:
            continue
        was, now = (FormAnswers(forms[name], records).now.choices(period) for records in (before, after))
        for entries in dict.fromkeys((*was, *now)):
            one, other = was.get(entries, Choice()), now.get(entries, Choice())
            if any(part.answer.subject == subject for part in (*one.parts, *other.parts)):
                dimensions = (each.name for each in forms[name].dimensions)
                sheet = sheet_name(forms[name], dict(zip(dimensions, entries, strict=True)), period)
                found.remarks.extend(_changed(one, other, subject, sheet))
                found.problems.extend(_waiting(other, subject, sheet))
    return found


def _changed(before: Choice, now: Choice, subject: str, sheet: str) -> Iterator[Message]:
    """Yield what counts for a sheet in place of what counted; a call that corrects it has said so itself."""
    if before.current is None:
        return
    if now.current is None:
        yield Message("counts-none", sheet=sheet)
        return
    old, new = before.current.answer, now.current.answer
    if new.subject != old.subject and (new.subject, new.rests_on) != (subject, old.subject):
        yield Message("counts-now", sheet=sheet, file=_name(new), before=_name(old))
    elif new.subject == old.subject and new.rests_on != old.rests_on:
        alone = Message("report-rests.alone", sheet=sheet)
        yield Message("report-rests", sheet=sheet, file=new.file) if new.rests_on else alone
    elif before.held and not now.held:
        yield Message("counts-alone", sheet=sheet, file=_name(new))


def _waiting(choice: Choice, subject: str, sheet: str) -> Iterator[Problem]:
    """Warn of what has to be decided about a sheet, and of an answer that was dealt with and does not count."""
    current = choice.current
    for held in choice.held:
        yield _why_not(choice, held, sheet)
    if current is not None and current.answer.waits and current.answer.subject == subject:
        yield _waits(current.answer, sheet)
    if current is not None and subject not in (current.answer.subject, current.answer.rests_on):
        for part in choice.parts:
            if part.answer.subject == subject and part not in choice.held:
                message = Message("counts-not", file=_name(part.answer), current=_name(current.answer), sheet=sheet)
                yield Problem(message, Place(_name(part.answer)), severity=Severity.NOTE)


def _why_not(choice: Choice, held: SheetPart, sheet: str) -> Problem:
    assert choice.current is not None
    answer, current = held.answer, choice.current.answer
    if answer.waits:
        return _waits(answer, sheet)
    if (why := choice.why_held(held)) == "answers-at-once":
        message = Message("answers-at-once", file=_name(current))
    elif why == "signed-differs":
        message = Message("signed-beside", sheet=sheet, file=_name(current))
    elif why == "answer-of-successor":
        message = Message("answer-of-successor", sheet=sheet, file=_name(current))
    else:
        fuller = next((each.answer for each in (choice.current, *choice.held) if not each.answer.nil), current)
        message = Message("answer-less", sheet=sheet, file=_name(fuller))
    return Problem(message, Place(_name(answer)), severity=Severity.WARNING)


def _waits(answer: Answer, sheet: str) -> Problem:
    reported = answer.how in (PHONE, LETTER)
    message = Message("report-waits", sheet=sheet) if reported else Message("answer-waits", sheet=sheet)
    return Problem(message, Place(_name(answer)), severity=Severity.WARNING)


def _name(answer: Answer) -> str:
    """Return how acts name an answer: by its file, a call by what it answers."""
    return answer.id.path if answer.how in (PHONE, LETTER) else answer.file or answer.id.path
