"""The columns of a table: those that it names, columns of its own, or all of its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from congvan.core.messages import Message
from congvan.core.text import did_you_mean
from congvan.documents.tables.sources import Source, SourceColumn
from congvan.model.forms.scalars import name_of
from congvan.model.forms.tables import TableColumnSpec, TableSpec
from congvan.values.expressions import Expression, ExpressionError, parse
from congvan.values.expressions.per_cent import unscaled_per_cent
from congvan.values.expressions.tree import Call, Computed, NameRead, Node, walk

ORDINAL = SourceColumn("tt", "TT", "ordinal")

Complain = Callable[[Message, Message | None, tuple[str | int, ...]], None]
"""Function: message, remedy, keys of the table → noted as a problem at its place."""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a table: what it is of its source, and how its value is found in a row.

    `computed`: an expression over the row. `empty`: left for the pen. Neither: the value of the source.
    """

    column: SourceColumn
    computed: Expression | None = None
    empty: bool = False

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def ordinal(self) -> bool:
        return self.column.type == "ordinal"


def columns_of(spec: TableSpec, source: Source, complain: Complain) -> list[ShownColumn]:
    """Return the columns of a table; the ordinal number is first where nothing is named."""
    if not spec.columns:
        grouped = {name_of(name) for name in spec.group}
        named = [each for each in source.columns.values() if each.shown and not each.sensitive]
        kept = [ShownColumn(each) for each in named if each.name not in grouped and each.type != "ordinal"]
        return [ShownColumn(ORDINAL), *kept]
    return list(_named(spec, source, complain))


def _named(spec: TableSpec, source: Source, complain: Complain) -> Iterator[ShownColumn]:
    made: dict[str, SourceColumn] = {}
    for index, asked in enumerate(spec.columns):
        name = name_of(asked.id)
        known = source.columns.get(name) or (ORDINAL if name == "tt" else None)
        if asked.value is not None:
            for shown in _computed(asked, index, source, made, complain):
                made[shown.name] = shown.column
                yield shown
        elif known is not None:
            yield ShownColumn(_changed(known, asked))
        elif "." in name:
            yield from _dotted(asked, index, source, complain)
        elif asked.label is not None:
            yield ShownColumn(_changed(SourceColumn(name, asked.label), asked), empty=True)
        else:
            complain_of(name, source, complain, ("columns", index))


def complain_of(name: str, source: Source, complain: Complain, keys: tuple[str | int, ...]) -> None:
    """Note that a source has no column of a name, and which it has."""
    known = [each for each in source.columns if source.columns[each].shown]
    hint = did_you_mean(name, source.columns) or Message("column-unknown.hint-known", known=", ".join(["tt", *known]))
    complain(Message("column-unknown", name=name), hint, keys)


def _changed(column: SourceColumn, asked: TableColumnSpec) -> SourceColumn:
    """Return a column with what the table says of it."""
    stated: dict[str, Any] = {
        "label": asked.label,
        "mm": float(asked.mm) if asked.mm is not None else None,
        "align": asked.align,
        "places": asked.round,
        "exact": asked.round is not None or None,
        "total": asked.sum,
    }
    if asked.label is not None:  # which says what the unit and the common head said
        stated |= {"unit": "", "above": ""}
    return replace(column, **{key: value for key, value in stated.items() if value is not None})


def _computed(
    asked: TableColumnSpec, index: int, source: Source, made: Mapping[str, SourceColumn], complain: Complain
) -> Iterator[ShownColumn]:
    """Yield a column that is computed; one with a quotient of its row is computed from the sums, any other summed.

    `made`: the computed columns to its left.
    """
    assert asked.value is not None
    keys = ("columns", index, "value")
    try:
        expression = parse(asked.value)
    except ExpressionError as error:
        complain(error.message, error.hint, keys)
        return
    name = name_of(asked.id)
    columns = {**source.columns, **made}
    base = source.columns.get(name) or SourceColumn(name, asked.label or name, "computed", align="right")
    if base.type != "percent":
        for factor in unscaled_per_cent(expression.tree, lambda path: _type_at(path, columns, source) == "percent"):
            complain(Message("expression-per-cent", name=factor.path), None, keys)
    quotient = _is_quotient(expression.tree, {*columns, source.name})
    column = replace(base, total="value" if quotient else "add", value=expression if quotient else None)
    yield ShownColumn(_changed(column, asked), computed=expression)


def _is_quotient(tree: Node, names: Set[str]) -> bool:
    """Whether something is divided by a value that differs from row to row: not by 100, nor by a fact."""
    divisors = (each.right for each in walk(tree) if isinstance(each, Computed) and each.sign == "/")
    return any(_of_the_row(part, names) for divisor in divisors for part in walk(divisor))


def _of_the_row(node: Node, names: Set[str]) -> bool:
    if isinstance(node, Call):  # over the rows that were made one
        return not node.arguments
    return isinstance(node, NameRead) and node.path.partition(".")[0] in names


def _type_at(path: str, columns: Mapping[str, SourceColumn], source: Source) -> str:
    """Return the type of the values at a dotted name; "" where it is not known."""
    first, *steps = path.split(".")
    if source.name and first == source.name and steps:
        first, *steps = steps
    column = columns.get(first)
    if not steps or column is None:
        return column.type if column is not None and not steps else ""
    field = column.listed.head.all_fields().get(steps[0]) if column.listed is not None and len(steps) == 1 else None
    return field.type if field is not None else ""


def _dotted(asked: TableColumnSpec, index: int, source: Source, complain: Complain) -> Iterator[ShownColumn]:
    """Yield a field of an entry that a column refers to: `don_vi.phone`."""
    first, _dot, rest = asked.id.partition(".")
    column = source.columns.get(name_of(first))
    if column is None or column.listed is None:
        complain_of(name_of(first), source, complain, ("columns", index))
        return
    fields: Mapping[str, Any] = column.listed.head.all_fields()
    field = fields.get(rest) or fields.get(rest.replace("_", "-"))
    label = asked.label or (field.label if field is not None and field.label else rest)
    type_ = field.type if field is not None and not field.refers_to else "text"
    made = SourceColumn(name_of(asked.id), label, type_)
    yield ShownColumn(_changed(made, asked), computed=parse(f"{name_of(first)}.{rest}"))
