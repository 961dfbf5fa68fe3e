"""Rows that are alike: openpyxl draws the first and the last of them, the others are made after the first one's XML.

Why: openpyxl takes 35 µs for a cell, and a long list is its one row over and over. What rows share is known before they
are drawn: the row of the template, its cells, the looks and heights that the record sets. The last of them shows that
the first one's XML says it: with other numbers they have to be the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from congvan.formats.xlsx.sizes import RowHeight
from congvan.formats.xlsx.structure import CellLook, SheetStructure

FEW = 8
"""Rows that are alike from which on some are repeated."""
_ROW = re.compile(r'<row r="(\d+)"[^>]*?(?:/>|>.*?</row>)', re.S)


class NotAlike(Exception):
    """Raised where rows that should be alike were drawn otherwise."""


class Tokens(Protocol):
    """What stands for values and heights in a drawn workbook; `gap` finds one: groups `value` and `height`."""

    gap: re.Pattern[str]

    def repeat(self, index: int, to: int, row: int) -> None: ...
    def height(self, fit: RowHeight) -> float: ...
    def height_of(self, token: int) -> RowHeight: ...


class RepeatedRows:
    """The rows of a sheet that are not drawn; `like`: each with the one that it is like."""

    def __init__(self, sheet: Any, layout: SheetStructure) -> None:
        """`sheet`: of the template, as it was loaded."""
        self.like: dict[int, int] = {}
        self._drawn: dict[int, int] = {}  # the last row of each kind, with the first one
        self._first = [0, *[slots.first for slots in layout.slots]]  # value of each row
        for rows in _alike(sheet, layout):
            if len(rows) >= FEW:
                self.like.update(dict.fromkeys(rows[1:-1], rows[0]))
                self._drawn[rows[-1]] = rows[0]

    def written(self, xml: str, tokens: Tokens) -> str:
        """Return a sheet's XML with all its rows. Raises NotAlike."""
        found = [*_ROW.finditer(xml)]
        rows = {int(match[1]): match[0] for match in found}
        patterns = {row: _RowPattern(rows[row], row, tokens) for row in {*self._drawn.values()} if row in rows}
        for row, like in self._drawn.items():
            if like in patterns:
                patterns[like].compare(_RowPattern(rows.get(row, ""), row, tokens), self._first[row] - self._first[like])
            elif row in rows:
                raise NotAlike
        if not patterns:
            return xml
        for row, like in self.like.items():
            if like in patterns:
                rows[row] = patterns[like].at(row, self._first[row] - self._first[like])
        return xml[: found[0].start()] + "".join([rows[row] for row in sorted(rows)]) + xml[found[-1].end() :]


class _Gap(NamedTuple):
    """A number in the XML of a row: of the row itself, of a value, or of a height."""

    is_value: bool
    number: int
    height: RowHeight | None = None


class _RowPattern:
    """The XML of a row, in which its own number and those of its values can be others."""

    def __init__(self, xml: str, row: int, tokens: Tokens) -> None:
        self._tokens = tokens
        self._gaps: list[_Gap] = []
        pieces, done = [], 0
        for match in re.finditer(rf'(?<= r=")(?P<letters>[A-Z]*)(?P<row>{row})(?=")|{tokens.gap.pattern}', xml):
            group = next(name for name in ("row", "value", "height") if match[name])
            number = int(match[group])
            height = tokens.height_of(number) if group == "height" else None
            self._gaps.append(_Gap(group == "value", number if group == "value" else 0, height))
            pieces += [xml[done : match.start(group)].replace("%", "%%"), "%d"]
            done = match.end(group)
        self._text = "".join([*pieces, xml[done:].replace("%", "%%")])
        self._values = [gap.number for gap in self._gaps if gap.is_value]
        self._heights = [gap.height for gap in self._gaps if gap.height]

    def compare(self, other: _RowPattern, shift: int) -> None:
        """Raise NotAlike if another row, whose values have numbers so much larger, was drawn otherwise."""
        if (
            self._text != other._text
            or [number + shift for number in self._values] != other._values
            or [_moved(height, shift) for height in self._heights] != [_moved(height, 0) for height in other._heights]
        ):
            raise NotAlike

    def at(self, row: int, shift: int) -> str:
        """Return the XML of another row, whose values have numbers so much larger."""
        for number in self._values:
            self._tokens.repeat(number, number + shift, row)
        numbers = [gap.number + shift if gap.is_value else row for gap in self._gaps]
        if self._heights:
            for n, gap in enumerate(self._gaps):
                if gap.height:
                    numbers[n] = int(self._tokens.height(RowHeight(*_moved(gap.height, shift))))
        return self._text % tuple(numbers)


def _moved(height: RowHeight, shift: int) -> tuple[float, tuple[Any, ...]]:
    """Return a height's least and texts, with larger numbers of values."""
    texts = [(content + shift if isinstance(content, int) else content, *rest) for content, *rest in height.texts]
    return height.least, tuple(texts)


def _alike(sheet: Any, layout: SheetStructure) -> list[list[int]]:
    """Return the rows of a finished sheet that differ in their numbers and values alone."""
    odd = {row for (row, _column), cell in sheet._cells.items() if _is_odd(cell)}
    looks = _looks_by_row(layout.looks)
    over = {n for (row, _), look in layout.looks.items() if look.rows > 1 for n in range(row, row + look.rows)}
    alike: dict[Any, list[int]] = {}
    for number, (row, slots) in enumerate(zip(layout.grid.rows, layout.slots, strict=True), 1):
        if row.source in odd or number in over:
            continue
        flow = None if row.flow is None else tuple([(cell.column, cell.source, cell.span) for cell in row.flow])
        key = row.source, flow, layout.heights.get(number), looks.get(number)
        alike.setdefault(key, []).append(number)
    return [*alike.values()]


def _is_odd(cell: Any) -> bool:
    """Whether a cell of the template brings more than its own text and look."""
    return cell.data_type == "f" or bool(cell.comment) or bool(cell.hyperlink)


def _looks_by_row(looks: Mapping[tuple[int, int], CellLook]) -> dict[int, tuple[tuple[int, str, str], ...]]:
    """Return what a record sets of the cells of each row; a validation is no matter of the cell."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for (row, column), look in looks.items():
        found.setdefault(row, []).append((column, look.format, look.align))
    return {row: tuple(each) for row, each in found.items()}
