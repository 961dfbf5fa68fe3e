"""XML of strangers, read as it streams by: no entity, no DTD, no external anything, bounded work.

Why expat: it calls back while the bytes arrive, so that a sheet of a million empty rows costs time but no memory, and
reading stops at any point. Office files have no DOCTYPE; one that has is refused before an entity can be declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.parsers import expat

from congvan.i18n import _
from congvan.returns.files.intake import refuse

MOST_ELEMENTS = 3_000_000


class Enough(Exception):
    """Raised by a handler that has seen all it wants."""


Start = Callable[[str, Mapping[str, str]], None]


def stream(
    chunks: Iterable[bytes], name: str, start: Start, end: Callable[[str], None], text: Callable[[str], None]
) -> None:
    """Call back for each element (names without prefix) and text; Refused where the XML is broken or hostile."""
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text

    def doctype(*_args: Any) -> None:
        raise refuse(
            "file-entities",
            _("the file declares a DOCTYPE, which no office program writes"),
            name,
            _("do not open it; ask the sender what it is"),
        )

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    first = next(iter_ := iter(chunks), b"")
    if _prefixed(first):
        parser.StartElementHandler = lambda tag, attributes: start(
            tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()}
        )
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    try:
        parser.Parse(first, False)
        for piece in iter_:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except Enough:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise refuse("file-damaged", _("the file is damaged: {why}").format(why=error), name) from error


def _prefixed(first: bytes) -> bool:
    """Whether the root element carries a namespace prefix (<x:worksheet …>)."""
    at = first.find(b"<", 0)
    while 0 <= at < len(first) - 1 and first[at + 1 : at + 2] in (b"?", b"!"):
        at = first.find(b"<", at + 1)
    head = first[at + 1 : at + 40]
    return b":" in head.split(b" ")[0].split(b">")[0]
