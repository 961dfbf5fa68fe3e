"""What clerks do in Word that the printed page doesn't show, or shows as the decree has it: none of it is a finding."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from congvan import nd30
from congvan.nd30.components.locate import locate_components
from congvan.nd30.opening import read_view
from tests.formats.docx_dialect import PNG
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.letters import Letter, P, c
from tests.nd30.word_files import Change, broken, paragraph, xml

NIL = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right"))
LINES = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideV"))


def found(letter: Letter, change: Change | None = None) -> set[str]:
    document = docx.Document(io.BytesIO(to_docx(letter)))
    if change is not None:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return {r.id.removeprefix("ND30-") for r in nd30.check(out.getvalue(), "letter.docx").broken}


def answer(letter: Letter, rule: str) -> tuple[str, str]:
    """(verdict, id of its reason) of a rule."""
    result = next(r for r in nd30.check(to_docx(letter), "x").results if r.id == f"ND30-{rule}")
    return result.verdict, result.reason.id if result.reason else ""


def lines_switched_off(document: Any) -> None:
    """The head in a table whose lines are set for the table and switched off in each cell, with a column between."""
    table = document.tables[0]
    table.add_column(Mm(5))
    for row in table.rows:
        row._tr.insert(row._tr.index(row.cells[1]._tc), row.cells[2]._tc)
        for cell in row.cells:
            cell._tc.get_or_add_tcPr().append(xml(f"<w:tcBorders>{NIL}</w:tcBorders>"))
    table._tbl.tblPr.append(xml(f"<w:tblBorders>{LINES}</w:tblBorders>"))


def white_words(document: Any) -> None:
    """Words in white between title and name, as room for an electronic signature."""
    run = paragraph(document, "Nguyễn Văn A").insert_paragraph_before("").add_run("Wxyz")
    run.font.size, run.font.bold, run.font.color.rgb = Pt(22), True, RGBColor(255, 255, 255)


def name_below_the_table(document: Any) -> None:
    name = paragraph(document, "Nguyễn Văn A")
    below = deepcopy(name._p)
    document.tables[-1]._tbl.addnext(below)
    name._p.getparent().remove(name._p)
    moved = next(p for p in document.paragraphs if p._p is below)
    moved.alignment, moved.paragraph_format.first_line_indent = 0, Mm(101)


def centred_with_spaces(document: Any) -> None:
    for start, blanks in (("KT. GIÁM", 26), ("Nguyễn Văn A", 26)):
        line = paragraph(document, start)
        line.alignment, line.runs[0].text = 3, " " * blanks + line.runs[0].text


def off_centre_with_spaces(document: Any) -> None:
    line = paragraph(document, "Nguyễn Văn A")
    line.alignment = 3


def heading_centred_with_spaces(document: Any) -> None:
    for start, blanks in (("Độc lập", 15), ("Lạng Sơn, ngày", 12), ("SỞ THÔNG", 2), ("Phụ lục", 60)):
        line = paragraph(document, start)
        line.alignment, line.runs[0].text = 0, " " * blanks + line.runs[0].text


def name_in_a_text_box(document: Any) -> None:
    name = paragraph(document, "Nguyễn Văn A")
    anchor = document.paragraphs[-1].insert_paragraph_before("")
    box = xml("<w:pict/>")
    run = anchor.add_run()._r
    content = box.makeelement(qn("w:txbxContent"), {})
    content.append(name._p)
    box.append(content)
    run.append(box)
    document.tables[-1]._tbl.addnext(anchor._p)


def remark_in_a_text_box(document: Any) -> None:
    """A bold remark of 14 pt that is drawn beside the number."""
    remark = paragraph(document, "Số:")
    box, run = xml("<w:pict/>"), remark.add_run()._r
    content = box.makeelement(qn("w:txbxContent"), {})
    face = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    content.append(xml(f'<w:p><w:r><w:rPr>{face}<w:b/><w:sz w:val="28"/></w:rPr><w:t>BẢN SỐ 2</w:t></w:r></w:p>'))
    box.append(content)
    run.append(box)


def rank_before_the_name(document: Any) -> None:
    name_below_the_table(document)
    paragraph(document, "Nguyễn Văn A").runs[0].text = "Đại tá Nguyễn Văn A"


def signer_in_a_table_of_its_own(document: Any) -> None:
    whole = document.tables[-1]
    own = deepcopy(whole._tbl)
    whole._tbl.addnext(own)
    for cell, start in ((whole.cell(0, 1), "KT."), (docx.table.Table(own, whole._parent).cell(0, 0), "Nơi")):
        for line in cell.paragraphs[1:]:
            line._p.getparent().remove(line._p)
        assert cell.paragraphs[0].text.startswith(start)
        cell.paragraphs[0].runs[0].text = ""
    whole._tbl.addnext(document.add_paragraph()._p)


def title_below_the_foot(document: Any) -> None:
    """A list without a Phụ lục line begins below the foot; its title is none of the signer's."""
    line = document.add_paragraph("DANH SÁCH ĐIỂM HỖ TRỢ")
    line.alignment = 1
    line.runs[0].font.name, line.runs[0].font.size, line.runs[0].font.bold = "Times New Roman", Pt(14), True
    document.tables[-1]._tbl.addnext(line._p)


