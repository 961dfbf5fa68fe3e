"""Nil returns: “Không phát sinh” ticked, or typed in place of rows. Neither missing nor noughts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place
from congvan.core.text import presentable
from congvan.returns.reading.issues import Issue
from congvan.returns.reading.texts import TextCell
from congvan.returns.reading.words import TICKED, plain

_SPOKEN = re.compile(
    r"(?:trong (?:ngay|tuan|thang|quy|ky|nam|dot) )?(?:don vi |xa |phuong )?"
    r"khong (?:co )?(?:phat sinh|ghi nhan|so lieu|co gi|de nghi|[\w ]{1,20} nao)[\w ]{0,60}"
)
_OF_ALL = re.compile(r"(?:trong (?:ngay|tuan|thang|quy|ky|nam|dot)|don vi|xa|phuong)\b")
"""How words begin that say so of the whole form, in whichever table they are."""
_NONE = re.compile(r"(?:khong|ko)(?: co)?(?: ai)?")
"""What says so alone in a row, where no printed text says what of."""
_NONE_OF = re.compile(
    r"(?:(?:trong )?(?:ngay|tuan|thang|quy|ky|nam|dot)(?: nay)? )?(?:khong|ko) (?:co \w+|dang ky|de nghi)(?: \w+){0,8}"
)
"""What says so where a row of one text would be about nothing."""
MOST_SAID = 2
"""Texts of a line that says so: its number in words, and the words."""
_SIGNS = re.compile(r"[^\w?]+")
_NO = frozenset(("khong", "khong phai", "ko", "k", "0"))
_LONGEST_WORD = 20
"""Characters at a box that may be an answer to it; more is another text."""
_MORE = re.compile(r"\w{2,}[^\w]+\w{2,}")
"""Words added to the printed ones: “…, có 1 ca nghi ngờ”."""
_MARK = re.compile(rf"[xXvV{re.escape(''.join(TICKED))}]")
_X = re.compile(r"(?:^|[\s\[(])[xXvV1](?:[\s\])]|$)")


class NilReturn(NamedTuple):
    """What is said of a nil return. `ticked`: where it says so; `unclear`: what is at its box and is no tick."""

    ticked: TextCell | None = None
    unclear: TextCell | None = None
    said: str = ""


def nil_return(texts: Iterable[TextCell], nil: str) -> NilReturn:
    """Return whether the words of a nil return are ticked: in a box, by a mark in the cell before or behind them, or by
    being typed once more on the sheet on which they are printed.
    """
    wanted, seen = plain(nil), set[str]()
    again: TextCell | None = None
    unclear, said = None, ""
    marks: list[TextCell] = []
    for cell in texts if wanted else ():
        own = plain(cell.text)
        if not cell.right and _MARK.fullmatch(cell.text.strip()):
            marks.append(cell)
        beside = " ".join([own, *(plain(each.text) for each, _place in cell.right[:1])])
        if wanted not in beside:
            continue
        rest = beside.replace(wanted, " ")
        words = own if wanted in own else beside.removeprefix(own)
        if _MORE.search(words.replace(wanted, " ")):
            unclear, said = unclear or cell, said or words
            continue
        if any(char in TICKED for char in rest) or _X.search(rest):
            return NilReturn(cell)
        word = _SIGNS.sub(" ", rest).strip()
        if word and len(word) <= _LONGEST_WORD and unclear is None:
            unclear, said = cell, word
        if wanted in own:
            again = again or (cell if cell.place.sheet in seen else None)
            seen.add(cell.place.sheet)
    if again is None and unclear is None and seen and len(marks) == 1:
        return NilReturn(marks[0])  # in a box of its own, which a page of a PDF has beside the words
    return NilReturn(again, None if again else unclear, said)


def asked_of_nil(found: NilReturn, rows: int) -> Issue | None:
    """Return what is asked where a nil return is ticked beside rows, or where nobody can tell whether it is."""
    if found.ticked is not None and rows:
        return Issue("", Message("nil-contradicted", count=rows), found.ticked.place, found.ticked.text)
    if found.unclear is None or (rows and found.said in _NO):
        return None
    message = Message("nil-unclear", text=presentable(found.unclear.text, 40))
    return Issue("", message, found.unclear.place, found.unclear.text)


def asked_of_tables(said: Mapping[str, str], blank: Sequence[str]) -> Issue | None:
    """Return what is asked where a table says that it has nothing, and others are left blank.

    `said`: the words by the name of the table, `blank`: the names of the others.
    """
    if not said or not blank or any(_OF_ALL.match(plain(words)) for words in said.values()):
        return None
    message = Message("nil-part", said=", ".join(said), words=next(iter(said.values())), blank=", ".join(blank))
    return Issue("", message, Place(), next(iter(said.values())))


def nil_words(said: Sequence[str], nil: str, *, hollow: bool) -> str:
    """Return what the texts of a line say in the words of a nil return, in place of a row; "" for any other line.

    `hollow`: whether a row of one text would be about nothing: “Không có ổ dịch mới”.
    """
    if not nil or not 0 < len(said) <= MOST_SAID:
        return ""
    alone = len(said) == 1
    typed = (text for text in said if typed_nil(text, nil, alone=alone, hollow=hollow))
    return next((text.strip(" .:;,!") for text in typed), "")


def typed_nil(text: str, nil: str, *, alone: bool, hollow: bool = False) -> bool:
    """Whether a text typed where rows belong says that there is nothing to report. `alone`: nothing else in its row;
    `hollow`: such a row would be about nothing.
    """
    said = plain(text).strip(" .:;,!")
    if not said or said == plain(nil):
        return bool(said)
    if hollow and _NONE_OF.fullmatch(said) is not None:
        return True
    return _SPOKEN.fullmatch(said) is not None or (alone and _NONE.fullmatch(said) is not None)
