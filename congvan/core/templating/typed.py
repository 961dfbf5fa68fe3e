"""Read a tag as its author meant it, whatever the word processor made of it while it was typed or saved.

Why: Word curls quotes, and an officer who presses Ctrl+Shift+Space leaves a no-break space; Jinja reads neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_OPENING = {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'")}
_STRAIGHT = "\"'"
_TEXTS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_GROUPED = re.compile(r"(?<![\w.])[1-9]\d{0,2}(?:\.\d\d0|(?:\.\d{3}){2,})(?![\w.])")
"""Of one point a round number alone: 1.500 is meant as thousands, 56.693 twips to the millimetre are not."""


def as_meant(tag: str) -> str:
    """Return a tag with straight quotes around its texts, plain spaces and no invisible characters.

    Within a text nothing changes; a curly quote there is written as an escape, so that nothing takes it for a
    delimiter. A tag in which a text does not end is returned as it is.
    """
    try:
        return "".join(_pieces(tag))
    except ValueError:
        return tag


def grouped_number(tag: str) -> str:
    """Return the first number of a tag with points between groups, where Jinja reads another; "" if there is none."""
    if not any(after[:1].isdigit() for after in tag.split(".")[1:]):  # as in hardly any
        return ""
    found = _GROUPED.search(tag) and _GROUPED.search(_TEXTS.sub("''", tag))
    return found[0] if found else ""


def _pieces(tag: str) -> Iterator[str]:
    at = 0
    while at < len(tag):
        character = tag[at]
        quote = _OPENING.get(character, character)
        if quote in _STRAIGHT:
            end = _end(tag, at + 1, quote, curly=character != quote)
            yield quote + "".join(map(_escaped, tag[at + 1 : end])) + quote
            at = end
        elif character.isspace():
            yield " "
        elif unicodedata.category(character) != "Cf":
            yield character
        at += 1


def _end(tag: str, start: int, quote: str, *, curly: bool) -> int:
    """Return where a text ends: at the same quote; one that was opened by a curly quote at a curly one too."""
    escaped = False
    for at in range(start, len(tag)):
        character = tag[at]
        if not escaped and (character == quote or (curly and _OPENING.get(character) == quote)):
            return at
        escaped = character == "\\" and not escaped
    raise ValueError(tag)


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if character in _OPENING else character
