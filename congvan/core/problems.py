"""Problems: a message, its place and its remedy, as one value used from the YAML reader to the layout checker."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from typing import NamedTuple

from congvan.core.messages import Message, template


class Severity(StrEnum):
    """Severity of a problem: an error stops the run; a warning or a note does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Exit(IntEnum):
    """Exit codes of the command; documented in docs/commands.md and stable."""

    OK = 0
    FAILED = 1  # continued despite errors, or a check has findings
    USAGE = 2  # wrong command line
    DATA = 3  # data or templates are wrong
    CANNOT = 4  # environment fault: disk full, read-only, font or package missing
    BUSY = 5  # another build holds the lock
    EDITED = 6  # an output was edited by hand since the last build and has been kept
    BUG = 70
    INTERRUPTED = 130


class Place(NamedTuple):
    """Location of a problem. Lines, columns, pages, tables and rows count from 1; 0 or "" means unknown.

    `part` names a part inside a file (a DOCX header, an HTML fragment); `where` describes the position in words ("table
    2, row 3, cell 1"). Both are text of the file itself or a Message.
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
        """Format the place in the given language, by default the current one."""
        head = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)]) if self.file else ""
        said = (self.part, self.where if isinstance(self.where, Message) else place_words(self.where, spoken))
        words = (each.text(spoken) if isinstance(each, Message) else each for each in said)
        sheet = "!".join(filter(None, (self.sheet, self.cell)))
        page = Message("at.page", page=self.page).text(spoken) if self.page else ""
        return ", ".join(piece for piece in (head, *words, sheet, page) if piece)

    def __str__(self) -> str:
        return self.text()

    def __lt__(self, other: Place) -> bool:  # type: ignore[override]  # places are compared with places
        return self._key() < other._key()

    def _key(self) -> tuple[str | int, ...]:
        part, where = (each.text("en") if isinstance(each, Message) else each for each in (self.part, self.where))
        return (self.file, self.line, self.column, part, where, self.sheet, *_cell_order(self.cell), self.page)


_IN_TABLE = re.compile(r"\btable (\d+), row (\d+)(?:, cell (\d+))?$")


def place_words(kept: str, spoken: str = "") -> str:
    """Return a place that was kept in English (table 1, row 2, cell 3), alone or behind a file, in the given language.

    Any other is returned as it is.
    """
    found = _IN_TABLE.search(kept)
    if found is None:
        return kept
    table, row, cell = (int(each or 0) for each in found.groups())
    line = Message("at.table-row", table=table, row=row)
    at = Message("at.table-cell", table=table, row=row, cell=cell) if cell else line
    return kept[: found.start()] + at.text(spoken)


def _cell_order(cell: str) -> tuple[int, int, str]:
    """Return the order of cells as one reads: B9 before B10, and Z9 before AA9."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    return (int(found[2]), len(found[1]), found[1]) if found else (0, 0, cell)


class Problem(NamedTuple):
    """One error, warning or note: a message whose id begins with a stable code, a place and a remedy.

    The remedy is the catalogue text `ID.hint`, else `CODE.hint`, filled with the values of the message; `remedy`
    overrides it. `frame` is a message that embeds this one at its `{message}`. `also` holds further places (such as the
    first of two duplicate keys); `record` names the record being processed.
    """

    message: Message
    place: Place = Place()
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
        """Description of the problem in the current language."""
        if self.frame is None:
            return str(self.message)
        return Message(self.frame.id, **{**self.message.values, **self.frame.values}, message=self.message).text()

    @property
    def advice(self) -> Message | None:
        """Remedy: the problem's own, else that of the catalogue, else None; one that lists no names says so."""
        found = self._advice()
        if found is not None and found.values.get("known") == "" and "{known}" in (template(found.id, "en") or ""):
            return Message("known-none")
        return found

    def _advice(self) -> Message | None:
        if self.remedy is not None:
            return self.remedy
        ids = (f"{self.message.id}.hint", f"{self.code}.hint")
        hint_id = next((one for one in ids if template(one, "en") is not None), None)
        return Message(hint_id, **self.message.values) if hint_id else None

    @property
    def hint(self) -> str:
        """Remedy in the current language; "" if there is none."""
        return str(self.advice or "")

    def sort_key(self) -> tuple[Place, str, str]:
        """Sort key independent of the language: place, code, English text."""
        return (self.place, self.code, self.message.text("en"))


class ProblemsFound(Exception):
    """Raised when a run cannot continue; carries all problems found so far and the exit code."""

    exit_code = Exit.DATA
    partial = False  # whether some of what the run writes is already new

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems: Sequence[Problem] = sorted(
            (problems,) if isinstance(problems, Problem) else problems, key=Problem.sort_key
        )
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(f"{p.place}: {p.text}" if str(p.place) else p.text for p in self.problems)


@contextmanager
def told_by(notes: Callable[[], Iterable[Problem]]) -> Iterator[None]:
    """Raise the errors among notes in the place of what came of them; whatever else is raised stays."""
    try:
        yield
    except Exception as error:
        if errors := [note for note in notes() if note.severity is Severity.ERROR]:
            raise ProblemsFound(errors) from error
        raise


class EnvironmentFault(ProblemsFound):
    """Raised when the machine, not the data, is at fault: a missing font, a full disk, a read-only folder."""

    exit_code = Exit.CANNOT


class UsageError(ProblemsFound):
    """Raised when the request itself is invalid, whatever the data are."""

    exit_code = Exit.USAGE


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of severity error."""
    return [p for p in problems if p.severity is Severity.ERROR]


def stop_of(problems: Iterable[Problem]) -> ProblemsFound:
    """Return the error that ends a run with these problems: the machine's fault where no error is of the data."""
    found = list(problems)
    machine = all(problem.code in _OF_THE_MACHINE for problem in blocking(found))
    return EnvironmentFault(found) if machine else ProblemsFound(found)


_OF_THE_MACHINE = frozenset(("font-missing", "font-style"))  # codes of faults that are found record by record

_OS_REASONS = frozenset(
    (
        *("ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EEXIST", "ENOTEMPTY", "ENOSPC", "EDQUOT", "EROFS"),
        *("EIO", "EBUSY", "EMFILE", "ENFILE", "ENAMETOOLONG", "ELOOP", "ETXTBSY", "EFBIG", "ENODEV", "ESTALE"),
    )
)


def reason_of(error: OSError) -> Message:
    """Return why the system refuses, in words of ours: its own are English."""
    name = errno.errorcode.get(error.errno or 0, "")
    return Message(f"os-error.{name}") if name in _OS_REASONS else Message("os-error.other", number=name or "?")
