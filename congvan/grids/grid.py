"""Common result of all readers: grids of text cells with places, and the form id of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.grids.cell_lines import CellLine, joined

MOST_ROWS = 2_000  # rows of a form with something in them
MOST_COLUMNS = 200
LONGEST = 32_767  # characters of a cell, as in a workbook
HEAD_LINES = 60  # the header row is searched in the first lines with text

_WIDER = 1.25
"""Times the mean of its line that the letters of a word may be wide."""

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Figures that are set raised: the mark of a note behind a number is none of its digits."""


class SeenText(NamedTuple):
    """What is seen of a cell that holds something else: "" where nothing is. `places`: digits behind the comma to which
    its number is rounded; -1 where what is seen is no rounded number.
    """

    text: str
    places: int = -1

    def is_padded(self, stored: str) -> bool:
        """Whether it is the stored number with noughts before it: 0071 under the format 0000."""
        return self.text != stored and self.text.isdecimal() and self.text.lstrip("0") == stored


class GridCell(NamedTuple):
    """One cell: its text (NFC, stripped), its kind in the file, its style index, and whether all of it is struck out.

    `kind`: text, number (text is the number as the file writes it), percent (a number shown as per cent: 0.923 for
    92,3 %), yes-no ("1" or "0"), error, formula (text is the cached value), date (text is ISO or the serial day),
    overlaid (a text that has no room in its cell lies over it, or its own over others).
    `shown`: what is seen of it, where that is other than what it holds. `whole`: what its text is if a word is parted
    at the end of a line, where that is not certain. `link`: where its link leads, where its text says something else.
    """

    text: str
    kind: str = "text"
    style: int = 0
    struck: bool = False
    shown: SeenText | None = None
    whole: str = ""
    link: str = ""


@dataclass(slots=True)
class GridRow:
    """A row of a sheet or table with its number; non-empty cells by column, from 1.

    `moved`: the columns in which a cell was put in or taken out in a tracked change: cells to the right may have moved.
    `width`: how many cells a line of a CSV has, empty ones too; 0 for other files.
    """

    number: int
    cells: dict[int, GridCell] = field(default_factory=dict)
    hidden: bool = False
    moved: frozenset[int] = frozenset()
    width: int = 0


class MergedRange(NamedTuple):
    """A merged range: first row and column, last row and column, all from 1."""

    top: int
    left: int
    bottom: int
    right: int


class RestOfRow(NamedTuple):
    """A row at the top of a page that may be the rest of the one at the foot of the page before.

    `row`: its number. `above`, `lines`: the lines of the cells of the row before and of its own, by column. `rooms`:
    the width that they may take. `sure`: whether each of its cells goes on where the one above fills its cell.
    `unseen`: columns with letters that nobody sees.
    """

    row: int
    above: dict[int, list[CellLine]]
    lines: dict[int, list[CellLine]]
    rooms: dict[int, float]
    sure: bool
    unseen: frozenset[int] = frozenset()

    def flows(self, column: int) -> bool:
        """Whether a text of several lines likely goes on: the last line above has no room for its next word."""
        above, below = self.above.get(column, ()), self.lines.get(column, ())
        if not above or not below or not below[0].text:
            return False
        word = below[0].text.split()[0]
        width = _WIDER * below[0].width * (len(word) + 1) / len(below[0].text)
        return self.rooms.get(column, 0.0) - above[-1].width < width

    def behind(self, above: dict[int, list[CellLine]]) -> tuple[dict[int, list[CellLine]], dict[int, GridCell]]:
        """Return the lines of a row and of this rest of it, and the cells of both that this rest adds to."""
        lines = above | {n: [*above.get(n, ()), *more] for n, more in self.lines.items()}
        cells = {}
        for number in self.lines:
            text, whole = joined(lines[number], self.rooms.get(number, 0.0))
            shown = SeenText("") if number in self.unseen else None
            cells[number] = GridCell(text, whole=whole, shown=shown)
        return lines, cells


