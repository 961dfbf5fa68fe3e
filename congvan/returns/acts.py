"""The commands over returned forms: collect, status, report, import and teams. Each loads the project and its store."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.job import Outcome, Progress, act
from congvan.ledger.database import location
from congvan.ledger.store import Store
from congvan.messages import Message
from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.problems import Exit, Problem, ProblemsFound, UsageError, blocking
from congvan.project import assets
from congvan.returns import collect as inbox
from congvan.returns.answers import status as answers
from congvan.returns.answers.received import answers_to
from congvan.returns.answers.team_assignment import propose, record_choices
from congvan.returns.facilities import import_facility_list
from congvan.returns.phone_report import PhoneReport, enter_phone_report
from congvan.returns.state import fold_events, states_by_dispatch


@dataclass(frozen=True, slots=True)
class ReturnsRequest:
    """Parameters that all commands over returned forms share.

    database  the URL of a server; None for the file office.db beside data/
    dispatch  id of the dispatch; None where only one has forms
    received  when it arrived, “2020-08-20 15:30”; "" for unknown
    who       who took it in or decided
    """

    root: Path
    database: str | None = None
    dispatch: str | None = None
    received: str = ""
    who: str = ""


@contextmanager
def _open(request: ReturnsRequest) -> Iterator[tuple[Dataset, Store]]:
    """Load the dataset and open its store; raise `ProblemsFound` for an unknown dispatch."""
    dataset = load(assets.read(request.root))
    if request.dispatch is not None and request.dispatch not in dataset.dispatches:
        message = Message("want-unknown.name", kind=Message("thing.dispatch"), name=request.dispatch)
        known = Message("known-names", known=", ".join(dataset.dispatches))
        raise ProblemsFound(Problem(message, remedy=known))
    with Store.open(location(request.root, request.database)) as store:
        yield dataset, store


def _one(dataset: Dataset, request: ReturnsRequest) -> str:
    """Return the id of the requested or only dispatch; raise `ProblemsFound` where several are possible."""
    if request.dispatch:
        return request.dispatch
    names = [name for name, dispatch in dataset.dispatches.items() if dispatch.forms] or list(dataset.dispatches)
    if len(names) == 1:
        return names[0]
    hint = Message("dispatch-which.hint-name-one", names=", ".join(f"--dispatch {name}" for name in names))
    raise ProblemsFound(Problem(Message("dispatch-which.several-dispatches-forms"), remedy=hint))


def _offset(dataset: Dataset) -> int:
    """Return the UTC offset of the project, in hours."""
    return dataset.reports.utc_offset if dataset.reports else 7


def _received(text: str, utc_offset: int) -> str:
    """Parse the arrival time of a request; raise `UsageError` if it is invalid."""
    if not text:
        return ""
    try:
        return inbox.parse_arrival(text, utc_offset)
    except ValueError:
        message = Message("usage-received", value=text)
        raise UsageError(Problem(message)) from None


def _below(root: Path, name: str) -> Path:
    """Resolve a path: as given if it exists or is absolute, else relative to the project."""
    path = Path(name)
    return path if path.is_absolute() or path.exists() else root / path


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectRequest(ReturnsRequest):
    """`inboxes`: folders or files; `register`: số đến of the first new file, 0 for none; `scan`: what the one form was
    typed from.
    """

    inboxes: tuple[str, ...]
    register: int = 0
    scan: str = ""


@act("collect")
def collect(request: CollectRequest, progress: Progress) -> Outcome:
    """Read returned forms into the database."""
    with _open(request) as (dataset, store):
        received = _received(request.received, _offset(dataset))
        arrival = inbox.ArrivalDetails(received, request.who, request.register, request.dispatch or "", request.scan)
        inboxes = [_below(request.root, name) for name in request.inboxes]
        collected, _state, problems = inbox.collect(dataset, inboxes, store, arrival, progress)
        problems += store.warnings()
    files = [_file(read) for read in sorted(collected, key=lambda read: read.file)]
    counts = {kind: sum(read.kind == kind for read in collected) for kind in ("answer", "evidence", "refused")}
    good = sum(file.get("good", 0) for file in files)
    summary = Message(
        "collected",
        forms=Message("collected.forms", count=counts["answer"]),
        rows=Message("collected.rows", count=good),
        scans=Message("collected.scans", count=counts["evidence"]),
        refused=Message("collected.refused", count=counts["refused"]),
    )
    data = {"files": files, "collected": counts | {"people": good}}
    code = Exit.FAILED if blocking(problems) else Exit.OK
    return Outcome("collect", problems=problems, remarks=[summary], data=data, exit_code=code)


def _file(collected: inbox.CollectedFile) -> dict[str, Any]:
    """Return one collected file as plain values for the outcome."""
    state = inbox.TO_BE_TYPED if collected.kind == "evidence" else collected.kind
    record: dict[str, Any] = {"file": collected.file, "state": state, "sha256": collected.sha256}
    if collected.identity:
        record |= {"answers": "/".join(filter(None, collected.identity.slot)), "how": collected.identity.how}
    if collected.kind == "answer":
        record |= {"rows": len(collected.body["rows"]), "good": sum(not row["ask"] for row in collected.body["rows"])}
    return record


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRequest(ReturnsRequest):
    """`history`: whether to list every file that was ever collected."""

    history: bool = False


@act("status")
def status(request: StatusRequest, progress: Progress) -> Outcome:
    """Report who has answered and who has not: `data` holds the status of each dispatch with forms, by id."""
    with _open(request) as (dataset, store):
        events, problems = store.events(), store.warnings()
    state = states_by_dispatch(events)
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=_offset(dataset)))).date()
    data: dict[str, Any] = {}
    names = [request.dispatch] if request.dispatch else [n for n, d in dataset.dispatches.items() if d.forms]
    for name in names:
        progress.check()
        received = answers_to(dataset, state(name), name)
        shown = answers.dispatch_status(received)
        days_left = answers.days_left(shown["deadline"], today)
        data.setdefault("dispatches", {})[name] = shown | {"days_left": days_left}
    if request.history:
        data["history"] = answers.history(fold_events(events))
    return Outcome("status", problems=problems, data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest(ReturnsRequest):
    """A daily report by telephone: `figures` as “cai_dat=120”; `district` None means all districts together."""

    enterprise: str
    day: str
    figures: tuple[str, ...]
    district: str | None = None


@act("report")
def report(request: ReportRequest, progress: Progress) -> Outcome:
    """Store a daily report that was received by telephone."""
    with _open(request) as (dataset, store):
        dispatch, received = _one(dataset, request), _received(request.received, _offset(dataset))
        entry = PhoneReport(request.enterprise, request.day, request.figures, request.district, received, request.who)
        line = enter_phone_report(dataset, store, dispatch, entry)
    return Outcome("report", remarks=[line], data={"entered": line})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest(ReturnsRequest):
    """`file`: the list of health facilities, an .xlsx, .csv or .yaml file."""

    file: str


@act("import")
def import_facilities(request: ImportRequest, progress: Progress) -> Outcome:
    """Import the list of health facilities."""
    with _open(request) as (dataset, store):
        path, dispatch = _below(request.root, request.file), _one(dataset, request)
        received = _received(request.received, 7)
        facilities, problems = import_facility_list(dataset, store, path, dispatch, received, request.who)
    if blocking(problems):
        which, code = "facilities-taken.none", Exit.FAILED
    else:
        which, code = "facilities-taken", Exit.OK
    remark = Message(which, count=len(facilities))
    return Outcome("import", problems=problems, remarks=[remark], data={"facilities": facilities}, exit_code=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsRequest(ReturnsRequest):
    """`fix`: FACILITY=PHONE of people to keep on a team; `free`: of people to release from it."""

    fix: Sequence[str] = ()
    free: Sequence[str] = ()


@act("teams")
def teams(request: TeamsRequest, progress: Progress) -> Outcome:
    """Propose a team for each health facility."""
    with _open(request) as (dataset, store):
        dispatch = _one(dataset, request)
        progress.check()
        record_choices(dataset, store, dispatch, request.fix, request.free, request.who)
        proposal, problems = propose(dataset, store, dispatch, request.who)
    full = sum(not team["short"] for team in proposal["teams"])
    remark = Message("teams-proposed", count=len(proposal["teams"]), full=full)
    return Outcome("teams", problems=problems, remarks=[remark], data={"proposal": proposal})
