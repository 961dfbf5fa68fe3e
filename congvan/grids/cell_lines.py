"""The lines of one cell of a page as one text: what is parted at the end of a line goes on in the next.

A program that sets text breaks within a word only where the word alone is too wide for its cell. So a word may be
parted where it is alone in its line and leaves no room for the first letter of the next line; which of them really are
is told by their spelling, or left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from congvan.core.text import fold
from congvan.core.text.legacy_encodings import is_syllable

_PARTED_WORD = re.compile(
    r"\w*[aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]"
    r"(?:n\|gh?|n\|h|c\|h|\|(?:c|ch|m|n|ng|nh|p|t))(?!\w)|\(?[A-Z]+\|[A-Z](?!\w)"
)
"""A word alone in its line, and its last consonants in the next: Khôn|g, ST|T."""
_VOWEL = re.compile(r"[aeiouy]")
_BEGIN, _END = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+$")
_FIGURES = re.compile(r"\d[.,/]$")
_CODE = re.compile(r"(?=[^-A-ZĐ]*[-A-ZĐ])[-\dA-ZĐ]{4,}\.")
"""The first part of a plate or code: letters and digits in one, 14A-123."""
_MAIL, _SITE = re.compile(r"[\w.+-]*\w@[\w.-]*$"), re.compile(r"\S*://\S*$|(?i:www)\.\S*$")
"""The address that a text ends with: an e-mail, or a page of the web."""
_WHOLE_MAIL = re.compile(r"\S+@(?:[\w-]+\.)+(?:vn|com|net|org|info)")
_OF_MAIL, _OF_SITE = re.compile(r"[a-z0-9.-]+"), re.compile(r"[!-~]*(?:[/?=&%_]|\.[a-z])[!-~]*")
"""What only goes on with an address: letters without accents; those with signs that no word has."""
_NEAR = 1.0
"""Points by which places and widths are uncertain."""


class CellLine(NamedTuple):
    """A line of a cell: its text, the width of it, and that of its first character."""

    text: str
    width: float = 0.0
    first: float = 0.0


class JoinedLines(NamedTuple):
    """The text of a cell. `whole`: what it is if words are parted of which that is not certain; "" for none."""

    text: str
    whole: str = ""


def joined(lines: Sequence[CellLine], room: float) -> JoinedLines:
    """Return the lines of a cell as one text. `room`: the width that they may take."""
    text = whole = ""
    before = CellLine("")
    for number, line in enumerate(lines):
        is_full = room - before.width < line.first + _NEAR
        goes_on: bool | None = _goes_on(text, line.text)
        if not goes_on and text:
            goes_on = _address_goes_on(text, _rest(lines[number:], room), is_full=is_full)
            if goes_on is False and is_full:
                goes_on = _is_parted(before.text, line.text, text)
        gap = "" if goes_on or not text else " "
        whole = (whole or text) + ("" if goes_on is None else gap) + line.text if whole or goes_on is None else ""
        text += gap + line.text
        before = line
    return JoinedLines(text, whole)


def joined_texts(texts: Iterable[str]) -> str:
    """Return texts as one, of which nothing is known but their words; a number goes on."""
    text = ""
    for each in texts:
        goes_on = _goes_on(text, each) or (text[-1:].isdigit() and each[:1].isdigit())
        text += each if goes_on or not text else f" {each}"
    return text


def _goes_on(text: str, line: str) -> bool:
    """Whether a word, or what is parted behind a hyphen or slash, goes on in the next line."""
    hyphened = text[-1:] in ("-", "–") and text[-2:-1].isalnum()
    slashed = text[-1:] == "/" and text[-2:-1].isalpha() and line[:1].isalpha()
    return hyphened or slashed or bool(_PARTED_WORD.match(f"{text}|{line}"))


def _rest(lines: Sequence[CellLine], room: float) -> str:
    """Return the first word of lines, with what follows it where that has no room in the same line."""
    words = [line.text.split() for line in lines]
    last = 0
    while last + 1 < len(lines) and len(words[last]) == 1:
        is_full = room - lines[last].width < lines[last + 1].first + _NEAR
        if not is_full and words[last][0][-1] not in "-/?":
            break
        last += 1
    return "".join(each[0] for each in words[: last + 1])


def _address_goes_on(text: str, rest: str, *, is_full: bool) -> bool | None:
    """Whether the address that a text ends with goes on with the word in the next line, since it has no spaces; None
    where it may be complete. Pages of the web are parted behind a slash, wherever that stands.
    """
    if is_full and rest[0] == "@" and text[-1].isalnum():
        return True
    if site := _SITE.search(text):
        if not (is_full or site[0][-1] in "/?"):
            return False
        return True if _OF_SITE.fullmatch(rest) else None if rest.isascii() and rest[0].isalnum() else False
    mail = _MAIL.search(text)
    if mail is None or not is_full or not _OF_MAIL.fullmatch(rest):
        return False
    if _WHOLE_MAIL.fullmatch(mail[0]):
        return True if rest.startswith(".") else None
    return True


def _is_parted(word: str, line: str, text: str) -> bool | None:
    """Whether a word that fills its line goes on in the next; None where its spelling does not tell. `text`: of the
    lines so far.
    """
    if len(word.split()) != 1:
        return False
    if word[-1:].isdigit() and line[:1].isdigit():
        return True
    if _FIGURES.search(word) and line[:1].isdigit():
        return True if _CODE.fullmatch(word) and line.isdigit() else None
    found = _BEGIN.match(line)
    if found is None or not word[-1:].isalpha():
        return False
    rest, last = found[0], _END.search(text)[0]  # type: ignore[index]  # it ends with a letter
    if rest[0].isupper() and last[-1].islower():
        return False
    if not word.lstrip('(“"').isalpha() or not line.split()[0].rstrip(').,;:”"…').isalpha():
        return None
    if not _VOWEL.search(fold(rest)) and not rest.isupper():
        return True
    are_words = is_syllable(last.lower()) and is_syllable(rest.lower())
    return False if are_words and not is_syllable((last + rest).lower()) else None