def even_footers(document: Any) -> None:
    """A page number in the footer of even pages, which the document doesn't tell from the odd ones."""
    footer = document.sections[0].even_page_footer
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    line.alignment = 2
    line._p.append(xml('<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


def odd_and_even(document: Any) -> None:
    even_footers(document)
    document.settings.odd_and_even_pages_header_footer = True


def header_pushes(document: Any) -> None:
    """A margin of 12 mm from whose header the text stands 22 mm below the edge."""
    for section in document.sections:
        section.top_margin, section.header_distance = Mm(12), Mm(12.5)
        for header in (section.header, section.first_page_header):
            header.is_linked_to_previous = False
            header.paragraphs[0].paragraph_format.space_after = Pt(12)
            if not header.paragraphs[0].text.strip():
                header.paragraphs[0].paragraph_format.line_spacing = Pt(16)


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (lines_switched_off, set()),
        (white_words, set()),
        (name_below_the_table, set()),
        (centred_with_spaces, set()),
        (off_centre_with_spaces, {"SIGNER-CENTRED"}),
        (heading_centred_with_spaces, set()),
        (name_in_a_text_box, set()),
        (remark_in_a_text_box, set()),
        (rank_before_the_name, {"SIGNER-DEGREE"}),
        (signer_in_a_table_of_its_own, set()),
        (title_below_the_foot, set()),
        (even_footers, set()),
        (odd_and_even, {"PAGE-NUMBER-STYLE"}),
        (header_pushes, set()),
    ],
)
def test_what_the_page_shows_counts(change: Change, rules: set[str]) -> None:
    assert broken(change) == rules


def pictured(*sides: str, width: float = 165) -> Change:
    """Pictures as wide as the text in place of the head, of the foot, or in the midst of the text."""

    def change(document: Any) -> None:
        tables = document.tables
        places = {"head": tables[0], "foot": tables[-1], "text": paragraph(document, "1. Các doanh nghiệp")}
        for side in sides:
            holder = document.add_paragraph()
            holder.add_run().add_picture(io.BytesIO(PNG), Mm(width), Mm(30))
            places[side]._element.addprevious(holder._p)
            if side != "text":
                places[side]._element.getparent().remove(places[side]._element)

    return change


def test_what_is_in_a_picture_is_not_missing() -> None:
    letter = letters.dispatch()
    letter.appendix = []
    assert "QUOC-HIEU-PRESENT" in found(letter, pictured("head", width=60))
    assert "QUOC-HIEU-PRESENT" not in found(letter, pictured("head"))
    assert "SIGNER-PRESENT" in found(letter, pictured("foot", width=60))
    assert "SIGNER-PRESENT" not in found(letter, pictured("foot"))

    def drawn(document: Any) -> None:
        pictured("foot", width=60)(document)
        pictured("text")(document)

    assert "SIGNER-PRESENT" in found(letter, drawn)  # a picture in the text holds no signer


def test_white_words_on_a_dark_ground_are_seen() -> None:
    def dark(document: Any) -> None:
        white_words(document)
        run = next(r for p in document.tables[-1]._cells[1].paragraphs for r in p.runs if r.text == "Wxyz")
        run._r.get_or_add_rPr().append(xml('<w:shd w:val="clear" w:fill="203040"/>'))

    assert broken(dark) >= {"QUYEN-HAN-CASE"}


@pytest.mark.parametrize(
    ("share", "rules"),
    [(0.05, {"TRICH-YEU-RULE"}), (0.18, set()), (0.7, {"TRICH-YEU-RULE"})],  # of two lines
)
def test_the_rule_below_words_that_wrap(share: float, rules: set[str]) -> None:
    letter = letters.plan()
    title = letter.find("Triển khai")
    title.text += " tại các điểm hỗ trợ lưu động trên địa bàn các huyện biên giới trong tháng Tám"
    title.rule = share
    assert found(letter) == rules


def test_a_trich_yeu_in_a_table_of_one_cell() -> None:
    def boxed(document: Any) -> None:
        line = paragraph(document, "Triển khai")
        table = document.add_table(1, 1)
        line._p.addprevious(table._tbl)
        cell = table.cell(0, 0)
        cell._tc.remove(cell.paragraphs[0]._p)
        cell._tc.append(line._p)

    assert found(letters.plan(), boxed) == set()


def spaced(blanks: int) -> Change:
    """The head without a table: its two columns are set apart with spaces."""

    def change(document: Any) -> None:
        table = document.tables[0]
        left, right = ([p for row in table.rows for p in row.cells[k].paragraphs] for k in (0, 1))
        for one, other in zip(left, right, strict=False):
            one.add_run(" " * blanks)
            for run in other.runs:
                one._p.append(run._r)
            one.alignment = 3
        for one in [*left]:
            table._tbl.addprevious(one._p)
        table._tbl.getparent().remove(table._tbl)

    return change


