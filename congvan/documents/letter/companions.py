"""What accompanies a letter: the envelope, the send list, the cover sheet of a print pack.

Sources: Decree 30/2020/NĐ-CP, Appendix IV, II (envelopes); Điều 17: the number of copies is fixed by Nơi nhận.
Why a limit on a cover: nobody reads a list of thousands, and its layout takes minutes; the outline has each document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from congvan.decree.kinds import KINDS
from congvan.documents.base.context import ContentContext
from congvan.documents.base.facts import number_text
from congvan.documents.letter.recipients import addressed_bodies, body_names, line_text
from congvan.documents.letter.schema import Envelope, PackCover, TableDocument
from congvan.documents.letter.skeleton import citation, document_info, parent_lines, subject_line
from congvan.documents.text.schema import TableColumn
from congvan.documents.text.tables import with_room_for_ordinals
from congvan.model.lists.receiving import member_ids

COLUMNS: list[TableColumn] = [
    {"id": "tt", "label": "TT", "mm": 10, "align": "center", "kind": "ordinal"},
    {"id": "noi-nhan", "label": "Nơi nhận", "mm": 96, "align": "left", "kind": "text"},
    {"id": "so-ban", "label": "Số bản", "mm": 15, "align": "center", "kind": "number"},
    {"id": "hinh-thuc", "label": "Hình thức gửi", "mm": 22, "align": "center", "kind": "text"},
    {"id": "ky-nhan", "label": "Ký nhận", "mm": 22, "align": "center", "kind": "text"},
]
LIST_ROW_MM = 9.0
LISTED = 500
"""Maximum number of documents listed one by one; of more, the cover shows the count of each kind."""


def envelope(context: ContentContext) -> Envelope:
    """Sender, number and symbol, and `values["receiver"]` with its address."""
    agency, receiver = context.dataset.agency, context.values["receiver"]
    number = number_text(receiver.get("number", context.dispatch.number))
    contact_details = (
        [("Địa chỉ", agency.address)],
        [("Điện thoại", agency.phone), ("Fax", agency.fax)],
        [("E-mail", agency.email), ("Website", agency.website)],
    )
    lines = ["; ".join(f"{label}: {value}" for label, value in some if value) for some in contact_details]
    return {
        **document_info(context, f"Bì văn bản gửi {receiver['name']}"),
        "parent": parent_lines(agency),
        "issuer": agency.name.upper(),
        "lines": [line for line in lines if line],
        "number": f"Số/ký hiệu văn bản:{number}/{context.facts['dispatch']['symbol']}",
        "receiver": f"Kính gửi: {receiver['name']}",
        "address": [receiver["address"]] if receiver.get("address") else [],
    }


def send_list(context: ContentContext) -> TableDocument:
    """Return a row for each receiver with copies, channel and a column to sign, and the sum of copies."""
    dispatch, lists = context.dispatch, context.dataset.lists
    words = [line_text(context, n) for n, line in enumerate(dispatch.receivers) if not member_ids(lists, line)]
    names = (*(one["name"] for one in addressed_bodies(context)), *words)
    counted = [*((name, 1) for name in names), *_copies(context)]
    kind = KINDS[dispatch.kind].name
    channel = "Trục liên thông" if dispatch.medium == "electronic" else ""
    rows = [[str(n), name, str(copies), channel, ""] for n, (name, copies) in enumerate(counted, 1)]
    columns = with_room_for_ordinals(COLUMNS, rows)
    total = ["", "Cộng", str(sum(copies for _, copies in counted)), "", ""]
    return {
        **document_info(context, f"Danh sách gửi {kind} {context.merge(dispatch.subject, 'subject')}"),
        "heading": {"type": "DANH SÁCH GỬI", "trich_yeu": []},
        "lines": [citation(context), subject_line(context)],
        "columns": columns,
        "rows": rows,
        "total": total,
        "table": {"columns": columns, "rows": rows, "row_mm": LIST_ROW_MM, "total": total},
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


def cover(context: ContentContext, heading: str, contents: Sequence[tuple[str, str]]) -> PackCover:
    """Return the cover of a pack; `contents`: kind and title of the documents behind it, in order."""
    record = [fact.get("heading") or fact["name"] for fact in context.values.values()]
    receiver = ", ".join(record)
    listed = [(title, 1) for _kind, title in contents]
    if len(contents) > LISTED:
        listed = list(Counter(kind for kind, _title in contents).items())
    return {
        **document_info(context, f"{heading} – {receiver}"),
        "heading": [heading.upper()],
        "receiver": receiver,
        "lines": [citation(context), subject_line(context)],
        "items": [{"name": name, "copies": str(count), "note": ""} for name, count in listed],
    }
