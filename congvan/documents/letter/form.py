"""The attached form: blank behind the letter, or filled in with its district and its enterprise (Appendix I, III.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvan.decree.kinds import KINDS
from congvan.decree.numerals import roman
from congvan.documents.base.context import Scope
from congvan.documents.base.facts import DAY_GAP, NUMBER_GAP, number_text
from congvan.documents.letter.schema import Attachment, Foot, OfficialDocument
from congvan.documents.letter.skeleton import NO_HEAD, common
from congvan.documents.text.schema import Column
from congvan.documents.text.tables import TEXT_MM
from congvan.model.dispatch import Column as FormColumn
from congvan.model.dispatch import Form


def content(scope: Scope) -> OfficialDocument:
    """The first form of the dispatch for `values["enterprise"]`, and `values["district"]` where there is one."""
    form = scope.dispatch.forms[0]
    district, enterprise = scope.values.get("district"), scope.values.get("enterprise")
    record = [
        fact["heading_name"] if "heading_name" in fact else fact["name"] for fact in (district, enterprise) if fact
    ]
    return {
        **common(scope, " – ".join([f"{form.name} {form.subject}", *record]), " – ".join([form.name, *record])),
        "form_id": form_id(scope, form),
        "attachments": [attachment(scope, form, number=scope.dispatch.number)],
    }


def form_id(scope: Scope, form: Form) -> str:
    """`bluezone-2020/danh-sach/1/vnpt-lang-son/cao-loc`: dispatch, form, its version, enterprise, district."""
    record = [scope.values[name]["id"] if name in scope.values else "-" for name in ("enterprise", "district")]
    return "/".join([scope.dispatch_id, form.id, str(form.version), *record])


def attachment(scope: Scope, form: Form, *, number: str) -> Attachment:
    """One form as an attachment; its rows name the district where the record does."""
    district, enterprise = scope.values.get("district"), scope.values.get("enterprise")
    columns = [column for column in form.columns if not (scope.switch("form-as-issued") and column.corrected_only)]
    split = scope.switch("attachment-title-split")
    where = "forms", _index(scope, form)
    subject = scope.merge(form.subject, *where, "subject")
    facts = [f"Huyện/thành phố: {district['heading_name']}"] if district else []
    facts += [f"Doanh nghiệp: {enterprise['name']}"] if enterprise else []
    return {
        **bare(),
        "label": "" if scope.switch("attachment-unlabelled") else _label(scope, form),
        "title": [form.name.upper()] if split else [f"{form.name} {subject}".upper()],
        "subtitle": [subject] if split else [],
        "reference": reference(scope, number),
        "facts": facts,
        "table": {
            "columns": [_column(column) for column in columns],
            "rows": _rows(scope, form, columns),
            "row_mm": form.row_mm,
        },
        "foot": _foot(scope, form, enterprise),
        "landscape": sum(column.mm for column in columns) > TEXT_MM + 1,
    }


def bare() -> Attachment:
    """What every attachment carries, with all its boxes empty."""
    return {
        "mark": "",
        "head": NO_HEAD,
        "label": "",
        "title": [],
        "subtitle": [],
        "reference": "",
        "facts": [],
        "body": [],
        "table": {"columns": [], "rows": [], "row_mm": 9.0},
        "foot": {"note": [], "sign": []},
        "landscape": False,
    }


def _index(scope: Scope, form: Form) -> int:
    return [other.id for other in scope.dispatch.forms].index(form.id)


def _label(scope: Scope, form: Form) -> str:
    """`Phụ lục`, numbered in Roman numerals where there are several (III.1.a)."""
    before = len(scope.dispatch.appendices)
    if before + len(scope.dispatch.forms) == 1:
        return "Phụ lục"
    return f"Phụ lục {roman(before + _index(scope, form) + 1)}"


def reference(scope: Scope, number: str, *, electronic: bool = False) -> str:
    """The accompanying line; on an electronic document only the body is filled in (III.1.c, sheet 2.2).

    `electronic`: what it stands on is signed by itself, whatever the dispatch is.
    """
    if electronic or scope.dispatch.medium == "electronic":
        gaps = f"số{NUMBER_GAP} ngày{DAY_GAP}tháng{DAY_GAP}năm{DAY_GAP}"
        return f"(Kèm theo {KINDS[scope.dispatch.kind].name} {gaps}của {scope.dataset.agency.name})"
    symbol, date = scope.facts["dispatch"]["symbol"], scope.facts["dispatch"]["date_text"]
    kind = KINDS[scope.dispatch.kind].name
    return f"(Kèm theo {kind} số{number_text(number)}/{symbol} {date} của {scope.dataset.agency.name})"


def _column(column: FormColumn) -> Column:
    return {"id": column.id, "label": column.label, "mm": column.mm, "align": column.align, "kind": column.kind}


def _rows(scope: Scope, form: Form, columns: list[FormColumn]) -> list[list[str]]:
    district, enterprise = scope.values.get("district"), scope.values.get("enterprise")
    if scope.switch("form-as-issued") and not (district or enterprise):
        return [list(row) for row in form.as_issued_rows]
    if district or not enterprise:
        names = [district["heading_name"] if district else ""] * form.rows
    else:
        names = [d["heading_name"] for d in scope.facts["districts"] for _ in range(form.rows_per_district)]
        names += [""] * (form.rows - len(names))
    return [
        [{"ordinal": str(number), "district": name}.get(column.kind, "") for column in columns]
        for number, name in enumerate(names, 1)
    ]


def _foot(scope: Scope, form: Form, enterprise: Mapping[str, Any] | None) -> Foot:
    as_issued = scope.switch("form-as-issued") is not None
    signed_by = enterprise["name"] if enterprise else form.signed_by or ""
    sign = [signed_by] if signed_by else []
    if form.sign_hint and not as_issued:
        sign.append(form.sign_hint)
    note = scope.merge(form.note, "forms", _index(scope, form), "note") if form.note and not as_issued else ""
    return {"note": [note] if note else [], "sign": sign}
