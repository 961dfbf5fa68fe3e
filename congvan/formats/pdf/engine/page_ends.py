"""The last line of a page may run into the margin with the space below its text, as `--below: 8pt` allows.

Why: of a line of several times the single height word processors want only the text on the page. CSS wants all of the
line there, so that a page of one and a half line spacing would often end a line earlier. A row that is kept whole is
on the page as a whole (`--whole: 1`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_BELOW, _WHOLE = "__below", "__whole"  # as WeasyPrint names the custom properties
_PX_PER_PT = 4 / 3


def let_lines_end_pages() -> None:
    """Have WeasyPrint cut the space below the last line of a page."""
    from weasyprint.layout import block

    lines = block.iter_line_boxes

    def iter_line_boxes(
        context: Any, box: Any, top: float, bottom_space: float, skip: Any, containing: Any, *more: Any
    ) -> Iterator[tuple[Any, Any]]:
        below = length_of(containing.style, _BELOW)
        if below and length_of(containing.style, _WHOLE):
            below = 0.0
        for line, resume_at in lines(context, box, top, bottom_space, skip, containing, *more):
            if below:
                ends = resume_at is None or containing.style["box_decoration_break"] == "clone"
                ending = containing.border_bottom_width + containing.padding_bottom if ends else 0.0
                over = line.position_y + line.height + ending - (context.page_bottom - bottom_space)
                if 0 < over <= below:
                    line.height -= over
                    containing.min_height = 0
            yield line, resume_at

    block.iter_line_boxes = iter_line_boxes


def length_of(style: Any, name: str) -> float:
    """Return the length that a custom property says, in CSS pixels; a number as it is."""
    try:
        tokens = style[name]
    except KeyError:
        return 0.0
    for token in tokens or ():
        kind = getattr(token, "type", "")
        if kind in ("dimension", "number"):
            return float(token.value) * (_PX_PER_PT if kind == "dimension" else 1.0)
    return 0.0
