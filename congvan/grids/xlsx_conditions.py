"""Conditional formats of a returned sheet that hide what a cell holds: white letters, a format that shows nothing.

A condition that compares with a constant is worked out, and what is seen of the cell is kept with it. Others (formulas)
are not; that their cells may be hidden is told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.grids.grid import Grid, GridCell, MergedRange, SeenText, split_address
from congvan.grids.xlsx_styles import CellFormat, Differential, integer, is_alike

CONDITION_TAGS = frozenset(("conditionalFormatting", "cfRule", "formula", "dataBar", "iconSet"))
EXTENDED_TAGS = frozenset(("f", "sqref", "font", "fill", "border", "numFmt", "color", "bgColor", "fgColor"))
"""What the rules of the extension of 2010 hold beside those: their formulas, ranges and formats are elements."""
MOST_RULES, MOST_RANGES, MOST_CELLS = 200, 50, 200_000
"""Rules of a sheet, ranges of each, and cells that are looked at for all of them."""
_FORMATS = frozenset(("numFmt", "color", "bgColor", "fgColor"))
_LAST = 1 << 20  # row of a sheet
_ABOVE_ALL = math.inf  # what a text is beside numbers
_COMPARED: Mapping[str, Callable[[float, Sequence[float]], bool]] = {
    "equal": lambda value, said: value == said[0],
    "notEqual": lambda value, said: value != said[0],
    "greaterThan": lambda value, said: value > said[0],
    "greaterThanOrEqual": lambda value, said: value >= said[0],
    "lessThan": lambda value, said: value < said[0],
    "lessThanOrEqual": lambda value, said: value <= said[0],
    "between": lambda value, said: min(said) <= value <= max(said),
    "notBetween": lambda value, said: not min(said) <= value <= max(said),
}
_OF_TEXT: Mapping[str, Callable[[str, str], bool]] = {
    "containsText": lambda text, said: said in text,
    "notContainsText": lambda text, said: said not in text,
    "beginsWith": lambda text, said: text.startswith(said),
    "endsWith": lambda text, said: text.endswith(said),
}
_ALWAYS = {"TRUE": True, "TRUE()": True, "1": True, "FALSE": False, "FALSE()": False, "0": False}
Look = Callable[[CellFormat, str, str], SeenText | None]
"""Function: a format, kind and text of a cell → what is seen of the cell, where that is other than what it holds."""


@dataclass(slots=True)
class _ConditionRule:
    """A rule: its kind, and the format that it gives to cells. `bare`: they show a bar or an icon alone."""

    ranges: Sequence[MergedRange]
    kind: str = ""
    operator: str = ""
    text: str = ""
    style: int = -1
    bare: bool = False
    formulas: list[str] = field(default_factory=list)
    changed: Differential = field(default_factory=Differential)  # of a rule that holds its format itself

    def holds(self, cell: GridCell) -> bool | None:
        """Whether the rule applies to a cell that holds something; None where that is not worked out."""
        if self.kind in ("containsBlanks", "notContainsBlanks"):
            return self.kind == "notContainsBlanks"
        if self.kind in ("containsErrors", "notContainsErrors"):
            return (cell.kind == "error") == (self.kind == "containsErrors")
        if self.kind in _OF_TEXT:
            return _OF_TEXT[self.kind](cell.text.casefold(), self.text.casefold())
        if self.kind == "cellIs":
            return self._compares(cell)
        if self.kind == "expression" and self.formulas:
            return _ALWAYS.get(self.formulas[0].strip().upper())
        return True if self.bare else None

    def _compares(self, cell: GridCell) -> bool | None:
        compare = _COMPARED.get(self.operator)
        if compare is None or len(self.formulas) < 1 + self.operator.lower().endswith("between"):
            return None
        said = self.formulas[0].strip()
        if cell.kind == "text" and said[:1] == '"' and self.operator in ("equal", "notEqual"):
            return (said.strip('"').casefold() == cell.text.casefold()) == (self.operator == "equal")
        try:
            value = _ABOVE_ALL if cell.kind == "text" else float(cell.text)
            return compare(value, [float(each) for each in self.formulas])
        except ValueError:
            return None


class ConditionReader:
    """SAX-style handler of the conditional formats of one sheet, which come behind its cells."""

    def __init__(self) -> None:
        self.rules: list[_ConditionRule] = []
        self._ranges: list[MergedRange] = []
        self._part = ""
        self.extended = False
        """Whether what is open is a format of the extension."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "conditionalFormatting":
            self.extended = "sqref" not in attributes
            self._ranges = _ranges(attributes.get("sqref", ""))
        elif tag == "cfRule" and len(self.rules) < MOST_RULES:
            kind, operator, text = (attributes.get(name, "") for name in ("type", "operator", "text"))
            style = integer(attributes.get("dxfId")) if "dxfId" in attributes else -1
            self.rules.append(_ConditionRule(self._ranges, kind, operator, text, style))
        elif tag in ("dataBar", "iconSet") and self.rules:
            self.rules[-1].bare = attributes.get("showValue", "1") in ("0", "false")

        elif tag in ("font", "fill", "border", "numFmt"):
            self._part = tag
        if tag in _FORMATS and self.extended and self.rules:
            rule = self.rules[-1]
            rule.changed = rule.changed.with_element(tag, attributes, self._part)

    def end(self, tag: str, text: str) -> None:
        """Take a formula of the last rule, or the ranges of those that are open."""
        if tag == "sqref":
            self._ranges += _ranges(text)
        elif self.rules:
            self.rules[-1].formulas.append(text[:1_000])

    def apply(
        self,
        grid: Grid,
        problems: list[Problem],
        formats: Callable[[int], CellFormat],
        differentials: Sequence[Differential],
        look: Look,
    ) -> None:
        """Keep with each cell what is seen of it; tell of cells that may be hidden, once for a rule."""
        budget = MOST_CELLS
        for rule in self.rules:
            changed = differentials[rule.style] if 0 <= rule.style < len(differentials) else rule.changed
            if not rule.bare and not changed.hides:
                continue
            doubted = 0, 0
            for line in grid.lines:
                for number, cell in line.cells.items():
                    if not any(r.top <= line.number <= r.bottom and r.left <= number <= r.right for r in rule.ranges):
                        continue
                    budget -= 1
                    seen = _seen(rule, changed, formats(cell.style), cell, look)
                    holds = rule.holds(cell) if seen is not None and budget > 0 else None
                    if seen is not None and holds:
                        line.cells[number] = cell._replace(shown=seen)
                        if cell.kind == "text":
                            _warn(grid, problems, Message("text-unseen", text=cell.text[:80]), line.number, number)
                    elif seen is not None and holds is None and doubted == (0, 0):
                        doubted = line.number, number
            if doubted != (0, 0):
                _warn(grid, problems, Message("cell-condition"), *doubted)


