"""Write a table: a fixed grid, spans, borders, margins and heights as Word counts them; alike rows are written once."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from typing import Any

from congvan.formats.docx_html.css import CssClasses
from congvan.formats.docx_html.markup import W, attribute, blocks_of, cells_of, child, is_on, pt, rows_of, shading
from congvan.formats.docx_html.roles import chart_role, table_role
from congvan.formats.docx_html.styles.paragraph_format import NO_BORDER, Border, borders, margins
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.word_template import MODE_2013
from congvan.lazy import NamedTuple, dataclass
from congvan.units import number, points

_SAME_WIDTH = 0.5  # points
_PERCENT = 50  # a fiftieth of one is the unit of `w:tblW`
_SHARES, _EXACT = 10000, 1e-6
_NO_DEFAULTS = TextDefaults()
_MARGINS = {"left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0}


@dataclass(slots=True)
class Cell:
    """A cell of the grid: its element, first column, columns and rows that it spans."""

    element: Any
    column: int
    columns: int
    rows: int = 1


class CellPlace(NamedTuple):
    """What a cell's content needs to know: the width of its text, what the table says of it, its padding."""

    width: float
    css: list[str]
    padding: tuple[float, float, float, float]
    attributes: str
    exact_height: float

    def with_surplus(self, above: float, below: float) -> CellPlace:
        """Return the place with more room above and below, less for the text where the height is exact."""
        top, right, bottom, left = self.padding
        exact = max(0.0, self.exact_height - above - below)
        return self._replace(padding=(top + above, right, bottom + below, left), exact_height=exact)

    def beside_rules(self, left: float, right: float) -> CellPlace:
        """Return the place beside rules of other cells that reach into it so far, which take nothing of its width."""
        top, own_right, bottom, own_left = self.padding
        return self._replace(padding=(top, max(0.0, own_right - right), bottom, max(0.0, own_left - left)))


@dataclass(slots=True)
class TableLayout:
    """What all rows of a table share."""

    grid: list[float]
    borders: Mapping[str, Border]
    margins: Mapping[str, float]
    defaults: TextDefaults
    indent: float
    rows: list[tuple[Any, list[Cell]]]
    surplus: dict[int, tuple[tuple[float, float], ...]]
    """Of rows whose cells have rules of several widths: what each cell has of the row's widest rule above it and below,
    beyond half of its own."""
    reach: dict[int, tuple[tuple[float, float], ...]]
    """Of rows whose cells are beside wider rules of other cells: how far these reach into each, left and right, beyond
    half of its own."""
    left: float | None = None
    """The left edge of one that floats."""

    def rule_above(self, row: int) -> float:
        """Return the width of the rules that the cells above a row have at their foot, where its height is given."""
        if not row or not points(attribute(self.rows[row][0], "trPr/trHeight")):
            return 0.0
        return max((_own_rule(cell, "bottom") for cell in self.rows[row - 1][1] if cell.rows == 1), default=0.0)

    def rule_of(self, row: int) -> float:
        """Return the width of the widest rule that a row asks for above it."""
        top = self.borders.get("top" if row == 0 else "insideH")
        return max([top.width if top else 0.0, *(_own_rule(cell, "top") for cell in self.rows[row][1])])

    def rule_below(self, row: int) -> float:
        """Return the width of the widest rule between a row and the next one, or below the last."""
        if row + 1 < len(self.rows):
            below = self.rule_of(row + 1)
        else:
            last = self.borders.get("bottom")
            below = last.width if last else 0.0
        return max([below, *(_own_rule(cell, "bottom") for cell in self.rows[row][1] if cell.rows == 1)])

    def beside(self, row: int, exact: bool) -> float:
        """Return how much higher than the height that is given CSS has a row.

        Why: LibreOffice counts the rule above a row, but not that below, to its height; a least height is without what
        the row itself asks for above it. CSS counts half of both.
        """
        own = self.rule_of(row)
        return (0.0 if exact else own) + (self.rule_below(row) - max(own, self.rule_above(row))) / 2

    def around(self, row: int) -> tuple[Any, ...]:
        """Return what a row depends on but its own cells."""
        return self.surplus.get(row), self.reach.get(row), self.rule_above(row)

    def exact_heights(self, begin: int, end: int) -> float | None:
        """Return the height of rows of exact height; None where one of them has another."""
        heights = [child(row, "trPr/trHeight") for row, _cells in self.rows[begin:end]]
        if any(attribute(each, name="hRule") != "exact" for each in heights):
            return None
        return sum(points(attribute(each)) for each in heights)


