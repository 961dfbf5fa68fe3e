"""The context of a content builder: facts, loop values, and the list of problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from congvan.core.problems import Place, Problem
from congvan.core.returned import ReturnFacts
from congvan.documents.text.outline import Label, labels_of, merge_and_refer
from congvan.model.dataset import Dataset
from congvan.model.dispatch import Dispatch, Erratum
from congvan.model.lists.empty_cells import EmptyCells
from congvan.model.project.assets import DISPATCHES


@dataclass(frozen=True, slots=True)
class ContentContext:
    """One record of one dispatch. `values` are the loop values by name; `facts` are all facts including them.

    A builder appends to `problems`; `shared` holds values computed once for a dispatch, such as its body.
    """

    dataset: Dataset
    dispatch_id: str
    edition: str
    facts: Mapping[str, Any]
    values: Mapping[str, Any]
    problems: list[Problem]
    attachments: bool = True
    outlines: bool = False
    shared: dict[str, Any] = field(default_factory=dict)  # made once for a dispatch: its body
    loops: Mapping[str, str] = field(default_factory=dict)  # the list of each loop value
    made_of: str = ""  # id of the form, table or paper that the document's entry names
    paper: bool = False  # whether the text is that of a paper about what comes back, which is written for each record

    @property
    def dispatch(self) -> Dispatch:
        return self.dataset.dispatches[self.dispatch_id]

    @property
    def labels(self) -> Mapping[str, Label]:
        """Text of `{@name}` references by name: parts of the text, appendices, forms."""
        if "labels" not in self.shared:
            self.shared["labels"] = labels_of(self.dispatch)
        labels: Mapping[str, Label] = self.shared["labels"]
        return labels

    @property
    def empty_cells(self) -> EmptyCells:
        """What finds the empty cells that a text would print; made once for a dispatch."""
        if "empty cells" not in self.shared:
            self.shared["empty cells"] = EmptyCells(self.dataset.lists)
        found: EmptyCells = self.shared["empty cells"]
        return found

    @property
    def returned(self) -> ReturnFacts:
        """The returned-form facts of the dispatch; {} if there are none."""
        return self.dataset.returned.get(self.dispatch_id, {})

    @property
    def as_issued(self) -> bool:
        return self.edition == "as-issued"

    def switch(self, name: str) -> Erratum | None:
        """Return the layout switch of this name in the edition as issued, else None."""
        if not self.as_issued:
            return None
        return next((erratum for erratum in self.dispatch.errata if erratum.switch == name), None)

    def place(self, *path: str | int, offset: int | None = None) -> Place:
        """Return the place of a value of the dispatch in its file."""
        source = self.dataset.sources.get(f"{DISPATCHES}{self.dispatch_id}.yaml")
        if source is None or offset is None:
            return self.dataset.dispatch_place(self.dispatch_id, *path)
        return source.place_in(path, offset)

    def merge(self, text: str, *path: str | int, **more: Any) -> str:
        """Merge facts and references into a text of the dispatch; `path` is the key path of the text."""
        facts = {**self.facts, **more} if more else self.facts
        return merge_and_refer(text, facts, self.labels, self.problems, lambda at: self.place(*path, offset=at))
