"""The directory: the agency and its signers, districts, enterprises, contacts and other bodies."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from congvan.model.field_types import Count, Date, Fact, Id, Phone, Text, YesNo, model_error, optional

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
    name: Text
    title: Text | None = None
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
    abbreviation: Text
    name: Text


class AgencyPeriod(Fact):
    """Changes to the agency from a day on; keys left out stay unchanged."""

    valid_from: Date
    name: Text | None = None
    parent: Text | None = None
    lines: tuple[Text, ...] | None = optional("the name in the head, line by line")
    short_name: Text | None = None
    abbreviation: Text | None = None
    place: Text | None = None
    contact: Text | None = None
    address: Text | None = None


class Agency(Fact):
    """The issuing body: its official name, its superior, its symbol and its place (Appendix I, II.2 to II.4)."""

    name: Text
    parent: Text | None = optional("the direct superior body, as it stands over the name")
    lines: tuple[Text, ...] | None = optional("the name in the head, line by line")
    short_name: Text | None = None
    abbreviation: Text = Field(description="in the symbol of a dispatch: STTTT")
    place: Text = Field(description="the place before the date: Lạng Sơn")
    contact: Text | None = optional("address, phone, e-mail at the foot of page 1, if wanted")
    address: Text | None = optional("on envelopes")
    phone: Text | None = optional("on envelopes")
    fax: Text | None = optional("on envelopes")
    email: Text | None = optional("on envelopes")
    website: Text | None = optional("on envelopes")
    language: Literal["vi", "en"] | None = optional("language in which the program speaks; default: the locale's")
    units: tuple[DraftingUnit, ...] = optional("where given, the unit of a dispatch is one of them", ())
    later: tuple[AgencyPeriod, ...] = optional("new names and symbols, each from a day on", ())
    signers: tuple[Signer, ...] = Field(min_length=1)


class CultureOffice(Fact):
    """The culture and information office of a district, which a dispatch can be addressed to."""

    id: Id
    name: Text
    address: Text | None = None


class Area(WithValidity):
    """A unit of the administrative map: kind (huyện, xã) and own name.

    A kind is typed with a capital where the name is a person, a number or an event: `Phường` of Lương Văn Tri
    (Appendix II, III.1.b).
    """

    id: Id
    kind: Text
    name: Text

    @property
    def full_name(self) -> str:
        """`huyện Cao Lộc`: the common noun small, inside a sentence (Appendix II, III.1.a)."""
        return f"{self.kind} {self.name}"

    @property
    def heading_name(self) -> str:
        """`Huyện Cao Lộc`: at the start of a line."""
        full = self.full_name
        return full[:1].upper() + full[1:]


class District(Area):
    """A district unit and its culture office."""

    culture_office: CultureOffice | None = None


class Commune(Area):
    """A commune, ward or town; its district until July 2025, when there were districts."""

    district: Id | None = None


class Owes(Fact):
    """What an enterprise owes under the dispatch; a key that is left out is not owed."""

    roster: Count | None = optional("people to name for each district, at least")
    report: YesNo = optional("a report every day", False)
    team_members: Count | None = optional("people to send to each team, at least")


class Enterprise(WithValidity):
    """A telecom or postal enterprise."""

    id: Id
    kind: Literal["vien-thong", "buu-chinh"]
    name: Text
    address: Text | None = None
    owes: Owes = Owes()


class Contact(Fact):
    """A contact to call: a person, a unit, or both."""

    id: Id
    name: Text
    unit: Text | None = None
    phone: Phone
    role: Text | None = None


class Body(WithValidity):
    """Any other body that receives, or is named as a group (`UBND các huyện, thành phố`)."""

    id: Id
    name: Text
    address: Text | None = None
    copies: Count | None = optional("how many bodies the name stands for; default 1")


def fact_as_plain(fact: Fact) -> dict[str, Any]:
    """Return a fact as plain values; missing values become ""."""
    values = fact.model_dump(mode="json")
    return {key: "" if value is None else value for key, value in values.items()}


def plain_values(fact: Fact) -> dict[str, Any]:
    """Return a fact of the directory as templates see it: an area with its names too."""
    values = fact_as_plain(fact)
    if isinstance(fact, Area):
        values |= {"full_name": fact.full_name, "heading_name": fact.heading_name}
    if isinstance(fact, District):
        values["culture_office"] = fact_as_plain(fact.culture_office) if fact.culture_office else {"id": "", "name": ""}
    return values
