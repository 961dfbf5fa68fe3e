"""A document with its located components (boxes 1 to 14 of PL I/I/IV): the input of a rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from congvan.nd30.model.kinds import heading_kind, symbol_kind
from congvan.nd30.model.view import Paragraph, View


@dataclass
class ListEntry:
    """One entry of the list of addressees (Kính gửi) or recipients (Nơi nhận), with its paragraphs."""

    text: str
    paragraphs: list[Paragraph]


@dataclass
class AppendixComponents:
    """An appendix: its label ("Phụ lục I"), title, accompanying line ("(Kèm theo …)") and body.

    `start`: the index of its first paragraph.
    """

    label: Paragraph | None = None
    title: list[Paragraph] = field(default_factory=list)
    accompany: list[Paragraph] = field(default_factory=list)
    start: int = 0
    body: list[Paragraph] = field(default_factory=list)


@dataclass
class LocatedSigner:
    """The block of one signer: the lines of authority and title, and the name below them."""

    authority: list[Paragraph]
    name: Paragraph | None = None


@dataclass
class DocumentComponents:
    """The located components of one document; a file with attached documents holds several.

    A component that was not found is None or empty.
    """

    view: View
    index: int = 0
    is_attached: bool = False
    out_of_scope: str = ""  # why the decree doesn't apply: no-document, private, normative, party
    kind: str = ""
    national_name: Paragraph | None = None
    motto: Paragraph | None = None
    superior: list[Paragraph] = field(default_factory=list)
    issuer: list[Paragraph] = field(default_factory=list)
    superior_below: bool = False  # the superior body's name is below the issuing body's
    jointly_issued: bool = False  # by two bodies, neither superior to the other
    number: Paragraph | None = None
    number_text: str = ""
    date: Paragraph | None = None
    date_text: str = ""
    subject_line: list[Paragraph] = field(default_factory=list)
    heading: Paragraph | None = None
    unlisted_heading: Paragraph | None = None  # instead of one that names a kind: PHIẾU TRÌNH
    title: list[Paragraph] = field(default_factory=list)
    adopter: list[Paragraph] = field(default_factory=list)
    command: Paragraph | None = None
    greeting: Paragraph | None = None
    text_before_greeting: list[Paragraph] = field(default_factory=list)  # body text found above Kính gửi
    addressees: list[ListEntry] = field(default_factory=list)
    bases: list[Paragraph] = field(default_factory=list)
    misplaced_bases: list[Paragraph] = field(default_factory=list)  # legal bases below the enacting word
    body: list[Paragraph] = field(default_factory=list)
    tables: list[Paragraph] = field(default_factory=list)
    authority: list[Paragraph] = field(default_factory=list)
    name: Paragraph | None = None
    co_signers: list[LocatedSigner] = field(
        default_factory=list
    )  # signers side by side, instead of the one of the foot
    recipients_label: Paragraph | None = None
    recipients: list[ListEntry] = field(default_factory=list)
    marks: list[Paragraph] = field(default_factory=list)
    contact: list[Paragraph] = field(default_factory=list)
    appendices: list[AppendixComponents] = field(default_factory=list)
    copy_form: Paragraph | None = None
    duplicates: list[Paragraph] = field(default_factory=list)  # lines that repeat a component
    cached: dict[str, list[Paragraph]] = field(default_factory=dict)  # lists computed once for several rules
    spelled: list[tuple[Paragraph, str]] | None = None  # the paragraphs whose spelling is checked, computed once too
    spelling: str = ""  # their text

    @property
    def signers(self) -> list[LocatedSigner]:
        """The blocks of all signers."""
        return self.co_signers or ([LocatedSigner(self.authority, self.name)] if self.authority or self.name else [])

    @property
    def subject_text(self) -> str:
        return " ".join(p.text for p in self.subject_line)

    @property
    def title_text(self) -> str:
        return " ".join(p.text for p in self.title)


def document_kind(document: DocumentComponents) -> str:
    """Return the kind of a document by its heading, symbol and V/v line; "" if none shows it."""
    by_symbol = symbol_kind(document.number_text.partition("/")[2]) if "/" in document.number_text else ""
    if document.heading is not None:
        return heading_kind(document.heading.text) or by_symbol
    if document.subject_line:
        return "cong-van"
    addressed = document.greeting is not None and document.number is not None and document.unlisted_heading is None
    return by_symbol or ("cong-van" if addressed else "")
