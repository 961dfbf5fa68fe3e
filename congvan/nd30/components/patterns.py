"""Patterns of the text of components that several rules need: blanks to fill in, number and symbol, date, omissions."""

from __future__ import annotations

import re

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import Paragraph

BLANK_TO_FILL = re.compile(r"[.…_]{2,}|…")

NUMBER_LINE = re.compile(
    r"^(?P<word>[SN]\S+?)(?P<colon>\s*[:.]?)\s*(?P<number>[^/]*?)(?P<gap>\s*)/(?P<symbol>.*)$", re.I
)


def split_number(document: DocumentComponents) -> re.Match[str] | None:
    """The line's pieces: word, colon, number, gap, symbol; None when it has no slash."""
    return NUMBER_LINE.match(document.number_text.strip().replace("\xa0", " "))


def symbol_text(document: DocumentComponents) -> str:
    pieces = split_number(document)
    return pieces["symbol"].strip() if pieces else ""


DOTTED_BLANK = re.compile(r"[.…_]{3,}|…")

_DATE_LINE = re.compile(r"^(?P<place>.*?)(?P<comma>\s*,?)\s*ngày(?P<day>.*?)tháng(?P<month>.*?)năm(?P<year>.*)$", re.I)


def split_date(document: DocumentComponents) -> re.Match[str] | None:
    return _DATE_LINE.match(document.date_text.replace("\xa0", " ").replace("\n", " ").strip())


def is_omission(paragraph: Paragraph) -> bool:
    """Whether a line stands for what an extract leaves out: “[…]”, “(...)”, a line of dots."""
    text = paragraph.text
    return ("…" in text or "..." in text) and re.fullmatch(r"[\[(]?[.…]+[\])]?", text) is not None
