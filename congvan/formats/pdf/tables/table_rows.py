"""The rows of a long table in a split document, and excerpts of the document that hold a few of them.

Rows are alike if their fixed texts are, but for the names of their fields; what differs are the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.pdf.marks import SplitHtml

_NAME = re.compile(r'( data-f)="[^"]*"(?= data-n="$)')
_STYLE = re.compile(r'(<tr\b[^>]*?\sstyle=")')
_BREAKS = "break-before: page; break-after: page"
MOST_CELLS, MOST_LAID_OUT = 240_000, 32_000
"""Cells of a file whose tables are composed of rows, and of one whose tables are left to WeasyPrint: more take a
gigabyte."""
PAGE = -2
"""Among the rows of an excerpt: a row on a page of its own, for all the rows that are to be there."""


class Excerpt(NamedTuple):
    """A document without some rows of its table; `fields`: per value its number in the whole document, or `PAGE`."""

    html: SplitHtml
    fields: list[int]


class TableRows(NamedTuple):
    """Rows that are alike and follow one another: `length` rows of `size` values each, from value `start` on."""

    html: SplitHtml
    start: int
    size: int
    length: int

    def values(self, row: int) -> Sequence[str]:
        """Return the values of a row."""
        return self.html.values[self.first(row) : self.first(row + 1)]

    def first(self, row: int) -> int:
        """Return the number of the first value of a row."""
        return self.start + row * self.size

    def row(self, field: int) -> int:
        """Return the row that a value is in; -1 for a value outside these rows."""
        row = (field - self.start) // self.size
        return row if 0 <= row < self.length else -1

    def excerpt(self, rows: Iterable[int]) -> Excerpt:
        """Return the document with only these rows, in order; `PAGE` is a page of its own."""
        html, start, stop = self.html, self.start, self.first(self.length)
        before, __ = _cut(html.fixed[start])
        end, rest = _cut(html.fixed[stop])
        fixed, values, fields = [*html.fixed[:start]], [*html.values[:start]], [*range(start)]
        for row in rows:
            first = self.first(max(row, 0))
            opening = _cut(html.fixed[first])[1]
            if row == PAGE:
                fixed.append(before + _on_its_own(opening))
                values.append(".")
                fields.append(PAGE)
                before = "</td></tr>\n"
            else:
                fixed += [before + opening, *html.fixed[first + 1 : first + self.size]]
                values += self.values(row)
                fields += range(first, first + self.size)
                before = end
        fixed += [before + rest, *html.fixed[stop + 1 :]]
        return Excerpt(
            SplitHtml(tuple(fixed), (*values, *html.values[stop:])), [*fields, *range(stop, len(html.values))]
        )


def check_rows(name: str, rows: int, cells: int, most_cells: int = 0) -> None:
    """Raise ProblemsFound if the tables of a file hold more than its pages can; `most_cells`: if not `MOST_CELLS`."""
    most_cells = most_cells or MOST_CELLS
    if cells > most_cells:
        most = most_cells * rows // cells
        raise ProblemsFound(Problem(Message("table-too-long", rows=rows, most=most), Place(name)))


def longest_table(html: SplitHtml) -> TableRows | None:
    """Return the longest stretch of rows that are alike; None if there is none."""
    found = None
    for (size, _texts), group in groupby(_rows(html), key=lambda row: row[1:]):
        starts = [row[0] for row in group]
        if found is None or len(starts) > found.length:
            found = TableRows(html, starts[0], size, len(starts))
    return found


def _rows(html: SplitHtml) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the first value of each row, the number of its values, and its fixed texts without the fields' names."""
    starts = [k for k, text in enumerate(html.fixed[: len(html.values)]) if "<tr" in text]
    for start, stop in pairwise(starts):
        end = _cut(html.fixed[stop])[0]
        if "<tr" not in end and "<table" not in end:
            texts = (_cut(html.fixed[start])[1], *html.fixed[start + 1 : stop])
            yield start, stop - start, (*[_NAME.sub(r"\1", text) for text in texts], end)


def _cut(text: str) -> tuple[str, str]:
    """Cut a fixed text before the last row that it begins."""
    at = text.rfind("<tr")
    return (text[:at], text[at:]) if at >= 0 else (text, "")


def _on_its_own(opening: str) -> str:
    """Return the beginning of a row with a page break before and after it."""
    styled = _STYLE.sub(rf"\1{_BREAKS}; ", opening, count=1)
    return styled if styled != opening else opening.replace("<tr", f'<tr style="{_BREAKS}"', 1)
