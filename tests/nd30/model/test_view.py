"""What the views measure and resolve: sizes, faces, styles, numbers, tabs, rules, rotated pages."""

from __future__ import annotations

import io
from typing import Any

import pytest

from congvan.nd30.components.locate import locate_components
from congvan.nd30.docx.lists import format_number
from congvan.nd30.docx.table_styles import active_parts as table_parts
from congvan.nd30.opening import read_view
from congvan.nd30.pdf.text import parse_face_name, snap_size, split_columns
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_html, to_pdf


@pytest.mark.parametrize(
    ("name", "face"),
    [
        ("ABCDEF+TimesNewRomanPS-BoldMT", ("TimesNewRoman", True, False)),
        ("Times New Roman,BoldItalic", ("Times New Roman", True, True)),
        ("TimesNewRomanPSMT", ("TimesNewRoman", False, False)),
        ("ABCDEE+Courier New", ("Courier New", False, False)),
        ("BAAAAA+LiberationSerif-Italic", ("LiberationSerif", False, True)),
        (".VnTime", (".VnTime", False, False)),
        ("Arial-BoldMT", ("Arial", True, False)),
    ],
)
def test_face_names(name: str, face: tuple[str, bool, bool]) -> None:
    assert parse_face_name(name) == face


@pytest.mark.parametrize(
    ("size", "meant"), [(12.96, 13), (14.04, 14), (11.04, 11), (12.0, 12), (12.75, 12.75), (6.5, 6.5)]
)
def test_sizes_are_those_that_were_meant(size: float, meant: float) -> None:
    assert snap_size(size) == pytest.approx(meant)


def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen() -> None:
    import weasyprint

    words = "Theo Công văn số 3424/CVT-<br>VP của Cục Viễn thông về việc cài đặt"
    page = weasyprint.HTML(string=f"<p style=\"font: 14pt 'Liberation Serif'\">{words}").write_pdf()
    lines = [line.text for paragraph in read_view(page).paragraphs for line in paragraph.lines]
    assert lines[0].endswith("3424/CVT-")
    assert lines[1].startswith("VP")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UBND TỈNH LẠNG SƠN CỘNG HÒA XÃ HỘI", ["UBND TỈNH LẠNG SƠN ", "CỘNG HÒA XÃ HỘI"]),
        ("SỞ Y TẾ Độc lập - Tự do", ["SỞ Y TẾ ", "Độc lập - Tự do"]),
        ("Số: 12/SYT-VP Lạng Sơn, ngày 19 tháng 8 năm 2020", ["Số: 12/SYT-VP ", "Lạng Sơn, ngày 19 tháng 8 năm 2020"]),
        ("Nơi nhận: KT. GIÁM ĐỐC", ["Nơi nhận: ", "KT. GIÁM ĐỐC"]),
        ("Số: 12/SYT-VP", ["Số: 12/SYT-VP"]),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
        ("Số điện thoại: 0205, Lạng Sơn, ngày 19 năm 2020", ["Số điện thoại: 0205, Lạng Sơn, ngày 19 năm 2020"]),
    ],
)
def test_columns_that_are_typed_in_one_line(text: str, found: list[str]) -> None:
    assert [words for _offset, words in split_columns(text)] == found
    assert [text[offset:].startswith(words) for offset, words in split_columns(text)] == [True] * len(found)


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (2, "lowerLetter", "b"),
        (27, "upperLetter", "AA"),
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (3, "bullet", ""),
    ],
)
def test_list_numbers(count: int, form: str, text: str) -> None:
    assert format_number(count, form) == text


def test_both_views_hold_the_same_components() -> None:
    for base in ("dispatch", "decision", "plan"):
        letter = getattr(letters, base)()
        word, paper = (locate_components(read_view(make(letter)))[0] for make in (to_docx, to_pdf))
        for name in ("national_name", "motto", "number", "date", "heading", "greeting", "name", "recipients_label"):
            one, two = getattr(word, name), getattr(paper, name)
            assert (one and one.text) == (two and two.text), name
        for name in ("superior", "issuer", "authority", "body", "bases"):
            assert [p.text for p in getattr(word, name)] == [p.text for p in getattr(paper, name)], name
        for name in ("subject_text", "title_text", "kind"):
            assert getattr(word, name) == getattr(paper, name)
        for name in ("addressees", "recipients"):
            assert [i.text for i in getattr(word, name)] == [i.text for i in getattr(paper, name)]
        assert len(word.appendices) == len(paper.appendices)


