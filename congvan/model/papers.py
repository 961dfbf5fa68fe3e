"""Letters about what comes back: data/papers/<id>.yaml, with the keys of a dispatch but number, date, forms, tables.

A paper belongs to whatever dispatch it is printed for: reminders, reports to the superior body. Number and date are for
the pen; what it does not say of itself (who signs, the drafting unit) is the dispatch's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from congvan.model.dispatch import Archive, Copy, Deadline, Dispatch, Receiver
from congvan.model.document_specs import Document
from congvan.model.field_types import BLANK, DateWithGaps, Fact, Id, Text, TextOrFact, optional
from congvan.model.kinds.blocks import known_kind

SENDERS = "senders"
"""Those who owe something, as what a document is made for each of."""


class PaperReceiver(TextOrFact):
    """One line of Kính gửi: a body by its id, or a text; both may name the record: {to: "{{ sender.id }}"}. Or a line
    for each who still owes something: {each: senders}.
    """

    to: Text | None = None
    each: Literal["senders"] | None = optional("senders: a line for each who still owes something")
    text: Text | None = None


class Paper(Fact):
    """A letter about what comes back."""

    kind: Annotated[str, AfterValidator(known_kind)] = "cong-van"
    subject: Text
    about: tuple[Id, ...] = optional("the forms whose answers it is about; default: all", ())
    unit: Text | None = optional("the drafting unit's abbreviation in the symbol; default: the dispatch's")
    signer: Id | None = optional("default: who signs the dispatch")
    signer_label: Text | None = None
    urgency: Text | None = None
    marking: Text | None = None
    receivers: tuple[PaperReceiver, ...] = ()
    can_cu: tuple[Text, ...] = ()
    authority: Text | None = None
    enacting: Text | None = None
    body: Text
    copies: tuple[Copy, ...] = ()
    deadlines: tuple[Deadline, ...] = optional("days of its own, beside those of the dispatch", ())
    archive: Archive | None = optional("default: the dispatch's")

    def as_dispatch(self, dispatch: Dispatch, receivers: tuple[Receiver, ...], year: str = "") -> Dispatch:
        """Return the paper as a dispatch without number and day; forms and tables are the dispatch's, and so is the
        year unless a later one is reported.
        """
        own: dict[str, Any] = {key: getattr(self, key) for key in _OWN}
        shared = {key: getattr(self, key) or getattr(dispatch, key) for key in ("signer", "unit", "archive")}
        none: dict[str, Any] = {"numbers": {}, "varies": (), "errata": ()}
        none |= dict.fromkeys(("attached", "co_signer", "caller", "invitation", "introduction", "leave", "meeting"))
        date = DateWithGaps(day=BLANK, month=BLANK, year=max(dispatch.date.year, year))
        return dispatch.model_copy(
            update={
                **none,
                **own,
                **shared,
                "receivers": receivers,
                "number": BLANK,
                "numbering": "single",
                "date": date,
                "cites": (),
                "certified_copies": (),
                "notes_to_signer": (),
            }
        )


def reminds(document: Document, papers: Mapping[str, Paper]) -> bool:
    """Whether a document is a letter, or letters, to those who still owe something."""
    paper = papers.get(document.paper or "")
    return SENDERS in (*document.for_each.values(), *(line.each for line in (paper.receivers if paper else ())))


def reminded(documents: Iterable[Document], papers: Mapping[str, Paper]) -> set[str]:
    """Return the dispatches that letters to those who owe something name."""
    return {name for each in documents if reminds(each, papers) for name in each.dispatches or ()}


_OWN = ("kind", "subject", "signer_label", "urgency", "marking", "can_cu", "authority", "enacting", "body", "copies")
