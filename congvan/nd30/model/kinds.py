"""The kind of a document by its heading or its symbol, and what the check asks of some kinds."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from congvan.decree.kinds import COPIES, KINDS

_MARKED = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
SMALL = f"a-z{_MARKED}"
CAPITAL = f"A-Z{_MARKED.upper()}"
"""The letters of Vietnamese for a class of a regular expression: a range over code points would mix small and
capital."""

CONTRACTS = ("hop-dong", "ban-ghi-nho", "ban-thoa-thuan")
"""Kinds of two parties' own, with no sheet in PL III: the Quốc hiệu may stand alone over them, the number under it."""
ADDRESSED = ("cong-van", "bao-cao", "to-trinh")
"""Kinds that Kính gửi belongs to; to the last two when they go up."""
COPY_SYMBOLS = dict(COPIES.values())
"""The words over a copy → the abbreviation in its symbol."""
SIGNED_BY_TWO = ("bien-ban", *CONTRACTS, "giay-uy-quyen")
"""Kinds whose signers stand side by side, above Nơi nhận."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text in capitals without marks, spaces and punctuation, for comparing words that may be misspelt."""
    base = unicodedata.normalize("NFD", text.upper().replace("Đ", "D").replace("Ð", "D"))
    return "".join(c for c in base if c.isalnum())


_HEADINGS = {fold(kind.name): key for key, kind in KINDS.items() if kind.heading}
_HEADINGS[fold("Giấy uỷ quyền")] = "giay-uy-quyen"


def heading_kind(text: str) -> str:
    """The kind whose name the whole text is, "" for none: "KẾ HOẠCH" → "ke-hoach"."""
    return _HEADINGS.get(fold(text), "") if len(text) < 40 else ""


def symbol_kind(symbol: str) -> str:
    """The kind by the first group of a symbol: "/QĐ-UBND" → "quyet-dinh"; "" where it names none."""
    first = re.split(r"[-/]", symbol.strip().lstrip("/ "))[0].strip()
    return next((key for key, kind in KINDS.items() if kind.abbreviation and kind.abbreviation == first), "")
