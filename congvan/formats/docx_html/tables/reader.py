"""Read a table: what all of its rows share."""

from __future__ import annotations

from typing import Any

from congvan.core.units import points
from congvan.formats.docx_html.markup import W, attribute, child
from congvan.formats.docx_html.styles.paragraph_format import borders, margins
from congvan.formats.docx_html.styles.stylesheet import WordStyles
from congvan.formats.docx_html.tables.columns import column_widths, in_shares, spanned_rows
from congvan.formats.docx_html.tables.layout import TableLayout
from congvan.formats.docx_html.tables.rules import joined_rows, reach_of

_MARGINS = {"left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0}


def read_table(table: Any, width: float, styles: WordStyles) -> TableLayout:
    """Return the layout of a table in a column of this width."""
    properties = child(table, "tblPr")
    style = styles.table(attribute(properties, "tblStyle") or styles.default_table)
    layout = TableLayout(
        in_shares(column_widths(table, width)),
        {**style.borders, **borders(child(properties, "tblBorders"))},
        {**_MARGINS, **style.margins, **margins(child(properties, "tblCellMar"))},
        style.text,
        points(attribute(properties, "tblInd", "w") or style.indent),
        rows=spanned_rows(table),
        reach={},
    )
    has_spans = any(cell.rows > 1 for _row, cells in layout.rows for cell in cells)
    if has_spans:
        layout.rows = joined_rows(layout)
    if has_spans or next(table.iter(W + "tcBorders"), None) is not None:
        layout.reach = reach_of(layout)
    return layout
