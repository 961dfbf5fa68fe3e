"""`init FOLDER`: a new project with the sample data and templates. `new --kind … NAME`: a new dispatch in a project."""

from __future__ import annotations

import datetime
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.drafting.dispatch_draft import draft, samples
from congvan.i18n import program
from congvan.job import Outcome, Output, Progress, act
from congvan.messages import Message, verbatim
from congvan.model.lists.read import entries_of
from congvan.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.text import did_you_mean

AGENCY = "data/agency.yaml"


@dataclass(frozen=True, slots=True)
class InitRequest:
    """`folder`: new or empty; `sample`: what is copied, a folder with data/ and templates/."""

    folder: Path
    sample: Path


@act("init")
def init(request: InitRequest, progress: Progress) -> Outcome:
    """Copy data/ and templates/ of the sample into a folder that is new or empty."""
    folder = request.folder
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProblemsFound(Problem(Message("init-not-empty"), Place(str(folder))))
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("data", "templates"):
            ignored = shutil.ignore_patterns("__pycache__", ".*", "~$*")
            shutil.copytree(request.sample / name, folder / name, ignore=ignored)
    except OSError as error:
        for name in ("data", "templates"):  # the folder was empty: a half copy would be in the way of the next try
            shutil.rmtree(folder / name, ignore_errors=True)
        raise _unwritten(Message("init-failed"), Place(str(folder)), error) from None
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    outcome = Outcome("init", outputs=[Output(path, "built") for path in paths], where=str(folder))
    outcome.remarks.append(Message("start.data-sample-dispatch"))
    outcome.remarks.append(Message("start.then-root", program=program(), folder=folder))
    return outcome


@dataclass(frozen=True, slots=True)
class NewRequest:
    """`kind`: one of the 29, “thong-bao”; `name`: the id of the dispatch; `today`: the date of its draft."""

    root: Path
    kind: str
    name: str
    today: datetime.date


@act("new")
def new(request: NewRequest, progress: Progress) -> Outcome:
    """Write data/dispatches/NAME.yaml, a draft of a kind with ids of the project's agency and bodies."""
    from congvan.project import assets, yaml_reader
    from congvan.project.atomic_write import write_file

    name, today = request.name, request.today
    files = assets.read(request.root)
    agency = yaml_reader.parse(files[AGENCY], AGENCY).data if AGENCY in files else None
    bodies = entries_of(files, "bodies")
    path = request.root / "data/dispatches" / f"{name}.yaml"
    place = Place(f"data/dispatches/{name}.yaml")
    _check(request, path, place)
    signers = _ids(agency.get("signers") if isinstance(agency, dict) else None)
    text = draft(request.kind, signers[0] if signers else "…", _ids_valid_on(bodies, today), today.month, today.year)
    progress.check()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode())
    except OSError as error:
        raise _unwritten(Message("new-failed"), place, error) from None
    remark, output = Message("start.write-over-marked", program=program(), name=name), Output(place.file, "built")
    return Outcome("new", outputs=[output], where=str(request.root), remarks=[remark])


def _check(request: NewRequest, path: Path, place: Place) -> None:
    """Raise `ProblemsFound` if the kind or name of a new dispatch is invalid, or its file exists."""
    if request.kind not in samples():
        hint = did_you_mean(request.kind, samples()) or verbatim(", ".join(samples()))
        raise ProblemsFound(Problem(Message("kind-unknown", value=request.kind), remedy=hint))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", request.name):
        raise ProblemsFound(Problem(Message("new-name", name=request.name), remedy=Message("new-name.hint")))
    if path.exists():
        raise ProblemsFound(Problem(Message("new-exists"), place))


def _unwritten(message: Message, place: Place, error: OSError) -> EnvironmentFault:
    why = error.strerror or str(error)
    if isinstance(error, shutil.Error):  # of a folder: a list of (source, copy, reason)
        why = str(error.args[0][0][2]).partition("] ")[2].partition(":")[0] or why
    return EnvironmentFault(Problem(message.given(why=why), place))


def _ids(facts: Any) -> list[str]:
    return [fact["id"] for fact in facts or () if isinstance(fact, dict) and isinstance(fact.get("id"), str)]


def _ids_valid_on(bodies: Any, today: datetime.date) -> list[str]:
    """Return the ids of the bodies valid today."""
    day = today.isoformat()
    known = (body for body in bodies or () if isinstance(body, dict))
    return _ids([b for b in known if str(b.get("valid_from", "")) <= day <= str(b.get("valid_to", "9999-12-31"))])
