"""The ruled tables of a page of a PDF: its lines, the tables that they form, and in which cell a letter is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from congvan.grids.grid import MOST_COLUMNS, MOST_ROWS
from congvan.grids.pdf_pages.letters import MOST_PATHS, Letter, lines_of, text_of

THICKEST = 3.0
"""Points: a filled or stroked shape no thicker is a line, and ends of lines no farther apart meet; less where letters
are so small that rows are hardly farther apart.
"""
_OF_HEIGHT = 0.25
"""Of the height of letters: how far apart lines are one at most."""
_CONTIGUOUS = 0.06
"""Of the height of a line: how far apart two lines of one text are at most."""

_CROSSING, _CUT, _FILLED, _SHORT = 0.15, 0.04, 0.8, 0.2
"""Of the height of a letter: how much of it is outside its cell where its text has no room there, and where its last
line is filled: takes so much of the width of its cell; a line of less is short.
"""
_NO_ROOM = 0.02
"""Of the height of a letter: what a text leaves free above and below, if lines outside its cell may be left out."""


class RuledLine(NamedTuple):
    """A ruled line: its place across the page, and from where to where it goes."""

    at: float
    begin: float
    end: float


class RuledCell(NamedTuple):
    """The row and the columns of a cell, from 1."""

    row: int
    first: int
    last: int


@dataclass(slots=True)
class RuledTable:
    """A table: the places of its lines, the lines, and its letters. `near`: how far apart two lines are one at most."""

    xs: list[float]
    ys: list[float]  # from top to bottom
    across: list[RuledLine]
    down: list[RuledLine]
    near: float
    letters: list[Letter] = field(default_factory=list)
    spans: dict[int, list[RuledCell]] = field(default_factory=dict)

    def holds(self, letter: Letter) -> bool:
        """Whether a letter is within the table, or crosses the line at its top or bottom."""
        x, y = letter.place
        if not self.xs[0] <= x <= self.xs[-1]:
            return False
        most = (0.5 - _CROSSING) * (letter.top - letter.bottom)
        return self.ys[-1] - most <= y <= self.ys[0] + most

    def cells(self, row: int) -> list[RuledCell]:
        """Return the cells of a row; those without a line between them are one."""
        if row not in self.spans:
            found, first = list[RuledCell](), 1
            for column in range(1, len(self.xs)):
                if column + 1 == len(self.xs) or self._is_ruled_between(row, column):
                    found.append(RuledCell(row, first, column))
                    first = column + 1
            self.spans[row] = found
        return self.spans[row]

    def cells_of(self, letters: Iterable[Letter]) -> Iterator[RuledCell]:
        """Yield the cell in which each letter is."""
        xs, depths = self.xs, [-y for y in self.ys]
        last_column, last_row = len(xs) - 1, len(depths) - 1
        for letter in letters:
            x, y = letter.place
            column, row = bisect_left(xs, x, 1, last_column), bisect_left(depths, -y, 1, last_row)
            for place in self.spans.get(row) or self.cells(row):
                if place.last >= column:
                    yield place
                    break

    def is_ruled_below(self, row: int, column: int) -> bool:
        """Whether a line is under a cell."""
        at, middle = self.ys[row], (self.xs[column - 1] + self.xs[column]) / 2
        return any(abs(rule.at - at) <= self.near and rule.begin <= middle <= rule.end for rule in self.across)

    def _is_ruled_between(self, row: int, column: int) -> bool:
        at, middle = self.xs[column], (self.ys[row - 1] + self.ys[row]) / 2
        return any(abs(rule.at - at) <= self.near and rule.begin <= middle <= rule.end for rule in self.down)

    def by_cell(self) -> tuple[dict[RuledCell, list[Letter]], set[RuledCell]]:
        """Return the letters of each cell, and the cells over which a text goes that has no room in its own.

        Why: a spreadsheet prints the lines of such a text over the rows above and below, and leaves out those that are
        all outside. They are told by the order in which letters were written: lines one under another without a gap are
        one text, and by a line that crosses a border of its cell.
        """
        cells: dict[RuledCell, list[Letter]] = {}
        strange: dict[RuledCell, list[Letter]] = {}
        for block in self._blocks():
            rows = [place.row for place, _letter in block]
            first, last = min(rows), max(rows)
            over = any(self.is_ruled_below(row, block[0][0].first) for row in range(first, last))
            if first == last:  # then all are in one cell
                cells.setdefault(block[0][0], []).extend(letter for _place, letter in block)
                continue
            for place, letter in block:
                (strange if over else cells).setdefault(place, []).append(letter)
        for place, letters in strange.items():
            cells.setdefault(place, letters)
        return cells, {*strange, *(place for place, letters in cells.items() if self._is_cut(place, letters))}

    def _is_cut(self, place: RuledCell, letters: Sequence[Letter]) -> bool:
        """Whether a text of several lines crosses the line above or below its cell, so that others may be left out.

        Why the last line counts: two lines may cross a little and be all there is; of a text that goes on, the last
        line that is printed is filled.
        """
        highest, lowest = max(letters, key=lambda each: each.top), min(letters, key=lambda each: each.bottom)
        height = highest.top - highest.bottom
        if highest.top - lowest.bottom < 1.5 * height:
            return False
        if highest.shown_in is not None or lowest.shown_in is not None:
            return self._may_lack_lines(place, letters, height)
        out = max(highest.top - self.ys[place.row - 1], self.ys[place.row] - lowest.bottom)
        left, right = self.xs[place.first - 1], self.xs[place.last]
        last = [each for each in letters if each.bottom - lowest.bottom < height / 3]
        is_filled = max(each.right for each in last) - min(each.left for each in last) > _FILLED * (right - left)
        is_long = highest.top - lowest.bottom > 2.5 * height
        room = max(self.ys[place.row - 1] - highest.top, lowest.bottom - self.ys[place.row])
        is_full = out > _CUT * height or room < _NO_ROOM * height
        return out > _CROSSING * height or (is_full and is_long and is_filled)

    def _may_lack_lines(self, place: RuledCell, letters: Sequence[Letter], height: float) -> bool:
        """Whether a text that is shown within its cell alone, with lines outside, may lack others: it begins in small
        letters, its last line is short, or is filled and the one outside. One that is as far outside above as below is
        whole, in the middle of its cell.

        Why: a spreadsheet mostly keeps such lines in the text layer, where nobody sees them, but it may leave out the
        first ones, or the last, where the text wraps otherwise in its window than on paper.
        """
        lines = lines_of(letters)
        above = lines[0][0].top - self.ys[place.row - 1]
        below = self.ys[place.row] - min(each.bottom for each in lines[-1])
        if max(above, below) < height / 2 or abs(above - below) < height / 2:
            return False
        width = lines[-1][-1].right - lines[-1][0].left
        share = width / (self.xs[place.last] - self.xs[place.first - 1])
        begins_within = text_of(lines[0])[:1].islower()
        return begins_within or share < _SHORT or (share > _FILLED and below >= height / 2)

    def _blocks(self) -> Iterable[list[tuple[RuledCell, Letter]]]:
        """Yield the letters of texts of one column, each with its cell."""
        block: list[tuple[RuledCell, Letter]] = []
        before: Letter | None = None
        for letter, place in zip(self.letters, self.cells_of(self.letters), strict=True):
            is_same_line = before is not None and before.bottom == letter.bottom and place == block[-1][0]
            before = letter
            if block and not is_same_line and not _goes_on(*block[-1], place, letter):
                yield block
                block = []
            block.append((place, letter))
        if block:
            yield block


def _goes_on(before: RuledCell, last: Letter, place: RuledCell, letter: Letter) -> bool:
    """Whether a letter is in the line of the one before it in its cell, or begins the next line of its text."""
    if (place.first, place.last) != (before.first, before.last):
        return False
    height = letter.top - letter.bottom
    if abs(letter.bottom - last.bottom) < height / 3:
        return place == before
    return abs(letter.top - last.bottom) <= _CONTIGUOUS * height and abs(last.top - last.bottom - height) < height / 4


def near_of(letters: Sequence[Letter]) -> float:
    """Return how far apart two lines of a page are one at most."""
    heights = sorted(letter.top - letter.bottom for letter in letters)
    return min(THICKEST, _OF_HEIGHT * heights[len(heights) // 2]) if heights else THICKEST


def tables_of(page: Any, near: float) -> list[RuledTable]:
    """Return the tables of a page, from top to bottom: lines that touch one another, with at least two each way."""
    across, down = _rules(page, near)
    rules = [(rule, True) for rule in across] + [(rule, False) for rule in down]
    parent = list(range(len(rules)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for first in range(len(across)):
        for second in range(len(across), len(rules)):
            if _touch(rules[first][0], rules[second][0], near):
                parent[root(first)] = root(second)
    groups: dict[int, list[tuple[RuledLine, bool]]] = {}
    for number, rule in enumerate(rules):
        groups.setdefault(root(number), []).append(rule)
    tables = []
    for group in groups.values():
        lying = [rule for rule, flat in group if flat]
        standing = [rule for rule, flat in group if not flat]
        ys, xs = (_places((rule.at for rule in each), near) for each in (lying, standing))
        if len(ys) > 1 and len(xs) > 1:
            tables.append(RuledTable(xs[: MOST_COLUMNS + 1], ys[::-1][: MOST_ROWS + 1], lying, standing, near))
    return sorted(tables, key=lambda table: -table.ys[0])


def _rules(page: Any, near: float) -> tuple[list[RuledLine], list[RuledLine]]:
    """Return the lines across and down a page: strokes, thin filled shapes, and the sides of boxes."""
    across: list[RuledLine] = []
    down: list[RuledLine] = []
    for number, each in enumerate(page.get_objects(max_depth=3)):
        if number > MOST_PATHS:
            break
        if each.type != 2:  # a path
            continue
        left, bottom, right, top = each.get_bounds()
        width, height = right - left, top - bottom
        if height <= near < width:
            across.append(RuledLine((bottom + top) / 2, left, right))
        elif width <= near < height:
            down.append(RuledLine((left + right) / 2, bottom, top))
    return across, down


def _touch(flat: RuledLine, upright: RuledLine, near: float) -> bool:
    return flat.begin - near <= upright.at <= flat.end + near and upright.begin - near <= flat.at <= upright.end + near


def _places(values: Iterable[float], near: float) -> list[float]:
    """Return places in order, those of one double line as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > near:
            places.append(value)
    return places
