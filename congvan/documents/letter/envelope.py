"""The envelope of a dispatch for one receiver (Decree 30/2020/NĐ-CP, Appendix IV, II)."""

from __future__ import annotations

from congvan.documents.base.context import ContentContext
from congvan.documents.base.facts import number_text
from congvan.documents.letter.schema import Envelope
from congvan.documents.letter.skeleton import document_info, parent_lines


def content(context: ContentContext) -> Envelope:
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