def test_a_pdf_is_measured() -> None:
    view = read_view(to_pdf(letters.dispatch()))
    page = view.pages[0]
    assert (round(page.width), round(page.height)) == (210, 297)
    assert page.left == pytest.approx(30, abs=0.5)
    assert page.right == pytest.approx(15, abs=0.6)
    assert page.top == pytest.approx(20, abs=1)
    body = [p for p in view.paragraphs if p.align == "justify"]
    assert len(body) > 10
    assert {round(p.first or 0) for p in body} == {13}
    assert all(p.spacing == pytest.approx(1, abs=0.03) for p in body)


def test_a_page_turned_by_its_dictionary_is_read_as_shown() -> None:
    import pikepdf

    upright = to_pdf(letters.plan())
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(upright)) as document:
        for page in document.pages:
            page.rotate(90, relative=False)
        document.save(out)
    view = read_view(out.getvalue())
    assert view.pages[0].width > view.pages[0].height


def _word(build: Any) -> bytes:
    import docx

    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_styles_are_resolved() -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    def build(document: Any) -> None:
        base = document.styles.add_style("Gốc", WD_STYLE_TYPE.PARAGRAPH)
        base.font.size, base.font.bold, base.font.name = Pt(13), True, "Arial"
        child = document.styles.add_style("Con", WD_STYLE_TYPE.PARAGRAPH)
        child.base_style = base
        child.font.all_caps = True
        child.paragraph_format.alignment = 1
        strong = document.styles.add_style("Đậm", WD_STYLE_TYPE.CHARACTER)
        strong.font.bold = True
        paragraph = document.add_paragraph("chữ", style="Con")
        paragraph.add_run(" hai", style="Đậm")
        paragraph.add_run(" ba").bold = False

    (paragraph,) = read_view(_word(build)).paragraphs
    assert paragraph.text == "CHỮ HAI BA"
    assert paragraph.align == "centre"
    assert {(r.family, r.size) for r in paragraph.runs} == {("Arial", 13.0)}
    assert [r.bold for r in paragraph.runs] == [True, False, False]  # a toggle set twice along the styles is off


ALL_PARTS = ("firstRow", "lastRow", "firstColumn", "lastColumn")


@pytest.mark.parametrize(
    ("look", "row", "column", "parts"),
    [
        ((), 1, 1, ("band1Horz", "band1Vert")),
        ((), 2, 3, ("band2Horz", "band1Vert")),
        (("firstRow", "noVBand"), 1, 2, ("firstRow",)),
        (("firstRow", "noVBand"), 2, 2, ("band1Horz",)),
        (("noHBand", "noVBand"), 2, 2, ()),
        (ALL_PARTS, 1, 1, ("firstCol", "firstRow", "nwCell")),
        (ALL_PARTS, 3, 3, ("lastCol", "lastRow", "seCell")),
        (ALL_PARTS, 2, 2, ("band1Horz", "band1Vert")),
    ],
)
def test_the_parts_of_a_table_style(look: tuple[str, ...], row: int, column: int, parts: tuple[str, ...]) -> None:
    assert table_parts(look, row, 3, column, 3) == parts


@pytest.mark.parametrize(("look", "bold"), [("04A0", [True, False]), ("0480", [False, False])])
def test_a_table_styles_first_row_is_set_as_its_style_says(look: str, bold: list[bool]) -> None:
    def build(document: Any) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls, qn

        style = document.styles.add_style("Bảng", WD_STYLE_TYPE.TABLE)
        style.element.append(
            parse_xml(
                f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:pPr><w:jc w:val="center"/></w:pPr>'
                '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:tblStylePr>'
            )
        )
        table = document.add_table(2, 1, style="Bảng")
        table._tbl.tblPr.find(qn("w:tblLook")).attrib.clear()
        table._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:val"), look)
        for row, text in zip(table.rows, ("Họ và tên", "Hoàng Văn A"), strict=True):
            row.cells[0].paragraphs[0].add_run(text)

    head, below = read_view(_word(build)).paragraphs
    assert [head.runs[0].bold, below.runs[0].bold] == bold
    assert (head.align == "centre", head.runs[0].size == 14) == (bold[0], bold[0])


