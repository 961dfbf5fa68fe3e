"""Lay documents out; of a long table WeasyPrint lays out the first and last pages, the others are composed of its rows.

Why: WeasyPrint takes 7 ms and 180 KiB for a row, whatever it says. Rows that are alike and whose cells have as many
lines are of one height, with their lines at the same places: each such *class* of rows is laid out once. A page to be
composed is laid out with one row on it, so its header, margins and number are WeasyPrint's own; then its rows take that
one's place: WeasyPrint paints their borders, their lines become slots. Of a hundred such pages it lays out and paints a
few; the others are made after these (`page_patterns`). All that this relies on is compared with the rows and pages that
WeasyPrint did lay out; where anything differs, the whole document is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from congvan.core.messages import Message
from congvan.formats.pdf import weasy as pdf_weasy
from congvan.formats.pdf.layout import PagePainter
from congvan.formats.pdf.layout_record import LayoutRecord
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.marks import SplitHtml
from congvan.formats.pdf.tables.table_rows import MOST_LAID_OUT, TableRows, check_rows, longest_table

LONG = 200
"""Rows from which on a table is composed."""

_OF_PAGES = re.compile(r"@page[^{}]*:(?:left|right|blank|nth\(\s*(?!1(?:\s+of\b[^)]*)?\s*\)))")
"""A style of some pages, other than the first, so that pages are not alike."""


def lay_out(html: SplitHtml, name: str, strict: bool, assets: Mapping[str, bytes], stamping: bool) -> LayoutRecord:
    """Lay a document out. ProblemsFound: refused URLs, warnings. EnvironmentFault: a face or glyph that the machine
    does not have.

    stamping=False: a layout without slots, for this one document, by WeasyPrint alone.
    """
    count, cells = (sum(text.count(tag) for text in html.fixed) for tag in ("<tr", "<td"))
    check_rows(name, count, cells)
    with pdf_weasy.raising_log_problems(name, strict, assets) as refused:
        painter = PagePainter(name, assets, refused)
        rows = longest_table(html) if stamping else None
        if not rows or rows.length < LONG:
            check_rows(name, count, cells, MOST_LAID_OUT)
            return painter.record(painter.pages(html, stamping))
        from congvan.formats.pdf.tables.composed_pages import composed
        from congvan.formats.pdf.tables.row_measures import RowMeasures

        try:
            styles = _styles(rows, assets)
            if any("nth-" in text for text in styles):  # rows by their numbers
                raise UseWeasyPrint(Message("long-table.counts"))
            alike = not any(_OF_PAGES.search(text) for text in styles)
            return composed(painter, RowMeasures(painter, rows), spares=alike)
        except UseWeasyPrint as error:
            check_rows(name, count, cells, MOST_LAID_OUT)
            layout = painter.record(painter.pages(html, stamping))
            layout.whole_table = rows.length, error.reason or Message("long-table.rows")
            return layout


def _styles(rows: TableRows, assets: Mapping[str, bytes]) -> list[str]:
    """Return the texts of a document in which its styles may be: all but its rows."""
    fixed = rows.html.fixed
    around = [*fixed[: rows.start + 1], *fixed[rows.first(rows.length) :]]
    return [*around, *(data.decode("utf-8", "replace") for name, data in assets.items() if name.endswith(".css"))]
