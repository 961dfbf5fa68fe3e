"""Nil returns: “Không phát sinh” ticked, or typed in place of rows. Neither missing nor noughts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from congvan.messages import Message
from congvan.returns.reading.texts import TextCell
from congvan.returns.reading.words import TICKED, plain

_SPOKEN = re.compile(
    r"(?:trong (?:ngay|tuan|thang|quy|ky|nam|dot) )?(?:don vi |xa |phuong )?"
    r"khong (?:co )?(?:phat sinh|ghi nhan|so lieu|truong hop nao|ca nao|de nghi|co gi)[\w ]{0,60}"
)
_X = re.compile(r"(?:^|[\s\[(])[xXvV1](?:[\s\])]|$)")


def said_nil(texts: Iterable[TextCell], nil: str) -> bool:
    """Whether the words of a nil return are ticked: in a box, by a mark in the cell before or behind them, or by being
    typed once more beside those that are printed.
    """
    wanted, times = plain(nil), 0
    for cell in texts if wanted else ():
        own = plain(cell.text)
        beside = " ".join([own, *(plain(each.text) for each, _place in cell.right[:1])])
        if wanted not in beside:
            continue
        times += wanted in own
        rest = beside.replace(wanted, " ")
        if any(char in TICKED for char in rest) or _X.search(rest):
            return True
    return times > 1


def typed_nil(text: str, nil: str) -> bool:
    """Whether a text typed where rows belong says that there is nothing to report."""
    said = plain(text).strip(" .:;,!")
    return bool(said) and (said == plain(nil) or _SPOKEN.fullmatch(said) is not None)


def contradiction(rows: int) -> Message:
    """Return what is asked where a nil return has rows."""
    return Message("nil-contradicted", count=rows)
