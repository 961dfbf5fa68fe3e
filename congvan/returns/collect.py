"""Collect an inbox: read, recognise and check every returned file, and append what is new to the events. Idempotent.

Every file is read again on each run (a form takes milliseconds) and compared with the stored reading, so that a file
that was refused is accepted once the data files have been corrected.
"""

from __future__ import annotations

import datetime
import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from congvan.columns.dates import day_of
from congvan.grids import csv, docx, xlsx
from congvan.grids.grid import Grid, GridFile
from congvan.grids.intake import LARGEST, LARGEST_SCAN, SCANS, OfficePackage, kind_of, unreadable_as_refused
from congvan.job import Progress
from congvan.ledger.store import Change, Event, Store
from congvan.messages import Message, as_plain
from congvan.model.dataset import Dataset
from congvan.opc import sniff
from congvan.problems import Place, Problem, ProblemsFound, Severity, blocking
from congvan.returns.forms import rows
from congvan.returns.forms.daily_reports import with_day
from congvan.returns.forms.kinds import kinds_of
from congvan.returns.forms.people import duplicates_across_forms, people
from congvan.returns.forms.recognise import Identity, Recogniser
from congvan.returns.state import ReturnsState, fold_events

TO_BE_TYPED = "received, to be typed"
_HEAD_ROWS, _HEAD_CELLS = 12, 4  # where a mark of secrecy may stand above a table: in which rows, beside how much


@dataclass(slots=True)
class CollectedFile:
    """One file of the inbox after reading: an answer, evidence (a scan), or refused."""

    file: str
    path: Path
    sha256: str
    kind: str  # answer, evidence, refused
    format: str = ""
    identity: Identity | None = None
    body: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    modified: str = ""

    @property
    def dispatch(self) -> str:
        return self.identity.dispatch if self.identity else ""


@dataclass(frozen=True, slots=True)
class ArrivalDetails:
    """What the clerk states about the files of one run."""

    received: str = ""  # ISO with offset
    who: str = ""
    register: int = 0  # số đến of the first new file; 0: none yet
    dispatch: str = ""  # only for this one
    scan: str = ""  # the scan that the one form of this run was typed from: its file's name, or its hash


def collect(
    dataset: Dataset, inboxes: Sequence[Path], store: Store, arrival: ArrivalDetails, progress: Progress | None = None
) -> tuple[list[CollectedFile], ReturnsState, list[Problem]]:
    """Read every file and store what is new in one transaction; return files, resulting state and problems."""
    files = sorted(_read_all(dataset, inboxes, arrival, progress or Progress()), key=lambda r: (r.modified, r.file))
    problems = list(_drop_identical_files(files))
    with store.change() as change:
        if arrival.scan:
            arrival = _mark_typed(change, files, arrival)
        for collected in files:
            _keep(change, collected, arrival)
        state = fold_events(change.events)
    for collected in files:
        problems += [p for p in collected.problems if p.code != "to-be-typed" or collected.sha256 not in state.typed]
    problems += _duplicate_people(state, dataset, {collected.sha256 for collected in files})
    problems += _replaced(state, files)
    return files, state, problems


def _read_all(
    dataset: Dataset, inboxes: Sequence[Path], arrival: ArrivalDetails, progress: Progress
) -> Iterator[CollectedFile]:
    """Read every file of the inboxes, reporting progress."""
    known = Recogniser(dataset)
    files = list(_files(inboxes))
    with progress.steps(Message("collect.documents"), len(files)) as advance:
        for path, name in files:
            yield read_file(path, name, known, arrival.dispatch)
            advance(1)


