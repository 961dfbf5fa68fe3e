"""What an answer holds: its rows by section, what is asked, when it arrived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NotRequired, TypedDict

from congvan.returns.records.identity import AnswerId
from congvan.values.columns.base import Value

TAKEN, ASKED, STRUCK = "taken", "asked", "struck"
"""The states of a row: counts, waits for the sender, left out."""

PHONE, LETTER = "phone", "letter"
"""How an answer came by telephone, by a công văn; others: `form` (by its id), `words`, `name`."""


class RowIssue(TypedDict):
    """What is asked about a cell: the code of the message, the cell, its text, the message as plain values."""

    code: str
    cell: str
    said: str
    why: Any
    column: NotRequired[str]


class AnswerRow(TypedDict):
    """One row of a section; `n` from 1, `entry` where the rows are entries of a list, `cell` the place of its first."""

    n: int
    entry: str
    cell: str
    values: Mapping[str, Value]
    state: str
    issues: Sequence[RowIssue]


Sections = Mapping[str, Sequence[AnswerRow]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One file or telephone call that answers a form, with all that was corrected since.

    order      number of its first event
    received   ISO 8601; a day alone where the hour is unknown; "" if unknown
    since      when the first of several calls was received: a correction does not make a sender late
    withdrawn  why it no longer counts; "" while it does
    accepted   whether the office decided that it counts though it holds less than the answer before it
    accepted_at  number of the event by which it did; 0: never
    rests_on   of a call: the subject of the answer whose other cells it keeps; "" where it says everything itself
    """

    subject: str
    order: int
    id: AnswerId
    sections: Sections
    version: int = 1
    how: str = "form"
    file: str = ""
    nil: bool = False
    received: str = ""
    since: str = ""
    who: str = ""
    findings: Sequence[Mapping[str, Any]] = ()
    attachments: Sequence[Mapping[str, Any]] = ()
    typed_from: str = ""
    withdrawn: str = ""
    accepted: bool = False
    corrected: tuple[str, ...] = field(default=())  # "section/row/column" of what was corrected by the office
    signed: bool = False
    run: int = 0  # number of the first event of the run that brought it; 0: unknown, or a call
    open_questions: Sequence[RowIssue] = ()  # what is asked of all of it: its words contradict its id …
    rests_on: str = ""
    accepted_at: int = 0

    @property
    def waits(self) -> bool:
        """Whether something is asked of all of it, so that it counts for nothing until the office accepts it."""
        return bool(self.open_questions) and not self.accepted

    def judged(self) -> Answer:
        """Return the answer with every row asked about, where something is asked of all of it."""
        if not self.waits:
            return self
        sections = {name: [self._asked_about(row) for row in rows] for name, rows in self.sections.items()}
        return replace(self, sections=sections, nil=False)

    def _asked_about(self, row: AnswerRow) -> AnswerRow:
        if row["state"] != TAKEN:
            return row
        return {**row, "state": ASKED, "issues": [*row["issues"], *self.open_questions]}

    def rows(self, section: str = "") -> Iterator[AnswerRow]:
        """Yield the rows of a section, or of all."""
        for name, rows in self.sections.items():
            if not section or name == section:
                yield from rows

    def good(self, section: str = "") -> list[AnswerRow]:
        """Return the rows that count."""
        return [row for row in self.rows(section) if row["state"] == TAKEN]

    def asked(self, section: str = "") -> list[AnswerRow]:
        """Return the rows that are asked about."""
        return [row for row in self.rows(section) if row["state"] == ASKED]