@pytest.mark.parametrize("blanks", [3, 8, 30])
def test_a_head_set_with_spaces(blanks: int) -> None:
    letter = letters.plan()
    letter.find("Lạng Sơn, ngày").text = "Lạng Sơn, ngày      tháng 8 năm 2020"
    letter.find("Số:").text = "Số:      /KH-STTTT"
    assert found(letter, spaced(blanks)) <= {"CHU-QUAN-CASE", "BAN-HANH-RULE", "TIEU-NGU-RULE"}


def test_a_subject_line_of_several_paragraphs_in_a_head_set_with_spaces() -> None:
    letter = letters.dispatch()
    about = letter.find("V/v")
    letter.head[1][0][1:] = [
        replace(about, text="V/v triển khai cài đặt"),
        replace(about, text="trên địa bàn", before=0),
    ]
    document = docx.Document(io.BytesIO(to_docx(letter)))
    spaced(20)(document)
    out = io.BytesIO()
    document.save(out)
    (found, *_others) = locate_components(read_view(out.getvalue()))
    assert found.subject_text == "V/v triển khai cài đặt trên địa bàn"


def slip_of_paper() -> Letter:
    """A form of an office: a heading of its own, an addressee, no place and date, no one who signs."""
    letter = letters.dispatch()
    letter.find("Số:").text = "Số: 14-02/20/PX-KT"
    letter.head[1][0][1:] = []
    letter.head[1][1].clear()
    letter.middle = [c("PHIẾU XIN Ý KIẾN", 14, bold=True, before=12), P("Kính gửi: Lãnh đạo Sở.", 14, bold=True)]
    letter.body.append(P("4.1. Đồng ý toàn bộ", 12, first=12.7))
    letter.foot, letter.appendix = ([], []), []
    return letter


def test_a_heading_of_none_of_the_29_kinds() -> None:
    letter = slip_of_paper()
    report = nd30.check(to_docx(letter), "x")
    assert report.document_kind == ""
    assert {r.id for r in report.broken} <= {"ND30-BODY-ONE-SIZE"}
    for rule in ("DATE-PRESENT", "SIGNER-PRESENT", "SYMBOL-HYPHEN"):
        assert answer(letter, rule) == ("not-evaluated", "nd30.kind-not-listed")
    letter.head[1][0].clear()
    assert answer(letter, "SO-PRESENT") == ("not-evaluated", "nd30.kind-not-listed")


def test_a_letter_without_a_heading_stays_a_cong_van() -> None:
    letter = slip_of_paper()
    letter.middle.pop(0)
    assert nd30.check(to_docx(letter), "x").document_kind == "cong-van"
    assert answer(letter, "VV-PRESENT")[0] == "broken"


@pytest.mark.parametrize("opening", ["Kèm theo", "Ban hành kèm theo", "Được công nhận kèm theo", "Phê duyệt kèm theo"])
def test_a_regulation_alone_in_its_file(opening: str) -> None:
    letter = letters.decision()
    letter.head.pop()
    letter.middle = [
        c("ĐIỀU LỆ (SỬA ĐỔI)", 14, bold=True, before=18),
        c("HỘI NGƯỜI YÊU SÁCH", 14, bold=True),
        c(f"({opening} Quyết định số     /QĐ-STTTT", 14, italic=True),
        c("ngày     tháng 8 năm 2020 của Giám đốc Sở)", 14, italic=True),
    ]
    letter.foot = ([], [])
    assert found(letter) <= {"SIZE-COUPLING"}


@pytest.mark.parametrize("note", ["(Có danh sách kèm theo)", "(Gửi bản sao kèm theo)"])
def test_what_is_only_said_to_come_with_a_letter(note: str) -> None:
    letter = letters.plan()
    letter.head.pop()
    letter.middle.insert(1, c(note, 14, italic=True, bold=False))
    letter.middle.pop(0)
    assert {"SO-PRESENT", "DATE-PRESENT"} <= found(letter)


def draft(letter: Letter) -> None:
    letter.head[0][0].append(c("DỰ THẢO", 12, italic=True, before=8))


def contact(letter: Letter) -> None:
    letter.foot[0].append(P("ĐT: 0205 3812 345", 11, italic=True, align="left", first=0, before=0))


@pytest.mark.parametrize("change", [draft, contact])
def test_a_remark_in_head_or_foot(change: Callable[[Letter], None]) -> None:
    letter = letters.plan()
    change(letter)
    assert found(letter) == set()


def test_the_papers_of_the_youth_union() -> None:
    letter = letters.dispatch()
    letter.find("CỘNG HÒA").text = "ĐOÀN TNCS HỒ CHÍ MINH"
    letter.head[0][1].pop()
    assert {r.verdict for r in nd30.check(to_docx(letter), "x").results} == {"not-applicable"}


def test_a_number_that_is_never_printed() -> None:
    letter = letters.plan()
    letter.body[2:-1] = []
    letter.number, letter.number_style = "bottom", replace(letter.number_style, size=9)
    assert found(letter) == set()
    assert answer(letter, "PAGE-NUMBER-TOP")[0] == "not-applicable"
    letter.number_first = True
    assert found(letter) >= {"PAGE-NUMBER-TOP", "PAGE-NUMBER-STYLE", "PAGE-NUMBER-FIRST"}
