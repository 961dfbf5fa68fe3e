"""What a template prints by one tag: lines and blocks put together from the boxes of a finished content.

Made last of all, after errata, so that each text is corrected once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvan.documents.text.schema import Block

_URGENCY_STYLES = {"KHẨN": "khan", "THƯỢNG KHẨN": "thuong_khan", "HỎA TỐC": "hoa_toc"}


def with_ready_lines(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of an official document with its ready lines; any other content as it is."""
    if "receivers" not in content or "noi_nhan" not in content:
        return dict(content)
    urgency, copy = content["urgency"], content["copy"]
    return {
        **content,
        "kinh_gui": _kinh_gui(content),
        "do_khan": [_line(_URGENCY_STYLES.get(urgency, "khan"), urgency)] if urgency else [],
        "noi_nhan": _noi_nhan(content["noi_nhan"]),
        "copy": {**copy, "lines": copy["items"]} if copy else copy,
    }


def _kinh_gui(content: Mapping[str, Any]) -> list[Block]:
    """Box 9a: one receiver on the label's line; several each on a line, under the label or running on from it."""
    receivers = content["receivers"]
    label, one, items = receivers["label"], receivers["one"], list(receivers["items"])
    if one:
        return [_line("kinh_gui_mot", f"{label} {one}")]
    if not items:
        return []
    if content["layout"]["receivers_inline"]:
        return [_line("kinh_gui_lien", f"{label} {items[0]}"), *(_line("noi_gui", item) for item in items[1:])]
    head = _line("dien" if receivers["centred"] else "kinh_gui", label)
    return [head, *(_line("noi_gui", item) for item in items)]


def _noi_nhan(listed: Mapping[str, Any]) -> dict[str, Any]:
    """Boxes 9b and 12: the drafter is behind the last line."""
    items, rest, drafter = list(listed["items"]), list(listed["rest"]), listed["drafter"]
    last = rest or items
    if drafter and last:
        last[-1] = f"{last[-1]} {drafter}"
    return {**listed, "lines": items, "more": rest}


def _line(style: str, text: str) -> Block:
    return {"style": style, "runs": [], "text": text}
