"""Cells over several rows of a table that goes on upon the next page: their text runs on beside the rows there.

Why: WeasyPrint ends the page within the first row of such a cell where the text has no room, so that all rows beside it
but the first are on the next. In word processors rows and text run on side by side: the page ends where the rows have
no more room, the lines that are below its last row go on beside the first of the next page, and the row that ends the
cell is split where lines are left. The cell is ruled off and shaded on each page, and aligned on the first.

LibreOffice counts, of the last row of a page, no more than the height of its lines, and splits a row of a least height
without room for it where lines of the cell are left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from congvan.formats.pdf.patches.page_ends import CellLayout, length_of

_NEAR = 1e-3  # pixels
_EXACT = "__exact"  # a row of exact height


class _Rest(NamedTuple):
    """What of a cell goes on upon the next page: its box, its first and last row, where its text goes on; None: all of
    it is on pages before."""

    cell: Any
    start: int
    end: int
    resume_at: Any


class _Part(NamedTuple):
    """What of a cell is on a page, and how to lay it out above another foot: returns the part, and what is left."""

    rest: _Rest
    above: Callable[[float], tuple[Any, Any]]


class OpenSpans:
    """The cells over several rows of one group of rows.

    `rests`: what goes on behind each page, by its number, since a page may be laid out more than once.
    """

    def __init__(self, group: Any) -> None:
        self._own = [tuple(row.children) for row in group.children]
        self._rests: dict[int, list[_Rest]] = {}
        self._resumed: list[Any] = []  # cells of the first row that go on there
        self._unfinished: dict[tuple[int, int], int] = {}  # the last rows of cells with lines left
        self._ends = {n + cell.rowspan - 1 for n, row in enumerate(self._own) for cell in row if cell.rowspan > 1}
        for row in group.children:
            row.congvan_spans = self

    def begin(self, rows: Any, first: int, page: int) -> None:
        """Have the first row of a page hold the rests of cells, behind its own."""
        for cell in self._resumed:
            cell.congvan_rest = None
        for row, own in zip(rows, self._own, strict=True):
            row.children = own
        self._resumed, self._unfinished = [], {}
        for rest in self._rests.get(page - 1, ()):
            if rest.resume_at is None or not rest.start <= first <= rest.end:
                continue
            cell = rest.cell
            if rest.start < first:
                cell = cell.copy_with_children(cell.children)
                cell.rowspan, cell.congvan_rows_before = rest.end - first + 1, first - rest.start
                rows[first].children = (*rows[first].children, cell)
            cell.congvan_rest = rest
            self._resumed.append(cell)

    def holds(self, cell: Any) -> bool:
        """Whether a cell is one of these, or the rest of one."""
        return cell.rowspan > 1 or cell.__dict__.get("congvan_rest") is not None

    def lay_out(self, lay_out: Callable[[Any, CellLayout], Any], box: Any, asked: CellLayout) -> Any:
        """Lay out such a cell as far as the page has room; its row goes on only where it ends the cell."""
        row, known = box.congvan_row, box.__dict__.get("congvan_rest")
        rest = known or _Rest(box, row.index, row.index + box.rowspan - 1, None)
        if known:
            asked = asked._replace(skip_stack=rest.resume_at)
            box.position_y = row.position_y

        def above(foot: float) -> tuple[Any, Any]:
            less = asked.apart(page_is_empty=False)._replace(bottom_space=asked.context.page_bottom - foot)
            cell, resume_at, *_more = lay_out(box, less)
            return (cell, resume_at) if cell is not None else (empty()[0], rest.resume_at or {0: None})

        def empty() -> Any:
            return lay_out(box.copy_with_children([]), asked.apart(page_is_empty=True)._replace(skip_stack=None))

        cell, resume_at, *more = lay_out(box, asked)
        if cell is None:
            cell, _nothing, *more = empty()
            resume_at = rest.resume_at or {0: None}
        if known:  # at the top of the page, as word processors have it
            cell.style = cell.style.copy()
            cell.style["vertical_align"] = "top"
        cell.congvan_part = _Part(rest._replace(resume_at=resume_at), above)
        place = rest.start, box.grid_x
        self._unfinished.pop(place, None)
        if resume_at is not None:
            self._unfinished[place] = rest.end
        return cell, resume_at if rest.end == row.index else None, *more

    def resolve_row(self, row: Any) -> None:
        """Give the least height of a row with which such a cell ends to its own cells.

        Why: WeasyPrint takes the height of the whole cell for that of such a row.
        """
        own = [cell for cell in row.children if cell.rowspan == 1]
        shared = bool(own) and row.index in self._ends and row.height != "auto"
        for cell in own:
            cell.congvan_least = row.height if shared else None
        if shared:
            row.height, row.congvan_cells, row.congvan_splits = "auto", [], False

    def add(self, row: Any, cell: Any, splits: bool) -> None:
        """Add a cell to a row of a least height, which none of them has where the row is split."""
        if splits and not row.congvan_splits:
            row.congvan_splits = True
            for each in row.congvan_cells:
                each.height, each.computed_height = each.content_height, "auto"
        row.congvan_cells.append(cell)
        if row.congvan_splits:
            cell.computed_height = "auto"

    def goes_on_below(self, row: int) -> bool:
        """Whether a cell that spans this row, or ends with it, has lines left."""
        return any(row <= end for end in self._unfinished.values())

    def goes_on(self, row: int) -> bool:
        """Whether a cell that ends with this row has lines left."""
        return row in self._unfinished.values()

    def end(self, group: Any, page: int, split: int | None) -> None:
        """Cut the cells at the foot of the last row on the page, and align them; `split`: the row that goes on."""
        if not group.children:
            return
        last = group.children[-1]
        foot = last.position_y + last.height
        text_foot = last.position_y + _lines_height(last) if last.index != split else foot
        rests = []
        for row in group.children:
            cells = list(row.children)
            for n, cell in enumerate(cells):
                part = cell.__dict__.get("congvan_part")
                if part is None or part.rest.end < last.index or (part.rest.end == last.index != split):
                    continue
                rest = part.rest
                if rest.end > last.index:
                    cells[n], resume_at = _cut(cell, part, last, (text_foot, foot))
                    rest = rest._replace(resume_at=resume_at)
                if rest.resume_at is None:  # WeasyPrint takes the width from a cell of the first row on each page
                    rest = rest._replace(cell=rest.cell.copy())
                rests.append(rest)
            row.children = cells
        self._rests[page] = rests + self._close(group, page, last)

    def _close(self, group: Any, page: int, last: Any) -> list[_Rest]:
        """Set, in the first row of the page, those of whose text nothing is left; returns those that go on."""
        closed = []
        first, rows = group.children[0], {row.index: row for row in group.children}
        for rest in self._rests.get(page - 1, ()):
            if rest.resume_at is not None or not rest.start < first.index <= rest.end:
                continue
            ends = rows.get(rest.end, last)
            cell = rest.cell.copy_with_children([])
            cell.rowspan, cell.congvan_rows_before = rest.end - first.index + 1, first.index - rest.start
            cell.position_y, cell.height = first.position_y, 0
            cell.height = max(0, ends.position_y + ends.height - cell.position_y - cell.border_height())
            first.children.append(cell)
            if rest.end > last.index:
                closed.append(rest)
        first.children.sort(key=lambda each: each.grid_x)
        return closed


def _fill(cell: Any, room: float, above: float) -> None:
    """Have a cell take up the room below it; `above`: how much of that is to be above its text."""
    from weasyprint.layout.table import add_top_padding

    add_top_padding(cell, above)
    cell.padding_bottom += room - above


def _lines_height(row: Any) -> float:
    """Return the height of a row's own cells, without what its least height adds."""
    if row.congvan_height == "auto" or length_of(row.style, _EXACT):
        return float(row.height)
    own = [cell for cell in row.children if cell.rowspan == 1 and not hasattr(cell, "congvan_part")]
    return max((cell.content_height + _around(cell) for cell in own), default=float(row.height))


def _around(cell: Any) -> float:
    padding = sum(cell.style[f"padding_{side}"].value for side in ("top", "bottom"))
    return float(padding + cell.border_top_width + cell.border_bottom_width)


def _cut(cell: Any, part: _Part, last: Any, feet: tuple[float, float]) -> tuple[Any, Any]:
    """Return a cell that ends, aligned or at the top, with the foot of the last row on the page; where it goes on.
    `feet`: those of the row's lines, and of the row.
    """
    (text_foot, foot), at_top = feet, bool(length_of(last.style, _EXACT))
    found, resume_at = cell, part.rest.resume_at
    if cell.position_y + cell.border_height() > text_foot + _NEAR:
        found, resume_at = part.above(text_foot + _NEAR)
        found.vertical_align, found.congvan_part = cell.vertical_align, part
    room = foot - found.position_y - found.border_height()
    if room > 0:
        above = 0.0 if at_top else {"middle": room / 2, "bottom": room}.get(found.vertical_align, 0.0)
        above = min(above, max(0.0, room - (foot - text_foot)))
        _fill(found, room, above)
    elif room < 0:
        found.height = max(0, found.height + room)
    return found, resume_at
