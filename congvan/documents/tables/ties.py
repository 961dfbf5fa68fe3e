"""For which entries a table with `per` is made: those of its receiver, of its sender, of the loops of its record.

Why the receiver comes first: no paper that is addressed to one body may show the rows of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.templating.open_values import DOTS
from congvan.documents.common.context import ContentContext
from congvan.documents.tables.sources import Row
from congvan.model.forms.scalars import name_of
from congvan.model.forms.tables import ANSWERED_PERIODS, OWING, TableSpec
from congvan.model.lists.entries import EntryList, ReceivingBody
from congvan.model.lists.receiving import member_ids, receiving_by_id

RECEIVER = "receiver"
ADDRESSED = ("receivers", "recipients", "senders")
"""Loops whose values are bodies that a paper is addressed to."""
_PERIODS = ("periods", ANSWERED_PERIODS)

Found = tuple[EntryList, ReceivingBody]


class Ties(NamedTuple):
    """The entries for which a table is made, by the names of `per`. `gap`: it is shown without rows, as on the dispatch
    itself, whose copies each have the rows of their receiver.
    """

    entries: Mapping[str, Row]
    gap: bool = False


def ties_of(context: ContentContext, spec: TableSpec, *, in_text: bool) -> Mapping[str, Row]:
    """Return the entry at hand for each name of `per` that has one; `in_text`: of a letter, whose one receiver may be
    known by Kính gửi alone.
    """
    alone = in_text and not isinstance(context.facts.get(RECEIVER), Mapping)
    one = body_of(context) or (_only_body(context) if alone else None)
    found: dict[str, Row] = {}
    for name, listed in spec.per.items():
        of = context.dataset.lists.get(listed)
        entry = _period(context, name) if of is None else _own_entry(one, of) or _looped(context, name, of)
        if entry is not None:
            found[name] = entry
    return found


def ties_in_text(context: ContentContext, spec: TableSpec) -> Ties | None:
    """Return for which entries the text of a letter shows a table. None: it can't be told; that is noted."""
    own = names_receiver(spec) or any(listed not in _PERIODS for listed in spec.per.values())
    if own and not context.paper:
        key = f"flaws of table {spec.id}"  # the same for every receiver, and asked of all of them
        if key not in context.shared:
            context.shared[key] = tuple(_text_flaws(context, spec))
        if context.shared[key]:
            context.problems.extend(context.shared[key])
            return None
    if own and _is_gap(context.facts.get(RECEIVER)):
        gaps: Row = context.facts[RECEIVER]["entry"]
        return Ties(dict.fromkeys(spec.per, gaps), gap=True)
    return _closed(context, spec, ties_of(context, spec, in_text=True))


def ties_on_paper(context: ContentContext, spec: TableSpec) -> Ties | None:
    """Return for which entries a paper of its own shows a table; what no loop meets is left open, unless the paper is
    addressed or made for entries that the table does not know. None: it can't be told; that is noted.
    """
    if names_receiver(spec) and not isinstance(context.facts.get(RECEIVER), Mapping):
        hint = Message("table-per-nobody.hint-loop")
        context.problems.append(Problem(Message("table-per-nobody", table=spec.id), _place(context, spec), hint))
        return None
    found = ties_of(context, spec, in_text=False)
    loops = {name: listed for name, listed in context.loops.items() if name in context.values}
    used = {id(entry) for entry in found.values()}
    lists = context.dataset.lists
    idle = any(listed in lists and id(context.values[name]) not in used for name, listed in loops.items())
    return (
        _closed(context, spec, found) if idle or any(listed in ADDRESSED for listed in loops.values()) else Ties(found)
    )


def names_receiver(spec: TableSpec) -> bool:
    """Whether a table asks for its receiver, so that there is none for nobody."""
    return _names(spec, (RECEIVER,))


def depends_on_record(context: ContentContext, spec: TableSpec) -> bool:
    """Whether a table differs from record to record."""
    return bool(spec.per) or spec.of == OWING or _names(spec, (RECEIVER, *context.values))


def record_key(context: ContentContext, ties: Ties) -> tuple[Any, ...]:
    """Return what tells the tables of one record from those of another."""
    values = {**context.values, RECEIVER: context.facts.get(RECEIVER)}
    at_hand = ((name, _id(value)) for name, value in values.items() if isinstance(value, Mapping))
    return (ties.gap, *((name, _id(entry)) for name, entry in ties.entries.items()), *at_hand)


def _closed(context: ContentContext, spec: TableSpec, found: Mapping[str, Row]) -> Ties | None:
    """Return the entries at hand, one for each name of `per` but periods; None with a problem where one is missing."""
    missing = [name for name, listed in spec.per.items() if name not in found and listed not in _PERIODS]
    for name in missing:
        message = Message("table-per-open", table=spec.id, list=_label(context, spec, name))
        context.problems.append(Problem(message, _place(context, spec, "per", name)))
    return None if missing else Ties(found)


