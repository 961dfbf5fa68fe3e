"""What a table says of its place on the page: read as LibreOffice reads it, from the edges of its column."""

from __future__ import annotations

from typing import Any

from congvan.formats.docx_html.markup import W, attribute, cells_of, child, rows_of
from congvan.formats.docx_html.pages import PageSetup
from congvan.formats.docx_html.styles.paragraph_format import borders, margins
from congvan.formats.docx_html.styles.stylesheet import WordStyles
from congvan.formats.docx_html.word_template import MODE_2013
from congvan.lazy import NamedTuple
from congvan.units import points

_ACROSS = ("", "left", "center", "right")
_MARGIN = 5.4  # on the left of a cell, where nothing says another


class Position(NamedTuple):
    """Where a table floats, in points: `left` from the left edge of the column, `down` from what `anchor` names (the
    text, or the top of the page's text), and the distances that text keeps from it."""

    left: float
    down: float
    anchor: str
    above: float
    below: float
    beside: tuple[float, float]
    """The room for text before and behind the table, in its column."""


def position(table: Any, total: float, setup: PageSetup, styles: WordStyles, mode: int) -> Position | None:
    """Return where a table of this width floats; None where what it says is not followed."""
    place = child(table, "tblPr/tblpPr")
    anchor = attribute(place, name="vertAnchor", default="margin")
    across, down = (attribute(place, name=name, default="") or "" for name in ("tblpXSpec", "tblpYSpec"))
    if across not in _ACROSS or down not in ("", "top") or (down and anchor == "text"):
        return None
    base, width = 0.0, setup.text_width
    if attribute(place, name="horzAnchor") == "page":
        base, width = -setup.margins.left, setup.width
    near, far, above, below = (
        points(attribute(place, name=f"{side}FromText")) for side in ("left", "right", "top", "bottom")
    )
    left = points(attribute(place, name="tblpX")) - _text_in_cell(table, styles, mode)
    left = {"left": near, "center": (width - total) / 2, "right": width - total - far}.get(across, left) + base
    left = max(-setup.margins.left, min(left, setup.width - setup.margins.left - total))  # never off the page
    y = 0.0 if down else points(attribute(place, name="tblpY"))
    beside = (left - near, setup.text_width - left - total - far)
    return Position(left, y, anchor or "", above, below, beside)


def _text_in_cell(table: Any, styles: WordStyles, mode: int) -> float:
    """Return how far a table reaches beyond its place on the left: by half of its rule and, before Word 2013, by the
    margin of its cells."""
    properties = child(table, "tblPr")
    style = styles.table(attribute(properties, "tblStyle") or styles.default_table)
    rules = {**style.borders, **borders(child(properties, "tblBorders"))}
    first = next((cell for row in rows_of(table)[:1] for cell in cells_of(row)), None)
    own = borders(child(first, "tcPr/tcBorders")) if first is not None else {}
    rule = own.get("left") or rules.get("left")
    margin = {**style.margins, **margins(child(properties, "tblCellMar"))}.get("left", _MARGIN)
    return (rule.width / 2 if rule else 0.0) + (margin if mode < MODE_2013 else 0.0)


def floats(block: Any) -> bool:
    return block.tag == W + "tbl" and child(block, "tblPr/tblpPr") is not None
