"""Write a table: a fixed grid, spans, borders, margins and heights as Word counts them; alike rows are written once."""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Callable, Mapping
from typing import Any

from congvan.formats.docx_html.css import CssClasses
from congvan.formats.docx_html.markup import W, attribute, cells_of, child, is_on, number, points, pt, rows_of, shading
from congvan.formats.docx_html.roles import chart_role, table_role
from congvan.formats.docx_html.styles.paragraph_format import NO_BORDER, Border, borders, margins
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.word_template import MODE_2013
from congvan.lazy import NamedTuple, dataclass

_SAME_WIDTH = 0.5  # points
_SHARES, _EXACT, _NONE = 10000, 1e-6, (0.0, 0.0)
_MARGINS = {"left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0}


@dataclass(slots=True)
class Cell:
    """A cell of the grid: its element, first column, columns and rows that it spans, and the cells of the file that are
    merged into it."""

    element: Any
    column: int
    columns: int
    rows: int = 1
    merged: tuple[Any, ...] = ()

    @property
    def place(self) -> tuple[Any, ...]:
        """What its row does not say of it."""
        return self.column, self.rows, self.borders.get("bottom") if self.merged else None

    @property
    def borders(self) -> Mapping[str, Border]:
        """Its own rules; LibreOffice takes the one below from the last cell that is merged into it."""
        own = borders(child(self.element, "tcPr/tcBorders"))
        if not self.merged:
            return own
        last = borders(child(self.merged[-1], "tcPr/tcBorders"))
        return {side: rule for side, rule in {**own, "bottom": last.get("bottom")}.items() if rule is not None}


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
    hidden: dict[int, tuple[float, float]]
    """Of rows with cells that are merged into others above: the widest rules that these ask for above and below, which
    LibreOffice has room for."""

    def rule_above(self, row: int) -> float:
        """Return the width of the rules that the cells above a row with a height have at their foot."""
        if not row or child(self.rows[row][0], "trPr/trHeight") is None:
            return 0.0
        return max([self.hidden.get(row - 1, _NONE)[1], *(self.foot(row - 1, cell) for cell in self.rows[row - 1][1])])

    def rule_of(self, row: int) -> float:
        """Return the width of the widest rule that a row asks for above it."""
        top = self.borders.get("top" if row == 0 else "insideH")
        own = (_own_rule(cell, "top") for cell in self.rows[row][1])
        return max([top.width if top else 0.0, self.hidden.get(row, _NONE)[0], *own])

    def rule_below(self, row: int) -> float:
        """Return the width of the widest rule between a row and the next one, or below the last."""
        if row + 1 < len(self.rows):
            below = self.rule_of(row + 1)
        else:
            last = self.borders.get("bottom")
            below = last.width if last else 0.0
        return max([below, self.hidden.get(row, _NONE)[1], *(self.foot(row, cell) for cell in self.rows[row][1])])

    def rules_beside(self, row: int) -> tuple[float, float]:
        """Return the widths of the rules above and below a row with a height, where cells have rules of their own."""
        if not self.hidden or child(self.rows[row][0], "trPr/trHeight") is None:
            return _NONE
        return self.rule_above(row), self.rule_below(row)

    def foot(self, row: int, cell: Cell) -> float:
        """Return the width of the rule that a cell of a row brings along below: its own, or that of the table which it
        ends with. LibreOffice has room for it below the row in which the cell begins.
        """
        of_table = self.borders.get("bottom") if cell.rows > 1 and row + cell.rows >= len(self.rows) else None
        return max(_own_rule(cell, "bottom"), of_table.width if of_table else 0.0)

    def exact_heights(self, begin: int, end: int) -> float | None:
        """Return the height of rows of exact height; None where one of them has another."""
        heights = [child(row, "trPr/trHeight") for row, _cells in self.rows[begin:end]]
        if any(attribute(each, name="hRule") != "exact" for each in heights):
            return None
        return sum(points(attribute(each)) for each in heights)


class TableWriter:
    """Writes tables; `cell`: writes the content of a cell at its place, `kept`: whether a row is kept with the next."""

    def __init__(
        self,
        classes: CssClasses,
        styles: WordStyles,
        mode: int,
        cell: Callable[[Any, CellPlace], str],
        keeps_next: Callable[[Any, TableLayout], bool],
    ) -> None:
        self._classes, self._styles, self._mode, self._cell = classes, styles, mode, cell
        self._keeps_next = keeps_next

    def layout(self, table: Any, width: float) -> TableLayout:
        properties = child(table, "tblPr")
        style = self._styles.table(attribute(properties, "tblStyle") or self._styles.default_table)
        grid = child(table, "tblGrid")
        columns = [points(attribute(each, name="w")) for each in (grid if grid is not None else ())]
        layout = TableLayout(
            _in_shares(_scaled(columns or [width], properties, width)),
            {**style.borders, **borders(child(properties, "tblBorders"))},
            {**_MARGINS, **style.margins, **margins(child(properties, "tblCellMar"))},
            style.text,
            points(attribute(properties, "tblInd", "w") or style.indent),
            rows=_spanned(table),
            surplus={},
            hidden={},
        )
        has_spans = any(cell.rows > 1 for _row, cells in layout.rows for cell in cells)
        if has_spans:
            layout.rows = _joined(layout)
        if has_spans or next(table.iter(W + "tcBorders"), None) is not None:
            layout.hidden = _hidden_rules(layout)
            layout.surplus = _surplus(layout)
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
        height, exact = _height(element)
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
        tall = _row_margins(layout, cells)
        for n, cell in enumerate(cells):
            below = layout.exact_heights(number_ + 1, number_ + cell.rows) if available else None
            place = self._place(layout, number_, cell, 0.0 if below is None else available + below, tall)
            if number_ in layout.surplus:
                place = place.with_surplus(*layout.surplus[number_][n])
            out.append(self._cell(cell.element, place))
        return "".join(out) + "</tr>"

    def _place(self, layout: TableLayout, row: int, cell: Cell, exact: float, tall: Mapping[str, float]) -> CellPlace:
        properties = child(cell.element, "tcPr")
        own = cell.borders
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


def _scaled(columns: list[float], properties: Any, width: float) -> list[float]:
    """Return the columns of the grid, as wide together as the table says it is (`w:tblW`)."""
    kind, text = attribute(properties, "tblW", "type") or "dxa", attribute(properties, "tblW", "w") or "0"
    if kind == "pct":
        share = number(text.removesuffix("%")) / (100 if text.endswith("%") else 5000)
        total = share * width
    else:
        total = points(text) if kind == "dxa" else 0.0
    whole = sum(columns)
    if total <= 0 or whole <= 0 or abs(total - whole) < _SAME_WIDTH:
        return columns
    return [column * total / whole for column in columns]


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
    feet = [0.0] * (ends + 1)  # of what cells bring along there
    for row, (_element, cells) in enumerate(layout.rows):
        for cell in cells:
            own, below = cell.borders, row + cell.rows
            top = own.get("top") or layout.borders.get("insideH" if row else "top", NO_BORDER)
            bottom = own.get("bottom") or layout.borders.get("insideH" if below < ends else "bottom", NO_BORDER)
            for column in range(cell.column, min(cell.column + cell.columns, len(layout.grid))):
                rules[row][column] = max(rules[row][column], top.width)
                rules[below][column] = max(rules[below][column], bottom.width)
            feet[row + 1] = max(feet[row + 1], layout.foot(row, cell))
        above, foot = layout.hidden[row]
        feet[row], feet[row + 1] = max(feet[row], above), max(feet[row + 1], foot)
    widest = [max([foot, *widths]) for foot, widths in zip(feet, rules, strict=True)]

    def beyond(at: int, cell: Cell) -> float:
        own = rules[at][cell.column : cell.column + cell.columns]
        return (widest[at] - max(own, default=0.0)) / 2

    out = {}
    for row, (_element, cells) in enumerate(layout.rows):
        found = tuple((beyond(row, cell), beyond(row + cell.rows, cell)) for cell in cells)
        if any(map(any, found)):
            out[row] = found
    return out


def _joined(layout: TableLayout) -> list[tuple[Any, list[Cell]]]:
    """Return the rows of a table, but those with a height in which no cell ends joined to the next ones: all cells go
    on there, so that the rows are one, as high as both. CSS gives such a row no height.
    """
    rows, out = layout.rows, list[tuple[Any, list[Cell]]]()
    ends = {row + cell.rows - 1 for row, (_element, cells) in enumerate(rows) for cell in cells}
    for n, (element, cells) in enumerate(rows):
        before = out[-1] if out and n - 1 not in ends and not cells and _height(out[-1][0])[0] else None
        if before is None:
            out.append((element, cells))
            continue
        out[-1] = (_as_high_as(before[0], element, layout.rule_of(n)), before[1])
        for at, (_row, begun) in enumerate(out):
            for cell in begun:
                if at + cell.rows > len(out):
                    cell.rows -= 1
    return out


def _height(row: Any) -> tuple[float, bool]:
    """Return the height of a row in points, 0 where it has none, and whether it is exact."""
    asked = child(row, "trPr/trHeight")
    return points(attribute(asked)), attribute(asked, name="hRule") == "exact"


def _as_high_as(row: Any, following: Any, rule: float) -> Any:
    """Return a row that is as high as itself and the following one; `rule`: the width of the rule between them."""
    (first, first_exact), (second, second_exact) = _height(row), _height(following)
    is_exact = first_exact and second_exact and bool(second)
    # a least height is without the rule above, which LibreOffice has above each of both
    more = rule * (bool(second) - first_exact - second_exact) if not is_exact else 0.0
    joined = copy.deepcopy(row)
    height = child(joined, "trPr/trHeight")
    height.set(W + "val", str(round((first + second + more) * 20)))
    height.set(W + "hRule", "exact" if is_exact else "atLeast")
    return joined


def _hidden_rules(layout: TableLayout) -> dict[int, tuple[float, float]]:
    """Return the widest rules above and below that the cells of each row ask for which are merged into others."""
    out = dict.fromkeys(range(len(layout.rows)), _NONE)
    for row, (_element, cells) in enumerate(layout.rows):
        for cell in cells:
            for at, element in enumerate(cell.merged[: cell.rows - 1], row + 1):
                own = borders(child(element, "tcPr/tcBorders"))
                asked = (own[side].width if side in own else 0.0 for side in ("top", "bottom"))
                out[at] = (max(out[at][0], next(asked)), max(out[at][1], next(asked)))
    return out


def _own_rule(cell: Cell, side: str) -> float:
    rule = cell.borders.get(side)
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
                open_[column].merged += (element,)
            else:
                cell = Cell(element, column, columns)
                cells.append(cell)
                open_[column] = cell
                if merge is None:
                    del open_[column]
            column += columns
        out.append((row, cells))
    return out
