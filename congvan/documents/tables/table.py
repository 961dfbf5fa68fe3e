"""A table worked out: its columns, its lines with group heads, sums and folded lines, its closing words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.core.templating.bare_tags import bare_paths
from congvan.core.templating.open_values import DOTS
from congvan.core.templating.tags import LIVE_TAG
from congvan.core.text import did_you_mean
from congvan.documents.common.context import ContentContext
from congvan.documents.tables.cells import shown
from congvan.documents.tables.columns import ShownColumn, columns_of, complain_of
from congvan.documents.tables.folding import folded
from congvan.documents.tables.lines import LineWriter, TableLine
from congvan.documents.tables.selection import (
    RANK,
    ScopeOf,
    by_entries,
    chosen,
    grouped,
    leads_to,
    ordered,
    ranked,
    row_scope,
)
from congvan.documents.tables.sources import CHARTED, Row, Source, SourceColumn, known_sources, source_of, with_paths
from congvan.documents.tables.sums import sums_of
from congvan.documents.tables.ties import Ties
from congvan.forms.keys import PERIOD
from congvan.model.forms.scalars import name_of
from congvan.model.forms.tables import TableSpec
from congvan.values.expressions import (
    UNKNOWN,
    Expression,
    ExpressionError,
    MappingScope,
    Scope,
    half_up,
    is_true,
    parse,
)
from congvan.values.expressions.scopes import ROWS
from congvan.values.expressions.unmet import unmet
from congvan.values.expressions.values import as_number, is_empty, plain


@dataclass(frozen=True, slots=True)
class BuiltTable:
    """A table worked out. `heads`: groups of columns above the labels, as (text, columns); none: one row of labels.

    `rows`: the rows that it shows, for charts and closing words. `ties`: the entries for which it is made.
    """

    spec: TableSpec
    columns: tuple[SourceColumn, ...]
    lines: tuple[TableLine, ...]
    rows: tuple[Row, ...]
    source: Source
    ties: Ties
    heads: tuple[tuple[str, int], ...] = ()
    closing: str = ""

    @property
    def title(self) -> str:
        """Its name; without one, what it is of."""
        return self.spec.name or self.source.title or self.spec.id


@dataclass
class TableBuilder:
    """Builds the tables of a dispatch; what is wrong goes to the problems of the context."""

    context: ContentContext
    spec: TableSpec
    columns: list[ShownColumn] = field(default_factory=list)
    ties: Ties = field(default_factory=lambda: Ties({}))

    @property
    def where(self) -> tuple[str | int, ...]:
        """The key path of the table in the file of its dispatch."""
        return ("tables", self.context.dispatch.tables.index(self.spec))

    def complain(self, message: Message, hint: Message | None = None, keys: tuple[str | int, ...] = ()) -> None:
        """Note a problem at a key of the table."""
        self.context.problems.append(Problem(message, self.context.place(*self.where, *keys), hint))

    def _refuse(self, error: ExpressionError, source: Source) -> None:
        """Note what is wrong with a condition or a computed column, at its character, with the nearest name."""
        index = next((n for n, each in enumerate(self.spec.columns) if each.value == error.text), None)
        keys = (*self.where, *(("where",) if index is None else ("columns", index, "value")))
        dotted = [f"{source.name}.{name}" for name in source.columns] if source.name else []
        computed = [each.name for each in self.columns if each.computed is not None]
        known = [*source.columns, *computed, *dotted, *(name for name in self.context.facts if name.isidentifier())]
        if error.hint is None and error.message.code == "expression-name":
            error.hint = did_you_mean(str(error.message.values["name"]), known)
        self.context.problems.append(error.problem(lambda at: self.context.place(*keys, offset=at)))

    def build(self) -> BuiltTable | None:
        """Return the table; None if it is of nothing, with the problem noted."""
        told = len(self.context.problems)
        source = self._source()
        if source is None and len(self.context.problems) > told:
            return None
        if source is None:
            known = known_sources(self.context)
            hint = did_you_mean(self.spec.of, known) or Message("of-unknown.hint-known", known=", ".join(known))
            self.complain(Message("of-unknown", name=self.spec.of), hint, ("of",))
            return None
        self.columns = columns_of(self.spec, source, self.complain)
        if not self.columns:  # none of those that it names is there, which is reported
            return None
        try:
            return self._built(source)
        except ExpressionError as error:
            self._refuse(error, source)
            return None

    def _source(self) -> Source | None:
        """Return what the table is of, with the columns that it names by a path; of a list it is made once."""
        spec, shared = self.spec, self.context.shared
        named = (
            name.removeprefix("-")
            for name in (*spec.group, *spec.by, *spec.order, *spec.rank, *filter(None, [spec.across]))
        )
        names = list(map(name_of, named))
        key = f"rows of {spec.of} {names} {bool(spec.rank)}"
        if key in shared:
            found: Source = shared[key]
            return found
        made = source_of(self.context, spec)
        if made is None:
            return None
        made = with_paths(made, names, self.context.dataset.lists)
        if spec.rank:
            if RANK in made.columns:
                self.complain(
                    Message("column-name-taken", name=RANK), Message("column-name-taken.hint-rank"), ("rank",)
                )
                return None
            column = SourceColumn(RANK, Message("table-column.rank").text("vi"), "integer", total="none")
            made = replace(made, columns={**made.columns, RANK: column})
        if made.lasting:
            shared[key] = made
        return made

    def _built(self, source: Source) -> BuiltTable:
        spec = self.spec
        outer = MappingScope({**self.context.facts, **self.ties.entries})
        scope = row_scope(source, outer)
        if not source.rows:
            none: dict[str, Any] = {ROWS: []} if spec.by else {}
            self._try_names(scope({**dict.fromkeys(source.columns, UNKNOWN), **none}))
        self._check_names(source)
        if self.ties.gap:
            return self._gap(source)
        rows = chosen(self._belonging(source), parse(spec.where) if spec.where else None, scope)
        if spec.where and not rows:
            self._tell_unmet(source, parse(spec.where), scope)
        by_columns = (*spec.by, spec.across) if spec.across else spec.by  # what goes across is not lost in sums
        rows = merged_rows(rows, source.columns, by_columns, outer) if spec.by else rows
        rows = ranked(rows, spec.rank, source) if spec.rank else rows
        sorted_by = {name_of(name.removeprefix("-")) for name in spec.order}
        as_given = () if sorted_by & {name_of(name) for name in spec.group} else rows
        rows = ordered(rows, spec.order, source)
        full = [self._with_computed(row, scope) for row in rows]
        shown_columns = tuple(each.column for each in self.columns)
        if spec.across and name_of(spec.across) in source.columns:
            spreading = spread(full, shown_columns, source.columns[name_of(spec.across)])
            if spreading.columns:  # without rows there may be none
                self.columns = [ShownColumn(each) for each in spreading.columns]
                lines = list(LineWriter(self.spec, self.columns, source, outer).plain(spreading.rows))
                return self._finished(source, lines, full, spreading.heads)
        by = [source.columns[name_of(name)] for name in spec.group if name_of(name) in source.columns]
        groups = grouped(full, by, as_given)
        writer = LineWriter(spec, self.columns, source, outer)
        lines = list(writer.grouped(groups) if groups else writer.plain(full))
        return self._finished(source, lines, full, self._common_heads())

    def _belonging(self, source: Source) -> Sequence[Row]:
        """Return the rows that belong to the entries for which the table is made; those of a list are parted once."""
        entries, lists = self.ties.entries, self.context.dataset.lists
        per = {name: listed for name, listed in self.spec.per.items() if name in entries}
        if not per:
            return source.rows
        for name, listed in per.items():
            if source.lasting and not leads_to(source, name, listed, lists):
                values = {"list": lists[listed].label if listed in lists else listed, "of": source.title}
                self.complain(Message("table-per-unreached", id=listed, **values), None, ("per", name))
        key = f"rows by entries {id(source)} {per}"
        found = self.context.shared.get(key) or by_entries(source.rows, source, per, lists)
        if source.lasting:
            self.context.shared[key] = found
        return found.get(tuple(str(entries[name].get("id", "")) for name in per), ())

    def _tell_unmet(self, source: Source, where: Expression, scope: ScopeOf) -> None:
        """Warn of a condition that no row meets. Of what came back, where there may be no such row yet, note one that
        compares with a text: the values there are show whether it is a slip.
        """
        heads = {name.partition(".")[0] for name in where.all_names}
        if not source.rows or heads - {*source.columns, source.name} or (self.spec.per and not source.lasting):
            return
        if not self.spec.per or not chosen(source.rows, where, scope):
            severity = Severity.WARNING if source.lasting else Severity.NOTE
            message = Message("none-meets.table", total=len(source.rows), table=self.spec.name or self.spec.id)
            place = self.context.place(*self.where, "where", offset=0)
            problem = unmet(message, place, where, map(scope, source.rows), severity)
            self.context.problems.extend([problem] if source.lasting or problem.remedy else [])

    def _gap(self, source: Source) -> BuiltTable:
        """Return the table as the dispatch itself shows it, whose copies each have rows of their own."""
        line = TableLine("row", (DOTS,) * len(self.columns), (DOTS,) * len(self.columns))
        columns = tuple(each.column for each in self.columns)
        return BuiltTable(
            self.spec, columns, (line,), (), source, self.ties, self._common_heads(), self._closing(UNKNOWN)
        )

    def _closing(self, rows: Any) -> str:
        """Return the closing words over some rows; "" where they are asked for without a paper to be on."""
        entries = self.ties.entries
        if not self.spec.closing or len(entries) < len(self.spec.per):
            return ""
        facts, keys = {**self.context.facts, **entries}, (*self.where, "closing")
        for tag in LIVE_TAG.finditer(self.spec.closing):
            locate = partial(self.context.place, *keys, offset=tag.start())
            for path in bare_paths(tag[0]):
                self.context.problems.extend(self.context.empty_cells.problems(facts, path, tag[0], locate))
        return self.context.merge(self.spec.closing, *keys, **entries, **{ROWS: rows})

    def _finished(
        self, source: Source, lines: list[TableLine], rows: Sequence[Row], heads: tuple[tuple[str, int], ...]
    ) -> BuiltTable:
        if self.spec.fold is not None:
            lines = folded(lines, self.spec.fold, self.columns, source.one)
        columns = tuple(each.column for each in self.columns)
        closing = self._closing(list(rows))
        return BuiltTable(self.spec, columns, tuple(lines), tuple(rows), source, self.ties, heads, closing)

    def _try_names(self, scope: Scope) -> None:
        """Evaluate condition and computed columns for a row that is still to come. Raises `ExpressionError`."""
        computed = [each.computed for each in self.columns if each.computed is not None]
        for expression in [*([parse(self.spec.where)] if self.spec.where else []), *computed]:
            try:
                expression.evaluate(scope)
            except ExpressionError as error:
                error.text = expression.text
                raise

    def _common_heads(self) -> tuple[tuple[str, int], ...]:
        """Return the common heads over the columns that are side by side under one; none: there is no such head."""
        found: list[tuple[str, int]] = []
        for each in self.columns:
            above = each.column.above
            if above and found and found[-1][0] == above:
                found[-1] = (above, found[-1][1] + 1)
            else:
                found.append((above, 1))
        return tuple(found) if any(above for above, _count in found) else ()

    def _check_names(self, source: Source) -> None:
        for key, names in (
            ("group", self.spec.group),
            ("by", self.spec.by),
            ("order", self.spec.order),
            ("rank", self.spec.rank),
        ):
            for index, name in enumerate(names):
                if name_of(name.removeprefix("-")) not in source.columns:
                    complain_of(name.removeprefix("-"), source, self.complain, (key, index))
        if self.spec.across and name_of(self.spec.across) not in source.columns:
            complain_of(self.spec.across, source, self.complain, ("across",))
        for path in self.spec.comparing if self.spec.by or PERIOD not in source.columns else ():
            self.complain(Message("table-earlier"), None, path)
        columns = {**source.columns, **{each.name: each.column for each in self.columns}}
        for index, name in enumerate(self.spec.charted):
            column = columns.get(name_of(name))
            if column is None:
                complain_of(name, source, self.complain, ("charted", index))
            elif column.summed not in CHARTED:
                self.complain(Message("chart-figures", name=column.label), None, ("charted", index))

    def _with_computed(self, row: Row, scope: ScopeOf) -> Row:
        """Return a row with its computed columns, which may name those to their left and count the rows made one.

        Raises `ExpressionError` with the text of the column.
        """
        computed: dict[str, Any] = {}
        for each in self.columns:
            if each.computed is not None:
                try:
                    value = each.computed.evaluate(scope({**row, **computed} if computed else row))
                except ExpressionError as error:
                    error.text = each.computed.text
                    raise
                if each.column.exact and isinstance(value, Decimal):  # so that sums are those of what is shown
                    value = half_up(value, each.column.places or 0)
                computed[each.name] = value
        return {**row, **computed} if computed else row


# Rows with the same values made one: figures added, or their mean, quotients computed again, equal words kept.

_SUMMED = ("add", "mean", "value")


def merged_rows(
    rows: Sequence[Row], columns: Mapping[str, SourceColumn], by: Iterable[str], outer: Scope | None = None
) -> list[Row]:
    """Return a row for each combination of values of the columns `by`, in the order in which they first come.

    Words that all rows of a combination share are kept. Under the name of the rows at hand each holds those that it is
    made of, which computed columns count. `outer`: what formulas may name beside the columns.
    """
    names = [name_of(name) for name in by]
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(_id(row.get(name, "")) for name in names), []).append(row)
    return [_one(same, names, columns, outer) for same in found.values()]


def _one(rows: Sequence[Row], names: Sequence[str], columns: Mapping[str, SourceColumn], outer: Scope | None) -> Row:
    made: dict[str, Any] = {name: rows[0].get(name, "") for name in names}
    others = [each for name, each in columns.items() if name not in made]
    sums = sums_of(rows, [each for each in others if each.summed in _SUMMED], [*columns.values()], outer)
    for column in others:
        if column.summed in _SUMMED:
            value = sums[column.name]
            made[column.name] = plain(value) if isinstance(value, Decimal) else value
        else:
            values = [row.get(column.name, "") for row in rows]
            made[column.name] = values[0] if all(each == values[0] for each in values) else ""
    made[ROWS] = [MappingScope(row) for row in rows]
    return made


def _id(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, Mapping) else str(value)


# A table across: a group of columns for each value of one column, a row for what the other columns say.


@dataclass(frozen=True, slots=True)
class Spread:
    """The columns and rows of a table across, and the heads over its columns: text and number of columns."""

    columns: tuple[SourceColumn, ...]
    rows: tuple[Row, ...]
    heads: tuple[tuple[str, int], ...]


def spread(rows: Sequence[Row], columns: Sequence[SourceColumn], by: SourceColumn) -> Spread:
    """Return a table with the summed columns repeated for each value of a column; the others identify a row."""
    own = [each for each in columns if each.summed == "none" and each.name != by.name]
    repeated = [each for each in columns if each.summed != "none" and each.name != by.name]
    values = _values(rows, by)
    made: dict[Any, dict[str, Any]] = {}
    for row in rows:
        key = tuple(_identity(row.get(each.name, "")) for each in own)
        line = made.setdefault(key, {each.name: row.get(each.name, "") for each in own})
        at = _identity(row.get(by.name, ""))
        line |= {_name(each, at): _together(line.get(_name(each, at), ""), row.get(each.name, "")) for each in repeated}
    wide = [replace(_without_formula(each), name=_name(each, at)) for at in values for each in repeated]
    heads = [("", 1)] * len(own) + [(text, len(repeated)) for text in values.values()]
    return Spread((*own, *wide), tuple(made.values()), tuple(heads))


def _values(rows: Sequence[Row], by: SourceColumn) -> Mapping[Any, str]:
    """Return the values across with their words: entries in the order of their list, others as they first come."""
    found: dict[Any, str] = {}
    for row in rows:
        value = row.get(by.name, "")
        found.setdefault(_identity(value), shown(value, by))
    if not by.known_order:
        return found
    places = {identifier: n for n, identifier in enumerate(by.known_order)}
    return dict(sorted(found.items(), key=lambda each: places.get(str(each[0]), len(places))))


def _together(before: Any, value: Any) -> Any:
    """Return what is in one cell for several rows: their sum, or how many marks."""
    if is_empty(before) or is_empty(value):
        return value if is_empty(before) else before
    numbers = [as_number(each) for each in (before, value)]
    counted = [
        number if number is not None else Decimal(is_true(each))
        for number, each in zip(numbers, (before, value), strict=True)
    ]
    return sum(counted, Decimal(0))


def _without_formula(column: SourceColumn) -> SourceColumn:
    """Return a column without a formula over sums, which names the columns as they were."""
    return replace(column, total="none", value=None) if column.summed == "value" else column


def _identity(value: Any) -> Any:
    return value.get("id") if isinstance(value, Mapping) else str(value)


def _name(column: SourceColumn, at: Any) -> str:
    return f"{column.name}/{at}"
