"""Titles of columns and words of totals as people write them, compared: the same for lists and for returned forms."""

from __future__ import annotations

import re
from functools import lru_cache

from congvan.core.text import fold, nfc

_SIGNS = re.compile(r"[^\w%]+|_")
_BRACKETS = re.compile(r"\([^()]*\)")
_TOTALS = re.compile(r"(?:tong|cong)(?: (?:tong|cong|so|chung|toan \w+))*(?: \d[\d ]*(?: [^\W\d]\w*){0,3})?")
_OTHER_THAN_TOTALS = re.compile(r"^\W*(?:cống|cồng|còng|tống|tòng)(?!\w)")
"""Words that are those of totals without their marks alone: a culvert; Tống is a family."""
_TOTALS_OF_TIME = re.compile(
    r"(?:tổng|cộng)(?: (?:tổng|cộng|số|dồn|trong|cả|hết))* (?:tuần|tháng|quý|kỳ|đợt)(?: này| \d{1,2}| [ivx]+)?"
)
"""Why with its marks: Công Quý is somebody."""
_LIKE_TOTALS = re.compile(r"(?:tổng|cộng|toàn|cả|chung|t\.?c|total|sum)(?!\w)|[σ∑]")
_SURE_TOTALS = re.compile(r"(?:tổng (?:số|cộng)|cộng(?! (?:đồng|tác|hòa|hoà|hưởng|sinh))|total)(?!\w)|[σ∑]")
"""How names of rows begin that are totals if their figures are sums; and if they lack what other rows have."""

SYNONYMS = {
    "ordinal": ("stt", "tt", "so tt", "so thu tu", "thu tu", "so t t"),
    "id": ("id", "ma", "ma so"),
    "person": ("ho ten", "ten", "ho ten nguoi", "ho ten can bo", "ho ten dau moi", "ho chu dem ten"),
    "body": ("ten don vi", "ten co quan", "ten co quan don vi", "ten to chuc", "ten xa", "ten xa phuong"),
    "phone": (
        *("dien thoai", "so dien thoai", "sdt", "dt", "so dt", "dtdd", "so dtdd", "di dong", "dien thoai di dong"),
        *("so di dong", "dien thoai lien he", "so dien thoai lien he", "sdt lien he", "so may", "phone", "mobile"),
    ),
    "email": (
        *(
            "thu dien tu",
            "email",
            "e mail",
            "mail",
            "dia chi email",
            "dia chi thu dien tu",
            "hop thu",
            "hop thu dien tu",
        ),
        *("email cong vu", "thu dien tu cong vu", "hop thu cong vu", "email lien he"),
    ),
    "address": ("dia chi", "dia chi lien he", "dia chi tru so", "tru so"),
    "birth": ("ngay sinh", "ngay thang nam sinh", "sinh ngay", "ngay thang sinh", "sinh ngay thang nam"),
    "cccd": ("cccd", "so cccd", "can cuoc cong dan", "so can cuoc cong dan", "so can cuoc", "so dinh danh ca nhan"),
    "post": ("chuc vu", "chuc vu cong tac", "chuc vu hien nay"),
    "unit": ("don vi", "don vi cong tac", "noi cong tac", "co quan cong tac", "co quan don vi", "phong ban"),
}
"""How people call the same column, as `label_key` writes it."""
_MEANING = {key: meaning for meaning, keys in SYNONYMS.items() for key in keys}


@lru_cache(maxsize=1 << 13)
def label_key(text: str) -> str:
    """Return the title of a column for comparison: `HỌ VÀ TÊN:` equals `Họ tên`."""
    return " ".join(word for word in _SIGNS.sub(" ", fold(text)).split() if word != "va")


def bare_key(text: str) -> str:
    """Return the title of a column without what is in brackets: its unit, a remark."""
    return label_key(_BRACKETS.sub(" ", text))


def meaning(text: str) -> str:
    """Return what a title asks for, whichever synonym it is, as `SYNONYMS` calls it; "" for any other title."""
    return _MEANING.get(label_key(text)) or _MEANING.get(bare_key(text), "")


def is_total(text: str, word: str = "") -> bool:
    """Whether a text begins a row of totals: the form's own word, or what people call it, with or without the sum."""
    said = label_key(text.partition(":")[0])
    if not said or _OTHER_THAN_TOTALS.search(nfc(text).casefold()):
        return False
    if word and said == label_key(word):
        return True
    of_time = _TOTALS_OF_TIME.fullmatch(" ".join(nfc(text).casefold().partition(":")[0].strip(" .").split()))
    return of_time is not None or _TOTALS.fullmatch(said) is not None


def begins_as_total(text: str) -> bool:
    """Whether the name of a row begins as those of totals do: Toàn trường, Tổng số máy."""
    return _LIKE_TOTALS.match(nfc(text).casefold().strip(" -–+*.:")) is not None


def is_surely_total(text: str) -> bool:
    """Whether it begins with words that hardly anything but a total begins with: Tổng số …, Cộng nhóm …"""
    return _SURE_TOTALS.match(nfc(text).casefold().strip(" -–+*.:")) is not None