class TableWriter:
    """Writes tables; `cell`: writes the content of a cell at its place."""

    def __init__(
        self, classes: CssClasses, styles: WordStyles, mode: int, cell: Callable[[Any, CellPlace], str]
    ) -> None:
        self._classes, self._styles, self._mode, self._cell = classes, styles, mode, cell

    def layout(self, table: Any, width: float) -> TableLayout:
        properties = child(table, "tblPr")
        style = self._styles.table(attribute(properties, "tblStyle") or self._styles.default_table)
        layout = TableLayout(
            _in_shares(_columns(table, width)),
            {**style.borders, **borders(child(properties, "tblBorders"))},
            {**_MARGINS, **style.margins, **margins(child(properties, "tblCellMar"))},
            style.text,
            points(attribute(properties, "tblInd", "w") or style.indent),
            rows=_spanned(table),
            surplus={},
            reach={},
        )
        if next(table.iter(W + "tcBorders"), None) is not None:
            layout.surplus, layout.reach = _surplus(layout), _reach(layout)
        return layout

    def opening(
        self, table: Any, layout: TableLayout, width: float, nested: bool, of_chart: bool, begins_page: bool
    ) -> str:
        """Return the beginning of the table and its columns; `nested`: it is in a cell; `of_chart`: below a line of
        one, so that it is the chart's body where it says what the chart does; `begins_page`: behind a page break.
        """
        properties = child(table, "tblPr")
        total = sum(layout.grid)
        indent = layout.indent
        if self._mode < MODE_2013 and not nested:  # its text is at the indent, not its edge
            rule = layout.borders.get("left")
            indent -= layout.margins["left"] + (rule.width / 2 if rule else 0.0)
        align = attribute(properties, "jc")
        if align is None and layout.rows:
            align = attribute(layout.rows[0][0], "trPr/jc")
        if align == "center":
            indent = (width - total) / 2
        elif align in ("right", "end"):
            indent = width - total
        indent = indent if layout.left is None else layout.left
        css = [f"width:{pt(total)};margin-left:{pt(indent)}", "break-before:page" * begins_page]
        name = self._classes.name(css)
        columns = "".join(f'<col class="{self._classes.name(f"width:{pt(column)}")}">' for column in layout.grid)
        words = attribute(properties, "tblDescription") if of_chart else ""
        if words:
            return f'<table class="{name}"{chart_role(words)}>{columns}'
        own = (borders(child(cell.element, "tcPr/tcBorders")) for _row, cells in layout.rows for cell in cells)
        return f'<table class="{name}"{table_role(self.heads(layout), layout.borders, own)}>{columns}'

    @staticmethod
    def heads(layout: TableLayout) -> int:
        """Return the number of rows that are repeated on each page, with those that a cell of one is merged into; -1
        where all of them are heads.
        """
        count = row = 0
        while row < count or (row < len(layout.rows) and is_on(child(layout.rows[row][0], "trPr/tblHeader"))):
            count = max([count, *(row + cell.rows for cell in layout.rows[row][1])])
            row += 1
        return count if count < len(layout.rows) else -1

    def row(self, layout: TableLayout, number_: int) -> str:
        """Return a row of the table."""
        element, cells = layout.rows[number_]
        height = points(attribute(element, "trPr/trHeight"))
        exact = attribute(element, "trPr/trHeight", "hRule") == "exact"
        rule = layout.rule_of(number_)
        css = []
        if height:
            css.append(f"height:{pt(height + layout.beside(number_, exact))}")
        if is_on(child(element, "trPr/cantSplit")) or (exact and height):  # a row of exact height is never split
            css.append("break-inside:avoid;--whole:1" + ";--exact:1" * bool(exact and height))
        if self._keeps_next(element, layout):
            css.append("break-after:avoid")
        out = [f'<tr class="{self._classes.name(css)}">' if css else "<tr>"]
        skipped = int(number(attribute(element, "trPr/gridBefore")))
        if skipped:
            out.append(f'<td class="{self._classes.name("border:none")}" colspan="{skipped}"></td>')
        available = max(0.0, height - max(rule, layout.rule_above(number_))) if exact and height else 0.0
        tall = _row_margins(layout, cells)
        for n, cell in enumerate(cells):
            below = layout.exact_heights(number_ + 1, number_ + cell.rows) if available else None
            place = self._place(layout, number_, cell, 0.0 if below is None else available + below, tall)
            if number_ in layout.surplus:
                place = place.with_surplus(*layout.surplus[number_][n])
            if number_ in layout.reach:
                place = place.beside_rules(*layout.reach[number_][n])
            out.append(self._cell(cell.element, place))
        return "".join(out) + "</tr>"

    def asks_for_page(self, table: Any) -> bool:
        """Whether the first paragraph of a table asks for a new page, which is the table's then."""
        first = next(table.iter(W + "p"), None)
        return first is not None and self._styles.paragraph(first, _NO_DEFAULTS).page_break_before

    def _keeps_next(self, row: Any, layout: TableLayout) -> bool:
        """Whether a row is kept with the next one: where the first paragraph of its first cell is."""
        cell = next(row.iter(W + "tc"), None)
        first = None if cell is None else next((each for each in blocks_of(cell) if each.tag == W + "p"), None)
        return first is not None and self._styles.paragraph(first, layout.defaults).keep_next

    def _place(self, layout: TableLayout, row: int, cell: Cell, exact: float, tall: Mapping[str, float]) -> CellPlace:
        properties = child(cell.element, "tcPr")
        own = borders(child(properties, "tcBorders"))
        margin = {**layout.margins, **margins(child(properties, "tcMar")), **tall}
        edges = {
            "top": row == 0,
            "bottom": row + cell.rows >= len(layout.rows),
            "left": cell.column == 0,
            "right": cell.column + cell.columns >= len(layout.grid),
        }
        css, padding = [], {}
        for side, at_edge in edges.items():
            inside = "insideH" if side in ("top", "bottom") else "insideV"
            rule = own.get(side) or layout.borders.get(side if at_edge else inside)
            if rule and rule.width:
                css.append(f"border-{side}:{rule.css}")
            # a border takes nothing of the cell's width; CSS takes half of it
            half = rule.width / 2 if rule and side in ("left", "right") else 0.0
            padding[side] = max(0.0, margin[side] - half)
        align = {"center": "middle", "bottom": "bottom"}.get(attribute(properties, "vAlign") or "", "top")
        css.append(f"vertical-align:{align}")
        if shade := shading(child(properties, "shd")):
            css.append(f"background:#{shade}")
        spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        wide = sum(layout.grid[cell.column : cell.column + cell.columns]) - margin["left"] - margin["right"]
        room = max(0.0, exact - margin["top"] - margin["bottom"])
        sides = (padding["top"], padding["right"], padding["bottom"], padding["left"])
        return CellPlace(wide, css, sides, spans, room)


