"""Rule off a row at the foot of a page where it goes on upon the next, and above what follows there; close the frame
of several paragraphs (`--frame-foot`, the room for its foot, `--frame-foot-rule`).

Why: word processors do so. CSS asks for it by `box-decoration-break: clone`, which WeasyPrint gives its room but, where
borders collapse, does not paint.
"""

from __future__ import annotations

from typing import Any

from congvan.formats.pdf.patches.page_ends import length_of
from congvan.formats.pdf.patches.split_cells import is_ruled_off

_FOOT, _RULE = "__frame_foot", "__frame_foot_rule"  # as WeasyPrint names the custom properties


def rule_off_split_rows(document: Any) -> None:
    """Have the borders painted at which the rows of a laid-out document, cells over several rows, and the frames of
    several paragraphs are split."""
    for page in document.pages:
        _rule_off(page._page_box)
        box = _split_frame(page._page_box)
        if box is not None:
            _close_frame(box)


def _rule_off(box: Any) -> None:
    for child in getattr(box, "children", ()):
        if hasattr(child, "skip_cell_border_top") and is_ruled_off(child):
            child.skip_cell_border_top = child.skip_cell_border_bottom = False
            _rule_off_spans(child)
        _rule_off(child)


def _close_frame(box: Any) -> None:
    """Give a paragraph the foot of its frame, and its shade down to it."""
    rule = length_of(box.style, _RULE)
    box.padding_bottom, box.border_bottom_width = length_of(box.style, _FOOT) - rule, rule
    if box.background:
        area = (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
        shown = [
            each._replace(painting_area=area, clipped_boxes=[box.rounded_border_box()])
            for each in box.background.layers
        ]
        box.background = box.background._replace(layers=shown)


def _split_frame(page: Any) -> Any:
    """Return the paragraph that ends the text of a page, if its frame goes on with the next one; None for others."""
    box = page
    while box is not None and not length_of(box.style, _FOOT):
        is_table = hasattr(box, "skip_cell_border_top")
        inner = (each for each in reversed(getattr(box, "children", ())) if _is_of_text(each) and not is_table)
        box = next(inner, None)
    return box


def _is_of_text(box: Any) -> bool:
    """Whether a box is in the text of a page: not in its margins, and none of its notes."""
    return box.is_in_normal_flow() and not hasattr(box, "at_keyword") and type(box).__name__ != "FootnoteAreaBox"


def _rule_off_spans(table: Any) -> None:
    """Paint the upper rule of a cell that spans rows of the page before, the lower of one that spans rows of the next.

    A grid of rules has none within such a cell; the part of the table on this page gets its own.
    """
    head = table.children[0].children if table.children and table.children[0].is_header else []
    rows = [row for group in table.children if not (group.is_header or group.is_footer) for row in group.children]
    if not hasattr(table, "collapsed_border_grid") or not rows or table.children[-1].is_footer:
        return
    top = table.skipped_rows or len(head)
    down, across = table.collapsed_border_grid
    for number, row in enumerate(rows):
        for cell in row.children:
            columns = range(cell.grid_x, cell.grid_x + cell.colspan)
            above, end = getattr(cell, "congvan_rows_before", 0), number + cell.rowspan
            pairs = [(top, top - above)] if above and not head else []
            pairs += [(top + len(rows), top + end)] if end > len(rows) else []
            for place, source in pairs:
                across = [*across[:place], list(across[place]), *across[place + 1 :]]
                for x in columns:
                    across[place][x] = across[source][x]
    table.collapsed_border_grid = down, across
