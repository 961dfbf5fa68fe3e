"""The portions of which a line is made: texts of runs that say the same, as LibreOffice puts them together.

Why they matter where the lines look alike: the width of each is cut off to whole twips, and that
which is right behind a tab is not shrunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from congvan.formats.docx_html.markup import W, child, tag_of
from congvan.formats.docx_html.styles.measures import whole_twips
from congvan.formats.docx_html.text.inline import TEXT, Piece

_HINT = W + "hint"  # of which face to take for letters that Chinese has too
_HIDDEN_BOOKMARKS = ("_Toc", "_Ref")


def room_before(piece: Piece, before: Piece) -> float | None:
    """Return the room in points before a piece that begins another portion than what is before it; None for others.

    Letters that are closer together are not so where portions meet.
    """
    if not _begins(piece, before):
        return None
    return max(0.0, -before.format.spacing) if before.kind == TEXT else 0.0


def room_behind(pieces: Sequence[Piece], count: int) -> float:
    """Return the room in points between the first pieces and those after them."""
    return (room_before(pieces[count], pieces[count - 1]) or 0.0) if count < len(pieces) else 0.0


def _begins(piece: Piece, before: Piece) -> bool:
    if not piece.kind == before.kind == TEXT or piece.format != before.format:
        return True
    one, other = before.element, piece.element
    if one is other or one is None or other is None:
        return False
    return _properties(one) != _properties(other) or parted(one, other)


def parted(run: Any, other: Any) -> bool:
    """Whether a bookmark, or an edge of a content control, is between two runs."""
    if run is not None and other is not None and _control(run) is not _control(other):
        return True
    for each in run.itersiblings() if run is not None else ():
        if each is other:
            return False
        if tag_of(each) in ("bookmarkStart", "bookmarkEnd") and not _is_hidden(each):
            return any(later is other for later in each.itersiblings())
    return False


def _control(run: Any) -> Any:
    """Return the content control in a paragraph that a run is in, or None."""
    around = next(run.iterancestors(W + "sdtContent", W + "p"), None)
    return around if around is not None and tag_of(around) == "sdtContent" else None


def _properties(run: Any) -> list[tuple[str, dict[str, str]]]:
    properties = child(run, "rPr")
    return [] if properties is None else [(each.tag, _attributes(each)) for each in properties]


def _attributes(element: Any) -> dict[str, str]:
    """Return the attributes that say something of a text in Latin letters."""
    return {name: value for name, value in element.attrib.items() if name != _HINT}


def _is_hidden(bookmark: Any) -> bool:
    """Whether a bookmark is one of those that Word makes for tables of contents and references."""
    starts = bookmark.getroottree().iter(W + "bookmarkStart")
    name = bookmark.get(W + "name") or next(
        (each.get(W + "name") for each in starts if each.get(W + "id") == bookmark.get(W + "id")), ""
    )
    return str(name).startswith(_HIDDEN_BOOKMARKS)


class PortionStep(NamedTuple):
    """The width of a piece, and the room before one that begins a portion."""

    width: float
    room: float | None = None


def behind(x: float, steps: tuple[PortionStep, ...]) -> float:
    """Return where the pen is behind some pieces: each portion begins at whole twips."""
    for width, room in steps:
        x = (x if room is None else whole_twips(x) + room) + width
    return x
