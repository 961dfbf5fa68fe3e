"""`--where`: which entry of which list is meant. Lists are known by loop value, id or label, entries by id or name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.core.text import did_you_mean
from congvan.documents.common.context import ContentContext
from congvan.documents.letter.recipients import addressed_bodies, recipients
from congvan.forms.calendar import Calendar
from congvan.forms.form import forms_of
from congvan.model.dataset import Dataset
from congvan.model.document_specs import Document
from congvan.model.forms.tables import ANSWERED_PERIODS
from congvan.model.lists.entries import folded
from congvan.model.lists.receiving import addressed_lists, receiving
from congvan.pipeline.plan.records import FORMS, ITEMS, PERIODS, SENDERS
from congvan.values.columns.base import Referred

Where = Mapping[str, Sequence[str]]
Loops = Mapping[str, Sequence[str]]
"""The lists that each loop value of data/documents.yaml runs over."""


def where_of(
    dataset: Dataset, where: Where, documents: Sequence[Document] | None = None
) -> tuple[dict[str, list[str]], list[Problem]]:
    """Return the ids of the entries that are meant, by loop value, and a problem for all that is not one entry.

    Under "" are entries of which only the name was given: they are looked for in every list. `documents`: those that
    are asked for; what they don't loop over can't be meant. Default: all.
    """
    loops = _loops(dataset, dataset.documents if documents is None else documents) if where else {}
    meant: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for name, texts in where.items():
        names = [each for each in loops if each == name or not name] or _loops_called(dataset, loops, name)
        if not names:
            problems.append(_no_loop(dataset, loops, name))
        for text in texts if names else ():
            found = {each: hits for each in names if (hits := _called(dataset, loops[each], text))}
            found = found or {each: hits for each in names if (hits := _receiving(dataset, loops[each], text))}
            if sum(map(len, found.values())) == 1:
                ((loop, (hit,)),) = found.items()
                meant.setdefault(loop, []).append(hit.id)
            else:
                problems.append(_several(found, text) if found else _unknown(dataset, loops, names, text))

    return meant, problems


def _loops(dataset: Dataset, documents: Iterable[Document]) -> Loops:
    loops: dict[str, dict[str, None]] = {}
    for document in documents:
        for name, listed in document.for_each.items():
            loops.setdefault(name, {})[listed] = None
            if listed in ITEMS:
                for dimension, of in _dimensions(dataset, listed):
                    loops.setdefault(dimension, {})[of] = None
    return {name: tuple(lists) for name, lists in loops.items()}


def _dimensions(dataset: Dataset, listed: str) -> Iterator[tuple[str, str]]:
    """Yield the names of the dimensions of all forms, or tables, with their lists."""
    for dispatch in dataset.dispatches.values():
        for each in dispatch.forms if listed == FORMS else dispatch.tables:
            yield from ((name, of) for name, of in each.per.items() if of in dataset.lists)


def _loops_called(dataset: Dataset, loops: Loops, text: str) -> list[str]:
    """Return the loop values that run over a list of this name: its id, its label, or what an entry is called."""
    wanted = folded(text)
    found = [name for name, lists in loops.items() if wanted in map(folded, _words(dataset, lists))]
    return found or [name for name, lists in loops.items() if wanted in map(folded, _addressed(dataset, lists))]


def _addressed(dataset: Dataset, lists: Sequence[str]) -> Iterator[str]:
    """Yield what the lists are called whose entries a loop over receivers, or recipients, addresses."""
    for dispatch in dataset.dispatches.values():
        named = {"receivers": dispatch.receivers, "recipients": (*dispatch.receivers, *dispatch.copies)}
        for name in lists:
            for listed in addressed_lists(dataset.lists, named.get(name, ())):
                yield from (*filter(None, (listed.id, listed.head.also)), listed.label, listed.one)


def _words(dataset: Dataset, lists: Sequence[str]) -> Iterator[str]:
    for name in lists:
        yield name
        if listed := dataset.lists.get(name):
            yield from (listed.id, listed.label, listed.one)


def _called(dataset: Dataset, lists: Sequence[str], text: str) -> list[Referred]:
    """Return the entries of some lists that a text means: those with the id, else those with the name."""
    found: dict[str, Referred] = {}
    for name in lists:
        if listed := dataset.lists.get(name):
            found |= {each.id: each for each in listed.referred(text)}
        else:
            found |= {each.id: each for each in _of_dispatches(dataset, name) if _names(each, text)}
    return [found[text]] if text in found else list(found.values())


def _names(referred: Referred, text: str) -> bool:
    return text == referred.id or folded(text) == folded(referred.name)


def _receiving(dataset: Dataset, lists: Sequence[str], text: str) -> list[Referred]:
    """Return the receivers of the dispatches that receive for the entry which a text means."""
    entries = {listed.id: {each.id for each in listed.find(text)} for listed in dataset.lists.values()}
    meant = {body.id for listed, body in receiving(dataset.lists) if body.entry in entries[listed.id]}
    found = (each for name in lists if name in ("receivers", "recipients") for each in _of_dispatches(dataset, name))
    return list({each.id: each for each in found if each.id in meant}.values())


def _of_dispatches(dataset: Dataset, listed: str) -> Iterator[Referred]:
    """Yield the entries of a list that each dispatch has of its own."""
    if listed in ("receivers", "recipients"):
        walk = addressed_bodies if listed == "receivers" else recipients
        for name in dataset.dispatches:
            context = ContentContext(dataset, name, "corrected", {}, {}, [])
            yield from (Referred(body["id"], body["name"]) for body in walk(context))
    elif listed in ("certified-copies", "appendices"):
        for dispatch in dataset.dispatches.values():
            yield from (Referred(fact.id, fact.id) for fact in getattr(dispatch, listed.replace("-", "_")))
    elif listed in (PERIODS, ANSWERED_PERIODS):
        yield from _periods(dataset)
    elif listed == SENDERS:
        yield from (Referred(body.id, body.name) for _list, body in receiving(dataset.lists))


def _periods(dataset: Dataset) -> Iterator[Referred]:
    """Yield the periods of all forms, and those for which something came."""
    for name in dataset.dispatches:
        for form in forms_of(dataset, name).values():
            yield from (Referred(each.id, each.name) for each in Calendar(form).periods())
        answers = dataset.returned.get(name, {}).get("answers", [])
        yield from (Referred(each["period"], each["period"]) for each in answers if each["period"])


def _no_loop(dataset: Dataset, loops: Loops, name: str) -> Problem:
    words = [word for lists in loops.values() for word in _words(dataset, lists)]
    hint = did_you_mean(name, [*loops, *words]) or Message("known-names", known=", ".join(sorted(loops)))
    return Problem(Message("want-unknown.value", kind=Message("thing.loop-value"), value=name), remedy=hint)


def _unknown(dataset: Dataset, loops: Loops, names: Sequence[str], text: str) -> Problem:
    """Return the problem of an entry that no list has, with the nearest that one has."""
    known: dict[str, str] = {}
    for name in (listed for loop in names for listed in loops[loop]):
        if listed := dataset.lists.get(name):
            known |= {entry.id: entry.heading for entry in listed.entries}
        else:
            known |= {each.id: each.name for each in _of_dispatches(dataset, name)}
    hint = did_you_mean(text, [*known, *known.values()])
    hint = hint or Message("known-names", known=", ".join(sorted(known)[:50]))
    ones = {dataset.lists[name].one for loop in names for name in loops[loop] if name in dataset.lists}
    one = ones.pop() if len(ones) == 1 else names[0]
    kind = Message("thing.entry", name=names[0], one=one) if len(names) == 1 else Message("thing.any-entry")
    return Problem(Message("want-unknown.value", kind=kind, value=text), remedy=hint)


def _several(found: Mapping[str, Sequence[Referred]], text: str) -> Problem:
    """Return the problem of a name that several entries have; the remedy shows each."""
    shown = ", ".join(f"{loop}={hit.id} ({hit.name})" for loop, hits in found.items() for hit in hits[:5])
    return Problem(Message("where-several", text=text), remedy=Message("where-several.hint", shown=shown))
