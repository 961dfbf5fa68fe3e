"""Tables of papers: a view on a list, on the answers to a form, on assignments, on what is owed, on the register."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from congvan.model.field_types import Fact, Id, Integer, Millimetres, Positive, Text, YesNo, model_error, optional
from congvan.model.forms.scalars import DimensionName, ExpressionText, ShortFact

ANSWERED_PERIODS = "answered-periods"
OWING, REGISTER = "owing", "register"
OWING_COLUMNS = ("sender", "what", "why", "state", "due", "phone")
EARLIER_CALLS = ("last(", "year_ago(", "so_far(")


class TableColumnSpec(ShortFact):
    """A column of a table: the name of a column of its source, or an empty one with a label."""

    id: Text
    label: Text | None = optional("default: that of the source")
    mm: Millimetres | None = optional("default: by type")
    align: Literal["left", "center", "right"] | None = optional("default: by type")
    value: ExpressionText | None = optional("an expression over the row")
    round: Integer | None = optional("decimal places, noughts kept; negative: tens, hundreds")
    sum: Literal["add", "mean", "none"] | None = optional("how it is summed; default by type")

    @model_validator(mode="before")
    @classmethod
    def _id_alone(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str) else value


class TableSpec(Fact):
    """A table: of what, grouped and ordered how, with which columns and totals."""

    id: Id
    name: Text | None = optional("its title as a paper of its own")
    of: Text
    per: dict[DimensionName, Text] = optional("a paper for each entry: {xa: xa}, {ky: answered-periods}", {})
    where: ExpressionText | None = optional("which rows; default: all")
    group: tuple[Text, ...] = optional("names by which rows are grouped", ())
    by: tuple[Text, ...] = optional("rows with the same values in these become one, with sums", ())
    across: Text | None = optional("a name: a group of columns for each of its values")
    order: tuple[Text, ...] = optional("names; -name: falling; default: as in the list", ())
    rank: tuple[Text, ...] = optional("as `order`: a column `rank`, equal for equal rows: 1, 2, 2, 4", ())
    columns: tuple[TableColumnSpec, ...] = optional("default: all that are not sensitive", ())
    subtotal: Text | None = optional("the word at the total of each group: Cộng")
    total: Text | None = optional("the word at the total: Tổng cộng")
    closing: Text | None = optional("under the table: Danh sách này có {{ count() }} người.")
    fold: Positive | None = optional("more equal rows than this become one line")
    chart: Literal["bars", "line"] | None = None
    charted: tuple[Text, ...] = optional("what bars show: one column or two beside each other; a line shows one", ())
    landscape: YesNo | None = optional("default: where the columns are too wide for an upright page")

    @model_validator(mode="after")
    def _bars_of_two_at_most(self) -> TableSpec:
        if len(self.charted) > (1 if self.chart == "line" else 2):
            raise model_error("chart-columns", at="charted")
        return self

    @property
    def comparing(self) -> list[tuple[str | int, ...]]:
        """The key paths of conditions and values that read an earlier period."""
        stated = [(("columns", n, "value"), each.value) for n, each in enumerate(self.columns)]
        texts: list[tuple[tuple[str | int, ...], str | None]] = [(("where",), self.where), *stated]
        return [path for path, text in texts if any(call in (text or "") for call in EARLIER_CALLS)]
