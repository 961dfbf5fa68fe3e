"""All facts of a project as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.returned import ReturnFacts
from congvan.model.directory import Agency
from congvan.model.dispatch import Dispatch
from congvan.model.document_specs import Document
from congvan.model.lists.entries import EntryList
from congvan.model.papers import Paper
from congvan.model.project.assets import DISPATCHES, dispatch_id
from congvan.model.project.yaml_reader import YamlSource
from congvan.model.signage import Signage

DOCUMENTS = "data/documents.yaml"
SIGNAGE = "data/signage/"
PAPERS = "data/papers/"

FreeList = tuple[dict[str, Any], ...]
"""A list without a head: for the schema of the editor."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a file, or a document, was left out: its errors; or `cause`, the file with errors that it needs. `what`: what
    a clerk calls it.
    """

    what: Message
    problems: tuple[Problem, ...]
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The facts of a project, frozen and consistent; `sources` gives the place of each in the data files."""

    agency: Agency
    documents: tuple[Document, ...]
    dispatches: Mapping[str, Dispatch]
    papers: Mapping[str, Paper] = field(default_factory=dict)  # by the name of the file in data/papers/
    signage: Mapping[str, Signage] = field(default_factory=dict)  # by the name of the file in data/signage/
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # SVG files that signs show, by asset
    check: Mapping[str, str] = field(default_factory=dict)  # rules that the check leaves out, with the reason
    returned: Mapping[str, ReturnFacts] = field(default_factory=dict)  # return facts by dispatch: plain values
    lists: Mapping[str, EntryList] = field(default_factory=dict)  # by id, and by the id of `also`
    warnings: tuple[Problem, ...] = ()  # what was corrected or doubtful in lists
    sources: Mapping[str, YamlSource] = field(default_factory=dict)
    unread: tuple[str, ...] = ()  # ids of dispatches whose files the run did not need
    excluded: Mapping[str, LeftOut] = field(default_factory=dict)  # by file, or `DOCUMENTS#id`: see `isolation`

    def place(self, file: str, *loc: str | int) -> Place:
        """Return the place of a value in a data file; the file alone if it was not read."""
        source = self.sources.get(file)
        return source.place(loc) if source else Place(file)

    def dispatch_place(self, dispatch_id: str, *loc: str | int) -> Place:
        """Return the place of a value of a dispatch."""
        return self.place(f"{DISPATCHES}{dispatch_id}.yaml", *loc)

    def with_dispatch(self, dispatch_id: str, **changes: Any) -> Dataset:
        """Return the dataset with some values of one dispatch replaced for this run (`--number`, `--date`)."""
        changed = self.dispatches[dispatch_id].model_copy(update=changes)
        return replace(self, dispatches={**self.dispatches, dispatch_id: changed})

    @property
    def known(self) -> list[str]:
        """The ids of all dispatches of the project, read or not."""
        left_out = filter(None, map(dispatch_id, self.excluded))
        return sorted({*self.dispatches, *self.unread, *left_out})

    @property
    def faults(self) -> list[Problem]:
        """The errors of what was left out, without what only needs a file that has one."""
        return [problem for out in self.excluded.values() if not out.cause for problem in out.problems]

    def left_out(self, dispatch: str) -> LeftOut | None:
        """Return why a dispatch was left out; None for one that was not."""
        return self.excluded.get(f"{DISPATCHES}{dispatch}.yaml")

    def refusal(self, dispatch: str) -> tuple[Problem, ...]:
        """Return the errors for which a dispatch was left out; () for one that was not."""
        out = self.left_out(dispatch)
        return (self.excluded[out.cause] if out.cause else out).problems if out else ()

    def is_made(self, document: str) -> bool:
        """Whether a document of documents.yaml was not left out."""
        return f"{DOCUMENTS}#{document}" not in self.excluded
