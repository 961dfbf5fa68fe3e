"""The order for the print shop: texts that stay texts, sums that are formulas, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from congvan.formats.press.order_table import render

COLUMNS = [
    {"key": "name", "heading": "Tên", "width": 30, "kind": "text"},
    {"key": "copies", "heading": "=Số bản", "width": 9, "kind": "count"},
    {"key": "area", "heading": "m²", "width": 8, "kind": "area"},
    {"key": "price", "heading": "Đơn giá", "width": 12, "kind": "money"},
    {"key": "sum", "heading": "Thành tiền", "width": 14, "kind": "money"},
]
CONTENT: dict[str, Any] = {
    "title": "ĐƠN ĐẶT IN",
    "subtitle": "Bộ dùng chung",
    "sheet": "Đơn",
    "date": "2020-08-19",
    "columns": COLUMNS,
    "formulas": {"sum": "{copies}*{price}"},
    "rows": [
        {"name": "Băng rôn", "copies": 2, "area": 2.4},
        {"name": "=1+1", "copies": 10, "area": 0.25, "price": 5000},
        {"name": "", "copies": None, "area": None},
    ],
    "sums": ["copies", "sum"],
    "sum_heading": "Tổng cộng",
}


@pytest.fixture(scope="module")
def sheet() -> Any:
    (made,) = openpyxl.load_workbook(io.BytesIO(render(CONTENT))).worksheets
    return made


def row(sheet: Any, number: int) -> list[Any]:
    return [cell.value for cell in sheet[number]]


def test_what_stands_where(sheet: Any) -> None:
    assert sheet.title == "Đơn"
    assert row(sheet, 1)[0] == "ĐƠN ĐẶT IN"
    assert row(sheet, 2)[0] == "Bộ dùng chung"
    assert row(sheet, 3) == [None] * 5
    assert row(sheet, 4) == ["Tên", "=Số bản", "m²", "Đơn giá", "Thành tiền"]
    assert row(sheet, 5) == ["Băng rôn", 2, 2.4, None, "=B5*D5"]
    assert row(sheet, 6) == ["=1+1", 10, 0.25, 5000, "=B6*D6"]
    assert row(sheet, 7)[1:] == [None, None, None, "=B7*D7"]
    assert row(sheet, 8) == [None, "=SUM(B5:B7)", None, None, "=SUM(E5:E7)"]
    assert sheet.max_row == 8


def test_a_text_never_becomes_a_formula(sheet: Any) -> None:
    for cell, kind in ((sheet["A6"], "s"), (sheet["B4"], "s"), (sheet["E6"], "f"), (sheet["A5"], "s")):
        assert cell.data_type == kind, cell.coordinate
        assert bool(cell.quotePrefix) is (cell.value in ("=1+1", "=Số bản"))
    for sign in "=+-@":
        (made,) = openpyxl.load_workbook(io.BytesIO(render({**CONTENT, "title": f"{sign}A"}))).worksheets
        assert (made["A1"].value, made["A1"].data_type) == (f"{sign}A", "s")
    (made,) = openpyxl.load_workbook(io.BytesIO(render({**CONTENT, "title": "XUẤT IN", "subtitle": ""}))).worksheets
    assert not made["A1"].quotePrefix
    assert not made["A2"].quotePrefix


def test_the_second_column_names_the_sums_where_it_has_none() -> None:
    (made,) = openpyxl.load_workbook(io.BytesIO(render({**CONTENT, "sums": ["sum"]}))).worksheets
    assert row(made, 8) == [None, "Tổng cộng", None, None, "=SUM(E5:E7)"]


def test_how_cells_look(sheet: Any) -> None:
    assert [cell.number_format for cell in sheet[6]] == ["@", "0", "0.00##", "#,##0;-#,##0;", "#,##0;-#,##0;"]
    assert [sheet["B8"].number_format, sheet["E8"].number_format] == ["0", "#,##0;-#,##0;"]
    assert [(sheet[place].font.name, sheet[place].font.sz, bool(sheet[place].font.b)) for place in ("A1", "A2")] == [
        ("Times New Roman", 14, True),
        ("Times New Roman", 12, False),
    ]
    for number, bold in ((4, True), (5, False), (8, True)):
        for cell in sheet[number]:
            assert (cell.font.name, cell.font.sz, bool(cell.font.b)) == ("Times New Roman", 11, bold)
            assert {
                side.style for side in (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            } == {"thin"}
            assert cell.border.left.color.rgb == cell.border.top.color.rgb == "00808080"
            assert (cell.alignment.wrap_text, cell.alignment.vertical) == (True, "center")
    assert [cell.alignment.horizontal for cell in sheet[4]] == ["center"] * 5
    for number in (5, 8):
        assert [cell.alignment.horizontal for cell in sheet[number]] == [None, "center", None, None, None]
    assert {cell.fill.fgColor.rgb for cell in sheet[4]} == {"00D5E8F7"}
    blank = [[cell.fill.fgColor.rgb == "00FFF8DC" for cell in sheet[number]] for number in (5, 6, 7)]
    assert blank == [[False, False, False, True, False], [False] * 5, [False, True, True, True, False]]
    assert {cell.fill.fill_type for cell in sheet[4]} == {"solid"}
    assert sheet["A5"].fill.fill_type is None


def test_the_page(sheet: Any) -> None:
    assert [sheet.column_dimensions[letter].width for letter in "ABCDE"] == [30, 9, 8, 12, 14]
    assert sheet.row_dimensions[4].height == 34
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    margins = sheet.page_margins
    assert {margins.left, margins.right, margins.top, margins.bottom} == {0.4}


def test_no_time_of_day_is_in_it() -> None:
    data = render(CONTENT)
    assert data == render(CONTENT, {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml")
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert core.count(b"2020-08-19T00:00:00Z</dcterms:") == 2
    assert b"T00:00:00Z" in core
