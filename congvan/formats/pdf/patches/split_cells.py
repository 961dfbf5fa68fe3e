"""Cells of a table that goes on upon the next page, where they are ruled off (`box-decoration-break: clone`).

Why: of such a cell WeasyPrint demands the room below its lines twice, so that a row is split earlier than it need be,
and makes the cell as high as the rest of the page, not as its lines. A word processor lets the space after a
paragraph go where the page ends, but wants as much room below its lines as there is above them. Below a header that
is repeated it moves the rest of the cell down by half a rule, though the cell has one of its own. A row of a least
height is not split. Cells over several rows are in `spanning_cells`.
"""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Any

from congvan.formats.pdf.patches.page_ends import CellLayout, length_of, room_of_last

if TYPE_CHECKING:
    from congvan.formats.pdf.patches.spanning_cells import OpenSpans

_WHOLE = "__whole"  # a row that is not split
_AFTER = "__after"  # of a cell: the space after its one paragraph, which is in its padding
_NEAR = 1e-3  # pixels
_LINES_ALONE = 2


class _Split(dict[int, Any]):
    """Where a cell goes on, as WeasyPrint has it, and how high it is on the pages before."""

    height = 0.0


def place_split_cells() -> None:
    """Have WeasyPrint split cells at the foot of the page, and go on at the top of the next row."""
    from weasyprint.layout import block

    set_lines = block._linebox_layout

    arguments = signature(set_lines)

    def linebox_layout(*given: Any, **named: Any) -> Any:
        bound = arguments.bind(*given, **named)
        asked = bound.arguments
        if is_ruled_off(box := asked["box"]):
            asked["bottom_space"] -= box.border_bottom_width + box.padding_bottom
            if not asked["skip_stack"]:
                is_whole = length_of(getattr(box, "congvan_row", box).style, _WHOLE)
                asked["bottom_space"] -= 0.0 if is_whole else length_of(box.style, _AFTER)
        return set_lines(*bound.args, **bound.kwargs)

    block._linebox_layout = linebox_layout
    _place_rests()
    _run_spans_on()


