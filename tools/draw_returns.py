"""Draw the workbook templates of what comes back: templates/tong-hop.xlsx (a list with filters) and bao-cao-ngay.xlsx.

Like tools/draw_xlsx.py, whose pages and looks they share, a start: what an officer edits in Excel is the source.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.styles import Protection

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


def daily_report() -> bytes:
    """The form of a daily report: the roster form, with the lines over the table open for the day."""
    book = load_workbook(io.BytesIO(draw_xlsx.roster()))
    sheet = book["Danh sách"]
    sheet.title = "Báo cáo"
    fact = next(row for row in range(1, 60) if str(sheet.cell(row, 1).value).startswith("{%tr for line in form.facts"))
    sheet.cell(fact + 1, 1).protection = Protection(locked=False)
    return save(book, STAMPS)


def main() -> None:
    folder = HERE.parent / "templates"
    for name, draw in (("tong-hop.xlsx", with_filters), ("bao-cao-ngay.xlsx", daily_report)):
        (folder / name).write_bytes(draw())


if __name__ == "__main__":
    main()
