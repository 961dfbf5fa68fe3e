"""The pages of a long table, composed of its measured rows: a few are laid out and painted with one row each, their
rows are put in; the others are made after those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from congvan.formats.pdf.cut_text import table_elements
from congvan.formats.pdf.layout import PagePainter
from congvan.formats.pdf.layout_record import ClippedRow, Content, LayoutRecord, LineSlot, PageRecord
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.lines.typeset import FieldBlock, MovedBlocks, number
from congvan.formats.pdf.tables.page_patterns import PageNumbers, PagePattern, ShownPages, pages_to_paint
from congvan.formats.pdf.tables.row_boxes import BorderGrid, RowShape, border_grid
from congvan.formats.pdf.tables.row_measures import LaidOutExcerpt, RowMeasures
from congvan.formats.pdf.tables.table_rows import PAGE, Excerpt, TableRows
from congvan.formats.pdf.tagging.elements import END, ContentMark
from congvan.formats.pdf.tagging.repeated_rows import row_of, with_rows


def composed(painter: PagePainter, measures: RowMeasures, *, spares: bool) -> LayoutRecord:
    """Lay out the document with one row for each page to be composed; of pages that are alike, for a few of them.

    `spares`: the styles let pages be alike. Raises UseWeasyPrint: it is not as expected.
    """
    pages = measures.pages()
    whole = [n for n in range(1, len(pages) - 2) if None not in {measures.classes[row] for row in pages[n]}]
    if 2 * len(whole) < len(pages):
        raise UseWeasyPrint
    painted = pages_to_paint(pages, whole) if spares and measures.numbers_stand_in_margins else whole
    if len(painted) < len(whole):
        try:
            return _ComposedPages(painter, measures, pages, whole, painted).layout()
        except UseWeasyPrint:
            pass
    return _ComposedPages(painter, measures, pages, whole, whole).layout()


class _ComposedPages:
    """The pages of a long table: those of `whole` hold rows of known classes alone, of these only `painted` are laid
    out and painted, with one row each.
    """

    def __init__(
        self,
        painter: PagePainter,
        measures: RowMeasures,
        pages: Sequence[Sequence[int]],
        whole: Sequence[int],
        painted: Sequence[int],
    ) -> None:
        """Raises UseWeasyPrint: the pages are not as expected."""
        self._painter, self._measures = painter, measures
        self._pages, self._whole, self._painted = pages, whole, painted
        self._shown = ShownPages(measures.first_page, len(pages), {*whole} - {*painted})
        alone = {*whole}
        shown = (([PAGE] if n in alone else pages[n]) for n in self._shown.shown)
        self._laid_out = LaidOutExcerpt(
            painter, measures.rows, [row for page in shown for row in page], self._shown if self._shown.spared else None
        )
        measures.compare(self._laid_out)
        self._check()

    def _check(self) -> None:
        """Raise UseWeasyPrint if a row is on another page than expected."""
        on_page = {row: n for n, page in enumerate(self._pages) for row in page}
        blanks = iter(self._painted)
        last = len(self._pages) - 2
        for row, box in self._laid_out.rows:
            expected = next(blanks) if row == PAGE else on_page[row]
            found = self._shown.first + self._shown.excerpt_page(expected)
            if box.page != found and (row == PAGE or expected < last or row == self._pages[-2][0]):
                raise UseWeasyPrint

    def layout(self) -> LayoutRecord:
        """Paint the pages and return the layout of the whole document. Raises UseWeasyPrint."""
        measures, pages = self._measures, self._pages
        grid = border_grid([box for row, box in self._laid_out.rows if row != PAGE])
        boxes = dict(zip(self._painted, [box for row, box in self._laid_out.rows if row == PAGE], strict=True))
        places: dict[int, Sequence[tuple[int, float]]] = {}
        for n, box in boxes.items():
            places[n] = list(zip(pages[n], box.replace([measures.height(row) for row in pages[n]], grid), strict=True))
        top = next(iter(boxes.values())).box.position_y if boxes else 0.0
        for n in self._whole:
            if n not in places:
                heights = [measures.height(row) for row in pages[n]]
                places[n] = list(zip(pages[n], accumulate(heights, initial=top), strict=False))
        layout = self._painter.record(self._laid_out.pages)
        layout.cut_rows = self._cut_rows(layout.cut_rows)
        spared = _SparedPages(self._laid_out, self._shown, measures, grid) if self._shown.spared else None
        return _filled(layout, self._laid_out.excerpt, measures, self._shown, places, spared)

    def _cut_rows(self, of_excerpt: Sequence[ClippedRow]) -> list[ClippedRow]:
        """Return the rows of the whole document that cut off text: the excerpt has other pages and rows."""
        in_margins = [each for each in of_excerpt if not each.table]
        if not (cut := self._measures.cut):
            return in_margins
        row, (number, box) = min(cut), self._laid_out.rows[0]
        page = next(n for n, rows in enumerate(self._pages, self._measures.first_page + 1) if row in rows)
        table = table_elements(self._laid_out.pages.document).index(box.table.element) + 1
        return [*in_margins, ClippedRow(page, table, box.grid_row + row - number + 1)]


class _SparedPages:
    """Makes the pages that were not painted after those that were."""

    def __init__(self, laid_out: LaidOutExcerpt, shown: ShownPages, measures: RowMeasures, grid: BorderGrid) -> None:
        self._measures, self._grid, self._shown = measures, grid, shown
        document = laid_out.pages.document
        painted = [(shown.whole_page(box.page), box.page) for row, box in laid_out.rows if row == PAGE]
        samples = [(page, document.pages[at]._page_box) for page, at in painted]
        self._numbers = PageNumbers(samples, laid_out.pages.faces)
        self._patterns: dict[int, PagePattern] = {}

    def learn(self, page: int, record: PageRecord, blank: int, rows: Sequence[tuple[int, float]]) -> None:
        """Take a painted page as the pattern of those with as many rows. Raises UseWeasyPrint: that would be wrong."""
        runs, tops = self._numbers.runs(self._shown.first + page), self._tops(rows)
        known = self._patterns.get(len(rows))
        if known is None:
            known = self._patterns[len(rows)] = PagePattern(record, blank, tops, self._grid, runs)
        made = [piece for piece in known.content(tops, runs) if isinstance(piece, bytes)]
        if made != [piece for piece in record.content if isinstance(piece, bytes)] or known.entries != record.entries:
            raise UseWeasyPrint

    def page(self, page: int, rows: Sequence[tuple[int, float]]) -> PageRecord:
        """Return a page; what stands for its rows is still in it."""
        known = self._patterns[len(rows)]
        return PageRecord(known.entries, known.content(self._tops(rows), self._numbers.runs(self._shown.first + page)))

    def _tops(self, rows: Sequence[tuple[int, float]]) -> list[float]:
        """Return where the rows of a page begin, and where the last one ends."""
        last, top = rows[-1]
        return [*(top for _row, top in rows), top + self._measures.height(last)]


def _filled(
    layout: LayoutRecord,
    excerpt: Excerpt,
    measures: RowMeasures,
    shown: ShownPages,
    places: Mapping[int, Sequence[tuple[int, float]]],
    spared: _SparedPages | None,
) -> LayoutRecord:
    """Make an excerpt's layout that of the whole document. `places`: per page to compose, its rows and their tops.

    Raises UseWeasyPrint: the rows are not as expected.
    """
    fields = excerpt.fields
    tree = RowElements(layout, excerpt, measures.rows, shown, {n: len(places[n]) for n in sorted(places)})
    composed = _ComposedContent(measures, tree, places)
    for unit, mask in zip(layout.units, layout.masks, strict=True):
        items = [item._replace(field=fields[item.field]) if item.field >= 0 else item for item in unit.items]
        composed.keep(unit._replace(items=tuple(items)), mask)
    layout.pages = _all_pages(layout.pages, composed, shown, places, spared)
    if composed.is_waiting:
        raise UseWeasyPrint
    layout.units, layout.masks = composed.units, composed.masks
    layout.pinned = {fields[k]: value for k, value in layout.pinned.items()}
    layout.headings = [
        each._replace(
            page=shown.whole_page(each.page),
            parts=tuple(fields[part] if isinstance(part, int) else part for part in each.parts),
        )
        for each in layout.headings
    ]
    tree.apply(layout)
    return layout


def _all_pages(
    laid_out: Sequence[PageRecord],
    composed: _ComposedContent,
    shown: ShownPages,
    places: Mapping[int, Sequence[tuple[int, float]]],
    spared: _SparedPages | None,
) -> list[PageRecord]:
    """Return the pages of the whole document with all their rows. `laid_out`: those of the excerpt."""
    if spared is not None:
        for n in places.keys() - shown.spared:
            record = laid_out[shown.first + shown.excerpt_page(n)]
            spared.learn(n, record, composed.blank_of(record.content), places[n])
    pages: list[PageRecord] = []
    behind = shown.first + len(shown.shown)
    for page in range(behind + len(shown.spared)):
        n = page - shown.first
        if spared is not None and n in shown.spared:
            record = spared.page(n, places[n])
        else:
            record = laid_out[page if n < 0 else shown.first + shown.excerpt_page(n)]
        record.content[:] = composed.filled(record.content, n)
        pages.append(record)
    for record in laid_out[behind:]:
        record.content[:] = composed.filled(record.content, -1)
    return [*pages, *laid_out[behind:]]


class RowElements:
    """The structure elements of all rows, made after the first one that was laid out."""

    def __init__(
        self, layout: LayoutRecord, excerpt: Excerpt, rows: TableRows, shown: ShownPages, counts: Mapping[int, int]
    ) -> None:
        """`counts`: the rows of each page to compose, in order. Raises UseWeasyPrint: a row has no element."""
        known, elements = layout.field_elements, layout.elements
        first = next((k for k, field in enumerate(excerpt.fields) if rows.row(field) >= 0), -1)
        blanks = [row_of(elements, known.get(k, -1)) for k, field in enumerate(excerpt.fields) if field == PAGE]
        pattern = row_of(elements, known.get(first, -1))
        cells = [known.get(first + n, -1) - pattern for n in range(rows.size)]
        painted = [n for n in counts if n not in shown.spared]
        if pattern < 0 or len(blanks) != len(painted) or min([*blanks, *cells]) < 0:
            raise UseWeasyPrint
        self._cells = cells
        self._places: dict[int, tuple[int, int]] = {}  # of each page: its element that was painted, rows before its own
        copies = dict.fromkeys(blanks, 0)
        following = dict(zip(painted, blanks, strict=True))
        blank = blanks[0] if blanks else -1
        for n, count in counts.items():
            blank = following.get(n, blank)
            self._places[n] = blank, copies[blank]
            copies[blank] += count
        self._tree = with_rows(elements, pattern, copies)

    def cells(self, page: int, row: int, fields: Sequence[int]) -> list[int]:
        """Return the elements of a row's fields on a page to compose."""
        blank, before = self._places[page]
        first = self._tree.rows[blank][before + row]
        return [first + self._cells[field] for field in fields]

    def renumbered(self, mark: ContentMark) -> ContentMark:
        return ContentMark(self._tree.renumbered[mark.element]) if mark.element >= 0 else mark

    def apply(self, layout: LayoutRecord) -> None:
        layout.elements = self._tree.elements
        layout.annotations = [each._replace(element=self._tree.renumbered[each.element]) for each in layout.annotations]


