"""Who there is: the agency and its signers, districts, enterprises, contacts and other bodies."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from congvan.model.base import Count, Fact, Id, Phone, Text, YesNo, wrong

SigningForm = Literal["TM", "KT", "TL", "TUQ", "Q"]


class SigningStep(Fact):
    """One prefix of a signer block: `KT. GIÁM ĐỐC` (Decree 30, Appendix I, II.7.b)."""

    form: SigningForm
    instead_of: Text = Field(description="whose right is exercised: Giám đốc, Ủy ban nhân dân")


class Signer(Fact):
    """Who may sign: name, own title, and on whose behalf."""

    id: Id
    name: Text
    title: Text | None = None
    signs: tuple[SigningStep, ...] = ()

    @model_validator(mode="after")
    def _some_line(self) -> Signer:
        if not self.title and not self.signs:
            raise wrong("signer-empty", "a signer needs a title or a signing form")
        return self

    @property
    def lines(self) -> list[str]:
        """The block above the name, in capitals: ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]."""
        steps = [f"{step.form}. {step.instead_of.upper()}" for step in self.signs]
        return steps + ([self.title.upper()] if self.title else [])


class Agency(Fact):
    """The body that issues: its official name, its superior, its symbol and its place (Appendix I, II.2 to II.4)."""

    name: Text
    parent: Text | None = Field(default=None, description="the direct superior body, as it stands over the name")
    short_name: Text | None = None
    abbreviation: Text = Field(description="in the symbol of a dispatch: STTTT")
    place: Text = Field(description="the place before the date: Lạng Sơn")
    contact: Text | None = Field(default=None, description="address, phone, e-mail at the foot of page 1, if wanted")
    signers: tuple[Signer, ...] = Field(min_length=1)


class CultureOffice(Fact):
    """The culture and information office of a district, which a dispatch can be addressed to."""

    id: Id
    name: Text


class District(Fact):
    """A district unit: kind (huyện, thành phố), own name and its culture office."""

    id: Id
    kind: Text
    name: Text
    culture_office: CultureOffice | None = None

    @property
    def full_name(self) -> str:
        """`huyện Cao Lộc`: the common noun small, inside a sentence (Appendix II, III.1.a)."""
        return f"{self.kind} {self.name}"

    @property
    def heading_name(self) -> str:
        """`Huyện Cao Lộc`: at the start of a line."""
        full = self.full_name
        return full[:1].upper() + full[1:]


class Owes(Fact):
    """What an enterprise owes under the dispatch; a key that is left out is not owed."""

    roster: Count | None = Field(default=None, description="people to name for each district, at least")
    report: YesNo = Field(default=False, description="a report every day")
    team_members: Count | None = Field(default=None, description="people to send to each team, at least")


class Enterprise(Fact):
    """A telecom or postal enterprise."""

    id: Id
    kind: Literal["vien-thong", "buu-chinh"]
    name: Text
    owes: Owes = Owes()


class Contact(Fact):
    """Someone to call: a person, a unit, or both."""

    id: Id
    name: Text
    unit: Text | None = None
    phone: Phone
    role: Text | None = None


class Body(Fact):
    """Any other body that receives, or is named as a group (`UBND các huyện, thành phố`)."""

    id: Id
    name: Text
    copies: Count | None = Field(default=None, description="how many bodies the name stands for; default 1")


def plain(fact: Fact) -> dict[str, Any]:
    """A fact as plain values; what was left out is an empty text."""
    found = fact.model_dump(mode="json")
    return {key: "" if value is None else value for key, value in found.items()}
