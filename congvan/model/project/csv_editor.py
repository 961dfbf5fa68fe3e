"""Change a CSV file row by row and cell by cell: byte order mark, separator, quotes, line ends and all else stay.

Rows and cells are counted from 0, the line of titles among them. The file is read as `grids.csv` reads it; after a
change it is read again and must differ in exactly that.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.text import check_text, nfc
from congvan.grids.csv import SEPARATORS
from congvan.grids.grid import HEAD_LINES
from congvan.model.project.splices import Splice, spliced
from congvan.model.project.yaml_editor import MARK, Edited

Rows = list[list[str]]
_CALCULATED = re.compile(r"\s*(?:=|[-+@](?! ).*(?:[A-Za-z]\(|\|))", re.DOTALL)
"""What Excel would calculate in a CSV file, where no cell can be marked as text: a formula that somebody sent."""


@dataclass(frozen=True, slots=True)
class CsvCell:
    """A cell: where its characters are, quotes among them, and whether it has quotes."""

    start: int
    end: int
    quoted: bool


@dataclass(frozen=True)
class CsvSource:
    """A CSV file as it is written: rows as they read, and where the cells of each are."""

    file: str
    text: str
    mark: bytes
    separator: str

    @cached_property
    def rows(self) -> Rows:
        """The texts of all cells."""
        return _rows(self.text, self.separator)

    @cached_property
    def cells(self) -> list[list[CsvCell]]:
        """The extents of all cells; a blank line has none."""
        return list(_extents(self.text, self.separator))

    @cached_property
    def lines(self) -> list[int]:
        """The number of the line, from 1, on which each row begins."""
        found, number, at = [], 1, 0
        for row in range(len(self.cells)):
            start = _start(self, row)
            number += self.text.count("\n", at, start)
            at = start
            found.append(number)
        return found

    @property
    def newline(self) -> str:
        """The line end of the file."""
        return "\r\n" if "\r\n" in self.text else "\n"


def parse_csv(data: bytes, file: str) -> CsvSource:
    """Return a CSV file as it is written. Raises `ProblemsFound` for one that is not UTF-8."""
    mark = MARK if data.startswith(MARK) else b""
    try:
        text = data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ProblemsFound(Problem(Message("csv-encoding"), Place(file)))
    separator = max(SEPARATORS, key=lambda each: sum(line.count(each) for line in text.splitlines()[:HEAD_LINES]))
    return CsvSource(file, text, mark, separator)


def _rows(text: str, separator: str) -> Rows:
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]


def _extents(text: str, separator: str) -> Sequence[list[CsvCell]]:
    """Return where each cell is, by the rules of `csv.reader`."""
    found, row, at = [], list[CsvCell](), 0
    while at < len(text) or row:
        start, quoted = at, text[at : at + 1] == '"'
        at = _closed(text, at + 1) if quoted else at
        while at < len(text) and text[at] not in (separator, "\r", "\n"):
            at += 1
        row.append(CsvCell(start, at, quoted))
        if text[at : at + 1] == separator:
            at += 1
            if at == len(text):
                row.append(CsvCell(at, at, quoted=False))
                found.append(row)
                break
            continue
        found.append([] if len(row) == 1 and row[0].start == row[0].end else row)
        row = []
        at += 2 if text[at : at + 2] == "\r\n" else 1
    return found


def _closed(text: str, at: int) -> int:
    """Return the offset behind the quote that closes a cell."""
    while at < len(text):
        if text[at] == '"':
            if text[at + 1 : at + 2] != '"':
                return at + 1
            at += 1
        at += 1
    return at


# -- changes -----------------------------------------------------------------------------------------------------------


def set_cell(data: bytes, row: int, column: int, value: str, *, file: str = "") -> Edited:
    """Return the file with the text of a cell replaced; a row that is too short is filled up."""
    return set_cells(data, {(row, column): value}, file=file)


def set_cells(data: bytes, values: Mapping[tuple[int, int], str], *, file: str = "") -> Edited:
    """Return the file with the texts of cells replaced, each by its row and column."""
    source = parse_csv(data, file)
    rows, short, pieces = [list(each) for each in source.rows], dict[int, dict[int, str]](), []
    for (row, column), given in values.items():
        (value,) = _checked(source, [given])
        if not 0 <= row < len(rows) or column < 0 or not source.cells[row]:
            raise _refusal(source)
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = value
        if column < len(source.cells[row]):
            cell = source.cells[row][column]
            pieces.append(Splice(cell.start, cell.end, _written(value, source.separator, cell.quoted)))
        else:
            short.setdefault(row, {})[column] = value
    pieces += [_filled(source, row, added) for row, added in short.items()]
    return _verified(source, pieces, rows)


def _filled(source: CsvSource, row: int, added: Mapping[int, str]) -> Splice:
    """Return the piece that gives a row the cells that it lacks."""
    cells = source.cells[row]
    texts = [added.get(column, "") for column in range(len(cells), max(added) + 1)]
    quoted = all(cell.quoted for cell in cells)
    filled = "".join(source.separator + _written(each, source.separator, quoted and bool(each)) for each in texts)
    return Splice(cells[-1].end, cells[-1].end, filled)


def add_rows(data: bytes, row: int, added: Sequence[Sequence[str]], *, file: str = "") -> Edited:
    """Return the file with rows added, the first of them as the one number `row`."""
    source = parse_csv(data, file)
    new = [_checked(source, list(each)) for each in added]
    if not 0 < row <= len(source.rows) or not all(any(each) for each in new):
        raise _refusal(source)
    near = next((cells for cells in (*source.cells[row - 1 :: -1], *source.cells) if cells), [])
    quoted = bool(near) and all(cell.quoted for cell in near)
    lines = [source.separator.join(_written(cell, source.separator, quoted) for cell in each) for each in new]
    rows = [*source.rows[:row], *new, *source.rows[row:]]
    end = _end(source, row - 1)
    return _verified(source, [Splice(end, end, "".join(source.newline + line for line in lines))], rows)


def remove_row(data: bytes, row: int, *, file: str = "") -> Edited:
    """Return the file without a row."""
    source = parse_csv(data, file)
    if not 0 < row < len(source.rows):
        raise _refusal(source)
    rows = [each for number, each in enumerate(source.rows) if number != row]
    return _verified(source, [Splice(_end(source, row - 1), _end(source, row), "")], rows)


def move_row(data: bytes, row: int, to: int, *, file: str = "") -> Edited:
    """Return the file with a row as the one number `to`."""
    source = parse_csv(data, file)
    count = len(source.rows)
    if not (0 < row < count and 0 < to < count):
        raise _refusal(source)
    order = list(range(count))
    order.insert(to, order.pop(row))
    first, last = min(row, to), max(row, to)
    lines = [source.text[_start(source, number) : _end(source, number)] for number in order[first : last + 1]]
    gaps = [source.text[_end(source, number) : _start(source, number + 1)] for number in range(first, last)]
    text = "".join(line + gap for line, gap in zip(lines, [*gaps, ""], strict=True))
    rows = [source.rows[number] for number in order]
    return _verified(source, [Splice(_start(source, first), _end(source, last), text)], rows)


def _start(source: CsvSource, row: int) -> int:
    """Return where a row begins; a blank one, behind the row above."""
    if source.cells[row]:
        return source.cells[row][0].start
    end = _end(source, row - 1) if row else 0
    return end + (2 if source.text[end : end + 2] == "\r\n" else 1 if row else 0)


def _end(source: CsvSource, row: int) -> int:
    """Return where a row ends, before its line end."""
    return source.cells[row][-1].end if source.cells[row] else _start(source, row)


def _written(value: str, separator: str, quoted: bool) -> str:
    """Return a text as a cell, in quotes where the old one was or it needs them."""
    needs = any(each in value for each in (separator, '"', "\n", "\r"))
    return '"' + value.replace('"', '""') + '"' if quoted or needs else value


def _checked(source: CsvSource, values: Sequence[str]) -> list[str]:
    composed = [nfc(value) for value in values]
    flaws = [flaw.message for value in composed for flaw in check_text(value)]
    flaws += [Message("csv-formula", text=value) for value in composed if _CALCULATED.match(value)]
    if flaws:
        raise ProblemsFound(Problem(flaw, Place(source.file)) for flaw in flaws)
    return composed


def _verified(source: CsvSource, pieces: list[Splice], rows: Rows) -> Edited:
    text = spliced(source.text, pieces)
    if _rows(text, source.separator) != rows or parse_csv(text.encode(), source.file).separator != source.separator:
        raise _refusal(source)
    return Edited(source.mark + text.encode(), pieces)


def _refusal(source: CsvSource) -> ProblemsFound:
    return ProblemsFound(Problem(Message("csv-edit"), Place(source.file)))
