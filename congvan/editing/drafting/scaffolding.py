"""`init FOLDER`: a new project, neutral or a sample. `new --kind … NAME`: a new dispatch in a project."""

from __future__ import annotations

import contextlib
import datetime
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congvan.core.bootstrap.root import KEPT
from congvan.core.i18n import program
from congvan.core.job import Outcome, Output, Progress, act
from congvan.core.messages import Message, verbatim
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound, UsageError, reason_of
from congvan.core.text import did_you_mean, nfc, slug
from congvan.editing.drafting.copying import copied
from congvan.editing.drafting.dispatch_draft import draft
from congvan.editing.drafting.dispatch_draft import samples as kinds
from congvan.editing.drafting.issued import ISSUED, note_said
from congvan.editing.drafting.starting import Office, neutral_files, sample_files, samples
from congvan.model.lists.read import entries_of
from congvan.model.loader import load_sound
from congvan.model.project import assets, yaml_reader
from congvan.model.project.assets import Assets
from congvan.model.project.atomic_write import write_file
from congvan.model.project.yaml_editor import edit

AGENCY = "data/agency.yaml"
LONGEST_NAME = 40
"""Characters of an id that is made of a subject."""
_SAID_BEFORE = re.compile(r"(?:V/v|Về việc):? ", re.IGNORECASE)
"""What a person may write before a subject; the document has it by its kind."""


@dataclass(frozen=True, slots=True)
class InitRequest:
    """`folder`: new or empty; `sample`: the id of a sample that is copied whole, else a neutral start is written with
    the names of `office` and dated by `today`.
    """

    folder: Path
    sample: str = ""
    office: Office | None = None
    today: datetime.date | None = None


@act("init")
def init(request: InitRequest, progress: Progress) -> Outcome:
    """Write a new project, neutral or a sample, into a folder that is new or empty."""
    folder = request.folder
    files = _files_of(request)
    try:
        if folder.exists() and (not folder.is_dir() or any(each.name != KEPT for each in folder.iterdir())):
            raise ProblemsFound(Problem(Message("init-not-empty"), Place(str(folder))))
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        _leave_empty(folder)
        raise _unwritten(Message("init-failed"), Place(str(folder)), error) from None
    outcome = Outcome("init", outputs=[Output(path, "built") for path in sorted(files)], where=str(folder))
    outcome.remarks.append(Message("start.sample" if request.sample else "start.neutral"))
    outcome.remarks.append(Message("start.then-root", program=program(), folder=folder))
    return outcome


_WRITTEN_IN_FULL = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
"""Words that the name of an issuing body has in full (Appendix I, II.1.b), as the check of its papers wants."""


def _files_of(request: InitRequest) -> dict[str, bytes]:
    """Return the files of a new project by their paths in it."""
    known = samples()
    if request.sample and request.sample not in known:
        hint = did_you_mean(request.sample, known) or Message("known-names", known=", ".join(known))
        raise UsageError(Problem(Message("sample-unknown", value=request.sample), remedy=hint))
    if not request.sample and (request.office is None or request.today is None):
        raise UsageError(Problem(Message("init-names-missing", options="--agency, --place, --signer, --title")))
    first, _space, rest = (request.office.agency if request.office else "").partition(" ")
    if not request.sample and (whole := _WRITTEN_IN_FULL.get(first)):
        hint = Message("init-agency.hint-name", name=f"{whole} {rest}".strip())
        raise UsageError(Problem(Message("init-agency", word=first), remedy=hint))
    try:
        if request.office is None or request.today is None or request.sample:
            return sample_files(known[request.sample])
        return neutral_files(request.office, request.today.month, request.today.year)
    except OSError as error:
        raise _unwritten(Message("init-failed"), Place(str(error.filename or "")), error) from None


def _leave_empty(folder: Path) -> None:
    """Empty a folder again that was empty before: half a project would be in the way of the next try."""
    for name in ("data", "templates"):
        shutil.rmtree(folder / name, ignore_errors=True)
    with contextlib.suppress(OSError):
        (folder / ".gitignore").unlink()


