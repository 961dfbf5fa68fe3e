"""Collect inboxes: open, identify and read every file, and append what is new to the events. Idempotent.

Every file is read again on each run (a form takes milliseconds) and compared with the stored reading, so that a file
that was refused is accepted once the data files have been corrected. One file may hold several answers: the first is
kept under the hash of the file, the next under the hash with /2, /3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from congvan.core.job import Progress
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity, blocking
from congvan.model.dataset import Dataset
from congvan.returns.answers.owed import damaged_records, fix_owed, versions_kept
from congvan.returns.beside import CollectedFile, beside_others
from congvan.returns.evidence import evidence_of
from congvan.returns.intake import conversions
from congvan.returns.intake.opened import Opened, leaves, opened
from congvan.returns.intake.sent import SentFile, files_of
from congvan.returns.ledger.store import Change, Event, Store
from congvan.returns.reading.answer import finding, read_answers
from congvan.returns.reading.chosen import NOT_UNDERSTOOD, ChosenColumns, first_lines
from congvan.returns.reading.identity import BY_COLUMNS, BY_NAME, KnownForms
from congvan.returns.records.computed import computed_of
from congvan.returns.records.fold import FoldedRecords, fold

READINGS = ("answer", "evidence", "refused")
"""The kinds of events that say what a file was read as."""


@dataclass(frozen=True, slots=True)
class ArrivalDetails:
    """What the clerk states about the files of one run."""

    received: str = ""  # ISO with offset
    who: str = ""
    register: int = 0  # số đến of the first new file; 0: none yet
    dispatch: str = ""  # only for this one
    scan: str = ""  # the scan that the one form of this run was typed from: its file's name, or its hash
    names: Mapping[str, str] = field(default_factory=dict)  # what files were called, by the name that they lie under
    columns: ChosenColumns | None = None  # what the office chose in the only file of this run


@dataclass(slots=True)
class Collected:
    """What one run collected: its files, what counts now, and everything that is reported."""

    files: list[CollectedFile]
    records: FoldedRecords
    problems: list[Problem]


def collect(
    dataset: Dataset,
    inboxes: Sequence[Path],
    store: Store,
    arrival: ArrivalDetails,
    progress: Progress | None = None,
) -> Collected:
    """Read every file and store what is new in one transaction."""
    known = KnownForms(dataset)
    problems: list[Problem] = []
    files = read_inboxes(known, inboxes, arrival, progress or Progress(), problems)
    files.sort(key=lambda each: each.file)
    problems += _drop_identical_files(files)
    computed = computed_of(dataset)
    with store.change() as change:
        if arrival.scan:
            arrival = _mark_typed(fold(change.events, computed), files, arrival)
        keeper = _Keeper(change, arrival)
        for collected in files:
            keeper.keep(collected)
        problems += keeper.problems
        records = fold(change.events, computed, apart=True)
        problems += [*versions_kept(dataset, records), *damaged_records(dataset, records)]
        if fix_owed(change, dataset, records):
            records = fold(change.events, computed, apart=True)
    for collected in files:
        typed = collected.subject in records.typed
        problems += [problem for problem in collected.problems if problem.code != "to-be-typed" or not typed]
    problems += beside_others(known, records, files)
    return Collected(files, records, problems)


def read_inboxes(
    known: KnownForms, inboxes: Sequence[Path], arrival: ArrivalDetails, progress: Progress, told: list[Problem]
) -> list[CollectedFile]:
    """Read every file of the inboxes, those within archives and mails too; what is refused is a file as well.

    `told`: what is reported of the mails themselves.
    """
    files: list[CollectedFile] = []
    waiting: list[SentFile] = []
    only = arrival.dispatch
    sent = list(files_of(inboxes, arrival.names))
    with progress.steps(Message("collect.documents"), len(sent)) as advance:
        for each in sent:
            for leaf in leaves(each):
                progress.check()
                if isinstance(leaf, Opened):
                    files += read_file(leaf, known, only, arrival.columns)
                elif _is_convertible(leaf):
                    waiting.append(leaf)
                else:
                    files += read_file(opened(leaf, {}), known, only, arrival.columns)
                (leaf.sent if isinstance(leaf, Opened) else leaf).drop()
            told += each.notes
            each.drop()
            advance(1)
        for begin in range(0, len(waiting), conversions.MOST_AT_ONCE):
            progress.check()
            files += _read_converted(waiting[begin : begin + conversions.MOST_AT_ONCE], known, only, arrival.columns)
    return files


def _is_convertible(sent: SentFile) -> bool:
    try:
        return bool(conversions.is_convertible(sent.load()))
    except ProblemsFound:
        return False


def _read_converted(
    batch: Sequence[SentFile], known: KnownForms, only: str, chosen: ChosenColumns | None
) -> Iterator[CollectedFile]:
    """Convert several files in one process and yield what they are read as."""
    wanted = {str(n): (conversions.is_convertible(each.load()), each.load()) for n, each in enumerate(batch)}
    made = conversions.converted(wanted)
    for number, each in enumerate(batch):
        there = {each.name: made[str(number)]} if str(number) in made else {}
        yield from read_file(opened(each, there), known, only, chosen)
        each.drop()


def read_file(
    found: Opened, known: KnownForms, only: str = "", chosen: ChosenColumns | None = None
) -> list[CollectedFile]:
    """Return what a file was read as: its answers, a scan, or a refusal. Of a classified paper nothing is kept."""
    sent, name = found.sent, found.sent.name
    if found.classified:
        return [CollectedFile(name, sent, "", "refused", problems=found.problems)]
    subject = _hash_of(sent)
    if found.filled is not None:
        answers, problems = read_answers(found.filled, known, found.format, only, chosen)
        if answers:
            answers[0].problems = [*found.problems, *problems, *answers[0].problems]
            subjects = [subject, *(f"{subject}/{number}" for number in range(2, len(answers) + 1))]
            return [
                CollectedFile(name, sent, one, "answer", found.format, each.dispatch, each.body, each.problems)
                for one, each in zip(subjects, answers, strict=True)
            ]
        if found.format == "pdf" and not any(problem.code == "form-empty" for problem in problems):
            found.scan = True  # a paper of another kind, kept as one that was scanned
        else:
            found.problems += problems
    dispatch, body = evidence_of(name, known, only)
    if subject and "attachment" in body:
        told = Problem(Message("attachment-taken", id=body["attachment"]), Place(name), severity=Severity.NOTE)
        return [CollectedFile(name, sent, subject, "evidence", found.format, dispatch, body, [told])]
    if found.scan:
        told = Problem(Message("to-be-typed"), Place(name), severity=Severity.WARNING)
        return [CollectedFile(name, sent, subject, "evidence", found.format, dispatch, body, [*found.problems, told])]
    codes = sorted({problem.code for problem in found.problems})
    meant = {key: body[key] for key in ("form", "keys", "period")}
    refused = {"file": name, "codes": codes, "findings": [finding(each) for each in found.problems], **meant}
    collected = CollectedFile(name, sent, subject, "refused", found.format, dispatch, refused, found.problems)
    if found.filled is not None and any(each.message.id in NOT_UNDERSTOOD for each in found.problems):
        collected.lines = first_lines(found.filled)
    return [collected]


def _hash_of(sent: SentFile) -> str:
    try:
        return sent.sha256
    except ProblemsFound:
        return ""


def _drop_identical_files(files: list[CollectedFile]) -> Iterator[Problem]:
    """Remove byte-identical copies from `files`, keeping the first; yield a note for each."""
    first: dict[str, CollectedFile] = {}
    for collected in list(files):
        if not collected.subject:
            continue
        kept = first.setdefault(collected.subject, collected)
        if kept is not collected:
            files.remove(collected)
            if "/" not in collected.subject:
                message = Message("file-twice", first=kept.file)
                yield Problem(message, Place(collected.file), severity=Severity.NOTE)


class _Keeper:
    """Appends the events that the store lacks for each file: its reading, arrival, register number."""

    def __init__(self, change: Change, arrival: ArrivalDetails) -> None:
        self.change, self.arrival = change, arrival
        self.problems: list[Problem] = []
        self._events: dict[str, list[Event]] = {}
        numbers: set[int] = set()
        for event in change.events:
            self._events.setdefault(event.subject, []).append(event)
            if event.kind == "register":
                (numbers.discard if event.body.get("withdrawn") else numbers.add)(event.body["number"])
        self._numbers = numbers
        self._next = arrival.register
        self._run = 1 + max((event.number for event in change.events), default=0)

    def keep(self, collected: CollectedFile) -> None:
        if not collected.subject:
            return
        change, arrival = self.change, self.arrival
        earlier = self._events.get(collected.subject, [])
        last = next((event for event in reversed(earlier) if event.kind in READINGS), None)
        if last is not None and collected.kind == "answer" and "typed_from" in last.body:
            collected.body.setdefault("typed_from", last.body["typed_from"])
        if last is not None and collected.kind == "refused" and last.body.get("how") in (BY_NAME, BY_COLUMNS):
            return  # whose it is was told when it came
        if run := (self._run if last is None else last.body.get("run", 0)):
            collected.body["run"] = run
        if last is None or last.kind != collected.kind or _comparable(last.body) != _comparable(collected.body):
            received = arrival.received if last is None else ""
            body = collected.body if last is None else {**collected.body, "file": last.body.get("file", collected.file)}
            change.add(Event(collected.kind, collected.subject, body, collected.dispatch, received, arrival.who))
        if collected.kind != "refused" and "/" not in collected.subject:
            change.keep(collected.sha256, collected.file, collected.format, collected.sent.load())
            collected.sent.drop()
        if last is not None and arrival.received and not any(event.received for event in earlier):
            change.add(Event("arrival", collected.subject, {}, collected.dispatch, arrival.received, arrival.who))
        if arrival.register and collected.kind != "refused" and "/" not in collected.subject:
            self._register(collected, earlier)

    def _register(self, collected: CollectedFile, earlier: Sequence[Event]) -> None:
        """Give a file the next number that is free; a number that another file bears is passed over, and reported."""
        numbered = [event for event in earlier if event.kind == "register"]
        if numbered and not numbered[-1].body.get("withdrawn"):
            return
        while self._next in self._numbers:
            message = Message("register-taken", number=self._next)
            self.problems.append(Problem(message, Place(collected.file), severity=Severity.WARNING))
            self._next += 1
        received = self.arrival.received or next((event.received for event in earlier if event.received), "")
        body = {"number": self._next, "first": self.arrival.register, "date": received[:10]}
        self._numbers.add(self._next)
        self._next += 1  # the next file's, of which nothing is reported
        self.change.add(Event("register", collected.subject, body, collected.dispatch, "", self.arrival.who))


def _comparable(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a stored reading that decide whether it changed; not the wording of what is reported."""
    findings = [(each["code"], each["cell"]) for each in body.get("findings", ())]
    asked = [(issue["code"], issue["cell"]) for issue in body.get("asked", ())]
    sections = {name: [_row(row) for row in rows] for name, rows in body.get("sections", {}).items()}
    rest = {name: value for name, value in body.items() if name not in ("file", "findings", "asked", "sections")}
    return rest | {"findings": findings, "asked": asked, "sections": sections}


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    issues = [(issue["code"], issue["cell"]) for issue in row["issues"]]
    return {name: value for name, value in row.items() if name != "issues"} | {"issues": issues}


def _mark_typed(records: FoldedRecords, files: list[CollectedFile], arrival: ArrivalDetails) -> ArrivalDetails:
    """Link the only form of this run to the stored scan it was typed from; it inherits the scan's arrival time."""
    scans = {
        subject: scan
        for subject, scan in records.evidence.items()
        if arrival.scan in (scan.file, Path(scan.file).name, subject)
    }
    if len(scans) != 1:
        known = ", ".join(scan.file for scan in records.evidence.values())
        message = Message("scan-unknown.several" if scans else "scan-unknown", name=arrival.scan)
        hint = Message("known-names", known=known) if known else Message("scan-unknown.hint-collect-scan")
        raise ProblemsFound(Problem(message, Place(arrival.scan), hint))
    answers = [collected for collected in files if collected.kind == "answer"]
    if len(answers) != 1:
        message = Message("scan-forms", count=len(answers))
        problems = [problem for collected in files for problem in blocking(collected.problems)]
        raise ProblemsFound([*problems, Problem(message, Place(arrival.scan))])
    ((subject, _scan),) = scans.items()
    answers[0].body["typed_from"] = subject
    return replace(arrival, received=arrival.received or records.received(subject))
