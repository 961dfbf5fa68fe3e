"""What the maker of a content is given: the facts, the record at hand, and where to put what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from congvan.documents.text.outline import Label
from congvan.documents.text.references import labels_of, merge_and_refer
from congvan.model.dataset import Dataset
from congvan.model.dispatch import Dispatch, Erratum
from congvan.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class ContentContext:
    """One record of one dispatch. `values` are the loop values by name; `facts` are all facts, with them."""

    dataset: Dataset
    dispatch_id: str
    edition: str
    facts: Mapping[str, Any]
    values: Mapping[str, Any]
    problems: list[Problem]
    attachments: bool = True
    outlines: bool = False
    shared: dict[str, Any] = field(default_factory=dict)  # made once for a dispatch: its body

    @property
    def dispatch(self) -> Dispatch:
        return self.dataset.dispatches[self.dispatch_id]

    @property
    def labels(self) -> Mapping[str, Label]:
        """What `{@name}` says, by name: parts of the text, appendices, forms."""
        if "labels" not in self.shared:
            self.shared["labels"] = labels_of(self.dispatch)
        labels: Mapping[str, Label] = self.shared["labels"]
        return labels

    @property
    def as_issued(self) -> bool:
        return self.edition == "as-issued"

    def switch(self, name: str) -> Erratum | None:
        """The layout switch of this name, in the edition as issued."""
        if not self.as_issued:
            return None
        return next((erratum for erratum in self.dispatch.errata if erratum.switch == name), None)

    def place(self, *path: str | int, offset: int | None = None) -> Place:
        """Where a value of the dispatch stands in its file."""
        file = f"data/dispatches/{self.dispatch_id}.yaml"
        source = self.dataset.sources.get(file)
        if source is None:
            return Place(file)
        return source.place(path) if offset is None else source.place_in(path, offset)

    def merge(self, text: str, *path: str | int, **more: Any) -> str:
        """A text of the dispatch with its facts and references; `path` is where it stands."""
        facts = {**self.facts, **more} if more else self.facts
        return merge_and_refer(text, facts, self.labels, self.problems, lambda at: self.place(*path, offset=at))
