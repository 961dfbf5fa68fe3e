"""What can be wrong, where it stands and what to do about it: one value from the YAML scanner to the layout checker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


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


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a problem stands. Lines, columns, pages, tables and rows count from 1; 0 or "" means not known.

    `part` names a part inside a file (a DOCX header, an HTML fragment); `where` is free text in words
    ("table 2, row 3, cell 1").
    """

    file: str = ""
    line: int = 0
    column: int = 0
    part: str = ""
    where: str = ""
    sheet: str = ""
    cell: str = ""
    page: int = 0

    def __str__(self) -> str:
        head = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)]) if self.file else ""
        sheet = "!".join(filter(None, (self.sheet, self.cell)))
        page = f"p. {self.page}" if self.page else ""
        return ", ".join(piece for piece in (head, self.part, self.where, sheet, page) if piece)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a stable code, a sentence, a place and the remedy.

    `also` holds further places (the first of two duplicate keys); `record` names the record that was being made.
    """

    code: str
    message: str
    place: Place = field(default_factory=Place)
    hint: str = ""
    severity: Severity = Severity.ERROR
    also: tuple[Place, ...] = ()
    record: str = ""

    def sort_key(self) -> tuple[Place, str, str]:
        return (self.place, self.code, self.message)


class Stop(Exception):
    """The run can't go on; carries every problem found so far and the exit code of its kind."""

    exit_code = Exit.DATA

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems: Sequence[Problem] = sorted(
            (problems,) if isinstance(problems, Problem) else problems, key=Problem.sort_key
        )
        super().__init__("; ".join(f"{p.place}: {p.message}" if str(p.place) else p.message for p in self.problems))


class CannotRun(Stop):
    """The data are right, but this machine can't do it now: a missing font, a full disk, a read-only folder."""

    exit_code = Exit.CANNOT


class Misused(Stop):
    """What was asked for is wrong in itself, whatever the data are."""

    exit_code = Exit.USAGE


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """The errors among the problems."""
    return [p for p in problems if p.severity is Severity.ERROR]
