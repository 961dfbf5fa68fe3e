"""Lay documents out; of a long table WeasyPrint lays out the first and last pages, the others are composed of its rows.

Why: WeasyPrint takes 7 ms and 180 KiB for a row, whatever it says. Rows that are alike and whose cells have as many
lines are of one height, with their lines at the same places: each such *class* of rows is laid out once. A page to be
composed is laid out with one row on it, so its header, margins and number are WeasyPrint's own; then its rows take that
one's place: WeasyPrint paints their borders, their lines become slots. All that this relies on is compared with the
rows that WeasyPrint did lay out; where anything differs, the whole document is left to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from congvan.formats.pdf import weasy as pdf_weasy
from congvan.formats.pdf.layout import PagePainter
from congvan.formats.pdf.layout_record import Content, LayoutRecord, LineSlot
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.lines.typeset import FieldBlock, Typesetter, number
from congvan.formats.pdf.marks import SplitHtml
from congvan.formats.pdf.tables.row_boxes import RowBox, RowShape, TypesetCell, border_grid, row_boxes
from congvan.formats.pdf.tables.table_rows import PAGE, Excerpt, TableRows, longest_table
from congvan.formats.pdf.tagging.elements import END, ContentMark
from congvan.formats.pdf.tagging.repeated_rows import row_of, with_rows

LONG = 200
"""Rows from which on a table is composed."""

_SAMPLE = range(3)  # the rows that are measured first
_ROUNDS = 3  # of measuring rows of classes that are not known yet

RowClass = tuple[tuple[int, ...], ...]  # the masks of the lines of each cell


def lay_out(html: SplitHtml, name: str, strict: bool, assets: Mapping[str, bytes], stamping: bool) -> LayoutRecord:
    """Lay a document out. ProblemsFound: refused URLs, warnings. EnvironmentFault: a face or glyph that the machine
    does not have.

    stamping=False: a layout without slots, for this one document, by WeasyPrint alone.
    """
    with pdf_weasy.raising_log_problems(name, strict, assets) as refused:
        painter = PagePainter(name, assets, refused)
        rows = longest_table(html) if stamping and not _counts_rows(html, assets) else None
        if rows and rows.length >= LONG:
            try:
                return _composed(painter, RowMeasures(painter, rows))
            except UseWeasyPrint:
                pass
        return painter.record(painter.pages(html, stamping))


def _counts_rows(html: SplitHtml, assets: Mapping[str, bytes]) -> bool:
    """Whether a style could depend on the number of a row (:nth-child), so that rows are not alike."""
    return "nth-" in html.fixed[0] or any(b"nth-" in data for name, data in assets.items() if name.endswith(".css"))


class LaidOutExcerpt:
    """An excerpt laid out; `rows`: its rows of the long table by their number, and those that stand for a page."""

    def __init__(self, painter: PagePainter, rows: TableRows, wanted: Sequence[int]) -> None:
        self.excerpt = rows.excerpt(wanted)
        self.pages = painter.pages(self.excerpt.html)
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
    """Classes, shapes and heights of all rows of a table, measured on excerpts of its document."""

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
        found = ([cell.typeset(self.rows.values(row))[0] for cell in cells] for row in range(self.rows.length))
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


def _composed(painter: PagePainter, measures: RowMeasures) -> LayoutRecord:
    """Lay out the document with one row for each page to be composed. Raises UseWeasyPrint: it is not as expected."""
    pages = measures.pages()
    whole = [n for n in range(1, len(pages) - 2) if None not in {measures.classes[row] for row in pages[n]}]
    if 2 * len(whole) < len(pages):
        raise UseWeasyPrint
    alone = set(whole)
    wanted = [row for n, page in enumerate(pages) for row in ([PAGE] if n in alone else page)]
    laid_out = LaidOutExcerpt(painter, measures.rows, wanted)
    measures.compare(laid_out)
    first = laid_out.rows[0][1].page
    on_page = {row: n for n, page in enumerate(pages) for row in page}
    blanks = iter(whole)
    for row, box in laid_out.rows:
        expected = next(blanks) if row == PAGE else on_page[row]
        if box.page - first != expected and (row == PAGE or expected < len(pages) - 2 or row == pages[-2][0]):
            raise UseWeasyPrint
    grid = border_grid([box for row, box in laid_out.rows if row != PAGE])
    boxes = [box for row, box in laid_out.rows if row == PAGE]
    places = [
        list(zip(pages[n], box.replace([measures.height(row) for row in pages[n]], grid), strict=True))
        for n, box in zip(whole, boxes, strict=True)
    ]
    return _filled(painter.record(laid_out.pages), laid_out.excerpt, measures, places)


def _filled(
    layout: LayoutRecord, excerpt: Excerpt, measures: RowMeasures, places: Sequence[Sequence[tuple[int, float]]]
) -> LayoutRecord:
    """Make an excerpt's layout that of the whole document. `places`: per page to compose, its rows and their tops.

    Raises UseWeasyPrint: the rows are not as expected.
    """
    fields = excerpt.fields
    tree = RowElements(layout, excerpt, measures.rows, [len(rows) for rows in places])
    composed = _ComposedContent(measures, tree, places)
    for unit, mask in zip(layout.units, layout.masks, strict=True):
        items = [item._replace(field=fields[item.field]) if item.field >= 0 else item for item in unit.items]
        composed.keep(unit._replace(items=tuple(items)), mask)
    for page in layout.pages:
        page.content = composed.filled(page.content)
    if composed.is_waiting:
        raise UseWeasyPrint
    layout.units, layout.masks = composed.units, composed.masks
    layout.pinned = {fields[k]: value for k, value in layout.pinned.items()}
    tree.apply(layout)
    return layout


class RowElements:
    """The structure elements of all rows, made after the first one that was laid out."""

    def __init__(self, layout: LayoutRecord, excerpt: Excerpt, rows: TableRows, counts: Sequence[int]) -> None:
        """`counts`: the rows of each page to compose. Raises UseWeasyPrint: a row has no element."""
        known, elements = layout.field_elements, layout.elements
        first = next((k for k, field in enumerate(excerpt.fields) if rows.row(field) >= 0), -1)
        blanks = [row_of(elements, known.get(k, -1)) for k, field in enumerate(excerpt.fields) if field == PAGE]
        pattern = row_of(elements, known.get(first, -1))
        cells = [known.get(first + n, -1) - pattern for n in range(rows.size)]
        if pattern < 0 or len(blanks) != len(counts) or min([*blanks, *cells]) < 0:
            raise UseWeasyPrint
        self._cells, self._blanks = cells, blanks
        self._tree = with_rows(elements, pattern, dict(zip(blanks, counts, strict=True)))

    def cell(self, page: int, row: int, field: int) -> int:
        """Return the element of a row's field on a page to compose."""
        return self._tree.rows[self._blanks[page]][row] + self._cells[field]

    def renumbered(self, mark: ContentMark) -> ContentMark:
        return ContentMark(self._tree.renumbered[mark.element]) if mark.element >= 0 else mark

    def apply(self, layout: LayoutRecord) -> None:
        layout.elements = self._tree.elements
        layout.annotations = [each._replace(element=self._tree.renumbered[each.element]) for each in layout.annotations]


