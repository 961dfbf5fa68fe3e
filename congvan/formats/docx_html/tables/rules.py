"""What rules of several widths come to, as LibreOffice counts them, and rows in which all cells go on."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from congvan.formats.docx_html.markup import W, child
from congvan.formats.docx_html.styles.paragraph_format import NO_BORDER, borders
from congvan.formats.docx_html.tables.layout import Cell, TableLayout, given_height

_NONE = (0.0, 0.0)


def surplus_of(layout: TableLayout) -> dict[int, tuple[tuple[float, float], ...]]:
    """Return what the cells of rows need beside their rules: all of a row begin below the widest of its rules above,
    and end above the widest of those below. CSS counts half of the rules of each cell alone.
    """
    rules, widest = _rules_between(layout)
    rises = {row: rise for row, is_low, rise in _rises(layout, widest) if not is_low and rise > 0}

    def beyond(at: int, cell: Cell) -> float:
        own = rules[at][cell.column : cell.column + cell.columns]
        return (widest[at] - max(own, default=0.0)) / 2

    out = {}
    for row, (_element, cells) in enumerate(layout.rows):
        rise = rises.get(row, 0.0)
        found = tuple((beyond(row, cell) + rise, beyond(row + cell.rows, cell)) for cell in cells)
        if any(map(any, found)):
            out[row] = found
    return out


def rises_of(layout: TableLayout) -> dict[int, float]:
    """Return how much further down rows end that have nothing of their own to give them a height."""
    return {row: rise for row, is_low, rise in _rises(layout, _rules_between(layout)[1]) if is_low and rise > 0}


def _rises(layout: TableLayout, widest: list[float]) -> Iterator[tuple[int, bool, float]]:
    """Yield rows that end further down, or begin there, than half of each rule comes to; whether they have nothing that
    gives them a height; how far, below zero where LibreOffice has them higher, which CSS cannot.

    Why: a row in which no cell begins and ends may be no higher than nothing. Below it LibreOffice has the whole rule,
    CSS half of the one above it and half of the one below.
    """
    ends = {row + cell.rows - 1 for row, (_element, cells) in enumerate(layout.rows) for cell in cells}
    begin = 0  # the first of such rows
    for row, (element, cells) in enumerate(layout.rows):
        is_low = not given_height(element)[0] and all(cell.rows > 1 for cell in cells)
        below = row + 1 if is_low else row
        if (row in ends if is_low else begin < row) and widest[below] != widest[begin]:
            yield row, is_low, (widest[below] - widest[begin]) / 2
        begin = begin if is_low and row not in ends else row + 1


def _rules_between(layout: TableLayout) -> tuple[list[list[float]], list[float]]:
    """Return the widths of the rules above each row, and below the last: of each column, and the widest of all."""
    ends = len(layout.rows)
    rules = [[0.0] * len(layout.grid) for _ in range(ends + 1)]  # above each row, and below the last
    feet = [0.0] * (ends + 1)  # of what cells bring along there
    for row, (_element, cells) in enumerate(layout.rows):
        for cell in cells:
            own, below = cell.borders, row + cell.rows
            top = own.get("top") or layout.borders.get("insideH" if row else "top", NO_BORDER)
            bottom = own.get("bottom") or layout.borders.get("insideH" if below < ends else "bottom", NO_BORDER)
            for column in range(cell.column, min(cell.column + cell.columns, len(layout.grid))):
                rules[row][column] = max(rules[row][column], top.width)
                rules[below][column] = max(rules[below][column], bottom.width)
            feet[row + 1] = max(feet[row + 1], layout.foot(row, cell))
        above, foot = layout.hidden[row]
        feet[row], feet[row + 1] = max(feet[row], above), max(feet[row + 1], foot)
    return rules, [max([foot, *widths]) for foot, widths in zip(feet, rules, strict=True)]


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


def hidden_rules(layout: TableLayout) -> dict[int, tuple[float, float]]:
    """Return the widest rules above and below that the cells of each row ask for which are merged into others."""
    out = dict.fromkeys(range(len(layout.rows)), _NONE)
    for row, (_element, cells) in enumerate(layout.rows):
        for cell in cells:
            for at, element in enumerate(cell.merged[: cell.rows - 1], row + 1):
                own = borders(child(element, "tcPr/tcBorders"))
                asked = (own[side].width if side in own else 0.0 for side in ("top", "bottom"))
                out[at] = (max(out[at][0], next(asked)), max(out[at][1], next(asked)))
    return out
