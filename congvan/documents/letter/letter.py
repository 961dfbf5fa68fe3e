"""The dispatch, of any of the 29 kinds, or its copy to one of the receivers (Decree 30, Appendix I, boxes 1 to 13)."""

from __future__ import annotations

from congvan.decree.kinds import KINDS
from congvan.documents.base.context import Scope
from congvan.documents.base.facts import NBSP, date_words, number_text
from congvan.documents.letter.attachments import attachments
from congvan.documents.letter.kind_blocks import after, before, confirmation
from congvan.documents.letter.recipients import kinh_gui, noi_nhan
from congvan.documents.letter.schema import Heading, LegalBasis, OfficialDocument, Signer
from congvan.documents.letter.skeleton import common, issuer_lines, subject_of
from congvan.documents.text.blocks import blocks
from congvan.documents.text.line_breaks import TITLE_MM, balanced, run
from congvan.documents.text.schema import Block
from congvan.documents.text.tables import TEXT_MM
from congvan.model.field_types import BLANK
from congvan.model.kind_options import OPTIONS


def content(scope: Scope) -> OfficialDocument:
    """The content of the letter, or of the copy for `values["receiver"]`."""
    dispatch, agency = scope.dispatch, scope.dataset.agency
    kind, options = KINDS[dispatch.kind], OPTIONS[dispatch.kind]
    receiver = scope.values.get("receiver")
    number = dispatch.number if receiver is None else receiver["number"]
    typed = subject_of(scope)
    subject = " ".join(typed.split())
    short = f"{kind.name} gửi {receiver['name']}" if receiver else kind.name
    about = "về việc " if not kind.heading and options.subject_shown else ""
    return {
        **common(scope, f"{kind.name} {about}{subject}", short),
        "letter": True,
        "urgency": dispatch.urgency or "",
        "marking": dispatch.marking or "",
        "head": {
            "parent": [agency.parent.upper()] if agency.parent else [],
            "issuer": issuer_lines(agency),
            "number": _number(scope, number),
            "place_date": f"{agency.place}, {date_words(dispatch.date)}" if options.place_date else "",
            "subject": f"V/v {subject}" if not kind.heading and options.subject_shown else "",
        },
        "heading": _heading(scope, typed),
        "authority": _authority(scope),
        "can_cu": _can_cu(scope),
        "enacting": dispatch.enacting or options.enacting,
        "receivers": kinh_gui(scope, receiver),
        "body": [*before(scope, receiver), *_body(scope), *after(scope)],
        "sign": _sign(scope),
        "noi_nhan": noi_nhan(scope, receiver),
        "confirmation": confirmation(scope),
        "contact": agency.contact or "",
        "attachments": attachments(scope, number) if scope.attachments else [],
    }


def _number(scope: Scope, number: str) -> str:
    """`Số: 05/QĐ-STTTT`; a thư công, for which the decree knows no symbol, bears a number only where one is given."""
    if number == BLANK and scope.dispatch.kind == "thu-cong":
        return ""
    return f"Số:{number_text(number)}/{scope.facts['dispatch']['symbol']}"


def _heading(scope: Scope, subject: str) -> Heading:
    """Box 5a: the name of the kind, and the subject under it where the sheet of the kind has one."""
    kind, options = KINDS[scope.dispatch.kind], OPTIONS[scope.dispatch.kind]
    if not kind.heading:
        return {"type": "", "trich_yeu": []}
    bare = options.subject_prefix and subject[:1].islower() and not subject.startswith("về ")
    words = f"{options.subject_prefix} {subject}" if bare else subject[:1].upper() + subject[1:]
    return {"type": kind.name.upper(), "trich_yeu": balanced(words, TITLE_MM) if options.subject_shown else []}


def _authority(scope: Scope) -> list[str]:
    """Who adopts or decides, in capitals: the head by title, or the collective or body by name (sheets 1.1, 1.2)."""
    dispatch, agency, whose = scope.dispatch, scope.dataset.agency, OPTIONS[scope.dispatch.kind].authority
    if dispatch.authority or not whose:
        return balanced(scope.merge(dispatch.authority or "", "authority").upper(), TEXT_MM)
    signer = next(signer for signer in agency.signers if signer.id == dispatch.signer)
    first = signer.signs[0] if signer.signs else None
    if whose == "body" or (first and first.form == "TM"):
        return balanced(agency.name.upper(), TEXT_MM)
    title = (first.instead_of if first else signer.title) or ""
    return balanced(f"{title} {agency.name}".upper(), TEXT_MM)


def _can_cu(scope: Scope) -> list[LegalBasis]:
    """Each legal basis ends with “;”, the last with “.” (II.6.a); an end that was typed stays."""
    texts = [scope.merge(text, "can_cu", i) for i, text in enumerate(scope.dispatch.can_cu)]
    ends = [";"] * (len(texts) - 1) + ["."]
    closed = [text if text.endswith((";", ".", ",")) else text + end for text, end in zip(texts, ends, strict=False)]
    return [{"runs": [run(text)]} for text in closed]


def _body(scope: Scope) -> list[Block]:
    if "body" not in scope.shared:
        scope.shared["body"] = blocks(
            scope.dispatch.body,
            scope.facts,
            scope.problems,
            lambda offset: scope.place("body", offset=offset),
            labels=scope.labels,
        )
    body: list[Block] = scope.shared["body"]
    return body


def _sign(scope: Scope) -> Signer:
    """Boxes 7a to 7c; on the left the secretary of a biên bản (sheet 1.9) or the other party."""
    dispatch, options, signer = scope.dispatch, OPTIONS[scope.dispatch.kind], scope.facts["signer"]
    other = dispatch.co_signer
    if other is None:
        label = dispatch.signer_label
        lines = [*([label.upper()] if label else []), *signer["lines"]]
        return {"lines": lines, "name": signer["name"], "left": {"lines": [], "name": ""}}
    left_label, right_label = other.label or options.labels[0], dispatch.signer_label or options.labels[1]
    left = [text.upper() for text in (left_label, other.title) if text]
    titles = [] if options.block == "meeting" else signer["lines"]
    right = [*([right_label.upper()] if right_label else []), *titles]
    rows = max(len(left), len(right))  # the names stand level
    left, right = ([*lines, *[NBSP] * (rows - len(lines))] for lines in (left, right))
    return {"lines": right, "name": signer["name"], "left": {"lines": left, "name": other.name}}
