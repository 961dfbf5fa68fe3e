"""Which rows a table has, in which order, and in which groups."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Any

from congvan.core.text.ordering import alphabet_key, given_name_key
from congvan.documents.tables.sources import Row, Source, SourceColumn
from congvan.model.forms.scalars import name_of
from congvan.model.lists.entries import EntryList
from congvan.values.expressions import Expression, MappingScope, Scope, is_true
from congvan.values.expressions.scopes import EARLIER, ROWS
from congvan.values.expressions.values import as_number

RANK, _AT = "rank", " at"
_MARKS = ("mark", "yes-no")
DEEPEST = 3
"""Steps from entry to entry that are followed upwards, as from a hamlet to its area."""

ScopeOf = Callable[[Row], Scope]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows with one value of a column, or the groups of a further column within them."""

    column: SourceColumn
    value: Any
    rows: tuple[Row, ...]
    groups: tuple[Group, ...] = ()


def row_scope(source: Source, outer: Scope) -> ScopeOf:
    """Return the function that gives the scope of a row: its columns, the row under the name of its list, and the rows
    that it is made of, where it is made of several.
    """

    def scope(row: Row) -> Scope:
        values = {**row, source.name: row} if source.name else row
        return MappingScope(values, rows=row.get(ROWS), outer=outer, earlier=row.get(EARLIER))

    return scope


def chosen(rows: Iterable[Row], where: Expression | None, scope: ScopeOf) -> list[Row]:
    """Return the rows for which a condition holds. Raises `ExpressionError`."""
    if where is None:
        return list(rows)
    return [row for row in rows if is_true(where.evaluate(scope(row)))]


def by_entries(
    rows: Iterable[Row], source: Source, per: Mapping[str, str], lists: Mapping[str, EntryList]
) -> dict[tuple[str, ...], list[Row]]:
    """Return the rows by the ids of the entries of some lists to which they belong, followed upwards from list to list.

    A row with several values in a field belongs to each of them; one that leads to no entry is left out.
    """
    found: dict[tuple[str, ...], list[Row]] = {}
    wanted = {name: _names(lists[listed]) if listed in lists else {listed} for name, listed in per.items()}
    for row in rows:
        each = (_referred(row, source, name, names, lists) for name, names in wanted.items())
        for key in itertools.product(*([_id(v) for v in (one if isinstance(one, list) else [one])] for one in each)):
            if all(isinstance(step, str) and step for step in key):
                found.setdefault(key, []).append(row)
    return found


def leads_to(source: Source, name: str, listed: str, lists: Mapping[str, EntryList]) -> bool:
    """Whether the columns of a list lead to another: under a name, by the type of a column, or further up."""
    wanted = lists.get(listed)
    if wanted is None or source.name == name_of(wanted.id):
        return True
    waiting = [each.listed for each in source.columns.values() if each.listed is not None]
    for _step in range(DEEPEST + 1):
        if any(each.id == wanted.id for each in waiting):
            return True
        fields = (field for each in waiting for field in each.head.all_fields().values() if field.refers_to in lists)
        waiting = [lists[field.refers_to] for field in fields]
    return False


def _referred(row: Row, source: Source, name: str, names: Set[str], lists: Mapping[str, EntryList]) -> Any:
    """Return the entry of a list that a row refers to: under the name, by the type of a column, or further up.

    `names`: those of the list.
    """
    named = source.columns[name].listed if name in source.columns else None
    if named is not None and names & _names(named):
        return row.get(name)
    if named is None and isinstance(row.get(name), Mapping):
        return row[name]
    if source.name in map(name_of, names):  # the rows are the entries themselves
        return row
    references = [(each.listed, row.get(key)) for key, each in source.columns.items() if each.listed is not None]
    for listed, value in references:
        if names & _names(listed) and value:
            return value
    for listed, value in references:
        if isinstance(value, Mapping):
            found = _upwards(value, listed, names, lists, 1)
            if found is not None:
                return found
    return None


