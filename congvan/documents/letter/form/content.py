"""A form of a dispatch as paper: blank behind the letter, or for its entries and period as a file of its own.

The same sheet becomes the blocks of a page (`blocks`) and the cells of a workbook (`workbook`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from congvan.core.decree.kinds import KINDS
from congvan.core.templating.open_values import DOTS
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import NUMBER_GAP, date_words
from congvan.documents.letter.form.blocks import page_of
from congvan.documents.letter.form.workbook import workbook
from congvan.documents.letter.head_lines import name_lines
from congvan.documents.letter.schema import Attachment, LetterHead, OfficialDocument
from congvan.documents.letter.skeleton import accompanying_line, empty_attachment, empty_letter
from congvan.documents.tables.ties import ADDRESSED, body_of
from congvan.documents.text.line_breaks import balanced_lines
from congvan.documents.text.tables import TEXT_MM
from congvan.forms.blanks.sheet import FormSheet, SheetMaker
from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.keys import FormKeys, keys_from
from congvan.forms.known_answers import ReceivedAnswers
from congvan.forms.senders import Sender
from congvan.model.field_types import BLANK, DateWithGaps

TITLE_MM, ACROSS_TITLE_MM = 140.0, 225.0
"""Width of the lines of a title: under a head of one's own, and on a landscape page."""
RECORD = "form"
"""The loop value that names a form with its entries and period."""


def content(context: ContentContext) -> OfficialDocument:
    """Return a form for the entries and the period of the record."""
    form = asked_form(context)
    keys = keys_of_record(context, form)
    blank = blank_of(context, form, keys)
    entries = [each.listed.get(keys.entry(each.name)) for each in form.dimensions]
    record = [entry.heading for entry in entries if entry]
    record += [keys.period] if keys.period else []
    title, short = (" – ".join([name, *record]) for name in (form.title, form.spec.name))
    attachment = _attachment(context, form, keys, blank, context.dispatch.number)
    attachment = {**attachment, "foot": {**attachment["foot"], "form_id": blank.form_id}}
    return {
        **empty_letter(context, title, short),
        "form_id": blank.form_id,
        "attachments": [attachment],
        "form": workbook(
            blank, _for_workbook(context, form, blank, attachment), context.shared.setdefault("looks", {})
        ),
    }


def _for_workbook(context: ContentContext, form: DispatchForm, blank: FormSheet, page: Attachment) -> Attachment:
    """Return what is around the table in a workbook, whose cells break subtitles, and the title of an upright
    appendix, themselves.

    Why: its rows stay where they are in the forms that are out.
    """
    if context.switch("attachment-title-split") is not None:
        return page
    upright = form.spec.head == "appendix" and not page["landscape"]
    return {**page, "title": [blank.title] if upright else page["title"], "subtitle": list(blank.subtitle)}


def form_attachment(context: ContentContext, form: DispatchForm, *, number: str) -> Attachment:
    """Return the blank of a form as an attachment of the dispatch, its dimensions and its period left open."""
    keys = keys_from(form)
    return _attachment(context, form, keys, blank_of(context, form, keys), number)


def forms_behind(context: ContentContext) -> list[DispatchForm]:
    """Return the forms that are printed behind the dispatch, in order."""
    return [form for form in all_forms(context).values() if form.appendix]


def all_forms(context: ContentContext) -> Mapping[str, DispatchForm]:
    """Return the forms of the dispatch by their ids; worked out once for a dispatch."""
    if "forms" not in context.shared:
        context.shared["forms"] = forms_of(context.dataset, context.dispatch_id)
    forms: Mapping[str, DispatchForm] = context.shared["forms"]
    return forms


def asked_form(context: ContentContext) -> DispatchForm:
    """Return the form that the record or the document's entry names; without either the first one."""
    forms = all_forms(context)
    named = str(context.values.get(RECORD, {}).get("id", "")) or context.made_of
    return forms[named] if named else next(iter(forms.values()))


def keys_of_record(context: ContentContext, form: DispatchForm) -> FormKeys:
    """Return the keys of a record: those that it states, or its loop values; a loop meets a dimension by its list, a
    receiver by what it receives for.
    """
    if RECORD in context.values:
        record = context.values[RECORD]
        return FormKeys(dict(record["entries"]), record["period"])
    rest = {name: value for name, value in context.values.items() if context.loops.get(name) not in ADDRESSED}
    one = body_of(context)
    own = {one[0].id: one[1].entry} if one is not None and len(rest) < len(context.values) else {}
    entries: dict[str, str] = {}
    for dimension in form.dimensions:
        names = (dimension.listed.id, dimension.listed.head.also)
        found = next((name for name in rest if name == dimension.name or context.loops.get(name) in names), None)
        entries[dimension.name] = rest.pop(found)["id"] if found else own.get(dimension.listed.id, "")
    period = str(next(iter(rest.values()))["id"]) if form.spec.period and rest else ""
    return FormKeys(entries, period)


