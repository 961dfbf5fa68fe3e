"""The 29 kinds of administrative documents (Điều 7) with their abbreviations (Appendix III, Mục I), and the three
copies."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MARKED = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
SMALL = f"a-z{_MARKED}"
CAPITAL = f"A-Z{_MARKED.upper()}"
"""The letters of Vietnamese for a class of a regular expression: a range over code points would mix small and
capital."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name as a heading, its abbreviation in the symbol, whether Kính gửi belongs to it."""

    name: str
    abbreviation: str
    heading: bool = True
    receivers: str = "no"  # no, always, upward


KINDS: dict[str, Kind] = {
    "nghi-quyet": Kind("Nghị quyết", "NQ"),
    "quyet-dinh": Kind("Quyết định", "QĐ"),
    "chi-thi": Kind("Chỉ thị", "CT"),
    "quy-che": Kind("Quy chế", "QC"),
    "quy-dinh": Kind("Quy định", "QyĐ"),
    "thong-cao": Kind("Thông cáo", "TC"),
    "thong-bao": Kind("Thông báo", "TB"),
    "huong-dan": Kind("Hướng dẫn", "HD"),
    "chuong-trinh": Kind("Chương trình", "CTr"),
    "ke-hoach": Kind("Kế hoạch", "KH"),
    "phuong-an": Kind("Phương án", "PA"),
    "de-an": Kind("Đề án", "ĐA"),
    "du-an": Kind("Dự án", "DA"),
    "bao-cao": Kind("Báo cáo", "BC", receivers="upward"),
    "bien-ban": Kind("Biên bản", "BB"),
    "to-trinh": Kind("Tờ trình", "TTr", receivers="upward"),
    "hop-dong": Kind("Hợp đồng", "HĐ"),
    "cong-van": Kind("Công văn", "", heading=False, receivers="always"),
    "cong-dien": Kind("Công điện", "CĐ"),
    "ban-ghi-nho": Kind("Bản ghi nhớ", "BGN"),
    "ban-thoa-thuan": Kind("Bản thỏa thuận", "BTT"),
    "giay-uy-quyen": Kind("Giấy ủy quyền", "GUQ"),
    "giay-moi": Kind("Giấy mời", "GM"),
    "giay-gioi-thieu": Kind("Giấy giới thiệu", "GGT"),
    "giay-nghi-phep": Kind("Giấy nghỉ phép", "GNP"),
    "phieu-gui": Kind("Phiếu gửi", "PG"),
    "phieu-chuyen": Kind("Phiếu chuyển", "PC"),
    "phieu-bao": Kind("Phiếu báo", "PB"),
    "thu-cong": Kind("Thư công", "", heading=False),
}
COPIES = {"SAO Y": "SY", "TRÍCH SAO": "TrS", "SAO LỤC": "SL"}
CONTRACTS = ("hop-dong", "ban-ghi-nho", "ban-thoa-thuan")
"""Kinds of two parties' own, with no sheet in PL III: the Quốc hiệu may stand alone over them, the number under it."""
SIGNED_BY_TWO = ("bien-ban", *CONTRACTS, "giay-uy-quyen")
"""Kinds whose signers stand side by side, above Nơi nhận."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text in capitals without marks, spaces and punctuation, for comparing words that may be misspelt."""
    base = unicodedata.normalize("NFD", text.upper().replace("Đ", "D").replace("Ð", "D"))
    return "".join(c for c in base if c.isalnum())


_HEADINGS = {fold(kind.name): key for key, kind in KINDS.items() if kind.heading}
_HEADINGS[fold("Thư công")] = "thu-cong"  # no sheet, no abbreviation; offices head it so
_HEADINGS[fold("Giấy uỷ quyền")] = "giay-uy-quyen"


def heading_kind(text: str) -> str:
    """The kind whose name the whole text is, "" for none: "KẾ HOẠCH" → "ke-hoach"."""
    return _HEADINGS.get(fold(text), "") if len(text) < 40 else ""


def symbol_kind(symbol: str) -> str:
    """The kind by the first group of a symbol: "/QĐ-UBND" → "quyet-dinh"; "" where it names none."""
    first = re.split(r"[-/]", symbol.strip().lstrip("/ "))[0].strip()
    return next((key for key, kind in KINDS.items() if kind.abbreviation and kind.abbreviation == first), "")
