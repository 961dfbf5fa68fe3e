"""Move the lines of blocks up or down within their own height, as a style sheet asks by `--shift: 0.3pt`.

Why: CSS halves what a line's height leaves over; a word processor puts it above or below. A relative position would do
the same, but such text is painted apart from its block, and its lines cannot be replaced.
"""

from __future__ import annotations

from typing import Any

_PROPERTY = "__shift"  # as WeasyPrint names the custom property
_PX_PER_PT = 4 / 3


def shift_baselines(document: Any) -> None:
    """Move the lines of a laid-out document."""
    for page in document.pages:
        _shift(page._page_box)


def _shift(box: Any) -> None:
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    for each in box.children:
        child = each._box if isinstance(each, AbsolutePlaceholder) else each  # what is at a place of its own
        if isinstance(child, boxes.LineBox):
            distance = _distance(box.style)
            if distance:
                _move(child, distance)
        if isinstance(child, boxes.ParentBox):
            _shift(child)


def _move(line: Any, distance: float) -> None:
    """Move a line and its text; what is at a place of its own stays, as do pictures where the style sheet says so."""
    from weasyprint.formatting_structure.boxes import InlineBox
    from weasyprint.layout.absolute import AbsolutePlaceholder

    line.position_y += distance
    for child in line.children:
        stays = isinstance(child, InlineBox) and not _distance(child.style)
        if not stays and not isinstance(child, AbsolutePlaceholder):
            child.translate(0, distance)


def _distance(style: Any) -> float:
    """Return the distance in CSS pixels."""
    try:
        tokens = style[_PROPERTY]
    except KeyError:
        return 0.0
    for token in tokens or ():
        if getattr(token, "type", "") == "dimension":
            return float(token.value) * _PX_PER_PT
    return 0.0
