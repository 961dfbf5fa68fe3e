"""Cells of a table that goes on upon the next page, where they are ruled off (`box-decoration-break: clone`).

Why: of such a cell WeasyPrint demands the room below its lines twice, so that a row is split earlier than it need be,
and makes the cell as high as the rest of the page, not as its lines. A word processor lets the space after a
paragraph go where the page ends, but wants as much room below its lines as there is above them. Below a header that
is repeated it moves the rest of the cell down by half a rule, though the cell has one of its own. A row of a least
height is not split. A cell that spans rows on both pages ends, aligned and shaded, with its first row and has no
rest.
"""

from __future__ import annotations

from typing import Any

from congvan.formats.pdf.engine.page_ends import length_of

_BOTTOM_SPACE = 7  # among the arguments of WeasyPrint's `_linebox_layout` behind the box
_LINES_SKIPPED = 9  # there: what of its lines is on pages before
_SKIPPED = 1  # among those of `block_container_layout`: what of the cell is on pages before
_WHOLE = "__whole"  # a row that is not split
_SPANNED = "__spanned"  # a row with a height in which cells of rows above are, too
_BEFORE, _AFTER = "__before", "__after"  # of a cell: the spaces of its one paragraph, which are in its padding


class _Split(dict[int, Any]):
    """Where a cell goes on, as WeasyPrint has it, and how high it is on the pages before."""

    height = 0.0


def place_split_cells() -> None:
    """Have WeasyPrint split cells at the foot of the page, and go on at the top of the next row."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import block, table

    set_lines, undecorate = block._linebox_layout, boxes.TableRowGroupBox.remove_decoration

    def linebox_layout(context: Any, box: Any, *more: Any) -> Any:
        if is_ruled_off(box):
            room = more[_BOTTOM_SPACE] - box.border_bottom_width - box.padding_bottom
            if not more[_LINES_SKIPPED]:
                is_whole = length_of(getattr(box, "congvan_row", box).style, _WHOLE)
                room += length_of(box.style, _BEFORE) - (0.0 if is_whole else length_of(box.style, _AFTER))
            more = (*more[:_BOTTOM_SPACE], room, *more[_BOTTOM_SPACE + 1 :])
        return set_lines(context, box, *more)

    def remove_decoration(group: Any, start: bool, end: bool) -> None:
        if (start or end) and group.children and not (group.is_header or group.is_footer):
            if start:
                _go_on(group)
            if end:
                _close(group, table.add_top_padding)
        undecorate(group, start, end)

    block._linebox_layout, boxes.TableRowGroupBox.remove_decoration = linebox_layout, remove_decoration
    _place_rests()


def _place_rests() -> None:
    """Have WeasyPrint give the parts of cells and rows their heights, and set what goes on at the top of its row."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import block, table

    resolve, set_block = table.resolve_percentages, block.block_container_layout

    def resolve_percentages(box: Any, *args: Any, **named: Any) -> None:
        resolve(box, *args, **named)
        if isinstance(box, boxes.TableRowBox):
            box.congvan_height = box.height
            for cell in box.children:
                cell.congvan_row = box
        elif isinstance(box, boxes.TableRowGroupBox):
            box.__dict__.setdefault("congvan_spans", {})  # shared by the parts of the group on all pages

    def block_container_layout(context: Any, box: Any, *args: Any, **named: Any) -> Any:
        row = getattr(box, "congvan_row", None)
        if row is None or not is_ruled_off(box):
            ruled, resume_at, *more = set_block(context, box, *args, **named)
            if ruled is not None and resume_at is not None and is_ruled_off(box):
                _end_with_lines(ruled, resume_at)
            return ruled, resume_at, *more
        above = getattr(args[_SKIPPED], "height", 0.0)
        if args[_SKIPPED]:
            box.position_y = row.position_y
        if above and row.height != "auto":
            row.height = min(row.height, max(0.0, row.congvan_height - above))
        elif row.height != "auto" and box.rowspan == 1 and not args[_SKIPPED] and length_of(row.style, _SPANNED):
            box.computed_height = _within(box, row.height)
            row.height = "auto"
        cell, resume_at, *more = set_block(context, box, *args, **named)
        if cell is not None and resume_at is None and not length_of(row.style, _WHOLE):
            _let_space_go(cell, context.page_bottom - args[0])
        if cell is not None and resume_at is not None:
            resume_at = _end_part(cell, resume_at, row, above)
        return cell, resume_at, *more

    table.resolve_percentages, block.block_container_layout = resolve_percentages, block_container_layout


