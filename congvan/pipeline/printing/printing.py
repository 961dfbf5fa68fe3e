"""Acts of printing: bind what is chosen into files for the printer, and some pages of one again.

They lie below `.congvan/print/`, two days long; outputs/ has what a build makes alone.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core.bootstrap.root import KEPT, kept_folder
from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound, Severity, UsageError, reason_of
from congvan.core.text import did_you_mean
from congvan.formats.pdf.print_file import BoundPages, bind_pages, sides_of
from congvan.model.dataset import Dataset
from congvan.model.loader import load_sound
from congvan.model.project import assets
from congvan.model.project.atomic_write import write_file
from congvan.pipeline.build import build
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.printing.print_jobs import Printable, PrintJob, chosen_parts, jobs_of, printables, stale_files
from congvan.pipeline.request import BuildRequest
from congvan.publishing.manifest import OUTPUTS

FOLDER = "print"
"""Below `.congvan/`."""
LETTER = "letter"
"""The document that is the dispatch itself."""
MOST_SHEETS = 250
"""Sheets of a job if nothing else is said: half a packet, what the tray of an office printer holds."""
_DAYS = 2
_JOB = re.compile(r"[0-9a-z-]+/in-[0-9]+\.pdf")


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """`dispatch`: "" if there is one alone; `files`: PDFs below outputs/, or documents by id or folder, for all their
    PDFs; none: the dispatch itself. `sheets`: at most so many in a job, 0 for one job as long as it takes; `copies`: of
    each, 0 for as many as Nơi nhận says. `update`: the documents chosen from are built before.
    """

    root: Path
    dispatch: str = ""
    files: tuple[str, ...] = ()
    sheets: int = MOST_SHEETS
    copies: int = 0
    two_sided: bool = True
    update: bool = False


@act("print")
def print_files(request: PrintRequest, progress: Progress) -> Outcome:
    """Bind PDFs of a dispatch into files for the printer, each a job of some sheets; a warning says how many are older
    than the data. `update`: they are built before, and nothing is bound where that fails.
    """
    dispatch, chosen = _chosen(request)
    problems: list[Problem] = []
    if request.update:
        documents = sorted({each.document for each in chosen})
        made = build(BuildRequest(request.root, Selection(dispatches=[dispatch], documents=documents)), progress)
        if made.exit_code:
            return Outcome("print", problems=made.problems, exit_code=made.exit_code)
        _dispatch, chosen = _chosen(request)
    elif stale := stale_files(request.root, dispatch, {each.pdf for each in chosen}):
        problems.append(Problem(Message("print-stale", count=len(stale)), severity=Severity.WARNING))
    parts = chosen_parts(chosen, max(0, request.copies))
    jobs = list(jobs_of(parts, most=max(0, request.sheets), two_sided=request.two_sided))
    try:
        above = Path(kept_folder(request.root, FOLDER))
        _forget(above)
        folder = Path(kept_folder(request.root, FOLDER, f"{dispatch}-{secrets.token_hex(4)}"))
        with progress.steps(Message("print.binding"), len(jobs)) as done:
            for number, job in enumerate(jobs, 1):
                write_file(folder / f"in-{number}.pdf", _bound(request, job), sync=False)
                done(1)
    except OSError as error:
        raise _unwritable(error) from None
    said = {"folder": folder.name, "two_sided": request.two_sided, "jobs": [_told(n, j) for n, j in enumerate(jobs, 1)]}
    sheets, sides = (sum(getattr(job, each) for job in jobs) for each in ("sheets", "sides"))
    remark = Message("print.made", jobs=len(jobs), sheets=sheets, sides=sides)
    told = {"print": {**said, "sheets": sheets, "sides": sides}}
    return Outcome("print", problems=problems, remarks=[remark], data=told)


def _chosen(request: PrintRequest) -> tuple[str, list[Printable]]:
    """Return the dispatch, and what is printed of it."""
    dataset = load_sound(assets.read(request.root, [request.dispatch] if request.dispatch else []))
    dispatch = _dispatch_of(dataset, request.dispatch)
    there = [each for each in printables(request.root, dataset, dispatch) if each.pdf]
    known = {name for each in there for name in _names(each)}
    asked = {each.removeprefix(f"{OUTPUTS}/") for each in request.files or (LETTER,)}
    unknown = sorted(asked - known)
    if unknown and not request.files:
        raise UsageError(Problem(Message("print-nothing")))
    if unknown:
        hint = Message("print-unknown.hint")
        raise UsageError([Problem(Message("print-unknown"), Place(each), hint) for each in unknown])
    return dispatch, [each for each in there if not asked.isdisjoint(_names(each))]


def _names(each: Printable) -> tuple[str, ...]:
    """Return what a record may be asked for by: its PDF, its document, the folder of its document."""
    return each.pdf, each.document, each.pdf.split("/")[1]


def _dispatch_of(dataset: Dataset, asked: str) -> str:
    """Return the dispatch that is asked for, or the only one. Raises `ProblemsFound` for one that was left out."""
    if refusal := dataset.refusal(asked or "".join(dataset.known[:1])):
        raise ProblemsFound(refusal)
    if asked in dataset.dispatches:
        return asked
    if not asked and len(dataset.known) == 1:
        return dataset.known[0]
    hint = did_you_mean(asked, dataset.known) or Message("known-names", known=", ".join(dataset.known))
    wrong = Message("want-unknown.dispatch", value=asked) if asked else Message("dispatch-which.several-dispatches")
    raise ProblemsFound(Problem(wrong, remedy=hint))


def _bound(request: PrintRequest, job: PrintJob) -> bytes:
    outputs = request.root / OUTPUTS
    pages = [BoundPages(outputs / each.file, each.part.first, each.part.pages, each.name) for each in job.parts]
    title = _span([each.name for each in job.parts])
    return bind_pages(pages, title=title, two_sided=job.two_sided, copies=job.copies)


def _span(names: Sequence[str]) -> str:
    return names[0] if names[0] == names[-1] else f"{names[0]} – {names[-1]}"


def _told(number: int, job: PrintJob) -> dict[str, Any]:
    pages = [{"name": name, "first": first, "last": last} for name, first, last in job.pages()]
    return {
        "number": number,
        "file": f"in-{number}.pdf",
        "sheets": job.sheets,
        "sides": job.sides,
        "copies": job.copies,
        "pages": pages[-1]["last"],
        "size": list(job.parts[0].part.size),
        "from": job.parts[0].name,
        "to": job.parts[-1].name,
        "parts": pages,
    }


@dataclass(frozen=True, slots=True)
class ReprintRequest:
    """`job`: the file of a job, with or without `.congvan/print/`; `first`, `last`: its pages, from 1; `last` 0 for
    `first`.
    """

    root: Path
    job: str
    first: int
    last: int = 0


@act("reprint")
def reprint(request: ReprintRequest, progress: Progress) -> Outcome:
    """Make a file of some pages of a job; of one on both sides always whole sheets."""
    job = request.job.removeprefix(f"{KEPT}/{FOLDER}/")
    path = request.root / KEPT / FOLDER / job
    if not _JOB.fullmatch(job) or not path.is_file():
        raise UsageError(Problem(Message("reprint-gone", job=job), remedy=Message("reprint-gone.hint")))
    count, two_sided = sides_of(path)
    first, last = request.first, request.last or request.first
    if not 1 <= first <= last <= count:
        raise UsageError(Problem(Message("reprint-pages", first=first, last=last, count=count)))
    progress.check()
    start, end = (first - (first - 1) % 2, min(count, last + last % 2)) if two_sided else (first, last)
    name = f"{path.stem}-trang-{start}-{end}.pdf"
    part = BoundPages(path, start - 1, end - start + 1, "")
    try:
        write_file(path.with_name(name), bind_pages([part], title=name, two_sided=two_sided), sync=False)
    except OSError as error:
        raise _unwritable(error) from None
    whole = (start, end) != (first, last)
    remarks = [Message("reprint.whole-sheets", first=start, last=end)] if whole else []
    said = {"folder": path.parent.name, "file": name, "first": start, "last": end}
    return Outcome("reprint", remarks=list(remarks), data={"reprint": said})


def _forget(above: Path) -> None:
    """Remove what was made some days ago."""
    until = time.time() - _DAYS * 24 * 3600
    for folder in above.iterdir() if above.is_dir() else ():
        if folder.stat().st_mtime < until:
            shutil.rmtree(folder, ignore_errors=True)


def _unwritable(error: OSError) -> EnvironmentFault:
    return EnvironmentFault(Problem(Message("data-unwritable", why=reason_of(error)), Place(f"{KEPT}/{FOLDER}")))
