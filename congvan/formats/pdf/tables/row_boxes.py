"""The rows of a table among WeasyPrint's boxes: what a row looks like, and rows put in the place of another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.formats.pdf.boxes import BoxPosition, descendants, field_number
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.lines.typeset import FieldBlock, TypesetLine

_EXACT = 1e-6  # CSS pixels that places may differ by: WeasyPrint writes as many digits
_EDGES = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")

_PLAIN = {"overflow": "visible", "outline_style": "none", "transform": (), "position": "static"}


class TypesetCell(NamedTuple):
    """A block of a row as it was measured and typeset: its painted text boxes, their positions, its lines."""

    block: FieldBlock
    boxes: Sequence[Any]
    places: Sequence[BoxPosition]
    lines: Sequence[TypesetLine]


class SlotInRow(NamedTuple):
    """A painted line of a row: its cell, its number in the cell, its baseline below the top of the row."""

    cell: int
    line: int
    below: float


class RowShape(NamedTuple):
    """What rows of a class share: their cells (fields counted from the row's first), masks, height, painted lines."""

    cells: tuple[FieldBlock, ...]
    masks: tuple[tuple[int, ...], ...]
    height: float
    slots: tuple[SlotInRow, ...]

    def is_like(self, other: RowShape) -> bool:
        """Whether another row is laid out alike."""
        mine, others = ([each.height, *[s.below for s in each.slots]] for each in (self, other))
        return (self.cells, self.masks, [s[:2] for s in self.slots]) == (
            other.cells,
            other.masks,
            [s[:2] for s in other.slots],
        ) and max(abs(a - b) for a, b in zip(mine, others, strict=True)) < _EXACT


class Room(NamedTuple):
    """Where the rows of a page begin, and what their bottom may not pass."""

    x: float
    top: float
    bottom: float

    def holds(self, position: float) -> bool:
        """Whether a row may end at this position; the tolerance is WeasyPrint's."""
        return position <= self.bottom * (1 + 1e-9)

    def is_like(self, other: Room) -> bool:
        """Whether another page has the same room."""
        return max(abs(a - b) for a, b in zip(self, other, strict=True)) < _EXACT


class BorderGrid(NamedTuple):
    """The collapsed borders of a table: those of its header, and those of a row among its like."""

    vertical: Sequence[Any]
    horizontal: Sequence[Any]
    row_vertical: Any
    row_horizontal: Any


def _is_plain(box: Any) -> bool:
    """Whether nothing is painted of a box itself, and all that it holds is painted in its place."""
    return not getattr(box, "background", None) and all(box.style[name] == value for name, value in _PLAIN.items())


class RowBox(NamedTuple):
    """A row of a laid-out table that holds fields; `above`: the boxes that it is in, from the page down."""

    above: tuple[Any, ...]
    box: Any
    page: int
    field: int  # its first field

    @property
    def table(self) -> Any:
        """The table, or the part of it that is on this page."""
        return self.above[-2]

    @property
    def room(self) -> Room:
        """The room of the page, if this row is the first on it."""
        page = self.above[0]
        return Room(self.box.position_x, self.box.position_y, page.content_box_y() + page.height)

    @property
    def grid_row(self) -> int:
        """The number of this row in the grid of borders. Raises UseWeasyPrint: not the one group below a header."""
        header, group = self.table.children[0], self.above[-1]
        if not header.is_header or group is not self.table.children[-1] or group.index != 1:
            raise UseWeasyPrint(Message("long-table.no-head"))
        return len(header.children) + int(self.box.index)

    def check_page(self) -> None:
        """Raise UseWeasyPrint if more than rows within a grid of borders depends on how far the rows reach."""
        columns = [box for group in self.table.column_groups for box in (group, *group.children)]
        for box in (*self.above[1:], *columns):
            collapsed = box is self.table or box is self.above[-1] or box in columns
            if not _is_plain(box) or (not collapsed and any(getattr(box, edge) for edge in _EDGES)):
                raise UseWeasyPrint(Message("long-table.painted"))
        if self.table.style["border_collapse"] != "collapse" or self.table.children[-1].is_footer:
            raise UseWeasyPrint(Message("long-table.borders"))

    def shape(self, blocks: Sequence[TypesetCell]) -> RowShape:
        """Return the shape of a row with these cells. Raises UseWeasyPrint if it is more than their lines."""
        from weasyprint.formatting_structure import boxes

        inside = list(descendants(self.box))
        for box in inside:
            if isinstance(box, boxes.TableCellBox) and not (
                box.rowspan == 1 and all(isinstance(child, boxes.LineBox) for child in box.children)
            ):
                raise UseWeasyPrint
            if not _is_plain(box):
                raise UseWeasyPrint(Message("long-table.painted"))
        if self.box.style["break_inside"] != "avoid":
            raise UseWeasyPrint(Message("long-table.may-split"))
        texts = sum(isinstance(box, boxes.TextBox) and bool(box.text.strip()) for box in inside)
        if texts != sum(len(cell.boxes) for cell in blocks):
            raise UseWeasyPrint
        slots = {
            (n, place.line): SlotInRow(n, place.line, box.position_y + box.baseline - self.box.position_y)
            for n, cell in enumerate(blocks)
            for box, place in zip(cell.boxes, cell.places, strict=True)
        }
        return RowShape(
            tuple(cell.block.moved(-self.field) for cell in blocks),
            tuple(tuple(line.mask for line in cell.lines) for cell in blocks),
            self.box.height,
            tuple(slots.values()),
        )

    def replace(self, heights: Sequence[float], grid: BorderGrid) -> list[float]:
        """Put rows of these heights in the place of this one, the only one on its page; return where they begin.

        They are empty, but for the first, which keeps its cells.
        """
        places = list(accumulate(heights, initial=self.box.position_y))
        rows = [self.box, *(self.box.copy_with_children([]) for _ in heights[1:])]
        for row, height, place in zip(rows, heights, places, strict=False):
            row.height, row.position_y = height, place
        self.above[-1].children = rows
        self.table.skipped_rows = 0
        self.table.collapsed_border_grid = (
            [*grid.vertical, *[grid.row_vertical] * len(rows)],
            [*grid.horizontal, *[grid.row_horizontal] * len(rows)],
        )
        return places[:-1]


def row_boxes(document: Any) -> Iterator[RowBox]:
    """Yield the rows of a document that hold fields."""
    from weasyprint.formatting_structure import boxes

    def below(box: Any, above: tuple[Any, ...], page: int) -> Iterator[RowBox]:
        if isinstance(box, boxes.TableRowBox):
            field = next((n for n in map(field_number, descendants(box)) if n >= 0), -1)
            if field >= 0:
                yield RowBox(above, box, page, field)
            return
        for child in box.children:
            yield from below(child, (*above, box), page)

    for number, page in enumerate(document.pages):
        yield from below(page._page_box, (), number)


def border_grid(rows: Sequence[RowBox]) -> BorderGrid:
    """Return the borders of these rows, which are alike. Raises UseWeasyPrint: they differ in their borders."""
    vertical, horizontal = rows[0].table.collapsed_border_grid
    header = len(rows[0].table.children[0].children)
    at = [row.grid_row for row in rows]
    verticals = [vertical[n] for n in at]
    horizontals = [horizontal[below] for above, below in pairwise(at) if below == above + 1]
    if not horizontals or any(each != same[0] for same in (verticals, horizontals) for each in same):
        raise UseWeasyPrint
    return BorderGrid(vertical[:header], horizontal[: header + 1], verticals[0], horizontals[0])
