"""Plain values passed between stages: jobs, artifacts and outcomes; and the protocol of an act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Protocol, TypeVar

from congvan.core.clock import clock_problems
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Exit, Problem, ProblemsFound, Severity

BY_LIBREOFFICE = "pdf-by-libreoffice"
"""The format of a job whose PDF LibreOffice makes of the DOCX."""

Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"]


MARK = "\ue000(pages|sheets)\\.(\\d+)\\.(\\d+)\ue001"
"""Pattern of a mark in a content that counts the pages of another document."""


def count_mark(what: str, part: int, times: int = 1) -> str:
    """Return the mark for the `pages`, or the `sheets` printed on both sides, of a counted document; so many times."""
    return f"\ue000{what}.{part}.{times}\ue001"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make. Plain data: hashable, picklable to a worker, printable by a dry run, comparable.

    path      relative to the folder of the edition, POSIX, unique in a plan: "bieu/cao-loc/don-vi-mau.pdf"
    document  id of the document in data/documents.yaml
    record    the loop values, readable for a clerk: "xa=cao-loc don_vi=don-vi-mau"
    format    a key of `congvan.formats.FORMATS`: "docx", "pdf", "xlsx", "sign", …
    template  name of an asset: "templates/van-ban.docx"; "" if drawn without a template
    content   plain values only (str, int, float, bool, list, dict), NFC: everything the template sees
    judged    whether the finished file is checked against Decree 30
    bare      whether the content is the unmodified facts of the dispatch: only facts the template reads affect its key
    drawn     whether it is drawn without a template: a sign, its tiles, the proof, the order
    artwork   asset names that a drawn file shows: "templates/signage/logo.pdf"
    pack      documents bound behind it; template and content are then those of the cover
    counted   documents whose pages are counted where the content has marks (`count_mark`)
    sheet     how many records go across and down a sheet; the content then holds them in `records`
    flaws     what is wrong with its content: the file is not made
    """

    path: str
    document: str
    record: str
    format: str
    template: str
    content: Mapping[str, Any]
    judged: bool = False
    bare: bool = False
    drawn: bool = False
    artwork: tuple[str, ...] = ()
    pack: Pack | None = None
    counted: tuple[BoundDocument, ...] | None = None
    sheet: tuple[int, int] | None = None
    flaws: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """Documents that a print pack binds behind its cover; `duplex`: each starts on an odd page.

    `title`: of a pack without a cover. `tagged`: it has a structure tree for screen readers.
    """

    parts: tuple[BoundDocument, ...]
    duplex: bool
    title: str = ""
    tagged: bool = False


