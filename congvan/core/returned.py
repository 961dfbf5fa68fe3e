"""The return facts: plain values that `returns` passes to documents and to the dashboard, and who owes by them.

Forms, entries of lists and senders are ids of the data; days are `2020-08-21`; a cell is `Sheet!B7`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from congvan.core.messages import Message
from congvan.core.problems import Problem

DONE = frozenset(("complete", "nil", "not-owed"))
"""States in which the sender is no longer asked for anything."""


class NamedBody(TypedDict):
    """An entry of a list, with its name at the start of a line."""

    id: str
    name: str


class RowFacts(TypedDict):
    """A row of an answer that counts: its entry where rows are entries of a list, its values by column id."""

    n: int
    entry: str
    values: Mapping[str, str | int | float]


class AnswerFacts(TypedDict):
    """An answer that counts, or the part of one that answers for these keys."""

    form: str
    period: str
    keys: dict[str, str]
    sections: dict[str, list[RowFacts]]
    nil: bool


class Reason(TypedDict):
    """Why an answer is not complete: code, the number concerned, and what it is about in the words of the form."""

    code: str
    count: int
    text: str


class Question(TypedDict):
    """A row with open questions: its place, what they are about, what the row is known by. Of each question there are
    in the same order its code, cell, the text in the cell, the label of the column, and why it is asked.
    """

    cell: str
    codes: list[str]
    cells: list[str]
    said: list[str]
    columns: list[str]
    why: list[Message]
    words: str
    mask: bool  # whether the words are personal


class Standing(TypedDict):
    """The state of one obligation: a form, its keys and period, and what came for it.

    state     missing, incomplete, asked, complete, nil; not-owed where something came that nobody owed
    rows      rows that count, by section; `owed`: how many at least
    late      in-time, late, unknown, or "" where nothing is due or came
    changed   cells that changed after the figures were closed; `after_close`: it came after that
    """

    form: str
    period: str
    keys: dict[str, str]
    sender: str
    state: str
    rows: dict[str, int]
    owed: int
    reasons: list[Reason]
    questions: list[Question]
    findings: list[dict[str, Any]]
    file: str
    how: str
    received: str
    late: str
    due: str
    after_close: bool
    notes: list[Reason]


def owes(standing: Standing) -> bool:
    """Whether the sender still has to act; a scan that waits to be entered, and a file that can't be read, are the
    office's task.
    """
    if standing["state"] in DONE:
        return bool(standing["questions"])
    codes = {reason["code"] for reason in standing["reasons"]}
    return "file-unread" not in codes and codes != {"to-be-typed"}


class SenderFacts(TypedDict):
    """A body that owes answers, and the phone to call."""

    id: str
    name: str
    phone: str
    list: str
    entry: str


class DimensionFacts(TypedDict):
    """A dimension of a form: its name, the list, what the list and one entry are called, and its entries.

    `above`: the heading of the first entry that an entry refers to, by its id: the unit of a village.
    """

    name: str
    list: str
    label: str
    one: str
    entries: list[NamedBody]
    above: dict[str, str]


class PeriodFacts(TypedDict):
    """A period: id, name, days, when due, and the day on which its figures were closed."""

    id: str
    name: str
    first: str
    last: str
    due: str
    closed: str


class FormStatus(TypedDict):
    """The state of a form: its dimensions, its periods, and each obligation."""

    form: str
    ref: str
    title: str
    name: str
    version: int
    per: list[DimensionFacts]
    periods: list[PeriodFacts]
    due: str
    standings: list[Standing]


class FigureChange(TypedDict):
    """A figure that changed after it was closed: where, and from what to what."""

    form: str
    period: str
    keys: dict[str, str]
    section: str
    entry: str
    n: int
    column: str
    before: str
    after: str


class RegisteredFile(TypedDict):
    """A line of the incoming register."""

    number: str
    date: str
    sender: str
    what: str
    file: str
    note: str  # to-be-typed, or ""


class WaitingFile(TypedDict):
    """A scan, photograph or letter, with whether it was entered into a form."""

    file: str
    form: str
    keys: dict[str, str]
    period: str
    received: str
    state: str  # to-be-typed, typed
    typed_as: str


class SameValue(TypedDict):
    """A value that is on two answers though it is unique, or one person on two lists."""

    code: str
    column: str
    words: str
    first: str
    second: str
    first_words: str


class Assigned(TypedDict):
    """A person on a post, or a blank line for one who is lacking (no `row`).

    `form`, `by`: where the person comes from; `keys`: those of the answer that names the person.
    """

    post: str
    number: int
    day: str
    form: str
    by: str
    key: str
    keys: dict[str, str]
    section: str
    row: RowFacts | None


class AssignmentFacts(TypedDict):
    """A proposal: lines in the order of the posts."""

    id: str
    lines: list[Assigned]


class ReturnFacts(TypedDict, total=False):
    """What came back to a dispatch; {} if nothing did.

    answers  what counts, of every form and period; `closed`: by "form/period", as papers of closed periods show it
    carried  by "form/period", what was cumulated before of those who have no row there
    changes  by "form/period" of the paper that notes them
    senders  who owes anything; `same`: values that are on two answers
    unplaced files that can't be read, or wait to be entered, of which nobody knows who sent them
    """

    forms: list[FormStatus]
    answers: list[AnswerFacts]
    changes: dict[str, list[FigureChange]]
    carried: dict[str, list[AnswerFacts]]
    closed: dict[str, list[AnswerFacts]]
    senders: list[SenderFacts]
    registered: list[RegisteredFile]
    waiting: list[WaitingFile]
    unplaced: list[str]
    same: list[SameValue]
    assignments: list[AssignmentFacts]


class Overview(TypedDict):
    """The state of every form of every dispatch, and what is reported of it.

    `first`, `until`: the days from which and before which it holds, since a period that begins adds a line.
    """

    first: str
    until: str
    problems: list[Problem]
    dispatches: dict[str, dict[str, Any]]
    refused: list[dict[str, Any]]