class _ComposedContent:
    """The blocks of a whole document, and the content of its pages, of an excerpt's."""

    def __init__(
        self, measures: RowMeasures, tree: RowElements, places: Mapping[int, Sequence[tuple[int, float]]]
    ) -> None:
        self._measures, self._tree, self._places = measures, tree, places
        self._met: set[int] = set()  # of the places
        self.units = MovedBlocks()
        self.masks: list[tuple[int, ...]] = []
        self._parts: dict[int, tuple[list[int], set[float]]] = {}  # of each shape
        self._kept: list[int] = []  # the new number of each block; -1 for one that stands for a page's rows

    @property
    def is_waiting(self) -> bool:
        """Whether a page was not met."""
        return len(self._met) < len(self._places)

    def blank_of(self, pieces: Sequence[Content]) -> int:
        """Return the block that stands for the rows of a page; -1 for none."""
        slots = (piece.unit for piece in pieces if isinstance(piece, LineSlot))
        return next((unit for unit in slots if self._kept[unit] < 0), -1)

    def keep(self, unit: FieldBlock, mask: tuple[int, ...]) -> None:
        """Take a block of the excerpt over, unless it stands for the rows of a page."""
        if any(item.field == PAGE for item in unit.items):
            self._kept.append(-1)
            return
        self._kept.append(len(self.units))
        self.units.add([unit])
        self.masks.append(mask)

    def filled(self, pieces: Sequence[Content], page: int) -> list[Content]:
        """Return the content of a page, with all its rows. `page`: its number among those of the table."""
        content: list[Content] = []
        for piece in pieces:
            if isinstance(piece, ContentMark):
                content.append(self._tree.renumbered(piece))
            elif not isinstance(piece, LineSlot):
                content.append(piece)
            elif self._kept[piece.unit] >= 0:
                content.append(LineSlot(self._kept[piece.unit], piece.line, piece.y))
            else:
                if page not in self._places or not content or not isinstance(content.pop(), ContentMark):
                    raise UseWeasyPrint
                content += self._rows(page)
                self._met.add(page)
        return content

    def _rows(self, page: int) -> list[Content]:
        """Return the slots of a page's rows with their marks; the last one stays open."""
        content: list[Content] = []
        marked, end = -1, ContentMark(END)
        for n, (row, top) in enumerate(self._places[page]):
            shape = self._measures.shape(row)
            fields, baselines = self._parts.get(id(shape)) or self._parts_of(shape)
            first = len(self.units)
            elements = self._tree.cells(page, n, fields)
            places = {below: number(top + below).encode() for below in baselines}
            for cell, line, below in shape.slots:
                if elements[cell] != marked:
                    if content:
                        content.append(end)
                    marked = elements[cell]
                    content.append(ContentMark(marked))
                content.append(LineSlot(first + cell, line, places[below]))
            self.units.add(shape.cells, self._measures.rows.first(row))
            self.masks += shape.masks
        return content

    def _parts_of(self, shape: RowShape) -> tuple[list[int], set[float]]:
        """Return the first field of each cell of a shape, and how far below the row's top its lines are."""
        fields = [next(item.field for item in cell.items if item.field >= 0) for cell in shape.cells]
        parts = self._parts[id(shape)] = fields, {slot.below for slot in shape.slots}
        return parts
