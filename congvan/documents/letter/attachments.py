"""What follows a dispatch in its file: the document that it issues (sheet 1.3), appendices in words, forms (2.1, 2.2).

Two or more appendices are numbered in Roman numerals, those in words before the forms; each counts its own pages
(Appendix I, III.1).
"""

from __future__ import annotations

from collections.abc import Mapping

from congvan.decree.kinds import KINDS
from congvan.documents.base.context import Scope
from congvan.documents.base.facts import number_text
from congvan.documents.letter.form import attachment, bare, reference
from congvan.documents.letter.schema import Attachment, OfficialDocument
from congvan.documents.letter.skeleton import NO_HEAD, common, issuer_lines
from congvan.documents.text.blocks import blocks
from congvan.documents.text.line_breaks import balanced
from congvan.documents.text.outline import Label
from congvan.documents.text.references import appendix_labels
from congvan.documents.text.schema import Block, TextTable
from congvan.documents.text.tables import LANDSCAPE_MM, TEXT_MM, least_mm
from congvan.model.kind_blocks import Appendix, AttachedDocument

SUBTITLE_MM = 105.0
WIDE_COLUMNS = 9
"""A table of so many columns is set across the page."""


def attachments(scope: Scope, number: str) -> list[Attachment]:
    """Everything that is attached to the dispatch, in its order."""
    dispatch = scope.dispatch
    issued = [_issued(scope, dispatch.attached, number)] if dispatch.attached else []
    words = [in_words(scope, appendix, number) for appendix in dispatch.appendices]
    return [*issued, *words, *(attachment(scope, form, number=number) for form in dispatch.forms)]


def content(scope: Scope) -> OfficialDocument:
    """One appendix in a file of its own, signed by itself (sheet 2.2): `values["appendix"]`."""
    dispatch = scope.dispatch
    appendix = next(one for one in dispatch.appendices if one.id == scope.values["appendix"]["id"])
    made = in_words(scope, appendix, dispatch.number)
    symbol = f"Số:{number_text(dispatch.number)}/{scope.facts['dispatch']['symbol']}"
    if appendix.signed_at:
        made["mark"] = f"{symbol}; {appendix.signed_at}"
        made["reference"] = reference(scope, dispatch.number, electronic=True)
    title = " ".join(scope.merge(appendix.title, "appendices", dispatch.appendices.index(appendix), "title").split())
    return {**common(scope, f"{made['label']} {title}", made["label"]), "attachments": [made]}


def in_words(scope: Scope, appendix: Appendix, number: str) -> Attachment:
    """One appendix of words and tables; across the page where a table would not fit upright."""
    where = ("appendices", [other.id for other in scope.dispatch.appendices].index(appendix.id))
    known = scope.labels
    body = _blocks(scope, appendix.body, known, *where)
    across = any(_too_wide(block["table"]) for block in body if block["style"] == "bang")
    if appendix.landscape if appendix.landscape is not None else across:
        across = True
        body = _blocks(scope, appendix.body, known, *where, width_mm=LANDSCAPE_MM)
    else:
        across = False
    return {
        **bare(),
        "label": appendix_labels(scope.dispatch)[appendix.id].text,
        "title": balanced(scope.merge(appendix.title, *where, "title").upper(), LANDSCAPE_MM if across else TEXT_MM),
        "reference": reference(scope, number),
        "body": body,
        "landscape": across,
    }


def _too_wide(table: TextTable) -> bool:
    return len(table["columns"]) >= WIDE_COLUMNS or least_mm(table) > TEXT_MM


def _issued(scope: Scope, attached: AttachedDocument, number: str) -> Attachment:
    """The document that a decision issues: a head without number and date, its kind, its subject, the bracket."""
    agency = scope.dataset.agency
    parent = [agency.parent.upper()] if agency.parent else []
    return {
        **bare(),
        "head": {**NO_HEAD, "parent": parent, "issuer": issuer_lines(agency)},
        "title": [KINDS[attached.kind].name.upper()],
        "subtitle": balanced(scope.merge(attached.subject, "attached", "subject"), SUBTITLE_MM),
        "reference": reference(scope, number),
        "body": _blocks(scope, attached.body, scope.labels, "attached"),
    }


def _blocks(
    scope: Scope, text: str, known: Mapping[str, Label], *where: str | int, width_mm: float = TEXT_MM
) -> list[Block]:
    return blocks(
        text,
        scope.facts,
        scope.problems,
        lambda offset: scope.place(*where, "body", offset=offset),
        labels=known,
        width_mm=width_mm,
    )
