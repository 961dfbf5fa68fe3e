"""Write a plain table as XLSX, with formulas in the columns named for them.

Why not a template: the sums must be formulas over the print shop's figures, and every value a text or number that can
never become a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from congvan.core.opc.reader import read_members
from congvan.core.opc.writer import ClocklessZip, deflate, write_zip

HEAD_ROW = 4
_FORMATS = {"text": "@", "count": "0", "area": "0.00##", "money": "#,##0;-#,##0;"}


def render(content: Mapping[str, Any], assets: Mapping[str, bytes] | None = None) -> bytes:
    """Return the workbook of a content.

    It has title, subtitle, sheet, date, columns, formulas, rows, sums and sum_heading.
    """
    from zipfile import ZIP_DEFLATED

    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = content["sheet"]
    _head(sheet, content)
    _rows(sheet, content)
    _sums(sheet, content)
    _page(sheet)
    out = io.BytesIO()
    ExcelWriter(book, ClocklessZip(out, "w", ZIP_DEFLATED)).save()
    return _set_dates(out.getvalue(), content["date"])


def _head(sheet: Any, content: Mapping[str, Any]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    _text(sheet.cell(1, 1), content["title"])
    sheet.cell(1, 1).font = Font(name="Times New Roman", size=14, bold=True)
    _text(sheet.cell(2, 1), content["subtitle"])
    sheet.cell(2, 1).font = Font(name="Times New Roman", size=12)
    for index, column in enumerate(content["columns"], 1):
        cell = sheet.cell(HEAD_ROW, index)
        _text(cell, column["heading"])
        _style_cell(cell, bold=True, fill="D5E8F7", centred=True)
        sheet.column_dimensions[get_column_letter(index)].width = column["width"]
    sheet.row_dimensions[HEAD_ROW].height = 34


def _rows(sheet: Any, content: Mapping[str, Any]) -> None:
    letters = _letters(content)
    for down, row in enumerate(content["rows"], HEAD_ROW + 1):
        for index, column in enumerate(content["columns"], 1):
            cell, key = sheet.cell(down, index), column["key"]
            formula = content["formulas"].get(key)
            if formula:
                cell.value = "=" + formula.format(**{name: f"{letter}{down}" for name, letter in letters.items()})
            elif isinstance(row.get(key), str):
                _text(cell, row[key])
            else:
                cell.value = row.get(key)
            cell.number_format = _FORMATS[column["kind"]]
            blank = row.get(key) is None and not formula
            _style_cell(cell, fill="FFF8DC" if blank else "", centred=column["kind"] == "count")


def _sums(sheet: Any, content: Mapping[str, Any]) -> None:
    first, last = HEAD_ROW + 1, HEAD_ROW + len(content["rows"])
    letters = _letters(content)
    for index, column in enumerate(content["columns"], 1):
        cell = sheet.cell(last + 1, index)
        if column["key"] in content["sums"]:
            letter = letters[column["key"]]
            cell.value = f"=SUM({letter}{first}:{letter}{last})"
            cell.number_format = _FORMATS[column["kind"]]
        elif index == 2:
            _text(cell, content["sum_heading"])
        _style_cell(cell, bold=True, centred=column["kind"] == "count")


def _page(sheet: Any) -> None:
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 3)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, 0.4)


def _letters(content: Mapping[str, Any]) -> dict[str, str]:
    from openpyxl.utils import get_column_letter

    return {column["key"]: get_column_letter(index) for index, column in enumerate(content["columns"], 1)}


def _text(cell: Any, value: str) -> None:
    """Set a text that stays one, whatever it begins with."""
    cell.value = value
    if value[:1] in "=+-@" and value:
        cell.data_type = "s"
        cell.quotePrefix = True


def _style_cell(cell: Any, *, bold: bool = False, fill: str = "", centred: bool = False) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="808080")
    cell.font = Font(name="Times New Roman", size=11, bold=bold)
    cell.border = Border(left=line, right=line, top=line, bottom=line)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if centred else None)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)


def _set_dates(data: bytes, date: str) -> bytes:
    """Return the same package without the time of day: a fixed date in its properties and in the zip."""
    moment = f"{date}T00:00:00Z".encode()
    members = []
    for member in read_members(data):
        part = member.content()
        if member.name == "docProps/core.xml":
            part = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>" + moment, part)
        members.append(deflate(member.name, part))
    return write_zip(members)
