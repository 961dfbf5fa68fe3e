"""Extra blocks of some kinds of documents, by their sample sheets; appendices, attached documents, certified copies.

Source: Decree 30/2020/NĐ-CP, Appendix III, sheets 1.3, 1.7 to 1.10, 2.1, 2.2 and 3.1.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from congvan.core.decree.kinds import COPIES, KINDS
from congvan.model.field_types import Date, Fact, Id, IssueDate, Number, Text, YesNo, model_error, optional


def known_kind(value: str) -> str:
    """Validate the id of one of the 29 kinds."""
    if value not in KINDS:
        raise model_error("kind-unknown", value=value, known=list(KINDS))
    return value


def _copy_form(value: str) -> str:
    if value not in COPIES:
        raise model_error("copy-form-unknown", value=value, known=list(COPIES))
    return value


class Invitation(Fact):
    """Fields of a giấy mời (sheet 1.7); the guests are in `receivers`, or here as text."""

    invited: Text | None = optional("who is invited, where receivers do not say it")
    to: Text = Field(description="after “Tới dự”: the meeting")
    chair: Text
    time: Text
    place: Text


class Introduction(Fact):
    """Fields of a giấy giới thiệu (sheet 1.8)."""

    person: Text
    title: Text
    sent_to: Text = Field(description="after “Được cử đến”")
    about: Text = Field(description="after “Về việc”")
    valid_until: Date


class Leave(Fact):
    """Fields of a giấy nghỉ phép (sheet 1.10)."""

    requested: Date
    person: Text
    title: Text
    days: Text = Field(description="how long: 05 ngày")
    first_day: Date
    last_day: Date
    place: Text
    counted_as: Text = Field(description="after “được tính vào thời gian”: nghỉ hằng năm năm 2026")
    confirmation: YesNo = optional("the block for whoever confirms the leave at its place", True)


class Meeting(Fact):
    """Fields of a biên bản around its text (sheet 1.9); the signer chairs, the co-signer keeps the minutes."""

    name: Text = optional("what ended: Cuộc họp, Hội nghị, Hội thảo", "Cuộc họp")
    began: Text = Field(description="14 giờ 00 phút, ngày 05 tháng 3 năm 2026")
    ended: Text = Field(description="16 giờ 30 phút, ngày 05 tháng 3 năm 2026")
    place: Text
    present: Text
    chair: Text
    secretary: Text


class CoSigner(Fact):
    """The signer on the left: the secretary of a biên bản, the other party of an agreement."""

    name: Text
    title: Text | None = None
    label: Text | None = optional("over the signature; default by kind: Thư ký")


class Appendix(Fact):
    """An appendix of text and tables (sheets 2.1 and 2.2)."""

    id: Id
    title: Text
    body: Text
    landscape: YesNo | None = optional("default: where a table is too wide for an upright page")
    signed_at: Text | None = optional("time of the digital signature, for an appendix in a file of its own")


class AttachedDocument(Fact):
    """The document that a quyết định issues or approves (sheet 1.3)."""

    kind: Annotated[str, AfterValidator(known_kind)]
    subject: Text
    body: Text


class CertifiedCopy(Fact):
    """A copy on paper: SAO Y, SAO LỤC of the whole dispatch, TRÍCH SAO of parts (sheet 3.1); electronic: sheet 3.2."""

    id: Id
    form: Annotated[str, AfterValidator(_copy_form)]
    number: Number
    date: IssueDate
    signer: Id
    extract: tuple[Text, ...] = optional("trich-sao: the parts copied: Điều 2, Phụ lục I, a name", ())
    copies: tuple[Text, ...] = ()
    medium: Literal["paper", "electronic"] = "paper"
    signed_at: Text | None = optional("time of the digital signature on an electronic copy")

    @model_validator(mode="after")
    def _parts_of_an_extract(self) -> CertifiedCopy:
        if self.form == "trich-sao" and not self.extract:
            raise model_error("extract-missing")
        if self.form != "trich-sao" and self.extract:
            raise model_error("extract-form")
        return self
