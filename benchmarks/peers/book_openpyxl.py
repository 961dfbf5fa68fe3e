"""openpyxl: the roster's workbook, built anew for each record, or one workbook kept and saved again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

MODES = ("built anew", "one workbook kept")


def style_of(plain: dict[str, Any]) -> tuple[Any, ...]:
    side = Side(style=plain["border"]) if plain["border"] else Side()
    fill = PatternFill("solid", fgColor=plain["fill"]) if plain["fill"] else PatternFill()
    return (
        Font(name=plain["font"], size=plain["size"], bold=plain["bold"], italic=plain["italic"]),
        Alignment(horizontal=plain["horizontal"], vertical=plain["vertical"], wrap_text=plain["wrap"]),
        Border(left=side, right=side, top=side, bottom=side),
        fill,
        plain["format"],
        Protection(locked=plain["locked"]),
    )


def build(book: dict[str, Any], styles: list[tuple[Any, ...]], record: Any) -> Workbook:
    made = Workbook()
    made.remove(made.active)
    for plain in book["sheets"]:
        sheet = made.create_sheet(plain["title"])
        sheet.sheet_state = plain["state"]
        for row, column, value, key, style in plain["cells"]:
            cell = sheet.cell(row, column, record[key] if key else value)
            cell.font, cell.alignment, cell.border, cell.fill, cell.number_format, cell.protection = styles[style]
        for area in plain["merged"]:
            sheet.merge_cells(area)
        for name, width in plain["widths"].items():
            sheet.column_dimensions[name].width = width
        for number, height in plain["heights"].items():
            sheet.row_dimensions[int(number)].height = height
        for rule in plain["rules"]:
            names = ("type", "operator", "formula1", "formula2", "errorTitle", "error", "promptTitle", "prompt")
            validation = DataValidation(**{name: rule[name] for name in names}, showErrorMessage=True)
            validation.add(rule["area"])
            sheet.add_data_validation(validation)
        sheet.protection.sheet = plain["protected"]
        sheet.page_setup.paperSize = plain["paper"]
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=plain["fit"])
        sheet.page_setup.fitToHeight = 0
        if plain["repeat"]:
            sheet.print_title_rows = plain["repeat"].replace("$", "")
        for side, inches in plain["margins"].items():
            setattr(sheet.page_margins, side, inches)
    for name, where in book["names"].items():
        made.defined_names[name] = DefinedName(name, attr_text=where)
    return made


class Anew:
    def __init__(self, book: dict[str, Any]) -> None:
        self._book, self._styles = book, [style_of(style) for style in book["styles"]]

    def write(self, record: Any, path: Path) -> None:
        made = build(self._book, self._styles, record)
        made.properties.title = record["title"]
        made.save(path)


class Kept:
    def __init__(self, book: dict[str, Any]) -> None:
        names = ("district", "enterprise", "district_line", "enterprise_line", "reference")
        self._made = build(book, [style_of(style) for style in book["styles"]], dict.fromkeys(names, "mẫu"))
        sheets = zip(self._made.worksheets, book["sheets"], strict=True)
        self._cells = [(sheet.cell(c[0], c[1]), c[3]) for sheet, plain in sheets for c in plain["cells"] if c[3]]

    def write(self, record: Any, path: Path) -> None:
        for cell, key in self._cells:
            cell.value = record[key]
        self._made.properties.title = record["title"]
        self._made.save(path)


def start(work: str, mode: str, folder: Path, out: Path) -> Any:
    book = json.loads((folder / "workbook.json").read_text("utf-8"))
    return Kept(book) if mode == "one workbook kept" else Anew(book)
