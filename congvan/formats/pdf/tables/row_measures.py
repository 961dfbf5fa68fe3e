"""The rows of a long table measured on excerpts of its document: their classes, shapes and heights."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.formats.pdf.boxes import tells_pages
from congvan.formats.pdf.cut_text import is_cut
from congvan.formats.pdf.layout import PagePainter
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.lines.typeset import Typesetter
from congvan.formats.pdf.tables.page_patterns import ShownPages
from congvan.formats.pdf.tables.row_boxes import RowBox, RowShape, TypesetCell, row_boxes
from congvan.formats.pdf.tables.table_rows import PAGE, TableRows
from congvan.formats.pdf.tagging.spoken import spoken_words

_SAMPLE = range(3)  # the rows that are measured first
_ROUNDS = 4  # of measuring rows of classes that are not known yet

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
        self.cut: set[int] = set()  # measured rows of exact height without room for their text
        self._waiting: dict[int, tuple[tuple[str, ...], ...]] = {}  # of rows without a class: the texts that are unsure
        self._tried: set[tuple[tuple[str, ...], ...]] = set()  # of these: what was laid out once
        wanted: Sequence[int] = _SAMPLE
        for _round in range(_ROUNDS):
            laid_out = LaidOutExcerpt(painter, rows, [*wanted, PAGE])
            if not self.classes:
                self.first_room, self.room = laid_out.rows[0][1].room, laid_out.rows[-1][1].room
                self.first_page = laid_out.rows[0][1].page
                self.numbers_stand_in_margins = not tells_pages(laid_out.pages.document)
            self.compare(laid_out)
            self._classify(laid_out)
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
            if is_cut(box.box):
                self.cut.add(row)
            shape = laid_out.shape(box)
            if shape and not self.shapes.setdefault(shape.masks, shape).is_like(shape):
                raise UseWeasyPrint

    def _classify(self, laid_out: LaidOutExcerpt) -> None:
        """Find the classes of the rows that have none yet: all, or those that wait for texts which WeasyPrint set
        meanwhile.
        """
        shape = next(iter(self.shapes.values()), None)
        if shape is None:
            raise UseWeasyPrint
        pages = laid_out.pages
        tagged = pages.typeset, spoken_words(pages.document.metadata.lang or "")
        cells = [Typesetter(cell, pages.faces.by_name(cell), *tagged, pages.breaks) for cell in shape.cells]
        waiting = self._waiting if self.classes else range(self.rows.length)
        self.classes = self.classes or [None] * self.rows.length
        self._waiting = {}
        for row in waiting:
            values = self.rows.values(row)
            masks = [cell.masks(values) for cell in cells]
            self.classes[row] = known = None if None in masks else tuple([mask for mask in masks if mask is not None])
            if known is None:
                unsure = [cell.fields if mask is None else () for cell, mask in zip(cells, masks, strict=True)]
                self._waiting[row] = tuple([tuple([values[field] for field in fields]) for fields in unsure])

    def _missing(self) -> list[int]:
        """Return the rows yet to be measured: one of each new class, one of each text that the typesetter leaves to
        WeasyPrint, and where that did not help all those without a class.
        """
        new = {known: row for row, known in enumerate(self.classes) if known is not None and known not in self.shapes}
        loose: dict[object, int] = {
            row if texts in self._tried else texts: row
            for row, texts in self._waiting.items()
            if row not in self._heights
        }
        self._tried.update(self._waiting.values())
        return sorted({*new.values(), *loose.values()})

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
