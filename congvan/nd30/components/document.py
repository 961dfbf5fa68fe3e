"""A document with its components found (boxes 1 to 14 of PL I/I/IV): what a rule is given."""

from __future__ import annotations

from dataclasses import dataclass, field

from congvan.nd30.model.kinds import heading_kind, symbol_kind
from congvan.nd30.model.view import Paragraph, View


@dataclass
class Item:
    """One entry of a list (Kính gửi, Nơi nhận): its words and the paragraphs that hold them."""

    text: str
    paragraphs: list[Paragraph]


@dataclass
class Appendix:
    """An appendix: its label line ("Phụ lục I"), title, accompanying line and the index of its first paragraph."""

    label: Paragraph | None = None
    title: list[Paragraph] = field(default_factory=list)
    accompany: list[Paragraph] = field(default_factory=list)
    start: int = 0
    body: list[Paragraph] = field(default_factory=list)


@dataclass
class Signer:
    """Who signs: authority and title, and the name under them."""

    authority: list[Paragraph]
    name: Paragraph | None = None


@dataclass
class Part:
    """One document of a file with its components; several stand in a file that holds attached documents."""

    view: View
    index: int = 0
    attached: bool = False
    outside: str = ""  # why the decree doesn't speak of this paper: no-document, private, normative, party
    kind: str = ""
    nation: Paragraph | None = None
    motto: Paragraph | None = None
    superior: list[Paragraph] = field(default_factory=list)
    issuer: list[Paragraph] = field(default_factory=list)
    upside_down: bool = False  # the superior's name stands under the issuing body's
    joint: bool = False  # two bodies, none over the other, issue it together
    number: Paragraph | None = None
    number_text: str = ""
    date: Paragraph | None = None
    date_text: str = ""
    about: list[Paragraph] = field(default_factory=list)
    heading: Paragraph | None = None
    title: list[Paragraph] = field(default_factory=list)
    adopter: list[Paragraph] = field(default_factory=list)
    command: Paragraph | None = None
    greeting: Paragraph | None = None
    before: list[Paragraph] = field(default_factory=list)  # text that stands over Kính gửi
    receivers: list[Item] = field(default_factory=list)
    bases: list[Paragraph] = field(default_factory=list)
    late: list[Paragraph] = field(default_factory=list)  # bases that stand under the command
    body: list[Paragraph] = field(default_factory=list)
    tables: list[Paragraph] = field(default_factory=list)
    authority: list[Paragraph] = field(default_factory=list)
    name: Paragraph | None = None
    pair: list[Signer] = field(default_factory=list)  # those who sign side by side, instead of the one of the foot
    copies_word: Paragraph | None = None
    copies: list[Item] = field(default_factory=list)
    marks: list[Paragraph] = field(default_factory=list)
    contact: list[Paragraph] = field(default_factory=list)
    appendices: list[Appendix] = field(default_factory=list)
    copy_words: Paragraph | None = None
    twice: list[Paragraph] = field(default_factory=list)  # lines that say a component once more
    memo: dict[str, list[Paragraph]] = field(default_factory=dict)  # lists that several rules ask for
    spelling: str = ""  # the words whose spelling is judged, of the same kind

    @property
    def signers(self) -> list[Signer]:
        """All who sign, with what was found of each."""
        return self.pair or ([Signer(self.authority, self.name)] if self.authority or self.name else [])

    @property
    def about_text(self) -> str:
        return " ".join(p.text for p in self.about)

    @property
    def title_text(self) -> str:
        return " ".join(p.text for p in self.title)


def bold_share(paragraph: Paragraph) -> float:
    """Share of the letters that are bold."""
    ink = paragraph.ink
    total = sum(len(r.text) for r in ink)
    return sum(len(r.text) for r in ink if r.bold) / total if total else 0.0


def kind_of(part: Part) -> str:
    """The document's kind by heading, symbol and V/v; "" when nothing tells."""
    by_symbol = symbol_kind(part.number_text.partition("/")[2]) if "/" in part.number_text else ""
    if part.heading is not None:
        return heading_kind(part.heading.text) or by_symbol
    if part.about:
        return "cong-van"
    return by_symbol or ("cong-van" if part.greeting is not None and part.number is not None else "")
