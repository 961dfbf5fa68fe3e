"""Map the cells of a template to the finished sheet; rewrite references, ranges and formulas accordingly.

A reference inside a loop to a cell of the same loop means that cell of the same round; from outside it means all of
them (`SUM(D5)` below a loop over row 5 becomes `SUM(D5:D14)`). A cell that was left out counts as 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[tuple[int, int], ...]  # (loop, round) from the outermost loop inwards
Rect = tuple[int, int, int, int]  # first column, first row, last column, last row
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

REFERENCE = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!\s:]+)!)?"
    r"(?:(?P<ac>\$?)(?P<c>[A-Za-z]{1,3})(?P<ar>\$?)(?P<r>[0-9]{1,7})"
    r"(?::(?P<ac2>\$?)(?P<c2>[A-Za-z]{1,3})(?P<ar2>\$?)(?P<r2>[0-9]{1,7}))?"
    r"|(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})|(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}))"
)


@dataclass(slots=True)
class FinishedCell:
    """A cell of a flowing row: its column, the template's, its loops over columns, and how many columns it spans."""

    column: int
    source: int
    path: Path
    span: int = 1


@dataclass(slots=True)
class FinishedRow:
    """A row of the finished sheet: the template's row, its loops over rows, and its cells if it flows."""

    source: int
    path: Path
    flow: list[FinishedCell] | None = None


@dataclass(slots=True)
class SheetMap:
    """The rows of one finished sheet in order, each with its row of the template, and the extent of the template."""

    max_row: int
    rows: list[FinishedRow] = field(default_factory=list)
    _index: dict[int, list[int]] | None = None

    @property
    def shift(self) -> int:
        """The number of rows by which the sheet grew."""
        return len(self.rows) - self.max_row

    def of(self, source: int) -> list[int]:
        """Return the numbers of the finished rows that come from a row of the template."""
        if self._index is None:
            self._index = {}
            for number, row in enumerate(self.rows, 1):
                self._index.setdefault(row.source, []).append(number)
        return self._index.get(source, [])

    def segments(self, rect: Rect, here: Path = ()) -> Iterator[Rect]:
        """Yield the finished cells of a range in pieces of one row; rows below the template's last in one piece."""
        c1, r1, c2, r2 = rect
        for source in range(r1, min(r2, self.max_row) + 1):
            for number in self.of(source):
                row = self.rows[number - 1]
                if not _same_rounds(row.path, here):
                    continue
                for a, b in _column_runs(row, c1, c2, here):
                    yield a, number, b, number
        if r2 > self.max_row:
            first = max(r1, self.max_row + 1) + self.shift
            yield c1, min(first, LAST_ROW), c2, min(r2 + self.shift, LAST_ROW)

    def bounds(self, rect: Rect, here: Path = ()) -> Rect | None:
        """Return the smallest rectangle around the cells of a range, as seen from a cell in the rounds `here`."""
        pieces = list(self.segments(rect, here)) or list(self.segments(rect))
        if not pieces:
            return None
        tops, lefts, bottoms, rights = zip(*pieces, strict=True)
        return min(tops), min(lefts), max(bottoms), max(rights)

    def rows_of(self, first: int, last: int, here: Path = ()) -> tuple[int, int] | None:
        """Return the first and last finished row of the rows `first` to `last`."""
        bounds = self.bounds((1, first, LAST_COLUMN, last), here)
        return (bounds[1], bounds[3]) if bounds else None

    def areas(self, rect: Rect, *, whole: bool = False) -> list[Rect]:
        """Return the finished cells of a range as few rectangles. `whole`: a new one for each round (merges)."""
        done: list[Rect] = []
        latest: dict[tuple[int, int], int] = {}  # by first and last column: the rectangle that may still grow
        last_source = 0
        for c1, r1, c2, r2 in sorted(self.segments(rect), key=lambda p: (p[1], p[0])):
            source = self.rows[r1 - 1].source if r1 <= len(self.rows) else LAST_ROW
            above = latest.get((c1, c2), -1)
            if above < 0 or done[above][3] != r1 - 1 or (whole and source <= last_source):
                latest[c1, c2] = len(done)
                done.append((c1, r1, c2, r2))
            else:
                done[above] = (c1, done[above][1], c2, r2)
            last_source = source
        return done

    def row_after(self, source: int) -> int:
        """Return the first finished row at or after the template's row `source`."""
        behind = max(source + self.shift, len(self.rows) + 1)  # the rows there vanished, and all below them
        return next((n for n, row in enumerate(self.rows, 1) if row.source >= source), behind)