def _names(listed: EntryList) -> set[str]:
    return {listed.id, *filter(None, [listed.head.also])}


def _upwards(entry: Row, of: EntryList, names: Set[str], lists: Mapping[str, EntryList], deep: int) -> Any:
    """Return the entry that an entry of a list refers to, by the fields of its head."""
    for key, field in of.head.fields.items():
        value = entry.get(key)
        if field.refers_to and isinstance(value, Mapping):
            if field.refers_to in names:
                return value
            above = lists.get(field.refers_to)
            found = _upwards(value, above, names, lists, deep + 1) if above is not None and deep < DEEPEST else None
            if found is not None:
                return found
    return None


def _id(value: Any) -> Any:
    return value.get("id") if isinstance(value, Mapping) else value


def ordered(rows: Sequence[Row], order: Sequence[str], source: Source) -> list[Row]:
    """Return the rows in order of columns, the first the strongest; `-name` falling. Equal rows stay in order, those
    without a value are last; without a mark they are as marked by no.
    """
    found = list(rows)
    for each in reversed(order):
        column = source.columns.get(name_of(each.removeprefix("-")))
        if column is not None:
            found.sort(key=_key(column), reverse=each.startswith("-"))
            if column.type not in _MARKS:
                found.sort(key=partial(_is_empty, column))
    return found


def _is_empty(column: SourceColumn, row: Row) -> bool:
    return row.get(column.name) in ("", None)


def ranked(rows: Sequence[Row], by: Sequence[str], source: Source) -> list[Row]:
    """Return the rows with their `rank` by columns, equal rows with equal ranks: 1, 2, 2, 4; none to an empty value."""
    columns = [source.columns[name] for each in by if (name := name_of(each.removeprefix("-"))) in source.columns]
    there = [n for n, row in enumerate(rows) if all(row.get(each.name, "") != "" for each in columns)]
    ranks: dict[int, int] = {}
    before: list[Any] = []
    last = 0
    numbered = [{**rows[n], _AT: n} for n in there]
    for place, row in enumerate(ordered(numbered, by, source), 1):
        key = [_key(each)(row) for each in columns]
        last = last if key == before else place
        before, ranks[row[_AT]] = key, last
    return [{**row, RANK: ranks.get(n, "")} for n, row in enumerate(rows)]


def _key(column: SourceColumn) -> Callable[[Row], Any]:
    """Return what rows are sorted by: names by the given name, entries as in their list, empty cells last."""
    places = {identifier: n for n, identifier in enumerate(column.known_order)}

    def key(row: Row) -> Any:
        value = row.get(column.name, "")
        if places:
            return (places.get(str(_id(value)), len(places)),)
        if column.type in _MARKS:
            return (is_true(value),)
        number = as_number(value) if column.type not in ("name", "date", "phone", "cccd") else None
        if number is not None:
            return (0, number)
        text = str(value if value is not None else "")
        return (2 if not text else 1, given_name_key(text) if column.type == "name" else _text_key(text, column))

    return key


def _text_key(text: str, column: SourceColumn) -> Any:
    return text if column.type == "date" else alphabet_key(text)


def grouped(rows: Sequence[Row], by: Sequence[SourceColumn], as_given: Sequence[Row] = ()) -> tuple[Group, ...]:
    """Return the groups of rows by columns: entries in the order of their list, other values as they first come.

    `as_given`: the rows as they come, where they have been sorted by something else.
    """
    if not by:
        return ()
    column, *rest = by
    found: dict[Any, list[Row]] = {_id(row.get(column.name, "")): [] for row in as_given}
    for row in rows:
        value = row.get(column.name, "")
        found.setdefault(_id(value), []).append(row)
    if column.known_order:
        places = {identifier: n for n, identifier in enumerate(column.known_order)}
        found = dict(sorted(found.items(), key=lambda each: places.get(str(each[0]), len(places))))
    return tuple(
        Group(column, members[0].get(column.name, ""), tuple(members), grouped(members, rest, as_given))
        for members in found.values()
        if members
    )
