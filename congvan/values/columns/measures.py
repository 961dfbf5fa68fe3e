"""In which unit a title says that figures are, where its column has another: thousands of đồng, ml for l."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from congvan.core.text import fold, nfc

_SCALES = re.compile(
    r"\b(?:nghìn|ngàn|triệu(?! chứng)|tỷ(?! (?:lệ|trọng|suất|số))|tỉ(?! (?:lệ|trọng|suất|số))"
    r"|(?:nghin|ngan|trieu|ty) (?:dong|d)|ng\.? ?đ|tr\.? ?đ)\b|\b1[.,]?000 ?đ|‰"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_CODE = re.compile(r"[\d\s=+\-*/:()]*|[a-z]|[ivx]+")
_ALIKE = ({"dong", "d", "vnd", "dong viet nam", "viet nam dong"}, {"%", "phan tram"})
_NEAR_TIMES, FAR_TIMES = 10, 100
"""Times that the largest of amounts like one another is the least of them, and that another is far from them."""
_UNIT_LINE = re.compile(r"\b(?:đơn vị(?: tính)?|đvt)\s*[:.(]", re.IGNORECASE)


@lru_cache(maxsize=1 << 12)
def other_unit(title: str, label: str, unit: str) -> str:
    """Return the words in which a retyped title asks for another unit than its column; "" where it does not.

    A multiple (nghìn, triệu) counts anywhere in the title; another unit where it is in brackets, as ours does.
    """
    ours = f"{label} ({unit})" if unit else label
    multiples = _multiples(title) - _multiples(ours)
    if multiples:
        return min(multiples)
    printed = [_key(each) for each in _BRACKETS.findall(label)]
    unit = unit or next(iter(printed), "")
    if not unit or _key(title) == _key(ours):
        return ""
    said = [each.strip() for each in _BRACKETS.findall(title) if _key(each) not in printed]
    said = [each for each in said if each and not _CODE.fullmatch(_key(each))]
    return "" if any(_names(each, unit) for each in said) else next(iter(said), "")


def other_unit_of_all(text: str, printed: str) -> str:
    """Return what a line over a table (“Đơn vị tính: nghìn đồng”) says of its amounts, unless `printed` says so too."""
    line = _UNIT_LINE.search(nfc(text))
    if not line:
        return ""
    plain = _key(nfc(text)[line.end() :]) in _ALIKE[0] and _key(text) not in _key(printed)
    return min(_multiples(text) - _multiples(printed), default="đồng" if plain else "")


def is_of_unit(said: str, label: str, unit: str) -> bool:
    """Whether a column of money counts in what `other_unit_of_all` returned: đồng, or a multiple."""
    return _scale(said) in ({_scale(each) for each in _multiples(f"{label} {unit}")} or {_scale("đồng")})


def _scale(multiple: str) -> str:
    """Return the beginning by which words for a multiple are the same: nghìn and ngàn, tỷ and tỉ."""
    return next((each for each in ("n", "1", "tr", "t") if multiple.startswith(each)), multiple).replace("1", "n")


@lru_cache(maxsize=1 << 10)
def is_plain_money(label: str, unit: str) -> bool:
    """Whether a column of money is in đồng, not in a multiple of it."""
    return not _multiples(f"{label} {unit}")


@lru_cache(maxsize=1 << 10)
def is_in_dong(label: str, unit: str) -> bool:
    """Whether the head of a column says that its figures are đồng: in its unit, or in brackets."""
    said = [_key(each) for each in (unit, *_BRACKETS.findall(label))]
    return any(each in _ALIKE[0] for each in said) and is_plain_money(label, unit)


def is_in_millions(label: str, unit: str) -> bool:
    """Whether a column of money is in millions of đồng, or more."""
    return any(each.startswith(("triệu", "trieu", "tr", "tỷ", "tỉ", "ty")) for each in _multiples(f"{label} {unit}"))


@lru_cache(maxsize=1 << 10)
def counts_money(type_id: str, label: str, unit: str) -> bool:
    """Whether a column holds amounts of money: by its type, or by đồng or a multiple of it in its head."""
    if type_id == "money":
        return True
    return type_id in ("integer", "decimal") and (is_in_dong(label, unit) or not is_plain_money(label, unit))


def is_thousandfold(amount: Decimal, others: Sequence[Decimal]) -> bool:
    """Whether an amount is far from others, which are like one another, and like them a thousand times as large, or
    small. `others`: in order.
    """
    least, most = others[0], others[-1]
    if most > least * _NEAR_TIMES or not (amount * FAR_TIMES <= least or amount >= most * FAR_TIMES):
        return False
    return any(least <= 2 * moved and moved <= 2 * most for moved in (amount * 1000, amount / 1000))


def _multiples(text: str) -> set[str]:
    return {found[0] for found in _SCALES.finditer(nfc(text).casefold())}


def _names(said: str, unit: str) -> bool:
    """Whether words name a unit, alone or among others: “đơn vị tính: lít”."""
    words, wanted = set(_key(said).split()), _key(unit)
    same = next((each for each in _ALIKE if wanted in each), {wanted})
    return any(set(each.split()) <= words for each in same)


def _key(text: str) -> str:
    return " ".join(re.sub(r"[^\w%]+", " ", fold(text)).split())