@dataclass(frozen=True, slots=True)
class BoundDocument:
    """One document of a pack: the template of its pages, its content, and its bookmark in the outline."""

    template: str
    content: Mapping[str, Any]
    bookmark: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: its job, its bytes, the findings of the inspection, and the render paths of its records."""

    job: Job
    data: bytes
    problems: tuple[Problem, ...] = ()
    ways: tuple[Ways, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """How many records of a template were rendered by each path: filled from a fast path, rendered in full, laid out,
    or made by docxtpl. `why`: what prevented the fast path, as notes with their place in the template. `faces`: the
    families that it names, each with the one that was embedded; `symbols`: those that they lack, each with the family
    that draws it.
    """

    template: str
    counts: Mapping[str, int]
    why: tuple[Problem, ...] = ()
    faces: tuple[tuple[str, str], ...] = ()
    symbols: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Ways) -> Ways:
        counts = {way: self.counts.get(way, 0) + other.counts.get(way, 0) for way in {**self.counts, **other.counts}}
        faces = tuple(sorted({*self.faces, *other.faces}))
        symbols = tuple(sorted({*self.symbols, *other.symbols}))
        why = tuple(sorted({*self.why, *other.why}, key=Problem.sort_key))
        return Ways(self.template, counts, why, faces, symbols)


@dataclass(frozen=True, slots=True)
class Output:
    """Result for one file: `built`, `unchanged`, `removed`, `kept`, `failed`, or `would-build` in a dry run."""

    path: str
    status: str
    why: str | Message = ""
    sha256: str = ""


@dataclass(slots=True)
class Outcome:
    """Result of an act: outputs, problems, remarks, and command-specific plain values."""

    command: str
    outputs: list[Output] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str | Message] = field(default_factory=list)
    ways: dict[str, Ways] = field(default_factory=dict)  # by template name
    findings: list[str | Message] = field(default_factory=list)  # requested findings: printed even when quiet
    data: dict[str, Any] = field(default_factory=dict)
    where: str = ""
    verbatim: str = ""  # printed instead of everything else
    seconds: float = 0.0
    exit_code: int = 0
    partial: bool = False  # failed when some outputs were already new

    def add_ways(self, ways: Iterable[Ways]) -> None:
        """Add the render paths reported by a file."""
        for each in ways:
            known = self.ways.get(each.template)
            self.ways[each.template] = known + each if known else each

    def counts(self) -> dict[str, int]:
        """Count outputs by status and problems by severity."""
        counts = {"outputs": len(self.outputs)}
        for output in self.outputs:
            counts[output.status] = counts.get(output.status, 0) + 1
        for severity in Severity:
            counts[f"{severity}s"] = sum(problem.severity is severity for problem in self.problems)
        return counts


class Cancelled(ProblemsFound):
    """Raised when an act is cancelled before it has finished."""

    exit_code = Exit.INTERRUPTED

    def __init__(self) -> None:
        super().__init__(Problem(Message("cancelled")))


class Progress:
    """Progress and cancellation of an act. This class displays nothing; a user interface overrides `bar`."""

    cancelled = False

    def cancel(self) -> None:
        """Request cancellation at the next step; may be called from any thread."""
        self.cancelled = True

    def check(self) -> None:
        """Raise Cancelled if cancellation was requested. Call it only where the act can still leave everything
        unchanged.
        """
        if self.cancelled:
            raise Cancelled

    @contextmanager
    def steps(self, title: Message, total: int | None) -> Iterator[Callable[[int], None]]:
        """Context manager: yield a function to call with how many more steps are done; it raises Cancelled."""
        with self.bar(title, total) as show:

            def advance(done: int) -> None:
                self.check()
                show(done)

            yield advance

    @contextmanager
    def bar(self, title: Message, total: int | None) -> Iterator[Callable[[int], object]]:
        """Context manager: yield a function that advances the display; here it does nothing."""
        yield lambda done: None


R_contra = TypeVar("R_contra", contravariant=True)


class Act(Protocol[R_contra]):
    """One operation that congvan performs for a user: a command, or a button of a page."""

    def __call__(self, request: R_contra, progress: Progress = ..., /) -> Outcome: ...


OFFICE = frozenset(("alembic", "phonenumbers", "sqlalchemy"))
"""The packages of the extra `office`, which merging, checking and building do without."""


def act(command: str) -> Callable[[Callable[[R_contra, Progress], Outcome]], Act[R_contra]]:
    """Decorate a function as an act: ProblemsFound becomes an outcome with the problems and their exit code, as does a
    package of the extra `office` that is not installed; a wrong clock of the machine is reported.
    """

    def decorate(function: Callable[[R_contra, Progress], Outcome]) -> Act[R_contra]:
        @wraps(function)
        def call(request: R_contra, progress: Progress | None = None) -> Outcome:
            progress = progress or Progress()
            try:
                progress.check()
                outcome = function(request, progress)
            except ProblemsFound as stop:
                problems = list(stop.problems)
                outcome = Outcome(command, problems=problems, exit_code=stop.exit_code, partial=stop.partial)
            except ModuleNotFoundError as error:
                if error.name not in OFFICE:
                    raise
                missing = EnvironmentFault(Problem(Message("package-missing.office", package=error.name)))
                outcome = Outcome(command, problems=list(missing.problems), exit_code=missing.exit_code)
            outcome.problems += clock_problems(command)
            return outcome

        return call

    return decorate
