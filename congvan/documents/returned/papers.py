"""Letters about what comes back, of data/papers/: laid out like a dispatch, with what is owed and the tables of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.returned import Standing, owes
from congvan.core.text import did_you_mean
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import deadline_facts, symbol
from congvan.documents.letter import letter
from congvan.documents.letter.schema import OfficialDocument
from congvan.documents.letter.skeleton import empty_letter
from congvan.documents.text.interpolate import merge
from congvan.forms.form import DispatchForm, forms_of
from congvan.model.dataset import PAPERS
from congvan.model.directory import fact_as_plain
from congvan.model.dispatch import Receiver
from congvan.model.lists.receiving import bodies_by_id
from congvan.model.papers import Paper
from congvan.model.project.assets import DISPATCHES

_SENT = re.compile(r"^gửi\s+")
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


def paper_context(context: ContentContext) -> ContentContext:
    """Return the context in which the dispatch is the paper of the document's entry, where there is one."""
    paper = context.dataset.papers.get(context.made_of)
    return context if paper is None else _as_dispatch(context, paper)


def _as_dispatch(context: ContentContext, paper: Paper) -> ContentContext:
    """Return the context in which the dispatch is the paper; texts still see the dispatch that it is about."""
    file, dataset, identifier = f"{PAPERS}{context.made_of}.yaml", context.dataset, context.dispatch_id
    facts = {**context.facts, "owing_names": ", ".join(owing_names(context, paper.about)), "about": list(paper.about)}
    facts["deadlines"] = {**facts["deadlines"], **deadline_facts(paper.deadlines)}
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
        if line.each:
            senders = {each["id"]: each["name"] for each in context.returned.get("senders", [])}
            for sender in dict.fromkeys(each["sender"] for _form, each in _owed(context, paper.about)):
                yield Receiver.model_construct(text=senders.get(sender) or known.get(sender, sender))
            continue
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
    owed = _owed(context, about)
    names = (_named(forms[form]) for form, each in owed if sender.get("id", each["sender"]) == each["sender"])
    return list(dict.fromkeys(names))


def _owed(context: ContentContext, about: Collection[str]) -> Iterator[tuple[str, Standing]]:
    """Yield what is still owed of some forms, of all if none is named."""
    for status in context.returned.get("forms", []):
        if not about or status["form"] in about:
            yield from ((status["form"], each) for each in status["standings"] if owes(each))


def _named(form: DispatchForm) -> str:
    due = form.spec.due
    deadlines = form.dispatch.deadlines
    deadline = next((each for each in deadlines if due is not None and each.id == due.deadline), None)
    name = deadline.what if deadline else form.title
    return _SENT.sub("", name[:1].lower() + name[1:], count=1)