def _seen(
    rule: _ConditionRule, changed: Differential, shown: CellFormat, cell: GridCell, look: Look
) -> SeenText | None:
    """Return what is seen of a cell where a rule applies; None for nothing else than without it."""
    if rule.bare and cell.kind in ("number", "percent"):
        return SeenText("")
    colour, behind = changed.colour or shown.colour, changed.behind or shown.behind
    unseen = is_alike(colour, behind)
    if shown.unseen or not (unseen or changed.code):
        return None
    return look(shown._replace(unseen=unseen, code=changed.code or shown.code), cell.kind, cell.text)


def _ranges(text: str) -> list[MergedRange]:
    return [found for each in text.split()[:MOST_RANGES] if (found := _range(each)) is not None]


def _range(text: str) -> MergedRange | None:
    """Return a range of cells: B5, B5:D9; whole columns and rows too."""
    first, _colon, last = text.replace("$", "").partition(":")
    last = last or first
    if first.isalpha() and last.isalpha():
        first, last = f"{first}1", f"{last}{_LAST}"
    elif first.isdecimal() and last.isdecimal():
        first, last = f"A{first}", f"XFD{last}"
    (top, left), (bottom, right) = split_address(first), split_address(last)
    return MergedRange(top, left, bottom, right) if top and bottom else None


def _warn(grid: Grid, problems: list[Problem], message: Message, row: int, column: int) -> None:
    if len(problems) < MOST_RULES:
        problems.append(Problem(message, grid.place(row, column), severity=Severity.WARNING))
