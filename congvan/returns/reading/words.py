"""Words as forms and people write them, compared: heads of columns, empty cells, boxes to tick, words of totals."""

from __future__ import annotations

import re
from functools import lru_cache

from congvan.text import fold

LONGEST_LABEL = 200
"""Characters of the head of a column."""
_SIGNS = re.compile(r"[^\w%]+")
_EMPTY = re.compile(r"[\s.…·_\-–—‑]*")
_BRACKETS = re.compile(r"\([^()]*\)")
_CODE = re.compile(r"\(?(?:[0-9]{1,2}|[a-z])\)?(?:\s*=.*)?|stt|tt")
_TOTALS = re.compile(r"(?:tong|cong)(?: (?:tong|cong|so|chung|toan \w+))*")


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Return a text for comparison: without marks and case, spaces single."""
    return " ".join(fold(text).split())


@lru_cache(maxsize=1 << 13)
def label_key(text: str) -> str:
    """Return the head of a column for comparison: `HỌ VÀ TÊN:` equals `Họ tên`."""
    return " ".join(word for word in _SIGNS.sub(" ", plain(text)).split() if word != "va")


def bare_key(text: str) -> str:
    """Return the head of a column without what stands in brackets: its unit, a remark."""
    return label_key(_BRACKETS.sub(" ", text))


def is_empty(text: str) -> bool:
    """Whether a cell is left empty: nothing, dots or dashes."""
    return _EMPTY.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Whether a cell may stand in the row of codes under a head: A, (1), (3)=(1)+(2)."""
    return _CODE.fullmatch(plain(text)) is not None


def is_total(text: str, word: str = "") -> bool:
    """Whether a text begins a row of totals: the form's own word, or what people call it."""
    said = label_key(text)
    own = label_key(word) if word else ""
    return bool(said) and (said == own or _TOTALS.fullmatch(said) is not None)


TICKED = frozenset("☑☒✓✔✗✘■×")


def static_pieces(template: str) -> list[str]:
    """Return the parts of a text of a form that no record changes, without marks and case."""
    return [piece for piece in (plain(part).strip(" .:;,") for part in re.split(r"\{\{.*?\}\}", template)) if piece]
