"""The letter: the dispatch itself, or its copy to one of the receivers (Decree 30, Appendix I, boxes 1 to 13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from congvan.documents.body import blocks
from congvan.documents.facts import date_words, number_text
from congvan.documents.form import attachment
from congvan.documents.grid import common
from congvan.documents.scope import Scope
from congvan.model.base import BLANK
from congvan.model.check import bodies_by_id
from congvan.model.dispatch import Receiver
from congvan.model.kinds import KINDS


def content(scope: Scope) -> dict[str, Any]:
    """The content of the letter, or of the copy for `values["receiver"]`."""
    dispatch, agency, kind = scope.dispatch, scope.dataset.agency, KINDS[scope.dispatch.kind]
    receiver = scope.values.get("receiver")
    number = dispatch.number if receiver is None else receiver["number"]
    subject = scope.merge(dispatch.subject, "subject")
    forms = dispatch.forms if scope.attachments else ()
    return {
        **common(scope, f"{kind.name} {'về việc ' if not kind.heading else ''}{subject}"),
        "short_title": f"{kind.name} gửi {receiver['name']}" if receiver else kind.name,
        "letter": True,
        "urgency": dispatch.urgency or "",
        "marking": dispatch.marking or "",
        "head": {
            "parent": [agency.parent.upper()] if agency.parent else [],
            "issuer": [agency.name.upper()],
            "number": f"Số:{number_text(number)}/{scope.facts['dispatch']['symbol']}",
            "place_date": f"{agency.place}, {date_words(dispatch.date)}",
            "subject": "" if kind.heading else f"V/v {subject}",
        },
        "heading": {"type": kind.name.upper(), "trich_yeu": subject} if kind.heading else {"type": "", "trich_yeu": ""},
        "authority": (dispatch.authority or "").upper(),
        "can_cu": [scope.merge(text, "can_cu", i) for i, text in enumerate(dispatch.can_cu)],
        "enacting": dispatch.enacting or "",
        "receivers": _receivers(scope, receiver),
        "body": _body(scope),
        "sign": {"lines": list(scope.facts["signer"]["lines"]), "name": scope.facts["signer"]["name"]},
        "noi_nhan": _copies(scope, receiver),
        "contact": agency.contact or "",
        "attachments": [attachment(scope, form, number=number) for form in forms],
    }


def _body(scope: Scope) -> list[dict[str, Any]]:
    if "body" not in scope.shared:
        scope.shared["body"] = blocks(
            scope.dispatch.body, scope.facts, scope.problems, lambda offset: scope.place("body", offset=offset)
        )
    body: list[dict[str, Any]] = scope.shared["body"]
    return body


def members(scope: Scope, receiver: Receiver) -> list[str]:
    """The ids of the bodies that one line of Kính gửi addresses."""
    if receiver.to:
        return [receiver.to]
    if receiver.group == "culture-offices":
        return [d.culture_office.id for d in scope.dataset.districts if d.culture_office]
    if receiver.group == "enterprises":
        return [enterprise.id for enterprise in scope.dataset.enterprises]
    return list(receiver.members or ())


def addressed(scope: Scope) -> Iterator[dict[str, Any]]:
    """Every body of Kính gửi, one by one, in its order: the list `receivers` of data/documents.yaml."""
    names, seen, dispatch = bodies_by_id(scope.dataset), set(), scope.dispatch
    for line, receiver in enumerate(dispatch.receivers):
        for identifier in members(scope, receiver):
            if identifier in seen:
                continue
            seen.add(identifier)
            number = dispatch.numbers.get(identifier, BLANK) if dispatch.numbering == "per-copy" else BLANK
            yield {"id": identifier, "name": names[identifier], "line": line, "number": number}


def line_text(scope: Scope, index: int, without: str = "") -> str:
    """The words of a line of Kính gửi; where one member is addressed alone, the words for the others ("" for none)."""
    receiver, names = scope.dispatch.receivers[index], bodies_by_id(scope.dataset)
    others = [identifier for identifier in members(scope, receiver) if identifier != without]
    if not others:
        return ""
    if receiver.text is None:
        return names[others[0]]
    narrowed = without and len(others) < len(members(scope, receiver))
    key = "others" if narrowed and receiver.others else "text"
    text = receiver.others if narrowed and receiver.others else receiver.text
    return scope.merge(text, "receivers", index, key, members=[names[identifier] for identifier in others])


def _receivers(scope: Scope, receiver: dict[str, Any] | None) -> dict[str, Any]:
    label = "Kính gửi:"
    if receiver is not None:
        return {"label": label, "one": receiver["name"], "items": []}
    texts = [line_text(scope, index) for index in range(len(scope.dispatch.receivers))]
    if len(texts) == 1:
        return {"label": label, "one": texts[0], "items": []}
    ends = [";"] * (len(texts) - 1) + ["."]
    return {"label": label, "one": "", "items": [f"- {text}{end}" for text, end in zip(texts, ends, strict=True)]}


def _copies(scope: Scope, receiver: dict[str, Any] | None) -> dict[str, Any]:
    """Nơi nhận: the dispatch's lines; on a copy to one receiver, the others of the request after the first."""
    dispatch, names = scope.dispatch, bodies_by_id(scope.dataset)
    texts = []
    for index, copy in enumerate(dispatch.copies):
        text = names[copy.to] if copy.to else scope.merge(copy.text or "", "copies", index, "text")
        texts.append(f"{text} ({copy.purpose})" if copy.purpose else text)
    if receiver is not None:
        others = [line_text(scope, index, receiver["id"]) for index in range(len(dispatch.receivers))]
        texts[1:1] = [text for text in others if text]
    archive = dispatch.archive
    kept = "VT" + (f", {archive.unit}" if archive.unit else "") + (f" ({archive.copies})" if archive.copies else "")
    items = [f"- {text};" for text in texts] + [f"- Lưu: {kept}."]
    return {"label": "Nơi nhận:", "items": items, "drafter": archive.drafter or ""}