def test_a_mark_in_words_header_is_the_documents() -> None:
    import docx

    document = docx.Document(io.BytesIO(to_docx(letters.dispatch())))
    document.sections[0].first_page_header.paragraphs[0].add_run("LƯU HÀNH NỘI BỘ")
    out = io.BytesIO()
    document.save(out)
    assert [p.text for p in locate_components(read_view(out.getvalue()))[0].marks] == ["LƯU HÀNH NỘI BỘ"]


def test_list_numbers_of_word_are_text() -> None:
    def build(document: Any) -> None:
        for word in ("một", "hai"):
            document.add_paragraph(word, style="List Number")
        document.add_paragraph("gạch", style="List Bullet")

    assert [p.text for p in read_view(_word(build)).paragraphs] == ["1. một", "2. hai", "• gạch"]


def test_deleted_and_hidden_words_are_not_there() -> None:
    def build(document: Any) -> None:
        from docx.oxml import parse_xml

        paragraph = document.add_paragraph("thấy")
        paragraph.add_run(" ẩn").font.hidden = True
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        paragraph._element.append(parse_xml(f"<w:del {space}><w:r><w:delText> bỏ</w:delText></w:r></w:del>"))
        paragraph._element.append(parse_xml(f"<w:ins {space}><w:r><w:t xml:space='preserve'> thêm</w:t></w:r></w:ins>"))

    assert read_view(_word(build)).paragraphs[0].text == "thấy thêm"


def test_a_head_set_with_tabs_is_two_columns() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("UBND TỈNH LẠNG SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        document.add_paragraph("SỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc")
        document.add_paragraph("Số: 12/SNV-VP\tLạng Sơn, ngày 19 tháng 8 năm 2020")
        document.add_paragraph("Kính gửi: Bộ Nội vụ")
        document.add_paragraph("Sở Nội vụ báo cáo như sau./.")

    part = locate_components(read_view(_word(build)))[0]
    assert part.national_name is not None
    assert part.national_name.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert part.number_text.strip() == "Số: 12/SNV-VP"
    assert part.date_text.strip() == "Lạng Sơn, ngày 19 tháng 8 năm 2020"
    assert part.motto is not None


def test_a_file_without_a_head_is_no_document_of_its_own() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("DANH SÁCH GỬI")
        table = document.add_table(2, 2, style="Table Grid")
        for cell, text in zip(
            (c for row in table.rows for c in row.cells), ("TT", "Nơi nhận", "1", "Sở Y tế"), strict=True
        ):
            cell.text = text

    part = locate_components(read_view(_word(build)))[0]
    assert part.is_attached
    assert part.recipients_label is None


@pytest.mark.parametrize(("margin", "length"), [(0, 40.0), (200, 40.0 - 2 * 200 * 25.4 / 1440), (None, 40.0 - 2 * 1.9)])
def test_a_rule_in_a_cell_is_as_long_as_the_cells_margins_leave_it(margin: int | None, length: float) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    def build(document: Any) -> None:
        table = document.add_table(1, 1)
        table.autofit = False
        table.cell(0, 0).width = Mm(40)
        if margin is not None:
            sides = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right"))
            table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))
        document.add_paragraph("chữ")
        paragraph = table.cell(0, 0).paragraphs[0]
        border = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6"/></w:pBdr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(border))

    (stroke,) = read_view(_word(build)).strokes
    assert stroke.length == pytest.approx(length, abs=0.1)


NOTE = "Theo Báo cáo số 12/BC-STC ngày 10 tháng 01 năm 2020 của Sở Tài chính về thu, chi ngân sách."


@pytest.mark.parametrize(
    ("figure", "opening", "found"),
    [
        ("1", "<sup>1</sup>", [NOTE]),
        ("1", "1. ", [f"1. {NOTE}"]),
        ("", "<sup>1</sup>", []),  # nothing points to it
        ("2", "1. ", []),  # m², which is no pointer
        ("1", "", []),
    ],
)
def test_footnotes_are_none_of_the_text(figure: str, opening: str, found: list[str]) -> None:
    import weasyprint

    letter = letters.plan()
    letter.foot = ([], [])
    page = to_html(letter).replace("đúng thời hạn", f"đúng<sup>{figure}</sup> thời hạn")
    page += f"<p style=\"font: 10pt 'Liberation Serif'\">{opening}{NOTE}</p>"
    data = weasyprint.HTML(string="<style>sup { font-size: 60% }</style>" + page).write_pdf()
    assert [p.text for p in read_view(data).paragraphs if p.region == "footnote"] == found
