"""Files of which all is in a legacy encoding, the titles of their columns too: a form typed again, or converted."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import presentable
from congvan.core.text.legacy_encodings import encoding_of, read_surely, with_capitals
from congvan.grids.grid import GridFile

_MOST_SHOWN = 8
"""Texts that are shown as they were read."""
_LEAST_OF_NAME = 3
"""Words of a text at least that may be the name of a person."""


def in_unicode(filled: GridFile) -> Problem | None:
    """Bring the texts of a file out of the encoding in which all of it was typed; tell how some of them are read, the
    last first, as these are typed by the sender. None where there is none.
    """
    encoding = encoding_of(text for text in _texts(filled) if not text.isascii())
    if not encoding:
        return None
    shown: dict[str, None] = {}

    def read(text: str) -> str:
        found = read_surely(text, encoding)
        if found and encoding == "TCVN3" and len(found.split()) >= _LEAST_OF_NAME:
            found = with_capitals(found)
        if found:
            shown[found] = None
        return found or text

    for grid in filled.grids:
        for line in grid.lines:
            line.cells.update({n: cell._replace(text=read(cell.text)) for n, cell in line.cells.items() if cell.text})
    filled.paragraphs[:] = map(read, filled.paragraphs)
    said = "; ".join(f"“{presentable(text, 60)}”" for text in [*shown][: -_MOST_SHOWN - 1 : -1])
    message = Message("cell-encoding.file", name=encoding, read=said)
    return Problem(message, Place(filled.file), severity=Severity.WARNING)


def _texts(filled: GridFile) -> Iterator[str]:
    yield from filled.paragraphs
    yield from (cell.text for cell in filled.cells())
