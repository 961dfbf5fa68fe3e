"""The envelope of a dispatch for one receiver (Decree 30/2020/NĐ-CP, Appendix IV, II)."""

from __future__ import annotations

from congvan.documents.base.context import Scope
from congvan.documents.base.facts import number_text
from congvan.documents.letter.schema import Envelope
from congvan.documents.letter.skeleton import titled


def content(scope: Scope) -> Envelope:
    """Sender, number and symbol, and `values["receiver"]` with its address."""
    agency, receiver = scope.dataset.agency, scope.values["receiver"]
    number = number_text(receiver.get("number", scope.dispatch.number))
    told = (
        [("Địa chỉ", agency.address)],
        [("Điện thoại", agency.phone), ("Fax", agency.fax)],
        [("E-mail", agency.email), ("Website", agency.website)],
    )
    lines = ["; ".join(f"{label}: {value}" for label, value in some if value) for some in told]
    return {
        **titled(scope, f"Bì văn bản gửi {receiver['name']}"),
        "parent": [agency.parent.upper()] if agency.parent else [],
        "issuer": agency.name.upper(),
        "lines": [line for line in lines if line],
        "number": f"Số/ký hiệu văn bản:{number}/{scope.facts['dispatch']['symbol']}",
        "receiver": f"Kính gửi: {receiver['name']}",
        "address": [receiver["address"]] if receiver.get("address") else [],
    }
