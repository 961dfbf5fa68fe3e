"""Receivers and recipients: Kính gửi (box 9a) and Nơi nhận (boxes 9b and 12), by kind (Appendix I, II.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict

from congvan.core.templating.declared import empty
from congvan.core.templating.open_values import DOTS
from congvan.documents.common.context import ContentContext
from congvan.documents.letter.schema import Receivers, RecipientList
from congvan.documents.letter.skeleton import listed, recipient_list
from congvan.documents.text.outline import outline_of
from congvan.model.dispatch import Copy
from congvan.model.field_types import BLANK
from congvan.model.kinds.options import OPTIONS
from congvan.model.lists.entries import ReceivingBody
from congvan.model.lists.receiving import (
    RECEIVER_KEYS,
    addressed_lists,
    bodies_by_id,
    member_ids,
    receiver_values,
    receiving_by_id,
)
from congvan.values.columns.channels import ON_PAPER

GAP = DOTS


def body_names(context: ContentContext) -> Mapping[str, str]:
    """Return the name of every body by id, on the day of the dispatch."""
    if "names" not in context.shared:
        context.shared["names"] = bodies_by_id(context.dataset.lists)
    names: Mapping[str, str] = context.shared["names"]
    return names


Addressed = Mapping[str, Any]
"""A body of Kính gửi as templates know it: id, name, address, number, channels, its entry and the fields of that."""


class Recipient(TypedDict):
    """A body that is sent a copy by name; the address may be empty. `on_paper`: whether its copy is printed. `entry`:
    whose receiver it is.
    """

    id: str
    name: str
    address: str
    on_paper: bool
    entry: Mapping[str, Any]


def addressed_bodies(context: ContentContext) -> Sequence[Addressed]:
    """Return every body of Kính gửi in order: the list `receivers` of data/documents.yaml."""
    if "addressed" not in context.shared:
        context.shared["addressed"] = list(_addressed(context))
    found: Sequence[Addressed] = context.shared["addressed"]
    return found


def _addressed(context: ContentContext) -> Iterator[Addressed]:
    lists, seen, dispatch = context.dataset.lists, set(), context.dispatch
    known = receiving_by_id(lists)
    for line, receiver in enumerate(dispatch.receivers):
        for identifier in member_ids(lists, receiver):
            if identifier in seen:
                continue
            seen.add(identifier)
            listed, body = known[identifier]
            said = body._replace(via=receiver.via or body.via)
            yield receiver_values(listed, said, line, number_for(context, identifier))


def number_for(context: ContentContext, identifier: str) -> str:
    """Return the number of the copy for a body: its own, or the one number of all copies."""
    dispatch = context.dispatch
    if dispatch.numbering != "per-copy":
        return dispatch.number
    return dispatch.numbers.get(identifier, BLANK)


def receiver_of(context: ContentContext) -> Addressed | None:
    """Return whom a copy addresses; None for the dispatch itself, which every copy equals where one text goes to all.

    It is the loop value that is a receiver, or an entry of a list that somebody receives for.
    """
    if context.dispatch.numbering == "single":
        return None
    for name, value in context.values.items():
        for one in addressed_bodies(context):
            if one is value or one["entry"] is value:
                return one
        if name == "receiver":
            return {**value, "name": value.get("name") or value["id"], "number": BLANK, "entry": value}
    return None


def with_receiver(context: ContentContext) -> ContentContext:
    """Return the context in which texts may name the receiver of the copy; on the dispatch itself it is a gap."""
    if context.dispatch.numbering == "single":
        return context
    receiver = receiver_of(context)
    return replace(context, facts={**context.facts, "receiver": receiver or receiver_to_come(context)})


def receiver_to_come(context: ContentContext) -> Addressed:
    """Return what stands for the receiver where there is none yet: a gap for each of its names."""
    lines = context.dispatch.receivers
    fields = [name for each in addressed_lists(context.dataset.lists, lines) for name in (each.values or [{}])[0]]
    gaps = dict.fromkeys(("name", *fields, *RECEIVER_KEYS), GAP)
    return {**gaps, "entry": gaps}


def addresses_by_name(context: ContentContext) -> bool:
    """Whether Kính gửi of a copy is its receiver alone: not where one text goes to all."""
    dispatch = context.dispatch
    return dispatch.numbering == "per-copy" or "receiver.name" in dispatch.varies


def recipients(context: ContentContext) -> Iterator[Recipient]:
    """Yield all bodies that are sent a copy by name, with address: Kính gửi, then Nơi nhận. The list `recipients`."""
    known = receiving_by_id(context.dataset.lists)
    ways = {one["id"]: tuple(one["via"]) for one in addressed_bodies(context)}
    for copy in context.dispatch.copies:
        for body in copied_bodies(context, copy):
            if body.copies < 2:
                ways.setdefault(body.id, body.via)
    for identifier, via in ways.items():
        listed, body = known[identifier]
        on_paper, entry = not via or bool(ON_PAPER.intersection(via)), listed.get(body.entry)
        fields = entry.values if entry else {}
        yield {"id": identifier, "name": body.name, "address": body.address, "on_paper": on_paper, "entry": fields}


def copied_bodies(context: ContentContext, copy: Copy) -> list[ReceivingBody]:
    """Return the bodies that a line of Nơi nhận names, with the channels that the line says."""
    known = receiving_by_id(context.dataset.lists)
    bodies = [known[identifier][1] for identifier in member_ids(context.dataset.lists, copy)]
    return [body._replace(via=copy.via or body.via) for body in bodies]


def line_text(context: ContentContext, index: int, without: str = "") -> str:
    """Return the text of a line of Kính gửi. If `without`, one of its members, is addressed alone, return the text for
    the others ("" for none).
    """
    receiver, known = context.dispatch.receivers[index], body_names(context)
    everybody = member_ids(context.dataset.lists, receiver)
    others = [identifier for identifier in everybody if identifier != without]
    if everybody and not others:
        return ""
    if receiver.text is None:
        return known[others[0]] if len(everybody) == 1 else ", ".join(known[identifier] for identifier in others)
    narrowed = without and len(others) < len(everybody)
    key = "others" if narrowed and receiver.others else "text"
    text = receiver.others if narrowed and receiver.others else receiver.text
    named = [known[identifier] for identifier in others] if "members" in text else []  # of thousands, for each of them
    return context.merge(text, "receivers", index, key, members=named)


def receiver_lines(context: ContentContext, receiver: Addressed | None) -> list[str]:
    """Return the text of each line of Kính gửi, or the one receiver of this copy."""
    if receiver is not None and addresses_by_name(context):
        return [receiver["name"]]
    return [line_text(context, index) for index in range(len(context.dispatch.receivers))]


def kinh_gui(context: ContentContext, receiver: Addressed | None) -> Receivers:
    """Return box 9a: one receiver on the label's line, several on lines of their own; a công điện uses its own label
    (sheet 1.6).
    """
    addressing = OPTIONS[context.dispatch.kind].addressed
    if addressing == "invited":
        return {**empty(Receivers), "label": "Kính gửi:"}
    texts, called = receiver_lines(context, receiver), addressing == "called"
    label = f"{caller_name(context)} điện:" if called else "Kính gửi:"
    if len(texts) == 1 and not called:
        return {**empty(Receivers), "label": label, "one": texts[0]}
    return {"label": label, "one": "", "items": listed(texts), "centred": called}


def caller_name(context: ContentContext) -> str:
    """Return who calls, invites or introduces: the dispatch's own text, else the agency."""
    return context.merge(context.dispatch.caller, "caller") if context.dispatch.caller else context.dataset.agency.name


