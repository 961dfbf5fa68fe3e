"""Patterns of the text of components that several rules need: blanks to fill in, number and symbol, date, omissions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import Paragraph

BLANK_TO_FILL = re.compile(r"[.…_]{2,}|…")

NUMBER_LINE = re.compile(
    r"^(?P<word>[SN]\S+?)(?P<colon>\s*[:.]?)\s*(?P<number>[^/]*?)(?P<gap>\s*)/(?P<symbol>.*)$", re.I
)


def split_number(document: DocumentComponents) -> re.Match[str] | None:
    """Split the number line into word, colon, number, gap and symbol; None if it has no slash."""
    return NUMBER_LINE.match(document.number_text.strip().replace("\xa0", " "))


def symbol_text(document: DocumentComponents) -> str:
    """Return the symbol, the text after the slash: "STTTT-BCVT"; "" if there is none."""
    pieces = split_number(document)
    return pieces["symbol"].strip() if pieces else ""


DOTTED_BLANK = re.compile(r"[.…_]{3,}|…")

_DATE_LINE = re.compile(r"^(?P<place>.*?)(?P<comma>\s*,?)\s*ngày(?P<day>.*?)tháng(?P<month>.*?)năm(?P<year>.*)$", re.I)


def split_date(document: DocumentComponents) -> re.Match[str] | None:
    """Split the date line into place, comma, day, month and year; None if it is written in another form."""
    return _DATE_LINE.match(document.date_text.replace("\xa0", " ").replace("\n", " ").strip())


def is_omission(paragraph: Paragraph) -> bool:
    """Return whether a line marks an omission in an extract: “[…]”, “(...)”, a line of dots."""
    text = paragraph.text
    return ("…" in text or "..." in text) and re.fullmatch(r"[\[(]?[.…]+[\])]?", text) is not None


def unquoted_paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs outside quotations of other documents that begin a paragraph and may go over several."""
    quoted = False
    for paragraph in paragraphs:
        opens, closes = paragraph.text.count("“"), paragraph.text.count("”")
        quoted = quoted or (paragraph.text.startswith("“") and opens > closes)
        if not quoted:
            yield paragraph
        quoted = quoted and closes <= opens
