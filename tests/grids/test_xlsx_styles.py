"""Letters that nobody sees in a workbook or a document: a question about their cell, in every way to hide them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from congvan.grids import docx, xlsx
from congvan.grids.grid import GridCell
from congvan.grids.intake import OfficePackage
from congvan.grids.xlsx_styles import colour_of, is_alike


def cell_of(value: Any, **look: Any) -> GridCell:
    """The one cell of a workbook, with a font and a fill."""
    import openpyxl
    from openpyxl.styles import Font, PatternFill

    book: Any = openpyxl.Workbook()
    cell: Any = book.active["A1"]
    cell.value, fill = value, look.pop("fill", "")
    cell.font = Font(**look)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    out = io.BytesIO()
    book.save(out)
    (grid,) = xlsx.read(OfficePackage(out.getvalue(), "a.xlsx")).grids
    return grid.lines[0].cells[1]


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        ({"color": "FFFFFF"}, False),
        ({"color": "FEFEFE"}, False),
        ({"color": "FF0000", "fill": "FF0000"}, False),
        ({"size": 1}, False),
        ({"color": "FFFFFF", "fill": "1F4E79"}, True),
        ({"color": "FF0000"}, True),
        ({"color": "BFBFBF"}, True),
        ({"fill": "FFFF00"}, True),
    ],
)
@pytest.mark.parametrize("value", [12, "Nguyễn Văn An"])
def test_letters_in_the_colour_behind_them(look: dict[str, Any], seen: bool, value: Any) -> None:
    shown = cell_of(value, **look).shown
    assert (shown is None) if seen else (shown == ("", -1))


def test_colours_of_the_theme() -> None:
    assert colour_of({"theme": "0"}) == "FFFFFF"
    assert colour_of({"theme": "1"}) == "000000"
    assert colour_of({"theme": "1", "tint": "0.99"}) == "FCFCFC"
    assert is_alike(colour_of({"theme": "4"}), colour_of({"theme": "4", "tint": "0"}))
    assert not is_alike("theme 4 0", "FFFFFF")
    assert not is_alike("", "")


def test_a_part_of_a_text_that_is_white() -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    text = CellRichText(TextBlock(InlineFont(), "12"), TextBlock(InlineFont(color="FFFFFFFF"), "000"))
    found = cell_of(text)
    assert (found.text, found.shown) == ("12000", ("12", -1))
    assert cell_of(text, fill="1F4E79").shown is None


def test_a_shared_text_that_is_white_in_part() -> None:
    import openpyxl

    book: Any = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = 0, 1
    out, changed = io.BytesIO(), io.BytesIO()
    book.save(out)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    run = '<si><r><t>12</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t>000</t></r></si><si><t>khac</t></si>'
    with zipfile.ZipFile(out) as made, zipfile.ZipFile(changed, "w") as again:
        for name in made.namelist():
            text = made.read(name).decode().replace(' t="n"', ' t="s"')
            again.writestr(name, text.replace("</Relationships>", relation) if "workbook.xml.rels" in name else text)
        again.writestr("xl/sharedStrings.xml", f'<sst xmlns="urn:x">{run}</sst>')
    (grid,) = xlsx.read(OfficePackage(changed.getvalue(), "a.xlsx")).grids
    cells = [line.cells[1] for line in grid.lines]
    assert [(cell.text, cell.shown) for cell in cells] == [("12000", ("12", -1)), ("khac", None)]


def _white(document: Any, cell: Any) -> None:
    from docx.shared import RGBColor

    cell.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)


def _white_behind(document: Any, cell: Any) -> None:
    from docx.shared import Pt, RGBColor

    font = cell.paragraphs[0].add_run("000").font
    font.color.rgb, font.size = RGBColor(255, 255, 255), Pt(12)


def _white_style(document: Any, cell: Any) -> None:
    from docx.shared import RGBColor

    style = document.styles.add_style("Trắng", 1)
    style.font.color.rgb = RGBColor(255, 255, 255)
    cell.paragraphs[0].style = style


def _tiny(document: Any, cell: Any) -> None:
    from docx.shared import Pt

    cell.paragraphs[0].runs[0].font.size = Pt(1)


def _white_on_blue(document: Any, cell: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    _white(document, cell)
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F4E79"/>')
    cell._tc.get_or_add_tcPr().append(shade)


def _white_marked(document: Any, cell: Any) -> None:
    _white(document, cell)
    cell.paragraphs[0].runs[0].font.highlight_color = 4


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (_white, ""),
        (_white_behind, "12"),
        (_white_style, ""),
        (_tiny, ""),
        (_white_on_blue, None),
        (_white_marked, None),
    ],
)
def test_letters_that_nobody_sees_in_a_document(change: Any, seen: str | None) -> None:
    import docx as library

    document: Any = library.Document()
    cell = document.add_table(rows=1, cols=2).cell(0, 0)
    cell.paragraphs[0].add_run("12")
    change(document, cell)
    document.tables[0].cell(0, 1).text = "thấy"
    paragraph = document.add_paragraph("Xã khác")
    _white(document, type("Cell", (), {"paragraphs": [paragraph]}))
    out = io.BytesIO()
    document.save(out)
    filled = docx.read(OfficePackage(out.getvalue(), "a.docx"))
    first, second = filled.grids[0].lines[0].cells.values()
    assert (first.shown and first.shown.text) == seen
    assert second.shown is None
    assert [problem.code for problem in filled.problems] == ["text-unseen"]
    assert filled.paragraphs == ["Xã khác"]


def test_rows_and_columns_that_are_too_small_to_be_seen_are_hidden() -> None:
    import openpyxl

    book: Any = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (1, 2, 3):
        sheet.append([f"a{row}", f"b{row}"])
    sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 0.25, 15
    sheet.column_dimensions["B"].width = 0.1
    out = io.BytesIO()
    book.save(out)
    (grid,) = xlsx.read(OfficePackage(out.getvalue(), "a.xlsx")).grids
    assert ([line.hidden for line in grid.lines], grid.hidden_columns) == ([False, True, False], {2})


def test_rows_of_a_document_that_are_hidden() -> None:
    import docx as library
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document: Any = library.Document()
    table = document.add_table(rows=4, cols=1)
    properties = ["", "<w:hidden/>", '<w:trHeight w:val="20" w:hRule="exact"/>', '<w:trHeight w:val="20"/>']
    for row, held in zip(table.rows, properties, strict=True):
        row.cells[0].text = "12"
        row._tr.insert(0, parse_xml(f"<w:trPr {nsdecls('w')}>{held}</w:trPr>"))
    out = io.BytesIO()
    document.save(out)
    (grid,) = docx.read(OfficePackage(out.getvalue(), "a.docx")).grids
    assert [line.hidden for line in grid.lines] == [False, True, True, False]
