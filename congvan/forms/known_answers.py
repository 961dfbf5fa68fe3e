"""What came back, as the values of forms ask for it: the rows of another form, or of another period, whose keys agree.

Keys agree by list: a form of villages answers for the area at hand where the village refers to it. Rows are found by
an index for each combination of names, so that a table of ten thousand lines is made in one pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from congvan.core.returned import AnswerFacts, RowFacts
from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys
from congvan.model.forms.scalars import name_of
from congvan.model.lists.entries import EntryList
from congvan.values.columns.base import Value

_FARTHEST = 4  # steps from list to list that an agreement follows
_Rows = Sequence[Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class _Way:
    """How a row of a form leads to an entry of a list: from a dimension, its own entry or a column, then by fields."""

    dimension: str = ""
    column: str = ""  # "" without a dimension: the entry of the row
    fields: tuple[str, ...] = ()
    listed: EntryList | None = None


class ReceivedAnswers:
    """The answers to the forms of a dispatch, as `KnownAnswers` of sheets and of comparisons."""

    def __init__(self, forms: Mapping[str, DispatchForm], answers: Iterable[AnswerFacts]) -> None:
        self._forms = {name_of(name): form for name, form in forms.items()}
        self._by_form: dict[tuple[str, str], list[AnswerFacts]] = {}
        self._answered: dict[str, set[str]] = {}
        for answer in answers:
            self._by_form.setdefault((name_of(answer["form"]), answer["period"]), []).append(answer)
            self._answered.setdefault(name_of(answer["form"]), set()).add(answer["period"])
        self._indexes: dict[tuple[Any, ...], Mapping[tuple[str, ...], list[Mapping[str, Value]]]] = {}
        self._lists = _lists_by_name(forms.values())

    def rows(self, form: str, section: str, keys: FormKeys, period: str) -> _Rows:
        """Return the rows of the answers to a form whose keys agree with the entries at hand."""
        known = self._forms.get(name_of(form))
        if known is None or (name_of(form), period) not in self._by_form:
            return ()
        names = tuple(name for name, entry in keys.entries.items() if entry and self._way(known, section, name))
        index = self._index(known, section, period, names)
        return index.get(tuple(keys.entries[name] for name in names), ())

    def periods(self, form: str) -> Set[str]:
        """Return the ids of the periods for which a form was answered."""
        return self._answered.get(name_of(form), set())

    def reached(self, form: DispatchForm, section: str, name: str, keys: Mapping[str, str], row: RowFacts) -> str:
        """Return the entry that a row of a form has under a name; "" for none."""
        way = self._way(form, section, name)
        return _reached(way, keys, row) if way else ""

    def _index(
        self, form: DispatchForm, section: str, period: str, names: tuple[str, ...]
    ) -> Mapping[tuple[str, ...], list[Mapping[str, Value]]]:
        place = (form.id, section, period, names)
        if place not in self._indexes:
            index: dict[tuple[str, ...], list[Mapping[str, Value]]] = {}
            ways = [self._way(form, section, name) for name in names]
            for keys, row in self._all(form, section, period):
                reached = tuple(_reached(way, keys, row) if way else "" for way in ways)
                index.setdefault(reached, []).append({**row["values"], "entry": row["entry"]})
            self._indexes[place] = index
        return self._indexes[place]

    def _all(self, form: DispatchForm, section: str, period: str) -> Iterator[tuple[Mapping[str, str], RowFacts]]:
        found = form.section(section)
        for answer in self._by_form.get((name_of(form.id), period), ()):
            for row in answer["sections"].get(found.id, ()) if found else ():
                yield answer["keys"], row

    def _way(self, form: DispatchForm, section: str, name: str) -> _Way | None:
        """Return how rows of a form lead to the entry that a name stands for; None where they don't."""
        wanted = self._lists.get(name_of(name))
        named = form.dimension(name)
        if named is not None:
            return _Way(named.name)
        if wanted is None:
            return None
        for each in form.dimensions:
            fields = _path(each.listed, wanted, form)
            if fields is not None:
                return _Way(each.name, "", fields, each.listed)
        found = form.section(section)
        if found is not None and found.each is not None:
            fields = _path(found.each, wanted, form)
            if fields is not None:
                return _Way("", "", fields, found.each)
        for column in found.columns if found else ():
            fields = _path(column.listed, wanted, form) if column.listed else None
            if fields is not None:
                return _Way("", column.id, fields, column.listed)
        return None


def _lists_by_name(forms: Iterable[DispatchForm]) -> dict[str, EntryList]:
    """Return lists by the names under which forms know them: their ids, and the names of dimensions."""
    named: dict[str, EntryList] = {}
    for form in forms:
        for identifier, listed in form.dataset.lists.items():
            named.setdefault(name_of(identifier), listed)
    for form in forms:
        for each in form.dimensions:
            named[each.name] = each.listed
    return named


def _path(start: EntryList, wanted: EntryList, form: DispatchForm) -> tuple[str, ...] | None:
    """Return the fields that lead from entries of one list to those of another; () for the same; None for no way."""
    if start.id == wanted.id:
        return ()
    ways: list[tuple[EntryList, tuple[str, ...]]] = [(start, ())]
    seen = {start.id}
    for listed, fields in ways:
        for name, field in listed.head.all_fields().items() if len(fields) < _FARTHEST else ():
            target = form.dataset.lists.get(field.refers_to) if field.refers_to and not field.many else None
            if target is None or target.id in seen:
                continue
            if target.id == wanted.id:
                return (*fields, name)
            seen.add(target.id)
            ways.append((target, (*fields, name)))
    return None


def _reached(way: _Way, keys: Mapping[str, str], row: RowFacts) -> str:
    """Return the id of the entry that a row leads to; "" for none."""
    first = keys.get(way.dimension, "") if way.dimension else row["values"].get(way.column, row["entry"])
    if not way.fields or way.listed is None:
        return str(first)
    entry = way.listed.get(str(first))
    value: Any = entry.values if entry else None
    for field in way.fields:
        value = value.get(field) if isinstance(value, Mapping) else None
    return str(value.get("id", "")) if isinstance(value, Mapping) else ""
