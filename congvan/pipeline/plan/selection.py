"""The selection of a run, and its validation against the dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.core.text import did_you_mean, fold
from congvan.model.dataset import Dataset
from congvan.model.document_specs import Document
from congvan.pipeline.plan.where import where_of


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents, records, formats and dispatches selected for a run; empty means all.

    documents  ids of documents, or first folders of their paths ("bieu")
    where      entries by loop value: {"xa": ["cao-loc"]}; under "" those of which only the name was given
    formats    "docx", "pdf", "xlsx"
    dispatches ids
    """

    documents: Sequence[str] = ()
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    formats: Sequence[str] = ()
    dispatches: Sequence[str] = ()
    edition: str = "corrected"
    outlines: bool = False

    @property
    def everything(self) -> bool:
        """Whether the complete output of each selected dispatch is built."""
        return not (self.documents or self.where or self.formats)

    def asks_for(self, document: Document) -> bool:
        """Whether a document is selected."""
        return not self.documents or not _selectable_names(document).isdisjoint(self.documents)


def check_selection(dataset: Dataset, selection: Selection) -> Iterator[Problem]:
    """Yield a problem for every name in the selection that does not exist, with the nearest known name."""

    def unknown(kind: Message, value: str, known: Sequence[str]) -> Problem:
        hint = did_you_mean(value, known) or Message("known-names", known=", ".join(known))
        return Problem(Message("want-unknown.value", kind=kind, value=value), remedy=hint)

    selectable = sorted(set().union(*(_selectable_names(document) for document in dataset.documents)))
    for name in selection.documents:
        if name not in selectable:
            named = next((each.id for each in dataset.documents if fold(each.name) == fold(name)), "")
            wrong = unknown(Message("thing.document"), name, selectable)
            yield wrong._replace(remedy=Message("did-you-mean", found=named)) if named else wrong
    for name in selection.dispatches:
        if refusal := dataset.refusal(name):
            yield from refusal
        elif name not in dataset.dispatches:
            yield unknown(Message("thing.dispatch"), name, dataset.known)
    yield from where_of(dataset, selection.where, _asked_for(dataset, selection))[1]


def _asked_for(dataset: Dataset, selection: Selection) -> list[Document]:
    """Return the documents that are selected; all where a name is wrong, which is reported."""
    return [each for each in dataset.documents if selection.asks_for(each)] or list(dataset.documents)


def _selectable_names(document: Document) -> set[str]:
    """Return the names by which a document can be selected."""
    return {document.id, document.path.partition("/")[0]}


def resolved(dataset: Dataset, selection: Selection) -> Selection:
    """Return a selection that was checked with its entries by ids, whatever they were called."""
    if not selection.where:
        return selection
    return replace(selection, where=where_of(dataset, selection.where, _asked_for(dataset, selection))[0])
