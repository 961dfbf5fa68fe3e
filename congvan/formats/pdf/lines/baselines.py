"""Move the lines of blocks up or down within their own height, as a style sheet asks by `--shift: 0.3pt`.

A text of another size has a box raised or lowered within the line (`vertical-align`), and is moved back by as much
(`--drop`).

Why: CSS puts half of the leading above a line and half below; a word processor puts all of it above or below. A
relative position would do the same, but such text is painted apart from its block, and its lines cannot be replaced.
"""

from __future__ import annotations

from typing import Any

_SHIFT, _DROP = "__shift", "__drop"  # as WeasyPrint names the custom properties
_PX_PER_PT = 4 / 3


def shift_baselines(document: Any) -> None:
    """Move the lines of a laid-out document."""
    for page in document.pages:
        _shift(page._page_box)


def _shift(box: Any) -> None:
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    for each in box.children:
        child = each._box if isinstance(each, AbsolutePlaceholder) else each  # positioned absolutely
        if isinstance(child, boxes.LineBox):
            distance = own_length(box.style, _SHIFT)
            if distance:
                _move(child, distance)
        elif isinstance(child, boxes.InlineBox) and (drop := own_length(child.style, _DROP)):
            child.translate(0, drop - own_length(box.style, _DROP))
        if isinstance(child, boxes.ParentBox):
            _shift(child)


def _move(line: Any, distance: float) -> None:
    """Move a line and its text; absolutely positioned boxes stay."""
    from weasyprint.layout.absolute import AbsolutePlaceholder

    line.position_y += distance
    for child in line.children:
        if not isinstance(child, AbsolutePlaceholder):
            child.translate(0, distance)


def stands_on_line(style: Any) -> bool:
    """Whether a text is on the baseline of its line, wherever its box is."""
    raised = style["vertical_align"]
    return bool(raised == "baseline" or raised == own_length(style, _DROP))


def own_length(style: Any, name: str) -> float:
    """Return the length in CSS pixels that a custom property says; `name`: as WeasyPrint has it."""
    try:
        tokens = style[name]
    except KeyError:
        return 0.0
    for token in tokens or ():
        if getattr(token, "type", "") == "dimension":
            return float(token.value) * _PX_PER_PT
    return 0.0
