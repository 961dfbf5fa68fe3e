"""A form of a dispatch: whom it asks, what it asks, who owes it and when it is due."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from congvan.core.text import slug
from congvan.model.field_types import Id, Positive, Text, model_error, optional
from congvan.model.forms.periods import DueSpec, PeriodSpec
from congvan.model.forms.scalars import ONE_OR_MORE, DimensionName, ExpressionText, ShortFact, as_items, as_list
from congvan.model.forms.sections import CheckSpec, Section, SectionKeys, words_or_true


class OwedSpec(ShortFact):
    """Who owes a form, and how many rows: an expression alone, or `{when, rows}`."""

    when: ExpressionText | None = optional("for whom it is owed; default: everybody")
    rows: ExpressionText | None = optional("rows owed at least: a number or an expression; default: one")

    @model_validator(mode="before")
    @classmethod
    def _when_alone(cls, value: Any) -> Any:
        return {"when": value} if isinstance(value, str) else value


class SignerLine(ShortFact):
    """Who signs a filled form: a title, and what is below it in brackets."""

    title: Text
    hint: Text | None = optional("(Ký, ghi rõ họ tên, đóng dấu)")

    @model_validator(mode="before")
    @classmethod
    def _title_alone(cls, value: Any) -> Any:
        return {"title": value} if isinstance(value, str) else value


class AttachmentSpec(ShortFact):
    """A file that comes with the answer, or one for each row of a section."""

    id: Id
    label: Text
    each: Id | None = optional("id of a section: a file for each of its rows")
    when: ExpressionText | None = optional("which rows: danh_hieu == 'Chiến sĩ thi đua'")

    @model_validator(mode="before")
    @classmethod
    def _label_alone(cls, value: Any) -> Any:
        return {"id": slug(value, 40), "label": value} if isinstance(value, str) else value


def _dimensions(value: Any) -> Any:
    """Return dimensions by name: `xa` and `[xa, don-vi]` name lists, each of which gives its own name."""
    named = as_items(value)
    if isinstance(named, list):
        repeated = next((each for n, each in enumerate(named) if each in named[:n]), None)
        if repeated is not None:
            raise model_error("dimension-twice", name=repeated)
    return (
        {each: each for each in named} if isinstance(named, list) and all(isinstance(n, str) for n in named) else value
    )


class Form(SectionKeys):
    """What is sent out to be filled, for each entry of its dimensions and each of its periods."""

    id: Id
    version: Positive = optional("counts up when the columns change, so that an older form is known as such", 1)
    name: Text = Field(description="kind of the form: Danh sách, Báo cáo tuần")
    subject: Text = Field(description="what it lists")
    head: Literal["appendix", "sender", "none"] = optional(
        "appendix: behind the dispatch; sender: the sender's own paper; none: neither", "appendix"
    )
    per: Annotated[dict[DimensionName, Text], BeforeValidator(_dimensions), ONE_OR_MORE] = Field(
        default_factory=dict, description="dimensions by name, each with the id of a list; none: one form for all"
    )
    sender: Text | None = optional("who sends it: xa, xa.ubnd, thon.xa.ubnd; default: the last of per")
    owed: OwedSpec = optional("default: by everybody, one row", OwedSpec())
    due: DueSpec | None = optional("a deadline's id; {date, time}; with a period {day, time, holiday}")
    period: PeriodSpec | None = optional("default: once")
    lines: Annotated[tuple[Text, ...], BeforeValidator(as_list), ONE_OR_MORE] = optional(
        "over the table: Xã, phường: {{ xa.heading }}", ()
    )
    note: Text | None = optional("a line under the table")
    signers: Annotated[tuple[SignerLine, ...], BeforeValidator(as_items), ONE_OR_MORE] = ()
    nil: Annotated[Text | None, BeforeValidator(words_or_true("Không phát sinh"))] = optional(
        "the words of a nil return: Trong tuần không phát sinh"
    )
    attachments: Annotated[tuple[AttachmentSpec, ...], BeforeValidator(as_items), ONE_OR_MORE] = ()
    sections: tuple[Section, ...] = optional("where there are several; else their keys stand here", ())

    @model_validator(mode="after")
    def _sections_or_columns(self) -> Form:
        own = self.model_fields_set & (set(SectionKeys.model_fields) - {"checks"})
        if self.sections and own:
            raise model_error("section-both", keys=", ".join(sorted(own)), at=min(own))
        if not self.sections and not self.columns:
            raise model_error("columns-missing", form=self.name)
        return self

    @property
    def all_sections(self) -> tuple[Section, ...]:
        """The sections; of a form that states its columns itself, the one made of its own keys."""
        if self.sections:
            return self.sections
        return (Section.model_construct(**{key: getattr(self, key) for key in SectionKeys.model_fields}),)

    @property
    def form_checks(self) -> tuple[CheckSpec, ...]:
        """The checks between sections; those of the only section belong to it."""
        return self.checks if self.sections else ()

    def section(self, identifier: str) -> Section | None:
        """Return a section by its id."""
        return next((each for each in self.all_sections if each.id == identifier), None)
