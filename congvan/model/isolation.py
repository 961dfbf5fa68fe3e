"""Leave out of a project what has an error, and what needs it, so that one fault stays where it is.

A file with an error is left out of the dataset, and that file is the one reason for all that needs it: a dispatch that
addresses a list with an error, a document whose paper has one. The rest is checked again without them, until nothing is
wrong with it. What then names something that was left out is told as needing it, never as an unknown name.
A document of data/documents.yaml is left out alone, under `DOCUMENTS#id`. Errors in agency.yaml, in documents.yaml as a
file, or in check.yaml concern the project as a whole and stop everything.
Why by what the problems say, not by tables of references: whatever a check finds missing is a need, also of checks that
are added later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.text import spoken
from congvan.model.dataset import DOCUMENTS, PAPERS, SIGNAGE, LeftOut
from congvan.model.lists.entries import EntryList
from congvan.model.lists.read import LISTS
from congvan.model.project.assets import DISPATCHES, Assets
from congvan.model.project.yaml_reader import YamlSource
from congvan.model.signage import PICTURES

NAMING = ("file-ending", "list-name", "file-unknown")
"""Problems of names of files: what such a file holds is not found under the name that was meant."""
_FOLLOWING = frozenset(
    (
        *("list-unknown", "type-unknown", "reference-unknown", "expression-name", "merge-unknown"),
        *("sender-unknown", "sender-step", "source-missing", "column-unknown", "of-unknown", "list-headless"),
    )
)
"""Problems of names that are not found: they may be those of a list that was left out."""
_ELSEWHERE = ("thing.signer", "thing.unit", "thing.dispatch", "thing.document", "thing.signage")
"""Things of which a name is not found, that no list holds."""


class Isolation:
    """What is left out of a project, by file or `DOCUMENTS#id`. `whole`: files whose errors stop everything."""

    def __init__(self, assets: Assets, sources: Mapping[str, YamlSource], whole: Iterable[str]) -> None:
        self.assets, self.sources, self.whole = assets, sources, set(whole)
        self.excluded: dict[str, LeftOut] = {}

    @property
    def faults(self) -> list[Problem]:
        """The errors themselves, without what only needs a file that has one."""
        return [problem for out in self.excluded.values() if not out.cause for problem in out.problems]

    def leave_out(self, problems: Sequence[Problem], *, again: bool = False) -> None:
        """Leave out the files with these errors; `again`: they came with what was left out before. Raises
        `ProblemsFound` with all errors where one stops everything.
        """
        owned: dict[str, list[Problem]] = {}
        for problem in problems:
            for key in self._owners(problem.place) or [""]:
                owned.setdefault(key, []).append(problem)
        fresh = {key: found for key, found in owned.items() if key not in self.excluded}
        if "" in fresh or not fresh:
            missing = {self._meant(each) for each in [*self.faults, *problems] if each.code in NAMING}
            stops = (each for each in problems if not (each.code == "file-missing" and each.place.file in missing))
            raise ProblemsFound(dict.fromkeys([*self.faults, *stops]))
        before = dict(self.excluded)
        for key, found in fresh.items():
            needs = [self._holder(each, before) or (next(reversed(before)) if again else "") for each in found]
            own = [each for each, need in zip(found, needs, strict=True) if not need]
            if own:
                self.excluded[key] = LeftOut(self.called(key), tuple(own))
            else:
                self._needs(key, needs[0])

    def leave_out_lists(self, lists: Mapping[str, EntryList]) -> dict[str, EntryList]:
        """Return the lists without those that were left out and those that refer to them, which are left out too."""
        sound = {name: each for name, each in lists.items() if each.file not in self.excluded}
        lost = {name: file for file in self.excluded for name in self._names(file)}
        for each in sound.values():
            needed = (lost[field.refers_to] for field in each.head.fields.values() if field.refers_to in lost)
            if (cause := next(needed, "")) and each.file not in self.excluded:
                self._needs(each.file, cause)
        return sound if all(each.file not in self.excluded for each in sound.values()) else self.leave_out_lists(sound)

    def _needs(self, key: str, cause: str) -> None:
        cause = self.excluded[cause].cause or cause
        what = self.called(key)
        message = Message("left-out", what=what, cause=self.called(cause), file=cause)
        self.excluded[key] = LeftOut(what, (Problem(message, Place(key.partition("#")[0])),), cause)

    def _owners(self, place: Place) -> list[str]:
        """Return what is left out for a problem at a place; [] where it concerns the whole project."""
        file = place.file
        if file in self.whole or not file:
            return []
        if file == DOCUMENTS:
            return self._document_at(place)
        if file.startswith(LISTS):
            found = [name for name in self.sources if f"{LISTS}{self._said(name, 'list', 'source')}" == file]
        else:
            shown = {name: [self._said(name, key) for key in ("picture", "logo")] for name in self.sources}
            found = [name for name, files in shown.items() if file in [f"{PICTURES}{each}" for each in files]]
        return found or [file]

    def _document_at(self, place: Place) -> list[str]:
        """Return the entry of documents.yaml at a place; [] for none."""
        source = self.sources.get(DOCUMENTS)
        data: Any = source.data if source else None
        entries = data if isinstance(data, list) else []
        starts = [source.place((n,)).line for n in range(len(entries))] if source else []
        found = [each["id"] for each, line in zip(entries, starts, strict=True) if line <= place.line]
        return [f"{DOCUMENTS}#{found[-1]}"] if found else []

    def _said(self, file: str, *path: str) -> str:
        value: Any = self.sources[file].data if file in self.sources else None
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value if isinstance(value, str) else ""

    def _names(self, key: str) -> set[str]:
        """Return the names under which others know what was left out."""
        if "#" in key:
            return {key.partition("#")[2]}
        meant = {self._meant(each) for each in self.excluded[key].problems if each.code in NAMING}
        stems = {PurePosixPath(each).stem for each in (key, *meant)}
        return {name for name in (*stems, self._said(key, "list", "also")) if name}

    @staticmethod
    def _meant(problem: Problem) -> str:
        """Return the right name of a file under a wrong one."""
        values: Mapping[str, Any] = problem.remedy.values if problem.remedy else {}
        return str(values.get("name", values.get("found", "")))

    def _holder(self, problem: Problem, left: Mapping[str, LeftOut]) -> str:
        """Return what was left out and holds the name that a problem is about; "" where the problem is no need."""
        said = [value for value in problem.message.values.values() if isinstance(value, str)]
        words = {*said, *(value.partition(".")[0] for value in said), *re.findall(r"\w+", self._line(problem.place))}
        words |= {word.replace("_", "-") for word in words}
        for key in left:
            if not words.isdisjoint(self._names(key)):
                return key
        lists = [key for key in left if key.startswith(LISTS)]
        kind = problem.message.values.get("kind")
        if problem.code not in _FOLLOWING or (isinstance(kind, Message) and kind.id in _ELSEWHERE):
            return ""
        return next((key for key in lists if any(value in self._plain(key) for value in said)), next(iter(lists), ""))

    def _line(self, place: Place) -> str:
        """Return the line of a data file that a place is in."""
        lines = self.sources[place.file].text.splitlines() if place.file in self.sources else []
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def called(self, key: str) -> Message:
        """Return what a clerk calls a file of the project: “dự thảo “về việc …””."""
        file, _, document = key.partition("#")
        if document:
            entries: Any = self.sources[DOCUMENTS].data
            named = (each.get("name") for each in entries if each.get("id") == document)
            return Message("called.document", name=spoken(next(named, None) or document))
        for folder, (kind, word) in _CALLED.items():
            if file.startswith(folder):
                found = re.search(rf"(?m)^ *{word}: *(?![>|])['\"]?(.+?)['\"]? *$", self._plain(file))
                return kind.given(name=spoken(found[1] if found else PurePosixPath(file).stem))
        return Message("called.file", name=PurePosixPath(file).name)

    def _plain(self, file: str) -> str:
        return self.assets[file].decode("utf-8", "replace") if file in self.assets else ""


_CALLED = {
    DISPATCHES: (Message("called.dispatch"), "subject"),
    LISTS: (Message("called.list"), "label"),
    PAPERS: (Message("called.paper"), "subject"),
    SIGNAGE: (Message("called.signs"), "message"),
}
"""What the files of a folder are called, and the key that says which one it is."""
