"""Clean what is pasted from Excel and Word: no-break spaces, curly quotes, split letters, look-alikes; all reported."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.text import LOOK_ALIKE, check_text, correct_look_alike, nfc
from congvan.core.text.legacy_encodings import converted

SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]")
_DOUBLE, _SINGLE = re.compile("[“”„‟]"), re.compile("[‘’‚‛]")
_BREAKS = re.compile(r"\s*[\r\n\v\f\u0085\u2028\u2029]+\s*")
_LONE = re.compile(r"(?<!\S)[^\w\s](?!\S)")
"""Signs that stand alone, as a bullet does: they say nothing of an encoding."""
_MOST_LOOKS = 50


class Cleaned(NamedTuple):
    """A text as it can be kept, and what was changed in it."""

    text: str
    told: tuple[Message, ...]


def cleaned(text: str) -> Cleaned:
    """Return the text of a cell on one line, of characters that documents may hold; what cannot be corrected stays."""
    told = []
    for searched, new, name in (
        (INVISIBLE, "", "invisible"),
        (_BREAKS, " ", "break"),
        (SPACES, " ", "space"),
        (_DOUBLE, '"', "quote"),
        (_SINGLE, "'", "quote"),
    ):
        stripped = text.strip(" \t\r\n")
        count = len(searched.findall(stripped))
        text = searched.sub(new, stripped)
        if count:
            told.append(Message(f"pasted-cleaned.{name}", count=count))
    text = re.sub(" {2,}", " ", text).strip()
    if not unicodedata.is_normalized("NFC", text):
        text = nfc(text)
        told.append(Message("pasted-cleaned.letters"))
    read = mended(text)
    if read != text:
        told.append(Message("pasted-cleaned.look", old=text, new=read))
    return Cleaned(read, tuple(told))


def mended(text: str) -> str:
    """Return the text with letters that only look right replaced, and words in an old encoding read as meant."""
    read = converted(text) if converted(_LONE.sub(" ", text)) else None
    text = read.text if read is not None and read.sure else text
    for _ in range(_MOST_LOOKS):
        flaw = next((each for each in check_text(text) if each.code == LOOK_ALIKE), None)
        read_so = correct_look_alike(text, flaw) if flaw is not None else text
        if read_so == text:
            return text
        text = nfc(read_so)
    return text


def rows_of(text: str, *, blank: bool = False) -> list[list[str]]:
    """Return the rows of what was copied: cells parted by tabs, as Excel, Word and browsers give them.

    Excel puts cells of several lines in quotes. `blank`: with rows without any text, which are left out else.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    quoted = re.search(r'(?:^|\t|\n)"', text) is not None and text.count('"') % 2 == 0
    if quoted:
        rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t")]
    else:
        rows = [line.split("\t") for line in text.split("\n")]
    return [row for row in rows if blank or any(cell.strip() for cell in row)]
