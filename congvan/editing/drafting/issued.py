"""Editions below issued/: the bytes of a dispatch as it got its number, with their hashes and the date of issue.

    issued/2026/2026-12-10_456_ra-soat/edition.json, letter/cong-van.docx, letter/cong-van.pdf, …

A build keeps the first edition that it makes of a number, and never changes it again, but where the office says that it
was not issued yet: then the edition follows the builds.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from congvan.core.decree.kinds import KINDS
from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound, Severity, reason_of
from congvan.model.dataset import Dataset
from congvan.model.loader import load_sound
from congvan.model.project import assets
from congvan.publishing.manifest import OUTPUTS
from congvan.publishing.paths import OutputTree, is_safe, sha256
from congvan.values.columns.dates import written_day

FOLDER = "issued"
NAME = "edition.json"
OPEN, ISSUED = "open", "issued"
"""What the office said of an edition: not issued, so that it follows the builds; issued. "": nothing yet."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: whose it is, its number, its day (ISO), what was said of it, and its files with their SHA-256."""

    dispatch: str
    number: str
    date: str
    said: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Its folder in the project: the day and the number lead."""
        return f"{FOLDER}/{self.date[:4]}/{self.date}_{self.number}_{self.dispatch}"


def edition_of(root: Path, dispatch: str, number: str) -> Edition | None:
    """Return what is kept of a number of a dispatch; None for nothing, for what can't be read, or lies elsewhere than
    its own day and number say: somebody else may have put it there.
    """
    for path in sorted((root / FOLDER).glob(f"*/*_{number}_{dispatch}/{NAME}")):
        try:
            with closing(OutputTree(root / FOLDER)) as tree:
                data: Any = json.loads(tree.read(path.relative_to(root / FOLDER).as_posix()) or b"")
            day, said = date.fromisoformat(data["date"]).isoformat(), str(data["said"])
            files = {str(name): str(digest) for name, digest in data["files"].items() if is_safe(str(name))}
        except (EnvironmentFault, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        edition = Edition(dispatch, number, day, said, files)
        if root / edition.folder == path.parent:
            return edition
    return None


def _keep(root: Path, edition: Edition, *, copied: bool = False, instead: Edition | None = None) -> None:
    """Write an edition, `instead` of another: where `copied`, its files as they are in outputs/; then what says their
    hashes. Raises `EnvironmentFault`, also for a link on the way.
    """
    within = edition.folder.partition("/")[2]
    try:
        (root / FOLDER).mkdir(0o700, exist_ok=True)
        with closing(OutputTree(root / FOLDER)) as tree:
            if instead is not None and instead.folder != edition.folder:
                _remove(tree, instead.folder.partition("/")[2])
            for name, digest in edition.files.items() if copied else ():
                data = (root / OUTPUTS / edition.dispatch / name).read_bytes()
                if sha256(data) == digest:
                    tree.write(f"{within}/{name}", data)
            named = ("dispatch", "number", "date", "said")
            told = {**{name: getattr(edition, name) for name in named}, "files": dict(sorted(edition.files.items()))}
            tree.write(f"{within}/{NAME}", json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
    except OSError as error:
        why = Message("issued-unwritable", why=reason_of(error))
        raise EnvironmentFault(Problem(why, Place(edition.folder))) from None


def _remove(tree: OutputTree, folder: str) -> None:
    """Remove the folder of an edition that follows the builds and got another day or number."""
    above = tree.folder_of(folder)
    if above is not None:
        shutil.rmtree(folder.rpartition("/")[2], ignore_errors=True, dir_fd=above)


def follow_build(root: Path, dataset: Dataset, name: str, made: Mapping[str, str]) -> Iterator[Problem]:
    """Keep what a build has made of a dispatch that has its number; yield a warning where that differs from what is
    kept. `made`: SHA-256 by path below the folder of the dispatch in outputs/.
    """
    dispatch = dataset.dispatches[name]
    known, day = edition_of(root, name, dispatch.number), dispatch.date.known
    if not dispatch.has_number or day is None:
        return
    now = Edition(name, dispatch.number, day.isoformat(), known.said if known else "", {**made})
    if known is None or known.said == OPEN:
        if known != now:
            _keep(root, now, copied=True, instead=known)
        return
    other = [path for path, digest in made.items() if known.files.get(path, digest) != digest]
    if other or known.date != now.date:
        said = {"kind": KINDS[dispatch.kind].name, "number": known.number, "day": written_day(known.date)}
        message = Message("issued-changed", **said, folder=known.folder)
        yield Problem(message, dataset.dispatch_place(name, "number"), severity=Severity.WARNING)
    elif not made.keys() <= known.files.keys():
        _keep(root, replace(now, files={**known.files, **made}), copied=True)


@dataclass(frozen=True, slots=True)
class ReopenRequest:
    """`dispatch`: one that has its number."""

    root: Path
    dispatch: str


@act("reopen")
def reopen(request: ReopenRequest, progress: Progress) -> Outcome:
    """Note that a dispatch with a number was not issued yet: it may be changed, and what is kept follows the builds."""
    dataset = load_sound(assets.read(request.root, [request.dispatch]))
    if refusal := dataset.refusal(request.dispatch):
        raise ProblemsFound(refusal)
    note_said(request.root, dataset, request.dispatch, OPEN)
    return Outcome("reopen", where=str(request.root))


def note_said(root: Path, dataset: Dataset, name: str, said: str) -> None:
    """Note what the office says of a dispatch, where it has number and date. Raises `EnvironmentFault`."""
    dispatch = dataset.dispatches[name]
    day = dispatch.date.known
    if dispatch.has_number and day is not None:
        known = edition_of(root, name, dispatch.number)
        _keep(root, replace(known or Edition(name, dispatch.number, day.isoformat()), said=said))
