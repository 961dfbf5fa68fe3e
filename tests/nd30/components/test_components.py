"""Word files with a slip in one component, or one paragraph set otherwise: what is found, and nothing else."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Mm, Pt, RGBColor

from congvan.nd30.components.foot import split_signature_block
from congvan.nd30.components.locate import locate_components
from congvan.nd30.model.view import Box, PageGeometry, View
from congvan.nd30.opening import read_view
from tests.nd30.by_hand import line
from tests.nd30.word_files import Change, broken, paragraph


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


@pytest.mark.every(4)
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
        (receivers("Sở Y tế;", "Sở Nội vụ;", "Sở Tư pháp."), {"KINH-GUI-DASH"}),
        (receivers("1. Sở Y tế;", "- Sở Nội vụ;", "- Sở Tư pháp."), {"KINH-GUI-DASH"}),
        (receivers("- SỞ Y TẾ TỈNH LẠNG SƠN;", "- Sở Nội vụ."), {"KINH-GUI-CASE"}),
        (receivers("- VNPT, VIETTEL, MOBIFONE;", "- Sở Nội vụ."), set()),
        (receivers("- Sở Y tế;", "- Sở Nội vụ.", heading=False), {"KINH-GUI-PRESENT"}),
    ],
)
def test_receivers_in_a_column(change: Change, found: set[str]) -> None:
    assert broken(change) == found


@pytest.mark.parametrize(("blank", "found"), [(False, {"KINH-GUI-NEW-LINE"}), (True, set())])
def test_receivers_in_the_cell_beside_kinh_gui(blank: bool, found: set[str]) -> None:
    """The list begins on the line of Kính gửi, or below it."""

    def change(document: Any) -> None:
        lines = [paragraph(document, start) for start in ("Kính gửi", "- Tỉnh đoàn", "- Phòng Văn hóa")]
        table = document.add_table(1, 2)
        lines[0]._p.addprevious(table._tbl)
        left, right = table.rows[0].cells
        for cell, own in ((left, lines[:1]), (right, lines[1:])):
            own[0].paragraph_format.space_before = 0
            if not (blank and cell is right):
                cell._tc.remove(cell.paragraphs[0]._p)
            for each in own:
                each.paragraph_format.first_line_indent = 0
                cell._tc.append(each._p)

    assert broken(change) & {"KINH-GUI-NEW-LINE", "KINH-GUI-PRESENT"} == found


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
    part = locate_components(read_view(out.getvalue()))[0]
    assert None not in (part.national_name, part.motto, part.number, part.recipients_label)
    assert part.name is not None
    assert [p.text for p in part.issuer] == ["SỞ NỘI VỤ"]
    assert part.subject_text == "V/v rà soát"
    assert [i.text for i in part.addressees] == ["- Sở Y tế;", "- Sở Tài chính."]
    assert [i.text for i in part.recipients] == ["- Như trên;", "- Lưu: VT, VP."]
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


def examples(columns: int) -> Change:
    """A table with lines after the signature, that shows how papers begin."""

    def change(document: Any) -> None:
        table = document.add_table(3, columns, style="Table Grid")
        for row in table.rows:
            row.cells[-1].text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
            row.cells[-2].text = "Độc lập - Tự do - Hạnh phúc"

    return change


def test_words_of_a_head_in_a_table_are_no_head() -> None:
    assert broken(examples(3)) == broken(examples(4)) == {"FONT-FACE"}  # of the template that the table is made in


def test_about_that_is_centred_by_a_tab() -> None:
    def tabbed(kind: WD_TAB_ALIGNMENT) -> Change:
        def change(document: Any) -> None:
            about = paragraph(document, "V/v")
            about.runs[0].text = "\t" + about.runs[0].text
            about.alignment = 0
            about.paragraph_format.tab_stops.add_tab_stop(Mm(37), kind)

        return change

    assert "VV-CENTRED" not in broken(tabbed(WD_TAB_ALIGNMENT.CENTER))
    assert "VV-CENTRED" in broken(tabbed(WD_TAB_ALIGNMENT.LEFT))


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("NGUYỄN VĂN AN", "NGUYỄN VĂN AN"),
        ("PHÓ CHỦ TỊCH", None),
        ("PHÓ CHÁNH VĂN PHÒNG", None),
        ("CHI CỤC TRƯỞNG", None),
        ("GIÁM ĐỐC", None),
    ],
)
def test_an_office_in_capitals_is_no_name(last: str, name: str | None) -> None:
    lines = [line("KT. CHỦ TỊCH"), line(last, before=60.0)]
    authority, found = split_signature_block(lines)
    assert (found.text if found else None) == name
    assert len(authority) == (1 if name else 2)


def on_page(*lines: tuple[float, float, float, str]) -> View:
    """A page of lines, each with its left edge, right edge and top in mm."""
    paragraphs = [
        replace(line(text, box=Box(x0, y, x1, y + 5), baseline=y + 4), ordinal=n)
        for n, (x0, x1, y, text) in enumerate(lines, 1)
    ]
    return View("pdf", (PageGeometry(1, 210, 297, 30, 15),), tuple(paragraphs))


HEAD = (
    (35, 80, 20, "SỞ NỘI VỤ"),
    (95, 190, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (115, 170, 26, "Độc lập - Tự do - Hạnh phúc"),
    (40, 75, 34, "Số: 12/SNV-VP"),
)


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("Xuân Hương - Đà Lạt, ngày 05 tháng 9 năm", "2025"),
        ("Xuân Hương - Đà Lạt, ngày 05 tháng 9", "năm 2025"),
        ("Xuân Hương - Đà Lạt, ngày 05", "tháng 9 năm 2025"),
        ("Xuân Hương - Đà Lạt, ngày tháng 9", "năm 2025"),
    ],
)
def test_a_long_name_of_a_place_wraps_the_date(first: str, rest: str) -> None:
    (found,) = locate_components(on_page(*HEAD, (100, 185, 34, first), (135, 150, 40, rest)))
    assert found.date is not None
    assert found.date.text == f"{first} {rest}"
    assert not found.body
    (other,) = locate_components(on_page(*HEAD, (100, 185, 34, first), (135, 150, 60, rest)))  # too far below
    assert (other.date.text if other.date else "") != f"{first} {rest}"


def test_the_rest_of_a_wrapped_quoc_hieu_is_below_it_and_not_in_the_other_column() -> None:
    head = [
        (35, 80, 20, "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT"),
        (95, 190, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT"),
        (52, 63, 25, "NAM"),
        (137, 148, 25, "NAM"),
        (115, 170, 31, "Độc lập - Tự do - Hạnh phúc"),
        (40, 75, 40, "Số: 12/MTTQ-BTT"),
    ]
    (found,) = locate_components(on_page(*head))
    assert found.national_name is not None
    assert found.national_name.box == Box(95, 20, 190, 30)
    assert [p.text for p in found.issuer] == ["ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT", "NAM"]


def test_an_addressee_behind_a_gap_is_on_the_line_of_kinh_gui() -> None:
    (found,) = locate_components(
        on_page(
            *HEAD,
            (54, 73, 65, "Kính gửi:"),
            (77, 181, 65, "Ban Chủ nhiệm Đoàn Luật sư tỉnh, Ban Chấp hành Hội"),
            (77, 156, 71, "Công chứng viên tỉnh."),
            (40, 180, 85, "Thực hiện Nghị quyết của Quốc hội, Sở đề nghị như sau."),
        )
    )
    assert found.greeting is not None
    assert found.greeting.text.startswith("Kính gửi: Ban Chủ nhiệm")
    assert found.greeting.text.endswith("Công chứng viên tỉnh.")
    assert [p.text for p in found.body] == ["Thực hiện Nghị quyết của Quốc hội, Sở đề nghị như sau."]
