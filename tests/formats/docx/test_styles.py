"""Styles are found by name, in any letters; what they set is inherited."""

from congvan.formats.docx.styles import NO_STYLES, read_styles

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def style(identifier: str, name: str, inside: str = "", kind: str = "paragraph", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{identifier}"{more}><w:name w:val="{name}"/>{inside}</w:style>'


SHEET = read_styles(
    (
        f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + style("a", "Normal", more=' w:default="1"')
        + style("b", "CV Nội dung", '<w:basedOn w:val="a"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>')
        + style("c", "CV Khoản", '<w:basedOn w:val="b"/><w:rPr><w:b w:val="0"/><w:sz w:val="22"/></w:rPr>')
        + style(
            "d",
            "CV Dời",
            '<w:basedOn w:val="d"/><w:pPr><w:pBdr><w:top w:val="single"/></w:pBdr><w:ind w:left="10"/></w:pPr>',
        )
        + style("e", "Lưới", '<w:tblPr><w:tblCellMar><w:left w:w="50"/></w:tblCellMar></w:tblPr>', kind="table")
        + style("f", "Trên lưới", '<w:basedOn w:val="e"/>', kind="table")
        + style("g", "Chữ", kind="character")
        + "</w:styles>"
    ).encode()
)


def test_a_style_is_found_by_its_name_composed_or_not() -> None:
    assert [SHEET.paragraph(name) for name in ("CV Nội dung", "cv no\u0302\u0323i dung", "Chữ", "Lưới")] == [
        "b",
        "b",
        "",
        "",
    ]
    assert (SHEET.table("trên lưới"), SHEET.default, NO_STYLES.paragraph("Normal")) == ("f", "a", "")


def test_looks_are_inherited() -> None:
    assert SHEET.looks == {"a": (14, False), "b": (14, True), "c": (11, False), "d": (14, False), "": (14, False)}
    assert (SHEET.kept, SHEET.indented, SHEET.ruled) == (("b", "c"), ("d",), ("d",))  # d is based on itself


def test_margins_of_cells_are_those_of_the_style_or_words_own() -> None:
    assert SHEET.cell_margins == {"e": 158, "f": 158, "": 216}


def test_a_table_style_that_says_no_indent_begins_where_the_text_does() -> None:
    # LibreOffice saves none; from Word 2013 on it is the edge that is at the indent
    assert SHEET.table_indents == {"e": 50, "f": 50}
    plain = style("n", "Normal Table", '<w:tblPr><w:tblInd w:w="0"/></w:tblPr>', "table", ' w:default="1"')
    own = style("o", "CV Bảng", '<w:basedOn w:val="n"/><w:tblPr><w:tblInd w:w="85"/></w:tblPr>', "table")
    lost = style("p", "Khác", '<w:basedOn w:val="n"/>', "table")
    sheet = f"<w:styles {W}>{plain}{own}{lost}</w:styles>".encode()
    mode = '<w:settings %s><w:compat><w:compatSetting w:name="compatibilityMode" w:val="%s"/></w:compat></w:settings>'
    assert read_styles(sheet, (mode % (W, 14)).encode()).table_indents == {"p": 108}
    assert read_styles(sheet, (mode % (W, 15)).encode()).table_indents == {}


def test_measures_are_read_as_google_docs_and_libreoffice_write_them() -> None:
    margins = '<w:tblPr><w:tblCellMar><w:left w:w="100.0"/><w:right w:w="5pt"/></w:tblCellMar></w:tblPr>'
    large = style("s", "Cỡ lớn", '<w:rPr><w:sz w:val="14pt"/></w:rPr>')
    sheet = read_styles(f"<w:styles {W}>{style('t', 'Bảng', margins, 'table')}{large}</w:styles>".encode())
    assert (sheet.cell_margins["t"], sheet.table_indents["t"], sheet.looks["s"]) == (200, 100, (14, False))
