"""What a run collected beside what came before: answers that newer ones replace, a signed paper beside a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import presentable
from congvan.forms.form import DispatchForm, FormSection
from congvan.returns.intake.sent import SentFile
from congvan.returns.reading.identity import KnownForms
from congvan.returns.records.answers import STRUCK, Answer, AnswerRow
from congvan.returns.records.fold import FoldedRecords
from congvan.returns.records.identity import AnswerId
from congvan.returns.records.sequence import in_order, is_accepted_since, is_decided_against, is_undecided, leads
from congvan.returns.records.signed_papers import differing_cells

_MOST_GONE = 5
_MOST_COMPARED = 20
"""Answers to one sheet among which a signed one is looked for: the last."""


@dataclass(slots=True)
class CollectedFile:
    """One answer, scan or refused file of the inbox. `subject`: what its events are about. `lines`: the first of a file
    that is not understood, for a page to choose columns by; they are kept nowhere.
    """

    file: str
    sent: SentFile
    subject: str
    kind: str  # answer, evidence, refused
    format: str = ""
    dispatch: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        """The hash of the file; "" for one of which nothing is kept."""
        return self.subject.partition("/")[0]


def beside_others(known: KnownForms, records: FoldedRecords, files: Sequence[CollectedFile]) -> Iterator[Problem]:
    """Yield what is reported of answers of this run beside others to the same sheet."""
    same: dict[AnswerId, list[Answer]] = {}
    for answer in records.answers.values():
        if not answer.withdrawn:
            same.setdefault(answer.id, []).append(answer)
    newest: dict[AnswerId, Answer] = {}
    before: dict[str, Sequence[Answer]] = {}
    for identity, answers in same.items():
        ordered = in_order(answers)
        newest[identity] = ordered[-1]
        before |= {each.subject: _last_of(ordered[:at]) for at, each in enumerate(ordered) if at}
    compared: set[frozenset[str]] = set()
    for collected in files:
        mine = records.answers.get(collected.subject)
        if mine is None or mine.withdrawn:
            continue
        yield from _beside_earlier(known, mine, before.get(mine.subject, ()), collected.file, newest[mine.id])
        if newest[mine.id] is not mine and not _keeps(mine, newest[mine.id]):
            message = Message("answer-replaced", file=newest[mine.id].file)
            yield Problem(message, Place(collected.file), severity=Severity.NOTE)
        form = known.of(mine.id.dispatch).get(mine.id.form)
        last = _last_of_the_other_kind(mine, same[mine.id]) if form is not None else None
        if form is not None and last is not None and {mine.subject, last.subject} not in compared:
            compared.add(frozenset((mine.subject, last.subject)))
            yield from _differences(form, mine, last, collected.file)


def _last_of(ordered: Sequence[Answer]) -> list[Answer]:
    """Return the newest of several answers, and those before it that came at once with it and contradict it."""
    last = ordered[-1]
    return [*(each for each in ordered[-_MOST_COMPARED:-1] if is_undecided(last, each)), last]


def _keeps(mine: Answer, newest: Answer) -> bool:
    """Whether an answer stands beside a newer one: they came at once, and the newer one was not decided for; or all of
    that is asked about; or it is a signed paper and the newer one a sheet.
    """
    led = leads(mine, newest) and not is_accepted_since(newest, mine)
    return led or is_undecided(newest, mine) or is_decided_against(newest, mine) or (newest.waits and not mine.waits)


def _beside_earlier(
    known: KnownForms, mine: Answer, earlier: Sequence[Answer], file: str, newest: Answer
) -> Iterator[Problem]:
    """Tell of one that came at once with it, else of what it replaces: a question, rows that it has no more."""
    rivals = [each for each in earlier if is_undecided(mine, each)]
    if rivals:
        message = Message("answers-at-once", file=rivals[-1].file)
        yield Problem(message, Place(file), severity=Severity.WARNING)
        return
    if len(earlier) > 1 and newest is mine:
        message = Message("answer-after-two", files=", ".join(each.file for each in earlier))
        yield Problem(message, Place(file), severity=Severity.NOTE)
    for each in earlier:
        yield from _rows_gone(known, mine, newest, each)


def _rows_gone(known: KnownForms, mine: Answer, newest: Answer, before: Answer) -> Iterator[Problem]:
    """Tell who or what stood on the answer that this one replaces, and is on it no more."""
    form = known.of(mine.id.dispatch).get(mine.id.form)
    if form is None or newest is not mine or mine.nil:
        return
    for section in form.sections:
        there = {_name_of(section, row) for row in mine.sections.get(section.id, ())}
        rows = before.sections.get(section.id, ()) if section.spec.shape == "table" else ()
        gone = [name for row in rows if row["state"] != STRUCK and (name := _name_of(section, row)) not in {*there, ""}]
        if gone:
            more = " …" if len(gone) > _MOST_GONE else ""
            names = "; ".join(presentable(name, 60) for name in gone[:_MOST_GONE]) + more
            message = Message("rows-gone", file=before.file, count=len(gone), names=names)
            yield Problem(message, Place(mine.file), severity=Severity.WARNING)


def _name_of(section: FormSection, row: AnswerRow) -> str:
    """Return what tells a row from others: the heading of its entry, a name, else its first text; "" for none."""
    entry = section.each.get(row["entry"]) if section.each is not None and row["entry"] else None
    if entry is not None:
        return entry.heading
    columns = sorted(section.columns, key=lambda column: column.type.id != "name")
    said = (str(row["values"].get(each.id, "")) for each in columns if each.type.id in ("name", "text"))
    return next(filter(None, said), "")


def _last_of_the_other_kind(mine: Answer, others: Sequence[Answer]) -> Answer | None:
    """Return the last sheet beside a signed paper, or the last signed paper beside a sheet; None if there is none."""
    if mine.signed is False and not any(other.signed for other in others[-_MOST_COMPARED:]):
        return None
    return next((other for other in reversed(others) if other.signed != mine.signed), None)


def _differences(form: DispatchForm, one: Answer, other: Answer, file: str) -> Iterator[Problem]:
    """Ask about each cell in which a signed paper, which leads, and a sheet differ, until one of them is accepted."""
    signed, sheet = (one, other) if one.signed else (other, one)
    if not leads(signed, sheet) or is_accepted_since(signed, sheet) or is_accepted_since(sheet, signed):
        return
    for cell in differing_cells(form, signed.sections, sheet.sections):
        message = Message(
            "signed-differs",
            label=cell.label,
            row=cell.row,
            signed=cell.signed or "–",
            sheet=cell.sheet or "–",
            file=signed.file,
            other=sheet.file,
        )
        yield Problem(message, Place(file), Message("signed-beside.hint"))
