"""The attached form: blank behind the letter, or filled in with district and enterprise (Appendix I, III.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvan.decree.numerals import roman
from congvan.documents.base.context import ContentContext
from congvan.documents.letter.schema import Attachment, Foot, OfficialDocument
from congvan.documents.letter.skeleton import accompanying_line, empty_attachment, empty_letter
from congvan.documents.text.schema import TableColumn
from congvan.documents.text.tables import TEXT_MM
from congvan.model.forms.before import OlderColumn, OlderForm, older_form


def content(context: ContentContext) -> OfficialDocument:
    """Return the first form of the dispatch for `values["enterprise"]`, and `values["district"]` if there is one."""
    form = older_form(context.dispatch.forms[0])
    district, enterprise = context.values.get("district"), context.values.get("enterprise")
    record = [fact.get("heading") or fact["name"] for fact in (district, enterprise) if fact]
    title, short = (" – ".join([name, *record]) for name in (f"{form.name} {form.subject}", form.name))
    return {
        **empty_letter(context, title, short),
        "form_id": form_id(context, form),
        "attachments": [form_attachment(context, form, number=context.dispatch.number)],
    }


def form_id(context: ContentContext, form: OlderForm) -> str:
    """Return `bluezone-2020/danh-sach/1/vnpt-lang-son/cao-loc`: dispatch, form, version, enterprise, district."""
    record = [context.values[name]["id"] if name in context.values else "-" for name in ("enterprise", "district")]
    return "/".join([context.dispatch_id, form.id, str(form.version), *record])


def form_attachment(context: ContentContext, form: OlderForm, *, number: str) -> Attachment:
    """Return one form as an attachment; its rows name the district if the record has one."""
    district, enterprise = context.values.get("district"), context.values.get("enterprise")
    columns = [column for column in form.columns if not (context.switch("form-as-issued") and column.corrected_only)]
    split = context.switch("attachment-title-split")
    where = "forms", _index(context, form)
    subject = context.merge(form.subject, *where, "subject")
    facts = [f"Huyện/thành phố: {district['heading_name']}"] if district else []
    facts += [f"Doanh nghiệp: {enterprise['name']}"] if enterprise else []
    return {
        **empty_attachment(),
        "label": "" if context.switch("attachment-unlabelled") else _label(context, form),
        "title": [form.name.upper()] if split else [f"{form.name} {subject}".upper()],
        "subtitle": [subject] if split else [],
        "reference": accompanying_line(context, number),
        "facts": facts,
        "table": {
            "columns": [_column(column) for column in columns],
            "rows": _rows(context, form, columns),
            "row_mm": form.row_mm,
        },
        "foot": _foot(context, form, enterprise),
        "landscape": sum(column.mm for column in columns) > TEXT_MM + 1,
    }


def _index(context: ContentContext, form: OlderForm) -> int:
    return [other.id for other in context.dispatch.forms].index(form.id)


def _label(context: ContentContext, form: OlderForm) -> str:
    """Return `Phụ lục`, with a Roman numeral if there are several (III.1.a)."""
    before = len(context.dispatch.appendices)
    if before + len(context.dispatch.forms) == 1:
        return "Phụ lục"
    return f"Phụ lục {roman(before + _index(context, form) + 1)}"


def _column(column: OlderColumn) -> TableColumn:
    return {"id": column.id, "label": column.label, "mm": column.mm, "align": column.align, "kind": column.kind}


def _rows(context: ContentContext, form: OlderForm, columns: list[OlderColumn]) -> list[list[str]]:
    district, enterprise = context.values.get("district"), context.values.get("enterprise")
    if context.switch("form-as-issued") and not (district or enterprise):
        return [list(row) for row in form.as_issued_rows]
    if district or not enterprise:
        names = [district["heading_name"] if district else ""] * form.rows
    else:
        names = [d["heading_name"] for d in context.facts["districts"] for _ in range(form.rows_per_district)]
        names += [""] * (form.rows - len(names))
    return [
        [{"ordinal": str(number), "district": name}.get(column.kind, "") for column in columns]
        for number, name in enumerate(names, 1)
    ]


def _foot(context: ContentContext, form: OlderForm, enterprise: Mapping[str, Any] | None) -> Foot:
    as_issued = context.switch("form-as-issued") is not None
    signed_by = enterprise["name"] if enterprise else form.signed_by or ""
    sign = [signed_by] if signed_by else []
    if form.sign_hint and not as_issued:
        sign.append(form.sign_hint)
    note = context.merge(form.note, "forms", _index(context, form), "note") if form.note and not as_issued else ""
    return {"note": [note] if note else [], "sign": sign, "signers": [], "form_id": ""}
