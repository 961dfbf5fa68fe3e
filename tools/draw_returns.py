"""Draw the workbook template of lists of what came back, with filters: templates/tong-hop.xlsx.

Like tools/draw_xlsx.py, whose page and looks it shares, a start: what an officer edits in Excel is the source.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from openpyxl import load_workbook

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import draw_xlsx

from congvan.formats.xlsx.workbook import save

STAMPS = {"created": draw_xlsx.DATE, "modified": draw_xlsx.DATE}


def with_filters() -> bytes:
    """The list template with a filter on its head row, which stays in sight."""
    book = load_workbook(io.BytesIO(draw_xlsx.send_list()))
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tổng hợp"
    head = next(row for row in range(1, 40) if "column.label" in str(sheet.cell(row, 2).value))
    sheet.auto_filter.ref = f"A{head}:L{head + 2}"
    sheet.freeze_panes = f"A{head + 1}"
    return save(book, STAMPS)


def main() -> None:
    (HERE.parent / "templates/tong-hop.xlsx").write_bytes(with_filters())


if __name__ == "__main__":
    main()
