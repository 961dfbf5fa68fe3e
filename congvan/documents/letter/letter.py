"""The dispatch, of any of the 29 kinds, or its copy for one receiver (Decree 30, Appendix I, boxes 1 to 13)."""

from __future__ import annotations

import re
from dataclasses import replace

from congvan.core.decree.kinds import KINDS
from congvan.core.templating.declared import empty
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import NBSP, date_words, number_text, short_date
from congvan.documents.letter.attachments import attachments
from congvan.documents.letter.head_lines import subject_words
from congvan.documents.letter.kind_blocks import blocks_after, blocks_before, confirmation_block
from congvan.documents.letter.recipients import kinh_gui, noi_nhan, receiver_of, with_receiver
from congvan.documents.letter.schema import LegalBasis, LetterTitle, OfficialDocument, SignatureBlock
from congvan.documents.letter.skeleton import empty_letter, issuer_lines, parent_lines, subject_of
from congvan.documents.tables.blocks import inserter
from congvan.documents.tables.ties import depends_on_record
from congvan.documents.text.blocks import blocks
from congvan.documents.text.line_breaks import TITLE_MM, balanced_lines, text_run
from congvan.documents.text.schema import Block
from congvan.documents.text.tables import TEXT_MM
from congvan.model.field_types import BLANK
from congvan.model.forms.scalars import name_of
from congvan.model.kinds.options import OPTIONS


def content(context: ContentContext) -> OfficialDocument:
    """Return the content of the letter, or of the copy for `values["receiver"]`; where all copies are equal, it is made
    once.
    """
    if context.dispatch.numbering != "single" or not set(context.values) <= {"receiver"}:
        return _content(context)
    key, told = f"letter {context.attachments}", len(context.problems)
    if key not in context.shared:
        facts = {name: value for name, value in context.facts.items() if name not in context.values}
        made = _content(replace(context, values={}, facts=facts))
        if len(context.problems) > told:  # not kept: whoever asks for it next gets the reason, too
            return made
        context.shared[key] = made
    kept: OfficialDocument = context.shared[key]
    return kept


def _content(context: ContentContext) -> OfficialDocument:
    context, receiver = with_receiver(context), receiver_of(context)
    dispatch, agency = context.dispatch, context.dataset.agency
    kind, options = KINDS[dispatch.kind], OPTIONS[dispatch.kind]
    number = dispatch.number if receiver is None else receiver["number"]
    typed = subject_of(context)
    subject = " ".join(typed.split())
    short = f"{kind.name} gửi {receiver['name']}" if receiver else kind.name
    about = "về việc " if not kind.heading and options.subject_shown else ""
    said = subject[:1].lower() + subject[1:] if subject.startswith("Về ") else subject
    named = [kind.name, *_identity(context, number), f"{about}{said}"]
    title = " ".join(filter(None, named)) + (f", gửi {receiver['name']}" if receiver else "")
    return {
        **empty_letter(context, title, short),
        "letter": True,
        "urgency": dispatch.urgency or "",
        "marking": dispatch.marking or "",
        "head": {
            "parent": parent_lines(agency),
            "issuer": issuer_lines(agency),
            "number": _number(context, number),
            "place_date": f"{agency.place}, {date_words(dispatch.date)}" if options.place_date else "",
            "subject": _about(typed) if not kind.heading and options.subject_shown else "",
        },
        "heading": _heading(context, typed),
        "authority": _authority(context),
        "can_cu": _can_cu(context),
        "enacting": dispatch.enacting or options.enacting,
        "receivers": kinh_gui(context, receiver),
        "body": [*blocks_before(context, receiver), *_body(context), *blocks_after(context)],
        "sign": _sign(context),
        "noi_nhan": noi_nhan(context, receiver),
        "confirmation": confirmation_block(context),
        "contact": agency.contact or "",
        "attachments": attachments(context, number) if context.attachments else [],
    }


def _identity(context: ContentContext, number: str) -> list[str]:
    """Return `số 123/STTTT-BCVT` and `ngày 19/8/2020` for the title of the file; nothing for what the pen is to fill
    in."""
    date = context.dispatch.date
    identity = [] if number == BLANK else [f"số{number_text(number)}/{context.facts['dispatch']['symbol']}"]
    return identity if BLANK in (date.day, date.month, date.year) else [*identity, short_date(date)]


