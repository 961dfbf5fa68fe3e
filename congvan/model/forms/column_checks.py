"""Checks of the columns of a section: types, bounds, values and what they are computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.columns.base import ColumnOptions, State
from congvan.columns.naming import meant_type
from congvan.columns.table import TYPES
from congvan.expressions import Expression, ValueKind
from congvan.expressions.per_cent import unscaled_per_cent
from congvan.expressions.tree import Call, Computed, NameRead, Negative, Node, parts, walk
from congvan.grids.grid import GridCell
from congvan.messages import Message
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.form import Form
from congvan.model.forms.names import FormNamesStated, column_thing
from congvan.model.forms.review import Review
from congvan.model.forms.sections import Section
from congvan.problems import Problem
from congvan.project.yaml_reader import KeyPath

WIDEST_MM = 252
"""What a page that lies across leaves for a table."""
_BEFORE = ("last", "year_ago")
"""What reads other periods alone."""
_NUMBERS = frozenset(("integer", "decimal", "money", "percent"))


@dataclass(frozen=True, slots=True)
class StatedColumn:
    """A column that holds values, and its key path."""

    column: FormColumn
    path: KeyPath


def columns_of(section: Section, path: KeyPath) -> Iterator[StatedColumn]:
    """Yield the columns of a section that hold values, with their paths."""
    for index, column in enumerate(section.columns):
        yield from _leaves(column, (*path, "columns", index))


def _leaves(column: FormColumn, path: KeyPath) -> Iterator[StatedColumn]:
    if not column.columns:
        yield StatedColumn(column, path)
    for index, inner in enumerate(column.columns):
        yield from _leaves(inner, (*path, "columns", index))


class ColumnChecks:
    """Checks the columns of one section. `above`: the ids of the sections before it."""

    def __init__(self, review: Review, names: FormNamesStated, section: Section, path: KeyPath) -> None:
        self.review, self.names, self.section = review, names, section
        self.columns = list(columns_of(section, path))
        self._expressions: dict[str, Expression] = {}

    def run(self, form: Form, above: Sequence[str]) -> None:
        """Report everything that is wrong with the columns."""
        self.review.once((each.column.name.replace("_", "-"), (*each.path, "id")) for each in self.columns)
        row = self.names.row(self.section)
        for each in self.columns:
            self._type(each, above)
            self._bounds(each)
            self._sum(each)
            if each.column.since > form.version:
                hint = Message("since-version.hint", version=each.column.since)
                self.review.say(Message("since-version", version=form.version), (*each.path, "since"), hint)
            # in a column's own value its id means the name outside it
            outer = self.names.entry(self.section)
            own = {name: thing for name, thing in row.things.items() if name != each.column.name}
            known = outer.with_(own, row.at_hand) if each.column.name in row.things else row
            found = self.review.expression(each.column.value, (*each.path, "value"), known)
            if found is not None:
                if isinstance(found.tree, Computed | Negative) and not (found.all_names or found.calls):
                    self.review.say(Message("value-numbers"), (*each.path, "value"))
                self._expressions[each.column.name] = found
                self._summed(each, found)
                self._per_cent(each, found, form)
            self.review.expression(each.column.equals, (*each.path, "equals"), known)
        self._circles()
        for each in self.columns:
            self._open(each)
        self._width()

    def _summed(self, each: StatedColumn, expression: Expression) -> None:
        """Report sums over columns that hold no numbers, and what is computed with them."""
        columns = {other.column.name: other.column for other in self.columns if other is not each}
        for part in walk(expression.tree):
            summed = isinstance(part, Call) and part.function in ("sum", "mean", "so_far")
            operands = parts(part)[:1] if summed else parts(part) if isinstance(part, Computed | Negative) else ()
            for operand in operands:
                column = columns.get(operand.path) if isinstance(operand, NameRead) else None
                if column is None or column.type in (*_NUMBERS, "year", "ordinal"):
                    continue
                kind = column_thing(column, self.review.lists)
                words = kind.words if isinstance(kind, ValueKind) else ValueKind.ENTRY.words
                message = Message("expression-type.computed", kind=words)
                if isinstance(part, Call):
                    message = Message("expression-type.sum-of", name=part.function, kind=words)
                path = (*each.path, "value")
                self.review.problems.append(Problem(message, self.review.place(path, part.at)))

    def _per_cent(self, each: StatedColumn, expression: Expression, form: Form) -> None:
        """Report products with per cent that no hundred divides: 40 % counts as 40."""
        if each.column.type != "percent":
            for factor in unscaled_per_cent(expression.tree, lambda name: self._type_at(name, form) == "percent"):
                message = Message("expression-per-cent", name=factor.path)
                self.review.problems.append(Problem(message, self.review.place((*each.path, "value"), factor.at)))

    def _type_at(self, path: str, form: Form) -> str:
        """Return the type of the values at a dotted name; "" where it is not known."""
        first, *steps = path.split(".")
        column = next((each.column for each in self.columns if each.column.name == first), None)
        if not steps:
            return column.type if column is not None else ""
        type_ = column.type if column is not None else form.per.get(first, first.replace("_", "-"))
        for step in steps:
            listed = self.review.lists.get(type_)
            fields = listed.head.all_fields() if listed is not None else {}
            if step not in fields:
                return ""
            type_ = fields[step].refers_to or fields[step].type
        return type_

    def _type(self, each: StatedColumn, above: Sequence[str]) -> None:
        type_, lists = each.column.type, self.review.lists
        if type_ in TYPES or type_ in lists or type_ in above:
            return
        hint = meant_type(type_, {name: listed.label for name, listed in lists.items()})
        self.review.say(Message("type-unknown.column", type=type_), (*each.path, "type"), hint)

    def _bounds(self, each: StatedColumn) -> None:
        column = each.column
        type_ = TYPES.get(column.type)
        for key, text in (("min", column.min), ("max", column.max)):
            if text is None:
                continue
            if type_ is None or not type_.bounded or _read(column, text) is None:
                words = type_.words if type_ else column.type
                self.review.say(Message("bound-type", key=text, type=words), (*each.path, key))
                return
        low, high = (_read(column, text) if text else None for text in (column.min, column.max))
        if low is not None and high is not None and low > high:
            self.review.say(Message("bound-order", low=column.min, high=column.max), (*each.path, "max"))

    def _sum(self, each: StatedColumn) -> None:
        column = each.column
        if column.sum in ("add", "last", "mean") and column.type not in _NUMBERS:
            words = TYPES[column.type].words if column.type in TYPES else column.type
            self.review.say(Message("sum-type", type=words), (*each.path, "sum"))
        if column.sum == "value" and column.value is None:
            self.review.say(Message("sum-type.value"), (*each.path, "sum"))

    def _circles(self) -> None:
        """Report columns that are computed from each other."""
        labels = {each.column.name: each.column.label for each in self.columns}
        uses = {name: _read_columns(found, name, labels) for name, found in self._expressions.items()}
        told: set[str] = set()
        for each in self.columns:
            circle = _circle(each.column.name, uses)
            if circle and not told & set(circle):
                told |= set(circle)
                said = " → ".join(f"“{labels[name]}”" for name in circle)
                self.review.say(Message("value-circle", circle=said), (*each.path, "value"))

    def _open(self, each: StatedColumn) -> None:
        """Report `open` on a column whose value depends on what is to be filled in."""
        if not each.column.open:
            return
        by_name = {other.column.name: other.column for other in self.columns}
        if each.column.value is None:
            self.review.say(Message("open-formula.asked"), (*each.path, "open"))
        elif self._depends(each.column.name, by_name, set()):
            self.review.say(Message("open-formula"), (*each.path, "open"))

    def _depends(self, name: str, columns: Mapping[str, FormColumn], seen: set[str]) -> bool:
        """Whether the value of a column follows from cells that are to be filled in."""
        found = self._expressions.get(name)
        if found is None or name in seen:
            return False
        for used in _read_columns(found, name, columns, so_far=True):
            asked = columns[used].value is None and columns[used].type != "ordinal"
            if asked or columns[used].open or self._depends(used, columns, {*seen, name}):
                return True
        return False

    def _width(self) -> None:
        typed = [each.column.mm for each in self.columns if each.column.mm]
        least = 12.0 * sum(not each.column.mm for each in self.columns)
        over = sum(typed) + least - WIDEST_MM
        if over > 0 and self.section.shape == "table":
            message = Message("columns-wide", wide=round(sum(typed) + least), room=WIDEST_MM, over=round(over))
            self.review.say(message, self.columns[0].path[:-1])


def _read(column: FormColumn, text: str) -> Any:
    """Return the value of a bound; None for one that its type does not read."""
    read = TYPES[column.type].read(GridCell(text), ColumnOptions())
    return None if read.state is State.WRONG or read.value == "" else read.value


def _read_columns(
    expression: Expression, own: str, columns: Mapping[str, object], *, so_far: bool = True
) -> tuple[str, ...]:
    """Return the columns of its row, or of the rows at hand, that an expression reads; those of earlier periods not."""
    names = [name.partition(".")[0] for name in _now(expression.tree, so_far)]
    found = [name for name in names if name in columns and name != own]
    calls = (part for part in walk(expression.tree) if isinstance(part, Call) and part.function not in _BEFORE)
    if any(isinstance(argument, NameRead) and argument.path == own for call in calls for argument in call.arguments):
        found.append(own)  # elsewhere its own name is the one outside the column
    return tuple(dict.fromkeys(found))


def _now(node: Node, so_far: bool) -> Iterator[str]:
    """Yield the names that an expression reads in this period."""
    if isinstance(node, Call) and (node.function in _BEFORE or (node.function == "so_far" and not so_far)):
        return
    if isinstance(node, NameRead):
        yield node.path
    for inner in parts(node):
        yield from _now(inner, so_far)


def _circle(start: str, uses: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the way from a column back to itself; [] if there is none."""
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for used in uses.get(way[-1], ()):
            if used == start:
                return [*way, start]
            if used not in seen:
                seen.add(used)
                ways.append([*way, used])
    return []
