"""Symbols that the faces of papers lack (☐ ☑ ✔ ➢ ①): which other face of the machine draws them.

Why symbols alone: people tick boxes in every office, and Word silently takes such a symbol from another face. A
letter that the face lacks, as in a name, is still an error: in another face it would look like a forgery, and more
often it is a mistake of whoever typed it.
"""

from __future__ import annotations

import re
from functools import cache

from congvan.core.fonts.faces import Face
from congvan.core.fonts.fontconfig import FontRequest, face_with, find_face
from congvan.core.problems import EnvironmentFault

_BLOCKS = r"\u2190-\u23ff\u2460-\u27ff\u2900-\u2bff"
"""Arrows, operators, numbers in circles, boxes, ticks, stars; not Braille, which is a script."""
_RUNS = re.compile(f"([{_BLOCKS}]+)")
_USUAL = "☐☑✔➢"
"""Symbols that most symbol faces have. A face that has them too is preferred, so that all symbols look alike."""


def symbols_in(text: str) -> tuple[str, ...]:
    """Return the symbols in a text, each once, in order."""
    return tuple(sorted({*"".join(_RUNS.findall(text))}))


def split_at_symbols(text: str) -> list[str]:
    """Return a text split at its runs of symbols: text, symbols, text … text; a text may be ""."""
    return _RUNS.split(text)


def without_symbols(text: str) -> str:
    """Return a text without its symbols."""
    return _RUNS.sub("", text)


def has_symbols(text: str) -> bool:
    """Whether a text has symbols."""
    return _RUNS.search(text) is not None


@cache
def symbol_face(symbol: str, request: FontRequest) -> tuple[FontRequest, Face] | None:
    """Return the face that draws a symbol which the requested face lacks, with the request that gives just that one.

    None: the requested face has it, or no face of the machine has.
    """
    try:
        if not find_face(request).missing(symbol):
            return None
    except EnvironmentFault:  # reported when the text is laid out
        return None
    face = face_with(symbol + _USUAL, request) or face_with(symbol, request)
    if face is None:
        return None
    styles = ((request.weight, request.italic), (request.weight, False), (400, request.italic), (400, False))
    for weight, italic in styles:
        own = FontRequest((face.family,), 700 if weight >= 600 else 400, italic)
        try:
            if find_face(own).sha == face.sha:
                return own, find_face(own)
        except EnvironmentFault:
            continue
    return None


def symbol_faces(symbols: tuple[str, ...], request: FontRequest) -> dict[FontRequest, Face]:
    """Return the faces that draw the symbols which the requested face lacks."""
    return dict(found for symbol in symbols if (found := symbol_face(symbol, request)))
