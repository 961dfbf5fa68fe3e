"""Parse untrusted XML as a stream: no entities, no DTD, nothing external, bounded work.

Why expat: it calls back while the bytes arrive, so that a sheet of a million empty rows costs time but no memory, and
parsing can stop at any point. Office files have no DOCTYPE; one that has is refused before an entity can be declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any
from xml.parsers import expat


class Unreadable(Exception):
    """A package, or a part of it, that is refused. `code` is the reason, `value` the detail for a message:

    "damaged" (the cause), "doctype", "encrypted"; "entries", "total", "ratio" (the limit exceeded), "twice", "part"
    (the part). Each caller maps them to its own messages, and may add codes.
    """

    def __init__(self, code: str, value: object = "") -> None:
        super().__init__(code, value)
        self.code, self.value = code, value


class StopParsing(Exception):
    """Raised by a handler that needs no more of the stream."""


class _BareNames(dict[str, str]):
    """Names without prefix by names as they stand; a part has few, and what a stranger invents is not kept.

    `wanted`: the names that matter; of any other there is "". None: all do.
    """

    def __init__(self, wanted: Set[str] | None = None) -> None:
        self._wanted = wanted

    def __missing__(self, name: str) -> str:
        bare = name.rpartition(":")[2]
        if self._wanted is not None and bare not in self._wanted:
            bare = ""
        if len(self) < _MOST_NAMES:
            self[name] = bare
        return bare


_MOST_NAMES = 2_000
StartHandler = Callable[[str, Mapping[str, str]], None]
_ROOT = re.compile(rb"<(?![?!])[^\s>]*")


def stream(
    chunks: Iterable[bytes],
    start: StartHandler,
    end: Callable[[str], None],
    text: Callable[[str], None],
    wanted: Set[str] | None = None,
) -> None:
    """Call back for each element (names without prefix) and text. Raises `Unreadable` for malformed or hostile XML.

    `wanted`: the elements that the handlers heed; others may be passed over, which saves most of a document's.
    """
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    first = next(rest := iter(chunks), b"")
    root = _ROOT.search(first)
    if root and b":" in root[0]:  # <x:worksheet …>
        bare, names = _BareNames(), _BareNames(wanted)

        def bare_start(tag: str, attributes: Mapping[str, str]) -> None:
            if name := names[tag]:
                start(name, {bare[key]: value for key, value in attributes.items()} if attributes else attributes)

        def bare_end(tag: str) -> None:
            if name := names[tag]:
                end(name)

        parser.StartElementHandler, parser.EndElementHandler = bare_start, bare_end
    try:
        parser.Parse(first, False)
        for piece in rest:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except StopParsing:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable("damaged", error) from error


def _refuse_doctype(*_args: Any) -> None:
    raise Unreadable("doctype")


def elements(data: bytes) -> list[tuple[str, Mapping[str, str]]]:
    """Return (name without prefix, attributes) of every element of a small part, in document order."""
    pairs: list[tuple[str, Mapping[str, str]]] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        pairs.append((tag.rpartition(":")[2], attributes))

    stream((data,), start, lambda _tag: None, lambda _text: None)
    return pairs
