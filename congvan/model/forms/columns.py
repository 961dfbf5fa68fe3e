"""A column of a form: one question, its type, and what its answers must be; or a heading over further columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from congvan.model.field_types import (
    Fact,
    Id,
    Integer,
    Millimetres,
    Positive,
    Text,
    YesNo,
    choices_stated,
    model_error,
    optional,
)
from congvan.model.forms.scalars import ExpressionText, name_of
from congvan.values.columns.base import ColumnType
from congvan.values.columns.table import REFERENCE, TYPES


class FormColumn(Fact):
    """A column of a form, or a heading over `columns`."""

    id: Id | None = optional("id of the column; a heading over columns has none")
    label: Text = Field(description="what stands at its head")
    type: Text = optional(
        "a type of value, the id of a list, or of a section above this one (the row's number)", "text"
    )
    columns: tuple[FormColumn, ...] = optional("the columns under this heading", ())
    mm: Millimetres | None = optional("width in millimetres; default by type, the rest is shared")
    align: Literal["left", "center", "right"] | None = optional("default by type")
    unit: Text | None = optional("in italics under the label: chiếc, đồng")
    help: Text | None = optional("shown beside the cell of the XLSX when it is chosen")
    code: Text | None = optional("what stands in the row of codes; default: counted, “(3) = (1) + (2)”")
    choices: tuple[Text, ...] = optional("for the type choice", ())
    required: YesNo = optional("whether a row without it is asked about", False)
    min: Text | None = optional("the least value, of the type of the column")
    max: Text | None = optional("the greatest value, of the type of the column")
    value: ExpressionText | None = optional("what is printed, or computed, in its cells; default: asked")
    open: YesNo = optional("whether a printed value may be changed", False)
    round: Annotated[Integer, Field(ge=-9, le=9)] | None = optional(
        "decimal places of the value; negative: tens, hundreds"
    )
    sum: Literal["add", "last", "mean", "none", "value"] | None = optional("how it is summed; default by type")
    equals: ExpressionText | None = optional("an expression over other forms that the answer must equal")
    unique: Literal["form", "dispatch"] | None = optional("within what a value may stand once")
    personal: Literal["none", "basic", "sensitive"] | None = optional("default by type")
    since: Positive = optional("the version of the form from which on there is this column", 1)
    corrected_only: YesNo = optional("not in the edition as issued", False)

    @model_validator(mode="after")
    def _heading_or_question(self) -> FormColumn:
        if self.columns and self.model_fields_set - {"label", "columns", "id", "code"}:
            raise model_error("column-both", label=self.label)
        if not self.columns and self.id is None:
            raise model_error("column-id", label=self.label)
        return self

    @model_validator(mode="after")
    def _choices_stated(self) -> FormColumn:
        choices_stated(self.type, self.choices)
        return self

    @property
    def name(self) -> str:
        """The id as expressions write it; "" for a heading."""
        return name_of(self.id or "")

    @property
    def column_type(self) -> ColumnType:
        """The type that reads it; a reference where `type` names a list or a section."""
        return TYPES.get(self.type, REFERENCE)

    @property
    def refers_to(self) -> str:
        """The id of the list or section that it refers to; "" if it is no reference."""
        return "" if self.type in TYPES else self.type

    @property
    def leaves(self) -> Iterator[FormColumn]:
        """The columns under it that hold values; itself if it is no heading."""
        if not self.columns:
            yield self
        for column in self.columns:
            yield from column.leaves
