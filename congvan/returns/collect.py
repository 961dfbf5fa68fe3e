"""An inbox of returned files → events: read, recognise, check, keep. Collecting again changes nothing.

Every file is read anew each time (a form takes milliseconds) and compared with what was kept of it, so that a file that
could not be taken once is taken when the data have been put right.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from congvan.job import Progress
from congvan.ledger.store import Change, Event, Store
from congvan.messages import Message, as_plain
from congvan.model.dataset import Dataset
from congvan.opc.sniff import IMAGES
from congvan.problems import Place, Problem, ProblemsFound, Severity, blocking
from congvan.returns.files import csv, docx, xlsx
from congvan.returns.files.intake import LARGEST, Package, kind_of, refusing
from congvan.returns.files.sheet import Filled
from congvan.returns.forms import rows
from congvan.returns.forms.daily import report_kind
from congvan.returns.forms.people import doubles, people
from congvan.returns.forms.recognise import FormKind, Identity, Recogniser, form_kind
from congvan.returns.forms.youth_union import union_kind, union_wanted
from congvan.returns.state import State, fold

SCANS = IMAGES | {"pdf"}
TO_TYPE = "received, to be typed"


@dataclass(slots=True)
class Read:
    """One file as it was read: an answer, evidence, or refused."""

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
class Arrival:
    """What the clerk says about the files of one run."""

    received: str = ""  # ISO with offset
    who: str = ""
    register: int = 0  # số đến of the first new file; 0: none yet
    dispatch: str = ""  # only for this one
    scan: str = ""  # the scan that the one form of this run was typed from: its file's name, or its hash


def kinds_of(dataset: Dataset, *names: str) -> list[FormKind]:
    """Every form that may come back to these dispatches (to all where none is named): their own, the daily report."""
    enterprises = [enterprise.name for enterprise in dataset.enterprises]
    among = names or tuple(dataset.dispatches)
    kinds = [form_kind(name, form, enterprises) for name in among for form in dataset.dispatches[name].forms]
    kinds += [union_kind(name) for name in among if union_wanted(dataset, name)]
    return kinds + [report_kind(name, dataset) for name in among if dataset.reports]


def recogniser(dataset: Dataset) -> Recogniser:
    return Recogniser(dataset, kinds_of(dataset))


def collect(
    dataset: Dataset, inboxes: Sequence[Path], store: Store, arrival: Arrival, progress: Progress | None = None
) -> tuple[list[Read], State, list[Problem]]:
    """Read every file, keep what is new in one transaction; what was read, the state after it, and what is wrong."""
    found = sorted(_read_all(dataset, inboxes, arrival, progress or Progress()), key=lambda r: (r.modified, r.file))
    problems = list(_once(found))
    with store.change() as change:
        if arrival.scan:
            arrival = _typed(change, found, arrival)
        for read in found:
            _keep(change, read, arrival)
        state = fold(change.events)
    for read in found:
        problems += [p for p in read.problems if p.code != "to-be-typed" or read.sha256 not in state.typed]
    problems += _across(state, dataset, {read.sha256 for read in found})
    problems += _replaced(state, found)
    return found, state, problems


def _read_all(dataset: Dataset, inboxes: Sequence[Path], arrival: Arrival, progress: Progress) -> Iterator[Read]:
    known = recogniser(dataset)
    files = list(_files(inboxes))
    with progress.steps(Message("collect.documents"), len(files)) as advance:
        for path, name in files:
            yield read_file(path, name, known, arrival.dispatch)
            advance(1)


def _files(inboxes: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """(path, name from its inbox) of every regular file, in order; links, hidden and lock files are passed over."""
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


def read_file(path: Path, name: str, known: Recogniser, only: str = "") -> Read:
    """One file, whatever it is: never raises for what is in it."""
    try:
        data = _bytes(path, name)
    except ProblemsFound as stop:
        return Read(name, path, "", "refused", problems=list(stop.problems))
    read = Read(name, path, hashlib.sha256(data).hexdigest(), "refused")
    try:
        read.format = kind_of(data, name)
        if read.format in SCANS:
            _evidence(read, known)
            return read
        filled = _filled(read, data, name)
        _answer(read, filled, known, only)
    except ProblemsFound as stop:
        read.problems += stop.problems
    except (RecursionError, MemoryError, ValueError, KeyError, IndexError, OverflowError) as error:
        read.problems.append(Problem(Message("file-damaged.file-cant", why=type(error).__name__), Place(name)))
    if read.kind == "refused":
        read.body = {"file": name, "codes": sorted({problem.code for problem in read.problems})}
    return read


def _bytes(path: Path, name: str) -> bytes:
    place = Place(name)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise ProblemsFound(Problem(Message("file-unreadable", why=error.strerror), place)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):  # a folder can't even be opened as a file
        os.close(handle)
        raise ProblemsFound(Problem(Message("file-refused.regular"), place))
    with os.fdopen(handle, "rb") as file:
        return file.read(LARGEST + 1)


def _filled(read: Read, data: bytes, name: str) -> Filled:
    if read.format == "csv":
        return csv.read(data, name)
    with refusing(name):
        package = Package(data, name)
        read.format = package.kind
        return xlsx.read(package) if package.kind == "xlsx" else docx.read(package)


def _evidence(read: Read, known: Recogniser) -> None:
    """A scan or photo: kept; what it belongs to is guessed from its name, so that the clerk sees it in its place."""
    read.kind = "evidence"
    enterprise, district = known.by_name(read.file)
    kind = next((kind for kind in known.kinds if not (kind.daily or kind.body)), None)
    read.body = {"file": read.file, "state": TO_TYPE, "enterprise": enterprise, "district": district}
    if kind is not None and len(known.dispatches) == 1 and enterprise:
        read.identity = Identity(kind.dispatch, kind.form, kind.version, enterprise, district, how="name")
    read.problems.append(Problem(Message("to-be-typed"), Place(read.file), severity=Severity.WARNING))


def _answer(read: Read, filled: Filled, known: Recogniser, only: str) -> None:
    identity, kind, problems = known.identify(filled)
    read.problems += filled.problems + problems
    if identity is None or kind is None:
        return
    if only and identity.dispatch != only:
        read.problems.append(Problem(Message("form-other-dispatch", id=identity.dispatch), Place(read.file)))
        return
    if kind.daily:
        from congvan.returns.forms.daily import dated

        identity, more = dated(filled, kind, identity)
        read.problems += more
        if identity is None:
            return
    entries, found = rows.read(filled, kind, identity, known)
    read.problems += found
    if any(problem.code == "table-missing" for problem in found):
        return
    if not entries:
        read.problems.append(Problem(Message("form-empty"), Place(read.file)))
        return  # it takes nothing from an answer that came before
    read.kind, read.identity, read.modified = "answer", identity, filled.modified
    read.body = {
        "file": read.file,
        "form": identity.form,
        "version": identity.version,
        "enterprise": identity.enterprise,
        "district": identity.district,
        "day": identity.day,
        "how": identity.how,
        "format": read.format,
        "rows": [entry.plain() for entry in entries],
        "findings": [_kept(problem) for problem in read.problems if problem.severity is not Severity.NOTE],
    }


def _kept(problem: Problem) -> dict[str, Any]:
    """A finding as it stays with the answer, so that it can be told when the file is gone."""
    cell = str(Place(sheet=problem.place.sheet, cell=problem.place.cell, where=problem.place.where))
    return {"code": problem.code, "severity": str(problem.severity), "cell": cell, "text": as_plain(problem.message)}


def _once(found: list[Read]) -> Iterator[Problem]:
    """Files that are the same byte for byte: the first stands for all."""
    first: dict[str, str] = {}
    for read in list(found):
        if read.sha256 and read.sha256 in first:
            yield Problem(Message("file-twice", first=first[read.sha256]), Place(read.file), severity=Severity.NOTE)
            found.remove(read)
        elif read.sha256:
            first[read.sha256] = read.file


def _keep(change: Change, read: Read, arrival: Arrival) -> None:
    if not read.sha256:
        return
    before = [event for event in change.events if event.subject == read.sha256]
    last = next((event for event in reversed(before) if event.kind in ("answer", "evidence", "refused")), None)
    if last is not None and read.kind == "answer" and "typed_from" in last.body:
        read.body.setdefault("typed_from", last.body["typed_from"])
    if last is None or last.kind != read.kind or not _same(last.body, read.body):
        received = arrival.received if last is None else ""
        body = read.body if last is None else {**read.body, "file": last.body.get("file", read.file)}
        change.add(Event(read.kind, read.sha256, body, read.dispatch, received, arrival.who))
    if read.kind != "refused":
        change.keep(read.sha256, read.file, read.format, read.path.read_bytes())
    if last is not None and arrival.received and not any(event.received for event in before):
        change.add(Event("arrival", read.sha256, {}, read.dispatch, arrival.received, arrival.who))
    if arrival.register and read.kind != "refused" and not any(event.kind == "register" for event in before):
        given = [
            event.body["number"]
            for event in change.events
            if event.kind == "register" and event.body["first"] == arrival.register
        ]
        number = max(given, default=arrival.register - 1) + 1
        day = arrival.received[:10] or next((event.received[:10] for event in before if event.received), "")
        body = {"number": number, "first": arrival.register, "date": day}
        change.add(Event("register", read.sha256, body, read.dispatch, "", arrival.who))


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two readings of a file say the same, in whatever words an older version kept its findings."""
    return _essence(one) == _essence(other)


