"""Workbooks made for the tests, and all that a reader sees of one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from congvan.formats.xlsx.template import compile_template


def workbook(cells: Mapping[str, Any], prepare: Any = None) -> bytes:
    """A template of one sheet with these cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu"
    for place, value in cells.items():
        sheet[place] = value
    if prepare:
        prepare(book, sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def picture(data: bytes) -> dict[str, Any]:
    """All that a reader sees of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    seen: dict[str, Any] = {
        "names": {name: defined.attr_text for name, defined in book.defined_names.items()},
        "custom": [(prop.name, prop.value) for prop in book.custom_doc_props.props],
        "core": str(book.properties),
    }
    for sheet in book.worksheets:
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None and not cell.has_style:
                    continue  # there or not, nobody sees it
                look = [str(getattr(cell, name)) for name in ("font", "fill", "border", "alignment", "protection")]
                value = (cell.value.ref, cell.value.text) if isinstance(cell.value, ArrayFormula) else cell.value
                what = (str(value), type(cell.value).__name__, cell.data_type, cell.number_format)
                note = cell.comment.text if cell.comment else ""
                cells[cell.coordinate] = (*what, cell.quotePrefix if hasattr(cell, "quotePrefix") else "", note, *look)
        headers = [str(getattr(sheet, n)) for n in ("oddHeader", "oddFooter", "firstHeader", "evenHeader")]
        seen[sheet.title] = {
            "cells": cells,
            "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "rules": [str(rule) for rule in sheet.data_validations.dataValidation],
            "formats": [(str(e.sqref), [r.formula for r in e.rules]) for e in sheet.conditional_formatting],
            "rows": {n: (d.height, d.hidden) for n, d in sheet.row_dimensions.items()},
            "columns": {n: (d.width, d.hidden, d.min, d.max) for n, d in sheet.column_dimensions.items()},
            "print": (sheet.print_area, sheet.print_title_rows, str(sheet.page_setup), str(sheet.page_margins)),
            "headers": headers,
            "state": (sheet.sheet_state, sheet.freeze_panes, str(sheet.protection), sheet.auto_filter.ref),
            "breaks": [each.id for each in sheet.row_breaks.brk],
        }
    return seen


def render(cells: Mapping[str, Any], context: Mapping[str, Any], prepare: Any = None) -> Any:
    """The finished sheet, and the proof that openpyxl would have written the same."""
    template = compile_template(workbook(cells, prepare), name="mau.xlsx")
    data = template.render(context)
    assert picture(data) == picture(template.render_plainly(context))
    return openpyxl.load_workbook(io.BytesIO(data))["Biểu"]


def table(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


LOOP = {"A1": "{{ title }}", "A2": "{%tr for row in rows %}", "A3": "{{ row }}", "A4": "{%tr endfor %}", "A5": "hết"}


def rows(*values: Any, title: Any = "x") -> dict[str, Any]:
    """What `LOOP` is filled with."""
    return {"title": title, "rows": list(values)}
