"""Draw the workbook template of tables afresh: templates/bang.xlsx (a list or a summary, with filters).

Like tools/draw_xlsx.py, whose pages and looks it shares, a start: what an officer edits in Excel is the source.
"""

from __future__ import annotations

import sys
from pathlib import Path

from openpyxl.styles import Alignment

sys.path.insert(0, str(Path(__file__).resolve().parent))

import draw_xlsx
from draw_xlsx import CENTRE, LEFT, Rows, cells, font

from congvan.formats.xlsx.workbook import save

CELL = "{%numfmt cell.format %}{%align cell.align %}{{ cell.value }}"


def entry(rows: Rows, bold: bool) -> None:
    """A line of the table: its cells, each with its format and alignment."""
    face = (CELL, font(bold=bold), LEFT, {"ruled": True})
    cells(rows, "{%rh 8 %}{%tc for cell in entry['cells'] %}", face, "{%tc endfor %}")


def table() -> bytes:
    """A table of a dispatch: its name, what it is of, its head, its lines, the words under it."""
    book = draw_xlsx.new_book()
    sheet = book.active
    sheet.title = "Bảng"
    draw_xlsx.page(sheet, numbered=False)
    rows = Rows(sheet)
    rows.tag("{%tr set span = columns|length %}")
    rows.line("{{ heading.type }}", font(14, bold=True), CENTRE, "span")
    rows.lines("lines", font(14, italic=True), CENTRE, "span")
    widths = ("{%cw column.mm %}", font(8), LEFT, {})
    cells(rows, "{%rh 4 %}{%tc for column in columns %}", widths, "{%tc endfor %}")
    rows.tag("{%tr for line in heads %}")
    head = ("{%colspan head.columns %}{%rowspan head.rows %}{%rh 9 %}{{ head.text }}", font(bold=True), CENTRE)
    cells(rows, "{%tc for head in line %}", (*head, {"ruled": True}), "{%tc endfor %}")
    first = rows.at
    rows.tag("{%tr endfor %}")
    rows.tag("{%tr for entry in entries %}")
    rows.tag("{%tr if entry.across %}")
    across = ("{%colspan span %}{%rh 8 %}{{ entry.across }}", font(bold=True), LEFT, {"ruled": True})
    cells(rows, across)
    rows.tag("{%tr elif entry.strong %}")
    entry(rows, bold=True)
    rows.tag("{%tr else %}")
    entry(rows, bold=False)
    rows.tag("{%tr endif %}")
    rows.tag("{%tr endfor %}")
    rows.tag("{%tr for line in closing %}")
    rows.line("{{ line }}", font(13), Alignment(horizontal="left", vertical="center", wrap_text=True), "span", "9")
    rows.tag("{%tr endfor %}")
    sheet.print_title_rows = f"{first}:{first}"
    sheet.sheet_format.defaultColWidth = 22
    draw_xlsx.properties(book, "")
    return save(book, {"created": draw_xlsx.DATE, "modified": draw_xlsx.DATE})


if __name__ == "__main__":
    Path("templates/bang.xlsx").write_bytes(table())