def _number(context: ContentContext, number: str) -> str:
    """Return `Số: 05/QĐ-STTTT`; a thư công, which has no symbol in the decree, has a number only if one is given."""
    if number == BLANK and context.dispatch.kind == "thu-cong":
        return ""
    return f"Số:{number_text(number)}/{context.facts['dispatch']['symbol']}"


def _about(subject: str) -> str:
    """Return box 5b, the subject under number and symbol, in the lines that were typed.

    Why one line else: the page breaks it, so that another subject is stamped and need not be laid out.
    """
    lines = f"V/v {subject}".strip().splitlines()
    return "\n".join(lines if len(lines) > 1 else map(subject_words, lines))


def _heading(context: ContentContext, subject: str) -> LetterTitle:
    """Box 5a: the name of the kind, and the subject under it where the sheet of the kind has one."""
    kind, options = KINDS[context.dispatch.kind], OPTIONS[context.dispatch.kind]
    if not kind.heading:
        return empty(LetterTitle)
    bare = options.subject_prefix and subject[:1].islower() and not subject.startswith("về ")
    words = f"{options.subject_prefix} {subject}" if bare else subject[:1].upper() + subject[1:]
    return {"type": kind.name.upper(), "trich_yeu": balanced_lines(words, TITLE_MM) if options.subject_shown else []}


def _authority(context: ContentContext) -> list[str]:
    """Return who adopts or decides, in capitals: the head by title, or the collective or body by name (sheets 1.1,
    1.2).
    """
    dispatch, agency, whose = context.dispatch, context.dataset.agency, OPTIONS[context.dispatch.kind].authority
    if dispatch.authority or not whose:
        return balanced_lines(context.merge(dispatch.authority or "", "authority").upper(), TEXT_MM)
    signer = next(signer for signer in agency.signers if signer.id == dispatch.signer)
    first = signer.signs[0] if signer.signs else None
    if whose == "body" or (first and first.form == "TM"):
        return balanced_lines(agency.name.upper(), TEXT_MM)
    title = (first.instead_of if first else signer.title) or ""
    return balanced_lines(f"{title} {agency.name}".upper(), TEXT_MM)


def _can_cu(context: ContentContext) -> list[LegalBasis]:
    """Return the legal bases: each ends with “;”, the last with “.” (II.6.a); a typed ending is kept."""
    texts = [context.merge(text, "can_cu", i) for i, text in enumerate(context.dispatch.can_cu)]
    ends = [";"] * (len(texts) - 1) + ["."]
    closed = [text if text.endswith((";", ".", ",")) else text + end for text, end in zip(texts, ends, strict=False)]
    return [{"runs": [text_run(text)]} for text in closed]


def _body(context: ContentContext) -> list[Block]:
    text, place = context.dispatch.body, lambda offset: context.place("body", offset=offset)
    if "body" in context.shared and not _is_own(context, text):
        body: list[Block] = context.shared["body"]
        return body
    told = len(context.problems)
    made = blocks(text, context.facts, context.problems, place, labels=context.labels, insert=inserter(context))
    if len(context.problems) == told and not _is_own(context, text):
        context.shared["body"] = made
    return made


def _is_own(context: ContentContext, text: str) -> bool:
    """Whether a text differs from record to record: it names its receiver or loop values, or shows a table of them."""
    tables = (each for each in context.dispatch.tables if f".{name_of(each.id)}" in text or f".{each.id}" in text)
    named = any(re.search(rf"\b{re.escape(name)}\b", text) for name in ("receiver", *context.values))
    return named or any(depends_on_record(context, each) for each in tables)


def _sign(context: ContentContext) -> SignatureBlock:
    """Return boxes 7a to 7c; on the left the secretary of a biên bản (sheet 1.9) or the other party."""
    dispatch, options, signer = context.dispatch, OPTIONS[context.dispatch.kind], context.facts["signer"]
    other = dispatch.co_signer
    if other is None:
        label = [dispatch.signer_label.upper()] if dispatch.signer_label else []
        return {**empty(SignatureBlock), "lines": [*label, *signer["lines"]], "name": signer["name"]}
    left_label, right_label = other.label or options.labels[0], dispatch.signer_label or options.labels[1]
    left = [text.upper() for text in (left_label, other.title) if text]
    titles = [] if options.block == "meeting" else signer["lines"]
    right = [*([right_label.upper()] if right_label else []), *titles]
    rows = max(len(left), len(right))  # the names are level
    left, right = ([*lines, *[NBSP] * (rows - len(lines))] for lines in (left, right))
    return {"lines": right, "name": signer["name"], "left": {"lines": left, "name": other.name}}
