"""The send list, derived from Kính gửi and Nơi nhận (Điều 17: the number of copies is fixed by Nơi nhận)."""

from __future__ import annotations

from congvan.decree.kinds import KINDS
from congvan.documents.base.context import ContentContext
from congvan.documents.letter.recipients import addressed_bodies, body_names, line_text, member_ids
from congvan.documents.letter.schema import TableDocument
from congvan.documents.letter.skeleton import citation, document_info, subject_line
from congvan.documents.text.schema import TableColumn

COLUMNS: list[TableColumn] = [
    {"id": "tt", "label": "TT", "mm": 10, "align": "center", "kind": "ordinal"},
    {"id": "noi-nhan", "label": "Nơi nhận", "mm": 96, "align": "left", "kind": "text"},
    {"id": "so-ban", "label": "Số bản", "mm": 15, "align": "center", "kind": "number"},
    {"id": "hinh-thuc", "label": "Hình thức gửi", "mm": 22, "align": "center", "kind": "text"},
    {"id": "ky-nhan", "label": "Ký nhận", "mm": 22, "align": "center", "kind": "text"},
]


def content(context: ContentContext) -> TableDocument:
    """Return a row for each receiver with copies, channel and a column to sign, and the sum of copies."""
    dispatch = context.dispatch
    words = [line_text(context, n) for n, line in enumerate(dispatch.receivers) if not member_ids(context, line)]
    names = (*(one["name"] for one in addressed_bodies(context)), *words)
    counted = [*((name, 1) for name in names), *_copies(context)]
    kind = KINDS[dispatch.kind].name
    channel = "Trục liên thông" if dispatch.medium == "electronic" else ""
    return {
        **document_info(context, f"Danh sách gửi {kind} {context.merge(dispatch.subject, 'subject')}"),
        "heading": {"type": "DANH SÁCH GỬI", "trich_yeu": []},
        "lines": [citation(context), subject_line(context)],
        "columns": COLUMNS,
        "rows": [[str(n), name, str(copies), channel, ""] for n, (name, copies) in enumerate(counted, 1)],
        "total": ["", "Cộng", str(sum(copies for _, copies in counted)), "", ""],
        "charts": [],
    }


def _copies(context: ContentContext) -> list[tuple[str, int]]:
    """Return the lines of Nơi nhận except “Như trên”, which stands for Kính gửi; the archive keeps its own copies."""
    bodies = {body.id: body for body in context.dataset.bodies}
    names_by_id, lines = body_names(context), []
    for index, copy in enumerate(context.dispatch.copies):
        text = names_by_id[copy.to] if copy.to else context.merge(copy.text or "", "copies", index, "text")
        if text.startswith("Như "):
            continue
        stands_for = bodies[copy.to].copies if copy.to in bodies else None
        lines.append((text, int(copy.copies or stands_for or "1")))
    archive = context.dispatch.archive
    keepers = ["VT", *([archive.unit] if archive.unit else [])]
    kept = int(archive.copies or len(keepers))
    return [*lines, (f"Lưu: {', '.join(keepers)}", kept)]
