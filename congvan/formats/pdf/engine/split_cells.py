"""Cells of a row that goes on upon the next page, where they are ruled off (`box-decoration-break: clone`).

Why: of such a cell WeasyPrint demands the room below its lines twice, so that a row is split earlier than it need be;
below a header that is repeated it moves the rest of the cell down by half a rule, though the cell has one of its own.
"""

from __future__ import annotations

from typing import Any

_BOTTOM_SPACE = 7  # among the arguments of WeasyPrint's `_linebox_layout` behind the box
_SKIPPED = 1  # among those of `block_container_layout`: how much of the cell is on earlier pages


def place_split_cells() -> None:
    """Patch WeasyPrint: a cell uses all room at the foot of a page, and goes on at the top of its row."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import block, table

    set_lines, resolve, set_cell = block._linebox_layout, table.resolve_percentages, block.block_container_layout

    def linebox_layout(context: Any, box: Any, *more: Any) -> Any:
        if _is_ruled_off(box):
            room = more[_BOTTOM_SPACE] - box.border_bottom_width - box.padding_bottom
            more = (*more[:_BOTTOM_SPACE], room, *more[_BOTTOM_SPACE + 1 :])
        return set_lines(context, box, *more)

    def resolve_percentages(box: Any, *args: Any, **named: Any) -> None:
        if isinstance(box, boxes.TableRowBox):
            for cell in box.children:
                cell.congvan_row = box
        resolve(box, *args, **named)

    def block_container_layout(context: Any, box: Any, *args: Any, **named: Any) -> Any:
        row = getattr(box, "congvan_row", None)
        if row is not None and args[_SKIPPED] and _is_ruled_off(box):
            box.position_y = row.position_y
        return set_cell(context, box, *args, **named)

    block._linebox_layout = linebox_layout
    table.resolve_percentages, block.block_container_layout = resolve_percentages, block_container_layout


def _is_ruled_off(box: Any) -> bool:
    return bool(box.style["box_decoration_break"] == "clone")
