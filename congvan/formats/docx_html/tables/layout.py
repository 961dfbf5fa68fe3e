"""What all rows of a table share: grid, rules, margins, and what rows need beside rules of other widths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from congvan.core.units import points
from congvan.formats.docx_html.markup import attribute, child
from congvan.formats.docx_html.styles.paragraph_format import Border, borders
from congvan.formats.docx_html.styles.stylesheet import TextDefaults


@dataclass(slots=True)
class Cell:
    """A cell of the grid: its element, first column, columns and rows that it spans, and the cells of the file that are
    merged into it; `begins_within`: in a row that is joined to the next one, so not in the last of these."""

    element: Any
    column: int
    columns: int
    rows: int = 1
    merged: tuple[Any, ...] = ()
    begins_within: bool = False

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
    reach: dict[int, tuple[tuple[float, float], ...]]
    """Of rows whose cells are beside wider rules of other cells: how far these reach into each, left and right, beyond
    half of its own."""

    def rule_above(self, row: int) -> float:
        """Return the width of the rules that the cells above a row with a height have at their foot."""
        if not row or child(self.rows[row][0], "trPr/trHeight") is None:
            return 0.0
        return max((self.foot(row - 1, cell) for cell in self.rows[row - 1][1]), default=0.0)

    def rule_of(self, row: int) -> float:
        """Return the width of the widest rule that a row asks for above it."""
        top = self.borders.get("top" if row == 0 else "insideH")
        own = (own_rule(cell, "top") for cell in self.rows[row][1])
        return max([top.width if top else 0.0, *own])

    def rule_below(self, row: int) -> float:
        """Return the width of the widest rule between a row and the next one, or below the last."""
        if row + 1 < len(self.rows):
            below = self.rule_of(row + 1)
        else:
            last = self.borders.get("bottom")
            below = last.width if last else 0.0
        return max([below, *(self.foot(row, cell) for cell in self.rows[row][1])])

    def rules_beside(self, row: int) -> tuple[float, float]:
        """Return the widths of the rules above and below a row with a height, where cells have rules of their own."""
        if child(self.rows[row][0], "trPr/trHeight") is None:
            return 0.0, 0.0
        return self.rule_above(row), self.rule_below(row)

    def foot(self, row: int, cell: Cell) -> float:
        """Return the width of the rule that a cell of a row brings along below: its own, or that of the table which it
        ends with. LibreOffice has room for it below the row in which the cell begins.
        """
        if cell.begins_within:
            return 0.0
        of_table = self.borders.get("bottom") if cell.rows > 1 and row + cell.rows >= len(self.rows) else None
        return max(own_rule(cell, "bottom"), of_table.width if of_table else 0.0)

    def around(self, row: int) -> tuple[Any, ...]:
        """Return what a row depends on but its own cells."""
        merged = (cell.rows for cell in self.rows[row][1] if cell.rows > 1)
        exact = tuple(self.exact_heights(row + 1, row + rows) for rows in merged)
        return self.reach.get(row), self.rules_beside(row), exact

    def exact_heights(self, begin: int, end: int) -> float | None:
        """Return the height of rows of exact height; None where one of them has another."""
        heights = [child(row, "trPr/trHeight") for row, _cells in self.rows[begin:end]]
        if any(attribute(each, name="hRule") != "exact" for each in heights):
            return None
        return sum(points(attribute(each)) for each in heights)


def own_rule(cell: Cell, side: str) -> float:
    rule = cell.borders.get(side)
    return rule.width if rule else 0.0


def given_height(row: Any) -> tuple[float, bool]:
    """Return the height of a row in points, 0 where it has none, and whether it is exact."""
    asked = child(row, "trPr/trHeight")
    return points(attribute(asked)), attribute(asked, name="hRule") == "exact"