def _same_rounds(path: Path, here: Path) -> bool:
    """Whether two paths are in the same round of every loop that they share."""
    rounds = dict(here)
    return all(rounds.get(loop, turn) == turn for loop, turn in path)


def _column_runs(row: FinishedRow, c1: int, c2: int, here: Path) -> Iterator[tuple[int, int]]:
    """Yield the consecutive columns that columns c1 to c2 became in a row."""
    if row.flow is None:
        yield c1, c2
        return
    run: tuple[int, int] | None = None
    for cell in row.flow:
        if c1 <= cell.source <= c2 and _same_rounds(cell.path, here):
            end = cell.column + cell.span - 1
            if run and run[1] == cell.column - 1:
                run = (run[0], end)
            else:
                if run:
                    yield run
                run = (cell.column, end)
    if run:
        yield run


class FormulaRewriter:
    """Rewrites formulas and names: `grids` by the template's sheet titles, `titles` from the template's to the new."""

    def __init__(self, grids: Mapping[str, SheetMap], titles: Mapping[str, str]) -> None:
        self.grids = {title.casefold(): grid for title, grid in grids.items()}
        self.titles = {title.casefold(): new for title, new in titles.items()}

    def rewrite(self, formula: str, sheet: str, here: Path = (), gone: str = "0") -> str:
        """Rewrite a formula (with its "=") for the finished workbook; `gone` replaces references to dropped cells."""
        from openpyxl.formula import Tokenizer
        from openpyxl.formula.tokenizer import TokenizerError

        try:
            tokens = Tokenizer(formula)
        except TokenizerError:  # no formula that Excel would take; as it was, it stays
            return formula
        for token in tokens.items:
            if token.type == "OPERAND" and token.subtype == "RANGE":
                token.value = self._operand(token.value, sheet, here, gone)
        return "=" + "".join(token.value for token in tokens.items)

    def _operand(self, text: str, sheet: str, here: Path, gone: str) -> str:
        from openpyxl.utils import column_index_from_string, get_column_letter, quote_sheetname

        match = REFERENCE.fullmatch(text)
        if not match:
            return text
        named = match["sheet"]
        title = (named[1:-1].replace("''", "'") if named and named[0] == "'" else named) or sheet
        key = title.casefold()
        grid = self.grids.get(key)
        if grid is None:
            return text
        prefix = quote_sheetname(self.titles[key]) + "!" if named else ""
        inside = here if key == sheet.casefold() else ()
        if match["columns"]:
            return prefix + match["columns"]
        if match["rows"]:
            first, last = (int(part.lstrip("$")) for part in match["rows"].split(":"))
            span = grid.rows_of(first, last, inside)
            dollar = "$" if match["rows"].startswith("$") else ""
            return prefix + f"{dollar}{span[0]}:{dollar}{span[1]}" if span else gone
        c1, r1 = column_index_from_string(match["c"]), int(match["r"])
        c2, r2 = (column_index_from_string(match["c2"]), int(match["r2"])) if match["c2"] else (c1, r1)
        bounds = grid.bounds((c1, r1, c2, r2), inside)
        if bounds is None:
            return gone
        head = f"{match['ac']}{get_column_letter(bounds[0])}{match['ar']}{bounds[1]}"
        if bounds[:2] == bounds[2:] and not match["c2"]:
            return prefix + head
        ac2, ar2 = (match["ac2"], match["ar2"]) if match["c2"] else (match["ac"], match["ar"])
        return prefix + f"{head}:{ac2}{get_column_letter(bounds[2])}{ar2}{bounds[3]}"


def rect_of(text: str) -> Rect:
    """Return "B2:C9" (with or without $) as numbers."""
    from openpyxl.utils import range_boundaries

    bounds: Any = range_boundaries(text)
    c1, r1, c2, r2 = bounds
    return c1 or 1, r1 or 1, c2 or LAST_COLUMN, r2 or LAST_ROW


def text_of_rect(rect: Rect) -> str:
    """Return a rectangle as "B2:C9", or "B2" for one cell."""
    from openpyxl.utils import get_column_letter

    c1, r1, c2, r2 = rect
    first, last = f"{get_column_letter(c1)}{r1}", f"{get_column_letter(c2)}{r2}"
    return first if first == last else f"{first}:{last}"
