"""The reminder to an enterprise with missing forms: lists what is missing and cites the dispatch by number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvan.documents.base.context import ContentContext
from congvan.documents.base.facts import DAY_GAP, NUMBER_GAP, day
from congvan.documents.letter.schema import LetterHead, OfficialDocument, SignatureBlock
from congvan.documents.letter.skeleton import citation, empty_letter, issuer_lines, parent_lines, recipient_list
from congvan.documents.returned.lists import DISTRICT, TT, column, numbered, to_ask
from congvan.documents.text.line_breaks import text_run
from congvan.documents.text.schema import Block, TableColumn
from congvan.documents.text.tables import table_row
from congvan.model.field_types import BLANK
from congvan.templating.declared import empty


def content(context: ContentContext) -> OfficialDocument:
    """Return a công văn to `values["enterprise"]`; number and date are left for the pen."""
    enterprise, agency = context.values["enterprise"], context.dataset.agency
    what, short = _what(context), f"Công văn đôn đốc {enterprise['name']}"
    symbol = f"{agency.abbreviation}{'-' + context.dispatch.unit if context.dispatch.unit else ''}"
    return {
        **empty_letter(context, f"Công văn về việc đôn đốc gửi {what} – {enterprise['name']}", short),
        "letter": True,
        "head": {**head(context, symbol), "subject": f"V/v đôn đốc gửi {what}"},
        "receivers": {"label": "Kính gửi:", "one": enterprise["name"], "items": [], "centred": True},
        "body": _body(context, enterprise, what),
        "sign": signature(context),
        "noi_nhan": recipient_list(["- Như trên;", archive_line(context)]),
    }


def head(context: ContentContext, symbol: str) -> LetterHead:
    """Return boxes 1 to 4 with number and date left for the pen; the year is the dispatch's."""
    agency, year = context.dataset.agency, context.dispatch.date.year
    written = f" {year}" if year != BLANK else DAY_GAP
    return {
        "parent": parent_lines(agency),
        "issuer": issuer_lines(agency),
        "number": f"Số:{NUMBER_GAP}/{symbol}",
        "place_date": f"{agency.place}, ngày{DAY_GAP}tháng{DAY_GAP}năm{written}",
        "subject": "",
    }


def signature(context: ContentContext) -> SignatureBlock:
    """Return boxes 7a to 7c: the signer of the dispatch."""
    signer = context.facts["signer"]
    return {**empty(SignatureBlock), "lines": signer["lines"], "name": signer["name"]}


def archive_line(context: ContentContext) -> str:
    """Return the last line of Nơi nhận."""
    unit = context.dispatch.archive.unit
    return f"- Lưu: VT{', ' + unit if unit else ''}."


def _what(context: ContentContext) -> str:
    deadline = next((d for d in context.dispatch.deadlines if d.date), None)
    what = deadline.what if deadline else "danh sách"
    return what[:1].lower() + what[1:]


def paragraph(text: str, style: str = "doan") -> Block:
    return {"style": style, "runs": [text_run(text)]}


def table_block(columns: list[TableColumn], rows: list[list[str]], row_mm: float = 7.0) -> Block:
    worded = [table_row([[text_run(text)] for text in cells]) for cells in rows]
    return {"style": "bang", "runs": [], "table": {"columns": columns, "rows": worded, "row_mm": row_mm}}


def _body(context: ContentContext, enterprise: Mapping[str, Any], what: str) -> list[Block]:
    agency, returned = context.dataset.agency.name, context.returned
    districts = {d["id"]: d["name"] for d in returned["picture"]["districts"]}
    owing = (cell for cell in returned["owing"] if cell["enterprise"] == enterprise["id"])
    deadline = next((d for d in context.dispatch.deadlines if d.date), None)
    until = f" trong ngày {day(deadline.date)['short']}" if deadline else ""
    subject = context.merge(context.dispatch.subject, "subject")
    rows = numbered([districts[cell["district"]], to_ask(cell)] for cell in owing)
    columns = [TT, DISTRICT, column("con-thieu", "Nội dung còn thiếu", 105)]
    return [
        paragraph(
            f"{agency} đã có {citation(context)} về việc {subject}, trong đó đề nghị {enterprise['name']} gửi {what} "
            f"về {agency}{until}."
        ),
        paragraph(f"Qua tổng hợp, {agency} chưa nhận đủ nội dung của {enterprise['name']}, cụ thể như sau:"),
        table_block(columns, rows),
        paragraph(
            f"{agency} đề nghị {enterprise['name']} khẩn trương bổ sung các nội dung nêu trên, gửi về {agency} để kịp "
            "thời tổng hợp, phối hợp triển khai."
        ),
        *_contact(context),
        paragraph(f"Đề nghị {enterprise['name']} phối hợp thực hiện./."),
    ]


def _contact(context: ContentContext) -> list[Block]:
    """Return the sentence with the contact person, if the project names one."""
    contacts = context.facts["contacts"]
    contact = contacts.get("vuong_mac") or next(iter(contacts.values()), None)
    if contact is None:
        return []
    who = f"đồng chí {contact['name']}, số điện thoại {contact['phone']}"
    return [paragraph(f"Trong quá trình thực hiện nếu có khó khăn, vướng mắc đề nghị liên hệ {who}.")]