@dataclass(frozen=True, slots=True)
class NewRequest:
    """`kind`: one of the 29, “thong-bao”; `name`: the id of the dispatch, "" to make one of its `subject` (trích yếu);
    `today`: the date of its draft. `source`: the dispatch that it is copied from, "" for a sample of the kind;
    `relation`: how it changes that one, “amend”, “replace”, “correct”; "" for a copy alone.
    """

    root: Path
    kind: str = "cong-van"
    name: str = ""
    today: datetime.date = field(default_factory=datetime.date.today)
    subject: str = ""
    source: str = ""
    relation: str = ""


@act("new")
def new(request: NewRequest, progress: Progress) -> Outcome:
    """Write data/dispatches/NAME.yaml: a draft of a kind with ids of the project, or a copy of another."""
    subject = _SAID_BEFORE.sub("", " ".join(nfc(request.subject).split()), count=1)
    files = assets.read(request.root)
    begun = _begun_from(request, files) if request.source else b""
    source: Any = yaml_reader.parse(begun, "").data if begun else {}
    made_of = subject or str(source.get("subject") or "")
    name = request.name or (_free_name(request.root, made_of) if made_of else "")
    path = request.root / "data/dispatches" / f"{name}.yaml"
    place = Place(f"data/dispatches/{name}.yaml")
    _check(request.kind, name, path, place)
    data = begun or _sample(request, files)
    data = edit(data, {("subject",): subject}, file=place.file) if subject else data
    progress.check()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
    except OSError as error:
        raise _unwritten(Message("new-failed"), place, error) from None
    if request.relation:
        note_said(request.root, load_sound(files), request.source, ISSUED)
    remark, output = Message("start.write-over-marked", program=program(), name=name), Output(place.file, "built")
    return Outcome("new", outputs=[output], where=str(request.root), remarks=[remark], data={"name": name})


def _sample(request: NewRequest, files: Assets) -> bytes:
    """Return the sample of a kind with ids of the project's agency and bodies."""
    agency = yaml_reader.parse(files[AGENCY], AGENCY).data if AGENCY in files else None
    signers = _ids(agency.get("signers") if isinstance(agency, dict) else None)
    bodies, today = entries_of(files, "bodies"), request.today
    there = _ids_valid_on(bodies, today)
    return draft(request.kind, signers[0] if signers else "…", there, today.month, today.year).encode()


def _begun_from(request: NewRequest, files: Assets) -> bytes:
    """Return a copy of a dispatch. Raises `ProblemsFound` for one that is not known or can't be read."""
    dataset, file = load_sound(files), f"data/dispatches/{request.source}.yaml"
    if file not in files:
        known = Message("known-names", known=", ".join(dataset.known))
        hint = did_you_mean(request.source, dataset.known) or known
        raise ProblemsFound(Problem(Message("want-unknown.dispatch", value=request.source), remedy=hint))
    return copied(dataset, files[file], file, request.source, request.today, request.relation)


def _free_name(root: Path, subject: str) -> str:
    """Return an id made of the subject that no dispatch has."""
    made = slug(subject, LONGEST_NAME)
    names = (made, *(f"{made}-{number}" for number in range(2, 1000)))
    return next(each for each in names if not (root / "data/dispatches" / f"{each}.yaml").exists())


def _check(kind: str, name: str, path: Path, place: Place) -> None:
    """Raise `ProblemsFound` if the kind or name of a new dispatch is invalid, or its file exists."""
    if kind not in kinds():
        hint = did_you_mean(kind, kinds()) or verbatim(", ".join(kinds()))
        raise ProblemsFound(Problem(Message("kind-unknown", value=kind), remedy=hint))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ProblemsFound(Problem(Message("new-name", name=name), remedy=Message("new-name.hint")))
    if path.exists():
        raise ProblemsFound(Problem(Message("new-exists"), place))


def _unwritten(message: Message, place: Place, error: OSError) -> EnvironmentFault:
    why = reason_of(error)
    return EnvironmentFault(Problem(message.given(why=why), place))


def _ids(facts: Any) -> list[str]:
    return [fact["id"] for fact in facts or () if isinstance(fact, dict) and isinstance(fact.get("id"), str)]


def _ids_valid_on(bodies: Any, today: datetime.date) -> list[str]:
    """Return the ids of the bodies valid today."""
    day = today.isoformat()
    known = (body for body in bodies or () if isinstance(body, dict))
    return _ids([b for b in known if str(b.get("valid_from", "")) <= day <= str(b.get("valid_to", "9999-12-31"))])
