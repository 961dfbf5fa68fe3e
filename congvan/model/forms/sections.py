"""A section of a form: one table, or a block of lines, with its rows, totals and checks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from congvan.model.field_types import Fact, Id, Integer, Millimetres, Positive, Text, YesNo, model_error, optional
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.scalars import ExpressionText, ShortFact

ONLY = "bang"
"""The id of the only section of a form that states its columns itself."""


def words_or_true(words: str) -> Callable[[Any], Any]:
    """Return a validator that gives usual words for `true`, nothing for `false`."""
    return lambda value: {"true": words, "false": None}.get(value, value) if isinstance(value, str) else value


class CheckSpec(Fact):
    """What must hold between the values of a row, of a section or of a form, and what is said where it does not."""

    check: ExpressionText = Field(description="ho_dung <= so_ho; count(to_truong) == 1")
    say: Text = Field(description="what the sender is asked: số hộ dùng lớn hơn số hộ của thôn")


class RowsSpec(ShortFact):
    """The rows of a blank section: a number of empty ones, one for each entry of a list, or rows that are typed."""

    lists: ClassVar[bool] = True
    each: Text | None = optional("id of a list: a row for each of its entries")
    where: ExpressionText | None = optional("which entries: thon.xa == xa")
    spare: Annotated[Integer, Field(ge=0, le=1000)] = optional("empty rows below them", 0)
    count: Integer | None = Field(default=None, exclude=True, description="a number of empty rows")
    typed: tuple[dict[str, str] | tuple[str, ...], ...] = Field(default=(), exclude=True, description="rows as typed")

    @model_validator(mode="before")
    @classmethod
    def _one_of_three(cls, value: Any) -> Any:
        if isinstance(value, list) and value and all(isinstance(each, list | dict) for each in value):
            return {"typed": value}
        if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"[0-9]{1,4}", value)):
            if int(value) == 0:
                raise model_error("rows-none")
            return {"count": int(value)}
        if isinstance(value, RowsSpec) or (isinstance(value, dict) and {"each", "count", "typed"} & set(value)):
            return value
        raise model_error("rows-form")


class SectionKeys(Fact):
    """The keys of a section; a form that has one section states them itself."""

    columns: tuple[FormColumn, ...] = ()
    codes: YesNo = optional("a row of codes under the heads: A, (1), (2), (3) = (1) + (2)", False)
    rows: RowsSpec = optional("12; {each: thon, where: thon.xa == xa, spare: 3}; or rows as typed", RowsSpec(count=10))
    rows_each: Positive = optional("rows for each entry of a dimension that is left open", 2)
    row_mm: Millimetres = 9.0
    as_issued_rows: tuple[tuple[str, ...], ...] = optional("the rows of the form as it was issued", ())
    total: Annotated[Text | None, BeforeValidator(words_or_true("Cộng"))] = optional(
        "the word at the row of totals: Cộng"
    )
    closing: Text | None = optional("under the table: Danh sách này có {{ count() }} người.")
    checks: tuple[CheckSpec, ...] = ()

    @property
    def leaves(self) -> tuple[FormColumn, ...]:
        """The columns that hold values, those under headings among them."""
        return tuple(leaf for column in self.columns for leaf in column.leaves)


class Section(SectionKeys):
    """A table or a block of lines of a form."""

    id: Id = ONLY
    title: Text | None = optional("over the table: I. Tập thể")
    shape: Literal["table", "lines"] = optional("lines: “Người báo cáo: ……”, one below the other", "table")
