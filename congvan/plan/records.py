"""The records that documents loop over: entries of lists, and what a dispatch has of its own.

Receivers, recipients, appendices, certified copies; its forms with the entries and periods of each sheet that is owed,
its tables, its senders, its periods. Each is worked out once, when it is first asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from congvan.documents.base.context import ContentContext
from congvan.documents.base.facts import older_names
from congvan.documents.base.returned_facts import returned_lists
from congvan.documents.letter.recipients import addressed_bodies, recipients
from congvan.forms.calendar import Calendar
from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.keys import PERIOD, FormKeys, form_path
from congvan.forms.obligations import obligations
from congvan.model.directory import fact_as_plain
from congvan.model.document_specs import Document
from congvan.model.forms.tables import ANSWERED_PERIODS, TableSpec

Record = Mapping[str, Any]
"""What a loop value is: the values of an entry, or of something of the dispatch."""
Values = dict[str, Record]
"""The values that one turn of a loop gives, by name: `form` gives those of its dimensions too."""

FORMS, TABLES, SENDERS, PERIODS = "forms", "tables", "senders", "periods"
ITEMS = (FORMS, TABLES)
"""Loops whose turns give more than one value."""


class Records:
    """The records of a dispatch, by the names of the lists."""

    def __init__(self, context: ContentContext) -> None:
        self._context, self._made = context, dict[str, Sequence[Record]]()
        self._periods_of: dict[str, Mapping[str, Record]] = {}
        self.dataset = context.dataset
        self._lists = {**older_names(self.dataset.lists), **self.dataset.lists}
        self.forms: Mapping[str, DispatchForm] = forms_of(context.dataset, context.dispatch_id)
        self.tables = {spec.id: spec for spec in context.dispatch.tables}

    def turns(self, name: str, listed: str, document: Document) -> Iterator[Values]:
        """Yield the values that each turn of a loop gives."""
        if listed == FORMS:
            yield from (_named(name, record, self._entries(record)) for record in self._forms())
        elif listed == TABLES:
            yield from self._tables(name)
        else:
            yield from ({name: record} for record in self.of(listed, document))

    def of(self, listed: str, document: Document | None = None) -> Sequence[Record]:
        """Return the records of a list; () where the dispatch has nothing of this name."""
        if listed in (PERIODS, ANSWERED_PERIODS):
            return list(self._periods(document, answered=listed == ANSWERED_PERIODS))
        if listed not in self._made:
            self._made[listed] = self._of(listed)
        return self._made[listed]

    def same(self, one: str, other: str) -> bool:
        """Whether two names are those of one list."""
        first, second = self._lists.get(one), self._lists.get(other)
        return one == other or (first is not None and second is not None and first.id == second.id)

    def list_of(self, name: str, document: Document) -> str:
        """Return the list of a value of a record: of the loop of this name, or of a dimension of a form or table."""
        if name in document.for_each:
            return document.for_each[name]
        dimensions = [each.spec.per for each in self.forms.values()] + [each.per for each in self.tables.values()]
        return next((per[name] for per in dimensions if name in per), "")

    def _of(self, listed: str) -> Sequence[Record]:
        dispatch = self._context.dispatch
        if listed == "receivers":
            return list(addressed_bodies(self._context))
        if listed == "recipients":
            return [dict(each) for each in recipients(self._context)]
        if listed in ("certified-copies", "appendices"):
            return [fact_as_plain(fact) for fact in getattr(dispatch, listed.replace("-", "_"))]
        if listed == SENDERS:
            return list(self._senders())
        if listed in self._lists:
            return self._lists[listed].values
        return returned_lists(self.dataset, self._context.dispatch_id).get(listed, [])

    def _forms(self) -> Sequence[Record]:
        if FORMS not in self._made:
            self._made[FORMS] = [record for form in self.forms.values() for record in _sheets(form)]
        return self._made[FORMS]

    def _entries(self, record: Record) -> Values:
        """Return the entries of a sheet, and its period, by the names of its form."""
        form = self.forms[record["id"]]
        entries = {each.name: each.listed.get(record["entries"][each.name]) for each in form.dimensions}
        values: Values = {name: entry.values for name, entry in entries.items() if entry}
        period = self._calendar(form.id).get(record["period"])
        return {**values, PERIOD: period} if period else values

    def _calendar(self, form: str) -> Mapping[str, Record]:
        """Return the periods of a form by their ids; {} for a form that the dispatch has not."""
        if form not in self._periods_of:
            periods = Calendar(self.forms[form]).periods() if form in self.forms else ()
            self._periods_of[form] = {each.id: each.values for each in periods}
        return self._periods_of[form]

    def _tables(self, name: str) -> Iterator[Values]:
        for spec in self.tables.values():
            pools = [[(each, record) for record in self._table_pool(spec, spec.per[each])] for each in spec.per]
            for chosen in itertools.product(*pools):
                values = dict(chosen)
                periods = [str(record["id"]) for each, record in chosen if spec.per[each] == ANSWERED_PERIODS]
                entries = [str(record["id"]) for each, record in chosen if spec.per[each] != ANSWERED_PERIODS]
                record: Record = {
                    "id": spec.id,
                    "name": spec.name or spec.id,
                    "path": "/".join([spec.id, *periods, *entries]),
                    "filled": self._filled(spec, values),
                }
                yield _named(name, record, values)

    def _table_pool(self, spec: TableSpec, listed: str) -> Sequence[Record]:
        if listed == ANSWERED_PERIODS:
            return list(self._answered(spec.of.partition(".")[0]))
        return self.of(listed)

    def _filled(self, spec: TableSpec, values: Values) -> bool:
        """Whether there is anything to show: rows of a list, or something that came back for these entries."""
        returned = self._context.returned
        source = spec.of.partition(".")[0]
        if source in self.forms:
            period = next((str(each["id"]) for name, each in values.items() if spec.per[name] == ANSWERED_PERIODS), "")
            answers = [each for each in returned.get("answers", []) if each["form"] == source]
            chosen = {name: str(each["id"]) for name, each in values.items() if spec.per[name] != ANSWERED_PERIODS}
            return any(
                period in ("", each["period"])
                and all(each["keys"].get(name, entry) in ("", entry) for name, entry in chosen.items())
                for each in answers
            )
        if source == "owing":
            return bool(returned.get("answers")) and any(each["owing"] for each in self.of(SENDERS))
        if source == "register":
            return bool(returned.get("registered"))
        assigned = {each["id"]: each for each in returned.get("assignments", [])}
        if any(each.id == source for each in self._context.dispatch.assignments):
            return source in assigned
        return source in self._lists

    def _periods(self, document: Document | None, *, answered: bool) -> Iterator[Record]:
        """Yield the periods of the form that a document names, or of the form of its table; else of all forms."""
        named = document.form if document else None
        table = self.tables.get(document.table or "") if document else None
        named = named or (table.of.partition(".")[0] if table else None)
        seen: set[str] = set()
        for name in [named] if named else list(self.forms):
            for record in self._answered(name) if answered else self._calendar(name).values():
                if record["id"] not in seen:
                    seen.add(str(record["id"]))
                    yield record

    def _answered(self, form: str) -> Iterator[Record]:
        """Yield the periods of a form for which something came, in order."""
        answers = self._context.returned.get("answers", [])
        came = sorted({each["period"] for each in answers if each["form"] == form and each["period"]})
        known = self._calendar(form)
        yield from (known.get(period, {"id": period, "name": period}) for period in came)

    def _senders(self) -> Iterator[Record]:
        """Yield each body that owes something under the dispatch; `owing`: whether it still does."""
        returned = self._context.returned
        statuses = returned.get("forms", [])
        open_ = {
            each["sender"]
            for status in statuses
            for each in status["standings"]
            if each["state"] in ("missing", "incomplete", "asked")
        }
        senders = {each["id"]: dict(each) for each in returned.get("senders", [])}
        if not statuses:
            for form in self.forms.values():
                for owed in obligations(form):
                    who = owed.sender
                    known: dict[str, object] = {
                        "id": who.id,
                        "name": who.name,
                        "phone": who.phone,
                        "list": who.listed,
                        "entry": who.entry,
                    }
                    senders.setdefault(who.id, known)
        yield from ({**each, "owing": name in open_} for name, each in senders.items() if name)


def _named(name: str, record: Record, more: Values) -> Values:
    return {name: record, **{key: value for key, value in more.items() if key != name}}


def _sheets(form: DispatchForm) -> Iterator[Record]:
    """Yield a record for each sheet of a form that is owed; one without periods set has its period left open."""
    keys = [each.keys for each in obligations(form)]
    if form.spec.period and not Calendar(form).periods():
        pools = [[(each.name, entry) for entry in each.listed.ids] for each in form.dimensions]
        keys = [FormKeys(dict(chosen)) for chosen in itertools.product(*pools)]
    for each in keys:
        yield {
            "id": form.id,
            "name": form.spec.name,
            "ref": form.ref,
            "path": form_path(form, each),
            "entries": dict(each.entries),
            "period": each.period,
        }
