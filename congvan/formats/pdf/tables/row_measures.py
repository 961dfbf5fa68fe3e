"""The rows of a long table measured on excerpts of its document: their classes, shapes and heights."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.formats.pdf.boxes import tells_pages
from congvan.formats.pdf.layout import PagePainter
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.lines.typeset import Typesetter
from congvan.formats.pdf.tables.page_patterns import ShownPages
from congvan.formats.pdf.tables.row_boxes import RowBox, RowShape, TypesetCell, row_boxes
from congvan.formats.pdf.tables.table_rows import PAGE, TableRows

_SAMPLE = range(3)  # the rows that are measured first
_ROUNDS = 3  # of measuring rows of classes that are not known yet

RowClass = tuple[tuple[int, ...], ...]  # the masks of the lines of each cell


class LaidOutExcerpt:
    """An excerpt laid out; `rows`: its rows of the long table by their number, and those that stand for a page."""

    def __init__(
        self, painter: PagePainter, rows: TableRows, wanted: Sequence[int], shown: ShownPages | None = None
    ) -> None:
        self.excerpt = rows.excerpt(wanted)
        self.pages = painter.pages(self.excerpt.html, shown=shown)
        self.rows: list[tuple[int, RowBox]] = []
        for box in row_boxes(self.pages.document):
            field = self.excerpt.fields[box.field]
            if field == PAGE or rows.row(field) >= 0:
                self.rows.append((PAGE if field == PAGE else rows.row(field), box))
        if [row for row, _box in self.rows] != list(wanted):
            raise UseWeasyPrint
        self._size = rows.size
        self._cells = self._typeset_cells()

    def _typeset_cells(self) -> dict[int, TypesetCell]:
        """Return the blocks that are typeset, by their fields."""
        return {
            item.field: TypesetCell(unit, boxes, places, lines)
            for unit, boxes, places, _count, lines in zip(*self.pages.measured, self.pages.lines, strict=True)
            if lines is not None
            for item in unit.items
        }

    def shape(self, box: RowBox) -> RowShape | None:
        """Return the shape of a row; None if the typesetter leaves one of its cells to WeasyPrint."""
        cells = [self._cells.get(field) for field in range(box.field, box.field + self._size)]
        known = [cell for cell in cells if cell]
        return box.shape(list({id(cell): cell for cell in known}.values())) if len(known) == len(cells) else None


class RowMeasures:
    """Classes, shapes and heights of all rows of a table, measured on excerpts of its document.

    `first_page`: the page on which it begins; `numbers_stand_in_margins`: nothing else tells the number of a page.
    """

    def __init__(self, painter: PagePainter, rows: TableRows) -> None:
        """Raises UseWeasyPrint: too many rows are neither of a class nor alike, or they are more than lines of text."""
        self.rows = rows
        self.shapes: dict[RowClass, RowShape] = {}
        self._heights: dict[int, float] = {}  # of rows without a class
        self.classes: list[RowClass | None] = []
        wanted: Sequence[int] = _SAMPLE
        for _round in range(_ROUNDS):
            laid_out = LaidOutExcerpt(painter, rows, [*wanted, PAGE])
            if not self.classes:
                self.first_room, self.room = laid_out.rows[0][1].room, laid_out.rows[-1][1].room
                self.first_page = laid_out.rows[0][1].page
                self.numbers_stand_in_margins = not tells_pages(laid_out.pages.document)
            self.compare(laid_out)
            self.classes = self.classes or self._classified(laid_out)
            wanted = self._missing()
            if not wanted:
                return
            if len(wanted) > rows.length // 20:
                break
        raise UseWeasyPrint

    def compare(self, laid_out: LaidOutExcerpt) -> None:
        """Note the shapes and heights of an excerpt's rows. Raises UseWeasyPrint: one is unlike others of its class."""
        for row, box in laid_out.rows:
            box.check_page()
            if row == PAGE:
                if not box.room.is_like(self.room):
                    raise UseWeasyPrint
                continue
            self._heights[row] = box.box.height
            shape = laid_out.shape(box)
            if shape and not self.shapes.setdefault(shape.masks, shape).is_like(shape):
                raise UseWeasyPrint

    def _classified(self, laid_out: LaidOutExcerpt) -> list[RowClass | None]:
        """Return the class of each row; None where the typesetter leaves a cell to WeasyPrint."""
        shape = next(iter(self.shapes.values()), None)
        if shape is None:
            raise UseWeasyPrint
        cells = [Typesetter(cell, laid_out.pages.faces.by_name(cell)) for cell in shape.cells]
        found = ([cell.masks(self.rows.values(row)) for cell in cells] for row in range(self.rows.length))
        return [None if None in masks else tuple(mask for mask in masks if mask is not None) for masks in found]

    def _missing(self) -> list[int]:
        """Return the rows yet to be measured: one of each new class, and all those without a class."""
        new = {known: row for row, known in enumerate(self.classes) if known is not None and known not in self.shapes}
        loose = {row for row, known in enumerate(self.classes) if known is None and row not in self._heights}
        return sorted({*new.values(), *loose})

    def height(self, row: int) -> float:
        """Return the height of a row."""
        return self.shape(row).height if self.classes[row] is not None else self._heights[row]

    def shape(self, row: int) -> RowShape:
        """Return the shape of a row of a class."""
        known = self.classes[row]
        assert known is not None
        return self.shapes[known]

    def pages(self) -> list[list[int]]:
        """Return the rows of each page, as WeasyPrint breaks them."""
        pages: list[list[int]] = [[]]
        room, position = self.first_room, self.first_room.top
        for row in range(self.rows.length):
            height = self.height(row)
            if not room.holds(position + height):
                pages.append([])
                room, position = self.room, self.room.top
            pages[-1].append(row)
            position += height
        return pages
