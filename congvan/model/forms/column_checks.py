"""Checks of the columns of a section: types, bounds, values and what they are computed from."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.grids.grid import GridCell
from congvan.model.forms.column_properties import check_given, check_properties, type_of
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.form import Form
from congvan.model.forms.names import PERIOD_NAME, FormNamesStated, KnownNames
from congvan.model.forms.review import Review
from congvan.model.forms.sections import Section
from congvan.model.lists.head import FACTS
from congvan.model.project.yaml_reader import KeyPath
from congvan.values.columns.base import ColumnOptions, ColumnType, State
from congvan.values.columns.naming import meant_type
from congvan.values.expressions import Expression, ExpressionError, ValueKind, parse
from congvan.values.expressions.per_cent import unscaled_per_cent
from congvan.values.expressions.tree import Call, Computed, NameRead, Negative, Node, parts, walk

WIDEST_MM = 252
"""What a page that is landscape leaves for a table."""
_BEFORE = ("last", "year_ago")
"""What reads other periods alone."""


@dataclass(frozen=True, slots=True)
class StatedColumn:
    """A column that holds values, its key path, and how its heads read from the outermost, with its unit."""

    column: FormColumn
    path: KeyPath
    said: str = ""


def columns_of(section: Section, path: KeyPath) -> Iterator[StatedColumn]:
    """Yield the columns of a section that hold values, with their paths."""
    for index, column in enumerate(section.columns):
        yield from _leaves(column, (*path, "columns", index))


def _leaves(column: FormColumn, path: KeyPath, above: str = "") -> Iterator[StatedColumn]:
    said = f"{above} / {column.label}" if above else column.label
    if not column.columns:
        yield StatedColumn(column, path, f"{said} ({column.unit})")
    for index, inner in enumerate(column.columns):
        yield from _leaves(inner, (*path, "columns", index), said)


class ColumnChecks:
    """Checks the columns of one section. `above`: the ids of the sections before it."""

    def __init__(self, review: Review, names: FormNamesStated, section: Section, path: KeyPath) -> None:
        self.review, self.names, self.section = review, names, section
        self.columns = list(columns_of(section, path))
        self._expressions: dict[str, Expression] = {}

    def run(self, form: Form, above: Sequence[str]) -> None:
        """Report everything that is wrong with the columns."""
        self.review.once((each.column.name.replace("_", "-"), (*each.path, "id")) for each in self.columns)
        self.review.said_once(
            (Message("label-twice.column", label=each.column.label), (*each.path, "label"), each.said)
            for each in self.columns
        )
        row = self._row()
        for each in self.columns:
            self._stated(each, above)
            self._taken(each, form)
            if each.column.since > form.version:
                hint = Message("since-version.hint", version=each.column.since)
                self.review.say(Message("since-version", version=form.version), (*each.path, "since"), hint)
            # in a column's own value its id means the name outside it
            outer = self.names.below_tables(self.section)
            own = {name: thing for name, thing in row.things.items() if name != each.column.name}
            known = outer.with_(own, row.at_hand) if each.column.name in row.things else row
            told = len(self.review.problems)
            found = self.review.expression(each.column.value, (*each.path, "value"), known)
            equal = self.review.expression(each.column.equals, (*each.path, "equals"), known)
            self._of_itself(each, told)
            if found is not None:
                self._expressions[each.column.name] = found
                if isinstance(found.tree, Computed | Negative) and not (found.all_names or found.calls):
                    self.review.say(Message("value-numbers"), (*each.path, "value"))
                else:
                    check_given(self.review, each.column, found, known, (*each.path, "value"))
                self._per_cent(each, found, form)
            if equal is not None:
                check_given(self.review, each.column, equal, known, (*each.path, "equals"))
        self._circles()
        for each in self.columns:
            self._open(each)
        self._width()

    def _taken(self, each: StatedColumn, form: Form) -> None:
        """Report a column whose name means something else in texts, conditions and tables, where it would be hidden."""
        column, lists = each.column, self.review.lists
        dimension = form.per.get(column.name)
        hidden = dimension is not None and lists.get(column.refers_to) is not lists.get(dimension)
        taken = {*FACTS, "sent", *([PERIOD_NAME] if form.period is not None else ())}
        own_number = column.name == "tt" and column.type != "ordinal"
        if column.name in taken or own_number or hidden:
            name = column.id
            hint = Message("column-name-taken.hint-ordinal" if own_number else "column-name-taken.hint", name=name)
            self.review.say(Message("column-name-taken", name=name), (*each.path, "id"), hint)

    def _row(self) -> KnownNames:
        """Return the names of a row; columns whose own value is of another kind than theirs stand for any.

        Why: what reads such a column is right again as soon as that column is.
        """
        row, misfits = self.names.row(self.section), {}
        for each in self.columns:
            column = each.column
            with contextlib.suppress(ExpressionError):
                if column.value is not None:
                    scratch = Review(self.review.lists, None, self.review.file)
                    check_given(scratch, column, parse(column.value), row, each.path)
                    if scratch.problems:
                        misfits[column.name] = ValueKind.ANY
        return row.with_(misfits, row.with_(misfits)) if misfits else row

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

    def _of_itself(self, each: StatedColumn, told: int) -> None:
        """Tell a name that nothing gives as what it is, where it is the column's own."""
        problems = self.review.problems
        for n, problem in enumerate(problems[told:], told):
            if problem.code == "expression-name" and problem.message.values.get("name") == each.column.name:
                message = Message("value-own", label=each.column.label)
                problems[n] = problem._replace(message=message, remedy=None)

    def _stated(self, each: StatedColumn, above: Sequence[str]) -> None:
        """Report a type that there is not, else what a column of the type can't have."""
        column, lists = each.column, self.review.lists
        type_ = type_of(column, above, lists)
        if type_ is None:
            hint = meant_type(column.type, {name: listed.label for name, listed in lists.items()})
            self.review.say(Message("type-unknown.column", type=column.type), (*each.path, "type"), hint)
            return
        wrong = set(check_properties(self.review, column, type_, each.path))
        self._bounds(each, type_, wrong)
        if column.sum == "value" and column.value is None and "sum" not in wrong:
            self.review.say(Message("sum-type.value"), (*each.path, "sum"))

    def _bounds(self, each: StatedColumn, type_: ColumnType, wrong: Container[str]) -> None:
        bounds = {key: getattr(each.column, key) for key in ("min", "max") if key not in wrong}
        read = {key: read_bound(type_, text) for key, text in bounds.items() if text}
        for key, value in read.items():
            if value is None:
                self.review.say(Message("bound-type", key=bounds[key], type=type_.words), (*each.path, key))
        low, high = read.get("min"), read.get("max")
        if low is not None and high is not None and low > high:
            self.review.say(Message("bound-order", low=bounds["min"], high=bounds["max"]), (*each.path, "max"))

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


def read_bound(type_: ColumnType, text: str) -> Any:
    """Return the value of a bound; None for one that its type does not read."""
    read = type_.read(GridCell(text), ColumnOptions())
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
