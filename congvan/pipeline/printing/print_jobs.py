"""What of a dispatch can be printed, cut into jobs: sheets, sides and copies are known before anything is printed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from congvan.core.job import Job, Outcome
from congvan.documents.file_sets import FILE_SETS
from congvan.documents.letter.companions import copies_sent
from congvan.documents.returned.papers import paper_context
from congvan.formats.pdf.print_file import PagePart, parts_of
from congvan.model.dataset import Dataset
from congvan.model.document_specs import Document
from congvan.model.project import assets
from congvan.pipeline.dry_run import manifest_of
from congvan.pipeline.parse import parse, with_returned
from congvan.pipeline.plan.dispatch_plan import DispatchPlan
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.rendering.build_key import is_of_same_data
from congvan.pipeline.request import BuildRequest, BuildRun
from congvan.publishing.manifest import OUTPUTS

_KNOWN = 4000
"""Files whose pages are remembered."""


@dataclass(frozen=True, slots=True)
class Printable:
    """One record of a document: what it is called, its files below outputs/ that are there, and how it is printed.

    copies  how many of it go out on paper, by Nơi nhận
    parts   what its PDF consists of; () where there is none
    """

    document: str
    heading: str
    name: str
    files: tuple[str, ...]
    copies: int
    parts: tuple[PagePart, ...]

    @property
    def pdf(self) -> str:
        """Its PDF, "" where there is none to print."""
        return next((each for each in self.files if self.parts and each.endswith(".pdf")), "")

    def sheets(self, *, two_sided: bool = True) -> int:
        """Return how many sheets one copy takes."""
        return sum(sheets_of(each.pages, two_sided=two_sided) for each in self.parts)

    @property
    def sides(self) -> int:
        """How many sides of one copy are not blank."""
        return sum(each.inked for each in self.parts)


@dataclass(frozen=True, slots=True)
class PrintPart:
    """A stretch of pages of a file below outputs/, printed so many times."""

    file: str
    name: str
    part: PagePart
    copies: int


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What goes to the printer at once: parts of one size of paper with the same copies."""

    parts: tuple[PrintPart, ...]
    copies: int
    two_sided: bool

    @property
    def sheets(self) -> int:
        """Sheets of paper for all copies."""
        return self.copies * sum(sheets_of(each.part.pages, two_sided=self.two_sided) for each in self.parts)

    @property
    def sides(self) -> int:
        """Printed sides of all copies."""
        return self.copies * sum(each.part.inked for each in self.parts)

    def pages(self) -> Iterator[tuple[str, int, int]]:
        """Yield each part's name, and its first and last page in the file of the job, from 1."""
        at = 1
        for each in self.parts:
            yield each.name, at, at + each.part.pages - 1
            at += each.part.pages + (each.part.pages % 2 if self.two_sided else 0)


def sheets_of(pages: int, *, two_sided: bool) -> int:
    """Return how many sheets take so many pages."""
    return math.ceil(pages / 2) if two_sided else pages


def printables(root: Path, dataset: Dataset, dispatch: str, only: str = "") -> list[Printable]:
    """Return what a dispatch has for the office's own printer, in the order of its documents, papers about what came
    back too; signs go to a print shop. `only`: of one document.

    Raises ProblemsFound for what keeps it from being planned.
    """
    planned = plan(with_returned(dataset, root), Selection(dispatches=[dispatch])).for_dispatch(dispatch)
    found = []
    for entry in planned.entries(only):
        document = entry.document
        if document.content not in FILE_SETS:
            there = tuple(each for each in entry.paths if (root / OUTPUTS / each).is_file())
            pdf = next((each for each in there if each.endswith(".pdf")), "")
            parts = _known_parts(root / OUTPUTS / pdf) if pdf else ()
            copies = _copies(planned, document)
            found.append(Printable(document.id, document.name, entry.called, there, copies, parts))
    return found