def _text_flaws(context: ContentContext, spec: TableSpec) -> Iterator[Problem]:
    """Yield why the text of a dispatch can't show each receiver its own rows of a table."""
    dispatch, name = context.dispatch, f"tables.{name_of(spec.id)}"
    if dispatch.numbering == "single" and names_receiver(spec):
        yield Problem(Message("receiver-single", name=RECEIVER), _place(context, spec))
        return
    if dispatch.numbering == "single" and _only_body(context) is None:
        values = {"table": spec.id, "list": _label(context, spec, next(iter(spec.per)))}
        hint = Message("table-per-equal.hint", name=name)
        yield Problem(Message("table-per-equal", **values), _place(context, spec), hint)
        return
    if dispatch.numbering == "shared" and name not in map(name_of, dispatch.varies):
        yield Problem(Message("varies-other", name=name), context.place("varies" if dispatch.varies else "numbering"))
    for per, listed in spec.per.items():
        of = context.dataset.lists.get(listed)
        if of is not None:
            yield from _line_flaws(context, spec, per, of)


def _line_flaws(context: ContentContext, spec: TableSpec, per: str, of: EntryList) -> Iterator[Problem]:
    """Yield the lines of Kính gửi whose bodies are no single entries of a list."""
    also, known = (_place(context, spec, "per", per),), _receiving(context)
    if not context.dispatch.receivers:
        yield Problem(Message("table-per-nobody", table=spec.id), also[0])
    for index, line in enumerate(context.dispatch.receivers):
        place = context.place("receivers", index)
        bodies = [known[each] for each in member_ids(context.dataset.lists, line) if each in known]
        values = {"table": spec.id, "list": of.label}
        if not line.named_by:
            yield Problem(Message("table-per-words", receiver=line.text or "", **values), place, also=also)
        wrong = next((body for listed, body in bodies if listed.id != of.id), None)
        group = next((body for listed, body in bodies if listed.id == of.id and body.copies > 1), None)
        if wrong is not None:
            yield Problem(Message("table-per-receiver", receiver=wrong.name, **values), place, also=also)
        elif group is not None:
            yield Problem(Message("table-per-group", receiver=group.name, **values), place, also=also)


def body_of(context: ContentContext) -> Found | None:
    """Return the body to which a record is addressed; None for none, for several, and for a name of several bodies."""
    loops = (context.values[name] for name in context.values if context.loops.get(name) in ADDRESSED)
    for each in (context.facts.get(RECEIVER), *loops):
        found = _receiving(context).get(str(each.get("id", ""))) if isinstance(each, Mapping) else None
        if found is not None:
            return found if found[1].copies < 2 else None
    return None


def _only_body(context: ContentContext) -> Found | None:
    """Return the one body of Kính gửi, if there is no other receiver."""
    lines = context.dispatch.receivers
    bodies = member_ids(context.dataset.lists, lines[0]) if len(lines) == 1 else []
    found = _receiving(context).get(bodies[0]) if len(bodies) == 1 else None
    return found if found is not None and found[1].copies < 2 else None


def _receiving(context: ContentContext) -> Mapping[str, Found]:
    if "receiving" not in context.shared:
        context.shared["receiving"] = receiving_by_id(context.dataset.lists)
    found: Mapping[str, Found] = context.shared["receiving"]
    return found


def _own_entry(one: Found | None, of: EntryList) -> Row | None:
    entry = of.get(one[1].entry) if one is not None and one[0].id == of.id else None
    return entry.values if entry is not None else None


def _looped(context: ContentContext, name: str, of: EntryList) -> Row | None:
    """Return the loop value that is an entry of a list, that of the same name first."""
    for key in (name, *context.values):
        value: Row | None = context.values.get(key)
        entry = of.get(str(value.get("id", ""))) if isinstance(value, Mapping) else None
        if entry is not None and entry.values is value:
            return value
    return None


def _period(context: ContentContext, name: str) -> Row | None:
    keys = (name, *(key for key, listed in context.loops.items() if listed in _PERIODS))
    found: Row | None = next((context.values[key] for key in keys if key in context.values), None)
    return found


def _names(spec: TableSpec, names: tuple[str, ...]) -> bool:
    """Whether a condition, a computed column or the closing words of a table name one of these."""
    texts = (spec.where, spec.closing, *(each.value for each in spec.columns))
    named = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, names))})\b")
    return any(named.search(text) for text in texts if text)


def _is_gap(receiver: Any) -> bool:
    return isinstance(receiver, Mapping) and receiver.get("id") == DOTS


def _id(value: Mapping[str, Any]) -> str:
    return str(value.get("id", ""))


def _label(context: ContentContext, spec: TableSpec, name: str) -> str:
    listed = context.dataset.lists.get(spec.per[name])
    return listed.label if listed is not None else spec.per[name]


def _place(context: ContentContext, spec: TableSpec, *keys: str) -> Place:
    return context.place("tables", context.dispatch.tables.index(spec), *(keys or (("per",) if spec.per else ())))
