"""The attachments of a dispatch: the document that it issues (sheet 1.3), appendices in words, forms (2.1, 2.2).

Two or more appendices are numbered in Roman numerals, those in words before the forms; each has its own page numbers
(Appendix I, III.1).
"""

from __future__ import annotations

from congvan.core.decree.kinds import KINDS
from congvan.core.problems import Place
from congvan.core.templating.declared import empty
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import number_text
from congvan.documents.letter.form.content import form_attachment, forms_behind
from congvan.documents.letter.schema import Attachment, LetterHead, OfficialDocument
from congvan.documents.letter.skeleton import (
    accompanying_line,
    empty_attachment,
    empty_letter,
    issuer_lines,
    parent_lines,
)
from congvan.documents.tables.blocks import inserter
from congvan.documents.text.blocks import blocks
from congvan.documents.text.line_breaks import balanced_lines
from congvan.documents.text.outline import appendix_labels
from congvan.documents.text.schema import Block, TextTable
from congvan.documents.text.tables import LANDSCAPE_MM, TEXT_MM, minimum_width_mm
from congvan.model.kinds.blocks import Appendix, AttachedDocument

SUBTITLE_MM = 105.0
WIDE_COLUMNS = 9
"""A table with this many columns is set in landscape."""


def attachments(context: ContentContext, number: str) -> list[Attachment]:
    """Return all attachments of the dispatch in order."""
    dispatch = context.dispatch
    issued = [_attached_document(context, dispatch.attached, number)] if dispatch.attached else []
    words = [appendix_attachment(context, appendix, number) for appendix in dispatch.appendices]
    return [*issued, *words, *(form_attachment(context, form, number=number) for form in forms_behind(context))]


def content(context: ContentContext) -> OfficialDocument:
    """Return one appendix as a separate file with its own signature (sheet 2.2): `values["appendix"]`."""
    dispatch = context.dispatch
    appendix = next(one for one in dispatch.appendices if one.id == context.values["appendix"]["id"])
    made = appendix_attachment(context, appendix, dispatch.number)
    symbol = f"Số:{number_text(dispatch.number)}/{context.facts['dispatch']['symbol']}"
    if appendix.signed_at:
        made["mark"] = f"{symbol}; {appendix.signed_at}"
        made["reference"] = accompanying_line(context, dispatch.number, electronic=True)
    title = " ".join(context.merge(appendix.title, "appendices", dispatch.appendices.index(appendix), "title").split())
    return {**empty_letter(context, f"{made['label']} {title}", made["label"]), "attachments": [made]}


def appendix_attachment(context: ContentContext, appendix: Appendix, number: str) -> Attachment:
    """Return one appendix of text and tables; in landscape if a table would not fit upright."""
    where = ("appendices", [other.id for other in context.dispatch.appendices].index(appendix.id))
    body, wide = _blocks(context, appendix.body, *where), appendix.landscape
    across = wide if wide is not None else any(_too_wide(each["table"]) for each in body if each["style"] == "bang")
    if across:
        body = _blocks(context, appendix.body, *where, width_mm=LANDSCAPE_MM)
    title = context.merge(appendix.title, *where, "title").upper()
    return {
        **empty_attachment(),
        "label": appendix_labels(context.dispatch)[appendix.id].text,
        "title": balanced_lines(title, LANDSCAPE_MM if across else TEXT_MM),
        "reference": accompanying_line(context, number),
        "body": body,
        "landscape": across,
    }


def _too_wide(table: TextTable) -> bool:
    return len(table["columns"]) >= WIDE_COLUMNS or minimum_width_mm(table) > TEXT_MM


def _attached_document(context: ContentContext, attached: AttachedDocument, number: str) -> Attachment:
    """Return the document that a decision issues: a head without number and date, its kind, its subject, the
    accompanying line.
    """
    agency = context.dataset.agency
    return {
        **empty_attachment(),
        "head": {**empty(LetterHead), "parent": parent_lines(agency), "issuer": issuer_lines(agency)},
        "title": [KINDS[attached.kind].name.upper()],
        "subtitle": balanced_lines(context.merge(attached.subject, "attached", "subject"), SUBTITLE_MM),
        "reference": accompanying_line(context, number),
        "body": _blocks(context, attached.body, "attached"),
    }


def _blocks(context: ContentContext, text: str, *where: str | int, width_mm: float = TEXT_MM) -> list[Block]:
    def place(offset: int) -> Place:
        return context.place(*where, "body", offset=offset)

    insert = inserter(context)
    return blocks(text, context.facts, context.problems, place, labels=context.labels, width_mm=width_mm, insert=insert)
