"""The model of a dispatch: number, date, receivers, body, copies, attached forms, and its edition as issued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from congvan.core.decree.kinds import KINDS
from congvan.model.field_types import (
    BLANK,
    Abbreviation,
    Count,
    Date,
    Fact,
    Id,
    Integer,
    IssueDate,
    Name,
    Number,
    Text,
    TextOrFact,
    YesNo,
    model_error,
    optional,
)
from congvan.model.forms.assignments import Assignment
from congvan.model.forms.form import Form
from congvan.model.forms.scalars import TimeText
from congvan.model.forms.tables import TableSpec
from congvan.model.kinds.blocks import (
    Appendix,
    AttachedDocument,
    CertifiedCopy,
    CoSigner,
    Introduction,
    Invitation,
    Leave,
    Meeting,
    known_kind,
)
from congvan.model.kinds.options import OPTIONS
from congvan.values.columns.channels import Channels


class Receiver(TextOrFact):
    """One line of Kính gửi: a body by its id, those of a list or several with their wording, or text alone."""

    to: Id | None = optional("id of one body: of any list, as its head says who receives")
    each: Id | None = optional("id of a list: a body for each of its entries that exists on the day")
    prefix: Id | None = Field(default=None, alias="as", description="which body of an entry, where it has several")
    members: tuple[Id, ...] | None = optional("ids of several bodies")
    where: Text | None = optional("with each: which entries: khach_moi.phong, xa.kind == 'phường'")
    via: Channels | None = optional("how its copies go: trục, giấy, giấy+trục, e-mail, bưu điện; default: the list's")
    text: Text | None = optional("the words of the line, where they differ from the body's name; or alone")
    others: Text | None = optional("the words for the rest of a group, on a copy to one of its members")

    @property
    def named_by(self) -> str:
        """The key that says which bodies the line names: to, each or members; "" for text alone."""
        return next((name for name in ("to", "each", "members") if getattr(self, name)), "")

    @model_validator(mode="after")
    def _one_of_three(self) -> Receiver:
        given = [name for name in ("to", "each", "members") if getattr(self, name)]
        if len(given) != 1 and (given or self.text is None):
            raise model_error("receiver-form")
        if self.prefix and not self.each:
            raise model_error("receiver-as")
        if self.where and not self.each:
            raise model_error("receiver-where", at="where")
        return self


class Copy(Receiver):
    """One line of Nơi nhận, named as in Kính gửi, with the purpose in brackets (b/c, p/h).

    Several bodies without the words for all of them are on lines of their own.
    """

    purpose: Text | None = optional("in brackets behind the words: b/c, p/h, để t/h")
    copies: Count | None = optional("how many copies each body of the line gets, for the send list; default 1")


class Archive(Fact):
    """The last line of Nơi nhận: `Lưu: VT, BCVT.`"""

    unit: Text | None = optional("the drafting unit's abbreviation, where it keeps a copy")
    copies: Count | None = optional("copies kept in all; default 1, with a unit 2")
    drafter: Text | None = optional("the drafter's mark and number of copies: PL.(300)")


class Erratum(Fact):
    """One departure of the edition as issued from the corrected text: a pair of texts, or a layout switch."""

    corrected: Text | None = None
    issued: Text | None = None
    switch: (
        Literal[
            "receivers-inline", "attachment-unlabelled", "attachment-title-split", "attachment-page", "form-as-issued"
        ]
        | None
    ) = None
    value: Integer | None = None
    reason: Text
    explains: tuple[Text, ...] = optional("ids of rules of the decree that the text as issued breaks here", ())

    @model_validator(mode="after")
    def _pair_or_switch(self) -> Erratum:
        pair = self.corrected is not None and self.issued is not None
        if pair == (self.switch is not None):
            raise model_error("erratum-form")
        return self


class Deadline(Fact):
    """A day by which something is due."""

    id: Id
    what: Text
    date: Date | None = None
    time: TimeText | None = None


def _subject(value: str) -> str:
    if re.match(r"v/v\b", value, re.IGNORECASE):
        raise model_error("subject-vv")
    return value


class Dispatch(Fact):
    """One dispatch; a file of data/dispatches/, whose name is its id."""

    kind: Annotated[str, AfterValidator(known_kind)] = "cong-van"
    number: Number
    numbering: Literal["single", "shared", "per-copy"] = optional(
        "single: one text with one number for all; shared: one number on addressed copies; per-copy: a number for each",
        "single",
    )
    varies: tuple[Text, ...] = optional("with shared: where the copies differ: [receiver.name, receiver.phong]", ())
    numbers: dict[Id, Number] = Field(
        default_factory=dict, description="with per-copy: the number of each receiver's letter"
    )
    date: IssueDate
    unit: Abbreviation | None = optional("the drafting unit's abbreviation in the symbol: BCVT")
    subject: Annotated[Text, AfterValidator(_subject)]
    medium: Literal["paper", "electronic"] = "paper"
    signage: Id | None = optional("signs that belong to it: a file of data/signage/")
    urgency: Literal["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"] | None = None
    marking: Text | None = optional("in the top margin: XEM XONG TRẢ LẠI, LƯU HÀNH NỘI BỘ")
    signer: Id
    signer_label: Text | None = optional("over the signer's title: Đại diện bên B")
    co_signer: CoSigner | None = None
    receivers: tuple[Receiver, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    facts: dict[Name, Text] = Field(default_factory=dict, description="further facts that the body merges")
    cites: tuple[Cited, ...] = optional("documents that the body cites, for the check of dates", ())
    can_cu: tuple[Text, ...] = optional("legal bases; “;” and “.” are put at their ends", ())
    authority: Text | None = optional("who adopts or decides; default from agency and signer")
    enacting: Text | None = optional("default by kind: QUYẾT ĐỊNH:")
    caller: Text | None = optional("before “điện:” and “trân trọng …”; default: the agency")
    invitation: Invitation | None = None
    introduction: Introduction | None = None
    leave: Leave | None = None
    meeting: Meeting | None = None
    body: Text = optional("the text; may be left out where the kind's own block says it all", "")
    copies: tuple[Copy, ...] = ()
    archive: Archive = Archive()
    attached: AttachedDocument | None = optional("what a quyết định issues or approves")
    appendices: tuple[Appendix, ...] = ()
    forms: tuple[Form, ...] = ()
    tables: tuple[TableSpec, ...] = optional("views on lists and on what comes back, for papers", ())
    assignments: tuple[Assignment, ...] = optional("people named on forms put on the posts of a list", ())
    certified_copies: tuple[CertifiedCopy, ...] = ()
    envelopes: YesNo = optional("an envelope for every receiver", False)
    errata: tuple[Erratum, ...] = ()
    notes_to_signer: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _per_copy(self) -> Dispatch:
        if self.numbers and self.numbering != "per-copy":
            raise model_error("numbers-single")
        return self

    @model_validator(mode="after")
    def _one_number_on_copies(self) -> Dispatch:
        if self.numbering == "shared" and self.medium == "electronic":
            raise model_error("shared-electronic", at="numbering")
        if self.varies and self.numbering != "shared":
            raise model_error("varies-single", at="varies")
        called = OPTIONS[self.kind].addressed == "invited" or self.numbering == "shared"
        for index, line in enumerate(self.receivers if not called else ()):
            if line.text is None and line.to is None:
                raise model_error("receiver-text", at=("receivers", index))
        return self

    @model_validator(mode="after")
    def _as_the_kind_asks(self) -> Dispatch:
        name, options = KINDS[self.kind].name, OPTIONS[self.kind]
        for block in ("invitation", "introduction", "leave", "meeting"):
            given = getattr(self, block) is not None
            if given and options.block != block:
                raise model_error("block-kind", key=block, kind=name, at=block)
            if options.block == block and not given:
                raise model_error("block-missing", key=block, kind=name, at="kind")
        if not self.body and options.block in ("", "meeting"):
            raise model_error("body-missing")
        _addressed(self)
        if self.co_signer and not options.co_signer:
            raise model_error("co-signer-kind", kind=name, at="co_signer")
        if options.co_signer == "required" and not self.co_signer:
            raise model_error("co-signer-missing", kind=name, at="kind")
        if self.attached and self.kind not in ("quyet-dinh", "nghi-quyet"):
            raise model_error("attached-kind", at="attached")
        return self

    def lines(self) -> Iterator[tuple[str, int, Receiver]]:
        """Yield every line of Kính gửi and Nơi nhận, with its key and place in it."""
        yield from (("receivers", index, line) for index, line in enumerate(self.receivers))
        yield from (("copies", index, line) for index, line in enumerate(self.copies))

    @property
    def has_number(self) -> bool:
        return self.number != BLANK

    def symbol(self, agency: str) -> str:
        """Return the symbol behind the number: `STTTT-BCVT` of a công văn, `QĐ-STTTT` of a named kind (II.3.b).

        `agency`: the abbreviation of who issues it.
        """
        kind = KINDS[self.kind]
        if kind.abbreviation:
            return f"{kind.abbreviation}-{agency}"
        return f"{agency}-{self.unit}" if self.unit else agency


def _addressed(dispatch: Dispatch) -> None:
    """Check Kính gửi against the kind (Appendix I, II.9.a; sheets 1.4 to 1.7). Raises a model error."""
    name, addressed = KINDS[dispatch.kind].name, OPTIONS[dispatch.kind].addressed
    if addressed in ("always", "called") and not dispatch.receivers:
        raise model_error("receivers-missing", kind=name, at="kind")
    if addressed == "no" and dispatch.receivers:
        raise model_error("receivers-kind", kind=name, at="receivers")
    invited = dispatch.invitation is None or dispatch.invitation.invited
    if addressed == "invited" and not (dispatch.receivers or invited):
        raise model_error("receivers-missing", kind=name, at="kind")


class Cited(Fact):
    """A document cited in the body; it cannot be dated after the dispatch."""

    what: Text
    date: Date