def is_ruled_off(box: Any) -> bool:
    """Return whether the style sheet asks for rules where the box is split."""
    return bool(box.style["box_decoration_break"] == "clone")


def _end_part(cell: Any, resume_at: dict[int, Any], row: Any, above: float) -> _Split:
    """Give a cell that goes on the height of its lines, or what is left of the least one of its row; `above`: how high
    it is on the pages before."""
    filled = cell.height
    _end_with_lines(cell, resume_at)
    cell.height = max(0.0, cell.height - length_of(cell.style, _AFTER))
    if row.congvan_height != "auto":
        cell.height = max(cell.height, min(filled, row.congvan_height - above))
    if cell.rowspan == 1:
        row.height = cell.computed_height = "auto"
    split = _Split(resume_at)
    split.height = above + cell.border_height()
    return split


def _within(cell: Any, height: float) -> float:
    """Return the height of what is in a cell of this height."""
    around = cell.padding_top + cell.padding_bottom + cell.border_top_width + cell.border_bottom_width
    return max(0.0, height - float(around))


def _end_with_lines(box: Any, resume_at: dict[int, Any]) -> None:
    """Give a box that is split, and the blocks in it, the height of what it holds on this page."""
    from weasyprint.formatting_structure import boxes

    if not box.children:
        return
    last, space = box.children[-1], 0.0
    number, rest = next(iter(resume_at.items()))
    if isinstance(last, boxes.BlockBox) and rest is not None and last.index == number:
        _end_with_lines(last, rest)
        space = last.margin_bottom
    if isinstance(last, (boxes.BlockBox, boxes.LineBox)):
        box.height = max(0, last.position_y + last.margin_height() - space - box.content_box_y())


def _let_space_go(cell: Any, foot: float) -> None:
    """Shorten a cell whose text has room above the foot of the page, but not the space after it."""
    over = cell.position_y + cell.border_height() - foot
    if 0 < over <= length_of(cell.style, _AFTER):
        cell.height -= over


def _close(group: Any, add_top_padding: Any) -> None:
    """Extend to the foot of the page, and align, the cells that span rows of the next page too."""
    last = group.children[-1]
    foot = last.position_y + last.height
    for row in group.children:
        for cell in row.children:
            if cell.rowspan == 1 or not is_ruled_off(cell):
                continue
            if not hasattr(cell, "congvan_rows_before"):
                group.congvan_spans[row.index, cell.grid_x] = cell.copy_with_children([])
            room = foot - cell.position_y - cell.border_height()
            if row.index + cell.rowspan - 1 <= last.index or room <= 0:
                continue
            above = {"middle": room / 2, "bottom": room}.get(cell.vertical_align, 0)
            add_top_padding(cell, above)
            cell.padding_bottom += room - above


def _go_on(group: Any) -> None:
    """Set, in the first row of the page, the rests of the cells that span rows of the page before too."""
    first, rows = group.children[0], {row.index: row for row in group.children}
    for (start, _), cell in group.congvan_spans.items():
        end = start + cell.rowspan - 1
        if not start < first.index <= end:
            continue
        last = rows.get(end, group.children[-1])
        rest = cell.copy_with_children([])
        rest.rowspan, rest.congvan_rows_before = end - first.index + 1, first.index - start
        rest.position_y = first.position_y
        rest.height = 0
        rest.height = max(0, last.position_y + last.height - rest.position_y - rest.border_height())
        first.children = sorted((*first.children, rest), key=lambda each: each.grid_x)
