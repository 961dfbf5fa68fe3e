"""Where the rows of a table come from: a list of the project, or what came back.

A source is rows of plain values under named columns. Entries of lists are mappings with an `id`, numbers are numbers,
days are ISO 8601. `SOURCES` is the table of sources that are no lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from congvan.documents.common.context import ContentContext
from congvan.model.forms.scalars import name_of
from congvan.model.forms.tables import TableSpec
from congvan.model.lists.entries import EntryList
from congvan.model.lists.head import ListField
from congvan.values.columns.dates import day_of
from congvan.values.columns.table import TYPES
from congvan.values.expressions import Expression, MappingScope

Row = Mapping[str, Any]
Total = Literal["add", "mean", "count", "value", "none"]

_TOTALS: Mapping[str, Total] = {
    "integer": "add",
    "decimal": "add",
    "money": "add",
    "mark": "count",
    "yes-no": "count",
}
CHARTED = ("add", "mean", "count")
"""How columns are summed that a chart can show."""
_MIDDLE = ("ordinal", "phone", "date", "year", "cccd", "yes-no", "mark")
_RIGHT = ("integer", "decimal", "money", "percent")


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of a source: its name, its head, the type of its values.

    `listed`: the list of a reference; `choices`: those of a choice. `total`: how it is summed; `value` is the formula
    over the sums. `places`: to which it is rounded; `exact`: noughts are kept. `shown`: whether a table that names no
    columns has it. `unit`: of its numbers. `above`: the label of the common head under which it is.
    """

    name: str
    label: str
    type: str = "text"
    listed: EntryList | None = None
    choices: Sequence[str] = ()
    total: Total | None = None
    value: Expression | None = None
    places: int | None = None
    exact: bool = False
    mm: float | None = None
    align: str = ""
    shown: bool = True
    sensitive: bool = False
    unit: str = ""
    above: str = ""

    @property
    def title(self) -> str:
        """Its label with its unit; per cent have their sign in every cell."""
        return f"{self.label} ({self.unit})" if self.unit and self.type != "percent" else self.label

    @property
    def summed(self) -> Total:
        """How it is summed: as stated, else by its type."""
        return self.total or _TOTALS.get(self.type, "none")

    @property
    def known_order(self) -> Sequence[str]:
        """Its values in their order: the ids of its list, or its choices; none for other types."""
        return self.listed.ids if self.listed is not None else self.choices

    @property
    def aligned(self) -> str:
        """Its alignment: as stated, else by its type."""
        return self.align or ("center" if self.type in _MIDDLE else "right" if self.type in _RIGHT else "left")


@dataclass(frozen=True, slots=True)
class Source:
    """Rows and their columns. `one`: what a row is called. `name`: under which an expression knows the whole row.

    `notes`: lines that belong under a table of them, such as who has not answered. `title`: of a table without a name.
    `lasting`: whether it is the same for every record, as a list is.
    """

    columns: Mapping[str, SourceColumn]
    rows: Sequence[Row]
    one: str = ""
    name: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    title: str = ""
    lasting: bool = False


Reader = Callable[[ContentContext, TableSpec], Source | None]
"""Function: what a table is of → its source; None if it is not of this kind."""

SOURCES: list[Reader] = []
"""The sources beside the lists, in the order in which they are asked."""


def source_of(context: ContentContext, spec: TableSpec) -> Source | None:
    """Return the rows that a table is of; None if there is nothing of this name."""
    for read in SOURCES:
        found = read(context, spec)
        if found is not None:
            return found
    listed = context.dataset.lists.get(spec.of)
    return None if listed is None else list_source(listed, context.dataset.lists)


def known_sources(context: ContentContext) -> list[str]:
    """Return what a table of a dispatch can be of."""
    forms = [form.id for form in context.dispatch.forms]
    return [*forms, *dict.fromkeys(each.id for each in context.dataset.lists.values()), "owing", "register"]


def list_source(listed: EntryList, lists: Mapping[str, EntryList]) -> Source:
    """Return the entries of a list as rows."""
    fields = listed.head.all_fields()
    columns = {
        name: _field_column(name, each, lists, shown=name in listed.head.fields or name == "name")
        for name, each in fields.items()
        if name not in ("valid_from", "valid_to", "successor") or name in listed.head.fields
    }
    ordered = {name: columns.pop(name) for name in listed.head.fields if name in columns}
    if "name" not in ordered:
        ordered = {"name": columns.pop("name"), **ordered}
    days = [name for name, each in fields.items() if each.type == "date"]
    rows = [_with_days(values, days) for values in listed.values] if days else listed.values
    return Source({**ordered, **columns}, rows, listed.one, name_of(listed.id), title=listed.label, lasting=True)


def with_paths(source: Source, names: Iterable[str], lists: Mapping[str, EntryList]) -> Source:
    """Return a source with a hidden column for each name with dots: `thon.xa`, the area of the hamlet of a row."""
    found: dict[str, SourceColumn] = {}
    for name in names:
        column = _path_column(source, name, lists) if "." in name and name not in source.columns else None
        if column is not None:
            found[name] = column
    if not found:
        return source
    rows = [{**row, **{name: _value_at(row, name) for name in found}} for row in source.rows]
    return replace(source, columns={**source.columns, **found}, rows=rows)


def _path_column(source: Source, path: str, lists: Mapping[str, EntryList]) -> SourceColumn | None:
    """Return the column of a field that is reached through references; None where there is none."""
    first, *steps = path.split(".")
    column = source.columns.get(name_of(first))
    for step in steps:
        fields = column.listed.head.all_fields() if column is not None and column.listed is not None else {}
        name = step if step in fields else step.replace("_", "-")
        column = _field_column(path, fields[name], lists, shown=False) if name in fields else None
    return column


def _value_at(row: Row, path: str) -> Any:
    try:
        return MappingScope(row).value(path)
    except KeyError:  # a row without the entry
        return ""


def _field_column(name: str, stated: ListField, lists: Mapping[str, EntryList], *, shown: bool) -> SourceColumn:
    type_ = stated.type if stated.type in TYPES else "reference"
    sensitive = getattr(stated, "personal", None) == "sensitive"
    label, listed = stated.label or name, lists.get(stated.refers_to)
    return SourceColumn(name, label, type_, listed, stated.choices, shown=shown, sensitive=sensitive)


def _with_days(values: Row, days: Sequence[str]) -> Row:
    """Return a row whose days are ISO 8601, as they are computed with."""
    found = {name: day_of(str(values.get(name) or "")) for name in days}
    return {**values, **{name: day.isoformat() for name, day in found.items() if day}}
