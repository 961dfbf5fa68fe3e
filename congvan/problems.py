"""What can be wrong, where it stands and what to do about it: one value from the YAML scanner to the layout checker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from congvan.messages import Message, template


class Severity(StrEnum):
    """How much a problem weighs: an error stops the run, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Exit(IntEnum):
    """Exit codes of the command; documented in README.md and stable."""

    OK = 0
    FAILED = 1  # asked to go on in spite of errors, or a check found something
    USAGE = 2  # the command line itself
    DATA = 3  # data or templates are wrong
    CANNOT = 4  # the machine: disk full, read-only, font or package missing
    BUSY = 5  # another build holds the lock
    EDITED = 6  # an output was edited by hand since the last build and was kept
    BUG = 70
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem stands. Lines, columns, pages, tables and rows count from 1; 0 or "" means not known.

    `part` names a part inside a file (a DOCX header, an HTML fragment); `where` says it in words ("table 2, row 3, cell
    1"). Both are the file's own words or a Message.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    part: str | Message = ""
    where: str | Message = ""
    sheet: str = ""
    cell: str = ""
    page: int = 0

    def text(self, spoken: str = "") -> str:
        """The place in a language, by default that which is spoken now."""
        head = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)]) if self.file else ""
        words = (each.text(spoken) if isinstance(each, Message) else each for each in (self.part, self.where))
        sheet = "!".join(filter(None, (self.sheet, self.cell)))
        page = f"p. {self.page}" if self.page else ""
        return ", ".join(piece for piece in (head, *words, sheet, page) if piece)

    def __str__(self) -> str:
        return self.text()

    def __lt__(self, other: Place) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[str | int, ...]:
        part, where = (each.text("en") if isinstance(each, Message) else each for each in (self.part, self.where))
        return (self.file, self.line, self.column, part, where, self.sheet, self.cell, self.page)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a message, whose id begins with a stable code, a place and the remedy.

    The remedy is the catalogue's `ID.hint`, else `CODE.hint`, with the values of the message; `remedy` is one that
    depends on the case. `frame`: a sentence round the message, which stands at its `{message}`. `also` holds further
    places (the first of two duplicate keys); `record` names the record that was being made.
    """

    message: Message
    place: Place = field(default_factory=Place)
    remedy: Message | None = None
    severity: Severity = Severity.ERROR
    also: tuple[Place, ...] = ()
    record: str | Message = ""
    frame: Message | None = None

    @property
    def code(self) -> str:
        return self.message.code

    @property
    def text(self) -> str:
        """What is wrong, in the language that is spoken now."""
        if self.frame is None:
            return str(self.message)
        return Message(self.frame.id, **{**self.message.values, **self.frame.values}, message=self.message).text()

    @property
    def advice(self) -> Message | None:
        """The remedy: its own, else the catalogue's."""
        if self.remedy is not None:
            return self.remedy
        ids = (f"{self.message.id}.hint", f"{self.code}.hint")
        hint_id = next((one for one in ids if template(one, "en") is not None), None)
        return Message(hint_id, **self.message.values) if hint_id else None

    @property
    def hint(self) -> str:
        """The remedy, in the language that is spoken now; "" where there is none."""
        return str(self.advice or "")

    def sort_key(self) -> tuple[Place, str, str]:
        """An order that is the same in every language: by place, code and English text."""
        return (self.place, self.code, self.message.text("en"))


class ProblemsFound(Exception):
    """The run can't go on; carries every problem found so far and the exit code of its kind."""

    exit_code = Exit.DATA

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems: Sequence[Problem] = sorted(
            (problems,) if isinstance(problems, Problem) else problems, key=Problem.sort_key
        )
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(f"{p.place}: {p.text}" if str(p.place) else p.text for p in self.problems)


class EnvironmentFault(ProblemsFound):
    """The data are right, but this machine can't do it now: a missing font, a full disk, a read-only folder."""

    exit_code = Exit.CANNOT


class UsageError(ProblemsFound):
    """What was asked for is wrong in itself, whatever the data are."""

    exit_code = Exit.USAGE


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """The errors among the problems."""
    return [p for p in problems if p.severity is Severity.ERROR]