def noi_nhan(context: ContentContext, receiver: Addressed | None) -> RecipientList:
    """Return boxes 9b and 12: the first item of the kind, the lines of the dispatch, the archive.

    On a copy for one receiver, the other receivers follow the first line.
    """
    dispatch = context.dispatch
    texts = []
    for index, copy in enumerate(dispatch.copies):
        purpose = context.merge(copy.purpose or "", "copies", index, "purpose")
        named = copied_names(context, index, receiver["id"] if receiver else "")
        texts += [f"{text} ({purpose})" if purpose else text for text in named]
    typed = [text for text in texts if is_archive_line(text)]
    texts = [text for text in texts if text not in typed]
    first = _first_copy(context)
    if first and not any(stands_for_others(text) or text == first for text in texts):
        texts.insert(0, first)
    if dispatch.receivers and not context.as_issued:
        texts.sort(key=lambda text: not stands_for_others(text))  # after Kính gửi it is first, typed last or not
    if receiver is not None and dispatch.numbering == "per-copy":
        others = [line_text(context, index, receiver["id"]) for index in range(len(dispatch.receivers))]
        texts[1:1] = [text for text in others if text]
    archive = dispatch.archive
    unit = archive.unit or OPTIONS[dispatch.kind].archive
    kept = "VT" + (f", {unit}" if unit else "") + (f" ({archive.copies})" if archive.copies else "")
    last = typed[-1].rstrip(".") if typed else f"Lưu: {kept}"
    items = [f"- {text};" for text in texts] + [f"- {last}."]
    return recipient_list(items, archive.drafter or "")


def stands_for_others(text: str) -> bool:
    """Whether words of Nơi nhận stand for those of Kính gửi, or of an article (Như trên)."""
    return text.startswith("Như ")


def is_archive_line(text: str) -> bool:
    """Whether words of Nơi nhận are its last line, typed as on paper (Lưu: VT, CNS), for the one that is made."""
    return text.startswith(("Lưu:", "Lưu VT"))


def copied_names(context: ContentContext, index: int, addressed: str = "") -> list[str]:
    """Return what a line of Nơi nhận prints, on the copy to one of its bodies too: its words, else each name."""
    copy, known = context.dispatch.copies[index], body_names(context)
    everybody = member_ids(context.dataset.lists, copy)
    if copy.text is None:
        return [known[identifier] for identifier in everybody]
    narrowed = copy.others is not None and addressed in everybody
    key, text = ("others", copy.others or "") if narrowed else ("text", copy.text)
    there = [identifier for identifier in everybody if not narrowed or identifier != addressed]
    named = [known[identifier] for identifier in there] if "members" in text else []
    return [context.merge(text, "copies", index, key, members=named)]


def _first_copy(context: ContentContext) -> str:
    """Return the first item of Nơi nhận on the sheet of the kind: Như trên; Như Điều 3; the person who gets it."""
    dispatch, options = context.dispatch, OPTIONS[context.dispatch.kind]
    if "{article}" in options.first_copy:
        article = outline_of(context.dispatch.body).last_article
        return options.first_copy.format(article=article) if article else ""
    if options.first_copy == "{person}":
        return context.merge(dispatch.leave.person, "leave", "person") if dispatch.leave else ""
    unaddressed = options.addressed in ("upward", "may") and not dispatch.receivers and not options.block
    return "" if unaddressed else options.first_copy
