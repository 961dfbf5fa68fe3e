"""Heads and feet of pages, of documents and sheets."""

from __future__ import annotations

import io

import docx as library
import openpyxl
import pytest

from congvan.grids import docx, margins, xlsx
from congvan.grids.intake import OfficePackage


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('&C&"Times New Roman,Regular"&14 &P', ""),
        ("&LXã Mẫu A&R&D", "Xã Mẫu A"),
        ("&CVật tư && thiết bị", "Vật tư & thiết bị"),
    ],
)
def test_codes_of_a_sheet_are_no_text(code: str, text: str) -> None:
    assert margins.of_sheet(code) == text


def test_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title, sheet["A1"] = "Biểu", "x"
    sheet.oddHeader.left.text = "Xã Mẫu A"
    sheet.oddFooter.center.text = "Trang &P"
    book.create_sheet("Khác")
    out = io.BytesIO()
    book.save(out)
    read = xlsx.read(OfficePackage(out.getvalue(), "a.xlsx"))
    assert [(text, place.sheet) for text, place in read.margins] == [("Xã Mẫu A", "Biểu"), ("Trang", "Biểu")]
    assert [cell.text for grid in read.grids for line in grid.lines for cell in line.cells.values()] == ["x"]


def test_a_document() -> None:
    document = library.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Xã Mẫu A\tTuần 34"
    section.footer.paragraphs[0].text = ""
    document.add_paragraph("Lời văn")
    out = io.BytesIO()
    document.save(out)
    read = docx.read(OfficePackage(out.getvalue(), "a.docx"))
    assert [text for text, _place in read.margins] == ["Xã Mẫu A Tuần 34"]
    assert read.paragraphs == ["Lời văn"]
