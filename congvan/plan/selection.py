"""The selection of a run, and its validation against the dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from congvan.documents.base.context import ContentContext
from congvan.documents.base.returned_facts import RETURNED, returned_lists
from congvan.documents.letter.recipients import addressed_bodies, recipients
from congvan.messages import Message, verbatim
from congvan.model.dataset import Dataset
from congvan.model.document_specs import Document
from congvan.problems import Problem
from congvan.text import did_you_mean


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents, records, formats and dispatches selected for a run; empty means all.

    documents  ids of documents, or first folders of their paths ("rosters")
    where      loop values by name: {"district": ["cao-loc"]}
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
            yield unknown(Message("thing.document"), name, selectable)
    for name in selection.dispatches:
        if name not in dataset.dispatches:
            yield unknown(Message("thing.dispatch"), name, dataset.known)
    loops: dict[str, set[str]] = {}
    for document in dataset.documents:
        for name, listed in document.for_each.items():
            loops.setdefault(name, set()).add(listed)
    for name, values in selection.where.items():
        if name not in loops:
            yield unknown(Message("thing.loop-value"), name, sorted(loops))
            continue
        ids = {identifier for listed in loops[name] for identifier in _ids(dataset, listed)}
        yield from (unknown(verbatim(name), value, sorted(ids)) for value in values if value not in ids)


def _ids(dataset: Dataset, listed: str) -> list[str]:
    if listed in ("receivers", "recipients"):
        walk = addressed_bodies if listed == "receivers" else recipients
        return [r["id"] for d in dataset.dispatches for r in walk(ContentContext(dataset, d, "corrected", {}, {}, []))]
    if listed in ("certified-copies", "appendices"):
        return [fact.id for d in dataset.dispatches.values() for fact in getattr(d, listed.replace("-", "_"))]
    if listed in RETURNED:
        return [fact["id"] for name in dataset.dispatches for fact in returned_lists(dataset, name)[listed]]
    if listed in dataset.lists:
        return list(dataset.lists[listed].ids)
    return []


def _selectable_names(document: Document) -> set[str]:
    """Return the names by which a document can be selected."""
    return {document.id, document.path.partition("/")[0]}