def _essence(body: Mapping[str, Any]) -> dict[str, Any]:
    findings = [(finding["code"], finding["cell"]) for finding in body.get("findings", ())]
    rows = [{key: value for key, value in row.items() if key not in ("said", "why")} for row in body.get("rows", ())]
    return {key: value for key, value in body.items() if key != "file"} | {"findings": findings, "rows": rows}


def _typed(change: Change, found: list[Read], arrival: Arrival) -> Arrival:
    """Mark the one form of this run as typed from a scan that is kept; it arrived when the scan did."""
    state = fold(change.events)
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
    answers = [read for read in found if read.kind == "answer"]
    if len(answers) != 1:
        message = Message("scan-forms", count=len(answers))
        problems = [problem for read in found for problem in blocking(read.problems)]
        raise ProblemsFound([*problems, Problem(message, Place(arrival.scan))])
    ((sha256, _event),) = scans.items()
    answers[0].body["typed_from"] = sha256
    return replace(arrival, received=arrival.received or state.received(sha256))


def _across(state: State, dataset: Dataset, touched: set[str]) -> Iterator[Problem]:
    """People named on two forms, where one of the two files is among those of this run."""
    districts = [district.id for district in dataset.districts]
    names = [enterprise.id for enterprise in dataset.enterprises]
    answered = {slot[0] for slot in state.current}
    for dispatch in (name for name in dataset.dispatches if name in answered):
        for code, first, second in doubles(people(state, dispatch, kinds_of(dataset, dispatch), districts, names)):
            if first.answer.sha256 == second.answer.sha256 or not {first.answer.sha256, second.answer.sha256} & touched:
                continue
            other = _at(first.answer.body["file"], first.row["cell"])
            message = Message(f"{code}.file", name=second.name, first=first.name, other=other)
            place = _at(second.answer.body["file"], second.row["cell"])
            yield Problem(message, place, Message("ask-which"), Severity.WARNING, also=(other,))


def _at(file: str, cell: str) -> Place:
    sheet, bang, address = cell.rpartition("!")
    return Place(file, sheet=sheet, cell=address) if bang else Place(file, where=cell)


def _replaced(state: State, found: list[Read]) -> Iterator[Problem]:
    for read in found:
        answer = state.answers.get(read.sha256)
        if answer is None:
            continue
        if answer.replaced_by:
            newer = state.answers[answer.replaced_by].body["file"]
            yield Problem(Message("answer-replaced", file=newer), Place(read.file), severity=Severity.NOTE)


def moment(text: str, utc_offset: int = 7) -> str:
    """A time of arrival as ISO with offset, or as a day where no time is given. Raises ValueError.

    `2020-08-20 15:30`, `2020-08-20T15h30`, `2020-08-20T08:30:00Z`, `2020-08-20`.
    """
    text = text.strip().replace("h", ":")
    if len(text) == 10:
        return datetime.date.fromisoformat(text).isoformat()
    found = datetime.datetime.fromisoformat(text)
    zone = datetime.timezone(datetime.timedelta(hours=utc_offset))
    found = found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)
    return found.isoformat(timespec="minutes")
