"""The slip for the print room: how many copies of the dispatch are printed, on how many sheets, with how many seals.

Copies on paper are counted, those that go by other channels are not; the archive's are printed too. Pages are known
only when the dispatch is laid out: marks stand for them until then (`core.job.count_mark`).
"""

from __future__ import annotations

from congvan.core.decree.kinds import KINDS
from congvan.core.job import count_mark
from congvan.documents.common.context import ContentContext
from congvan.documents.letter.companions import LIST_ROW_MM, copies_sent
from congvan.documents.letter.schema import TableDocument
from congvan.documents.letter.skeleton import citation, document_info, subject_line, subject_of
from congvan.documents.text.schema import TableColumn

COLUMNS: list[TableColumn] = [
    {"id": "tt", "label": "TT", "mm": 10, "align": "center", "kind": "ordinal"},
    {"id": "ban", "label": "Bản in", "mm": 55, "align": "left", "kind": "text"},
    {"id": "so-ban", "label": "Số bản", "mm": 18, "align": "center", "kind": "number"},
    {"id": "so-trang", "label": "Số trang mỗi bản", "mm": 22, "align": "center", "kind": "number"},
    {"id": "so-to", "label": "Số tờ mỗi bản", "mm": 20, "align": "center", "kind": "number"},
    {"id": "cong-to", "label": "Cộng số tờ", "mm": 20, "align": "center", "kind": "number"},
    {"id": "so-dau", "label": "Số dấu", "mm": 20, "align": "center", "kind": "number"},
]


def print_slip(context: ContentContext) -> TableDocument:
    """Return a row for the copies that are sent and one for those that are kept, and their sums."""
    lines = copies_sent(context)
    sent, kept = (sum(one.paper for one in lines if one.kept is stays) for stays in (False, True))
    pages, each = count_mark("pages", 0), count_mark("sheets", 0)
    counted = [("Gửi nơi nhận", sent), ("Lưu", kept)]
    rows = [
        [str(n), name, str(count), pages, each, count_mark("sheets", 0, count), str(count)]
        for n, (name, count) in enumerate(counted, 1)
    ]
    copies, sheets = sent + kept, count_mark("sheets", 0, sent + kept)
    total = ["", "Cộng", str(copies), "", "", sheets, str(copies)]
    words = f"{sent} bản giấy + {kept} bản lưu = {copies} bản, {sheets} tờ (in hai mặt), {copies} dấu."
    kind = KINDS[context.dispatch.kind].name
    return {
        **document_info(context, f"Phiếu giao in {kind} {subject_of(context)}"),
        "heading": {"type": "PHIẾU GIAO IN", "trich_yeu": []},
        "lines": [citation(context), subject_line(context), words],
        "columns": COLUMNS,
        "rows": rows,
        "total": total,
        "closing": [],
        "table": {"columns": COLUMNS, "rows": rows, "row_mm": LIST_ROW_MM, "total": total},
        "charts": [],
    }
