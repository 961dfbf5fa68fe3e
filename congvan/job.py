"""The plain values that the stages hand on: what to make, and what was made; and what an act is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Protocol, TypeVar

from congvan.messages import Message
from congvan.problems import Exit, Problem, ProblemsFound, Severity

Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make. Plain data: it can be hashed, pickled to a worker, printed by a dry run and compared.

    path      relative to the folder of the edition, POSIX, unique in a plan: "rosters/cao-loc/cao-loc--vnpt.pdf"
    document  id of the document in data/documents.yaml
    record    what it is for, in words a clerk knows: "district=cao-loc enterprise=vnpt-lang-son"
    format    a key of `congvan.formats.FORMATS`: "docx", "pdf", "xlsx", "sign", …
    template  name of an asset: "templates/van-ban.docx"; "" where the program draws
    content   plain values only (str, int, float, bool, list, dict), NFC: all that the template sees
    judged    whether the finished file is a document of Decree 30 and is checked against it
    bare      whether the content is the facts of the dispatch as they are: only those that the template reads count
    drawn     whether the program draws it without a template: a sign, its tiles, the proof, the order
    artwork   of what is drawn, the names of the assets that it shows: "templates/signage/logo.pdf"
    pack      what is bound behind it: template and content are then the cover's
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


@dataclass(frozen=True, slots=True)
class Pack:
    """The documents that a print pack binds behind its cover; `duplex`: each begins on an odd page."""

    parts: tuple[PackPart, ...]
    duplex: bool


@dataclass(frozen=True, slots=True)
class PackPart:
    """One document of a pack: its page's template, its content, and its name in the outline."""

    template: str
    content: Mapping[str, Any]
    bookmark: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: the job it came from, its bytes, what the inspection found, which way its records took."""

    job: Job
    data: bytes
    problems: tuple[Problem, ...] = ()
    ways: tuple[Ways, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """How many records of a template were filled, rendered, laid out or made by docxtpl; `why`: what kept some from
    being filled, as notes with their place in the template.
    """

    template: str
    counts: Mapping[str, int]
    why: tuple[Problem, ...] = ()

    def __add__(self, other: Ways) -> Ways:
        counts = {way: self.counts.get(way, 0) + other.counts.get(way, 0) for way in {**self.counts, **other.counts}}
        return Ways(self.template, counts, tuple(sorted({*self.why, *other.why}, key=Problem.sort_key)))


@dataclass(frozen=True, slots=True)
class Output:
    """What became of one file: `built`, `unchanged`, `removed`, `kept`, `failed`, or `would-build` in a dry run."""

    path: str
    status: str
    why: str | Message = ""
    sha256: str = ""


@dataclass(slots=True)
class Outcome:
    """What a run did: outputs, problems, remarks, and what more a command has to say as plain values."""

    command: str
    outputs: list[Output] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str | Message] = field(default_factory=list)
    ways: dict[str, Ways] = field(default_factory=dict)  # of each template, by its name
    findings: list[str | Message] = field(default_factory=list)  # what the run was asked to find: told even when quiet
    data: dict[str, Any] = field(default_factory=dict)
    where: str = ""
    verbatim: str = ""  # printed as it is, in place of everything else
    seconds: float = 0.0
    exit_code: int = 0

    def add_ways(self, ways: Iterable[Ways]) -> None:
        """Add what a file says of the ways that its records took."""
        for each in ways:
            known = self.ways.get(each.template)
            self.ways[each.template] = known + each if known else each

    def counts(self) -> dict[str, int]:
        """Outputs by status, and problems by severity."""
        counts = {"outputs": len(self.outputs)}
        for output in self.outputs:
            counts[output.status] = counts.get(output.status, 0) + 1
        for severity in Severity:
            counts[f"{severity}s"] = sum(problem.severity is severity for problem in self.problems)
        return counts


class Cancelled(ProblemsFound):
    """The act was asked to end before it was done."""

    exit_code = Exit.INTERRUPTED

    def __init__(self) -> None:
        super().__init__(Problem(Message("cancelled")))


class Progress:
    """How far an act is, and whether it may go on. This one shows nothing; a face of the program overrides `bar`."""

    cancelled = False

    def cancel(self) -> None:
        """Ask the act to end at its next step; may be called from any thread."""
        self.cancelled = True

    def check(self) -> None:
        """To be called where an act can still leave everything as it was. Raises Cancelled."""
        if self.cancelled:
            raise Cancelled

    @contextmanager
    def steps(self, title: Message, total: int | None) -> Iterator[Callable[[int], None]]:
        """Gives what to call with the number of steps done, which raises Cancelled."""
        with self.bar(title, total) as show:

            def advance(done: int) -> None:
                self.check()
                show(done)

            yield advance

    @contextmanager
    def bar(self, title: Message, total: int | None) -> Iterator[Callable[[int], object]]:
        """A counter on a screen; here, none."""
        yield lambda done: None


R_contra = TypeVar("R_contra", contravariant=True)


class Act(Protocol[R_contra]):
    """Something that congvan does for a person: a command, or a button of a page."""

    def __call__(self, request: R_contra, progress: Progress = ..., /) -> Outcome: ...


def act(command: str) -> Callable[[Callable[[R_contra, Progress], Outcome]], Act[R_contra]]:
    """Make a function an act: what stops it (ProblemsFound) is an outcome as well, with the problems and their exit code."""

    def decorate(function: Callable[[R_contra, Progress], Outcome]) -> Act[R_contra]:
        @wraps(function)
        def call(request: R_contra, progress: Progress | None = None) -> Outcome:
            progress = progress or Progress()
            try:
                progress.check()
                return function(request, progress)
            except ProblemsFound as stop:
                return Outcome(command, problems=list(stop.problems), exit_code=stop.exit_code)

        return call

    return decorate
