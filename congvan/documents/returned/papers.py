"""Letters about what comes back, of data/papers/: laid out like a dispatch, with what is owed and the tables of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from congvan.documents.base.context import ContentContext
from congvan.documents.base.facts import symbol
from congvan.documents.letter import letter
from congvan.documents.letter.schema import OfficialDocument
from congvan.documents.letter.skeleton import empty_letter
from congvan.documents.returned.wording import owes
from congvan.documents.text.interpolate import merge
from congvan.forms.form import DispatchForm, forms_of
from congvan.lazy import pattern
from congvan.messages import Message
from congvan.model.dataset import PAPERS
from congvan.model.directory import fact_as_plain
from congvan.model.dispatch import Receiver
from congvan.model.lists.receiving import bodies_by_id
from congvan.model.papers import Paper
from congvan.problems import Place, Problem
from congvan.project.assets import DISPATCHES
from congvan.text import did_you_mean

_SENT = pattern(r"^gửi\s+")
"""The word that letters put before what is owed."""


def content(context: ContentContext) -> OfficialDocument:
    """Return the letter of the paper that the document's entry names, for the record at hand."""
    paper = context.dataset.papers.get(context.made_of)
    if paper is None:
        hint = did_you_mean(context.made_of, context.dataset.papers)
        context.problems.append(Problem(Message("paper-unknown", name=context.made_of), Place(PAPERS), hint))
        return empty_letter(context, context.made_of, context.made_of)
    made = letter.content(_as_dispatch(context, paper))
    names = ", ".join(str(value.get("name", "")) for value in context.values.values())
    return {**made, "title": " – ".join(filter(None, [made["title"], names]))}


def _as_dispatch(context: ContentContext, paper: Paper) -> ContentContext:
    """Return the context in which the dispatch is the paper; texts still see the dispatch that it is about."""
    file, dataset, identifier = f"{PAPERS}{context.made_of}.yaml", context.dataset, context.dispatch_id
    facts = {**context.facts, "owing_names": ", ".join(owing_names(context, paper.about)), "about": list(paper.about)}
    receivers = tuple(_receivers(context, paper, facts))
    made = paper.as_dispatch(context.dispatch, receivers, _year(context))
    signer = next((each for each in dataset.agency.signers if each.id == made.signer), None)
    sources = {**dataset.sources, f"{DISPATCHES}{identifier}.yaml": dataset.sources[file]} if dataset.sources else {}
    changed = replace(dataset, dispatches={**dataset.dispatches, identifier: made}, sources=sources)
    facts["dispatch"] = {**facts["dispatch"], "symbol": symbol(changed, made)}
    if signer is not None:
        facts["signer"] = fact_as_plain(signer) | {"lines": signer.lines}
    return replace(context, dataset=changed, facts=facts, shared={}, made_of="", attachments=False, paper=True)


def _year(context: ContentContext) -> str:
    """Return the year in which a paper is written, as far as the data tell: that of the last arrival, "" for none."""
    standings = (each for status in context.returned.get("forms", []) for each in status["standings"])
    return max((each["received"][:4] for each in standings), default="")


def _receivers(context: ContentContext, paper: Paper, facts: Mapping[str, Any]) -> Iterator[Receiver]:
    """Yield the lines of Kính gửi: a body that is known by its id, else its name as text."""
    known = bodies_by_id(context.dataset.lists)
    for index, line in enumerate(paper.receivers):
        to = _merged(context, line.to or "", facts, index)
        if to in known:
            yield Receiver.model_construct(to=to, text=None)
            continue
        named = next((str(v.get("name", "")) for v in context.values.values() if str(v.get("id", "")) == to), to)
        yield Receiver.model_construct(to=None, text=line.text or named)


def _merged(context: ContentContext, text: str, facts: Mapping[str, Any], line: int) -> str:
    place = context.dataset.place(f"{PAPERS}{context.made_of}.yaml", "receivers", line)
    return merge(text, facts, context.problems, lambda _offset: place)


def owing_names(context: ContentContext, about: Collection[str] = ()) -> list[str]:
    """Return what the sender at hand still owes of some forms, as sentences name it: the words of its deadline without
    “gửi” before them, else its title.
    """
    sender = context.values.get("sender", {})
    forms = forms_of(context.dataset, context.dispatch_id)
    found: dict[str, None] = {}
    for status in context.returned.get("forms", []):
        standings = status["standings"] if not about or status["form"] in about else []
        if any(owes(each) and sender.get("id", each["sender"]) == each["sender"] for each in standings):
            found[_named(forms[status["form"]])] = None
    return list(found)


def _named(form: DispatchForm) -> str:
    due = form.spec.due
    deadlines = form.dispatch.deadlines
    deadline = next((each for each in deadlines if due is not None and each.id == due.deadline), None)
    name = deadline.what if deadline else form.title
    return _SENT.sub("", name[:1].lower() + name[1:], count=1)