def stale_files(root: Path, dispatch: str, paths: Collection[str]) -> frozenset[str]:
    """Return those of these PDFs of a dispatch whose data, templates or fonts have changed since they were made; one
    that another version of the program made is none.

    Raises ProblemsFound for what keeps the dispatch from being read.
    """
    files = assets.read(root, [dispatch])
    request = BuildRequest(root, Selection(dispatches=[dispatch], formats=["pdf"]))
    dataset, problems = parse(files, request)
    run = BuildRun(request, files, plan(dataset, request.selection), Outcome("print"), problems)
    rows = manifest_of(run)

    def is_stale(job: Job) -> bool:
        row = rows.get(job.path)
        return job.path in paths and (row is None or not is_of_same_data(row.key, run.keys.for_job(job)))

    asked = (each for each in run.planned.for_dispatch(dispatch).entries() if not set(paths).isdisjoint(each.paths))
    return frozenset(job.path for entry in asked for job in entry.jobs() if is_stale(job))


def _copies(planned: DispatchPlan, document: Document) -> int:
    """Return how many copies of a document are printed: of the dispatch itself, and of one paper to all whom
    it names, what is sent on paper and kept.
    """
    if document.content != "letter" or document.for_each:
        return 1
    context = planned.context({}, document=document)
    return max(1, sum(each.paper for each in copies_sent(paper_context(context) if document.paper else context)))


def _known_parts(path: Path) -> tuple[PagePart, ...]:
    """Return the parts of a file; () if it is none that can be printed."""
    try:
        status = path.stat()
        return _parts(path, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError):
        return ()


@lru_cache(maxsize=_KNOWN)
def _parts(path: Path, _changed: int, _size: int) -> tuple[PagePart, ...]:
    return tuple(parts_of(path))


def chosen_parts(chosen: Iterable[Printable], copies: int = 0) -> Iterator[PrintPart]:
    """Yield what is printed of the chosen records. `copies`: of each, 0 for those of the plan."""
    for each in chosen:
        for part in each.parts:
            name = " – ".join(filter(None, (each.name, part.title))) or each.heading
            yield PrintPart(each.pdf, name, part, copies or each.copies)


def jobs_of(parts: Iterable[PrintPart], *, most: int, two_sided: bool) -> Iterator[PrintJob]:
    """Cut what is printed into jobs of at most `most` sheets (0: no limit), between documents where that is possible.

    Another size of paper, and other copies, begin another job: the printer is told both once a file.
    """
    for (_size, copies), group in groupby(parts, key=lambda each: (each.part.size, each.copies)):
        if copies > 1:
            yield from _copied(list(group), copies, most, two_sided)
        else:
            yield from _cut(group, most, two_sided)


def _copied(parts: Sequence[PrintPart], copies: int, most: int, two_sided: bool) -> Iterator[PrintJob]:
    """Yield jobs for many copies: of a file that is too long for one job, some copies at a time."""
    for part in parts:
        one = sheets_of(part.part.pages, two_sided=two_sided)
        at_once = max(1, most // one) if most else copies
        for done in range(0, copies, at_once):
            yield PrintJob((part,), min(at_once, copies - done), two_sided)


def _cut(parts: Iterable[PrintPart], most: int, two_sided: bool) -> Iterator[PrintJob]:
    held: list[PrintPart] = []
    taken = 0
    for part in _short_enough(parts, most, two_sided):
        needed = sheets_of(part.part.pages, two_sided=two_sided)
        if held and most and taken + needed > most:
            yield PrintJob(tuple(held), 1, two_sided)
            held, taken = [], 0
        held.append(part)
        taken += needed
    if held:
        yield PrintJob(tuple(held), 1, two_sided)


def _short_enough(parts: Iterable[PrintPart], most: int, two_sided: bool) -> Iterator[PrintPart]:
    """Yield the parts, one that is longer than a whole job in stretches of whole sheets."""
    step = most * (2 if two_sided else 1)
    for each in parts:
        part = each.part
        if not step or part.pages <= step:
            yield each
            continue
        for start in range(0, part.pages, step):
            pages = min(step, part.pages - start)
            inked = max(0, min(pages, part.inked - start))  # what is blank is at the end
            yield replace(each, part=replace(part, first=part.first + start, pages=pages, inked=inked))
