"""The height of a table, estimated from what is in its cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from congvan.formats.docx_html.markup import blocks_of, child
from congvan.formats.docx_html.styles.paragraph_format import margins
from congvan.formats.docx_html.tables.layout import TableLayout, given_height

Height = Callable[[list[Any], float], float]
"""The height of blocks in a column of a width."""


def estimated_height(layout: TableLayout, height_of: Height) -> float:
    """Return the height of a table; `height_of` estimates what is in a cell."""
    heights: list[float] = []
    open_: dict[int, list[tuple[int, float]]] = {}  # by its last row: where a cell begins, and what it needs
    for number_, (element, cells) in enumerate(layout.rows):
        needs = [0.0]
        for cell in cells:
            margin = {**layout.margins, **margins(child(cell.element, "tcPr/tcMar"))}
            wide = sum(layout.grid[cell.column : cell.column + cell.columns]) - margin["left"] - margin["right"]
            need = height_of(list(blocks_of(cell.element)), wide) + margin["top"] + margin["bottom"]
            if cell.rows > 1:
                open_.setdefault(number_ + cell.rows - 1, []).append((number_, need + _rule(layout, number_)))
            else:
                needs.append(need)
        given, is_exact = given_height(element)
        if is_exact and given:
            heights.append(given)
            continue
        own = max(given, *needs) + _rule(layout, number_)
        rest = (need - sum(heights[begin:]) for begin, need in open_.get(number_, ()))
        heights.append(max([own, *rest]))
    return sum(heights) + (layout.rule_below(len(heights) - 1) if heights else 0.0)


def _rule(layout: TableLayout, row: int) -> float:
    return layout.rule_below(row - 1) if row else layout.rule_of(row)
