"""How far rules of other cells reach into a cell, as LibreOffice counts them, and rows in which all cells go on."""

from __future__ import annotations

import copy
from typing import Any

from congvan.formats.docx_html.markup import W, child
from congvan.formats.docx_html.styles.paragraph_format import NO_BORDER, borders
from congvan.formats.docx_html.tables.layout import Cell, TableLayout, given_height


def reach_of(layout: TableLayout) -> dict[int, tuple[tuple[float, float], ...]]:
    """Return how far rules that the cells beside ask for reach into the cells of rows. CSS takes half of the wider one
    from both; for LibreOffice no rule moves the text.
    """
    ends, rows = len(layout.grid), len(layout.rows)
    rules = [[0.0] * (ends + 1) for _ in range(rows)]  # left of each column, and right of the last
    edges = [[_edges(layout, cell) for cell in cells] for _element, cells in layout.rows]
    for row, (_element, cells) in enumerate(layout.rows):
        for cell, sides in zip(cells, edges[row], strict=True):
            for at, width in sides:
                for number_ in range(row, min(row + cell.rows, rows)):
                    rules[number_][at] = max(rules[number_][at], width)
    out = {}
    for row, (_element, cells) in enumerate(layout.rows):
        found = []
        for cell, sides in zip(cells, edges[row], strict=True):
            widest = [max(each[at] for each in rules[row : row + cell.rows]) for at, _width in sides]
            found.append(((widest[0] - sides[0][1]) / 2, (widest[1] - sides[1][1]) / 2))
        if any(map(any, found)):
            out[row] = tuple(found)
    return out


def _edges(layout: TableLayout, cell: Cell) -> tuple[tuple[int, float], tuple[int, float]]:
    """Return which edges of the grid are left and right of a cell, and how wide its own rules there are."""
    own, ends = borders(child(cell.element, "tcPr/tcBorders")), len(layout.grid)
    end = min(cell.column + cell.columns, ends)
    left = own.get("left") or layout.borders.get("insideV" if cell.column else "left", NO_BORDER)
    right = own.get("right") or layout.borders.get("insideV" if end < ends else "right", NO_BORDER)
    return (min(cell.column, ends), left.width), (end, right.width)


def joined_rows(layout: TableLayout) -> list[tuple[Any, list[Cell]]]:
    """Return the rows of a table, but those with a height in which no cell ends joined to the next ones: all cells go
    on there, so that the rows are one, as high as both. CSS gives such a row no height.
    """
    rows, out, start = layout.rows, list[tuple[Any, list[Cell]]](), 0
    ends = {row + cell.rows - 1 for row, (_element, cells) in enumerate(rows) for cell in cells}
    first_end = min(ends, default=0)
    for n, (element, cells) in enumerate(rows):
        # CSS loses the heights of rows in which nothing ends yet, or ends for the first time
        asked = out[-1:] + rows[1 : first_end + 1] * (n <= first_end)
        is_joined = out and n - 1 not in ends and not cells and any(given_height(each)[0] for each, _cells in asked)
        before = out[-1] if is_joined else None
        if before is None:
            out.append((element, cells))
            start = n
            continue
        out[-1] = (_as_high_as(before[0], element, layout.rule_of(n), layout.rule_of(start)), before[1])
        for cell in before[1]:
            cell.begins_within = True
        for at, (_row, begun) in enumerate(out):
            for cell in begun:
                if at + cell.rows > len(out):
                    cell.rows -= 1
    return out


def _as_high_as(row: Any, following: Any, rule: float, above: float) -> Any:
    """Return a row that is as high as itself and the following one; `rule`, `above`: the widths of the rules between
    them and above both."""
    (first, first_exact), (second, second_exact) = given_height(row), given_height(following)
    is_exact = second_exact and bool(second)
    # a least height is without the rule above, which LibreOffice has above each of both
    more = rule * (bool(second) - first_exact - second_exact) if first and not is_exact else 0.0
    more = above if first and is_exact and not first_exact else more
    more = rule - above if not first and second else more
    joined = copy.deepcopy(row)
    height = child(joined, "trPr/trHeight")
    if height is None:
        joined.insert(0, properties := joined.makeelement(W + "trPr"))
        properties.extend(each for other in joined.findall(W + "trPr")[1:] for each in other)
        properties.append(height := properties.makeelement(W + "trHeight"))
    height.set(W + "val", str(round((first + second + more) * 20)))
    height.set(W + "hRule", "exact" if is_exact else "atLeast")
    return joined
