"""The agency, its drafting units and its signers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from congvan.model.field_types import (
    Abbreviation,
    Date,
    Email,
    Fact,
    Id,
    Phones,
    PlaceName,
    PlainText,
    Text,
    model_error,
    optional,
)

SigningForm = Literal["TM", "KT", "TL", "TUQ", "Q"]


class WithValidity(Fact):
    """Base of facts with a period of validity, both days included; unlimited if left out."""

    valid_from: Date | None = None
    valid_to: Date | None = optional("its last day")
    successor: Id | tuple[Id, ...] | None = optional("id of what came in its place")

    @model_validator(mode="after")
    def _in_order(self) -> WithValidity:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise model_error("validity-order")
        return self

    @property
    def successors(self) -> tuple[str, ...]:
        """The ids of its successors."""
        return (self.successor,) if isinstance(self.successor, str) else self.successor or ()


class SigningStep(Fact):
    """One prefix of a signer block: `KT. GIÁM ĐỐC` (Decree 30, Appendix I, II.7.b)."""

    form: SigningForm
    instead_of: Text = Field(description="whose right is exercised: Giám đốc, Ủy ban nhân dân")


class Signer(Fact):
    """A person who may sign: name, title, and on whose behalf."""

    id: Id
    name: PlainText
    title: PlainText | None = None
    signs: tuple[SigningStep, ...] = ()

    @model_validator(mode="after")
    def _some_line(self) -> Signer:
        if not self.title and not self.signs:
            raise model_error("signer-empty")
        return self

    @property
    def lines(self) -> list[str]:
        """The block above the name, in capitals: ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]."""
        blocks = [f"{step.form}. {step.instead_of.upper()}" for step in self.signs]
        steps = [line.strip() for block in blocks for line in block.strip().splitlines()]  # a typed break stays
        acting = bool(self.signs) and self.signs[-1].form == "Q"  # “Q.” precedes the head's title only
        return steps + ([self.title.upper()] if self.title and not acting else [])


class DraftingUnit(WithValidity):
    """A drafting unit; its abbreviation appears in the symbol of a công văn."""

    id: Id
    abbreviation: Abbreviation
    name: Text


class AgencyPeriod(Fact):
    """Changes to the agency from a day on; keys left out stay unchanged."""

    valid_from: Date
    name: Text | None = None
    parent: Text | None = None
    lines: tuple[Text, ...] | None = optional("the name in the head, line by line")
    short_name: Text | None = None
    abbreviation: Abbreviation | None = None
    place: PlaceName | None = None
    contact: Text | None = None
    address: Text | None = None


class Agency(Fact):
    """The issuing body: its official name, its superior, its symbol and its place (Appendix I, II.2 to II.4)."""

    name: Text
    parent: Text | None = optional("the direct superior body, as it stands over the name")
    lines: tuple[Text, ...] | None = optional("the name in the head, line by line")
    short_name: Text | None = None
    abbreviation: Abbreviation = Field(description="in the symbol of a dispatch: STTTT")
    place: PlaceName = Field(description="the place before the date: Lạng Sơn")
    contact: Text | None = optional("address, phone, e-mail at the foot of page 1, if wanted")
    address: Text | None = optional("on envelopes")
    phone: Phones | None = optional("on envelopes")
    fax: Phones | None = optional("on envelopes")
    email: Email | None = optional("on envelopes")
    website: Text | None = optional("on envelopes")
    language: Literal["vi", "en"] | None = optional("language in which the program speaks; default: the locale's")
    units: tuple[DraftingUnit, ...] = optional("where given, the unit of a dispatch is one of them", ())
    later: tuple[AgencyPeriod, ...] = optional("new names and symbols, each from a day on", ())
    signers: tuple[Signer, ...] = Field(min_length=1)


def fact_as_plain(fact: Fact) -> dict[str, Any]:
    """Return a fact as plain values; missing values become ""."""
    values = fact.model_dump(mode="json")
    return {key: "" if value is None else value for key, value in values.items()}