def table_width(table: Any, width: float) -> float:
    """Return how wide a table is in a column of this width."""
    return sum(_columns(table, width))


def _columns(table: Any, width: float) -> list[float]:
    """Return the columns of the grid, at the width that the table says."""
    grid = child(table, "tblGrid")
    columns = [points(attribute(each, name="w")) for each in (grid if grid is not None else ())]
    return _scaled(columns or [width], child(table, "tblPr"), width)


def _scaled(columns: list[float], properties: Any, width: float) -> list[float]:
    """Return the columns of the grid, as wide together as the table says it is (`w:tblW`)."""
    kind, text = attribute(properties, "tblW", "type") or "dxa", attribute(properties, "tblW", "w") or "0"
    if kind == "pct":
        total = _share(text) * width
    else:
        total = points(text) if kind == "dxa" else 0.0
    whole = sum(columns)
    if total <= 0 or whole <= 0 or abs(total - whole) < _SAME_WIDTH:
        return columns
    return [column * total / whole for column in columns]


def _share(text: str) -> float:
    """Return the share of its room that a table takes: LibreOffice has it in whole percents, and none above all."""
    percents = number(text.removesuffix("%")) if text.endswith("%") else number(text) / _PERCENT
    return min(percents // 1, 100) / 100


def _in_shares(columns: list[float]) -> list[float]:
    """Return the columns as wide as LibreOffice has them: each ends at a whole ten-thousandth of the table, and of that
    at a whole twip, cut off."""
    total = sum(columns)
    if total <= 0:
        return columns
    ends = [round(_SHARES * end / total) for end in itertools.accumulate(columns[:-1])]
    edges = [0.0, *(math.floor(20 * total * end / _SHARES + _EXACT) / 20 for end in ends), total]
    return [end - begin for begin, end in itertools.pairwise(edges)]


def _row_margins(layout: TableLayout, cells: list[Cell]) -> dict[str, float]:
    """Return the margins above and below the text of a row's cells: the largest of any of them, for all."""
    own = [margins(child(cell.element, "tcPr/tcMar")) for cell in cells]
    sides = [{side: each.get(side, layout.margins[side]) for side in ("top", "bottom")} for each in own]
    return {side: max(each[side] for each in sides) for side in ("top", "bottom")} if any(own) else {}


def _surplus(layout: TableLayout) -> dict[int, tuple[tuple[float, float], ...]]:
    """Return what the cells of rows need beside their rules: all of a row begin below the widest of its rules above,
    and end above the widest of those below. CSS counts half of the rules of each cell alone.
    """
    ends = len(layout.rows)
    rules = [[0.0] * len(layout.grid) for _ in range(ends + 1)]  # above each row, and below the last
    for row, (_element, cells) in enumerate(layout.rows):
        for cell in cells:
            own, below = borders(child(cell.element, "tcPr/tcBorders")), row + cell.rows
            top = own.get("top") or layout.borders.get("insideH" if row else "top", NO_BORDER)
            bottom = own.get("bottom") or layout.borders.get("insideH" if below < ends else "bottom", NO_BORDER)
            for column in range(cell.column, min(cell.column + cell.columns, len(layout.grid))):
                rules[row][column] = max(rules[row][column], top.width)
                rules[below][column] = max(rules[below][column], bottom.width)
    widest = [max(widths, default=0.0) for widths in rules]

    def beyond(at: int, cell: Cell) -> float:
        own = rules[at][cell.column : cell.column + cell.columns]
        return (widest[at] - max(own, default=0.0)) / 2

    out = {}
    for row, (_element, cells) in enumerate(layout.rows):
        found = tuple((beyond(row, cell), beyond(row + cell.rows, cell)) for cell in cells)
        if any(map(any, found)):
            out[row] = found
    return out


def _reach(layout: TableLayout) -> dict[int, tuple[tuple[float, float], ...]]:
    """Return how far rules that the cells beside ask for reach into the cells of rows. CSS takes half of the wider one
    from both; for LibreOffice no rule moves the text.
    """
    ends, rows = len(layout.grid), len(layout.rows)
    rules = [[0.0] * (ends + 1) for _ in range(rows)]  # left of each column, and right of the last
    edges = [[_edges(layout, cell) for cell in cells] for _element, cells in layout.rows]
    for row, (_element, cells) in enumerate(layout.rows):
        for cell, sides in zip(cells, edges[row], strict=True):
            for at, width in sides:
                for number_ in range(row, min(row + cell.rows, rows)):
                    rules[number_][at] = max(rules[number_][at], width)
    out = {}
    for row, (_element, cells) in enumerate(layout.rows):
        found = []
        for cell, sides in zip(cells, edges[row], strict=True):
            widest = [max(each[at] for each in rules[row : row + cell.rows]) for at, _width in sides]
            found.append(((widest[0] - sides[0][1]) / 2, (widest[1] - sides[1][1]) / 2))
        if any(map(any, found)):
            out[row] = tuple(found)
    return out


def _edges(layout: TableLayout, cell: Cell) -> tuple[tuple[int, float], tuple[int, float]]:
    """Return which edges of the grid are left and right of a cell, and how wide its own rules there are."""
    own, ends = borders(child(cell.element, "tcPr/tcBorders")), len(layout.grid)
    end = min(cell.column + cell.columns, ends)
    left = own.get("left") or layout.borders.get("insideV" if cell.column else "left", NO_BORDER)
    right = own.get("right") or layout.borders.get("insideV" if end < ends else "right", NO_BORDER)
    return (min(cell.column, ends), left.width), (end, right.width)


def _own_rule(cell: Cell, side: str) -> float:
    rule = borders(child(cell.element, "tcPr/tcBorders")).get(side)
    return rule.width if rule else 0.0


def _spanned(table: Any) -> list[tuple[Any, list[Cell]]]:
    """Return the rows with their cells; a cell merged downwards is in its first row alone."""
    out = []
    open_: dict[int, Cell] = {}
    for row in rows_of(table):
        column = int(number(attribute(row, "trPr/gridBefore")))
        cells = []
        for element in cells_of(row):
            columns = int(number(attribute(element, "tcPr/gridSpan"), 1))
            merge = child(element, "tcPr/vMerge")
            if merge is not None and attribute(merge, default="continue") != "restart" and column in open_:
                open_[column].rows += 1
            else:
                cell = Cell(element, column, columns)
                cells.append(cell)
                open_[column] = cell
                if merge is None:
                    del open_[column]
            column += columns
        out.append((row, cells))
    return out
