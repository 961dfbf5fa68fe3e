"""Where a drawing is that is beside the text (`wp:anchor`): from its paragraph, the column, the page or a margin."""

from __future__ import annotations

from typing import Any, NamedTuple

from congvan.core.units import number
from congvan.formats.docx_html.markup import EMU_PER_PT, WP, pt

_ALIGNED = {"center": 0.5, "right": 1.0, "bottom": 1.0}  # share of the free room before it
ACROSS = ("column", "margin", "page", "leftMargin", "rightMargin")
DOWN = ("page", "margin", "topMargin", "bottomMargin")
"""From where drawings are placed, beside a paragraph and its lines."""


class PageSides(NamedTuple):
    """The height of a page, and its margins above and below the text, in points."""

    height: float
    top: float
    bottom: float


class DrawingRoom(NamedTuple):
    """Where an anchored drawing is: in a column of this width, `before` and `behind` which its page or cell has
    this much room, beside a paragraph with this indent and space above, in points; `page`: None within a cell, a
    text box or a footnote."""

    width: float
    before: float = 0.0
    behind: float = 0.0
    indent: float = 0.0
    above: float = 0.0
    page: PageSides | None = None


def place_css(frame: Any, width: float, height: float, room: DrawingRoom, hides: bool) -> str:
    """Return the CSS that puts an anchored drawing at its place: from its paragraph, or (`--from-page`, which
    `pdf.placed` follows) from the top of its page. `hides`: whether it may hide text that it is in front of.
    """
    wide = room.before + room.width + room.behind
    starts = {"page": (-room.before, wide), "leftMargin": (-room.before, room.before)}
    starts["rightMargin"] = (room.width, room.behind)
    across = frame.find(WP + "positionH")
    left = _place(across, starts.get(_relative(across), (0.0, room.width)), width)
    top, from_page = pt(offset_down(frame) - room.above), ""
    down = frame.find(WP + "positionV")
    if room.page is not None and _relative(down) in DOWN:
        sheet, above, below = room.page
        spans = {"page": (0.0, sheet), "margin": (above, sheet - above - below), "topMargin": (0.0, above)}
        spans["bottomMargin"] = (sheet - below, below)
        top, from_page = "0", f";--from-page:{pt(_place(down, spans[_relative(down)], height))}"
    behind = frame.get("behindDoc") in ("1", "true", "on")
    layer = ";z-index:-1" if behind else f";--in-front:{hides:d}"  # -1: below text and shades
    place = f"left:{pt(left - room.indent)};top:{top}{from_page}{layer}"
    return f"position:absolute;text-indent:0;line-height:normal;{place}"


def _relative(position: Any) -> str:
    return (position.get("relativeFrom") or "") if position is not None else ""


def _place(position: Any, span: tuple[float, float], length: float) -> float:
    """Return where a drawing of this length begins that says its place in a span: where that begins, how long it is."""
    start, whole = span
    if position is None:
        return start
    if (offset := position.findtext(WP + "posOffset")) is not None:
        return start + number(offset) / EMU_PER_PT
    return start + _ALIGNED.get(position.findtext(WP + "align") or "", 0.0) * (whole - length)


def holds_anchor(part: Any) -> bool:
    """Whether drawings of a part are beside its text."""
    return next(part.iter(WP + "anchor"), None) is not None


def offset_down(frame: Any) -> float:
    """Return how far below its paragraph's top an anchored drawing is, in points."""
    down = frame.find(WP + "positionV")
    return number(down.findtext(WP + "posOffset")) / EMU_PER_PT if down is not None else 0.0