def blank_of(context: ContentContext, form: DispatchForm, keys: FormKeys) -> FormSheet:
    """Return the sheet with its texts filled in. A line that names nothing but what is left open is left out."""
    blank = _maker(context, form).sheet(keys)
    opened = [each.name for each in form.dimensions if not keys.entry(each.name)]
    if not opened:
        return blank
    lines = zip(form.spec.lines, blank.lines, strict=True)
    return replace(blank, lines=tuple(line for said, line in lines if not _names_only(said, opened)))


def _maker(context: ContentContext, form: DispatchForm) -> SheetMaker:
    """Return what makes the sheets of a form; made once for a dispatch, whose texts all sheets share."""
    corrected = context.switch("form-as-issued") is None
    key = f"maker of {form.id}"
    if key not in context.shared:
        facts = {name: value for name, value in context.facts.items() if name not in context.values}
        plain = replace(context, facts=facts, values={})

        def merged(text: str, path: tuple[str | int, ...], names: Mapping[str, Any]) -> str:
            return plain.merge(text, *path, **names)

        known = ReceivedAnswers(all_forms(context), context.returned.get("answers", []))
        context.shared[key] = SheetMaker(form, known, corrected=corrected, merge=merged)
    maker: SheetMaker = context.shared[key]
    return maker


def _names_only(text: str, opened: list[str]) -> bool:
    """Whether every name that a line begins with in its braces is one of these."""
    named = re.findall(r"\{\{\s*([A-Za-z_]\w*)", text)
    return bool(named) and all(name in opened for name in named)


def _attachment(
    context: ContentContext, form: DispatchForm, keys: FormKeys, blank: FormSheet, number: str
) -> Attachment:
    spec, as_issued = form.spec, context.switch("form-as-issued") is not None
    split = context.switch("attachment-title-split") is not None
    body, table, landscape = page_of(blank)
    whole_blank = as_issued and not any(keys.entries.values())
    rows = form.sections[0].spec.as_issued_rows
    if whole_blank and rows and table["columns"]:
        table = {**table, "rows": [list(row) for row in rows]}
    width = ACROSS_TITLE_MM if landscape else TEXT_MM if spec.head == "appendix" else TITLE_MM
    titles = balanced_lines(blank.title, width)
    subtitles = [line for text in blank.subtitle for line in balanced_lines(text, width)]
    if split:
        subject = context.merge(spec.subject, *form.place("subject"))
        titles, subtitles = [spec.name.upper()], [subject]
    signers = [signer for signer in blank.signers if signer[0]]
    signed = [text for text in (signers[0] if len(signers) == 1 else ()) if text]
    return {
        **empty_attachment(),
        "head": sender_head(form, blank.sender) if spec.head == "sender" else empty_attachment()["head"],
        "label": "" if context.switch("attachment-unlabelled") else blank.label,
        "title": titles,
        "subtitle": subtitles,
        "reference": accompanying_line(context, number) if spec.head == "appendix" else "",
        "facts": [line for line in blank.lines if line],
        "body": body,
        "table": table,
        "foot": {
            "note": [blank.note] if blank.note and not as_issued else [],
            "sign": signed[:1] if as_issued else signed,
            "signers": [{"title": title, "hint": hint} for title, hint in signers] if len(signers) > 1 else [],
            "form_id": "",
        },
        "landscape": landscape,
    }


# The head of a form that is the sender's own paper: its name, and gaps for number, place and date.

PLACE = DOTS * 2
UNWRITTEN = DateWithGaps(day=BLANK, month=BLANK, year=BLANK)
_COMMITTEE, _ITS_MARK = "ủy ban nhân dân", "UBND"


def sender_head(form: DispatchForm, sender: Sender) -> LetterHead:
    """Return boxes 2 to 4 of the paper of whoever sends the form; dots for what only the sender knows."""
    name = sender.name or PLACE
    return {
        "parent": [],
        "issuer": list(name_lines(name)),
        "number": f"Số:{NUMBER_GAP}/{_mark(form, name)}",
        "place_date": f"{PLACE}, {date_words(UNWRITTEN)}",
        "subject": "",
    }


def _mark(form: DispatchForm, name: str) -> str:
    """Return the mark of the number: BC-UBND where the form is named after a kind, and the sender is a committee."""
    said = form.spec.name.casefold()
    kinds = [kind for kind in KINDS.values() if kind.abbreviation and said.startswith(kind.name.casefold())]
    kind = max(kinds, key=lambda one: len(one.name)).abbreviation if kinds else DOTS
    body = _ITS_MARK if name.casefold().startswith(_COMMITTEE) else DOTS
    return f"{kind}-{body}"
