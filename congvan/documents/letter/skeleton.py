"""The skeleton of letters and attachments: every key of the layout of the decree, with empty boxes."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.core.decree.kinds import KINDS
from congvan.core.templating.declared import empty
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import DAY_GAP, NUMBER_GAP, number_text, without_about
from congvan.documents.letter.head_lines import name_lines
from congvan.documents.letter.schema import (
    Attachment,
    DocumentInfo,
    LetterLayout,
    OfficialDocument,
    Receivers,
    RecipientList,
)
from congvan.model.directory import Agency


def subject_of(context: ContentContext) -> str:
    """Return the subject as typed, without the “về việc” of a công văn, which “V/v” replaces."""
    return without_about(context.dispatch.kind, context.merge(context.dispatch.subject, "subject"))


def subject_line(context: ContentContext) -> str:
    """Return the subject for lists and covers: `V/v …` of a công văn."""
    subject = subject_of(context)
    return subject if KINDS[context.dispatch.kind].heading else f"V/v {subject}"


def citation(context: ContentContext, number: str = "") -> str:
    """Return `Công văn số 123/STTTT-BCVT ngày 19 tháng 8 năm 2020`, with gaps if it has no number yet.

    `number`: that of an addressed copy.
    """
    facts = context.facts["dispatch"]
    return f"{facts['kind']} số{number}/{facts['symbol']} {facts['date_text']}" if number else str(facts["cited"])


PAGE_OF_RECIPIENTS, BESIDE_SIGNER = 1800, 12  # characters on a page, of which each line wastes 20; lines


def recipient_list(items: Sequence[str], drafter: str = "") -> RecipientList:
    """Return boxes 9b and 12: the lines beside the signer, and the remaining lines below.

    Why: both are in one row, which is kept on one page; a list longer than a page would push everything off it.
    """
    long = sum(map(len, items)) + 20 * len(items) > PAGE_OF_RECIPIENTS
    at = BESIDE_SIGNER if long else len(items)
    return {"label": "Nơi nhận:", "items": list(items[:at]), "rest": list(items[at:]), "drafter": drafter}


def listed(texts: Sequence[str], *, dash: str = "- ") -> list[str]:
    """Return the items of a list: each ends with “;”, the last with “.”."""
    return [f"{dash}{text}{';' if n < len(texts) else '.'}" for n, text in enumerate(texts, 1)]


def document_info(context: ContentContext, title: str) -> DocumentInfo:
    """Return the keys of every content: title, language, author, form id."""
    return {"title": title, "lang": "vi", "author": context.dataset.agency.name, "form_id": ""}


def empty_letter(context: ContentContext, title: str, short_title: str) -> OfficialDocument:
    """Return the content of a letter with all boxes empty."""
    return {
        **empty(OfficialDocument),
        **document_info(context, title),
        "short_title": short_title,
        "electronic": context.dispatch.medium == "electronic",
        "layout": _layout(context),
        "receivers": {**empty(Receivers), "label": "Kính gửi:"},
        "noi_nhan": recipient_list([]),
    }


def empty_attachment() -> Attachment:
    """Return an attachment with all boxes empty."""
    return {**empty(Attachment), "table": {"columns": [], "rows": [], "row_mm": 9.0}}


def accompanying_line(context: ContentContext, number: str, *, electronic: bool = False) -> str:
    """Return the accompanying line; on an electronic document only the body is filled in (III.1.c, sheet 2.2).

    `electronic`: the attachment is signed by itself, whatever the medium of the dispatch.
    """
    if electronic or context.dispatch.medium == "electronic":
        gaps = f"số{NUMBER_GAP} ngày{DAY_GAP}tháng{DAY_GAP}năm{DAY_GAP}"
        return f"(Kèm theo {KINDS[context.dispatch.kind].name} {gaps}của {context.dataset.agency.name})"
    return f"(Kèm theo {citation(context, number_text(number))} của {context.dataset.agency.name})"


def _layout(context: ContentContext) -> LetterLayout:
    page = context.switch("attachment-page") if set(context.values) <= {"receiver"} else None  # behind a letter only
    return {
        "receivers_inline": context.switch("receivers-inline") is not None,
        "appendix_page": page.value or 0 if page else 0,
        "head_sizes": "12-13-13",
    }


def parent_lines(agency: Agency) -> list[str]:
    """Return the superior body in capitals, over the issuing body; none for an agency without one."""
    return list(name_lines(agency.parent, bold=False)) if agency.parent else []


def issuer_lines(agency: Agency) -> list[str]:
    """Return the issuing body in capitals, line by line: as the data break it, else as offices do (II.2.b)."""
    return [line.upper() for line in agency.lines] if agency.lines else list(name_lines(agency.name))
