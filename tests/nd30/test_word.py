"""What Word files of strangers hold: sections, tabs, white space, lists, rules, and what is told of their pages."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from congvan import nd30
from congvan.nd30.check import read
from congvan.nd30.locate import parts_of
from congvan.nd30.view import Paragraph
from tests.nd30 import letters

Change = Callable[[Any], None]


@functools.cache
def correct(base: str) -> bytes:
    return letters.to_docx(getattr(letters, base)())


def changed(change: Change, base: str = "dispatch") -> bytes:
    """The correct document with something changed in its file."""
    document = docx.Document(io.BytesIO(correct(base)))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def broken(change: Change, base: str = "dispatch") -> set[str]:
    report = nd30.check(changed(change, base), "letter.docx")
    assert not report.unreadable
    return {r.id.removeprefix("ND30-") for r in report.broken}


def written(build: Change) -> tuple[Paragraph, ...]:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return read(out.getvalue()).paragraphs


def paragraph(document: Any, start: str) -> Any:
    """The paragraph that begins so, in a cell or not."""
    inside = [p for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs]
    return next(p for p in [*document.paragraphs, *inside] if p.text.startswith(start))


def xml(text: str) -> Any:
    """An element in the word namespace."""
    return parse_xml(re.sub(r"^(<[\w:]+)", rf"\1 {nsdecls('w')}", text))


# --- the head ---------------------------------------------------------------------------------------------------------


def test_a_quoc_hieu_said_twice_is_one_document() -> None:
    def twice(document: Any) -> None:
        nation = paragraph(document, "CỘNG HÒA")
        nation._p.addnext(parse_xml(nation._p.xml))

    report = nd30.check(changed(twice), "letter.docx")
    assert report.document_kind == "cong-van"


def lower(start: str, lines: int) -> Change:
    """Empty paragraphs over the one that begins so."""

    def change(document: Any) -> None:
        for _ in range(lines):
            paragraph(document, start).insert_paragraph_before("")

    return change


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        ("Lạng Sơn, ngày", "DATE-LINE"),
        ("Nơi nhận", "NOI-NHAN-LEVEL"),
        ("Độc lập", "TIEU-NGU-SPACING"),
        ("SỞ THÔNG", "BAN-HANH-SPACING"),
    ],
)
def test_empty_paragraphs_push_a_line_down(start: str, rule: str) -> None:
    assert rule in broken(lower(start, 2))
    assert rule not in broken(lower(start, 0))


def test_a_foot_with_its_columns_exchanged() -> None:
    def exchange(document: Any) -> None:
        cell = paragraph(document, "Nơi nhận")._p.getparent()
        cell.getparent().append(cell)

    assert broken(exchange) == {"NOI-NHAN-LEFT"}


@pytest.mark.parametrize("start", ["Độc lập", "SỞ THÔNG"])
@pytest.mark.parametrize("pitch", [17, 30])
def test_a_fixed_pitch_of_the_head_is_spacing(start: str, pitch: int) -> None:
    def change(document: Any) -> None:
        paragraph(document, start).paragraph_format.line_spacing = Pt(pitch)

    rule = {"Độc lập": "TIEU-NGU-SPACING", "SỞ THÔNG": "BAN-HANH-SPACING"}[start]
    assert broken(change) == ({rule} if pitch == 30 else set())


@pytest.mark.parametrize("align", [0, 2, 3])
def test_place_and_date_are_centred(align: int) -> None:
    def change(document: Any) -> None:
        paragraph(document, "Lạng Sơn, ngày").alignment = align

    assert broken(change) == {"DATE-CENTRED"}


# --- rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("border", "solid"), [("single", True), ("double", True), ("dashed", False), ("dotDash", False), ("wave", False)]
)
def test_a_border_is_solid_or_not(border: str, solid: bool) -> None:
    def build(document: Any) -> None:
        properties = document.add_paragraph("chữ")._p.get_or_add_pPr()
        properties.append(xml(f'<w:pBdr><w:bottom w:val="{border}" w:sz="6"/></w:pBdr>'))

    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    assert [s.solid for s in read(out.getvalue()).strokes] == [solid]


@pytest.mark.parametrize(
    ("more", "drawn"),
    [
        ("", [True]),
        ('<v:stroke dashstyle="dash"/>', [False]),
        ('<v:stroke dashstyle="solid"/>', [True]),
        ("unseen", []),
    ],
)
def test_a_vml_line(more: str, drawn: list[bool]) -> None:
    seen, inside = ("f", "") if more == "unseen" else ("t", more)
    line = f'<v:line from="0,0" to="160pt,0" stroked="{seen}">{inside}</v:line>'
    document = docx.Document()
    run = document.add_paragraph("chữ").add_run()
    run._r.append(parse_xml(f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">{line}</w:pict>'))
    out = io.BytesIO()
    document.save(out)
    assert [s.solid for s in read(out.getvalue()).strokes] == drawn


def test_the_lower_edge_of_a_cell_is_a_rule() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.width = Mm(40)
    cell.text = "Độc lập"
    cell._tc.get_or_add_tcPr().append(xml('<w:tcBorders><w:bottom w:val="single" w:sz="6"/></w:tcBorders>'))
    out = io.BytesIO()
    document.save(out)
    (stroke,) = read(out.getvalue()).strokes
    assert stroke.length == pytest.approx(40, abs=0.1)
    assert stroke.anchor == 1


# --- paragraphs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "stop", "first"),
    [("\t", None, 12.7), ("\t\t", None, 25.4), ("\t", 10, 10.0), ("    ", None, 4.94), ("", None, 0.0)],
)
def test_what_is_typed_before_the_first_word_indents_it(lead: str, stop: int | None, first: float) -> None:
    def build(document: Any) -> None:
        run = (added := document.add_paragraph()).add_run(f"{lead}Chữ đầu dòng")
        run.font.size = Pt(14)
        if stop:
            added.paragraph_format.tab_stops.add_tab_stop(Mm(stop))

    assert written(build)[0].first == pytest.approx(first, abs=0.05)


def test_the_white_space_over_a_paragraph() -> None:
    def build(document: Any) -> None:
        document.styles["Normal"].paragraph_format.space_after = Pt(0)
        for text in ("một", "", "hai"):
            added = document.add_paragraph(text)
            added.paragraph_format.space_before = Pt(2)
            added.paragraph_format.line_spacing = Pt(15)

    assert [p.before for p in written(build)] == [2.0, 2.0 + 15.0 + 2.0]


@pytest.mark.parametrize(("styles", "gap"), [(("Normal", "Normal"), 0.0), (("Normal", "Caption"), 10.0)])
def test_no_space_between_paragraphs_of_one_style(styles: tuple[str, str], gap: float) -> None:
    def build(document: Any) -> None:
        for style in styles:
            added = document.add_paragraph("chữ", style=style)
            added.paragraph_format.space_before, added.paragraph_format.space_after = Pt(4), Pt(6)
            added._p.get_or_add_pPr().append(xml("<w:contextualSpacing/>"))

    assert written(build)[1].before == gap


@pytest.mark.parametrize(("pitch", "spacing", "exact"), [(30, None, 30.0), (12, 1.0, None)])
def test_a_pitch_of_at_least(pitch: int, spacing: float | None, exact: float | None) -> None:
    def build(document: Any) -> None:
        added = document.add_paragraph("chữ")
        added._p.get_or_add_pPr().append(xml(f'<w:spacing w:line="{pitch * 20}" w:lineRule="atLeast"/>'))

    (found,) = written(build)
    assert (found.spacing, found.exact) == (spacing, exact)


def test_a_styles_own_indent_beats_its_list() -> None:
    def build(document: Any) -> None:
        style = document.styles["List Number"]
        style.paragraph_format.left_indent = Mm(3)
        document.add_paragraph("một", style="List Number")

    assert written(build)[0].left == pytest.approx(3, abs=0.1)


# --- sections and pages -----------------------------------------------------------------------------------------------


def test_a_section_that_a_change_remembers_is_none() -> None:
    def build(document: Any) -> None:
        old = xml('<w:sectPrChange w:id="1" w:author="a"><w:sectPr><w:pgSz w:w="12240"/></w:sectPr></w:sectPrChange>')
        document.sections[0]._sectPr.append(old)

    assert len(read(changed(build)).pages) == len(read(changed(lambda _document: None)).pages)


def test_a_letter_on_its_side_is_wrong_even_where_its_appendix_has_a_table() -> None:
    def change(document: Any) -> None:
        first = document.sections[0]
        first.orientation, first.page_width, first.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        document.add_section(WD_SECTION.NEW_PAGE)
        document.add_table(2, 2, style="Table Grid")

    assert "ORIENTATION" in broken(change)


@pytest.mark.parametrize("by_cell", [False, True])
def test_a_sheet_with_a_table_may_lie_on_its_side(by_cell: bool) -> None:
    def change(document: Any) -> None:
        added = document.add_section(WD_SECTION.NEW_PAGE)
        added.orientation, added.page_width, added.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        table = document.add_table(2, 2, style=None if by_cell else "Table Grid")
        if by_cell:  # as LibreOffice saves it
            borders = '<w:tcBorders><w:left w:val="single" w:sz="4"/></w:tcBorders>'
            table.cell(0, 0)._tc.get_or_add_tcPr().append(xml(borders))

    assert "ORIENTATION" not in broken(change)


def unnumbered(document: Any) -> None:
    for section in document.sections:
        for link in section._sectPr.findall(qn("w:headerReference")):
            section._sectPr.remove(link)


def test_a_letter_that_is_longer_than_a_page_wants_page_numbers() -> None:
    def short(document: Any) -> None:
        unnumbered(document)
        for long in [p for p in document.paragraphs if len(p.text) > 150][1:]:
            long._p.getparent().remove(long._p)

    assert "PAGE-NUMBER-PRESENT" in broken(unnumbered)
    assert "PAGE-NUMBER-PRESENT" not in broken(short)


def number_type(**values: str) -> Change:
    def change(document: Any) -> None:
        properties = document.sections[0]._sectPr
        for old in properties.findall(qn("w:pgNumType")):
            properties.remove(old)
        properties.append(xml("<w:pgNumType " + " ".join(f'w:{k}="{v}"' for k, v in values.items()) + "/>"))

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (number_type(start="1"), set()),
        (number_type(fmt="upperRoman", start="1"), {"PAGE-NUMBER-ARABIC"}),
        (number_type(fmt="decimal", start="1"), set()),
        (number_type(start="5"), {"PAGE-NUMBER-SEQUENCE"}),
        (number_type(start="0"), {"PAGE-NUMBER-SEQUENCE"}),
    ],
)
def test_how_a_section_numbers_its_pages(change: Change, found: set[str]) -> None:
    assert broken(change) == found


def test_an_appendix_begins_with_page_1() -> None:
    def on(document: Any) -> None:
        for old in list(document.element.iter(qn("w:pgNumType"))):
            old.getparent().remove(old)

    def together(document: Any) -> None:
        own = document.element.body.findall(f".//{qn('w:pPr')}/{qn('w:sectPr')}")
        for properties in own:
            properties.getparent().remove(properties)

    assert broken(on) == broken(together) == {"PHU-LUC-PAGES"}


# --- components with slips --------------------------------------------------------------------------------------------


def text(start: str, new: str) -> Change:
    """Other words in the first run of the paragraph that begins so."""

    def change(document: Any) -> None:
        paragraph(document, start).runs[0].text = new

    return change


def without(*starts: str) -> Change:
    def change(document: Any) -> None:
        for start in starts:
            found = paragraph(document, start)._p
            found.getparent().remove(found)

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (text("Số:", "Số; 123/STTTT-BCVT"), {"SO-WORD"}),
        (text("Số:", "So: 123/STTTT-BCVT"), {"SO-WORD"}),
        (text("Số:", "Số hiệu: 123/STTTT-BCVT"), {"SO-WORD"}),
        (text("Số:", "số: 123/STTTT-BCVT"), {"SO-WORD"}),
        (text("Số:", "Số: 123/ STTTT-BCVT"), {"SO-SPACE"}),
        (text("Số:", "Số: một trăm/STTTT-BCVT"), {"SO-ARABIC"}),
        (text("Số:", "Số: 123/STTTT.BCVT"), {"SYMBOL-HYPHEN"}),
        (text("Số:", "Số: 123/STTTT_BCVT"), {"SYMBOL-HYPHEN"}),
        (text("Lạng Sơn, ngày", "Lạng Sơn, Ngày 19 tháng 8 năm 2020"), {"DATE-FORM"}),
        (text("Lạng Sơn, ngày", "ngày 19 tháng 8 năm 2020"), {"DATE-PLACE"}),
        (text("V/v", "V/V CÀI ĐẶT ỨNG DỤNG"), {"VV-CASE"}),
        (text("Kính gửi", "Kính gởi:"), {"KINH-GUI-COLON"}),
        (text("Kính gửi", "Kính gửi;"), {"KINH-GUI-COLON"}),
        (text("Kính gửi", "KÍNH GỬI:"), {"KINH-GUI-CASE"}),
        (text("KT. GIÁM", "K.T GIÁM ĐỐC"), {"SIGNER-PREFIX"}),
        (text("KT. GIÁM", "KT/ GIÁM ĐỐC"), {"SIGNER-PREFIX"}),
        (text("Nguyễn Văn A", "Thạc sỹ Nguyễn Văn A"), {"SIGNER-DEGREE"}),
        (text("Nguyễn Văn A", "Nhà giáo Ưu tú Nguyễn Văn A"), {"SIGNER-DEGREE"}),
        (text("Phụ lục", "Phụ lục A"), {"PHU-LUC-NUMBER"}),
        (text("- Như trên", "* Như trên;"), {"NOI-NHAN-DASH"}),
        (text("- Như trên", "- Như Điều 3;"), {"NOI-NHAN-FIRST"}),
        (text("- Giám đốc", "Giám đốc, các Phó Giám đốc;"), {"NOI-NHAN-DASH"}),
        (text("- Lưu", "Lưu: VT, BCVT."), {"NOI-NHAN-DASH"}),
        (text("- Lưu", "- Lưu: VT BCVT."), {"NOI-NHAN-LUU"}),
        (without("- Lưu"), {"NOI-NHAN-LUU"}),
        (without("SỞ THÔNG"), {"BAN-HANH-PRESENT"}),
    ],
)
def test_a_component_with_a_slip_is_still_found(change: Change, found: set[str]) -> None:
    assert broken(change) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (without("QUYẾT ĐỊNH"), {"TEN-LOAI-PRESENT"}),
        (without("Nơi nhận"), {"NOI-NHAN-PRESENT"}),
        (text("Căn cứ Luật", "Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015."), {"CAN-CU-SEMICOLON"}),
    ],
)
def test_a_decision_with_a_slip(change: Change, found: set[str]) -> None:
    assert broken(change, "decision") == found


def receivers(*lines: str, heading: bool = True) -> Change:
    """Kính gửi with a list in its own column, as most offices set it."""

    def change(document: Any) -> None:
        old = [p for p in document.paragraphs if p.text.startswith("- ")][:2]
        for entry in old:
            entry._p.getparent().remove(entry._p)
        greeting = paragraph(document, "Kính gửi")
        after = greeting
        for words in lines:
            added = parse_xml(greeting._p.xml)
            after._p.addnext(added)
            after = docx.text.paragraph.Paragraph(added, greeting._parent)
            after.runs[0].text = words
            after.paragraph_format.left_indent, after.paragraph_format.first_line_indent = Mm(45), Mm(0)
            after.alignment = 0
        if not heading:
            greeting._p.getparent().remove(greeting._p)

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (receivers("- Sở Y tế;", "- Sở Nội vụ."), set()),
        (receivers("Sở Y tế;", "- Sở Nội vụ;", "- Sở Tư pháp."), {"KINH-GUI-DASH"}),
        (receivers("- Sở Y tế;", "Sở Nội vụ;", "- Sở Tư pháp."), {"KINH-GUI-DASH"}),
        (receivers("- Sở Y tế;", "- Sở Nội vụ;", "Sở Tư pháp."), {"KINH-GUI-DASH"}),
        (receivers("1. Sở Y tế;", "- Sở Nội vụ;", "- Sở Tư pháp."), {"KINH-GUI-DASH"}),
        (receivers("- SỞ Y TẾ TỈNH LẠNG SƠN;", "- Sở Nội vụ."), {"KINH-GUI-CASE"}),
        (receivers("- VNPT, VIETTEL, MOBIFONE;", "- Sở Nội vụ."), set()),
        (receivers("- Sở Y tế;", "- Sở Nội vụ.", heading=False), {"KINH-GUI-PRESENT"}),
    ],
)
def test_receivers_in_a_column(change: Change, found: set[str]) -> None:
    assert broken(change) == found


def test_line_breaks_between_components() -> None:
    def build(document: Any) -> None:
        head = document.add_table(1, 2)
        for cell, words in zip(
            head.rows[0].cells,
            (
                "SỞ NỘI VỤ\nSố: 45/SNV-VP\nV/v rà soát",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
            ),
            strict=True,
        ):
            cell.paragraphs[0].add_run(words)
        document.add_paragraph().add_run("Kính gửi:\n- Sở Y tế;\n- Sở Tài chính.")
        document.add_paragraph("Đề nghị các sở phối hợp thực hiện./.")
        foot = document.add_table(1, 2)
        foot.cell(0, 0).paragraphs[0].add_run("Nơi nhận:\n- Như trên;\n- Lưu: VT, VP.")
        foot.cell(0, 1).paragraphs[0].add_run("GIÁM ĐỐC\n\n\nNguyễn Văn Mẫu")

    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    part = parts_of(read(out.getvalue()))[0]
    assert None not in (part.nation, part.motto, part.number, part.copies_word)
    assert part.name is not None
    assert [p.text for p in part.issuer] == ["SỞ NỘI VỤ"]
    assert part.about_text == "V/v rà soát"
    assert [i.text for i in part.receivers] == ["- Sở Y tế;", "- Sở Tài chính."]
    assert [i.text for i in part.copies] == ["- Như trên;", "- Lưu: VT, VP."]
    assert [p.text for p in part.authority] == ["GIÁM ĐỐC"]
    assert part.name.text == "Nguyễn Văn Mẫu"


def test_a_mark_under_the_subject_is_no_part_of_it() -> None:
    def change(document: Any) -> None:
        subject = paragraph(document, "V/v")
        added = parse_xml(subject._p.xml)
        subject._p.addnext(added)
        mark = docx.text.paragraph.Paragraph(added, subject._parent).runs[0]
        mark.text, mark.font.bold, mark.font.color.rgb = "KHẨN", True, RGBColor(0xCC, 0, 0)

    assert broken(change) - {"DAU-SIZE"} == set()


# --- one paragraph of many --------------------------------------------------------------------------------------------


def one(**values: Any) -> Change:
    """One long paragraph of the text set otherwise."""

    def change(document: Any) -> None:
        long = [p for p in document.paragraphs if len(p.text) > 150]
        for name, value in values.items():
            setattr(long[3].paragraph_format, name, value)

    return change


def all_long(**values: Any) -> Change:
    def change(document: Any) -> None:
        for long in [p for p in document.paragraphs if len(p.text) > 60 and p.alignment == 3]:
            for name, value in values.items():
                setattr(long.paragraph_format, name, value)

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (one(first_line_indent=Mm(0)), {"BODY-INDENT"}),
        (one(space_before=Pt(0)), {"BODY-GAP"}),
        (one(line_spacing=2.0), {"BODY-LINE-SPACING"}),
        (one(alignment=1), {"BODY-ALIGN"}),
        (one(first_line_indent=Mm(10)), set()),
        (one(space_before=Pt(12)), set()),
        (one(line_spacing=1.5), set()),
        (all_long(alignment=1), {"BODY-ALIGN"}),
        (all_long(left_indent=Mm(12.7), first_line_indent=Mm(0)), {"BODY-INDENT"}),
        (all_long(left_indent=Mm(12.7), first_line_indent=Mm(-12.7)), {"BODY-INDENT"}),
    ],
)
def test_one_paragraph_or_all_set_otherwise(change: Change, found: set[str]) -> None:
    assert broken(change) == found
