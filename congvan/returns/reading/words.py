"""Words as forms and people write them, compared: heads of columns, empty cells, boxes to tick, words of totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile

from congvan.core.text import fold, nfc

LONGEST_LABEL = 200
"""Characters of the head of a column."""
_LEAST_NAME, _MOST_NAME = 2, 5
"""Words of the name of a person."""
_EMPTY = re.compile("[\\s.…·_\\-–—‑\u200b-\u200f\u2060\ufeff]*|\\s*\\./\\.?\\s*")
"""Dots, dashes, and characters that nobody sees; ./. at an end."""
_BRACKETS = re.compile(r"\([^()]*\)")
_CODE = re.compile(r"\(?(?:[0-9]{1,2}|[a-z])\)?(?:\s*=.*)?")
_LONGEST_DASH = 3
_LEAST_MOVED = 4
"""Codes in brackets that are codes in any order; fewer may be figures."""
_ORDINALS = ("tt", "stt")  # a head that is repeated among the codes
_OF_OTHER_ROWS = re.compile(
    r"^(?:trong đó|mang sang|chuyển sang|lũy kế|luỹ kế|(?:cộng|tổng) (?:dồn|trang|mang|chuyển))(?!\w)"
    r"|(?<!\w)(?:mang|chuyển) sang$"
)

_REMARK = re.compile(
    r"[(*]|(?:(?:truong|don vi|xa|phuong) )?(?:khong|ko|chua)(?: co)?(?: |$)|(?:ghi chu|luu y|nguoi lap|ke toan)(?!\w)"
    r"|(?:het|trang \d+|ngay \d.*)\W*$"
)


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Return a text for comparison: without marks and case, spaces single."""
    return " ".join(fold(text).split())


def without_area(text: str, bodies: Iterable[str]) -> str:
    """Return the name of a body without the area that it shares with another: Sở Y tế tỉnh Mẫu, beside the Ủy ban nhân
    dân tỉnh Mẫu.
    """
    words = text.split()
    for name in bodies:
        pairs = zip(reversed(words), reversed(name.split()), strict=False)
        shared = sum(1 for _pair in takewhile(lambda pair: plain(pair[0]) == plain(pair[1]), pairs))
        if _LEAST_NAME <= shared < len(words):
            return " ".join(words[:-shared]).rstrip(" ,")
    return text


def without_brackets(text: str) -> str:
    """Return a text for comparison without what is in brackets, and without its colon: the head of a group."""
    return plain(_BRACKETS.sub(" ", text)).strip(" .:;,")


def is_empty(text: str) -> bool:
    """Whether a cell is left empty: nothing, dots or dashes, the sign ./. at the end of a list."""
    return not text[:1].isalnum() and _EMPTY.fullmatch(text) is not None


def is_dash(text: str) -> bool:
    """Whether a cell says by a dash that there was nothing, as statistics do; dots and blanks say nothing."""
    return 0 < len(text) <= _LONGEST_DASH and not text.strip("-–—‑")


def are_codes(texts: Sequence[str]) -> bool:
    """Whether cells side by side are a row of codes under a head: A, B, (1), (2), (3)=(1)+(2).

    Letters come first, then rising numbers; where some have brackets and some have none, each is the next one. Columns
    that were moved have their codes in another order: four and more in brackets, none twice.
    """
    said = [text for text in map(plain, texts) if text not in _ORDINALS]
    if not all(_CODE.fullmatch(text) and text.count("(") == text.count(")") for text in said):
        return False
    codes = [text.strip("(").partition("=")[0].rstrip(" )") for text in said]
    numbers = [int(code) for code in codes if code.isdecimal()]
    letters = [code for code in codes if not code.isdecimal()]
    bracketed = [text.startswith("(") for text, code in zip(said, codes, strict=True) if code.isdecimal()]
    if all(bracketed) and len(numbers) >= _LEAST_MOVED:
        return len({*codes}) == len(codes)
    mixed = len({*bracketed}) > 1
    rising = all(before < after <= before + (1 if mixed else 99) for before, after in pairwise(numbers))
    return codes == [*letters, *map(str, numbers)] and letters == sorted({*letters}) and rising


def is_of_other_rows(text: str) -> bool:
    """Whether a text names what other rows hold already: a part of them, or a sum carried over from another page."""
    return _OF_OTHER_ROWS.search(" ".join(nfc(text).casefold().strip(" .:-–+").split())) is not None


def is_remark(text: str) -> bool:
    """Whether a text alone in its row says something about the table: Không có, (Số liệu …), Ghi chú, Hết, Trang 2."""
    return _REMARK.match(plain(text)) is not None


def begins_as_row(text: str) -> bool:
    """Whether a text outside tables begins as the row of a person does: “5. Lý Thị Mẫu, sinh 1990”."""
    number, dot, rest = text.strip().partition(".") if "." in text[:4] else text.strip().partition(")")
    name = re.split(r"[,;:(–-]", rest, maxsplit=1)[0].split()
    named = _LEAST_NAME <= len(name) <= _MOST_NAME and all(word[0].isupper() for word in name)
    return bool(dot) and number.isdecimal() and named and any(char.isdigit() for char in rest)


TICKED = frozenset("☑☒✓✔✗✘■×")


def static_pieces(template: str) -> list[str]:
    """Return the parts of a text of a form that no record changes, without marks and case."""
    return [piece for piece in (plain(part).strip(" .:;,") for part in re.split(r"\{\{.*?\}\}", template)) if piece]