@dataclass(slots=True)
class Grid:
    """One sheet, table or text file."""

    file: str
    name: str = ""  # of the sheet; "" where there is none
    form: str = "sheet"  # sheet, table (of a document) or lines (of a text file)
    lines: list[GridRow] = field(default_factory=list)
    merges: list[MergedRange] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    index: int = 0  # which table of a document, from 1
    most: int = MOST_ROWS
    comments: dict[tuple[int, int], str] = field(default_factory=dict)  # by row and column
    rest: RestOfRow | None = None  # of a row on the page before
    edges: tuple[int, ...] = ()  # of a page: where its columns begin and end, in points

    def add(self, line: GridRow) -> Problem | None:
        """Keep a row that has text; return the problem if there is no room for another."""
        if line.cells:
            self.lines.append(line)
        if len(self.lines) < self.most:
            return None
        which = {"lines": "file"}.get(self.form, self.form)
        return Problem(Message(f"rows-many.{which}", count=self.most), self.place(line.number))

    def place(self, line: int, column: int = 0) -> Place:
        """Return the place of a row or cell, in the notation of its kind of file."""
        if self.form == "sheet":
            return Place(self.file, sheet=self.name, cell=f"{letters(column)}{line or ''}")
        if self.form == "table":
            return Place(self.file, where=_within_table(self.index, line, column))
        return Place(self.file, line=line, cell=f"{letters(column)}{line}" if column else "")


@dataclass(slots=True)
class GridFile:
    """A file after reading: its form id, grids, other paragraphs, and problems of the file itself.

    `form_id`: of its property, or printed in a PDF; `keywords_id`: what its keywords have, which other programs keep.
    """

    file: str
    form_id: str = ""
    keywords_id: str = ""
    modified: str = ""  # last saved, by its own properties; UTC, ISO
    grids: list[Grid] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)  # paragraphs outside tables
    behind: list[int] = field(default_factory=list)  # of each paragraph: how many tables are before it
    margins: list[tuple[str, Place]] = field(default_factory=list)  # texts of the heads and feet of its pages
    pictures: int = 0  # pictures outside tables
    signed: bool = False  # whether it bears an electronic signature
    problems: list[Problem] = field(default_factory=list)

    def cells(self) -> Iterator[GridCell]:
        """Yield the cells of all grids."""
        for grid in self.grids:
            for line in grid.lines:
                yield from line.cells.values()


@lru_cache(maxsize=1 << 14)
def _within_table(table: int, line: int, column: int) -> Message:
    """Return the words for a row of a table, or a cell of it; forms have the same places again and again."""
    if column:
        return Message("at.table-cell", table=table, row=line, cell=column)
    return Message("at.table-row", table=table, row=line)


_LETTERS = ["", *(chr(code) for code in range(65, 91))]


@lru_cache(maxsize=1 << 10)
def letters(column: int) -> str:
    """Return a column's letters: 1 → A, 27 → AA."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = _LETTERS[rest + 1] + text
    return text


_numbers: dict[str, int] = {}


def number_of(name: str) -> int:
    """Return a column's number: A → 1, AA → 27; 0 if it is no column."""
    number = _numbers.get(name)
    if number is None:
        number = 0
        for letter in name:
            number = number * 26 + ord(letter) - 64 if "A" <= letter <= "Z" else 1 << 30
        number = number if number <= 16_384 else 0
        if len(_numbers) < 20_000:
            _numbers[name] = number
    return number


def split_address(address: str) -> tuple[int, int]:
    """Split an address into (row, column): D9 → (9, 4); (0, 0) if it is no address."""
    head = address.rstrip("0123456789")
    digits = address[len(head) :]
    column = number_of(head.replace("$", ""))
    return (int(digits), column) if column and digits and len(digits) < 8 else (0, 0)
