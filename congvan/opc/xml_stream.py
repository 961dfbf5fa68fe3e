"""XML of strangers, read as it streams by: no entity, no DTD, no external anything, bounded work.

Why expat: it calls back while the bytes arrive, so that a sheet of a million empty rows costs time but no memory, and
reading stops at any point. Office files have no DOCTYPE; one that has is refused before an entity can be declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.parsers import expat


class Unreadable(Exception):
    """A package, or a part of it, that is not read. `code` says why, `value` what a message names:

    "damaged" (the cause), "doctype", "encrypted"; "entries", "total", "ratio" (the limit that is passed), "twice",
    "part" (the part). Each caller has its own words for them, and codes of its own.
    """

    def __init__(self, code: str, value: object = "") -> None:
        super().__init__(code, value)
        self.code, self.value = code, value


class StopParsing(Exception):
    """Raised by a handler that has seen all it wants."""


StartHandler = Callable[[str, Mapping[str, str]], None]
_ROOT = re.compile(rb"<(?![?!])[^\s>]*")


def stream(
    chunks: Iterable[bytes], start: StartHandler, end: Callable[[str], None], text: Callable[[str], None]
) -> None:
    """Call back for each element (names without prefix) and text; `Unreadable` where the XML is broken or hostile."""
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text

    def doctype(*_args: Any) -> None:
        raise Unreadable("doctype")

    parser.StartDoctypeDeclHandler = doctype
    first = next(rest := iter(chunks), b"")
    root = _ROOT.search(first)
    if root and b":" in root[0]:  # <x:worksheet …>
        parser.StartElementHandler = lambda tag, attributes: start(
            tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()}
        )
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    try:
        parser.Parse(first, False)
        for piece in rest:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except StopParsing:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable("damaged", error) from error


def elements(data: bytes) -> list[tuple[str, Mapping[str, str]]]:
    """(name without prefix, attributes) of every element of a small part, in order."""
    pairs: list[tuple[str, Mapping[str, str]]] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        pairs.append((tag.rpartition(":")[2], attributes))

    stream((data,), start, lambda _tag: None, lambda _text: None)
    return pairs