def _place_rests() -> None:
    """Have WeasyPrint give the parts of cells and rows their heights, and set what goes on at the top of its row."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import block, table

    cells = _RowsAndCells(table.resolve_percentages, block.block_container_layout, boxes.TableRowBox)
    table.resolve_percentages, block.block_container_layout = cells.resolve_percentages, cells.lay_out


class _RowsAndCells:
    """Lays out rows and cells in place of two functions of WeasyPrint, which it calls."""

    def __init__(self, resolve: Any, lay_out: Any, row_class: Any) -> None:
        self._resolve, self._lay_out, self._row_class = resolve, lay_out, row_class

    def resolve_percentages(self, box: Any, *args: Any, **named: Any) -> None:
        """Note the height that a row asks for, and the row that a cell is in."""
        self._resolve(box, *args, **named)
        if isinstance(box, self._row_class):
            box.congvan_height = box.height
            for cell in box.children:
                cell.congvan_row = box
            spans = getattr(box, "congvan_spans", None)
            if spans is not None:
                spans.resolve_row(box)
        elif getattr(box, "congvan_least", None) is not None:
            box.height = _within(box, box.congvan_least)

    def lay_out(self, context: Any, box: Any, bottom_space: float, skip_stack: Any, *more: Any, **named: Any) -> Any:
        """Lay out what has lines: a cell, or another box that is ruled off where it is split."""
        row = getattr(box, "congvan_row", None)
        if row is None or not is_ruled_off(box):
            ruled, resume_at, *more = self._lay_out(context, box, bottom_space, skip_stack, *more, **named)
            if ruled is not None and resume_at is not None and is_ruled_off(box):
                _end_with_lines(ruled, resume_at)
            return ruled, resume_at, *more
        asked = CellLayout(self._lay_out, context, bottom_space, skip_stack, named)
        spans = getattr(row, "congvan_spans", None)
        if spans is not None and spans.holds(box):
            return spans.lay_out(self._span, box, asked)
        return self._cell(row, spans, box, asked)

    def _cell(self, row: Any, spans: OpenSpans | None, box: Any, asked: CellLayout) -> Any:
        """Lay out a cell of one row, or one that ends in it."""
        skipped, least = asked.skip_stack, getattr(box, "congvan_least", None)
        above = getattr(skipped, "height", 0.0)
        if skipped:
            box.padding_top = box.style["padding_top"].value + _space_above(box, skipped)
            box.position_y = row.position_y
            if spans is not None and least is not None:
                box.computed_height = _within(box, least - above) if above else "auto"
        if above and row.height != "auto":
            row.height = min(row.height, max(0.0, row.congvan_height - above))
        cell, resume_at, *more = asked.of(box)
        if cell is None:
            return cell, resume_at, *more
        foot = asked.foot
        cell, resume_at, *more = _with_last((cell, resume_at, *more), box, asked)
        if resume_at is not None:
            resume_at = _end_part(cell, resume_at, row, above)
            _let_margin_go(cell, foot)
        elif spans is not None:
            resume_at = _end_beside(spans, box, cell, row, (above, foot))
        if spans is not None and least is not None:
            spans.add(row, cell, resume_at is not None)
        return cell, resume_at, *more

    @staticmethod
    def _span(box: Any, asked: CellLayout) -> Any:
        """Lay out a cell over several rows."""
        if asked.skip_stack:
            box.padding_top = box.style["padding_top"].value + _space_above(box, asked.skip_stack)
        cell, resume_at, *more = asked.of(box)
        foot = asked.foot
        if cell is not None:
            cell, resume_at, *more = _with_last((cell, resume_at, *more), box, asked)
        if cell is not None and resume_at is None:
            _let_space_go(cell, foot)
        elif cell is not None:
            _end_with_lines(cell, resume_at)
            cell.height = max(0.0, cell.height - length_of(cell.style, _AFTER))
        return cell, resume_at, *more


def _with_last(laid_out: Any, box: Any, asked: CellLayout) -> Any:
    """Return a cell of several paragraphs without the last line of them all where the space below it has no room; nor
    is the first line of the last of them there then, with lines left or none.
    """
    apart = asked.apart()
    for _line in range(_LINES_ALONE):
        room = room_of_last(box, laid_out[0], laid_out[1], asked.skip_stack, asked.foot)
        if room is None:
            break
        again = apart.less(room + _NEAR).of(box)
        if again[0] is None or again[1] is None:
            break
        laid_out = again
    return laid_out


def _space_above(cell: Any, skipped: dict[int, Any]) -> float:
    """Return the space above the rest of a paragraph of a cell: the one above its first line."""
    from weasyprint.formatting_structure import boxes

    number, within = next(iter(skipped.items()))
    split: Any = cell.children[number] if within and number < len(cell.children) else None
    margin = split.style["margin_top"] if type(split) is boxes.BlockBox else 0
    return float(getattr(margin, "value", 0.0))


def _end_beside(spans: OpenSpans, box: Any, cell: Any, row: Any, room: tuple[float, float]) -> _Split | None:
    """End `cell`, laid out of `box`, that has room in a row that goes on for others; None: it does not. `room`: how
    high it is on the pages before, and the foot of the page.

    Nothing of its text goes on, but of its height, or of the cell over several rows that ends with its row.
    """
    above, foot = room
    fills = spans.goes_on_below(row.index) and _fill(cell, row, above, foot)
    if not fills and not spans.goes_on(row.index):
        return None
    rest = _Split({len(box.children): None})
    rest.height = above + cell.border_height()
    if fills:
        row.height = "auto"
    return rest


def _run_spans_on() -> None:
    """Have WeasyPrint lay out the cells over several rows of its tables so."""
    from weasyprint.layout import block

    lay_out = block.table_layout

    def table_layout(context: Any, box: Any, bottom_space: float, skip_stack: Any, *more: Any) -> Any:
        if not is_ruled_off(box):
            return lay_out(context, box, bottom_space, skip_stack, *more)
        bottom_space += box.border_bottom_width  # WeasyPrint counts it below what began on this page alone
        at, within = next(iter(skip_stack.items())) if skip_stack else (0, None)
        if within and not box.children[0].is_header:  # what a split row has above it WeasyPrint takes from the first
            row = next(iter(within)) + sum(len(group.children) for group in box.children[:at])
            rules = getattr(box, "collapsed_border_grid", ((), ()))[1][row : row + 1]
            box.border_top_width = max((rule[1][1] for each in rules for rule in each), default=0.0) / 2
        for number, group in enumerate(box.children):
            spans = _spans_of(group)
            if spans is not None and not group.is_header:
                first = next(iter(within)) if within and number == at else 0
                spans.begin(group.children, first, context.current_page)
        laid_out, resume_at, *others = lay_out(context, box, bottom_space, skip_stack, *more)
        for group in laid_out.children if laid_out is not None else ():
            spans = group.__dict__.get("congvan_spans")
            if spans is not None and not group.is_header:
                rows = (resume_at or {}).get(group.index) or {}
                spans.end(group, context.current_page, next((row for row, cells in rows.items() if cells), None))
        return laid_out, resume_at, *others

    block.table_layout = table_layout


def _spans_of(group: Any) -> OpenSpans | None:
    """Return the cells over several rows of a group of rows, None where it has none."""
    known = group.__dict__
    if "congvan_spans" not in known:
        spanned = any(cell.rowspan > 1 for row in group.children for cell in row.children)
        known["congvan_spans"] = _open(group) if spanned and not group.is_footer else None
    found: OpenSpans | None = known["congvan_spans"]
    return found


def _open(group: Any) -> OpenSpans:
    """Return the cells over several rows of a group.

    Why the import is here: few tables have such cells.
    """
    from congvan.formats.pdf.patches.spanning_cells import OpenSpans

    return OpenSpans(group)


def is_ruled_off(box: Any) -> bool:
    """Return whether the style sheet asks for rules where the box is split."""
    return bool(box.style["box_decoration_break"] == "clone")


def _fill(cell: Any, row: Any, above: float, foot: float) -> bool:
    """Let a cell of a row of a least height that has no room end with the page; returns whether it does."""
    if row.congvan_height == "auto" or length_of(row.style, _WHOLE):
        return False
    over = cell.position_y + max(row.congvan_height - above, cell.border_height()) - foot
    room = foot - cell.position_y - cell.border_height()
    if over <= 0 or room < 0:
        return False
    cell.height += room
    return True


def _within(cell: Any, height: float) -> float:
    """Return the height of what is in a cell of this height."""
    around = cell.padding_top + cell.padding_bottom + cell.border_top_width + cell.border_bottom_width
    return float(max(0.0, height - around))


def _end_part(cell: Any, resume_at: dict[int, Any], row: Any, above: float) -> _Split:
    """Give a cell that goes on the height of its lines, or what is left of the least one of its row; `above`: how high
    it is on the pages before."""
    filled = cell.height
    _end_with_lines(cell, resume_at)
    cell.height = max(0.0, cell.height - length_of(cell.style, _AFTER))
    if row.congvan_height != "auto":
        lines, cell.height = cell.height, max(cell.height, min(filled, _within(cell, row.congvan_height - above)))
        _align(cell, cell.height - lines)
    row.height = "auto"
    split = _Split(resume_at)
    split.height = above + cell.border_height()
    return split


def _let_margin_go(cell: Any, foot: float) -> None:
    """Shorten a cell that goes on behind a paragraph of whose space below there is no room."""
    over = cell.position_y + cell.border_height() - foot
    if cell.children and 0 < over <= getattr(cell.children[-1], "margin_bottom", 0.0):
        cell.height -= over


def _align(cell: Any, room: float) -> None:
    """Align what is in a cell that has this room below its lines."""
    above = {"middle": room / 2, "bottom": room}.get(cell.style["vertical_align"], 0.0)
    for child in cell.children if above > 0 else ():
        child.translate(dy=above)


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
        space += getattr(last, "congvan_below", 0.0)  # of a line of several times the single height
        box.height = max(0, last.position_y + last.margin_height() - space - box.content_box_y())


def _let_space_go(cell: Any, foot: float) -> None:
    """Shorten a cell whose text has room above the foot of the page, but not the space after it."""
    over = cell.position_y + cell.border_height() - foot
    if 0 < over <= length_of(cell.style, _AFTER):
        cell.height -= over
