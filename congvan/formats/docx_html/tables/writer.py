"""Write a table: a fixed grid, spans, borders, margins and heights as Word counts them; alike rows are written once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from congvan.core.units import number
from congvan.formats.docx_html.css import CssClasses
from congvan.formats.docx_html.markup import W, attribute, blocks_of, child, is_on, pt, shading
from congvan.formats.docx_html.roles import chart_role, table_role
from congvan.formats.docx_html.styles.paragraph_format import margins
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.tables.layout import Cell, CellPlace, TableLayout, given_height
from congvan.formats.docx_html.tables.reader import read_table
from congvan.formats.docx_html.word_template import MODE_2013

_NO_DEFAULTS = TextDefaults()


class TableWriter:
    """Writes tables; `cell`: writes the content of a cell at its place."""

    def __init__(
        self, classes: CssClasses, styles: WordStyles, mode: int, cell: Callable[[Any, CellPlace], str]
    ) -> None:
        self._classes, self._styles, self._mode, self._cell = classes, styles, mode, cell

    def layout(self, table: Any, width: float) -> TableLayout:
        """Return what all rows of a table share, in a column of this width."""
        return read_table(table, width, self._styles)

    def opening(
        self, table: Any, layout: TableLayout, width: float, nested: bool, of_chart: bool, begins_page: bool
    ) -> str:
        """Return the beginning of the table and its columns; `nested`: it is in a cell; `of_chart`: below a line of
        one, so that it is the chart's body where it says what the chart does; `begins_page`: behind a page break.
        """
        properties = child(table, "tblPr")
        total = sum(layout.grid)
        indent = layout.indent
        if 0 < self._mode < MODE_2013 and not nested:  # its text is at the indent, not its edge
            rule = layout.borders.get("left")
            indent -= layout.margins["left"] + (rule.width / 2 if rule else 0.0)
        align = attribute(properties, "jc")
        if align is None and layout.rows:
            align = attribute(layout.rows[0][0], "trPr/jc")
        if align == "center":
            indent = (width - total) / 2
        elif align in ("right", "end"):
            indent = width - total
        css = [f"width:{pt(total)};margin-left:{pt(indent)}", "break-before:page" * begins_page]
        name = self._classes.name(css)
        columns = "".join(f'<col class="{self._classes.name(f"width:{pt(column)}")}">' for column in layout.grid)
        words = attribute(properties, "tblDescription") if of_chart else ""
        if words:
            return f'<table class="{name}"{chart_role(words)}>{columns}'
        own = (cell.borders for _row, cells in layout.rows for cell in cells)
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
        height, exact = given_height(element)
        rule, above = layout.rule_of(number_), layout.rule_above(number_)
        css = []
        if height:
            # at least: Word's height is without the rule above, exact: with it; that of CSS is with half of both rules
            rules = (0.0 if exact else rule) + (layout.rule_below(number_) - max(rule, above)) / 2
            css.append(f"height:{pt(height + rules)}")
        if is_on(child(element, "trPr/cantSplit")) or (exact and height):  # a row of exact height is never split
            css.append("break-inside:avoid;--whole:1" + ";--exact:1" * bool(exact and height))
        if self._keeps_next(element, layout):
            css.append("break-after:avoid")
        out = [f'<tr class="{self._classes.name(css)}">' if css else "<tr>"]
        skipped = int(number(attribute(element, "trPr/gridBefore")))
        if skipped:
            out.append(f'<td class="{self._classes.name("border:none")}" colspan="{skipped}"></td>')
        available = max(0.0, height - max(rule, above)) if exact and height else 0.0
        for n, cell in enumerate(cells):
            below = layout.exact_heights(number_ + 1, number_ + cell.rows) if available else None
            place = self._place(layout, number_, cell, 0.0 if below is None else available + below)
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

    def _place(self, layout: TableLayout, row: int, cell: Cell, exact: float) -> CellPlace:
        properties = child(cell.element, "tcPr")
        own = cell.borders
        margin = {**layout.margins, **margins(child(properties, "tcMar"))}
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
