"""Draw the borders of a table row at a page break inside it: below its first part and above its second.

Why: word processors do so. CSS asks for it by `box-decoration-break: clone`, for which WeasyPrint leaves room, but does
not paint collapsed borders.
"""

from __future__ import annotations

from typing import Any


def rule_off_split_rows(document: Any) -> None:
    """Have WeasyPrint paint borders where the rows of a laid-out document are split."""
    for page in document.pages:
        _rule_off(page._page_box)


def _rule_off(box: Any) -> None:
    for child in getattr(box, "children", ()):
        if hasattr(child, "skip_cell_border_top") and child.style["box_decoration_break"] == "clone":
            child.skip_cell_border_top = child.skip_cell_border_bottom = False
        _rule_off(child)
