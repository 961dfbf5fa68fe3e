"""Cells of a row that goes on upon the next page, where they are ruled off (`box-decoration-break: clone`).

Why: of such a cell WeasyPrint demands the room below its lines twice, so that a row is split earlier than it need be;
below a header that is repeated it moves the rest of the cell down by half a rule, though the cell has one of its own.

Of the room below its lines `--end: 6pt` is that below the last one: a cell that goes on has none of it, as in
LibreOffice, where a row whose last lines have room but not what is below them goes to the next page as a whole.
"""

from __future__ import annotations

from typing import Any

from congvan.formats.pdf.engine.page_ends import length_of

_BOTTOM_SPACE = 7  # among the arguments of WeasyPrint's `_linebox_layout` behind the box
_END = "__end"  # as WeasyPrint names the custom property
_SKIPPED = 1  # among those of `block_container_layout`: what of the cell is on pages before


def place_split_cells() -> None:
    """Have WeasyPrint split cells at the foot of the page, and go on at the top of the next row."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import block, table

    set_lines, resolve, set_cell = block._linebox_layout, table.resolve_percentages, block.block_container_layout

    def linebox_layout(context: Any, box: Any, *more: Any) -> Any:
        if _is_ruled_off(box):
            room = more[_BOTTOM_SPACE] - box.border_bottom_width - box.padding_bottom - _end(box)
            more = (*more[:_BOTTOM_SPACE], room, *more[_BOTTOM_SPACE + 1 :])
        return set_lines(context, box, *more)

    def resolve_percentages(box: Any, *args: Any, **named: Any) -> None:
        if isinstance(box, boxes.TableRowBox):
            row = _Row(box)
            for cell in box.children:
                cell.congvan_row = row
        resolve(box, *args, **named)

    def block_container_layout(context: Any, box: Any, *args: Any, **named: Any) -> Any:
        row = getattr(box, "congvan_row", None)
        if row is not None and args[_SKIPPED] and _is_ruled_off(box):
            box.position_y = row.box.position_y
        found = set_cell(context, box, *args, **named)
        if row is not None and found[0] is not None and _end(box):
            row.add(found[0], goes_on=found[1] is not None)
        return found

    block._linebox_layout = linebox_layout
    table.resolve_percentages, block.block_container_layout = resolve_percentages, block_container_layout


class _Row:
    """A row as it is laid out: its cells so far that end on the page, and whether another goes on upon the next."""

    def __init__(self, box: Any) -> None:
        self.box = box
        self._ending: list[Any] = []
        self._goes_on = False

    def add(self, cell: Any, *, goes_on: bool) -> None:
        """Add a cell with room below its last line: of a row that goes on it has none."""
        self._ending.append(cell)
        self._goes_on |= goes_on
        if self._goes_on:
            for each in self._ending:
                each.padding_bottom -= _end(each)
            self._ending.clear()


def _end(box: Any) -> float:
    """Return the room below the last line of a cell in CSS pixels."""
    return length_of(box.style, _END)


def _is_ruled_off(box: Any) -> bool:
    return bool(box.style["box_decoration_break"] == "clone")
