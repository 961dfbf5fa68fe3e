"""A document with its components found (boxes 1 to 14 of PL I/I/IV): what a rule is given."""

from __future__ import annotations

from dataclasses import dataclass, field

from congvan.nd30.model.kinds import heading_kind, symbol_kind
from congvan.nd30.model.view import Paragraph, View


@dataclass
class ListEntry:
    """One entry of a list (Kính gửi, Nơi nhận): its words and the paragraphs that hold them."""

    text: str
    paragraphs: list[Paragraph]


@dataclass
class AppendixComponents:
    """An appendix: its label line ("Phụ lục I"), title, accompanying line and the index of its first paragraph."""

    label: Paragraph | None = None
    title: list[Paragraph] = field(default_factory=list)
    accompany: list[Paragraph] = field(default_factory=list)
    start: int = 0
    body: list[Paragraph] = field(default_factory=list)


@dataclass
class SignatureBlock:
    """Who signs: authority and title, and the name under them."""

    authority: list[Paragraph]
    name: Paragraph | None = None


@dataclass
class DocumentComponents:
    """One document of a file with its components; several stand in a file that holds attached documents."""

    view: View
    index: int = 0
    is_attached: bool = False
    out_of_scope: str = ""  # why the decree doesn't speak of this paper: no-document, private, normative, party
    kind: str = ""
    national_name: Paragraph | None = None
    motto: Paragraph | None = None
    superior: list[Paragraph] = field(default_factory=list)
    issuer: list[Paragraph] = field(default_factory=list)
    superior_below: bool = False  # the superior's name stands under the issuing body's
    jointly_issued: bool = False  # two bodies, none over the other, issue it together
    number: Paragraph | None = None
    number_text: str = ""
    date: Paragraph | None = None
    date_text: str = ""
    subject_line: list[Paragraph] = field(default_factory=list)
    heading: Paragraph | None = None
    title: list[Paragraph] = field(default_factory=list)
    adopter: list[Paragraph] = field(default_factory=list)
    command: Paragraph | None = None
    greeting: Paragraph | None = None
    text_before_greeting: list[Paragraph] = field(default_factory=list)  # text that stands over Kính gửi
    addressees: list[ListEntry] = field(default_factory=list)
    bases: list[Paragraph] = field(default_factory=list)
    misplaced_bases: list[Paragraph] = field(default_factory=list)  # bases that stand under the command
    body: list[Paragraph] = field(default_factory=list)
    tables: list[Paragraph] = field(default_factory=list)
    authority: list[Paragraph] = field(default_factory=list)
    name: Paragraph | None = None
    co_signers: list[SignatureBlock] = field(
        default_factory=list
    )  # those who sign side by side, instead of the one of the foot
    recipients_label: Paragraph | None = None
    recipients: list[ListEntry] = field(default_factory=list)
    marks: list[Paragraph] = field(default_factory=list)
    contact: list[Paragraph] = field(default_factory=list)
    appendices: list[AppendixComponents] = field(default_factory=list)
    copy_form: Paragraph | None = None
    duplicates: list[Paragraph] = field(default_factory=list)  # lines that say a component once more
    cached: dict[str, list[Paragraph]] = field(default_factory=dict)  # lists that several rules ask for
    spelling: str = ""  # the words whose spelling is judged, of the same kind

    @property
    def signers(self) -> list[SignatureBlock]:
        """All who sign, with what was found of each."""
        return self.co_signers or ([SignatureBlock(self.authority, self.name)] if self.authority or self.name else [])

    @property
    def subject_text(self) -> str:
        return " ".join(p.text for p in self.subject_line)

    @property
    def title_text(self) -> str:
        return " ".join(p.text for p in self.title)


def document_kind(document: DocumentComponents) -> str:
    """The document's kind by heading, symbol and V/v; "" when nothing tells."""
    by_symbol = symbol_kind(document.number_text.partition("/")[2]) if "/" in document.number_text else ""
    if document.heading is not None:
        return heading_kind(document.heading.text) or by_symbol
    if document.subject_line:
        return "cong-van"
    return by_symbol or ("cong-van" if document.greeting is not None and document.number is not None else "")
