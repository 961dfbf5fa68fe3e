"""The characters of a scalar as they stand in a YAML file: where one of its value's is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from congvan.core.text import nfc

_PIECE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|.|\n)", re.DOTALL)


class Span(NamedTuple):
    """The extent of a value: offsets into the text, and its style ("" plain, ' " | >, "flow" or "block")."""

    start: int
    end: int
    style: str


def offset_in(text: str, span: Span, value: str, offset: int) -> int:
    """Return the offset in the file of value[offset]: white space is folded, all else keeps its order."""
    start, raw = span.start, iter(_raw_characters(text, span))
    for index, char in enumerate(value):
        if char not in " \n":
            for seen, position in raw:
                if seen == char:
                    start = position
                    break
        if index >= offset:
            return start + 1 if char in " \n" and index else start
    return start


def _raw_characters(text: str, span: Span) -> Iterator[tuple[str, int]]:
    """Yield the characters of a scalar after unescaping, NFC, each with its offset in the file."""
    position = span.start
    if span.style in ("|", ">"):
        position = text.find("\n", span.start) + 1 or span.end
    elif span.style:
        position += 1
    escapes = {"n": "\n", "t": "\t", "0": "\0", "_": "\u00a0", "N": "\x85", "L": "\u2028", "P": "\u2029", "e": "\x1b"}
    escapes |= {"a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r"}
    while position < span.end:
        end = position + 1
        char = text[position]
        match = _PIECE.match(text, position) if span.style == '"' else None
        if match:
            end, code = match.end(), match.group()[1:]
            char = chr(int(code[1:], 16)) if len(code) > 2 and code[0] in "xuU" else escapes.get(code, code)
        elif span.style == "'" and text.startswith("''", position):
            end += 1
        else:
            while end < span.end and "\u0300" <= text[end] <= "\u036f":
                end += 1
            char = nfc(text[position:end])
        for piece in char:
            yield piece, position
        position = end
