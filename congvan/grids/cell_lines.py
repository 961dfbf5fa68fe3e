"""The lines of one cell of a page as one text: what is parted at the end of a line goes on in the next.

A program that sets text breaks within a word only where the word alone is too wide for its cell. So a word may be
parted where it is alone in its line and leaves no room for the first letter of the next line; which of them really are
is told by their spelling, or left open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from congvan.lazy import NamedTuple, pattern
from congvan.text import fold
from congvan.text.legacy_encodings import is_syllable

_PARTED_WORD = pattern(
    r"\w*[aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]"
    r"(?:n\|gh?|n\|h|c\|h|\|(?:c|ch|m|n|ng|nh|p|t))(?!\w)|\(?[A-Z]+\|[A-Z](?!\w)"
)
"""A word alone in its line, and its last consonants in the next: Khôn|g, ST|T."""
_VOWEL = pattern(r"[aeiouy]")
_BEGIN, _END = pattern(r"[^\W\d_]+"), pattern(r"[^\W\d_]+$")
_FIGURES, _ADDRESS = pattern(r"\d[.,/]$"), pattern(r"\w@|://|(?i:www)\.")
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
    for line in lines:
        goes_on: bool | None = _goes_on(text, line.text)
        if not goes_on and text and room - before.width < line.first + _NEAR:
            goes_on = _is_parted(before.text, line.text, text)
        gap = "" if goes_on or not text else " "
        whole = (whole or text) + ("" if goes_on is None else gap) + line.text if whole or goes_on is None else ""
        text += gap + line.text
        before = line
    return JoinedLines(text, whole)


def joined_texts(texts: Iterable[str]) -> str:
    """Return texts as one, of which nothing is known but their words."""
    return joined([CellLine(text) for text in texts], float("inf")).text


def _goes_on(text: str, line: str) -> bool:
    """Whether a number, a word or what is parted behind a hyphen goes on in the next line."""
    hyphened = text[-1:] == "-" and text[-2:-1].isalnum()
    return (text[-1:].isdigit() and line[:1].isdigit()) or hyphened or bool(_PARTED_WORD.match(f"{text}|{line}"))


def _is_parted(word: str, line: str, text: str) -> bool | None:
    """Whether a word that fills its line goes on in the next; None where its spelling does not tell. `text`: of the
    lines so far.
    """
    if len(word.split()) != 1:
        return False
    if (_FIGURES.search(word) and line[:1].isdigit()) or _ADDRESS.search(word):
        return None
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
