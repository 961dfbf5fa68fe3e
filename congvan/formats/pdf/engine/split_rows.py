"""Rule off a row at the foot of a page where it goes on upon the next, and above what follows there.

Why: word processors do so. CSS asks for it by `box-decoration-break: clone`, which WeasyPrint gives its room but, where
borders collapse, does not paint.
"""

from __future__ import annotations

from typing import Any

from congvan.formats.pdf.engine.split_cells import is_ruled_off


def rule_off_split_rows(document: Any) -> None:
    """Have the borders painted at which the rows of a laid-out document, and cells over several rows, are split."""
    for page in document.pages:
        _rule_off(page._page_box)


def _rule_off(box: Any) -> None:
    for child in getattr(box, "children", ()):
        if hasattr(child, "skip_cell_border_top") and is_ruled_off(child):
            child.skip_cell_border_top = child.skip_cell_border_bottom = False
            _rule_off_spans(child)
        _rule_off(child)


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