def _files(inboxes: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield (path, name relative to its inbox) of every file, sorted; skip hidden files and lock files."""
    for inbox in inboxes:
        if inbox.is_file():
            yield inbox, inbox.name
            continue
        if not inbox.is_dir():
            raise ProblemsFound(Problem(Message("inbox-missing", folder=inbox), Place(str(inbox))))
        for where, folders, names in os.walk(inbox):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith((".", "~$")) and name != "Thumbs.db":
                    path = Path(where) / name
                    yield path, path.relative_to(inbox).as_posix()


def read_file(path: Path, name: str, known: Recogniser, only: str = "") -> CollectedFile:
    """Read and recognise one file of any kind; content errors become problems, never exceptions.

    Of a classified paper nothing is kept, not even its hash.
    """
    try:
        data = read_bytes(path, name)
    except ProblemsFound as stop:
        return CollectedFile(name, path, "", "refused", problems=list(stop.problems))
    collected = CollectedFile(name, path, hashlib.sha256(data).hexdigest(), "refused")
    try:
        collected.format = kind_of(data, name)
        if collected.format in ("pdf", "zip") and _is_classified_paper(data):
            return CollectedFile(name, path, "", "refused", problems=[Problem(Message("classified"), Place(name))])
        if collected.format in SCANS:
            _evidence(collected, known)
            return collected
        filled = _filled(collected, data, name)
        if any(map(_is_classified, filled.grids)):
            return CollectedFile(name, path, "", "refused", problems=[Problem(Message("classified"), Place(name))])
        _answer(collected, filled, known, only)
    except ProblemsFound as stop:
        collected.problems += stop.problems
    except (RecursionError, MemoryError, ValueError, KeyError, IndexError, OverflowError) as error:
        collected.problems.append(Problem(Message("file-damaged.unreadable", why=type(error).__name__), Place(name)))
    if collected.kind == "refused":
        collected.body = {"file": name, "codes": sorted({problem.code for problem in collected.problems})}
    return collected


def read_bytes(path: Path, name: str) -> bytes:
    """Read a regular file up to one byte over the limit, which is higher for a scan; raise `ProblemsFound` for anything
    else. Never follows links.
    """
    place = Place(name)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        link = error.errno == errno.ELOOP
        message = Message("file-refused.sent-link") if link else Message("file-unreadable", why=error.strerror)
        raise ProblemsFound(Problem(message, place)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):  # a folder can't even be opened as a file
        os.close(handle)
        raise ProblemsFound(Problem(Message("file-refused.regular"), place))
    with os.fdopen(handle, "rb") as file:
        data = file.read(LARGEST + 1)
        if len(data) > LARGEST and sniff.kind_of(data) in SCANS:
            data += file.read(LARGEST_SCAN - LARGEST)
        return data


def _filled(collected: CollectedFile, data: bytes, name: str) -> GridFile:
    """Parse the file by its format."""
    if collected.format == "csv":
        return csv.read(data, name)
    with unreadable_as_refused(name):
        package = OfficePackage(data, name)
        collected.format = package.kind
        return xlsx.read(package) if package.kind == "xlsx" else docx.read(package)


def _is_classified_paper(data: bytes) -> bool:
    from congvan.nd30.opening import CLASSIFIED, read_view  # whose rules take long to import

    return read_view(data).unreadable == CLASSIFIED


def _is_classified(grid: Grid) -> bool:
    """Return whether a sheet bears a mark of secrecy above its table; the same word in a row of data is none."""
    from congvan.nd30.components.secrecy import is_mark

    head = (line.cells.values() for line in grid.lines[:_HEAD_ROWS] if len(line.cells) <= _HEAD_CELLS)
    return any(is_mark(cell.text) for cells in head for cell in cells)


def _evidence(collected: CollectedFile, known: Recogniser) -> None:
    """Mark a scan or photo as evidence; guess its enterprise and district from the file name."""
    collected.kind = "evidence"
    enterprise, district = known.from_file_name(collected.file)
    kind = next((kind for kind in known.kinds if kind.is_roster), None)
    collected.body = {"file": collected.file, "state": TO_BE_TYPED, "enterprise": enterprise, "district": district}
    if kind is not None and len(known.dispatches) == 1 and enterprise:
        collected.identity = Identity(kind.dispatch, kind.form, kind.version, enterprise, district, how="name")
    collected.problems.append(Problem(Message("to-be-typed"), Place(collected.file), severity=Severity.WARNING))


def _answer(collected: CollectedFile, filled: GridFile, known: Recogniser, only: str) -> None:
    """Recognise the form and read its rows; turn `collected` into an answer if it has any."""
    identity, kind, problems = known.identify(filled)
    collected.problems += filled.problems + problems
    if identity is None or kind is None:
        return
    if only and identity.dispatch != only:
        collected.problems.append(Problem(Message("form-other-dispatch", id=identity.dispatch), Place(collected.file)))
        return
    if kind.daily:
        identity, day_problems = with_day(filled, identity)
        collected.problems += day_problems
        if identity is None:
            return
    entries, row_problems = rows.read(filled, kind, identity, known)
    collected.problems += row_problems
    if any(problem.code == "table-missing" for problem in row_problems):
        return
    if not entries:
        collected.problems.append(Problem(Message("form-empty"), Place(collected.file)))
        return  # an empty form does not replace an earlier answer
    collected.kind, collected.identity, collected.modified = "answer", identity, filled.modified
    collected.body = {
        **{name: value for name, value in asdict(identity).items() if name != "dispatch"},
        "file": collected.file,
        "format": collected.format,
        "rows": [entry.plain() for entry in entries],
        "findings": [_finding(problem) for problem in collected.problems if problem.severity is not Severity.NOTE],
    }


def _finding(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values to store with the answer: code, severity, cell, message."""
    cell = str(Place(sheet=problem.place.sheet, cell=problem.place.cell, where=problem.place.where))
    return {"code": problem.code, "severity": str(problem.severity), "cell": cell, "text": as_plain(problem.message)}


def _drop_identical_files(files: list[CollectedFile]) -> Iterator[Problem]:
    """Remove byte-identical copies from `files`, keeping the first; yield a note for each."""
    first: dict[str, str] = {}
    for collected in list(files):
        if collected.sha256 and collected.sha256 in first:
            message = Message("file-twice", first=first[collected.sha256])
            yield Problem(message, Place(collected.file), severity=Severity.NOTE)
            files.remove(collected)
        elif collected.sha256:
            first[collected.sha256] = collected.file


def _keep(change: Change, collected: CollectedFile, arrival: ArrivalDetails) -> None:
    """Append the events for one file that the store lacks: reading, arrival, register number."""
    if not collected.sha256:
        return
    earlier = [event for event in change.events if event.subject == collected.sha256]
    last = next((event for event in reversed(earlier) if event.kind in ("answer", "evidence", "refused")), None)
    if last is not None and collected.kind == "answer" and "typed_from" in last.body:
        collected.body.setdefault("typed_from", last.body["typed_from"])
    if last is None or last.kind != collected.kind or _comparable(last.body) != _comparable(collected.body):
        received = arrival.received if last is None else ""
        body = collected.body if last is None else {**collected.body, "file": last.body.get("file", collected.file)}
        change.add(Event(collected.kind, collected.sha256, body, collected.dispatch, received, arrival.who))
    if collected.kind != "refused":
        change.keep(collected.sha256, collected.file, collected.format, collected.path.read_bytes())
    if last is not None and arrival.received and not any(event.received for event in earlier):
        change.add(Event("arrival", collected.sha256, {}, collected.dispatch, arrival.received, arrival.who))
    if arrival.register and collected.kind != "refused" and not any(event.kind == "register" for event in earlier):
        registered = [event.body for event in change.events if event.kind == "register"]
        numbers = [body["number"] for body in registered if body["first"] == arrival.register]
        number = max(numbers, default=arrival.register - 1) + 1
        day = arrival.received[:10] or next((event.received[:10] for event in earlier if event.received), "")
        body = {"number": number, "first": arrival.register, "date": day}
        change.add(Event("register", collected.sha256, body, collected.dispatch, "", arrival.who))


def _comparable(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a stored reading that decide whether it changed; not the wording of findings."""
    findings = [(finding["code"], finding["cell"]) for finding in body.get("findings", ())]
    rows = [{key: value for key, value in row.items() if key not in ("said", "why")} for row in body.get("rows", ())]
    return {key: value for key, value in body.items() if key != "file"} | {"findings": findings, "rows": rows}


def _mark_typed(change: Change, files: list[CollectedFile], arrival: ArrivalDetails) -> ArrivalDetails:
    """Link the only form of this run to the stored scan it was typed from; it inherits the scan's arrival time."""
    state = fold_events(change.events)
    scans = {
        sha256: event
        for sha256, event in state.evidence.items()
        if arrival.scan in (event.body["file"], Path(event.body["file"]).name, sha256)
    }
    if len(scans) != 1:
        known = ", ".join(event.body["file"] for event in state.evidence.values())
        message = Message("scan-unknown.several" if scans else "scan-unknown", name=arrival.scan)
        hint = Message("known-names", known=known) if known else Message("scan-unknown.hint-collect-scan")
        raise ProblemsFound(Problem(message, Place(arrival.scan), hint))
    answers = [collected for collected in files if collected.kind == "answer"]
    if len(answers) != 1:
        message = Message("scan-forms", count=len(answers))
        problems = [problem for collected in files for problem in blocking(collected.problems)]
        raise ProblemsFound([*problems, Problem(message, Place(arrival.scan))])
    ((sha256, _event),) = scans.items()
    answers[0].body["typed_from"] = sha256
    return replace(arrival, received=arrival.received or state.received(sha256))


def _duplicate_people(state: ReturnsState, dataset: Dataset, touched: set[str]) -> Iterator[Problem]:
    """Warn about people named on two forms, where at least one of the files is in `touched`."""
    answered = {slot[0] for slot in state.current}
    for dispatch in (name for name in dataset.dispatches if name in answered):
        for code, first, second in duplicates_across_forms(people(dataset, state, kinds_of(dataset, dispatch))):
            if first.answer.sha256 == second.answer.sha256 or not {first.answer.sha256, second.answer.sha256} & touched:
                continue
            other = _place_of(first.answer.body["file"], first.row["cell"])
            message = Message(f"{code}.file", name=second.name, first=first.name, other=other)
            place = _place_of(second.answer.body["file"], second.row["cell"])
            yield Problem(message, place, Message("ask-which"), Severity.WARNING, also=(other,))


def _place_of(file: str, cell: str) -> Place:
    """Return the place of a stored cell (`Sheet!B7` or text) of a file."""
    sheet, bang, address = cell.rpartition("!")
    return Place(file, sheet=sheet, cell=address) if bang else Place(file, where=cell)


def _replaced(state: ReturnsState, files: list[CollectedFile]) -> Iterator[Problem]:
    """Note each file whose answer is replaced by a newer one."""
    for collected in files:
        answer = state.answers.get(collected.sha256)
        if answer and answer.replaced_by:
            newer = state.answers[answer.replaced_by].body["file"]
            yield Problem(Message("answer-replaced", file=newer), Place(collected.file), severity=Severity.NOTE)


def parse_arrival(text: str, utc_offset: int = 7) -> str:
    """Parse a time of arrival into ISO 8601 with offset, or into a date if no time is given. Raises ValueError.

    `2020-08-20 15:30`, `20/8/2020 15h30`, `2020-08-20T08:30:00Z`, `2020-08-20`.
    """
    day, space, time = text.strip().replace("h", ":").partition(" ")
    written = day_of(day)
    text = f"{written.isoformat() if written else day}{space}{time.lstrip()}"
    if len(text) == 10:
        return datetime.date.fromisoformat(text).isoformat()
    arrived = datetime.datetime.fromisoformat(text)
    zone = datetime.timezone(datetime.timedelta(hours=utc_offset))
    arrived = arrived.replace(tzinfo=zone) if arrived.tzinfo is None else arrived.astimezone(zone)
    return arrived.isoformat(timespec="minutes")
