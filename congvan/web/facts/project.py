"""The project as the screens see it: read again only when a file of it has changed; never raises for errors in data."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congvan.core.bootstrap.root import AGENCY
from congvan.core.decree.kinds import KINDS
from congvan.core.problems import Problem, ProblemsFound, Severity
from congvan.core.text import spoken
from congvan.model.dataset import Dataset
from congvan.model.loader import load_sound
from congvan.model.project import assets
from congvan.model.project.assets import DISPATCHES, Assets
from congvan.model.project.yaml_reader import scan


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A dispatch as a line of a list, also where its data can't be read.

    `number`: "" for none yet; `day`: the date as it is known, ISO, or "". `forms`: how many it sends out. `named`: its
    subject, or the words of its id. `unread`: whether nothing of its file can be read: then all else is not known.
    """

    id: str
    kind: str
    subject: str
    number: str
    day: str
    forms: int
    signage: bool
    errors: int
    warnings: int
    unread: bool = False

    @property
    def named(self) -> str:
        return spoken(self.subject or self.id)

    @property
    def file(self) -> str:
        return f"{DISPATCHES}{self.id}.yaml"


@dataclass(frozen=True, slots=True, eq=False)
class ProjectFacts:
    """What was read: the dataset of what is sound, None if an error concerns the whole project; the problems; the
    papers by id, those with an error too.

    `started`: whether the folder is a project at all, also one that has lost a file.
    """

    started: bool
    dataset: Dataset | None = None
    problems: tuple[Problem, ...] = ()
    papers: dict[str, PaperLine] = field(default_factory=dict)

    def refusal(self, dispatch: str) -> list[Problem]:
        """Return the errors that keep a dispatch from being read: of its file, of what it needs, or of the office."""
        if self.dataset is None:
            return [problem for problem in self.problems if problem.severity is Severity.ERROR]
        return list(self.dataset.refusal(dispatch))

    def problems_of(self, file: str) -> list[Problem]:
        """Return the problems with a place in this file."""
        return [problem for problem in self.problems if problem.place.file == file]


class Project:
    """The folder with data/ and templates/."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.kept: dict[str, tuple[object, Any]] = {}  # what was made of facts, with what it was made of, by name
        self._lock = threading.Lock()
        self._stamps: dict[str, tuple[int, int, int]] | None = None
        self._facts = ProjectFacts(started=False)

    def facts(self) -> ProjectFacts:
        """Return the facts, as of the files now."""
        with self._lock:
            stamps = self._stamped()
            if stamps != self._stamps:
                self._facts = read(self.root)
                self._stamps = stamps
            return self._facts

    def _stamped(self) -> dict[str, tuple[int, int, int]]:
        found: dict[str, tuple[int, int, int]] = {}
        for name in assets.names(self.root):
            try:
                status = os.stat(f"{self.root}/{name}")
            except OSError:
                continue
            found[name] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return found


def read(root: Path) -> ProjectFacts:
    """Read the project; what is wrong becomes problems."""
    if not (root / AGENCY).is_file() and not any((root / DISPATCHES).glob("*.yaml")):
        return ProjectFacts(started=False)
    try:
        files = assets.read(root)
    except ProblemsFound as stop:
        return ProjectFacts(started=True, problems=tuple(stop.problems))
    try:
        dataset = load_sound(files)
    except ProblemsFound as stop:
        problems = tuple(stop.problems)
        return ProjectFacts(True, None, problems, {each.id: each for each in _from_files(files, problems)})
    problems = (*dataset.warnings, *(problem for out in dataset.excluded.values() for problem in out.problems))
    papers = {each.id: each for each in [*_from_files(files, problems), *_from_dataset(dataset, problems)]}
    return ProjectFacts(True, dataset, problems, papers)


def _from_dataset(dataset: Dataset, problems: tuple[Problem, ...]) -> list[PaperLine]:
    papers = []
    for name, dispatch in dataset.dispatches.items():
        day = dispatch.date.known
        papers.append(
            PaperLine(
                id=name,
                kind=KINDS[dispatch.kind].name,
                subject=dispatch.subject,
                number=dispatch.number if dispatch.has_number else "",
                day=day.isoformat() if day else "",
                forms=len(dispatch.forms),
                signage=dispatch.signage is not None,
                errors=_count(problems, name, Severity.ERROR),
                warnings=_count(problems, name, Severity.WARNING),
            )
        )
    return papers


def _from_files(files: Assets, problems: tuple[Problem, ...]) -> list[PaperLine]:
    """Return what the files of dispatches say of themselves, as far as they can be parsed."""
    papers = []
    for file in files:
        name = assets.dispatch_id(file)
        if not name:
            continue
        data = scan(files[file], file).data
        said = data if isinstance(data, dict) else _lines_of(files[file])
        kind, number, forms = said.get("kind") or "cong-van", said.get("number"), said.get("forms")
        papers.append(
            PaperLine(
                id=name,
                kind=KINDS[kind].name if isinstance(kind, str) and kind in KINDS else "",
                subject=str(said.get("subject") or ""),
                number=number if isinstance(number, str) and number != "blank" else "",
                day="",
                forms=len(forms) if isinstance(forms, list) else int("forms" in said),
                signage=bool(said.get("signage")),
                errors=_count(problems, name, Severity.ERROR),
                warnings=_count(problems, name, Severity.WARNING),
                unread=not said,
            )
        )
    return papers


def _lines_of(data: bytes) -> dict[str, str]:
    """Return what the lines of a file say that can't be parsed, as far as each is whole."""
    found = re.findall(r"(?m)^(kind|number|subject|forms|signage): *(?![>|])(.*)$", data.decode("utf-8", "replace"))
    return {key: re.sub(r"(^|\s)#.*", "", value).strip(" '\"\r") for key, value in found}  # no remark behind it


def _count(problems: tuple[Problem, ...], name: str, severity: Severity) -> int:
    file = f"{DISPATCHES}{name}.yaml"
    return sum(problem.place.file == file and problem.severity is severity for problem in problems)