class _ComposedContent:
    """The blocks of a whole document, and the content of its pages, of an excerpt's."""

    def __init__(self, measures: RowMeasures, tree: RowElements, places: Sequence[Sequence[tuple[int, float]]]) -> None:
        self._measures, self._tree, self._places = measures, tree, places
        self._next = 0  # of the places
        self.units: list[FieldBlock] = []
        self.masks: list[tuple[int, ...]] = []
        self._kept: list[int] = []  # the new number of each block; -1 for one that stands for a page's rows

    @property
    def is_waiting(self) -> bool:
        """Whether a page was not met."""
        return self._next < len(self._places)

    def keep(self, unit: FieldBlock, mask: tuple[int, ...]) -> None:
        """Take a block of the excerpt over, unless it stands for the rows of a page."""
        if any(item.field == PAGE for item in unit.items):
            self._kept.append(-1)
            return
        self._kept.append(len(self.units))
        self.units.append(unit)
        self.masks.append(mask)

    def filled(self, pieces: Sequence[Content]) -> list[Content]:
        """Return the content of a page, with all its rows."""
        content: list[Content] = []
        for piece in pieces:
            if isinstance(piece, ContentMark):
                content.append(self._tree.renumbered(piece))
            elif not isinstance(piece, LineSlot):
                content.append(piece)
            elif self._kept[piece.unit] >= 0:
                content.append(LineSlot(self._kept[piece.unit], piece.line, piece.y))
            else:
                if self._next == len(self._places) or not content or not isinstance(content.pop(), ContentMark):
                    raise UseWeasyPrint
                content += self._rows(self._next)
                self._next += 1
        return content

    def _rows(self, page: int) -> list[Content]:
        """Return the slots of a page's rows with their marks; the last one stays open."""
        content: list[Content] = []
        marked = -1
        for n, (row, top) in enumerate(self._places[page]):
            shape = self._measures.shape(row)
            fields = [next(item.field for item in cell.items if item.field >= 0) for cell in shape.cells]
            for slot in shape.slots:
                element = self._tree.cell(page, n, fields[slot.cell])
                if element != marked:
                    content += [ContentMark(END)] if content else []
                    content.append(ContentMark(element))
                    marked = element
                y = number(top + slot.below).encode()
                content.append(LineSlot(len(self.units) + slot.cell, slot.line, y))
            self.units += [cell.moved(self._measures.rows.first(row)) for cell in shape.cells]
            self.masks += shape.masks
        return content
