"""Have WeasyPrint draw the symbols of a document from the faces that `core.fonts.symbols` names.

Why not left to Pango: it takes the next face in an order of its own, so that one row of boxes came from three faces,
and draws the space behind a symbol from that face too.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from congvan.core.fonts.fontconfig import FontRequest
from congvan.core.fonts.symbols import has_symbols, split_at_symbols, symbol_faces, symbols_in

_ELEMENT = "symbol"
_OTHER = frozenset(("style", "script", "title", "svg", _ELEMENT))  # whose text is not set as lines
_symbols: ContextVar[tuple[str, ...]] = ContextVar("symbols", default=())


@contextmanager
def drawing_symbols(symbols: tuple[str, ...]) -> Iterator[None]:
    """Context manager for laying out or painting a document with these symbols."""
    before = _symbols.set(symbols)
    try:
        yield
    finally:
        _symbols.reset(before)


def wrap_symbols(root: Any) -> tuple[str, ...]:
    """Wrap the symbols in the text of a page in elements of their own; return the symbols, each once."""
    found = symbols_in("".join(root.itertext()))
    body = root.find("{*}body") if found else None
    if body is not None:
        _wrap(body)
    return found


def _wrap(element: Any) -> None:
    """Wrap the symbols in the text of an element and of its descendants."""
    children = [child for child in element if isinstance(child.tag, str)]
    for child in children:
        if child.tag.rpartition("}")[2] not in _OTHER:
            _wrap(child)
    for child in [*element]:
        if child.tail and has_symbols(child.tail):
            at = [*element].index(child) + 1
            child.tail = _insert(element, at, child.tail)
    if element.text and has_symbols(element.text):
        element.text = _insert(element, 0, element.text)


def _insert(element: Any, at: int, text: str) -> str:
    """Insert a text with the symbols in elements of their own; return what is before the first of them."""
    before, *rest = split_at_symbols(text)
    for n in range(0, len(rest), 2):
        new = element.makeelement(_ELEMENT, {})
        new.text, new.tail = rest[n : n + 2]
        element.insert(at + n // 2, new)
    return before


def are_drawn(text: str) -> bool:
    """Whether a text of the document has symbols, so that other faces may draw some of it."""
    return bool(_symbols.get()) and has_symbols(text)


def add_symbol_faces() -> None:
    """Have WeasyPrint request the faces of symbols from Pango, after those of a style."""
    from weasyprint.text import line_break

    described = line_break.get_font_description

    def description(style: Any) -> Any:
        symbols = _symbols.get()
        if not symbols:
            return described(style)
        families = tuple(style["font_family"])
        faces = symbol_faces(symbols, FontRequest(families, style["font_weight"], style["font_style"] != "normal"))
        more = dict.fromkeys(family for request in faces for family in request.families)
        return described(ChainMap({"font_family": (*families, *more)}, style) if more else style)

    line_break.get_font_description = description
