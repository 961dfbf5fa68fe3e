"""What accompanies a letter: the envelope, the send list, the cover sheet of a print pack.

Sources: Decree 30/2020/NĐ-CP, Appendix IV, II (envelopes); Điều 17: the number of copies is fixed by Nơi nhận.
Why a limit on a cover: nobody reads a list of thousands, and its layout takes minutes; the outline has each document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from congvan.core.decree.kinds import KINDS
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import number_text
from congvan.documents.letter.recipients import (
    Addressed,
    addressed_bodies,
    copied_bodies,
    copied_names,
    is_archive_line,
    line_text,
    number_for,
    stands_for_others,
)
from congvan.documents.letter.schema import Envelope, PackCover, TableDocument
from congvan.documents.letter.skeleton import citation, document_info, parent_lines, subject_line, subject_of
from congvan.documents.text.schema import TableColumn
from congvan.documents.text.tables import with_room_for_ordinals
from congvan.model.lists.receiving import member_ids, receiving_by_id
from congvan.values.columns.channels import ON_PAPER, shown

COLUMNS: list[TableColumn] = [
    {"id": "tt", "label": "TT", "mm": 10, "align": "center", "kind": "ordinal"},
    {"id": "noi-nhan", "label": "Nơi nhận", "mm": 96, "align": "left", "kind": "text"},
    {"id": "so-ban", "label": "Số bản", "mm": 13, "align": "center", "kind": "number"},
    {"id": "hinh-thuc", "label": "Hình thức gửi", "mm": 26, "align": "center", "kind": "text"},
    {"id": "ky-nhan", "label": "Ký nhận", "mm": 20, "align": "center", "kind": "text"},
]
LIST_ROW_MM = 9.0
LISTED = 500
"""Maximum number of documents listed one by one; of more, the cover shows the count of each kind."""


def envelope(context: ContentContext) -> Envelope:
    """Sender, number and symbol, and `values["receiver"]` with its address."""
    agency, receiver = context.dataset.agency, context.values["receiver"]
    number = number_text(_number(context, receiver["id"]))
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
    dispatch, counted = context.dispatch, copies_sent(context)
    kind = KINDS[dispatch.kind].name
    rows = [[str(n), one.name, str(one.copies or ""), one.channel, ""] for n, one in enumerate(counted, 1)]
    columns = with_room_for_ordinals(COLUMNS, rows)
    total = ["", "Cộng", str(sum(one.copies for one in counted)), "", ""]
    return {
        **document_info(context, f"Danh sách gửi {kind} {subject_of(context)}"),
        "heading": {"type": "DANH SÁCH GỬI", "trich_yeu": []},
        "lines": [citation(context), subject_line(context)],
        "columns": columns,
        "rows": rows,
        "total": total,
        "closing": [],
        "table": {"columns": columns, "rows": rows, "row_mm": LIST_ROW_MM, "total": total},
        "charts": [],
    }


class Sent(NamedTuple):
    """A line of the send list: who, how many copies, how they go; "" where that is left to the pen. `paper`: how many
    are printed.
    """

    name: str
    copies: int
    channel: str
    paper: int
    kept: bool = False


def copies_sent(context: ContentContext) -> list[Sent]:
    """Return every line of the send list: Kính gửi, Nơi nhận, what the archive keeps. Copies are those on paper."""
    dispatch, lists = context.dispatch, context.dataset.lists
    known = receiving_by_id(lists)
    lines = [
        _sent(context, _named(context, one), tuple(one["via"]), known[one["id"]][1].copies)
        for one in addressed_bodies(context)
    ]
    words = [(n, line) for n, line in enumerate(dispatch.receivers) if not member_ids(lists, line)]
    lines += [_sent(context, line_text(context, n), line.via or (), 1) for n, line in words]
    addressed = {one["id"] for one in addressed_bodies(context)}
    for index, copy in enumerate(dispatch.copies):
        for body in copied_bodies(context, copy):
            if copy.to or body.id not in addressed:  # one of a group has its copy by Kính gửi
                name = copied_names(context, index)[0] if copy.to else body.name
                lines.append(_sent(context, name, body.via, int(copy.copies or body.copies)))
        text = "" if copy.named_by else context.merge(copy.text or "", "copies", index, "text")
        if text and not stands_for_others(text) and not is_archive_line(text):
            lines.append(_sent(context, text, copy.via or (), int(copy.copies or 1)))
    archive = dispatch.archive
    keepers = ["VT", *([archive.unit] if archive.unit else [])]
    count = int(archive.copies or len(keepers))
    kept = _sent(context, f"Lưu: {', '.join(keepers)}", (), count)
    return [*lines, kept._replace(kept=True, paper=count)]


def _named(context: ContentContext, one: Addressed) -> str:
    """Return the name of a body as Kính gửi has it: the words of a line of its own, kept where it was renamed since."""
    alone = context.dispatch.receivers[one["line"]].to
    return line_text(context, one["line"]) if alone else one["name"]


def _sent(context: ContentContext, name: str, via: tuple[str, ...], copies: int) -> Sent:
    """Return a line; a body that nothing is said of gets what the medium of the dispatch says."""
    if via:
        printed = copies if ON_PAPER.intersection(via) else 0
        return Sent(name, printed, shown(via), printed)
    electronic = context.dispatch.medium == "electronic"
    return Sent(name, copies, shown(("trục",)) if electronic else "", 0 if electronic else copies)


def _number(context: ContentContext, identifier: str) -> str:
    """Return the number on the envelope of a body; a copy for information bears the number of the dispatch."""
    addressed = any(one["id"] == identifier for one in addressed_bodies(context))
    return number_for(context, identifier) if addressed else context.dispatch.number


def cover(context: ContentContext, heading: str, contents: Sequence[tuple[str, str]]) -> PackCover:
    """Return the cover of a pack; `contents`: kind and title of the documents behind it, in order."""
    record = [fact.get("heading") or fact["name"] for fact in context.values.values()]
    receiver = ", ".join(record)
    listed = [(title, 1) for _kind, title in contents]
    if len(contents) > LISTED:
        listed = list(Counter(kind for kind, _title in contents).items())
    return {
        **document_info(context, " – ".join(filter(None, [heading, receiver]))),
        "heading": [heading.upper()],
        "receiver": receiver,
        "lines": [citation(context), subject_line(context)],
        "items": [{"name": name, "copies": str(count), "note": ""} for name, count in listed],
    }
