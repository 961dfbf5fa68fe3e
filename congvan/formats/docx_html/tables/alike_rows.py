"""Rows of a long table that differ in their values alone: two of them are read, the others are written after these.

Why: as elements thousands of rows take hundreds of megabytes, and what they come to is the same but for the values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from congvan.formats.docx_html.markup import PRINTED, VALUE, VALUE_END, escaped_quotes, filled
from congvan.formats.docx_html.text.inline import WRITTEN_HERE

MANY = 500
"""Rows of a document from which on this is worth while."""
_FEWEST = 20  # alike rows that follow one another
_BEGIN, _END = "<w:tr", "</w:tr>"
_OPENINGS = (f"{_BEGIN}>", f"{_BEGIN} ")


class _AlikeRow(NamedTuple):
    """A row in the XML of a part: where it begins and ends, what it says around its values, and these."""

    start: int
    end: int
    fixed: tuple[str, ...]
    values: tuple[str, ...]


class RowsLeftOut(NamedTuple):
    """Rows that were left out between two alike ones: of all of them the values. `sign`: stands in the XML for the
    first value of the row above them.
    """

    sign: str
    rows: Sequence[tuple[str, ...]]


def without_alike_rows(xml: str) -> tuple[str, list[RowsLeftOut]]:
    """Return the XML of a part without most of the rows that are alike, and these."""
    if xml.count(_END) < MANY:
        return xml, []
    out: list[str] = []
    left_out: list[RowsLeftOut] = []
    done = 0
    for rows in _alike(xml):
        above, *inside, below = rows[1:-1]  # the first and the last one may have other neighbours
        sign = f"\ue000{len(left_out)}\ue000"
        marked = "".join([above.fixed[0], VALUE, sign, VALUE_END, *_rest(above)])
        out += (xml[done : above.start], marked)
        left_out.append(RowsLeftOut(sign, [above.values, *(row.values for row in inside), below.values]))
        done = below.start
    return "".join([*out, xml[done:]]), left_out


def with_alike_rows(html: str, left_out: Sequence[RowsLeftOut]) -> str | None:
    """Return the HTML with the rows that were left out of its XML; None if more than their values tells them apart."""
    out: list[str] = []
    done = 0
    for sign, (above, *inside, below) in left_out:
        at = html.find(f"{VALUE}{sign}{VALUE_END}", done)
        start, end = html.rfind("<tr", 0, at), html.find("</tr>", at)
        second = html.find("</tr>", end + 1)
        if min(at, start, end, second) < 0:
            return None
        pieces = PRINTED.split(html[start:end])
        following = PRINTED.split(html[end:second])
        fixed = [f"</tr>{pieces[0]}", *pieces[2::2]]
        if following[0::2] != fixed or pieces[3::2] != [*above[1:]] or following[1::2] != [*below]:
            return None
        out += (html[done:start], filled([pieces[0], *fixed[1:]], above), *(filled(fixed, row) for row in inside))
        done = end
    return "".join([*out, html[done:]])


def _rest(row: _AlikeRow) -> Iterator[str]:
    """Yield what a row says behind its first value."""
    yield row.fixed[1]
    for value, text in zip(row.values[1:], row.fixed[2:], strict=True):
        yield from (VALUE, value, VALUE_END, text)


def _alike(xml: str) -> Iterator[list[_AlikeRow]]:
    """Yield the rows that follow one another and differ in their values alone, where they are many."""
    for fixed, group in groupby(_rows(xml), key=lambda row: row.fixed):
        if len(rows := list(group)) >= _FEWEST and len(fixed) > 1:
            yield rows


def _rows(xml: str) -> Iterator[_AlikeRow]:
    """Yield the rows of a part that hold no table; one that begins elsewhere than behind another has no values."""
    before, end = -1, 0
    last: tuple[str, ...] = ()
    while (end := xml.find(_END, end)) >= 0:
        end += len(_END)
        start = max(xml.rfind(opening, max(before, 0), end) for opening in _OPENINGS)
        if start < 0:
            before = end
            continue
        fixed: tuple[str, ...] = ()
        values: tuple[str, ...] = ()
        if start == before:
            pieces = PRINTED.split(xml[start:end])
            values = tuple(map(escaped_quotes, pieces[1::2]))
            fixed = tuple(pieces[0::2]) if not any(map(WRITTEN_HERE.search, values)) else ()
            fixed = last = last if fixed == last else fixed  # kept once
        yield _AlikeRow(start, end, fixed, values)
        before = end
