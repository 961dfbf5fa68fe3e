"""Recognise the kind of a document by its heading or symbol; groups of kinds that some rules treat alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from congvan.core.decree.kinds import COPIES, KINDS

_MARKED = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
SMALL = f"a-z{_MARKED}"
CAPITAL = f"A-Z{_MARKED.upper()}"
"""The Vietnamese letters for a character class. Why: a range of code points would mix small and capital letters."""

CONTRACTS = ("hop-dong", "ban-ghi-nho", "ban-thoa-thuan")
"""Kinds made between two parties, without a sheet in PL III: they may have no issuing body beside the Quốc hiệu, and
their number below it."""
ADDRESSED = ("cong-van", "bao-cao", "to-trinh")
"""Kinds with a Kính gửi; báo cáo and tờ trình have one when they go to a higher body."""
COPY_SYMBOLS = dict(COPIES.values())
"""The form of a copy, as written over it → its abbreviation in the symbol."""
SIGNED_BY_TWO = ("bien-ban", *CONTRACTS, "giay-uy-quyen")
"""Kinds whose signers sign side by side, above Nơi nhận."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the text in capitals without diacritics, spaces and punctuation, to compare words that may be misspelt."""
    base = unicodedata.normalize("NFD", text.upper().replace("Đ", "D").replace("Ð", "D"))
    return "".join(c for c in base if c.isalnum())


_HEADINGS = {fold(kind.name): key for key, kind in KINDS.items() if kind.heading}
_HEADINGS[fold("Giấy uỷ quyền")] = "giay-uy-quyen"


def heading_kind(text: str) -> str:
    """Return the kind whose name is the whole text, "" for none: "KẾ HOẠCH" → "ke-hoach"."""
    return _HEADINGS.get(fold(text), "") if len(text) < 40 else ""


def symbol_kind(symbol: str) -> str:
    """Return the kind by the first group of a symbol: "/QĐ-UBND" → "quyet-dinh"; "" if it names none."""
    first = re.split(r"[-/]", symbol.strip().lstrip("/ "))[0].strip()
    return next((key for key, kind in KINDS.items() if kind.abbreviation and kind.abbreviation == first), "")
