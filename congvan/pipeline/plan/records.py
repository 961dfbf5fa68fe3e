"""The records that documents loop over: entries of lists, and what a dispatch has of its own.

Receivers, recipients, appendices, certified copies; its forms with the entries and periods of each sheet that is owed,
its tables, its senders, its periods. Each is worked out once, when it is first asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from congvan.core.returned import owes
from congvan.documents.common.context import ContentContext
from congvan.documents.letter.recipients import addressed_bodies, recipients
from congvan.documents.tables.selection import ordered
from congvan.documents.tables.sources import SourceColumn, list_source, with_paths
from congvan.documents.tables.ties import names_receiver
from congvan.forms.answer_scopes import FormNames
from congvan.forms.calendar import calendar_of
from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.keys import PERIOD, FormKeys, form_path
from congvan.forms.obligations import obligations
from congvan.forms.owed import OwedBy
from congvan.model.directory import fact_as_plain
from congvan.model.document_specs import Document
from congvan.model.forms.tables import ANSWERED_PERIODS, TableSpec
from congvan.model.lists.entries import Entry

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
        self._owing: dict[tuple[str, tuple[str, ...]], set[tuple[str, ...]]] = {}
        self._periods_of: dict[str, Mapping[str, Record]] = {}
        self.dataset = context.dataset
        self.forms: Mapping[str, DispatchForm] = forms_of(context.dataset, context.dispatch_id)
        self.tables = {spec.id: spec for spec in context.dispatch.tables}

    def turns(self, name: str, listed: str, document: Document) -> Iterator[Values]:
        """Yield the values that each turn of a loop gives."""
        if listed == FORMS:
            yield from (_named(name, record, self._entries(record)) for record in self._forms())
        elif listed == TABLES:
            yield from self._tables(name)
        else:
            yield from ({name: record} for record in self._in_order(listed, document))

    def named(self, document: Document, values: Mapping[str, Record]) -> Values:
        """Return what conditions and paths of an entry know of the form or table that it names: `form.owed`,
        `table.filled`. A loop meets a dimension by its list; what no loop meets is left open.
        """
        found: Values = {}
        form = self.forms.get(document.form or "")
        if form is not None and "form" not in values:
            per = {each.name: each.listed.id for each in form.dimensions}
            entries = {name: self._met(document, name, listed, values) for name, listed in per.items()}
            period = self._met(document, PERIOD, PERIODS, values) or self._met(
                document, PERIOD, ANSWERED_PERIODS, values
            )
            keys = FormKeys(entries, period)
            found["form"] = {**_sheet(form, keys), "owed": self._owed(form, keys)}
        spec = self.tables.get(document.table or "")
        if spec is not None and "table" not in values:
            ids = {name: self._met(document, name, listed, values) for name, listed in spec.per.items()}
            met: Values = {name: {"id": each} for name, each in ids.items() if each}
            path = "/".join([spec.id, *(str(each["id"]) for each in met.values())])
            found["table"] = {
                "id": spec.id,
                "name": spec.name or spec.id,
                "path": path,
                "filled": self._filled(spec, met),
            }
        return found

    def _met(self, document: Document, name: str, listed: str, values: Mapping[str, Record]) -> str:
        """Return the id of the loop value that a dimension meets, by its list, as what a receiver receives for, or else
        by its name; "" for none.
        """
        by_list = [key for key, other in document.for_each.items() if self.same(listed, other)]
        there = [key for key in (*by_list, name) if key in values]
        own = (self.received_for(listed, value) for value in values.values())
        return str(values[there[0]]["id"]) if there else next(filter(None, own), "")

    def received_for(self, listed: str, receiver: Record) -> str:
        """Return the id of the entry of a list for which a receiver receives; "" for none, and for no receiver."""
        entry, of = receiver.get("entry"), self.dataset.lists.get(listed)
        found = of.get(str(entry.get("id", ""))) if of is not None and isinstance(entry, Mapping) else None
        return found.id if found is not None and found.values is entry else ""

    def _owed(self, form: DispatchForm, keys: FormKeys) -> bool:
        """Whether a sheet is owed; one with an open dimension is if it is for any entry."""
        wanted = {each.name: keys.entry(each.name) for each in form.dimensions}
        known = tuple(name for name, want in wanted.items() if want)
        if (form.id, known) not in self._owing:  # a set for lookups, built once: this is asked for each sheet
            bound = OwedBy(FormNames(form)).entries()
            self._owing[form.id, known] = {tuple(entries[name].id for name in known) for entries in bound}
        return tuple(wanted[name] for name in known) in self._owing[form.id, known]

    def of(self, listed: str, document: Document | None = None) -> Sequence[Record]:
        """Return the records of a list; () where the dispatch has nothing of this name."""
        if listed in (PERIODS, ANSWERED_PERIODS):
            return list(self._periods(document, answered=listed == ANSWERED_PERIODS))
        if listed not in self._made:
            self._made[listed] = self._of(listed)
        return self._made[listed]

    def _in_order(self, listed: str, document: Document) -> Sequence[Record]:
        """Return the records of a list in the order that a document states, else in their own."""
        found, lists = self.of(listed, document), self.dataset.lists
        if not document.order or listed not in lists:
            return found
        key = f"{listed} {' '.join(document.order)}"
        if key not in self._made:
            names = [each.removeprefix("-") for each in document.order]
            source = with_paths(list_source(lists[listed], lists), names, lists)
            free = {name: SourceColumn(name, name) for name in names}  # of a list without a head
            source = replace(source, columns={**free, **source.columns})
            by_id = {str(record["id"]): record for record in found}
            self._made[key] = [by_id[str(row["id"])] for row in ordered(source.rows, document.order, source)]
        return self._made[key]

    def same(self, one: str, other: str) -> bool:
        """Whether two names are those of one list."""
        first, second = self.dataset.lists.get(one), self.dataset.lists.get(other)
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
        if listed in self.dataset.lists:
            return self.dataset.lists[listed].values
        return []

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
            periods = calendar_of(self.forms[form]).periods() if form in self.forms else ()
            self._periods_of[form] = {each.id: each.values for each in periods}
        return self._periods_of[form]

    def _tables(self, name: str) -> Iterator[Values]:
        for spec in self.tables.values():
            if names_receiver(spec):  # it is shown in a letter, or over receivers
                continue
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
        assignment = next((each for each in self._context.dispatch.assignments if each.id == source), None)
        if assignment is not None:
            lines = assigned[source]["lines"] if source in assigned else []
            wanted = {str(each["id"]) for each in values.values()}
            posts = self.dataset.lists.get(assignment.posts.each)
            found = ((line["post"], posts.get(line["post"]) if posts else None) for line in lines)
            return any(wanted <= {post, *_referred(entry)} for post, entry in found)
        return source in self.dataset.lists

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
        calendar = calendar_of(self.forms[form]) if form in self.forms else None
        for period in came:
            found = calendar.find(period) if calendar and period not in known else None
            yield found.values if found else known.get(period, {"id": period, "name": period})

    def _senders(self) -> Iterator[Record]:
        """Yield each body that owes something under the dispatch; `owing`: the ids of the forms that it still owes."""
        returned = self._context.returned
        statuses = returned.get("forms", [])
        owing: dict[str, list[str]] = {}
        for status in statuses:
            for sender in dict.fromkeys(each["sender"] for each in status["standings"] if owes(each)):
                owing.setdefault(sender, []).append(status["form"])
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
        yield from ({**each, "owing": owing.get(name, [])} for name, each in senders.items() if name)


def _referred(entry: Entry | None) -> set[str]:
    """Return the ids of the entries that an entry refers to."""
    values = entry.values.values() if entry else ()
    return {str(each["id"]) for each in values if isinstance(each, Mapping) and "id" in each}


def _named(name: str, record: Record, more: Values) -> Values:
    return {name: record, **{key: value for key, value in more.items() if key != name}}


def _sheets(form: DispatchForm) -> Iterator[Record]:
    """Yield a record for each sheet of a form that is owed; one without periods set has its period left open."""
    keys = [each.keys for each in obligations(form)]
    if form.spec.period and not calendar_of(form).periods():
        bound = OwedBy(FormNames(form)).entries()
        keys = [FormKeys({name: entry.id for name, entry in each.items()}) for each in bound]
    yield from (_sheet(form, each) for each in keys)


def _sheet(form: DispatchForm, keys: FormKeys) -> Record:
    return {
        "id": form.id,
        "name": form.spec.name,
        "heading": form.title,
        "ref": form.ref,
        "path": form_path(form, keys),
        "entries": dict(keys.entries),
        "period": keys.period,
    }
